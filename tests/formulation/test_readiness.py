"""The gate: capacity, alliance and evidence together, row by row of the table."""

import msgspec
import pytest
from tests.formulation.tales import GIVES_WAY, anew, episode, line, said, understood

from thirdear.formulation.capacity import Capacity, TurnSigns
from thirdear.formulation.formulation import Formulation, offered, taken_up
from thirdear.formulation.marks import Rupture
from thirdear.formulation.readiness import because, gate
from thirdear.speech import Quote

FULL = TurnSigns(1.0, 1.0, 0.0)
HALF = TurnSigns(0.2, 0.2, 0.0)
QUOTE = Quote("session 3", 3, 0, 0, 2, "no")
TALES = [
    episode(s, t, w, GIVES_WAY)
    for s, t, w in ((1, 0, "boss:1"), (2, 0, "father"), (3, 0, "boss:1"))
]
HERE = [said(3, t, "You hurt me.", "hurt", "feeling", "hurt", "therapist") for t in (2, 4)]


def able(f: Formulation, signs: TurnSigns = FULL, **more: object) -> Formulation:
    """Return the formulation with this capacity."""
    capacity = msgspec.structs.replace(Capacity(window=(signs,), uptake=1.0), **more)
    return msgspec.structs.replace(f, capacity=capacity)


def test_the_first_row_that_matches_counts() -> None:
    f = understood([*TALES, *HERE])
    torn = msgspec.structs.replace(f, ruptures=(Rupture(3, 4, "confrontation", QUOTE),))
    assert gate(able(torn, risk=True)) == "G0"
    assert gate(able(torn, anxiety=0.9)) == "G1"
    assert gate(able(torn)) == "GR"
    assert gate(able(f)) == "G5"


def test_little_capacity_is_little_whatever_the_evidence() -> None:
    f = understood([*TALES, *HERE])
    assert gate(able(f, TurnSigns(0.0, 0.0, 1.0), uptake=0.0, strain=0.2)) == "G1"
    assert gate(able(f, TurnSigns(0.2, 0.0, 1.0), uptake=0.4)) == "G2"


def test_without_evidence_full_capacity_opens_no_link() -> None:
    assert gate(able(understood(TALES[:1]))) == "G3"


def test_the_same_of_two_people_and_again_today_opens_links() -> None:
    assert gate(able(understood(TALES))) == "G4"
    assert gate(able(understood(anew(TALES, 4)))) == "G3"
    assert gate(able(understood(TALES), HALF, uptake=0.2)) == "G3"


def test_origins_open_only_with_capacity_evidence_here_and_time() -> None:
    assert gate(able(understood([*TALES, *HERE[:1]]))) == "G4"
    assert gate(able(understood([*TALES, *HERE]), HALF)) == "G4"
    early = [episode(2, t, w, GIVES_WAY) for t, w in enumerate(["boss:1", "father", "boss:1"])]
    hurt = [said(2, 5 + t, "You hurt me.", "hurt", "feeling", "hurt", "therapist") for t in (0, 1)]
    assert gate(able(understood([*early, *hurt]))) == "G4"


def test_what_was_taken_up_raises_and_what_was_not_lowers_what_can_be_taken_in() -> None:
    f = understood([line("I went to the shop and came home.", 1, 0)])
    good = taken_up(offered(f, 1, "DEF", 3), 1, 0.9)
    bad = taken_up(offered(f, 1, "DEF", 3), 1, -0.7)
    assert bad.capacity.score() < f.capacity.score() < good.capacity.score()
    assert (good.capacity.uptake, bad.capacity.uptake) == (0.9, 0.0)


def test_only_deep_remarks_and_the_last_five_of_them_say_so() -> None:
    f = taken_up(offered(Formulation(), 1, "REF", 1), 1, 1.0)
    assert f.capacity.uptake == 0.5
    for turn in range(2, 9):
        f = taken_up(offered(f, turn, "DEF", 3), turn, 0.0 if turn < 4 else 1.0)
    assert f.capacity.uptake == 1.0


def test_uptake_of_what_was_never_offered_changes_nothing() -> None:
    f = offered(Formulation(), 1, "DEF", 3)
    assert taken_up(f, 2, 1.0) == f


@pytest.mark.parametrize("value", [-9.0, 9.0])
def test_uptake_keeps_to_its_range(value: float) -> None:
    f = taken_up(offered(Formulation(), 1, "DEF", 3), 1, value)
    assert -0.7 <= f.explored[0].uptake <= 1.0


def test_uptake_stays_over_sessions_and_the_hour_begins_anew() -> None:
    f = taken_up(offered(understood([line("Hello there.", 1, 0)]), 1, "DEF", 3), 1, 0.9)
    later = understood([line("Hello again.", 2, 0)], f)
    assert later.capacity.uptake == 0.9


def test_every_gate_is_explained_in_plain_words() -> None:
    f = understood([*TALES, *HERE])
    torn = msgspec.structs.replace(f, ruptures=(Rupture(3, 4, "confrontation", QUOTE),))
    for one in (able(f), able(torn), able(f, risk=True), able(understood(TALES)), Formulation()):
        reasons = because(one)
        assert reasons
        assert all(r == r.lower() for r in reasons)
