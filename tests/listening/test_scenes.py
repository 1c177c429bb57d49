"""Memories, dreams and slips, and what only sounds like them."""

import pytest
from tests.listening.hearing import heard


def test_a_dream_told_is_a_dream():
    found = heard(
        "I had this dream last night, I was in a house with no doors and it was filling up."
    )
    assert found.of("dream")


@pytest.mark.parametrize(
    "text", ["It's my dream job, to be honest.", "I must remember to lock the back door."]
)
def test_words_of_dream_and_memory_used_otherwise_are_neither(text: str) -> None:
    assert not heard(text).of("dream")
    assert not heard(text).of("memory")


def test_a_slip_that_is_noticed_is_heard():
    found = heard("I said to my brother, I mean my boss, God, why did I say brother.")
    assert found.of("slip")
