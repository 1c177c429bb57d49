"""Ctrl-C and SIGTERM while a session runs: what is being done is finished, then it stops."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

Meaning = Mapping[signal.Signals, type[BaseException]]


class Stopped(BaseException):
    """Someone asked the program to stop while it was waiting for words."""


class Interruptions:
    """Lets signals stop the waiting at once, and the work only when it is done."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._waiting = False
        self._asked: type[BaseException] | None = None

    @contextmanager
    def while_waiting(self) -> Iterator[None]:
        """Wait for something; raises what a signal means if one came before or meanwhile."""
        self._waiting = True
        try:
            if self._asked is not None:
                asked, self._asked = self._asked, None
                raise asked
            yield
        finally:
            self._waiting = False

    def arrived(self, number: int, frame: FrameType | None) -> None:
        """Take note of a signal."""
        meaning = self._meaning[signal.Signals(number)]
        if self._waiting:
            raise meaning
        self._asked = meaning


@contextmanager
def stoppable(meaning: Meaning) -> Iterator[Interruptions]:
    """Handle the signals of `meaning` inside the block, each as the exception it stands for.

    Only a main thread can; in others, signals are left alone.
    """
    interruptions = Interruptions(meaning)
    if threading.current_thread() is not threading.main_thread():
        yield interruptions
        return
    before = {one: signal.signal(one, interruptions.arrived) for one in meaning}
    try:
        yield interruptions
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
