"""How far the reading of long transcripts has come, shown where someone can see it.

Only on a terminal, and never between lines that are being written to it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from thirdear.contract.lines import Lines

_WORTH_SHOWING = 100_000
"""Bytes from which on reading takes long enough to be watched."""


class Watched:
    """Lines of a stream, their bytes counted as they are taken."""

    def __init__(self, stream: Lines, count: Callable[[int], None]) -> None:
        self._stream = stream
        self._count = count

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, or its first `limit` bytes."""
        line = self._stream.readline(limit)
        self._count(len(line))
        return line


class Progress:
    """A bar on stderr while files are heard; nothing at all where it would disturb.

    Reading runs ahead of hearing: `read` notes how far the file was read when a line was found,
    and `heard` moves the bar there once that line has been heard.
    """

    def __init__(self, files: list[Path], *, to_stdout: bool = True) -> None:
        """Watch the reading of `files`; `to_stdout` says that what is heard is written there."""
        self._bytes = sum(file.stat().st_size for file in files if file.is_file())
        self._disturbs = to_stdout and sys.stdout.isatty()
        self._shown = ExitStack()
        self._move: Callable[[int], None] | None = None
        self._read = 0
        self._marks: deque[int] = deque()

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self._disturbs and self._bytes > _WORTH_SHOWING:
            from rich.console import Console
            from rich.progress import Progress as Bar

            bar = self._shown.enter_context(Bar(console=Console(stderr=True), transient=True))
            task = bar.add_task("Reading", total=self._bytes)
            self._move = lambda to: bar.update(task, completed=to)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._shown.close()

    def watching(self, stream: Lines) -> Lines:
        """Return the stream, counted if anybody watches."""
        return stream if self._move is None else Watched(stream, self._count)

    def read(self) -> None:
        """Note that a line was found."""
        if self._move is not None:
            self._marks.append(self._read)

    def heard(self) -> None:
        """Move the bar: the next line has been heard."""
        if self._move is not None and self._marks:
            self._move(self._marks.popleft())

    def _count(self, taken: int) -> None:
        self._read += taken
