"""The document that a whole record is carried in: out of one home and into another.

What was erased stays erased: its number is kept and nothing else.
"""

from __future__ import annotations

import msgspec

SCHEMA = 1
NULL = b"null"


class Exported(msgspec.Struct, frozen=True):
    """One entry of an export: its payload as JSON; kind and payload are null once it was erased."""

    seq: int
    kind: str | None
    payload: msgspec.Raw


class Export(msgspec.Struct, frozen=True):
    """A whole export."""

    schema: int
    thirdear: str
    entries: list[Exported]
