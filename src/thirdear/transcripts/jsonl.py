"""Transcripts as JSON lines: the contract's form, read as a stream, the bad lines named.

One bad line never keeps the others from being read, so each comes back as a `BadLine` in its
place. A file that is no text at all is told once, not once a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec

from thirdear.speech import Speaker, Utterance

LONGEST_LINE: Final = 64 * 1024 * 1024
"""Bytes of one line that are taken into memory; a longer one is no utterance."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = "is not text in UTF-8, so it cannot be read as a transcript"


class NotATranscript(Exception):
    """A whole file that cannot be read; says why in one plain sentence without its name."""


class Line(msgspec.Struct, frozen=True):
    """One utterance as it stands in a transcript; None where the transcript does not say."""

    speaker: Speaker
    text: str
    conversation: str = ""
    turn: int | None = None
    client: str | None = None
    session: int | None = None
    at_s: float | None = None
    pause_s: float | None = None

    def utterance(self, turn: int) -> Utterance:
        """Return what was said, at `turn` where the transcript does not count its turns."""
        return Utterance(
            text=self.text,
            speaker=self.speaker,
            turn=turn if self.turn is None else self.turn,
            conversation=self.conversation,
            session=1 if self.session is None else self.session,
            client=self.client,
            at_s=self.at_s,
            pause_s=self.pause_s,
        )


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read: where it stands (from 1), and why, without its words."""

    number: int
    why: str


_decoder = msgspec.json.Decoder(Line)


def lines(stream: BinaryIO) -> Iterator[Line | BadLine]:
    """Yield the utterances of a transcript in order, and a `BadLine` for each that is none.

    Empty lines between utterances are passed over. Raises NotATranscript for a file that is
    empty or no text in UTF-8.
    """
    number, anything = 0, False
    for number, raw in enumerate(_raw_lines(stream), start=1):
        if number == 1:
            _must_be_text(raw)
            raw = raw.removeprefix(_BOM)
        if raw.strip():
            anything = True
            yield _line(raw, number)
    if not anything:
        raise NotATranscript("is empty")


def _raw_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines as bytes; of one that is too long only its beginning, so that it is refused."""
    while raw := stream.readline(LONGEST_LINE):
        yield raw
        while len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raw = stream.readline(LONGEST_LINE)


def _must_be_text(first: bytes) -> None:
    if first.startswith(_UTF16):
        raise NotATranscript("seems to be in UTF-16; please save it as UTF-8")
    if b"\0" in first:
        raise NotATranscript(_NOT_TEXT)


def _line(raw: bytes, number: int) -> Line | BadLine:
    if len(raw) == LONGEST_LINE:
        return BadLine(number, "it is too long to be one utterance")
    try:
        line = _decoder.decode(raw)
    except msgspec.ValidationError as error:
        return BadLine(number, _what_is_wrong(str(error)))
    except msgspec.DecodeError:
        return BadLine(number, _not_json(raw))
    except UnicodeDecodeError:
        return BadLine(number, "it is not text in UTF-8")
    return _sensible(line, number)


def _sensible(line: Line, number: int) -> Line | BadLine:
    if line.turn is not None and line.turn < 0:
        return BadLine(number, 'its "turn" is below 0')
    if line.session is not None and line.session < 1:
        return BadLine(number, 'its "session" is below 1')
    return line


def _not_json(raw: bytes) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not text in UTF-8"
    return "it is not JSON"


def _what_is_wrong(told: str) -> str:
    """Say in our words which field is wrong; what msgspec tells names fields, never their words."""
    for name in Line.__struct_fields__:
        if f"missing required field `{name}`" in told:
            return f'it has no "{name}"'
        if f"$.{name}`" in told:
            return f'its "{name}" is not what it should be'
    return "it is not a JSON object"
