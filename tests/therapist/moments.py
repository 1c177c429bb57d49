"""A moment in which the therapist's chair decides, made from lines of talk without a room."""

from __future__ import annotations

import msgspec

from thirdear.formulation.formulation import Formulation, fold
from thirdear.frame.clock import SESSION_S
from thirdear.listening.context import Context, attend
from thirdear.listening.listener import hear
from thirdear.speech import Utterance
from thirdear.therapist import psychodynamic
from thirdear.therapist.hour import Hour, listened, spoke
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.moment import Moment


def moment(*lines: str, session: int = 3, remaining_s: float = SESSION_S - 1200) -> Moment:
    """Return the moment after the last of these lines; nothing has been said by the other chair."""
    formulation, context, hour = Formulation(), Context(), Hour()
    turn = -1
    for turn, line in enumerate(lines):
        utterance = Utterance(line, turn=turn, conversation="session", session=session)
        reading = hear(utterance, context)
        context = attend(context, reading)
        formulation = fold(formulation, utterance, reading)
        hour = listened(hour, utterance, reading)
    return Moment(utterance, reading, context, formulation, hour, remaining_s)


def with_hour(before: Moment, **changes: object) -> Moment:
    """Return the same moment with the hour changed."""
    hour = msgspec.structs.replace(before.hour, **changes)
    return Moment(
        before.utterance, before.reading, before.context, before.formulation, hour,
        before.remaining_s,
    )  # fmt: skip


def respond(*lines: str, seed: int = 0, remaining_s: float = SESSION_S - 1200) -> Intervention:
    """Return what the chair does after the last of these lines, in a middle session."""
    return psychodynamic.respond(moment(*lines, remaining_s=remaining_s), seed)


def said(hour: Hour, *interventions: Intervention) -> Hour:
    """Return the hour after these were said."""
    for intervention in interventions:
        hour = spoke(hour, intervention)
    return hour
