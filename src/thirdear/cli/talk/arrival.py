"""Arriving in the terminal: the welcome and the keys the first time, the passphrase later on."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

from thirdear.cli.ask import SHORTEST, new_passphrase, secret
from thirdear.cli.homes import NO_PASSPHRASE, passphrase_set
from thirdear.cli.plain import Plain, plain_record_errors
from thirdear.cli.talk.terminal import Terminal
from thirdear.cli.talk.welcoming import Welcoming
from thirdear.contract.talk import Said
from thirdear.record import Record, WrongPassphrase
from thirdear.room import Room
from thirdear.room.home import Home

TRIES = 3
_NOT_KEPT = "All right. Nothing was kept."
_BYE = (
    "That passphrase does not open the record; nothing was changed. If you have your recovery "
    "key, `thirdear recover` sets a new passphrase."
)
_PASSPHRASE = (
    "Now a passphrase. Everything you write is encrypted with it, on this machine only. Four or "
    "five ordinary words in a row are easy to remember and hard to guess; at least "
    f"{SHORTEST} characters. What you type does not show."
)
_RECOVERY = (
    "If you forget the passphrase, this recovery key opens your record. It is shown only now:"
    "\n\n{key}\n\n"
    "Write it on paper and keep it somewhere safe, away from this machine: whoever has both can "
    "read everything. Without the passphrase and without this key nobody can, and that includes "
    "you. The command `thirdear recover` takes it."
)


class NotNow(Exception):
    """The person is not an adult, or left before anything was kept."""


def arrive(terminal: Terminal, home: Home, country: str | None, left: ExitStack) -> Room:
    """Return the room, unlocked; a home without a record gets one once the welcome is over.

    Raises NotNow for someone who does not go on, and Plain where the record cannot be opened.
    """
    if home.exists():
        room = _unlocked(terminal, home, left)
        if room.state.welcomed is None:
            _welcome(terminal, room, _answers(terminal, country))
        return room
    answers = _answers(terminal, country)
    passphrase = _chosen(terminal)
    record, room = _opened(home, passphrase, left)
    _welcome(terminal, room, answers)
    _show_recovery_key(terminal, record, passphrase)
    return room


def _answers(terminal: Terminal, country: str | None) -> Welcoming:
    """Hold the welcome; nothing of it is kept yet."""
    welcoming = Welcoming(country)
    terminal.say(welcoming.first())
    while not welcoming.done:
        try:
            line = welcoming.take(Said(terminal.listen()))
        except (EOFError, KeyboardInterrupt):
            raise NotNow(_NOT_KEPT) from None
        if line["type"] == "ended":
            raise NotNow(line["text"])
        terminal.say(line["text"], urgent=line["type"] == "safety")
    return welcoming


def _welcome(terminal: Terminal, room: Room, answers: Welcoming) -> None:
    with plain_record_errors():
        room.welcome(answers.country, answers.contact, datetime.now(UTC).astimezone())


def _chosen(terminal: Terminal) -> str:
    known = passphrase_set()
    if known is not None:
        return known
    if not terminal.is_person:
        raise Plain(NO_PASSPHRASE)
    terminal.say(_PASSPHRASE)
    try:
        return new_passphrase()
    except KeyboardInterrupt:
        raise NotNow(_NOT_KEPT) from None


def _unlocked(terminal: Terminal, home: Home, left: ExitStack) -> Room:
    known = passphrase_set()
    if known is not None or not terminal.is_person:
        if known is None:
            raise Plain(NO_PASSPHRASE)
        return _opened(home, known, left)[1]
    for tried in range(1, TRIES + 1):
        try:
            given = secret("Passphrase: ")
        except KeyboardInterrupt:
            raise NotNow("") from None
        with plain_record_errors():
            try:
                return _open(home, given, left)[1]
            except WrongPassphrase:
                if tried < TRIES:
                    terminal.note("That does not open it. Once more:")
    raise Plain(_BYE)


def _opened(home: Home, passphrase: str, left: ExitStack) -> tuple[Record, Room]:
    with plain_record_errors():
        return _open(home, passphrase, left)


def _open(home: Home, passphrase: str, left: ExitStack) -> tuple[Record, Room]:
    record, journal = home.open(passphrase)
    left.callback(record.close)
    return record, Room(journal)


def _show_recovery_key(terminal: Terminal, record: Record, passphrase: str) -> None:
    with plain_record_errors():
        key = record.new_recovery_key(passphrase)
    terminal.say(_RECOVERY.format(key=key))
    if terminal.is_person:
        try:
            input("Press Enter when you have written it down. ")
        except (EOFError, KeyboardInterrupt):
            terminal.blank()
