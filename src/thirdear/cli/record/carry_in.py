"""Carries a record into a home from an export: looked through first, then made whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from thirdear import record
from thirdear.cli.ask import new_passphrase
from thirdear.cli.homes import NO_PASSPHRASE, passphrase_set
from thirdear.cli.plain import OUR_FAULT, Plain, because, plain_record_errors
from thirdear.cli.record.document import NULL, SCHEMA, Export, Exported
from thirdear.room.events import Event
from thirdear.room.home import Home
from thirdear.room.state import State, folded

_NOT_AN_EXPORT = "{file} is not an export of this program."
_ERASED = record.Entry("erased", b"")

_event = msgspec.json.Decoder(Event)


def import_(file: Path, folder: Path) -> None:
    """Make a record at `folder` from an export; the home has it either whole or not at all.

    Raises Plain for a home that has a record, or a file that is no export of this program.
    """
    home = Home(folder)
    if home.exists():
        raise Plain(f"There is a record in {folder} already; it was left as it is.")
    entries = _entries(file)
    passphrase = passphrase_set()
    if passphrase is None:
        if not os.isatty(0):
            raise Plain(NO_PASSPHRASE)
        passphrase = new_passphrase()
    with plain_record_errors(), _made_beside(home) as path:
        _fill(path, passphrase, entries)
    print(f"{len(entries)} entries are in {folder} now.")


def _fill(path: Path, passphrase: str, entries: list[record.Entry | None]) -> None:
    with record.create(path, passphrase) as made:
        made.append([_ERASED if e is None else e for e in entries])
        made.erase(*(seq for seq, e in enumerate(entries, start=1) if e is None))


@contextmanager
def _made_beside(home: Home) -> Iterator[Path]:
    """Give a path in a folder of its own; what is made there is moved into the home at the end."""
    new = not home.folder.exists()
    try:
        home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".import-", dir=home.folder))
    except OSError as error:
        raise Plain(
            f"{home.folder} could not be written to: {because(error)}.", OUR_FAULT
        ) from None
    try:
        yield beside / home.path.name
        # Closing a record empties its log into it, so this one file is all of it.
        (beside / home.path.name).rename(home.path)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        if new:
            with suppress(OSError):
                home.folder.rmdir()
        raise
    shutil.rmtree(beside, ignore_errors=True)


def _entries(file: Path) -> list[record.Entry | None]:
    """Return the entries of an export, None for erased ones, once they are known to make sense."""
    try:
        export_ = msgspec.json.decode(file.read_bytes(), type=Export)
    except OSError as error:
        raise Plain(f"{file} could not be read: {because(error)}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Plain(_NOT_AN_EXPORT.format(file=file)) from None
    if export_.schema != SCHEMA:
        raise Plain("This export was made by a newer version of the program; please update.")
    entries = [_entry(e, seq, file) for seq, e in enumerate(export_.entries, start=1)]
    _must_make_sense(entries, file)
    return entries


def _entry(exported: Exported, seq: int, file: Path) -> record.Entry | None:
    if exported.seq != seq:
        raise Plain(f"{file} is not whole: entry {seq} is missing.")
    payload = bytes(exported.payload).strip()
    if exported.kind is None and payload == NULL:
        return None
    if exported.kind is None:
        raise Plain(_NOT_AN_EXPORT.format(file=file))
    # Written compactly, as the room does, however the document was laid out meanwhile.
    return record.Entry(exported.kind, msgspec.json.format(payload, indent=-1))


def _must_make_sense(entries: list[record.Entry | None], file: Path) -> None:
    """Go through everything as the room will: a record that cannot be taken up is not made."""
    state = State()
    for seq, entry in enumerate(entries, start=1):
        try:
            if entry is not None:
                state = folded(state, _event.decode(entry.payload))
        except Exception:
            raise Plain(f"Entry {seq} of {file} is nothing that this version knows.") from None
