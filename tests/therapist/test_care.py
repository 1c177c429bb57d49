"""When danger is heard: therapy stops, it is asked directly, and nothing goes on until it is clear."""

import itertools
import re

import pytest
from tests.room.holding import BEGAN, WEEK, Memory, a_room, hold, in_session

from thirdear.frame.help import countries, help_for
from thirdear.room import Room
from thirdear.therapist.care import heard_as
from thirdear.therapist.intervention import table

TOLD = {
    "suicide": "I want to die.",
    "self_harm": "I've been cutting again.",
    "harm_to_others": "I'm going to stab him.",
    "abuse": "My husband hits me.",
    "psychosis": "The voices tell me to hurt myself.",
    "mania": "I've been up for four nights and I'm unstoppable.",
    "medical": "I've got a crushing pain in my chest.",
    "body_and_substances": "I drink a bottle of vodka a day.",
}
IMMINENT = "I'm going to kill myself tonight."
PATHS = table("care")["path"]
SPLITS = re.compile(r"[.?!]\s+")


def told(text: str, country: str = "GB") -> Room:
    room = in_session(2, country=country)
    reply = room.say(text)
    assert reply.type == "safety"
    return room


def goes_on(room: Room) -> bool:
    """Tell whether the session is out of the care for danger."""
    return room.state.care is None and room.say("The hall is green.").type != "safety"


# ---- It stops everything and asks ----------------------------------------------------------------------


@pytest.mark.parametrize("path", TOLD)
def test_danger_stops_therapy_and_says_what_was_heard(path: str) -> None:
    room = in_session(2)
    reply = room.say(TOLD[path])
    assert reply.type == "safety"
    assert room.state.care is not None
    assert room.state.care.path == path
    assert f'"{TOLD[path].rstrip(".")}"' in str(reply.text)


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p["id"])
def test_every_path_asks_one_thing(path: dict) -> None:  # type: ignore[type-arg]
    for opening in (path["first"], path["past"], path["imminent"]):
        assert opening.count("?") == 1


@pytest.mark.parametrize("path", ["suicide", "self_harm", "harm_to_others", "abuse", "medical"])
def test_where_a_life_may_be_at_stake_it_says_that_it_cannot_call(path: str) -> None:
    found = next(p for p in PATHS if p["id"] == path)
    assert "cannot call" in found["first"] + found["imminent"]


def test_suicide_is_asked_about_in_so_many_words() -> None:
    assert "ending your life" in str(in_session(2).say("I want to die.").text)


@pytest.mark.parametrize("country", ["GB", "US", "IE", "IN", "AU", "DE"])
def test_the_countrys_own_help_is_shown(country: str) -> None:
    reply = told_reply(country)
    assert help_for(country).lines in reply


def told_reply(country: str) -> str:
    return str(in_session(2, country=country).say("I want to die.").text)


def test_an_unknown_country_gets_general_guidance_and_no_foreign_number() -> None:
    reply = told_reply("QQ")
    assert help_for("ZZ").lines in reply
    assert help_for("GB").short not in reply


@pytest.mark.parametrize("country", countries())
def test_in_every_country_an_imminent_danger_is_sent_to_the_emergency_number(country: str) -> None:
    reply = str(in_session(2, country=country).say(IMMINENT).text)
    assert help_for(country).emergency in reply
    assert not re.search(r"[{}]|  | \.|\.\.", reply)


def test_whom_the_person_named_is_offered() -> None:
    room = a_room()
    room.welcome("GB", "my sister Ruth", BEGAN)
    room.open(BEGAN)
    room.say("I want to die.")
    said = " ".join(str(r.text) for r in hold(room, ["yes"] * 4))
    assert "my sister Ruth" in said


def test_one_question_at_a_time() -> None:
    room = told("I want to die.")
    for reply in hold(room, ["I don't know", "maybe", "yes", "no", "what", "yes", "help"]):
        assert str(reply.text).count("?") <= 1


def test_the_same_step_is_not_said_twice_in_a_row() -> None:
    room = told("I want to die.")
    said = [r.text for r in hold(room, ["yes"] * 9)]
    assert all(a != b for a, b in itertools.pairwise(said))
    assert len(set(said)) >= 7


def test_it_never_promises_secrecy_argues_or_ends_the_talk() -> None:
    never = re.compile(
        r"secret|between us|just you and me|stay positive|cheer up|think of your family|selfish|"
        r"promise me|i can't talk about|goodbye|everything will|don't do it|you have so much",
        re.IGNORECASE,
    )
    for path in PATHS:
        texts = [path["first"], path["past"], path["imminent"], path["clear"]]
        for text in [*texts, *path["ask_again"], *path["present"]]:
            assert not never.search(text), text


# ---- How answers are heard ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        "no", "No.", "nope", "No, not at all.", "no no", "No, I'm not.", "God, no.", "of course not",
        "No, honestly.", "no thanks, I'm fine", "yes I'm safe", "Yes, I am safe.", "I'm safe",
        "it's just an expression", "No, it's just an expression, work is awful.", "not suicidal",
        "I don't want to die.", "I was joking, sorry", "no way",
    ],
)  # fmt: skip
def test_a_plain_no_is_heard_as_clear(answer: str) -> None:
    assert heard_as(answer) == "no"


@pytest.mark.parametrize(
    "answer",
    [
        "yes", "Yes.", "yeah", "Yes, every night.", "yep", "I am", "I do", "no I'm not safe",
        "No, I'm not safe.", "not safe", "I don't feel safe", "unsafe", "I think so", "sometimes",
        "a bit", "I want to die", "yes and no",
    ],
)  # fmt: skip
def test_a_yes_is_heard_as_danger(answer: str) -> None:
    assert heard_as(answer) == "yes"


@pytest.mark.parametrize(
    "answer",
    [
        "not really", "I don't know", "maybe not", "why do you ask?", "Does it matter?", "whatever",
        "no but I think about it", "no, but sometimes", "No one would care.", "No point answering.",
        "No idea.", "never a day goes by without it", "never mind", "I'm not sure", "I'm not okay",
        "I'm not saying", "not tonight", "I am not going to lie to you", "not yet", "I guess not",
        "no, I suppose", "Anyway, the hall is green.", "...", "leave me alone", "stop", "idk",
        "I can't answer that", "not at all well", "no, maybe", "no if I'm honest I do",
        "who would miss me", "I'm safe for now but later who knows", "it depends",
    ],
)  # fmt: skip
def test_whatever_is_not_plain_is_unclear_and_asked_again(answer: str) -> None:
    assert heard_as(answer) == "unclear"


@pytest.mark.parametrize("answer", ["no", "No.", "nope", "not at all", "No, honestly."])
def test_a_no_to_are_you_safe_means_danger(answer: str) -> None:
    assert heard_as(answer, "safety") == "yes"


@pytest.mark.parametrize("answer", ["yes", "no", "yeah", "nope"])
def test_yes_or_no_to_another_question_says_nothing_about_danger(answer: str) -> None:
    assert heard_as(answer, "else") == "unclear"


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p["id"])
def test_every_text_that_asks_is_marked_with_what_it_asks(path: dict) -> None:  # type: ignore[type-arg]
    asks = path["asks"]
    assert set(asks) == {"first", "past", "imminent", "ask_again"}
    assert len(asks["ask_again"]) == len(path["ask_again"])
    said = [(path[k], asks[k]) for k in ("first", "past", "imminent")]
    for text, asked in [*said, *zip(path["ask_again"], asks["ask_again"], strict=True)]:
        assert asked in ("danger", "safety", "else")
        question = SPLITS.split(text.split("?")[0])[-1]
        assert ("safe" in question) == (asked == "safety") or "doctor" in question, text
    if path["needs_clear_no"]:
        assert "danger" in asks["ask_again"]


# ---- Nothing goes on until it is clear --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["suicide", "self_harm", "harm_to_others", "medical"])
def test_a_clear_no_lets_the_session_go_on(path: str) -> None:
    room = told(TOLD[path])
    assert room.say("No, not at all.").type == "safety"
    assert goes_on(room)


@pytest.mark.parametrize(
    "answer", ["yes", "I don't know", "not really", "The hall is green.", "…?"]
)
@pytest.mark.parametrize("path", ["suicide", "self_harm", "harm_to_others", "psychosis", "mania"])
def test_no_other_answer_lets_it_go_on(path: str, answer: str) -> None:
    room = told(TOLD[path])
    room.say(answer)
    assert not goes_on(room)


@pytest.mark.parametrize("answer", ["no", "No, I'm not safe.", "I don't know", "no I'm not"])
def test_a_no_to_are_you_safe_at_this_moment_never_goes_on(answer: str) -> None:
    room = told(IMMINENT)
    room.say(answer)
    assert not goes_on(room)


def test_a_yes_to_are_you_safe_is_followed_by_the_direct_question() -> None:
    room = told(IMMINENT)
    assert "killing yourself" in str(room.say("yes").text)
    room.say("no")
    assert goes_on(room)


@pytest.mark.parametrize("path", ["psychosis", "mania"])
def test_a_no_to_is_someone_with_you_does_not_close_it(path: str) -> None:
    room = told(TOLD[path])
    room.say("no")
    assert room.state.care is not None


def test_a_no_to_are_you_safe_where_you_are_is_met_with_help_for_the_abused() -> None:
    room = told(TOLD["abuse"])
    room.say("no")
    assert room.state.care is not None
    assert room.state.care.said_yes


def test_a_yes_to_are_you_safe_where_you_are_closes_it() -> None:
    room = told(TOLD["abuse"])
    room.say("yes")
    assert room.state.care is None


def test_once_yes_was_said_a_later_no_in_the_same_hour_does_not_undo_it() -> None:
    room = told("I want to die.")
    hold(room, ["yes", "yes I have a plan"])
    room.say("no")
    assert room.state.care is not None


def test_an_express_denial_in_ones_own_words_is_a_clear_no() -> None:
    room = told("I want to die of shame, honestly I want to die.")
    room.say("I'm not going to kill myself.")
    assert room.state.care is None


def test_a_graver_danger_told_while_one_stands_open_is_taken_up() -> None:
    room = told("Everyone would be better off without me.")
    reply = room.say(IMMINENT)
    assert reply.type == "safety"
    assert help_for("GB").emergency in str(reply.text)
    assert room.state.care is not None
    assert room.state.care.urgency == "imminent"


@pytest.mark.parametrize("path", TOLD)
def test_no_path_is_without_a_way_out(path: str) -> None:
    room = told(TOLD[path])
    for answer in ("No.", "No.", "No, not at all.", "no", "I'm safe, honestly.", "no"):
        if room.state.care is None:
            return
        room.say(answer)
    assert room.state.care is None or room.state.care.said_yes


# ---- Sessions, time, stopping -----------------------------------------------------------------------------


def test_the_next_session_asks_first_and_a_clear_no_opens_it() -> None:
    memory = Memory()
    room = in_session(2, memory=memory)
    room.say("I want to die.")
    room.say("yes")
    assert room.end().reason == "safety"
    room = a_room(memory)
    opened = room.open(BEGAN + WEEK * 4, country="GB")
    assert "comes first" in str(opened.text)
    assert str(opened.text).count("?") == 1
    assert room.say("The hall is green.").type == "safety"
    room.say("no")
    assert goes_on(room)


def test_who_leaves_while_it_stands_open_is_shown_help_on_the_way_out() -> None:
    room = told("I want to die.")
    ended = room.end()
    assert ended.reason == "safety"
    assert help_for("GB").lines in str(ended.text)


def test_stop_does_not_stop_the_question_about_danger() -> None:
    room = told("I want to die.")
    assert room.say("stop").type == "safety"
    assert room.state.care is not None


def test_a_session_cut_off_in_danger_takes_it_up_again() -> None:
    memory = Memory()
    room = in_session(2, memory=memory)
    room.say(IMMINENT)
    again = a_room(memory)
    opened = again.open(BEGAN)
    assert opened.resumed
    assert "comes first" in str(opened.text)
    again.say("no")
    assert not goes_on(again)


@pytest.mark.parametrize(
    "text",
    ["This traffic is killing me.", "My uncle killed himself in the war.", "I'm not suicidal."],
)
def test_what_is_no_present_danger_does_not_stop_therapy(text: str) -> None:
    assert in_session(2).say(text).type != "safety"


def test_care_is_taken_even_in_the_first_line_of_the_first_session() -> None:
    assert in_session(1).say("I want to die.").type == "safety"


# ---- What is quoted ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'I "want to die" today.',
        "I “want to die” today.",
        'She said "no". I "want to die" now.',
        "I want to die",
        "  I want to die  ",
        "I want\nto die",
        '"""I want to die"""',
        "It rained. " * 30 + "I want to die and the gate is open and nobody closes it. " * 2,
    ],
)
def test_what_is_quoted_was_said(text: str) -> None:
    reply = in_session(2).say(text)
    assert reply.type == "safety"
    for quoted in re.findall(r'"([^"]*)"', str(reply.text)):
        assert quoted in text
        assert len(quoted) > 2
    for ground in reply.grounds:
        assert ground.quote == text[ground.start : ground.end]
