"""Where help is, country by country, from a data file that anyone can correct."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

ANYWHERE = "ZZ"


class Help(msgspec.Struct, frozen=True):
    """Where a person in one country can turn; every text is ready to be shown.

    `lines` is one or two short sentences with the country's crisis lines, `short` the first of
    them alone, `emergency` completes "please …", `care` the way to ordinary care, `abuse` the
    line for people who are hurt by someone.
    """

    country: str
    name: str
    emergency: str
    lines: str
    short: str
    care: str
    abuse: str
    spelling: str


@cache
def countries() -> dict[str, str]:
    """Return country codes (ISO 3166) and names, in order of name, the fallback last."""
    named = {code: str(entry["name"]) for code, entry in _data().items()}
    ordered = sorted(named, key=lambda code: (code == ANYWHERE, named[code]))
    return {code: named[code] for code in ordered}


@cache
def help_for(country: str | None) -> Help:
    """Return where help is in `country` (any case), or general guidance for an unknown one."""
    code = (country or ANYWHERE).upper()
    entry = _data().get(code) or _data()[ANYWHERE]
    lines = [_line(one) for one in entry.get("lines", [])[:2]]
    place = f"In {_with_article(entry['name'])}: " if code in _data() and code != ANYWHERE else ""
    care = " or ".join(_way(one) for one in entry.get("care", [])[:2]) or "a doctor near you"
    abuse = next((_line(one) for one in entry.get("abuse", [])), "")
    return Help(
        country=code if code in _data() else ANYWHERE,
        name=entry["name"],
        emergency=entry["emergency_words"],
        lines=place + " ".join(lines),
        short=lines[0].rstrip(".") if lines else entry["emergency_words"],
        care=f"Where to start: {care}.",
        abuse=abuse,
        spelling=entry["spelling"],
    )


def entry_for(country: str | None) -> dict[str, Any]:
    """Return the country's whole entry as it stands in the data file (for the help page)."""
    return _data().get((country or ANYWHERE).upper()) or _data()[ANYWHERE]


def _with_article(name: str) -> str:
    return f"the {name}" if name.startswith(("United", "Netherlands", "Philippines")) else name


def _line(entry: dict[str, Any]) -> str:
    """Put one line of help into a short sentence: name, how, when."""
    how = []
    if entry.get("call"):
        how.append(f"call {entry['call']}")
    if entry.get("text"):
        how.append(str(entry["text"]))
    if not how and entry.get("web"):
        how.append(str(entry["web"]))
    hours = f" ({entry['hours']})" if entry.get("hours", "unknown") != "unknown" else ""
    return f"{entry['name']}: {', or '.join(how)}{hours}." if how else f"{entry['name']}."


def _way(entry: dict[str, Any]) -> str:
    """Put one way to ordinary care into a phrase: "your GP", "NHS 111 (call 111)"."""
    return f"{entry['what']} (call {entry['call']})" if entry.get("call") else str(entry["what"])


@cache
def _data() -> dict[str, dict[str, Any]]:
    path = resources.files("thirdear.frame.help") / "countries.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
