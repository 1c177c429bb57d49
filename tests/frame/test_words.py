"""What is said about the frame: purpose, opening, the end; plain, once, and never a promise."""

from datetime import UTC, datetime, timedelta

import pytest

from thirdear.frame.words import opening, purpose, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_the_purpose_says_what_this_is_and_is_not() -> None:
    said = purpose()
    for needed in ("program", "not a person", "not a therapist", "does not diagnose", "adults",
                   "cannot call for help", "guesses"):  # fmt: skip
        assert needed in said


def test_the_first_session_says_once_what_this_is_what_it_asks_and_where_words_are_kept() -> None:
    said = opening(1, NOW, None)
    assert said is not None
    for needed in ("program", "not a person", "diagnose", "this machine", "encrypted",
                   "whatever comes", "write stop", "fifty minutes", "You begin"):  # fmt: skip
        assert needed in said
    assert "{" not in said
    assert "?" not in said


def test_a_later_session_leaves_the_first_word_to_the_person() -> None:
    said = opening(2, NOW, NOW - timedelta(days=7))
    assert said is not None
    assert said.endswith("You begin.")
    assert "program" in said
    assert len(said.split()) < 20


@pytest.mark.parametrize(
    ("since", "says"),
    [(timedelta(minutes=5), False), (timedelta(hours=2, minutes=59), False),
     (timedelta(hours=3), True), (timedelta(days=7), True), (timedelta(days=400), True)],
)  # fmt: skip
def test_that_it_is_a_program_is_said_again_every_three_hours(since: timedelta, says: bool) -> None:
    assert (opening(5, NOW, NOW - since) is not None) is says


def test_the_end_opens_nothing() -> None:
    for said in [*words()["over"], words()["left"], words()["cannot_go_on"]]:
        assert "?" not in said


def test_who_leaves_in_danger_is_told_where_to_turn() -> None:
    assert "{lines}" in words()["left_in_danger"]
    assert "comes first next time" in words()["left_in_danger"]
