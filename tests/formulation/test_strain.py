"""What stands between the two chairs, against what is usual for this person; and what mends it."""

import pytest
from tests.formulation.tales import line, obs, understood

from thirdear.formulation.formulation import Formulation, offered
from thirdear.formulation.readiness import gate
from thirdear.formulation.ruptures import open_rupture
from thirdear.listening.observation import Cue

LONG = "I went to the shop and then I came home again and sat down for a while."
TALK = [line(LONG, 1, t) for t in range(3)]


def withdrawn(turn: int, text: str = "You're right."):
    return line(text, 1, turn, obs(text, text, "alliance", "withdrawal"))


def confronted(turn: int):
    return line(LONG, 1, turn, obs(LONG, LONG, "alliance", "confrontation"), figures=("therapist",))


def after_a_remark(*lines) -> Formulation:
    return understood(lines, offered(understood(TALK), 3, "CON", 2))


def test_a_confrontation_opens_a_rupture_and_closes_the_gate_to_depth() -> None:
    f = understood([*TALK, confronted(3)])
    rupture = open_rupture(f)
    assert rupture is not None
    assert (rupture.code, rupture.quote.quote) == ("confrontation", LONG)
    assert gate(f) == "GR"


def test_what_only_sounds_like_a_confrontation_must_speak_of_the_other_chair() -> None:
    of_others = line(LONG, 1, 3, obs(LONG, LONG, "alliance", "confrontation"))
    assert open_rupture(understood([*TALK, of_others])) is None


def test_drawing_back_counts_only_after_a_remark_and_when_shorter_than_usual() -> None:
    assert open_rupture(after_a_remark(withdrawn(4))) is not None
    assert open_rupture(understood([*TALK, withdrawn(3)])) is None
    assert open_rupture(after_a_remark(withdrawn(4, LONG))) is None
    assert (
        open_rupture(after_a_remark(*[line(LONG, 1, 4 + t) for t in range(3)], withdrawn(7)))
        is None
    )


def test_three_turns_far_under_ones_own_length_after_a_remark_are_drawing_back() -> None:
    short = [line("No.", 1, 4 + t) for t in range(3)]
    assert open_rupture(after_a_remark(*short[:2])) is None
    rupture = open_rupture(after_a_remark(*short))
    assert rupture is not None
    assert (rupture.code, rupture.quote.quote) == ("withdrawal", "No.")


def test_someone_who_always_says_little_is_not_drawing_back() -> None:
    terse = [line("No.", 1, t) for t in range(12)]
    f = offered(understood(terse), 12, "CON", 2)
    assert open_rupture(understood([line("No.", 1, 13 + t) for t in range(6)], f)) is None


def test_a_complaint_soon_after_a_remark_is_a_confrontation() -> None:
    text = "You're not listening."
    complaint = line(text, 1, 4, cues=(Cue("complaint", 0, 20),))
    assert open_rupture(after_a_remark(complaint)).code == "confrontation"
    assert open_rupture(understood([*TALK, complaint])) is None


def test_a_repair_that_is_accepted_mends_it() -> None:
    text = "Thank you for saying that."
    accepted = line(text, 1, 5, obs(text, text, "alliance", "repair_accepted"))
    f = understood([*TALK, confronted(3), accepted])
    assert open_rupture(f) is None
    assert [r.repaired for r in f.ruptures] == [True]
    assert f.capacity.strain == 0.0


def test_three_engaged_turns_mend_it_and_two_do_not() -> None:
    engaged = [line(LONG, 1, 4 + t) for t in range(3)]
    assert open_rupture(understood([*TALK, confronted(3), *engaged[:2]])) is not None
    assert open_rupture(understood([*TALK, confronted(3), *engaged])) is None


def test_a_new_session_begins_anew() -> None:
    assert open_rupture(understood([*TALK, confronted(3), line(LONG, 2, 0)])) is None


def test_strain_lowers_the_score_and_wears_off() -> None:
    before = understood(TALK).capacity.score()
    torn = understood([*TALK, confronted(3)])
    assert torn.capacity.strain == 1.0
    assert torn.capacity.score() == pytest.approx(before - 0.2, abs=0.01)
    later = understood([line("No.", 1, 4)], torn)
    assert later.capacity.strain == pytest.approx(0.8)
