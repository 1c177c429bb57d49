"""Wraps: the data key of a record, sealed by something its owner has.

The data key never changes when the passphrase does; only its wrap is replaced, so nothing that
was said is rewritten. A record can have several wraps: now one for the passphrase and one for
the recovery key. Each wrap carries the way its key is derived, so that costs can be raised later
(`Record.change_passphrase` always uses today's) and old records still open.
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from thirdear.record import recovery
from thirdear.record.errors import (
    Damage,
    RecordDamaged,
    RecordError,
    WrongPassphrase,
    WrongRecoveryKey,
)
from thirdear.record.sealing import KEY_SIZE, Unsealable, place, seal, unseal

WrapKind = Literal["passphrase", "recovery"]

_SALT_SIZE = 16
_NO_RECOVERY_KEY = "No recovery key was ever made for this record."
_HKDF = '{"name":"hkdf-sha256"}'
_NO_MEMORY = (
    "There is not enough free memory to check the passphrase. Close something and try again."
)
_EMPTY = "A passphrase needs at least one character."


class Cost(msgspec.Struct, frozen=True, tag_field="name", tag="argon2id v=19"):
    """What one guess at the passphrase costs: Argon2id passes, memory and lanes.

    The default is the second recommended option of RFC 9106, section 4. The bounds are checked
    when a file is read: a tampered one must not exhaust the machine.
    """

    passes: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 3
    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=4 * 1024 * 1024)] = 64 * 1024
    lanes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4


DEFAULT_COST = Cost()


@dataclass(frozen=True, slots=True, repr=False)
class Wrap:
    """The data key under lock; `derivation` says in JSON how the key to it is derived.

    `checksum` tells damage from a wrong secret, which the cipher alone cannot, so that nobody
    doubts their memory for a bad disk.
    """

    kind: WrapKind
    derivation: str
    salt: bytes
    sealed: bytes
    checksum: bytes


def with_passphrase(data_key: bytes, identity: bytes, passphrase: str, cost: Cost) -> Wrap:
    """Seal the data key of record `identity` with a key derived from the passphrase.

    Raises RecordError for an empty passphrase. Source: Argon2id, RFC 9106.
    """
    if not passphrase:
        raise RecordError(_EMPTY)
    salt = os.urandom(_SALT_SIZE)
    derivation = msgspec.json.encode(cost).decode()
    key = _from_passphrase(passphrase, salt, cost)
    return _wrap("passphrase", derivation, salt, key, data_key, identity)


def with_recovery_key(data_key: bytes, identity: bytes, recovery_key: bytes) -> Wrap:
    """Seal the data key with a key derived from 256 random bits.

    These cannot be guessed, so HKDF (RFC 5869) is enough and no slow function is needed.
    """
    salt = os.urandom(_SALT_SIZE)
    key = _from_recovery_key(recovery_key, salt)
    return _wrap("recovery", _HKDF, salt, key, data_key, identity)


def unwrap(held: Iterable[Wrap], kind: WrapKind, identity: bytes, secret: str) -> bytes:
    """Return the data key of record `identity`.

    Takes the wraps of the record, the kind to open, and the passphrase or the printed recovery
    key. Raises WrongPassphrase or WrongRecoveryKey, or RecordDamaged if the wrap was changed.
    """
    wrap = next((one for one in held if one.kind == kind), None)
    if wrap is None:
        raise WrongRecoveryKey(_NO_RECOVERY_KEY) if kind == "recovery" else _damaged()
    if not is_sound(wrap, identity):
        raise _damaged()
    if kind == "passphrase":
        key = _from_passphrase(secret, wrap.salt, _read_cost(wrap.derivation))
    else:
        key = _from_recovery_key(recovery.from_text(secret), wrap.salt)
    try:
        return unseal(AESGCM(key), wrap.sealed, _bound(kind, wrap.derivation, identity))
    except Unsealable:
        raise (WrongRecoveryKey if kind == "recovery" else WrongPassphrase) from None


def is_sound(wrap: Wrap, identity: bytes) -> bool:
    """Tell whether a wrap is as it was written."""
    expected = _checksum(wrap.kind, wrap.derivation, wrap.salt, wrap.sealed, identity)
    return wrap.checksum == expected


def _wrap(
    kind: WrapKind, derivation: str, salt: bytes, key: bytes, data_key: bytes, identity: bytes
) -> Wrap:
    sealed = seal(AESGCM(key), data_key, _bound(kind, derivation, identity))
    checksum = _checksum(kind, derivation, salt, sealed, identity)
    return Wrap(kind, derivation, salt, sealed, checksum)


def _bound(kind: WrapKind, derivation: str, identity: bytes) -> bytes:
    return place(f"wrap {kind} {derivation}", identity)


def _checksum(kind: str, derivation: str, salt: bytes, sealed: bytes, identity: bytes) -> bytes:
    fields = repr((kind, derivation, salt, sealed, identity))
    return hashlib.sha256(fields.encode()).digest()


def _from_passphrase(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # RFC 8265, section 4.2.2: one space for all spaces, then NFC, so that the same passphrase
    # typed on another keyboard opens too.
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in passphrase)
    secret = unicodedata.normalize("NFC", spaced).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_SIZE, Type.ID, version=19
        )
    except HashingError:
        raise RecordError(_NO_MEMORY) from None


def _from_recovery_key(recovery_key: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), KEY_SIZE, salt, b"thirdear record recovery").derive(recovery_key)


def _read_cost(derivation: str) -> Cost:
    try:
        return msgspec.json.decode(derivation, type=Cost)
    except msgspec.DecodeError:
        raise _damaged() from None


def _damaged() -> RecordDamaged:
    return RecordDamaged([Damage("lock", None, "changed")])
