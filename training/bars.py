"""Set the bars: from which score on each head is listened to, and how often it is right there.

    python training/bars.py --model build/encoder > src/thirdear/listening/lexicons/bars.toml

Measured on the gold's tuning part, which other hands wrote than the corpus; where that tells a
head's codes fewer than twenty times, together with the part of the corpus that was held out of
training. Never on the part of the gold set aside. A head's `likely` bar is the lowest from which
on the share of right proposals reaches what is wished for it below; for the heads in `SELDOM` it
also lets them claim in at most one of a hundred utterances that were written for other ears, each
taken as said after some therapist's line.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import corpora  # noqa: E402
from evaluate import HEADS_OF, gold, heard  # noqa: E402
from export import loaded  # noqa: E402

from thirdear.listening.meaning import HEADS, SHARED, Meaning  # noqa: E402

WISHED = {
    "feelings": 0.92, "defences": 0.86, "anxiety": 0.85, "questions": 0.85, "insight": 0.80,
    "transference": 0.75, "alliance": 0.75, "scenes": 0.80, "tactical": 0.85, "risk": 0.80,
    "grave": 0.80,
}  # fmt: skip
ENOUGH = 20
SELDOM = ("questions", "transference", "alliance", "scenes")
ORDINARY = 0.01
STEPS = (0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92)
HAND = {
    "episode": "told = 0.5  # from which an utterance tells an episode\n"
    "goes_on = 0.25  # from which it adds to the one before\nlikely = 0.6",
    "wish": "told = 0.1", "response_of_other": "told = 0.2", "response_of_self": "told = 0.3",
}  # fmt: skip
MORE = {
    "risk": "second = 0.9  # from which a second kind of danger is claimed beside the first\n"
    "seconded = 0.15  # from which it is claimed where grave danger is likely too\n"
    "seconded_short = 0.3  # the same for a few words",
    "grave": "high = 0.98  # set by hand: of 951 lines of played sessions 3 reach it, 6 reached 0.96\n"
    "alone = 0.7  # from which it is claimed although no kind of danger is",
}
HEADER = """\
# From which score on a head of the sentence encoder is listened to, and how often it was right
# there. `steps` are pairs of a bar and the precision measured from that bar to the next;
# `likely` is the bar from which a proposal may be claimed. Written by training/bars.py from the
# tuning part of bench/gold and the held-out part of training/corpus; bench/RESULTS.md has the
# figures of the part set aside. Source: measured, see training/RESULTS.md. The bars of an episode were set by hand.
"""


def pairs(meaning: Meaning) -> dict[str, tuple[np.ndarray, np.ndarray, float]]:
    """Return for each head the scores of what it would propose, whether that was right, a floor."""
    examples = [e for ear in HEADS_OF for e in map(corpora.example, gold(ear, "tuning"))]
    of_gold = len(examples)
    examples += corpora.divided(corpora.corpus())[1]
    scores = heard(meaning, [e.text for e in examples], [e.before for e in examples])
    found = {}
    lines = [e.text for e in examples if "intervention" in e.targets]
    others = [e for e in examples if "intervention" not in e.targets][:1500]
    chance = random.Random(1)
    elsewhere = heard(meaning, [e.text for e in others], [chance.choice(lines) for _ in others])
    for head in WISHED:
        rows = [i for i, e in enumerate(examples) if e.weights.get(head, 0) == 1.0]
        first = 1 if HEADS[head][0] == "none" else 0
        told = [i for i in rows if i < of_gold and examples[i].targets[head][first:].any()]
        if len(told) >= ENOUGH:
            rows = [i for i in rows if i < of_gold]
        target = np.stack([examples[i].targets[head] for i in rows]) > 0
        said = scores[head][rows]
        target, said = target[:, first:], said[:, first:]
        if head == "grave":
            target, said = target[:, :1], said[:, :1]
        if head in SHARED:
            best = said.argmax(1)
            each = np.arange(len(best))
            target, said = target[each, best], said[each, best]
        ordinary = elsewhere[head][[i for i, e in enumerate(others) if head not in e.targets]]
        floor = np.quantile(ordinary[:, first:].max(1), 1 - ORDINARY) if head in SELDOM else 0.0
        found[head] = said.ravel(), target.ravel(), float(floor)
    return found


def bars(said: np.ndarray, right: np.ndarray, wished: float) -> tuple[list[list[float]], float]:
    """Return the steps and the bar from which on the wished precision is reached."""
    steps = []
    for low, high in zip(STEPS, (*STEPS[1:], 1.01), strict=True):
        here = (said >= low) & (said < high)
        if here.sum() >= 8:
            steps.append([low, round(float(right[here].mean()), 2)])
    for i in range(1, len(steps)):  # a higher score is never less sure
        steps[i][1] = max(steps[i][1], steps[i - 1][1])
    grid = np.round(np.arange(0.1, 0.99, 0.02), 2)
    good = [b for b in grid if (said >= b).sum() >= 8 and right[said >= b].mean() >= wished]
    return steps, float(min(good)) if good else 0.97


def main() -> None:
    """Measure and print the data file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    print(HEADER, end="")
    for head, (said, right, floor) in pairs(loaded(args.model)).items():
        steps, likely = bars(said, right, WISHED[head])
        likely = round(max(likely, min(floor, 0.99)), 2)
        lowest = min((b for b, p in steps if p >= 0.25), default=0.9)
        kept = [s for s in steps if s[0] >= lowest] or [[0.9, 0.5]]
        if likely < kept[0][0]:  # too few between to be a step of their own
            between = (said >= likely) & (said < kept[0][0])
            kept.insert(0, [likely, round(float(right[between].mean()), 2)])
        reached = said >= likely
        recall = right[reached].sum() / max(1, right.sum())
        print(f"\n[{head}]\nsteps = {kept}\nlikely = {likely}", end="")
        print(f"  # {right[reached].mean():.2f} of {reached.sum()} right; {recall:.2f} of all told")
        if head in MORE:
            print(MORE[head])
    for head, lines in HAND.items():
        print(f"\n[{head}]\n{lines}")


if __name__ == "__main__":
    main()
