"""How far a second reader, blind to the labels, agrees with who wrote the items.

    python bench/agreement.py bench/gold bench/gold/second_reader
    python bench/agreement.py training/corpus training/second_reader

Both writers and readers are language models; no clinician has rated either. An item agrees when
both give no code, or at least one code in common; Cohen's kappa is on the first code (or "-").
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

KINDS = {
    "risk": {"risk"}, "feelings": {"feeling"}, "defences": {"defence"}, "tactical": {"defence"},
    "anxiety": {"anxiety"}, "questions": {"question"}, "interventions": {"intervention"},
    "process": {"shift", "transference", "alliance", "insight", "memory", "dream", "slip"},
    "episodes": {"episode"},
}  # fmt: skip
GRAVE = ("high", "imminent")


def written(folder: Path, ear: str) -> dict[str, list[list[str]]]:
    """Return for each item of an ear its labels: for each the codes that are acceptable."""
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if item["ear"] == ear:
                labels = item.get("expect", item.get("labels", []))
                found[item["id"]] = [
                    [x["code"], *x.get("or", [])] for x in labels if x["kind"] in KINDS[ear]
                ]
    return found


def read(path: Path) -> dict[str, list[str]]:
    """Return the second reader's codes for each item; urgencies after a colon are left off."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, codes = line.partition("\t")
        given = [c.strip().partition(":")[0] for c in codes.split(",")]
        found[key] = [c for c in given if c not in ("", "-")]
    return found


def agreement(first: dict[str, list[list[str]]], second: dict[str, list[str]]) -> dict[str, float]:
    """Return the share of items agreed on, kappa, and agreement on whether there is anything."""
    pairs: Counter[tuple[str, str]] = Counter()
    same = gate = 0
    for key, codes in second.items():
        told = first[key]
        accepted = {c for label in told for c in label}
        same += bool(accepted & set(codes)) or not (told or codes)
        gate += bool(told) == bool(codes)
        one = next((label[0] for label in told if set(label) & set(codes)), None)
        pairs[one or (told[0][0] if told else "-"),
              one or (codes[0] if codes else "-")] += 1  # fmt: skip
    n = len(second)
    mine: Counter[str] = Counter()
    yours: Counter[str] = Counter()
    for (a, b), count in pairs.items():
        mine[a] += count
        yours[b] += count
    by_chance = sum(mine[c] * yours[c] for c in mine) / n**2
    seen = sum(count for (a, b), count in pairs.items() if a == b) / n
    return {
        "items": n,
        "agreed": round(same / n, 3),
        "kappa": round((seen - by_chance) / (1 - by_chance), 3),
        "something or nothing": round(gate / n, 3),
    }


SLOTS = {"W": "wish", "RO": "response_of_other", "RS": "response_of_self"}


def on_episodes(folder: Path, second: Path) -> dict[str, float]:
    """Return agreement on episodes: whether one is told, and the mean F1 of its clusters.

    The reader's line holds clusters such as "W6,RO5-,RS7-", or "-" where no episode is told.
    """
    told: dict[str, set[str]] = {}
    for path in sorted(folder.glob("episodes*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            parts = (item.get("labels") or [{}])[0].get("attributes", {})
            told[item["id"]] = {
                f"{short}{c['cluster']}"
                for short, slot in SLOTS.items()
                for c in parts.get(slot, [])
            }
    gate, overlaps = 0, []
    given = {key: {c.rstrip("+-") for c in codes} for key, codes in read(second).items()}
    for key, codes in given.items():
        gate += bool(codes) == bool(told[key])
        if codes and told[key]:
            overlaps.append(2 * len(codes & told[key]) / (len(codes) + len(told[key])))
    return {
        "items": len(given),
        "something or nothing": round(gate / len(given), 3),
        "clusters, mean F1": round(sum(overlaps) / len(overlaps), 3),
    }


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args()
    for path in sorted(options.second.glob("*.tsv")):
        if path.stem == "episodes":
            print(f"{'episodes':<15}", on_episodes(options.items, path))
            continue
        first = written(options.items, path.stem)
        print(f"{path.stem:<15}", agreement(first, read(path)))


if __name__ == "__main__":
    main()
