"""Fills the slots of a wording from what was heard, and keeps under it the words it used.

The person's nouns and verbs come as exact quotations, or turned round to "you" by the listener.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from thirdear.formulation.naming import called
from thirdear.listening.context import Figure
from thirdear.speech import Quote
from thirdear.therapist.istdp.course import Course
from thirdear.therapist.istdp.data import table, ways
from thirdear.therapist.istdp.signals import Noticed
from thirdear.therapist.moment import Moment
from thirdear.therapist.noticing.words import bare, capital, quotable, stands_badly

_FORMATTER = string.Formatter()
_LONGEST_CLAUSE = 9
_PRONOUN = {"m": "him", "f": "her", "male": "him", "female": "her"}


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in a slot, and the words of the person's that it rests on."""

    text: str
    grounds: tuple[Quote, ...] = ()


Slots = Mapping[str, Slot]


def slots(moment: Moment, course: Course, noticed: Noticed) -> dict[str, Slot]:
    """Return everything that a wording could name at this moment."""
    found: dict[str, Slot] = {}
    for name, quote in (
        ("quote", noticed.quote), ("felt", course.felt), ("sign", course.sign),
        ("cover", course.cover), ("body", course.triad.body),
    ):  # fmt: skip
        if quote is not None and quotable(bare(quote.quote)):
            found[name] = Slot(bare(quote.quote), (quote,))
    if course.felt is not None and course.triad.way_quote is not None:
        _drop_what_is_held(found, "felt", "cover")
    if course.triad.sign is not None and course.triad.sign.quote.lower().startswith("sigh"):
        found["sighing"] = Slot("you sigh", (course.triad.sign,))
    if course.triad.feeling is not None and course.triad.named:
        found["word"] = Slot(course.triad.feeling.quote, (course.triad.feeling,))
    noun = table("watching")["nouns"].get(course.code) if course.felt else None
    if noun and course.felt is not None:
        found["feeling"] = Slot(noun, (course.felt,))
    figure = _figure(moment, course)
    if figure:
        _both(found, "figure", figure)
    _both(found, "doing", ways()[course.way]["doing"] if course.way else "")
    _clauses(moment, found)
    minutes = max(1, round(moment.remaining_s / 60))
    found["minutes"] = Slot(str(minutes))
    return found


def filled(wording: str, at_hand: Slots) -> tuple[str, tuple[Quote, ...]] | None:
    """Return a wording with its slots filled, and the quotes it used; None where one is missing."""
    names = [name for _, name, _, _ in _FORMATTER.parse(wording) if name]
    if any(name not in at_hand for name in names):
        return None
    quotes = [q for name in names for q in at_hand[name].grounds]
    text = wording.format(**{name: at_hand[name].text for name in names})
    return text, tuple(dict.fromkeys(quotes))


def _both(found: dict[str, Slot], name: str, text: str) -> None:
    if text:
        found[name] = Slot(text)
        found[capital(name)] = Slot(capital(text))


def _drop_what_is_held(found: dict[str, Slot], one: str, other: str) -> None:
    """Leave one of two quotations out where it is part of the other."""
    if one in found and other in found:
        a, b = found[one].text.lower(), found[other].text.lower()
        if a in b or b in a:
            del found[other]


def _figure(moment: Moment, course: Course) -> str:
    figure: Figure | None = moment.formulation.who(course.figure)
    if figure is None or figure.id == "therapist":
        return ""
    if figure.role == "other" and not figure.names:
        return _PRONOUN.get(str(figure.gender), "them")
    return called(figure)


def _clauses(moment: Moment, found: dict[str, Slot]) -> None:
    """Put in the clause that tells what was done, and the weightiest words of the hour."""
    for clause in moment.reading.clauses:
        hurt = any(clause.start <= start < clause.end for start, _ in moment.reading.injuries)
        short = len(clause.quote.split()) <= _LONGEST_CLAUSE
        if hurt and short and clause.addressed and clause.subject == "other" \
                and not stands_badly(clause):  # fmt: skip
            quote = moment.quote(clause.start, clause.end)
            turned = bare(clause.addressed)
            found["did"] = Slot(turned[:1].lower() + turned[1:] if turned.startswith("Your ")
                                else turned, (quote,))  # fmt: skip
            found["Did"] = Slot(capital(turned), (quote,))
            break
    heavy = [q for _, q in moment.hour.heaviest if quotable(bare(q.quote))]
    heavy.sort(key=lambda q: (q.turn, q.start))
    apart = len(heavy) > 1 and bare(heavy[0].quote).lower() != bare(heavy[-1].quote).lower()
    if heavy:
        found["last"] = Slot(bare(heavy[-1].quote), (heavy[-1],))
    if apart:
        found["first"] = Slot(bare(heavy[0].quote), (heavy[0],))
