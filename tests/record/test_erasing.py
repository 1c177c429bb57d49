"""What is erased is gone, and nothing else is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from thirdear.record import Entry, Record, Stored, unlock

Sql = Callable[..., list[Any]]


def test_an_erased_entry_reads_as_erased_and_the_chain_holds(
    record: Record, path: Path, passphrase: str, said: list[Entry]
) -> None:
    record.append(said)
    record.erase(3)
    record.erase(3)
    record.append([Entry("utterance", b"afterwards")])
    record.close()
    with unlock(path, passphrase) as again:
        found = list(again.entries())
        assert found[2] == Stored(3, None)
        assert [one.entry for one in found if one.seq != 3] == [
            *said[:2],
            *said[3:],
            Entry("utterance", b"afterwards"),
        ]
        assert again.verify() == []


def test_a_whole_session_is_erased_at_once(record: Record, said: list[Entry]) -> None:
    record.append(said)
    record.erase(*range(4, 8))
    assert [one.seq for one in record.entries() if one.entry is None] == [4, 5, 6, 7]


def test_the_key_of_an_erased_entry_is_in_no_file(
    record: Record, path: Path, said: list[Entry], sql: Sql
) -> None:
    record.append(said)
    ((key,),) = sql("SELECT sealed FROM entry_keys WHERE seq = 3")
    record.erase(3)
    for one in path.parent.iterdir():
        assert key not in one.read_bytes()


def test_checkpoints_that_knew_the_erased_entry_go_with_it(
    record: Record, path: Path, said: list[Entry], sql: Sql
) -> None:
    record.append(said)
    record.put_checkpoint(2, b"before it")
    record.put_checkpoint(5, b"after it")
    ((blob,),) = sql("SELECT sealed FROM checkpoints WHERE seq = 5")
    record.erase(4)
    checkpoint, damage = record.latest_checkpoint()
    assert checkpoint is not None
    assert (checkpoint.seq, checkpoint.blob, damage) == (2, b"before it", [])
    assert all(blob not in one.read_bytes() for one in path.parent.iterdir())


def test_only_what_is_there_can_be_erased(record: Record, said: list[Entry]) -> None:
    record.append(said)
    with pytest.raises(ValueError, match="no entry 11"):
        record.erase(4, 11)
    assert all(one.entry for one in record.entries()), "all of it or none"
