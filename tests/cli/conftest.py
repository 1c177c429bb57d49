"""What the tests of the command line share: a home, a passphrase, and ways to run it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.running import PASSPHRASE, Ran, Run, Talking, as_lines, runner


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
    """Run the command in this process."""
    return runner(monkeypatch)


@pytest.fixture
def session(run: Run, home: Path, passphrase: str) -> Run:
    """Hold a session over JSON lines in this process, without the welcome."""

    def session(*lines: object, options: tuple[object, ...] = ("--skip-consultation",)) -> Ran:
        now = () if "--now" in options else ("--now", "2026-11-22T10:00:00Z")
        return run("talk", "--jsonl", "--home", home, *now, *options, stdin=as_lines(*lines))

    return session


@pytest.fixture
def talking() -> Iterator[Callable[..., Talking]]:
    """Start sessions in processes of their own, and leave none behind."""
    started: list[Talking] = []

    def start(home: Path, *options: str) -> Talking:
        started.append(Talking(home, *options))
        return started[-1]

    yield start
    for one in started:
        one.kill()
