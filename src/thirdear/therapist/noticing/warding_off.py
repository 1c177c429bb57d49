"""What is done with what is sore: made small, laughed over, explained, turned on oneself.

Seen in the person's own everyday words (lexicons/cues.toml) or by the ear for defences; the remark
sets what was said beside what it came after, and gives neither a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from thirdear.listening.context import Turn
from thirdear.listening.lexicon import charge
from thirdear.listening.observation import Clause
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing import sore
from thirdear.therapist.noticing.words import (
    apart,
    bare,
    end_of_piece,
    piece_around,
    quotable,
    spoken_of,
)

_WINDOW = 5
_STEM = 4  # letters enough to know "hated" and "hate" for the same word
_NOT_WORDS = frozenset(
    "do don t not didn did does doesn n never am m i you he she it they we have haven has had hadn "
    "is isn was wasn be are aren the a an to that this my her his him them us me so and just "
    "really about with for at on in of ever".split()
)
_WAYS = {
    "makes_small": "small", "others_worse": "small", "laughs": "laugh",
    "self_attack": "attack", "sorry_for_feeling": "attack", "practical": "away",
}  # fmt: skip
"""Cues of warding off, and the way each belongs to: what is done again and again is one way."""
_HEARD_AS = {
    "devaluation_of_self": "hard_on_yourself",
    "undoing": "taken_back",
    "intellectualisation": "in_theory",
    "isolation_of_affect": "told_without_feeling",
}
_INWARD = {"self_attack": "hard_on_yourself", "sorry_for_feeling": "sorry_for_it"}
_OFTEN = 3
_AN_ANSWER = 25


def _waved_away(moment: Moment) -> Iterator[Signal]:
    """Made small twice and then elsewhere, or three times (once a turn counts)."""
    turns = [t for t in moment.context.recent if t.speaker == "client"][-_WINDOW:]
    found = [(t, q) for t in turns if (q := _wave(moment, t)) is not None]
    if len(found) < 2 or found[-1][0].turn < turns[-3 if len(turns) > 2 else 0].turn:
        return
    quotes = [q for _, q in found]
    landing = _moved_on(moment)
    if landing is not None and apart(quotes[-2:]):
        slots = {"first": bare(quotes[-2].quote), "second": bare(quotes[-1].quote)}
        slots["landing"] = spoken_of(landing)
        grounds = [*quotes[-2:], landing]
        for name, (turn, wave) in zip(("first", "second"), found[-2:], strict=True):
            clause = turn.when
            if clause is not None and not (clause.start < wave.end <= clause.end):
                slots[f"{name}_when"] = str(clause.addressed)
                grounds.append(moment.of_turn(turn, clause))
        yield Signal("waved_away_then_left", tuple(grounds), slots)
    if len(found) >= _OFTEN and apart(quotes[-3:]):
        words = [bare(q.quote) for q in quotes[-3:]]
        slots = dict(zip(("first", "second", "third"), words, strict=True))
        yield Signal("waved_away_often", tuple(quotes[-3:]), slots)


def _made_small(moment: Moment) -> Iterator[Signal]:
    """Something sore, and then "fair enough": the more often, the more it is worth a word."""
    for name in ("others_worse", "makes_small"):
        for cue in moment.cues(name)[-1:]:
            if moment.hour.since_remark <= 1 and cue.start < _AN_ANSWER:
                continue  # "Fair enough" to what was just said here waves nothing away
            small = piece_around(moment, cue.start, cue.end)
            if small is None:
                continue
            before = sore.just_before(moment, small.start)
            strength = (0.6, 0.7, 1.0)[min(2, _times(moment, "small") - 1)]
            slots = {"quote": bare(small.quote)}
            if before is not None and apart((before, small)):
                slots["sore"] = bare(before.quote)
                yield Signal("made_small", (before, small), slots, strength)
            elif name == "others_worse":
                yield Signal("others_worse", (small,), slots, strength)
            return


def _laughed(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("laughs")[:1]:
        before = sore.just_before(moment)
        if before is not None:
            grounds = (before, moment.quote(cue.start, cue.end))
            slots = {"sore": bare(before.quote), "quote": grounds[1].quote}
            yield Signal("laughed", grounds, slots)


def _against_oneself(moment: Moment) -> Iterator[Signal]:
    """A hard word for oneself, or an apology, just where something came close."""
    for name, signal in _INWARD.items():
        for cue in moment.cues(name)[-1:]:
            quote = piece_around(moment, cue.start, cue.end)
            if quote is None:
                continue
            slots = {"quote": bare(quote.quote)}
            grounds: tuple[Quote, ...] = (quote,)
            before = sore.just_before(moment, quote.start)
            if before is not None and apart((before, quote)):
                slots["sore"] = bare(before.quote)
                grounds = (before, quote)
            yield Signal(signal, grounds, slots)
            return


def _left_unsaid(moment: Moment) -> Iterator[Signal]:
    """What was not said to someone; and when it is so again, with somebody else."""
    if moment.cues("for_once"):
        return
    for cue in moment.cues("left_unsaid")[-1:]:
        quote = piece_around(moment, cue.start, cue.end)
        if quote is None:
            return
        yield Signal("left_unsaid", (quote,), {"quote": bare(quote.quote)})
        for turn in [t for t in moment.context.recent if t.speaker == "client"][:-1]:
            clause = _clause_of(turn, "left_unsaid")
            other = set(turn.figures[:1]) - set(moment.reading.salient[:1])
            to_me = "therapist" in (*turn.figures, *moment.reading.salient)
            if clause is not None and other and not to_me and quotable(clause.quote):
                earlier = moment.of_turn(turn, clause)
                if apart((earlier, quote)):
                    slots = {"before": bare(earlier.quote), "now": bare(quote.quote)}
                    yield Signal("unsaid_again", (earlier, quote), slots)
                    return


def _told_otherwise(moment: Moment) -> Iterator[Signal]:
    """What the ear for defences heard in so many words."""
    for observation in moment.reading.told("defence"):
        name = _HEARD_AS.get(observation.code)
        if name is not None and quotable(observation.quote):
            quote = moment.quote(observation.start, observation.end)
            yield Signal(name, (quote,), {"quote": quote.quote})


def _again_and_again(moment: Moment) -> Iterator[Signal]:
    """One way of warding off, three times or more: what it is for may be wondered about."""
    for cue in moment.reading.cues:
        way = _WAYS.get(cue.name)
        if way is None or _times(moment, way) < _OFTEN:
            continue
        quote = piece_around(moment, cue.start, cue.end)
        before = sore.just_before(moment, cue.start)
        if before is not None and quote is not None and apart((before, quote)):
            slots = {"quote": bare(quote.quote), "sore": bare(before.quote)}
            yield Signal(f"again_{way}", (before, quote), slots)
            return


def _both(moment: Moment) -> Iterator[Signal]:
    """One thing and its opposite in one breath: "I hate her for that. I don't hate her."."""
    clauses = [c for c in moment.reading.clauses if '"' not in c.quote]
    for n, one in enumerate(clauses):
        for other in clauses[n + 1 :]:
            separate = one.end <= other.start
            opposite = one.negated != other.negated and _same_but_for_not(one.quote, other.quote)
            if separate and opposite:
                grounds = (moment.quote(one.start, one.end), moment.quote(other.start, other.end))
                yield Signal("both_said", grounds, {"first": one.quote, "second": other.quote})
                return


def _taken_back(moment: Moment) -> Iterator[Signal]:
    """A strong feeling in one turn, and "No I don't" at the start of the next."""
    turns = [t for t in moment.context.recent if t.speaker == "client"]
    no = re.match(r"\W*(no[, ]+i (?:don't|didn't|do not|am not|'m not|wasn't)\b[^.!?,;]*)",
                  moment.utterance.text, re.IGNORECASE)  # fmt: skip
    refused = moment.hour.since_remark == 1 and moment.hour.last_depth > 1
    if no is None or len(turns) < 2 or refused:
        return
    for clause in reversed(turns[-2].clauses):
        strong = any(
            o.kind == "feeling" and not o.inferred and o.attributes["experiencer"] == "self"
            and clause.start <= o.start < clause.end and not o.attributes["denied"]
            for o in turns[-2].heard
        )  # fmt: skip
        if strong and quotable(clause.quote):
            grounds = (moment.of_turn(turns[-2], clause), moment.quote(*no.span(1)))
            slots = {"first": bare(clause.quote), "second": bare(grounds[1].quote)}
            yield Signal("both_said", grounds, slots)
            return


def _negations(moment: Moment) -> Iterator[Signal]:
    """Notice a no to what nobody had said: "I'm not complaining"."""
    for cue in moment.cues("unasked_no")[:1]:
        quote = moment.quote(cue.start, end_of_piece(moment.utterance.text, cue.end))
        quote = quote if quotable(quote.quote) else moment.quote(cue.start, cue.end)
        word = max(reversed(quote.quote.lower().split()), key=len)
        answered = any(word in said for said in moment.hour.said)
        if quotable(quote.quote) and not answered:
            yield Signal("unasked_no", (quote,), {"quote": quote.quote})


LOOKS = (
    _waved_away, _made_small, _laughed, _against_oneself, _left_unsaid, _told_otherwise,
    _again_and_again, _both, _taken_back, _negations,
)  # fmt: skip


def _wave(moment: Moment, turn: Turn) -> Quote | None:
    """Return the words with which something was waved away in a turn, if it was."""
    told = next(
        (o for o in turn.heard if o.kind == "defence" and o.code == "denial"
         and o.claim == "likely" and not o.inferred and '"' not in o.quote),
        None,
    )  # fmt: skip
    if told is not None:
        return moment.earlier(turn, told)
    clause = _clause_of(turn, "makes_small")
    return moment.of_turn(turn, clause) if clause is not None else None


def _clause_of(turn: Turn, cue: str) -> Clause | None:
    """Return the clause of a turn that holds a cue, if there is one that can be quoted."""
    for found in turn.cues:
        for clause in turn.clauses:
            inside = clause.start < found.end and found.start < clause.end
            if found.name == cue and inside and quotable(clause.quote):
                return clause
    return None


def _times(moment: Moment, way: str) -> int:
    """Return in how many of the last turns one way of warding off was seen, this one counted."""
    turns = [t for t in moment.context.recent if t.speaker == "client"]
    return sum(any(_WAYS.get(c.name) == way for c in t.cues) for t in turns)


def _moved_on(moment: Moment) -> Quote | None:
    """Return what the person has moved on to: a marked shift, or a turn about nothing before it."""
    shift = next(iter(moment.reading.told("shift")), None)
    if shift is not None:
        for start, end in moment.reading.things:
            if start >= shift.start and end <= shift.end:
                return moment.quote(start, end)
        return None
    reading = moment.reading
    if reading.told("defence") or reading.told("feeling") or reading.injuries:
        return None
    earlier = [t for t in moment.context.recent[-5:-1] if t.speaker == "client"]
    before = {w for t in earlier for w in t.topics}
    same_people = set(reading.salient) & {f for t in earlier[-1:] for f in t.figures}
    if before & set(reading.topics) or same_people or not reading.things:
        return None
    return moment.quote(*reading.things[-1])


def _same_but_for_not(one: str, other: str) -> bool:
    kept = [
        {w[:_STEM] for w in re.findall(r"\w+", text.lower()) if w not in _NOT_WORDS}
        for text in (one, other)
    ]
    smaller = min(len(kept[0]), len(kept[1]))
    if smaller == 1:  # one word alone says little, unless there is feeling in it
        return kept[0] == kept[1] or any(charge(w) > 0 for w in _full_words(one, kept[0] & kept[1]))
    return smaller > 1 and len(kept[0] & kept[1]) >= smaller


def _full_words(text: str, stems: set[str]) -> list[str]:
    return [w for w in re.findall(r"\w+", text.lower()) if w[:_STEM] in stems]
