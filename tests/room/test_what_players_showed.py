"""Faults that played sessions showed, kept from coming back."""

import pytest
from tests.room.holding import hold, in_session

from thirdear.listening import listener
from thirdear.listening.context import Context
from thirdear.speech import Utterance
from thirdear.therapist.care import dangers


def in_danger(text: str) -> bool:
    return bool(dangers(listener.hear(Utterance(text), Context())))


@pytest.mark.parametrize(
    "text",
    [
        "I've been putting my tablets by.",
        "I wish I was dead.",
        "They'd be better off without me.",
        "I've written the cards for the grandchildren, up to eighteen.",
        "I looked up how high the bridge is.",
    ],
)
def test_preparation_and_burden_are_heard_as_danger(text: str) -> None:
    assert in_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "I hear my name as I drop off, when I'm falling asleep.",
        "Your charge nurse is murder.",
        "She slapped me, I was like seven.",
    ],
)
def test_the_edge_of_sleep_an_idiom_and_long_ago_do_not_stop_the_work(text: str) -> None:
    assert not in_danger(text)


@pytest.mark.parametrize("words", ["I want to stop now", "please stop"])
def test_stop_is_heard_while_a_question_about_danger_stands_open(words: str) -> None:
    room = in_session(2)
    room.say("I want to die.")
    reply = room.say(words)
    assert reply.type == "safety"
    assert "stop here whenever you want" in str(reply.text)
    assert room.state.care is not None


def test_a_no_above_a_wish_is_never_given_back_as_a_wish() -> None:
    for seed in range(6):
        room = in_session(2, seed=seed)
        hold(room, ["The bus came late and then the rain began."] * 4)
        reply = room.say("I don't think I want to talk about that one today.")
        assert "You want" not in str(reply.text)


def test_a_feeling_under_a_no_is_not_named_as_felt() -> None:
    reading = listener.hear(Utterance("I don't think I've been angry since 1961."), Context())
    assert all(o.attributes["denied"] for o in reading.of("feeling"))


@pytest.mark.parametrize(
    "words", ["are you there", "you understand?", "how do i end this?", "are you an LLM or what"]
)
def test_a_question_is_answered_and_not_encouraged(words: str) -> None:
    room = in_session(2)
    hold(room, ["I went to the shop on Sunday and it was shut."] * 3)
    reply = room.say(words)
    assert reply.intervention is not None
    assert reply.intervention.kind == "FRM"


@pytest.mark.parametrize("words", ["its like behind glass", "cant really feel my hands"])
def test_signs_of_drifting_away_are_met_with_slowing_down(words: str) -> None:
    room = in_session(2)
    hold(room, ["He came up the stairs and I hid behind the door."] * 2)
    reply = room.say(words)
    assert reply.intervention is not None
    assert reply.intervention.kind == "CNT"


def test_a_feeling_and_its_denial_in_one_breath_are_both_left_standing() -> None:
    room = in_session(2)
    hold(room, ["The bus came late and then the rain began."])
    reply = room.say("I hated him last night. I don't hate him.")
    assert reply.intervention is not None
    assert reply.intervention.rule.startswith("both_said")


def test_the_dishes_are_not_given_back() -> None:
    room = in_session(2)
    hold(room, ["He said I never come home."] * 3)
    assert "dishes" not in str(room.say("I've the dishes to do still.").text)
