"""JSON lines: one object a line in UTF-8, taken apart with a plain word for whatever is wrong."""

from __future__ import annotations

from typing import Final, Protocol, TypeVar

import msgspec

LONGEST_LINE: Final = 64 * 1024 * 1024
"""Bytes of one line that are taken into memory; a longer one is no utterance."""

_BOM = b"\xef\xbb\xbf"

T = TypeVar("T")


class NotALine(Exception):
    """A line that cannot be taken; says why in half a plain sentence, without its words."""


class Lines(Protocol):
    """The little of a binary stream that is needed here."""

    def readline(self, limit: int, /) -> bytes:
        """Return the next line, or its first `limit` bytes."""


def next_line(stream: Lines) -> bytes:
    """Return the next line of a stream as bytes, b"" at its end.

    Of a line longer than `LONGEST_LINE` only the beginning is kept, which `decoded` refuses.
    """
    raw = rest = stream.readline(LONGEST_LINE)
    while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
        rest = stream.readline(LONGEST_LINE)
    return raw


def decoded(raw: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Return what a line says; raises NotALine.

    The sentence never holds anything of the line but the name of a field of ours.
    """
    if len(raw) == LONGEST_LINE:
        raise NotALine("it is too long to be one utterance")
    try:
        return decoder.decode(raw.removeprefix(_BOM))
    except msgspec.ValidationError as error:
        raise NotALine(_misshapen(str(error), decoder)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotALine(_unreadable(raw)) from None
    except RecursionError:
        raise NotALine("it is nested too deeply") from None


def encoded(line: object) -> bytes:
    """Return one line of output, its line feed included."""
    return msgspec.json.encode(line) + b"\n"


def _misshapen(told: str, decoder: msgspec.json.Decoder[T]) -> str:
    for name in getattr(decoder.type, "__struct_fields__", ()):
        if f"missing required field `{name}`" in told:
            return f'it has no "{name}"'
        if f"$.{name}`" in told:
            return f'its "{name}" is not what it should be'
    return "it is not a JSON object"


def _unreadable(raw: bytes) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not text in UTF-8"
    return "it is not JSON" if raw.strip() else "it is empty"
