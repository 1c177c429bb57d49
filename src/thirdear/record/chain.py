"""The hash chain: each entry's hash covers the one before, so none can be changed, lost or moved.

hash(n) = SHA-256(hash(n-1) || seq || schema || sealed entry), over ciphertext only (FIPS 180-4; the
linking is that of Haber and Stornetta 1991). Anyone could recompute hashes after a change, so the
newest one is kept sealed by the data key: the seal. Erasing an entry destroys its key and leaves
its ciphertext, so the chain holds.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thirdear.record.entry import Row, open_row
from thirdear.record.errors import Damage
from thirdear.record.sealing import Unsealable, place, seal, unseal

_NUMBERS = struct.Struct(">qq")
_HASH_SIZE = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Link:
    """A point in the chain: a sequence number and the hash there."""

    seq: int
    hash: bytes


def genesis(identity: bytes) -> Link:
    """Return the point before the first entry, which no two records share."""
    return Link(0, hashlib.sha256(b"thirdear record" + identity).digest())


def extend(before: bytes, seq: int, schema: int, sealed: bytes) -> bytes:
    """Return the hash of an entry, given the hash before it."""
    return hashlib.sha256(before + _NUMBERS.pack(seq, schema) + sealed).digest()


def seal_head(head: Link, cipher: AESGCM, identity: bytes) -> bytes:
    """Return the newest point of the chain, sealed so that only the data key can move it."""
    return seal(cipher, _NUMBERS.pack(head.seq, 0) + head.hash, place("seal", identity))


def open_head(sealed: bytes | None, cipher: AESGCM, identity: bytes) -> Link | None:
    """Return what `seal_head` was given, or None if the seal is missing or broken."""
    if sealed is None:
        return None
    try:
        plain = unseal(cipher, sealed, place("seal", identity))
    except Unsealable:
        return None
    seq, _ = _NUMBERS.unpack_from(plain)
    return Link(seq, plain[-_HASH_SIZE:])


def examine(
    rows: Iterable[tuple[int, Row | None]],
    start: Link,
    end: Link | None,
    cipher: AESGCM,
    identity: bytes,
) -> Iterator[Damage]:
    """Yield every damage in a stretch of the chain, each named once, where it is.

    Takes each sequence number from start.seq + 1 on with its row (None: no such row), the trusted
    point before them and the sealed point at their end (None: the seal is broken).
    """
    before, before_is_sound = start.hash, True
    for seq, row in rows:
        if row is None:
            yield Damage("entry", seq, "missing")
            before_is_sound = False
            continue
        found = open_row(row, cipher, identity)
        if isinstance(found, Damage):
            yield found
        opens = not (isinstance(found, Damage) and found.part == "entry")
        # After a damaged neighbour the link says nothing about this entry; only its seal does.
        linked = row.hash == extend(before, seq, row.schema, row.sealed) or not before_is_sound
        if opens and not linked:
            yield Damage("entry", seq, "changed")
        before, before_is_sound = row.hash, opens and linked
    if end is not None and before_is_sound and before != end.hash:
        yield Damage("chain", None, "changed")
