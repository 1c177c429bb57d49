"""What is asked when, and why."""

import pytest

from thirdear.measures import measure, measures, score
from thirdear.measures.battery import battery, further, occasion, to_ask


@pytest.mark.parametrize(
    ("held", "last_review", "due"),
    [(0, 0, "intake"), (1, 0, "weekly"), (3, 0, "weekly"), (4, 0, "review"), (5, 4, "weekly"),
     (8, 4, "review"), (6, 0, "review"), (9, 6, "weekly"), (10, 6, "review")],
)  # fmt: skip
def test_the_rhythm(held: int, last_review: int, due: str) -> None:
    found = occasion(held, last_review=last_review)
    assert found is not None
    assert found.id == due


def test_a_review_comes_every_four_sessions_and_a_skipped_one_stays_due() -> None:
    reviews, last = [], 0
    for held in range(25):
        due = occasion(held, last_review=last)
        assert due is not None
        if due.id == "review":
            reviews.append(held)
            last = held
    assert reviews == [4, 8, 12, 16, 20, 24]


def test_after_the_end_nothing_for_three_months_and_then_all() -> None:
    assert occasion(20, ended=True, weeks_since=11.9) is None
    due = occasion(20, ended=True, weeks_since=12)
    assert due is not None
    assert due.id == "after"


def test_everything_asked_exists_and_has_a_reason() -> None:
    for each in battery().occasion:
        assert set(each.asks) <= set(measures())
        assert len(each.because.split()) > 5
        assert each.when
    for each in battery().further:
        assert {each.measure, each.asks} <= set(measures())


def test_thoughts_of_dying_are_asked_about_at_every_occasion_that_counts() -> None:
    for name in ("intake", "review", "end", "after"):
        assert "phq-9" in battery().at(name).asks  # type: ignore[arg-type]


def test_the_week_takes_few_minutes() -> None:
    weekly = to_ask(battery().at("weekly"))
    assert [m.id for m in weekly] == ["phq-2", "gad-2", "problems"]
    assert sum(m.minutes for m in weekly) <= 5


def test_only_what_has_its_words_is_asked() -> None:
    intake = battery().at("intake")
    assert "dmrs-sr-30" not in [m.id for m in to_ask(intake)]
    assert "dmrs-sr-30" in [m.id for m in to_ask(intake, own_words={"dmrs-sr-30"})]
    assert all(m.has_text for m in to_ask(intake))


@pytest.mark.parametrize(("answers", "asks"), [((1, 1), []), ((2, 1), ["phq-9"])])
def test_the_short_form_leads_to_the_whole_one(answers: tuple[int, int], asks: list[str]) -> None:
    found = score(measure("phq-2"), {"1": answers[0], "2": answers[1]})
    assert [f.asks for f in further(found)] == asks


def test_what_could_not_be_counted_leads_nowhere() -> None:
    assert further(score(measure("phq-2"), {})) == ()


def test_the_first_and_the_last_time_ask_the_same() -> None:
    intake, end = battery().at("intake").asks, battery().at("end").asks
    assert set(intake) <= set(end)
    assert battery().at("after").asks == intake
