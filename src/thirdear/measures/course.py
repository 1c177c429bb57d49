"""What may be expected by now, what came, and an honest word about it.

The figures are those of people in talking treatment with a person (technique reference, 6.2):
Howard et al. 1986 for any improvement, Lambert, Hansen and Finch 2001 for clinically significant
change. Each is a two-point fit, on the logarithm of the number of sessions. Nobody has such figures
for a program; they say when it is time to ask whether this helps, and nothing more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from math import erf, log10, sqrt
from typing import Literal

import msgspec

from thirdear.measures.changes import Change, change, is_case
from thirdear.measures.questionnaire import Measure, measure
from thirdear.measures.scoring import Score

IMPROVED = (-1.190, 1.318)
"""Half improved by session 8, three quarters by 26 (Howard 1986)."""
SIGNIFICANT = (-3.187, 2.410)
"""Half significantly changed by session 21, three quarters by 40 (Lambert 2001: beyond 40)."""

TOO_EARLY = 8
"""Sessions before which no change says little: fewer than half have changed."""
FIRST_MONTHS = 12
"""Weekly sessions of about three months: by then something should be seen."""

Verdict = Literal[
    "danger_first", "not_known", "too_early", "better", "better_and_out", "went_back",
    "half_by_now", "not_helping", "worse", "mixed", "little_to_show",
]  # fmt: skip


class Expected(msgspec.Struct, frozen=True):
    """The shares of people who had changed by so many sessions."""

    sessions: int
    improved: float
    significant: float


class Point(msgspec.Struct, frozen=True):
    """A score and the number of sessions held before it."""

    sessions: int
    score: Score


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    open: tuple[str, ...]


class Word(msgspec.Struct, frozen=True):
    """What can honestly be said: `text` in plain words, `open` the ways that are open now.

    `verdict` and `changes` (by measure, since its first score) are what it rests on.
    """

    verdict: Verdict
    text: str
    open: tuple[str, ...]
    expected: Expected
    changes: dict[str, Change]


def expected(sessions: int) -> Expected:
    """Return the shares of people who had changed by `sessions` sessions; none before the first."""
    improved = _share(IMPROVED, sessions)
    # The two fits cross beyond the sessions they were fitted on (at 68): no more can have changed
    # significantly than have changed.
    return Expected(sessions, improved, min(improved, _share(SIGNIFICANT, sessions)))


def _share(fit: tuple[float, float], sessions: int) -> float:
    if sessions < 1:
        return 0.0
    z = fit[0] + fit[1] * log10(sessions)
    return round((1 + erf(z / sqrt(2))) / 2, 4)


def honest_word(points: Sequence[Point], sessions: int, *, danger: bool = False) -> Word:
    """Say how it goes after `sessions` sessions, from all scores so far, oldest first.

    Only measures with a reliable-change value speak; each is compared with its own first score.
    Where the latest answers hold a `danger` (`marks.dangers`), that comes first and nothing is said
    of how it goes.
    """
    spoken = _by_measure(points)
    changes = {name: _since_first(measure(name), scores) for name, scores in spoken.items()
               if len(scores) > 1}  # fmt: skip
    known = {name: c for name, c in changes.items() if c.reliably is not None}
    verdict = "danger_first" if danger else _verdict(spoken, known, sessions)
    due = expected(sessions)
    said = _words()[verdict]
    text = said.text.format(sessions=_counted(sessions), improved=round(due.improved * 100))
    return Word(verdict, text, said.open, due, changes)


def _by_measure(points: Sequence[Point]) -> dict[str, list[Score]]:
    found: dict[str, list[Score]] = {}
    for point in points:
        if point.score.value is not None and measure(point.score.measure).reliable is not None:
            found.setdefault(point.score.measure, []).append(point.score)
    return found


def _since_first(questionnaire: Measure, scores: Sequence[Score]) -> Change:
    return _between(questionnaire, scores[0], scores[-1])


def _between(questionnaire: Measure, first: Score, last: Score) -> Change:
    if first.value is None or last.value is None:
        raise ValueError("Only scores that have a value are compared.")
    same = questionnaire.scoring.kind != "mean" or set(first.counted) == set(last.counted)
    return change(questionnaire, first.value, last.value, same=same)


def _verdict(spoken: dict[str, list[Score]], known: dict[str, Change], sessions: int) -> Verdict:
    ways = {c.reliably for c in known.values()}
    if not known:
        return "not_known"
    if "worse" in ways:
        return "mixed" if "better" in ways else "worse"
    if "better" in ways:
        return "better_and_out" if any(c.significant for c in known.values()) else "better"
    if any(_was_better(measure(name), spoken[name]) for name in known):
        return "went_back"
    if all(is_case(measure(name), spoken[name][0].value or 0) is False for name in known):
        return "little_to_show"
    if sessions < TOO_EARLY:
        return "too_early"
    return "half_by_now" if sessions < FIRST_MONTHS else "not_helping"


def _was_better(questionnaire: Measure, scores: Sequence[Score]) -> bool:
    return any(_between(questionnaire, scores[0], s).reliably == "better" for s in scores[1:])


def _counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"


@cache
def _words() -> dict[str, _Said]:
    path = resources.files("thirdear.measures") / "words.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), dict[str, _Said])
