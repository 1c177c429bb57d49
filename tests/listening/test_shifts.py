"""A shift: the talk leaves one subject and lands on another."""

import pytest
from tests.listening.hearing import codes, heard, only


def test_anyway_and_another_subject_is_a_shift() -> None:
    text = "My dad used to say nobody likes a whiner. Anyway. We're repainting the hall."
    shift = only(heard(text), "shift")
    assert shift.quote.startswith("Anyway")
    assert "the hall" in shift.quote


def test_anyway_and_the_same_subject_is_no_shift() -> None:
    assert codes(heard("I rang the garage. Anyway, the garage was shut."), "shift") == []


def test_anyway_before_nothing_at_all_is_no_shift() -> None:
    assert codes(heard("So that was that. Anyway."), "shift") == []


def test_a_shift_right_after_a_feeling_is_marked_as_leaving_something_warm() -> None:
    shift = only(heard("I was so ashamed. Anyway, the boiler is fixed."), "shift")
    assert shift.attributes["after_warm"] is True


def test_a_shift_after_the_weather_leaves_nothing_warm() -> None:
    shift = only(heard("It rained on Monday. Anyway, the boiler is fixed."), "shift")
    assert shift.attributes["after_warm"] is False


def test_a_return_to_what_was_said_a_turn_ago_is_no_shift() -> None:
    assert codes(heard("The boiler broke.", "It rained. Anyway, the boiler."), "shift") == []


@pytest.mark.parametrize("opening", ["By the way, the", "On another note, the", "Speaking of, the"])
def test_there_are_other_ways_of_turning_away(opening: str) -> None:
    assert codes(heard(f"I cried for her. {opening} kettle is broken."), "shift") == ["shift"]
