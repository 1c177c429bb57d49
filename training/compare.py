"""Compare what could stand in for the fine-tuned encoder, on the same examples and figures.

    python training/compare.py --data DIR

n-grams (words 1-2, characters 2-4) with logistic regression; the original all-MiniLM-L6-v2,
frozen, with logistic regression on its vectors; both together, also on parts of the corpus. All
hear the utterance without what was said before it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import corpora  # noqa: E402
from corpora import Example  # noqa: E402
from evaluate import brief, evaluate  # noqa: E402
from export import export  # noqa: E402
from meaning import HEADS, SHARED, Meaning  # noqa: E402
from network import Network  # noqa: E402


class Linear:
    """One logistic regression for each head (shared heads) or code, on given features."""

    def __init__(self, features: Any, examples: list[Example], strength: float) -> None:
        self.models: dict[str, list[Any]] = {}
        self.features = features
        x = features(examples)
        for head, codes in HEADS.items():
            rows = [i for i, e in enumerate(examples) if head in e.targets]
            if not rows:
                continue
            y = np.stack([examples[i].targets[head] for i in rows])
            weight = np.array([examples[i].weights[head] for i in rows])
            here = x[rows]
            if head in SHARED:
                model = LogisticRegression(C=strength, max_iter=300)
                self.models[head] = [model.fit(here, y.argmax(1), weight)]
            else:
                self.models[head] = [
                    LogisticRegression(C=strength, max_iter=300, class_weight={0: 1, 1: 3}).fit(
                        here, y[:, c] > 0, weight
                    )
                    if y[:, c].any()
                    else None
                    for c in range(len(codes))
                ]

    def __call__(self, texts: list[str], contexts: Any) -> dict[str, np.ndarray]:
        """Return scores as the evaluation wants them."""
        x = self.features([Example("", t, list(c)) for t, c in zip(texts, contexts, strict=True)])
        found = {h: np.zeros((len(texts), len(c)), "f") for h, c in HEADS.items()}
        for head, models in self.models.items():
            if head in SHARED:
                found[head][:, models[0].classes_] = models[0].predict_proba(x)
            else:
                for c, model in enumerate(models):
                    if model is not None:
                        found[head][:, c] = model.predict_proba(x)[:, 1]
        return found


def vectors_of(texts: list[str], known: dict[str, np.ndarray], meaning: Meaning) -> np.ndarray:
    """Return the original's vectors, each text encoded once."""
    for text in texts:
        if text not in known:
            known[text] = meaning.encode([text])[0]
    return np.stack([known[t] for t in texts])


def main() -> None:
    """Train all, print all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", nargs="*", help="names of the rows to make")
    args = parser.parse_args()
    examples, _ = corpora.divided(corpora.corpus())
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    shapes = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True)
    texts = [e.text for e in examples]
    words.fit(texts)
    shapes.fit(texts)
    net = Network()
    net.load_origin()
    with tempfile.TemporaryDirectory() as folder:
        export(net, Path(folder), reduce_range=False)
        meaning = Meaning(
            (Path(folder) / "encoder.onnx").read_bytes(),
            (Path(folder) / "tokenizer.json").read_text(encoding="utf-8"),
        )
    known: dict[str, np.ndarray] = {}

    def ngrams(some: list[Example]) -> Any:
        said = [e.text for e in some]
        return hstack([words.transform(said), shapes.transform(said)]).tocsr()

    def frozen(some: list[Example]) -> Any:
        return vectors_of([e.text for e in some], known, meaning) * 4

    def both(some: list[Example]) -> Any:
        return hstack([ngrams(some), csr_matrix(frozen(some) / 2)]).tocsr()

    found = {}
    for name, features, strength, part in (
        ("n-grams", ngrams, 8.0, 1.0),
        ("frozen MiniLM", frozen, 2.0, 1.0),
        ("n-grams and frozen MiniLM", both, 6.0, 1.0),
        ("the same, a tenth of the corpus", both, 6.0, 0.1),
        ("the same, three tenths", both, 6.0, 0.3),
    ):
        if args.only and name not in args.only:
            continue
        print(f"== {name}", flush=True)
        some = examples[:: round(1 / part)]
        found[name] = evaluate(Linear(features, some, strength), args.data)
        print("\n".join(brief(found[name])), flush=True)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
