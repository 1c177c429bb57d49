"""The record: the encrypted, append-only account of everything that happened.

An entry is a kind and a payload of bytes; what they mean is the caller's business. Entries are
numbered from 1 without gaps and never change. They can be erased: the number stays, the words go.

    with create("home/record.db", passphrase) as record:
        record.append([Entry("utterance", b"...")])        # on the disk when it returns
    with unlock("home/record.db", passphrase) as record:
        for stored in record.entries(): ...

How it is kept (SQLite by default, through SQLAlchemy Core):

    passphrase   --Argon2id--> key --+
                                     +--> opens the data key --> an entry's key --> the entry
    recovery key --HKDF------> key --+

- The data key is random and never changes with the passphrase; each entry has a random key of its
  own, so destroying that one key erases that one entry, in this file and for good.
- Everything sealed is bound to its place: record, purpose, schema version, sequence number.
- Every entry's hash covers the one before; the newest hash is sealed by the data key. So an entry
  that was changed, lost, moved or added from outside is found and named.
- Checkpoints hold derived data, bound to an entry and its hash, so that opening a long record reads
  only what came after the latest one. They can be lost without loss.

What someone with the file but no key can see: that it is a record, its random id and schema
version, how the keys are derived and that there is a recovery key or not, how many entries there
are and how long each is (to the byte: kind and payload together), which ones were erased, at which
entries checkpoints lie and their length, and the file's own name, size and times. Not visible:
words, kinds, times of entries.

What this cannot do:

- Notice that the whole file was put back to an earlier state. Every seal in the older copy is
  genuine; only something kept elsewhere (a backup, a printed count) could tell.
- Take back copies. An earlier copy of the file still opens with the passphrase of its time and
  still holds what was erased since; and flash storage and journalling file systems may keep
  overwritten blocks out of our reach.
- Keep keys out of reach of someone who controls the running machine. They are in memory while the
  record is open; `close` drops them, but Python cannot promise to overwrite them.
"""

from thirdear.record.entry import Entry, Stored
from thirdear.record.errors import (
    Damage,
    NewerRecord,
    NotARecord,
    RecordDamaged,
    RecordError,
    RecordExists,
    RecordFull,
    RecordInUse,
    WrongPassphrase,
    WrongRecoveryKey,
)
from thirdear.record.opening import create, exists, recover, unlock
from thirdear.record.record import Checkpoint, Record
from thirdear.record.wraps import Cost

__all__ = [
    "Checkpoint",
    "Cost",
    "Damage",
    "Entry",
    "NewerRecord",
    "NotARecord",
    "Record",
    "RecordDamaged",
    "RecordError",
    "RecordExists",
    "RecordFull",
    "RecordInUse",
    "Stored",
    "WrongPassphrase",
    "WrongRecoveryKey",
    "create",
    "exists",
    "recover",
    "unlock",
]
