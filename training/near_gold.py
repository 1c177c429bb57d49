"""Write near_gold.txt: corpus items too like an item of the gold, which training leaves out.

Likeness is the cosine over character n-grams (3 to 5 within words, logarithmic counts); two texts
from 0.6 up are taken to be near-duplicates. This is the only place where training sees the gold.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

HERE = Path(__file__).parent
BAR = 0.6


def read(folder: Path) -> tuple[list[str], list[str]]:
    """Return the ids and texts of all items in a folder of JSON lines."""
    lines = [x for p in sorted(folder.glob("*.jsonl")) for x in p.read_text("utf-8").splitlines()]
    items = [json.loads(line) for line in lines if line.strip()]
    return [i["id"] for i in items], [i["text"] for i in items]


def main() -> None:
    """Compare every corpus item with every gold item."""
    ids, ours = read(HERE / "corpus")
    _, gold = read(HERE.parent / "bench" / "gold")
    shapes = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    rows = shapes.fit_transform(ours + gold)
    like = (rows[: len(ours)] @ rows[len(ours) :].T).max(axis=1).toarray().ravel()
    near = [ids[i] for i in np.flatnonzero(like >= BAR)]
    (HERE / "near_gold.txt").write_text("".join(f"{i}\n" for i in near), encoding="utf-8")
    print(f"{len(near)} of {len(ids)} items left out")


if __name__ == "__main__":
    main()
