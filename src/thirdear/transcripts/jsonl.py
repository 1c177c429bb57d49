"""Transcripts as JSON lines: the contract's form, read as a stream, the bad lines named.

One bad line never keeps the others from being read, so each comes back as a `BadLine` in its
place. A file that is no text at all is told once, not once a line.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from thirdear.contract.lines import Lines, NotALine, decoded, next_line
from thirdear.transcripts.line import BadLine, Line, NotATranscript, unusable
from thirdear.transcripts.written import EMPTY, must_be_text

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
            must_be_text(raw)
        if raw.strip():
            anything = True
            yield _line(raw, number)
    if not anything:
        raise NotATranscript(EMPTY)


def _line(raw: bytes, number: int) -> Line | BadLine:
    try:
        line = decoded(raw, _decoder)
    except NotALine as bad:
        return BadLine(number, str(bad))
    why = unusable(line)
    return line if why is None else BadLine(number, why)
