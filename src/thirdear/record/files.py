"""The files of a record: who may read them, who holds them open, how they come to be."""

import os
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from thirdear.record.errors import RecordExists, RecordInUse

_FILE_MODE = 0o600
_FOLDER_MODE = 0o700


def hold(path: Path) -> FileLock:
    """Return the lock of the record at `path`, held; raise RecordInUse if another holds it.

    An advisory lock of the operating system (flock on POSIX) on a file beside the record. The
    system releases it with the process that held it, however that ended.
    """
    lock = FileLock(f"{path}.lock", mode=_FILE_MODE, blocking=False, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise RecordInUse from None
    return lock


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter; one that exists is left as it is."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)


def make_whole(path: Path, fill: Callable[[Path], None]) -> None:
    """Make a file that is there either whole or not at all.

    It is filled beside its place, then renamed into it. Raises RecordExists if the place is taken.
    """
    if path.exists():
        raise RecordExists
    beside = path.with_name(path.name + ".new")
    # A log without its database is worthless, but a new database would try to read it.
    for leftover in (beside, *_side_files(beside), *_side_files(path)):
        leftover.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE))
    try:
        fill(beside)
        beside.rename(path)
    except BaseException:
        for leftover in (beside, *_side_files(beside)):
            leftover.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _side_files(path: Path) -> tuple[Path, Path]:
    return Path(f"{path}-wal"), Path(f"{path}-shm")


def _sync_folder(folder: Path) -> None:
    # A rename is durable once the folder is (fsync(2)); Windows has no such call and needs none.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
