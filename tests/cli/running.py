"""Runs the command: here in this process, as a process of its own, and in a terminal."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
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


def runner(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs the command in this process, where the parser is loaded once for all."""

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

    def kill(self) -> None:
        """Kill the process, if it still runs, and leave nothing of it open."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what was not sent any more
                    pipe.close()

    def leave(self) -> tuple[int, str]:
        """End the input; return the exit status and what was written to stderr."""
        _, err = self.process.communicate(timeout=30)
        return self.process.returncode, err.decode()
