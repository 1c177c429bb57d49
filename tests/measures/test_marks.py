"""Answers that come before all counting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.measures import dangers, marked, measure, measures, score

NINE = {str(n): 0 for n in range(1, 10)}


@pytest.mark.parametrize("value", [1, 2, 3])
def test_any_answer_but_the_first_to_question_nine_opens_the_safety_flow(value: int) -> None:
    (found,) = dangers(measure("phq-9"), NINE | {"9": value})
    assert (found.code, found.item, found.value) == ("suicide_passive", "9", value)
    assert found.said.startswith("Thoughts that you would be better off dead")
    assert found.said.endswith(measure("phq-9").options[value].text)


def test_the_first_answer_does_not() -> None:
    assert dangers(measure("phq-9"), NINE) == ()


def test_it_does_not_matter_whether_there_is_a_score() -> None:
    phq = measure("phq-9")
    assert score(phq, {"9": 1}).value is None
    assert dangers(phq, {"9": 1})


def test_the_plan_of_the_core_10_even_without_its_words() -> None:
    (found,) = dangers(measure("core-10"), {"6": 1})
    assert found.code == "suicide_plan"
    assert "end one's life" in found.said


def test_taking_risks_that_could_harm() -> None:
    assert not dangers(measure("pcl-5"), {"16": 1})
    assert [d.code for d in dangers(measure("pcl-5"), {"16": 2})] == ["self_harm"]


def test_what_is_for_a_doctor_or_for_the_two_chairs_is_no_danger() -> None:
    body = {"7": 2, "9": 2}
    assert [m.opens for m in marked(measure("phq-15"), body)] == ["doctor", "doctor"]
    assert dangers(measure("phq-15"), body) == ()
    assert [m.opens for m in marked(measure("risq"), {"3": 1})] == ["repair"]
    assert [m.opens for m in marked(measure("hour"), {"5": 1, "6": 0})] == ["repair"]


@given(st.sampled_from(sorted(measures())), st.data())
def test_no_mark_is_lost_by_what_else_was_answered(name: str, data: st.DataObject) -> None:
    one = measure(name)
    values = st.sampled_from([option.value for option in one.options])
    answers = data.draw(st.dictionaries(st.sampled_from([i.id for i in one.items]), values))
    due = {i.id for i in one.items
           if i.mark and i.id in answers and answers[i.id] >= i.mark.at}  # fmt: skip
    found = marked(one, answers)
    assert {m.item for m in found} == due
    kinds = [m.opens == "safety" for m in found]
    assert kinds == sorted(kinds, reverse=True)
