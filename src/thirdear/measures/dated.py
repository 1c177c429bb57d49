"""Scores with their days, each with its change since the first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from thirdear.measures.answers import Answers
from thirdear.measures.questionnaire import Measure
from thirdear.measures.scoring import Score, score


class Dated(msgspec.Struct, frozen=True):
    """A score and the day of its answers."""

    day: date
    score: Score


def dated(questionnaire: Measure, answers: Sequence[Answers]) -> tuple[Dated, ...]:
    """Score answers in their order, each with its change since the first."""
    found: list[Dated] = []
    first: Score | None = None
    for each in answers:
        now = score(questionnaire, each.values, first)
        found.append(Dated(each.day, now))
        # The first that came to something: nothing can be set beside one without a value.
        if first is None and now.value is not None:
            first = now
    return tuple(found)
