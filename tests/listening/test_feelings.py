"""Feelings told in words: which, whose, toward whom, denied or not, then or now."""

import pytest
from tests.listening.hearing import codes, heard, only

# ---- Which -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I was thrilled with the garden.", "joy"),
        ("I love him.", "love"),
        ("I miss her.", "longing"),
        ("I was so proud of her.", "pride"),
        ("I'm relieved it's over.", "relief"),
        ("I'm grateful to my aunt.", "gratitude"),
        ("I'm furious with my boss.", "anger"),
        ("I felt nothing but contempt for him.", "contempt"),
        ("I was disgusted.", "disgust"),
        ("I envy my sister.", "envy"),
        ("I'm jealous of the new baby.", "jealousy"),
        ("I'm scared of the dark stairs.", "fear"),
        ("I'm so sad today.", "sadness"),
        ("I'm grieving, I think.", "grief"),
        ("I feel lonely in the evenings.", "loneliness"),
        ("I feel guilty about the car.", "guilt"),
        ("I was ashamed of my shoes.", "shame"),
        ("I felt rejected.", "hurt"),
        ("I feel empty.", "emptiness"),
        ("I was stunned.", "surprise"),
    ],
)
def test_each_of_the_twenty_feelings_is_heard(text: str, code: str) -> None:
    assert code in codes(heard(text), "feeling")


def test_a_thought_called_a_feeling_is_not_a_feeling() -> None:
    assert codes(heard("I feel like the meeting was too long."), "feeling") == []


# ---- Whose -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "experiencer"),
    [
        ("I'm furious.", "self"),
        ("My boss was furious.", "other"),
        ("My mum was ashamed of the house.", "other"),
        ("She makes me sad.", "self"),
        ("My anger frightens people.", "self"),
        ("We were terrified.", "self"),
        ("It scared me.", "self"),
        ("My father's rage filled the hall.", "other"),
    ],
)
def test_whose_feeling_it_is(text: str, experiencer: str) -> None:
    feelings = heard(text).of("feeling")
    assert feelings
    assert feelings[0].attributes["experiencer"] == experiencer


def test_a_feeling_in_the_mouth_of_another_is_not_the_persons() -> None:
    own = [
        o
        for o in heard("He said I was jealous.").of("feeling")
        if o.attributes["experiencer"] == "self"
    ]
    assert own == []


def test_a_feeling_between_quotation_marks_is_not_the_persons() -> None:
    assert codes(heard('The card said "I am so proud" on it.'), "feeling") == []


def test_half_a_sentence_without_a_subject_is_the_speakers_own() -> None:
    assert only(heard("Angry, I suppose."), "feeling").attributes["experiencer"] == "self"


# ---- Toward whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I'm angry with my boss.", "boss:1"),
        ("I hate my brother.", "sibling:1"),
        ("I hated my teacher.", "early_authority:1"),
        ("My dad frightened me.", "father"),
        ("I was ashamed of my mother.", "mother"),
        ("I miss my gran.", "grandparent:1"),
        ("I'm sad.", None),
    ],
)
def test_toward_whom_a_feeling_goes(text: str, about: str | None) -> None:
    assert only(heard(text), "feeling").about == about


def test_a_feeling_toward_him_goes_to_the_man_spoken_of_before() -> None:
    assert only(heard("My dad came in.", "I was so angry with him."), "feeling").about == "father"


# ---- Denied ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I'm not angry.",
        "I wasn't jealous.",
        "I don't feel sad.",
        "I never felt guilty about it.",
        "There's no anger in me.",
        "im not angry",
        "I don't think I was angry.",
        "It's not that I was angry.",
        "I never said I was angry.",
    ],
)
def test_a_feeling_said_not_to_be_there_is_heard_as_denied(text: str) -> None:
    assert only(heard(text), "feeling").attributes["denied"] is True


@pytest.mark.parametrize(
    "text",
    [
        "I'm angry.",
        "I didn't go, but I was angry.",
        "I'm not just angry, I'm worn out.",
        "He never rang and I was hurt.",
    ],
)
def test_a_no_elsewhere_does_not_deny_the_feeling(text: str) -> None:
    assert all(o.attributes["denied"] is False for o in heard(text).of("feeling"))


# ---- Then or now, how strongly ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tense"),
    [("I'm angry.", "now"), ("I was angry.", "then"), ("I felt ashamed at school.", "then")],
)
def test_when_a_feeling_was_felt(text: str, tense: str) -> None:
    assert only(heard(text), "feeling").attributes["tense"] == tense


def test_a_feeling_only_supposed_is_not_claimed() -> None:
    assert codes(heard("If he left I would be sad."), "feeling") == []


@pytest.mark.parametrize(
    "text", ["I wish I was happy.", "I pretended I was happy.", "It looked as if I was happy."]
)
def test_a_feeling_wished_for_or_pretended_is_not_claimed(text: str) -> None:
    assert codes(heard(text), "feeling") == []


@pytest.mark.parametrize(
    "text", ["I didn't know I was angry.", "I can't believe I was so angry.", "I know I was angry."]
)
def test_a_feeling_not_known_of_then_was_there(text: str) -> None:
    assert only(heard(text), "feeling").attributes["denied"] is False


def test_more_of_it_is_stronger() -> None:
    little, plain, much = (
        float(only(heard(text), "feeling").attributes["intensity"] or 0)
        for text in ("I was a bit angry.", "I was angry.", "I was absolutely angry.")
    )
    assert little < plain < much


# ---- What only sounds like a feeling -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid the shop is shut.",
        "Happy birthday to the twins.",
        "We had to cross the river.",
        "The phone battery is dead.",
        "He ran down the street.",
        "It was a long walk.",
        "I missed the bus.",
        "I'd love to see the sea.",
        "That bitter taste of aspirin.",
        "The house was empty when we viewed it.",
        "My knee hurts when it rains.",
        "She painted the door blue.",
        "They put us on a low fat diet.",
        "Calm down, it's a kettle.",
        "He pleaded guilty.",
        "We met in an isolated village.",
        "Don't worry about the plates.",
        "I fell off the wall and hurt myself.",
    ],
)
def test_an_idiom_or_another_sense_is_no_feeling(text: str) -> None:
    assert codes(heard(text), "feeling") == []


def test_several_feelings_in_one_breath_are_all_heard() -> None:
    assert set(codes(heard("I was sad and angry and a little ashamed."), "feeling")) == {
        "sadness",
        "anger",
        "shame",
    }
