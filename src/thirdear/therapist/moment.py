"""The moment the therapist's chair goes by, and what may be noticed in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from thirdear.formulation import readiness
from thirdear.formulation.capacity import Gate
from thirdear.formulation.formulation import Formulation
from thirdear.listening.context import Context, Turn
from thirdear.listening.observation import Clause, Cue, Observation, Reading
from thirdear.speech import Quote, Utterance
from thirdear.therapist.hour import Hour
from thirdear.therapist.memory import Memory

FAILURES = 2


@dataclass(frozen=True)
class Moment:
    """Everything the therapist's chair goes by when the person has just spoken.

    `context` and `formulation` already hold this utterance; `remaining_s` is what is left of the
    hour in seconds.
    """

    utterance: Utterance
    reading: Reading
    context: Context
    formulation: Formulation
    hour: Hour
    remaining_s: float
    memory: Memory = field(default_factory=Memory)

    @cached_property
    def gate(self) -> Gate:
        """Return the gate that bounds what may be said now (technique reference, 3.3).

        One lower for the rest of the hour after two remarks in it that failed.
        """
        gate = readiness.gate(self.formulation)
        lower: dict[Gate, Gate] = {"G5": "G4", "G4": "G3", "G3": "G2"}
        return lower.get(gate, gate) if self.hour.failed >= FAILURES else gate

    def quote(self, start: int, end: int) -> Quote:
        """Return a piece of the person's present utterance."""
        return self.utterance.quote(start, end)

    def earlier(self, turn: Turn, observation: Observation) -> Quote:
        """Return a piece of an earlier utterance of this session."""
        return Quote(
            self.utterance.conversation, self.utterance.session, turn.turn,
            observation.start, observation.end, observation.quote,
        )  # fmt: skip

    def of_turn(self, turn: Turn, clause: Clause) -> Quote:
        """Return a clause of an earlier utterance of this session."""
        return Quote(
            self.utterance.conversation, self.utterance.session, turn.turn,
            clause.start, clause.end, clause.quote,
        )  # fmt: skip

    def cues(self, name: str) -> list[Cue]:
        """Return this utterance's cues of one name."""
        return [c for c in self.reading.cues if c.name == name]


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing noticed: which, the words it rests on, and the slots it can fill in a wording.

    `strength` (0..1) weighs it; `about` is the id of the statement it is about, if it is about one.
    """

    name: str
    grounds: tuple[Quote, ...]
    slots: dict[str, str] = field(default_factory=dict)
    strength: float = 1.0
    about: str = ""
