"""Tactical defences are what is done with a question about feeling, and nothing else."""

from tests.listening.hearing import listen

ASKED = "T: And what do you feel toward him as you tell me this?"
FACT = "T: And what time did you get home?"
UNSURE = "I don't know. I really don't know, I've no idea what I feel."


def tactical(*turns: str) -> set[str]:
    readings, _ = listen(*turns)
    return {o.code for o in readings[-1].of("defence") if o.attributes.get("tactical")}


def test_not_knowing_what_one_feels_answers_a_question_about_feeling():
    assert "not_knowing" in tactical("He took the keys.", ASKED, UNSURE)


def test_the_same_words_after_a_question_of_fact_are_an_ordinary_answer():
    assert not tactical("He took the keys.", FACT, UNSURE)


def test_a_feeling_told_straight_is_no_defence():
    assert not tactical("He took the keys.", ASKED, "Furious. I'm furious with him.")
