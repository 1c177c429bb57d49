"""A room without a disk: a record in memory, and short ways of holding a session in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from thirdear.room import Reply, Room
from thirdear.room.journal import Journal

BEGAN = datetime(2026, 11, 1, 10, tzinfo=UTC)
WEEK = timedelta(days=7)


class Memory:
    """What the journal asks of a record, kept in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, bytes]] = []
        self.checkpoints: list[tuple[int, bytes]] = []

    def append(self, kind_and_payload: list[tuple[str, bytes]]) -> int:
        self.kept.extend(kind_and_payload)
        return len(self.kept)

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes | None]]:
        for seq, (_, payload) in enumerate(self.kept[after:], after + 1):
            yield seq, payload

    def put_checkpoint(self, seq: int, blob: bytes) -> None:
        self.checkpoints.append((seq, blob))

    def latest_checkpoint(self) -> tuple[int, bytes] | None:
        return self.checkpoints[-1] if self.checkpoints else None

    def without_checkpoints(self) -> Memory:
        """Return the same record with nothing but what happened in it."""
        bare = Memory()
        bare.kept = list(self.kept)
        return bare


def a_room(memory: Memory | None = None) -> Room:
    """Return a room on a record in memory; nothing has been said in it if the record is new."""
    return Room(Journal(memory if memory is not None else Memory()))


def in_session(
    number: int = 1, *, seed: int = 0, country: str = "GB", memory: Memory | None = None
) -> Room:
    """Return a room in which session `number` has just been opened."""
    room = a_room(memory)
    for session in range(1, number + 1):
        room.open(BEGAN + WEEK * session, seed=seed, country=country)
        if session < number:
            room.say("Hello.")
            room.end(BEGAN + WEEK * session + timedelta(minutes=50))
    return room


def hold(room: Room, lines: Iterable[str]) -> list[Reply]:
    """Say one line after the other until the session ends; return what came back for each."""
    replies = []
    for line in lines:
        replies.append(room.say(line))
        if replies[-1].type == "ended":
            break
    return replies


def kinds(replies: Iterable[Reply]) -> list[str]:
    """Return the kinds of what the other chair did."""
    return [r.intervention.kind if r.intervention else r.type for r in replies]
