"""What passed in this session that the next move depends on: folded from turns, nothing else.

`course = listened(course, utterance, reading)` when the person has spoken, `spoke(course,
intervention)` when the other chair has acted, silence included. Bounded: a few quotes and counts.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from thirdear.listening.observation import Reading
from thirdear.speech import Quote, Utterance
from thirdear.therapist import care
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.istdp.data import kind, limits, said
from thirdear.therapist.istdp.triad import BANDS, SHOWN, Stance, Triad, Will, watched
from thirdear.therapist.noticing.words import PRONOUNS

Phase = Literal[
    "inquiry", "pressure", "clarifying", "challenge", "collision", "portrayal", "breakthrough",
    "consolidation", "quiet",
]  # fmt: skip
"""Where the central dynamic sequence stands (technique reference, 5.4); quiet: eased off."""

CLEAR_TURNS = 2
"""So many turns without a sign over the threshold before the band falls (defences reference, 3)."""
SIGN_LASTS = 4
"""For so many turns a bodily sign tells the channel; after them it is unknown again."""
STRAIN_TURNS = 3
SHOWN_LASTS = 2
"""For so many turns a way that was shown is taken up without being named again."""
_REPLACED_BY: dict[str, Phase] = {
    "INQ": "inquiry", "PRF": "pressure", "PRT": "pressure", "PRS": "pressure", "PRW": "pressure",
    "CLD": "clarifying", "CHA": "challenge", "HOC": "collision", "POR": "portrayal",
    "CSD": "consolidation",
}  # fmt: skip
_LETS_GO = frozenset({"CLD", "REC", "CNT", "VAL"})
"""Kinds after which pressure is counted from nothing."""
DISTANT = frozenset({"other", "clinician", "institution"})
_SOFT = frozenset({"guilt", "grief", "sadness", "love", "longing"})


class Course(msgspec.Struct, frozen=True):
    """The course of one session.

    `band` holds until two clear turns; `channel` is the last one heard, `sign_age` how many of the
    person's turns ago. `pressure` counts pressing moves since one that clarified or gathered,
    `pressed` all of them, `unknown` those since a bodily sign was heard. `shown` counts how often a
    way was shown, `shown_at` is when last, `stance` how the person stands to it, `cycles` how often
    it went from pressing to showing.
    `rest` is for how many turns nothing is pressed. `strains` are (fights, gives in) of the last
    three turns. `impulsive`, which stays over sessions: words told of a deed or a threat, so that
    portrayal is ruled out. `suspected`: only the encoder heard what is over the threshold, no words
    told it. `further`: the talk went to someone of early life who was not spoken of a moment ago.
    The quotes at the end are the newest words of each corner, for gathering.
    """

    session: int = 0
    turns: int = 0
    replies: int = 0
    phase: Phase = "inquiry"
    triad: Triad = Triad()
    last: str = ""
    last_row: str = ""
    band: str = "calm"
    suspected: bool = False
    clear: int = 0
    cleared: bool = False
    red: int = 0
    amber: int = 0
    channel: str = "unknown"
    sign_age: int = 99
    pressure: int = 0
    pressed: int = 0
    unknown: int = 0
    challenges: int = 0
    collisions: int = 0
    cycles: int = 0
    rest: int = 0
    will: Will = "unsaid"
    stance: Stance = "unseen"
    way: str = ""
    shown: dict[str, int] = {}
    shown_at: int = -99
    strains: tuple[tuple[int, int], ...] = ()
    figure: str = ""
    further: bool = False
    code: str = ""
    anger: bool = False
    softened: bool = False
    portrayal: Literal["", "asked", "agreed", "declined"] = ""
    pictured: int = 0
    asked_in_a_row: int = 0
    moved: dict[str, int] = {}
    moved_at: dict[str, int] = {}
    quiet: bool = False
    over: bool = False
    impulsive: bool = False
    felt: Quote | None = None
    sign: Quote | None = None
    cover: Quote | None = None
    worn: tuple[str, ...] = ()

    @property
    def over_threshold(self) -> bool:
        """Whether anxiety is over the first threshold, so that nothing is pressed."""
        return self.band in ("over_1", "over_2")

    @property
    def striated(self) -> bool:
        """Whether the voluntary muscles carry the anxiety, so that pressure can be full."""
        return (
            self.channel == "striated" and self.sign_age <= SIGN_LASTS and not self.over_threshold
        )

    def misallied(self) -> Literal["", "fights", "gives_in"]:
        """Tell whether defiance or compliance rises over three turns."""
        if len(self.strains) < STRAIN_TURNS:
            return ""
        for at, name in enumerate(("fights", "gives_in")):
            run = [s[at] for s in self.strains]
            if run[-1] and sum(run) >= STRAIN_TURNS - 1 and run[-1] >= run[0]:
                return "fights" if name == "fights" else "gives_in"
        return ""


def listened(course: Course, utterance: Utterance, reading: Reading) -> Course:
    """Take one more utterance of the person's into the course; a new session begins anew."""
    if utterance.speaker != "client":
        return course
    if utterance.session != course.session:
        course = Course(session=utterance.session, impulsive=course.impulsive)
    triad = watched(
        utterance,
        reading,
        course.last,
        course.triad.strength,
        engaged=bool(course.shown),
        shown_now=course.turns + 1 - course.shown_at <= SHOWN_LASTS,
    )
    softened = course.anger and triad.code in _SOFT
    return msgspec.structs.replace(
        course,
        turns=course.turns + 1,
        triad=triad,
        rest=max(0, course.rest - 1),
        strains=(*course.strains, (triad.fights, triad.gives_in))[-STRAIN_TURNS:],
        will=_willed(course, triad, utterance),
        stance=triad.stance if triad.stance != "unseen" else _held(course, triad),
        way=triad.way or course.way,
        figure=_figure(course, triad, reading),
        further=bool(triad.past) and triad.past != course.figure,
        code=triad.code or course.code,
        anger=course.anger or (triad.code in ("anger", "contempt") and triad.strength > 0.6),
        softened=course.softened or softened,
        phase="breakthrough" if softened and not course.quiet else course.phase,
        portrayal=_portrayal(course, triad),
        quiet=triad.eases == "ease" or (course.quiet and triad.eases != "again"),
        over=course.over or _danger_told(reading),
        impulsive=course.impulsive or _impulsive(course, utterance),
        felt=triad.feeling or course.felt,
        sign=triad.sign or course.sign,
        cover=(triad.way_quote if triad.way != "elsewhere" else None) or course.cover,
        **_banded(course, triad),
    )


def spoke(course: Course, intervention: Intervention) -> Course:
    """Take what the other chair did into the course; call it for silence too."""
    code = intervention.kind
    row, _, wording = intervention.rule.partition("#")
    if code == "SIL":
        return msgspec.structs.replace(course, last="SIL", last_row=row,
                                       moved=_more(course.moved, row),
                                       moved_at={**course.moved_at, row: course.turns})  # fmt: skip
    data = kind(code) if code in _KNOWN else {}
    pressing = bool(data.get("pressure"))
    lets_go = code in _LETS_GO
    asks = intervention.text.endswith("?")
    showing = bool(course.way) and (code in SHOWN or row in limits()["showing"])
    phase = _REPLACED_BY.get(code, course.phase)
    if phase == "inquiry" and course.phase not in ("inquiry", "breakthrough"):
        phase = course.phase
    return msgspec.structs.replace(
        course,
        replies=course.replies + 1,
        phase="quiet" if course.quiet else phase,
        last=code,
        last_row=row,
        pressure=0 if lets_go else course.pressure + pressing,
        pressed=course.pressed + pressing,
        unknown=0 if code in ("REC", "CNT") else course.unknown + pressing,
        challenges=course.challenges + 1 if code == "CHA" else 0,
        collisions=course.collisions + (code == "HOC"),
        cycles=course.cycles + (code == "CLD" and course.pressure > 0),
        rest=_rests(course, row),
        shown_at=course.turns if showing else course.shown_at,
        shown=_more(course.shown, course.way) if showing else course.shown,
        portrayal="asked" if row == "portrayal_asked" else course.portrayal,
        pictured=course.pictured + (code == "POR"),
        asked_in_a_row=course.asked_in_a_row + 1 if asks else 0,
        moved=_more(course.moved, row),
        moved_at={**course.moved_at, row: course.turns},
        cleared=False,
        worn=(*course.worn, wording) if wording else course.worn,
    )


def overheard(intervention: Intervention, turn: int, session: int) -> Reading:
    """Return the reading of what the other chair itself said, for the listener's context.

    The ear for tactical ways hears only what answers a question about feeling; so the context has
    to know that one was asked: `context = attend(context, overheard(...))`.
    """
    asked = intervention.kind in ("PRF", "CHA", "HOC") or "feel" in intervention.text.lower()
    act = "feeling_question" if asked else "remark"
    words = len(intervention.text.split())
    return Reading(turn, session, "therapist", "istdp", (), words, act=act)


_KNOWN = frozenset(
    "SIL ENC ACK FRM WRK CNT VAL INQ PRF PRW PRT PRS CLD CHA HOC REC POR CSD".split()
)


def _banded(course: Course, triad: Triad) -> dict[str, Any]:
    """Return what one turn does to the band and the channel: up at once, down after clear turns."""
    now = triad.band
    if triad.fragile is not None and not now.startswith("over"):
        now = "over_1"
    lower = BANDS.index(now) < BANDS.index(course.band)
    clear = course.clear + 1 if lower else 0
    falls = clear >= CLEAR_TURNS
    band = now if falls or not lower else course.band
    heard = triad.channel != "unknown"
    return {
        "band": band,
        "suspected": triad.suspected or (course.suspected and not triad.band.startswith("over")),
        "clear": 0 if falls else clear,
        "cleared": course.cleared or (course.over_threshold and not band.startswith("over")),
        "red": course.red + (triad.band == "over_2"),
        "amber": course.amber + (now == "over_1"),
        "channel": triad.channel if heard else course.channel,
        "sign_age": 0 if heard else course.sign_age + 1,
        "unknown": 0 if heard or triad.body is not None else course.unknown,
    }


def _held(course: Course, triad: Triad) -> Stance:
    """Return how the person stands to the way that is there now: to a new one, not yet at all."""
    return course.stance if triad.way in ("", course.way) else "unseen"


def _figure(course: Course, triad: Triad, reading: Reading) -> str:
    """Return whom it is about: the one who hurt, the one felt toward, the one spoken of last."""
    people = [o for o in reading.of("person") if o.about and o.about != "therapist"]
    for start, _ in reading.injuries:
        before = [o for o in people if o.end <= start]
        if before:
            return str(before[-1].about)
    strange = _distant(triad.about) and course.figure != "" and not _distant(course.figure)
    if triad.about and triad.about != "therapist" and not strange:
        return triad.about
    if triad.way == "elsewhere":
        return course.figure
    named = {str(o.about) for o in people if o.quote.lower() not in PRONOUNS}
    if not course.figure:
        named = {str(o.about) for o in people}
    elif not _distant(course.figure):
        named = {figure for figure in named if not _distant(figure)}
    return next((f for f in reading.salient if f in named), course.figure)


def _distant(figure: str) -> bool:
    """Tell whether a figure is no one near: talk goes past them and comes back."""
    return figure.partition(":")[0] in DISTANT


def _portrayal(course: Course, triad: Triad) -> Literal["", "asked", "agreed", "declined"]:
    if course.portrayal == "asked" and course.last_row == "portrayal_asked":
        return "agreed" if triad.will == "yes" else "declined"
    refused = triad.will == "no" or triad.hurt is not None or triad.eases == "ease"
    return "declined" if course.portrayal == "agreed" and refused else course.portrayal


def _danger_told(reading: Reading) -> bool:
    """Tell whether words told of what stops this way of working for the session (5.6)."""
    told = [o for o in reading.told("risk")
            if o.attributes["experiencer"] == "self" and not o.attributes["denied"]]  # fmt: skip
    grave = [o for o in care.dangers(reading) if not o.inferred]
    return bool(grave) or any(o.code in limits()["stops"] for o in told)


def _impulsive(course: Course, utterance: Utterance) -> bool:
    """Tell whether a deed or a threat is told, outside of what is only pictured."""
    return course.last != "POR" and bool(said(utterance.text, "impulse.say"))


def _rests(course: Course, row: str) -> int:
    rests: dict[str, int] = limits()["rests"]
    return max(course.rest, rests.get(row, 0))


def _willed(course: Course, triad: Triad, utterance: Utterance) -> Will:
    """Return whose wish it is: another's stays another's until the person says one of their own."""
    if triad.will != "unsaid":
        return triad.will
    if course.will == "not_mine" and said(utterance.text, "will.own"):
        return "yes"
    return course.will


def _more(counts: dict[str, int], name: str) -> dict[str, int]:
    return {**counts, name: counts.get(name, 0) + 1}
