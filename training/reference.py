"""Grow the house dictionary of referential activity from the project's own corpus.

    python training/reference.py > src/thirdear/listening/lexicons/reference.tsv

Words that tell scenes apart from talk about minds: log-odds with an informative Dirichlet prior
(Monroe, Colaresi & Quinn 2008) between told scenes (relationship episodes, memories, dreams) and
reflective, general or theoretical talk. It is not the WRAD, which may not be shipped.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from thirdear.listening.reference import words  # noqa: E402

CORPUS = Path(__file__).parent / "corpus"
TOLD = frozenset({"relationship_episode", "memory", "dream"})
THOUGHT = frozenset({
    "intellectualisation", "intellectualising", "self_observation", "generalising", "rumination",
    "reflection", "rationalisation", *(f"apes_{n}" for n in range(3, 8)),
})  # fmt: skip
FEWEST, SUREST = 8, 1.0
HEADER = """\
# House dictionary of referential activity (not the WRAD): word, weight in [-1, 1].
# Positive: frequent in told scenes; negative: frequent in reflective, general, theoretical talk.
# Grown by training/reference.py from training/corpus (Monroe, Colaresi & Quinn 2008); unvalidated.
"""


def main() -> None:
    """Count and print."""
    told: Counter[str] = Counter()
    thought: Counter[str] = Counter()
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            codes = {x["code"] for x in item.get("labels", [])}
            if codes & TOLD:
                told.update(words(item["text"]))
            elif codes & THOUGHT:
                thought.update(words(item["text"]))
    both = told + thought
    n_told, n_thought, n_both = told.total(), thought.total(), both.total()
    print(HEADER, end="")
    for word in sorted(both):
        if both[word] < FEWEST:
            continue
        prior = 500 * both[word] / n_both
        a, b = told[word] + prior, thought[word] + prior
        odds = math.log(a / (n_told + 500 - a)) - math.log(b / (n_thought + 500 - b))
        sure = odds / math.sqrt(1 / a + 1 / b)
        if abs(sure) >= SUREST:
            print(f"{word}\t{math.tanh(sure / 5):.3f}")


if __name__ == "__main__":
    main()
