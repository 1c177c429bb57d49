"""The terminal as a quiet room: one person writing, few words back, nothing that blinks.

Nothing is told by colour alone; NO_COLOR is respected (no styles at all then). What someone
writes is kept in no history.
"""

from __future__ import annotations

import os
import re
import select
import sys
from io import TextIOWrapper
from types import ModuleType
from typing import TextIO

from rich.console import Console
from rich.text import Text

PROMPT = "> "
WIDEST = 76
_MARGIN = "  "
_PASTE_S = 0.05
"""Lines that arrive within this time of each other were not typed but pasted: one utterance."""

# Control characters and changes of direction in quoted words must not reach the terminal.
_UNSHOWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def _readline() -> ModuleType | None:
    """Return the module that lets people edit their line, where there is one."""
    try:
        import readline
    except ImportError:
        return None
    # Without history a line that was said cannot be fetched back by someone else's arrow key.
    readline.set_auto_history(False)
    return readline


def _let_no_byte_stop(stream: TextIO, errors: str) -> None:
    """Take and show bytes that are no text in this terminal's encoding, rather than fail."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors=errors)


class Terminal:
    """Where a person writes and reads."""

    def __init__(self) -> None:
        self.is_person = sys.stdin.isatty()
        _let_no_byte_stop(sys.stdin, "surrogateescape")
        _let_no_byte_stop(sys.stdout, "replace")
        self._readline = _readline() if self.is_person else None
        plain_screen = "NO_COLOR" in os.environ
        self._dim, self._bold = ("", "") if plain_screen else ("dim", "bold")
        self._console = Console(highlight=False, markup=False, emoji=False, no_color=plain_screen)
        self._is_blank = True
        # The screen may not be able to show the mark for a silence.
        self.mark = "·" if "utf" in (sys.stdout.encoding or "").lower() else "."

    def title(self, text: str) -> None:
        """Show the name of the room."""
        self._console.print(Text(text, self._bold))
        self._is_blank = False

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Show what the other chair says, set apart by blank lines."""
        self.blank()
        for paragraph in text.strip().split("\n\n"):
            self._show(paragraph, self._bold if urgent else "")
            self.blank()

    def note(self, text: str) -> None:
        """Show something that is not part of the talk, a little fainter."""
        self._show(text, self._dim)

    def place(self, text: str) -> None:
        """Show where something is, in one piece, so that it can be copied."""
        self._console.print(Text(f"{_MARGIN}{text}", self._dim), soft_wrap=True)

    def silence(self) -> None:
        """Show that the other chair heard and stays silent."""
        self._show(self.mark, self._dim)

    def blank(self) -> None:
        """Leave one line blank, and never two."""
        if not self._is_blank:
            self._console.print()
        self._is_blank = True

    def listen(self, kept_back: str = "") -> str:
        """Return what the person writes until Enter; a pasted block of lines comes as one.

        `kept_back` stands in the line already, where the terminal can do that. Raises EOFError at
        the end of input and KeyboardInterrupt for Ctrl-C.
        """
        self._is_blank = False  # the prompt stands there
        written = self._line(kept_back)
        while self.is_person and self._more_is_there():
            try:
                written += "\n" + input()
            except EOFError:
                break
        # Bytes that were no text in this terminal's encoding are shown as a question mark.
        return written.encode("utf-8", "replace").decode("utf-8")

    def half_written(self) -> str:
        """Return what stood in the line when Ctrl-C was pressed."""
        return self._readline.get_line_buffer() if self._readline else ""

    def _line(self, kept_back: str) -> str:
        if not self.is_person:
            return input()
        if self._readline is None or not kept_back:
            return input(PROMPT)
        readline = self._readline
        readline.set_pre_input_hook(lambda: (readline.insert_text(kept_back), readline.redisplay()))
        try:
            return input(PROMPT)
        finally:
            readline.set_pre_input_hook(None)

    @staticmethod
    def _more_is_there() -> bool:
        try:
            return bool(select.select([sys.stdin], [], [], _PASTE_S)[0])
        except (OSError, ValueError):  # not possible on this system
            return False

    def _show(self, text: str, style: str) -> None:
        width = min(self._console.width, WIDEST) - len(_MARGIN)
        for line in Text(_UNSHOWN.sub(" ", text), style).wrap(self._console, max(1, width)):
            line.rstrip()
            self._console.print(Text(_MARGIN) + line, no_wrap=True)
        self._is_blank = False
