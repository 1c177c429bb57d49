"""What the other chair would say to real lines of talk taken one by one, without their context.

    python bench/remarks.py --data DIR [--lines 2000] [--out FILE] [--json]

Each client line of AnnoMI (measuring only) is said in the middle of an hour, after two plain turns
and eight turns of quiet, so that as much as possible is worth a remark. Counted are remarks, how many
end in a question mark, and what is garbled by signs a script can see; the remarks are written to
--out to be read by eye, which is what counts.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from pathlib import Path

import msgspec

from thirdear.formulation.formulation import Formulation, fold
from thirdear.listening.context import Context, attend
from thirdear.listening.listener import hear
from thirdear.speech import Utterance
from thirdear.therapist import psychodynamic
from thirdear.therapist.care import dangers
from thirdear.therapist.form import quotations_hold
from thirdear.therapist.hour import Hour, listened
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.moment import Moment

BEFORE = ("I went to the shop on the corner this morning.", "It was raining, so I took the bus.")
QUIET = {"SIL", "ENC"}
GARBLED = {
    "a word twice": re.compile(r"\b(?!had |that |so |very |really )([a-z']+) \1\b", re.IGNORECASE),
    "verb and person": re.compile(
        r"\b(?:you (?:am|was|is|has|'m)|your (?:am|are|is|was)|i (?:are|is)|you (?:me|my|i)\b)",
        re.IGNORECASE,
    ),
    "cut short": re.compile(r"\b(?:the|a|an|of|to|my|your|and|but|or|with|because)[\"”]?[.?!]$"),
    "marks": re.compile(r" [.,;?!]|[,;]\.|\?\.|\"\"|\{|\}"),
    "small letter first": re.compile(r"^[a-z]"),
}


def lines(data: Path) -> list[str]:
    """Return AnnoMI's client lines in order, each once."""
    with (data / "annomi" / "utterances.csv").open(encoding="utf-8", newline="") as file:
        rows = [r["text"] for r in csv.DictReader(file) if r["interlocutor"] == "client"]
    return list(dict.fromkeys(rows))


def answered(text: str, seed: int) -> Intervention | None:
    """Return what the chair does after `text`, in the middle of an hour; None if it is danger."""
    formulation, context, hour = Formulation(), Context(), Hour()
    for turn, line in enumerate((*BEFORE, text)):
        utterance = Utterance(line, turn=turn, conversation="line", session=2)
        reading = hear(utterance, context)
        context = attend(context, reading)
        formulation = fold(formulation, utterance, reading)
        hour = listened(hour, utterance, reading)
    if dangers(reading):
        return None
    hour = msgspec.structs.replace(hour, since_remark=8, client_turns=12)
    now = Moment(utterance, reading, context, formulation, hour, 1500.0)
    return psychodynamic.respond(now, seed)


def faults(done: Intervention) -> list[str]:
    """Return the signs of a garbled remark that a script can see."""
    outside = re.sub(r'"[^"]*"', '"x"', done.text)
    found = [name for name, sign in GARBLED.items() if sign.search(outside)]
    if not quotations_hold(done.text, done.grounds):
        found.append("quotation")
    return found


def main() -> None:
    """Take the lines one by one and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    danger, said, wrong = 0, [], Counter[str]()
    taken = lines(args.data)[: args.lines]
    for seed, text in enumerate(taken):
        done = answered(text, seed)
        if done is None:
            danger += 1
            continue
        if done.kind in QUIET:
            continue
        said.append((text, done))
        wrong.update(faults(done))
    remarks = [d for _, d in said]
    figures = {
        "lines": len(taken),
        "asked about danger": danger,
        "remarks": len(remarks),
        "end in a question": round(sum(d.text.endswith("?") for d in remarks) / len(remarks), 3),
        "garbled by the script's signs": sum(wrong.values()),
        "kinds": dict(Counter(d.kind for d in remarks).most_common()),
        "most used moves": dict(Counter(d.rule.split("#")[0] for d in remarks).most_common(12)),
    }
    if args.out:
        rows = [f"{d.kind}\t{d.rule}\t{d.text}\t<- {t}" for t, d in said]
        args.out.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=None if args.json else 1))
    for name, count in wrong.most_common():
        print(f"  {name}: {count}")


if __name__ == "__main__":
    main()
