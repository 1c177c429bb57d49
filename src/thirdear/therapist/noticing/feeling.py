"""Feelings named, grown, stronger than oneself; wishes; one's own words; the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thirdear.formulation.capacity import OVER_THE_THRESHOLD
from thirdear.listening.observation import Clause, Observation
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing.words import (
    addressed,
    bare,
    capital,
    piece_around,
    quotable,
    stands_badly,
)

WORTH_GIVING_BACK, WORTH_IN_A_SHORT_TURN, WORTH_IN_A_LONG_TURN = 0.45, 0.3, 0.75
_SHORT_TURN, _LONG_TURN = 12, 35
_FEW, _FEW_WITH_NOBODY = 4, 7
_FEWEST_WORDS = 3
_SAYS_SOMETHING = 0.5
_BESIDE = frozenset({"practical", "last_time", "broke_off"})
"""Cues that say nothing of a clause they stand in; any other has its own remark."""
_STUB = re.compile(r"you (?:said|told|asked|texted|thought|knew)(?: to)?(?: [\w']+){0,2}$", re.I)
"""What was said to somebody, without what was said: "you said to Keisha"."""
_WILL = re.compile(r"'ll\b|\b(?:will|gonna|going to)\b", re.IGNORECASE)
_SIGH = re.compile(r"\W*(?:sigh(?:s|ed|ing)?|big sigh|deep breath)\W*$", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:nobody|no one|never|(?<!let )alone)\b", re.IGNORECASE)
_WISHING = re.compile(r"\b(?:want|wish|hope|need|long)(?:ed|s)?\b", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(?:me|my|us|i)\b", re.IGNORECASE)
_A_VERDICT = re.compile(
    r"\b(?:hates?|hated|loves?|loved|despises?|resents?|blames?|thinks?|thought|wants?|wanted|"
    r"tries|trying|likes?|jealous|cares?|means|meant|enjoys?|using|have it|has it|singled|against|"
    r"abus\w+|lies|lied|lying)\b",
    re.IGNORECASE,
)
"""What others feel or mean: said back as if it were so, it would be a verdict on them."""
_SORE = frozenset({"hurt", "sadness", "loneliness", "shame", "fear", "grief", "anger", "emptiness"})
_NEVER_TURNED_ROUND = frozenset({"self_attack", "sorry_for_feeling", "others_worse", "complaint"})
"""Cues whose words would be an insult or a verdict if they were said back with "you"."""


def _feelings(moment: Moment) -> Iterator[Signal]:
    own = [o for o in _own(moment) if o.quote.lower() != "missed"]  # a train, or a person
    if not own:
        return
    strongest = max(own, key=lambda o: float(o.attributes["intensity"] or 0))
    quote = moment.quote(strongest.start, strongest.end)
    before = _same_feeling_before(moment, strongest)
    if before is not None:
        slots = {"before": before.quote, "now": quote.quote}
        yield Signal("feeling_grew", (before, quote), slots)
    clause = _clause_around(moment, strongest)
    slots = {}
    its_own = clause is not None and clause.subject == "I"
    if len(quote.quote.split()) == 1 and (its_own or moment.reading.words <= _FEW):
        part = "noun" if strongest.heard_by.endswith(".thing") else "Adj"
        slots = {"word": quote.quote}
        if not strongest.heard_by.endswith((".does", ".makes", ".said")):
            slots["adj" if part == "Adj" else part] = quote.quote
            if part == "Adj":
                slots[part] = capital(quote.quote)
    grounds: tuple[Quote, ...] = (quote,)
    if clause is not None and clause.addressed is not None and clause.subject == "I":
        slots |= addressed(clause)
        grounds = (moment.quote(clause.start, clause.end), quote)
    if slots:
        yield Signal("feeling_said", grounds, slots, 0.8 + 0.2 * bool(strongest.about))


def _hurt(moment: Moment) -> Iterator[Signal]:
    """Something hurtful was done to the person, and a feeling of their own stands next to it."""
    own = any(o.code in _SORE for o in _own(moment))
    for start, end in moment.reading.injuries[:1]:
        quote = moment.quote(start, end)
        if own and quotable(quote.quote):
            yield Signal("hurt_by_someone", (quote,), {"quote": quote.quote})


def _stronger_than_oneself(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("not_like_me"):
        quote = moment.quote(cue.start, cue.end)
        if _own(moment) or _felt_just_before(moment):
            feeling = next(
                (moment.quote(o.start, o.end) for o in moment.reading.told("feeling")), quote
            )
            yield Signal("not_like_me", (feeling, quote), {"quote": quote.quote})


def _asks_about_it(moment: Moment) -> Iterator[Signal]:
    """A judgement is asked for, of oneself: "Is that awful?"; or a feeling one ought to have."""
    for name in ("asks_if_bad", "should_feel", "alone_with_it"):
        for cue in moment.cues(name)[:1]:
            quote = piece_around(moment, cue.start, cue.end)
            asked = "?" in moment.utterance.text[cue.end :] or name != "asks_if_bad"
            if quote is not None and asked:
                slots = {"quote": bare(quote.quote), "word": bare(quote.quote).split()[-1].lower()}
                yield Signal(name, (quote,), slots)


def _tears(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("crying")[:1]:
        yield Signal("crying", (moment.quote(cue.start, cue.end),))


def _own_words(moment: Moment) -> Iterator[Signal]:
    """The weightiest clause about oneself that can be given back."""
    best: Clause | None = None
    if moment.cues("practical"):
        return
    for clause in moment.reading.clauses:
        if clause.addressed is None or '"' in clause.quote or stands_badly(clause):
            continue
        if _STUB.match(clause.addressed):
            continue
        if len(clause.quote.split()) < _FEWEST_WORDS or _not_for_turning(moment, clause):
            continue
        if clause.subject != "I" and not _OF_ONESELF.search(clause.quote):
            continue
        if clause.subject != "I" and _A_VERDICT.search(clause.quote):
            continue
        if best is None or clause.weight >= best.weight:
            best = clause
    if best is None or best.weight < _worth_in(moment.reading.words):
        return
    name = "own_clause" if best.subject == "I" else "about_someone"
    if best.subject == "I" and _WISHING.search(best.quote):
        name = "wish_said"
    quote = moment.quote(best.start, best.end)
    yield Signal(name, (quote,), {**addressed(best), "quote": quote.quote}, 0.5 + best.weight / 2)


def _worth_in(words: int) -> float:
    """Return what a clause must weigh to be given back: of a long turn hardly any is the one."""
    if words <= _SHORT_TURN:
        return WORTH_IN_A_SHORT_TURN
    return WORTH_GIVING_BACK if words <= _LONG_TURN else WORTH_IN_A_LONG_TURN


def _few_words(moment: Moment) -> Iterator[Signal]:
    """A short sentence with nobody, never, alone in it, or hardly anything else."""
    for clause in moment.reading.clauses:
        words = len(clause.quote.split())
        if words > _FEW_WITH_NOBODY or '"' in clause.quote or stands_badly(clause):
            continue
        if _not_for_turning(moment, clause):
            continue
        alone = words <= _FEW and moment.reading.words <= _FEW + 1 and clause.subject == "I"
        alone = alone and clause.weight >= _SAYS_SOMETHING and not _WILL.search(clause.quote)
        said_otherwise = any(
            c.start < clause.end and clause.start < c.end and c.name not in _BESIDE
            for c in moment.reading.cues
        )
        if (_NOBODY.search(clause.quote) or alone) and not said_otherwise:
            quote = moment.quote(clause.start, clause.end)
            yield Signal("few_words", (quote,), {"quote": quote.quote})
            return


def _body(moment: Moment) -> Iterator[Signal]:
    now = [o for o in moment.reading.told("anxiety") if o.attributes["tense"] == "now"]
    if moment.formulation.capacity.anxiety >= OVER_THE_THRESHOLD and _surely_over(moment):
        yield Signal("too_much", tuple(moment.quote(o.start, o.end) for o in now))
    elif now and quotable(now[0].quote):
        quote = moment.quote(now[0].start, now[0].end)
        name = "sighed" if _SIGH.match(quote.quote) else "body_now"
        yield Signal(name, (quote,), {"quote": quote.quote})


LOOKS = (
    _feelings, _hurt, _stronger_than_oneself, _asks_about_it, _tears, _own_words, _few_words, _body,
)  # fmt: skip


def _surely_over(moment: Moment) -> bool:
    """Tell whether it was told in words, or heard twice: one doubtful sign is not spoken of."""
    turns = [t for t in moment.context.recent if t.speaker == "client"][-3:]
    over = [o for t in turns for o in t.heard
            if o.kind == "anxiety" and o.claim == "likely" and o.attributes["tense"] == "now"
            and str(o.attributes.get("band", "")).startswith("over")]  # fmt: skip
    return len(over) > 1 or any(not o.inferred for o in over)


def _own(moment: Moment) -> list[Observation]:
    """Return the feelings that words told of the person's own, not denied."""
    return [
        o for o in moment.reading.told("feeling")
        if o.attributes["experiencer"] == "self" and not o.attributes["denied"]
    ]  # fmt: skip


def _same_feeling_before(moment: Moment, feeling: Observation) -> Quote | None:
    clients = [t for t in moment.context.recent if t.speaker == "client"][-3:-1]
    for turn in clients:
        for o in turn.heard:
            grew = float(feeling.attributes["intensity"] or 0) - float(
                o.attributes.get("intensity") or 0
            )
            if (
                o.kind == "feeling"
                and o.code == feeling.code
                and not o.inferred
                and grew >= 0.2
                and o.attributes["experiencer"] == "self"
                and not o.attributes["denied"]
            ):
                return moment.earlier(turn, o)
    return None


def _felt_just_before(moment: Moment) -> bool:
    clients = [t for t in moment.context.recent if t.speaker == "client"][-2:-1]
    return any(o.kind == "feeling" for t in clients for o in t.heard)


def _clause_around(moment: Moment, observation: Observation) -> Clause | None:
    return next(
        (
            c
            for c in moment.reading.clauses
            if c.start <= observation.start
            and observation.end <= c.end
            and '"' not in c.quote
            and not stands_badly(c)
            and not _not_for_turning(moment, c)
        ),
        None,
    )


def _not_for_turning(moment: Moment, clause: Clause) -> bool:
    """Tell whether a clause must not be said back with "you".

    A denied feeling ("so you're not jealous" would settle it), and hard words for oneself.
    """
    denied = any(
        o.kind == "feeling" and o.attributes["denied"] and clause.start <= o.start < clause.end
        for o in moment.reading.observations
    )
    hard = any(
        c.name in _NEVER_TURNED_ROUND and clause.start < c.end and c.start < clause.end
        for c in moment.reading.cues
    )
    devalued = any(
        o.kind == "defence" and o.code == "devaluation_of_self"
        and clause.start < o.end and o.start < clause.end
        for o in moment.reading.observations
    )  # fmt: skip
    return denied or hard or devalued
