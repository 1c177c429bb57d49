"""Change between two scores: more than the measure's own wavering, and out of the range of cases.

After Jacobson and Truax (1991), J. Consult. Clin. Psychol. 59:12-19: the standard error of a
difference is SD * sqrt(2) * sqrt(1 - r); a difference beyond 1.96 of it is reliable. It is
clinically significant where it is reliable and the score has also crossed the cut-off.
"""

from __future__ import annotations

from math import sqrt
from typing import Literal

import msgspec

from thirdear.measures.questionnaire import Measure, Reliable

Z = {90: 1.645, 95: 1.96}
"""Two-sided z by confidence in percent."""

Reliably = Literal["better", "worse", "within"]


class Change(msgspec.Struct, frozen=True):
    """What became of a score since an earlier one.

    `reliably` is None where nobody knows how much the measure wavers, or where the two scores rest
    on different questions; `significant` is None where there is no cut-off either.
    """

    difference: float
    reliably: Reliably | None
    significant: bool | None


def reliable_change(sd: float, r: float, confidence: int = 95) -> float:
    """Return the smallest reliable difference, from a standard deviation and a reliability."""
    return Z[confidence] * sd * sqrt(2) * sqrt(1 - r)


def cutoff_between(
    clinical_mean: float, clinical_sd: float, general_mean: float, general_sd: float
) -> float:
    """Return the score as far from the one group as from the other (their criterion c)."""
    both = clinical_sd + general_sd
    return (general_sd * clinical_mean + clinical_sd * general_mean) / both


def needed(reliable: Reliable | None) -> float | None:
    """Return how far two scores must be apart to be reliably different, or None."""
    if reliable is None:
        return None
    if reliable.at is not None:
        return reliable.at
    if reliable.sd is None or reliable.r is None:
        return None
    return reliable_change(reliable.sd, reliable.r, reliable.confidence)


def is_case(questionnaire: Measure, value: float) -> bool | None:
    """Return whether a score lies in the range of cases, or None where there is no cut-off."""
    if questionnaire.cutoff is None:
        return None
    if questionnaire.scoring.better == "lower":
        return value >= questionnaire.cutoff.at
    return value <= questionnaire.cutoff.at


def change(questionnaire: Measure, earlier: float, now: float, *, same: bool = True) -> Change:
    """Return what became of a score; `same` is False where it rests on other questions now."""
    # Sums of tenths are no exact tenths: what is equal on paper shall be equal here.
    difference = round(now - earlier, 6)
    at = needed(questionnaire.reliable) if same else None
    if at is None:
        return Change(difference, None, None)
    if abs(difference) < round(at, 6):
        reliably: Reliably = "within"
    else:
        falls = difference < 0
        reliably = "better" if falls == (questionnaire.scoring.better == "lower") else "worse"
    before, after = is_case(questionnaire, earlier), is_case(questionnaire, now)
    if before is None or after is None:
        return Change(difference, reliably, None)
    return Change(difference, reliably, reliably == "better" and before and not after)
