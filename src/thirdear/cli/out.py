"""Standard output as bytes: flushed piece by piece, and quiet when the reader has gone."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from thirdear.cli.plain import OUR_FAULT, Plain, because


class ReaderGone(Exception):
    """Whoever read the output has closed it; there is nobody left to write to."""


class Out:
    """Writes and flushes at once, so that whoever reads never waits for what is already known."""

    def __init__(self, stream: BinaryIO | None = None) -> None:
        """Write to `stream`, or to standard output."""
        self._stream = stream or sys.stdout.buffer

    def write(self, piece: bytes) -> None:
        """Write one piece; raises ReaderGone, or Plain where it cannot be written."""
        try:
            self._stream.write(piece)
            self._stream.flush()
        except BrokenPipeError:
            raise ReaderGone from None
        except OSError as error:
            raise Plain(f"The output could not be written: {because(error)}.", OUR_FAULT) from None


def let_go_of_stdout() -> None:
    """Point standard output nowhere, so that leaving does not stumble over the closed pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
