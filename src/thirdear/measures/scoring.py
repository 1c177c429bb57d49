"""Answers in, a score out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from thirdear.measures.changes import Change, change
from thirdear.measures.questionnaire import Band, Item, Measure


class AnswerError(ValueError):
    """An answer that the questionnaire does not have."""


class Score(msgspec.Struct, frozen=True):
    """What a questionnaire came to.

    `value` is None where too much is missing or there is no total; `missing` are the items left out
    that count, `counted` those the value rests on, `prorated` tells that the mean of the others
    stands in for what is missing. `change` is there where an earlier score was given.
    """

    measure: str
    value: float | None
    subscales: dict[str, float | None]
    band: Band | None
    missing: tuple[str, ...]
    counted: tuple[str, ...]
    prorated: bool
    change: Change | None = None


def score(questionnaire: Measure, values: Mapping[str, int], earlier: Score | None = None) -> Score:
    """Score answers; raises AnswerError for an item or a value that the questionnaire has not."""
    _check(questionnaire, values)
    scored = {item.id: _points(questionnaire, item, values[item.id])
              for item in questionnaire.items if item.id in values}  # fmt: skip
    wanted = [i.id for i in questionnaire.items if not i.may_be_left or i.id in scored]
    missing = tuple(name for name in wanted if name not in scored)
    value = _total(questionnaire, scored, wanted, missing)
    return Score(
        measure=questionnaire.id,
        value=value,
        subscales={s.id: _whole_sum(scored, s.items) for s in questionnaire.scoring.subscales},
        band=None if value is None else questionnaire.band(value),
        missing=missing,
        counted=tuple(scored),
        prorated=value is not None and bool(missing),
        change=_since(questionnaire, earlier, value, tuple(scored)),
    )


def _check(questionnaire: Measure, values: Mapping[str, int]) -> None:
    possible = sorted(option.value for option in questionnaire.options)
    for name, value in values.items():
        if questionnaire.item(name) is None:
            raise AnswerError(f"{questionnaire.id} has no question {name!r}.")
        if isinstance(value, bool) or value not in possible:
            told = f"{possible[0]} to {possible[-1]}" if _in_a_row(possible) else f"{possible}"
            raise AnswerError(f"{questionnaire.id}, question {name}: the answers go from {told}.")


def _in_a_row(values: Sequence[int]) -> bool:
    return all(b - a == 1 for a, b in pairwise(values))


def _points(questionnaire: Measure, item: Item, value: int) -> int:
    if not item.reverse:
        return value
    possible = [option.value for option in questionnaire.options]
    return min(possible) + max(possible) - value


def _total(
    questionnaire: Measure,
    scored: Mapping[str, int],
    wanted: Sequence[str],
    missing: Sequence[str],
) -> float | None:
    how = questionnaire.scoring
    if how.kind == "subscales" or not scored or len(missing) > how.may_miss:
        return None
    if how.kind == "weighted":
        return _weighted(questionnaire, scored)
    mean = sum(scored.values()) / len(scored)
    if how.kind == "mean":
        return round(mean, 2)
    # With nothing missing this is the plain sum; else the mean stands in for what is missing.
    whole = sum(scored.values()) if not missing else mean * len(wanted)
    return round(float(whole * how.times), 1)


def _weighted(questionnaire: Measure, scored: Mapping[str, int]) -> float | None:
    """Return the mean level, each weighed by how much of it was said; None if nothing was."""
    if not questionnaire.can_be_scored:
        return None
    levels = {item.id: item.level or 0 for item in questionnaire.items}
    said = sum(scored.values())
    if not said:
        return None
    return round(sum(levels[name] * points for name, points in scored.items()) / said, 2)


def _whole_sum(scored: Mapping[str, int], items: Sequence[str]) -> float | None:
    """Return the sum of a subscale, or None where one of its items is missing."""
    if any(name not in scored for name in items):
        return None
    return float(sum(scored[name] for name in items))


def _since(
    questionnaire: Measure, earlier: Score | None, value: float | None, counted: tuple[str, ...]
) -> Change | None:
    if earlier is None or earlier.value is None or value is None:
        return None
    if earlier.measure != questionnaire.id:
        raise AnswerError(f"A score of {earlier.measure} says nothing of {questionnaire.id}.")
    # A mean of other problems is another mean; a prorated sum still stands for the same questions.
    same = questionnaire.scoring.kind != "mean" or set(earlier.counted) == set(counted)
    return change(questionnaire, earlier.value, value, same=same)
