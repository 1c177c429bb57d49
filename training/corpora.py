"""What the encoder is trained on, as one kind of example for all heads.

- `training/corpus/*.jsonl`: our own, written for this project (licence of the project).
- GoEmotions train (CC BY 4.0, Demszky et al. 2020): a balanced sample, for an auxiliary head that
  is not shipped, and as everyday talk without danger.

Nothing from sets that may only be measured on, or whose licence forbids it (AnnoMI, ESConv,
EmpatheticDialogues), and nothing from `bench/gold`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from meaning import HEADS, PLACES

CORPUS = Path(__file__).parent / "corpus"
EMOTIONS = 28
WIDTHS = {head: len(codes) for head, codes in HEADS.items()} | {"goemotions": EMOTIONS}

GROUP = {"suicide_plan": "suicide_active", "suicide_means": "suicide_active"}
GRAVE = ("high", "imminent")
# A line without a risk label counts as a weak example of no risk only without these words.
DELICATE = re.compile(
    r"kill|\bdie|dying|dead|death|suicid|murder|hang|overdos|pill|tablet|drunk|drink|drug|weed|"
    r"coke|cut|blood|bleed|hurt|harm|hit|punch|beat|weapon|knife|gun|rope|bridge|voices|starv|"
    r"vomit|sick|purg|chest|breath|faint|collaps|end it|point in|not be here|wake up|jump",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Example:
    """A text with its context and, for each head that it teaches, target and weight."""

    id: str
    text: str
    context: list[tuple[str, str]] = field(default_factory=list)
    targets: dict[str, np.ndarray] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    group: str = ""

    def teach(self, head: str, codes: list[str], weight: float = 1.0) -> None:
        """Set a head's target; no code means "none" where the head has it."""
        names = HEADS[head]
        target = np.zeros(len(names), np.float32)
        for code in codes:
            target[names.index(code)] = 1.0
        if names[0] == "none":
            target = target / target.sum() if target.sum() else np.eye(len(names), dtype="f")[0]
        self.targets[head], self.weights[head] = target, weight


def risk_targets(labels: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Return the risk codes told as real, and whether there is danger now (and grave danger)."""
    told = [x for x in labels if x["kind"] == "risk" and not x.get("attributes", {}).get("denied")]
    codes = sorted({GROUP.get(x["code"], x["code"]) for x in told})
    danger = set()
    for label in told:
        traits = label.get("attributes", {})
        if traits.get("tense", "now") == "now" and traits.get("experiencer", "self") == "self":
            urgency = traits.get("urgency", "moderate")
            if urgency != "low":
                danger.add("danger")
            if urgency in GRAVE:
                danger.add("grave")
    return codes, sorted(danger)


def own_feelings(labels: list[dict[str, Any]]) -> list[str]:
    """Return the feelings that are the speaker's own and not denied."""
    return sorted({
        x["code"] for x in labels
        if x["kind"] == "feeling" and not x.get("attributes", {}).get("denied")
        and x.get("attributes", {}).get("experiencer", "self") == "self"
    })  # fmt: skip


def codes_of(labels: list[dict[str, Any]], kind: str) -> list[str]:
    """Return the codes of one kind that are known to its head."""
    head = {"defence": "defences", "anxiety": "anxiety"}[kind]
    return sorted({x["code"] for x in labels if x["kind"] == kind and x["code"] in HEADS[head]})


def _spans(text: str, labels: list[dict[str, Any]], kind: str) -> list[tuple[int, int]]:
    found = []
    for label in labels:
        at = text.find(label.get("quote") or "\0")
        if label["kind"] == kind and at >= 0:
            found.append((at, at + len(label["quote"])))
    return found


def example(item: dict[str, Any]) -> Example:
    """Turn one corpus item into an example for its own ear (and weakly for risk)."""
    ear, labels = item["ear"], item.get("labels", [])
    one = Example(
        item["id"], item["text"],
        [(c["speaker"], c["text"]) for c in item.get("context") or []],
        group=f"{ear}/{item['id'].rsplit('-', 1)[0]}/{item.get('pair') or item['id']}",
    )  # fmt: skip
    if ear == "risk":
        codes, danger = risk_targets(labels)
        one.teach("risk", codes)
        one.teach("danger", danger)
    elif not DELICATE.search(item["text"]) and all(
        x.get("attributes", {}).get("level", 7) > 3 for x in labels
    ):
        one.teach("risk", [], 0.3)
        one.teach("danger", [], 0.3)
    if ear == "feelings":
        one.teach("feelings", own_feelings(labels))
    if ear == "defences":
        one.teach("defences", codes_of(labels, "defence"))
    if ear == "anxiety":
        one.teach("anxiety", codes_of(labels, "anxiety"))
    kind = {"risk": "risk", "feelings": "feeling", "defences": "defence", "anxiety": "anxiety"}
    if ear in PLACES and (spans := _spans(one.text, labels, kind[ear])):
        one.spans[ear] = spans
    return one


def corpus(part: float = 1.0) -> list[Example]:
    """Read our corpus; with `part` < 1 the same share of every file, chosen by hash of the id."""
    found = []
    near = set((CORPUS.parent / "near_gold.txt").read_text(encoding="utf-8").split())
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            item = json.loads(line)
            if item["id"] in near:  # too like an item of the gold: near_gold.py
                continue
            if item["ear"] not in PLACES:  # ears that have no head here
                continue
            if item.get("speaker", "client") == "client" and _hash(f"part/{item['id']}") < part:
                found.append(example(item))
    return found


def _hash(key: str) -> float:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32


def divided(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Divide into nine tenths to train on and one to choose by; minimal pairs stay together."""
    train = [e for e in examples if _hash(f"split/{e.group}") >= 0.1]
    return train, [e for e in examples if _hash(f"split/{e.group}") < 0.1]


def goemotions(data: Path, count: int, seed: int) -> list[Example]:
    """Draw `count` lines of GoEmotions train, rare feelings first, neutral ones a fifth."""
    names = (data / "goemotions" / "emotions.txt").read_text(encoding="utf-8").split()
    rows = []
    with (data / "goemotions" / "train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not DELICATE.search(row["text"]):
                rows.append((row["id"], row["text"], row["labels"].split(";")))
    often = Counter(label for _, _, labels in rows for label in labels)
    chance = random.Random(seed)
    # weighted sampling without replacement: the keys of Efraimidis and Spirakis
    keyed = sorted(rows, key=lambda r: -(chance.random() ** (max(often[x] for x in r[2]) ** 0.75)))
    found = []
    for key, text, labels in keyed[:count]:
        one = Example(f"goemotions-{key}", text.replace("[NAME]", chance.choice(NAMES)))
        target = np.zeros(EMOTIONS, np.float32)
        target[[names.index(x) for x in labels]] = 1.0
        one.targets["goemotions"], one.weights["goemotions"] = target, 1.0
        one.teach("risk", [], 0.3)
        one.teach("danger", [], 0.3)
        found.append(one)
    return found


NAMES = ("Sam", "Priya", "Tom", "Ann", "Joe", "Maria", "Ali", "Kate")
