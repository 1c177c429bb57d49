"""Carries a record out of its home and into another, whole: exported again it is the same.

What was erased stays erased: its number is kept and nothing else, and an import makes the same
gap again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from thirdear import __version__, record
from thirdear.cli.ask import new_passphrase
from thirdear.cli.homes import NO_PASSPHRASE, passphrase_or_ask, passphrase_set
from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, plain_record_errors, tell
from thirdear.room.events import Event
from thirdear.room.home import Home
from thirdear.room.state import State, folded

SCHEMA = 1
_OPEN_TO_ALL = "This export is not encrypted: whoever has it can read everything in it."
_NOT_AN_EXPORT = "{file} is not an export of this program."
_FILE_MODE = 0o600
_NULL = b"null"
_ERASED = record.Entry("erased", b"")


class Exported(msgspec.Struct, frozen=True):
    """One entry of an export: its payload as JSON; kind and payload are null once it was erased."""

    seq: int
    kind: str | None
    payload: msgspec.Raw


class Export(msgspec.Struct, frozen=True):
    """A whole export."""

    schema: int
    thirdear: str
    entries: list[Exported]


_event = msgspec.json.Decoder(Event)


# ---- out -------------------------------------------------------------------------------------


def export(folder: Path, file: Path | None) -> None:
    """Write out everything in the record at `folder`, to a new file or standard output.

    Raises Plain for a home without a record, a passphrase that does not open it, or a file that
    is there already.
    """
    home = Home(folder)
    if not home.exists():
        raise Plain(f"There is no record in {folder}.")
    passphrase = passphrase_or_ask("Passphrase: ")
    with plain_record_errors(), record.unlock(home.path, passphrase) as opened:
        tell(_OPEN_TO_ALL)
        with _out(file) as out:
            for piece in _document(opened):
                out.write(piece)


def _document(opened: record.Record) -> Iterator[bytes]:
    """Yield the document piece by piece, one entry a line, payloads as they are kept."""
    version = msgspec.json.encode(__version__).decode()
    yield f'{{"schema":{SCHEMA},"thirdear":{version},"entries":['.encode()
    separator = b"\n"
    for stored in opened.entries():
        entry = stored.entry
        kind = entry.kind if entry else None
        payload = msgspec.Raw(entry.payload if entry else _NULL)
        yield separator + msgspec.json.encode(Exported(stored.seq, kind, payload))
        separator = b",\n"
    yield b"\n]}\n"


@contextmanager
def _out(file: Path | None) -> Iterator[Out]:
    """Write to a new file that only its owner can read; half of one is not left behind."""
    if file is None:
        yield Out()
        return
    try:
        number = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE)
    except FileExistsError:
        raise Plain(f"{file} exists already; it was left as it is.") from None
    except OSError as error:
        why = error.strerror or "no reason was given"
        raise Plain(f"{file} could not be written: {why}.", OUR_FAULT) from None
    try:
        with os.fdopen(number, "wb") as stream:
            yield Out(stream)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


# ---- in --------------------------------------------------------------------------------------


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
        why = error.strerror or "no reason was given"
        raise Plain(f"{home.folder} could not be written to: {why}.", OUR_FAULT) from None
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
        why = error.strerror or "no reason was given"
        raise Plain(f"{file} could not be read: {why}.") from None
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
    if exported.kind is None and payload == _NULL:
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
