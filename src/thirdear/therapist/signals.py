"""What is noticed at this moment that could be worth a remark, with the words it rests on.

Each signal is one thing a listener may notice (names as in repertoire.toml). Noticing is not
speaking: `psychodynamic.py` decides, and mostly decides for silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from thirdear.formulation.account import called
from thirdear.listening.context import Turn
from thirdear.listening.observation import Clause, Observation
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment, Signal

_WINDOW = 5
WORTH_GIVING_BACK, WORTH_IN_A_SHORT_TURN = 0.45, 0.3
_SHORT_TURN = 12
_STRAINED, _STRONG = 0.45, 0.6
_SHORT_QUOTE = 8
_STEM = 4  # letters enough to know "hated" and "hate" for the same word
_GATHERING_S, _DOORKNOB_S, _ENOUGH_TURNS = 420, 300, 6
_NOT_WORDS = frozenset(
    {"do", "don", "t", "not", "didn", "did", "does", "doesn", "n", "never", "am", "m"}
)
_FEW, _FEW_WITH_NOBODY = 4, 7
_NOBODY = re.compile(r"\b(?:nobody|no one|never|alone)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_SORE = frozenset({"hurt", "sadness", "loneliness", "shame", "fear", "grief", "anger", "emptiness"})
_PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "them"})


def noticed(moment: Moment) -> list[Signal]:
    """Return everything that could be worth a remark now, in no particular order."""
    return [signal for look in _LOOKS for signal in look(moment)]


def first_defence_forming(moment: Moment) -> bool:
    """Tell whether something was waved away just now that is better left to develop."""
    return bool(moment.reading.of("defence"))


# ---- Looking, one thing at a time -------------------------------------------------------------


def _waved_away(moment: Moment) -> Iterator[Signal]:
    """Minimising twice and then elsewhere, or three times (denial counts one a turn)."""
    found: list[tuple[Turn, Observation]] = []
    turns = [t for t in moment.context.recent if t.speaker == "client"][-_WINDOW:]
    for turn in turns:
        denial = next(
            (
                o
                for o in turn.heard
                if o.kind == "defence"
                and o.code == "denial"
                and o.claim == "likely"
                and not o.inferred
                and '"' not in o.quote
            ),
            None,
        )
        if denial is not None:
            found.append((turn, denial))
    if len(found) < 2 or found[-1][0].turn < turns[-3 if len(turns) > 2 else 0].turn:
        return
    quotes = tuple(moment.earlier(t, o) for t, o in found)
    landing = _moved_on(moment)
    if landing is not None:
        slots = {"first": _bare(quotes[-2].quote), "second": _bare(quotes[-1].quote)}
        slots["landing"] = _spoken_of(landing)
        grounds = [*quotes[-2:], landing]
        for name, (turn, denial) in zip(("first", "second"), found[-2:], strict=True):
            clause = turn.when
            if clause is not None and not (clause.start < denial.end <= clause.end):
                slots[f"{name}_when"] = str(clause.addressed)
                grounds.append(moment.of_turn(turn, clause))
        yield Signal("waved_away_then_left", tuple(grounds), slots)
    if len(found) >= 3:
        words = [_bare(q.quote) for q in quotes[-3:]]
        if len(set(words)) == len(words):
            slots = dict(zip(("first", "second", "third"), words, strict=True))
            yield Signal("waved_away_often", quotes[-3:], slots)


def _shifted(moment: Moment) -> Iterator[Signal]:
    shift = next(iter(moment.reading.told("shift")), None)
    if shift is None or not shift.attributes.get("after_warm"):
        return
    left = _warmest_before(moment, shift.start)
    landing = _landing(moment, shift)
    if left is not None and landing is not None:
        slots = {"left": _bare(left.quote), "landing": _spoken_of(landing)}
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
        slots = {"left": left.quote, "landing": _spoken_of(landing)}
        yield Signal("to_the_practical", (left, landing), slots)


def _both(moment: Moment) -> Iterator[Signal]:
    """One thing and its opposite in one breath: "I hate her for that. I don't hate her."."""
    clauses = [c for c in moment.reading.clauses if '"' not in c.quote]
    for n, one in enumerate(clauses):
        for other in clauses[n + 1 :]:
            apart = one.end <= other.start
            if apart and one.negated != other.negated and _same_but_for_not(one.quote, other.quote):
                grounds = (moment.quote(one.start, one.end), moment.quote(other.start, other.end))
                slots = {"first": one.quote, "second": other.quote}
                yield Signal("both_said", grounds, slots)
                return


def _feelings(moment: Moment) -> Iterator[Signal]:
    own = [
        o
        for o in moment.reading.told("feeling")
        if o.attributes["experiencer"] == "self" and not o.attributes["denied"]
    ]
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
    if len(quote.quote.split()) == 1:
        part = "noun" if strongest.heard_by.endswith(".thing") else "Adj"
        slots = {"word": quote.quote}
        if not strongest.heard_by.endswith((".does", ".makes", ".said")):
            slots[part] = _capital(quote.quote) if part == "Adj" else quote.quote
    grounds: tuple[Quote, ...] = (quote,)
    if clause is not None and clause.addressed is not None and clause.subject == "I":
        slots |= _addressed(clause)
        grounds = (moment.quote(clause.start, clause.end), quote)
    if slots:
        yield Signal("feeling_said", grounds, slots, 0.8 + 0.2 * bool(strongest.about))


def _hurt(moment: Moment) -> Iterator[Signal]:
    """Something hurtful was done to the person, and a feeling of their own stands next to it."""
    own = any(
        o.attributes["experiencer"] == "self" and not o.attributes["denied"] and o.code in _SORE
        for o in moment.reading.told("feeling")
    )
    for start, end in moment.reading.injuries[:1]:
        quote = moment.quote(start, end)
        if own and '"' not in quote.quote:
            yield Signal("hurt_by_someone", (quote,), {"quote": quote.quote})


def _stronger_than_oneself(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("not_like_me"):
        strong = any(o.attributes["experiencer"] == "self" for o in moment.reading.told("feeling"))
        quote = moment.quote(cue.start, cue.end)
        if strong or _felt_just_before(moment):
            feeling = next(
                (moment.quote(o.start, o.end) for o in moment.reading.told("feeling")), quote
            )
            yield Signal("not_like_me", (feeling, quote), {"quote": quote.quote})


def _said_at_last(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("first_said")[:1]:
        quote = moment.quote(cue.start, cue.end)
        if '"' not in quote.quote:
            yield Signal("said_at_last", (quote,), {"quote": quote.quote})


def _negations(moment: Moment) -> Iterator[Signal]:
    """Notice a no to what nobody had said: "I'm not complaining"."""
    for cue in moment.cues("unasked_no")[:1]:
        quote = moment.quote(cue.start, cue.end)
        heard_here = any(quote.quote.split()[-1].lower() in said for said in moment.hour.said)
        if not heard_here and '"' not in quote.quote:
            yield Signal("unasked_no", (quote,), {"quote": quote.quote})


def _few_words(moment: Moment) -> Iterator[Signal]:
    """A short sentence with nobody, never, alone in it, or hardly anything else."""
    for clause in moment.reading.clauses:
        words = len(clause.quote.split())
        if words > _FEW_WITH_NOBODY or '"' in clause.quote or _stands_badly(clause):
            continue
        alone = words <= _FEW and moment.reading.words <= _FEW + 1 and clause.subject == "I"
        if _NOBODY.search(clause.quote) or alone:
            quote = moment.quote(clause.start, clause.end)
            yield Signal("few_words", (quote,), {"quote": quote.quote})
            return


def _defences(moment: Moment) -> Iterator[Signal]:
    names = {
        "devaluation_of_self": "hard_on_yourself",
        "undoing": "taken_back",
        "intellectualisation": "in_theory",
        "isolation_of_affect": "told_without_feeling",
    }
    for observation in moment.reading.told("defence"):
        name = names.get(observation.code)
        if name is not None and '"' not in observation.quote:
            quote = moment.quote(observation.start, observation.end)
            yield Signal(name, (quote,), {"quote": quote.quote})


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
        figure = moment.formulation.cast.get(person.about)
        name = called(figure)
        whose = f"{name}'" if name.endswith("s") else f"{name}'s"
        grounds = (moment.quote(person.start, person.end), quote)
        slots = {"quote": quote.quote, "whose": whose, "Whose": _capital(whose)}
        yield Signal("saying_of_old", grounds, slots)


def _own_words(moment: Moment) -> Iterator[Signal]:
    best: Clause | None = None
    if moment.cues("practical"):
        return
    for clause in moment.reading.clauses:
        if clause.addressed is None or '"' in clause.quote or _stands_badly(clause):
            continue
        if len(clause.quote.split()) < _FEWEST_WORDS or _denies(moment, clause):
            continue
        if clause.subject != "I" and not re.search(r"\b(?:me|my|us|i)\b", clause.quote, re.I):
            continue
        if best is None or clause.weight >= best.weight:
            best = clause
    short = moment.reading.words <= _SHORT_TURN
    if best is None or best.weight < (WORTH_IN_A_SHORT_TURN if short else WORTH_GIVING_BACK):
        return
    name = "own_clause" if best.subject == "I" else "about_someone"
    wish = re.search(r"\b(?:want|wish|hope|need|long)(?:ed|s)?\b", best.quote, re.IGNORECASE)
    if best.subject == "I" and wish:
        name = "wish_said"
    quote = moment.quote(best.start, best.end)
    yield Signal(name, (quote,), {**_addressed(best), "quote": quote.quote}, 0.5 + best.weight / 2)


def _people(moment: Moment) -> Iterator[Signal]:
    turns = [t for t in moment.context.recent if t.speaker == "client"]
    if len(turns) < 4:
        return
    now = {o.about: o for o in moment.reading.of("person") if o.about and len(o.quote) > 3}
    for figure_id, mention in now.items():
        if figure_id == "therapist" or mention.quote.lower() in _PRONOUNS:
            continue
        away = figure_id not in turns[-2].figures
        earlier = sum(figure_id in t.figures for t in turns[:-2])
        main = earlier * 2 >= len(turns) - 2
        if away and earlier >= 2 and not main:
            figure = called(moment.formulation.cast.get(figure_id))
            slots = {"figure": figure, "Figure": _capital(figure)}
            yield Signal("someone_returns", (moment.quote(mention.start, mention.end),), slots)


def _unclear(moment: Moment) -> Iterator[Signal]:
    for name in ("vague_word", "broke_off"):
        for cue in moment.cues(name)[:1]:
            quote = moment.quote(cue.start, cue.end)
            if '"' not in quote.quote and len(quote.quote) < 60:
                yield Signal(name, (quote,), {"quote": quote.quote})


def _dream(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("dream")[:1]:
        grounds = [moment.quote(cue.start, cue.end)]
        slots = {}
        if moment.reading.things:
            thing = moment.quote(*moment.reading.things[-1])
            grounds.append(thing)
            slots["thing"] = thing.quote
        yield Signal("dream_told", tuple(grounds), slots)


def _images(moment: Moment) -> Iterator[Signal]:
    """A concrete thing is worth asking about when it comes back, not when it is merely there."""
    before = {w for t in moment.context.recent[:-1] if t.speaker == "client" for w in t.topics}
    for start, end in reversed(moment.reading.things):
        thing = moment.quote(start, end)
        if thing.quote.split()[-1].lower() in before:
            yield Signal("image", (thing,), {"thing": thing.quote})
            return


def _body(moment: Moment) -> Iterator[Signal]:
    now = [o for o in moment.reading.told("anxiety") if o.attributes["tense"] == "now"]
    worst = moment.formulation.capacity.anxiety
    if worst >= 0.7:
        grounds = tuple(moment.quote(o.start, o.end) for o in now)
        yield Signal("too_much", grounds)
    elif now and '"' not in now[0].quote:
        quote = moment.quote(now[0].start, now[0].end)
        yield Signal("body_now", (quote,), {"quote": quote.quote})


def _between_us(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("complaint")[:1]:
        quote = moment.quote(cue.start, cue.end)
        if re.search(r"\bsorry\b|\bif this is\b", moment.utterance.text, re.IGNORECASE):
            break
        repeating = re.search(r"repeat|parrot|echo", quote.quote, re.IGNORECASE)
        yield Signal("repeating_you", (quote,)) if repeating else Signal("complaint", (quote,))
    for cue in moment.cues("expects")[:1]:
        end = _end_of_sentence(moment.utterance.text, cue.end)
        quote = moment.quote(cue.start, end)
        short = '"' not in quote.quote and len(quote.quote.split()) <= _SHORT_QUOTE
        yield Signal("expects_of_me", (quote,), {"quote": quote.quote} if short else {})
    for cue in moment.cues("not_today")[:1]:
        yield Signal("not_today", (moment.quote(cue.start, cue.end),))
    just_spoke = moment.hour.since_remark == 1 and moment.hour.remarks > 0
    for cue in moment.cues("rejected")[:1]:
        if just_spoke and cue.start < 12:
            yield Signal("rejected", (moment.quote(cue.start, cue.end),))


def _halting(moment: Moment) -> Iterator[Signal]:
    short = moment.reading.words <= 8
    for cue in moment.cues("nothing_comes")[:1]:
        if moment.reading.words <= 14:
            yield Signal("nothing_comes", (moment.quote(cue.start, cue.end),))
    asks = "?" in moment.utterance.text or moment.reading.of("question")
    strained = moment.formulation.capacity.anxiety >= _STRAINED
    busy = any(c.name in ("first_said", "complaint", "stop", "crying") for c in moment.reading.cues)
    if short and not asks and not strained and not busy and moment.hour.since_remark > 1:
        yield Signal("halting", ())


def _closing(moment: Moment) -> Iterator[Signal]:
    hour = moment.hour
    if moment.remaining_s > _GATHERING_S or hour.client_turns < _ENOUGH_TURNS:
        return
    late = [o for o in moment.reading.told("feeling") if o.attributes["experiencer"] == "self"
            and float(o.attributes["intensity"] or 0) >= _STRONG]  # fmt: skip
    said = moment.cues("first_said")
    if (late or said) and moment.remaining_s <= _DOORKNOB_S:
        place = (late[0].start, late[0].end) if late else (said[0].start, said[0].end)
        quote = moment.quote(*place)
        yield Signal(
            "at_the_end", (quote,), {"quote": quote.quote} if '"' not in quote.quote else {}
        )
        return
    weighty = sorted((q for _, q in hour.heaviest), key=lambda q: (q.turn, q.start))
    if len(weighty) > 1 and not (late or said or moment.reading.of("question")):
        first, last = weighty[0], weighty[-1]
        yield Signal("near_the_end", (first, last), {"first": first.quote, "last": last.quote})


_LOOKS: tuple[Callable[[Moment], Iterator[Signal]], ...] = (
    _waved_away, _shifted, _practical, _both, _feelings, _hurt, _stronger_than_oneself, _defences,
    _sayings, _own_words, _few_words, _said_at_last, _negations, _people, _unclear, _dream, _images,
    _body, _between_us, _halting, _closing,
)  # fmt: skip


# ---- Small helpers ------------------------------------------------------------------------------


def _landing(moment: Moment, shift: Observation) -> Quote | None:
    """Return the thing the person landed on after a shift ("the hall")."""
    for start, end in moment.reading.things:
        if start >= shift.start and end <= shift.end:
            return moment.quote(start, end)
    return None


def _moved_on(moment: Moment) -> Quote | None:
    """Return what the person has moved on to: a marked shift, or a turn about nothing before it."""
    shift = next(iter(moment.reading.told("shift")), None)
    if shift is not None:
        return _landing(moment, shift)
    if moment.reading.told("defence") or moment.reading.told("feeling") or moment.reading.injuries:
        return None
    before = {w for t in moment.context.recent[-5:-1] if t.speaker == "client" for w in t.topics}
    if before & set(moment.reading.topics) or not moment.reading.things:
        return None
    return moment.quote(*moment.reading.things[-1])


def _warmest_before(moment: Moment, start: int) -> Quote | None:
    here = [
        o
        for o in moment.reading.observations
        if o.kind in ("feeling", "defence")
        and o.end <= start
        and o.claim == "likely"
        and not o.inferred
    ]
    if here:
        return moment.quote(here[-1].start, here[-1].end)
    clients = [t for t in moment.context.recent if t.speaker == "client"]
    if len(clients) < 2:
        return None
    before = [
        o
        for o in clients[-2].heard
        if o.kind in ("feeling", "defence") and o.claim == "likely" and not o.inferred
    ]
    return moment.earlier(clients[-2], before[-1]) if before else None


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
            and not _stands_badly(c)
        ),
        None,
    )


def _stands_badly(clause: Clause) -> bool:
    """Tell whether a clause would sound odd alone: nobody knows who "he" or "it" is."""
    first = clause.quote.split()[0].lower()
    return clause.subject == "other" and first in _PRONOUNS | {"this", "that", "which", "who"}


def _same_but_for_not(one: str, other: str) -> bool:
    kept = [
        {w[:_STEM] for w in re.findall(r"\w+", text.lower()) if w not in _NOT_WORDS}
        for text in (one, other)
    ]
    smaller = min(len(kept[0]), len(kept[1]))
    return smaller > 1 and len(kept[0] & kept[1]) >= smaller


def _denies(moment: Moment, clause: Clause) -> bool:
    """Tell whether a feeling is denied in a clause: "so you're not jealous" would settle it."""
    return any(
        o.kind == "feeling" and o.attributes["denied"] and clause.start <= o.start < clause.end
        for o in moment.reading.observations
    )


def _end_of_sentence(text: str, start: int) -> int:
    ends = [e for e in (text.find(mark, start) for mark in ".!?,;\n") if e >= 0]
    return min(ends, default=len(text))


def _addressed(clause: Clause) -> dict[str, str]:
    turned = clause.addressed or ""
    return {"addressed": turned, "Addressed": _capital(turned)}


def _spoken_of(thing: Quote) -> str:
    """Name a thing without quotation marks where it can be named as it is ("the hall")."""
    mine = re.search(r"\b(?:my|our|me|mine)\b", thing.quote, re.IGNORECASE)
    return f'"{thing.quote}"' if mine else thing.quote


def _bare(quote: str) -> str:
    return quote.rstrip(" .,;!?")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
