"""A session for programs: every line is answered once, whatever it is, and the session goes on."""

from pathlib import Path

import pytest
from tests.cli.running import Run, as_lines

from thirdear.room import Room
from thirdear.room.home import Home
from thirdear.therapist import psychodynamic
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.moment import Moment

BAD = [
    b"",
    b"   ",
    b"not json",
    b"{",
    b"[]",
    b"3",
    b"{}",
    b'{"pause_s": 3}',
    b'{"text": ""}',
    b'{"text": " \\n\\t "}',
    b'{"text": 7}',
    b'{"text": null}',
    b'{"text": "the secret", "pause_s": "long"}',
    b'{"text": "the secret", "end": true}',
    b'{"text": "the secret \xff"}',
    b'{"text": "the secret \\ud800"}',
    b'{"why": "the secret"}',
    b'{"end": false}',
    b'{"silence_s": "the secret"}',
    b'{"text": "the secret", "more": ' + b"[" * 100_000,
]


def test_a_line_that_cannot_be_taken_is_answered_with_silence_and_one_sentence(
    session: Run,
) -> None:
    ran = session({"text": "It rained."}, *BAD, {"text": "Then the sun came out."}, {"end": True})
    assert ran.status == 0
    _, before, *silences, after, ended = ran.lines
    assert ended["type"] == "ended"
    assert silences == [before] * len(BAD)
    told = ran.err.splitlines()
    assert len(told) == len(BAD)
    for number, sentence in enumerate(told, start=2):
        assert sentence.startswith(f"Line {number} could not be taken: ")
    assert "secret" not in ran.err
    # Nothing of all that was a turn.
    assert after["turn"] == before["turn"] + (1 if after["type"] == "silence" else 2)


def test_fields_that_are_not_known_are_ignored(session: Run) -> None:
    ran = session({"text": "It rained.", "mood": "grey", "silence_s": None})
    assert (ran.status, ran.err, len(ran.lines)) == (0, "", 2)


def test_a_megabyte_in_one_utterance_is_taken_and_kept_whole(session: Run, home: Path) -> None:
    book = "And then it rained again. " * 40_000
    ran = session({"text": book}, {"text": "That was a lot."}, {"end": True})
    assert (ran.status, ran.err, len(ran.lines)) == (0, "", 4)
    assert "longer than I can take in" in ran.lines[1]["text"]
    assert ran.lines[1]["remaining_s"] > 0  # a paste does not use up the hour


@pytest.mark.parametrize(
    "text", ["\x00\x07\x1b[2J", "我很难过。", "\u202eabc\u200b", "😤" * 400, "'\"<&>"]
)
def test_any_characters_are_taken(session: Run, text: str) -> None:
    ran = session({"text": text}, {"end": True})
    assert (ran.status, ran.err, len(ran.lines)) == (0, "", 3)


def test_after_the_end_of_the_input_the_session_goes_on_in_the_next_process(session: Run) -> None:
    first = session({"text": "It rained."})
    assert first.lines[-1]["type"] != "ended"
    second = session({"text": "And then it stopped."}, {"end": True})
    opened, answered, _ = second.lines
    assert (opened["resumed"], opened["session"]) == (True, 1)
    assert opened["turn"] == first.lines[-1]["turn"]
    assert opened["remaining_s"] == first.lines[-1]["remaining_s"]
    assert answered["turn"] > opened["turn"]
    third = session()
    assert (third.lines[0]["resumed"], third.lines[0]["session"]) == (False, 2)


def test_why_and_dispute_where_nothing_was_said_are_answered_in_kind(session: Run) -> None:
    ran = session({"why": 0}, {"why": 12}, {"why": -1}, {"dispute": 12})
    assert (ran.status, ran.err) == (0, "")
    opening, *others, disputed = ran.lines[1:]
    assert opening["rule"] == "opening"
    assert all((line["type"], line["grounds"]) == ("why", []) for line in others)
    assert (disputed["type"], disputed["turn"]) == ("disputed", 12)


# ---- opening ---------------------------------------------------------------------------------


def test_without_a_passphrase_nothing_is_opened(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting in (None, ""):
        if setting is not None:
            monkeypatch.setenv("THIRDEAR_PASSPHRASE", setting)
        ran = run("talk", "--jsonl", "--home", home)
        assert (ran.status, ran.out) == (2, b"")
        assert "THIRDEAR_PASSPHRASE" in ran.err
    assert not home.exists()


def test_a_wrong_passphrase_opens_nothing_and_touches_nothing(
    session: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session({"text": "It rained."})
    before = {path: path.read_bytes() for path in home.iterdir()}
    monkeypatch.setenv("THIRDEAR_PASSPHRASE", "something else")
    ran = session({"text": "Let me in."})
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err == "That passphrase does not open this record. Nothing was changed.\n"
    assert {path: path.read_bytes() for path in home.iterdir()} == before


def test_a_file_that_is_no_record_is_left_alone(session: Run, home: Path) -> None:
    home.mkdir()
    (home / "record.db").write_bytes(b"holiday photos" * 100)
    ran = session()
    assert (ran.status, ran.out) == (2, b"")
    assert (home / "record.db").read_bytes() == b"holiday photos" * 100


ISTDP = [
    "My boss gave the project to Dan. It's fine, honestly.",
    "Well, I thought it was a bit unfair, logically.",
    "I don't know. Frustrated, I guess.",
]


def test_in_istdp_it_asks_for_the_feeling_and_challenges_nobody_who_is_alone(
    run: Run, home: Path, passphrase: str
) -> None:
    lines = as_lines(*({"text": text} for text in ISTDP), {"end": True})
    ran = run(
        "talk", "--jsonl", "--skip-consultation", "--treatment", "istdp", "--home", home,
        stdin=lines,
    )  # fmt: skip
    said = [line for line in ran.lines if line["type"] == "therapist"]
    assert ran.lines[0]["treatment"] == "istdp"
    assert len(said) >= 2
    assert {line["kind"] for line in said} & {"PRF", "INQ", "PRS", "CLD"}
    assert not {line["kind"] for line in said} & {"CHA", "HOC", "POR"}


def test_the_whole_of_istdp_is_for_programs_only(run: Run, home: Path, passphrase: str) -> None:
    ran = run("talk", "--accompanied", "--treatment", "istdp", "--home", home)
    assert (ran.status, ran.out) == (2, b"")
    assert "--accompanied" in ran.err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--now", "yesterday"), "ISO 8601"),
        (("--country", "Narnia"), "two letters"),
        (("--seed", "x"), "--seed"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, home: Path, passphrase: str, options: tuple[str, ...], why: str
) -> None:
    ran = run("talk", "--jsonl", "--home", home, *options)
    assert (ran.status, ran.out) == (2, b"")
    assert why in ran.err
    assert not home.exists()


def test_options_for_programs_are_refused_without_jsonl(
    run: Run, home: Path, passphrase: str
) -> None:
    for option in (["--skip-consultation"], ["--now", "2026-11-22"]):
        ran = run("talk", "--home", home, *option)
        assert ran.status == 2
        assert "--jsonl" in ran.err


def test_a_country_that_is_not_in_the_list_gets_general_guidance(session: Run) -> None:
    ran = session(
        {"text": "I want to kill myself."}, options=("--skip-consultation", "--country", "zw")
    )
    assert ran.status == 0
    assert "general guidance" in ran.err
    assert "findahelpline" in ran.lines[1]["text"]


# ---- the welcome -----------------------------------------------------------------------------


def test_a_new_home_is_welcomed_before_anything_private_is_asked(session: Run, home: Path) -> None:
    ran = session(
        {"text": "hello?"}, {"text": "Yes, I am."}, {"text": "ireland"}, {"text": "my sister"},
        {"text": "It rained."}, options=(),
    )  # fmt: skip
    opened, again, country, contact, begun, answered = ran.lines
    assert "not a person and not a therapist" in opened["text"]
    assert opened["text"].endswith("(yes or no)")
    assert "yes or no" in again["text"]
    assert "country" in country["text"]
    assert "turn to" in contact["text"]
    assert "Samaritans" in begun["text"]
    assert begun["text"].endswith("You begin.")
    assert [line["turn"] for line in ran.lines] == [0, 0, 0, 0, 0, 1]
    assert all((line["kind"], line["rule"]) == ("FRM", "welcome") for line in (again, begun))
    assert answered["type"] in ("silence", "therapist")
    opened_record, journal = Home(home).open("a quiet room with two chairs")
    with opened_record:
        welcomed = Room(journal).state.welcomed
    assert welcomed is not None
    assert (welcomed.country, welcomed.contact) == ("IE", "my sister")


def test_someone_welcomed_once_is_not_welcomed_again(session: Run) -> None:
    session({"text": "yes"}, {"text": "-"}, {"text": "-"}, {"end": True}, options=())
    (opened,) = session(options=()).lines
    assert opened["session"] == 2
    assert "18" not in (opened["text"] or "")


def test_a_country_that_is_given_is_not_asked_for(session: Run) -> None:
    ran = session({"text": "yes"}, options=("--country", "US"))
    assert "turn to" in ran.lines[1]["text"]
    assert "988" in ran.lines[0]["text"]


@pytest.mark.parametrize("answer", ["no", "No, sorry", "I'm 17", "not yet", "16"])
def test_nothing_is_kept_of_someone_who_is_not_an_adult(
    session: Run, home: Path, answer: str
) -> None:
    ran = session({"text": answer}, {"text": "never read"}, options=())
    assert ran.status == 0
    ended = ran.lines[-1]
    assert (ended["type"], ended["reason"]) == ("ended", "safety")
    assert "findahelpline" in ended["text"]
    assert not home.exists()


def test_leaving_during_the_welcome_keeps_nothing(session: Run, home: Path) -> None:
    assert session({"text": "yes"}, options=()).status == 0
    ran = session({"text": "yes"}, {"end": True}, options=())
    assert ran.lines[-1]["type"] == "ended"
    assert not home.exists()


def test_danger_told_during_the_welcome_is_answered_with_help(session: Run, home: Path) -> None:
    ran = session({"text": "yes"}, {"text": "I want to kill myself"}, {"text": "GB"}, options=())
    danger = ran.lines[2]
    assert danger["type"] == "safety"
    assert danger["risk"]
    assert "findahelpline" in danger["text"]
    assert "turn to" in ran.lines[3]["text"]  # the question is still open, and can be answered


def test_a_welcome_that_cannot_be_kept_ends_with_a_sentence(session: Run, home: Path) -> None:
    home.write_text("a file where the folder should be")
    ran = session({"text": "yes"}, {"text": "-"}, {"text": "-"}, options=())
    assert ran.status == 1
    assert "could not be read or written" in ran.err
    assert "Traceback" not in ran.err


def test_an_error_of_ours_in_one_line_leaves_the_session_open(
    session: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond = psychodynamic.respond

    def fails_at_snow(moment: Moment, seed: int) -> Intervention:
        if "snow" in moment.utterance.text:
            raise KeyError("snow")
        return respond(moment, seed)

    monkeypatch.setattr(psychodynamic, "respond", fails_at_snow)
    ran = session({"text": "It began to snow."}, {"text": "It stopped."}, {"end": True})
    assert [line["type"] for line in ran.lines][1] == "silence"
    assert ran.lines[-1]["type"] == "ended"
    assert "KeyError" in ran.err
    assert "snow" not in ran.err


def test_lines_can_be_longer_than_any_utterance_without_filling_memory(
    session: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thirdear.contract.lines.LONGEST_LINE", 1000)
    ran = session({"text": "x" * 5000}, {"text": "short"}, {"end": True})
    assert [line["type"] for line in ran.lines][1] == "silence"
    assert "too long" in ran.err
    assert len(ran.lines) == 4
