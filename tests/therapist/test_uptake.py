"""How a remark was taken up, and what that teaches the other chair."""

import pytest
from tests.listening.hearing import heard
from tests.therapist.moments import moment, said

from thirdear.speech import Quote
from thirdear.therapist import uptake
from thirdear.therapist.hour import Hour, listened
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.psychodynamic import respond
from thirdear.therapist.uptake import Offer, Taken, response

USUAL = 20.0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Yeah.", "flat_yes"),
        ("I suppose.", "flat_yes"),
        ("No.", "flat_no"),
        ("Not really.", "flat_no"),
        ("You're not listening to a word I say.", "shut"),
        ("I'm furious with him, I really am, I could scream.", "deepened"),
        ("I had a dream about it. I was in the old kitchen and the tap was running.", "opened"),
        ("My mind's gone blank. I can't see straight.", "flooded"),
    ],
)
def test_what_came_of_a_remark_is_heard(line: str, expected: str) -> None:
    assert response(heard(line), line, (), USUAL) == expected


def test_a_flat_yes_counts_against_a_remark_and_a_feeling_for_it() -> None:
    assert uptake.VALUE["flat_yes"] < 0 < uptake.VALUE["deepened"]


def test_what_comes_later_counts_less() -> None:
    offer = Offer(3, "CON", 2, "r#0", ())
    line = "I'm furious with him, I really am."
    at_once = uptake.heard(offer, heard(line), line, USUAL)
    later = uptake.heard(uptake.heard(offer, heard("The bus was late again, as always on a Monday."),
                                      "The bus", USUAL), heard(line), line, USUAL)  # fmt: skip
    assert at_once.value > later.value > 0


def test_after_three_turns_it_is_settled() -> None:
    offer = Offer(3, "CON", 2, "r#0", ())
    line = "The bus was late again, as it always is on a Monday in winter."
    for _ in range(uptake.TURNS):
        assert not uptake.settled(offer)
        offer = uptake.heard(offer, heard(line), line, USUAL)
    assert uptake.settled(offer)


def test_kinds_that_fall_flat_with_this_person_become_worth_less_and_never_worthless() -> None:
    taken = Taken()
    for _ in range(50):
        taken = taken.with_one_more(-0.7)
    assert 0.8 <= taken.sway() < 1.0
    for _ in range(200):
        taken = taken.with_one_more(0.9)
    assert 1.0 < taken.sway() <= 1.2


def test_what_was_refused_is_not_said_again() -> None:
    now = moment("They gave the solo to Ines. It's fine, honestly.",
                 "He forgot my birthday but it doesn't matter.",
                 "My sister left. No big deal. Anyway, the hall needs paint.")  # fmt: skip
    first = respond(now, 0)
    assert first.kind == "CON"
    hour = said(now.hour, first)
    no = "No."
    utterance = moment(no).utterance
    refused = listened(hour, utterance, heard(no))
    assert set(first.grounds) <= set(refused.dropped)


def test_two_failures_close_what_is_deep_for_the_hour() -> None:
    now = moment("I'm angry with my brother.", "He never rang.")
    open_gate = now.gate
    hour = Hour(session=now.hour.session, failed=2)
    shut = type(now)(now.utterance, now.reading, now.context, now.formulation, hour, 1800.0)
    assert (open_gate, shut.gate) == ("G3", "G2")


def test_what_is_learnt_goes_on_into_the_next_session() -> None:
    hour = Hour(session=1, learnt={"CON": Taken(3, -0.2)}, worn={"made_small#0": 1})
    utterance = moment("Hello again.", session=2).utterance
    later = listened(hour, utterance, heard("Hello again."))
    assert later.session == 2
    assert later.learnt["CON"].times == 3
    assert later.worn == {"made_small#0": 1}
    assert later.failed == 0


def test_nothing_is_offered_by_silence_or_an_encourager() -> None:
    quiet = Intervention("ENC", 0, "Mm.", (), "G3", "go_on#0", "so")
    assert said(Hour(client_turns=2), quiet).offer is None
    spoken = Intervention(
        "REF", 1, "You were late.", (Quote("s", 1, 0, 0, 1, "I"),), "G3", "x#0", "so"
    )
    assert said(Hour(client_turns=2), spoken).offer is not None
