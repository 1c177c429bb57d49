"""Reads the data files that hold the clinical and lexical knowledge of the ears."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the data file `lexicons/<name>.toml` as it stands; raises FileNotFoundError."""
    path = resources.files("thirdear.listening") / "lexicons" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
