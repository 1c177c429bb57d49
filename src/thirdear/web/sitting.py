"""One person in the room, in real time: what the page asks, given to the room and answered.

Everything here may block (it listens and it writes to disk) and is called from one worker thread
only; see `thirdear.web.door`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime

from thirdear.frame.clock import WORDS_A_SECOND
from thirdear.record import Record, RecordError
from thirdear.room import Room, RoomError
from thirdear.room.journal import Journal
from thirdear.web import messages as m
from thirdear.web.sheet import SHOWN, Sheet, SheetKeeper, refill
from thirdear.web.typeset import typeset
from thirdear.web.watch import Watch

QUIET_AT_LEAST_S = 30.0
_UNHEARD = (
    "That is kept. Listening to it went wrong, so there is no answer to it. Go on when you like."
)
_TOO_LONG = (
    "That is too much to take in at once. It still stands where you wrote it; "
    "in smaller pieces it can be kept."
)
_AFTER_THE_END = "The session had ended when this came, so it is not kept."
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_log = logging.getLogger(__name__)


class Sitting:
    """An unlocked record with the room on top of it, and the page that shows it."""

    def __init__(self, opened: Record, seed: Callable[[], int]) -> None:
        """Take up the room as the record left it; raises what the record raises."""
        self.record = opened
        self.sheet = Sheet()
        self.room = Room(Journal(SheetKeeper(opened, self.sheet)))
        self.watch = Watch()
        self.draft = ""
        self._seed = seed
        self._taken_up = not self.room.state.is_open
        if self.room.state.is_open:
            refill(self.sheet, opened)

    @property
    def is_open(self) -> bool:
        """Tell whether a session is going on."""
        return self.room.state.is_open

    def left_s(self, now: datetime) -> float:
        """Return the seconds left of the hour, the time not yet settled included."""
        self.watch.tick(now)
        return max(0.0, self.room.remaining_s() - self.watch.unsettled_s)

    def begin(self, now: datetime) -> None:
        """Open the next session, unless one is open."""
        if self.is_open:
            return
        self.watch = Watch()
        self.draft = ""
        self.room.open(now, seed=self._seed())
        self._taken_up = True
        if self.room.state.care is not None and self.sheet.entries:
            self.sheet.entries[-1].kind = "safety"

    def page(self, now: datetime) -> list[m.ToPage]:
        """Return the page as it stands; a session that was cut off is taken up again."""
        if not self._taken_up:
            reply = self.room.open(now)
            self.sheet.frame(reply.text, "safety" if self.room.state.care else "frame")
            self._taken_up = True
        self.watch.tick(now)
        sheet = self.sheet
        return [
            m.Page(sheet.session, sheet.entries, sorted(sheet.names), self.draft,
                   self.watch.paused, sheet.over)
        ]  # fmt: skip

    def say(self, name: str, text: str, now: datetime) -> list[m.ToPage]:
        """Take in a line; it is acknowledged once it is on the disk, however often it was sent."""
        if name in self.sheet.names:
            return [m.Kept(name, self._turn_of(name))]
        if not self.is_open:
            return [m.Refused(name, _AFTER_THE_END)]
        if len(text) > m.LONGEST_LINE:
            return [m.Refused(name, _TOO_LONG)]
        said = cleaned(text)
        self.watch.tick(now)
        spoken_s = len(said.split()) / WORDS_A_SECOND
        pause_s = round(max(0.0, self.watch.unsettled_s - spoken_s), 1)
        before = len(self.sheet.entries)
        trouble = self._tried(lambda: self.room.say(said, pause_s, line=name))
        if name not in self.sheet.names:
            return [m.Refused(name, trouble or _UNHEARD)]
        self.watch.settle()
        self.draft = ""
        answer = self._since(before)
        if trouble:
            answer.append(m.Note(trouble))
        kept = m.Kept(name, self._turn_of(name), None if said == text else said[:SHOWN])
        return [kept, *answer]

    def quiet(self, now: datetime) -> list[m.ToPage]:
        """Give a silence to the room, which mostly leaves it as it is."""
        self.watch.tick(now)
        silence_s = self.watch.unsettled_s
        if not self.is_open or (silence_s < QUIET_AT_LEAST_S and self.left_s(now) > 0):
            return []
        before = len(self.sheet.entries)
        trouble = self._tried(lambda: self.room.wait(round(silence_s, 1)))
        if trouble:
            return [m.Note(trouble)]
        self.watch.settle()
        return self._since(before)

    def why(self, turn: int) -> list[m.ToPage]:
        """Answer "Why did you say that?"."""
        try:
            reply = self.room.why(turn)
        except RoomError as trouble:
            return [m.Note(str(trouble))]
        said = self.room.state.remarks[turn]
        other = reply.alternative
        if other:
            other = f"Another way to see it: {other[:1].lower()}{other[1:]}"
        as_said = sorted(reply.grounds, key=lambda quote: (quote.session, quote.turn, quote.start))
        return [m.Grounds(turn, typeset(said.because), typeset(other), tuple(as_said))]

    def dispute(self, turn: int) -> list[m.ToPage]:
        """Take back a remark that the person does not see that way; once is enough."""
        asked = next((e for e in self.sheet.entries if e.turn == turn and e.dispute), None)
        if asked is None or asked.disputed or not self.is_open:
            return []
        before = len(self.sheet.entries)
        trouble = self._tried(lambda: self.room.dispute(turn))
        return [m.Note(trouble)] if trouble else [m.Disputed(turn), *self._since(before)]

    def end(self, now: datetime) -> list[m.ToPage]:
        """End the session because the person wants to."""
        if not self.is_open:
            return [m.Over()]
        before = len(self.sheet.entries)
        trouble = self._tried(lambda: self.room.end(now))
        return [m.Note(trouble)] if trouble else self._since(before)

    def close(self) -> None:
        """Lock the record; nothing of it can be read afterwards."""
        self.record.close()

    def _since(self, before: int) -> list[m.ToPage]:
        """Return what has come onto the page since it had `before` entries, the person's apart."""
        new = [entry for entry in self.sheet.entries[before:] if entry.kind != "line"]
        told: list[m.ToPage] = [m.Said(entry) for entry in new]
        return [*told, m.Over()] if self.sheet.over else told

    def _turn_of(self, name: str) -> int:
        return next(entry.turn for entry in self.sheet.entries if entry.name == name)

    def _tried(self, act: Callable[[], object]) -> str:
        """Do something in the room; return the sentence that says what went wrong, or ""."""
        try:
            act()
        except (RoomError, RecordError) as trouble:
            return str(trouble)
        except (
            Exception
        ) as fault:  # a fault of ours must neither lose the line nor be told at length
            _log.error("a %s in the room", type(fault).__name__)
            return _UNHEARD
        return ""


def cleaned(text: str) -> str:
    """Return what was typed without characters that stand for nothing; line breaks stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
