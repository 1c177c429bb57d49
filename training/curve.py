"""What more corpus gives: float weights of several trainings on the same gold, head by head.

    python training/curve.py 10%=build/part-0.1/encoder.pt 30%=... 100%=...

For each head the macro of what is forced (the strongest code, where something is told; shared heads)
and the best F1, its bar chosen on the gold's tuning part, counted on the part set aside. For a clean
curve the trainings must differ in `train.py --part` alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

from corpora import example  # noqa: E402
from evaluate import BARS, HEADS_OF, at_bar, gold  # noqa: E402
from network import Network  # noqa: E402
from train import encoded, go_on, tensors, units  # noqa: E402

from thirdear.listening.meaning import HEADS, SHARED, split  # noqa: E402


@torch.no_grad()
def scores(net: Network, texts: list[str], befores: list[str]) -> dict[str, np.ndarray]:
    """Return every head's scores of texts, each after what was said before it."""
    net.eval()
    past = units(net, encoded(befores))
    past[[not b for b in befores]] = 0.0
    rows = []
    for at in range(0, len(texts), 64):
        pooled, _ = net.pooled(*tensors(encoded(texts[at : at + 64])))
        rows.append(net.read_out(pooled, past[at : at + 64]))
    return split(torch.cat(rows).numpy())


def measured(net: Network) -> dict[str, dict[str, float]]:
    """Measure every head on the gold."""
    found: dict[str, dict[str, float]] = {}
    for ear, heads in HEADS_OF.items():
        parts: dict[str, Any] = {}
        for part in ("tuning", "set-aside"):
            items = gold(ear, part)
            befores = [(i.get("context") or [{"text": ""}])[-1]["text"] for i in items]
            said = scores(net, [i["text"] for i in items], befores)
            parts[part] = (said, [example(i).targets for i in items])
        for head in heads:
            first = 1 if HEADS[head][0] == "none" else 0
            both = {
                part: (said[head][:, first:], np.stack([t[head] for t in targets])[:, first:])
                for part, (said, targets) in parts.items()
            }
            shared = head in SHARED
            best = max(BARS, key=lambda b: at_bar(*both["tuning"], b, shared=shared)["f1"])
            said, told = both["set-aside"]
            row = {"best F1": at_bar(said, told, best, shared=shared)["f1"]}
            some = told.any(1)
            if shared and some.any():
                right = told[some, said[some].argmax(1)] > 0
                row["forced"] = round(float(right.mean()), 3)
            found[head] = row
    return found


def main() -> None:
    """Measure each of the weights named and print one JSON object a line."""
    for named in sys.argv[1:]:
        name, _, path = named.partition("=")
        net = Network()
        go_on(net, torch.load(path))
        print(json.dumps({"trained on": name, **measured(net)}), flush=True)


if __name__ == "__main__":
    main()
