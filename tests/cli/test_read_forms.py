"""Transcripts of every form on the command line: told by their ending or by a word, heard alike."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.running import COMMAND, Run, as_lines

from thirdear.transcripts import many

TEXTS = ["How are you?", "I was so angry with my boss.", "It's fine, honestly."]
TALK = list(zip(["therapist", "client", "client"], TEXTS, strict=True))

FORMS = {
    "talk.vtt": "WEBVTT\n\n" + "".join(
        f"00:{n}0.000 --> 00:{n}2.000\n<v {who}>{text}\n\n"
        for n, (who, text) in enumerate(TALK, start=1)
    ),
    "talk.srt": "".join(
        f"{n}\n00:00:{n}0,000 --> 00:00:{n}2,000\n{who}: {text}\n\n"
        for n, (who, text) in enumerate(TALK, start=1)
    ),
    "talk.txt": "".join(f"{who.title()} [0:{n}0]: {text}\n" for n, (who, text) in
                        enumerate(TALK, start=1)),
    "talk.csv": "speaker,start,text\n" + "".join(
        f'{who},0:{n}0,"{text}"\n' for n, (who, text) in enumerate(TALK, start=1)
    ),
    "talk.tsv": "speaker\tstart\ttext\n" + "".join(
        f"{who}\t{n}0\t{text}\n" for n, (who, text) in enumerate(TALK, start=1)
    ),
    "talk.cha": "@Begin\n" + "".join(
        f"*{who[:3].upper()}:\t{text} \x15{n}0000_{n}2000\x15\n"
        for n, (who, text) in enumerate(TALK, start=1)
    ) + "@End\n",
    "talk.jsonl": "".join(
        json.dumps({"conversation": "talk", "speaker": who, "text": text, "at_s": 10 * n}) + "\n"
        for n, (who, text) in enumerate(TALK, start=1)
    ),
}  # fmt: skip
NAMES = {"vtt": "vtt", "srt": "srt", "txt": "text", "csv": "csv", "tsv": "csv", "cha": "chat",
         "jsonl": "jsonl"}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_heard_alike(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FORMS[name], newline="")
    ran = run("read", path)
    assert (ran.status, ran.err) == (0, "")
    assert [(line["speaker"], line["text"]) for line in ran.lines] == TALK
    assert [line["at_s"] for line in ran.lines] == [10, 20, 30]
    assert {line["conversation"] for line in ran.lines} == {"talk"}
    plain = run("read", stdin=FORMS["talk.jsonl"].encode()).lines
    assert [line["observations"] for line in ran.lines] == [line["observations"] for line in plain]


@pytest.mark.parametrize("name", FORMS)
def test_standard_input_is_what_it_is_said_to_be(run: Run, name: str) -> None:
    form = NAMES[name.partition(".")[2]]
    ran = run("read", "--from", form, "-", stdin=FORMS[name].encode())
    assert (ran.status, [line["text"] for line in ran.lines]) == (0, TEXTS)


def test_a_word_counts_for_more_than_an_ending(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "talk.log"
    path.write_text(FORMS["talk.txt"])
    assert run("read", path).status == 2
    assert [line["text"] for line in run("read", "--from", "text", path).lines] == TEXTS


def test_speakers_and_columns_can_be_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "talk.csv"
    path.write_text("wer,was\nDr. H,How are you?\nAnna,I was sad.\n")
    ran = run("read", path, "--columns", "speaker=wer,text=was",
              "--speakers", "Dr. H=therapist", "--speakers", "Anna=client")  # fmt: skip
    assert [line["speaker"] for line in ran.lines] == ["therapist", "client"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--speakers", "Anna"], "--speakers"),
        (["--columns", "mood=x"], "--columns"),
        (["--encoding", "klingon"], "no encoding"),
        (["--from", "docx"], "docx"),
        (["--cores", "0"], "cores"),
    ],
)
def test_options_that_cannot_be_understood_are_told(
    run: Run, tmp_path: Path, options: list[str], why: str
) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(FORMS["talk.txt"])
    ran = run("read", path, *options)
    assert (ran.status, ran.out) == (2, b"")
    assert why in ran.err


def test_an_unknown_speaker_is_told_once_and_counted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("T: Hello.\nAnna: Secret.\nT: Mm.\nAnna: Secret.\nBob: Secret.\nAnna: No.\n")
    ran = run("read", path)
    assert ran.status == 2
    assert [line["text"] for line in ran.lines] == ["Hello.", "Mm."]
    told = ran.err.splitlines()
    assert [line.partition(":")[0].rpartition("line ")[2] for line in told[:2]] == ["2", "5"]
    assert "2 more lines of speakers" in told[2]
    for word in ("Anna", "Bob", "Secret"):
        assert word not in ran.err


def test_files_of_one_client_are_that_clients_sessions(run: Run, tmp_path: Path) -> None:
    for name, text in (("b", "My boss Dan shouted."), ("a", "Dan was kind today.")):
        (tmp_path / f"{name}.txt").write_text(f"C: {text}\n")
    ran = run("read", "--client", "K", tmp_path / "b.txt", tmp_path / "a.txt")
    assert [(line["client"], line["session"]) for line in ran.lines] == [("K", 1), ("K", 2)]
    (dan,) = [o for o in ran.lines[1]["observations"] if o["quote"] == "Dan"]
    assert dan["about"] == "boss:1"


def test_files_of_one_name_are_different_conversations(run: Run, tmp_path: Path) -> None:
    paths = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "talk.txt")
        paths[-1].write_text("C: Hello.\n")
    ran = run("read", *paths)
    assert [line["turn"] for line in ran.lines] == [0, 0]
    assert len({line["conversation"] for line in ran.lines}) == 2


def test_understanding_reads_the_same_forms(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(FORMS["talk.txt"].replace("Client", "Anna"))
    ran = run("understand", "--speakers", "Anna=client", path)
    assert (ran.status, ran.lines[0]["utterances"]) == (0, 3)


# ---- Several processes ------------------------------------------------------------------------


def _long(lines: int) -> bytes:
    said = ["My boss shouted and I was angry.", "Mm.", "It's fine, honestly.", "My mum rang."]
    return as_lines(
        *(
            {"conversation": f"talk {n % 7}", "text": said[n % 4],
             "speaker": "therapist" if n % 4 == 1 else "client"}
            for n in range(lines)
        )
    )  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "html"])
def test_the_output_is_the_same_on_any_number_of_cores(
    run: Run, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "WORTH_SHARING", 20)
    talk = _long(120)
    written = []
    for cores in (1, 2):
        out = tmp_path / str(cores)
        ran = run("read", "--format", form, "--cores", cores, "--out", out, stdin=talk)
        assert (ran.status, ran.err) == (0, "")
        files = sorted(out.iterdir()) if form == "html" else [out]
        written.append([(file.name * (form == "html"), file.read_bytes()) for file in files])
    assert written[0] == written[1]


HEEDING_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from thirdear.cli.app import main; main()"
)
"""A shell's background jobs, and so the tests in one, are started deaf to Ctrl-C."""


def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(_long(4000))
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING_CTRL_C, "read", "--cores", "2", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline()
    group = _group(process.pid)
    assert len(group) >= 3
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert not out or out.endswith(b"\n")
    assert _all_gone(process.pid)


def test_a_killed_command_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(_long(4000))
    with subprocess.Popen(
        [*COMMAND, "read", "--cores", "2", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline()
        process.kill()
        process.stdout.close()
    assert _all_gone(process.pid)


def _all_gone(session: int) -> bool:
    """Return whether all processes of a session have ended, or soon do."""
    until = time.monotonic() + 20
    while _group(session) and time.monotonic() < until:
        time.sleep(0.1)
    return not _group(session)


def _group(session: int) -> list[int]:
    """Return the processes of a session that still run."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("there is no /proc to look into")
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of_session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of_session) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found
