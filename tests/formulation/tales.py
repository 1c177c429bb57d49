"""Readings made by hand: what was heard is given, so that only the understanding is tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from thirdear.formulation.formulation import Formulation, fold
from thirdear.listening.context import corner_of
from thirdear.listening.observation import Component, Cue, Introduction, Observation, Reading
from thirdear.speech import Utterance

_USUAL: dict[str, dict[str, str | float | bool | None]] = {
    "feeling": {"experiencer": "self", "denied": False},
    "defence": {"level": 4},
}
_SLOTS = {"W": "wish", "RO": "response_of_other", "RS": "response_of_self"}
Line = tuple[Utterance, Reading]


def obs(
    text: str, words: str, kind: str, code: str, about: str | None = None, *,
    likely: bool = True, components: tuple[Component, ...] = (), **attributes: str | float | bool | None,
) -> Observation:  # fmt: skip
    """Return an observation of some words of a text."""
    start = text.index(words)
    return Observation(
        kind, code, start, start + len(words), words, "likely" if likely else "possible", 0.8,
        f"{kind}.tale", about, _USUAL.get(kind, {}) | attributes, components,
    )  # fmt: skip


def part(text: str, words: str, code: str, polarity: str | None, turn: int) -> Component:
    """Return a part of an episode: `code` as in RS6."""
    name = code.rstrip("12345678")
    start = text.index(words)
    return Component(
        _SLOTS[name], int(code.removeprefix(name)), polarity, True, turn, start, start + len(words),
        words,
    )  # fmt: skip


def line(
    text: str, session: int, turn: int, *observations: Observation, speaker: str = "client",
    figures: Sequence[str] = (), cues: tuple[Cue, ...] = (), words: int | None = None,
) -> Line:  # fmt: skip
    """Return an utterance and its reading; `figures` are introduced and spoken of in it."""
    utterance = Utterance(text, speaker, turn, f"session {session}", session)
    introductions = tuple(
        Introduction(f, f.partition(":")[0], corner_of(f.partition(":")[0]), None, None, "one")
        for f in figures if f != "therapist"
    )  # fmt: skip
    return utterance, Reading(
        turn, session, speaker, "tale", tuple(observations),
        words=len(text.split()) if words is None else words,
        introductions=introductions, salient=tuple(figures), cues=cues,
    )  # fmt: skip


def episode(
    session: int, turn: int, figure: str, parts: dict[str, str], *more: Observation,
    text: str | None = None, name: str | None = None, likely: bool = True, source: str = "waking",
    good: Sequence[str] = (),
) -> Line:  # fmt: skip
    """Return a line that tells an episode; `parts` are words by code, `good` codes are positive."""
    text = text or ". ".join(parts.values()) + "."
    components = tuple(
        part(text, words, code, None if code[0] == "W" else "positive" if code in good else "negative", turn)
        for code, words in parts.items()
    )  # fmt: skip
    told = obs(
        text, text, "episode", "relationship_episode", figure, likely=likely, components=components,
        episode=name or f"{session}.{turn}", figure=figure, source=source, completeness=4.5,
    )  # fmt: skip
    return line(text, session, turn, told, *more, figures=[figure])


def said(
    session: int, turn: int, text: str, words: str, kind: str, code: str, about: str | None = None,
    **attributes: str | float | bool | None,
) -> Line:  # fmt: skip
    """Return a line in which one thing was heard."""
    one = obs(text, words, kind, code, about, **attributes)
    return line(text, session, turn, one, figures=[about] if about else [])


def understood(lines: Iterable[Line], formulation: Formulation | None = None) -> Formulation:
    """Fold lines, oldest first."""
    formulation = formulation or Formulation()
    for utterance, reading in lines:
        formulation = fold(formulation, utterance, reading)
    return formulation


def anew(lines: Sequence[Line], session: int, turn: int = 90) -> Sequence[Line]:
    """Return lines and an empty one that begins a session."""
    return [*lines, line("I am here.", session, turn)]


def with_offer(formulation: Formulation, **changes: object) -> Formulation:
    """Return the formulation with its newest offer changed."""
    newest = msgspec.structs.replace(formulation.explored[-1], **changes)
    return msgspec.structs.replace(formulation, explored=(*formulation.explored[:-1], newest))


GIVES_WAY = {"RO5": "he turned away", "RS6": "I gave way"}
