"""Anxiety in the body: which channel, whether it happens now, how near overload."""

import pytest
from tests.listening.hearing import codes, heard, only


@pytest.mark.parametrize(
    ("text", "channel", "band"),
    [
        ("My jaw is clenched as I say this.", "striated", "tolerable"),
        ("I keep sighing.", "striated", "tolerable"),
        ("My heart is pounding.", "unspecified", "raised"),
        ("My stomach is churning.", "smooth", "over_1"),
        ("I feel sick.", "smooth", "over_1"),
        ("My arms feel like lead.", "motor_conversion", "over_1"),
        ("My head's gone fuzzy. What were you asking?", "cognitive_perceptual", "over_2"),
        ("Everything feels far away.", "cognitive_perceptual", "over_2"),
    ],
)
def test_each_channel_has_its_band(text: str, channel: str, band: str) -> None:
    signs = [o for o in heard(text).of("anxiety") if o.code == channel]
    assert signs
    assert signs[0].attributes == {"tense": "now", "band": band}


def test_what_the_body_did_then_has_no_present_band() -> None:
    sign = only(heard("My stomach churned all through the exam."), "anxiety")
    assert sign.attributes["tense"] == "then"
    assert "band" not in sign.attributes


def test_what_the_body_always_does_is_told_and_not_happening() -> None:
    sign = only(heard("Every time he rings my jaw goes tight."), "anxiety")
    assert sign.attributes["tense"] == "then"


@pytest.mark.parametrize(
    "text",
    [
        "I feel sick, I ate something dodgy.",
        "My heart is pounding, I've just come in from the gym, at the gym it was packed.",
        "I feel sick, it's the morning sickness.",
    ],
)
def test_a_bodily_cause_the_person_names_is_believed(text: str) -> None:
    assert codes(heard(text), "anxiety") == []


@pytest.mark.parametrize(
    "text",
    [
        "My shoulders are tight. I was rowing on Sunday.",
        "My stomach was churning the whole film, best thing on telly for years.",
        "I've a migraine. It's the red wine.",
        "My hands were shaking from laughing.",
        "My heart is pounding, it's the new tablets.",
        "I feel nauseous in this heat.",
        "My head is pounding and I feel sick, because of the wine.",
        "I feel sick. I think it's the wine.",
    ],
)
def test_a_sign_with_another_cause_beside_it_is_only_possible(text: str) -> None:
    reading = heard(text)
    assert codes(reading, "anxiety") == []
    assert [o.claim for o in reading.of("anxiety", None)] == ["possible"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("My heart is pounding.", "unspecified"),
        ("My stomach is churning and it's not the wine.", "smooth"),
        ("My shoulders go tight when we talk about the rowing club.", "striated"),
        ("My shoulders go tight when I think of the gym.", "striated"),
        ("I had wine at lunch. When Dan rang, my heart was pounding.", "unspecified"),
        ("I went rowing. Then we had tea. My heart is pounding now.", "unspecified"),
    ],
)
def test_a_cause_that_is_denied_spoken_of_or_far_off_explains_nothing(text: str, code: str) -> None:
    assert codes(heard(text), "anxiety") == [code]


@pytest.mark.parametrize(
    "text",
    [
        "My head's gone fuzzy. We won, you know.",
        "Everything feels far away. I had some wine.",
        "I've been rowing and my mind has gone blank.",
    ],
)
def test_a_mind_that_goes_is_not_explained_away(text: str) -> None:
    assert "cognitive_perceptual" in codes(heard(text), "anxiety")


@pytest.mark.parametrize(
    "text",
    [
        "Money is tight this month.",
        "I'm sick of the rain.",
        "We're a tight knit street.",
        "I left the page blank.",
        "It was a tense match.",
    ],
)
def test_an_idiom_of_the_body_is_not_anxiety(text: str) -> None:
    assert codes(heard(text), "anxiety") == []


def test_a_medical_red_flag_is_not_called_anxiety() -> None:
    reading = heard("There's a crushing pain in my chest and my arm is numb, I feel sick.")
    assert codes(reading, "anxiety") == []
    assert "medical" in codes(reading, "risk")


@pytest.mark.parametrize(
    "text", ["My mum's hands were shaking.", "My dad felt sick.", "Her voice is shaking."]
)
def test_anothers_body_is_not_the_persons(text: str) -> None:
    assert codes(heard(text), "anxiety") == []


def test_one_sign_counts_once_for_the_worst_it_can_mean() -> None:
    signs = heard("My head is spinning.").of("anxiety")
    assert [o.code for o in signs] == ["cognitive_perceptual"]
