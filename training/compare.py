"""Compare what could stand in for the fine-tuned encoder, on the same examples and figures.

    python training/compare.py --data DIR [--model build/encoder]

n-grams (words 1-2, characters 2-4) with logistic regression; the original all-MiniLM-L6-v2, frozen,
with logistic regression on its vectors; both together; and, with --model, the fine-tuned encoder.
Each hears the utterance alone, without what was said before it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import corpora  # noqa: E402
from corpora import Example  # noqa: E402
from evaluate import BARS, at_bar, gold, heard  # noqa: E402
from network import Network  # noqa: E402
from train import encoded, units  # noqa: E402

from thirdear.listening.meaning import HEADS, SHARED  # noqa: E402

EAR = {"defences": "defences", "feelings": "feelings", "intervention": "interventions"}
Features = Callable[[list[str]], Any]
WISHED = 0.85


def linear(features: Features, head: str, own: list[Example], texts: list[str]) -> np.ndarray:
    """Fit one regression (shared heads) or one a code, and score texts."""
    rows = [e for e in own if e.weights.get(head, 0) == 1.0]
    x, y = features([e.text for e in rows]), np.stack([e.targets[head] for e in rows])
    there = features(texts)
    scores = np.zeros((len(texts), len(HEADS[head])), np.float32)
    if head in SHARED:
        model = LogisticRegression(C=10, max_iter=200).fit(x, y.argmax(1))
        scores[:, model.classes_] = model.predict_proba(there)
        return scores
    for c in range(len(HEADS[head])):
        model = LogisticRegression(C=10, max_iter=200, class_weight={0: 1, 1: 3})
        scores[:, c] = model.fit(x, y[:, c] > 0).predict_proba(there)[:, 1]
    return scores


def measured(head: str, score: Callable[[list[str]], np.ndarray]) -> dict[str, Any]:
    """Measure one head: forced choice, best F1, and recall where tuning precision is as wished."""
    first = 1 if HEADS[head][0] == "none" else 0
    parts = {}
    for part in ("tuning", "set-aside"):
        items = gold(EAR[head], part)
        target = np.stack([corpora.example(i).targets[head] for i in items])[:, first:]
        parts[part] = score([i["text"] for i in items])[:, first:], target
    shared = head in SHARED
    tuned = {b: at_bar(*parts["tuning"], b, shared=shared) for b in BARS}
    best = max(BARS, key=lambda b: tuned[b]["f1"])
    sure = min((b for b in BARS if tuned[b]["p"] >= WISHED), default=BARS[-1])
    found: dict[str, Any] = {}
    for part, (scores, target) in parts.items():
        told = target.any(1)
        found[part] = {
            "forced": round(float((target[told, scores[told].argmax(1)] > 0).mean()), 3),
            "best": at_bar(scores, target, best, shared=shared),
            f"at precision {WISHED} on tuning": at_bar(scores, target, sure, shared=shared),
        }
    return found


def main() -> None:
    """Fit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    args = parser.parse_args()
    own, _ = corpora.divided(corpora.corpus())
    origin = Network()
    origin.load_origin()
    shapes = [
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True),
    ]
    for shape in shapes:
        shape.fit([e.text for e in own])

    def grams(texts: list[str]) -> Any:
        return hstack([s.transform(texts) for s in shapes]).tocsr()

    def frozen(texts: list[str]) -> Any:
        return units(origin, encoded(texts)).numpy()

    def both(texts: list[str]) -> Any:
        return hstack([grams(texts), csr_matrix(3 * frozen(texts))]).tocsr()

    ways: dict[str, Features] = {"n-grams": grams, "frozen": frozen, "n-grams + frozen": both}
    for head in EAR:
        for name, features in ways.items():
            found = measured(head, lambda t, f=features, h=head: linear(f, h, own, t))
            print(json.dumps({"head": head, "way": name, **found}), flush=True)
        if args.model:
            from export import loaded

            meaning = loaded(args.model)
            found = measured(head, lambda t, h=head, m=meaning: heard(m, t, [""] * len(t))[h])
            print(json.dumps({"head": head, "way": "fine-tuned", **found}), flush=True)


if __name__ == "__main__":
    main()
