"""What the encoder is trained on, as one kind of example for all heads.

- `training/corpus/*.jsonl`: our own, written for this project (licence of the project).
- GoEmotions train (CC BY 4.0, Demszky et al. 2020): one head.
- Event2Mind train (MIT, Rashkin et al. 2018): what someone feels after an event; a head that is
  not shipped, for what is felt without a feeling word.

Nothing from sets that may only be measured on, or whose licence forbids it (AnnoMI, ESConv,
EmpatheticDialogues), and nothing from `bench/gold`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from thirdear.listening.lexicon import lexicon
from thirdear.listening.meaning import HEADS, SHARED

CORPUS = Path(__file__).parent / "corpus"
REACTIONS = HEADS["feelings"]
WIDTHS = {head: len(codes) for head, codes in HEADS.items()} | {"reactions": len(REACTIONS)}

GRAVE = ("high", "imminent")
# A line without a risk label counts as a weak example of no risk only without these words.
DELICATE = re.compile(
    r"kill|\bdie|dying|dead|death|suicid|murder|hang|overdos|pill|tablet|drunk|drink|drug|weed|"
    r"coke|cut|blood|bleed|hurt|harm|hit|punch|beat|weapon|knife|gun|rope|bridge|voices|starv|"
    r"vomit|sick|purg|chest|breath|faint|collaps|end it|point in|not be here|wake up|jump",
    re.IGNORECASE,
)
# A line without a question label counts as a weak example of no question only without these.
ASKING = re.compile(r"\?|\btell me|\bwonder|like to know|\byou(?:'ll|'d|r)?\b", re.IGNORECASE)
KIND_OF = {
    "risk": "risk", "feelings": "feeling", "defences": "defence", "anxiety": "anxiety",
    "questions": "question",
}  # fmt: skip
NAMES = ("Sam", "Priya", "Tom", "Ann", "Joe", "Maria", "Ali", "Kate")


@dataclass(slots=True)
class Example:
    """A text, what was said before it and, for each head that it teaches, target and weight.

    `parts` are stretches of the text that teach something by themselves, heard in their place.
    """

    id: str
    text: str
    before: str = ""
    targets: dict[str, np.ndarray] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    parts: list[tuple[tuple[int, int], Example]] = field(default_factory=list)
    group: str = ""

    def teach(self, head: str, codes: list[str], weight: float = 1.0) -> None:
        """Set a head's target; no code means "none" where the head has it."""
        names = HEADS[head]
        target = np.zeros(len(names), np.float32)
        for code in codes:
            target[names.index(code)] = 1.0
        if head in SHARED:
            target = target / target.sum() if target.sum() else np.eye(len(names), dtype="f")[0]
        self.targets[head], self.weights[head] = target, weight


def traits(label: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a label beside its code."""
    return label.get("attributes") or {}


def is_grave(label: dict[str, Any]) -> bool:
    """Tell whether a risk label is high or imminent danger of the speaker's own, now, real."""
    of = traits(label)
    return (
        label["kind"] == "risk" and not of.get("denied") and of.get("tense", "now") == "now"
        and of.get("experiencer", "self") == "self" and of.get("urgency") in GRAVE
    )  # fmt: skip


def codes_of(labels: list[dict[str, Any]], kind: str, head: str) -> list[str]:
    """Return the codes of one kind that a head knows."""
    return sorted({x["code"] for x in labels if x["kind"] == kind and x["code"] in HEADS[head]})


def _any(labels: list[dict[str, Any]], kind: str, name: str, value: Any) -> bool:
    return any(x["kind"] == kind and traits(x).get(name) == value for x in labels)


def _teach_risk(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("risk", codes_of(labels, "risk", "risk"))
    told = {
        "grave": any(is_grave(x) for x in labels),
        "of_other": _any(labels, "risk", "experiencer", "other"),
        "then": _any(labels, "risk", "tense", "then"),
        "denied": _any(labels, "risk", "denied", True),
    }
    one.teach("grave", [name for name, so in told.items() if so])


def _teach_feelings(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("feelings", codes_of(labels, "feeling", "feelings"))
    if labels:
        told = {
            "other": _any(labels, "feeling", "experiencer", "other"),
            "denied": _any(labels, "feeling", "denied", True),
            "then": _any(labels, "feeling", "tense", "then"),
        }
        one.teach("telling", [name for name, so in told.items() if so])


def _teach_anxiety(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("anxiety", codes_of(labels, "anxiety", "anxiety"))
    if labels:
        bands = {traits(x).get("band") for x in labels} & set(HEADS["band"])
        one.teach("band", sorted(bands)[:1] or ["raised"])


def _teach_process(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("transference", codes_of(labels, "transference", "transference"))
    one.teach("alliance", codes_of(labels, "alliance", "alliance"))
    one.teach("insight", codes_of(labels, "insight", "insight"))
    one.teach("scenes", sorted({x["code"] for x in labels} & set(HEADS["scenes"])))


def _teach_episodes(one: Example, labels: list[dict[str, Any]]) -> None:
    told: dict[str, Any] = traits(labels[0]) if labels else {}
    about = ["episode"] if labels else []
    for part in PARTS:
        found = told.get(part) or []
        one.teach(part, sorted({str(c["cluster"]) for c in found}))
        spans = [_span(one.text, c.get("words")) for c in found]
        if any(spans):
            one.spans[part] = [s for s in spans if s]
        who = part.rsplit("_", 1)[-1]
        about += [f"{who}_{c['polarity']}" for c in found if c.get("polarity") and who != "wish"]
    one.teach("episode", sorted(set(about)))


PARTS = ("wish", "response_of_other", "response_of_self")


def pieces(item: dict[str, Any]) -> list[Example]:
    """Return the parts of an episode as examples of their own: a clause tells one part, alone."""
    labels = item.get("labels", [])
    told: dict[str, Any] = traits(labels[0]) if labels and item["ear"] == "episodes" else {}
    found = []
    for part in PARTS:
        for n, c in enumerate(told.get(part) or []):
            one = Example(f"{item['id']}-{part}-{n}", c["words"], group=f"episodes/{item['id']}")
            for other in PARTS:
                one.teach(other, [str(c["cluster"])] if other == part else [])
            if c.get("polarity") and part != "wish":
                one.teach("polarity", [c["polarity"]])
            found.append(one)
    return found


def _teach_defences(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("defences", codes_of(labels, "defence", "defences"))


def _teach_tactical(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("tactical", codes_of(labels, "defence", "tactical"))


def _teach_questions(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("questions", codes_of(labels, "question", "questions"))


def _teach_interventions(one: Example, labels: list[dict[str, Any]]) -> None:
    one.teach("intervention", codes_of(labels, "intervention", "intervention") or ["OTH"])


TEACHERS = {
    "risk": _teach_risk, "feelings": _teach_feelings, "defences": _teach_defences,
    "tactical": _teach_tactical, "anxiety": _teach_anxiety, "process": _teach_process,
    "episodes": _teach_episodes, "questions": _teach_questions,
    "interventions": _teach_interventions,
}  # fmt: skip


def example(item: dict[str, Any]) -> Example:
    """Turn one corpus item into an example for its own ear (and weakly for others)."""
    ear, labels = item["ear"], item.get("labels", [])
    context = item.get("context") or []
    series = item["id"].rsplit("-", 1)[0]  # each file numbers its own pairs
    group = f"{series}/{item['pair']}" if item.get("pair") else item["id"]
    before = context[-1]["text"] if context else ""
    one = Example(item["id"], item["text"], before, group=f"{ear}/{group}")
    TEACHERS[ear](one, labels)
    if ear != "interventions":
        _teach_silence(one, labels)
    if ear == "episodes":
        places = [(_span(one.text, piece.text), piece) for piece in pieces(item)]
        one.parts = [(place, piece) for place, piece in places if place]
    if ear in KIND_OF:
        spans = [_span(one.text, x.get("quote")) for x in labels if x["kind"] == KIND_OF[ear]]
        if any(spans):
            one.spans[ear] = [s for s in spans if s]
    return one


def _teach_silence(one: Example, labels: list[dict[str, Any]]) -> None:
    """Let what was written for another ear weakly teach that there is no danger, no question."""
    mild = all(traits(x).get("level", 7) > 3 for x in labels)
    if "risk" not in one.targets and mild and not DELICATE.search(one.text):
        one.teach("risk", [], 0.3)
        one.teach("grave", [], 0.3)
    if "questions" not in one.targets and not ASKING.search(one.text):
        one.teach("questions", [], 0.2)


def _span(text: str, quote: str | None) -> tuple[int, int] | None:
    at = text.find(quote) if quote else -1
    return None if at < 0 or quote is None else (at, at + len(quote))


def corpus(part: float = 1.0) -> list[Example]:
    """Read our corpus; with `part` < 1 the same share of every file, chosen by hash of the id."""
    near = set((CORPUS.parent / "near_gold.txt").read_text(encoding="utf-8").split())
    found = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line) if line.strip() else None
            if item is None or item["id"] in near:  # too like an item of the gold: near_gold.py
                continue
            if _hash(f"part/{item['id']}") < part:
                found += [example(item), *pieces(item)]
    return found


def _hash(key: str) -> float:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32


def divided(examples: list[Example], held: float = 0.06) -> tuple[list[Example], list[Example]]:
    """Divide into what is trained on and a part to choose by; minimal pairs stay together."""
    train = [e for e in examples if _hash(f"split/{e.group}") >= held]
    return train, [e for e in examples if _hash(f"split/{e.group}") < held]


def goemotions(data: Path, seed: int, part: str = "train") -> list[Example]:
    """Read GoEmotions: `train`, `dev`, or the twelfth of train that is `held` to choose bars by.

    Its plainly neutral lines also teach that little is to be heard.
    """
    names = (data / "goemotions" / "emotions.txt").read_text(encoding="utf-8").split()
    assert tuple(names) == HEADS["emotions"]
    chance = random.Random(seed)
    found = []
    file_of = {"held": "train"}.get(part, part)
    with (data / "goemotions" / f"{file_of}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if part != "dev" and (_hash(f"held/{row['id']}") < 1 / 12) != (part == "held"):
                continue
            one = Example(
                f"goemotions-{row['id']}", row["text"].replace("[NAME]", chance.choice(NAMES))
            )
            codes = row["labels"].split(";")
            one.teach("emotions", codes)
            if not DELICATE.search(one.text):
                one.teach("risk", [], 0.2)
                one.teach("grave", [], 0.2)
            if codes == ["neutral"]:
                one.teach("anxiety", [], 0.2)
                one.teach("feelings", [], 0.1)
                if not ASKING.search(one.text):
                    for head in ("transference", "alliance", "defences"):
                        one.teach(head, [], 0.1)
            found.append(one)
    return found


def event2mind(data: Path, seed: int) -> list[Example]:
    """Read Event2Mind train: events with what the one who acts or is met by them may feel."""
    code_of = {
        word: code for code in REACTIONS for word in lexicon("feelings")[code].get("is", {})
    } | {"sad": "sadness", "unhappy": "sadness", "hurt": "hurt", "good": "joy", "great": "joy"}
    chance = random.Random(seed)
    votes: dict[str, list[set[str]]] = defaultdict(list)
    with (data / "event2mind" / "train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = {code_of[w] for w in row["own_reaction"].split(";") if w in code_of}
            if row["own_reaction"]:
                votes[row["event"]].append(codes)
    found = []
    for event, said in votes.items():
        text = event.replace("PersonX", chance.choice(NAMES)).replace("PersonY", "Jo")
        one = Example(f"event-{_hash(event):.9f}", text.replace("___", "something"))
        one.targets["reactions"] = np.array(
            [sum(c in s for s in said) / len(said) for c in REACTIONS], np.float32
        )
        one.weights["reactions"] = 0.3
        if one.targets["reactions"].any():
            found.append(one)
    return found
