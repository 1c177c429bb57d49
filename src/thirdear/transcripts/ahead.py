"""Reads ahead of those who listen, so far and no further, and never makes a live line wait."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Final

from thirdear.transcripts.line import Line

MOST_LINES: Final = 2_000
MOST_CHARACTERS: Final = 8_000_000
_LEAVE_S: Final = 1.0


class Ahead:
    """The lines of a transcript, read by a thread of its own into a store of bounded size.

    What goes wrong in the reading is raised where the lines are taken.
    """

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._store: deque[Line] = deque()
        self._characters = 0
        self._over = False
        self._wrong: BaseException | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="reading ahead", daemon=True)
        self._thread.start()

    def take(self, most: int, characters: int, *, wait: bool = True) -> list[Line]:
        """Return the next lines, as many as are there up to `most` and about `characters`.

        Waits for one unless told not to. Nothing, having waited, means that it is the end.
        """
        with self._changed:
            while wait and not self._store and not self._over:
                self._changed.wait(0.5)  # a wait without end could not be interrupted everywhere
            taken: list[Line] = []
            while self._store and len(taken) < most and characters > 0:
                line = self._store.popleft()
                characters -= len(line.text)
                self._characters -= len(line.text)
                taken.append(line)
            self._changed.notify_all()
            if not taken and self._over and self._wrong is not None:
                wrong, self._wrong = self._wrong, None
                raise wrong
            return taken

    def wait_for(self, lines: int, seconds: float) -> bool:
        """Return whether so many lines are waiting, or will be before so many seconds are over."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._store) >= lines or self._over, seconds)
            return len(self._store) >= lines

    def waiting(self) -> list[Line]:
        """Return the lines that are there to be taken, and leave them."""
        with self._changed:
            return list(self._store)

    @property
    def over(self) -> bool:
        """Whether everything has been taken."""
        with self._changed:
            return self._over and not self._store and self._wrong is None

    def stop(self) -> None:
        """Read no further."""
        with self._changed:
            self._over = True
            self._store.clear()
            self._changed.notify_all()
        self._thread.join(_LEAVE_S)  # one that waits for a live line is left behind

    def _read(self) -> None:
        try:
            for line in self._lines:
                if not self._put(line):
                    return
        except BaseException as error:  # raised again where the lines are taken
            self._wrong = error
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def _put(self, line: Line) -> bool:
        """Put a line into the store once there is room; return whether anybody wants more."""
        with self._changed:
            while not self._over and self._store and not self._room():
                self._changed.wait()
            if self._over:
                return False
            self._store.append(line)
            self._characters += len(line.text)
            self._changed.notify_all()
            return True

    def _room(self) -> bool:
        return len(self._store) < MOST_LINES and self._characters < MOST_CHARACTERS
