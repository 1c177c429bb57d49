"""Ctrl-C and SIGTERM while a session runs: what is being done is finished, then it stops."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """Someone asked the program to stop while it was waiting for words."""


class Interruptions:
    """Lets signals stop the waiting at once, and the work only when it is done."""

    def __init__(self) -> None:
        self._waiting = False
        self._asked = False

    @contextmanager
    def while_waiting(self) -> Iterator[None]:
        """Wait for something; raises Stopped if a stop was asked for before or meanwhile."""
        self._waiting = True
        try:
            if self._asked:
                raise Stopped
            yield
        finally:
            self._waiting = False

    def arrived(self, number: int, frame: FrameType | None) -> None:
        """Take note of a signal."""
        self._asked = True
        if self._waiting:
            raise Stopped


@contextmanager
def stoppable(*signals: signal.Signals) -> Iterator[Interruptions]:
    """Handle `signals` gently inside the block; only a main thread can, others are left alone."""
    interruptions = Interruptions()
    if threading.current_thread() is not threading.main_thread():
        yield interruptions
        return
    before = {one: signal.signal(one, interruptions.arrived) for one in signals}
    try:
        yield interruptions
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
