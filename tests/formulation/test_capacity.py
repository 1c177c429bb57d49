"""How much the person can take in now: falls at once with overload, comes back only slowly."""

from tests.formulation.test_formulation import understand

from thirdear.formulation.capacity import Capacity

CALM = "We went to the market and bought a lamp for the landing."
FOGGY = "My head's gone fuzzy."
SICK = "My stomach is churning."


def capacity(*lines: str) -> Capacity:
    return understand(lines).capacity


def test_concrete_talk_without_a_sign_of_overload_can_hear_an_observation() -> None:
    assert capacity(CALM, "I was a bit annoyed with my boss.").gate() == "G3"


def test_a_foggy_head_closes_the_gate_at_once() -> None:
    assert capacity(CALM, CALM, FOGGY).gate() == "G1"


def test_one_clear_turn_does_not_open_it_again() -> None:
    assert capacity(CALM, FOGGY, CALM).gate() == "G1"


def test_the_band_falls_only_after_two_clear_turns() -> None:
    assert capacity(FOGGY, CALM).anxiety >= 0.7
    assert capacity(FOGGY, CALM, CALM).anxiety == 0.0
    assert capacity(FOGGY, CALM, CALM).gate() == "G3"


def test_a_new_sign_starts_the_count_again() -> None:
    assert capacity(FOGGY, CALM, SICK, CALM).anxiety >= 0.7
    assert capacity(FOGGY, CALM, SICK, CALM, CALM).anxiety == 0.0


def test_a_smaller_sign_does_not_lower_the_band() -> None:
    assert capacity(FOGGY, "My jaw is clenched.").anxiety == capacity(FOGGY).anxiety


def test_tension_in_the_muscles_is_bearable() -> None:
    assert capacity(CALM, "My jaw is clenched.").gate() == "G3"


def test_the_body_of_then_does_not_count_now() -> None:
    assert capacity(CALM, "My stomach churned all through the exam.").gate() == "G3"


def test_danger_closes_everything() -> None:
    assert capacity(CALM, "I want to die.").gate() == "G0"


def test_anothers_or_a_denied_danger_does_not() -> None:
    assert capacity(CALM, "My uncle killed himself.").gate() != "G0"
    assert capacity(CALM, "I'm not suicidal.").gate() != "G0"


def test_much_kept_at_a_distance_is_less_capacity() -> None:
    waved = "They forgot my birthday. It's fine, honestly. It doesn't matter. No big deal."
    assert capacity(*[waved] * 4).score() < capacity(*[CALM] * 4).score()


def test_feelings_named_toward_someone_are_more_capacity() -> None:
    named = "I was so angry with my father."
    assert capacity(CALM, CALM, named).score() > capacity(CALM, CALM, CALM).score()


def test_a_new_session_starts_clear() -> None:
    assert understand([CALM, FOGGY], [CALM]).capacity.anxiety == 0.0


def test_the_score_lies_between_none_and_all() -> None:
    for lines in ([CALM], [FOGGY], ["I was so angry with my father."] * 6, [SICK] * 3):
        assert 0.0 <= capacity(*lines).score() <= 1.0


def test_the_gate_is_explained_in_plain_words() -> None:
    for lines in ([CALM], [FOGGY], ["I want to die."], ["My jaw is clenched."]):
        because = capacity(*lines).because()
        assert because
        assert all(reason == reason.lower() and "G" not in reason for reason in because)
