"""Writes what happens to the record, and folds the record back into the state of the room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec

from thirdear.formulation.formulation import FORMULATION
from thirdear.listening.listener import LISTENER
from thirdear.room.events import Event
from thirdear.room.state import State, folded
from thirdear.therapist.hour import HOUR

CHECKPOINT_EVERY = 400
"""Events after which the folded state is put down again, so that opening stays fast."""

FOLDED_BY = f"{LISTENER} formulation {FORMULATION} hour {HOUR}"

_encode = msgspec.json.Encoder().encode
_event = msgspec.json.Decoder(Event)


class Checkpoint(msgspec.Struct, frozen=True):
    """A folded state put down beside the record; only good for those who folded it."""

    folded_by: str
    state: State


class Kept(Protocol):
    """The little that the room asks of a record (see `thirdear.record`)."""

    def append(self, kind_and_payload: list[tuple[str, bytes]]) -> int:
        """Keep entries durably; return the number of the last one."""

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes | None]]:
        """Yield (number, payload) of what was kept; payload None where it was erased."""

    def put_checkpoint(self, seq: int, blob: bytes) -> None:
        """Put down a checkpoint that stands for everything up to `seq`."""

    def latest_checkpoint(self) -> tuple[int, bytes] | None:
        """Return the newest sound checkpoint."""


class Journal:
    """The room's side of the record: events in, state out."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._since_checkpoint = 0
        self._last = 0

    def write(self, *events: Event) -> None:
        """Keep events; they are on disk when this returns. Raises what the record raises."""
        pairs = [(type(e).__struct_config__.tag, _encode(e)) for e in events]
        self._last = self._kept.append([(str(tag), payload) for tag, payload in pairs])
        self._since_checkpoint += len(events)

    def read(self) -> State:
        """Fold everything kept into the state, from the newest usable checkpoint on."""
        state, after = self._start()
        for seq, payload in self._kept.entries(after):
            if payload is not None:
                state = folded(state, _event.decode(payload))
            self._last = seq
            self._since_checkpoint += 1
        return state

    def events(self) -> Iterator[Event]:
        """Yield every event kept, oldest first; erased ones are passed over."""
        for _, payload in self._kept.entries():
            if payload is not None:
                yield _event.decode(payload)

    def put_down(self, state: State, *, now: bool = False) -> None:
        """Put the state down beside the record when it is time (or `now`), never in its way."""
        if self._last and (now or self._since_checkpoint >= CHECKPOINT_EVERY):
            self._kept.put_checkpoint(self._last, _encode(Checkpoint(FOLDED_BY, state)))
            self._since_checkpoint = 0

    def _start(self) -> tuple[State, int]:
        found = self._kept.latest_checkpoint()
        if found is None:
            return State(), 0
        seq, blob = found
        try:
            checkpoint = msgspec.json.decode(blob, type=Checkpoint)
        except msgspec.DecodeError:
            return State(), 0
        if checkpoint.folded_by != FOLDED_BY:
            return State(), 0
        self._last = seq
        return checkpoint.state, seq
