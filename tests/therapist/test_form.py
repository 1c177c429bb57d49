"""The form of everything said: short, grounded, one question, only words that were said."""

import pytest

from thirdear.speech import Quote
from thirdear.therapist.form import keeps_form, quotations_hold
from thirdear.therapist.hour import spoken_form
from thirdear.therapist.intervention import Intervention

GROUNDS = (Quote("s", 1, 0, 0, 20, "It's fine, honestly."),)


def keeps(text: str, kind: str = "REF", grounds: tuple[Quote, ...] = GROUNDS, *said: str) -> bool:
    made = Intervention(kind, 1, text, grounds, "G3", "some#0", "so")
    return keeps_form(made, {spoken_form(s) for s in said}, spoken_form(text))


def test_a_short_grounded_remark_keeps_the_form() -> None:
    assert keeps("You were late.")


def test_a_remark_may_be_as_long_as_its_kind_and_no_longer() -> None:
    assert keeps(" ".join(["word"] * 18))
    assert not keeps(" ".join(["word"] * 19))
    assert not keeps(" ".join(["word"] * 5), "ENC")


def test_silence_has_no_words_to_keep_a_form() -> None:
    assert not keeps("")


def test_one_question_and_not_two() -> None:
    assert keeps("And then?")
    assert not keeps("And then? And after?")


@pytest.mark.parametrize("kind", ["REF", "CLA", "ASC", "CON", "SUM", "VAL"])
def test_no_grounds_no_remark(kind: str) -> None:
    assert not keeps("You were late.", kind, ())


@pytest.mark.parametrize("kind", ["ENC", "ACK", "FRM", "WRK", "CNT"])
def test_what_concerns_only_the_frame_needs_no_grounds(kind: str) -> None:
    assert keeps("All right.", kind, ())


def test_only_words_that_were_said_stand_in_quotation_marks() -> None:
    assert keeps('"It\'s fine", you say.')
    assert not keeps('"It is fine", you say.')
    assert not keeps('"it\'s fine", you say.')
    assert not keeps('"fine honestly", you say.')


def test_a_quotation_has_two_ends() -> None:
    assert not quotations_hold("\"It's fine", GROUNDS)
    assert not quotations_hold('"" you say', GROUNDS)


def test_nothing_is_said_twice() -> None:
    assert not keeps("You were late.", "REF", GROUNDS, "you were late")
    assert not keeps("YOU were  late!", "REF", GROUNDS, "You were late.")


@pytest.mark.parametrize("kind", ["ENC", "FRM"])
def test_a_fact_and_a_nod_may_be_repeated(kind: str) -> None:
    assert keeps("Mm.", kind, (), "Mm.")


@pytest.mark.parametrize(
    "text",
    [
        "You should call her.", "Have you tried sleeping?", "Why don't you ask him?",
        "Well done.", "I'm proud of you.", "That's great.", "It'll be fine.", "Don't worry.",
        "You're not alone.", "That is your defence.", "It is a transference.", "You repress it.",
        "That sounds like depression.", "It is a disorder.", "I feel with you.", "I care.",
        "YOU SHOULD CALL HER.", "I'm sorry you went through it.", "A psychosis, perhaps.",
    ],
)  # fmt: skip
def test_what_must_never_be_said_is_not(text: str) -> None:
    assert not keeps(text)


@pytest.mark.parametrize("text", ["You shouldered it.", "He was egotistical.", "You tried to go."])
def test_a_word_that_only_looks_like_it_may_be_said(text: str) -> None:
    assert keeps(text)
