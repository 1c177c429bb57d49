"""A session over JSON lines keeps to the contract: what comes, in which order, on which words."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import Ran, Run, as_lines
from tests.contract.conftest import Holds

SAID = [
    "I don't know where to start. Work's fine. Well, my boss gave the project to Dan. It's fine, "
    "honestly, he's more experienced.",
    "I went home and cleaned the whole kitchen. My wife asked what was wrong and I said nothing. "
    "I didn't want to make a fuss.",
    "My dad used to say nobody likes a whiner. Anyway. We're thinking of repainting the hall.",
    "... I suppose I was a bit annoyed.",
    "More than a bit. I wanted to throw the phone at him. God. That's not like me.",
    "He'd just look at you. My dad. You'd fall off your bike and he'd look at you.",
    "How much time is left?",
    "Are you a real person?",
    "Sometimes I think about killing myself.",
    "No. I'm not.",
]
LINES: list[dict[str, Any]] = [
    *({"text": text, "pause_s": 4} for text in SAID),
    {"silence_s": 90}, {"why": 0}, {"why": 99}, {"dispute": 99}, {"end": True},
]  # fmt: skip
MAY_STAND_ALONE = {"FRM", "WRK", "ENC", "ACK", "CNT"}


@pytest.fixture
def held(session: Run) -> Ran:
    return session(*LINES)


def test_every_line_in_and_out_holds_to_the_schemas(held: Ran, holds: Holds) -> None:
    for line in LINES:
        holds("talk-input", line)
    assert (held.status, held.err) == (0, "")
    for line in held.lines:
        holds("talk-output", line)


def test_opened_comes_first_and_then_one_line_for_each_line(held: Ran) -> None:
    opened, *answers = held.lines
    assert (opened["type"], opened["session"], opened["resumed"]) == ("opened", 1, False)
    assert len(answers) == len(LINES)
    assert answers[-1]["type"] == "ended"
    assert answers[-1]["reason"] == "client"


def test_the_clock_goes_by_what_the_lines_say(held: Ran) -> None:
    opened, first, *_ = held.lines
    assert opened["remaining_s"] == 3000
    words = len(SAID[0].split())
    assert first["remaining_s"] == pytest.approx(3000 - 4 - words / 2.5, abs=1)


def test_turns_count_both_chairs(held: Ran) -> None:
    turn = 0
    for line in held.lines[1 : len(SAID) + 1]:
        turn += 1 if line["type"] == "silence" else 2
        assert line["turn"] == turn


def test_a_silence_has_no_words(held: Ran) -> None:
    silences = [line for line in held.lines if line["type"] == "silence"]
    assert silences
    assert all(set(s) == {"type", "turn", "remaining_s", "listener"} for s in silences)


def test_what_is_said_rests_on_exact_words_of_the_person(held: Ran) -> None:
    turns = _turns(held.lines)
    remarks = [line for line in held.lines if line["type"] in ("therapist", "why")]
    assert any(line["grounds"] for line in remarks)
    for line in remarks:
        for quote in line["grounds"]:
            text = turns[quote["turn"]]
            assert quote["quote"] == text[quote["start"] : quote["end"]]
            assert quote["session"] == 1
        if line["type"] == "therapist" and not line["grounds"]:
            assert line["kind"] in MAY_STAND_ALONE


def _turns(lines: list[dict[str, Any]]) -> dict[int, str]:
    """Return what the person said, by turn: one before each answer, and after each silence."""
    turns, at = {}, 0
    for text, line in zip(SAID, lines[1:], strict=False):
        turns[at + 1] = text
        at = line["turn"]
    return turns


def test_danger_is_asked_about_and_named_exactly(held: Ran) -> None:
    danger = next(line for line in held.lines if line["type"] == "safety")
    (risk, *_) = danger["risk"]
    said = SAID[-2]
    assert risk["quote"] == said[risk["start"] : risk["end"]]


def test_the_same_lines_and_seed_give_the_same_session(run: Run, held: Ran, tmp_path: Path) -> None:
    again = run("talk", "--jsonl", "--home", tmp_path / "elsewhere", "--skip-consultation",
                "--now", "2026-11-22T10:00:00Z", stdin=as_lines(*LINES))  # fmt: skip
    assert again.out == held.out


def test_why_explains_what_was_said_at_a_turn(session: Run) -> None:
    first = session(*({"text": text} for text in SAID[:3]))
    remark = next(line for line in first.lines if line["type"] == "therapist")
    asked = session({"why": remark["turn"]}, {"dispute": remark["turn"]})
    _, why, disputed = asked.lines
    assert (why["type"], why["grounds"], why["rule"]) == (
        "why", remark["grounds"], remark["rule"],
    )  # fmt: skip
    assert all(quote["quote"] in why["text"] for quote in remark["grounds"])
    assert (disputed["type"], disputed["turn"]) == ("disputed", remark["turn"])


def test_the_hour_ends_by_itself(session: Run, holds: Holds) -> None:
    ran = session({"text": "I came by bus."}, {"silence_s": 3100}, {"text": "never read"})
    ended = ran.lines[-1]
    holds("talk-output", ended)
    assert (ended["type"], ended["reason"], ended["remaining_s"]) == ("ended", "time", 0)
    assert len(ran.lines) == 3


def test_ending_while_danger_stands_open_says_where_help_is(session: Run) -> None:
    ran = session(
        {"text": "I want to kill myself."}, {"end": True},
        options=("--skip-consultation", "--country", "IE"),
    )  # fmt: skip
    ended = ran.lines[-1]
    assert (ended["type"], ended["reason"]) == ("ended", "safety")
    assert "Samaritans" in ended["text"]


def test_the_welcome_holds_to_the_schema_too(session: Run, holds: Holds) -> None:
    ran = session(
        {"silence_s": 5}, {"why": 0}, {"dispute": 0}, {"text": "well"}, {"text": "yes"},
        {"text": "GB"}, {"text": "my sister"}, {"text": "It is raining."}, options=(),
    )  # fmt: skip
    assert ran.status == 0
    for line in ran.lines:
        holds("talk-output", line)
