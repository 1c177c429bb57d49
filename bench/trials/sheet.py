"""The sheet on which an understanding is scored against the hidden profile.

    python bench/trials/sheet.py bench/trials/profiles/aoife.toml build/trials/kept/aoife-?.jsonl \\
        --rater A --rater-is "language model" > build/trials/ratings/aoife-A.jsonl
    python bench/trials/sheet.py ... --lines > build/trials/aoife.read.jsonl     (for `thirdear read`)

Runs `thirdear understand` on the transcripts and writes one rating line, still empty, for each
hidden element of the profile and for each statement that is asserted. The rater fills in `found`,
`right` and `where`. `--account FILE` adds the sentences of a written account, one a line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any


def elements(profile: dict[str, Any]) -> dict[str, str]:
    """Every hidden element by its id, in words."""
    hidden = profile["hidden"]
    found = {
        f"feeling.{n}": f"{f['code']} toward {f['toward']}: {f['what']}"
        for n, f in enumerate(hidden["feelings"], start=1)
    }
    found["anxiety"] = f"{hidden['anxiety']['channel']}, {hidden['anxiety']['when']}"
    for n, d in enumerate(hidden["defences"], start=1):
        found[f"defence.{n}"] = f"{d['code']}: {d['how']}"
    for slot in ("wish", "response_of_other", "response_of_self"):
        s = hidden["pattern"][slot]
        found[f"pattern.{slot}"] = f"{s['code']} (cluster {s['cluster']}): {s['what']}"
    found["pattern.figures"] = "the pattern with at least two of " + ", ".join(
        hidden["pattern"]["figures"]
    )
    found["early"] = f"{hidden['early']['figure']}: {hidden['early']['memory']}"
    found["transference"] = f"{hidden['transference']['form']}: {hidden['transference']['how']}"
    found["new_way"] = profile["new_way"]
    return found


def spoken(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A transcript as `thirdear read` takes it (contract 1)."""
    about = lines[0]
    head = {
        "conversation": f"{about['trial']}-{about['session']}", "client": about["trial"],
        "session": about["session"],
    }  # fmt: skip
    found: list[dict[str, Any]] = []
    for line in lines[1:]:
        client, program = line["client"] or {}, line["program"]
        if "text" in client:
            pause = {"pause_s": client["pause_s"]} if "pause_s" in client else {}
            found.append(
                {**head, "turn": len(found), "speaker": "client", "text": client["text"], **pause}
            )
        if program["type"] in ("therapist", "safety"):
            found.append(
                {**head, "turn": len(found), "speaker": "therapist", "text": program["text"]}
            )
    return found


NOT_ASSERTED = (
    "lenses",
    "rejected",
    "capacity",
)  # readings that compete; what was refused; a state
TOLD = ("id", "code", "about", "form", "figure", "wish", "response_of_other", "response_of_self", "figures",
        "standing", "explicit")  # fmt: skip


def statements(understood: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that is asserted, once, with where it stands and the first words it rests on."""
    found: dict[str, dict[str, Any]] = {}

    def walk(value: Any, part: str) -> None:
        if isinstance(value, list):
            for inner in value:
                walk(inner, part)
        elif isinstance(value, dict):
            if "words" in value and "evidence" in value:
                if not value.get("disputed"):
                    own = {k: value[k] for k in TOLD if value.get(k) is not None}
                    quote = next((e["quote"] for e in value["evidence"]), "")
                    key = str(value.get("id", value["words"]))
                    found.setdefault(
                        key, {"part": part, "statement": value["words"], **own, "quote": quote}
                    )
                return
            for key, inner in value.items():
                if key not in NOT_ASSERTED:
                    walk(inner, f"{part}.{key}".lstrip("."))

    walk(understood, "")
    return list(found.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("profile", type=Path)
    parser.add_argument("transcripts", nargs="+", type=Path)
    parser.add_argument("--rater", default="A")
    parser.add_argument("--rater-is", default="not told")
    parser.add_argument("--account", type=Path, help="sentences of an account, one a line")
    parser.add_argument("--lines", action="store_true", help="only write the lines to be read")
    beside = Path(sys.executable).with_name("thirdear")
    parser.add_argument("--thirdear", default=str(beside) if beside.exists() else "thirdear")
    args = parser.parse_args()
    profile = tomllib.loads(args.profile.read_text(encoding="utf-8"))
    told = "".join(
        json.dumps(line, ensure_ascii=False) + "\n"
        for path in args.transcripts
        for line in spoken([json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()])
    )
    if args.lines:
        sys.stdout.write(told)
        return
    ran = subprocess.run(
        [args.thirdear, "understand", "-"], input=told, capture_output=True, text=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    asserted = [s for line in ran.stdout.splitlines() for s in statements(json.loads(line))]
    if args.account:
        account = args.account.read_text(encoding="utf-8").splitlines()
        asserted += [{"part": "account", "statement": s.strip()} for s in account if s.strip()]
    head = {"trial": profile["name"], "rater": args.rater, "rater_is": args.rater_is}
    rows: list[dict[str, Any]] = [
        {
            "type": "element",
            **head,
            "element": k,
            "hidden": v,
            "brought": True,
            "found": None,
            "where": "",
        }
        for k, v in elements(profile).items()
    ]
    rows += [{"type": "assertion", **head, **told, "right": None, "why": ""} for told in asserted]
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
