"""What can happen in the room. The record is a list of these; everything else is folded from it."""

from __future__ import annotations

from typing import Literal

import msgspec

from thirdear.listening.context import Correction
from thirdear.listening.observation import Reading
from thirdear.speech import Quote
from thirdear.therapist.care import Care
from thirdear.therapist.intervention import Intervention

Reason = Literal["client", "time", "safety"]


class Welcomed(msgspec.Struct, frozen=True, tag="welcomed"):
    """An adult has read the purpose and chosen a country and someone to turn to."""

    country: str
    contact: str
    at: str


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """A session began. `at` is ISO 8601; `text` is what was said to open it.

    `accompanied` opens what ISTDP may do only where a clinician or a study is at hand.
    """

    session: int
    at: str
    treatment: str
    seed: int
    text: str | None
    country: str
    accompanied: bool = False


class Spoke(msgspec.Struct, frozen=True, tag="spoke"):
    """The person said something: kept before anything else is done with it.

    `line` is the name its sender gave it, so that a line sent twice can be kept once.
    """

    turn: int
    text: str
    pause_s: float | None
    line: str = ""


class Heard(msgspec.Struct, frozen=True, tag="heard"):
    """What was heard in it, and by which listener; hearing again would be another event."""

    reading: Reading


class Acted(msgspec.Struct, frozen=True, tag="acted"):
    """What the other chair did: said something, kept silent, or cared for safety first.

    `care` is the question about danger that stands open afterwards.
    """

    turn: int
    intervention: Intervention
    safety: bool = False
    care: Care | None = None


class Waited(msgspec.Struct, frozen=True, tag="waited"):
    """The person was silent for so many seconds."""

    silence_s: float


class Disputed(msgspec.Struct, frozen=True, tag="disputed"):
    """The person does not see it the way it was said at `turn`."""

    turn: int
    text: str
    grounds: tuple[Quote, ...] = ()


class Corrected(msgspec.Struct, frozen=True, tag="corrected"):
    """The person said who somebody is, against what was heard; it holds from then on."""

    correction: Correction


class Rejected(msgspec.Struct, frozen=True, tag="rejected"):
    """The person does not see a statement about them that way; it is not asserted again."""

    statement: str


class Closed(msgspec.Struct, frozen=True, tag="closed"):
    """The session ended."""

    reason: Reason
    text: str | None
    at: str


Event = (
    Welcomed | Opened | Spoke | Heard | Acted | Waited | Disputed | Corrected | Rejected | Closed
)
