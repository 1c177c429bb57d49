"""The one trial link: two things the person said, side by side, and one question (6.2, item 7)."""

from __future__ import annotations

import msgspec

from thirdear.intake.data import matches, table, threads
from thirdear.intake.state import Consultation, Piece
from thirdear.speech import Quote

_WORTH = 0.1
_LONGEST = 40


class Link(msgspec.Struct, frozen=True):
    """A link that can be offered: its words, and the person's words it rests on."""

    text: str
    grounds: tuple[Quote, ...]
    kind: str
    because: str


def link(state: Consultation) -> Link | None:
    """Return a link between two things said at different places, or None where there are none.

    With two people where there are two (current and current); never with someone of the past.
    """
    because = threads()["link"]["because"]
    for a, b in _pairs(state.pieces):
        people = _two_people(a, b)
        wording = table("threads")["link"]["people" if people else "plain"][0]
        text = wording.format(a=a.quote.quote, b=b.quote.quote, who_a=a.who, who_b=b.who)
        if len(text.split()) <= _LONGEST:
            return Link(text, (a.quote, b.quote), "LNK", because)
    return None


def _pairs(pieces: tuple[Piece, ...]) -> list[tuple[Piece, Piece]]:
    """Return pairs of pieces from different places that may belong together, the likeliest first.

    What is done alike comes first, then two people, then what happened beside what one does in it.
    """
    found = [
        (a, b)
        for at, a in enumerate(pieces)
        for b in pieces[at + 1 :]
        if a.quote.turn != b.quote.turn
        and not _the_same(a, b)
        and min(a.weight, b.weight) >= _WORTH
        and (_alike(a, b) or _two_people(a, b) or _felt_and_done(a, b))
    ]
    return sorted(
        found,
        key=lambda ab: (
            not _alike(*ab),
            not _two_people(*ab),
            -min(len(piece.quote.quote.split()) for piece in ab),
            -(ab[0].weight + ab[1].weight),
        ),
    )


def _alike(a: Piece, b: Piece) -> bool:
    return any(
        matches(words, a.quote.quote) and matches(words, b.quote.quote)
        for words in table("threads")["link"]["alike"].values()
    )


def _felt_and_done(a: Piece, b: Piece) -> bool:
    felt = table("threads")["link"]["felt"]["felt"]
    done = b.thread == "own_part" and not matches(felt, b.quote.quote)
    return a.thread == "example" and done and matches(felt, a.quote.quote) is not None


def _the_same(a: Piece, b: Piece) -> bool:
    """Tell whether two pieces say nearly the same words ("I left the room", "I leave the room")."""
    one, two = ({w[:3] for w in p.quote.quote.lower().split()[1:]} for p in (a, b))
    return 2 * len(one & two) >= min(len(one), len(two))


def _two_people(a: Piece, b: Piece) -> bool:
    return bool(a.who and b.who and a.who != b.who)
