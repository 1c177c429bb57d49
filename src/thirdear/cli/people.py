"""The people spoken of in a record: who they are taken for, and what the person corrects of it."""

from __future__ import annotations

from pathlib import Path

from thirdear.cli.homes import passphrase_or_ask
from thirdear.cli.plain import Plain, plain_record_errors
from thirdear.listening.context import THERAPIST, Correction, Figure
from thirdear.room import Room, RoomError
from thirdear.room.home import Home


def people(folder: Path, correction: Correction | None) -> None:
    """List the people of the record at `folder`, once `correction` holds if there is one.

    Raises Plain for a home without a record, and for a correction that cannot be.
    """
    home = Home(folder)
    if not home.exists():
        raise Plain(f"There is no record in {folder}.")
    passphrase = passphrase_or_ask("Passphrase: ")
    with plain_record_errors():
        opened, journal = home.open(passphrase)
        with opened:
            room = Room(journal)
            if correction is not None:
                _correct(room, correction)
            met = [f for f in room.state.context.cast.values() if f.id != THERAPIST.id]
    for figure in met:
        print(_line(figure))
    if not met:
        print("Nobody has been spoken of yet.")


def _correct(room: Room, correction: Correction) -> None:
    try:
        room.correct(correction)
    except RoomError as error:
        raise Plain(str(error)) from None


def _line(figure: Figure) -> str:
    role = figure.role.replace("_", " ")
    if figure.nobody:
        role = "nobody"
    elif figure.same_as is not None:
        role = f"the same as {figure.same_as}"
    return f"{figure.id:<20} {role:<20} {', '.join(figure.names)}".rstrip()
