"""The one listener: an utterance goes in, a reading comes out. The table of ears is here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from thirdear.listening import (
    alliance,
    anxiety,
    clauses,
    cues,
    defences,
    episodes,
    feelings,
    injuries,
    insight,
    interventions,
    language,
    people,
    phrases,
    questions,
    reference,
    risk,
    scenes,
    shifts,
    tactical,
    transference,
)
from thirdear.listening.context import Context, attend
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon
from thirdear.listening.meaning import HEADS, Meaning, Sense
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Utterance

if TYPE_CHECKING:
    from spacy.tokens import Doc

LISTENER = "2026.11.3"
"""Version of the listener as a whole: changes whenever what is heard can change."""

EARS: tuple[tuple[str, Callable[[Hearing], None]], ...] = (
    ("person", people.hear),
    ("risk", risk.hear),
    ("feeling", feelings.hear),
    ("anxiety", anxiety.hear),
    ("shift", shifts.hear),
    ("question", questions.hear),
    ("defence", defences.hear),
    ("defence", tactical.hear),
    ("transference", transference.hear),
    ("alliance", alliance.hear),
    ("insight", insight.hear),
    ("memory", scenes.hear),
    ("episode", episodes.hear),
    ("reference", reference.hear),
)
"""Which kinds are heard, by which ear, in which order; a later ear may use an earlier one's."""

_FEELING_ASKED = re.compile(
    r"\b(?:how (?:do|did|does) (?:you|that|it|this) feel|what (?:do|did) you feel|feel(?:ing)? "
    r"(?:toward|towards|about)|what(?:'s| is| was) the feeling|how are you feeling|feeling now)\b",
    re.IGNORECASE,
)
_DANGERS_ENOUGH = 40
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def hear(
    utterance: Utterance, context: Context, doc: Doc | None = None, sense: Sense | None = None
) -> Reading:
    """Hear one utterance, knowing what was said before; pure: same input, same reading.

    Takes the utterance, the context folded from all earlier readings, and (for batches) its
    parse and its encoding if those are already there. Returns the reading. What lies beyond
    `language.HEARD_AT_MOST` characters is searched for risk only and `heard_to` says so.
    """
    doc = language.parse(utterance.text) if doc is None else doc
    if utterance.session != context.session:
        context = Context(cast=context.cast, session=utterance.session)
    if utterance.speaker == "therapist":
        return _hear_therapist(Hearing(utterance, context, doc, {}, sense))
    hearing = Hearing(utterance, context, doc, _phrasebook().find(doc), sense)
    for _, ear in EARS:
        ear(hearing)
    heard_to = len(hearing.text) if len(hearing.text) < len(utterance.text) else None
    if heard_to is not None:
        _search_the_rest(hearing, heard_to)
    return Reading(
        turn=utterance.turn,
        session=utterance.session,
        speaker="client",
        listener=LISTENER,
        observations=tuple(sorted(hearing.heard, key=lambda o: (o.start, o.end, o.kind, o.code))),
        words=_words(hearing),
        topics=tuple(sorted(shifts.topics(hearing, 0, len(doc)))[:24]),
        injuries=tuple((i.start_char, i.end_char) for i in injuries.told(hearing)),
        asked=tuple((a.start_char, a.end_char) for a in hearing.said("asked_about_it")),
        clauses=clauses.giveable(hearing),
        cues=cues.heard(hearing),
        things=cues.things(hearing),
        introductions=tuple(hearing.introductions),
        salient=tuple(hearing.salient),
        heard_to=heard_to,
        meaning=hearing.sense.kept,
    )


def _words(hearing: Hearing) -> int:
    return len(_WORD.findall(hearing.text))


def _hear_therapist(hearing: Hearing) -> Reading:
    """Hear what the other chair does; what it says of people and feelings is not the client's."""
    interventions.hear(hearing)
    people.overhear(hearing)
    return Reading(
        hearing.utterance.turn, hearing.utterance.session, "therapist", LISTENER,
        tuple(hearing.heard), _words(hearing),
        act=_act(hearing),
        introductions=tuple(hearing.introductions),
        salient=tuple(hearing.salient),
        meaning=hearing.sense.kept,
    )  # fmt: skip


def _act(hearing: Hearing) -> str:
    """Return what an utterance of the other chair asks for, as far as the next one hangs on it."""
    text = hearing.text
    if "?" in text and risk.lexicon_pattern("asks").search(text):
        return "danger_question"
    if _FEELING_ASKED.search(text) or any(o.code == "PRF" for o in hearing.heard):
        return "feeling_question"
    return "remark"


def attend_to(utterance: Utterance, context: Context) -> tuple[Reading, Context]:
    """Hear an utterance and fold what was heard into the context; returns both."""
    reading = hear(utterance, context)
    return reading, attend(context, reading)


def kinds() -> dict[str, list[str]]:
    """Return the kinds that are heard, each with the codes that can be given."""
    return {
        "person": sorted([*people.roles(), "therapist"]),
        "risk": sorted({s["code"] for s in lexicon("risk")["sign"]}),
        "feeling": [c for c in lexicon("feelings") if c not in ("idioms", "strength")],
        "anxiety": [c["code"] for c in lexicon("anxiety")["channel"]],
        "shift": ["shift"],
        "question": [a["code"] for a in lexicon("questions")["asked"]],
        "defence": sorted({*defences.LEVELS, *_codes("tactical")}),
        "transference": _codes("transference"),
        "alliance": _codes("alliance"),
        "insight": [*_codes("insight"), "reflection"],
        **{kind: [kind] for kind in ("memory", "dream", "slip")},
        "episode": ["relationship_episode"],
        "reference": ["referential_activity"],
        "intervention": interventions.codes(),
    }


def _codes(head: str) -> list[str]:
    return sorted(set(HEADS[head]) - {"none"})


def warm() -> None:
    """Load the pipeline and the encoder now rather than at the first utterance."""
    _phrasebook()
    Meaning.shipped()


@cache
def _phrasebook() -> phrases.Phrasebook:
    lines: dict[str, list[str]] = {}
    for ear in (risk, feelings, anxiety, shifts, questions, defences, injuries, cues):
        lines.update(ear.phrases())
    return phrases.Phrasebook(language.pipeline(), lines)


@cache
def _dangers_book() -> phrases.Phrasebook:
    return phrases.Phrasebook(language.pipeline(), risk.signs(), parsed=False)


def _search_the_rest(hearing: Hearing, heard_to: int) -> None:
    """Search what was not listened to for danger: its words first, then closely where it may be.

    Begins a little before the place where listening ended, so that nothing is lost on the seam,
    and ends when so much danger has been heard that more would change nothing.
    """
    text = hearing.utterance.text
    begin = max(0, heard_to - language.SEAM)
    known = {(o.code, o.start) for o in hearing.heard if o.kind == "risk"}
    for start, end in _suspicious(text, begin):
        if len(known) >= _DANGERS_ENOUGH:
            return
        piece = Utterance(text[start:end])
        doc = language.parse(piece.text)
        beside = Hearing(piece, hearing.context, doc, _phrasebook().find(doc))
        risk.hear(beside)
        for observation in beside.heard:
            moved = _moved(observation, start)
            if moved.end > heard_to and (moved.code, moved.start) not in known:
                known.add((moved.code, moved.start))
                hearing.heard.append(moved)


def _suspicious(text: str, begin: int) -> list[tuple[int, int]]:
    """Return the places (start, end) after `begin` whose words alone may tell of danger.

    Each takes in what stands around it; neighbouring places are joined.
    """
    places: list[tuple[int, int]] = []
    for at, words in language.words_only(text[begin:]):
        for span in sorted(
            (s for found in _dangers_book().find(words).values() for s in found),
            key=lambda s: s.start,
        ):
            start = max(0, begin + at + span.start_char - language.SEAM)
            end = min(len(text), begin + at + span.end_char + language.SEAM)
            if places and start <= places[-1][1] and end - places[-1][0] <= language.HEARD_AT_MOST:
                places[-1] = (min(start, places[-1][0]), max(end, places[-1][1]))
            else:
                places.append((start, end))
    return places


def _moved(observation: Observation, by: int) -> Observation:
    return msgspec.structs.replace(
        observation, start=observation.start + by, end=observation.end + by
    )
