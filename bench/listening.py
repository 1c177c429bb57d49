"""How well the ears hear: precision, recall and F1 a kind and code on the gold of `bench/gold`.

    python bench/listening.py [--part tuning|set-aside|all] [--ear risk ...] [--errors] [--json]

The gold was written by a language model that had not seen the rules; no clinician has rated it.
Two thirds are for tuning; the third that is set aside (by a hash of the item's id) is only used
for reported figures. A match is the same kind and code with overlapping span; `or` names codes
that a careful colleague could give as well. Only likely observations are claims and scored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thirdear.listening.context import Context
from thirdear.listening.defences import LEVELS
from thirdear.listening.listener import LISTENER, attend_to
from thirdear.listening.observation import Observation
from thirdear.speech import Utterance

GOLD = Path(__file__).parent / "gold"
KINDS = {
    "risk": ("risk",),
    "feelings": ("feeling",),
    "people": ("person",),
    "questions": ("question",),
    "defences": ("defence",),
    "tactical": ("defence",),
    "anxiety": ("anxiety",),
    "process": ("shift", "transference", "alliance", "insight", "memory", "dream", "slip"),
    "episodes": ("episode",),
    "interventions": ("intervention",),
}
"""The ears that are measured, each with the kinds its gold is about."""
MECHANISMS = frozenset(LEVELS)
NAMESAKES = frozenset({"rationalisation", "intellectualisation"})
FEWEST_PER_CODE = 15
RESAMPLES = 500

Item = dict[str, Any]
Counts = Counter[str]


def items(ear: str, part: str) -> Iterator[Item]:
    """Yield the gold items of one ear that belong to `part` (tuning, set-aside or all)."""
    for line in (GOLD / f"{ear}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        aside = int(hashlib.sha256(item["id"].encode()).hexdigest()[:8], 16) % 3 == 0
        if part == "all" or aside == (part == "set-aside"):
            yield item


def heard_in(item: Item) -> list[Observation]:
    """Return what the listener claims in an item's utterance, knowing the item's context."""
    context = Context()
    said = [
        *item.get("context", []),
        {"speaker": item.get("speaker", "client"), "text": item["text"]},
    ]
    reading = None
    for turn, one in enumerate(said):
        utterance = Utterance(one["text"], one["speaker"], turn)
        reading, context = attend_to(utterance, context)
    assert reading is not None
    return [o for o in reading.observations if o.claim == "likely"]


def place(item: Item, expected: Item) -> tuple[int, int]:
    """Return where the expected quote stands in the text (its nth whole-word occurrence)."""
    import re

    word = re.escape(expected["quote"])
    found = [m.span() for m in re.finditer(rf"(?<!\w){word}(?!\w)", item["text"])]
    if not found:
        start = item["text"].index(expected["quote"])
        found = [(start, start + len(expected["quote"]))]
    return found[min(len(found), expected.get("nth", 1)) - 1]


def matches(item: Item, expected: Item, observation: Observation) -> bool:
    """Tell whether an observation is what was expected: kind, code (or a listed other), overlap."""
    codes = [expected["code"], *expected.get("or", [])]
    if observation.kind != expected["kind"] or observation.code not in codes:
        return False
    start, end = place(item, expected)
    if not (observation.start < end and start < observation.end):
        return False
    return observation.kind != "person" or observation.about is not None


def claimed(item: Item, ear: str) -> list[Observation]:
    """Return the claims that this item of this ear's gold can judge."""
    kinds = {x["kind"] for x in (*item["expect"], *item.get("absent", []))} & set(KINDS[ear])
    claims = [o for o in heard_in(item) if o.kind in (kinds or KINDS[ear])]
    if ear == "risk":
        return [o for o in claims if told_as_danger(o.attributes)]
    if ear == "defences":
        return [o for o in claims if o.code in MECHANISMS]
    if ear == "tactical":
        return [o for o in claims if o.code not in MECHANISMS or o.code in NAMESAKES]
    return claims


def told_as_danger(traits: Any) -> bool:
    """Tell whether a risk is told as real and of some weight."""
    return not traits.get("denied") and traits.get("urgency") != "low"


def score(item: Item, ear: str) -> tuple[Counts, list[str]]:
    """Count hits, misses and false claims (in all and a code) in one item; and say which."""
    counts: Counts = Counter()
    notes = []
    claims = claimed(item, ear)
    wanted = [e for e in item["expect"] if e["kind"] in KINDS[ear]]
    if ear == "risk":
        wanted = [e for e in wanted if told_as_danger(e.get("attributes", {}))]
    left = list(claims)
    for expected in wanted:
        hit = next((o for o in left if matches(item, expected, o)), None)
        name = "hit" if hit else "miss"
        counts[name] += 1
        counts[f"{name}/{expected['code']}"] += 1
        if hit:
            left.remove(hit)
            if ear == "people" and "figure" in expected:
                counts["figure right" if hit.about == expected["figure"] else "figure wrong"] += 1
            if ear == "feelings":
                if expected.get("about"):
                    counts[f"about {'right' if hit.about == expected['about'] else 'wrong'}"] += 1
                for name in ("experiencer", "denied", "tense"):
                    want = expected.get("attributes", {}).get(name)
                    if want is not None:
                        right = hit.attributes.get(name) == want
                        counts[f"{name} {'right' if right else 'wrong'}"] += 1
        else:
            notes.append(f"MISS  {expected['code']:<24} {expected['quote']!r} in {item['text']!r}")
    free = {f["quote"] for f in item.get("free", [])}
    for o in left:
        if o.quote in free or any(matches(item, e, o) for e in wanted):
            continue
        counts["false"] += 1
        counts[f"false/{o.code}"] += 1
        notes.append(f"FALSE {o.code:<24} {o.quote!r} in {item['text']!r} ({o.heard_by})")
    if not wanted:
        counts["negatives"] += 1
        counts["negatives silent"] += not claims
    return counts, notes


EXTRA = ("grave", "components", "without_the_obvious_word")
SLOTS = ("wish", "response_of_other", "response_of_self")


def components(item: Item) -> tuple[Counts, list[str]]:
    """Compare the CCRT components told in an item with those claimed: slot and cluster."""
    counts: Counts = Counter()
    claims = claimed(item, "episodes")
    told = [(s, c) for e in item["expect"] for s in SLOTS for c in e["attributes"].get(s) or []]
    said = [c for o in claims for c in o.components if c.explicit]
    notes = []
    for slot, c in told:
        hit = next((x for x in said if x.slot == slot and x.cluster == c["cluster"]), None)
        counts["component hit" if hit else "component miss"] += 1
        if hit is None:
            notes.append(f"MISS  {slot} {c['cluster']} {c['words']!r}")
            continue
        said.remove(hit)
        if c.get("polarity"):
            counts[f"polarity {'right' if hit.polarity == c['polarity'] else 'wrong'}"] += 1
    # two parts of one cluster told in one slot are one component of the theme
    again = {(s, c["cluster"]) for s, c in told}
    left = [x for x in said if (x.slot, x.cluster) not in again]
    counts["component false"] += len(left)
    notes += [f"FALSE {x.slot} {x.cluster} {x.words!r}" for x in left]
    return counts, notes


def figures(counts: Counts, code: str = "") -> dict[str, float | int]:
    """Return precision, recall and F1 from counts, for all codes or one."""
    tail = f"/{code}" if code else ""
    hit, miss, false = (counts[f"{name}{tail}"] for name in ("hit", "miss", "false"))
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / (hit + miss) if hit + miss else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "n": hit + miss,
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
    }


def interval(per_item: list[Counts]) -> list[float]:
    """Return the 95% bootstrap interval of F1 over items (500 resamples, fixed seed)."""
    chance = random.Random(1)
    values = sorted(
        figures(sum((chance.choice(per_item) for _ in per_item), Counter()))["f1"]
        for _ in range(RESAMPLES)
    )
    return [values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]]


def measure(ear: str, part: str, *, errors: bool) -> dict[str, Any]:
    """Measure one ear on one part of the gold; with `errors`, print each miss and false claim."""
    per_item, uncued = [], []
    for item in items(ear, part):
        counts, notes = score(item, ear)
        if ear == "episodes":
            parts, unlike = components(item)
            counts += parts
            notes += [f"{note} in {item['text']!r}" for note in unlike]
        per_item.append(counts)
        if not item["cue"]:
            uncued.append(counts)
        if errors:
            for note in notes:
                print(item["id"], note)
    total: Counts = sum(per_item, Counter())
    codes = sorted({k.split("/", 1)[1] for k in total if "/" in k})
    report: dict[str, Any] = {"items": len(per_item), **figures(total), "f1_95": interval(per_item)}
    report["negatives"] = total["negatives"]
    report["negatives_silent"] = round(total["negatives silent"] / max(1, total["negatives"]), 3)
    report["codes"] = {
        c: figures(total, c) for c in codes if figures(total, c)["n"] >= FEWEST_PER_CODE
    }
    report["without_the_obvious_word"] = figures(sum(uncued, Counter()))
    if ear == "episodes":
        named = {n: total[f"component {n}"] for n in ("hit", "miss", "false")}
        report["components"] = figures(Counter(named))
    for name in ("figure", "experiencer", "about", "denied", "tense", "polarity"):
        right, wrong = total[f"{name} right"], total[f"{name} wrong"]
        if right + wrong:
            report[f"{name}_right"] = round(right / (right + wrong), 3)
    if ear == "risk":
        report["grave"] = grave(part)
    return report


def grave(part: str) -> dict[str, int]:
    """Count how many items of high or imminent danger are caught: any present risk is claimed."""
    found: Counts = Counter()
    for item in items("risk", part):
        urgencies = [
            e.get("attributes", {}).get("urgency")
            for e in item["expect"]
            if not e.get("attributes", {}).get("denied")
            and e.get("attributes", {}).get("experiencer", "self") == "self"
        ]
        if not {"high", "imminent"} & set(urgencies):
            continue
        caught = any(
            o.kind == "risk" and o.attributes["urgency"] != "low" and not o.attributes["denied"]
            for o in heard_in(item)
        )
        found["items"] += 1
        found["missed"] += not caught
    return dict(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", default="tuning", choices=("tuning", "set-aside", "all"))
    parser.add_argument("--ear", nargs="*", default=list(KINDS))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    report: dict[str, Any] = {"listener": LISTENER, "part": options.part}
    for ear in options.ear:
        report[ear] = measure(ear, options.part, errors=options.errors)
    if options.json:
        print(json.dumps(report, indent=2))
        return
    print(
        f"{'ear':<12}{'items':>6}{'n':>6}{'P':>8}{'R':>8}{'F1':>8}  95%            silent on negatives"
    )
    for ear in options.ear:
        r = report[ear]
        low, high = r["f1_95"]
        print(
            f"{ear:<12}{r['items']:>6}{r['n']:>6}{r['precision']:>8}{r['recall']:>8}{r['f1']:>8}"
            f"  {low:.2f}-{high:.2f}   {r['negatives_silent']} of {r['negatives']}"
            + "".join(f"  {k} {v}" for k, v in r.items() if k.endswith("_right") or k in EXTRA)
        )


if __name__ == "__main__":
    main()
