"""The gates and amber signs: what is heard of them in passing, and in answers to plain questions.

What is told in passing opens a question and concludes nothing; what is answered does. Danger is
not handled here: the room's care flow comes first (see `consultation`).
"""

from __future__ import annotations

from typing import Any, Literal

from thirdear.intake.data import gates
from thirdear.intake.heard import Answer, answered, clears_life, doubtful, place_of, plain
from thirdear.intake.state import Consultation, Gate, Status
from thirdear.listening.observation import Reading
from thirdear.speech import Quote, Utterance
from thirdear.therapist import care

Question = Literal["ask", "again", "follow", "after_care"]

CARE_PATHS = {
    "suicide": "life", "self_harm": "life", "harm_to_others": "life", "abuse": "abuse",
    "psychosis": "voices", "mania": "sleep", "medical": "body",
}  # fmt: skip
"""Which gate a path of the care flow belongs to; drink and food share one and go by their codes."""
_URGENT = ("high", "imminent")


def in_passing(state: Consultation, found: set[str], utterance: Utterance) -> dict[str, Gate]:
    """Return the gates after something was said anywhere in the conversation.

    `found` are the signs heard in it. A gate that was asked about already stays as it is, except
    that a lasting one which was denied is asked about again when clear words tell it after all.
    """
    known = dict(state.gates)
    for name, gate in gates().items():
        denied = name in known and known[name].status == "clear" and gate["stands"]
        if (name in known and not denied) or state.open == f"gate:{name}":
            continue
        if (quote := _told(gate, "told", utterance)) is not None:
            waits = gate.get("follow") and not gate.get("at_once")
            known[name] = Gate("heard" if waits else "met", quote, told=True)
        elif denied:
            continue
        elif _told(gate, "opens", utterance) is not None:
            known[name] = Gate("heard", _told(gate, "opens", utterance))
        elif _counts_anywhere(gate, found):
            quote = _told(gate, "amber_told", utterance)
            if quote is not None:
                known[name] = Gate("amber", quote)
    return known


Meant = Status | Literal["care", "follow", "unclear"]
"""What an answer means: how the gate stands, or what has to happen before that is known."""


def heard_answer(
    gate: dict[str, Any],
    question: Question,
    utterance: Utterance,
    reading: Reading,
    known: Gate | None,
) -> tuple[Meant, Quote | None]:
    """Hear the answer to one plain question; returns how the gate stands, and in which words.

    "care" hands it to the care flow, "follow" and "unclear" ask once more.
    """
    quote = _told(gate, "told", utterance)
    if quote is not None:
        return ("care" if gate["yes"] == "care" else "met"), quote
    if gate["id"] == "life":
        danger = any(
            not o.attributes["denied"] for o in reading.of("risk") if o.code in gate["risk"]
        )
        return ("clear" if clears_life(utterance.text) and not danger else "care"), None
    quote = _told(gate, "amber_told", utterance)
    if quote is not None:
        return "amber", quote
    if _told(gate, "clear", utterance) is not None:
        return "clear", None
    if question == "follow":
        told_before = known is not None and known.told
        return ("met" if told_before else _means(gate["otherwise"])), None
    quote = _told(gate, "yes_told", utterance)
    said: Answer = "yes" if quote else answered(utterance.text, strict=gate["grave"])
    meant = _plainly(gate, said, reading)
    if question == "again" and meant == "clear":
        meant = _means(gate.get("second_no", "clear"))
    turned = gate.get("no_means") == "follow" and doubtful(utterance.text)
    return ("follow" if turned else meant), quote


def _plainly(gate: dict[str, Any], said: Answer, reading: Reading) -> Meant:
    if said == "no":
        return "follow" if gate.get("no_means") == "follow" else "clear"
    if any(o.attributes["denied"] and o.code in gate["risk"] for o in reading.of("risk")):
        return "clear"
    if gate["yes"] == "":
        return "clear"
    if said == "yes":
        return _means(gate["yes"])
    return "unclear"


def unanswered(gate: dict[str, Any]) -> Meant:
    """Return how a gate stands whose question was left without an answer."""
    return _means(gate["unanswered"])


def question_open(state: Consultation, gate: dict[str, Any]) -> Question:
    """Return which question of a gate stands open."""
    known = state.gates.get(gate["id"])
    if known is not None and known.status == "heard":
        return "follow"
    return "again" if state.times > 1 else "ask"


def open_care(gate: dict[str, Any]) -> care.Care:
    """Return the question of the care flow that this gate's question stands for."""
    urgency = "high" if gate["care"] == "psychosis" else "moderate"
    return care.Care(gate["care"], urgency, asked="danger")


def taken_over(reading: Reading, path: str) -> tuple[str, ...]:
    """Return the gates that the care flow looks after when it has opened `path` on a reading."""
    if path in CARE_PATHS:
        return (CARE_PATHS[path],)
    codes = {o.code for o in care.dangers(reading)}
    return tuple(name for name in ("drink", "eating") if codes & set(gates()[name]["risk"]))


def after_care(
    state: Consultation, before: care.Care, utterance: Utterance, reading: Reading
) -> dict[str, Gate]:
    """Return the gates when the care flow has come to rest (`before`: as it was at its last line).

    What was said yes to stays; what was plainly denied is clear, or an amber sign where it had been
    told to a plain question; the rest is asked about again.
    """
    known = dict(state.gates)
    no = care.heard_as(utterance.text, before.asked) == "no" or any(
        o.attributes["denied"] for o in reading.of("risk")
    )
    for name in state.in_care:
        gate = gates()[name]
        quote = known[name].quote if name in known else None
        if before.said_yes:
            mild = name == "life" and before.urgency not in _URGENT
            known[name] = Gate("amber" if mild else "met", quote, told=True)
        elif no and not (name == "abuse" and before.asked == "safety"):
            taken_back = name in known and known[name].told
            known[name] = Gate("amber", quote) if taken_back else Gate("clear")
        elif name == "life":
            known.pop(name, None)
        elif gate["stands"] and not before.wondered:
            known[name] = Gate("heard" if gate.get("follow") else "met", quote, told=True)
        elif name == "body":
            known[name] = Gate("clear")
        else:
            known.pop(name, None)
    return known


def from_questionnaires(state: Consultation) -> dict[str, Gate]:
    """Return the gates as far as questionnaires filled in before tell of them (reference 6.1)."""
    known = dict(state.gates)
    if (state.known.audit_c or 0) >= 8:
        known["drink"] = Gate("heard", told=True)
    if (state.known.phq15 or 0) >= 15:
        known["body"] = Gate("heard")
    if (state.known.phq9 or 0) >= 20:
        known["low"] = Gate("amber")
    return known


_MEANT: dict[str, Meant] = {
    "gate": "met", "amber": "amber", "care": "care", "follow": "follow", "clear": "clear",
    "": "clear",
}  # fmt: skip


def _means(word: str) -> Meant:
    return _MEANT[word]


def _counts_anywhere(gate: dict[str, Any], found: set[str]) -> bool:
    where = gate.get("anywhere", "")
    return where == "always" or (where == "with only_if" and bool(found & set(gate["only_if"])))


def _told(gate: dict[str, Any], which: str, utterance: Utterance) -> Quote | None:
    unless = gate.get("unless", ()) if which != "clear" else ()
    where = place_of(gate.get(which, ()), plain(utterance.text), unless)
    return utterance.quote(where.start, where.end) if where is not None else None
