"""The tables of a record, the same on every database.

`records` must keep its columns in every later schema version: reading `schema` there is how an
older program knows that it must not touch what it does not understand. `record` in the other
tables is the number of the record in this database: one in a file, many in a clinic.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table

SCHEMA = 1

metadata = MetaData()


def _record(*, primary_key: bool) -> Column[int]:
    return Column(
        "record",
        ForeignKey("records.number"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


def _seq() -> Column[int]:
    return Column("seq", BigInteger, primary_key=True, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


records = Table(
    "records",
    metadata,
    Column("number", Integer, primary_key=True),
    _bytes("id"),
    Column("schema", Integer, nullable=False),
)
wraps = Table(
    "wraps",
    metadata,
    Column("number", Integer, primary_key=True),
    _record(primary_key=False),
    Column("kind", String(32), nullable=False),
    Column("derivation", String(256), nullable=False),
    _bytes("salt"),
    _bytes("sealed"),
    _bytes("checksum"),
)
entries = Table(
    "entries",
    metadata,
    _record(primary_key=True),
    _seq(),
    Column("schema", Integer, nullable=False),
    _bytes("sealed"),
    _bytes("hash"),
)
# Apart from the entries, so that a key can be destroyed while the entry's ciphertext stays.
entry_keys = Table("entry_keys", metadata, _record(primary_key=True), _seq(), _bytes("sealed"))
seals = Table("seals", metadata, _record(primary_key=True), _bytes("sealed"))
checkpoints = Table("checkpoints", metadata, _record(primary_key=True), _seq(), _bytes("sealed"))
