"""Transcripts as JSON lines: the contract's form, read as a stream, the bad lines named.

One bad line never keeps the others from being read, so each comes back as a `BadLine` in its
place. A file that is no text at all is told once, not once a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from thirdear.contract.lines import Lines, NotALine, decoded, next_line
from thirdear.speech import Speaker, Utterance

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LAST_TURN = 2**53
"""What every reader of JSON can count to (RFC 8259, section 6)."""


class NotATranscript(Exception):
    """A whole file that cannot be read; says why in half a plain sentence, without its name."""


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


def lines(stream: Lines) -> Iterator[Line | BadLine]:
    """Yield the utterances of a transcript in order, and a `BadLine` for each that is none.

    Empty lines between utterances are passed over. Raises NotATranscript for a file that is
    empty or not text.
    """
    number, anything = 0, False
    while raw := next_line(stream):
        number += 1
        if number == 1:
            _must_be_text(raw)
        if raw.strip():
            anything = True
            yield _line(raw, number)
    if not anything:
        raise NotATranscript("is empty")


def _must_be_text(first: bytes) -> None:
    if first.startswith(_UTF16):
        raise NotATranscript("seems to be in UTF-16; please save it as UTF-8")
    if b"\0" in first:
        raise NotATranscript("is not text, so it cannot be read as a transcript")


def _line(raw: bytes, number: int) -> Line | BadLine:
    try:
        line = decoded(raw, _decoder)
    except NotALine as bad:
        return BadLine(number, str(bad))
    if line.turn is not None and not 0 <= line.turn <= _LAST_TURN:
        return BadLine(number, 'its "turn" is not a number of an utterance')
    if line.session is not None and not 1 <= line.session <= _LAST_TURN:
        return BadLine(number, 'its "session" is not a number from 1 on')
    return line
