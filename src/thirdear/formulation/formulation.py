"""What is understood of this person so far: a pure fold over readings.

`formulation = fold(formulation, utterance, reading)`. It is updated, never recomputed: a strand
keeps how often and in how many sessions something was heard and a few exact pieces of evidence,
and of episodes and marks the first and the newest are kept, so that a turn costs the same in year
ten as on day one. What follows from it (themes, links, transference, ...) are pure functions over
it, one module each.
"""

from __future__ import annotations

import msgspec

from thirdear.formulation.capacity import Capacity, taken_in
from thirdear.formulation.marks import (
    Explored,
    Lately,
    Passage,
    Rejection,
    Rupture,
    Sequel,
    kept,
)
from thirdear.formulation.profile import Defended, defended
from thirdear.formulation.sequels import followed, signs
from thirdear.formulation.standing import Standing, standing
from thirdear.formulation.strain import strained
from thirdear.formulation.told import Told, gathered
from thirdear.listening.context import THERAPIST, Figure, introduced
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Quote, Utterance

FORMULATION = "2"
"""Version of the understanding: changes whenever the same readings are folded into another state,
so that a state put down by an older one is folded again from the record."""

FIRST_KEPT, LAST_KEPT = 2, 6
FIRST_PASSAGES, LAST_PASSAGES = 24, 96
LAST_EXPLORED = 60
FIRST_REJECTIONS, LAST_REJECTIONS = 20, 80
DEEP = 3
"""Depth from which a remark's uptake says how much can be taken in (technique reference, 3.3)."""
UPTAKES = 5
UNDERSTOOD, SURE = 4, 0.7
"""From understanding on, a level is only taken from the surer part of what the ear claims: a person
must not be told that they see what they do not."""
_REMARKS_FROM = 1
QUIET_KINDS = frozenset({"FRM", "ENC", "ACK", "SIL"})
"""Kinds that offer nothing about the person."""

FOLDED = frozenset(
    {"feeling", "anxiety", "defence", "risk", "shift", "transference", "memory", "dream", "slip"}
)
"""Kinds of observations that become strands; people, episodes, insight and alliance are folded
apart, questions are answered."""


class Strand(msgspec.Struct, frozen=True):
    """One thing heard again and again: the evidence that a statement rests on.

    `count` counts likely observations, `sessions` the sessions they came in (the last few),
    `first`/`last` the quotes kept. `explicit` is True where the person said it in so many words.
    """

    kind: str
    code: str
    about: str | None
    explicit: bool
    count: int = 0
    sessions: tuple[int, ...] = ()
    first: tuple[Quote, ...] = ()
    last: tuple[Quote, ...] = ()
    denied: bool = False

    @property
    def id(self) -> str:
        """The name by which a person can dispute this strand; stable over the whole record."""
        return f"{self.kind}/{self.code}/{self.about or '-'}"

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """The kept quotes, oldest first."""
        return self.first + self.last

    @property
    def rests_on(self) -> int:
        """On how many pieces of talk it rests."""
        return self.count

    def standing(self) -> Standing:
        """Say how settled this is: a moment, recurrent, or characteristic of the person."""
        return standing(self.count, len(self.sessions))

    def with_one_more(self, quote: Quote, session: int) -> Strand:
        """Return this strand with one more piece of evidence."""
        first, last = self.first, self.last
        if len(first) < FIRST_KEPT:
            first = (*first, quote)
        else:
            last = (*last, quote)[-LAST_KEPT:]
        sessions = self.sessions if session in self.sessions else (*self.sessions, session)[-12:]
        return msgspec.structs.replace(
            self, count=self.count + 1, sessions=sessions, first=first, last=last
        )


class Formulation(msgspec.Struct, frozen=True):
    """The understanding of one person: strands, episodes, people, how much can be taken in now.

    `disputed` holds ids of statements the person has rejected: they are kept as evidence
    (`rejections`) and never asserted again. `telling` is the episode still being told, `lately`
    what the person's last turn left behind.
    """

    strands: dict[str, Strand] = {}
    cast: dict[str, Figure] = {}
    capacity: Capacity = Capacity()
    sessions: int = 0
    session: int = 0
    utterances: int = 0
    client_words: int = 0
    session_words: int = 0
    disputed: frozenset[str] = frozenset()
    turn: int = 0
    client_turns: int = 0
    episodes: tuple[Told, ...] = ()
    telling: Told | None = None
    insights: tuple[Passage, ...] = ()
    ruptures: tuple[Rupture, ...] = ()
    explored: tuple[Explored, ...] = ()
    sequels: dict[str, Sequel] = {}
    rejections: tuple[Rejection, ...] = ()
    profile: tuple[Defended, ...] = ()
    lately: Lately = Lately()

    def of(self, kind: str) -> list[Strand]:
        """Return the strands of one kind that are not disputed, most frequent first."""
        found = [s for s in self.strands.values() if s.kind == kind and s.id not in self.disputed]
        return sorted(found, key=lambda s: (-s.count, s.id))

    def who(self, figure: str | None) -> Figure | None:
        """Return who a figure is, as the person has corrected it; None where it is no one known."""
        known = self.cast.get(figure) if figure else None
        if figure == THERAPIST.id:
            known = known or THERAPIST
        if known is not None and known.same_as is not None:
            known = self.cast.get(known.same_as, known)
        return None if known is None or known.nobody else known


def fold(formulation: Formulation, utterance: Utterance, reading: Reading) -> Formulation:
    """Take one more reading into the understanding and return the new understanding.

    Only likely observations become evidence. Utterances of the therapist's chair count for the
    session and for what was offered, but never as evidence about the person.
    """
    session_changed = utterance.session != formulation.session
    before = formulation
    if session_changed:
        before = msgspec.structs.replace(
            formulation, sessions=formulation.sessions + 1, session=utterance.session,
            session_words=0, telling=None, lately=Lately(session=utterance.session),
        )  # fmt: skip
    cast = introduced(before.cast, reading.introductions)
    before = msgspec.structs.replace(
        before,
        cast=cast,
        strands=_without_the_gone(before.strands, before.cast, cast),
        utterances=before.utterances + 1,
        turn=utterance.turn,
    )
    if utterance.speaker == "client":
        contiguous = utterance.turn <= formulation.turn + 1
        return _heard(before, utterance, reading, fresh=session_changed, contiguous=contiguous)
    after = msgspec.structs.replace(
        before, capacity=taken_in(before.capacity, reading, fresh=session_changed)
    )
    return _overheard(after, utterance, reading)


def offered(
    formulation: Formulation,
    turn: int,
    kind: str,
    depth: float,
    about: str = "",
    figures: tuple[str, ...] = (),
) -> Formulation:
    """Mark that the therapist's chair said something at `turn` of this session; uptake is open.

    Takes the contract's kind and depth, and the id of the statement it was about, if it was about
    one. Said again for the same turn it takes the place of the first. A nod or the time offers
    nothing; it is only marked that nothing unheard lies between the talk before and after it, and
    so whatever is said out loud should be told here.
    """
    formulation = msgspec.structs.replace(formulation, turn=max(formulation.turn, turn))
    if kind in QUIET_KINDS:
        return formulation
    new = Explored(formulation.session, turn, kind, depth, about, None, figures)
    others = tuple(e for e in formulation.explored if (e.session, e.turn) != (new.session, turn))
    lately = msgspec.structs.replace(formulation.lately, since_remark=0)
    return msgspec.structs.replace(
        formulation,
        explored=(*others, new)[-LAST_EXPLORED:],
        lately=lately,
    )


def taken_up(
    formulation: Formulation, turn: int, uptake: float, session: int | None = None
) -> Formulation:
    """Mark what came of what was offered at `turn` (-0.7 to 1; technique reference, 3.3).

    The newest offer of that turn is meant, or that of `session`. Nothing happens where nothing
    was offered.
    """
    value = max(-0.7, min(1.0, uptake))
    session = formulation.session if session is None else session
    explored = tuple(
        msgspec.structs.replace(e, uptake=value) if (e.session, e.turn) == (session, turn) else e
        for e in formulation.explored
    )
    deep = [e.uptake for e in explored if e.depth >= DEEP and e.uptake is not None][-UPTAKES:]
    taken = max(0.0, sum(deep) / len(deep)) if deep else None
    capacity = formulation.capacity
    if taken is not None:
        capacity = msgspec.structs.replace(capacity, uptake=taken)
    return msgspec.structs.replace(formulation, explored=explored, capacity=capacity)


def dispute(
    formulation: Formulation, grounds: tuple[Quote, ...], turn: int | None = None
) -> Formulation:
    """Mark every strand that rests on any of `grounds` as rejected by the person.

    With the `turn` of the remark that was rejected, what it was about is rejected with it.
    `disputes.dispute` does the same for everything that is understood, themes and links included.
    """
    spans = {_span(q) for q in grounds}
    rejected = {
        s.id for s in formulation.strands.values() if any(_span(q) in spans for q in s.evidence)
    }
    if turn is not None:
        here = (formulation.session, turn)
        rejected |= {
            e.about for e in formulation.explored if (e.session, e.turn) == here and e.about
        }
    return without(formulation, rejected, grounds)


def without(
    formulation: Formulation, ids: set[str], grounds: tuple[Quote, ...] = ()
) -> Formulation:
    """Return the formulation without some statements; their rejection is kept as evidence."""
    if not ids:
        return formulation
    mark = Rejection(tuple(sorted(ids)), formulation.session, formulation.turn, grounds)
    return msgspec.structs.replace(
        formulation,
        disputed=formulation.disputed | ids,
        rejections=kept(formulation.rejections, mark, FIRST_REJECTIONS, LAST_REJECTIONS),
    )


def _span(quote: Quote) -> tuple[int, int, int, int]:
    return quote.session, quote.turn, quote.start, quote.end


def _heard(
    before: Formulation, utterance: Utterance, reading: Reading, *, fresh: bool, contiguous: bool
) -> Formulation:
    """Take in an utterance of the person's.

    Where it is not `contiguous` something lies between that was not heard, or was taken out of the
    record: nothing is then near, or next to, what was said before.
    """
    strands = before.strands
    for observation in reading.observations:
        if observation.kind in FOLDED and observation.claim == "likely":
            strands = _with(strands, utterance, observation)
    usual = before.client_words / before.client_turns if before.client_turns else 20.0
    ruptures, strain, short, engaged = strained(
        before.ruptures, before.lately, utterance, reading, usual
    )
    episodes, telling = gathered(before.episodes, before.telling, utterance, reading, before.cast)
    if not contiguous:
        before = msgspec.structs.replace(
            before,
            lately=msgspec.structs.replace(before.lately, signs=(), felt=False, turn=-1),
        )
    now = signs(utterance, reading)
    felt = any(s.kind == "feeling" for s, _ in now)
    lately = Lately(
        session=utterance.session,
        turn=utterance.turn,
        felt=felt,
        figures=reading.salient,
        signs=now[-12:],
        short=short,
        engaged=engaged,
        since_remark=min(99, before.lately.since_remark + 1),
    )
    return msgspec.structs.replace(
        before,
        strands=strands,
        capacity=taken_in(before.capacity, reading, fresh=fresh, strain=strain),
        client_words=before.client_words + reading.words,
        session_words=before.session_words + reading.words,
        client_turns=before.client_turns + 1,
        episodes=episodes,
        telling=telling,
        insights=_looked_at(before, utterance, reading, felt=felt),
        ruptures=ruptures,
        profile=defended(before.profile, utterance.session, reading),
        sequels=followed(before.sequels, before.lately, now),
        lately=lately,
    )


def _overheard(before: Formulation, utterance: Utterance, reading: Reading) -> Formulation:
    """Take in what the other chair of a transcript said, as far as it was an offer."""
    said = [o for o in reading.of("intervention") if o.code not in QUIET_KINDS]
    if not said:
        return before
    deepest = max(said, key=lambda o: float(o.attributes["depth"] or 0))
    depth = float(deepest.attributes["depth"] or 0)
    if depth < _REMARKS_FROM:
        return before
    return offered(
        before,
        utterance.turn,
        deepest.code,
        depth,
        figures=reading.salient or before.lately.figures,
    )


def _looked_at(
    before: Formulation, utterance: Utterance, reading: Reading, *, felt: bool
) -> tuple[Passage, ...]:
    """Return the passages of insight with this utterance's, and a feeling that came right after."""
    passages = before.insights
    if felt and passages:
        newest = passages[-1]
        if (newest.session, newest.turn) == (before.lately.session, before.lately.turn):
            passages = (*passages[:-1], msgspec.structs.replace(newest, feeling=True))
    found = reading.of("insight")
    if not found:
        return passages
    levels = [
        level for o in found if o.code.startswith("apes_")
        if (level := int(o.code.removeprefix("apes_"))) < UNDERSTOOD or o.confidence >= SURE
    ]  # fmt: skip
    mark = Passage(
        session=utterance.session,
        turn=utterance.turn,
        apes=max(levels) if levels else None,
        reflection=any(o.code == "reflection" for o in found),
        feeling=felt or before.lately.felt,
        figures=reading.salient or before.lately.figures,
        quote=utterance.quote(found[0].start, found[0].end),
    )
    return kept(passages, mark, FIRST_PASSAGES, LAST_PASSAGES)


def _without_the_gone(
    strands: dict[str, Strand], before: dict[str, Figure], now: dict[str, Figure]
) -> dict[str, Strand]:
    """Let go of what was about those who only passed by, when they themselves are let go."""
    gone = before.keys() - now.keys()
    return {k: s for k, s in strands.items() if s.about not in gone} if gone else strands


def _with(
    strands: dict[str, Strand], utterance: Utterance, observation: Observation
) -> dict[str, Strand]:
    about = observation.about
    if observation.kind == "feeling" and observation.attributes.get("experiencer") == "other":
        return strands
    denied = bool(observation.attributes.get("denied"))
    told = observation.kind in ("feeling", "transference")
    explicit = told and not (observation.inferred or denied)
    blank = Strand(observation.kind, observation.code, about, explicit, denied=denied)
    known = strands.get(blank.id, blank)
    if explicit and not known.explicit:
        known = msgspec.structs.replace(known, explicit=True)
    quote = utterance.quote(observation.start, observation.end)
    return {**strands, blank.id: known.with_one_more(quote, utterance.session)}
