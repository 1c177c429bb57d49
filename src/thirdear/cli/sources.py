"""Transcripts named on the command line: opened one after the other, what is bad in them told."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from thirdear.cli.plain import Plain, because, tell
from thirdear.cli.progress import Progress
from thirdear.contract.lines import Lines
from thirdear.transcripts.columns import Columns, NotColumns
from thirdear.transcripts.forms import DOCUMENTS, Form, form, form_of
from thirdear.transcripts.line import BadLine, Line, NotATranscript
from thirdear.transcripts.manner import Manner
from thirdear.transcripts.speakers import NotSpeakers, Speakers
from thirdear.transcripts.written import Utf8

STDIN = "-"
TOLD_AT_MOST = 100
"""Bad lines of one file that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What is said on the command line about the transcripts."""

    form: str | None = None
    speakers: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    encoding: str | None = None
    client: str | None = None
    join: bool = True


class Sources:
    """The lines of all transcripts in order. What cannot be read is told, and the rest is read."""

    def __init__(self, paths: list[str], how: HowToRead | None = None) -> None:
        """Make sure of everything before anything is read; raises Plain."""
        how = how or HowToRead()
        self._paths = paths or [STDIN]
        self._bad = 0
        self._client = how.client
        self._encoding = _encoding(how.encoding)
        self._form = None if how.form is None else form(how.form)
        try:
            self._manner = Manner(
                Speakers.told(how.speakers), Columns.told(how.columns), join=how.join
            )
        except (NotSpeakers, NotColumns) as error:
            raise Plain(str(error)) from None
        if self._paths == [STDIN] and not paths and sys.stdin.isatty():
            raise Plain("Name a transcript to read, or - for standard input.")
        for path in self.files:
            _must_be_readable(path)
        self._names = _names(self._paths)

    @property
    def files(self) -> list[Path]:
        """The files among what is read."""
        return [Path(path) for path in self._paths if path != STDIN]

    def lines(self, progress: Progress | None = None) -> Iterator[Line]:
        """Yield every line that can be read."""
        progress = progress or Progress([])
        for place, path in enumerate(self._paths):
            for line in self._of_path(path, self._names[place], progress):
                progress.read()
                yield self._with_client(line, place + 1)

    def must_be_whole(self) -> None:
        """Raise Plain if anything could not be read, once all the rest has been."""
        if self._bad:
            what = "one line or file" if self._bad == 1 else f"{self._bad} lines or files"
            raise Plain(f"Not everything could be read: {what} passed over.")

    def _of_path(self, path: str, conversation: str, progress: Progress) -> Iterator[Line]:
        if path == STDIN:
            form = self._form or form_of("")
            yield from self._of("standard input", _stdin(), form, conversation)
            return
        try:
            with Path(path).open("rb") as stream:
                watched = progress.watching(stream)
                yield from self._of(path, watched, self._form or form_of(path), conversation)
        except OSError as error:
            self._tell(f"{path} could not be read: {because(error)}.")

    def _of(self, name: str, stream: Lines, form: Form, conversation: str) -> Iterator[Line]:
        manner = replace(self._manner, conversation=conversation)
        told = _Telling(name)
        try:
            for line in form.reader()(Utf8(stream, self._encoding), manner):
                if isinstance(line, Line):
                    yield line
                else:
                    self._bad += 1
                    told.bad(line)
        except NotATranscript as error:
            self._tell(f"{name} {error}.")
        told.rest()

    def _with_client(self, line: Line, session: int) -> Line:
        """Return the line as one of the client of `--client`, where it does not name its own."""
        if self._client is None or line.client is not None:
            return line
        return msgspec.structs.replace(
            line, client=self._client, session=session if line.session is None else line.session
        )

    def _tell(self, sentence: str) -> None:
        self._bad += 1
        tell(sentence)


class _Telling:
    """Tells the bad lines of one file: the first ones, and the first of each unknown speaker."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = 0
        self._untold = 0
        self._labels: Counter[str] = Counter()

    def bad(self, line: BadLine) -> None:
        """Tell one bad line, unless there were very many or it is one more of the same speaker."""
        known = line.label is not None and line.label in self._labels
        if line.label is not None and (known or len(self._labels) < TOLD_AT_MOST):
            self._labels[line.label] += 1
        if known:
            return
        if self._told == TOLD_AT_MOST:
            self._untold += 1
            return
        self._told += 1
        tell(f"{self._name}, line {line.number}: {line.why}.")

    def rest(self) -> None:
        """Tell how many there were that were not told one by one."""
        same = self._labels.total() - len(self._labels)
        if same:
            lines = "one more line" if same == 1 else f"{same} more lines"
            tell(f"{self._name}: {lines} of speakers who are not known.")
        if self._untold:
            tell(f"{self._name}: {self._untold} more lines like these.")


def _stdin() -> Lines:
    """Return standard input as a stream of its own.

    Python's own may be waited on by a thread when the program ends, which it does not survive.
    """
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (OSError, io.UnsupportedOperation):
        return sys.stdin.buffer


def _encoding(name: str | None) -> str | None:
    try:
        return None if name is None else io.TextIOWrapper(io.BytesIO(), name).encoding
    except (LookupError, ValueError):
        raise Plain(
            f"There is no encoding {name!r}; usual ones are utf-8, utf-16 and cp1252."
        ) from None


def _names(paths: list[str]) -> list[str]:
    """Return what the conversation in each file is called, where the file does not say."""
    stems = ["" if path == STDIN else Path(path).stem for path in paths]
    often = Counter(stems)
    return [
        stem if often[stem] == 1 or path == STDIN else str(Path(path).with_suffix(""))
        for stem, path in zip(stems, paths, strict=True)
    ]


def _must_be_readable(path: Path) -> None:
    if path.suffix.lower() in DOCUMENTS:
        raise Plain(
            f"{path} is a document with a layout, which cannot be read as a transcript; please "
            "save it as plain text."
        )
    if path.is_dir():
        raise Plain(f"{path} is a folder; name the transcripts in it.")
    if not path.exists():
        raise Plain(f"There is no file {path}.")
    if not os.access(path, os.R_OK):
        raise Plain(f"{path} may not be read.")
