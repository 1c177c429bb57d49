"""Defence maturity: the mean level of the defences heard. Experimental, and not the ODF.

The mean over likely instances of their DMRS levels (7 mature to 1), as the ODF is computed
(Perry 1990; defences reference, 1.2 and 5.6), with the error of sampling alone. What the listener
misses and mistakes is not in that error. Nothing is said below fifty instances or three sessions.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from thirdear.formulation.formulation import Formulation
from thirdear.listening.defences import LEVELS

FEWEST_INSTANCES, FEWEST_SESSIONS = 50, 3
_RESAMPLES, _SEED = 2_000, 1


def maturity(formulation: Formulation) -> dict[str, Any] | None:
    """Return value (1..7), instances, 95% interval and share of each level; None for too few."""
    counts: Counter[int] = Counter()
    sessions: set[int] = set()
    for strand in formulation.of("defence"):
        if strand.code in LEVELS:
            counts[LEVELS[strand.code]] += strand.count
            sessions |= set(strand.sessions)
    instances = counts.total()
    if instances < FEWEST_INSTANCES or len(sessions) < FEWEST_SESSIONS:
        return None
    value = sum(level * n for level, n in counts.items()) / instances
    return {
        "value": round(value, 2),
        "instances": instances,
        "interval": _interval(counts),
        "levels": {str(level): round(counts[level] / instances, 2) for level in range(7, 0, -1)},
        "experimental": True,
    }


def _interval(counts: Counter[int]) -> list[float]:
    """Return the 95% bootstrap interval of the mean level."""
    import numpy as np

    levels, seen = np.array(list(counts)), np.array(list(counts.values()))
    drawn = np.random.default_rng(_SEED).multinomial(seen.sum(), seen / seen.sum(), size=_RESAMPLES)
    low, high = np.quantile(drawn @ levels / seen.sum(), [0.025, 0.975])
    return [round(float(low), 2), round(float(high), 2)]
