"""What is heard, written as it comes: JSON lines, CSV, or Parquet at the end."""

from __future__ import annotations

import csv
import io
from typing import Any, Protocol

import msgspec

from thirdear.cli.out import Out
from thirdear.cli.plain import Plain
from thirdear.contract.lines import encoded
from thirdear.contract.read import heard
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Utterance
from thirdear.transcripts.jsonl import Line

COLUMNS = (
    "conversation", "client", "session", "turn", "speaker", "at_s", "pause_s", "kind", "code",
    "start", "end", "quote", "about", "claim", "confidence", "heard_by", "attributes", "listener",
)  # fmt: skip
"""Columns of the tables: one row for each observation, beside the keys of its utterance."""

_NO_POLARS = "Parquet needs the package polars, which is not installed (pip install polars)."


class Writer(Protocol):
    """Takes what was heard, line by line, and finishes once."""

    def take(self, line: Line, spoken: Utterance, reading: Reading) -> None:
        """Take one line with what was heard in it."""

    def finish(self) -> None:
        """Write what is still to be written."""


class JsonLines:
    """The contract's form: one JSON object an utterance."""

    def __init__(self, out: Out) -> None:
        self._out = out

    def take(self, line: Line, spoken: Utterance, reading: Reading) -> None:
        """Write one line at once."""
        self._out.write(encoded(heard(line, spoken, reading)))

    def finish(self) -> None:
        """Do nothing: everything is written."""


class Csv:
    """A table as comma-separated values (RFC 4180), with a header."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._write([COLUMNS])

    def take(self, line: Line, spoken: Utterance, reading: Reading) -> None:
        """Write the rows of one line at once."""
        self._write([tuple(row(line, spoken, reading, o).values()) for o in reading.observations])

    def finish(self) -> None:
        """Do nothing: everything is written."""

    def _write(self, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(rows)
            self._out.write(text.getvalue().encode())


class Parquet:
    """The same table as Parquet, gathered in memory and written at the end."""

    def __init__(self, out: Out) -> None:
        try:
            import polars
        except ImportError:
            raise Plain(_NO_POLARS) from None
        self._polars = polars
        self._out = out
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}

    def take(self, line: Line, spoken: Utterance, reading: Reading) -> None:
        """Keep the rows of one line."""
        for observation in reading.observations:
            for name, value in row(line, spoken, reading, observation).items():
                self._columns[name].append(value)

    def finish(self) -> None:
        """Write the table."""
        pl = self._polars
        numbers = {"session": pl.Int64, "turn": pl.Int64, "start": pl.Int64, "end": pl.Int64}
        measures = {"at_s": pl.Float64, "pause_s": pl.Float64, "confidence": pl.Float64}
        types = dict.fromkeys(COLUMNS, pl.String) | numbers | measures
        buffer = io.BytesIO()
        pl.DataFrame(self._columns, schema=types).write_parquet(buffer)
        self._out.write(buffer.getvalue())


def row(
    line: Line, spoken: Utterance, reading: Reading, observation: Observation
) -> dict[str, Any]:
    """Return one observation as a row of the tables, in the order of `COLUMNS`."""
    values = (
        spoken.conversation, line.client, line.session, spoken.turn, spoken.speaker, line.at_s,
        line.pause_s, observation.kind, observation.code, observation.start, observation.end,
        observation.quote, observation.about, observation.claim, observation.confidence,
        observation.heard_by, msgspec.json.encode(observation.attributes).decode(),
        reading.listener,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
