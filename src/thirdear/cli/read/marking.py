"""An utterance with what was heard in it marked, as HTML.

Spans may overlap, so each mark is an underline of its own; everything numbered is explained
beside the text in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from thirdear.listening.observation import Observation

KINDS = {
    "feeling": "named or shown",
    "anxiety": "in the body or in thinking",
    "defence": "a way of keeping something at a distance",
    "shift": "a change of subject",
    "question": "a question to the other chair",
    "risk": "words that can mean danger",
    "person": "someone",
}
"""Kinds that have a mark of their own, in the order of the legend; others share one."""

_UNNUMBERED = frozenset({"person"})
"""Kinds heard in almost every sentence: they are underlined and summed up, not numbered."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing heard, in words: its number in the text, what it is, and how sure that is."""

    number: int
    kind: str
    what: str
    quote: str
    detail: str


@dataclass(frozen=True, slots=True)
class Marked:
    """An utterance ready to be shown."""

    text: Markup
    notes: tuple[Note, ...]
    people: str


def marked(text: str, observations: Sequence[Observation]) -> Marked:
    """Return `text` with its likely observations marked; possible ones are no claims, so not."""
    likely = [o for o in observations if o.claim == "likely"]
    numbers = {
        id(o): n for n, o in enumerate((o for o in likely if o.kind not in _UNNUMBERED), start=1)
    }
    ends = sorted({0, len(text), *(o.start for o in likely), *(o.end for o in likely)})
    pieces = []
    for start, end in pairwise(ends):
        covering = [o for o in likely if o.start <= start and end <= o.end]
        ending = [numbers[id(o)] for o in covering if o.end == end and id(o) in numbers]
        pieces.append(_piece(text[start:end], covering, ending))
    notes = tuple(_note(numbers[id(o)], o) for o in likely if id(o) in numbers)
    return Marked(Markup("").join(pieces), notes, _people(likely))


def mark_class(kind: str) -> str:
    """Return the class of a kind's mark in the style sheet."""
    return f"m-{kind}" if kind in KINDS else "m-other"


def _piece(text: str, covering: list[Observation], ending: list[int]) -> Markup:
    inner = escape(text)
    for name in sorted({mark_class(o.kind) for o in covering}, reverse=True):
        inner = Markup('<span class="{}">{}</span>').format(name, inner)
    if not ending:
        return inner
    return inner + Markup("<sup>{}</sup>").format(" ".join(map(str, ending)))


def _note(number: int, observation: Observation) -> Note:
    named = [] if observation.code == observation.kind else [observation.code.replace("_", " ")]
    what = ", ".join(named + ([f"about {observation.about}"] if observation.about else []))
    told = [
        name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {_value(value)}"
        for name, value in observation.attributes.items()
        if value is not False and value is not None
    ]
    detail = "; ".join([f"confidence {observation.confidence:.2f}", *told, observation.heard_by])
    return Note(number, observation.kind, what, observation.quote, detail)


def _value(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _people(likely: list[Observation]) -> str:
    """Return who was mentioned and in which words: "boss:1 (my boss, he)"."""
    named: dict[str, list[str]] = {}
    for observation in likely:
        if observation.kind == "person":
            figure = str(observation.attributes.get("figure") or observation.code)
            words = named.setdefault(figure, [])
            if observation.quote not in words:
                words.append(observation.quote)
    return "; ".join(f"{figure} ({', '.join(words)})" for figure, words in named.items())
