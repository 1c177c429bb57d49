"""The ISTDP dialogue of the design, as acceptance: which kinds, in which order, on which words."""

from __future__ import annotations

import pytest
from tests.therapist.istdp.talking import Session

from thirdear.therapist.form import quotations_hold
from thirdear.therapist.intervention import Intervention

CLIENT = [
    "I don't know where to start. Work's fine. Well, my boss gave the project to Dan. It's fine, "
    "honestly, he's more experienced.",
    "Well, I thought it was a bit unfair, logically.",
    "(sighs) Frustrated, I guess.",
    "Angry. I feel... hot, in my arms.",
]
FUZZY = "My head's gone fuzzy. What were you asking?"
SEEDS = range(12)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda s: f"seed {s}")
def session(request: pytest.FixtureRequest) -> Session:
    """The third session, from about minute twenty."""
    held = Session(seed=request.param)
    held.talk(*CLIENT, FUZZY, "It's a bit clearer.", "Yes. I can think again.")
    return held


@pytest.fixture(scope="module")
def said(session: Session) -> list[Intervention]:
    return session.said


def test_the_kinds_come_in_the_order_of_the_design(session: Session) -> None:
    assert session.kinds()[:4] == ["PRF", "PRF", "CLD", "PRF"]


def test_each_move_records_the_row_that_led_to_it(session: Session) -> None:
    assert session.rows()[:4] == ["made_small", "thought_for_feeling", "guessing", "felt_in_body"]


def test_the_first_asks_for_the_feeling_where_it_was_called_fine(said: list[Intervention]) -> None:
    grounds = " ".join(g.quote for g in said[0].grounds)
    assert "It's fine, honestly" in grounds or "gave the project" in grounds


def test_the_second_tells_a_thought_from_a_feeling(said: list[Intervention]) -> None:
    assert any("I thought it was a bit unfair" in g.quote for g in said[1].grounds)


def test_the_third_shows_the_guessing_in_the_persons_words(said: list[Intervention]) -> None:
    assert '"I guess"' in said[2].text


def test_the_fourth_stays_with_the_anger_in_the_body(said: list[Intervention]) -> None:
    assert any("hot, in my arms" in g.quote for g in said[3].grounds)


def test_when_thinking_goes_nothing_is_pressed(said: list[Intervention]) -> None:
    fuzzy = said[4]
    assert (fuzzy.kind, fuzzy.rule.split("#")[0]) == ("CNT", "red")
    assert "feel?" not in fuzzy.text


def test_it_stays_slow_until_two_clear_turns_and_then_gathers_in_order(
    session: Session,
) -> None:
    assert session.kinds()[4:7] == ["CNT", "CNT", "REC"]
    assert session.rows()[4:7] == ["red", "red_still", "over_now"]


def test_the_triad_is_known_after_every_turn(session: Session) -> None:
    triads = [course.triad for course in session.heard]
    assert [t.corner for t in triads[:5]] == ["defence"] * 3 + ["feeling", "anxiety"]
    assert [t.way for t in triads[:3]] == ["small", "thinking", "guess"]
    assert (triads[2].channel, triads[4].channel) == ("striated", "cognitive_perceptual")
    assert (triads[3].code, session.heard[3].figure) == ("anger", "boss:1")


def test_only_words_that_were_said_are_quoted(said: list[Intervention]) -> None:
    for made in said:
        assert quotations_hold(made.text, made.grounds)
        for ground in made.grounds:
            assert any(ground.quote in line for line in [*CLIENT, FUZZY])
