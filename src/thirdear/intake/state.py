"""What is known in a first conversation, folded from what was said and heard. Plain data."""

from __future__ import annotations

from typing import Literal

import msgspec

from thirdear.speech import Quote
from thirdear.therapist.care import Care, Where

Mode = Literal["psychodynamic", "istdp", "supportive", "journal", "not_now"]
Ground = Literal["scores", "amber", "gate", "care", "sent", "trying", "no_answer", "stopped"]
Status = Literal["heard", "met", "amber", "clear"]


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known before the first word: from the welcome, and from questionnaires if any."""

    adult: bool = False
    contact: str = ""
    where: Where = Where("", "", "contact the emergency services", "A doctor is where to start.")
    phq9: int | None = None
    phq15: int | None = None
    audit_c: int | None = None


class Gate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was heard about one gate: how it stands, in which words, and whether it was asked.

    `heard` means told of in passing and still to be asked about; `told` that clear words told it.
    """

    status: Status
    quote: Quote | None = None
    told: bool = False


class Piece(msgspec.Struct, frozen=True):
    """A clause of the person's about themselves that could be set beside another."""

    quote: Quote
    weight: float
    thread: str
    who: str = ""


class Score(msgspec.Struct, frozen=True):
    """One dimension: 0 to 3, why, and the person's own words where there are any."""

    dimension: str
    name: str
    score: int
    because: str
    quote: Quote | None = None


class Finding(msgspec.Struct, frozen=True):
    """A gate that is met, or an amber sign: in plain words, with what to do instead or beside."""

    gate: str
    status: Status
    because: str
    instead: str
    quote: Quote | None = None


class Result(msgspec.Struct, frozen=True):
    """What the first conversation comes to, and on what it rests.

    `may_choose` are the other ways that the person may have instead; never against a gate. `suits`
    says which of what was told this way of working tends to suit.
    """

    mode: Mode
    ground: Ground
    scores: tuple[Score, ...] = ()
    findings: tuple[Finding, ...] = ()
    may_choose: tuple[Mode, ...] = ()
    suits: tuple[str, ...] = ()
    good: int = 0
    total: int = 0


class Agreed(msgspec.Struct, frozen=True):
    """What was agreed: the way of working, the thread in the person's words, the weekly hour.

    `sessions` is None where it stays open with a look back every `review_every`; `weekday` counts
    from Monday 0; `time` is HH:MM where it could be told. `chosen` says that it was the person's
    choice and not what had been proposed.
    """

    mode: Mode
    minutes: int
    focus: str = ""
    focus_words: Quote | None = None
    slot: str = ""
    weekday: int | None = None
    time: str | None = None
    sessions: int | None = None
    review_every: int = 0
    recheck_at: tuple[int, ...] = ()
    chosen: bool = False


class Said(msgspec.Struct, frozen=True):
    """What was said last: for the record, and for "Why did you say that?"."""

    text: str
    kind: str
    rule: str
    because: str
    grounds: tuple[Quote, ...] = ()
    help_words: int = 0


class Consultation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The first conversation so far. Serialise it after any line and go on from it another day.

    `open` is what stands open: a thread's id, "gate:…", or "say:…" once the result is told;
    `question` its words, to be said again. `times` counts how often it was asked, `asides` what was
    said in between, `follow` is the wording of a follow-up that is due. `done` are finished threads
    and gates, `empty` counts threads without an answer. `signs` is what was heard (dimensions.toml)
    with the words, `fresh` the last words that can be given back. `wondering`: it was asked whether
    to go on at all. `in_care` are the gates that the care flow of the room is looking after,
    `done_in_care` those it looked after last; `care` is a question of the care flow asked here.
    """

    known: Known = Known()
    seed: int = 0
    open: str = ""
    question: str = ""
    follow: str = ""
    times: int = 0
    asides: int = 0
    turns: int = 0
    paused: bool = False
    closed: bool = False
    slowed: bool = False
    wondering: bool = False
    done: tuple[str, ...] = ()
    empty: int = 0
    signs: dict[str, tuple[Quote, ...]] = {}
    answers: dict[str, Quote] = {}
    gates: dict[str, Gate] = {}
    pieces: tuple[Piece, ...] = ()
    fresh: Quote | None = None
    given_back: tuple[str, ...] = ()
    in_care: tuple[str, ...] = ()
    done_in_care: tuple[str, ...] = ()
    care: Care | None = None
    mode: Mode | None = None
    result: Result | None = None
    agreed: Agreed | None = None
    said: Said | None = None
