"""What is heard, written as it comes: JSON lines, CSV, or Parquet a group of rows at a time.

Each writer has a `shape`, which makes of a line what is to be written and runs wherever the line
is heard, and takes what was made in the order of the input.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because
from thirdear.cli.read.table import COLUMNS, Row, codebook, rows
from thirdear.contract.lines import encoded
from thirdear.contract.read import heard
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.line import Line
from thirdear.transcripts.workers import Shape

if TYPE_CHECKING:
    import pyarrow

_NO_PYARROW = "Parquet needs the package pyarrow, which is not installed (pip install pyarrow)."
ROWS_OF_A_GROUP: Final = 20_000
"""Rows of a Parquet file that are gathered before they are written."""


class Writer(Protocol):
    """Takes what was heard, line by line, and finishes once."""

    @property
    def shape(self) -> Shape[Any]:
        """What makes of a line, with what was heard in it, the thing that is taken."""

    def take(self, made: Any) -> None:
        """Take what was made of one line."""

    def finish(self) -> None:
        """Write what is still to be written."""


def as_json_line(line: Line, spoken: Utterance, reading: Reading) -> bytes:
    """Return the contract's form: one JSON object an utterance."""
    return encoded(heard(line, spoken, reading))


def as_csv(line: Line, spoken: Utterance, reading: Reading) -> bytes:
    """Return the rows of one line as comma-separated values (RFC 4180)."""
    return _csv(rows(line, spoken, reading))


def _csv(table: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue().encode()


class Pieces:
    """Writes what was made of each line at once."""

    def __init__(self, out: Out, shape: Shape[bytes], beginning: bytes = b"") -> None:
        self.shape = shape
        self._out = out
        if beginning:
            out.write(beginning)

    @classmethod
    def csv(cls, out: Out) -> Pieces:
        """Return a writer of CSV, which begins with the names of the columns."""
        return cls(out, as_csv, _csv([tuple(column.name for column in COLUMNS)]))

    def take(self, made: bytes) -> None:
        """Write one piece."""
        if made:
            self._out.write(made)

    def finish(self) -> None:
        """Do nothing: everything is written."""


class Parquet:
    """The same table as Parquet, a group of rows at a time, with its codebook in the file."""

    def __init__(self, out: Out) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError:
            raise Plain(_NO_PYARROW) from None
        self.shape: Shape[list[Row]] = rows
        self._pyarrow = pyarrow
        self._schema = _schema(pyarrow)
        self._writer = parquet.ParquetWriter(
            pyarrow.PythonFile(_Sink(out), mode="w"), self._schema, compression="zstd"
        )
        self._rows: list[Row] = []

    def take(self, made: list[Row]) -> None:
        """Keep the rows of one line, and write them once there are enough."""
        self._rows += made
        if len(self._rows) >= ROWS_OF_A_GROUP:
            self._write()

    def finish(self) -> None:
        """Write the last rows, and where everything is."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._rows:
            columns = [list(column) for column in zip(*self._rows, strict=True)]
            arrays = [
                self._pyarrow.array(column, field.type)
                for column, field in zip(columns, self._schema, strict=True)
            ]
            self._writer.write_table(self._pyarrow.table(arrays, schema=self._schema))
            self._rows.clear()


class _Sink(io.RawIOBase):
    """Where Parquet is written to, as a stream that can only go forwards."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, piece: Any, /) -> int:
        taken = bytes(piece)
        self._out.write(taken)
        self._at += len(taken)
        return len(taken)


def _schema(arrow: Any) -> pyarrow.Schema:
    types = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64()}
    return arrow.schema(
        [
            arrow.field(one.name, types[one.type], metadata={"description": one.means})
            for one in COLUMNS
        ],
        metadata={"codebook": json.dumps(codebook())},
    )


def write_codebook(table: Path) -> None:
    """Write the codebook beside a table: DATA.codebook.json; one that is there is left."""
    path = codebook_of(table)
    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(codebook(), file, indent=1)
            file.write("\n")
    except FileExistsError:
        raise Plain(f"{path} exists already; it was left as it is.") from None
    except OSError as error:
        raise Plain(f"{path} could not be written: {because(error)}.", OUR_FAULT) from None


def codebook_of(table: Path) -> Path:
    """Return where the codebook of a table is written."""
    return table.with_suffix(".codebook.json")
