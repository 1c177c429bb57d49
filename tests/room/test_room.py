"""Holding a session: turns, time, the frame, asking why, disagreeing, ending."""

import re
from datetime import timedelta

import pytest
from tests.room.holding import BEGAN, WEEK, Memory, a_room, hold, in_session, kinds

from thirdear.formulation.formulation import Strand
from thirdear.frame.clock import SESSION_S
from thirdear.room import RoomError

WAVED = [
    "They gave the solo to Ines. It's fine, honestly.",
    "He forgot my birthday but it doesn't matter.",
    "My sister walked out on us. No big deal. Anyway, the hall needs paint.",
]


def resting_on(strand: Strand) -> set[tuple[int, int]]:
    return {(q.turn, q.start) for q in strand.evidence}


LONG = "We walked along the canal and the dog found a shoe and we talked about the roof again. "


# ---- Opening ----------------------------------------------------------------------------------------------


def test_the_first_session_explains_and_the_second_does_not() -> None:
    room = a_room()
    first = room.open(BEGAN)
    room.end()
    second = room.open(BEGAN + WEEK)
    assert first.session == 1
    assert second.session == 2
    assert len(str(first.text)) > 200 > len(str(second.text))


def test_a_session_straight_after_another_opens_in_silence() -> None:
    room = a_room()
    room.open(BEGAN)
    room.end(BEGAN + timedelta(minutes=50))
    assert room.open(BEGAN + timedelta(minutes=60)).text is None


def test_a_session_cut_off_is_taken_up() -> None:
    memory = Memory()
    room = in_session(2, memory=memory)
    room.say("It rained.")
    again = a_room(memory)
    opened = again.open(BEGAN + WEEK * 3)
    assert opened.resumed
    assert opened.session == 2
    assert again.say("It still rains.").turn > 0


def test_what_was_kept_but_not_heard_when_it_was_cut_off_is_heard_first() -> None:
    memory = Memory()
    room = in_session(2, memory=memory)
    room.say("It rained.")
    room.say("I was furious with my boss.")
    memory.kept = memory.kept[:-2]  # cut off between keeping the words and hearing them
    memory.checkpoints.clear()
    again = a_room(memory)
    assert again.state.unheard is not None
    again.open(BEGAN + WEEK * 3)
    assert again.state.unheard is None
    assert again.state.formulation.of("feeling")


def test_danger_kept_but_not_heard_is_asked_about_on_return() -> None:
    memory = Memory()
    room = in_session(2, memory=memory)
    room.say("I want to die.")
    memory.kept = memory.kept[:-2]
    memory.checkpoints.clear()
    again = a_room(memory)
    opened = again.open(BEGAN)
    assert "comes first" in str(opened.text)
    assert again.say("The hall is green.").type == "safety"


# ---- Turns ------------------------------------------------------------------------------------------------


def test_turns_count_what_both_chairs_said() -> None:
    room = in_session(2)
    replies = hold(room, ["It rained.", "How long have we got left?"])
    assert room.state.turn == 4  # the opening, two lines and one answer
    assert replies[1].turn == 3


@pytest.mark.parametrize("text", ["", "   ", "\n", "\t \n"])
def test_an_empty_line_is_said_to_be_empty_and_nothing_is_lost(text: str) -> None:
    room = in_session(2)
    before = room.state
    with pytest.raises(RoomError, match="nothing in that line"):
        room.say(text)
    assert room.state == before


def test_nothing_can_be_said_before_opening_or_after_the_end() -> None:
    room = a_room()
    for do in (lambda: room.say("Hello."), lambda: room.wait(5), room.end):
        with pytest.raises(RoomError, match="No session is open"):
            do()


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "\x00\x07", "我今天很难过，不知道该说什么。", "😭" * 50, "\ud800 hello"],
)
def test_whatever_is_typed_the_session_goes_on(text: str) -> None:
    room = in_session(2)
    room.say(text)
    assert room.say("It rained.").type in ("silence", "therapist")


# ---- Time -------------------------------------------------------------------------------------------------


def test_the_clock_runs_by_words_and_pauses_and_silences() -> None:
    room = in_session(2)
    room.say("one two three four five", pause_s=10)
    assert room.remaining_s() == SESSION_S - 12
    room.wait(100)
    assert room.remaining_s() == SESSION_S - 112


def test_the_programs_own_words_cost_no_time() -> None:
    room = in_session(2)
    room.say("It rained.")
    before = room.remaining_s()
    room.say("How long have we got left?", pause_s=0)
    assert before - room.remaining_s() == pytest.approx(6 / 2.5)


@pytest.mark.parametrize("seed", range(4))
def test_the_last_ten_minutes_are_told_once(seed: int) -> None:
    room = in_session(2, seed=seed)
    told = []
    while room.state.is_open:
        reply = room.say(LONG, pause_s=30)
        if reply.rule == "ten_minutes":
            told.append(reply.remaining_s)
    assert len(told) == 1
    assert 400 <= told[0] <= 600


def test_the_ten_minutes_are_told_into_a_silence_too() -> None:
    room = in_session(2)
    room.say("It rained.")
    assert room.wait(SESSION_S - 500).rule == "ten_minutes"
    assert room.wait(100).rule != "ten_minutes"


@pytest.mark.parametrize("seed", range(4))
def test_the_session_ends_on_time_even_in_mid_subject(seed: int) -> None:
    room = in_session(2, seed=seed)
    room.wait(SESSION_S - 10)
    last = room.say("I was furious with my dad. " + LONG)
    assert last.type == "ended"
    assert last.reason == "time"
    assert not room.state.is_open


def test_a_silence_runs_out_the_hour() -> None:
    ended = in_session(2).wait(SESSION_S + 1)
    assert ended.type == "ended"
    assert ended.reason == "time"


def test_what_is_said_last_is_heard_before_the_end() -> None:
    room = in_session(2)
    room.wait(SESSION_S - 1)
    room.say("I was furious with my boss.")
    assert room.state.formulation.of("feeling")


def test_safety_may_overrun() -> None:
    room = in_session(2)
    room.wait(SESSION_S - 10)
    assert room.say("I want to die.").type == "safety"
    assert room.wait(600).type == "silence"
    assert room.say("yes").type == "safety"
    assert room.state.is_open


def test_after_an_overrun_for_safety_the_session_ends() -> None:
    room = in_session(2)
    room.wait(SESSION_S - 10)
    room.say("I want to die.")
    room.wait(60)
    room.say("no")
    assert room.say("The hall is green.").type == "ended"


@pytest.mark.parametrize("seed", range(6))
def test_no_confrontation_in_the_last_five_minutes(seed: int) -> None:
    room = in_session(2, seed=seed)
    room.wait(SESSION_S - 290)
    for reply in hold(room, WAVED * 3):
        assert reply.intervention is None or reply.intervention.depth < 2


def test_near_the_end_what_was_said_is_gathered_and_no_question_opens_it_again() -> None:
    room = in_session(2)
    room.say("I missed my gran on Sunday.")
    hold(room, [LONG] * 5)
    room.wait(room.remaining_s() - 280)
    replies = [room.say("I wanted my brother to ring me."), room.say("We took the bus home.")]
    gathered = [r for r in replies if r.intervention and r.intervention.kind == "SUM"]
    assert gathered
    assert "?" not in str(gathered[0].text)
    assert len(gathered[0].grounds) == 2


# ---- Silence ----------------------------------------------------------------------------------------------


def test_a_short_silence_is_left_as_it_is() -> None:
    room = in_session(2)
    room.say("It rained.")
    assert room.wait(20).type == "silence"


def test_a_long_silence_is_licensed_once_and_not_filled() -> None:
    room = in_session(2)
    room.say("It rained.")
    first, second = room.wait(70), room.wait(70)
    assert first.type == "therapist"
    assert "?" not in str(first.text)
    assert second.type == "silence"


# ---- Why, and disagreeing ---------------------------------------------------------------------------------


def test_every_remark_can_be_asked_about_at_any_time() -> None:
    room = in_session(2, seed=3)
    replies = hold(room, [*WAVED, "How long have we got left?", LONG, LONG])
    for reply in replies:
        if reply.type == "therapist":
            why = room.why(reply.turn)
            assert why.type == "why"
            for ground in reply.grounds:
                assert ground.quote in str(why.text)


def test_why_about_nothing_says_so() -> None:
    with pytest.raises(RoomError, match="Nothing was said by the other chair"):
        in_session(2).why(99)


def test_asking_why_is_not_talking() -> None:
    room = in_session(2)
    remark = hold(room, WAVED)[-1]
    before = room.state
    room.why(remark.turn)
    assert room.state == before


def test_a_disputed_remark_is_dropped_and_what_it_rests_on_no_longer_asserted() -> None:
    room = in_session(2)
    remark = hold(room, WAVED)[-1]
    assert remark.type == "therapist"
    grounds = {(g.turn, g.start) for g in remark.grounds}
    assert any(grounds & resting_on(s) for s in room.state.formulation.of("defence"))
    reply = room.dispute(remark.turn)
    assert reply.type == "disputed"
    assert not re.search(r"\bbut\b|\bactually\b|still think", str(reply.text), re.IGNORECASE)
    assert not any(grounds & resting_on(s) for s in room.state.formulation.of("defence"))


def test_a_dispute_is_met_with_other_words_each_time() -> None:
    room = in_session(2)
    remark = hold(room, WAVED)[-1]
    assert len({room.dispute(remark.turn).text for _ in range(3)}) == 3


def test_what_was_disputed_stays_disputed_in_the_next_session() -> None:
    memory = Memory()
    room = in_session(2, memory=memory)
    remark = hold(room, WAVED)[-1]
    before = {s.id for s in room.state.formulation.of("defence")}
    room.dispute(remark.turn)
    disputed = before - {s.id for s in room.state.formulation.of("defence")}
    assert disputed
    room.end()
    again = a_room(memory)
    again.open(BEGAN + WEEK * 5)
    hold(again, WAVED)
    assert not disputed & {s.id for s in again.state.formulation.of("defence")}


# ---- Ending -----------------------------------------------------------------------------------------------


def test_the_person_can_end_at_any_time() -> None:
    room = in_session(2)
    room.say("It rained.")
    ended = room.end()
    assert ended.type == "ended"
    assert ended.reason == "client"
    assert not room.state.is_open


# ---- Dosage over a whole session --------------------------------------------------------------------------


def test_over_a_dense_session_the_other_chair_stays_mostly_quiet() -> None:
    room = in_session(2, seed=5)
    replies = hold(room, ([*WAVED, "I was furious with my dad.", "I'm such an idiot.", LONG]) * 6)
    spoke = [k for k in kinds(replies) if k not in ("SIL", "ENC", "FRM")]
    assert len(spoke) <= 0.5 * len(replies)
    assert len(spoke) >= 0.15 * len(replies)
