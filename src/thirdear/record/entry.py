"""One entry: what the caller gives and gets, and how it is sealed under a key of its own.

The entry key seals kind and payload; the data key seals the entry key, in another table. To erase
an entry is to replace its key by an empty one: the ciphertext stays, and with it the hash chain,
but nobody can read it any more (crypto-shredding; NIST SP 800-88 rev. 1, cryptographic erase).
"""

import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thirdear.record.errors import Damage
from thirdear.record.sealing import Unsealable, new_key, place, seal, unseal

_KIND_LENGTH = struct.Struct(">I")
_ERASED = b""


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened: a kind, and bytes that only the caller understands."""

    kind: str
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it is kept, under its sequence number; `entry` is None once it was erased."""

    seq: int
    entry: Entry | None


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """An entry as it lies on disk: sealed, hashed, and its sealed key if there is one."""

    seq: int
    schema: int
    sealed: bytes
    hash: bytes
    key: bytes | None


def protect(
    entry: Entry, cipher: AESGCM, identity: bytes, schema: int, seq: int
) -> tuple[bytes, bytes]:
    """Return the sealed entry and its sealed key, both pinned to record, schema and number."""
    kind = entry.kind.encode()
    plain = _KIND_LENGTH.pack(len(kind)) + kind + entry.payload
    key = new_key()
    sealed = seal(AESGCM(key), plain, place("entry", identity, schema=schema, seq=seq))
    return sealed, _seal_key(key, cipher, identity, schema, seq)


def erased_key(cipher: AESGCM, identity: bytes, schema: int, seq: int) -> bytes:
    """Return the sealed empty key that marks an entry as erased.

    Being sealed, it can be made only by someone who has unlocked the record: a key that was
    merely lost or deleted is damage, never an erasure.
    """
    return _seal_key(_ERASED, cipher, identity, schema, seq)


def open_row(row: Row, cipher: AESGCM, identity: bytes) -> Entry | Damage | None:
    """Return the entry in a row, None if it was erased, or the damage that keeps it closed."""
    if row.key is None:
        return Damage("key", row.seq, "missing")
    try:
        key = unseal(cipher, row.key, _key_place(identity, row.schema, row.seq))
    except Unsealable:
        return Damage("key", row.seq, "changed")
    if key == _ERASED:
        return None
    try:
        bound = place("entry", identity, schema=row.schema, seq=row.seq)
        plain = unseal(AESGCM(key), row.sealed, bound)
    except Unsealable:
        return Damage("entry", row.seq, "changed")
    (length,) = _KIND_LENGTH.unpack_from(plain)
    start = _KIND_LENGTH.size + length
    return Entry(plain[_KIND_LENGTH.size : start].decode(), plain[start:])


def _seal_key(key: bytes, cipher: AESGCM, identity: bytes, schema: int, seq: int) -> bytes:
    return seal(cipher, key, _key_place(identity, schema, seq))


def _key_place(identity: bytes, schema: int, seq: int) -> bytes:
    return place("entry key", identity, schema=schema, seq=seq)
