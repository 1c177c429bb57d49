"""How far the reading of long transcripts has come, shown where someone can see it.

Only on a terminal whose output goes elsewhere: never between lines that are being read.
"""

from __future__ import annotations

import sys
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
    """A bar on stderr while files are read; nothing at all where it would disturb."""

    def __init__(self, files: list[Path]) -> None:
        self._bytes = sum(file.stat().st_size for file in files if file.is_file())
        self._shown = ExitStack()
        self._count: Callable[[int], None] | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not sys.stdout.isatty() and self._bytes > _WORTH_SHOWING:
            from rich.console import Console
            from rich.progress import Progress as Bar

            bar = self._shown.enter_context(Bar(console=Console(stderr=True), transient=True))
            task = bar.add_task("Reading", total=self._bytes)
            self._count = lambda taken: bar.advance(task, taken)
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
        return stream if self._count is None else Watched(stream, self._count)
