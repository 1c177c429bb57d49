"""The data files of the ISTDP-informed way, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_APOSTROPHE = "’"


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the data files (`table`, `repertoire`, `kinds`, `watching`)."""
    path = resources.files("thirdear.therapist.istdp") / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def kind(code: str) -> dict[str, Any]:
    """Return the row of a kind of intervention in kinds.toml."""
    found: dict[str, Any] = table("kinds")[code]
    return found


@cache
def rows() -> tuple[dict[str, Any], ...]:
    """Return the rows of the decision table, first to last."""
    return tuple(table("table")["row"])


@cache
def limits() -> dict[str, Any]:
    """Return the limits of the decision table."""
    found: dict[str, Any] = table("table")["limits"]
    return found


@cache
def ways() -> dict[str, dict[str, Any]]:
    """Return the ways round a feeling, by id, in the order of the file."""
    return {way["id"]: way for way in table("watching")["way"]}


@cache
def _pattern(path: str) -> re.Pattern[str]:
    section, name = path.split(".")
    found = ways()[name] if section == "way" else table("watching")[section]
    say = found["say"] if section == "way" else found[name]
    return re.compile("|".join(rf"(?<!\w)(?:{line})" for line in say), re.IGNORECASE)


def said(text: str, path: str) -> tuple[int, int] | None:
    """Return where words of watching.toml ("will.no", "way.guess") are said, if they are."""
    found = _pattern(path).search(text.replace(_APOSTROPHE, "'"))
    if found is None or found.end() == found.start():
        return None
    start, end = found.span()
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return start, end
