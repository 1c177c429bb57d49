"""What happens when danger is heard: therapy stops, and it is asked about directly and warmly.

A small state machine over the texts in care.toml: what was heard and one clear question; the
answer heard as yes, no or unclear; next steps one at a time, toward people; on with the session
only when it is clear (anchors reference, F3).

A statistical model may only add to this: what the encoder alone takes for a danger is asked about
as a question that may be mistaken, and is left when the person does not take it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from thirdear.listening.observation import Observation, Reading
from thirdear.therapist.intervention import table

_SHORT_SENTENCE = 16
_SOME_WORDS = 3
_MARKS = re.compile(r'["“”«»„]')
_UNMARKED = re.compile(r'[^"“”«»„]+')
_A_NO = re.compile(
    r"^\W*(?:(?!yes|yeah|i\b|maybe|sometimes)[^.!?]{1,32}[.!?]+\s+)?(?:(?:what|god|christ|jesus|oh|sorry|eh|ha|lord|um|uh|well|hm+)\W+){0,4}"
    r"(?:(?:no|nope|never|not at all|of course not|absolutely not)(?=\s*(?:$|[.,!?;:\u2026-])|\s+"
    r"(?:i|i'm|it|it's|that|that's|thanks|thank|not|god|of|honestly|really|never|you)\b))",
    re.IGNORECASE,
)
_NEAR_THE_NO = 2
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
    """An open question about danger: which path, how grave, what has been asked so far.

    `asked` is what the last question was about: "danger" (a no means none), "safety" (a no means
    danger) or "else" (neither yes nor no says anything about danger). `wondered` means that no
    words told of the danger: the encoder alone took it for one.
    """

    path: str
    urgency: str
    unclear: int = 0
    present: int = 0
    said_yes: bool = False
    asked: str = "danger"
    wondered: bool = False


def dangers(reading: Reading, before: Iterable[Observation] = ()) -> list[Observation]:
    """Return the present dangers in a reading, gravest first: what stops the work.

    Another person's danger, a denied one, and one of low urgency do not stop it; a grave danger
    of the past is asked about. What only the encoder takes for a danger stops it when a life may be
    at stake and it is grave, or when the like was told in words `before` in this session.
    """
    earlier = {_path_for(o.code)["id"] for o in before
               if o.kind == "risk" and o.claim == "likely" and _own(o)
               and not o.inferred}  # fmt: skip
    found = [
        o for o in reading.of("risk")
        if _own(o) and _URGENCY.index(str(o.attributes["urgency"])) >= 1
        and not (_only_wondered(o) and _path_for(o.code)["id"] not in earlier)
    ]  # fmt: skip
    return sorted(found, key=lambda o: -_URGENCY.index(str(o.attributes["urgency"])))


def _own(risk: Observation) -> bool:
    return risk.attributes["experiencer"] == "self" and not risk.attributes["denied"]


def _only_wondered(risk: Observation) -> bool:
    """Tell whether it is too little to ask about by itself."""
    if not risk.inferred:
        return False
    if _path_for(risk.code)["id"] not in table("care")["wondered"]["of_life"]:
        return True
    return risk.attributes["urgency"] == "moderate"


def begin(danger: Observation, text: str, where: Where) -> tuple[str, Care]:
    """Return what is said first when `danger` is heard in `text`, and the question now open."""
    path = _path_for(danger.code)
    urgency = str(danger.attributes["urgency"])
    opening = "first"
    if urgency == "imminent":
        opening = "imminent"
    elif danger.attributes["tense"] == "then":
        opening = "past"
    start, end = spoken_place(danger, text)
    care = Care(path["id"], urgency, asked=path["asks"][opening], wondered=danger.inferred)
    if danger.inferred and urgency == "moderate":
        care = msgspec.structs.replace(care, asked="danger")
        return _said(path["wondered"], where, text[start:end]), care
    return _said(path[opening], where, text[start:end]), care


def go_on(care: Care, text: str, reading: Reading, where: Where) -> tuple[str, Care | None]:
    """Hear the answer to an open question; return what is said next, and the care that stays open.

    None for the care means that it is clear and the session may go on.
    """
    path = _path(care.path)
    if any(cue.name in ("stop", "leaving") for cue in reading.cues):
        return _said(table("care")["leaving"]["text"], where), care
    graver = next((d for d in dangers(reading) if not d.inferred), None)
    if graver is not None and (care.wondered or _path_for(graver.code)["id"] != care.path):
        return begin(graver, text, where)
    if graver is not None and _graver(graver, care):
        return begin(graver, text, where)
    heard = "yes" if graver is not None else _answered(care, text, reading)
    if heard == "no" and not care.said_yes:
        return _said(path["clear"], where), None
    if care.said_yes and care.urgency == "moderate" and _no_plan(text, care):
        return _said(path.get("there_but_no_plan", path["clear"]), where), None
    if heard == "unclear" and not care.said_yes:
        return _asked_again(care, path, where)
    steps = path["present"]
    if not path["needs_clear_no"] and care.present >= len(steps):
        return _said(path["clear"], where), None
    step = steps[care.present % len(steps)]
    return _said(step, where), msgspec.structs.replace(
        care, said_yes=True, present=care.present + 1
    )


def _asked_again(care: Care, path: dict[str, Any], where: Where) -> tuple[str, Care | None]:
    """Ask once more after an unclear answer; what was only wondered about is left in the end."""
    wondered = table("care")["wondered"]
    if care.wondered and care.unclear >= wondered["asks_again"][care.urgency]:
        return _said(wondered["unanswered"], where), None
    if care.wondered and care.urgency == "moderate":
        return _said(path["wondered_again"], where), msgspec.structs.replace(care, unclear=1)
    at = care.unclear % len(path["ask_again"])
    return _said(path["ask_again"][at], where), msgspec.structs.replace(
        care, unclear=care.unclear + 1, asked=path["asks"]["ask_again"][at]
    )


def again_later(care: Care) -> Care | None:
    """Return the care that stands open when a new session begins: it is asked afresh.

    A question that may have been mistaken, about nothing grave, is not carried over.
    """
    if care.wondered and care.urgency == "moderate" and not care.said_yes:
        return None
    return Care(care.path, care.urgency, asked=_path(care.path)["asks"]["ask_again"][0])


def spoken_place(danger: Observation, text: str) -> tuple[int, int]:
    """Return where the words to quote stand: the whole sentence when short, else the sign itself.

    What is quoted has no quotation marks inside it.
    """
    start = max((text.rfind(mark, 0, danger.start) for mark in ".!?\n"), default=-1) + 1
    ends = [e for e in (text.find(mark, danger.end) for mark in ".!?\n") if e >= 0]
    end = min(ends, default=len(text))
    if len(text[start:end].split()) > _SHORT_SENTENCE or _MARKS.search(text[start:end]):
        start, end = danger.start, danger.end
        pieces = [m.span() for m in _UNMARKED.finditer(text, start, end) if m.group().strip()]
        start, end = max(pieces, key=lambda p: p[1] - p[0], default=(start, end))
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    while start < end - 1 and text[start].isspace():
        start += 1
    return start, end


def still_open(care: Care, where: Where) -> str:
    """Return what is said when a session begins (or is taken up) while a danger stands open."""
    path = _path(care.path)
    asks = path["asks"]["ask_again"]
    asked = path["ask_again"][asks.index(care.asked) if care.asked in asks else 0]
    return f"Last time something dangerous stood open, and that comes first. {_said(asked, where)}"


def heard_as(text: str, asked: str = "danger", *, helped: bool = False) -> str:
    """Hear an answer as danger ("yes"), clearly none ("no") or "unclear".

    `asked` is what the question was about (see `Care`); `helped` lets help at hand count as
    clear. Only a plain answer is plain: "no one would care" and "never a day without it" are not
    a no, and whatever is not plain is asked again.
    """
    plain = _words(text)
    answers = table("care")["answers"]
    if re.search(r"\b(?:not|isn't|don't feel|never) safe\b|\bunsafe\b", plain):
        return "yes"
    doubtful = any(_in(words, plain) for words in answers["doubt"])
    enough = answers["clear"] + (answers["helped"] if helped else [])
    if not doubtful and any(_in(words, plain) for words in enough):
        return "no"
    if not doubtful and _says_only(plain, answers["no"], answers["beside"]):
        return {"danger": "no", "safety": "yes"}.get(asked, "unclear")
    return "yes" if asked == "danger" and _says_yes(plain) else "unclear"


def _answered(care: Care, text: str, reading: Reading) -> str:
    """Hear an answer for one path: what is said, and what was expressly denied in it."""
    path = _path(care.path)
    illness = path["id"] in ("medical", "mania", "psychosis", "body_and_substances")
    heard = heard_as(text, care.asked, helped=illness or not path["needs_clear_no"])
    if heard != "unclear":
        return heard
    doubtful = any(_in(words, _words(text)) for words in table("care")["answers"]["doubt"])
    if care.asked == "danger" and _begins_with_no(text):
        return "no"
    denied = any(o.attributes["denied"] and o.code in path["codes"] for o in reading.of("risk"))
    if denied and not doubtful:
        return "no"
    if path["needs_clear_no"] or doubtful:
        return "unclear"
    safe = care.asked == "safety" and _says_yes(_words(text))
    return "no" if safe or len(text.split()) >= _SOME_WORDS else "unclear"


def _begins_with_no(text: str) -> bool:
    """Tell whether an answer begins with a plain no, whatever is said after it.

    "No. For the love of God. I made up a horse." The sentence of the no, and the one after it,
    must hold no doubt: "No, not really, but sometimes" is asked again.
    """
    if not _A_NO.search(text):
        return False
    near = _words(" ".join(re.split(r"(?<=[.!?])\s+", text.strip())[:_NEAR_THE_NO]))
    return not any(_in(words, near) for words in table("care")["answers"]["doubt"])


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower().replace("’", "'")))


def _in(words: str, plain: str) -> bool:
    return f" {words} " in f" {plain} "


def _says_yes(plain: str) -> bool:
    answers = table("care")["answers"]
    return plain in answers["short_yes"] or any(
        plain == words or plain.startswith(f"{words} ") for words in answers["yes"]
    )


def _says_only(plain: str, needed: list[str], beside: list[str]) -> bool:
    """Tell whether an answer is made of nothing but these phrases, with one of `needed` in it."""
    rest, found = f" {plain} ", False
    for words in sorted((*needed, *beside), key=len, reverse=True):
        while f" {words} " in rest:
            rest = rest.replace(f" {words} ", "  ", 1)
            found = found or words in needed
    return found and not rest.strip()


def _no_plan(text: str, care: Care) -> bool:
    """Hear the answer to "how or when?": a clear no plan, right after it was asked."""
    plain, answers = _words(text), table("care")["answers"]
    said = any(_in(words, plain) for words in answers["no_plan"])
    doubtful = any(_in(words, plain) for words in answers["doubt"])
    return (said and not doubtful) or (care.present == 1 and heard_as(text) == "no")


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
