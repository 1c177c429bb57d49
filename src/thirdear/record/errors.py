"""What can go wrong with a record, each as one plain sentence for the person.

No message ever holds the person's words, a passphrase or a key: every sentence is either fixed
here or made from a sequence number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Part = Literal["entry", "key", "checkpoint", "seal", "chain", "lock", "file"]
Fault = Literal["missing", "changed", "foreign"]

_PARTS: dict[Part, str] = {
    "entry": "entry {seq}",
    "key": "the key of entry {seq}",
    "checkpoint": "the checkpoint at entry {seq}",
    "seal": "the seal over the whole record",
    "chain": "the chain through the entries",
    "lock": "the lock that the passphrase or recovery key opens",
    "file": "the file itself",
}
_FAULTS: dict[Fault, str] = {
    "missing": "is missing",
    "changed": "was changed or moved",
    "foreign": "was added from outside",
}
_NAMED_IN_A_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged thing: which part, at which sequence number (None: not one entry), and how."""

    part: Part
    seq: int | None
    fault: Fault

    def __str__(self) -> str:
        return f"{_PARTS[self.part].format(seq=self.seq)} {_FAULTS[self.fault]}"


class RecordError(Exception):
    """The root of everything a record raises; str() of it can be shown to the person as it is."""

    sentence: ClassVar[str] = "Something went wrong with the record."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class WrongPassphrase(RecordError):
    """The passphrase does not open the record."""

    sentence = "That passphrase does not open this record. Nothing was changed."


class WrongRecoveryKey(RecordError):
    """The recovery key is mistyped, or belongs to another record."""

    sentence = "That recovery key does not open this record. Nothing was changed."


class RecordInUse(RecordError):
    """Another process, or another Record in this one, holds the record open."""

    sentence = (
        "This record is already open in another window or program. "
        "Close it there first, then try again."
    )


class RecordExists(RecordError):
    """There is already something where a new record was to be made."""

    sentence = "There is already a record here. It was left as it is."


class RecordFull(RecordError):
    """The disk is full, or the record cannot be read from or written to it."""

    sentence = (
        "The record could not be read or written: the disk may be full or not writable. "
        "What was kept before is safe."
    )


class NotARecord(RecordError):
    """No file there, or a file that is not a record."""

    sentence = "There is no record here, or the beginning of its file has been damaged."


class NewerRecord(RecordError):
    """The record was written by a later version of the program."""

    sentence = (
        "This record was made by a newer version of the program. Please update, then open it."
    )


class RecordDamaged(RecordError):
    """Something in the record was changed, moved or lost; `damage` names every such thing."""

    def __init__(self, damage: Sequence[Damage]) -> None:
        self.damage = tuple(damage)
        named = "; ".join(str(one) for one in self.damage[:_NAMED_IN_A_SENTENCE])
        more = len(self.damage) - _NAMED_IN_A_SENTENCE
        if more > 0:
            named += f"; and {more} more"
        super().__init__(f"This record was damaged or changed from outside: {named}.")
