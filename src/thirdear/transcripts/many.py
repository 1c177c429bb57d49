"""Hears transcripts of any length, in parallel where there is enough, in the order of the input.

A client's lines are all heard by one process, in order, so that what is heard is the same however
many processes there are. How far the reading runs ahead of what has been given is bounded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Final, Generic, TypeVar

from thirdear.transcripts.ahead import Ahead
from thirdear.transcripts.following import Following, Who, whose
from thirdear.transcripts.line import Line
from thirdear.transcripts.workers import Shape, Worker

T = TypeVar("T")

UNIT_LINES: Final = 64
UNIT_CHARACTERS: Final = 64_000
"""What is heard in one go: enough to parse together, little enough to be soon done."""
WORTH_SHARING: Final = 256
"""Lines waiting from which on starting processes, which takes seconds, is worth it."""
WINDOW_LINES: Final = 6_000
WINDOW_CHARACTERS: Final = 16_000_000
"""How much may have been read and not yet been given."""
_GLANCE_S: Final = 0.05


def heard(lines: Iterator[Line], shape: Shape[T], cores: int = 1) -> Generator[T]:
    """Yield what `shape` makes of each line and what was heard in it, in the order of the lines.

    Uses up to `cores` processes. Raises WorkerFailed when one of them fails.
    """
    ahead = Ahead(lines)
    following = Following()
    try:
        patience = _GLANCE_S
        while cores == 1 or not _worth_sharing(ahead, patience):
            patience = 0.0
            taken = ahead.take(UNIT_LINES, UNIT_CHARACTERS)
            if not taken:
                return
            for line, one in zip(taken, following.hear_many(taken), strict=True):
                yield shape(line, *one)
        with closing(_Sharing(ahead, following, shape, cores)) as sharing:
            yield from sharing.heard()
    finally:
        ahead.stop()


def _worth_sharing(ahead: Ahead, patience: float) -> bool:
    """Return whether enough lines are waiting, of several clients, or soon will be."""
    return (
        ahead.wait_for(WORTH_SHARING, patience)
        and len({whose(line) for line in ahead.waiting()}) > 1
    )


class _Desk(Generic[T]):
    """A worker and the lines that wait for it, each with its place in the input."""

    def __init__(self, shape: Shape[T], following: Following) -> None:
        self.worker: Worker[T] = Worker(shape, following)
        self.waiting: deque[tuple[int, Line]] = deque()

    def hand_out(self) -> None:
        """Hand the worker its next unit, if it is idle and there is one."""
        if self.worker.places is not None or not self.waiting:
            return
        places, lines, room = list[int](), list[Line](), UNIT_CHARACTERS
        while self.waiting and len(lines) < UNIT_LINES and room > 0:
            place, line = self.waiting.popleft()
            places.append(place)
            lines.append(line)
            room -= len(line.text)
        self.worker.hand(places, lines)


class _Sharing(Generic[T]):
    """Shares lines out among workers, each client's to one, and puts what they give in order."""

    def __init__(self, ahead: Ahead, following: Following, shape: Shape[T], cores: int) -> None:
        self._ahead = ahead
        self._shape = shape
        self._cores = cores
        first = _Desk(shape, following)
        self._desks = [first]
        self._desk_of: dict[Who, _Desk[T]] = dict.fromkeys(following.known(), first)
        self._read = 0
        self._given = 0
        self._out: deque[int] = deque()
        self._characters = 0
        self._made: dict[int, T] = {}

    def heard(self) -> Iterator[T]:
        """Yield what is made of each line, in order, to the end."""
        while True:
            self._read_on()
            for desk in self._desks:
                desk.hand_out()
            busy = [desk.worker for desk in self._desks if desk.worker.places is not None]
            if not busy and self._ahead.over:
                return
            for worker in Worker.ready(busy, self._patience(busy)) if busy else []:
                self._made.update(worker.result())
            while self._given in self._made:
                self._characters -= self._out.popleft()
                yield self._made.pop(self._given)
                self._given += 1

    def close(self) -> None:
        """End all workers."""
        for desk in self._desks:
            desk.worker.end()

    def _read_on(self) -> None:
        """Read as far ahead as there is room for, without waiting unless there is nothing to do."""
        while self._room():
            nothing_to_do = self._given == self._read
            taken = self._ahead.take(UNIT_LINES, UNIT_CHARACTERS, wait=nothing_to_do)
            for line in taken:
                self._desk(whose(line)).waiting.append((self._read, line))
                self._out.append(len(line.text))
                self._characters += len(line.text)
                self._read += 1
            if not taken:
                return

    def _room(self) -> bool:
        return self._read - self._given < WINDOW_LINES and self._characters < WINDOW_CHARACTERS

    def _desk(self, who: Who) -> _Desk[T]:
        """Return the desk that hears someone: a new client goes where least is waiting."""
        desk = self._desk_of.get(who)
        if desk is None:
            desk = min(self._desks, key=lambda one: len(one.waiting))
            if desk.waiting and len(self._desks) < self._cores:
                desk = _Desk(self._shape, Following())
                self._desks.append(desk)
            self._desk_of[who] = desk
        return desk

    def _patience(self, busy: list[Worker[T]]) -> float | None:
        """Return how long to wait for a result: to the end, unless new lines could be heard."""
        all_busy = len(busy) == len(self._desks) == self._cores
        return None if all_busy or self._ahead.over or not self._room() else _GLANCE_S
