"""How well the therapist's utterances are heard in motivational interviewing that was recorded.

    python bench/therapists.py --data DIR [--json]

AnnoMI (Wu et al. 2022; CC BY-NC: for measuring only) labels each therapist utterance as question,
reflection, input or other. Here the contract's codes are gathered into those four; nothing was
trained on AnnoMI.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from thirdear.listening.context import Context
from thirdear.listening.listener import LISTENER, attend_to
from thirdear.speech import Utterance

CLASS_OF = {
    "question": ("INQ", "CLA", "ASC", "PRF", "PRW", "PRT", "PRS", "POR"),
    "reflection": ("REF", "SUM", "CON", "DEF", "TRA", "LNK", "CLD", "CHA", "HOC", "REC", "VAL", "CSD"),
    "therapist_input": ("ADV", "INF", "TSK", "DIS", "REA"),
    "other": ("SIL", "ENC", "ACK", "FRM", "WRK", "CNT", "PRA", "OTH"),
}  # fmt: skip
CLASSES = {code: name for name, codes in CLASS_OF.items() for code in codes}


def measure(data: Path) -> dict[str, Any]:
    """Hear every conversation in order and compare the four classes; returns figures."""
    pairs: Counter[tuple[str, str]] = Counter()
    last, context, turn = "", Context(), 0
    with (data / "annomi" / "utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["transcript_id"] != last:
                last, context, turn = row["transcript_id"], Context(), 0
            reading, context = attend_to(Utterance(row["text"], row["interlocutor"], turn), context)
            turn += 1
            if row["interlocutor"] == "therapist":
                code = next((o.code for o in reading.of("intervention")), "OTH")
                pairs[row["main_therapist_behaviour"], CLASSES[code]] += 1
    classes = {}
    for name in CLASS_OF:
        hit = pairs[name, name]
        said = sum(n for (_, s), n in pairs.items() if s == name)
        told = sum(n for (t, _), n in pairs.items() if t == name)
        p, r = hit / max(1, said), hit / max(1, told)
        classes[name] = {
            "n": told, "precision": round(p, 3), "recall": round(r, 3),
            "f1": round(2 * p * r / (p + r), 3) if hit else 0.0,
        }  # fmt: skip
    macro = sum(c["f1"] for c in classes.values()) / len(classes)
    return {"listener": LISTENER, "macro_f1": round(macro, 3), "classes": classes,
            "told as / heard as": {f"{t} / {s}": n for (t, s), n in sorted(pairs.items())}}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.data)
    if options.json:
        print(json.dumps(found, indent=1))
        return
    print(f"macro-F1 {found['macro_f1']}")
    for name, c in found["classes"].items():
        print(f"{name:<16}{c['n']:>6}{c['precision']:>8}{c['recall']:>8}{c['f1']:>8}")


if __name__ == "__main__":
    main()
