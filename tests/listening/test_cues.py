"""Turns of speech that bear on what to say next, and things one could have a picture of."""

import pytest
from tests.listening.hearing import heard

from thirdear.listening import cues


def cue(text: str, name: str) -> list[str]:
    """Return the words of all cues of one name."""
    return [text[c.start : c.end] for c in heard(text).cues if c.name == name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I hit him. That's not like me.", "not_like_me"),
        ("You're not listening.", "complaint"),
        ("No, that's not it.", "rejected"),
        ("Nothing comes to mind.", "nothing_comes"),
        ("Stop.", "stop"),
        ("please stop", "stop"),
        ("I have to go now.", "leaving"),
        ("I dreamt of a house.", "dream"),
        ("What did I say last week?", "last_time"),
        ("Should I stop my sertraline?", "medicine"),
        ("Am I depressed?", "diagnosis"),
    ],
)
def test_a_turn_of_speech_is_noticed(text: str, name: str) -> None:
    assert cue(text, name)


def test_what_a_parent_used_to_say_is_a_saying() -> None:
    assert cue("My dad used to say nobody likes a whiner.", "saying") == ["nobody likes a whiner"]


def test_what_a_boss_said_once_is_not_a_saying_of_old() -> None:
    assert cue("My boss said the van was late.", "saying") == []


@pytest.mark.parametrize("text", ["It's just that when I...", "I wanted to tell him —", "I was…"])
def test_a_sentence_that_breaks_off_is_noticed(text: str) -> None:
    assert cue(text, "broke_off")


def test_a_whole_sentence_does_not_break_off() -> None:
    assert cue("I wanted to tell him.", "broke_off") == []


def test_a_cue_in_a_quotation_is_anothers() -> None:
    assert cue('She said "you\'re not listening" and left.', "complaint") == []


# ---- Things -----------------------------------------------------------------------------------------------


def things(text: str) -> list[str]:
    return [text[start:end] for start, end in heard(text).things]


def test_a_concrete_thing_is_named_with_its_article() -> None:
    assert things("There was a green bicycle in the hall.") == ["a green bicycle", "the hall"]


@pytest.mark.parametrize(
    "text",
    ["It took some time.", "The decision was a disappointment.", "Another way of life.", "My mum."],
)
def test_time_abstractions_and_people_are_no_things(text: str) -> None:
    assert things(text) == []


# ---- Language ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ich weiß nicht, was ich sagen soll, mein Vater hat mich heute wieder einmal angerufen.",
        "我今天很难过，不知道该说什么。",
        "أنا حزين جدا اليوم ولا أعرف ماذا أقول",
    ],
)
def test_another_language_is_known_as_such(text: str) -> None:
    assert any(c.name == "not_english" for c in heard(text).cues)


@pytest.mark.parametrize(
    "text",
    [
        "i dont know what 2 say lol im so tired of this",
        "My dad. The hall. Paint.",
        "Abuela made tamales, and I cried the whole way home in the car.",
        "Mm.",
        "…",
        "😭😭😭",
    ],
)
def test_odd_english_is_english(text: str) -> None:
    assert not any(c.name == "not_english" for c in heard(text).cues)


def test_every_cue_has_lines() -> None:
    assert all(lines for lines in cues.phrases().values())
