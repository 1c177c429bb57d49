"""What has been said before, as far as an ear needs it to hear the next utterance.

A pure fold over readings: nothing here is heard twice, and its size depends on how many people
someone has spoken of, never on how long they have talked.
"""

import msgspec

from thirdear.listening.lexicon import lexicon
from thirdear.listening.observation import Clause, Cue, Introduction, Observation, Reading
from thirdear.speech import Speaker

RECENT_TURNS = 8
RECENT_FIGURES = 8
PASSERS_BY = 16
"""How many are kept in mind of those who only passed by; who came first is let go."""
CLAUSES_KEPT = 8


class Figure(msgspec.Struct, frozen=True):
    """Someone the person speaks of. `corner` is T, C or P (Malan's triangle of persons).

    `of` is the figure whose someone this is. What the person has corrected stays: `settled` means
    that the role is theirs, `same_as` that this is somebody else we know, `not_called` holds the
    names that were taken from this figure, `nobody` that it is no one at all.

    `passing`: someone without a name who was spoken of once ("a bloke in the queue"). Only the
    last few of them are kept; who is named or spoken of again is kept for good.
    """

    id: str
    role: str
    corner: str
    names: tuple[str, ...] = ()
    gender: str | None = None
    number: str = "one"
    of: str | None = None
    settled: bool = False
    same_as: str | None = None
    not_called: tuple[str, ...] = ()
    nobody: bool = False
    passing: bool = False

    def called(self, name: str, gender: str | None) -> "Figure":
        """Return this figure with one more name (its id never changes)."""
        known = self.names if name in self.names else (*self.names, name)
        return msgspec.structs.replace(self, names=known, gender=self.gender or gender)


THERAPIST = Figure("therapist", "therapist", "T")


class Turn(msgspec.Struct, frozen=True):
    """What stays of one utterance: enough to notice what it answers, repeats or breaks off."""

    turn: int
    speaker: Speaker
    act: str
    injured: bool
    when: Clause | None
    words: int
    topics: tuple[str, ...]
    figures: tuple[str, ...]
    heard: tuple[Observation, ...]
    meaning: bytes = b""
    clauses: tuple[Clause, ...] = ()
    cues: tuple[Cue, ...] = ()


class Context(msgspec.Struct, frozen=True):
    """Everything an ear may know from before: the people, the last turns, this person's habits.

    `cast` maps figure ids to figures, over all sessions. `salient` lists who was spoken of last,
    newest first; `recent` the last turns of this session, oldest first. `client_turns` and
    `client_words` count this session and make the person's own baseline.
    """

    cast: dict[str, Figure] = msgspec.field(default_factory=lambda: {"therapist": THERAPIST})
    salient: tuple[str, ...] = ()
    recent: tuple[Turn, ...] = ()
    session: int = 1
    client_turns: int = 0
    client_words: int = 0

    def last(self, speaker: Speaker) -> Turn | None:
        """Return the newest turn of `speaker` in this session, if there is one."""
        return next((t for t in reversed(self.recent) if t.speaker == speaker), None)

    def usual_words(self) -> float:
        """Return the person's mean words per turn in this session (20 before they have spoken)."""
        return self.client_words / self.client_turns if self.client_turns else 20.0


def attend(context: Context, reading: Reading) -> Context:
    """Fold one reading into the context and return the new context; a new session starts fresh."""
    if reading.session != context.session:
        context = Context(cast=context.cast, session=reading.session)
    turn = Turn(
        turn=reading.turn,
        speaker=reading.speaker,
        act=reading.act,
        injured=bool(reading.injuries),
        when=_what_happened(reading),
        words=reading.words,
        topics=reading.topics,
        figures=reading.salient,
        heard=tuple(o for o in reading.observations if o.kind not in ("person", "reference")),
        meaning=reading.meaning,
        clauses=reading.clauses[:CLAUSES_KEPT],
        cues=reading.cues,
    )
    from_client = reading.speaker == "client"
    return Context(
        cast=introduced(context.cast, reading.introductions),
        salient=_brought_forward(context.salient, reading.salient),
        recent=(*context.recent, turn)[-RECENT_TURNS:],
        session=context.session,
        client_turns=context.client_turns + from_client,
        client_words=context.client_words + (reading.words if from_client else 0),
    )


def _what_happened(reading: Reading) -> Clause | None:
    """Return the clause that tells what was done or asked, if it can be said back."""
    for start, end in (*reading.injuries, *reading.asked):
        for clause in reading.clauses:
            if clause.addressed and clause.start < end and start < clause.end:
                return clause
    return None


def introduced(
    cast: dict[str, Figure], introductions: tuple[Introduction, ...]
) -> dict[str, Figure]:
    """Return the cast with newly met figures and newly learnt names in it; ids never change."""
    if not introductions:
        return cast
    cast = dict(cast)
    for new in introductions:
        known = cast.get(new.figure) or Figure(
            new.figure, new.role, new.corner, gender=new.gender, number=new.number, of=new.of
        )
        cast[new.figure] = _learnt(known, new)
    return _without_the_long_gone(cast)


def _without_the_long_gone(cast: dict[str, Figure]) -> dict[str, Figure]:
    """Let go of those who passed by first, of each role; the newest stays, so no id comes twice."""
    passing: dict[str, list[str]] = {}
    for figure in cast.values():
        if figure.passing:
            passing.setdefault(figure.id.partition(":")[0], []).append(figure.id)
    gone = {f for met in passing.values() for f in met[:-PASSERS_BY]}
    return {f: figure for f, figure in cast.items() if f not in gone} if gone else cast


def _learnt(figure: Figure, new: Introduction) -> Figure:
    """Add what an introduction tells; a role that the person has settled is never changed."""
    if new.name:
        figure = figure.called(new.name, new.gender)
    role, corner = (figure.role, figure.corner) if figure.settled else (new.role, new.corner)
    return msgspec.structs.replace(
        figure, role=role, corner=corner, gender=figure.gender or new.gender, passing=new.passing
    )


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What the person says a figure is, against what was heard; it holds from then on.

    role      "Dan is not my boss, he's my brother": `figure="boss:1", role="sibling"`
    name      with a role, only the one of that name: "Dan isn't my boss" while the boss stays.
              Someone new of that name and role is met, or `same_as` is called so
    same_as   "my manager, that's Dan": the two are one, `figure` is spoken of no more
    nobody    it is no person at all
    gender    he ("m") or she ("f")
    """

    figure: str
    role: str | None = None
    name: str | None = None
    same_as: str | None = None
    gender: str | None = None
    nobody: bool = False


def can_hold(cast: dict[str, Figure], correction: Correction) -> bool:
    """Tell whether a correction speaks of figures that are known, and of two that are not one."""
    if correction.figure not in cast:
        return False
    other = correction.same_as
    while other is not None:
        if other == correction.figure or other not in cast:
            return False
        other = cast[other].same_as
    return correction.same_as is None or cast[correction.figure].same_as != correction.same_as


def correct(context: Context, correction: Correction) -> Context:
    """Return the context in which a correction holds, for all that is heard from now on."""
    cast = corrected(context.cast, correction)
    salient = dict.fromkeys(
        cast[f].same_as or f for f in context.salient if f in cast and not cast[f].nobody
    )
    return msgspec.structs.replace(context, cast=cast, salient=tuple(salient))


def corrected(cast: dict[str, Figure], correction: Correction) -> dict[str, Figure]:
    """Return a cast in which a correction holds; raises KeyError where a figure is not in it.

    No id is ever taken away or given to someone else: what was heard before still finds its
    figure. The cast of a formulation is corrected in the same way.
    """
    figure = cast[correction.figure]
    cast = dict(cast)
    if correction.same_as is not None and not can_hold(cast, correction):
        raise ValueError(f"{figure.id} and {cast[correction.same_as].id} are one already")
    if correction.name is not None:
        return _renamed(cast, figure, correction)
    if correction.same_as is not None:
        other = cast[correction.same_as]
        for name in figure.names:
            other = other.called(name, figure.gender)
        cast[other.id] = msgspec.structs.replace(other, passing=False)
        figure = msgspec.structs.replace(figure, same_as=other.id)
    cast[figure.id] = msgspec.structs.replace(
        figure,
        role=correction.role or figure.role,
        corner=corner_of(correction.role or figure.role),
        gender=correction.gender or figure.gender,
        settled=figure.settled or correction.role is not None,
        nobody=correction.nobody,
        passing=False,
    )
    return cast


def _renamed(cast: dict[str, Figure], figure: Figure, correction: Correction) -> dict[str, Figure]:
    """Take a name from a figure and give it to whoever is really called so."""
    name = correction.name
    assert name is not None
    cast[figure.id] = msgspec.structs.replace(
        figure,
        names=tuple(n for n in figure.names if n != name),
        not_called=(*figure.not_called, name),
        passing=False,
    )
    if correction.same_as is not None:
        other = cast[correction.same_as].called(name, correction.gender)
        cast[other.id] = msgspec.structs.replace(other, passing=False)
    elif correction.role is not None:
        role = correction.role
        new = new_id(cast, role)
        known = cast.get(new) or Figure(new, role, corner_of(role))
        cast[new] = msgspec.structs.replace(
            known.called(name, correction.gender or figure.gender), settled=True
        )
    return cast


_ONLY_ONE = frozenset({"mother", "father", "therapist"})


def new_id(cast: dict[str, Figure], role: str) -> str:
    """Return the id for one more figure of a role; of mother and father there is only one."""
    if role in _ONLY_ONE:
        return role
    taken = (f.partition(":") for f in cast)
    number = 1 + max((int(n) for r, _, n in taken if r == role and n), default=0)
    return f"{role}:{number}"


def corner_of(role: str) -> str:
    """Return the corner of Malan's triangle of persons that a role belongs to."""
    corners = lexicon("people")["corners"]
    if role in corners["therapist"]:
        return "T"
    return "P" if role in corners["past"] else "C"


def _brought_forward(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Put the figures of this utterance (newest first) before those of earlier ones."""
    return (*now, *(f for f in before if f not in now))[:RECENT_FIGURES]
