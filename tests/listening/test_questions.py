"""What the person asks of the other chair, and what only looks like a question."""

import pytest
from tests.listening.hearing import codes, heard, only


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How long have we got left?", "time"),
        ("Is our time nearly up?", "time"),
        ("Are you a real person?", "is_it_a_machine"),
        ("Am I talking to a machine?", "is_it_a_machine"),
        ("Who can read this?", "privacy"),
        ("Is this confidential?", "privacy"),
        ("What did I say last week?", "fact"),
        ("What do you mean?", "fact"),
        ("What should I do?", "advice"),
        ("Should I leave him?", "advice"),
        ("Do you think I was wrong?", "opinion"),
        ("Is that normal?", "opinion"),
        ("Are you bored?", "about_therapist"),
        ("Do you ever sleep?", "about_therapist"),
        ("Is this helping?", "meta"),
        ("Can we talk about something else?", "meta"),
    ],
)
def test_what_is_asked_of_the_other_chair(text: str, code: str) -> None:
    assert only(heard(text), "question").code == code


@pytest.mark.parametrize(
    "text", ["how long have we got left", "what should i do", "are you a real person"]
)
def test_a_hurried_typist_leaves_the_question_mark_out(text: str) -> None:
    assert len(codes(heard(text), "question")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "He asked me what I should do.",
        'She said "what do you think?" and laughed.',
        "I asked him how long we had left.",
        "Who cares?",
        "So what?",
        "Why me?",
        "What was I thinking?",
        "You know what I mean?",
        "How dare he?",
        "I wondered whether to go.",
        "Where did I put the keys, I kept saying.",
    ],
)
def test_a_question_reported_or_thrown_to_the_air_asks_nothing_here(text: str) -> None:
    assert codes(heard(text), "question") == []


def test_the_question_is_found_in_the_middle_of_other_talk() -> None:
    text = "I failed the test. How long have we got left? It was the second time."
    assert only(heard(text), "question").quote == "How long have we got left?"
