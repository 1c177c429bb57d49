"""Reads a transcript that is given as text, as a file of its form would be read."""

import io

from thirdear.transcripts.columns import Columns
from thirdear.transcripts.forms import form
from thirdear.transcripts.line import BadLine, Line
from thirdear.transcripts.manner import Manner
from thirdear.transcripts.speakers import Speakers
from thirdear.transcripts.written import Utf8


def read(
    name: str,
    text: str | bytes,
    speakers: str = "",
    columns: str = "",
    *,
    encoding: str | None = None,
    join: bool = True,
) -> list[Line | BadLine]:
    """Return what is read from a transcript of the form `name`."""
    raw = text if isinstance(text, bytes) else text.encode()
    manner = Manner(Speakers.told([speakers]), Columns.told([columns]), join, "talk")
    return list(form(name).reader()(Utf8(io.BytesIO(raw), encoding), manner))


def said(found: list[Line | BadLine]) -> list[tuple[str, str]]:
    """Return who said what, of the lines that could be read."""
    return [(one.speaker, one.text) for one in found if isinstance(one, Line)]


def bad(found: list[Line | BadLine]) -> list[int]:
    """Return the numbers of the lines that could not be read."""
    return [one.number for one in found if isinstance(one, BadLine)]
