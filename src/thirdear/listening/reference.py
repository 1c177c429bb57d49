"""Referential activity: how much talk shows, rather than tells about (Bucci's referential process).

The smoothing and the measures are those published for DAAP (Maskit 2014; technique reference,
section 4.3); the dictionary is the house's own, not the WRAD, which may not be shipped. Whoever
has a licence for the WRAD points `THIRDEAR_REFERENCE_WEIGHTS` at their `.Wt` file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST_WORDS = 20
WEIGHTS_FILE = "THIRDEAR_REFERENCE_WEIGHTS"
_REACH, _STEEPNESS = 100, 2.0
_NEUTRAL = 0.5
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Activity:
    """The measures of one turn, each 0..1: mean, share of words above neutral, and by how much."""

    mean: float
    high_share: float
    mean_high: float


def hear(hearing: Hearing) -> None:
    """Note one `reference` over a client's utterance of 20 words or more, with its `score`."""
    said = words(hearing.text)
    if len(said) < FEWEST_WORDS:
        return
    found = activity(said, dictionary())
    start, end = hearing.whole()
    hearing.observe(
        "reference", "referential_activity", start, end, "reference.daap", 0.5,
        attributes={
            "score": round(found.mean, 4),
            "high_share": round(found.high_share, 4),
            "mean_high": round(found.mean_high, 4),
        },
    )  # fmt: skip


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, contractions whole."""
    return _WORD.findall(text.lower().replace("’", "'"))


def activity(said: Sequence[str], weights: Mapping[str, float]) -> Activity:
    """Measure one turn of talk: `said` its words in order, `weights` each in [-1, 1].

    Raises ValueError for a turn without words.
    """
    if not said:
        raise ValueError("a turn without words has no referential activity")
    smooth = smoothed([(weights.get(word, 0.0) + 1) / 2 for word in said])
    high = smooth[smooth > _NEUTRAL]
    return Activity(
        float(smooth.mean()),
        len(high) / len(smooth),
        float((high - _NEUTRAL).mean()) if len(high) else 0.0,
    )


def smoothed(values: Sequence[float]) -> NDArray[np.float64]:
    """Return DAAP's moving average of a turn's values, folded over at both ends.

    The kernel reaches 99 words to each side and falls to half at 32.
    """
    import numpy as np

    x = np.asarray(values, np.float64)
    kernel = _kernel()
    # the turn followed by itself reversed, again and again: its ends do not fade
    period = np.concatenate([x, x[::-1]])
    places = np.arange(-(_REACH - 1), len(x) + _REACH - 1) % len(period)
    average: NDArray[np.float64] = np.convolve(period[places], kernel / kernel.sum(), mode="valid")
    return average


@cache
def _kernel() -> NDArray[np.float64]:
    import numpy as np

    j = np.arange(-(_REACH - 1), _REACH, dtype=np.float64)
    m = float(_REACH)
    kernel: NDArray[np.float64] = np.exp(-_STEEPNESS * m**2 * (m**2 + j**2) / (m**2 - j**2) ** 2)
    return kernel


@cache
def dictionary() -> Mapping[str, float]:
    """Return the weights in use: the user's own file where one is named, else the house's.

    Raises ValueError, naming the line, for a file of weights that cannot be read as such.
    """
    own = os.environ.get(WEIGHTS_FILE)
    if own:
        return weights_from(Path(own).read_text(encoding="utf-8", errors="replace"))
    there = files("thirdear.listening.lexicons") / "reference.tsv"
    return weights_from(there.read_text(encoding="utf-8"))


def weights_from(text: str) -> dict[str, float]:
    """Read weights: one word and one number in [-1, 1] a line; "#" begins a remark.

    Raises ValueError, naming the line, for anything else.
    """
    found: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = line.split()
        try:
            word, weight = parts[0].lower(), float(parts[1])
        except (IndexError, ValueError):
            raise ValueError(f"line {number} is not a word and a weight") from None
        if not -1 <= weight <= 1:
            raise ValueError(f"line {number} has a weight outside -1 to 1")
        found[word] = weight
    return found
