"""Measure the exported encoder on the gold (tuning part and part set aside) and on other talk.

    python training/evaluate.py --data DIR --model build/encoder [--emotions]

The gold and the corpus were written by a language model; no clinician has rated either. Bars come
from the gold's tuning part; the part set aside is only reported. Here the heads are measured by
themselves; what is claimed after the rules had their say is measured by bench/listening.py.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import corpora  # noqa: E402
from corpora import example  # noqa: E402

from thirdear.listening.meaning import HEADS, SHARED, Meaning  # noqa: E402

GOLD = Path(__file__).parents[1] / "bench" / "gold"
HEADS_OF = {
    "risk": ("risk", "grave"), "feelings": ("feelings",), "defences": ("defences",),
    "anxiety": ("anxiety",), "questions": ("questions",), "tactical": ("tactical",),
    "process": ("transference", "alliance", "insight", "scenes"),
    "episodes": ("wish", "response_of_other", "response_of_self", "episode"),
    "interventions": ("intervention",),
}  # fmt: skip
BARS = np.round(np.arange(0.1, 0.99, 0.02), 2)


def gold(ear: str, part: str) -> list[dict[str, Any]]:
    """Read one ear's gold; the third that is set aside as in bench/listening.py."""
    found = []
    for line in (GOLD / f"{ear}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        aside = int(hashlib.sha256(item["id"].encode()).hexdigest()[:8], 16) % 3 == 0
        if part == "all" or aside == (part == "set-aside"):
            found.append({**item, "labels": item["expect"]})
    return found


def annomi(data: Path, speaker: str = "client") -> tuple[list[str], list[str]]:
    """Read AnnoMI's lines with the turn before each (for measuring only)."""
    texts, befores = [], []
    last, said = "", ""
    with (data / "annomi" / "utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["transcript_id"] != last:
                said, last = "", row["transcript_id"]
            if row["interlocutor"] == speaker:
                texts.append(row["text"])
                befores.append(said)
            said = row["text"]
    return texts, befores


def heard(meaning: Meaning, texts: list[str], befores: list[str]) -> dict[str, np.ndarray]:
    """Return for each head the scores of texts, a row a text."""
    senses = meaning.senses(texts)
    said = sorted({b for b in befores if b})
    kept = {t: s.kept for t, s in zip(said, meaning.senses(said), strict=True)}
    rows = [meaning.scores(s, kept.get(b, b"")).of for s, b in zip(senses, befores, strict=True)]
    return {head: np.stack([r[head] for r in rows]) for head in HEADS}


def _prf(hit: float, claimed: float, told: float) -> dict[str, float]:
    p, r = hit / claimed if claimed else 0.0, hit / told if told else 0.0
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / (p + r), 3) if p + r else 0}


def at_bar(scores: np.ndarray, target: np.ndarray, bar: float, *, shared: bool) -> dict[str, Any]:
    """Return precision, recall, F1 and silence on negatives of codes that score `bar` or more."""
    said = scores >= bar
    if shared:  # one code an utterance
        said &= scores == scores.max(1, keepdims=True)
    told = target > 0
    negative = ~told.any(1)
    return {
        **_prf((said & told).sum(), said.sum(), told.sum()),
        "silent": round(float((~said[negative].any(1)).mean()), 3) if negative.any() else None,
    }


def evaluate(meaning: Meaning, data: Path) -> dict[str, Any]:
    """Measure every head on both parts of the gold and count its claims on AnnoMI."""
    found: dict[str, Any] = {}
    lines = heard(meaning, *annomi(data))
    for ear, heads in HEADS_OF.items():
        parts = {}
        for part in ("tuning", "set-aside"):
            items = gold(ear, part)
            befores = [(i.get("context") or [{"text": ""}])[-1]["text"] for i in items]
            targets = [example(i).targets for i in items]
            parts[part] = (heard(meaning, [i["text"] for i in items], befores), targets)
        for head in heads:
            first = 1 if HEADS[head][0] == "none" else 0
            shared = head in SHARED
            both = {
                part: (scores[head][:, first:], np.stack([t[head] for t in targets])[:, first:])
                for part, (scores, targets) in parts.items()
            }
            tuned = {b: at_bar(*both["tuning"], b, shared=shared) for b in BARS}
            chosen = {"best f1": max(BARS, key=lambda b: (tuned[b]["f1"], b))}
            for wish in (0.8, 0.9):
                good = [b for b in BARS if tuned[b]["p"] >= wish and tuned[b]["r"] > 0]
                if good:
                    chosen[f"p {wish}"] = min(good)
            rows = {}
            for name, bar in chosen.items():
                rows[name] = {
                    "bar": float(bar), "tuning": tuned[bar],
                    "set-aside": at_bar(*both["set-aside"], bar, shared=shared),
                    "AnnoMI per 1000": round(
                        1000 * float((lines[head][:, first:] >= bar).any(1).mean()), 1),
                }  # fmt: skip
            if shared:
                for part, (scores, target) in both.items():
                    told = target.any(1)
                    right = target[told, scores[told].argmax(1)] > 0
                    rows[f"forced, {part}"] = round(float(right.mean()), 3)
            found[head] = rows
    found["grave curve"] = grave(meaning, lines["grave"][:, 0])
    return found


def grave(meaning: Meaning, ordinary: np.ndarray) -> list[str]:
    """Return, bar by bar, the grave gold items missed and the ordinary lines claimed."""
    rows = []
    parts = {}
    for part in ("tuning", "set-aside"):
        items = gold("risk", part)
        befores = [(i.get("context") or [{"text": ""}])[-1]["text"] for i in items]
        score = heard(meaning, [i["text"] for i in items], befores)["grave"][:, 0]
        target = np.array([example(i).targets["grave"][0] > 0 for i in items])
        negative = np.array([not i["expect"] for i in items])
        parts[part] = (score, target, negative)
    for bar in (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98):
        row = [f"{bar:.2f}"]
        for score, target, negative in parts.values():
            row.append(f"missed {int((target & (score < bar)).sum())}/{int(target.sum())}")
            row.append(f"neg {int((negative & (score >= bar)).sum())}/{int(negative.sum())}")
        row.append(f"AnnoMI {int((ordinary >= bar).sum())}/{len(ordinary)}")
        rows.append("  ".join(row))
    return rows


def emotions(meaning: Meaning, data: Path) -> dict[str, Any]:
    """Measure GoEmotions dev; a bar a class, chosen on the part of train that was held out."""
    bars = np.full(28, 0.3)
    scores, targets = {}, {}
    for part in ("held", "dev"):
        rows = corpora.goemotions(data, 1, part)
        scores[part] = heard(meaning, [e.text for e in rows], [""] * len(rows))["emotions"]
        targets[part] = np.stack([e.targets["emotions"] for e in rows]) > 0
    for c in range(28):
        f1 = [_prf(((scores["held"][:, c] >= b) & targets["held"][:, c]).sum(),
                   (scores["held"][:, c] >= b).sum(), targets["held"][:, c].sum())["f1"]
              for b in BARS]  # fmt: skip
        bars[c] = BARS[int(np.argmax(f1))]
    each = {}
    for c, name in enumerate(HEADS["emotions"]):
        said, told = scores["dev"][:, c] >= bars[c], targets["dev"][:, c]
        each[name] = _prf((said & told).sum(), said.sum(), told.sum())["f1"]
    return {"macro-F1": round(float(np.mean(list(each.values()))), 4), "each": each}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--emotions", action="store_true")
    args = parser.parse_args()
    from export import loaded

    meaning = loaded(args.model)
    found = emotions(meaning, args.data) if args.emotions else evaluate(meaning, args.data)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
