"""How far reading has come is shown where someone can see it, and nowhere else."""

import io
import sys
from pathlib import Path

import pytest

from thirdear.cli import progress


class Screen(io.TextIOWrapper):
    """Something that is shown to a person."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", write_through=True)

    def isatty(self) -> bool:
        return True


@pytest.fixture
def transcript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(progress, "_WORTH_SHOWING", 0)
    path = tmp_path / "talk.jsonl"
    path.write_bytes(b"one\ntwo\n")
    return path


def _read(transcript: Path) -> list[bytes]:
    with progress.Progress([transcript]) as shown, transcript.open("rb") as stream:
        watched = shown.watching(stream)
        return [watched.readline(100), watched.readline(100), watched.readline(100)]


def test_lines_are_the_same_whether_anybody_watches_or_not(
    transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwatched = _read(transcript)
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    assert _read(transcript) == unwatched == [b"one\n", b"two\n", b""]
    assert "Reading" in screen.buffer.getvalue().decode()  # type: ignore[attr-defined]


def test_the_bar_follows_what_is_heard_not_what_is_read_ahead(
    transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", Screen())
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    moves: list[int] = []
    with progress.Progress([transcript]) as shown, transcript.open("rb") as stream:
        monkeypatch.setattr(shown, "_move", moves.append)
        watched = shown.watching(stream)
        for _ in range(2):
            watched.readline(100)
            shown.read()
        assert moves == []
        shown.heard()
        assert moves == [4]
        shown.heard()
        assert moves == [4, 8]


def test_a_terminal_to_which_nothing_is_written_does_not_hide_the_bar(
    transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", screen)
    with progress.Progress([transcript], to_stdout=False):
        pass
    assert b"Reading" in screen.buffer.getvalue()  # type: ignore[attr-defined]


def test_nothing_is_shown_between_lines_that_are_being_read(
    transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", screen)
    _read(transcript)
    assert screen.buffer.getvalue() == b""  # type: ignore[attr-defined]
