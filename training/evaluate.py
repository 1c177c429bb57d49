"""Measure a predictor on the gold (tuning part and part set aside) and on talk not written for it.

The gold and the corpus were written by a language model; no clinician has rated either.
Thresholds come from the gold's tuning part; the part set aside is only reported.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

from corpora import codes_of, own_feelings, risk_targets  # noqa: E402
from meaning import ANXIETY, DEFENCES, FEELINGS, RISK  # noqa: E402

GOLD = Path(__file__).parents[1] / "bench" / "gold"
Scores = dict[str, np.ndarray]
Predict = Callable[[list[str], list[list[tuple[str, str]]]], Scores]
Item = dict[str, Any]


def gold(ear: str, part: str) -> list[Item]:
    """Read one ear's gold; the third that is set aside as in bench/listening.py."""
    found = []
    for line in (GOLD / f"{ear}.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        aside = int(hashlib.sha256(item["id"].encode()).hexdigest()[:8], 16) % 3 == 0
        if part == "all" or aside == (part == "set-aside"):
            found.append(item)
    return found


def annomi(data: Path) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """Read AnnoMI's client lines with the three turns before each (for measuring only)."""
    texts, contexts = [], []
    said: list[tuple[str, str]] = []
    last = ""
    with (data / "annomi" / "utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["transcript_id"] != last:
                said, last = [], row["transcript_id"]
            if row["interlocutor"] == "client":
                texts.append(row["text"])
                contexts.append(said[-3:])
            said.append((row["interlocutor"], row["text"]))
    return texts, contexts


def heard(predict: Predict, items: list[Item]) -> Scores:
    """Run a predictor over gold items."""
    return predict(
        [i["text"] for i in items],
        [[(c["speaker"], c["text"]) for c in i.get("context") or []] for i in items],
    )


def _share(part: float, whole: float) -> float:
    return round(float(part) / float(whole), 3) if whole else 0.0


def _of(part: np.ndarray, whole: np.ndarray) -> str:
    return f"{int(part.sum())}/{int(whole.sum())}"


# --- risk -------------------------------------------------------------------------------------


def risk_rows(predict: Predict, part: str) -> dict[str, np.ndarray]:
    """Return for one part of the gold: danger scores, what is grave, danger, and negative."""
    items = gold("risk", part)
    scores = heard(predict, items)
    danger = [risk_targets(i["expect"])[1] for i in items]
    return {
        "score": scores["danger"][:, 0],
        "grave_score": scores["danger"][:, 1],
        "grave": np.array(["grave" in d for d in danger]),
        "danger": np.array(["danger" in d for d in danger]),
        "negative": np.array([not i["expect"] for i in items]),
    }


def risk(predict: Predict, data: Path) -> dict[str, Any]:
    """Recall first: bars at which 98% or 95% of grave tuning items are heard, and their cost."""
    tuning, aside = (risk_rows(predict, p) for p in ("tuning", "set-aside"))
    client, before = annomi(data)
    ordinary = predict(client, before)["danger"][:, 0]
    with (data / "risk_language" / "risk_language.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    language = predict([r["text"] for r in rows], [[] for _ in rows])["danger"][:, 0]
    label = np.array([r["label"] for r in rows])
    written = np.array([r["origin"].startswith("written") for r in rows])
    found: dict[str, Any] = {}
    reached = np.sort(tuning["score"][tuning["grave"]])
    bars = {
        f"tuning recall {q}": float(reached[int((1 - q) * len(reached))]) for q in (0.98, 0.95, 0.9)
    }
    for name, bar in {**bars, "0.5": 0.5}.items():
        one: dict[str, Any] = {"bar": round(bar, 3)}
        for part, r in (("tuning", tuning), ("set-aside", aside)):
            hit = r["score"] >= bar
            one[part] = {
                "grave missed": _of(~hit & r["grave"], r["grave"]),
                "danger recall": _share((hit & r["danger"]).sum(), r["danger"].sum()),
                "negatives claimed": _of(hit & r["negative"], r["negative"]),
            }
        high, none, said = label == "risk_high", label == "none", language >= bar
        one["risk_language"] = {
            "high missed": _of(high & ~said, high),
            "none claimed, written": _of(none & written & said, none & written),
            "none claimed, Reddit": _of(none & ~written & said, none & ~written),
        }
        one["AnnoMI claimed per 1000"] = round(1000 * float((ordinary >= bar).mean()), 1)
        found[name] = one
    codes = {}
    for part in ("tuning", "set-aside"):
        items = gold("risk", part)
        scores = heard(predict, items)["risk"]
        truth = np.array([[c in risk_targets(i["expect"])[0] for c in RISK] for i in items])
        codes[part] = round(macro_f1(truth, scores >= 0.5), 3)
    found["macro-F1 of the ten kinds at 0.5"] = codes
    return found


def macro_f1(truth: np.ndarray, said: np.ndarray) -> float:
    """Return the mean F1 over the columns that occur in the truth."""
    hit, false, miss = ((truth & said).sum(0), (~truth & said).sum(0), (truth & ~said).sum(0))
    f1 = 2 * hit / np.maximum(2 * hit + false + miss, 1)
    return float(f1[truth.any(0)].mean())


# --- feelings ---------------------------------------------------------------------------------


def feeling_tables(predict: Predict, part: str) -> tuple[np.ndarray, ...]:
    """Return truth, forgiven codes (`or`), scores, and whether a feeling word is there."""
    items = gold("feelings", part)
    truth = np.array([[c in own_feelings(i["expect"]) for c in FEELINGS] for i in items])
    also = np.array([
        [any(c in e.get("or", []) for e in i["expect"]) for c in FEELINGS] for i in items
    ])  # fmt: skip
    return (
        truth,
        also,
        heard(predict, items)["feelings"],
        np.array([bool(i.get("cue")) for i in items]),
    )


def _forgiven(truth: np.ndarray, also: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Count a code that a careful colleague could give as the expected one."""
    said = said.copy()
    for row in range(len(said)):
        if (said[row] & also[row]).any():
            said[row] |= truth[row]
            said[row] &= ~(also[row] & ~truth[row])
    return said


def feelings(predict: Predict) -> dict[str, Any]:
    """Macro-F1 over the 20 codes with one bar, chosen on the tuning part."""
    truth, also, scores, cue = feeling_tables(predict, "tuning")
    bars = np.arange(0.1, 0.91, 0.05)
    best = max(bars, key=lambda b: macro_f1(truth, _forgiven(truth, also, scores >= b)))
    found: dict[str, Any] = {"bar": round(float(best), 2)}
    for part in ("tuning", "set-aside"):
        truth, also, scores, cue = feeling_tables(predict, part)
        said = _forgiven(truth, also, scores >= best)
        quiet = ~truth.any(1)
        hit, false, miss = (truth & said).sum(), (said & ~truth).sum(), (truth & ~said).sum()
        nocue = ~cue
        found[part] = {
            "macro-F1 all": round(macro_f1(truth, said), 3),
            "macro-F1 no feeling word": round(macro_f1(truth[nocue], said[nocue]), 3),
            "micro-F1 all": _share(2 * hit, 2 * hit + false + miss),
            "micro-F1 no feeling word": _share(
                2 * (truth & said)[nocue].sum(), truth[nocue].sum() + said[nocue].sum()
            ),
            "precision": _share(hit, hit + false),
            "recall": _share(hit, hit + miss),
            "not own or none, silent": _of(quiet & ~said.any(1), quiet),
        }
    return found


# --- defences and anxiety: one strongest code, with abstention -----------------------------------


def claims(predict: Predict, ear: str, kind: str, part: str) -> list[tuple[float, bool, bool, str]]:
    """Return for each gold item: strength, whether right, whether something was there, the code."""
    names = {"defence": DEFENCES, "anxiety": ANXIETY}[kind]
    items = gold(ear, part)
    scores = heard(predict, items)[ear]
    found = []
    for item, row in zip(items, scores, strict=True):
        at = 1 + int(row[1:].argmax())
        expected = set(codes_of(item["expect"], kind))
        also = {c for e in item["expect"] for c in e.get("or", [])}
        free = {f.get("code") for f in item.get("free", [])}
        right = names[at] in expected | (also if expected else set())
        if names[at] in free and not right:
            continue
        found.append((float(row[at]), right, bool(expected), names[at]))
    return found


def at_bar(rows: list[tuple[float, bool, bool, str]], bar: float) -> dict[str, Any]:
    """Return precision, recall and silence at one bar."""
    said = [r for r in rows if r[0] >= bar]
    quiet = [r for r in rows if not r[2]]
    return {
        "precision": _share(sum(r[1] for r in said), len(said)),
        "recall": _share(sum(r[1] for r in said), sum(r[2] for r in rows)),
        "claims": len(said),
        "negatives silent": _share(sum(r[0] < bar for r in quiet), len(quiet)),
    }


def abstaining(predict: Predict, ear: str, kind: str, data: Path) -> dict[str, Any]:
    """Sweep the bar; choose on tuning the lowest whose precision reaches 0.85."""
    tuning, aside = (claims(predict, ear, kind, p) for p in ("tuning", "set-aside"))
    client, before = annomi(data)
    ordinary = predict(client, before)[ear][:, 1:].max(1)
    bars = [round(float(b), 2) for b in np.arange(0.1, 0.991, 0.05)] + [0.97, 0.98, 0.99]
    enough = [
        b
        for b in bars
        if at_bar(tuning, b)["precision"] >= 0.85 and at_bar(tuning, b)["claims"] >= 15
    ]
    chosen = min(enough) if enough else None
    sweep = sorted({0.3, 0.5, 0.7, 0.8, 0.9, 0.95} | ({chosen} if chosen else set()))
    return {
        "bar for precision 0.85 on tuning": chosen,
        "sweep": {
            bar: {
                "tuning": at_bar(tuning, bar),
                "set-aside": at_bar(aside, bar),
                "AnnoMI claimed per 1000": round(1000 * float((ordinary >= bar).mean()), 1),
            }
            for bar in sweep
        },
        "right when forced to name one (positives only)": {
            part: _share(sum(r[1] for r in rows if r[2]), sum(r[2] for r in rows))
            for part, rows in (("tuning", tuning), ("set-aside", aside))
        },
    }


def evaluate(predict: Predict, data: Path) -> dict[str, Any]:
    """Measure all ears; each set of texts is run once."""
    kept: dict[int, Scores] = {}

    def once(texts: list[str], contexts: list[list[tuple[str, str]]]) -> Scores:
        key = hash((tuple(texts), str(contexts)))
        if key not in kept:
            kept[key] = predict(texts, contexts)
        return kept[key]

    return {
        "risk": risk(once, data),
        "feelings": feelings(once),
        "defences": abstaining(once, "defences", "defence", data),
        "anxiety": abstaining(once, "anxiety", "anxiety", data),
    }


def brief(found: dict[str, Any]) -> list[str]:
    """Say the figures in a few lines."""
    lines = []
    for name, one in found["risk"].items():
        lines.append(f"risk {name}: {json.dumps(one)}")
    lines.append(f"feelings: {json.dumps(found['feelings'])}")
    for ear in ("defences", "anxiety"):
        one = found[ear]
        forced = json.dumps(one["right when forced to name one (positives only)"])
        lines.append(f"{ear}: bar {one['bar for precision 0.85 on tuning']}, forced {forced}")
        lines += [f"   {bar}: {json.dumps(row)}" for bar, row in one["sweep"].items()]
    return lines


def main() -> None:
    """Measure float weights or an exported model: evaluate.py --data DIR (--pt F | --onnx DIR)."""
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pt", type=Path)
    parser.add_argument("--onnx", type=Path, help="folder with encoder.onnx and tokenizer.json")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--bare", action="store_true", help="without what was said before")
    args = parser.parse_args()
    if args.pt:
        import torch
        from network import Network
        from train import predictor

        net = Network()
        net.load_state_dict(torch.load(args.pt))
        predict = predictor(net)
    else:
        from meaning import Meaning

        meaning = Meaning(
            (args.onnx / "encoder.onnx").read_bytes(),
            (args.onnx / "tokenizer.json").read_text(encoding="utf-8"),
        )
        predict = lambda texts, contexts: meaning.heads(texts, contexts).scores  # noqa: E731
    hear = (lambda t, c: predict(t, [()] * len(t))) if args.bare else predict
    found = evaluate(hear, args.data)
    print("\n".join(brief(found)))
    if args.json:
        args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
