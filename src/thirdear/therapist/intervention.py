"""What the therapist's chair does, silence included, and everything it rests on."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from thirdear.speech import Quote


class Intervention(msgspec.Struct, frozen=True):
    """One thing said (or, for SIL, left unsaid), with its grounds and the rule that chose it.

    `kind` and `depth` are the contract's; `gate` is the capacity gate it was chosen at;
    `grounds` are the client's exact words it rests on; `because` and `alternative` answer
    "Why did you say that?" in plain language; `about` is the id of the statement of the
    formulation that it is about, if it is about one.
    """

    kind: str
    depth: int
    text: str
    grounds: tuple[Quote, ...]
    gate: str
    rule: str
    because: str
    alternative: str = ""
    about: str = ""


def silence(gate: str, because: str = "Nothing needed to be said.") -> Intervention:
    """Return the intervention of saying nothing."""
    return Intervention("SIL", 0, "", (), gate, "silence", because)


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the therapist's data files (`repertoire`, `care`, …).

    Raises FileNotFoundError for a name that does not exist.
    """
    path = resources.files("thirdear.therapist") / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
