"""Withdrawal from the work and confrontation with the other chair."""

from tests.listening.hearing import heard, listen


def test_a_complaint_about_the_other_chair_is_a_confrontation():
    readings, _ = listen(
        "I told you last week.",
        "T: Tell me about your brother.",
        "You never listen. You're just reading off a script and I'm sick of it.",
    )
    assert "confrontation" in {o.code for o in readings[-1].of("alliance")}


def test_an_ordinary_sentence_is_no_rupture():
    assert not heard("We had soup and then I washed up.").of("alliance")
