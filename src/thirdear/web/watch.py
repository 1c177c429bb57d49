"""How long the person has been in the room: what the session clock goes by in the browser."""

from __future__ import annotations

from datetime import datetime

LONGEST_STEP_S = 90.0
"""A longer gap between two signs of life means that nobody was there: the machine was asleep."""


class Watch:
    """Adds up real time while someone is in the room, and only then.

    The page gives a sign of life every few seconds. Time in which the connection was down, the
    machine slept or the session was paused is not counted, so that it does not use up the hour.
    """

    def __init__(self) -> None:
        self.unsettled_s = 0.0
        self.paused = False
        self._seen: datetime | None = None

    def tick(self, now: datetime) -> None:
        """Take a sign of life at `now` into account."""
        if self._seen is not None and not self.paused:
            step = (now - self._seen).total_seconds()
            if 0 < step <= LONGEST_STEP_S:
                self.unsettled_s += step
        self._seen = now

    def settle(self) -> None:
        """Begin anew: the time so far has been given to the room."""
        self.unsettled_s = 0.0

    def away(self, now: datetime) -> None:
        """Stop counting until the next sign of life: nobody is connected any more."""
        self.tick(now)
        self._seen = None

    def pause(self, now: datetime) -> None:
        """Let the clock stand still."""
        self.tick(now)
        self.paused = True

    def go_on(self, now: datetime) -> None:
        """Let the clock go on from here."""
        self.tick(now)
        self.paused = False
