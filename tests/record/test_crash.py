"""Nothing acknowledged is lost, nothing half-written is shown: kill -9, torn pages, a full disk.

THIRDEAR_KILL_ROUNDS sets how often the process is killed (10; more at night).
"""

import importlib.util
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from thirdear.record import (
    Cost,
    Entry,
    Record,
    RecordFull,
    WrongPassphrase,
    create,
    exists,
    sqlite,
    unlock,
)

ROUNDS = int(os.environ.get("THIRDEAR_KILL_ROUNDS", "10"))
WRITER = Path(__file__).with_name("writer.py")
PASSPHRASE = "a quiet room with two chairs"

_spec = importlib.util.spec_from_file_location("writer", WRITER)
assert _spec is not None
assert _spec.loader is not None
writer = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(writer)


@contextmanager
def running(task: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the writer until it has said its first line; kill it in the end."""
    process = subprocess.Popen(
        [sys.executable, WRITER, task, path],
        stdout=subprocess.PIPE,
        env=os.environ | {"THIRDEAR_PASSPHRASE": PASSPHRASE},
    )
    assert process.stdout is not None
    with process:
        process.stdout.readline()
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def assert_whole(record: Record, acknowledged: int) -> None:
    """Everything acknowledged is there, everything there is whole."""
    assert record.last >= acknowledged
    for one in record.entries():
        assert one.entry == writer.entry(one.seq)
    assert record.verify() == []


def test_an_entry_that_was_acknowledged_is_there_after_kill_9(path: Path, cheap: Cost) -> None:
    create(path, PASSPHRASE, cost=cheap).close()
    chance = random.Random(9)
    for _ in range(ROUNDS):
        with running("append", path) as process:
            assert process.stdout is not None
            time.sleep(chance.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
            said = process.stdout.read().split()
        with unlock(path, PASSPHRASE) as record:
            assert_whole(record, int(said[-1]) if said else 0)


@pytest.fixture
def crash(path: Path, tmp_path: Path) -> Callable[[], Path]:
    """Copy the files of an open record as they lie on the disk, as a crash would leave them."""

    def copy() -> Path:
        for name in ("record.db", "record.db-wal"):
            shutil.copy(path.with_name(name), tmp_path / name)
        return tmp_path / "record.db"

    return copy


def test_a_wrong_passphrase_after_a_crash_touches_nothing_either(
    record: Record, crash: Callable[[], Path]
) -> None:
    record.append([writer.entry(1)])
    left = crash()
    files = [left, Path(f"{left}-wal")]
    before = [one.read_bytes() for one in files]
    with pytest.raises(WrongPassphrase):
        unlock(left, "wrong")
    assert [one.read_bytes() for one in files] == before
    with unlock(left, PASSPHRASE) as again:
        assert_whole(again, 1)


def test_a_new_passphrase_counts_even_if_the_crash_came_right_after(
    record: Record, crash: Callable[[], Path], cheap: Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "forget_old_pages", lambda engine: None)  # as if killed before it
    record.change_passphrase(PASSPHRASE, "new words", cost=cheap)
    left = crash()
    with pytest.raises(WrongPassphrase):
        unlock(left, PASSPHRASE)
    unlock(left, "new words").close()


def test_the_log_of_a_deleted_record_does_not_get_into_a_new_one(
    record: Record, crash: Callable[[], Path], cheap: Cost
) -> None:
    record.append([writer.entry(1)])
    left = crash()
    left.unlink()
    with create(left, PASSPHRASE, cost=cheap) as new:
        assert_whole(new, 0)
        assert new.last == 0


def test_creation_that_was_killed_leaves_a_whole_record_or_none(path: Path, cheap: Cost) -> None:
    chance = random.Random(4)
    for _ in range(4):
        with running("create", path):
            time.sleep(chance.uniform(0, 0.03))
        if exists(path):
            unlock(path, PASSPHRASE).close()
        else:
            create(path, PASSPHRASE, cost=cheap).close()
        path.unlink()


def test_torn_last_pages_are_as_if_never_written(
    path: Path, record: Record, tmp_path: Path
) -> None:
    log = Path(f"{path}-wal")
    record.append([writer.entry(1), writer.entry(2)])
    safe = log.stat().st_size
    record.append([writer.entry(3), Entry("utterance", b"w" * 30_000)])
    main, whole = path.read_bytes(), log.read_bytes()
    chance = random.Random(7)
    for round_ in range(20):
        cut = chance.randrange(safe, len(whole))
        torn = tmp_path / f"torn-{round_}" / "record.db"
        torn.parent.mkdir()
        torn.write_bytes(main)
        rubbish = chance.randbytes(len(whole) - cut) if round_ % 2 else b""
        Path(f"{torn}-wal").write_bytes(whole[:cut] + rubbish)
        with unlock(torn, PASSPHRASE) as again:
            assert again.last == 2
            assert_whole(again, 2)
            assert again.append([writer.entry(3)]) == range(3, 4)
            assert_whole(again, 3)


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Refuse to let files grow, as a full disk does (setrlimit(2), RLIMIT_FSIZE)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(record: Record) -> int:
    """Append until the disk is full; return the last entry that was acknowledged."""
    acknowledged = record.last
    try:
        while True:
            acknowledged = record.append([writer.entry(acknowledged + 1)])[-1]
    except RecordFull:
        return acknowledged


def test_when_no_more_can_be_written_nothing_acknowledged_is_lost(
    record: Record, path: Path
) -> None:
    with no_file_longer_than(300_000):
        acknowledged = fill(record)
        assert acknowledged > 1
        assert_whole(record, acknowledged)
    assert record.last == acknowledged, "what failed is not there"
    record.append([writer.entry(acknowledged + 1)])
    record.close()
    with unlock(path, PASSPHRASE) as again:
        assert_whole(again, acknowledged + 1)


def test_a_record_is_not_made_on_a_full_disk(path: Path, cheap: Cost) -> None:
    with no_file_longer_than(5_000), pytest.raises(RecordFull):
        create(path, PASSPHRASE, cost=cheap)
    assert not exists(path)
    create(path, PASSPHRASE, cost=cheap).close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kilobytes, where this machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_on_a_full_disk_nothing_acknowledged_is_lost(tiny_disk: Path, cheap: Cost) -> None:
    path = tiny_disk / "record.db"
    ballast = tiny_disk / "ballast"
    with create(path, PASSPHRASE, cost=cheap) as record:
        ballast.write_bytes(bytes(100_000))
        acknowledged = fill(record)
        assert_whole(record, acknowledged)
        ballast.unlink()
        record.append([Entry("utterance", b"%d:" % (acknowledged + 1))])
        assert record.verify() == []
    with unlock(path, PASSPHRASE) as record:
        assert record.last == acknowledged + 1


def test_a_commit_is_on_the_disk_when_it_returns(record: Record) -> None:
    with record._engine.connect() as conn:
        for setting, value in (("synchronous", 2), ("journal_mode", "wal"), ("fullfsync", 1)):
            assert conn.exec_driver_sql(f"PRAGMA {setting}").scalar() == value
