"""Invented people, each at the place where a careful clinician would end it."""

from typing import Any

import msgspec
import pytest
from tests.intake.playing import WHERE, Sitting, answer, people, play, script

from thirdear.intake import outcome
from thirdear.intake.form import keeps_form
from thirdear.intake.state import Known


@pytest.mark.parametrize("name", list(people()))
def test_it_ends_where_a_careful_clinician_would_end_it(name: str) -> None:
    ends: dict[str, Any] = people()[name]["ends"]
    sitting = play(name)
    told = script(sitting)
    result = sitting.state.result or outcome.result(sitting.state)
    assert result.mode in ends["mode"], told
    if "ground" in ends:
        assert result.ground in ends["ground"], told
    if "gate" in ends:
        assert ends["gate"] in {f.gate for f in result.findings}, told
    if ends.get("care_open"):
        assert sitting.care is not None, told
    else:
        assert sitting.state.closed, told


@pytest.mark.parametrize("name", list(people()))
@pytest.mark.parametrize("seed", [0, 1])
def test_everything_said_keeps_the_form(name: str, seed: int) -> None:
    sitting = play(name, seed=seed)
    lines = [text for who, text in sitting.lines if who == "person"]
    for said in sitting.said:
        assert keeps_form(said.text, said.grounds, said.help_words), said
        assert all(any(q.quote in line for line in lines) for q in said.grounds), said
    assert all(text.count("?") <= 1 for who, text in sitting.lines if who == "other chair")


@pytest.mark.parametrize("name", ["phobia", "repeated_partners", "abuse_now", "monosyllables"])
def test_it_can_be_put_away_and_taken_up_after_any_line(name: str) -> None:
    assert play(name, store=True).lines == play(name).lines


@pytest.mark.parametrize("name", list(people()))
def test_no_question_is_asked_three_times(name: str) -> None:
    asked = [s.text for s in play(name).said if "?" in s.text]
    assert all(asked.count(text) <= 2 for text in asked)


def test_nothing_is_asked_that_was_told_already() -> None:
    sitting = Sitting.opened()
    sitting.say("Yes.")
    sitting.say(
        "I want to understand why I keep running from lifts. Last Tuesday the doors shut and I felt "
        "so frightened that I pressed every button and ran out into the hall."
    )
    assert "example" not in sitting.state.open
    assert "focus" not in sitting.state.open


def test_the_first_answer_may_be_given_to_the_welcome() -> None:
    sitting = Sitting.opened()
    sitting.say(
        "My boss overlooks me and I get so angry that I can't sleep, it's been like that a year."
    )
    assert "brings" in sitting.state.done


def test_danger_comes_first_and_the_conversation_goes_on_from_where_it_was() -> None:
    sitting = Sitting.opened()
    sitting.say("Yes.")
    said = sitting.say("I've been thinking about ending it since my girlfriend left in the spring.")
    assert "ending your life" in said
    assert sitting.state.in_care == ("life",)
    said = sitting.say("No. I would never do that.")
    assert sitting.care is None
    assert said.count("?") == 1
    assert sitting.state.gates["life"].status == "clear"
    assert "brings" in sitting.state.done


def test_while_danger_stands_open_nothing_can_begin() -> None:
    sitting = play("suicidal_plan")
    assert outcome.not_now(sitting.state) == "care"
    assert outcome.result(sitting.state).may_choose == ()


def test_no_way_is_open_against_a_gate() -> None:
    for name, person in people().items():
        if person["ends"].get("ground", [""])[0] != "gate":
            continue
        state = play(name).state
        assert state.result is not None
        assert state.result.may_choose == (), name
        assert state.agreed is None


def test_an_amber_sign_bounds_what_may_be_chosen() -> None:
    sitting = play("bereaved")
    assert sitting.state.result is not None
    assert sitting.state.result.may_choose == ("journal",)
    assert all(s.rule.partition("#")[0] != "link" for s in sitting.said)


def test_another_way_may_be_chosen_where_that_is_safe() -> None:
    state = play("checking_mild").state
    assert state.agreed is not None
    assert state.agreed.mode == "supportive"
    assert state.agreed.chosen
    assert state.agreed.minutes == 30


def test_the_agreement_is_in_their_own_words() -> None:
    agreed = play("repeated_partners").state.agreed
    assert agreed is not None
    assert agreed.focus == "I want to understand why I keep choosing men who frighten me"
    assert (agreed.weekday, agreed.time, agreed.sessions) == (0, "18:30", 16)


def test_a_page_can_show_every_reason() -> None:
    state = play("phobia").state
    assert state.result is not None
    shown = "\n".join(outcome.account(state.result))
    assert len(state.result.scores) == 8
    for score in state.result.scores:
        assert score.because in shown
    assert "no trial" in shown
    assert "fears" in shown


@pytest.mark.parametrize(
    ("known", "gate", "status"),
    [
        ({"phq9": 22}, "low", "amber"),
        ({"audit_c": 9}, "drink", "heard"),
        ({"phq15": 16}, "body", "heard"),
    ],
)
def test_questionnaires_are_heard_too(known: dict[str, int], gate: str, status: str) -> None:
    sitting = Sitting.opened(Known(adult=True, where=WHERE, **known))
    assert sitting.state.gates[gate].status == status


def test_the_same_seed_says_the_same_and_another_other_words() -> None:
    again = play.__wrapped__("phobia", seed=1)
    assert play("phobia", seed=1).lines == again.lines
    assert play("phobia", seed=1).lines != play("phobia", seed=0).lines


def test_what_is_kept_of_a_conversation_stays_small() -> None:
    assert len(msgspec.json.encode(play("phobia").state)) < 40_000


def at_the_proposal(name: str) -> Sitting:
    person, sitting, asked = people()[name], Sitting.opened(), dict[str, int]()
    while sitting.state.open != "say:proposal":
        sitting.say(answer(person, sitting, asked))
    return sitting


def test_what_is_told_after_the_proposal_still_counts() -> None:
    sitting = at_the_proposal("repeated_partners")
    said = sitting.say("Sounds fine. But sometimes I lose whole days and a part of me takes over.")
    assert "How often is that" in said
    sitting.say("Most weeks. I find things I don't remember buying.")
    assert sitting.state.closed
    assert sitting.state.result is not None
    assert sitting.state.result.mode == "not_now"


def test_danger_after_the_proposal_changes_the_proposal() -> None:
    sitting = at_the_proposal("repeated_partners")
    assert sitting.state.mode == "psychodynamic"
    sitting.say("Good. Though at times I think everyone would be better off without me.")
    assert sitting.care is not None
    sitting.say("Yes.")
    said = sitting.say("No, I haven't, I would never do it.")
    assert sitting.care is None
    assert "slower way" in said
    assert sitting.state.mode == "supportive"


def test_what_the_care_flow_says_after_the_end_changes_nothing() -> None:
    sitting = play.__wrapped__("psychosis")
    assert sitting.state.closed
    before = sitting.state
    sitting.say("They are still there.")
    assert sitting.state == before


@pytest.mark.parametrize(
    ("gate", "line"),
    [
        ("voices", "Sometimes, yes, a man's voice when I'm alone"),
        ("voices", "people at work are plotting, i have proof"),
        ("sleep", "yes hardly sleeping but its great"),
        ("drink", "a few beers every night"),
        ("drink", "i take oxy every day"),
        ("hours", "yes a few times a week i come to somewhere else"),
        ("eating", "yes but i throw up after"),
        ("eating", "i eat once every three days"),
        ("body", "yes i keep forgetting words since a fall last week"),
        ("two_years", "i was sectioned last year"),
        ("abuse", "only verbally"),
        ("life", "i think about it every day"),
        ("life", "who doesnt"),
    ],
)
def test_what_is_half_said_to_a_plain_question_never_opens_the_exploring_way(
    gate: str, line: str
) -> None:
    """Whoever says so much, and then only no, is not explored."""
    person = people()["beetroot"]
    person = {
        **person,
        "says": {k: v for k, v in person["says"].items() if not k.startswith("care")},
    }
    sitting, asked, told = Sitting.opened(), dict[str, int](), False
    while sitting.state.open != "say:proposal" and not sitting.state.closed:
        here = sitting.state.open == f"gate:{gate}" and not told
        told = told or here
        repeated = sitting.state.open == f"gate:{gate}" and not here
        sitting.say(line if here else "no" if repeated else answer(person, sitting, asked))
    assert told
    result = sitting.state.result
    assert result is not None
    assert result.mode in ("supportive", "not_now"), script(sitting)
