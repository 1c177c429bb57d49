"""The data of the first conversation: threads, asides, gates, dimensions, modes, outcome."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

_LEFT_OUT = re.compile(r"(?<=[a-z])\.(?=(?:t|s|m|d|ve)\b)")
"""The mark that stands for an apostrophe in the data; people leave it out ("dont", "im")."""


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the data files (`threads`, `gates`, …); FileNotFoundError for another name."""
    path = resources.files("thirdear.intake") / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def threads() -> dict[str, dict[str, Any]]:
    """Return the threads by id, in the order in which they are taken up."""
    return _by_id("threads", "thread")


def gates() -> dict[str, dict[str, Any]]:
    """Return the gates and amber signs by id, in the order in which they are asked about."""
    return _by_id("gates", "gate")


def signs() -> dict[str, dict[str, Any]]:
    """Return the signs by id."""
    return _by_id("dimensions", "sign")


def mode(name: str) -> dict[str, Any]:
    """Return what one way of working allows (modes.toml); KeyError for a name that is none."""
    found: dict[str, Any] = table("modes")[name]
    return found


@cache
def _by_id(name: str, kind: str) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in table(name)[kind]}


@cache
def _pattern(expressions: tuple[str, ...]) -> re.Pattern[str] | None:
    said = "|".join(_LEFT_OUT.sub(".?", expression) for expression in expressions)
    return re.compile(said, re.IGNORECASE) if expressions else None


def pattern(expressions: Iterable[str]) -> re.Pattern[str] | None:
    """Return one pattern for several regular expressions, any case; None for none."""
    return _pattern(tuple(expressions))


def matches(expressions: Iterable[str], text: str) -> re.Match[str] | None:
    """Return the first place in `text` where one of the expressions matches."""
    found = pattern(expressions)
    return found.search(text) if found else None
