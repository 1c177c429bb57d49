"""Checkpoints make opening fast; losing them costs nothing but time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from thirdear.record import Checkpoint, Damage, Entry, Record, unlock

Sql = Callable[..., list[Any]]


def test_the_newest_checkpoint_is_found_after_reopening(kept: Path, passphrase: str) -> None:
    with unlock(kept, passphrase) as record:
        assert record.latest_checkpoint() == (Checkpoint(8, b"what was understood by then"), [])
        record.put_checkpoint(10, b"and now")
        assert record.latest_checkpoint() == (Checkpoint(10, b"and now"), [])


def test_a_record_without_checkpoints_has_none(record: Record) -> None:
    assert record.latest_checkpoint() == (None, [])
    with pytest.raises(ValueError, match="no entry 1"):
        record.put_checkpoint(1, b"too early")


def test_only_the_newest_few_are_kept(record: Record, said: list[Entry], sql: Sql) -> None:
    record.append(said)
    for seq in range(1, 11):
        record.put_checkpoint(seq, b"%d" % seq)
    assert sql("SELECT seq FROM checkpoints ORDER BY seq") == [(8,), (9,), (10,)]


def test_a_damaged_checkpoint_is_passed_over_and_named(
    kept: Path, passphrase: str, sql: Sql
) -> None:
    with unlock(kept, passphrase) as record:
        record.put_checkpoint(9, b"later")
    sql("UPDATE checkpoints SET sealed = zeroblob(80) WHERE seq = 9")
    with unlock(kept, passphrase) as record:
        checkpoint, damage = record.latest_checkpoint()
    assert checkpoint == Checkpoint(8, b"what was understood by then")
    assert damage == [Damage("checkpoint", 9, "changed")]
    assert str(damage[0]) == "the checkpoint at entry 9 was changed or moved"


def test_a_checkpoint_moved_to_another_entry_is_passed_over(
    kept: Path, passphrase: str, sql: Sql
) -> None:
    sql("UPDATE checkpoints SET seq = 7")
    with unlock(kept, passphrase) as record:
        assert record.latest_checkpoint() == (None, [Damage("checkpoint", 7, "changed")])


def test_a_checkpoint_holds_only_for_the_history_it_was_made_from(
    kept: Path, passphrase: str, sql: Sql
) -> None:
    before = kept.read_bytes()
    with unlock(kept, passphrase) as record:
        record.append([Entry("utterance", b"I called her")])
        record.put_checkpoint(11, b"he called her")
    ((blob,),) = sql("SELECT sealed FROM checkpoints WHERE seq = 11")
    kept.write_bytes(before)
    with unlock(kept, passphrase) as record:
        record.append([Entry("utterance", b"I did not call")])
    sql("INSERT INTO checkpoints VALUES (1, 11, ?)", blob)
    with unlock(kept, passphrase) as record:
        checkpoint, damage = record.latest_checkpoint()
    assert checkpoint is not None
    assert checkpoint.seq == 8
    assert damage == [Damage("checkpoint", 11, "changed")]


def test_opening_reads_only_what_came_after_the_checkpoint(
    record: Record, path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.append([Entry("utterance", b"long ago")] * 500)
    record.put_checkpoint(498, b"the story so far")
    record.close()
    opened: list[int] = []
    from thirdear.record import chain

    def counting(row: Any, *rest: Any) -> Any:
        opened.append(row.seq)
        return original(row, *rest)

    original = chain.open_row
    monkeypatch.setattr(chain, "open_row", counting)
    unlock(path, passphrase).close()
    assert opened == [499, 500]


def test_appending_costs_the_same_however_long_the_record_is(record: Record) -> None:
    steps: list[str] = []
    event.listen(record._engine, "before_cursor_execute", lambda *args: steps.append(args[2]))
    record.append([Entry("utterance", b"first")])
    first = steps.copy()
    record.append([Entry("utterance", b"in between")] * 1000)
    steps.clear()
    record.append([Entry("utterance", b"last")])
    assert steps == first
    assert not any("count" in step.lower() or "max(" in step.lower() for step in steps)
