"""What a person answered, and when; and the course it belongs to."""

from __future__ import annotations

from datetime import date

import msgspec


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One questionnaire, answered once.

    `values` are the values of the chosen answers by item (an item that is not there was left out),
    `words` the person's own words for items that ask for them. `at` is ISO 8601, `session` the
    number of sessions held before, `version` that of the questionnaire, so that its words can be
    found again.
    """

    measure: str
    at: str
    values: dict[str, int]
    words: dict[str, str] = {}
    session: int = 0
    version: int = 1

    @property
    def day(self) -> date:
        """The day it was answered."""
        return date.fromisoformat(self.at[:10])


class Break(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days without sessions, first and last, and a word for them."""

    first: date
    last: date
    why: str = "break"


class History(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that plots and reports are made of; `focus` is in the person's words."""

    answers: tuple[Answers, ...] = ()
    sessions: tuple[date, ...] = ()
    breaks: tuple[Break, ...] = ()
    name: str = ""
    focus: str = ""
    ended: bool = False

    def of(self, measure: str) -> tuple[Answers, ...]:
        """Return what was answered on one questionnaire, oldest first."""
        return tuple(sorted((a for a in self.answers if a.measure == measure), key=_when))

    def sessions_before(self, answers: Answers) -> int:
        """Return how many sessions had been held; told by the answers, or counted by the days."""
        return answers.session or sum(day < answers.day for day in self.sessions)


def _when(answers: Answers) -> str:
    return answers.at
