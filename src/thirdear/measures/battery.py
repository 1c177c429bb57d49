"""What is asked when: at the start, before sessions, every few of them, at the end, and after."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from thirdear.measures.questionnaire import Measure, measures
from thirdear.measures.scoring import Score

When = Literal["intake", "weekly", "review", "rupture", "end", "after"]


class Occasion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One time at which something is asked, and the reason."""

    id: When
    when: str
    asks: tuple[str, ...]
    because: str


class Further(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A score from which on another questionnaire follows at once."""

    measure: str
    at: float
    asks: str
    because: str


class Battery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole rhythm: the occasions, what follows what, a review every so many sessions."""

    every: int
    after_weeks: int
    occasion: tuple[Occasion, ...]
    further: tuple[Further, ...]

    def at(self, when: When) -> Occasion:
        """Return one occasion."""
        return next(occasion for occasion in self.occasion if occasion.id == when)


@cache
def battery() -> Battery:
    """Return the rhythm as it stands in battery.toml."""
    path = resources.files("thirdear.measures") / "battery.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Battery)


def occasion(
    held: int, *, last_review: int = 0, ended: bool = False, weeks_since: float = 0
) -> Occasion | None:
    """Return what is due after `held` sessions, or None.

    `last_review` is the number of sessions held when all was last asked; a review that was skipped
    stays due. After the end something is due once the weeks have gone by, and nothing before.
    """
    rhythm = battery()
    if ended:
        return rhythm.at("after") if weeks_since >= rhythm.after_weeks else None
    if held == 0:
        return rhythm.at("intake")
    return rhythm.at("review" if held - last_review >= rhythm.every else "weekly")


def to_ask(when: Occasion, own_words: Collection[str] = ()) -> tuple[Measure, ...]:
    """Return the questionnaires of an occasion whose words are here.

    `own_words` names those whose words somebody has brought.
    """
    known = measures()
    return tuple(known[m] for m in when.asks if known[m].has_text or m in own_words)


def further(found: Score) -> tuple[Further, ...]:
    """Return what a score leads to at once."""
    if found.value is None:
        return ()
    return tuple(f for f in battery().further if f.measure == found.measure and found.value >= f.at)
