"""Defence maturity: experimental, silent for long, and never without its error."""

import msgspec

from thirdear.formulation.formulation import Formulation, Strand
from thirdear.formulation.maturity import maturity


def heard(code: str, times: int, sessions: tuple[int, ...] = (1, 2, 3)) -> Strand:
    return Strand("defence", code, None, explicit=False, count=times, sessions=sessions)


def understanding(*strands: Strand) -> Formulation:
    return msgspec.structs.replace(Formulation(), strands={s.id: s for s in strands})


def test_fewer_than_fifty_instances_say_nothing():
    assert maturity(understanding(heard("denial", 30), heard("humour", 19))) is None


def test_many_instances_in_two_sessions_say_nothing():
    assert maturity(understanding(heard("denial", 80, (1, 2)))) is None


def test_the_value_is_the_mean_level_with_its_interval():
    found = maturity(understanding(heard("denial", 40), heard("humour", 20)))
    assert found is not None
    assert found["value"] == round((3 * 40 + 7 * 20) / 60, 2)
    assert found["interval"][0] < found["value"] < found["interval"][1]
    assert found["levels"]["3"] == 0.67
    assert found["experimental"] is True


def test_tactical_defences_have_no_level_and_do_not_count():
    assert maturity(understanding(heard("denial", 49), heard("vagueness", 60))) is None
