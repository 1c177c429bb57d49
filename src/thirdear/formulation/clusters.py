"""The eight clusters of wishes and responses: in plain words, and what is meant by one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def clusters() -> dict[str, Any]:
    """Return the clusters in plain words, by code (`clusters.toml`)."""
    path = resources.files("thirdear.formulation") / "clusters.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def meant(code: str, polarity: str | None) -> str:
    """Return the cluster that is meant by a code and its polarity.

    A response that stands against the wish cannot be one of help or warmth: "he never looked up"
    was heard as near to liking, and as against the wish, and is its opposite. Every other code is
    returned as it is.
    """
    if polarity != "negative":
        return code
    return str(clusters()[code].get("against", code))
