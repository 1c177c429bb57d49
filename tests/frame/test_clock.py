"""The session clock: about fifty minutes, told by what is said and not by the wall."""

import pytest

from thirdear.frame.clock import SESSION_S, phase, remaining, time_taken
from thirdear.speech import Utterance


@pytest.mark.parametrize(
    ("minutes", "name"),
    [(0, "opening"), (4.9, "opening"), (5, "middle"), (39.9, "middle"), (40, "last_minutes"),
     (49.9, "last_minutes"), (50, "over"), (80, "over")],
)  # fmt: skip
def test_the_parts_of_the_hour(minutes: float, name: str) -> None:
    assert phase(minutes * 60) == name


def test_an_hour_is_fifty_minutes() -> None:
    assert SESSION_S == 50 * 60


def test_what_is_left_never_falls_below_nothing() -> None:
    assert remaining(0) == SESSION_S
    assert remaining(SESSION_S + 100) == 0


def test_an_utterance_takes_its_pause_and_its_words_at_150_a_minute() -> None:
    assert time_taken(Utterance("x", pause_s=4.0), 150) == 64.0
    assert time_taken(Utterance("x"), 0) == 2.0
    assert time_taken(Utterance("x", pause_s=-5.0), 0) == 0.0
