"""What weighed in earlier sessions, kept so that it is recognised when it comes back.

A few pieces of each session, with the day and the encoding of the utterance they stood in; bounded,
the oldest and the newest sessions first. It is looked up, never thought about in between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import msgspec
import numpy as np

from thirdear.listening.meaning import recalled
from thirdear.listening.observation import Reading
from thirdear.speech import Quote, Utterance

A_SESSION, FIRST_KEPT, LAST_KEPT = 4, 40, 200
ALIKE = 0.62
"""Likeness of two utterances from which on one may be said to come back (see `Meaning`)."""
_LAST_WEEK_DAYS = 10
_SHORTEST = 4
_LONG_WORD = 5


class Piece(msgspec.Struct, frozen=True):
    """A weighty clause of one session: its words, its day (ISO) and its meaning."""

    quote: Quote
    day: str
    meaning: bytes
    weight: float

    @property
    def words(self) -> set[str]:
        """The words of the clause that say something: long enough to be no small word."""
        return _words(self.quote.quote)


@dataclass(frozen=True, slots=True)
class Return:
    """Something said before, said again: the words then and now, and when that was."""

    then: Quote
    now: Quote
    when: str


class Memory(msgspec.Struct, frozen=True):
    """The pieces kept, oldest first, today's last; `day` is today (ISO)."""

    pieces: tuple[Piece, ...] = ()
    day: str = ""
    session: int = 0

    def opened(self, session: int, day: str) -> Memory:
        """Return the memory at the start of a session on `day`."""
        return msgspec.structs.replace(self, session=session, day=day)

    def listened(self, utterance: Utterance, reading: Reading) -> Memory:
        """Take in the weightiest clause of an utterance, if the session has none weightier."""
        clauses = [c for c in reading.clauses if len(c.quote.split()) >= _SHORTEST]
        best = max(clauses, key=lambda c: c.weight, default=None)
        if best is None or not reading.meaning or '"' in best.quote:
            return self
        new = Piece(utterance.quote(best.start, best.end), self.day, reading.meaning,
                    best.weight)  # fmt: skip
        today = [p for p in self.pieces if p.quote.session == utterance.session]
        earlier = self.pieces[: len(self.pieces) - len(today)]
        today = sorted([*today, new], key=lambda p: -p.weight)[:A_SESSION]
        pieces = (*earlier, *sorted(today, key=lambda p: p.quote.turn))
        if len(pieces) > FIRST_KEPT + LAST_KEPT:
            pieces = (*pieces[:FIRST_KEPT], *pieces[-LAST_KEPT:])
        return msgspec.structs.replace(self, pieces=pieces)

    def like(self, utterance: Utterance, reading: Reading) -> Return | None:
        """Return what of an earlier session is most like this utterance, if anything is.

        Alike in meaning, with at least one word in common.
        """
        best = max(reading.clauses, key=lambda c: c.weight, default=None)
        said = _words(utterance.text)
        old = [p for p in self.pieces if p.quote.session < utterance.session and p.words & said]
        if best is None or not old or not reading.meaning:
            return None
        here = recalled(reading.meaning)
        alike = [float(np.dot(here, recalled(p.meaning))) for p in old]
        found = int(np.argmax(alike))
        if alike[found] < ALIKE:
            return None
        piece = old[found]
        return Return(piece.quote, utterance.quote(best.start, best.end),
                      spoken_day(piece, self.session, self.day))  # fmt: skip


def spoken_day(piece: Piece, session: int, today: str) -> str:
    """Say when a piece was said: "last time", "in the first session", "on 3 May"."""
    if piece.quote.session == 1 and session > 2:
        return "in the first session"
    then, now = date.fromisoformat(piece.day), date.fromisoformat(today)
    if piece.quote.session == session - 1 and (now - then).days <= _LAST_WEEK_DAYS:
        return "last time"
    year = f" {then.year}" if then.year != now.year else ""
    return f"on {then.day} {then:%B}{year}"


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[^\W\d_]+", text.lower()) if len(w) >= _LONG_WORD}
