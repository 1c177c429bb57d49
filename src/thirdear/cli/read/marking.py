"""An utterance with what was heard in it marked, as HTML.

Spans may overlap, so each mark is an underline of its own; everything numbered is explained
beside the text in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from thirdear.listening.observation import Component, Observation

KINDS = {
    "risk": "words that can mean danger",
    "feeling": "named or shown",
    "anxiety": "in the body or in thinking",
    "defence": "keeping something at a distance",
    "transference": "toward the one in the other chair",
    "alliance": "a strain between the two, or its mending",
    "episode": "a scene with someone: wish, response of other, response of self",
    "memory": "from earlier in life",
    "dream": "a dream",
    "insight": "how far something is understood",
    "slip": "something said that was not meant",
    "shift": "a change of subject",
    "question": "a question to the other chair",
    "intervention": "what the therapist does",
    "person": "someone who is spoken of",
}
"""Kinds that are shown, in the order of the page's summary."""

_UNNUMBERED = frozenset({"person"})
"""Kinds heard in almost every sentence: they are underlined and summed up, not numbered."""
_UNMARKED = frozenset({"intervention"})
"""Kinds that concern a whole utterance: they are noted beside it, not underlined."""
_HIDDEN = frozenset({"reference"})
"""Kinds that are figures about an utterance rather than something heard in it."""
_STRUCTURE = frozenset({"figure", "corner", "episode"})
"""Attributes that programs need and a reader does not."""
_USUAL = frozenset({("experiencer", "self"), ("tense", "now")})
"""What goes without saying."""

INTERVENTIONS = {
    "SIL": "silence", "ENC": "encouragement", "ACK": "acknowledgement", "REF": "reflection",
    "CLA": "clarification", "ASC": "attention to how it is said", "CON": "confrontation",
    "DEF": "on a defence", "TRA": "on the two of them", "LNK": "a link", "CNT": "containment",
    "FRM": "on the frame", "WRK": "on the work together", "VAL": "validation", "SUM": "summary",
    "INQ": "question", "PRF": "pressure to feeling", "PRW": "pressure to will",
    "PRT": "pressure to task", "PRS": "pressure to specifics", "CLD": "clarifying a defence",
    "CHA": "challenge", "HOC": "head-on collision", "REC": "recapitulation", "POR": "portrayal",
    "CSD": "consolidation", "ADV": "advice", "REA": "reassurance", "DIS": "self-disclosure",
    "INF": "information", "TSK": "task", "PRA": "praise", "OTH": "something else",
}  # fmt: skip
"""The codes of interventions in words."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing heard, in words: its number in the text, if any, what it is, how sure that is."""

    number: int | None
    kind: str
    what: str
    quote: str
    detail: str
    style: str


@dataclass(frozen=True, slots=True)
class Marked:
    """An utterance ready to be shown."""

    text: Markup
    notes: tuple[Note, ...]
    people: dict[str, tuple[str, ...]]


def marked(text: str, observations: Sequence[Observation]) -> Marked:
    """Return `text` with its likely observations marked; possible ones are no claims, so not."""
    likely = [o for o in observations if o.claim == "likely" and o.kind not in _HIDDEN]
    shown = [o for o in likely if o.kind not in _UNMARKED]
    numbers = {
        id(o): n for n, o in enumerate((o for o in shown if o.kind not in _UNNUMBERED), start=1)
    }
    ends = sorted({0, len(text), *(o.start for o in shown), *(o.end for o in shown)})
    pieces = []
    for start, end in pairwise(ends):
        covering = [o for o in shown if o.start <= start and end <= o.end]
        ending = [numbers[id(o)] for o in covering if o.end == end and id(o) in numbers]
        pieces.append(_piece(text[start:end], covering, ending))
    notes = tuple(_note(numbers.get(id(o)), o) for o in likely if o.kind not in _UNNUMBERED)
    return Marked(Markup("").join(pieces), notes, _people(likely))


def mark_class(kind: str) -> str:
    """Return the class of a kind's mark in the style sheet."""
    return f"m-{kind}" if kind in KINDS else "m-other"


def called(figure: str) -> str:
    """Return the id of a figure as one would say it: "boss:1" is "boss", "sister:2" "sister 2"."""
    role, _, number = figure.partition(":")
    return role.replace("_", " ") + (f" {number}" if number not in ("", "1") else "")


def _piece(text: str, covering: list[Observation], ending: list[int]) -> Markup:
    inner = escape(text)
    for name in sorted({mark_class(o.kind) for o in covering}, reverse=True):
        inner = Markup('<span class="{}">{}</span>').format(name, inner)
    if not ending:
        return inner
    return inner + Markup("<sup>{}</sup>").format(" ".join(map(str, ending)))


def _note(number: int | None, observation: Observation) -> Note:
    code = INTERVENTIONS.get(observation.code, observation.code.replace("_", " "))
    named = [] if code == observation.kind else [code]
    how = "toward" if observation.kind == "feeling" else "about"
    toward = [f"{how} {called(observation.about)}"] if observation.about else []
    told = [
        name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {_value(value)}"
        for name, value in observation.attributes.items()
        if name not in _STRUCTURE
        and isinstance(value, str | float | int)
        and value is not False
        and (name, value) not in _USUAL
    ]
    told += [_component(c) for c in observation.components]
    detail = "; ".join([*told, f"confidence {observation.confidence:.2f}", observation.heard_by])
    quote = "" if observation.kind in _UNMARKED else observation.quote
    return Note(
        number, observation.kind, ", ".join(named + toward), quote, detail,
        mark_class(observation.kind),
    )  # fmt: skip


_SLOTS = {"wish": "wish", "response_of_other": "other", "response_of_self": "self"}


def _component(component: Component) -> str:
    """Say one part of an episode: "other 5 (negative) “she laughed”"."""
    weight = f" ({component.polarity})" if component.polarity else ""
    return f"{_SLOTS[component.slot]} {component.cluster}{weight} “{component.words}”"


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _people(likely: list[Observation]) -> dict[str, tuple[str, ...]]:
    """Return who was mentioned, each with the words that were used: boss:1, (my boss, he)."""
    named: dict[str, tuple[str, ...]] = {}
    for observation in likely:
        if observation.kind == "person":
            figure = str(observation.attributes.get("figure") or observation.about or "someone")
            words = named.get(figure, ())
            named[figure] = words if observation.quote in words else (*words, observation.quote)
    return named
