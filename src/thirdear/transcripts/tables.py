"""Transcripts as tables: CSV (comma, semicolon or bar) and TSV, a header, a row an utterance."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from thirdear.contract.lines import LONGEST_LINE, Lines
from thirdear.transcripts import times
from thirdear.transcripts.columns import NotColumns
from thirdear.transcripts.line import BadLine, Line, NotATranscript, unusable
from thirdear.transcripts.manner import Manner
from thirdear.transcripts.written import Written, written

_DELIMITERS = ",;\t|"
_WHOLE = re.compile(r"-?\d{1,18}(?:\.0*)?")


def lines(stream: Lines, manner: Manner) -> Iterator[Line | BadLine]:
    """Yield the rows of a table in order, and a `BadLine` for each that cannot be read.

    Raises NotATranscript for a table whose header does not say what is needed.
    """
    text = _Text(written(stream))
    header = next(iter(text), "")
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter))
        places = manner.columns.found(names)
    except NotColumns as error:
        raise NotATranscript(str(error)) from None
    except (csv.Error, StopIteration):
        raise NotATranscript("does not begin with the names of its columns") from None
    rows = _rows(text, delimiter)
    reading = _Reading(places, names, manner)
    for row in rows:
        yield from text.bad()
        if isinstance(row, BadLine):
            yield row
        elif row.cells:
            line = reading.line(row)
            if line is not None:
                yield line
    yield from text.bad()


class _Text:
    """The lines of a table as the reader of tables takes them; bad ones are kept aside."""

    def __init__(self, lines: Iterator[Written | BadLine]) -> None:
        self._lines = lines
        self._bad: list[BadLine] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number = line.number
            if isinstance(line, BadLine):
                self._bad.append(line)
            else:
                yield line.text + "\n"

    def bad(self) -> list[BadLine]:
        """Return the bad lines since the last time."""
        bad, self._bad = self._bad, []
        return bad


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: list[str]


def _rows(text: _Text, delimiter: str) -> Iterator[_Row | BadLine]:
    """Yield the rows, each with the line on which it begins."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(iter(text), delimiter=delimiter, strict=True)
    while True:
        before = text.number
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield BadLine(before + 1, "its quotation marks do not match, so it is no row")
            continue
        # A quoted cell may run over several lines; where it does, the row began further up.
        yield _Row(before + 1, cells)


class _Reading:
    """Makes an utterance of each row."""

    def __init__(self, places: dict[str, int], names: list[str], manner: Manner) -> None:
        self._places = places
        self._names = names
        self._manner = manner
        self._ended: dict[str, float] = {}

    def line(self, row: _Row) -> Line | BadLine | None:
        """Return what a row says; None for a speaker whose words are left out."""
        if len(row.cells) != len(self._names):
            told = f"it has {len(row.cells)} columns where the header has {len(self._names)}"
            return BadLine(row.number, told)
        try:
            return self._line(row)
        except _NotANumber as error:
            return BadLine(row.number, f"its {str(error)!r} is not a number or a time")

    def _line(self, row: _Row) -> Line | BadLine | None:
        session, turn = self._number(row, "session"), self._number(row, "turn")
        at_s, pause_s = self._time(row, "at"), self._time(row, "pause")
        said = self._manner.line(
            row.number, self._cell(row, "speaker") or None, self._text(row), at_s=at_s,
            pause_s=pause_s,
        )  # fmt: skip
        if not isinstance(said, Line):
            return said
        conversation = self._cell(row, "conversation") or said.conversation
        if pause_s is None:
            pause_s = times.pause(self._ended.get(conversation), at_s)
        end_s = self._time(row, "end")
        if end_s is not None:
            self._ended = {conversation: end_s}
        line = msgspec.structs.replace(
            said,
            conversation=conversation,
            client=self._cell(row, "client") or None,
            session=session,
            turn=turn,
            pause_s=pause_s,
        )
        why = unusable(line)
        return line if why is None else BadLine(row.number, why)

    def _cell(self, row: _Row, what: str) -> str:
        place = self._places.get(what)
        return "" if place is None else row.cells[place].strip()

    def _text(self, row: _Row) -> str:
        return row.cells[self._places["text"]]

    def _number(self, row: _Row, what: str) -> int | None:
        cell = self._cell(row, what)
        if not cell:
            return None
        if not _WHOLE.fullmatch(cell):
            raise _NotANumber(self._names[self._places[what]])
        return int(float(cell))

    def _time(self, row: _Row, what: str) -> float | None:
        cell = self._cell(row, what)
        if not cell:
            return None
        found = times.seconds(cell)
        if found is None:
            raise _NotANumber(self._names[self._places[what]])
        return found


class _NotANumber(Exception):
    """A cell is not what its column holds; names the column."""
