"""Who somebody is, corrected in the room: it is kept, and holds when the record is opened again."""

import pytest
from tests.room.holding import Memory, a_room, in_session

from thirdear.listening.context import Correction
from thirdear.room import Room, RoomError
from thirdear.room.events import Corrected
from thirdear.room.journal import Journal


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def room(memory: Memory) -> Room:
    room = in_session(2, memory=memory)
    room.say("My boss Dan rang.")
    return room


BROTHER = Correction(figure="boss:1", role="sibling")


def roles(room: Room) -> list[tuple[str, str]]:
    return [(f.role, f.id) for f in room.state.context.cast.values() if f.id == "boss:1"]


def test_a_correction_holds_for_what_is_heard_and_for_what_is_understood(room: Room) -> None:
    room.correct(BROTHER)
    assert room.state.context.cast["boss:1"].role == "sibling"
    assert room.state.formulation.cast["boss:1"].role == "sibling"
    heard = room.say("Dan was late.").reading
    assert heard is not None
    assert [(o.about, o.code) for o in heard.of("person")] == [("boss:1", "sibling")]


def test_a_correction_holds_after_the_record_is_opened_again(room: Room, memory: Memory) -> None:
    room.correct(BROTHER)
    assert a_room(memory).state == room.state
    assert a_room(memory.without_checkpoints()).state == room.state


def test_a_correction_can_be_made_between_sessions(room: Room, memory: Memory) -> None:
    room.end()
    room.correct(BROTHER)
    assert roles(a_room(memory)) == [("sibling", "boss:1")]


@pytest.mark.parametrize(
    "correction",
    [
        Correction(figure="boss:7", role="sibling"), Correction(figure="boss:1", role="hero"),
        Correction(figure="boss:1", same_as="boss:1"), Correction(figure="boss:1", same_as="x:1"),
        Correction(figure="boss:1", name="Ines", role="sibling"),
        Correction(figure="therapist", role="mother"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_plainly_and_not_kept(
    room: Room, memory: Memory, correction: Correction
) -> None:
    kept = len(memory.kept)
    with pytest.raises(RoomError):
        room.correct(correction)
    assert len(memory.kept) == kept


def test_three_cannot_be_made_one_in_a_circle(room: Room) -> None:
    room.say("My sister Ruth and my friend Ines came.")
    room.correct(Correction(figure="boss:1", same_as="sibling:1"))
    room.correct(Correction(figure="sibling:1", same_as="friend:1"))
    with pytest.raises(RoomError):
        room.correct(Correction(figure="friend:1", same_as="boss:1"))


def test_a_correction_of_somebody_who_was_erased_since_changes_nothing() -> None:
    memory = Memory()
    Journal(memory).write(Corrected(BROTHER))
    assert "boss:1" not in a_room(memory).state.context.cast
