"""What is heard in an answer, and what only sounds like it."""

import pytest

from thirdear.intake.data import gates
from thirdear.intake.gating import heard_answer, in_passing
from thirdear.intake.heard import answered, heard_signs
from thirdear.intake.state import Consultation, Gate
from thirdear.listening.context import Context
from thirdear.listening.listener import hear
from thirdear.speech import Utterance


def signs_in(thread: str, text: str) -> set[str]:
    utterance = Utterance(text)
    return set(heard_signs(thread, utterance, hear(utterance, Context())))


def passing(text: str, thread: str = "brings") -> dict[str, Gate]:
    utterance = Utterance(text)
    found = set(heard_signs(thread, utterance, hear(utterance, Context())))
    return in_passing(Consultation(open=thread), found, utterance)


def stands(gate: str, text: str, question: str = "ask", known: Gate | None = None) -> str:
    utterance = Utterance(text)
    reading = hear(utterance, Context())
    return heard_answer(gates()[gate], question, utterance, reading, known)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "I'm 15.",
        "im 16 and in year 11",
        "I am 17 years old",
        "I'm in year 9",
        "i'm fourteen, is that ok",
    ],
)
def test_a_minor_is_heard(text: str) -> None:
    assert passing(text)["minor"].status == "met"


@pytest.mark.parametrize(
    "text",
    [
        "I was 16 when he left.",
        "I'm 15 minutes late.",
        "I'm 14 weeks pregnant.",
        "I'm 12 years sober.",
        "My son says I'm 15 in his eyes.",
        "I feel like I'm 12 again.",
        "I'm ten times worse",
        "when I was 15, I'm told",
        "I'm 16 stone and I'm ashamed",
        "I am 45.",
    ],
)
def test_an_adult_is_no_minor(text: str) -> None:
    assert "minor" not in passing(text)


@pytest.mark.parametrize(
    "text",
    [
        "My partner sent me.",
        "My wife made me come here.",
        "She says I should talk to someone.",
        "HR told me to try this.",
        "I have to do this or she leaves me.",
    ],
)
def test_sent_by_somebody_is_heard(text: str) -> None:
    assert "sent" in signs_in("brings", text)


@pytest.mark.parametrize(
    "text",
    [
        "My sister sent me flowers.",
        "My boss told me to go home.",
        "He asked me to marry him.",
        "My mother made me a cake.",
        "I came because I want to.",
    ],
)
def test_not_everybody_is_sent(text: str) -> None:
    assert "sent" not in signs_in("brings", text)


@pytest.mark.parametrize(
    "text",
    [
        "just testing",
        "I'm just testing this",
        "asdfgh",
        "I'm a developer trying out this",
        "I want to see what it does",
    ],
)
def test_a_tester_is_heard(text: str) -> None:
    assert "testing" in signs_in("brings", text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm just trying to sleep at night.",
        "I'm checking the door all the time.",
        "He keeps testing me.",
        "They are testing my blood tomorrow.",
        "I'm curious about why I do it.",
    ],
)
def test_trying_in_life_is_no_testing(text: str) -> None:
    assert "testing" not in signs_in("brings", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No.", "no"),
        ("no, never", "no"),
        ("Not that I know.", "no"),
        ("nope", "no"),
        ("Yes.", "yes"),
        ("sometimes", "yes"),
        ("I don't know", "unclear"),
        ("No, but at night sometimes", "unclear"),
        ("the weather is fine", "unclear"),
        ("I don't", "no"),
    ],
)
def test_a_plain_answer_is_heard(text: str, said: str) -> None:
    assert answered(text) == said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No.", "clear"),
        ("No, never.", "clear"),
        ("No, I've never thought of that.", "clear"),
        ("Yes.", "care"),
        ("sometimes", "care"),
        ("not really, but", "care"),
        ("I don't know", "care"),
        ("no one would care anyway", "care"),
        ("nothing matters", "care"),
        ("Not really.", "care"),
        ("No reason to live really", "care"),
        ("No. Who would care", "care"),
        ("I never have.", "clear"),
        ("nobody would notice", "care"),
        ("No, I want to live.", "clear"),
        ("no, not tonight", "care"),
        ("no. i think about her dying sometimes which is worse", "clear"),
        ("No. Sometimes I think about it.", "care"),
        ("No. But I wish I was dead.", "care"),
    ],
)
def test_only_a_plain_no_clears_the_question_of_life(text: str, meant: str) -> None:
    assert stands("life", text) == meant


@pytest.mark.parametrize(
    ("gate", "text", "question", "meant"),
    [
        ("drink", "No, I don't drink.", "ask", "clear"),
        ("drink", "A glass of wine on Fridays.", "ask", "clear"),
        ("drink", "Yes.", "ask", "follow"),
        ("drink", "Two bottles of wine.", "follow", "met"),
        ("drink", "about ten cans", "follow", "met"),
        ("drink", "a beer", "follow", "clear"),
        ("drink", "four pints", "follow", "amber"),
        ("drink", "hard to say", "follow", "amber"),
        ("sleep", "I can't sleep because I worry.", "ask", "clear"),
        ("sleep", "Three hours, and I don't need sleep, so many ideas.", "follow", "met"),
        ("sleep", "I'm exhausted, six hours", "follow", "clear"),
        ("voices", "No.", "ask", "clear"),
        ("voices", "Yes.", "ask", "care"),
        ("voices", "Hm, only when I'm falling asleep.", "ask", "clear"),
        ("voices", "No, but sometimes", "ask", "unclear"),
        ("abuse", "no", "ask", "clear"),
        ("abuse", "yes", "ask", "care"),
        ("abuse", "Not any more, I left him.", "ask", "clear"),
        ("hours", "No.", "ask", "clear"),
        ("hours", "When I scroll on my phone, yes.", "ask", "clear"),
        ("hours", "Whole days are gone, most weeks.", "follow", "met"),
        ("hours", "I feel far away from myself at times", "follow", "amber"),
        ("eating", "Yes, I eat well.", "ask", "clear"),
        ("eating", "no", "ask", "follow"),
        ("eating", "I make myself sick after meals", "follow", "met"),
        ("body", "no", "ask", "clear"),
        ("body", "I bang my head and since then I'm dizzy, no doctor has seen it", "follow", "met"),
        ("body", "My GP has seen it.", "follow", "clear"),
        ("loss", "no", "ask", "clear"),
        ("loss", "My dad died last month.", "ask", "amber"),
        ("loss", "I'm pregnant.", "ask", "amber"),
        ("loss", "My gran died ten years ago.", "ask", "clear"),
        ("two_years", "Yes, last summer.", "ask", "amber"),
        ("other_help", "I see a therapist on Mondays.", "ask", "amber"),
        ("other_help", "My doctor gives me something for my blood pressure.", "follow", "clear"),
        ("flashbacks", "Yes.", "ask", "follow"),
        ("flashbacks", "Every night.", "follow", "amber"),
        ("checking", "About ten minutes.", "ask", "clear"),
        ("checking", "Four hours a day.", "ask", "amber"),
    ],
)  # fmt: skip
def test_answers_to_the_plain_questions(gate: str, text: str, question: str, meant: str) -> None:
    assert stands(gate, text, question) == meant


@pytest.mark.parametrize(
    "text",
    [
        "I used to see a therapist years ago.",
        "I lost hours of sleep over it.",
        "My grandmother died when I was ten, years ago.",
        "I had a baby brother.",
        "We drink tea in the evening.",
        "I check my phone a lot.",
        "I was in hospital for my knee.",
    ],
)
def test_ordinary_life_opens_no_gate(text: str) -> None:
    assert not {g for g, known in passing(text).items() if known.status in ("met", "amber")}


@pytest.mark.parametrize(
    ("thread", "text", "there", "not_there"),
    [
        ("own_part", "Nothing, it's him.", {"all_outside"}, {"own_doing"}),
        (
            "own_part",
            "I go quiet. I wonder why I do that.",
            {"own_doing", "curious"},
            {"all_outside"},
        ),
        ("own_part", "I'm just useless, it's all my fault.", {"self_punishing"}, {"curious"}),
        ("someone", "Nobody.", {"no_one"}, set()),
        (
            "someone",
            "My gran, but she died years ago. I could tell her anything.",
            {"tie_gone", "tie_leant_on", "a_person"},
            {"no_one"},
        ),
        ("someone", "My wife, we talk about everything.", {"a_person", "tie_mutual"}, {"no_one"}),
        ("feelings", "I smash things.", {"acts_out"}, {"thinks_returns"}),
        (
            "feelings",
            "I cry, and later I talk to my wife about it.",
            {"feels", "thinks_returns"},
            {"acts_out"},
        ),
        ("feelings", "I get on with things.", {"shuts_off"}, {"acts_out"}),
        ("why_now", "I just want it to go away.", {"relief_only"}, {"understand"}),
        ("why_now", "I want to understand it.", {"understand"}, {"sent"}),
        ("link", "No. That's nonsense.", {"link_refused"}, {"link_considered"}),
        ("link", "ok", {"link_heard"}, {"link_added"}),
        ("link", "Hm, I hadn't seen that.", {"link_considered"}, {"link_refused"}),
        ("place", "No, my husband reads my messages.", {"no_place"}, set()),
        ("hour", "No, I work shifts, different every week.", {"no_hour"}, set()),
        ("focus", "everything", {"everything"}, {"one_thread"}),
    ],
)
def test_signs_in_answers(thread: str, text: str, there: set[str], not_there: set[str]) -> None:
    found = signs_in(thread, text)
    assert there <= found
    assert not not_there & found
