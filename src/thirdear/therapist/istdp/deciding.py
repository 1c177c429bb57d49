"""Decides what the ISTDP-informed way does: the decision table read from above, first match wins.

Every row that matches is held against the limits: the gate of capacity, the anxiety that bounds
pressure, the loop limits, the last twelve minutes, the dosage, and what a person alone with the
program may meet. A row that cannot say anything within them gives way to the next one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from thirdear.speech import Quote
from thirdear.therapist import answers, psychodynamic
from thirdear.therapist.form import keeps_form
from thirdear.therapist.hour import spoken_form
from thirdear.therapist.intervention import Intervention, silence
from thirdear.therapist.istdp.course import Course
from thirdear.therapist.istdp.data import kind, limits, rows, said, table, ways
from thirdear.therapist.istdp.signals import SIGNALS, Noticed, gate, most_pressure
from thirdear.therapist.istdp.slots import Slots, filled, slots
from thirdear.therapist.moment import Moment
from thirdear.therapist.wording import chooser

_CLARIFY = {
    "guess": "cld_guess", "thinking": "cld_thinking", "excuse": "cld_thinking",
    "vague": "cld_vague", "small": "cld_small", "self_attack": "cld_inward", "laugh": "cld_laugh",
    "helpless": "cld_helpless",
}  # fmt: skip
_REGULATING = ("cnt_still", "cnt_ease", "cnt_slow", "val_steady", "ack_stay", "rec_body")
_MANY_QUESTIONS = 2
_SILENT, _SPOKEN = "silence", "enc"
_SAYS_ASKED = re.compile(r"\bI(?: had| have)? (?:asked|pushed|went too far|was pressing)\b")
_SAYS_AGAIN = re.compile(r"\b(?:again|once more|[Ee]ach time|has had its turn)\b")
_FIRST = re.compile(r"[^.!?;\n]+")


def respond(
    moment: Moment, seed: int, *, course: Course, accompanied: bool = False
) -> Intervention:
    """Decide what to do after the person has spoken: an intervention, or silence.

    `course` already holds this utterance (`listened`). Alone with the program (not
    `accompanied`) only the graded form can be met: no challenge, no head-on collision, no
    portrayal. Pure: the same moment, course and seed give the same answer. Danger is not handled
    here; the room asks `care` first. Eased off, the psychodynamic way answers.
    """
    chance = chooser(seed, moment.utterance.session, moment.utterance.turn)
    quiet = _quiet(course)
    over = course.triad.band.startswith("over") or course.triad.fragile is not None
    wished = course.triad.eases != ""
    stays = bool(moment.cues("leaving") and said(moment.utterance.text, "eases.stays"))
    if not wished and not stays:
        asked = answers.answer(moment, chance)
        if asked is not None and (not over or asked.kind == "FRM" or moment.cues("stop")):
            return asked
    if moment.hour.hushed and not over and not wished:
        return silence(gate(moment), "You asked for quiet.")
    for row, noticed in _matching(moment, course):
        if quiet and not row.get("always"):
            continue
        if row.get("accompanied") and not accompanied:
            continue
        made = _made(row, moment, course, noticed, chance)
        if made is not None and (accompanied or _for_one_alone(made)):
            return made
    if quiet:
        return psychodynamic.respond(moment, seed)
    return silence(gate(moment), "Nothing needed to be said.")


def _quiet(course: Course) -> bool:
    """Tell whether the quieter way has taken over."""
    return course.quiet or course.over or course.red >= limits()["reds"]


def _for_one_alone(made: Intervention) -> bool:
    return bool(kind(made.kind)["alone"])


def _matching(moment: Moment, course: Course) -> Iterator[tuple[dict[str, Any], Noticed]]:
    """Yield the rows whose signal is there, first to last."""
    for row in rows():
        noticed = SIGNALS[row["signal"]](moment, course)
        if noticed is None or any(SIGNALS[s](moment, course) for s in row.get("unless", ())):
            continue
        since = course.turns - course.moved_at.get(row["id"], -99)
        if since <= row.get("rest", 0) or course.moved.get(row["id"], 0) >= row.get(
            "a_session", 99
        ):
            continue
        if row.get("striated") and not course.striated:
            continue
        yield row, noticed


def _made(
    row: dict[str, Any], moment: Moment, course: Course, noticed: Noticed, chance: random.Random
) -> Intervention | None:
    """Return what a row says within all limits; None where it cannot say anything."""
    always = bool(row.get("always"))
    at_hand = slots(moment, course, noticed)
    for move in _moves(row, course):
        if move == _SILENT:
            return _nothing_said(row, moment)
        code = table("repertoire")[move]["kind"]
        if not _allowed(code, row, moment, course):
            continue
        made = _worded(row, move, moment, course, at_hand, chance)
        if made is None or (not always and _too_much(row, made, moment, course)):
            continue
        return made
    return None


def _moves(row: dict[str, Any], course: Course) -> list[str]:
    """Return a row's moves, the one whose turn it is first, then those after it, then the rest."""
    moves = [_CLARIFY.get(course.triad.way, "cld_any") if m == "way" else m for m in row["move"]]
    at = min(course.moved.get(row["id"], 0) // row.get("times", 99), len(moves) - 1)
    ordered = moves[at:] + [m for m in moves[:at] if m != _SILENT]
    if row["signal"] in ("suspected", "red", "red_still", "amber", "amber_still", "sides"):
        ordered += [m for m in _REGULATING if m not in ordered]
    return ordered


def _allowed(code: str, row: dict[str, Any], moment: Moment, course: Course) -> bool:
    """Tell whether a kind may be used now, whatever the words."""
    data: dict[str, Any] = kind(code)
    if gate(moment) not in data["gates"] and not row.get("always"):
        return False
    if course.over_threshold and not (data.get("regulates") or code in ("SIL", "ENC", "CSD")):
        return False
    if moment.remaining_s <= limits()["last_minutes_s"] and code not in limits()["late"]:
        return False
    if not data.get("pressure"):
        return True
    return _pressure_allowed(code, moment, course)


def _pressure_allowed(code: str, moment: Moment, course: Course) -> bool:
    """Hold a pressing kind against the anxiety, the will, the alliance and the loop limits."""
    if course.rest > 0 or course.over_threshold or gate(moment) in ("G0", "G1", "GR"):
        return False
    if course.will == "not_mine":
        return False
    if course.pressure >= most_pressure(course) or course.unknown >= limits()["unknown"]:
        return False
    if code in ("CHA", "HOC") and (course.red or not course.striated):
        return False
    if code == "CHA":
        return course.challenges < int(limits()["challenges"])
    return code != "HOC" or course.collisions < int(limits()["collisions"])


def _too_much(row: dict[str, Any], made: Intervention, moment: Moment, course: Course) -> bool:
    """Tell whether a remark would go beyond the dosage; a nod always fits."""
    if course.turns < limits()["enough_turns"]:
        return False
    waits = bool(row.get("waits"))
    most: float = limits()["replies_waiting" if waits else "replies"]
    long = course.turns >= limits()["many_turns"]
    if (waits or long) and course.replies + 1 > most * course.turns:
        return True
    words = moment.hour.remark_words + len(made.text.split())
    share: float = words / max(1, words + moment.hour.client_words)
    most_words: float = limits()["words_waiting" if waits else "words"]
    return made.kind != "ENC" and share > most_words


def _nothing_said(row: dict[str, Any], moment: Moment) -> Intervention:
    return Intervention("SIL", 0, "", (), gate(moment), row["id"], row["because"],
                        row["alternative"])  # fmt: skip


def _worded(
    row: dict[str, Any],
    move: str,
    moment: Moment,
    course: Course,
    at_hand: Slots,
    chance: random.Random,
) -> Intervention | None:
    """Return the first wording of a move that can be filled, is not worn and keeps the form."""
    entry = table("repertoire")[move]
    code = entry["kind"]
    data = kind(code)
    spare = _spare_ground(moment, course) if code not in ("ENC", "ACK", "FRM", "WRK", "CNT") else ()
    for name, text, grounds in _fresh(move, course, moment, at_hand, chance):
        made = Intervention(
            kind=code,
            depth=data["depth"],
            text=text,
            grounds=grounds or spare,
            gate=gate(moment),
            rule=f"{row['id']}#{name}",
            because=row["because"],
            alternative=row["alternative"],
        )
        formed = msgspec.structs.replace(made, kind=data["form"])
        short = len(text.split()) <= data["words"]
        if set(grounds) & set(moment.hour.dropped):
            continue  # what was refused is not taken up again
        if short and keeps_form(formed, moment.hour.said, spoken_form(text)):
            return made
    return None


def _fresh(
    move: str, course: Course, moment: Moment, at_hand: Slots, chance: random.Random
) -> list[tuple[str, str, tuple[Quote, ...]]]:
    """Return (name, text, grounds) of the wordings not used yet, those that fit best first.

    Best: not one question after another, short where much was said, with the person's own words,
    least lately used in earlier sessions; else by chance. A nod may come again.
    """
    wordings = table("repertoire")[move]["wordings"]
    again = table("repertoire")[move]["kind"] == "ENC"
    worn = {rule.partition("#")[2]: at for rule, at in moment.hour.worn.items()}
    found = []
    for index in chance.sample(range(len(wordings)), len(wordings)):
        name = f"{move}.{index}"
        if name in (course.worn[-1:] if again else course.worn):
            continue
        if not _true(wordings[index], move, course):
            continue
        ready = filled(wordings[index], at_hand)
        if ready is not None:
            found.append((name, *ready))
    asked = course.asked_in_a_row >= _MANY_QUESTIONS
    hour = moment.hour
    most: float = limits()["words_many"] * (hour.remark_words + hour.client_words)
    much = course.turns >= limits()["enough_turns"] and hour.remark_words > most
    much = much and not kind(table("repertoire")[move]["kind"]).get("regulates")

    def fit(one: tuple[str, str, tuple[Quote, ...]]) -> tuple[bool, int, bool, int]:
        name, text, grounds = one
        length = len(text.split()) if much else 0
        return asked and "?" in text, length, not grounds, worn.get(name, 0)

    return sorted(found, key=fit)


def _true(wording: str, move: str, course: Course) -> bool:
    """Tell whether what a wording says of what went before is so."""
    if _SAYS_ASKED.search(wording) and not course.pressed:
        return False
    repeats = move.startswith(("cld_", "cha")) and _SAYS_AGAIN.search(wording)
    return not repeats or course.shown.get(course.way, 0) > 0


def _spare_ground(moment: Moment, course: Course) -> tuple[Quote, ...]:
    """Return the words a remark without a quotation rests on: those of whom it names first."""
    people = [o for o in moment.reading.of("person") if o.about == course.figure]
    clauses = moment.reading.clauses
    theirs = [c for c in clauses if any(c.start <= o.start < c.end for o in people)]
    best = max(theirs or clauses, key=lambda c: c.weight, default=None)
    if best is not None:
        return (moment.quote(best.start, best.end),)
    for found in _FIRST.finditer(moment.utterance.text):
        words = found.group().strip()
        if words:
            start = found.start() + found.group().index(words)
            return (moment.quote(start, start + len(words)),)
    return ()


def clarifies(way: str) -> str:
    """Return the key of the repertoire that shows a way round the feeling."""
    return _CLARIFY.get(way, "cld_any") if way in ways() else "cld_any"
