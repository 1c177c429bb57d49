"""What other programs may rely on: the shapes of everything read and written, as JSON Schema."""

from __future__ import annotations

from importlib import resources

SCHEMAS = {
    "read-input": "a line of a transcript, into `read` and `understand`",
    "read-output": "a line with what was heard in it, out of `read`",
    "understand": "what is understood of one client, out of `understand`",
    "talk-input": "a line into a session, `talk --jsonl`",
    "talk-output": "a line out of a session, `talk --jsonl`",
    "export": "a whole record, out of `export` and into `import`",
}
"""The schemas that there are, each with what it describes."""


def schema(name: str) -> str:
    """Return one JSON Schema (draft 2020-12) as text; raises KeyError for an unknown name."""
    if name not in SCHEMAS:
        raise KeyError(name)
    path = resources.files("thirdear.contract") / "schemas" / f"{name}.json"
    return path.read_text(encoding="utf-8")
