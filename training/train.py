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
from network import NEW, WIDTH, Network, pieces  # noqa: E402
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn  # noqa: E402

from thirdear.listening.meaning import BARE, PAIRED, PLACES, SHARED, Window, windows  # noqa: E402

SEED = 20261122


@dataclass(frozen=True)
class Recipe:
    """How long and how hard to train."""

    epochs: int = 8
    batch: int = 32
    rate: float = 1.2e-4
    head_rate: float = 2e-3
    goemotions: float = 2.5  # how often each of its lines is seen
    events: float = 0.5
    likeness: float = 4.0  # how strongly the vectors for likeness are held to the original's
    strangers: float = 0.3  # of examples said after nothing, how many are shown after a stranger
    max_minutes: float = 120.0  # a stop by the clock: weights then depend on the machine


IN_PLACE = 0.5  # what a part of an utterance, heard in its place, weighs beside an utterance
MEAN_EVERY = 8  # steps between two updates of the running mean
WEIGHT = {"emotions": 0.7, "reactions": 1.0}
MORE = {"grave": 2.0, "feelings": 2.0, "questions": 1.5}  # positives count so many times


def tensors(batch: list[Window]) -> tuple[Tensor, Tensor]:
    """Pad windows to one length; return ids and mask."""
    length = max(len(w.ids) for w in batch)
    ids, mask = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(2))
    for row, w in enumerate(batch):
        ids[row, : len(w.ids)] = torch.tensor(w.ids)
        mask[row, : len(w.ids)] = 1
    return ids, mask


def loss_of(net: Network, batch: list[tuple[Example, Window]], past: Tensor, original: Tensor,
            likeness: float) -> Tensor:  # fmt: skip
    """Return the loss of one batch over the heads that its examples teach."""
    ids, mask = tensors([w for _, w in batch])
    with torch.autocast("cpu", torch.bfloat16):  # half the time
        pooled, tokens = net.pooled(ids, mask)
    pooled, tokens = pooled.float(), tokens.float()
    logits, marks = net.read_out(pooled, past), net.places(tokens)
    total = torch.zeros(())
    at = 0
    for head, width in WIDTHS.items():
        part = net.reactions(pooled) if head == "reactions" else logits[:, at : at + width]
        at += width
        rows = [i for i, (e, _) in enumerate(batch) if head in e.targets]
        if not rows:
            continue
        target = torch.tensor(np.stack([batch[i][0].targets[head] for i in rows]))
        weight = torch.tensor([batch[i][0].weights[head] for i in rows])
        each = _apart(head, part[rows], target)
        total = total + WEIGHT.get(head, 1.0) * (each * weight).sum() / len(batch)
    for column, head in enumerate(PLACES):
        for row, (e, w) in enumerate(batch):
            if head in e.spans and w.offsets:
                inside = torch.tensor([
                    float(any(a < end and start < b for start, end in e.spans[head]))
                    for a, b in w.offsets
                ])  # fmt: skip
                total = total + 0.5 * nn.functional.binary_cross_entropy_with_logits(
                    marks[row, 1 : 1 + len(w.offsets), column], inside
                ) / len(batch)
    total = total + IN_PLACE * _in_their_place(net, batch, tokens) / len(batch)
    apart = 1 - (net.unit(pooled) * original).sum(-1)
    return total + likeness * apart.mean()


def _in_their_place(net: Network, batch: list[tuple[Example, Window]], tokens: Tensor) -> Tensor:
    """Return the loss of parts of utterances, each read from the mean of its own tokens."""
    vectors, told = [], []
    for row, (e, w) in enumerate(batch):
        for (start, end), part in e.parts:
            inside = [1 + i for i, (a, b) in enumerate(w.offsets) if a < end and start < b]
            if inside:
                vectors.append(tokens[row, inside].mean(0))
                told.append(part)
    total = torch.zeros(())
    if not vectors:
        return total
    logits = net.bare(torch.stack(vectors))
    at = 0
    for head in BARE:
        part = logits[:, at : at + WIDTHS[head]]
        at += WIDTHS[head]
        rows = [i for i, e in enumerate(told) if head in e.targets]
        if rows:
            target = torch.tensor(np.stack([told[i].targets[head] for i in rows]))
            total = total + _apart(head, part[rows], target).sum()
    return total


def _apart(head: str, part: Tensor, target: Tensor) -> Tensor:
    """Return for each row how far a head's numbers are from the target."""
    if head in SHARED:
        return -(target * torch.log_softmax(part, dim=-1)).sum(-1)
    return nn.functional.binary_cross_entropy_with_logits(
        part, target, reduction="none", pos_weight=torch.tensor(MORE.get(head, 1.0))
    ).sum(-1)


def encoded(texts: list[str]) -> list[Window]:
    """Return the first window of each text (an utterance in the corpus fits into one)."""
    cut = pieces()
    return [next(windows(cut, t)) for t in texts]


@torch.no_grad()
def units(net: Network, parts: list[Window]) -> Tensor:
    """Return the unit vectors of windows, batched by length."""
    net.eval()
    vectors = torch.zeros(len(parts), WIDTH)
    order = sorted(range(len(parts)), key=lambda i: len(parts[i].ids))
    for first in range(0, len(order), 64):
        rows = order[first : first + 64]
        with torch.autocast("cpu", torch.bfloat16):
            pooled, _ = net.pooled(*tensors([parts[i] for i in rows]))
        vectors[rows] = net.unit(pooled.float())
    return vectors


def optimiser(net: Network, recipe: Recipe) -> tuple[torch.optim.AdamW, list[nn.Parameter]]:
    """Return what trains the network, and what it trains; the table of words stays as it is."""
    net.words.weight.requires_grad_(False)  # a third of the cost saved
    net.positions.weight.requires_grad_(False)
    named = [(n.split(".")[0], p) for n, p in net.named_parameters() if p.requires_grad]
    old = [p for n, p in named if n not in NEW]
    new = [p for n, p in named if n in NEW and n != "likeness"]
    groups = [
        {"params": old, "lr": recipe.rate},
        {"params": new, "lr": recipe.head_rate},
        {"params": net.likeness.parameters(), "lr": recipe.rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True), old + new


def train(own: list[Example], extra: list[Example], recipe: Recipe, start: Path | None,
          out: Path) -> None:  # fmt: skip
    """Fine-tune from the original; `extra` comes with its repetitions, spread over the epochs.

    What is written after each epoch is the running mean of the weights (half-life 270 steps).
    """
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    net = Network()
    net.load_origin()
    everything = own + extra
    parts = encoded([e.text for e in everything])
    befores = {t: i for i, t in enumerate(sorted({e.before for e in own if e.before}))}
    before_parts = encoded(list(befores))
    print("encoding with the original", flush=True)
    place = {e.id: i for i, e in enumerate(everything)}  # repeated examples are encoded once
    once = units(net, [parts[i] for i in place.values()])
    row_of = dict(zip(place, range(len(place)), strict=True))
    originals = once[[row_of[e.id] for e in everything]]
    if start is not None:
        go_on(net, torch.load(start))
    best, trained = optimiser(net, recipe)
    mean_net = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.98))
    chance = random.Random(SEED)
    share = len(extra) // recipe.epochs
    steps = recipe.epochs * ((len(own) + share) // recipe.batch + 1)
    plan = torch.optim.lr_scheduler.LambdaLR(
        best, lambda s: min((s + 1) / (0.06 * steps), max(0.02, (steps - s) / (0.94 * steps)))
    )
    began, step = time.monotonic(), 0
    for epoch in range(recipe.epochs):
        pasts = units(net, before_parts)
        net.train()
        pool = [
            *range(len(own)),
            *(len(own) + i for i in range(epoch * share, (epoch + 1) * share)),
        ]
        chance.shuffle(pool)
        big = recipe.batch * 16  # sorted by length within stretches: little padding, still mixed
        batches = []
        for at in range(0, len(pool), big):
            near = sorted(pool[at : at + big], key=lambda i: len(parts[i].ids))
            batches += [near[i : i + recipe.batch] for i in range(0, len(near), recipe.batch)]
        chance.shuffle(batches)
        mean = 0.0
        for batch in batches:
            past = torch.zeros(len(batch), WIDTH)
            for row, i in enumerate(batch):
                e = everything[i]
                if e.before:
                    past[row] = pasts[befores[e.before]]
                elif chance.random() < recipe.strangers and PAIRED.keys() & e.targets.keys():
                    past[row] = pasts[chance.randrange(len(pasts))]
            pairs = [(everything[i], parts[i]) for i in batch]
            loss = loss_of(net, pairs, past, originals[batch], recipe.likeness)
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            best.step()
            plan.step()
            step += 1
            if step % MEAN_EVERY == 0:
                mean_net.update_parameters(net)
            mean += loss.item() / len(batches)
        spent = (time.monotonic() - began) / 60
        print(f"epoch {epoch + 1}: loss {mean:.3f}, {spent:.1f} min", flush=True)
        torch.save(mean_net.module.state_dict(), out / "encoder.pt")
        if spent > recipe.max_minutes:
            break


def go_on(net: Network, kept: dict[str, Tensor]) -> None:
    """Take up earlier weights; heads added since begin as new ones do."""
    own = net.state_dict()
    for name, weight in kept.items():
        own[name][: len(weight)] = weight
    net.load_state_dict(own)


def repeated(examples: list[Example], times: float, chance: random.Random) -> list[Example]:
    """Return examples so many times over, the last part of a time by lot."""
    whole = examples * int(times)
    return whole + chance.sample(examples, round(len(examples) * (times - int(times))))


def main() -> None:
    """Train on all of the corpus that is not held out, and save the float weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="with goemotions/, event2mind/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", type=float, default=1.0, help="share of the corpus to use")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--goemotions", type=float, default=Recipe.goemotions)
    parser.add_argument("--events", type=float, default=Recipe.events)
    parser.add_argument("--start", type=Path, help="weights to go on from, not the original's")
    parser.add_argument("--rate", type=float, default=Recipe.rate)
    args = parser.parse_args()
    recipe = Recipe(
        epochs=args.epochs, goemotions=args.goemotions, events=args.events, rate=args.rate
    )
    examples, _ = corpora.divided(corpora.corpus(args.part))
    chance = random.Random(SEED)
    extra = repeated(corpora.goemotions(args.data, SEED), recipe.goemotions, chance)
    extra += repeated(corpora.event2mind(args.data, SEED), recipe.events, chance)
    chance.shuffle(extra)
    print(f"{len(examples)} examples of our own, {len(extra)} others", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    train(examples, extra, recipe, args.start, args.out)


if __name__ == "__main__":
    main()
