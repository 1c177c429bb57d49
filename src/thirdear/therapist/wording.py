"""Finds words for what is to be said: a wording whose slots can all be filled, not yet used.

Quotations are exact; the person's own clauses come already turned round to "you" by the listener.
Which of the fitting wordings is taken depends on the seed and the place in the record only.
"""

from __future__ import annotations

import random
import string
from collections.abc import Mapping

from thirdear.therapist.hour import Hour

_FORMATTER = string.Formatter()


def chooser(seed: int, session: int, turn: int) -> random.Random:
    """Return the random source for one turn: the same place and seed give the same words."""
    return random.Random(f"{seed}/{session}/{turn}")


def fillable(wordings: list[str], slots: Mapping[str, str]) -> list[tuple[int, str]]:
    """Return (index, filled text) of every wording whose slots are all there, in file order."""
    return [
        (index, wording.format(**slots))
        for index, wording in enumerate(wordings)
        if all(name in slots for _, name, _, _ in _FORMATTER.parse(wording) if name)
    ]


def not_yet_used(
    filled: list[tuple[int, str]],
    rule: str,
    hour: Hour,
    chance: random.Random,
    bare: frozenset[int] = frozenset(),
) -> list[tuple[int, str]]:
    """Return the wordings not yet used this session, those least lately worn first.

    `bare` wordings, which are the person's own words and nothing else, may come again.
    """
    fresh = [(i, text) for i, text in filled if f"{rule}#{i}" not in hour.used or i in bare]
    chance.shuffle(fresh)
    return sorted(fresh, key=lambda found: hour.worn.get(f"{rule}#{found[0]}", 0))


def bare(wordings: list[str]) -> frozenset[int]:
    """Return which wordings consist of a slot alone ("{Addressed}."): they are no formula."""
    return frozenset(
        index
        for index, wording in enumerate(wordings)
        if not any(c.isalpha() for text, *_ in _FORMATTER.parse(wording) for c in text)
    )
