"""The psychodynamic way of working: decides, from what is understood, to speak or to be silent.

Order: the frame and direct questions first, then what stands between the two, then what was
noticed. Silence is the default and has to be beaten: the bar is high right after a remark, and
sinks the longer the person has been listened to in silence. Depth is bounded by capacity (gate),
evidence (grounds) and timing (dosage of the design and of the technique reference, 3.3).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from thirdear.therapist import answers
from thirdear.therapist.form import keeps_form
from thirdear.therapist.hour import Hour, spoken_form
from thirdear.therapist.intervention import Intervention, silence, table
from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing import noticed, something_forming
from thirdear.therapist.uptake import Taken
from thirdear.therapist.wording import bare, chooser, fillable, not_yet_used

NO_DEPTH_BEFORE_WORDS = 600
NO_DEPTH_IN_LAST_S = 8 * 60
NO_CONFRONTATION_IN_LAST_S = 5 * 60
NOTHING_OPENED_IN_LAST_S = 6 * 60
NO_CONFRONTATION_BEFORE_TURNS = 2
DEEP_AN_HOUR = 3
DEEP_REST_TURNS = 8
LONGEST_SHARE_OF_TURNS = 0.48
LONGEST_SHARE_OF_WORDS = 0.18
SAID_MUCH = 0.14
_ENOUGH_TURNS = 8
_WORTH_A_WORD = 0.02
_BARS = (1.1, 0.64, 0.42, 0.3, 0.22, 0.12)
"""What a remark must be worth after 0, 1, 2 … of the person's turns without one."""
_AFTER_A_LIGHT_REMARK = 0.84
_AT_THE_START = 0.72
_URGENT = frozenset(
    {"too_much", "did_not_sit_right", "repeating_you", "rejected", "not_today", "at_the_end"}
)
_USUAL_REST = 2
_NO_LIMIT = 99
_OWN_WORDS_ALONE = 0.6
"""How often the person's own words are given back with nothing added, where that can be."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be said now, and what it is worth next to silence."""

    intervention: Intervention
    worth: float


def respond(moment: Moment, seed: int) -> Intervention:
    """Decide what to do after the person has spoken: an intervention, or silence.

    Pure: the same moment and seed give the same answer. Danger is not handled here; the room
    asks `care` first and comes here only when nothing dangerous stands open.
    """
    gate = moment.gate
    chance = chooser(seed, moment.utterance.session, moment.utterance.turn)
    asked = answers.answer(moment, chance)
    if asked is not None:
        return asked
    if moment.hour.hushed:
        return silence(gate, "You asked for quiet.")
    best = max(_candidates(moment, gate, chance), key=lambda c: c.worth, default=None)
    if best is None:
        return silence(gate, "Nothing stood out that would have been worth interrupting for.")
    if best.worth < bar(moment.hour):
        if best.intervention.kind == "ENC":
            return best.intervention
        return silence(gate, "It seemed better to go on listening.")
    return best.intervention


def bar(hour: Hour) -> float:
    """Return what a remark must be worth to be better than silence (0..1.3)."""
    level = _BARS[min(max(0, hour.since_remark - 1), len(_BARS) - 1)]
    if hour.since_remark <= 1 and hour.last_depth < 2:
        level = _AFTER_A_LIGHT_REMARK if hour.remarks else _AT_THE_START
    if hour.client_turns >= 6:
        if hour.share() > LONGEST_SHARE_OF_TURNS:
            level += 0.3
        if hour.remark_words > LONGEST_SHARE_OF_WORDS * max(1, hour.client_words):
            level += 0.3
    return level


def _candidates(moment: Moment, gate: str, chance: random.Random) -> Iterator[Candidate]:
    signals: dict[str, list[Signal]] = {}
    for signal in noticed(moment):
        if not set(signal.grounds) & set(moment.hour.dropped):
            signals.setdefault(signal.name, []).append(signal)
    forming = something_forming(moment)
    hour = moment.hour
    said_much = hour.client_turns >= _ENOUGH_TURNS and (
        hour.remark_words > SAID_MUCH * hour.client_words
    )
    for move in table("repertoire")["move"]:
        if not _allowed(moment, move, gate):
            continue
        for signal in signals.get(move["signal"], ()):
            worded = _worded(moment, move, signal, gate, chance)
            if worded is not None:
                worth = move["worth"] * min(1.0, signal.strength)
                worth *= hour.learnt.get(move["kind"], Taken()).sway()
                # What is only beginning to show itself is left alone, unless a remark on just
                # that is ready: giving back a side issue would lead away from it.
                if forming and move["kind"] in ("REF", "ASC", "CLA") and worth < 0.6:
                    worth -= 0.5
                if said_much:
                    worth -= len(worded.text.split()) * _WORTH_A_WORD
                yield Candidate(worded, 2.0 if move["id"] in _URGENT else worth)


def _allowed(moment: Moment, move: dict[str, Any], gate: str) -> bool:
    """Tell whether a move fits gate, dosage and the time that is left."""
    kind = table("interventions")[move["kind"]]
    hour = moment.hour
    if gate not in kind["gates"] and move["id"] not in _URGENT:
        return False
    since = hour.client_turns - hour.last_signal_at.get(move["id"], -99)
    if since <= move.get("rest", _USUAL_REST):
        return False
    if kind.get("opens") and moment.remaining_s < NOTHING_OPENED_IN_LAST_S:
        return False
    if "after" in move and not set(move["after"]) & hour.last_signal_at.keys():
        return False
    if hour.spoken.get(move["kind"], 0) >= kind.get("an_hour", _NO_LIMIT):
        return False
    early = hour.client_turns < NO_CONFRONTATION_BEFORE_TURNS and not move.get("early")
    if kind["depth"] >= 2 and (early or moment.remaining_s < NO_CONFRONTATION_IN_LAST_S):
        return False
    if kind["depth"] >= 3:
        early = moment.utterance.session == 1 and hour.client_words < NO_DEPTH_BEFORE_WORDS
        full = hour.deep >= DEEP_AN_HOUR or hour.since_deep < DEEP_REST_TURNS
        return not early and not full and moment.remaining_s >= NO_DEPTH_IN_LAST_S
    return True


def _worded(
    moment: Moment, move: dict[str, Any], signal: Signal, gate: str, chance: random.Random
) -> Intervention | None:
    """Return the first wording of a move that keeps the form, or None."""
    filled = fillable(move["wordings"], signal.slots)
    ordered = not_yet_used(filled, move["id"], moment.hour, chance, bare(move["wordings"]))
    own_words_first = chance.random() < _OWN_WORDS_ALONE
    plain = bare(move["wordings"])
    for index, text in sorted(ordered, key=lambda found: (found[0] in plain) != own_words_first):
        made = Intervention(
            kind=move["kind"],
            depth=table("interventions")[move["kind"]]["depth"],
            text=text,
            grounds=signal.grounds,
            gate=gate,
            rule=f"{move['id']}#{index}",
            because=move["because"],
            alternative=move["alternative"],
            about=signal.about,
        )
        if keeps_form(made, moment.hour.said, spoken_form(text)):
            return made
    if move["kind"] != "ENC":
        return None
    text = chance.choice(move["wordings"])
    return Intervention("ENC", 0, text, (), gate, f"{move['id']}#-", move["because"],
                        move["alternative"])  # fmt: skip
