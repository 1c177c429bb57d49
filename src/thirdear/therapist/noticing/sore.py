"""Where it is sore: the place in what was just told that could hurt.

A clause in which somebody did something hurtful, responded against what was wished, or in which a
painful feeling of the person's own was named. It is only ever quoted; that it hurts is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from thirdear.listening.context import Turn
from thirdear.listening.observation import Clause, Observation
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment
from thirdear.therapist.noticing.words import PRONOUNS, bare, quotable

PAINFUL = frozenset({"hurt", "sadness", "loneliness", "shame", "fear", "grief", "anger", "guilt",
                     "emptiness", "envy", "jealousy", "disgust", "longing"})  # fmt: skip
_TURNS_BACK = 2
_FEWEST_WORDS = 2


def just_before(moment: Moment, start: int | None = None) -> Quote | None:
    """Return what stands sore before `start` of this utterance, or in the turns before it.

    Nearest first: here; in the turn before, or else what somebody last did there (what came next
    to what); in the turns before that.
    """
    found = list(_here(moment, len(moment.utterance.text) if start is None else start))
    if found:
        return found[-1]
    turns = [t for t in moment.context.recent if t.speaker == "client"][-1 - _TURNS_BACK : -1]
    for back, turn in enumerate(reversed(turns)):
        if found := list(_in_turn(moment, turn)):
            return found[-1]
        if back == 0 and (clause := _done_last(moment, turn)) is not None:
            return moment.of_turn(turn, clause)
    return None


def _done_last(moment: Moment, turn: Turn) -> Clause | None:
    """Return the last clause of a turn if in it somebody else did or said something."""
    last = turn.clauses[-1] if turn.clauses else None
    if last is None or last.subject != "other" or not turn.figures or not quotable(last.quote):
        return None
    names = {n.lower() for f in turn.figures if (figure := moment.formulation.cast.get(f))
             for n in figure.names}  # fmt: skip
    someone = last.quote.split()[0].lower() in PRONOUNS - {"it"} or any(
        last.quote.lower().startswith(name) for name in names
    )
    return last if someone and len(last.quote.split()) > _FEWEST_WORDS else None


def here(moment: Moment) -> list[Quote]:
    """Return the sore places in this utterance, in text order."""
    return list(_here(moment, len(moment.utterance.text)))


def _here(moment: Moment, before: int) -> Iterator[Quote]:
    spans = [*moment.reading.injuries, *spans_of(moment.reading.observations, moment.reading.turn)]
    for clause in _touched(moment.reading.clauses, spans):
        if clause.end <= before:
            yield moment.quote(clause.start, clause.end)


def _in_turn(moment: Moment, turn: Turn) -> Iterator[Quote]:
    spans = list(spans_of(turn.heard, turn.turn))
    if turn.when is not None:
        spans.append((turn.when.start, turn.when.end))
    for clause in _touched(turn.clauses, spans):
        yield moment.of_turn(turn, clause)


def spans_of(heard: Iterable[Observation], turn: int) -> Iterator[tuple[int, int]]:
    """Yield the spans in one turn's observations that tell of something painful."""
    for o in heard:
        if o.kind == "feeling" and o.claim == "likely" and o.code in PAINFUL:
            if o.attributes["experiencer"] == "self" and not o.attributes["denied"]:
                yield o.start, o.end
        elif o.kind == "episode" and o.claim == "likely":
            for c in o.components:
                if c.turn == turn and c.slot == "response_of_other" and c.polarity == "negative":
                    yield c.start, c.end


def _touched(clauses: Iterable[Clause], spans: Iterable[tuple[int, int]]) -> Iterator[Clause]:
    places = list(spans)
    for clause in clauses:
        inside = any(clause.start < end and start < clause.end for start, end in places)
        if inside and quotable(clause.quote) and len(bare(clause.quote).split()) >= _FEWEST_WORDS:
            yield clause
