"""What is marked down while listening, beside strands and episodes: small, dated, each with words.

Every list of marks is bounded: the first and the newest are kept, so that "then" and "now" can
always be set side by side and a turn costs the same in year ten as on day one.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from thirdear.formulation.evidence import shown
from thirdear.formulation.standing import Standing, standing
from thirdear.speech import Quote

T = TypeVar("T")


def kept(marks: tuple[T, ...], new: T, first: int, last: int) -> tuple[T, ...]:
    """Return marks with one more; of more than `first + last` the oldest of the middle goes."""
    if len(marks) < first + last:
        return (*marks, new)
    return (*marks[:first], *marks[first + 1 :], new)


class Passage(msgspec.Struct, frozen=True):
    """A place where the person looks at something of their own.

    `apes` is the level heard (0..7) or None, `reflection` whether they speak of minds, `feeling`
    whether a feeling of theirs was told within a turn; `figures` are those they spoke of there.
    """

    session: int
    turn: int
    apes: int | None
    reflection: bool
    feeling: bool
    figures: tuple[str, ...]
    quote: Quote


class Rupture(msgspec.Struct, frozen=True):
    """A strain between the two chairs: `code` is withdrawal or confrontation."""

    session: int
    turn: int
    code: str
    quote: Quote
    repaired: bool = False


class Explored(msgspec.Struct, frozen=True):
    """What the therapist's chair offered, and what came of it.

    `about` is the id of the statement it was about, or ""; `uptake` -0.7..1 is None while open
    (technique reference, 3.3); `figures` are those it spoke of, where no statement is known.
    """

    session: int
    turn: int
    kind: str
    depth: float
    about: str = ""
    uptake: float | None = None
    figures: tuple[str, ...] = ()


class Sign(msgspec.Struct, frozen=True):
    """One thing in the order of talk: a feeling, an anxiety, a defence, a shift, or a figure."""

    kind: str
    code: str
    about: str | None = None

    @property
    def id(self) -> str:
        """The name of this sign, as strands are named."""
        return f"{self.kind}/{self.code}/{self.about or '-'}"


class Sequel(msgspec.Struct, frozen=True):
    """One thing that came next to another, and how often: the grain of free association.

    `first` and `last` are the two quotes (before, after) of the first and the newest time.
    """

    before: Sign
    after: Sign
    count: int
    sessions: tuple[int, ...]
    first: tuple[Quote, Quote]
    last: tuple[Quote, Quote]

    @property
    def id(self) -> str:
        """The name by which this sequence can be rejected; stable over the whole record."""
        return f"next/{self.before.id}>{self.after.id}"

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """The words of the first and the newest time."""
        return shown((*self.first, *self.last))

    @property
    def rests_on(self) -> int:
        """On how many pieces of talk it rests."""
        return self.count

    @property
    def explicit(self) -> bool:
        """Never said: that two things belong together is only ever inferred from their order."""
        return False

    def standing(self) -> Standing:
        """Say how settled this is: a moment, recurrent, or characteristic of the person."""
        return standing(self.count, len(self.sessions))


class Rejection(msgspec.Struct, frozen=True):
    """The person did not see it that way: which statements, when, and the words these rested on."""

    ids: tuple[str, ...]
    session: int
    turn: int
    grounds: tuple[Quote, ...]


class Lately(msgspec.Struct, frozen=True):
    """What the person's last turn leaves behind that the next is heard against.

    `felt` tells whether it named a feeling of their own, `figures` whom it spoke of, `signs` what
    was heard in it, in order; `short` counts their turns in a row far under their usual length,
    `since_remark` their turns since the other chair said something.
    """

    session: int = 0
    turn: int = -1
    felt: bool = False
    figures: tuple[str, ...] = ()
    signs: tuple[tuple[Sign, Quote], ...] = ()
    short: int = 0
    engaged: int = 0
    since_remark: int = 99
