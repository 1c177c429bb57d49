"""What is understood of this person so far: a pure fold over readings.

`formulation = fold(formulation, utterance, reading)`. It is updated, never recomputed: a strand
keeps how often and in how many sessions something was heard and a few exact pieces of evidence,
so that a turn costs the same in year ten as on day one.
"""

from __future__ import annotations

import msgspec

from thirdear.formulation.capacity import Capacity, taken_in
from thirdear.listening.context import Figure, introduced
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Quote, Utterance

FIRST_KEPT, LAST_KEPT = 2, 6
RECURRENT = 3
CHARACTERISTIC_COUNT, CHARACTERISTIC_SESSIONS = 6, 3

FOLDED = frozenset({"feeling", "anxiety", "defence", "risk", "shift"})
"""Kinds of observations that become strands; people are folded apart, questions are answered."""


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

    def standing(self) -> str:
        """Say how settled this is: a moment, recurrent, or characteristic of the person.

        Rests on the defences reference, 5.2 (accumulate): three or more make it recurrent; six
        or more over three sessions characteristic.
        """
        if self.count >= CHARACTERISTIC_COUNT and len(self.sessions) >= CHARACTERISTIC_SESSIONS:
            return "characteristic"
        return "recurrent" if self.count >= RECURRENT else "moment"

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
    """The understanding of one person: strands, people, how much they can take in now.

    `disputed` holds ids of strands the person has rejected: they are kept as evidence and never
    asserted again.
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

    def of(self, kind: str) -> list[Strand]:
        """Return the strands of one kind that are not disputed, most frequent first."""
        found = [s for s in self.strands.values() if s.kind == kind and s.id not in self.disputed]
        return sorted(found, key=lambda s: (-s.count, s.id))


def fold(formulation: Formulation, utterance: Utterance, reading: Reading) -> Formulation:
    """Take one more reading into the understanding and return the new understanding.

    Only likely observations become evidence. Utterances of the therapist's chair count for the
    session but never as evidence about the person.
    """
    session_changed = utterance.session != formulation.session
    strands = formulation.strands
    for observation in reading.observations:
        if observation.kind in FOLDED and observation.claim == "likely":
            strands = _with(strands, utterance, observation)
    client = utterance.speaker == "client"
    words = reading.words if client else 0
    return Formulation(
        strands=strands,
        cast=introduced(formulation.cast, reading.introductions),
        capacity=taken_in(formulation.capacity, reading, fresh=session_changed),
        sessions=formulation.sessions + session_changed,
        session=utterance.session,
        utterances=formulation.utterances + 1,
        client_words=formulation.client_words + words,
        session_words=(0 if session_changed else formulation.session_words) + words,
        disputed=formulation.disputed,
    )


def dispute(formulation: Formulation, grounds: tuple[Quote, ...]) -> Formulation:
    """Mark every strand that rests on any of `grounds` as rejected by the person."""
    spans = {(q.session, q.turn, q.start, q.end) for q in grounds}
    rejected = {
        s.id for s in formulation.strands.values()
        if any((q.session, q.turn, q.start, q.end) in spans for q in s.evidence)
    }  # fmt: skip
    return msgspec.structs.replace(formulation, disputed=formulation.disputed | rejected)


def _with(
    strands: dict[str, Strand], utterance: Utterance, observation: Observation
) -> dict[str, Strand]:
    about = observation.about
    if observation.kind == "feeling" and observation.attributes.get("experiencer") == "other":
        return strands
    denied = bool(observation.attributes.get("denied"))
    explicit = observation.kind == "feeling" and not (observation.inferred or denied)
    blank = Strand(observation.kind, observation.code, about, explicit, denied=denied)
    known = strands.get(blank.id, blank)
    if explicit and not known.explicit:
        known = msgspec.structs.replace(known, explicit=True)
    quote = utterance.quote(observation.start, observation.end)
    return {**strands, blank.id: known.with_one_more(quote, utterance.session)}
