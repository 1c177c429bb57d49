"""Danger: every code is heard, idioms are not, denial, past and others are heard as such."""

import pytest
from tests.listening.hearing import codes, exact, heard, only

# ---- What must be heard ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "urgency"),
    [
        ("I want to die.", "suicide_active", "high"),
        ("I've been thinking about killing myself.", "suicide_active", "high"),
        ("I wish I wouldn't wake up in the morning.", "suicide_passive", "moderate"),
        ("I've worked out how I'd do it and when.", "suicide_plan", "imminent"),
        ("I'm going to kill myself tonight.", "suicide_plan", "imminent"),
        ("I've been saving up my tablets.", "suicide_means", "imminent"),
        ("I cut myself again last night on purpose.", "self_harm", "high"),
        ("I'm going to stab him.", "harm_to_others", "high"),
        ("My husband hits me.", "abuse", "moderate"),
        ("The voices tell me to stay in bed.", "psychosis", "high"),
        ("I've been up for four nights and I'm unstoppable.", "mania", "high"),
        ("I drink a bottle of vodka a day.", "substance", "moderate"),
        ("I make myself sick after every meal.", "eating", "moderate"),
        ("I've got a crushing pain in my chest.", "medical", "high"),
    ],
)
def test_each_code_is_heard_with_its_urgency(text: str, code: str, urgency: str) -> None:
    found = [o for o in heard(text).of("risk") if o.code == code]
    assert found
    assert found[0].attributes["urgency"] == urgency
    assert found[0].attributes["experiencer"] == "self"


@pytest.mark.parametrize(
    "text",
    [
        "everyone would be better off without me",
        "I won't be a bother to anyone much longer.",
        "I just want it all to be over.",
        "I've written the letters, they're in the drawer.",
        "i dont want to be here anymore",
        "Sometimes I look at the tracks and think.",
        "I can't see myself here next Christmas.",
        "The kids would be better off, honestly.",
        "I've put my affairs in order, the cat goes to Jean.",
        "It would be easier for everyone if I wasn't around.",
        "What's the point of carrying on?",
        "If a lorry hit me I wouldn't mind much.",
        "Nobody would notice if I was gone.",
        "i wanna unalive myself",
        "kms tbh",
        "I'm standing on the bridge and it's quiet.",
        "I've given away all my things, it felt good.",
        "Is there even a reason to live?",
        "I keep wishing I'd never been born.",
        "I wouldn't mind if a bus hit me.",
        "I feel like a burden to my kids and it would be simpler without me.",
    ],
)
def test_veiled_talk_of_dying_is_heard(text: str) -> None:
    grave = [o for o in heard(text).of("risk") if o.attributes["urgency"] != "low"]
    assert any(o.code.startswith("suicide") for o in grave)


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE",
        "i want to die",
        "i   want   to   die",
        "I want to die!!!",
        "I want\nto die",
        "I want\r\n\r\nto die",
        "I\u00a0want\u00a0to die",
        "I want to \u200bdie",
        "I want to die, my mum goes on about the garden",
        "“I want to die” is what I think every night.",
        "ok so. yeah. i want to die. anyway hows you",
        "I want to die 😔",
    ],
)
def test_danger_is_heard_however_it_is_typed(text: str) -> None:
    assert "suicide_active" in codes(heard(text), "risk")


@pytest.mark.parametrize(
    "text", ['I "want to die" today.', "“I want to die” is what I think every night."]
)
def test_ones_own_quotation_marks_are_no_disguise(text: str) -> None:
    assert {o.attributes["experiencer"] for o in heard(text).of("risk")} == {"self"}


def test_the_graver_of_two_readings_of_one_phrase_is_kept() -> None:
    found = heard("I'm going to kill myself tonight.").of("risk")
    assert max(o.attributes["urgency"] == "imminent" for o in found)


def test_danger_in_the_middle_of_a_long_story_is_heard() -> None:
    before = "We went to the market and bought a lamp for the landing. " * 20
    after = "Then it rained and we came home by the canal. " * 20
    reading = heard(f"{before}I don't want to be alive. {after}")
    assert codes(reading, "risk") == ["suicide_active"]


# ---- What only sounds like it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "This traffic is killing me.",
        "My feet are killing me.",
        "My mum will kill me if I'm late.",
        "I'm dying to see the new kitchen.",
        "I nearly died laughing.",
        "I could murder a curry.",
        "The suspense was to die for.",
        "I shot myself in the foot with that email.",
        "The plant died while we were away.",
        "My phone died on the bus.",
        "I cut myself shaving.",
        "I could kick myself.",
        "I was bored to death.",
        "We watched a film called Suicide Squad.",
        "We hung out at the park.",
        "I want to end it with him, it was a short fling.",
        "I killed it at karaoke.",
        "Over my dead body will they paint it pink.",
        "I can't go on Wednesday, I've a dentist.",
        "He beat me at chess.",
        "She hit me with a question I hadn't read.",
        "I burnt myself on the oven.",
        "The neighbours are out, and the police are after the van.",
        "The kids were watching me cook.",
        "I don't want to wake up early on a Sunday.",
        "I hurt myself playing squash.",
        "I'd rather die than eat liver.",
    ],
)
def test_an_idiom_about_dying_is_not_a_risk(text: str) -> None:
    assert [o for o in heard(text).of("risk") if o.attributes["urgency"] != "low"] == []


def test_an_idiom_does_not_hide_a_danger_beside_it() -> None:
    assert "suicide_active" in codes(heard("Work is killing me and I want to die."), "risk")


# ---- Denied, past, another's ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal.",
        "I don't want to die.",
        "I would never kill myself.",
        "I'm not going to hurt myself.",
        "I have never wanted to kill myself.",
    ],
)
def test_a_denied_danger_is_heard_as_denied_and_low(text: str) -> None:
    found = heard(text).of("risk")
    assert found
    assert all(o.attributes["denied"] and o.attributes["urgency"] == "low" for o in found)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know if I want to die.",
        "I'm not sure I can promise I won't kill myself.",
        "I don't want to wake up.",
        "I can't stop thinking about killing myself.",
        "It's not just that I want to die.",
        "I'm not angry but I want to die.",
    ],
)
def test_a_no_that_does_not_deny_is_no_denial(text: str) -> None:
    found = [o for o in heard(text).of("risk") if o.code.startswith("suicide")]
    assert found
    assert any(not o.attributes["denied"] for o in found)


def test_a_danger_of_long_ago_is_asked_about_but_not_taken_for_now() -> None:
    found = heard("When I was nineteen I tried to kill myself.").of("risk")
    assert found
    assert {o.attributes["tense"] for o in found} == {"then"}
    assert {o.attributes["urgency"] for o in found} == {"moderate"}


def test_the_past_that_is_back_is_now() -> None:
    found = only(heard("I used to cut myself, and now I've been cutting again."), "risk")
    assert found.attributes["tense"] == "now"


@pytest.mark.parametrize(
    "text",
    [
        "My uncle killed himself when I was ten.",
        "My brother says he wants to die.",
        "She tried to kill herself last year.",
        "My friend died by suicide.",
        'My brother said "I want to die" and went up.',
    ],
)
def test_anothers_danger_is_not_the_persons(text: str) -> None:
    found = heard(text).of("risk")
    assert all(o.attributes["experiencer"] == "other" for o in found)
    assert all(o.attributes["urgency"] == "low" for o in found)


# ---- In what is too long to be listened to whole ------------------------------------------------------


def test_spans_of_danger_far_into_a_paste_are_exact() -> None:
    text = "The lane was long and the hedge was high. " * 1200 + "I want to kill myself. The end."
    reading = heard(text)
    assert reading.heard_to is not None
    assert exact(reading, text)
    found = only(reading, "risk")
    assert found.start > reading.heard_to
