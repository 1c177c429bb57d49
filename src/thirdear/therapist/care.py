"""What happens when danger is heard: therapy stops, and it is asked about directly and warmly.

A small state machine over the texts in care.toml: what was heard and one clear question; the
answer heard as yes, no or unclear; next steps one at a time, toward people; on with the session
only when it is clear. No statistical model is in this path (anchors reference, F3).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from thirdear.listening.observation import Observation, Reading
from thirdear.therapist.intervention import table

_SHORT_SENTENCE = 16
_URGENCY = ("low", "moderate", "high", "imminent")


class Where(msgspec.Struct, frozen=True):
    """Where to turn, as short texts ready to be said (from the country's file and the welcome)."""

    lines: str
    short: str
    emergency: str
    care: str
    abuse: str = ""
    contact: str = ""


class Care(msgspec.Struct, frozen=True):
    """An open question about danger: which path, how grave, what has been asked so far."""

    path: str
    urgency: str
    unclear: int = 0
    present: int = 0
    said_yes: bool = False


def dangers(reading: Reading) -> list[Observation]:
    """Return the present dangers in a reading, gravest first: what stops the work.

    Another person's danger, a denied one, and one of low urgency do not stop it; a grave danger
    of the past is asked about.
    """
    found = [
        o for o in reading.of("risk")
        if o.attributes["experiencer"] == "self" and not o.attributes["denied"]
        and _URGENCY.index(str(o.attributes["urgency"])) >= 1
    ]  # fmt: skip
    return sorted(found, key=lambda o: -_URGENCY.index(str(o.attributes["urgency"])))


def begin(danger: Observation, text: str, where: Where) -> tuple[str, Care]:
    """Return what is said first when `danger` is heard in `text`, and the question now open."""
    path = _path_for(danger.code)
    urgency = str(danger.attributes["urgency"])
    opening = path["first"]
    if urgency == "imminent":
        opening = path["imminent"]
    elif danger.attributes["tense"] == "then":
        opening = path["past"]
    return _said(opening, where, spoken_words(danger, text)), Care(path["id"], urgency)


def go_on(care: Care, text: str, reading: Reading, where: Where) -> tuple[str, Care | None]:
    """Hear the answer to an open question; return what is said next, and the care that stays open.

    None for the care means that it is clear and the session may go on.
    """
    path = _path(care.path)
    graver = next(iter(dangers(reading)), None)
    if graver is not None and _path_for(graver.code)["id"] != care.path:
        return begin(graver, text, where)
    if graver is not None and _graver(graver, care):
        return begin(graver, text, where)
    heard = "yes" if graver is not None else heard_as(text)
    if not path["needs_clear_no"] and heard == "unclear" and len(text.split()) >= 3:
        heard = "no"
    if heard == "no" and not care.said_yes:
        return _said(path["clear"], where), None
    if care.said_yes and care.urgency == "moderate" and _no_plan(text, care):
        return _said(path.get("there_but_no_plan", path["clear"]), where), None
    if heard == "unclear" and not care.said_yes:
        asked = path["ask_again"]
        again = asked[care.unclear % len(asked)]
        return _said(again, where), msgspec.structs.replace(care, unclear=care.unclear + 1)
    steps = path["present"]
    step = steps[care.present % len(steps)]
    return _said(step, where), msgspec.structs.replace(
        care, said_yes=True, present=care.present + 1
    )


def spoken_words(danger: Observation, text: str) -> str:
    """Return the words to quote: the whole sentence when it is short, else the sign itself."""
    start = max((text.rfind(mark, 0, danger.start) for mark in ".!?\n"), default=-1) + 1
    ends = [e for e in (text.find(mark, danger.end) for mark in ".!?\n") if e >= 0]
    sentence = text[start : min(ends, default=len(text))].strip()
    words = sentence if len(sentence.split()) <= _SHORT_SENTENCE else danger.quote
    return words.split('"')[0].strip() or danger.quote.replace('"', "").strip()


def still_open(care: Care, where: Where) -> str:
    """Return what is said when a session begins (or is taken up) while a danger stands open."""
    asked = _path(care.path)["ask_again"][0]
    return f"Last time something dangerous stood open, and that comes first. {_said(asked, where)}"


def heard_as(text: str) -> str:
    """Hear an answer to the direct question as "yes", "no" or "unclear".

    What comes first counts; a long answer that opens with neither is unclear, and unclear is
    asked again: when in doubt, the program does less and asks.
    """
    plain = " ".join(re.findall(r"[\w']+", text.lower().replace("’", "'")))
    answers = table("care")["answers"]
    if re.match(r"(?:no|nope|nah|not)\b.*\bbut\b", plain):
        return "unclear"
    if re.search(r"\bnot safe\b|\bisn't safe\b|\bunsafe\b", plain):
        return "yes"
    for phrase in sorted(answers["no"], key=len, reverse=True):
        if plain == phrase or plain.startswith(f"{phrase} "):
            return "no"
        if len(phrase.split()) > 1 and re.search(rf"\b{re.escape(phrase)}\b", plain):
            return "no"
    if plain in answers["short_yes"]:
        return "yes"
    for phrase in sorted(answers["yes"], key=len, reverse=True):
        if plain == phrase or plain.startswith(f"{phrase} "):
            return "yes"
    return "unclear"


def _no_plan(text: str, care: Care) -> bool:
    """Hear the answer to "how or when?": a clear no plan, right after it was asked."""
    plain = " ".join(re.findall(r"[\w']+", text.lower().replace("’", "'")))
    said = any(p in plain for p in table("care")["answers"]["no_plan"])
    return said or (care.present == 1 and heard_as(text) == "no")


def _graver(danger: Observation, care: Care) -> bool:
    new, known = str(danger.attributes["urgency"]), care.urgency
    return _URGENCY.index(new) > _URGENCY.index(known) and new == "imminent"


def _said(text: str, where: Where, quote: str = "") -> str:
    filled = text.format(
        quote=quote,
        lines=where.lines,
        short=where.short,
        emergency=where.emergency,
        care=where.care,
        abuse=where.abuse or where.lines,
        abuse_short=where.abuse or where.short,
        contact=where.contact,
    )
    return re.sub(r" +([.?])", r"\1", re.sub(r" {2,}", " ", filled)).strip()


def _path(name: str) -> dict[str, Any]:
    return next(p for p in table("care")["path"] if p["id"] == name)


@cache
def _path_for(code: str) -> dict[str, Any]:
    return next(p for p in table("care")["path"] if code in p["codes"])
