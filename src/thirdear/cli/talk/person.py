"""`thirdear talk` for a person: a quiet hour in the terminal, on the real clock."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from thirdear.cli.interrupted import Interruptions, Stopped, stoppable
from thirdear.cli.plain import our_fault, plain_record_errors
from thirdear.cli.talk.arrival import NotNow, arrive
from thirdear.cli.talk.pace import Pace
from thirdear.cli.talk.terminal import Terminal
from thirdear.cli.talk.wishes import COMMANDS, Wish, help_now, listed, wish
from thirdear.listening import listener
from thirdear.record import RecordError
from thirdear.room import Reply, Room
from thirdear.room.home import Home

_SIGNALS = {signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: Stopped}
"""Ctrl-C asks whether to stop; neither breaks off what is being kept or listened to."""

_HOW = (
    "Write as it comes, and press Enter when you like. {mark} means that I heard it and leave you "
    "room. /help lists what else you can type."
)
_NOT_KEPT = "What you just wrote was not kept; it is in your line again. Enter tries once more."
_NOT_HEARD = "What you just wrote was kept, but could not be listened to."
_STOP_HERE = "Shall we stop here? y stops, Enter goes on: "
_LEFT_OPEN = "It is all kept. Next time it goes on from here."


def hold(folder: Path, treatment: str, country: str | None, seed: int) -> None:
    """Hold a session with the person at the terminal; raises Plain where that cannot be."""
    terminal = Terminal()
    # Loading the parser takes a second or two; meanwhile people read, or type their passphrase.
    threading.Thread(target=listener.warm, daemon=True).start()
    with ExitStack() as left:
        terminal.title("Third Ear")
        try:
            room = arrive(terminal, Home(folder), country, left)
        except NotNow as goodbye:
            terminal.say(str(goodbye))
            return
        with stoppable(_SIGNALS) as interruptions:
            Hour(terminal, room, folder, interruptions).hold(treatment, country, seed)


class Hour:
    """One session at the terminal."""

    def __init__(
        self, terminal: Terminal, room: Room, folder: Path, interruptions: Interruptions
    ) -> None:
        self._terminal = terminal
        self._room = room
        self._folder = folder
        self._interruptions = interruptions
        self._pace = Pace()
        self._kept_back = ""
        self._over = False

    def hold(self, treatment: str, country: str | None, seed: int) -> None:
        """Open the session, listen until it is over, and say where it is kept."""
        with plain_record_errors():
            opened = self._room.open(_now(), treatment=treatment, seed=seed, country=country)
        if opened.text:
            self._terminal.say(opened.text)
        self._terminal.note(_HOW.format(mark=self._terminal.mark))
        self._terminal.blank()
        listener.warm()
        self._pace.answered()
        try:
            while not self._over:
                self._once()
        except Stopped:
            self._terminal.say(_LEFT_OPEN)
        self._terminal.place(f"Kept in {self._folder.absolute()}")

    def _once(self) -> None:
        """Take one utterance or command, whatever may go wrong with it."""
        try:
            with self._interruptions.while_waiting():
                text = self._terminal.listen(self._kept_back)
            self._kept_back = ""
        except EOFError:
            self._terminal.blank()
            self._end()
            return
        except KeyboardInterrupt:
            self._interrupted()
            return
        wished = wish(text)
        if wished is not None:
            self._do(wished)
        elif text.strip():
            self._say(text)

    def _say(self, text: str) -> None:
        pause_s = self._pace.pause_before(text)
        try:
            self._show(self._room.say(text, pause_s))
        except RecordError as error:
            kept = self._room.state.unheard is not None
            self._kept_back = "" if kept else text
            self._terminal.say(f"{error} {_NOT_HEARD if kept else _NOT_KEPT}")
        except Exception as error:
            self._terminal.say(our_fault(error))
        self._pace.answered()

    def _do(self, wished: Wish) -> None:
        """Do what a command asks for."""
        room, terminal = self._room, self._terminal
        try:
            match wished:
                case "stop":
                    self._end()
                case "time":
                    terminal.say(_time_left(room.remaining_s()))
                case "why":
                    terminal.say(_why(room))
                case "no":
                    terminal.say(_no(room))
                case "help-now":
                    terminal.say(help_now(room))
                case "help":
                    terminal.say(listed(COMMANDS))
                case _:
                    terminal.say(f"There is no {wished}. /help lists what there is.")
        except RecordError as error:
            terminal.say(str(error))

    def _show(self, reply: Reply) -> None:
        if reply.type == "silence":
            self._terminal.silence()
        elif reply.text:
            self._terminal.say(reply.text, urgent=reply.type == "safety")
        self._over = reply.type == "ended"

    def _end(self) -> None:
        """End because the person wants to; where it cannot be kept, the hour is left open."""
        self._over = True
        try:
            self._show(self._room.end(_now()))
        except RecordError as error:
            self._terminal.say(str(error))

    def _interrupted(self) -> None:
        """Ask gently whether to stop; what stood in the line stays in it."""
        self._kept_back = self._terminal.half_written()
        self._terminal.blank()
        try:
            with self._interruptions.while_waiting():
                stops = input(_STOP_HERE).strip().lower() in ("y", "yes")
        except (EOFError, KeyboardInterrupt):
            self._terminal.blank()
            stops = True
        if stops:
            self._end()


def _time_left(seconds: float) -> str:
    minutes = round(seconds / 60)
    return "Less than a minute is left." if minutes < 1 else f"About {minutes} minutes are left."


def _why(room: Room) -> str:
    if not room.state.remarks:
        return "I have not said anything yet that rests on your words."
    return room.why(max(room.state.remarks)).text or ""


def _no(room: Room) -> str:
    if room.state.care is not None:
        return "If that is your answer, please write it as a word: no."
    if not room.state.remarks:
        return "I have not said anything yet that you could see differently."
    return room.dispute(max(room.state.remarks)).text or ""


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
