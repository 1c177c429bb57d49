"""The people spoken of, listed and corrected from the command line."""

from pathlib import Path

import pytest
from tests.cli.running import Run


@pytest.fixture
def kept(session: Run, home: Path) -> Path:
    """A home with a session in it, in which Dan was taken for the boss."""
    session({"text": "My boss Dan rang. My partner Robin came."}, {"end": True})
    return home


def rows(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()}


def test_people_are_listed_with_their_role_and_names(run: Run, kept: Path) -> None:
    ran = run("people", "--home", kept)
    assert (ran.status, ran.err) == (0, "")
    assert rows(ran.text)["boss:1"][:2] == ["boss", "Dan,"]
    assert "therapist" not in rows(ran.text)


def test_a_corrected_role_holds_when_the_record_is_opened_again(run: Run, kept: Path) -> None:
    assert run("people", "--home", kept, "--who", "boss:1", "--is", "sibling").status == 0
    assert rows(run("people", "--home", kept).text)["boss:1"][0] == "sibling"


def test_only_the_one_of_that_name_can_be_corrected(run: Run, kept: Path) -> None:
    ran = run("people", "--home", kept, "--who", "boss:1", "--called", "Dan", "--is", "sibling")
    assert rows(ran.text)["boss:1"] == ["boss", "boss"]
    assert rows(ran.text)["sibling:1"] == ["sibling", "Dan"]


def test_two_can_be_one_and_one_can_be_nobody(run: Run, kept: Path) -> None:
    run("people", "--home", kept, "--who", "partner:1", "--same-as", "boss:1")
    assert rows(run("people", "--home", kept).text)["partner:1"][:4] == [
        "the", "same", "as", "boss:1",
    ]  # fmt: skip
    assert rows(run("people", "--home", kept, "--who", "boss:1", "--nobody").text)["boss:1"][0] == (
        "nobody"
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--who", "boss:1"), ("--is", "sibling"), ("--who", "boss:9", "--is", "sibling"),
        ("--who", "boss:1", "--is", "hero"), ("--who", "boss:1", "--same-as", "boss:1"),
        ("--who", "boss:1", "--called", "Dan"), ("--who", "therapist", "--is", "mother"),
        ("--who", "boss:1", "--called", "Ines", "--is", "sibling"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_told_in_one_line_and_changes_nothing(
    run: Run, kept: Path, options: tuple[str, ...]
) -> None:
    before = run("export", "--home", kept).out
    ran = run("people", "--home", kept, *options)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.count("\n") == 1
    assert run("export", "--home", kept).out == before


def test_where_there_is_no_record_there_are_no_people(
    run: Run, home: Path, passphrase: str
) -> None:
    ran = run("people", "--home", home)
    assert (ran.status, ran.out) == (2, b"")
    assert not home.exists()


def test_a_corrected_record_goes_out_and_in_again(run: Run, kept: Path, tmp_path: Path) -> None:
    run("people", "--home", kept, "--who", "boss:1", "--is", "sibling")
    file, elsewhere = tmp_path / "mine.json", tmp_path / "elsewhere"
    file.write_bytes(run("export", "--home", kept).out)
    assert run("import", file, "--home", elsewhere).status == 0
    assert run("export", "--home", elsewhere).out == file.read_bytes()
    assert rows(run("people", "--home", elsewhere).text)["boss:1"][0] == "sibling"
