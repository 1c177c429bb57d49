"""One function for each signal of the decision table: is it there now, and on which words.

They look at the triad of this turn, at the course of the session and at the moment, and change
nothing. A signal that is there returns `Noticed`, with the words to be quoted if there are any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from thirdear.formulation import readiness
from thirdear.formulation.capacity import Gate
from thirdear.formulation.formulation import Formulation
from thirdear.frame.clock import SESSION_S
from thirdear.speech import Quote
from thirdear.therapist import care
from thirdear.therapist.istdp.course import DISTANT, Course
from thirdear.therapist.istdp.data import limits
from thirdear.therapist.moment import Moment
from thirdear.therapist.noticing.words import bare, piece_around, quotable

ANGER = frozenset({"anger", "contempt"})
PRESSING = frozenset({"PRF", "PRT", "PRS", "CHA", "HOC", "CLD"})
_THINKING = frozenset({"thinking", "excuse", "everyone"})
_GUESSING = frozenset({"guess"})
_NAMED_BY_OWN_ROWS = _GUESSING | {"vague", "cover", "laugh", "elsewhere", "self_attack"}
_WALL_CODES = ("seen", "syntonic", "dystonic")


@dataclass(frozen=True, slots=True)
class Noticed:
    """A signal that is there; `quote` are the words that show it, where words do."""

    quote: Quote | None = None


Signal = Callable[[Moment, Course], Noticed | None]


def _when(there: object, quote: Quote | None = None) -> Noticed | None:
    return Noticed(quote) if there else None


def gate(moment: Moment) -> Gate:
    """Return the gate that bounds what may be said.

    The encoder alone may take a tight jaw for an illness. Where `care` sees nothing to ask about
    in that, it does not close the gate either.
    """
    if moment.gate != "G0":
        return moment.gate
    before = [o for turn in moment.context.recent[:-1] for o in turn.heard]
    if care.dangers(moment.reading, before):
        return "G0"
    capacity = msgspec.structs.replace(moment.formulation.capacity, risk=False)
    return readiness.gate(msgspec.structs.replace(moment.formulation, capacity=capacity))


# ---- What stops it, and what is over the threshold -------------------------------------


def asked_to_ease(moment: Moment, course: Course) -> Noticed | None:
    """Notice the wish that it be eased; said again, quiet is already kept."""
    return _when(course.triad.eases == "ease" and course.last_row != "asked_to_ease")


def asked_back(moment: Moment, course: Course) -> Noticed | None:
    """Notice the wish for the active way, after it was eased off."""
    ended = course.over or course.red >= limits()["reds"]
    return _when(course.triad.eases == "again" and "asked_to_ease" in course.moved and not ended)


def danger(moment: Moment, course: Course) -> Noticed | None:
    """Notice that words of this session told of a danger."""
    return _when(course.over)


def too_often_over(moment: Moment, course: Course) -> Noticed | None:
    """Notice that thinking was disturbed again and again."""
    return _when(course.red >= limits()["reds"] and course.triad.band != "over_2")


def suspected(moment: Moment, course: Course) -> Noticed | None:
    """Notice that it may be over the threshold, though no words told it: it is asked, not said."""
    return _when(course.suspected and course.over_threshold)


def red(moment: Moment, course: Course) -> Noticed | None:
    """Notice that thinking itself is disturbed now."""
    return _when(course.triad.band == "over_2", course.triad.sign)


def sides(moment: Moment, course: Course) -> Noticed | None:
    """Notice projection, splitting or dissociation, heard as likely."""
    there = course.triad.fragile is not None and not course.triad.band.startswith("over")
    return _when(there, course.triad.fragile)


def red_still(moment: Moment, course: Course) -> Noticed | None:
    """Notice that two clear turns have not passed yet."""
    return _when(course.band == "over_2")


def amber(moment: Moment, course: Course) -> Noticed | None:
    """Notice smooth muscle or conversion now."""
    return _when(course.triad.band == "over_1", course.triad.sign)


def amber_still(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the body spoke a turn ago, or that capacity is still weighed down by anxiety."""
    held = course.band == "over_1" or gate(moment) == "G1"
    return _when(held)


def over_now(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the band has just fallen below the threshold."""
    return _when(course.cleared and not course.over_threshold and not course.triad.fights)


# ---- Between the two chairs ------------------------------------------------------------


def hurt_by_it(moment: Moment, course: Course) -> Noticed | None:
    """Notice that it hurt, accused, forced, or that the way of working is complained of."""
    return _when(course.triad.hurt, course.triad.hurt)


def misalliance_fights(moment: Moment, course: Course) -> Noticed | None:
    """Notice defiance rising over three turns."""
    return _when(course.misallied() == "fights", course.triad.strain_quote)


def misalliance_gives_in(moment: Moment, course: Course) -> Noticed | None:
    """Notice compliance rising over three turns."""
    return _when(course.misallied() == "gives_in", course.triad.strain_quote)


def said_no(moment: Moment, course: Course) -> Noticed | None:
    """Notice a no to what was asked for, or to going into something."""
    quote = course.triad.will_quote
    return _when(course.triad.will == "no", _clean(moment, quote) if quote else None)


def after_hurt(moment: Moment, course: Course) -> Noticed | None:
    """Notice that something was too much lately, or stands open between the two."""
    return _when(course.rest > 0 or gate(moment) == "GR")


# ---- The hour --------------------------------------------------------------------------


def late(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the last twelve minutes have begun."""
    return _when(moment.remaining_s <= limits()["last_minutes_s"])


def first_ever(moment: Moment, course: Course) -> Noticed | None:
    """Notice the person's first words in the first session."""
    return _when(moment.utterance.session == 1 and course.turns == 1)


def session_opens(moment: Moment, course: Course) -> Noticed | None:
    """Notice the first minutes of a later session."""
    opening = moment.remaining_s > SESSION_S - limits()["opening_s"]
    return _when(moment.utterance.session > 1 and opening and course.turns == 1)


def nothing_brought(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the session has begun and nothing has been brought yet."""
    alive = moment.reading.injuries or course.triad.feeling or course.figure
    cues = moment.cues("nothing_comes")
    few = moment.reading.words <= limits()["few_words"]
    return _when(course.turns <= 2 and not alive and (cues or few))


def gathering(moment: Moment, course: Course) -> Noticed | None:
    """Notice that it is late, that it was said so, and that the turn asks for nothing else."""
    quiet = course.moved_at.get("gathering", -9) < course.turns - 1
    return _when(moment.remaining_s <= limits()["last_minutes_s"] and quiet)


# ---- Will ------------------------------------------------------------------------------


def not_own_will(moment: Moment, course: Course) -> Noticed | None:
    """Notice that somebody else wants it, and that it has not become the person's own wish."""
    return _when(course.will == "not_mine", course.triad.will_quote)


def own_will(moment: Moment, course: Course) -> Noticed | None:
    """Notice a yes to what was asked for, with nothing else in it yet."""
    plain = course.triad.corner == "none" and course.last_row != "portrayal_asked"
    return _when(course.triad.will == "yes" and plain)


# ---- Limits ----------------------------------------------------------------------------


def unknown_too_long(moment: Moment, course: Course) -> Noticed | None:
    """Notice that no bodily sign was heard for four pressing moves."""
    return _when(course.unknown >= limits()["unknown"])


def pressed_enough(moment: Moment, course: Course) -> Noticed | None:
    """Notice that as much was pressed in a row as may be."""
    return _when(course.pressure >= most_pressure(course))


def most_pressure(course: Course) -> int:
    """Return how many pressing moves may come in a row: half once thinking was disturbed."""
    return int(limits()["pressure_after_red" if course.red else "pressure"])


# ---- Ways round the feeling ------------------------------------------------------------


def vague(moment: Moment, course: Course) -> Noticed | None:
    """Notice that it stays general where one thing was asked, or in what is told."""
    if course.triad.feeling is not None:
        return None
    if course.triad.way == "vague":
        return Noticed(course.triad.way_quote)
    cue = next(iter(moment.cues("vague_word")), None)
    if cue is None or course.triad.way or moment.reading.words > limits()["short_words"]:
        return None
    quote = moment.quote(cue.start, cue.end)
    return Noticed(quote if quotable(bare(quote.quote)) else None)


def made_small(moment: Moment, course: Course) -> Noticed | None:
    """Notice a hurt that is called nothing."""
    small = course.triad.way in ("small", "away") and course.triad.way_quote is not None
    hurt = bool(moment.reading.injuries) or course.last in PRESSING
    passed = course.triad.feeling is None and course.triad.denied is None
    return _when(small and hurt and passed, course.triad.way_quote)


def thought_for_feeling(moment: Moment, course: Course) -> Noticed | None:
    """Notice a thought or a reason where a feeling was asked for."""
    triad = course.triad
    if triad.feeling is not None or course.last not in PRESSING:
        return None
    if triad.thought is not None:
        return Noticed(_clean(moment, triad.thought))
    quote = triad.way_quote
    return _when(triad.way in _THINKING, _clean(moment, quote) if quote else None)


def guessing(moment: Moment, course: Course) -> Noticed | None:
    """Notice a doubt that comes in beside the feeling."""
    shown = course.triad.way_quote
    return _when(course.triad.way in _GUESSING and shown and not course.triad.body, shown)


def mild_word(moment: Moment, course: Course) -> Noticed | None:
    """Notice a mild word where more was to be expected."""
    shown = course.triad.way_quote
    return _when(course.triad.way == "cover" and shown and not course.triad.body, shown)


def laughed(moment: Moment, course: Course) -> Noticed | None:
    """Notice a laugh where it hurts."""
    shown = course.triad.way_quote
    return _when(course.triad.way == "laugh" and shown, shown)


def went_elsewhere(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the talk leaves just after a feeling was asked about."""
    left = course.triad.way == "elsewhere" or course.triad.shifts
    return _when(
        left and course.last in PRESSING and not course.triad.feeling, course.triad.way_quote
    )


def turned_on_self(moment: Moment, course: Course) -> Noticed | None:
    """Notice a blow against oneself."""
    shown = course.triad.way_quote
    return _when(course.triad.way == "self_attack" and shown, shown)


def way_round(moment: Moment, course: Course) -> Noticed | None:
    """Notice any other way round the feeling that words show."""
    shown = course.triad.way_quote
    named = course.triad.way not in _NAMED_BY_OWN_ROWS
    passed = course.triad.feeling is None and course.triad.denied is None
    return _when(course.triad.way and named and shown and passed, shown)


def turned_against(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the person no longer wants the way round that was shown."""
    return _when(course.triad.stance == "dystonic" and course.way)


def held_to(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the person holds to the way round that was shown."""
    return _when(course.triad.stance == "syntonic" and course.way)


def seen(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the person sees the way round that was shown."""
    return _when(course.triad.stance == "seen" and course.way)


def wall(moment: Moment, course: Course) -> Noticed | None:
    """Notice a wall, seen, after three rounds, with an alliance that bears it."""
    standing = course.triad.way in ("fight", "helpless", "away", "not_knowing", "flat_no", "please")
    rounds = course.cycles >= limits()["cycles_before_collision"]
    bears = 1 - moment.formulation.capacity.strain >= limits()["alliance_before_collision"]
    high = len(course.shown) >= 2 and course.stance in _WALL_CODES
    return _when(standing and rounds and bears and high and not course.red)


# ---- Tears, feeling, what comes --------------------------------------------------------


def tears_grief(moment: Moment, course: Course) -> Noticed | None:
    """Notice tears of grief."""
    return _when(course.triad.tears in ("grief", "open"))


def tears_helpless(moment: Moment, course: Course) -> Noticed | None:
    """Notice tears that came over something else."""
    washed = course.triad.tears == "helpless" or (course.triad.way == "helpless")
    return _when(washed and course.triad.tears and course.triad.way_quote, course.triad.way_quote)


def felt_in_body(moment: Moment, course: Course) -> Noticed | None:
    """Notice a feeling that is named and noticed in the body."""
    triad = course.triad
    named = triad.feeling or course.felt
    return _when(named and triad.body and triad.way in ("", "guess", "cover"), triad.body)


def felt(moment: Moment, course: Course) -> Noticed | None:
    """Notice a feeling that is named and not yet noticed anywhere."""
    return _when(course.triad.feeling and not course.triad.body, course.triad.feeling)


def soft_after_anger(moment: Moment, course: Course) -> Noticed | None:
    """Notice guilt, grief or love after anger was felt in this session."""
    soft = course.triad.code in ("guilt", "grief", "sadness", "love", "longing")
    return _when(course.anger and soft and course.triad.way != "self_attack", course.triad.feeling)


def lighter(moment: Moment, course: Course) -> Noticed | None:
    """Notice that it is lighter after something was felt."""
    return _when(course.felt is not None and course.triad.lighter, course.triad.lighter)


def something_comes(moment: Moment, course: Course) -> Noticed | None:
    """Notice what comes by itself: an image, a memory, a likeness, seeing oneself."""
    return _when(course.triad.comes and course.triad.comes_quote, course.triad.comes_quote)


def past_person(moment: Moment, course: Course) -> Noticed | None:
    """Notice that someone of early life comes up, by the person's own likeness or image."""
    own = course.triad.comes in ("image", "memory", "link")
    return _when(own and course.further and course.felt, course.triad.comes_quote)


def denied(moment: Moment, course: Course) -> Noticed | None:
    """Notice a feeling that is said not to be there."""
    place = course.triad.denied
    if place is None or course.triad.feeling is not None:
        return None
    return Noticed(piece_around(moment, place.start, place.end) or place)


def tension(moment: Moment, course: Course) -> Noticed | None:
    """Notice a sign in the voluntary muscles, or a place in the body."""
    there = course.triad.channel == "striated" or course.triad.body
    return _when(there, course.triad.sign or course.triad.body)


def hurt_told(moment: Moment, course: Course) -> Noticed | None:
    """Notice that somebody did something to the person, with no feeling in it."""
    return _when(moment.reading.injuries and not course.triad.feeling and course.figure)


def someone(moment: Moment, course: Course) -> Noticed | None:
    """Notice that somebody is spoken of, with no feeling in it."""
    people = [o for o in moment.reading.of("person") if o.about == course.figure]
    figure = moment.formulation.who(course.figure)
    near = figure is not None and figure.role not in DISTANT
    known = course.turns > 1 and course.felt is not None
    return _when(people and (near or known) and not course.triad.feeling)


def told(moment: Moment, course: Course) -> Noticed | None:
    """Notice that something was told."""
    return _when(moment.reading.words > 2, _clause(moment))


def anything(moment: Moment, course: Course) -> Noticed | None:
    """Notice that something was said at all."""
    return Noticed()


# ---- Portrayal -------------------------------------------------------------------------


def portrayal_fits(moment: Moment, course: Course) -> Noticed | None:
    """Notice anger in the body toward somebody, where a portrayal may be offered."""
    ready = course.triad.body is not None and course.code in ANGER and course.anger
    ready = ready and bool(course.figure) and course.moved.get("felt_in_body", 0) >= 1
    return _when(ready and may_be_pictured(moment, course) and not course.portrayal)


def portrayal_agreed(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the person agreed to it, and that it is not spent."""
    steps = course.pictured < limits()["portrayal_steps"]
    return _when(course.portrayal == "agreed" and steps and may_be_pictured(moment, course))


def portrayal_left(moment: Moment, course: Course) -> Noticed | None:
    """Notice that the person, or what can be borne, ended a portrayal that had begun."""
    begun = 0 < course.pictured < limits()["portrayal_steps"]
    ended = course.portrayal == "declined" or not may_be_pictured(moment, course)
    return _when(begun and ended and course.last == "POR")


def may_be_pictured(moment: Moment, course: Course) -> bool:
    """Tell whether portrayal is possible: stable capacity, no risk or impulse history (5.6)."""
    steady = moment.formulation.capacity.score() >= limits()["portrayal_capacity"]
    calm = not course.over_threshold and not course.red and not course.over and course.rest == 0
    calm = calm and not course.impulsive
    return steady and calm and not _ruled_out(moment, moment.formulation)


def _ruled_out(moment: Moment, formulation: Formulation) -> bool:
    ruled = {("risk", code) for code in limits()["no_portrayal"]}
    ruled |= {("defence", code) for code in limits()["no_portrayal_ways"]}
    now = {(o.kind, o.code) for o in moment.reading.observations}
    before = {(s.kind, s.code) for s in formulation.strands.values()}
    return bool(ruled & (now | before))


# ---- Words -----------------------------------------------------------------------------


def _clean(moment: Moment, quote: Quote) -> Quote:
    """Return the piece of a sentence that these words stand in, where it can be quoted."""
    return piece_around(moment, quote.start, quote.end) or quote


def _clause(moment: Moment) -> Quote | None:
    best = max(moment.reading.clauses, key=lambda c: c.weight, default=None)
    if best is None or not quotable(bare(best.quote)):
        return None
    return moment.quote(best.start, best.start + len(bare(best.quote)))


SIGNALS: dict[str, Signal] = {
    look.__name__: look
    for look in (
        asked_to_ease, asked_back, danger, too_often_over, suspected, red, sides, red_still, amber,
        amber_still, over_now, hurt_by_it, misalliance_fights, misalliance_gives_in, said_no,
        after_hurt, late, first_ever, session_opens, nothing_brought, not_own_will, own_will,
        unknown_too_long, pressed_enough, vague, made_small, thought_for_feeling, guessing,
        mild_word, soft_after_anger, lighter, past_person, portrayal_fits, portrayal_agreed,
        portrayal_left, felt_in_body, felt, laughed, went_elsewhere, turned_on_self, tears_grief,
        tears_helpless, wall, turned_against, held_to, seen, way_round, something_comes,
        gathering, denied, hurt_told, tension, someone, told, anything,
    )
}  # fmt: skip
"""The signals that the decision table may name."""
