"""The 28 classes of GoEmotions as the shipped encoder hears them: macro-F1 on the official dev set.

    python bench/emotions.py --data DIR [--json]

GoEmotions (Demszky et al. 2020; CC BY 4.0). The bar of each class is chosen on a twelfth of train
that the encoder was not trained on (by a hash of the id, as in training/corpora.py).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from thirdear.listening.listener import LISTENER
from thirdear.listening.meaning import HEADS, Meaning

BARS = np.round(np.arange(0.04, 0.96, 0.02), 2)
EMOTIONS = HEADS["emotions"]


def lines(data: Path, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores and the labels of `dev`, or of the part of train that was held out."""
    texts, labels = [], []
    name = "train" if part == "held" else part
    with (data / "goemotions" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            hashed = int(hashlib.sha256(f"held/{row['id']}".encode()).hexdigest()[:8], 16) / 2**32
            if part == "held" and hashed >= 1 / 12:
                continue
            texts.append(row["text"].replace("[NAME]", "Sam"))
            labels.append([e in row["labels"].split(";") for e in EMOTIONS])
    meaning = Meaning.shipped()
    scores = [meaning.scores(s).of["emotions"] for s in meaning.senses(texts)]
    return np.stack(scores), np.array(labels)


def f1(said: np.ndarray, told: np.ndarray) -> float:
    """Return F1 of one class."""
    hit = float((said & told).sum())
    return 2 * hit / float(said.sum() + told.sum()) if hit else 0.0


def measure(data: Path) -> dict[str, Any]:
    """Choose the bars, measure dev; returns macro-F1 with a bootstrap interval, and each class."""
    scores, told = lines(data, "held")
    bars = [max(BARS, key=lambda b, c=c: f1(scores[:, c] >= b, told[:, c])) for c in range(28)]
    scores, told = lines(data, "dev")
    said = scores >= np.array(bars)
    each = {e: round(f1(said[:, c], told[:, c]), 3) for c, e in enumerate(EMOTIONS)}
    chance = np.random.default_rng(1)
    means = []
    for _ in range(300):
        rows = chance.integers(0, len(told), len(told))
        means.append(np.mean([f1(said[rows, c], told[rows, c]) for c in range(28)]))
    return {
        "listener": LISTENER, "lines": len(told),
        "macro_f1": round(float(np.mean(list(each.values()))), 4),
        "macro_f1_95": [round(float(q), 3) for q in np.quantile(means, [0.025, 0.975])],
        "each": each,
    }  # fmt: skip


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
    low, high = found["macro_f1_95"]
    print(f"macro-F1 {found['macro_f1']} ({low}-{high}) on {found['lines']} lines")
    print("  ".join(f"{name} {value}" for name, value in found["each"].items()))


if __name__ == "__main__":
    main()
