"""Looking after a record from the command line: out, in, checked, opened anew."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.running import Run

from thirdear.room.home import Home


@pytest.fixture
def kept(session: Run, home: Path) -> Path:
    """A home with one session in it."""
    session({"text": "My boss gave it to Dan."}, {"end": True})
    return home


def test_an_export_says_that_it_is_not_encrypted(run: Run, kept: Path) -> None:
    assert "not encrypted" in run("export", "--home", kept).err


def test_an_exported_file_can_be_read_by_its_owner_only_and_is_never_overwritten(
    run: Run, kept: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    assert run("export", "--home", kept, "--out", file).status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    ran = run("export", "--home", kept, "--out", file)
    assert ran.status == 2
    assert "exists already" in ran.err
    assert file.read_bytes() == content


def test_where_there_is_no_record_nothing_is_exported_or_made(run: Run, home: Path) -> None:
    for command in ("export", "verify", "recover"):
        ran = run(command, "--home", home)
        assert (ran.status, ran.out) == (2, b"")
        assert "There is no record" in ran.err
    assert not home.exists()


def test_a_home_that_has_a_record_takes_no_import(run: Run, kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(run("export", "--home", kept).out)
    before = Home(kept).path.read_bytes()
    ran = run("import", file, "--home", kept)
    assert ran.status == 2
    assert "already" in ran.err
    assert Home(kept).path.read_bytes() == before


NO_EXPORTS = [
    b"",
    b"holiday photos",
    b'{"schema": 1}',
    b'{"schema": 2, "thirdear": "9", "entries": []}',
    b'{"schema": 1, "thirdear": "0", "entries": [{"seq": 2, "kind": null, "payload": null}]}',
    b'{"schema": 1, "thirdear": "0", "entries": [{"seq": 1, "kind": "x", "payload": {}}]}',
    b'{"schema": 1, "thirdear": "0", "entries": [{"seq": 1, "kind": "spoke", "payload": null}]}',
    b'{"schema": 1, "thirdear": "0", "entries": ' + b"[" * 100_000,
]


@pytest.mark.parametrize("content", NO_EXPORTS, ids=range(len(NO_EXPORTS)))
def test_what_is_no_export_makes_no_record(
    run: Run, home: Path, tmp_path: Path, passphrase: str, content: bytes
) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(content)
    ran = run("import", file, "--home", home)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.count("\n") == 1
    assert not home.exists()


def test_an_import_that_breaks_off_leaves_nothing(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thirdear import record

    file = tmp_path / "mine.json"
    file.write_bytes(run("export", "--home", kept).out)

    def full(*_: object) -> None:
        raise record.RecordFull

    monkeypatch.setattr(record.Record, "append", full)
    ran = run("import", file, "--home", tmp_path / "elsewhere")
    assert ran.status == 1
    assert "disk may be full" in ran.err
    assert not (tmp_path / "elsewhere").exists()


def test_verify_says_that_all_is_as_it_was_written(run: Run, kept: Path) -> None:
    ran = run("verify", "--home", kept)
    assert (ran.status, ran.err) == (0, "")
    assert "as they were written" in ran.text


def test_verify_names_every_damage(run: Run, kept: Path) -> None:
    with closing(sqlite3.connect(Home(kept).path)) as database:
        database.execute("UPDATE entries SET sealed = zeroblob(length(sealed)) WHERE seq = 2")
        database.commit()
    ran = run("verify", "--home", kept)
    assert ran.status == 1
    assert "Entry 2 was changed or moved." in ran.text
    assert "damaged" in ran.err


def test_without_a_passphrase_or_a_terminal_nothing_is_opened(
    run: Run, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("THIRDEAR_PASSPHRASE")
    for command in ("export", "verify"):
        ran = run(command, "--home", kept)
        assert (ran.status, ran.out) == (2, b"")
        assert "THIRDEAR_PASSPHRASE" in ran.err
