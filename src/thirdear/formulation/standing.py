"""How settled a statement is: a moment, recurrent, or characteristic of the person."""

from __future__ import annotations

from typing import Literal

Standing = Literal["moment", "recurrent", "characteristic"]

RECURRENT = 3
CHARACTERISTIC_COUNT, CHARACTERISTIC_SESSIONS = 6, 3


def standing(count: int, sessions: int) -> Standing:
    """Return how settled something is that was heard `count` times over so many sessions.

    Three or more make it recurrent, six or more over three sessions characteristic (defences
    reference, 5.2, accumulate).
    """
    if count >= CHARACTERISTIC_COUNT and sessions >= CHARACTERISTIC_SESSIONS:
        return "characteristic"
    return "recurrent" if count >= RECURRENT else "moment"
