"""The understanding of one person: a fold over readings that keeps its evidence."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from tests.strategies import session

from thirdear.formulation.account import account, called, words_for
from thirdear.formulation.formulation import FOLDED, Formulation, Strand, dispute, fold
from thirdear.listening.context import Context, Figure, attend
from thirdear.listening.listener import hear
from thirdear.speech import Quote, Utterance

ANGRY = "I was furious with my boss."


def understand(*sessions: Sequence[str]) -> Formulation:
    """Fold sessions of lines; one that begins with "T: " is said by the other chair."""
    formulation, context = Formulation(), Context()
    for number, lines in enumerate(sessions, 1):
        for turn, line in enumerate(lines):
            said = line.removeprefix("T: ")
            utterance = Utterance(
                said,
                "client" if said == line else "therapist",
                turn,
                conversation=f"session {number}",
                session=number,
            )
            reading = hear(utterance, context)
            context = attend(context, reading)
            formulation = fold(formulation, utterance, reading)
    return formulation


def strand(formulation: Formulation, name: str) -> Strand:
    return formulation.strands[name]


# ---- Standing ---------------------------------------------------------------------------------------------


def test_once_is_a_moment() -> None:
    assert strand(understand([ANGRY]), "feeling/anger/boss:1").standing() == "moment"


def test_three_times_is_recurrent() -> None:
    assert strand(understand([ANGRY] * 3), "feeling/anger/boss:1").standing() == "recurrent"


def test_often_in_one_session_is_not_yet_characteristic() -> None:
    assert strand(understand([ANGRY] * 9), "feeling/anger/boss:1").standing() == "recurrent"


def test_often_over_three_sessions_is_characteristic() -> None:
    found = strand(understand([ANGRY] * 2, [ANGRY] * 2, [ANGRY] * 2), "feeling/anger/boss:1")
    assert found.standing() == "characteristic"
    assert found.sessions == (1, 2, 3)


# ---- Evidence ---------------------------------------------------------------------------------------------


def test_every_statement_carries_words_that_were_said() -> None:
    lines = ["My boss gave it to Dan. It's fine, honestly.", ANGRY, "My jaw is clenched."]
    formulation = understand(lines)
    assert {s.kind for s in formulation.strands.values()} >= {"feeling", "defence", "anxiety"}
    for one in formulation.strands.values():
        assert one.evidence
        for quote in one.evidence:
            assert lines[quote.turn][quote.start : quote.end] == quote.quote


def test_the_first_and_the_latest_evidence_are_kept_and_no_more() -> None:
    found = strand(understand([ANGRY] * 40), "feeling/anger/boss:1")
    assert found.count == 40
    assert [q.turn for q in found.evidence] == [0, 1, 34, 35, 36, 37, 38, 39]


def test_what_was_only_possible_is_no_evidence() -> None:
    assert not understand(["The room was green. It's fine, honestly."]).strands


def test_another_persons_feeling_is_not_the_persons() -> None:
    assert not understand(["My boss was furious."]).strands


def test_a_denied_feeling_is_kept_as_denied() -> None:
    assert strand(understand(["I'm not jealous."]), "feeling/jealousy/-").explicit is False


def test_the_other_chairs_words_are_counted_and_are_no_evidence() -> None:
    formulation = understand(["T: You were furious with your boss, and ashamed."])
    assert not formulation.strands
    assert formulation.utterances == 1
    assert formulation.client_words == 0


def test_questions_and_people_do_not_become_strands() -> None:
    formulation = understand(["My mum rang. What should I do?"])
    assert not formulation.strands
    assert set(formulation.cast) == {"mother"}
    assert "question" not in FOLDED


def test_sessions_and_words_are_counted() -> None:
    formulation = understand(["one two three"], ["four five", "six"])
    assert formulation.sessions == 2
    assert formulation.client_words == 6
    assert formulation.session_words == 3


# ---- Dispute ----------------------------------------------------------------------------------------------


def test_what_is_disputed_is_kept_and_not_asserted_again() -> None:
    formulation = understand([ANGRY, "I miss my gran."])
    grounds = strand(formulation, "feeling/anger/boss:1").evidence
    after = dispute(formulation, grounds)
    assert after.disputed == {"feeling/anger/boss:1"}
    assert after.strands == formulation.strands
    assert [s.id for s in after.of("feeling")] == ["feeling/longing/grandparent:1"]


def test_a_dispute_stays_when_the_same_is_heard_again() -> None:
    formulation = understand([ANGRY])
    disputed = dispute(formulation, strand(formulation, "feeling/anger/boss:1").evidence)
    utterance = Utterance(ANGRY, turn=1, conversation="session 1")
    after = fold(disputed, utterance, hear(utterance, Context()))
    assert after.of("feeling") == []


def test_disputing_words_that_support_nothing_changes_nothing() -> None:
    formulation = understand([ANGRY])
    assert dispute(formulation, (Quote("session 1", 1, 0, 0, 1, "I"),)).disputed == frozenset()


# ---- The fold ---------------------------------------------------------------------------------------------


@given(session(2, 8))
def test_the_fold_does_not_depend_on_where_it_was_put_down(lines: list[str]) -> None:
    whole, formulation, context = Formulation(), Formulation(), Context()
    for turn, line in enumerate(lines):
        utterance = Utterance(line, turn=turn)
        reading = hear(utterance, context)
        context = attend(context, reading)
        whole = fold(whole, utterance, reading)
        put_down = msgspec.json.encode(formulation)
        formulation = msgspec.json.decode(put_down, type=Formulation)
        formulation = fold(formulation, utterance, reading)
    assert formulation == whole


@given(session(2, 8))
def test_folding_changes_nothing_that_was_there(lines: list[str]) -> None:
    formulation = understand(lines[:-1])
    before = msgspec.json.encode(formulation)
    utterance = Utterance(lines[-1], turn=len(lines))
    fold(formulation, utterance, hear(utterance, Context()))
    assert msgspec.json.encode(formulation) == before


# ---- In words ---------------------------------------------------------------------------------------------


@given(session(1, 6))
def test_the_account_is_in_plain_words_and_says_what_would_show_it_wrong(lines: list[str]) -> None:
    told = account(understand(lines), "someone")
    conflict = told["conflict"]
    for one in [*conflict["feelings"], *conflict["anxiety"], *conflict["defences"], *told["risk"]]:
        assert one["words"]
        assert "{" not in one["words"] + one["alternative"] + one["wrong_if"]
        assert one["alternative"]
        assert one["wrong_if"]
        assert one["evidence"]
        assert one["standing"] in ("moment", "recurrent", "characteristic")
    msgspec.json.encode(told)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("boss:1", "boss", "C", ("boss",)), "your boss"),
        (Figure("mother", "mother", "P", ("mum", "mother")), "your mum"),
        (Figure("other:1", "other", "C", ("Dan",)), "Dan"),
        (Figure("therapist", "therapist", "T"), "this other chair"),
        (None, "someone"),
    ],
)
def test_people_are_called_what_the_person_calls_them(figure: Figure | None, words: str) -> None:
    assert called(figure) == words


def test_no_statement_names_a_mechanism() -> None:
    lines = ["My boss gave it to Dan. It's fine, honestly.", "I'm such an idiot."]
    formulation = understand(lines)
    said = " ".join(words_for(s, formulation.cast) for s in formulation.of("defence")).lower()
    assert said
    for jargon in ("denial", "defen", "devaluation", "repress", "projection", "minimis"):
        assert jargon not in said
