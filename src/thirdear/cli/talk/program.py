"""`thirdear talk --jsonl`: a session held by another program, one line out for each line in.

The session's clock goes by what the lines say, never by the wall clock, so that the same lines
and seed give the same session. Whatever cannot be taken is answered with silence, and a sentence
on stderr says why; the session goes on.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from thirdear.cli.interrupted import Stopped, stoppable
from thirdear.cli.out import Out
from thirdear.cli.plain import Plain, our_fault, plain_record_errors, tell
from thirdear.cli.talk.welcoming import Welcoming
from thirdear.contract.lines import NotALine, encoded, next_line
from thirdear.contract.talk import Dispute, End, Input, Said, Silent, Why, answer, taken
from thirdear.frame.clock import SESSION_S
from thirdear.listening import listener
from thirdear.record import RecordError
from thirdear.room import Reply, Room, RoomError
from thirdear.room.home import Home

_STOPS = {signal.SIGINT: Stopped, signal.SIGTERM: Stopped}
_OPENING = (
    "That opened the hour: it says what this is and leaves the first word to you. "
    "It rests on no words of yours."
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a session is to be held with; None where it was not said."""

    home: Path
    passphrase: str
    treatment: str
    country: str | None
    seed: int
    now: datetime
    skip_welcome: bool
    accompanied: bool = False


def hold(given: Given, stdin: BinaryIO, out: Out) -> None:
    """Hold one session, from `opened` to `ended` or to the end of the input.

    Without `ended` the session stays open, and the next process takes it up. Raises Plain where
    the record cannot be opened or made, and ReaderGone when nobody reads the output any more.
    """
    with ExitStack() as left, stoppable(_STOPS) as interruptions:
        session = Session(given, left)
        line = session.begin()
        number = 0
        try:
            while True:
                out.write(encoded(line))
                if line["type"] == "ended":
                    return
                with interruptions.while_waiting():
                    raw = next_line(stdin)
                if not raw:
                    return
                number += 1
                line = session.answered(raw, number)
        except Stopped:
            return


class Session:
    """One session as a program sees it: the welcome where it is due, then the room."""

    def __init__(self, given: Given, left: ExitStack) -> None:
        """Open the record if there is one, so that whatever is wrong with it is said first."""
        self._given = given
        self._left = left
        self._room: Room | None = None
        self._welcoming: Welcoming | None = None
        if Home(given.home).exists():
            self._room = self._open_room()

    def begin(self) -> dict[str, Any]:
        """Return the `opened` line; when it is out, the listener is ready."""
        listener.warm()
        welcomed = self._room is not None and self._room.state.welcomed is not None
        if welcomed or self._given.skip_welcome:
            return self._with_version(answer(self._open()))
        self._welcoming = Welcoming(self._given.country)
        resumed = self._in_session()
        session = self._room.state.session if self._room else 0
        reply = Reply(
            "opened",
            0,
            self._remaining_s(),
            self._welcoming.first(),
            resumed=resumed,
            session=session if resumed else session + 1,
            treatment=self._given.treatment,
        )
        return self._with_version(answer(reply))

    def answered(self, raw: bytes, number: int) -> dict[str, Any]:
        """Return the one line that answers one line of input."""
        try:
            said = taken(raw)
        except NotALine as bad:
            tell(f"Line {number} could not be taken: {bad}. The session goes on.")
            return self._with_version(self._silence())
        return self._with_version(self._kept(lambda: self._take(said), number))

    def _kept(self, take: Callable[[], dict[str, Any]], number: int) -> dict[str, Any]:
        """Take a line; where it cannot be kept or heard, say so and answer with silence."""
        try:
            return take()
        except RecordError as error:
            tell(f"Line {number}: {error} {self._what_was_kept()}")
        except RoomError as error:
            tell(f"Line {number}: {error}")
        except Plain:
            raise
        except Exception as error:
            tell(f"Line {number}: {our_fault(error)}")
        return self._silence()

    def _take(self, said: Input) -> dict[str, Any]:
        if self._welcoming is not None:
            return self._welcomed(self._welcoming, said)
        room = self._must_room()
        match said:
            case Said(text=text, pause_s=pause_s):
                return answer(room.say(text, pause_s))
            case Silent(silence_s=silence_s):
                return answer(room.wait(silence_s))
            case Why(turn=turn):
                return self._why(room, turn)
            case Dispute(turn=turn):
                return self._dispute(room, turn)
            case End():
                return answer(room.end())

    def _welcomed(self, welcoming: Welcoming, said: Input) -> dict[str, Any]:
        """Go on with the welcome; after its last answer the session opens in the same line."""
        line = welcoming.take(said)
        if not welcoming.done:
            return line
        opened = self._open(welcoming)
        self._welcoming = None
        text = f"{line['text']}\n\n{opened.text}" if opened.text else line["text"]
        return line | {"text": text, "turn": opened.turn, "remaining_s": opened.remaining_s}

    def _why(self, room: Room, turn: int) -> dict[str, Any]:
        try:
            return answer(room.why(turn))
        except RoomError as error:
            opened = room.state.opened
            opening = turn == 0 and opened is not None and opened.text is not None
            text, rule = (_OPENING, "opening") if opening else (str(error), "")
            reply = Reply("why", max(0, turn), self._remaining_s(), text, rule=rule)
            return answer(reply)

    def _dispute(self, room: Room, turn: int) -> dict[str, Any]:
        try:
            return answer(room.dispute(turn))
        except RoomError as error:
            return answer(Reply("disputed", max(0, turn), self._remaining_s(), str(error)))

    def _open(self, welcoming: Welcoming | None = None) -> Reply:
        given = self._given
        room = self._room = self._room or self._open_room()
        with plain_record_errors():
            if welcoming is not None:
                room.welcome(welcoming.country, welcoming.contact, given.now)
            return room.open(
                given.now, treatment=given.treatment, seed=given.seed, country=given.country,
                accompanied=given.accompanied,
            )  # fmt: skip

    def _open_room(self) -> Room:
        with plain_record_errors():
            record, journal = Home(self._given.home).open(self._given.passphrase)
            self._left.callback(record.close)
            return Room(journal)

    def _silence(self) -> dict[str, Any]:
        turn = max(0, self._room.state.turn - 1) if self._room and not self._welcoming else 0
        return {"type": "silence", "turn": turn, "remaining_s": self._remaining_s()}

    def _in_session(self) -> bool:
        return self._room is not None and self._room.state.is_open

    def _remaining_s(self) -> float:
        return round(self._must_room().remaining_s(), 1) if self._in_session() else float(SESSION_S)

    def _what_was_kept(self) -> str:
        if self._room is not None and self._room.state.unheard is not None:
            return "What this line said was kept, but could not be listened to."
        return "What this line said was not kept."

    def _must_room(self) -> Room:
        if self._room is None:
            raise RoomError("No session is open.")
        return self._room

    @staticmethod
    def _with_version(line: dict[str, Any]) -> dict[str, Any]:
        return line | {"listener": listener.LISTENER}
