"""Processes that listen: each follows its own clients and hears what it is handed.

A worker is handed one unit at a time and waits for the next, so neither side ever waits for the
other to read. It ends when the process that started it ends, however that comes about.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.following import Following
from thirdear.transcripts.line import Line

T = TypeVar("T")
Shape = Callable[[Line, Utterance, Reading], T]
"""Makes of a line, with what was heard in it, what is wanted; a function of a module."""


class WorkerFailed(Exception):
    """A process that listens has failed; says how, without any words that were said."""


@dataclass(frozen=True, slots=True)
class _Failure:
    told: str


class Worker(Generic[T]):
    """One process that listens."""

    def __init__(self, shape: Shape[T], following: Following) -> None:
        """Start a process that goes on from what `following` has heard."""
        # A fresh interpreter: forking a process that has threads is not safe.
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, shape, following), name="listening", daemon=True
        )
        self._process.start()
        theirs.close()
        self.places: list[int] | None = None
        """The places, in the order of input, of the lines it is hearing; None while it is idle."""

    def hand(self, places: list[int], lines: list[Line]) -> None:
        """Give an idle worker lines to hear."""
        self.places = places
        try:
            self._ours.send(lines)
        except OSError:
            raise WorkerFailed("a process that listens has ended") from None

    def result(self) -> list[tuple[int, T]]:
        """Return what was made of the lines it had, each with its place, waiting for it."""
        places, self.places = self.places or [], None
        try:
            made: list[T] | _Failure = self._ours.recv()
        except (EOFError, OSError):
            raise WorkerFailed("a process that listens has ended") from None
        if isinstance(made, _Failure):
            raise WorkerFailed(made.told)
        return list(zip(places, made, strict=True))

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._ours.close()
        self._process.terminate()
        self._process.join()
        self._process.close()

    @staticmethod
    def ready(workers: Sequence[Worker[T]], seconds: float | None) -> list[Worker[T]]:
        """Return the workers that have something to give, waiting so long for one."""
        by_connection: dict[Any, Worker[T]] = {worker._ours: worker for worker in workers}
        return [by_connection[one] for one in wait(list(by_connection), seconds)]


def _work(connection: Connection, shape: Shape[Any], following: Following) -> None:
    # Ctrl-C goes to every process of the terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):  # nobody is there any more
        while True:
            lines: list[Line] = connection.recv()
            try:
                heard = following.hear_many(lines)
                made = [shape(line, *one) for line, one in zip(lines, heard, strict=True)]
            except Exception as error:
                connection.send(_Failure(_told(error)))
            else:
                connection.send(made)


def _told(error: Exception) -> str:
    """Return what kind of error it is and where, never with the words at hand."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    module = where.tb_frame.f_globals.get("__name__", "?") if where is not None else "?"
    line = where.tb_lineno if where is not None else 0
    return f"{type(error).__name__} in {module}, line {line}"
