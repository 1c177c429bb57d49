"""What the other chair does is heard too, so that a session between people can be read."""

import pytest
from tests.listening.hearing import listen

from thirdear.listening.interventions import codes
from thirdear.listening.lexicon import lexicon


def done(client: str, therapist: str) -> tuple[str, float]:
    readings, _ = listen(client, f"T: {therapist}")
    found = readings[1].of("intervention")[0]
    return found.code, found.attributes["depth"]


@pytest.mark.parametrize("nod", ["Mm.", "Mm-hmm.", "Yeah, okay.", "Go on.", "Right, right."])
def test_a_nod_is_an_encourager_of_no_depth(nod: str) -> None:
    assert done("He never rang back.", nod) == ("ENC", 0)


@pytest.mark.parametrize(
    ("client", "therapist", "code"),
    [
        ("I've tried cutting down before.", "What made you want to cut down that time?", "INQ"),
        ("It's the evenings.", "So the evenings are the hardest part for you.", "REF"),
        ("I'm not sleeping.", "You should stop looking at your phone in bed.", "ADV"),
    ],
)
def test_ordinary_counselling_is_heard_for_what_it_is(client: str, therapist: str, code: str):
    assert done(client, therapist)[0] == code


def test_every_utterance_of_a_therapist_gets_a_code_and_an_empty_one_none():
    readings, _ = listen("Hello.", "T: The car park closes at six, by the way.", "T:    ")
    assert len(readings[1].of("intervention")) >= 1
    assert not readings[2].of("intervention")


def test_a_plain_question_is_never_taken_for_a_statement():
    states = set(lexicon("interventions")["asking"]["never"])
    for question in ("What happened then?", "So how did you get home?", "Who was there with you?"):
        assert done("We had a row.", question)[0] not in states


def test_every_code_has_its_depth():
    assert all(0 <= lexicon("interventions")["depth"][code] <= 5 for code in codes())
