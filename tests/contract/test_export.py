"""A record that is carried out and in again is the same record, to the byte."""

import json
from pathlib import Path

import pytest
from tests.cli.running import PASSPHRASE, Run
from tests.contract.conftest import Holds

from thirdear import record
from thirdear.room.home import Home

TALK = ({"text": "My boss gave it to Dan. It's fine, honestly."}, {"silence_s": 70}, {"end": True})


@pytest.fixture
def exported(session: Run, run: Run, home: Path) -> bytes:
    session(*TALK)
    session({"text": "It's me again. “Fine”, 😤."})
    return run("export", "--home", home, "--format", "json").out


def test_an_export_holds_to_the_schema(exported: bytes, holds: Holds) -> None:
    document = json.loads(exported)
    holds("export", document)
    assert [entry["seq"] for entry in document["entries"]] == list(
        range(1, len(document["entries"]) + 1)
    )
    assert document["entries"][0]["kind"] == "opened"


def test_imported_elsewhere_and_exported_again_it_is_identical(
    run: Run, exported: bytes, tmp_path: Path
) -> None:
    (tmp_path / "export.json").write_bytes(exported)
    brought = run("import", tmp_path / "export.json", "--home", tmp_path / "elsewhere")
    assert (brought.status, brought.err) == (0, "")
    assert run("export", "--home", tmp_path / "elsewhere").out == exported


def test_laid_out_differently_it_is_still_the_same_record(
    run: Run, exported: bytes, tmp_path: Path
) -> None:
    laid_out = json.dumps(json.loads(exported), indent=4, ensure_ascii=False)
    (tmp_path / "export.json").write_text(laid_out, encoding="utf-8")
    run("import", tmp_path / "export.json", "--home", tmp_path / "elsewhere")
    assert run("export", "--home", tmp_path / "elsewhere").out == exported


def test_what_was_erased_stays_erased(
    run: Run, exported: bytes, home: Path, tmp_path: Path, holds: Holds
) -> None:
    with record.unlock(Home(home).path, PASSPHRASE) as opened:
        opened.erase(2)
    erased = run("export", "--home", home).out
    holds("export", json.loads(erased))
    assert json.loads(erased)["entries"][1] == {"seq": 2, "kind": None, "payload": None}
    (tmp_path / "export.json").write_bytes(erased)
    run("import", tmp_path / "export.json", "--home", tmp_path / "elsewhere")
    assert run("export", "--home", tmp_path / "elsewhere").out == erased


def test_a_session_that_was_open_goes_on_in_the_new_home(
    run: Run, exported: bytes, tmp_path: Path, session: Run
) -> None:
    (tmp_path / "export.json").write_bytes(exported)
    run("import", tmp_path / "export.json", "--home", tmp_path / "elsewhere")
    here = session()
    there = run("talk", "--jsonl", "--skip-consultation", "--home", tmp_path / "elsewhere")
    assert there.out == here.out
    assert there.lines[0]["resumed"] is True
