"""Answers direct questions: a fact straight and short, a verdict with curiosity; "stop" stops."""

from __future__ import annotations

import random
import re

from thirdear.formulation.capacity import OVER_THE_THRESHOLD
from thirdear.listening.observation import Cue
from thirdear.speech import Quote
from thirdear.therapist.form import keeps_form
from thirdear.therapist.hour import spoken_form
from thirdear.therapist.intervention import Intervention, silence, table
from thirdear.therapist.moment import Moment
from thirdear.therapist.wording import fillable, not_yet_used

STOP = "stop"
_WHAT_I_SAID = re.compile(r"\bwhat (?:did|have|was|were) (?:i|we)\b", re.IGNORECASE)
_ABOUT_THIS = re.compile(
    r"\b(?:(?:do|did) you (?:mean|say)|how (?:does|do) (?:this|it|you)|what is this)\b",
    re.IGNORECASE,
)
_ASKS_MY_VIEW = re.compile(
    r"\b(?:are you (?:saying|suggesting|telling|sure|asking|talking)|(?:do )?you think"
    r"|you're gonna|you are going to|what are you)\b",
    re.IGNORECASE,
)
"""What is asked about this chair's view of the person, and not about the chair."""
_QUIET = (
    "All right. I'll be quiet. You can go on, or end here, as you like.",
    "I'll stop. It is yours to say when, and whether.",
    "Quiet, then. You can also end here; it is all kept.",
)
_GOODBYE = re.compile(
    r"(?:^|[.!?,]\s+)(?:(?:well|right|okay|ok|so|anyway)[,. ]+)*(?:good ?night|night(?: then)?|bye"
    r"(?: now| then)?|see you(?: next (?:week|time))?|mind yourself|take care|cheerio|ta-?ra)\b",
    re.IGNORECASE,
)
_FROM_THE_RECORD = frozenset({"last_time", "earlier_today", "told_you"})
_LONG_WORD = 4
_ASKING_WORDS = frozenset(
    "what were where when that this about tell told said say just last time week before know "
    "remember again have with mean then today earlier session".split()
)
_AFTER_GOODBYE, _SHORT_GOODBYE = 4, 12
_SHORT_TURN = 25
_LONG_TURN, _LONGEST_TURN = 30, 90
_ASKED_OF_THE_CHAIR = frozenset({"time", "is_it_a_machine", "privacy"})
_PLAIN_FACTS = frozenset({"time", "is_it_a_machine", "privacy", "medicine"})


def answer(moment: Moment, chance: random.Random) -> Intervention | None:
    """Return what a direct question or a plain wish of the person's calls for, or None.

    Handles "stop", taking leave, a language that cannot be listened to, a text too long to be
    listened to whole, and the questions of the contract's codes.
    """
    gate = moment.gate
    if moment.cues("stop") and moment.reading.words <= 14:
        return _stop(moment, gate)
    if _takes_leave(moment) and moment.hour.client_turns > 1:
        text = "All right. You can end the session whenever you like; it is all kept."
        return _plain("FRM", text, gate, "leaving", "You said that you want to go.")
    if moment.cues("not_english"):
        text = "I can only listen to English so far. What you wrote is kept as it is."
        heard = _plain("FRM", text, gate, "not_english", "The text was hardly English.")
        return heard if spoken_form(text) not in moment.hour.said else silence(gate)
    if moment.reading.heard_to is not None:
        text = "That is longer than I can take in. It is kept whole; I heard the beginning."
        return _plain("FRM", text, gate, "too_long", "The text was too long to listen to whole.")
    if (plain := _by_meaning(moment, chance)) is not None:
        return plain
    question = next(iter(moment.reading.of("question")[-1:]), None)
    if question is None or not _waits_for_an_answer(moment, question.code, question.end):
        return None
    quote = moment.quote(question.start, question.end)
    entry = _entry(moment, question.code, inferred=question.inferred)
    if entry is None or (_over_the_threshold(moment) and entry not in _PLAIN_FACTS):
        return None
    return _fitting(moment, entry, quote, chance)


def _takes_leave(moment: Moment) -> bool:
    """Tell whether the person says goodbye: in a short turn, or as the last thing of a long one."""
    text = moment.utterance.text
    goodbye = _GOODBYE.search(text)
    if goodbye is not None and len(text[goodbye.end() :].split()) <= _AFTER_GOODBYE:
        return True
    return bool(moment.cues("leaving")) and moment.reading.words <= _SHORT_GOODBYE


def _over_the_threshold(moment: Moment) -> bool:
    """Tell whether thinking has to come back first: "My head's gone fuzzy. What did you ask?"."""
    return moment.formulation.capacity.anxiety >= OVER_THE_THRESHOLD


def _stop(moment: Moment, gate: str) -> Intervention:
    """Stop when asked to; say so in other words each time, then only by being quiet."""
    for text in _QUIET:
        if spoken_form(text) not in moment.hour.said:
            return _plain("WRK", text, gate, STOP, "You asked me to stop.")
    return silence(gate, "You asked me to stop.")


def _by_meaning(moment: Moment, chance: random.Random) -> Intervention | None:
    """Answer what is asked in so many words (entries of answers.toml with `when`).

    In a longer turn only what is asked with a question mark waits for an answer.
    """
    text = moment.utterance.text.replace("’", "'")
    long = moment.reading.words > _LONG_TURN
    if moment.reading.words > _LONGEST_TURN:
        return None
    for entry, data in table("answers").items():
        found = re.search(data["when"], text, re.IGNORECASE) if "when" in data else None
        if found and long and "?" not in re.split(r"[.!]", text[found.start() :])[0]:
            continue
        if found and found.end() > found.start():
            return _fitting(moment, entry, moment.quote(found.start(), found.end()), chance)
    return None


def _waits_for_an_answer(moment: Moment, code: str, end: int) -> bool:
    """Tell whether a question waits: one in mid-story was left behind by the person."""
    if code in _ASKED_OF_THE_CHAIR and moment.reading.words <= _LONGEST_TURN:
        return True
    return moment.reading.words <= _SHORT_TURN or not moment.utterance.text[end:].strip(" .!?)")


def _entry(moment: Moment, code: str, *, inferred: bool = False) -> str | None:
    """Choose the answer; None for questions of fact about the world, which are not answered."""
    if moment.cues("medicine") and code in ("advice", "opinion", "fact"):
        return "medicine"
    if moment.cues("diagnosis"):
        return "diagnosis"
    if code == "fact" and "did" in moment.utterance.text.lower():
        if moment.cues("last_time") and moment.hour.before:
            return "last_time"
        if any(_of_another_day(moment, cue) for cue in moment.cues("last_time")):
            return "no_last_time"
        if moment.hour.heaviest and _WHAT_I_SAID.search(moment.utterance.text):
            return "earlier_today"
    if code == "about_therapist":
        view = _ASKS_MY_VIEW.search(moment.utterance.text)
        return None if inferred else "opinion" if view else code
    if code == "fact" and not _ABOUT_THIS.search(moment.utterance.text):
        return None
    return code


def _of_another_day(moment: Moment, cue: Cue) -> bool:
    """Tell whether it is asked about another session ("before" may mean today)."""
    return moment.quote(cue.start, cue.end).quote.lower() != "before"


def _fitting(
    moment: Moment, entry: str, asked: Quote, chance: random.Random
) -> Intervention | None:
    then = _words_then(moment, entry)
    if entry in _FROM_THE_RECORD and then is None:
        entry = "not_to_hand"
    data = table("answers")[entry]
    slots = {"minutes": str(max(1, round(moment.remaining_s / 60)))}
    grounds = [asked]
    if then is not None:
        slots["then"] = then.quote
        grounds.append(then)
    gate = moment.gate
    depth = table("interventions")[data["kind"]]["depth"]
    filled = fillable(data["wordings"], slots)
    ordered = not_yet_used(filled, entry, moment.hour, chance)
    facts = data["kind"] == "FRM"
    for index, text in ordered or (filled if facts else []):
        made = Intervention(
            data["kind"], depth, text, tuple(grounds), gate, f"{entry}#{index}", data["because"],
            "It may have been asked for another reason; say so if it was.",
        )  # fmt: skip
        if keeps_form(made, moment.hour.said, spoken_form(text)):
            return made
    return None


def _words_then(moment: Moment, entry: str) -> Quote | None:
    """Return the words asked for: those that share most with the question, else the weightiest."""
    if entry not in _FROM_THE_RECORD:
        return None
    today = [quote for _, quote in moment.hour.heaviest]
    before = [*moment.hour.before, *(p.quote for p in reversed(moment.memory.pieces))]
    earlier = [q for q in before if q.session < moment.utterance.session]
    asked = _long_words(moment.utterance.text)
    for quotes in (earlier, today) if entry == "last_time" else (today, earlier):
        about = max(quotes, key=lambda q: len(_long_words(q.quote) & asked), default=None)
        if about is not None and _long_words(about.quote) & asked:
            return about
    if asked - _ASKING_WORDS:
        return None  # something particular is asked for, and it is not to hand
    return next(iter(earlier if entry == "last_time" else today), None)


def _long_words(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z']+", text.lower()) if len(w) >= _LONG_WORD}


def _plain(kind: str, text: str, gate: str, rule: str, because: str) -> Intervention:
    depth = table("interventions")[kind]["depth"]
    return Intervention(kind, depth, text, (), gate, rule, because)
