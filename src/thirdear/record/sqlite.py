"""All that is particular to SQLite: how the file is opened, what its errors mean.

Settings, from the SQLite documentation: write-ahead log with synchronous=FULL (a commit is on the
disk when it returns; fullfsync makes that true on macOS too), secure_delete (what is deleted is
overwritten with zeros), temporary tables in memory only.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from thirdear.record.errors import (
    Damage,
    NotARecord,
    RecordDamaged,
    RecordError,
    RecordFull,
    RecordInUse,
)

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "foreign_keys=ON",
)
_TOO_LONG = "That is too long to be kept in one piece."
_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def writing(path: Path) -> Engine:
    """Return an engine that reads and writes the existing file at `path`."""
    engine = _engine(path, "mode=rw")

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def looking(path: Path) -> Engine:
    """Return an engine that reads the file at `path` and leaves no trace on the disk.

    Call it only while holding the record's lock: without a log left by a crash the file is opened
    as immutable, which skips SQLite's own locks and side files.
    """
    log = Path(f"{path}-wal")
    left_by_a_crash = log.exists() and log.stat().st_size > 0
    return _engine(path, "mode=ro" if left_by_a_crash else "immutable=1")


def forget_old_pages(engine: Engine) -> None:
    """Empty the write-ahead log, so that no overwritten key stays behind in it.

    Raises RecordInUse if another program reads the file just now and so keeps the log alive.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, _, _) = cursor.fetchall()[0]
        cursor.close()
    finally:
        connection.close()
    if busy:
        raise RecordInUse


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the database and the operating system raise into a RecordError.

    The original is dropped from the traceback, not because it holds words (they reach SQL only
    as ciphertext), but because it says nothing to the person.
    """
    try:
        yield
    except DBAPIError as error:
        raise _meaning(error) from None
    except UnicodeDecodeError:
        # The driver stumbles over damaged text before it can report the damage.
        raise RecordDamaged([Damage("file", None, "changed")]) from None
    except OSError:
        raise RecordFull from None


def _engine(path: Path, how: str) -> Engine:
    address = f"file:{quote(str(path.absolute()))}?{how}"

    def connect() -> sqlite3.Connection:
        # isolation_level None: transactions are begun below and nowhere else.
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, echo=False, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _meaning(error: DBAPIError) -> RecordError:
    # The low byte is the kind of error, the rest its finer grain (sqlite.org/rescode.html).
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _FULL:
        return RecordFull()
    if code in _IN_USE:
        return RecordInUse()
    if code == sqlite3.SQLITE_NOTADB:
        return NotARecord()
    if code == sqlite3.SQLITE_TOOBIG:
        return RecordError(_TOO_LONG)
    return RecordDamaged([Damage("file", None, "changed")])
