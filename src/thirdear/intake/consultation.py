"""The first conversation: what is said next, from what was said and heard so far. Pure.

    text, state = begin(known)
    text, state = go_on(state, utterance, reading)      # for every line, until state.closed

The state can be serialised after any line and gone on from another day (`take_up`). What to ask is
data (threads.toml, gates.toml). Danger is the room's: it looks for it before it calls `go_on`, and
tells the conversation what its care flow did (`in_care`); where a plain question of this
conversation was answered with danger, the state has `care` set and the text is empty: the room then
goes on with its care flow from that question.
"""

from __future__ import annotations

from typing import Any

import msgspec

from thirdear.intake import agreeing, gating, outcome
from thirdear.intake.asides import Aside, aside_in
from thirdear.intake.data import gates, matches, table, threads
from thirdear.intake.heard import (
    answered,
    best_words,
    fresh_words,
    heard_signs,
    pieces,
    whole_words,
    with_signs,
)
from thirdear.intake.linking import link
from thirdear.intake.saying import asked_again, asking, spoken
from thirdear.intake.state import Consultation, Gate, Known
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.therapist.care import Care

MOST_ASIDES = 2
"""Questions and wishes of the person's that are answered before an open question is left."""
_TERSE_AFTER = 4
"""So many threads without an answer, and nothing is followed up any more."""
_STEPS_IN_CARE = 3
"""Steps of the care flow after a yes, and then this conversation ends; the care flow goes on."""
_TELLING = 8
_BARE = 4
_FOR_TODAY = (r"\b(?:today|leave it|stop|enough|tomorrow|another (?:day|time))\b",)
_set = msgspec.structs.replace


def begin(known: Known | None = None, seed: int = 0) -> tuple[str, Consultation]:
    """Return what is said first, and the state to go on from."""
    state = Consultation(known=known or Known(), seed=seed)
    state = _set(state, gates=gating.from_questionnaires(state))
    if state.known.adult:
        state = _set(state, done=("adult",))
    return _ask_thread(state, "welcome")


def go_on(state: Consultation, utterance: Utterance, reading: Reading) -> tuple[str, Consultation]:
    """Take in what the person said, and return what is said next ("" where the care flow speaks).

    The room has looked for danger in the reading before this is called.
    """
    if state.closed:
        return _between(state, "closed")
    if state.paused:
        state = _set(state, paused=False)
    state = _listened(_set(state, turns=state.turns + 1), utterance, reading)
    if any(gate.status == "met" for gate in state.gates.values()):
        return _ended(state)
    if state.wondering:
        text, state, stays = _after_wondering(state, utterance, reading)
        if stays:
            return text, state
    aside = aside_in(state, utterance, reading)
    if aside is not None and (state.asides < MOST_ASIDES or aside.wish == "pause"):
        return _aside(_set(state, asides=state.asides + 1), aside)
    if reading.heard_to is not None:
        said = _went_on(state, utterance, reading, left=False)
        return _with_before(said[1], said[0], table("threads")["between"]["too_long"])
    return _went_on(state, utterance, reading, left=aside is not None)


def _went_on(
    state: Consultation, utterance: Utterance, reading: Reading, *, left: bool
) -> tuple[str, Consultation]:
    """Take a line for the answer to what stands open, and go on from it."""
    if state.open.startswith("say:"):
        return _changed(state) or agreeing.go_on(state, utterance, reading)
    state = _taken(state, utterance, reading, left=left)
    if state.care is not None:
        return "", state
    if _overwhelmed(reading) and not state.slowed:
        return _slower(_set(state, slowed=True))
    return _next(state)


def in_care(
    state: Consultation,
    utterance: Utterance,
    reading: Reading,
    before: Care | None,
    after: Care | None,
) -> tuple[str, Consultation]:
    """Take in a line that the room's care flow answered, and return what is added to its words.

    `before` and `after` are the question of the care flow that was open before and is open after
    this line; None after means that it has come to rest. The text is "" while it is open; then it
    is the question that was open, or why nothing begins now.
    """
    if state.closed:
        return "", state
    state = _listened(_set(state, turns=state.turns + 1), utterance, reading)
    now = after or before
    over = gating.taken_over(reading, now.path) if now is not None else ()
    state = _set(state, in_care=tuple(dict.fromkeys((*state.in_care, *over))), care=after)
    noted = {g: Gate("heard", best_words(utterance, reading)) for g in over if g not in state.gates}
    state = _set(state, gates={**state.gates, **noted})
    if before is None:
        state = _answered_with_danger(state, utterance, reading)
    if after is not None and after.said_yes and after.present >= _STEPS_IN_CARE:
        lasting = {g: Gate("met", state.gates[g].quote, told=True) for g in state.in_care
                   if gates()[g]["stands"]}  # fmt: skip
        if lasting:
            return _ended(_set(state, gates={**state.gates, **lasting}, care=None, in_care=()))
    if after is not None or before is None:
        return "", state
    known = gating.after_care(state, before, utterance, reading)
    state = _set(state, gates=known, in_care=(), care=None, done_in_care=state.in_care)
    if outcome.not_now(state) is not None:
        return _ended(state)
    open_gate = state.open.removeprefix("gate:")
    if "abuse" in state.done_in_care and "abuse" not in known and open_gate != "abuse":
        return _ask_gate(state, "abuse", "after_care")
    if open_gate in known:
        state = _set(state, done=(*state.done, state.open))
    if state.open.startswith("say:") and (changed := _changed(state)) is not None:
        return changed
    return _next(state) if state.open in state.done else _again(state, "")


def pause(state: Consultation) -> tuple[str, Consultation]:
    """Leave off here; nothing is lost."""
    if state.closed:
        return _between(state, "closed")
    return _between(_set(state, paused=True), "paused")


def take_up(state: Consultation) -> tuple[str, Consultation]:
    """Go on another day: say where it was, and ask again what stood open."""
    state = _set(state, paused=False, asides=0)
    if state.closed:
        return _between(state, "closed")
    return _again(state, table("threads")["between"]["taken_up"])


# ---- taking in -----------------------------------------------------------------------------------


def _listened(state: Consultation, utterance: Utterance, reading: Reading) -> Consultation:
    """Take in what can be heard anywhere: signs, gates told in passing, words to give back."""
    found = heard_signs(state.open.partition(":")[0], utterance, reading)
    best = best_words(utterance, reading)
    return _set(
        state,
        signs=with_signs(state, found),
        gates=gating.in_passing(state, set(found), utterance),
        pieces=pieces(state, utterance, reading),
        fresh=fresh_words(best) if reading.words >= _BARE else None,
    )


def _taken(
    state: Consultation, utterance: Utterance, reading: Reading, *, left: bool
) -> Consultation:
    """Take what was said as the answer to what stands open."""
    if state.open.startswith("gate:"):
        return _gate_answered(state, utterance, reading, left=left)
    thread = threads()[state.open]
    enough = _is_answer(thread, state, utterance, reading)
    if enough and state.open == "adult":
        return _of_age(state, utterance)
    if enough:
        state = _kept(state, utterance, reading)
    if state.open == "welcome" and reading.words >= _TELLING and answered(utterance.text) != "yes":
        state = _kept(_set(state, open="brings", done=(*state.done, "welcome")), utterance, reading)
    bare_yes = enough and "to_yes" in thread and reading.words < _BARE
    more = bare_yes and answered(utterance.text) == "yes"
    follow = bool(thread["follow"]) and not enough and state.empty < _TERSE_AFTER
    if not left and state.times == 1 and (more or follow):
        wordings = [thread["to_yes"]] if more else thread["follow"]
        return _set(state, follow=wordings[state.seed % len(wordings)])
    if state.open == "adult":
        return _set(state, gates={**state.gates, "minor": Gate("met")})
    empty = state.empty + (not enough)
    return _set(state, done=(*state.done, state.open), times=0, asides=0, empty=empty)


def _answered_with_danger(
    state: Consultation, utterance: Utterance, reading: Reading
) -> Consultation:
    """Take a line in which danger was heard for an answer too: it is not asked for again."""
    if state.open.startswith("gate:"):
        return _gate_answered_with_danger(state, utterance, reading)
    thread = threads().get(state.open)
    if thread is None or not _is_answer(thread, state, utterance, reading):
        return state
    state = _kept(state, utterance, reading)
    if state.open == "welcome":
        state = _set(
            _kept(_set(state, open="brings"), utterance, reading), done=(*state.done, "welcome")
        )
    return _set(state, done=(*state.done, state.open), times=0, asides=0)


def _gate_answered_with_danger(
    state: Consultation, utterance: Utterance, reading: Reading
) -> Consultation:
    """Note what an answer to a plain question told, for when the care flow has come to rest."""
    name = state.open.removeprefix("gate:")
    gate, known = gates()[name], state.gates.get(name)
    asked = gating.question_open(state, gate)
    meant, quote = gating.heard_answer(gate, asked, utterance, reading, known)
    if meant in ("clear", "unclear"):
        return state
    told = meant in ("met", "care") or bool(known and known.told)
    with_care = (*state.in_care, name) if gate["yes"] == "care" else state.in_care
    noted = {**state.gates, name: Gate("heard", quote, told=told)}
    return _set(state, gates=noted, in_care=tuple(dict.fromkeys(with_care)))


def _is_answer(
    thread: dict[str, Any], state: Consultation, utterance: Utterance, reading: Reading
) -> bool:
    needed = thread["answered"]
    heard = heard_signs(state.open, utterance, reading)
    if reading.words >= needed["words"] or heard.keys() & set(needed.get("signs", ())):
        return True
    return bool(thread.get("yes_no")) and answered(utterance.text) != "unclear"


def _of_age(state: Consultation, utterance: Utterance) -> Consultation:
    said = answered(utterance.text, strict=False)
    adult = "adult_told" in state.signs or said == "yes"
    if not adult:
        return _set(state, gates={**state.gates, "minor": Gate("met", told=True)})
    return _set(state, done=(*state.done, "adult"), times=0, asides=0)


def _kept(state: Consultation, utterance: Utterance, reading: Reading) -> Consultation:
    words = whole_words(utterance, 18) if state.open == "focus" else None
    words = words or best_words(utterance, reading)
    return state if words is None else _set(state, answers={**state.answers, state.open: words})


def _gate_answered(
    state: Consultation, utterance: Utterance, reading: Reading, *, left: bool
) -> Consultation:
    name = state.open.removeprefix("gate:")
    gate, known = gates()[name], state.gates.get(name)
    if left:
        meant, quote = gating.unanswered(gate), None
    else:
        asked = gating.question_open(state, gate)
        meant, quote = gating.heard_answer(gate, asked, utterance, reading, known)
    if meant == "unclear" and (not gate["again"] or state.times > 1):
        meant = gating.unanswered(gate)
    if meant == "care":
        in_words = reading.words > 1 and not left
        handed = {**state.gates, name: Gate("heard", quote, told=in_words)}
        return _set(state, care=gating.open_care(gate), in_care=(name,), gates=handed)
    if meant == "unclear":
        return state
    if meant == "follow":
        heard = Gate("heard", told=bool(known and known.told))
        return _set(state, gates={**state.gates, name: heard})
    kept = quote or (known.quote if known else None)
    told = Gate(meant, kept if meant != "clear" else None)
    return _set(
        state, gates={**state.gates, name: told}, done=(*state.done, state.open), times=0, asides=0
    )


def _overwhelmed(reading: Reading) -> bool:
    """Tell whether anxiety is over what can be borne at this moment."""
    return any(
        o.attributes.get("band") == "over_2" and o.attributes.get("tense") == "now"
        for o in reading.told("anxiety")
    )


# ---- what comes next -----------------------------------------------------------------------------


def _next(state: Consultation) -> tuple[str, Consultation]:
    if outcome.not_now(state) is not None:
        return _ended(state)
    if state.open and state.open not in state.done:
        return _once_more(state)
    for name, gate in state.gates.items():
        if gate.status == "heard" and "brings" in state.done:
            return _ask_gate(state, name, "follow")
    for name, thread in threads().items():
        if name in state.done or _needless(state, thread):
            continue
        if name == "gates":
            asked = _next_gate(state)
            if asked is not None:
                return asked
            state = _set(state, done=(*state.done, "gates"))
        elif name == "link":
            found = link(state) if _can_bear_a_link(state) else None
            if found is not None:
                return asking(state, "link", found.text, found.kind, found.because, found.grounds)
            state = _set(state, done=(*state.done, "link"))
        else:
            return _ask_thread(state, name)
    return agreeing.propose(_set(state, result=outcome.result(state)))


def _can_bear_a_link(state: Consultation) -> bool:
    """Tell whether a first remark may be tried: not where only the supporting way is open."""
    ambers = [name for name, gate in state.gates.items() if gate.status == "amber"]
    return state.empty < _TERSE_AFTER and all(gates()[name]["may_choose"] for name in ambers)


def _changed(state: Consultation) -> tuple[str, Consultation] | None:
    """Ask or propose anew where something told after the proposal changes what it rests on."""
    for name, gate in state.gates.items():
        if gate.status == "heard":
            return _ask_gate(_set(state, agreed=None), name, "follow")
    now = outcome.result(state)
    if state.result is None or now.ground == state.result.ground or now.ground != "amber":
        return None
    return agreeing.propose(_set(state, result=now, agreed=None))


def _needless(state: Consultation, thread: dict[str, Any]) -> bool:
    heard = state.signs.keys()
    if "only_if" in thread and (thread["only_if"] not in heard or heard & set(thread["unless"])):
        return True
    return bool(heard & set(thread["skip"]))


def _next_gate(state: Consultation) -> tuple[str, Consultation] | None:
    heard = state.signs.keys()
    for name, gate in gates().items():
        if name in state.gates or not gate["ask"]:
            continue
        if gate.get("only_if") and not heard & set(gate["only_if"]):
            continue
        return _ask_gate(state, name, "ask")
    return None


def _once_more(state: Consultation) -> tuple[str, Consultation]:
    """Ask an open thread or gate a second time, in other words."""
    if state.open.startswith("gate:"):
        name = state.open.removeprefix("gate:")
        followed = name in state.gates and state.gates[name].status == "heard"
        return _ask_gate(state, name, "follow" if followed else "again")
    thread = threads()[state.open]
    return asking(state, state.open, state.follow, "CLA", thread["because"], again=True)


def _ask_thread(state: Consultation, name: str) -> tuple[str, Consultation]:
    thread = threads()[name]
    return asking(state, name, thread["ask"], "FRM" if name in _FRAME else "CLA",
                  thread["because"])  # fmt: skip


_FRAME = frozenset({"welcome", "adult", "trying", "place", "hour"})


def _ask_gate(state: Consultation, name: str, which: gating.Question) -> tuple[str, Consultation]:
    gate = gates()[name]
    wordings = gate[which] if which in gate else gate["ask"]
    first = not any(done.startswith("gate:") for done in state.done)
    before = table("threads")["between"]["before_gates"] if first and which == "ask" else ""
    known = state.gates.get(name)
    if which == "follow" and known is None:
        state = _set(state, gates={**state.gates, name: Gate("heard")})
    because = "It is asked of everyone, so that this does no harm."
    again = state.open == f"gate:{name}"
    return asking(state, f"gate:{name}", wordings, "FRM", because, before=before, again=again)


def _ended(state: Consultation) -> tuple[str, Consultation]:
    return agreeing.not_now(_set(state, result=outcome.result(state)))


# ---- asides --------------------------------------------------------------------------------------


def _aside(state: Consultation, aside: Aside) -> tuple[str, Consultation]:
    if aside.wish == "pause":
        return pause(state)
    if aside.wish == "slower":
        return _slower(_set(state, slowed=True))
    if aside.wish == "skip":
        if state.open.startswith("say:"):
            return agreeing.left(state)
        state = _left(_set(state, fresh=None))
        if state.care is not None:
            return "", state
        text, state = _next(state)
        return _with_before(state, text, table("threads")["between"]["left"][0])
    return asked_again(state, aside.text, aside.because, aside.id)


def _left(state: Consultation) -> Consultation:
    """Leave what stands open, because the person would rather not."""
    if not state.open.startswith("gate:"):
        if state.open == "adult":
            return _set(state, gates={**state.gates, "minor": Gate("met")})
        return _set(state, done=(*state.done, state.open), times=0, asides=0, empty=state.empty + 1)
    name = state.open.removeprefix("gate:")
    gate = gates()[name]
    meant = gating.unanswered(gate)
    if meant == "care":
        return _set(state, care=gating.open_care(gate), in_care=(name,))
    known = {**state.gates, name: Gate("amber" if meant == "amber" else "clear")}
    return _set(state, gates=known, done=(*state.done, state.open), times=0, asides=0)


def _slower(state: Consultation) -> tuple[str, Consultation]:
    text = table("threads")["between"]["slower"]
    return spoken(_set(state, wondering=True), text, "CNT", "slower", "It seemed a lot at once.")


def _after_wondering(
    state: Consultation, utterance: Utterance, reading: Reading
) -> tuple[str, Consultation, bool]:
    """Hear whether the person would rather go on or stop; a long line is the answer itself."""
    state = _set(state, wondering=False)
    if answered(utterance.text) == "no" or matches(_FOR_TODAY, utterance.text):
        return *pause(state), True
    if state.open in state.done:
        return *_next(state), True
    if reading.words < _TELLING:
        return *_again(state, ""), True
    return "", state, False


def _again(state: Consultation, before: str) -> tuple[str, Consultation]:
    text = f"{before} {state.question}".strip()
    grounds = state.said.grounds if state.said is not None else ()
    return spoken(state, text, "FRM", f"{state.open}#again", "So that you know where we are.",
                  tuple(q for q in grounds if f'"{q.quote}"' in text))  # fmt: skip


def _with_before(state: Consultation, text: str, before: str) -> tuple[str, Consultation]:
    said = state.said
    if said is None or state.closed or not text:
        return text, state
    both = f"{before} {text}"
    return both, _set(state, said=msgspec.structs.replace(said, text=both))


def _between(state: Consultation, what: str) -> tuple[str, Consultation]:
    return spoken(state, table("threads")["between"][what], "FRM", what, "So that you know.")
