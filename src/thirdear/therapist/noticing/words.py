"""Cuts the person's words so that they can be quoted or given back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thirdear.listening.observation import Clause
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment

LONGEST_QUOTE = 11
"""Words: a quotation longer than this is no longer heard as one thing."""
PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "them"})
_ENDS = ".!?,;\n"
_MARKS = re.compile(r'["“”«»„()\[\]]|--')
_TRAILS = re.compile(
    r"(?:[\s,]+(?:but|and|so|or|because|cos|just|like|then|you know|i mean))+$", re.IGNORECASE
)
_JOINS = re.compile(r"^(?:and|but|so|then|because|or|well|anyway|oh|god|just|cos)\b[\s,]*", re.I)


def quotable(text: str) -> bool:
    """Tell whether words can stand between quotation marks: short, and without marks in them."""
    return 0 < len(text.split()) <= LONGEST_QUOTE and not _MARKS.search(text)


def bare(quote: str) -> str:
    """Return words without the marks that close them."""
    return quote.rstrip(" .,;!?…-–—")


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def piece_around(moment: Moment, start: int, end: int) -> Quote | None:
    """Return the piece of a sentence that holds `start`..`end`, or None if it cannot be quoted.

    A piece runs from one mark (. , ; ! ?) to the next, without the word that joins it on.
    """
    text = moment.utterance.text
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    last = end_of_piece(text, end)
    first += len(text[first:last]) - len(text[first:last].lstrip())
    if joined := _JOINS.match(text[first:start]):
        first += joined.end()
    whole = moment.quote(first, first + len(bare(_TRAILS.sub("", bare(text[first:last])))))
    return whole if quotable(whole.quote) else None


def end_of_piece(text: str, start: int) -> int:
    """Return where the piece of a sentence that `start` stands in comes to its end."""
    ends = [e for e in (text.find(mark, start) for mark in _ENDS) if e >= 0]
    return min(ends, default=len(text))


def stands_badly(clause: Clause) -> bool:
    """Tell whether a clause would sound odd alone: nobody knows who "he" or "it" is."""
    first = clause.quote.split()[0].lower()
    return clause.subject == "other" and first in PRONOUNS | {"this", "that", "which", "who"}


def addressed(clause: Clause) -> dict[str, str]:
    """Return the slots for a clause that was turned round to "you"."""
    turned = clause.addressed or ""
    return {"addressed": turned, "Addressed": capital(turned)}


def spoken_of(thing: Quote) -> str:
    """Name a thing without quotation marks where it can be named as it is ("the hall")."""
    mine = re.search(r"\b(?:my|our|me|mine)\b", thing.quote, re.IGNORECASE)
    return f'"{thing.quote}"' if mine else thing.quote


def apart(quotes: Iterable[Quote]) -> bool:
    """Tell whether no two of these words are the same or hold one another."""
    said = [bare(q.quote).lower() for q in quotes]
    return not any(a in b for i, a in enumerate(said) for j, b in enumerate(said) if i != j)
