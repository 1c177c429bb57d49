"""The command itself: quick to answer, plain about mistakes, silent about words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import COMMAND, Run, as_lines

import thirdear

HEAVY = (
    "spacy",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "rich",
    "pyarrow",
    "webvtt",
    "jinja2",
    "cryptography",
)


def test_help_answers_within_a_quarter_of_a_second() -> None:
    took = []
    for _ in range(3):
        before = os.times()
        subprocess.run([*COMMAND, "--help"], check=True, capture_output=True)
        after = os.times()
        # The time it works for, not the time it waits for other tests that are busy meanwhile.
        took.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    assert min(took) < 0.25


def test_help_loads_nothing_heavy() -> None:
    look = (
        "import sys; from thirdear.cli.app import status; status(['--help']);"
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_commands_are_listed(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 0
    for command in ("run", "talk", "read", "understand", "schema", "export", "import", "verify"):
        assert f"\n  {command} " in ran.text
    assert "...\n" not in ran.text.partition("Commands:")[2]  # none is cut short


@pytest.mark.parametrize("command", ["run", "talk", "read", "understand", "export", "import"])
def test_every_command_has_its_help(run: Run, command: str) -> None:
    assert run(command, "--help").text.startswith(f"Usage: thirdear {command}")


def test_the_version_is_the_packages(run: Run) -> None:
    assert run("--version").text == f"thirdear {thirdear.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (["fog"], "fog"),
        (["talk", "--loudly"], "--loudly"),
        (["read", "--format", "stone"], "stone"),
        (["run", "--port", "many"], "--port"),
        (["import"], "FILE"),
        (["run", "--host", "0.0.0.0", "--no-browser"], "this machine only"),
    ],
)
def test_mistakes_are_one_plain_sentence(run: Run, arguments: list[str], about: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, b"")
    assert about in ran.err
    assert ran.err.count("\n") == 1


def test_an_error_of_ours_says_where_and_nothing_of_the_words(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("my secret words")

    monkeypatch.setattr("thirdear.transcripts.following.listener.hear", fails)
    ran = run("read", stdin=as_lines({"speaker": "client", "text": "my secret words"}))
    assert ran.status == 1
    assert "ValueError" in ran.err
    assert "secret" not in ran.err
    assert "Traceback" not in ran.err


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    transcript = tmp_path / "long.jsonl"
    transcript.write_bytes(as_lines(*[{"speaker": "client", "text": "It rained."}] * 3000))
    read = subprocess.Popen(
        [*COMMAND, "read", str(transcript)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert read.stdout is not None
    assert read.stdout.readline()
    read.stdout.close()
    assert read.wait(timeout=60) == 0
    assert read.stderr is not None
    assert read.stderr.read() == b""
    read.stderr.close()
