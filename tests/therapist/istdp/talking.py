"""A session of the ISTDP-informed way without a room: real listener, real fold, scripted lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from thirdear.formulation.formulation import Formulation, fold, offered
from thirdear.frame.clock import SESSION_S, time_taken
from thirdear.listening.context import Context, attend
from thirdear.listening.listener import hear
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.therapist import hour as hours
from thirdear.therapist import istdp
from thirdear.therapist.hour import Hour
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.istdp import Course
from thirdear.therapist.moment import Moment


@dataclass
class Session:
    """One session, from `remaining_s` before its end; `said` is what the other chair did."""

    session: int = 3
    seed: int = 0
    accompanied: bool = False
    remaining_s: float = SESSION_S - 1200
    context: Context = field(default_factory=Context)
    formulation: Formulation = field(default_factory=Formulation)
    hour: Hour = field(default_factory=Hour)
    course: Course = field(default_factory=Course)
    turn: int = 0
    said: list[Intervention] = field(default_factory=list)
    heard: list[Course] = field(default_factory=list)

    def say(self, line: str, *, reading: Reading | None = None) -> Intervention:
        """Take in one line of the person's and return what the other chair does."""
        utterance = Utterance(line, turn=self.turn, conversation="session", session=self.session)
        reading = reading or hear(utterance, self.context)
        self.context = attend(self.context, reading)
        self.formulation = fold(self.formulation, utterance, reading)
        self.hour = hours.listened(self.hour, utterance, reading)
        self.course = istdp.listened(self.course, utterance, reading)
        self.heard.append(self.course)
        self.remaining_s -= time_taken(utterance, reading.words)
        now = Moment(utterance, reading, self.context, self.formulation, self.hour,
                     max(0.0, self.remaining_s))  # fmt: skip
        made = istdp.respond(now, self.seed, course=self.course, accompanied=self.accompanied)
        self.turn += 1
        self.course = istdp.spoke(self.course, made)
        if made.kind != "SIL":
            self.hour = hours.spoke(self.hour, made, self.turn)
            self.formulation = offered(self.formulation, self.turn, made.kind, made.depth)
            self.context = attend(self.context, istdp.overheard(made, self.turn, self.session))
            self.turn += 1
        self.said.append(made)
        return made

    def talk(self, *lines: str) -> list[Intervention]:
        """Take in several lines, one after the other."""
        return [self.say(line) for line in lines]

    def kinds(self) -> list[str]:
        """Return the kinds of what was done, in order."""
        return [made.kind for made in self.said]

    def rows(self) -> list[str]:
        """Return the rows of the decision table that decided, in order."""
        return [made.rule.partition("#")[0] for made in self.said]
