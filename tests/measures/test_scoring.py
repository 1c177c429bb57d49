"""Scores against hand calculation and against sums worked out here in another way."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.measures import AnswerError, Measure, measure, measures, score

ALL = list(measures().values())
COUNTED = [m for m in ALL if m.scoring.kind in ("sum", "mean") and m.can_be_scored]


def in_order(*values: int | None) -> dict[str, int]:
    return {str(n): value for n, value in enumerate(values, 1) if value is not None}


def same(one: Measure, value: int) -> dict[str, int]:
    return {item.id: value for item in one.items}


# ---- By hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answers", "value", "clinical"),
    [
        # Added up by hand, each answer once; bands as published (Kroenke 2001, Spitzer 2006,
        # Kroenke 2002), both sides of every edge.
        ("phq-9", (0, 0, 0, 0, 0, 0, 0, 0, 0), 0, "minimal"),
        ("phq-9", (1, 1, 1, 1, 0, 0, 0, 0, 0), 4, "minimal"),
        ("phq-9", (1, 1, 1, 1, 1, 0, 0, 0, 0), 5, "mild"),
        ("phq-9", (1, 1, 1, 1, 1, 1, 1, 1, 1), 9, "mild"),
        ("phq-9", (2, 1, 1, 1, 1, 1, 1, 1, 1), 10, "moderate"),
        ("phq-9", (2, 2, 2, 2, 2, 1, 1, 1, 1), 14, "moderate"),
        ("phq-9", (3, 2, 2, 2, 2, 1, 1, 1, 1), 15, "moderately severe"),
        ("phq-9", (3, 3, 3, 2, 2, 2, 2, 2, 0), 19, "moderately severe"),
        ("phq-9", (3, 3, 3, 3, 2, 2, 2, 2, 0), 20, "severe"),
        ("phq-9", (3, 3, 3, 3, 3, 3, 3, 3, 3), 27, "severe"),
        ("gad-7", (1, 1, 1, 1, 0, 0, 0), 4, "minimal"),
        ("gad-7", (1, 1, 1, 1, 1, 0, 0), 5, "mild"),
        ("gad-7", (2, 2, 1, 1, 1, 1, 1), 9, "mild"),
        ("gad-7", (2, 2, 2, 1, 1, 1, 1), 10, "moderate"),
        ("gad-7", (2, 2, 2, 2, 2, 2, 3), 15, "severe"),
        ("gad-7", (3, 3, 3, 3, 3, 3, 3), 21, "severe"),
        ("phq-15", (1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 4, "minimal"),
        ("phq-15", (1, 1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0), 5, "low"),
        ("phq-15", (2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 10, "medium"),
        ("phq-15", (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 15, "high"),
        ("phq-15", (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), 30, "high"),
        ("phq-2", (1, 1), 2, "below the cut-off"),
        ("phq-2", (2, 1), 3, "at or above the cut-off"),
        ("gad-2", (3, 0), 3, "at or above the cut-off"),
    ],
)
def test_a_score_added_up_by_hand(
    name: str, answers: tuple[int, ...], value: float, clinical: str
) -> None:
    found = score(measure(name), in_order(*answers))
    assert found.value == value
    assert found.band is not None
    assert found.band.clinical == clinical


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        # 11 questions as they are, 1, 3, 8, 10 and 11 turned round (6 minus the answer).
        # all 1: 11 * 1 + 5 * 5 = 36; all 5: 11 * 5 + 5 * 1 = 60; all 3: 48.
        ([1] * 16, 36), ([5] * 16, 60), ([3] * 16, 48),
        # least worry: 1 where worrying is said, 5 where it is denied: 11 + 5 = 16; most: 80.
        ([5, 1, 5, 1, 1, 1, 1, 5, 1, 5, 5, 1, 1, 1, 1, 1], 16),
        ([1, 5, 1, 5, 5, 5, 5, 1, 5, 1, 1, 5, 5, 5, 5, 5], 80),
        # 4+4+3+5+4+4+5+4+3+5+4+2+4+5+3+4 after turning 2->4, 3->3, 2->4, 1->5, 2->4 = 63
        ([2, 4, 3, 5, 4, 4, 5, 2, 3, 1, 2, 2, 4, 5, 3, 4], 63),
    ],
)  # fmt: skip
def test_the_pswq_turns_five_questions_round(answers: list[int], value: float) -> None:
    assert score(measure("pswq"), in_order(*answers)).value == value


def test_the_core_10_turns_two_questions_round() -> None:
    core = measure("core-10")
    # All 0: questions 2 and 3 count 4 each. All 4: eight times 4, twice 0. By hand: 8 and 32.
    assert score(core, same(core, 0)).value == 8
    assert score(core, same(core, 4)).value == 32
    # 2+(4-1)+(4-3)+1+0+0+3+2+2+1 = 15
    found = score(core, in_order(2, 1, 3, 1, 0, 0, 3, 2, 2, 1))
    assert found.value == 15
    assert found.band is not None
    assert found.band.clinical == "moderate"


def test_the_who_5_counts_four_times_and_higher_is_better() -> None:
    who = measure("who-5")
    assert score(who, in_order(5, 5, 5, 5, 5)).value == 100
    assert score(who, in_order(3, 2, 2, 3, 3)).value == 52  # 13 * 4
    assert score(who, in_order(3, 2, 2, 3, 2)).value == 48


def test_the_sparq_has_two_scales_and_no_total() -> None:
    # positive 1, 6, 7, 8: 4+3+2+1 = 10; negative 2 to 5: 0+1+2+1 = 4
    found = score(measure("sparq"), in_order(4, 0, 1, 2, 1, 3, 2, 1))
    assert found.value is None
    assert found.subscales == {"positive": 10.0, "negative": 4.0}
    assert not found.missing


def test_the_mean_of_ones_own_problems() -> None:
    problems = measure("problems")
    found = score(problems, {"first": 8, "hard": 7, "days": 6})
    assert (found.value, found.missing, found.prorated) == (7.0, (), False)
    assert score(problems, {"first": 8, "second": 3, "days": 6}).value == 5.67  # 17 / 3
    assert score(problems, {"second": 8, "days": 6}).value is None


def test_a_weighted_score_needs_its_levels() -> None:
    one = measure("dmrs-sr-30")
    assert not one.can_be_scored
    assert score(one, same(one, 1)).value is None


# ---- What is missing ------------------------------------------------------------------------------


def test_the_phq_9_may_miss_two() -> None:
    # NHS Data Dictionary. Seven answered, 10 together: 10 / 7 * 9 = 12.857
    found = score(measure("phq-9"), in_order(2, 2, 1, 1, 1, 1, None, None, 2))
    assert (found.value, found.missing, found.prorated) == (12.9, ("7", "8"), True)
    assert found.band is not None
    assert found.band.clinical == "moderate"
    assert score(measure("phq-9"), in_order(2, 2, 1, 1, 1, 1, None, None, None)).value is None


def test_a_core_10_with_one_missing_is_ten_times_the_mean_of_the_others() -> None:
    # CORE System Trust: the mean of the items times 10. (2+3+1+1+0+0+3+2+2) / 9 * 10 = 15.56
    assert score(measure("core-10"), in_order(2, 1, 3, 1, 0, 0, 3, 2, 2)).value == 15.6


@pytest.mark.parametrize("name", ["gad-7", "pswq", "wsas", "who-5", "phq-2"])
def test_where_nobody_allows_it_nothing_is_filled_in(name: str) -> None:
    one = measure(name)
    answers = same(one, one.options[1].value)
    del answers[one.items[0].id]
    found = score(one, answers)
    assert (found.value, found.band, found.prorated) == (None, None, False)
    assert found.missing == (one.items[0].id,)


def test_what_does_not_apply_is_not_missing() -> None:
    one = measure("phq-15")
    answers = same(one, 2)
    del answers["4"]
    found = score(one, answers)
    assert (found.value, found.missing, found.prorated) == (28.0, (), False)


def test_a_prorated_score_between_two_bands_has_not_left_the_lower_one() -> None:
    band = measure("phq-9").band(9.6)
    assert band is not None
    assert band.clinical == "mild"


def test_no_answers_at_all_are_no_score() -> None:
    for one in ALL:
        assert score(one, {}).value is None


# ---- What cannot be -------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [4, -1, 99, True])
def test_a_value_that_is_no_answer_is_refused(value: int) -> None:
    with pytest.raises(AnswerError, match="0 to 3"):
        score(measure("phq-9"), {"1": value})


def test_a_question_that_there_is_not_is_refused() -> None:
    with pytest.raises(AnswerError, match="'10'"):
        score(measure("phq-9"), {"10": 1})


def test_scores_of_different_measures_are_not_compared() -> None:
    earlier = score(measure("gad-2"), in_order(1, 1))
    with pytest.raises(AnswerError, match="gad-2"):
        score(measure("phq-2"), in_order(1, 1), earlier)


# ---- For all answers ------------------------------------------------------------------------------


@st.composite
def answered(draw: st.DrawFn, whole: bool = False) -> tuple[Measure, dict[str, int]]:
    one = draw(st.sampled_from(COUNTED))
    values = st.sampled_from([option.value for option in one.options])
    given_ = {item.id: draw(values if whole else st.none() | values) for item in one.items}
    return one, {name: value for name, value in given_.items() if value is not None}


def added_up(one: Measure, answers: Mapping[str, int]) -> float:
    """The score worked out in another way: answer by answer from the top of the scale down."""
    top, low = one.options[-1].value, one.options[0].value
    total = 0
    for item in one.items:
        total += (top - (answers[item.id] - low)) if item.reverse else answers[item.id]
    return total / len(one.items) if one.scoring.kind == "mean" else total * one.scoring.times


@given(answered(whole=True))
def test_whole_answers_add_up(case: tuple[Measure, dict[str, int]]) -> None:
    one, answers = case
    found = score(one, answers)
    assert found.value == pytest.approx(added_up(one, answers), abs=0.006)
    assert found.band is not None or not one.bands


@given(answered())
def test_a_score_keeps_its_bounds_whatever_is_missing(case: tuple[Measure, dict[str, int]]) -> None:
    one, answers = case
    found = score(one, answers)
    if found.value is not None:
        assert one.scoring.lowest <= found.value <= one.scoring.highest
        assert len(found.missing) <= one.scoring.may_miss
        assert found.prorated == bool(found.missing)
    assert not set(found.missing) & set(answers)


@given(answered(whole=True), st.data())
def test_a_heavier_answer_never_makes_a_score_lighter(
    case: tuple[Measure, dict[str, int]], data: st.DataObject
) -> None:
    one, answers = case
    item = data.draw(st.sampled_from(one.items))
    if answers[item.id] == one.options[-1].value:
        return
    more = score(one, answers | {item.id: answers[item.id] + 1}).value
    less = score(one, answers).value
    assert more is not None
    assert less is not None
    assert (more < less) == item.reverse
