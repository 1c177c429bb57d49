"""Expected against actual, and an honest word, also when it does not help."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.measures import expected, honest_word, measure, score
from thirdear.measures.course import Point, _words
from thirdear.measures.scoring import Score


def phq(total: int) -> Score:
    answers = {str(n): min(3, max(0, total - 3 * (n - 1))) for n in range(1, 10)}
    found = score(measure("phq-9"), answers)
    assert found.value == total
    return found


def gad(total: int) -> Score:
    answers = {str(n): min(3, max(0, total - 3 * (n - 1))) for n in range(1, 8)}
    return score(measure("gad-7"), answers)


def word(sessions: int, *scores: Score) -> str:
    return honest_word([Point(n, s) for n, s in enumerate(scores)], sessions).verdict


@pytest.mark.parametrize(
    ("sessions", "improved"),
    # Howard 1986 (8 and 26) and the points that the technique reference, 6.2, works out.
    [(0, 0), (1, 0.12), (4, 0.35), (8, 0.50), (13, 0.61), (16, 0.65), (26, 0.75), (40, 0.82),
     (52, 0.86)],
)  # fmt: skip
def test_how_many_had_improved(sessions: int, improved: float) -> None:
    assert expected(sessions).improved == pytest.approx(improved, abs=0.0051)


@pytest.mark.parametrize(
    ("sessions", "significant"),
    # Lambert 2001 (21 and 40) and the reference's points.
    [(0, 0), (8, 0.16), (16, 0.39), (21, 0.50), (26, 0.59), (40, 0.75), (52, 0.83)],
)
def test_how_many_had_changed_significantly(sessions: int, significant: float) -> None:
    assert expected(sessions).significant == pytest.approx(significant, abs=0.0051)


@given(st.integers(0, 500))
def test_expectations_only_grow_and_stay_shares(sessions: int) -> None:
    now, then = expected(sessions), expected(sessions + 1)
    assert 0 <= now.significant <= now.improved <= 1
    assert now.improved <= then.improved
    assert now.significant <= then.significant


@pytest.mark.parametrize(
    ("sessions", "scores", "verdict"),
    [
        (0, [phq(16)], "not_known"),
        (4, [phq(16), phq(15)], "too_early"),
        (7, [phq(16), phq(11)], "too_early"),
        (8, [phq(16), phq(11)], "half_by_now"),
        (11, [phq(16), phq(11)], "half_by_now"),
        (12, [phq(16), phq(11)], "not_helping"),
        (40, [phq(16), phq(11)], "not_helping"),
        (4, [phq(16), phq(10)], "better"),
        (4, [phq(16), phq(9)], "better_and_out"),
        (4, [phq(10), phq(16)], "worse"),
        (12, [phq(16), phq(9), phq(15)], "went_back"),
        (12, [phq(4), phq(3)], "little_to_show"),
        (12, [phq(4), phq(12)], "worse"),
        (12, [phq(16), gad(10), phq(9), gad(16)], "mixed"),
        (12, [phq(16), gad(6), phq(15), gad(6)], "not_helping"),
    ],
)
def test_the_verdict(sessions: int, scores: list[Score], verdict: str) -> None:
    assert word(sessions, *scores) == verdict


def test_it_says_plainly_when_it_does_not_help_and_what_is_open_then() -> None:
    said = honest_word([Point(0, phq(16)), Point(12, phq(15))], 12)
    assert "does not help" in said.text
    assert "12 sessions" in said.text
    assert "59 in a hundred" in said.text
    assert "with a person" in said.text
    assert any("another way of working" in way for way in said.open)
    assert any("doctor or a licensed therapist" in way for way in said.open)
    assert any("stopping" in way for way in said.open)


def test_danger_comes_before_how_it_goes() -> None:
    said = honest_word([Point(0, phq(16)), Point(4, phq(9))], 4, danger=True)
    assert (said.verdict, said.open) == ("danger_first", ())
    assert "first, with a person" in said.text


def test_what_it_rests_on_comes_with_it() -> None:
    said = honest_word([Point(0, phq(16)), Point(4, phq(9))], 4)
    assert said.changes["phq-9"].difference == -7
    assert said.expected == expected(4)


def test_a_measure_without_a_reliable_change_value_does_not_speak() -> None:
    body = measure("phq-15")
    heavy = score(body, {item.id: 2 for item in body.items})
    light = score(body, {item.id: 0 for item in body.items})
    assert word(8, light, heavy) == "not_known"


def test_a_score_that_could_not_be_counted_is_passed_over() -> None:
    nothing = score(measure("phq-9"), {})
    assert word(4, nothing, phq(16), nothing, phq(9)) == "better_and_out"


def test_one_session_is_one_session() -> None:
    assert "After 1 session the" in honest_word([Point(0, phq(16)), Point(1, phq(16))], 1).text


# What nothing that is said may hold (design, What it must never do), and no word of alarm.
NEVER = (
    r"you should|you must|you need|i (?:suggest|recommend)|try to|well done|good (?:job|work)|great"
    r"|proud|excellent|don't worry|will be (?:fine|ok|all right)|not alone|not your fault"
    r"|depress|disorder|diagnos|symptom|relapse|deteriorat|non-?respon|fail|danger|warning|alarm"
    r"|severe|!|i feel|i care"
)


@pytest.mark.parametrize("verdict", sorted(_words()))
def test_every_word_is_plain_kind_and_no_advice(verdict: str) -> None:
    said = _words()[verdict]
    text = said.text.format(sessions="12 sessions", improved=59)
    for words in (text, *said.open):
        assert not re.search(NEVER, words, re.IGNORECASE), words
        assert "{" not in words
    assert text.endswith(".")
