"""A person's home folder: opens or makes the record there, and the room on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from thirdear import record
from thirdear.room.journal import Journal

RECORD = "record.db"


class KeptRecord:
    """The record, in the few words the journal uses."""

    def __init__(self, opened: record.Record) -> None:
        self.record = opened

    def append(self, kind_and_payload: list[tuple[str, bytes]]) -> int:
        """Keep entries durably; return the number of the last one."""
        entries = [record.Entry(kind, payload) for kind, payload in kind_and_payload]
        return self.record.append(entries)[-1]

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes | None]]:
        """Yield (number, payload) of what was kept; payload None where it was erased."""
        for stored in self.record.entries(after):
            yield stored.seq, stored.entry.payload if stored.entry else None

    def put_checkpoint(self, seq: int, blob: bytes) -> None:
        """Put down a checkpoint that stands for everything up to `seq`."""
        self.record.put_checkpoint(seq, blob)

    def latest_checkpoint(self) -> tuple[int, bytes] | None:
        """Return the newest sound checkpoint."""
        checkpoint, _ = self.record.latest_checkpoint()
        return (checkpoint.seq, checkpoint.blob) if checkpoint else None


class Home:
    """The folder where one person's words are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / RECORD

    def exists(self) -> bool:
        """Tell whether something has been kept here."""
        return record.exists(self.path)

    def open(self, passphrase: str) -> tuple[record.Record, Journal]:
        """Unlock the record, or make a new one; raises `record.RecordError` in plain words."""
        opened = (
            record.unlock(self.path, passphrase)
            if self.exists()
            else record.create(self.path, passphrase)
        )
        return opened, Journal(KeptRecord(opened))
