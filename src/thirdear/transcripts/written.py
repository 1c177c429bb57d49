"""The text of a transcript, line by line: what encoding it is in, and what in it is no text.

Everything is turned into UTF-8 on the way in, so that each reader needs to know one encoding. A
mark at the beginning of a file (BOM) says when it is UTF-16 or UTF-32; `--encoding` says the rest.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from thirdear.contract.lines import LONGEST_LINE, Lines, next_line
from thirdear.transcripts.line import BadLine, NotATranscript

EMPTY = "is empty"

_PIECE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: the one begins like the other
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_BOM = 4
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
_BINARY = (b"\x89PNG", b"\x1f\x8b", b"\xff\xd8\xff", b"ID3", b"RIFF", b"OggS", b"PAR1")
_NO_TEXT = b"\xff"
"""Stands in UTF-8 where something could not be decoded, so that its line is found to be no text."""
_UNDECODED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a text as it stands there, without its end; counted from 1."""

    number: int
    text: str


def must_be_text(first: bytes) -> None:
    """Raise NotATranscript for the beginning of something that is no text."""
    if first.startswith(_DOCUMENTS):
        raise NotATranscript("is a document with a layout; please save it as plain text")
    if b"\0" in first or first.startswith(_BINARY):
        raise NotATranscript(
            "is not text, so it cannot be read as a transcript (if it is UTF-16, "
            "say --encoding utf-16)"
        )


def written(stream: Lines) -> Iterator[Written | BadLine]:
    """Yield the lines of a text, and a `BadLine` for each that cannot be read as text.

    Raises NotATranscript for what is no text at all, or holds nothing.
    """
    number, anything = 0, False
    while raw := next_line(stream):
        number += 1
        if number == 1:
            must_be_text(raw)
        anything = anything or not raw.isspace()
        yield _decoded(raw, number)
    if not anything:
        raise NotATranscript(EMPTY)


def _decoded(raw: bytes, number: int) -> Written | BadLine:
    if len(raw) == LONGEST_LINE:
        return BadLine(number, "it is too long to be one utterance")
    try:
        return Written(number, raw.decode("utf-8").rstrip("\r\n"))
    except UnicodeDecodeError:
        return BadLine(number, "it is not text in UTF-8; --encoding says what it is in")


class Utf8:
    """A stream whose lines are UTF-8, whatever the encoding of the one beneath it."""

    def __init__(self, stream: Lines, encoding: str | None = None) -> None:
        """Read `stream` in `encoding`, or in UTF-8 unless its mark says otherwise."""
        self._stream = stream
        self._waiting = b""
        if encoding is None:
            encoding, self._waiting = _marked(stream)
        elif codecs.lookup(encoding).name in ("utf-16", "utf-32"):
            marked, self._waiting = _marked(stream)
            encoding = marked if marked.startswith("utf-16") else f"{encoding}-le"
        known = codecs.lookup(encoding)
        as_it_is = known.name == "utf-8"
        self._decoder = None if as_it_is else known.incrementaldecoder("replace")
        if self._decoder is not None:
            self._waiting = self._utf8(self._waiting)

    def readline(self, limit: int, /) -> bytes:
        """Return the next line in UTF-8, or its first `limit` bytes."""
        if self._decoder is None:
            return self._as_it_is(limit)
        while b"\n" not in self._waiting and len(self._waiting) < limit:
            piece = self._stream.readline(_PIECE)
            if not piece:
                self._waiting += self._utf8(b"", final=True)
                break
            self._waiting += self._utf8(piece)
        end = min(self._waiting.find(b"\n") + 1 or len(self._waiting), limit)
        line, self._waiting = self._waiting[:end], self._waiting[end:]
        return line

    def _as_it_is(self, limit: int) -> bytes:
        end = self._waiting.find(b"\n") + 1
        if end:
            line, self._waiting = self._waiting[:end], self._waiting[end:]
            return line
        begun, self._waiting = self._waiting, b""
        return begun + self._stream.readline(limit - len(begun))

    def _utf8(self, piece: bytes, *, final: bool = False) -> bytes:
        if self._decoder is None:
            return piece
        text = self._decoder.decode(piece, final)
        return text.encode("utf-8", "replace").replace(_UNDECODED.encode(), _NO_TEXT)


def _marked(stream: Lines) -> tuple[str, bytes]:
    """Return the encoding that the mark of a stream tells (else UTF-8), and what was read of it."""
    begun = b""
    while len(begun) < _LONGEST_BOM and (more := stream.readline(_LONGEST_BOM - len(begun))):
        begun += more
        if begun.endswith(b"\n") and not begun.startswith((codecs.BOM_UTF16_LE, b"\xff")):
            break  # a whole line is there, and whoever waits for it should have it
    for mark, encoding in _BOMS:
        if begun.startswith(mark):
            return encoding, begun.removeprefix(mark)
    return "utf-8", begun
