"""What is noticed: which words are set beside which, and what is never given back."""

import re

import pytest
from tests.therapist.moments import moment

from thirdear.therapist.moment import Signal
from thirdear.therapist.noticing import noticed


def signals(*lines: str) -> dict[str, Signal]:
    return {s.name: s for s in noticed(moment(*lines))}


# ---- What is done with what is sore -----------------------------------------------------------------------


def test_what_was_made_small_is_set_beside_what_came_before_it() -> None:
    found = signals("Mum asked Paul to speak. She never asked me.", "No, it's fair enough.")
    small = found["made_small"]
    assert small.slots["quote"] == "it's fair enough"
    assert "asked" in small.slots["sore"]


def test_somebody_elses_fair_enough_is_not_the_persons_own() -> None:
    found = signals("She shouted at me.", "I told him and he said fair enough. Fair enough.")
    assert "made_small" not in found


def test_a_laugh_is_noticed_beside_something_sore_only() -> None:
    assert "laughed" in signals("My boss shouted at me in front of everyone.", "Haha, anyway.")
    assert "laughed" not in signals("We went to the seaside.", "Haha, the gulls.")


@pytest.mark.parametrize(
    "line", ["I'm being stupid.", "I'm such an idiot.", "What's wrong with me.", "I hate myself."]
)
def test_a_hard_word_for_oneself_is_never_said_back_with_you(line: str) -> None:
    for signal in noticed(moment("She never rang back.", line)):
        turned = signal.slots.get("addressed", "")
        assert not re.search(r"stupid|idiot|wrong|hate", turned), signal


def test_what_was_not_said_to_two_people_is_noticed_as_the_same() -> None:
    found = signals("I didn't tell Mum I wanted to go.", "It rained.",
                    "At work I never say a word to my boss either.")  # fmt: skip
    assert {"before", "now"} <= found["unsaid_again"].slots.keys()


def test_a_strong_feeling_taken_back_in_the_next_turn_stands_beside_it() -> None:
    found = signals("It was his turn again.", "I hate my brother.", "No I don't. He's all right.")
    assert found["both_said"].slots == {"first": "I hate my brother", "second": "No I don't"}


def test_the_same_way_three_times_may_be_wondered_about() -> None:
    lines = ["He forgot my birthday.", "It's fine. He forgot our day out too.",
             "It doesn't matter. She shouted at me about it.", "It's no big deal, really."]  # fmt: skip
    assert "again_small" in signals(*lines)
    assert "again_small" not in signals(*lines[:2])


# ---- What comes next to what ------------------------------------------------------------------------------


def test_an_early_scene_is_noticed_with_the_thing_in_it() -> None:
    found = signals("When I was ten I made a pipe rack and he put it in the drawer.")
    assert found["memory_told"].slots["thing"]


def test_a_thing_is_named_with_the_rather_than_a() -> None:
    found = signals("When I was small I had a bike and nobody looked.")
    assert found["memory_told"].slots.get("named") == "the bike"


def test_a_dream_is_not_the_picture_that_is_asked_about() -> None:
    found = signals("I had a dream. There was a tray with cups on it and a long hall.")
    assert "dream" not in found["dream_told"].slots.get("thing", "")


# ---- Between the two chairs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("I nearly didn't come today.", "nearly_stayed_away"),
        ("You didn't say much last week.", "my_silence"),
        ("You're not going to say anything?", "my_silence"),
        ("You're the only one who gets it.", "only_you"),
        ("I don't know what I'd do without this.", "need_you"),
        ("I think I'm falling in love with you.", "love_you"),
        ("You made it sound like it's all about her.", "my_words_hurt"),
        ("Not you. You can't, obviously.", "not_from_you"),
    ],
)
def test_what_is_said_to_the_chair_about_the_chair_is_noticed(line: str, name: str) -> None:
    assert name in signals("It was a long week.", line)


def test_what_was_said_of_the_chair_and_then_of_a_mother_belongs_together() -> None:
    found = signals("You never say anything.", "My mum used to do that. She'd do the crossword.")
    assert "as_someone_was" in found


def test_what_others_feel_is_not_said_back_as_if_it_were_so() -> None:
    assert "about_someone" not in signals("My boss Denise hates me.")


# ---- Words that can be quoted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "My mum said \"it's fine\" and I said it's fair enough, you know, (laughs) whatever she wants",
        "it's only a " + "very " * 40 + "long word",
        "I'm sorry, I'm so stupid, haha, no big deal!!!",
    ],
)
def test_every_ground_is_exactly_what_was_said(line: str) -> None:
    now = moment("She left me there.", line)
    for signal in noticed(now):
        for quote in signal.grounds:
            if quote.turn == now.utterance.turn:
                assert now.utterance.text[quote.start : quote.end] == quote.quote
        for slot in ("quote", "sore", "first", "second", "before", "now"):
            assert '"' not in signal.slots.get(slot, "")
