"""The small parts: how time is counted, how sentences are set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.web.sitting import cleaned
from thirdear.web.typeset import typeset
from thirdear.web.watch import LONGEST_STEP_S, Watch

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_watch_counts_only_while_someone_is_there() -> None:
    watch = Watch()
    watch.tick(later(0))
    watch.tick(later(10))
    watch.away(later(15))
    watch.tick(later(500))
    watch.tick(later(505))

    assert watch.unsettled_s == 20


def test_a_watch_stands_still_in_a_pause_and_when_clocks_are_set_back() -> None:
    watch = Watch()
    watch.tick(later(0))
    watch.pause(later(10))
    watch.tick(later(40))
    watch.go_on(later(60))
    watch.tick(later(65))
    watch.tick(later(5))

    assert watch.unsettled_s == 15


@given(st.lists(st.floats(0, 3 * LONGEST_STEP_S), max_size=30))
def test_a_watch_never_counts_more_than_has_passed(steps: list[float]) -> None:
    watch = Watch()
    at = 0.0
    watch.tick(later(at))
    for step in steps:
        at += step
        watch.tick(later(at))

    assert 0 <= watch.unsettled_s <= at + 1e-3


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("I don't know.", "I don’t know."),
        ('"It\'s fine", then "nothing". I\'d wonder.', "“It's fine”, then “nothing”. I’d wonder."),
        ("", ""),
    ],
)
def test_sentences_are_set_as_in_print_and_quotations_to_the_letter(text: str, set_as: str) -> None:
    assert typeset(text) == set_as


@given(st.text())
def test_cleaning_leaves_nothing_that_cannot_be_kept_or_shown(text: str) -> None:
    clean = cleaned(text)

    assert cleaned(clean) == clean
    assert not any(ord(char) < 32 and char not in "\n\t" for char in clean)
