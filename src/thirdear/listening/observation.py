"""What an ear hands on: observations, and the reading that gathers them for one utterance."""

from typing import Literal

import msgspec

from thirdear.speech import Speaker

Claim = Literal["likely", "possible"]
Attribute = str | float | bool | None


class Component(msgspec.Struct, frozen=True):
    """One part of a relationship episode: a wish, a response of the other, one of the self.

    `slot` is wish, response_of_other or response_of_self; `cluster` (1..8) that of the standard
    categories, edition 2; `polarity` positive or negative toward the wish, None for wishes;
    `words == text[start:end]` of the utterance `turn`.
    """

    slot: str
    cluster: int
    polarity: str | None
    explicit: bool
    turn: int
    start: int
    end: int
    words: str


class Observation(msgspec.Struct, frozen=True):
    """One thing heard in one utterance.

    `start`/`end` are code-point offsets into the utterance and `quote == text[start:end]`.
    `about` is a figure id ("mother", "boss:1") or None. `confidence` (0..1) says how likely a
    careful human coder would agree; only `claim == "likely"` may be shown or spoken about.
    `heard_by` names the rule, so that "why?" can be answered years later. `components` are the
    parts of an episode.
    """

    kind: str
    code: str
    start: int
    end: int
    quote: str
    claim: Claim
    confidence: float
    heard_by: str
    about: str | None = None
    attributes: dict[str, Attribute] = {}
    components: tuple[Component, ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether the encoder proposed it and no words told it: it may not be voiced."""
        return self.heard_by.endswith(".meaning")


class Clause(msgspec.Struct, frozen=True):
    """A clause of the person's that could be given back to them.

    `addressed` is the clause turned round to "you" ("I wanted to shout" -> "you wanted to
    shout"), or None where the parse was too doubtful to turn it. `weight` (0..1) says how much
    of the person is in it: feeling, wish and deed weigh more than fact.
    """

    start: int
    end: int
    quote: str
    addressed: str | None
    subject: str
    negated: bool
    tense: str
    weight: float


class Cue(msgspec.Struct, frozen=True):
    """A turn of speech that bears on what to say next (`name` as in lexicons/cues.toml)."""

    name: str
    start: int
    end: int


class Introduction(msgspec.Struct, frozen=True):
    """A figure met for the first time, or something new of one already known.

    `of` is the figure whose someone this is ("my boss's wife": `boss:1`); `passing` means that
    it is someone without a name who may never be spoken of again ("a bloke in the queue").
    """

    figure: str
    role: str
    corner: str
    name: str | None
    gender: str | None
    number: str
    of: str | None = None
    passing: bool = False


class Reading(msgspec.Struct, frozen=True):
    """Everything heard in one utterance, and what later utterances need to know of it.

    The lower half (from `words` on) is the listener's own memory: with it the context can be
    folded again from stored readings without hearing anything twice.
    """

    turn: int
    session: int
    speaker: Speaker
    listener: str
    observations: tuple[Observation, ...]
    words: int = 0
    topics: tuple[str, ...] = ()
    act: str = "statement"
    injuries: tuple[tuple[int, int], ...] = ()
    asked: tuple[tuple[int, int], ...] = ()
    clauses: tuple[Clause, ...] = ()
    cues: tuple[Cue, ...] = ()
    things: tuple[tuple[int, int], ...] = ()
    introductions: tuple[Introduction, ...] = ()
    salient: tuple[str, ...] = ()
    heard_to: int | None = None
    meaning: bytes = b""
    """What the encoder made of it (see `meaning.recalled`): how alike two utterances are."""

    def of(self, kind: str, claim: Claim | None = "likely") -> tuple[Observation, ...]:
        """Return this reading's observations of one kind; `claim=None` includes the possible."""
        return tuple(
            o for o in self.observations if o.kind == kind and (claim is None or o.claim == claim)
        )

    def told(self, kind: str) -> tuple[Observation, ...]:
        """Return the likely observations of one kind that words told: these may be voiced."""
        return tuple(o for o in self.of(kind) if not o.inferred)
