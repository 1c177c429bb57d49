"""Rebuild the encoder.

    python training/train.py --data /path/to/shared/data --out build/encoder

Needs training/requirements.txt. Fixed seed, two threads; bfloat16, so other machines give slightly
other weights (not checked that the same machine gives the same).
`training/export.py` turns what it writes into the int8 model that ships.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# Threads that wait must not spin: on shared cores that makes a step six times as dear.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import numpy as np
import torch
from torch import Tensor, nn

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

import corpora  # noqa: E402
from corpora import WIDTHS, Example  # noqa: E402
from meaning import HEADS, PLACES, SHARED, Window, split, windows  # noqa: E402
from network import NEW, Network, tokenizer  # noqa: E402

SEED = 20261122


@dataclass(frozen=True)
class Recipe:
    """How long and how hard to train."""

    epochs: int = 3
    batch: int = 32
    rate: float = 1.2e-4
    head_rate: float = 2e-3
    goemotions: int = 3_000
    likeness: float = 4.0  # how strongly the vectors for likeness are held to the original's
    dropped: float = 0.15  # of examples with a context, how many are shown without it
    max_minutes: float = 120.0  # a stop by the clock: weights then depend on the machine


def tensors(batch: list[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Pad windows to one length; return ids, kinds and mask."""
    length = max(len(w.ids) for w in batch)
    ids, kinds, mask = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(3))
    for row, w in enumerate(batch):
        ids[row, : len(w.ids)] = torch.tensor(w.ids)
        kinds[row, : len(w.ids)] = torch.tensor(w.kinds)
        mask[row, : len(w.ids)] = 1
    return ids, kinds, mask


def loss_of(net: Network, batch: list[tuple[Example, Window]], original: Tensor | None,
            likeness: float) -> Tensor:  # fmt: skip
    """Return the loss of one batch over the heads that its examples teach."""
    ids, kinds, mask = tensors([w for _, w in batch])
    with torch.autocast("cpu", torch.bfloat16):  # half the time
        pooled, tokens = net.pooled(ids, kinds, mask)
    pooled, tokens = pooled.float(), tokens.float()
    logits, marks = net.heads(pooled), net.places(tokens)
    total = torch.zeros(())
    at = 0
    for head, width in WIDTHS.items():
        part = net.emotions(pooled) if head == "goemotions" else logits[:, at : at + width]
        at += width
        rows = [i for i, (e, _) in enumerate(batch) if head in e.targets]
        if not rows:
            continue
        target = torch.tensor(np.stack([batch[i][0].targets[head] for i in rows]))
        weight = torch.tensor([batch[i][0].weights[head] for i in rows])
        if head in SHARED:
            each = -(target * torch.log_softmax(part[rows], dim=-1)).sum(-1)
        else:
            more = {"danger": 2.0, "feelings": 2.0}.get(head, 1.0)
            each = nn.functional.binary_cross_entropy_with_logits(
                part[rows], target, reduction="none", pos_weight=torch.tensor(more)
            ).sum(-1)
        scale = {"goemotions": 0.5, "risk": 1.0}.get(head, 1.0)
        total = total + scale * (each * weight).sum() / len(batch)
    for column, ear in enumerate(PLACES):
        for row, (e, w) in enumerate(batch):
            if ear in e.spans and w.offsets:
                inside = torch.tensor([
                    float(any(a < end and start < b for start, end in e.spans[ear]))
                    for a, b in w.offsets
                ])  # fmt: skip
                total = total + 0.5 * nn.functional.binary_cross_entropy_with_logits(
                    marks[row, 1 : 1 + len(w.offsets), column], inside
                ) / len(batch)
    if original is not None and likeness:
        apart = 1 - (net.unit(pooled) * original).sum(-1)
        total = total + likeness * apart.mean()
    return total


def encoded(examples: list[Example], *, context: bool = True) -> list[Window]:
    """Return the first window of each example (an utterance in the corpus fits into one)."""
    cut = tokenizer()
    return [next(windows(cut, e.text, e.context if context else ())) for e in examples]


@torch.no_grad()
def run(net: Network, parts: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Return unit vectors and logits for windows, batched by length."""
    net.eval()
    vectors, logits = (
        np.zeros((len(parts), 384), "f"),
        np.zeros((len(parts), sum(map(len, HEADS.values()))), "f"),
    )
    order = sorted(range(len(parts)), key=lambda i: len(parts[i].ids))
    for first in range(0, len(order), 64):
        rows = order[first : first + 64]
        v, h, _ = net(*tensors([parts[i] for i in rows]))
        vectors[rows], logits[rows] = v.numpy(), h.numpy()
    return vectors, logits


def predictor(net: Network):
    """Return a function from texts and contexts to scores, as the evaluation wants it."""

    def predict(texts: list[str], contexts: list[list[tuple[str, str]]]) -> dict[str, np.ndarray]:
        fake = [Example("", t, list(c)) for t, c in zip(texts, contexts, strict=True)]
        return split(run(net, encoded(fake))[1])

    return predict


def train(
    examples: list[Example], extra: list[Example], recipe: Recipe, start: Path | None = None
) -> Network:
    """Fine-tune from the original; `extra` (GoEmotions) is spread over the epochs."""
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    net = Network()
    net.load_origin()
    with_context, bare = encoded(examples), encoded(examples, context=False)
    extra_parts = encoded(extra, context=False)
    print("encoding with the original", flush=True)
    first_vectors = torch.tensor(run(net, bare)[0])
    extra_vectors = torch.tensor(run(net, extra_parts)[0]) if extra else torch.zeros(0, 384)
    if start is not None:
        net.load_state_dict(torch.load(start))
    for still in (net.words, net.positions):  # what the words mean stays; a third of the cost saved
        still.weight.requires_grad_(False)
    own = [p for n, p in net.named_parameters()
           if p.requires_grad and n.split(".")[0] not in NEW]  # fmt: skip
    new = [p for n, p in net.named_parameters() if n.split(".")[0] in NEW and "likeness" not in n]
    best = torch.optim.AdamW(
        [
            {"params": own, "lr": recipe.rate},
            {"params": new, "lr": recipe.head_rate},
            {"params": net.likeness.parameters(), "lr": recipe.rate},
        ],
        weight_decay=0.01,
    )
    chance = random.Random(SEED)
    share = len(extra) // recipe.epochs
    steps = recipe.epochs * ((len(examples) + share) // recipe.batch + 1)
    plan = torch.optim.lr_scheduler.LambdaLR(
        best, lambda s: min((s + 1) / (0.08 * steps), max(0.02, (steps - s) / (0.92 * steps)))
    )
    began = time.monotonic()
    for epoch in range(recipe.epochs):
        net.train()
        pool = [
            (e, b if e.context and chance.random() < recipe.dropped else w, v)
            for e, w, b, v in zip(examples, with_context, bare, first_vectors, strict=True)
        ]
        some = range(epoch * share, (epoch + 1) * share)
        pool += [(extra[i], extra_parts[i], extra_vectors[i]) for i in some]
        chance.shuffle(pool)
        big = recipe.batch * 16  # sorted by length within stretches: little padding, still mixed
        batches = []
        for at in range(0, len(pool), big):
            near = sorted(pool[at : at + big], key=lambda x: len(x[1].ids))
            batches += [near[i : i + recipe.batch] for i in range(0, len(near), recipe.batch)]
        chance.shuffle(batches)
        mean = 0.0
        for batch in batches:
            loss = loss_of(net, [(e, w) for e, w, _ in batch], torch.stack([v for *_, v in batch]),
                           recipe.likeness)  # fmt: skip
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(own + new, 1.0)
            best.step()
            plan.step()
            mean += loss.item() / len(batches)
        spent = (time.monotonic() - began) / 60
        print(f"epoch {epoch + 1}: loss {mean:.3f}, {spent:.1f} min", flush=True)
        if spent > recipe.max_minutes:
            break
    return net.eval()


def main() -> None:
    """Train on all of the corpus that is not set aside, and save the float weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", type=float, default=1.0, help="share of the corpus to use")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--goemotions", type=int, default=Recipe.goemotions)
    parser.add_argument("--likeness", type=float, default=Recipe.likeness)
    parser.add_argument("--start", type=Path, help="weights to go on from, not the original's")
    parser.add_argument("--rate", type=float, default=Recipe.rate)
    args = parser.parse_args()
    recipe = Recipe(
        epochs=args.epochs, goemotions=args.goemotions, likeness=args.likeness, rate=args.rate
    )
    examples, _ = corpora.divided(corpora.corpus(args.part))
    extra = corpora.goemotions(args.data, recipe.goemotions, SEED) if recipe.goemotions else []
    print(f"{len(examples)} examples of our own, {len(extra)} of GoEmotions", flush=True)
    net = train(examples, extra, recipe, args.start)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), args.out / "encoder.pt")


if __name__ == "__main__":
    main()
