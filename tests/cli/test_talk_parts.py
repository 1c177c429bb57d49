"""The parts of a session at the command line: its pace, its commands, its three first questions."""

import pytest

from thirdear.cli.talk.pace import LONGEST_PAUSE_S, Pace
from thirdear.cli.talk.welcome import country_named, is_adult
from thirdear.cli.talk.wishes import COMMANDS, wish
from thirdear.frame.clock import time_taken
from thirdear.speech import Utterance


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("took_s", "words", "counted_s"),
    [
        (30, 10, 30),  # slow typing: all of it counts, none of it twice
        (4, 10, 4),
        (1, 10, 4),  # a paste is spoken at the pace of speech
        (0, 0, 0),
        (2 * 3600, 10, LONGEST_PAUSE_S + 4),  # called away
    ],
)
def test_the_time_that_counts_is_the_time_that_went_by(
    took_s: float, words: int, counted_s: float
) -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.answered()
    clock.now += took_s
    text = "word " * words
    pause_s = pace.pause_before(text)
    assert time_taken(Utterance(text, pause_s=pause_s), words) == pytest.approx(counted_s)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_a_word_with_a_slash(name: str) -> None:
    assert wish(f" {name.upper()} ") == name[1:]


@pytest.mark.parametrize("text", ["", "stop", "he / she", "/ time", "/time to go", "5/10", "//"])
def test_everything_else_is_something_said(text: str) -> None:
    assert wish(text) is None


def test_a_slip_of_the_finger_does_not_become_part_of_the_record() -> None:
    assert wish("/tiem") == "/tiem"


@pytest.mark.parametrize(
    ("answer", "adult"),
    [
        ("yes", True), ("Yes.", True), ("y", True), ("yeah I am", True), ("34", True),
        ("I'm 18", True), ("I am", True), ("no", False), ("N", False), ("I’m not", False),
        ("not yet", False), ("17", False), ("yes, I'm 15", False), ("no, 16", False),
        ("", None), ("why?", None), ("maybe", None), ("yesterday", None), ("now what", None),
    ],
)  # fmt: skip
def test_adult_is_a_plain_yes_or_an_age(answer: str, adult: bool | None) -> None:
    assert is_adult(answer) is adult


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("GB", "GB"), ("gb", "GB"), (" United  kingdom. ", "GB"), ("UK", "GB"), ("Ireland", "IE"),
        ("usa", "US"), ("Narnia", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_and_name(name: str, code: str | None) -> None:
    assert country_named(name) == code
