"""The person's own clauses, and how they are turned round to "you"."""

import pytest
from tests.listening.hearing import heard

from thirdear.listening import language
from thirdear.listening.clauses import turned_round


@pytest.mark.parametrize(
    ("said", "given_back"),
    [
        ("I was late", "you were late"),
        ("I am tired of it", "you are tired of it"),
        ("I'm tired of it", "you're tired of it"),
        ("my boss was angry", "your boss was angry"),
        ("my mother was watching me", "your mother was watching you"),
        ("I wanted to throw the phone at him", "you wanted to throw the phone at him"),
        ("I blamed myself", "you blamed yourself"),
        ("the fault was mine", "the fault was yours"),
        ("I was told my dad was ill", "you were told your dad was ill"),
        ("he looked at me", "he looked at you"),
        ("I wasn't ready", "you weren't ready"),
        ("I've lost it", "you've lost it"),
        ("nobody was there for me", "nobody was there for you"),
        ("I can't sleep", "you can't sleep"),
        ("I tried to talk to my mum", "you tried to talk to your mum"),
    ],
)
def test_a_clause_is_turned_round_to_you(said: str, given_back: str) -> None:
    doc = language.parse(f"{said}.")
    assert turned_round(doc[: len(doc) - 1]) == given_back


@pytest.mark.parametrize(
    "said",
    [
        "you looked at me",
        "we were late",
        "he told us so",
        "I was like, no",
        "um I was late",
        'I said "no" to him',
        "I was (almost) late",
        "im tired of it",
        "I can talk to my mum about it",
        "I should stop",
        "I could try harder at work",
        "I've got to make time",
        "I need to leave my wife",
    ],
)
def test_a_doubtful_clause_is_not_turned_round(said: str) -> None:
    doc = language.parse(f"{said}.")
    assert turned_round(doc[: len(doc) - 1]) is None


def addressed(*lines: str) -> list[str | None]:
    return [c.addressed for c in heard(*lines).clauses]


def test_a_whole_clause_of_the_persons_can_be_given_back() -> None:
    assert addressed("I wanted to shout at my father.") == ["you wanted to shout at your father"]


@pytest.mark.parametrize(
    "text",
    [
        "Did I shout at him?",
        '"I wanted to shout at him," he said.',
        "Yes.",
        "Thursday, mostly.",
    ],
)
def test_a_question_a_quotation_a_report_or_a_fragment_is_not_given_back(text: str) -> None:
    assert [c for c in addressed(text) if c is not None] == []


def test_what_someone_said_of_the_person_is_not_given_back_as_true() -> None:
    assert "you were lazy" not in addressed("He said I was lazy.")


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("I don't think what I'm doing is that bad.", "what you're doing is that bad"),
        ("It's not like I'm out killing people.", "you're out killing people"),
        ("I wish he loved me.", "he loved you"),
        ("I doubt my wife loves me any more.", "your wife loves you any more"),
        ("I'm not sure my wife loves me.", "your wife loves you"),
        ("I pretended I liked my cake.", "you liked your cake"),
        ("I never said I hated my brother.", "you hated your brother"),
        ("I'm not saying I hate my mother.", "you hate your mother"),
        ("It felt as if my father hated me.", "your father hated you"),
        ("Nobody knows I hated my brother.", "you hated your brother"),
    ],
)
def test_what_is_wished_doubted_or_denied_is_not_given_back_as_said(said: str, never: str) -> None:
    assert never not in addressed(said)


def test_what_someone_thinks_of_themselves_may_be_given_back() -> None:
    assert "you was jealous" not in addressed("I think I was jealous of my brother.")
    assert "you were jealous of your brother" in addressed("I think I was jealous of my brother.")


def test_the_reason_someone_gives_may_be_given_back() -> None:
    found = addressed("I stayed in because I was ashamed of my shoes.")
    assert any("ashamed" in str(c) for c in found)


def test_the_clause_with_the_feeling_in_it_weighs_more() -> None:
    clauses = heard("I took the bus to the shop. I was ashamed of my father.").clauses
    weights = {c.quote: c.weight for c in clauses}
    assert max(weights, key=lambda q: weights[q]) == "I was ashamed of my father"


def test_clauses_joined_by_and_are_told_for_themselves() -> None:
    found = addressed("I wanted to leave and my wife was asleep.")
    assert all(c is None or "and" not in c.split() for c in found)


def test_a_clause_is_quoted_as_it_was_typed() -> None:
    text = "I wanted my father’s old coat."
    (clause,) = heard(text).clauses
    assert clause.quote == text[clause.start : clause.end] == "I wanted my father’s old coat"


def test_a_clause_with_a_quotation_in_it_is_left_alone() -> None:
    assert heard("I told my father “never again” that day.").clauses == ()
