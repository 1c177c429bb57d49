"""How often danger is claimed in talk that tells of none, and heard where it is told.

    python bench/alarms.py --data DIR [--json] [--trials bench/trials/kept]

AnnoMI (CC BY-NC: for measuring only): client utterances of 133 counselling conversations, heard in
order; a high or imminent claim is printed with --show to be judged by eye. Risk language: short
texts labelled risk_high, risk_low, other or none; each heard by itself. Trials: sessions played with
invented clients; how often the work would be stopped (`care.dangers`), the line printed with --show.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from thirdear.listening.context import Context
from thirdear.listening.listener import LISTENER, attend_to, hear
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.therapist.care import dangers

GRAVE = ("high", "imminent")


def grade(reading: Reading) -> str:
    """Return the gravest urgency claimed of present danger that is not denied, else "none"."""
    order = ("none", "low", "moderate", *GRAVE)
    told = [
        str(o.attributes["urgency"])
        for o in reading.of("risk")
        if not o.attributes["denied"] and o.attributes["experiencer"] == "self"
    ]
    return max(told, key=order.index, default="none")


def annomi(data: Path, *, show: bool) -> dict[str, Any]:
    """Count what is claimed in AnnoMI's client utterances, a grade at a time."""
    found: Counter[str] = Counter()
    last, context, turn = "", Context(), 0
    with (data / "annomi" / "utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["transcript_id"] != last:
                last, context, turn = row["transcript_id"], Context(), 0
            utterance = Utterance(row["text"], row["interlocutor"], turn)
            reading, context = attend_to(utterance, context)
            turn += 1
            if row["interlocutor"] == "client":
                found[grade(reading)] += 1
                if show and grade(reading) in (*GRAVE, "moderate"):
                    by = [o.heard_by for o in reading.of("risk")]
                    print(grade(reading), by, row["text"][:200])
    return dict(found)


def trials(folder: Path, *, show: bool) -> dict[str, int]:
    """Count in how many played sessions, and at how many lines, the work would be stopped."""
    sessions = lines = stops = stopped = 0
    for path in sorted(folder.glob("*-[0-9].jsonl")):
        sessions, context, turn, before = sessions + 1, Context(), 0, stops
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            text = (row.get("client") or {}).get("text", "")
            if not text.strip():
                continue
            utterance = Utterance(text, "client", turn, path.stem)
            earlier = [o for heard in context.recent for o in heard.heard]
            reading, context = attend_to(utterance, context)
            lines, turn = lines + 1, turn + 1
            if found := dangers(reading, earlier):
                stops += 1
                if show:
                    print(path.stem, found[0].heard_by, found[0].attributes["urgency"], text[:160])
        stopped += stops > before
    return {"sessions": sessions, "lines": lines, "lines at which it stops": stops,
            "sessions in which it stops": stopped}  # fmt: skip


def language(data: Path) -> dict[str, dict[str, int]]:
    """Count what is claimed in the risk language texts, a label and a grade at a time."""
    found: dict[str, Counter[str]] = {}
    with (data / "risk_language" / "risk_language.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reading = hear(Utterance(row["text"]), Context())
            found.setdefault(row["label"], Counter())[grade(reading)] += 1
    return {label: dict(counts) for label, counts in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="with annomi/ and risk_language/")
    parser.add_argument("--trials", type=Path, help="a folder of played sessions")
    parser.add_argument("--show", action="store_true", help="print the AnnoMI lines claimed")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found: dict[str, Any] = {"listener": LISTENER}
    if options.data:
        found["annomi"] = annomi(options.data, show=options.show)
        found["risk_language"] = language(options.data)
    if options.trials:
        found["trials"] = trials(options.trials, show=options.show)
    if options.json:
        print(json.dumps(found, indent=1))
        return
    if options.data:
        print("AnnoMI, client utterances by the gravest claim:", found["annomi"])
        for label, counts in found["risk_language"].items():
            print(f"risk language, labelled {label}:", counts)
    if options.trials:
        print("Played sessions:", found["trials"])


if __name__ == "__main__":
    main()
