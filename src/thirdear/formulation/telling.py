"""How an account is told: in which order, under which headings, what is shown once only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_HEADINGS = (
    ("risk", "Danger"),
    ("themes", "What comes back with people"),
    ("triangles", "What may be kept away, and from what"),
    ("links", "The same with different people"),
    ("new_ways", "Something new"),
    ("transference", "Toward the other chair"),
    ("feelings", "Feelings"),
    ("anxiety", "Anxiety"),
    ("defences", "What is done with what is hard"),
    ("associations", "What comes next to what"),
    ("lenses", "Five ways to read it, which compete"),
)
_OLD_AND_NEW = (("there", "here"), ("old", "new"))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the statements under it (as in `account`), those most told first."""

    key: str
    heading: str
    statements: list[dict[str, Any]]


def sections(told: dict[str, Any]) -> list[Section]:
    """Return the sections of an account that have anything in them, in the order they are told."""
    parts = told["conflict"] | told | {"links": _widest(told["links"])}
    return [Section(key, heading, parts[key]) for key, heading in _HEADINGS if parts[key]]


def sides(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the two quotes to be set side by side, where a statement has two sides."""
    return [statement[one] for pair in _OLD_AND_NEW if pair[0] in statement for one in pair]


def _widest(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the links without those between two of three people for whom one link stands."""
    whole = [link for link in links if len(link["figures"]) > len(("here", "there"))]
    return [
        link for link in links
        if not any(
            link is not wide and link["shared"] == wide["shared"]
            and set(link["figures"]) <= set(wide["figures"])
            for wide in whole
        )
    ]  # fmt: skip
