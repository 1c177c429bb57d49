"""The state of the room, folded from what happened. Replaying the record gives the live state."""

from __future__ import annotations

from functools import reduce

import msgspec

from thirdear.formulation.disputes import dispute, reject
from thirdear.formulation.formulation import Formulation, fold, offered, taken_up
from thirdear.frame.clock import remaining, time_taken
from thirdear.listening.context import Context, attend, can_hold, correct, corrected
from thirdear.listening.observation import Reading
from thirdear.room.events import (
    Acted,
    Closed,
    Corrected,
    Disputed,
    Event,
    Heard,
    Opened,
    Rejected,
    Spoke,
    Waited,
    Welcomed,
)
from thirdear.speech import Utterance
from thirdear.therapist import istdp
from thirdear.therapist.care import Care, again_later
from thirdear.therapist.hour import Hour, listened, refused, spoke
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.istdp import Course
from thirdear.therapist.memory import Memory


class State(msgspec.Struct, frozen=True):
    """Everything the room goes by: the understanding, the hour, what stands open.

    `turn` is the index the next utterance will have; `remarks` are this session's, by turn, for
    "Why did you say that?"; `unheard` is an utterance that was kept but not heard before the
    program was cut off.
    """

    welcomed: Welcomed | None = None
    opened: Opened | None = None
    is_open: bool = False
    session: int = 0
    turn: int = 0
    elapsed_s: float = 0.0
    last_at: str | None = None
    context: Context = Context()
    formulation: Formulation = Formulation()
    hour: Hour = Hour()
    course: Course = Course()
    memory: Memory = Memory()
    care: Care | None = None
    remarks: dict[int, Intervention] = {}
    unheard: Utterance | None = None

    @property
    def is_istdp(self) -> bool:
        """Whether this session is held in the ISTDP-informed way of working."""
        return self.opened is not None and self.opened.treatment == "istdp"

    @property
    def remaining_s(self) -> float:
        """Seconds left of the hour, never below 0."""
        return remaining(self.elapsed_s)


def folded(state: State, *events: Event) -> State:
    """Fold events into the state, oldest first, and return the new state."""
    return reduce(_apply, events, state)


def utterance_of(state: State, event: Spoke) -> Utterance:
    """Return the utterance an event of speaking stands for, placed in its session."""
    return Utterance(
        text=event.text,
        speaker="client",
        turn=event.turn,
        conversation=conversation(state.session),
        session=state.session,
        at_s=state.elapsed_s,
        pause_s=event.pause_s,
    )


def conversation(session: int) -> str:
    """Return the name of a session's conversation, as evidence names it."""
    return f"session {session}"


def heard(state: State, utterance: Utterance, reading: Reading) -> State:
    """Return the state after an utterance of the person's was heard."""
    hour = listened(state.hour, utterance, reading)
    return msgspec.structs.replace(
        state,
        context=attend(state.context, reading),
        formulation=_settled(fold(state.formulation, utterance, reading), state.hour, hour),
        hour=hour,
        course=_course(state, utterance, reading),
        memory=state.memory.listened(utterance, reading),
        elapsed_s=state.elapsed_s + time_taken(utterance, reading.words),
        unheard=None,
    )


def _course(state: State, utterance: Utterance, reading: Reading) -> Course:
    """Return what the ISTDP-informed way remembers, with this turn; another way needs none."""
    if not state.is_istdp:
        return state.course
    return istdp.listened(state.course, utterance, reading)


def _settled(formulation: Formulation, before: Hour, after: Hour) -> Formulation:
    """Mark in the formulation what came of a remark, once it is known."""
    if before.session == after.session and before.settled != after.settled and after.settled:
        return taken_up(formulation, *after.settled)
    return formulation


def _apply(state: State, event: Event) -> State:  # noqa: PLR0911 - one return an event
    match event:
        case Welcomed():
            return msgspec.structs.replace(state, welcomed=event, last_at=event.at)
        case Opened():
            return msgspec.structs.replace(
                state, opened=event, is_open=True, session=event.session, elapsed_s=0.0,
                turn=1 if event.text else 0, last_at=event.at, remarks={}, unheard=None,
                care=again_later(state.care) if state.care else None,
                memory=state.memory.opened(event.session, event.at[:10]),
            )  # fmt: skip
        case Spoke():
            return msgspec.structs.replace(
                state, turn=event.turn + 1, unheard=utterance_of(state, event)
            )
        case Heard():
            if state.unheard is None:
                return state
            return heard(state, state.unheard, event.reading)
        case Acted():
            return _acted(state, event)
        case Waited():
            hour = msgspec.structs.replace(
                state.hour, silent_s=state.hour.silent_s + event.silence_s
            )
            return msgspec.structs.replace(
                state, elapsed_s=state.elapsed_s + event.silence_s, hour=hour
            )
        case Disputed():
            return msgspec.structs.replace(
                state,
                turn=state.turn + 1,
                formulation=dispute(state.formulation, event.grounds, event.turn),
                hour=refused(state.hour, event.text, event.grounds),
            )
        case Corrected():
            return _corrected(state, event)
        case Rejected():
            return _rejected(state, event)
        case Closed():
            return msgspec.structs.replace(state, is_open=False, last_at=event.at)


def _rejected(state: State, event: Rejected) -> State:
    """Take a statement back; one that nothing rests on any more is gone already."""
    try:
        formulation = reject(state.formulation, event.statement)
    except KeyError:
        return state
    return msgspec.structs.replace(state, formulation=formulation)


def _corrected(state: State, event: Corrected) -> State:
    """Let a correction hold; one of somebody who was erased since has nothing to hold for."""
    correction, known = event.correction, state.formulation.cast
    if not can_hold(state.context.cast, correction) or not can_hold(known, correction):
        return state
    return msgspec.structs.replace(
        state,
        context=correct(state.context, correction),
        formulation=msgspec.structs.replace(state.formulation, cast=corrected(known, correction)),
    )


def _acted(state: State, event: Acted) -> State:
    done = event.intervention
    if state.is_istdp:  # it goes by what it did itself, silence included, and by what it asked
        heard = istdp.overheard(done, event.turn, state.session)
        state = msgspec.structs.replace(
            state,
            course=istdp.spoke(state.course, done),
            context=state.context if done.kind == "SIL" else attend(state.context, heard),
        )
    if done.kind == "SIL":
        return msgspec.structs.replace(state, care=event.care)
    hour = spoke(state.hour, done, event.turn)
    return msgspec.structs.replace(
        state,
        turn=event.turn + 1,
        hour=hour,
        formulation=_marked(_settled(state.formulation, state.hour, hour), done, event.turn),
        care=event.care,
        remarks={**state.remarks, event.turn: done},
    )


def _marked(formulation: Formulation, done: Intervention, turn: int) -> Formulation:
    """Mark in the formulation that something was said, with what it was about."""
    return offered(formulation, turn, done.kind, done.depth, done.about)
