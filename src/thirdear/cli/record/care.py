"""Looks after a record: checks that it is whole, and opens it again with the recovery key."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from thirdear import record
from thirdear.cli.ask import new_passphrase
from thirdear.cli.homes import passphrase_or_ask
from thirdear.cli.plain import OUR_FAULT, Plain, plain_record_errors
from thirdear.room.home import Home


def verify(folder: Path) -> None:
    """Walk the whole record and say that it is as it was written; raises Plain where it is not."""
    path = _existing(folder)
    passphrase = passphrase_or_ask("Passphrase: ")
    with (
        plain_record_errors(),
        record.unlock(path, passphrase, despite_damage=True) as opened,
    ):
        damage = opened.verify()
        entries = opened.last
    for one in damage:
        print(f"{str(one)[:1].upper()}{str(one)[1:]}.")
    if damage:
        raise Plain("This record was damaged or changed from outside.", OUR_FAULT)
    print(f"All {entries} entries are as they were written.")


def recover(folder: Path) -> None:
    """Let a new passphrase open the record, for someone who has the recovery key."""
    path = _existing(folder)
    if not sys.stdin.isatty():
        raise Plain("A recovery key is typed in by a person; run this in a terminal.")
    try:
        key = getpass.getpass("Recovery key: ")
    except EOFError:
        raise Plain("No recovery key was given.") from None
    print("At least a few words for the new passphrase; what you type does not show.")
    passphrase = new_passphrase()
    with plain_record_errors():
        record.recover(path, key, passphrase).close()
    print("The new passphrase opens the record now. The recovery key stays as it is.")


def _existing(folder: Path) -> Path:
    home = Home(folder)
    if not home.exists():
        raise Plain(f"There is no record in {folder}.")
    return home.path
