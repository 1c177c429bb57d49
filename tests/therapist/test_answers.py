"""Direct questions: a fact straight and short, a verdict with curiosity, and stop stops."""

import re

import pytest
from tests.room.holding import BEGAN, WEEK, Memory, a_room, hold, in_session, kinds
from tests.therapist.moments import respond

STORY = [
    "I went home by the canal.",
    "My boss gave the project to Dan.",
    "I was furious with my dad.",
]


def answer(question: str, *before: str) -> str:
    return respond(*(before or STORY[:1]), question).text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Are you a real person?", r"program"),
        ("Is there a person reading this?", r"program|no person|not a person"),
        ("Who can read this?", r"this machine"),
        ("Is this confidential?", r"this machine"),
        ("How long have we got left?", r"\b30 minutes"),
        ("Do you diagnose? Am I depressed?", r"diagnose|examine"),
        ("Should I stop my tablets?", r"doctor|pharmacist"),
    ],
)
def test_a_question_of_fact_gets_a_straight_short_answer(question: str, words: str) -> None:
    said = answer(question)
    assert re.search(words, said)
    assert len(said.split()) <= 45


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "question", ["What should I do?", "Should I leave him?", "Do you think I was wrong?"]
)
def test_a_verdict_or_a_decision_is_met_with_curiosity(question: str, seed: int) -> None:
    made = respond(*STORY[:1], question, seed=seed)
    assert made.kind == "WRK"
    assert not re.search(r"\byou should\b|\byes\b|\bno,|\bleave him\b", made.text, re.IGNORECASE)


def test_the_time_is_told_in_whole_minutes_and_never_as_none_left() -> None:
    assert "20 minutes" in respond("Hello.", "How long have we got?", remaining_s=1210).text
    assert "1 minute" in respond("Hello.", "How long have we got?", remaining_s=5).text


def test_the_answer_carries_the_question_as_its_ground() -> None:
    made = respond(*STORY[:1], "Right. How long have we got left?")
    assert [g.quote for g in made.grounds] == ["How long have we got left?"]


def test_what_was_said_today_is_given_back_word_for_word() -> None:
    said = respond(*STORY, "What did I say before?").text
    (quoted,) = re.findall(r'"([^"]*)"', said)
    assert any(quoted in line for line in STORY)


def test_what_was_said_last_time_is_given_back_word_for_word() -> None:
    memory = Memory()
    room = in_session(1, memory=memory)
    hold(room, STORY)
    room.end()
    room = a_room(memory)
    room.open(BEGAN + WEEK * 3)
    room.say("It is cold today.")
    said = str(room.say("What did I say last week?").text)
    (quoted,) = re.findall(r'"([^"]*)"', said)
    assert any(quoted in line for line in STORY)


def test_nothing_is_invented_where_there_was_no_last_time() -> None:
    assert '"' not in respond("It is cold.", "What did I say last week?").text


def test_a_question_put_to_someone_else_is_not_answered() -> None:
    assert respond(*STORY[:1], "He asked me what I should do.").kind not in ("FRM", "WRK")


def test_a_question_left_behind_in_a_story_is_not_answered() -> None:
    story = (
        "Do you think I was wrong? " + "We went on along the canal and the dog found a shoe. " * 4
    )
    assert respond(*STORY[:1], story).rule.split("#")[0] != "opinion"


def test_a_question_asked_in_mid_sentence_is() -> None:
    said = answer("I failed the test, I'm such a muppet, anyway how long have we got?")
    assert "minutes" in said


def test_asked_again_it_answers_again() -> None:
    room = in_session(2)
    replies = hold(
        room, ["It rained.", "Who can read this?", "Who can read this?", "Who sees this?"]
    )
    assert kinds(replies)[1:] == ["FRM", "FRM", "FRM"]


# ---- Stop -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["stop", "Stop.", "please stop", "STOP IT", "stop talking", "Stop!"]
)
def test_stop_stops(words: str) -> None:
    room = in_session(2)
    hold(room, STORY)
    said = room.say(words)
    assert said.rule == "stop"
    after = hold(room, ["My mum rang. It's fine, honestly.", "I'm such an idiot.", "I hate him."])
    assert kinds(after)[:2] == ["SIL", "SIL"]


def test_to_be_asked_to_stop_again_and_again_is_never_answered_with_the_same_words() -> None:
    room = in_session(2)
    said = [r.text for r in hold(room, ["It rained.", *["stop"] * 6]) if r.text]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    "text",
    [
        "The bus stop was full of children and a dog.",
        "I couldn't stop laughing at the wedding.",
        "He told me to stop, and I went on with the washing.",
        "I didn't say anything.",
        "She told me to be quiet.",
        "My boss said leave me alone.",
        "I told him to back off.",
    ],
)
def test_a_stop_in_a_story_does_not_stop_anything(text: str) -> None:
    assert respond(*STORY[:1], text).rule != "stop"


def test_even_after_stop_a_question_is_answered() -> None:
    room = in_session(2)
    hold(room, [*STORY, "stop"])
    assert "minutes" in str(room.say("How long have we got left?").text)


def test_even_after_stop_danger_is_heard() -> None:
    room = in_session(2)
    hold(room, [*STORY, "stop"])
    assert room.say("I want to die.").type == "safety"


# ---- Between the two --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_a_complaint_is_taken_before_anything_else(seed: int) -> None:
    made = respond(*STORY, "You're not listening. It's fine, honestly.", seed=seed)
    assert made.kind == "ACK"
    assert not re.search(r"\bbut\b|\bactually\b|i was only", made.text, re.IGNORECASE)


def test_a_remark_that_did_not_fit_is_dropped() -> None:
    room = in_session(2)
    replies = hold(room, ["They left me out. It's fine, honestly.", "I said nothing.",
                          "He forgot my birthday. No big deal. Anyway, the hall needs paint."])  # fmt: skip
    assert replies[-1].type == "therapist"
    said = room.say("No, that's not it.")
    assert said.rule.startswith("rejected")


def test_another_language_is_said_once_and_then_left_alone() -> None:
    room = in_session(2)
    text = "Ich weiß nicht, was ich sagen soll, mein Vater hat mich heute wieder einmal angerufen."
    replies = hold(room, ["It rained.", text, text, text])
    assert [r.type for r in replies[1:]] == ["therapist", "silence", "silence"]


def test_a_paste_is_said_to_be_too_long() -> None:
    said = in_session(2).say("We walked along the canal and the dog found a shoe. " * 500)
    assert said.rule == "too_long"


def test_leaving_is_let_go() -> None:
    assert "end" in str(respond(*STORY, "I have to go now.").text)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "text",
    ["My head's gone fuzzy. What were you asking?", "I've gone blank. What was the question?"],
)
def test_a_foggy_head_is_met_with_slowing_down_and_not_with_an_answer(text: str, seed: int) -> None:
    made = respond(*STORY, text, seed=seed)
    assert made.kind == "CNT"
    assert made.text.count("?") <= 1


def test_over_the_threshold_a_plain_fact_is_still_told() -> None:
    made = respond(*STORY, "My head's gone fuzzy.", "How long have we got left?")
    assert "minutes" in made.text
