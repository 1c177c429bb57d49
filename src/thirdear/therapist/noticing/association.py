"""What comes next to what: where the talk turns, breaks off and comes back; dreams; old words.

Free association as the technique reference follows it (4.2). A shift is material, never
misconduct.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from thirdear.formulation.account import called
from thirdear.listening.observation import Observation
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing.words import (
    PRONOUNS,
    bare,
    capital,
    piece_around,
    quotable,
    spoken_of,
)

_NOT_CLOSE = frozenset({"therapist", "other", "institution", "clinician", "colleague"})
_STRONG = 0.6
_STRAINED = 0.45
_SHORT, _SHORT_ANSWER = 8, 14
_WORDS_THAT_LED_SOMEWHERE = 3
_YOU = re.compile(r"\b(?:you|your|yours|u|ur)\b", re.IGNORECASE)
_THEN = re.compile(r"\bdid(?:n.?t)?\b", re.IGNORECASE)


def _shifted(moment: Moment) -> Iterator[Signal]:
    shift = next(iter(moment.reading.told("shift")), None)
    if shift is None or not shift.attributes.get("after_warm"):
        return
    left = _warmest_before(moment, shift.start)
    landing = next((moment.quote(*thing) for thing in moment.reading.things
                    if thing[0] >= shift.start and thing[1] <= shift.end), None)  # fmt: skip
    if left is not None and landing is not None:
        slots = {"left": bare(left.quote), "landing": spoken_of(landing)}
        yield Signal("left_something_warm", (left, landing), slots)


def _practical(moment: Moment) -> Iterator[Signal]:
    """Something came close a moment ago, and now it is about things to be done."""
    turns = [t for t in moment.context.recent if t.speaker == "client"]
    cue = next(iter(moment.cues("practical")), None)
    if cue is None or len(turns) < 2 or moment.reading.told("feeling"):
        return
    near = [(t, o) for t in turns[-3:-1] for o in t.heard
            if o.kind == "feeling" and o.attributes["experiencer"] == "self" and not o.inferred
            and not o.attributes["denied"] and float(o.attributes["intensity"] or 0) >= _STRONG
            and '"' not in o.quote]  # fmt: skip
    landing = next((moment.quote(*thing) for thing in moment.reading.things), None)
    if near and landing is not None:
        left = moment.earlier(*near[-1])
        slots = {"left": left.quote, "landing": spoken_of(landing)}
        yield Signal("to_the_practical", (left, landing), slots)


def _sayings(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("saying"):
        quote = moment.quote(cue.start, cue.end)
        person = next(
            (
                o
                for o in moment.reading.of("person")
                if o.end <= cue.start and o.attributes.get("corner") == "P"
            ),
            None,
        )
        if person is None or '"' in quote.quote or person.about is None:
            continue
        name = called(moment.formulation.cast.get(person.about))
        whose = f"{name}'" if name.endswith("s") else f"{name}'s"
        grounds = (moment.quote(person.start, person.end), quote)
        slots = {"quote": quote.quote, "whose": whose, "Whose": capital(whose)}
        yield Signal("saying_of_old", grounds, slots)


def _people(moment: Moment) -> Iterator[Signal]:
    """Somebody comes up again after other things."""
    turns = [t for t in moment.context.recent if t.speaker == "client"]
    if len(turns) < 4:
        return
    now = {o.about: o for o in moment.reading.of("person") if o.about and len(o.quote) > 3}
    for figure_id, mention in now.items():
        if mention.quote.lower() in PRONOUNS or mention.code in _NOT_CLOSE:
            continue
        away = figure_id not in turns[-2].figures
        earlier = sum(figure_id in t.figures for t in turns[:-2])
        main = earlier * 2 >= len(turns) - 2
        if away and earlier >= 2 and not main:
            figure = called(moment.formulation.cast.get(figure_id))
            slots = {"figure": figure, "Figure": capital(figure)}
            yield Signal("someone_returns", (moment.quote(mention.start, mention.end),), slots)


def _same_again(moment: Moment) -> Iterator[Signal]:
    """The person finds a likeness unasked: "at work it's the same"."""
    for cue in moment.cues("same_again")[:1]:
        quote = piece_around(moment, cue.start, cue.end)
        if quote is not None:
            yield Signal("same_again", (quote,), {"quote": bare(quote.quote)})


def _unclear(moment: Moment) -> Iterator[Signal]:
    for name in ("vague_word", "broke_off"):
        for cue in moment.cues(name)[:1]:
            quote = moment.quote(cue.start, cue.end)
            filler = name == "broke_off" and len(quote.quote.split()) < _WORDS_THAT_LED_SOMEWHERE
            if quotable(quote.quote) and len(quote.quote) < 60 and not filler:
                yield Signal(name, (quote,), {"quote": quote.quote})


def _said_at_last(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("first_said")[:1]:
        quote = moment.quote(cue.start, cue.end)
        if quotable(quote.quote):
            yield Signal("said_at_last", (quote,), {"quote": quote.quote})


def _dream(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("dream")[:1]:
        grounds = [moment.quote(cue.start, cue.end)]
        slots = {}
        pictures = [moment.quote(*thing) for thing in moment.reading.things]
        pictures = [p for p in pictures if "dream" not in p.quote.lower()]
        if pictures:
            grounds.append(pictures[-1])
            slots = {"thing": pictures[-1].quote, **_named(pictures[-1])}
        yield Signal("dream_told", tuple(grounds), slots)


def _memory(moment: Moment) -> Iterator[Signal]:
    """An early scene is told, with a thing in it that can be seen."""
    pictures = [moment.quote(*thing) for thing in moment.reading.things]
    for cue in moment.cues("as_a_child")[:1]:
        grounds = moment.quote(cue.start, cue.end)
        slots: dict[str, str] = {}
        if pictures:
            seen = max(pictures, key=lambda p: len(p.quote))
            slots = {"thing": seen.quote, **_named(seen)}
            yield Signal("memory_told", (seen, grounds), slots)
        else:
            yield Signal("memory_told", (grounds,), slots)


def _images(moment: Moment) -> Iterator[Signal]:
    """A concrete thing is worth asking about when it comes back, not when it is merely there."""
    before = {w for t in moment.context.recent[:-1] if t.speaker == "client" for w in t.topics}
    for start, end in reversed(moment.reading.things):
        thing = moment.quote(start, end)
        if thing.quote.split()[-1].lower() in before:
            yield Signal("image", (thing,), {"thing": thing.quote, **_named(thing)})
            return


def _halting(moment: Moment) -> Iterator[Signal]:
    short = moment.reading.words <= _SHORT
    for cue in moment.cues("nothing_comes")[:1]:
        then = _THEN.search(moment.utterance.text)  # "I didn't know what to say": told of then
        if moment.reading.words <= _SHORT_ANSWER and not then:
            yield Signal("nothing_comes", (moment.quote(cue.start, cue.end),))
    reading, text = moment.reading, moment.utterance.text
    strained = moment.formulation.capacity.anxiety >= _STRAINED
    heard = reading.of("question") or reading.of("feeling") or reading.of("defence") or reading.cues
    to_me = "?" in text or "therapist" in reading.salient or _YOU.search(text) is not None
    if short and not (strained or heard or to_me) and moment.hour.since_remark > 1:
        yield Signal("halting", ())


def _seen_oneself(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("self_view")[:1]:
        quote = piece_around(moment, cue.start, cue.end)
        if quote is not None:
            yield Signal("self_view", (quote,), {"quote": bare(quote.quote)})


LOOKS = (
    _seen_oneself, _shifted, _practical, _sayings, _people, _same_again, _unclear, _said_at_last,
    _dream, _memory, _images, _halting,
)  # fmt: skip


def _named(thing: Quote) -> dict[str, str]:
    """Return a thing as it can be named without quotation marks, if it can ("the tissue paper")."""
    first, *rest = thing.quote.split()
    if first.lower() == "my":
        return {"named": " ".join(("your", *rest)), "Named": " ".join(("Your", *rest))}
    if first.lower() in ("the", "a", "an", "this", "that"):
        return {"named": " ".join(("the", *rest)), "Named": " ".join(("The", *rest))}
    return {}


def _warmest_before(moment: Moment, start: int) -> Quote | None:
    def warm(o: Observation) -> bool:
        return o.kind in ("feeling", "defence") and o.claim == "likely" and not o.inferred

    here = [o for o in moment.reading.observations if warm(o) and o.end <= start]
    if here:
        return moment.quote(here[-1].start, here[-1].end)
    clients = [t for t in moment.context.recent if t.speaker == "client"]
    before = [o for o in clients[-2].heard if warm(o)] if len(clients) > 1 else []
    return moment.earlier(clients[-2], before[-1]) if before else None
