"""Carries a record out of its home: everything in it, decrypted, entry by entry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from thirdear import __version__, record
from thirdear.cli.homes import passphrase_or_ask
from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because, plain_record_errors, tell
from thirdear.cli.record.document import NULL, SCHEMA, Exported
from thirdear.room.home import Home

_OPEN_TO_ALL = "This export is not encrypted: whoever has it can read everything in it."
_FILE_MODE = 0o600


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
        payload = msgspec.Raw(entry.payload if entry else NULL)
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
        raise Plain(f"{file} could not be written: {because(error)}.", OUR_FAULT) from None
    try:
        with os.fdopen(number, "wb") as stream:
            yield Out(stream)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
