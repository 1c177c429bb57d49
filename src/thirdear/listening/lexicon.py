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


@cache
def charge(word: str) -> float:
    """Return how much feeling a word carries (0 none .. 1), by VADER's ratings, whichever way."""
    return abs(_valence().get(word, 0.0)) / 4.0


@cache
def _valence() -> dict[str, float]:
    path = resources.files("thirdear.listening") / "lexicons" / "valence.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: float(value) for word, value in pairs}
