"""Transcripts named on the command line: opened one after the other, what is bad in them told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from thirdear.cli.plain import Plain, because, tell
from thirdear.cli.progress import Progress
from thirdear.contract.lines import Lines
from thirdear.transcripts.jsonl import BadLine, Line, NotATranscript, lines

STDIN = "-"
TOLD_AT_MOST = 100
"""Bad lines of one file that are told one by one; the others are counted."""

_LATER = frozenset({".vtt", ".srt", ".cha", ".txt", ".csv", ".docx", ".pdf"})


class Sources:
    """The lines of all transcripts in order. What cannot be read is told, and the rest is read."""

    def __init__(self, paths: list[str]) -> None:
        """Make sure of all paths before anything is read; raises Plain."""
        self._paths = paths or [STDIN]
        self._bad = 0
        if self._paths == [STDIN] and not paths and sys.stdin.isatty():
            raise Plain("Name a transcript to read, or - for standard input.")
        for path in self._paths:
            if path != STDIN:
                _must_be_readable(Path(path))

    def lines(self) -> Iterator[Line]:
        """Yield every line that can be read."""
        with Progress([Path(path) for path in self._paths if path != STDIN]) as progress:
            for path in self._paths:
                yield from self._of_path(path, progress)

    def _of_path(self, path: str, progress: Progress) -> Iterator[Line]:
        if path == STDIN:
            yield from self._of("standard input", sys.stdin.buffer)
        else:
            try:
                with Path(path).open("rb") as stream:
                    yield from self._of(path, progress.watching(stream))
            except OSError as error:
                self._tell(f"{path} could not be read: {because(error)}.")

    def must_be_whole(self) -> None:
        """Raise Plain if anything could not be read, once all the rest has been."""
        if self._bad:
            what = "one line or file" if self._bad == 1 else f"{self._bad} lines or files"
            raise Plain(f"Not everything could be read: {what} passed over.")

    def _of(self, name: str, stream: Lines) -> Iterator[Line]:
        bad = 0
        try:
            for line in lines(stream):
                if isinstance(line, Line):
                    yield line
                    continue
                bad += 1
                self._passed_over(name, line, told=bad <= TOLD_AT_MOST)
        except NotATranscript as error:
            self._tell(f"{name} {error}.")
        if bad > TOLD_AT_MOST:
            tell(f"{name}: {bad - TOLD_AT_MOST} more lines like these.")

    def _passed_over(self, name: str, line: BadLine, *, told: bool) -> None:
        self._bad += 1
        if told:
            tell(f"{name}, line {line.number}: {line.why}.")

    def _tell(self, sentence: str) -> None:
        self._bad += 1
        tell(sentence)


def _must_be_readable(path: Path) -> None:
    if path.suffix.lower() in _LATER:
        raise Plain(
            f"Transcripts as {path.suffix.lower()} cannot be read yet; JSON lines can "
            "(`thirdear schema read-input`)."
        )
    if path.is_dir():
        raise Plain(f"{path} is a folder; name the transcripts in it.")
    if not path.exists():
        raise Plain(f"There is no file {path}.")
