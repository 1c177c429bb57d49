"""What was appended is read back, whole, in order, however much there is."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdear.record import (
    Cost,
    Entry,
    NewerRecord,
    NotARecord,
    Record,
    RecordError,
    RecordExists,
    Stored,
    create,
    exists,
    unlock,
)

Sql = Callable[..., list[Any]]

entries = st.builds(
    Entry, kind=st.text(st.characters(exclude_categories=["Cs"])), payload=st.binary(max_size=5000)
)


@settings(max_examples=25, deadline=None)
@given(batches=st.lists(st.lists(entries, max_size=5), max_size=5))
def test_any_entries_are_read_back_identical_after_reopening(
    batches: list[list[Entry]], tmp_path_factory: pytest.TempPathFactory, cheap: Cost
) -> None:
    path = tmp_path_factory.mktemp("any") / "record.db"
    with create(path, "p", cost=cheap) as record:
        for batch in batches:
            record.append(batch)
    with unlock(path, "p") as record:
        assert [one.entry for one in record.entries()] == [e for batch in batches for e in batch]
        assert record.verify() == []


def test_entries_are_numbered_from_one_without_gaps(record: Record, said: list[Entry]) -> None:
    assert record.append(said[:3]) == range(1, 4)
    assert record.append([]) == range(4, 4)
    assert record.append(said[3:]) == range(4, 11)
    assert [one.seq for one in record.entries()] == list(range(1, 11))
    assert record.last == 10


def test_reading_can_begin_anywhere(record: Record, said: list[Entry]) -> None:
    record.append(said)
    assert list(record.entries(after=8)) == [Stored(9, said[8]), Stored(10, said[9])]
    assert list(record.entries(after=10)) == []
    assert list(record.entries(after=99)) == []


def test_entries_can_be_appended_while_others_are_read(record: Record, said: list[Entry]) -> None:
    record.append(said)
    seen = []
    for one in record.entries():
        seen.append(one.seq)
        record.append([Entry("thought", b"while reading")])
    assert seen == list(range(1, 11))
    assert record.last == 20


def test_a_megabyte_is_kept_like_a_word(record: Record) -> None:
    long = Entry("utterance", b"I went on and on. " * 60_000)
    record.append([long])
    assert next(record.entries()).entry == long


def test_several_threads_may_append_at_once(record: Record) -> None:
    def speak() -> None:
        for number in range(20):
            record.append([Entry("utterance", b"%d" % number)])

    threads = [threading.Thread(target=speak) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.last == 80
    assert record.verify() == []


def test_a_record_is_made_only_where_nothing_is(path: Path, cheap: Cost) -> None:
    assert not exists(path)
    create(path, "p", cost=cheap).close()
    assert exists(path)
    before = path.read_bytes()
    with pytest.raises(RecordExists, match="left as it is"):
        create(path, "another", cost=cheap)
    assert path.read_bytes() == before


def test_what_a_crashed_creation_left_behind_is_swept_up(path: Path, cheap: Cost) -> None:
    path.parent.mkdir()
    for name in ("record.db.new", "record.db.new-wal", "record.db-wal"):
        (path.parent / name).write_bytes(b"half of something")
    with create(path, "p", cost=cheap) as record:
        assert record.append([Entry("utterance", b"first")]) == range(1, 2)
    assert sorted(p.name for p in path.parent.iterdir()) == ["record.db", "record.db.lock"]


def test_what_is_not_a_record_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match="no record here"):
        unlock(tmp_path / "nothing", "p")
    for content in (b"", b"a letter to my sister" * 100):
        (tmp_path / "letter").write_bytes(content)
        with pytest.raises(NotARecord):
            unlock(tmp_path / "letter", "p")
        assert (tmp_path / "letter").read_bytes() == content


def test_a_record_of_a_newer_version_is_left_alone(kept: Path, sql: Sql, passphrase: str) -> None:
    sql("UPDATE records SET schema = 2")
    before = kept.read_bytes()
    with pytest.raises(NewerRecord, match="newer version"):
        unlock(kept, passphrase)
    assert kept.read_bytes() == before


def test_a_closed_record_says_so(record: Record) -> None:
    record.append([Entry("utterance", b"one")])
    reading = record.entries()
    record.close()
    record.close()
    for use in (
        lambda: record.append([]),
        lambda: list(reading),
        lambda: record.erase(1),
        record.verify,
        record.latest_checkpoint,
        lambda: record.last,
    ):
        with pytest.raises(RecordError, match="closed"):
            use()
