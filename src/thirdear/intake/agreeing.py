"""After the last question: the proposal and its reasons, the agreement, the thread, the hour.

The person may have another way where that is safe (`Result.may_choose`), never against a gate.
"""

from __future__ import annotations

import re

import msgspec

from thirdear.intake import outcome
from thirdear.intake.data import matches, mode, table
from thirdear.intake.form import LONGEST, may_be_given_back
from thirdear.intake.heard import answered, plain, whole_words
from thirdear.intake.saying import spoken
from thirdear.intake.state import Agreed, Consultation, Mode, Result
from thirdear.listening.observation import Reading
from thirdear.speech import Quote, Utterance

_REASONS_SAID = 2
_ROOM_FOR_REASONS = 34
_LONGEST_FOCUS = 25
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)(?:days?|s|r|rs|sdays?|nesdays?|rsdays?|urdays?)?\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:])(2[0-3]|[01]?\d)(?:[:.h]([0-5]\d))?(?![\d:])\s*"
    r"(am|pm|o'clock|in the (?:morning|evening|afternoon))?",
    re.IGNORECASE,
)
_SPOKEN_TIMES = {"noon": "12:00", "midday": "12:00", "lunchtime": "12:30"}
_NUMBER = re.compile(r"\b(12|16|20|twelve|sixteen|twenty)\b", re.IGNORECASE)
_NUMBERS = {"twelve": 12, "sixteen": 16, "twenty": 20}
_MODES: tuple[Mode, ...] = ("journal", "supportive", "istdp", "psychodynamic")
_set = msgspec.structs.replace


def propose(state: Consultation) -> tuple[str, Consultation]:
    """Say what would be proposed, and on what it rests; nothing is agreed yet."""
    result = state.result
    assert result is not None
    if result.ground == "no_answer":
        care = state.known.where.care
        text = table("outcome")["not_now"]["no_answer"].format(care=care)
        return _say(_set(state, mode=result.mode), "proposal", text, len(care.split()))
    wording = table("outcome")["proposal"][result.mode]
    reasons = outcome.reasons(result)
    if result.ground == "amber":
        reasons = [f.because for f in result.findings if f.status == "amber"]
    room = LONGEST - len(wording.split())
    text = wording.format(reasons=_shortened(reasons, room))
    return _say(_set(state, mode=result.mode), "proposal", text)


def not_now(state: Consultation) -> tuple[str, Consultation]:
    """End kindly, with what comes first instead."""
    result = state.result
    assert result is not None
    said = table("outcome")["not_now"]
    finding = next((f for f in result.findings if f.status == "met"), None)
    if result.ground in ("gate", "care") and finding is not None:
        text = said["gate"].format(because=finding.because, instead=finding.instead)
        text = said["no_adult"].format(instead=finding.instead) if finding.gate == "minor" else text
    else:
        text = said["trying" if result.ground == "trying" else "sent"]
    words = 0 if finding is None else len(finding.instead.split())
    state = _set(state, closed=True, open="", question="", mode=result.mode, agreed=None)
    return spoken(state, text, "FRM", f"not_now#{result.ground}",
                  "It rests on what you told, and on what this cannot do.", (), words)  # fmt: skip


def go_on(state: Consultation, utterance: Utterance, reading: Reading) -> tuple[str, Consultation]:
    """Hear the answer to what was proposed or asked about the agreement; say what comes next."""
    text = plain(utterance.text)
    match state.open.removeprefix("say:"):
        case "proposal" | "explained" | "evidence" | "which":
            return _on_proposal(state, text)
        case "refused":
            return _on_refusal(state, text)
        case "chosen":
            return _explain(state) if answered(text) != "no" else _stopped(state)
        case "limits":
            return _on_limits(state, text)
        case "focus":
            return _on_focus(state, utterance)
        case "slot":
            return _on_slot(state, utterance)
        case _:
            return _on_length(state, text)


def left(state: Consultation) -> tuple[str, Consultation]:
    """Go on where the person would rather not answer: no agreement is taken for granted."""
    match state.open.removeprefix("say:"):
        case "focus":
            return _ask_slot(state)
        case "slot":
            return _ask_length(_agreed(state, slot=table("outcome")["agreement"]["no_slot"]))
        case "length":
            return _done(state)
        case _:
            return _stopped(state)


# ---- the proposal --------------------------------------------------------------------------------


def _on_proposal(state: Consultation, text: str) -> tuple[str, Consultation]:
    wishes, result = table("outcome")["wishes"], _result(state)
    if matches(wishes["nothing"], text):
        return _stopped(state)
    wanted = next((m for m in _MODES if matches(wishes[m], text)), None)
    if wanted is not None and wanted != state.mode:
        return _chosen(state, wanted)
    first = state.open in ("say:proposal", "say:explained")
    if matches(wishes["why"], text) and "more" not in state.done:
        more = outcome.reasons(result)[_REASONS_SAID:] or outcome.reasons(result)
        wording = table("outcome")["choice"]["reasons_more"]
        state = _set(state, done=(*state.done, "more"))
        return _say(state, state.open.removeprefix("say:"),
                    wording.format(reasons=_shortened(more, _ROOM_FOR_REASONS)))  # fmt: skip
    elsewhere = bool(matches(wishes["another"], text)) or (first and answered(text) == "no")
    if elsewhere and "which" not in state.done:
        state = _set(state, done=(*state.done, "which"))
        return _say(state, "which", table("outcome")["choice"]["which"])
    if elsewhere and wanted is None:
        return _stopped(state)
    if state.open == "say:evidence":
        return _limits(state)
    return _explain(state, 1 if state.open == "say:explained" else 0)


def _chosen(state: Consultation, wanted: Mode) -> tuple[str, Consultation]:
    result, said = _result(state), table("outcome")["choice"]
    if wanted == result.mode:
        return _explain(_set(state, mode=wanted))
    if wanted not in result.may_choose:
        return _say(state, "refused", said["refused"])
    return _say(_set(state, mode=wanted), "chosen", f"{said['allowed']} {said['sure']}")


def _on_refusal(state: Consultation, text: str) -> tuple[str, Consultation]:
    wishes = table("outcome")["wishes"]
    if matches(wishes["nothing"], text) or answered(text) == "no":
        return _stopped(state)
    wanted = next((m for m in _MODES if matches(wishes[m], text)), None)
    if wanted is not None and wanted in _result(state).may_choose:
        return _chosen(state, wanted)
    return _explain(state)


def _explain(state: Consultation, part: int = 0) -> tuple[str, Consultation]:
    """Say what the way of working is, then whom it tends to suit and where evidence is thin."""
    way = _mode(state)
    parts = table("outcome")["explains"][way]
    ambers = [f for f in _result(state).findings if f.status == "amber" and f.instead]
    beside = ambers[0].instead if ambers else ""
    text = " ".join(parts[part].format(beside=beside).split())
    words = len(beside.split()) if "{beside}" in parts[part] else 0
    last = part + 1 >= len(parts)
    return _say(state, "evidence" if last else "explained", text, words)


def _limits(state: Consultation) -> tuple[str, Consultation]:
    said = table("outcome")["agreement"]
    return _say(state, "limits", said["limits_journal" if _mode(state) == "journal" else "limits"])


def _on_limits(state: Consultation, text: str) -> tuple[str, Consultation]:
    said = answered(text)
    if said == "no":
        return _stopped(state)
    if said == "unclear" and "unclear" not in state.done and not _agrees(text):
        state = _set(state, done=(*state.done, "unclear"))
        return _say(state, "limits", table("outcome")["agreement"]["unclear"])
    if said == "unclear" and not _agrees(text):
        return _stopped(state)
    way = mode(_mode(state))
    state = _set(state, agreed=Agreed(
        _mode(state), way["minutes"], review_every=way["review_every"],
        recheck_at=tuple(way["recheck_at"]), chosen=_mode(state) != _result(state).mode,
    ))  # fmt: skip
    if not way["weekly"]:
        return _closed(state, table("outcome")["agreement"]["done_journal"])
    return _ask_focus(state)


def _agrees(text: str) -> bool:
    return matches((r"\bagree\b(?!.{0,6}\bnot\b)", r"\bthat.s (?:fine|ok|okay|all right|fair)\b"),
                   text) is not None and "n't agree" not in text  # fmt: skip


# ---- thread, hour, end ---------------------------------------------------------------------------


def _ask_focus(state: Consultation) -> tuple[str, Consultation]:
    words = _focus_words(state)
    said = table("outcome")["agreement"]
    if words is None:
        return _say(state, "focus", said["focus_open"])
    return _say(state, "focus", said["focus"].format(quote=words.quote), grounds=(words,))


def _focus_words(state: Consultation) -> Quote | None:
    found = (state.answers.get(t) for t in ("focus", "brings"))
    told = (q for name in ("focus_told", "one_thread") for q in state.signs.get(name, ()))
    return next((q for q in (*found, *told) if q and may_be_given_back(q.quote)), None)


def _on_focus(state: Consultation, utterance: Utterance) -> tuple[str, Consultation]:
    known = _focus_words(state)
    own = whole_words(utterance, _LONGEST_FOCUS)
    yes = answered(utterance.text) == "yes" and len(utterance.text.split()) < 7
    words = known if (yes and known is not None) or own is None else own
    if words is not None:
        state = _agreed(state, focus=words.quote, focus_words=words)
    return _ask_slot(state)


def _ask_slot(state: Consultation) -> tuple[str, Consultation]:
    said = table("outcome")["agreement"]["slot"]
    return _say(state, "slot", said.format(minutes=mode(_mode(state))["minutes"]))


def _on_slot(state: Consultation, utterance: Utterance) -> tuple[str, Consultation]:
    text = plain(utterance.text)
    day, time = _day(text), _time(text)
    said = table("outcome")["agreement"]
    if day is None and "slot" not in state.done:
        return _say(_set(state, done=(*state.done, "slot")), "slot", said["slot_again"])
    named = _DAYS[day].capitalize() + (f" at {time}" if time else "") if day is not None else ""
    state = _agreed(state, slot=named or said["no_slot"], weekday=day, time=time)
    return _ask_length(state)


def _ask_length(state: Consultation) -> tuple[str, Consultation]:
    way = mode(_mode(state))
    if not way["sessions"]:
        return _done(state)
    said = table("outcome")["agreement"]["length"]
    return _say(state, "length", said.format(sessions=way["sessions"][0],
                                             review=way["review_every"]))  # fmt: skip


def _on_length(state: Consultation, text: str) -> tuple[str, Consultation]:
    way, wishes = mode(_mode(state)), table("outcome")["wishes"]
    number = _NUMBER.search(text)
    said = number or matches((*wishes["set_end"], *wishes["open_end"]), text)
    if "?" in text and not said and "length" not in state.done:
        asked = table("outcome")["agreement"]["length_asked"]
        return _say(_set(state, done=(*state.done, "length")), "length", asked)
    sessions = int(_NUMBERS.get(number[1].lower(), 0) or number[1]) if number else None
    ends = number is not None or not matches(wishes["open_end"], text)
    return _done(_agreed(state, sessions=(sessions or way["sessions"][0]) if ends else None))


def _done(state: Consultation) -> tuple[str, Consultation]:
    said, agreed = table("outcome")["agreement"], state.agreed
    assert agreed is not None
    length = (
        said["set_end"].format(sessions=agreed.sessions) if agreed.sessions
        else said["open_end"].format(review=agreed.review_every)
    )  # fmt: skip
    slots = {"slot": agreed.slot or said["no_slot"], "length": length}
    if agreed.focus_words is None:
        return _closed(state, said["done_open"].format(**slots))
    text = said["done"].format(**slots, focus=agreed.focus)
    return _closed(state, text, (agreed.focus_words,))


def _closed(
    state: Consultation, text: str, grounds: tuple[Quote, ...] = ()
) -> tuple[str, Consultation]:
    state = _set(state, closed=True, open="", question="")
    return spoken(state, text, "FRM", "agreed", "It is what we agreed.", grounds)


def _stopped(state: Consultation) -> tuple[str, Consultation]:
    result = _result(state)
    state = _set(state, result=msgspec.structs.replace(result, ground="stopped"), mode="not_now",
                 agreed=None, closed=True, open="", question="")  # fmt: skip
    return spoken(state, table("outcome")["not_now"]["stopped"], "FRM", "stopped",
                  "You would rather not.")  # fmt: skip


# ---- small things --------------------------------------------------------------------------------


def _say(
    state: Consultation,
    what: str,
    text: str,
    help_words: int = 0,
    grounds: tuple[Quote, ...] = (),
) -> tuple[str, Consultation]:
    state = _set(state, open=f"say:{what}", question=text, times=1, asides=0)
    return spoken(state, text, "FRM", what, "It is part of what we agree on.", grounds, help_words)


def _shortened(reasons: list[str], room: int) -> str:
    """Return at most two reasons, and no more words than there is room for."""
    said: list[str] = []
    for reason in reasons:
        if len(said) < _REASONS_SAID and len(" ".join((*said, reason)).split()) <= room:
            said.append(reason)
    return " ".join(said)


def _agreed(state: Consultation, **changes: object) -> Consultation:
    assert state.agreed is not None
    return _set(state, agreed=msgspec.structs.replace(state.agreed, **changes))


def _result(state: Consultation) -> Result:
    assert state.result is not None
    return state.result


def _mode(state: Consultation) -> Mode:
    return state.mode or _result(state).mode


def _day(text: str) -> int | None:
    found = _DAY.search(text)
    if found is None:
        return None
    return next(i for i, day in enumerate(_DAYS) if day.startswith(found[1].lower()))


def _time(text: str) -> str | None:
    """Return the time of day in a text as HH:MM, where it can be told."""
    for word, time in _SPOKEN_TIMES.items():
        if word in text.lower():
            return time
    for found in _TIME.finditer(text):
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if not half and found[2] is None and hour < 7:
            continue
        later = half in ("pm", "in the evening", "in the afternoon") and hour < 12
        hour = 0 if half == "am" and hour == 12 else hour
        return f"{hour + 12 * later:02d}:{minute:02d}"
    return None
