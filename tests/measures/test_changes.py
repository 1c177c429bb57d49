"""Reliable and clinically significant change, against worked examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.measures import measure, measures, score
from thirdear.measures.changes import Change, change, cutoff_between, needed, reliable_change


def test_the_worked_example_of_jacobson_and_truax() -> None:
    # 1991, p. 14: SD 10, r .80, pre 32.5, post 47.5: SE 4.47, Sdiff 6.32, RC 2.37.
    smallest = reliable_change(10, 0.80)
    assert smallest / 1.96 == pytest.approx(6.32, abs=0.01)
    assert (47.5 - 32.5) / (smallest / 1.96) == pytest.approx(2.37, abs=0.01)


def test_their_criterion_c() -> None:
    # Same place: means 40 and 60, both SD 7.5: half way, 50.
    assert cutoff_between(40, 7.5, 60, 7.5) == 50


def test_the_published_values_of_the_core_10_follow_from_its_figures() -> None:
    # Barkham et al. 2013: clinical 19.7 (7.7), general 4.7 (4.8), alpha .90; cut-off 11 and, with
    # 90% confidence, 6 points. By hand: (4.8 * 19.7 + 7.7 * 4.7) / 12.5 = 10.46, so 11 and above;
    # 1.645 * 7.7 * 1.41421 * 0.31623 = 5.66, so 6.
    core = measure("core-10")
    assert core.reliable is not None
    assert core.cutoff is not None
    assert cutoff_between(19.7, 7.7, 4.7, 4.8) == pytest.approx(10.46, abs=0.005)
    assert core.cutoff.at == 11
    assert core.reliable.sd is not None
    assert core.reliable.r is not None
    computed = reliable_change(core.reliable.sd, core.reliable.r, core.reliable.confidence)
    assert computed == pytest.approx(5.66, abs=0.005)
    assert needed(core.reliable) == 6


def test_the_dmrs_is_computed_from_its_spread() -> None:
    # 1.96 * 0.61 * 1.41421 * sqrt(0.10) = 0.5347
    assert needed(measure("dmrs-sr-30").reliable) == pytest.approx(0.5347, abs=0.0001)


@pytest.mark.parametrize(
    ("name", "earlier", "now", "reliably", "significant"),
    [
        ("phq-9", 16, 10, "better", False),  # 6 points, still a case
        ("phq-9", 16, 11, "within", False),
        ("phq-9", 15, 9, "better", True),  # 6 points and below 10
        ("phq-9", 12, 9, "within", False),  # below 10, not reliably
        ("phq-9", 9, 3, "better", False),  # was no case
        ("phq-9", 9, 15, "worse", False),
        ("gad-7", 11, 7, "better", True),
        ("gad-7", 11, 8, "within", False),
        ("gad-7", 12, 8, "better", False),
        ("pswq", 54, 44, "better", True),
        ("pswq", 54, 45, "within", False),
        ("who-5", 48, 60, "better", True),  # higher is better
        ("who-5", 60, 48, "worse", False),
        ("problems", 7.33, 4.33, "better", None),  # three points; no cut-off
    ],
)
def test_change_by_hand(
    name: str, earlier: float, now: float, reliably: str, significant: bool | None
) -> None:
    found = change(measure(name), earlier, now)
    assert (found.reliably, found.significant) == (reliably, significant)


@pytest.mark.parametrize("name", ["phq-15", "phq-2", "gad-2", "wsas"])
def test_where_nobody_knows_how_it_wavers_nothing_is_claimed(name: str) -> None:
    assert change(measure(name), 2, 0) == Change(-2.0, None, None)


def test_the_mean_of_other_problems_is_not_compared() -> None:
    problems = measure("problems")
    first = score(problems, {"first": 9, "days": 9})
    assert score(problems, {"first": 2, "days": 2}, first).change == Change(-7.0, "better", None)
    other = score(problems, {"first": 2, "second": 2, "days": 2}, first).change
    assert other == Change(-7.0, None, None)


def test_without_two_values_there_is_no_change() -> None:
    phq = measure("phq-9")
    nothing = score(phq, {})
    assert score(phq, {}, nothing).change is None
    assert score(phq, {str(n): 1 for n in range(1, 10)}, nothing).change is None


_WITH_VALUE = [m for m in measures().values() if needed(m.reliable) is not None]


@given(st.sampled_from(_WITH_VALUE), st.data())
def test_there_and_back_is_the_same_the_other_way_round(m: object, data: st.DataObject) -> None:
    one = next(x for x in _WITH_VALUE if x is m)
    scores = st.integers(int(one.scoring.lowest), int(one.scoring.highest))
    a, b = data.draw(scores), data.draw(scores)
    there, back = change(one, a, b), change(one, b, a)
    assert there.difference == -back.difference
    opposite = {"better": "worse", "worse": "better", "within": "within"}
    assert there.reliably is not None
    assert back.reliably == opposite[there.reliably]
    assert not (there.significant and back.significant)
    if there.significant:
        assert there.reliably == "better"
