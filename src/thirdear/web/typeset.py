"""Sets sentences of the program the way print does. The person's own words are never touched."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"([^"]*)"')


def typeset(text: str) -> str:
    """Return a sentence with “curly” quotation marks and apostrophes.

    What stands inside quotation marks are someone's exact words and stays as it is.
    """
    pieces = _QUOTED.split(text)
    pieces[::2] = [piece.replace("'", "’") for piece in pieces[::2]]
    pieces[1::2] = [f"“{piece}”" for piece in pieces[1::2]]
    return "".join(pieces)
