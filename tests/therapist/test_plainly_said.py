"""What is said in so many words is noticed with its words, and only where it means what it says."""

import pytest
from tests.therapist.moments import moment, respond, with_hour

from thirdear.therapist.moment import Moment
from thirdear.therapist.noticing import plainly_said

BEFORE = ("I went to see my sister on Sunday and we had lunch in the garden, the two of us.",)


def signals(before: Moment) -> dict[str, str]:
    """Return the signals of this look, each with the words it can quote."""
    found = [signal for look in plainly_said.LOOKS for signal in look(before)]
    return {signal.name: signal.slots.get("quote", "") for signal in found}


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        ("It was late. There's something I haven't told you.", "secret",
         "There's something I haven't told you"),
        ("Sorry for rambling.", "sorry_to_me", "Sorry for rambling"),
        ("Nothing ever changes, she said so too.", "hopeless", "Nothing ever changes"),
        ("i dont care", "dont_care", "i dont care"),
        ("Well, it's like there's a wall.", "likeness", "it's like there's a wall"),
        ("Oh. I do that with everyone.", "own_insight", "I do that with everyone"),
        ("Sorry, that was rude.", "rude_to_me", ""),
    ],
)  # fmt: skip
def test_it_is_noticed_with_the_piece_of_the_sentence(text: str, name: str, quote: str) -> None:
    found = signals(moment(*BEFORE, text))
    assert name in found
    assert not quote or found[name] == quote


def test_not_knowing_is_an_answer_only_where_hardly_anything_else_is_said() -> None:
    assert "dont_know" in signals(moment(*BEFORE, "I don't know."))
    long = "I don't know what he wanted with the boat, he had never once been out in it."
    assert "dont_know" not in signals(moment(*BEFORE, long))


def test_that_something_fits_counts_only_just_after_a_remark() -> None:
    now = moment(*BEFORE, "That's spot on.")
    assert "fits" in signals(with_hour(now, since_remark=1))
    assert "fits" not in signals(with_hour(now, since_remark=3))


def test_words_too_long_to_quote_are_grounds_without_a_slot() -> None:
    text = "I keep thinking about the day we drove out to the lake and she sang all the way home."
    found = signals(moment(*BEFORE, text))
    assert found["keeps_coming"] == ""


def test_ones_own_insight_is_met_with_few_words_or_none() -> None:
    for seed in range(5):
        made = respond(*BEFORE, "Oh. I do that with everyone.", seed=seed)
        assert made.kind in ("SIL", "ENC")


def test_sarcasm_is_not_taken_for_love() -> None:
    lines = (*BEFORE, "you're not gonna say anything?", "great. love that")
    for seed in range(5):
        assert "love" not in respond(*lines, seed=seed).text


@pytest.mark.parametrize("text", ["you're not gonna say anything?", "You're very quiet."])
def test_who_speaks_of_the_silence_is_not_left_in_it(text: str) -> None:
    for seed in range(5):
        assert respond(*BEFORE, "It rained.", text, seed=seed).kind in ("WRK", "TRA", "ACK")


@pytest.mark.parametrize(
    "text", ["I suppose you're not allowed to say.", "not you. you can't, obviously"]
)
def test_what_is_said_to_the_chair_is_not_nodded_at(text: str) -> None:
    for seed in range(5):
        assert respond(*BEFORE, "It rained.", text, seed=seed).kind != "ENC"
