"""Authenticated encryption: one way to seal bytes, bound to the one place where they may stand.

AES-256 in Galois/Counter Mode (NIST SP 800-38D; key size FIPS 197) from the `cryptography`
library. Nonces are 96 random bits, as section 8.2.2 of that document allows for up to 2**32
messages under one key; an entry key seals one message, a data key a few for each entry.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_SIZE = 32
_NONCE_SIZE = 12
_TAG_SIZE = 16


class Unsealable(Exception):
    """The sealed bytes were changed or moved, or the key is not theirs."""


def new_key() -> bytes:
    """Return a fresh 256-bit key from the operating system's random source."""
    return os.urandom(KEY_SIZE)


def place(purpose: str, identity: bytes, *, schema: int = 0, seq: int = 0) -> bytes:
    """Return the associated data that pins sealed bytes to where they belong.

    Takes what the bytes are for, the 16-byte id of the record, the schema version they were
    written in and their sequence number. The fixed widths come first, so no two places share
    one encoding.
    """
    return identity + struct.pack(">qq", schema, seq) + purpose.encode()


def seal(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    """Encrypt `plain` for the place `bound`; return nonce, ciphertext and tag as one string."""
    nonce = os.urandom(_NONCE_SIZE)
    return nonce + cipher.encrypt(nonce, plain, bound)


def unseal(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    """Return what `seal` was given; raise Unsealable if key, bytes or place differ.

    A damaged file can hand over a number or text where bytes were stored, hence the type check.
    """
    if not isinstance(sealed, bytes) or len(sealed) < _NONCE_SIZE + _TAG_SIZE:
        raise Unsealable
    try:
        return cipher.decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], bound)
    except InvalidTag:
        raise Unsealable from None
