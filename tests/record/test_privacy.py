"""Words, kinds and keys are found nowhere outside the open record; only the owner may look."""

import logging
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from thirdear.record import Entry, Record, RecordError, RecordInUse, create, unlock
from thirdear.record.tables import metadata

CANARY = b"my sister never knew about the green suitcase"
KIND = "a-kind-of-its-own"


def test_words_kinds_and_passphrase_are_in_no_file(
    record: Record, path: Path, passphrase: str
) -> None:
    record.append([Entry(KIND, CANARY)] * 50)
    record.put_checkpoint(50, CANARY * 100)
    key = record.new_recovery_key(passphrase)

    def assert_unseen() -> None:
        for one in path.parent.iterdir():
            content = one.read_bytes()
            for secret in (CANARY, KIND.encode(), passphrase.encode(), key.encode()):
                assert secret not in content

    record.append([Entry(KIND, CANARY)])
    assert_unseen()
    record.erase(1)
    record.close()
    assert_unseen()


def test_words_are_in_no_log_even_at_its_most_talkative(
    record: Record, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool"):
        caplog.set_level(logging.DEBUG, logger=name)
    record.append([Entry(KIND, CANARY)])
    list(record.entries())
    assert CANARY.decode() not in caplog.text
    assert KIND not in caplog.text


def test_nothing_that_is_printed_shows_words_or_keys(record: Record, path: Path) -> None:
    record.append([Entry(KIND, CANARY)])
    record.put_checkpoint(1, CANARY)
    stored = next(record.entries())
    for shown in (record, stored, stored.entry, record.latest_checkpoint(), vars(record)):
        assert CANARY.decode() not in repr(shown)
    assert repr(record) == "<Record open>"
    record.close()
    assert repr(record) == "<Record closed>"


def test_errors_hold_neither_passphrase_nor_words(record: Record, path: Path) -> None:
    record.close()
    with pytest.raises(RecordError) as caught:
        unlock(path, CANARY.decode())
    assert CANARY.decode() not in f"{caught.value} {caught.value!r} {caught.value.__cause__}"


def test_only_the_owner_may_read_the_files(record: Record, path: Path) -> None:
    record.append([Entry(KIND, CANARY)])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    names = {one.name for one in path.parent.iterdir()}
    assert names == {"record.db", "record.db-wal", "record.db-shm", "record.db.lock"}
    for one in path.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one.name


def test_a_record_is_open_in_one_place_at_a_time(
    record: Record, path: Path, passphrase: str
) -> None:
    for _ in range(2):
        with pytest.raises(RecordInUse, match="already open in another window"):
            unlock(path, passphrase)
    assert record.append([Entry(KIND, b"undisturbed")]) == range(1, 2)
    record.close()
    unlock(path, passphrase).close()


def test_another_process_is_told_that_the_record_is_in_use(record: Record, path: Path) -> None:
    attempt = "import sys, thirdear.record as r; r.unlock(sys.argv[1], 'whatever')"
    result = subprocess.run(
        [sys.executable, "-c", attempt, path], capture_output=True, text=True, check=False
    )
    assert "RecordInUse: This record is already open" in result.stderr


def test_closing_in_another_thread_frees_the_record(
    record: Record, path: Path, passphrase: str
) -> None:
    closing = threading.Thread(target=record.close)
    closing.start()
    closing.join()
    unlock(path, passphrase).close()


def test_a_failed_opening_leaves_the_record_free(path: Path, record: Record) -> None:
    record.close()
    with pytest.raises(RecordError):
        unlock(path, "wrong")
    with pytest.raises(RecordError):
        create(path, "another")
    unlock(path, "a quiet room with two chairs").close()


def test_a_folder_that_cannot_be_written_gets_a_clear_answer(path: Path) -> None:
    path.parent.parent.joinpath("home").write_bytes(b"a file where the folder should be")
    with pytest.raises(RecordError, match="could not be read or written"):
        create(path, "p")


def test_the_tables_are_not_of_sqlite_alone() -> None:
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_closing_leaves_one_database_file_and_its_lock(record: Record, path: Path) -> None:
    record.append([Entry(KIND, CANARY)])
    record.close()
    assert sorted(os.listdir(path.parent)) == ["record.db", "record.db.lock"]
