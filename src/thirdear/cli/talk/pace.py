"""Real time, put into the words of the session clock.

The session clock gives every utterance its pause and, on top, speaking time for its words. In the
terminal the writing itself takes real time, so only what the words do not account for is passed
on as a pause; the two together are the time that really went by.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from thirdear.frame.clock import WORDS_A_SECOND

LONGEST_PAUSE_S = 5 * 60.0
"""Longer absences count as this: whoever was called away finds the rest of the hour as it was."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Pace:
    """Measures the time between what the other chair did and what the person says next."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since = clock()

    def pause_before(self, text: str) -> float:
        """Return the pause to pass on with `text`, in seconds."""
        spoken_s = len(_WORD.findall(text)) / WORDS_A_SECOND
        return round(min(LONGEST_PAUSE_S, max(0.0, self._clock() - self._since - spoken_s)), 1)

    def answered(self) -> None:
        """Begin to measure again: the other chair has done what it does."""
        self._since = self._clock()
