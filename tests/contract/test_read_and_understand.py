"""What is heard and understood keeps to the contract, whatever was said."""

import json
from typing import Any

import pytest
from tests.cli.running import Run, as_lines
from tests.contract.conftest import Holds

SESSIONS: list[dict[str, Any]] = [
    {"client": "A", "session": 1, "conversation": "a1", "turn": 0, "speaker": "client",
     "text": "My boss gave the project to Dan. It's fine, honestly, he's more experienced."},
    {"client": "A", "session": 1, "conversation": "a1", "turn": 1, "speaker": "therapist",
     "text": "How do you feel toward him?", "at_s": 12.5},
    {"client": "A", "session": 1, "conversation": "a1", "turn": 2, "speaker": "client",
     "text": "I was so angry with him. My stomach was in knots.", "pause_s": 3},
    {"conversation": "b", "turn": 0, "speaker": "client", "mood": "ignored",
     "text": "I want to kill myself. Are you a machine? Anyway, the garden looks nice."},
    {"client": "A", "session": 2, "conversation": "a2", "turn": 0, "speaker": "client",
     "text": "Dan rang. I hate him, and I feel so ashamed of that. How much time is left?"},
]  # fmt: skip

HARD_TO_COUNT = [
    "",
    " ",
    "😤 I’m so angry with my mum 👩‍👧 — “it’s fine”, she said.",
    "I was sad\r\nand\tafraid\x00 of my dad\u202e!",
    "e\u0301 tout à l'heure; 我很生气. I was angry with my boss, 𝓓𝓪𝓷.",
    "angry " * 2000,
    "I hate my boss. " * 2500 + "I want to kill myself.",
]


def test_every_line_read_holds_to_the_schema(run: Run, holds: Holds) -> None:
    for line in SESSIONS:
        holds("read-input", line)
    ran = run("read", "-", stdin=as_lines(*SESSIONS))
    assert (ran.status, ran.err) == (0, "")
    for line in ran.lines:
        holds("read-output", line)
    heard = {o["kind"] for line in ran.lines for o in line["observations"]}
    assert {"person", "risk", "feeling", "anxiety", "question", "defence"} <= heard


def test_a_line_comes_back_with_the_keys_it_came_with(run: Run) -> None:
    ran = run("read", stdin=as_lines(*SESSIONS))
    for given, line in zip(SESSIONS, ran.lines, strict=True):
        known = {key: value for key, value in given.items() if key != "mood"}
        added = {"observations": line["observations"], "listener": line["listener"]}
        assert line == known | added


@pytest.mark.parametrize("text", HARD_TO_COUNT, ids=range(len(HARD_TO_COUNT)))
def test_every_quote_is_the_text_from_start_to_end(run: Run, holds: Holds, text: str) -> None:
    (line,) = run("read", stdin=as_lines({"speaker": "client", "text": text})).lines
    holds("read-output", line)
    assert (line["conversation"], line["turn"], line["text"]) == ("", 0, text)
    for heard in line["observations"]:
        assert heard["quote"] == text[heard["start"] : heard["end"]]


def test_danger_at_the_end_of_a_very_long_utterance_is_heard(run: Run) -> None:
    text = HARD_TO_COUNT[-1]
    (line,) = run("read", stdin=as_lines({"speaker": "client", "text": text})).lines
    assert line["heard_to"] < len(text)
    assert any(o["kind"] == "risk" for o in line["observations"])


def test_only_kinds_and_codes_that_are_listed_are_heard(run: Run) -> None:
    (listed,) = run("read", "--kinds", "--format", "jsonl").lines
    assert not set(listed["heard"]) & set(listed["not_yet"])
    for line in run("read", stdin=as_lines(*SESSIONS)).lines:
        for heard in line["observations"]:
            assert heard["code"] in listed["heard"][heard["kind"]]


def test_what_is_understood_holds_to_the_schema_one_object_a_client(run: Run, holds: Holds) -> None:
    ran = run("understand", "-", stdin=as_lines(*SESSIONS))
    assert (ran.status, ran.err) == (0, "")
    for told in ran.lines:
        holds("understand", told)
    assert [told["client"] for told in ran.lines] == ["A", "b"]
    assert [told["sessions"] for told in ran.lines] == [2, 1]


def test_every_piece_of_evidence_is_in_what_was_said(run: Run) -> None:
    said = {(line["conversation"], line.get("session", 1), line["turn"]): line["text"]
            for line in SESSIONS}  # fmt: skip
    told = run("understand", stdin=as_lines(*SESSIONS)).lines
    evidence = list(_evidence(told))
    assert evidence
    for quote in evidence:
        text = said[quote["conversation"], quote["session"], quote["turn"]]
        assert quote["quote"] == text[quote["start"] : quote["end"]]


def _evidence(part: Any) -> Any:
    if isinstance(part, dict):
        yield from part.get("evidence", ())
        for value in part.values():
            yield from _evidence(value)
    elif isinstance(part, list):
        for value in part:
            yield from _evidence(value)


def test_reading_the_same_twice_hears_the_same(run: Run) -> None:
    first = run("read", stdin=as_lines(*SESSIONS))
    assert run("read", stdin=as_lines(*SESSIONS)) == first
    assert json.loads(first.out.splitlines()[0])["listener"]


TOLD = [
    (1, "I told my boss I was hurt and he laughed at me. I didn't say anything after that."),
    (1, "I was so angry with my boss. It's fine, honestly."),
    (2, "I told my dad I was hurt and he laughed at me. I didn't say anything after that."),
    (2, "I told my dad I was hurt and he laughed at me. I didn't say anything to him."),
    (3, "I told my boss I was hurt and he laughed at me. I didn't say anything to him."),
]  # fmt: skip


def test_what_is_put_together_holds_to_the_schema_and_to_what_was_said(
    run: Run, holds: Holds
) -> None:
    lines = [
        {"client": "C", "session": session, "conversation": f"c{session}", "turn": turn,
         "speaker": "client", "text": text}
        for turn, (session, text) in enumerate(TOLD)
    ]  # fmt: skip
    (told,) = run("understand", stdin=as_lines(*lines)).lines
    holds("understand", told)
    assert told["themes"]
    assert told["links"]
    for part in ("themes", "links", "triangles", "transference", "new_ways", "associations"):
        for one in told[part]:
            for quote in one["evidence"]:
                text = TOLD[quote["turn"]][1]
                assert quote["quote"] == text[quote["start"] : quote["end"]]
