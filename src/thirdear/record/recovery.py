"""The recovery key: 256 random bits that a person can print and, one day, type in again.

Written in base32 (RFC 4648, section 6: no 0, 1 or 8 to confuse) with a 24-bit checksum, so that
a slip of the pen is told apart from the wrong key: 56 characters in 14 groups of four.
"""

import base64
import binascii
import hashlib

from thirdear.record.errors import WrongRecoveryKey
from thirdear.record.sealing import KEY_SIZE

_CHECK_SIZE = 3
_GROUP = 4
_MISTYPED = "That recovery key has a typing mistake in it. Please compare it with the printed one."


def to_text(key: bytes) -> str:
    """Return the printable form of a 32-byte recovery key."""
    letters = base64.b32encode(key + _check(key)).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def from_text(text: str) -> bytes:
    """Return the key that was printed; spaces, dashes and case do not matter.

    Raises WrongRecoveryKey if a character is missing, added or mistyped.
    """
    letters = "".join(text.split()).replace("-", "")
    try:
        # 0 and 1 are read as the letters they are mistaken for.
        raw = base64.b32decode(letters.encode(), casefold=True, map01=b"I")
    except (binascii.Error, UnicodeEncodeError):
        raise WrongRecoveryKey(_MISTYPED) from None
    key, check = raw[:KEY_SIZE], raw[KEY_SIZE:]
    if len(raw) != KEY_SIZE + _CHECK_SIZE or check != _check(key):
        raise WrongRecoveryKey(_MISTYPED)
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:_CHECK_SIZE]
