"""What the tests of the command line share: running it here, as a process, and in a terminal."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from thirdear.cli.app import status

PASSPHRASE = "a quiet room with two chairs"
COMMAND = [sys.executable, "-c", "from thirdear.cli.app import main; main()"]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    """The passphrase, where programs take it from."""
    monkeypatch.setenv("THIRDEAR_PASSPHRASE", PASSPHRASE)
    return PASSPHRASE


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, where the parser is loaded once for all tests."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, "utf-8", write_through=True))
            ended = status([str(one) for one in arguments])
            kept = out.getvalue(), err.getvalue().decode()
        return Ran(ended, *kept)

    return run


def as_lines(*lines: object) -> bytes:
    """Put objects into JSON lines; bytes stand for themselves."""
    return b"".join(
        line + b"\n" if isinstance(line, bytes) else json.dumps(line).encode() + b"\n"
        for line in lines
    )


@pytest.fixture
def session(run: Run, home: Path, passphrase: str) -> Run:
    """Hold a session over JSON lines in this process, without the welcome."""

    def session(*lines: object, options: tuple[object, ...] = ("--skip-consultation",)) -> Ran:
        now = () if "--now" in options else ("--now", "2026-11-22T10:00:00Z")
        return run("talk", "--jsonl", "--home", home, *now, *options, stdin=as_lines(*lines))

    return session


class Talking:
    """A session held by another process."""

    def __init__(self, home: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "talk", "--jsonl", "--skip-consultation", "--home", str(home), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"THIRDEAR_PASSPHRASE": PASSPHRASE},
        )
        self.opened = self.read()

    def read(self) -> dict[str, Any]:
        """Return the next line; an empty object when there is none any more."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line else {}

    def send(self, line: object) -> dict[str, Any]:
        """Send one line; return the line that answers it."""
        assert self.process.stdin is not None
        self.process.stdin.write(as_lines(line))
        self.process.stdin.flush()
        return self.read()

    def leave(self) -> tuple[int, str]:
        """End the input; return the exit status and what was written to stderr."""
        _, err = self.process.communicate(timeout=30)
        return self.process.returncode, err.decode()


@pytest.fixture
def talking() -> Iterator[Callable[..., Talking]]:
    """Start sessions in processes of their own, and leave none behind."""
    started: list[Talking] = []

    def start(home: Path, *options: str) -> Talking:
        started.append(Talking(home, *options))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()
