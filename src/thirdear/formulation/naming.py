"""What people are called: as the person calls them, turned round to them."""

from __future__ import annotations

from thirdear.listening.context import Figure

_NOBODYS = frozenset(
    ("man", "woman", "guy", "bloke", "fella", "fellow", "lad", "lady", "girl", "boy", "kid",
     "person", "people", "stranger", "driver", "waiter", "other")
)  # fmt: skip
"""Words for someone who is no one's: "the man", not "your man"."""


def called(figure: Figure | None) -> str:
    """Return what the person calls a figure, turned round to them ("your boss", "Dan")."""
    if figure is None:
        return "someone"
    if figure.id == "therapist":
        return "this other chair"
    own = next((n for n in figure.names if n[:1].isupper()), None)
    if own is not None and figure.role == "other":
        return own
    plain = next((n for n in figure.names if not n[:1].isupper()), figure.role.replace("_", " "))
    if plain.split()[0] in ("his", "her", "their", "the"):
        return plain
    if plain in _NOBODYS:
        return f"the {plain}"
    return f"your {plain}"


def listed(names: list[str]) -> str:
    """Return names as a list is said: "your boss", "your boss and Dan", "Dan, Jo and your dad"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
