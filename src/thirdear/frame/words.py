"""The frame's own words: the first screen, the opening of an hour, the ten minutes, the end."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

DISCLOSE_AGAIN_AFTER = timedelta(hours=3)


@cache
def words() -> dict[str, Any]:
    """Return the texts of the frame as they stand in words.toml."""
    path = resources.files("thirdear.frame") / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def purpose() -> str:
    """Return the intended purpose in plain words (first screen and README)."""
    return str(words()["purpose"]).strip()


def opening(session: int, now: datetime, last: datetime | None) -> str | None:
    """Return what is said when a session opens, or None where nothing needs saying.

    The first session says once what this is, what free association asks and where the words are
    kept. Later ones only say that this is a program, when that was last said three hours ago or
    more, and leave the first word to the person.
    """
    said = words()
    if session == 1:
        return str(said["first_session"]).format(
            purpose_short=said["purpose_short"],
            kept=said["kept"],
            free_association=said["free_association"],
        )
    if last is None or now - last >= DISCLOSE_AGAIN_AFTER:
        return str(said["returning"])
    return None
