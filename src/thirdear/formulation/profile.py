"""The defence profile and its change: how mature the ways of keeping a distance were, and are.

Levels 7 (mature) to 1 after the DMRS (Perry 1990; defences reference, 1.2 and 5.6), session by
session. Like the maturity of the whole (`maturity`) it is experimental, and says nothing of few.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from thirdear.formulation.marks import kept
from thirdear.listening.defences import LEVELS
from thirdear.listening.observation import Reading

FIRST_SESSIONS, LAST_SESSIONS = 10, 40
FEWEST = 20
"""Instances in each half below which the halves are not compared (defences reference, 5.6)."""


class Defended(msgspec.Struct, frozen=True):
    """The defences of one session: how many of each level, 1 to 7."""

    session: int
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Mean level of the early and of the late sessions kept, with their instances."""

    early: float
    late: float
    instances: tuple[int, int]
    sessions: tuple[int, int]


def defended(profile: tuple[Defended, ...], session: int, reading: Reading) -> tuple[Defended, ...]:
    """Return the profile with the defences of one more utterance of this session."""
    heard = [LEVELS[o.code] for o in reading.of("defence") if o.code in LEVELS]
    if not heard:
        return profile
    before = profile[-1].levels if profile and profile[-1].session == session else (0,) * 7
    levels = tuple(n + heard.count(level) for level, n in enumerate(before, 1))
    if profile and profile[-1].session == session:
        return (*profile[:-1], Defended(session, levels))
    return kept(profile, Defended(session, levels), FIRST_SESSIONS, LAST_SESSIONS)


def change(profile: tuple[Defended, ...]) -> Change | None:
    """Return how the defences of the early half of the sessions compare with those of the late.

    None where either half has fewer than twenty instances.
    """
    middle = len(profile) // 2
    early, late = profile[:middle], profile[middle:]
    counts = sum(sum(d.levels) for d in early), sum(sum(d.levels) for d in late)
    if min(counts) < FEWEST:
        return None
    return Change(_mean(early), _mean(late), counts, (len(early), len(late)))


def _mean(profile: tuple[Defended, ...]) -> float:
    total = sum(level * n for d in profile for level, n in enumerate(d.levels, 1))
    return round(total / sum(sum(d.levels) for d in profile), 2)
