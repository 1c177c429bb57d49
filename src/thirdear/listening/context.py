"""What has been said before, as far as an ear needs it to hear the next utterance.

A pure fold over readings: nothing here is heard twice, and its size depends on how many people
someone has spoken of, never on how long they have talked.
"""

import msgspec

from thirdear.listening.observation import Clause, Introduction, Observation, Reading
from thirdear.speech import Speaker

RECENT_TURNS = 8
RECENT_FIGURES = 8


class Figure(msgspec.Struct, frozen=True):
    """Someone the person speaks of. `corner` is T, C or P (Malan's triangle of persons)."""

    id: str
    role: str
    corner: str
    names: tuple[str, ...] = ()
    gender: str | None = None
    number: str = "one"

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
            new.figure, new.role, new.corner, gender=new.gender, number=new.number
        )
        cast[new.figure] = known.called(new.name, new.gender) if new.name else known
    return cast


def _brought_forward(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Put the figures of this utterance (newest first) before those of earlier ones."""
    return (*now, *(f for f in before if f not in now))[:RECENT_FIGURES]
