"""The dosage of the hour: mostly quiet, never deep too early, too late or too often."""

import pytest
from tests.therapist.moments import moment, respond, said, with_hour

from thirdear.speech import Quote
from thirdear.therapist import psychodynamic
from thirdear.therapist.hour import Hour, spoken_form
from thirdear.therapist.intervention import Intervention, silence, table
from thirdear.therapist.psychodynamic import bar

WAVED = [
    "They gave the solo to Ines. It's fine, honestly.",
    "He forgot my birthday but it doesn't matter.",
    "My sister walked out on us. No big deal. Anyway, the hall needs paint.",
]
DEEP = {
    **table("repertoire")["move"][0],
    "id": "deep",
    "signal": "feeling_said",
    "kind": "DEP",
    "worth": 1.0,
}


def a_remark(kind: str = "REF", text: str = "You were late.", depth: int = 1) -> Intervention:
    return Intervention(kind, depth, text, (Quote("s", 1, 0, 0, 1, "I"),), "G3", "some#0", "so")


# ---- Quiet is the default ---------------------------------------------------------------------------------


def test_silence_costs_nothing_and_changes_nothing() -> None:
    assert said(Hour(client_turns=3), silence("G3")) == Hour(client_turns=3)


def test_right_after_a_remark_hardly_anything_is_worth_saying() -> None:
    after_a_confrontation = said(Hour(client_turns=4), a_remark("CON", depth=2))
    assert bar(after_a_confrontation) > 1.0


def test_the_longer_the_person_was_listened_to_the_lower_the_bar() -> None:
    bars = [bar(Hour(client_turns=5, since_remark=n, last_depth=2)) for n in range(1, 7)]
    assert bars == sorted(bars, reverse=True)
    assert bars[0] > bars[-1]


def test_who_has_been_answered_often_is_answered_less() -> None:
    seldom = Hour(client_turns=20, remarks=5, since_remark=3, client_words=800, remark_words=50)
    often = Hour(client_turns=20, remarks=12, since_remark=3, client_words=800, remark_words=50)
    assert bar(often) > bar(seldom)


def test_who_says_little_is_not_drowned_in_words() -> None:
    few = Hour(client_turns=20, remarks=5, since_remark=3, client_words=100, remark_words=60)
    many = Hour(client_turns=20, remarks=5, since_remark=3, client_words=1000, remark_words=60)
    assert bar(few) > bar(many)


def test_an_encourager_is_no_remark() -> None:
    hour = said(Hour(client_turns=3), a_remark("ENC", "Mm.", 0))
    assert hour.remarks == 0
    assert spoken_form("Mm.") in hour.said


def test_share_counts_remarks_to_turns() -> None:
    assert Hour().share() == 0.0
    assert said(Hour(client_turns=4), a_remark(), a_remark(text="So.")).share() == 0.5


@pytest.mark.parametrize("seed", range(6))
def test_the_first_line_of_a_session_is_met_with_silence(seed: int) -> None:
    assert respond("My boss gave the project to Dan.", seed=seed).kind == "SIL"


# ---- Depth and time ---------------------------------------------------------------------------------------


def test_a_confrontation_is_for_the_middle_of_the_hour() -> None:
    assert respond(*WAVED).kind == "CON"


@pytest.mark.parametrize("left", [299, 120, 10])
def test_no_confrontation_in_the_last_five_minutes(left: float) -> None:
    assert respond(*WAVED, remaining_s=left).depth < 2


def test_no_confrontation_before_the_person_has_spoken_twice() -> None:
    text = " ".join(WAVED)
    assert respond(text).depth < 2


def deep_allowed(**hour: object) -> bool:
    """Tell whether a remark of depth 3 would be allowed in this hour."""
    session = int(hour.pop("session", 3))  # type: ignore[call-overload]
    left = float(hour.pop("left", 1800))  # type: ignore[arg-type]
    here = with_hour(
        moment("I was ashamed of my father.", session=session, remaining_s=left),
        **{"client_turns": 20, "client_words": 2000, **hour},
    )
    return psychodynamic._allowed(here, {"id": "deep", "kind": "DEP"}, "G3")


@pytest.fixture(autouse=True)
def a_deep_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no move of depth 3 yet; the dosage for it is there all the same."""
    kind = {"depth": 3, "words": 40, "gates": ["G3"], "grounds": True}
    monkeypatch.setitem(table("interventions"), "DEP", kind)


def test_depth_three_is_possible_in_the_middle_of_a_later_session() -> None:
    assert deep_allowed()


def test_no_depth_before_six_hundred_words_of_the_first_session() -> None:
    assert not deep_allowed(session=1, client_words=599)
    assert deep_allowed(session=1, client_words=600)
    assert deep_allowed(session=2, client_words=100)


def test_no_depth_in_the_last_eight_minutes() -> None:
    assert not deep_allowed(left=479)
    assert deep_allowed(left=481)


def test_at_most_three_deep_remarks_an_hour_and_a_rest_after_each() -> None:
    assert not deep_allowed(deep=3)
    assert not deep_allowed(since_deep=7)
    assert deep_allowed(deep=2, since_deep=8)


def test_what_was_just_said_rests() -> None:
    move = {"id": "some", "kind": "REF"}
    here = with_hour(moment("I was late."), client_turns=9, last_signal_at={"some": 8})
    later = with_hour(moment("I was late."), client_turns=12, last_signal_at={"some": 8})
    assert not psychodynamic._allowed(here, move, "G3")
    assert psychodynamic._allowed(later, move, "G3")


def test_a_closed_gate_lets_only_containment_through() -> None:
    assert respond("We bought a lamp.", "My head's gone fuzzy, I can't think.").kind == "CNT"


# ---- Hours ------------------------------------------------------------------------------------------------


def test_a_new_hour_begins_empty_and_remembers_what_weighed_most() -> None:
    first = moment("I was ashamed of my father.", session=1)
    second = moment("I was ashamed of my father.", session=1)
    assert first.hour == second.hour
    assert first.hour.heaviest
    assert moment("Hello there.", session=2).hour.before == ()


def test_what_sounds_the_same_is_the_same() -> None:
    assert spoken_form("You  were LATE.") == spoken_form("you were late") == "you were late"
