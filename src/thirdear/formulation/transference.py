"""Transference: what comes alive toward the other chair, and which early figure it resembles.

Forms after the relationships reference, 3.1. What is heard here is a hypothesis of the lowest
kind; a story about someone else that fits the hour (`possible_derivative`) is lower still.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources

from thirdear.formulation.formulation import Formulation
from thirdear.formulation.marks import Explored
from thirdear.formulation.standing import Standing, standing
from thirdear.speech import Quote

DERIVATIVE = "possible_derivative"
_ABOUT_US = "TRA"
_IN_COMMON, _ALIKE = 2, 0.4


@dataclass(frozen=True, slots=True)
class Transference:
    """One form, what it rests on, whom it resembles, and what was offered about it so far."""

    id: str
    form: str
    direct: bool
    count: int
    sessions: tuple[int, ...]
    evidence: tuple[Quote, ...]
    explicit: bool
    resembles: str | None
    explored: tuple[Explored, ...]

    @property
    def rests_on(self) -> int:
        """On how many pieces of talk it rests."""
        return self.count

    def standing(self) -> Standing:
        """Say how settled this is: a moment, recurrent, or characteristic of the person."""
        return standing(self.count, len(self.sessions))


def transference(formulation: Formulation) -> list[Transference]:
    """Return the forms that are not disputed, direct ones first, then the most frequent."""
    early = _early(formulation)
    here = _profile(formulation, "therapist")
    found = [
        Transference(
            id=strand.id,
            form=strand.code,
            direct=strand.code != DERIVATIVE,
            count=strand.count,
            sessions=strand.sessions,
            evidence=strand.evidence,
            explicit=strand.explicit,
            resembles=_most_alike(here + _expected(strand.code, strand.count), early),
            explored=tuple(
                e for e in formulation.explored
                if e.about == strand.id or (e.kind == _ABOUT_US and not e.about)
            ),
        )
        for strand in formulation.of("transference")
    ]  # fmt: skip
    return sorted(found, key=lambda t: (not t.direct, -t.count, t.id))


def toward_us(formulation: Formulation) -> int:
    """Return how often something came alive toward the other chair, derivatives aside."""
    forms = sum(t.count for t in transference(formulation) if t.direct)
    episodes = sum(e.figure == "therapist" for e in formulation.episodes)
    feelings = sum(
        s.count for s in formulation.of("feeling") if s.about == "therapist" and s.explicit
    )
    return forms + episodes + feelings


def _early(formulation: Formulation) -> dict[str, Counter[str]]:
    """Return the profile of each early figure."""
    figures = [f.id for f in formulation.cast.values() if f.corner == "P"]
    known = {f.id for f in map(formulation.who, figures) if f is not None and f.corner == "P"}
    return {figure: _profile(formulation, figure) for figure in sorted(known)}


def _profile(formulation: Formulation, figure: str) -> Counter[str]:
    """Return what is told of a figure: codes of the parts of episodes, and feelings, counted."""
    found: Counter[str] = Counter()
    for told in formulation.episodes:
        known = formulation.who(told.figure)
        if known is not None and known.id == figure:
            found.update(list(told.codes()))
    for strand in formulation.of("feeling"):
        known = formulation.who(strand.about)
        if known is not None and known.id == figure:
            found[strand.code] += strand.count
    return found


def _expected(form: str, count: int) -> Counter[str]:
    """Return what a form lets expect of the one it is felt for, in the codes of a profile."""
    return Counter(dict.fromkeys(_forms().get(form, ()), count))


def _most_alike(here: Counter[str], early: dict[str, Counter[str]]) -> str | None:
    """Return the early figure whose profile is most like this one, if any is like it at all."""
    best: tuple[float, str] | None = None
    for figure, profile in early.items():
        if len(here.keys() & profile.keys()) < _IN_COMMON:
            continue
        alike = _cosine(here, profile)
        if alike >= _ALIKE and (best is None or alike > best[0]):
            best = (alike, figure)
    return best[1] if best else None


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    dot = sum(a[k] * b[k] for k in a)
    length = math.hypot(*a.values()) * math.hypot(*b.values())
    return dot / length if length else 0.0


@cache
def _forms() -> dict[str, list[str]]:
    path = resources.files("thirdear.formulation") / "transference.toml"
    forms: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))["forms"]
    return forms
