"""Transcripts for raters who do not know which chair it was.

    python bench/trials/blind.py build/trials/kept/*.jsonl --forms build/trials/forms \\
        --key build/trials/key.json --seed 7

Each transcript becomes forms/ID.txt, in shuffled order: who spoke and what, remarks numbered as in
the transcript, nothing about kinds, grounds or rules. Openings, closings, marks and what was said to
"why?" are left out, since the others in the chair have none. The key stays with whoever computes the
figures; raters never get it.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
from pathlib import Path
from typing import Any


def form(lines: list[dict[str, Any]]) -> list[str]:
    """What a rater reads; `n` of a remark is the number of its line in the transcript."""
    told = [f"Session {lines[0]['session']}."]
    for n, line in enumerate(lines[1:], start=1):
        client, program = line["client"] or {}, line["program"]
        if program["type"] not in ("therapist", "safety", "silence"):
            if "text" in client:
                told.append(f"C: {client['text']}")
            continue
        said = client.get("text", f"(says nothing for {client.get('silence_s', 0):.0f} seconds)")
        told.append(f"C: {said}")
        told.append(
            "T: (silent)" if program["type"] == "silence" else f"T [{n}]: {program['text']}"
        )
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("transcripts", nargs="+", type=Path)
    parser.add_argument("--forms", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--seed", type=int, help="for the order and the names; random if not told")
    args = parser.parse_args()
    if args.key.resolve().is_relative_to(args.forms.resolve()):
        parser.error("Keep the key apart from the forms.")
    chance = random.Random(secrets.randbits(64) if args.seed is None else args.seed)
    paths = sorted(args.transcripts)
    chance.shuffle(paths)
    args.forms.mkdir(parents=True, exist_ok=True)
    args.key.parent.mkdir(parents=True, exist_ok=True)
    key: dict[str, dict[str, Any]] = {}
    for number, path in enumerate(paths, start=1):
        lines = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()]
        name = f"{number:03}-{chance.getrandbits(24):06x}"
        key[name] = {"path": str(path), **{k: lines[0][k] for k in ("trial", "session", "source")}}
        (args.forms / f"{name}.txt").write_text("\n\n".join(form(lines)) + "\n", encoding="utf-8")
    args.key.write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
