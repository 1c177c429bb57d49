"""Withdrawal from the work and confrontation with the other chair."""

from hearing import heard, listen


def test_a_complaint_about_the_other_chair_is_a_confrontation():
    readings, _ = listen(
        "I told you last week.",
        "T: Tell me about your brother.",
        "This is pointless. You don't listen, you just ask the same thing and it isn't helping.",
    )
    assert "confrontation" in {o.code for o in readings[-1].of("alliance", claim=None)}


def test_an_ordinary_sentence_is_no_rupture():
    assert not heard("We had soup and then I washed up.").of("alliance")
