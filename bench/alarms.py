"""How often danger is claimed in talk that tells of none, and heard where it is told.

    python bench/alarms.py --data DIR [--json]

AnnoMI (CC BY-NC: for measuring only): client utterances of 133 counselling conversations, heard in
order; a high or imminent claim is printed with --show to be judged by eye. Risk language: short
texts labelled risk_high, risk_low, other or none; each heard by itself.
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
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print the AnnoMI lines claimed")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {
        "listener": LISTENER,
        "annomi": annomi(options.data, show=options.show),
        "risk_language": language(options.data),
    }
    if options.json:
        print(json.dumps(found, indent=1))
        return
    print("AnnoMI, client utterances by the gravest claim:", found["annomi"])
    for label, counts in found["risk_language"].items():
        print(f"risk language, labelled {label}:", counts)


if __name__ == "__main__":
    main()
