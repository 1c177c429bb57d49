"""Every statement a record sends to its database. Nothing here knows a key."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, func, insert, inspect, or_, select, update

from thirdear.record.entry import Row
from thirdear.record.errors import NewerRecord, NotARecord
from thirdear.record.tables import (
    SCHEMA,
    checkpoints,
    entries,
    entry_keys,
    metadata,
    records,
    seals,
    wraps,
)
from thirdear.record.wraps import Wrap

_CHECKPOINTS_KEPT = 3
_ROWS = (
    select(
        entries.c.seq,
        entries.c.schema,
        entries.c.sealed,
        entries.c.hash,
        entry_keys.c.sealed.label("key"),
    )
    .select_from(entries)
    .outerjoin(
        entry_keys,
        and_(entry_keys.c.record == entries.c.record, entry_keys.c.seq == entries.c.seq),
    )
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Which record: its number in this database, and its random 16-byte id."""

    number: int
    identity: bytes


def make(conn: Connection, identity: bytes) -> Owner:
    """Make the tables and a record without entries in them."""
    metadata.create_all(conn)
    result = conn.execute(insert(records).values(id=identity, schema=SCHEMA))
    (number,) = result.inserted_primary_key or (1,)
    return Owner(number, identity)


def find(conn: Connection) -> Owner:
    """Return the record in this database; raise NotARecord or NewerRecord."""
    if not inspect(conn).has_table(records.name):
        raise NotARecord
    row = conn.execute(select(records)).first()
    if row is None or not isinstance(row.schema, int) or not isinstance(row.id, bytes):
        raise NotARecord
    if row.schema > SCHEMA:
        raise NewerRecord
    return Owner(row.number, row.id)


def put_wrap(conn: Connection, number: int, wrap: Wrap) -> None:
    """Put a wrap of the data key in place of the one of its kind."""
    conn.execute(delete(wraps).where(wraps.c.record == number, wraps.c.kind == wrap.kind))
    conn.execute(
        insert(wraps).values(
            record=number,
            kind=wrap.kind,
            derivation=wrap.derivation,
            salt=wrap.salt,
            sealed=wrap.sealed,
            checksum=wrap.checksum,
        )
    )


def get_wraps(conn: Connection, number: int) -> list[Wrap]:
    """Return the wraps of the data key."""
    rows = conn.execute(select(wraps).where(wraps.c.record == number))
    return [Wrap(r.kind, r.derivation, r.salt, r.sealed, r.checksum) for r in rows]


def put_seal(conn: Connection, number: int, sealed: bytes) -> None:
    """Put the first seal of a new record."""
    conn.execute(insert(seals).values(record=number, sealed=sealed))


def move_seal(conn: Connection, number: int, sealed: bytes) -> None:
    """Replace the seal, in the same transaction as the entries it covers."""
    conn.execute(update(seals).where(seals.c.record == number).values(sealed=sealed))


def get_seal(conn: Connection, number: int) -> bytes | None:
    """Return the seal, locked until the transaction ends where the database can; None if lost."""
    query = select(seals.c.sealed).where(seals.c.record == number).with_for_update()
    return conn.execute(query).scalar()


def add_rows(conn: Connection, number: int, rows: Sequence[Row]) -> None:
    """Add entries with their keys."""
    conn.execute(
        insert(entries),
        [
            {"record": number, "seq": r.seq, "schema": r.schema, "sealed": r.sealed, "hash": r.hash}
            for r in rows
        ],
    )
    conn.execute(
        insert(entry_keys), [{"record": number, "seq": r.seq, "sealed": r.key} for r in rows]
    )


def get_rows(conn: Connection, number: int, first: int, last: int) -> dict[int, Row]:
    """Return the entries of a range by sequence number.

    A row whose columns a damaged file has turned into other types counts as not being there.
    """
    query = _ROWS.where(entries.c.record == number, entries.c.seq.between(first, last))
    return {
        seq: Row(seq, schema, sealed, digest, key)
        for seq, schema, sealed, digest, key in conn.execute(query)
        if isinstance(schema, int) and isinstance(sealed, bytes) and isinstance(digest, bytes)
    }


def last_row(conn: Connection, number: int) -> int:
    """Return the highest sequence number there is, 0 if none."""
    query = select(func.max(entries.c.seq)).where(entries.c.record == number)
    return int(conn.execute(query).scalar() or 0)


def strays(conn: Connection, number: int, last: int) -> list[int]:
    """Return the sequence numbers outside 1..last, where no entry can be."""
    outside = or_(entries.c.seq < 1, entries.c.seq > last)
    query = select(entries.c.seq).where(entries.c.record == number, outside)
    return list(conn.execute(query.order_by(entries.c.seq)).scalars())


def replace_key(conn: Connection, number: int, seq: int, sealed: bytes) -> None:
    """Replace the key of an entry, lost or not."""
    conn.execute(delete(entry_keys).where(entry_keys.c.record == number, entry_keys.c.seq == seq))
    conn.execute(insert(entry_keys).values(record=number, seq=seq, sealed=sealed))


def add_checkpoint(conn: Connection, number: int, seq: int, sealed: bytes) -> None:
    """Put a checkpoint in place of any at `seq`, and drop all but the newest few."""
    mine = checkpoints.c.record == number
    conn.execute(delete(checkpoints).where(mine, checkpoints.c.seq == seq))
    conn.execute(insert(checkpoints).values(record=number, seq=seq, sealed=sealed))
    newest = select(checkpoints.c.seq).where(mine).order_by(checkpoints.c.seq.desc())
    kept = conn.execute(newest.limit(_CHECKPOINTS_KEPT)).scalars().all()
    conn.execute(delete(checkpoints).where(mine, checkpoints.c.seq < kept[-1]))


def drop_checkpoints(conn: Connection, number: int, since: int) -> None:
    """Delete every checkpoint that covers entry `since`."""
    conn.execute(
        delete(checkpoints).where(checkpoints.c.record == number, checkpoints.c.seq >= since)
    )


def get_checkpoints(conn: Connection, number: int) -> list[tuple[int, bytes, bytes]]:
    """Return the checkpoints, newest first: sequence number, sealed blob, hash of that entry.

    The hash is empty where the entry is missing.
    """
    query = (
        select(checkpoints.c.seq, checkpoints.c.sealed, entries.c.hash)
        .select_from(checkpoints)
        .outerjoin(
            entries,
            and_(entries.c.record == checkpoints.c.record, entries.c.seq == checkpoints.c.seq),
        )
        .where(checkpoints.c.record == number)
        .order_by(checkpoints.c.seq.desc())
    )
    return [
        (seq, sealed, digest if isinstance(digest, bytes) else b"")
        for seq, sealed, digest in conn.execute(query)
        if isinstance(seq, int)
    ]


def get_hash(conn: Connection, number: int, seq: int) -> bytes | None:
    """Return the chain hash kept with an entry, or None if the entry is missing."""
    query = select(entries.c.hash).where(entries.c.record == number, entries.c.seq == seq)
    digest = conn.execute(query).scalar()
    return digest if isinstance(digest, bytes) else None
