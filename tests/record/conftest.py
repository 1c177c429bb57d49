"""What the tests of the record share: cheap keys, and a few records to open."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from thirdear.record import Cost, Entry, Record, create, unlock

PASSPHRASE = "a quiet room with two chairs"

Sql = Callable[..., list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def cheap() -> Cost:
    return Cost(passes=1, memory_kib=8, lanes=1)


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "record.db"


@pytest.fixture
def record(path: Path, cheap: Cost) -> Iterator[Record]:
    """An empty record."""
    with create(path, PASSPHRASE, cost=cheap) as made:
        yield made


@pytest.fixture
def said() -> list[Entry]:
    return [Entry("utterance", b'{"text": "sentence %d"}' % number) for number in range(1, 11)]


@pytest.fixture
def kept(path: Path, cheap: Cost, said: list[Entry]) -> Path:
    """The file of a closed record: ten entries, the second erased, a checkpoint at the eighth."""
    with create(path, PASSPHRASE, cost=cheap) as made:
        made.append(said)
        made.erase(2)
        made.put_checkpoint(8, b"what was understood by then")
        made.new_recovery_key(PASSPHRASE)
    return path


@pytest.fixture
def reopened(kept: Path) -> Callable[[], Record]:
    """Open the kept record even if it is damaged."""
    return lambda: unlock(kept, PASSPHRASE, despite_damage=True)


@pytest.fixture
def sql(path: Path) -> Sql:
    """Run SQL on the record's file behind its back."""

    def run(statement: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(path)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    return run
