"""An unlocked record: append, read, erase, verify."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from filelock import BaseFileLock
from sqlalchemy import Connection

from thirdear.record import chain, recovery, sqlite, store, wraps
from thirdear.record.chain import Link
from thirdear.record.entry import Entry, Row, Stored, erased_key, open_row, protect
from thirdear.record.errors import Damage, RecordDamaged, RecordError
from thirdear.record.sealing import Unsealable, new_key, place, seal, unseal
from thirdear.record.tables import SCHEMA
from thirdear.record.wraps import DEFAULT_COST, Cost, Wrap

# How many entries are in memory at once while reading.
_PAGE = 128
_CLOSED = "This record is closed."


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Derived data as of entry `seq`: it can always be made again from the entries."""

    seq: int
    blob: bytes = field(repr=False)


class Record:
    """A record that has been unlocked. Made by `create`, `unlock` and `recover`, never directly.

    Threads may share one: its methods take turns. After `close` every method raises RecordError.
    Every method also raises RecordFull if the disk fails it, and RecordDamaged if the file does.
    """

    def __init__(self, path: Path, lock: BaseFileLock, owner: store.Owner, cipher: AESGCM) -> None:
        self._engine = sqlite.writing(path)
        self._lock = lock
        self._owner = owner
        self._cipher_while_open: AESGCM | None = cipher
        self._turn = threading.RLock()

    def __repr__(self) -> str:
        return f"<Record {'closed' if self._cipher_while_open is None else 'open'}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def last(self) -> int:
        """The sequence number of the newest entry; 0 in an empty record."""
        with self._transaction() as conn:
            head = self._head(conn)
            return store.last_row(conn, self._owner.number) if head is None else head.seq

    def append(self, entries: Sequence[Entry]) -> range:
        """Add entries in one transaction; return their sequence numbers.

        When it returns they are on the disk. When it raises, none or (only if the disk failed in
        the very act of confirming) all of them are. The cost does not depend on what is there.
        """
        with self._transaction() as conn:
            head = self._head(conn)
            if head is None:
                raise RecordDamaged([Damage("seal", None, "changed")])
            rows = list(self._protect(entries, head))
            if rows:
                newest = Link(rows[-1].seq, rows[-1].hash)
                sealed = chain.seal_head(newest, self._cipher, self._owner.identity)
                store.add_rows(conn, self._owner.number, rows)
                store.move_seal(conn, self._owner.number, sealed)
        return range(head.seq + 1, head.seq + 1 + len(rows))

    def entries(self, after: int = 0) -> Iterator[Stored]:
        """Yield the entries after sequence number `after`, in order, up to the newest one now.

        A few are in memory at a time, and nothing is held open between them, so entries may be
        appended meanwhile. Raises RecordDamaged at an entry that cannot be read; to read on, begin
        again with `after` at that entry.
        """
        for seq, row in self._rows(after, self.last):
            found = self._open(row) if row else Damage("entry", seq, "missing")
            if isinstance(found, Damage):
                raise RecordDamaged([found])
            yield Stored(seq, found)

    def erase(self, *seqs: int) -> None:
        """Make entries unreadable for good, by destroying their keys.

        Checkpoints that cover them go too; one computed before must not be put afterwards. Raises
        ValueError if there is no such entry. Copies of the file made earlier are out of reach.
        """
        number, identity = self._owner.number, self._owner.identity
        with self._transaction(forget=True) as conn:
            for seq in seqs:
                row = store.get_rows(conn, number, seq, seq).get(seq)
                if row is None:
                    raise ValueError(f"there is no entry {seq}")
                key = erased_key(self._cipher, identity, row.schema, seq)
                store.replace_key(conn, number, seq, key)
            if seqs:
                store.drop_checkpoints(conn, number, since=min(seqs))

    def put_checkpoint(self, seq: int, blob: bytes) -> None:
        """Keep derived data as of entry `seq`, bound to it and all before it.

        Only the newest few are kept. Raises ValueError if there is no such entry.
        """
        with self._transaction() as conn:
            digest = store.get_hash(conn, self._owner.number, seq)
            if digest is None:
                raise ValueError(f"there is no entry {seq}")
            sealed = seal(self._cipher, blob, self._checkpoint_place(Link(seq, digest)))
            store.add_checkpoint(conn, self._owner.number, seq, sealed)

    def latest_checkpoint(self) -> tuple[Checkpoint | None, list[Damage]]:
        """Return the newest checkpoint that is whole, and the damaged ones passed over."""
        damage: list[Damage] = []
        for link, blob in self._checkpoints():
            if blob is not None:
                return Checkpoint(link.seq, blob), damage
            damage.append(Damage("checkpoint", link.seq, "changed"))
        return None, damage

    def verify(self) -> list[Damage]:
        """Walk everything and return every damage found; an empty list means all is as written.

        Reads and opens each entry, so it takes a while on a long record.
        """
        everything = self._examine(since=chain.genesis(self._owner.identity))
        return _gather(everything, self._damaged_checkpoints(), self._damaged_wraps())

    def verify_recent(self) -> list[Damage]:
        """Return every damage to entries since the latest checkpoint; `unlock` looks at this."""
        return _gather(self._examine(since=None))

    def change_passphrase(self, old: str, new: str, *, cost: Cost = DEFAULT_COST) -> None:
        """Let `new` open the record in place of `old`, at today's cost of a guess.

        Raises WrongPassphrase if `old` is not the passphrase, RecordError if `new` is empty. No
        entry is rewritten: who has an earlier copy of the file still needs only `old` for it.
        """
        data_key = wraps.unwrap(self._wraps(), "passphrase", self._owner.identity, old)
        self.put_wrap(wraps.with_passphrase(data_key, self._owner.identity, new, cost))

    def new_recovery_key(self, passphrase: str) -> str:
        """Make a recovery key, in place of any earlier one, and return its printable form.

        It is kept nowhere and cannot be shown again. Raises WrongPassphrase.
        """
        data_key = wraps.unwrap(self._wraps(), "passphrase", self._owner.identity, passphrase)
        key = new_key()
        self.put_wrap(wraps.with_recovery_key(data_key, self._owner.identity, key))
        return recovery.to_text(key)

    def put_wrap(self, wrap: Wrap) -> None:
        """Put a wrap in place of the one of its kind, and leave no trace of that one."""
        with self._transaction(forget=True) as conn:
            store.put_wrap(conn, self._owner.number, wrap)

    def close(self) -> None:
        """Drop the keys, close the files and let others open the record; harmless when repeated."""
        with self._turn:
            self._cipher_while_open = None
            self._engine.dispose()
            self._lock.release()

    @property
    def _cipher(self) -> AESGCM:
        if self._cipher_while_open is None:
            raise RecordError(_CLOSED)
        return self._cipher_while_open

    @contextmanager
    def _transaction(self, *, forget: bool = False) -> Iterator[Connection]:
        """Take a turn at the database; `forget` what was overwritten once it is committed."""
        with self._turn:
            _ = self._cipher  # closed: say so before anything is opened again
            with sqlite.plain_errors():
                with self._engine.begin() as conn:
                    yield conn
                if forget:
                    sqlite.forget_old_pages(self._engine)

    def _head(self, conn: Connection) -> Link | None:
        sealed = store.get_seal(conn, self._owner.number)
        return chain.open_head(sealed, self._cipher, self._owner.identity)

    def _protect(self, entries: Sequence[Entry], head: Link) -> Iterator[Row]:
        digest = head.hash
        for seq, entry in enumerate(entries, head.seq + 1):
            sealed, key = protect(entry, self._cipher, self._owner.identity, SCHEMA, seq)
            digest = chain.extend(digest, seq, SCHEMA, sealed)
            yield Row(seq, SCHEMA, sealed, digest, key)

    def _open(self, row: Row) -> Entry | Damage | None:
        return open_row(row, self._cipher, self._owner.identity)

    def _rows(self, after: int, last: int) -> Iterator[tuple[int, Row | None]]:
        for first in range(after + 1, last + 1, _PAGE):
            until = min(first + _PAGE - 1, last)
            with self._transaction() as conn:
                page = store.get_rows(conn, self._owner.number, first, until)
            for seq in range(first, until + 1):
                yield seq, page.get(seq)

    def _examine(self, since: Link | None) -> Iterator[Damage]:
        whole = (link for link, blob in self._checkpoints() if blob is not None)
        start = since or next(whole, chain.genesis(self._owner.identity))
        with self._transaction() as conn:
            head = self._head(conn)
            last = store.last_row(conn, self._owner.number) if head is None else head.seq
            strays = store.strays(conn, self._owner.number, last)
        if head is None:
            yield Damage("seal", None, "changed")
        rows = self._rows(start.seq, last)
        yield from chain.examine(rows, start, head, self._cipher, self._owner.identity)
        for seq in strays:
            yield Damage("entry", seq, "foreign")

    def _damaged_checkpoints(self) -> Iterator[Damage]:
        for link, blob in self._checkpoints():
            if blob is None:
                yield Damage("checkpoint", link.seq, "changed")

    def _damaged_wraps(self) -> Iterator[Damage]:
        if not all(wraps.is_sound(wrap, self._owner.identity) for wrap in self._wraps()):
            yield Damage("lock", None, "changed")

    def _checkpoints(self) -> list[tuple[Link, bytes | None]]:
        """Return the checkpoints, newest first, with None in place of a damaged one's blob."""
        found: list[tuple[Link, bytes | None]] = []
        with self._transaction() as conn:
            for seq, sealed, digest in store.get_checkpoints(conn, self._owner.number):
                link = Link(seq, digest)
                try:
                    found.append((link, unseal(self._cipher, sealed, self._checkpoint_place(link))))
                except Unsealable:
                    found.append((link, None))
        return found

    def _checkpoint_place(self, link: Link) -> bytes:
        identity = self._owner.identity
        return place("checkpoint", identity, schema=SCHEMA, seq=link.seq) + link.hash

    def _wraps(self) -> list[Wrap]:
        with self._transaction() as conn:
            return store.get_wraps(conn, self._owner.number)


def _gather(*sources: Iterable[Damage]) -> list[Damage]:
    """Return what the sources find, each once, even if the file breaks off beneath them."""
    found: dict[Damage, None] = {}
    for source in sources:
        try:
            for damage in source:
                found[damage] = None
        except RecordDamaged as broken:
            found.update(dict.fromkeys(broken.damage))
    return list(found)
