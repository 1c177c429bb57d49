"""Relationship episodes as the understanding keeps them: who, when, and the parts of each."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from thirdear.formulation.clusters import meant
from thirdear.formulation.marks import kept
from thirdear.listening.context import Figure, corner_of
from thirdear.listening.observation import Component, Observation, Reading
from thirdear.speech import Quote, Utterance

FIRST_EPISODES, LAST_EPISODES = 40, 160
FIRST_PARTS, LAST_PARTS = 4, 12
PREFIX = {"wish": "W", "response_of_other": "RO", "response_of_self": "RS"}


class Part(msgspec.Struct, frozen=True):
    """A wish, a response of the other or a response of the self, with the words that told it."""

    slot: str
    cluster: int
    polarity: str | None
    explicit: bool
    quote: Quote

    @property
    def code(self) -> str:
        """The cluster's short name: W6, RO5, RS7 (relationships reference, 1.2)."""
        return f"{PREFIX[self.slot]}{self.cluster}"


class Told(msgspec.Struct, frozen=True):
    """One exchange with someone, as it was told; `turn` is where the telling began.

    `marked` are words that tell of something new in it ("for once"), where there are any.
    """

    id: str
    figure: str
    corner: str
    session: int
    turn: int
    source: str
    completeness: float
    parts: tuple[Part, ...] = ()
    marked: Quote | None = None

    def of(self, slot: str) -> list[Part]:
        """Return the parts of one slot, in the order of telling."""
        return [p for p in self.parts if p.slot == slot]

    def codes(self) -> dict[str, list[Part]]:
        """Return the parts by code, what was said outright before what was not."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.code, []).append(part)
        for parts in found.values():
            if len(parts) > 1:
                parts.sort(key=lambda p: not p.explicit)
        return found


def gathered(
    episodes: tuple[Told, ...],
    telling: Told | None,
    utterance: Utterance,
    reading: Reading,
    cast: dict[str, Figure],
) -> tuple[tuple[Told, ...], Told | None]:
    """Return the episodes with those of one more utterance in them, and the one still being told.

    Of what an utterance tells only its own words are taken: what was said before it stands in
    `telling`, so that words that are taken out of the record are nowhere else.
    """
    for observation in reading.of("episode", None):
        told = _gone_on(telling, utterance, observation, cast)
        telling = told
        if observation.claim == "likely" and told.parts:
            episodes = _with(episodes, told)
    return episodes, telling


def _gone_on(
    telling: Told | None, utterance: Utterance, heard: Observation, cast: dict[str, Figure]
) -> Told:
    name = str(heard.attributes["episode"])
    figure = str(heard.about or heard.attributes["figure"])
    known = cast.get(figure)
    same = telling is not None and telling.id == name and telling.session == utterance.session
    before = telling if telling is not None and same else None
    parts = before.parts if before else ()
    for c in heard.components:
        if c.turn == utterance.turn:
            parts = kept(parts, _part(c, utterance), FIRST_PARTS, LAST_PARTS)
    return Told(
        id=name,
        figure=figure,
        corner=known.corner if known else corner_of(figure.partition(":")[0]),
        session=utterance.session,
        turn=before.turn if before else utterance.turn,
        source=str(heard.attributes["source"]),
        completeness=float(heard.attributes["completeness"] or 0.0),
        parts=parts,
        marked=(before.marked if before else None) or _marked(utterance),
    )


def _part(c: Component, utterance: Utterance) -> Part:
    prefix = PREFIX[c.slot]
    code = meant(f"{prefix}{c.cluster}", c.polarity)
    quote = utterance.quote(c.start, c.end)
    return Part(c.slot, int(code.removeprefix(prefix)), c.polarity, c.explicit, quote)


def _with(episodes: tuple[Told, ...], told: Told) -> tuple[Told, ...]:
    """Put an episode in the place of its earlier telling, or at the end."""
    conversation = told.parts[0].quote.conversation
    for at in range(len(episodes) - 1, -1, -1):
        one = episodes[at]
        if one.id == told.id and one.parts[0].quote.conversation == conversation:
            return (*episodes[:at], told, *episodes[at + 1 :])
    return kept(episodes, told, FIRST_EPISODES, LAST_EPISODES)


def _marked(utterance: Utterance) -> Quote | None:
    """Return the words of an utterance that tell of something new, if there are any."""
    found = _newness().search(utterance.text)
    return utterance.quote(*found.span()) if found else None


@cache
def _newness() -> re.Pattern[str]:
    words = "|".join(ways()["marks"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def ways() -> dict[str, Any]:
    """Return the data file about old and new ways (`new_ways.toml`)."""
    path = resources.files("thirdear.formulation") / "new_ways.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def most(codes: list[str]) -> str | None:
    """Return the most frequent of some codes, of equals the first by name; None for none."""
    counts = Counter(codes)
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None
