"""Times as transcripts write them, in seconds since the session began."""

from __future__ import annotations

import re

WRITTEN = r"\d{1,3}(?::[0-5]?\d){1,2}(?:[.,]\d{1,6})?"
"""A time with colons, as a pattern: 12:03, 1:12:03.5."""

_WITH_COLONS = re.compile(r"\s*[\[(]?\s*(\d{1,3}(?::0?[0-5]?\d){1,2}(?:[.,]\d{1,9})?)\s*[\])]?\s*")
_PLAIN = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,9})?)\s*s?\s*")


def seconds(text: str) -> float | None:
    """Return the seconds that "1:02:03.5", "02:03" or "123.5" tell; None where it is no time."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return float(plain[1].replace(",", "."))
    found = _WITH_COLONS.fullmatch(text)
    if found is None:
        return None
    total = 0.0
    for part in found[1].replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 6)


def pause(before: float | None, now: float | None) -> float | None:
    """Return the silence between the end of one utterance and the beginning of the next."""
    return None if before is None or now is None or now < before else round(now - before, 3)
