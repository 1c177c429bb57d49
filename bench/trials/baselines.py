"""The same client lines, answered by others: an ELIZA, an assistant-style replier, and silence.

    pip install --target build/eliza -r bench/trials/requirements.txt
    PYTHONPATH=build/eliza python bench/trials/baselines.py build/trials/kept/*.jsonl --out build/trials/kept

Writes NAME-SESSION.eliza.jsonl, .assistant.jsonl and .silence.jsonl in the transcript's form. The
ELIZA is the package oureliza 1.2.1 (MIT) with its own DOCTOR script; without it the other two are
written. The client's lines were said to the program, not to these: an answer to what it said stays.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Reply = Callable[[str], str]

# What a friendly assistant says: warmth, advice, a question, every time. Written for this kit.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bboss|\bwork|\bjob|\boffice|\bshift|\bmanager|\bcolleague", (
        "That sounds really stressful, and your frustration is completely valid. It might help to write down specific incidents and set clear boundaries at work. Have you considered talking to someone in HR about it?",
        "I'm sorry you're dealing with that at work. Try to make time for breaks and remember that your worth isn't defined by your job. What would an ideal working day look like for you?",
    )),
    (r"\bmother|\bmum\b|\bmam\b|\bmom\b|\bamma\b|\bammi\b|\bmami\b", (
        "Relationships with mothers can be so complicated, and it's great that you're reflecting on this. You could try using \"I\" statements to let her know how you feel. How do you think she would respond?",
        "It's wonderful how much you care about your mum. At the same time, it's important to set healthy boundaries and look after yourself too. What is one small boundary you could set this week?",
    )),
    (r"\bfather|\bdad\b|\bpop\b|\bappa\b|\babu\b|\bbaba\b|\bstepdad", (
        "Thank you for sharing something so personal about your father. Many people find it healing to write a letter they never send. Would you be open to trying that?",
        "It makes sense that this still affects you. Remember that you can't change the past, but you can choose how you respond now. What would you like your relationship with him to look like?",
    )),
    (r"\bhusband|\bwife|\bpartner|\bgirlfriend|\bboyfriend|\bmarri|\bfianc", (
        "That sounds painful, and it's completely understandable. Open, honest communication is key in relationships, so consider setting aside a calm moment to talk. What would you most like them to understand?",
        "Relationships take work, and it's clear you're trying hard. You might suggest a weekly check-in together. Do you think couples counselling could help?",
    )),
    (r"\bsister|\bbrother|\bson\b|\bdaughter|\bkids?\b|\bbaby|\bchild", (
        "Family dynamics can be really challenging, and you're doing an amazing job. Try to take a few minutes of self-care for yourself every day. Is there someone who could support you with this?",
        "It's clear how much your family means to you. It may help to have an open conversation about how you're feeling. What do you think is holding you back?",
    )),
    (r"\bdied|\bdeath|\bgrie|\bfuneral|\bmiss (?:him|her)|\bpassed", (
        "I'm so sorry for your loss. Grief has no timeline, and whatever you feel is okay. Joining a support group can be really helpful; have you thought about that?",
        "Losing someone is one of the hardest things there is. Be gentle with yourself, and consider making a memory box. What is a favourite memory of them?",
    )),
    (r"\bsleep|\bawake|\btired|\bexhaust|\bnight", (
        "Poor sleep can make everything feel harder. Try keeping a regular bedtime, limiting screens and doing a short relaxation exercise. Have you noticed what helps you unwind?",
    )),
    (r"\banxi|\bpanic|\bscared|\bafraid|\bfear|\bworr|\btight|\bstomach|\bchest", (
        "Anxiety can feel overwhelming, but you're not alone and it will get better. Try the 4-7-8 breathing technique or grounding with your five senses. What usually triggers it?",
        "That sounds really uncomfortable. It can help to challenge the anxious thought by asking what evidence there is for it. What would you tell a friend in your situation?",
    )),
    (r"\bangry|\banger|\bfurious|\braging|\bannoyed|\bhate|\bcross\b", (
        "It's okay to feel angry; anger is a normal emotion. Exercise or journaling can be a healthy outlet. What do you think is underneath the anger?",
        "Your anger is valid. Before reacting, try counting to ten and taking a deep breath. How have you handled situations like this in the past?",
    )),
    (r"\bsad\b|\bcry|\btears|\bdepress|\bempty|\balone|\blonely|\bnumb", (
        "I'm really sorry you're feeling this way, and I'm glad you told me. Reaching out to a friend or doing one enjoyable thing today can make a difference. What is something that usually lifts your mood?",
        "Thank you for being so open and brave. Remember to practise self-compassion; you deserve kindness. Is there someone you trust that you could talk to?",
    )),
    (r"\bdream", (
        "Dreams can be a fascinating window into our minds! This one may reflect some unresolved stress in your life. What do you think it means?",
    )),
    (r"\bashamed|\bguilt|\bsorry\b|\bstupid|\bmy fault|\bbad person", (
        "Please don't be so hard on yourself; you're doing the best you can. Try replacing that thought with a more balanced one. What is one thing you like about yourself?",
    )),
    (r"\?\s*$", (
        "That's a great question! There's no one-size-fits-all answer, but a good first step is to list your options with pros and cons. Which option feels right to you?",
    )),
)  # fmt: skip
ANYTHING = (
    "Thank you for sharing that with me. It sounds like you've been going through a lot, and your feelings are valid. What do you think would help you most right now?",
    "I hear you, and that sounds really tough. It might help to break things down into small, manageable steps. What could be a first step for you?",
    "That's a really important insight, well done for noticing it! Journaling about it this week could help you spot patterns. How does that sound?",
    "It's completely normal to feel that way. Remember to take care of yourself, with rest, movement and time with people you love. What does self-care look like for you?",
    "I appreciate you opening up. You've shown a lot of strength already. What are some things you can do to support yourself today?",
    "It makes sense that you'd feel that way given everything. Setting a realistic goal can give a sense of control. What would you like to be different?",
)


def assistant(seed: int) -> Reply:
    """Warm, advising, asking: one of a few hundred words for each topic, never twice in a row."""
    chance = random.Random(seed)
    last = ""

    def reply(text: str) -> str:
        nonlocal last
        fitting = [
            a for pattern, answers in TOPICS if re.search(pattern, text, re.I) for a in answers
        ]
        last = chance.choice([a for a in fitting or ANYTHING if a != last] or list(ANYTHING))
        return last

    return reply


def eliza(seed: int) -> Reply:
    """The package's own ELIZA; its choices come from the module `random`."""
    from oureliza.eliza import Eliza  # type: ignore[import-not-found]

    random.seed(seed)
    doctor = Eliza()

    def reply(text: str) -> str:
        return str(doctor.respond(text) or "Please go on.")

    return reply


def answered(lines: list[dict[str, Any]], source: str, reply: Reply | None) -> list[dict[str, Any]]:
    """The same transcript with another in the chair; why and dispute are left out."""
    about = {**lines[0], "source": source}
    kept: list[dict[str, Any]] = [about]
    turn = 0
    for line in lines[1:]:
        client, program = line["client"], line["program"]
        left = {"remaining_s": program["remaining_s"]}
        if client is None:
            answer = {**program, "text": None}
        elif program["type"] == "ended":
            answer = {
                "type": "ended",
                "turn": turn,
                "reason": program["reason"],
                "text": None,
                **left,
            }
        elif "text" in client and reply:
            answer = {"type": "therapist", "turn": turn + 2, "text": reply(client["text"]), **left}
            turn += 2
        elif "text" in client or "silence_s" in client:
            turn += "text" in client
            answer = {"type": "silence", "turn": turn, **left}
        else:
            continue
        kept.append({**line, "program": answer})
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("transcripts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    makers: dict[str, Callable[[int], Reply] | None] = {
        "eliza": eliza, "assistant": assistant, "silence": None,
    }  # fmt: skip
    for path in args.transcripts:
        lines = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()]
        if lines[0]["source"] != "thirdear":
            continue
        for source, make in makers.items():
            try:
                kept = answered(lines, source, make and make(args.seed))
            except ImportError:
                print("No ELIZA: install bench/trials/requirements.txt to have it.")
                continue
            out = args.out / f"{path.stem}.{source}.jsonl"
            text = "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in kept)
            out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
