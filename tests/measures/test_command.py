"""`thirdear measures`, run as a person would."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.measures.histories import course, nine

from thirdear.cli.app import status
from thirdear.measures import measures
from thirdear.measures.questionnaire import not_shipped


class Ran:
    """What a run of the command wrote, and its exit status."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.status, self.out, self.err = code, out, err


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    def running(*arguments: str) -> Ran:
        code = status(["measures", *arguments])
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return running


@pytest.fixture
def history(tmp_path: Path) -> str:
    path = tmp_path / "history.json"
    path.write_bytes(msgspec.json.encode(course(16, 15, 9, 6)))
    return str(path)


def answers(folder: Path, what: Any, name: str = "answers.json") -> str:
    path = folder / name
    path.write_text(json.dumps(what))
    return str(path)


def test_all_are_listed_and_what_is_not_here_too(run: Any) -> None:
    listed = run("list").out
    assert [line.split()[0] for line in listed.splitlines()] == list(measures())
    assert "bring your own words" in next(line for line in listed.splitlines() if "wsas" in line)
    left_out = run("list", "--not-shipped").out
    assert all(each.name in left_out for each in not_shipped())


@pytest.mark.parametrize("name", sorted(measures()))
def test_each_is_shown_with_its_source_and_licence(run: Any, name: str) -> None:
    shown = run("show", name)
    one = measures()[name]
    assert shown.status == 0
    assert one.citation in shown.out
    assert one.licence.terms in shown.out
    assert ("No reliable-change value" in shown.out) == (one.reliable is None)


def test_danger_comes_before_the_score_and_numbers_are_not_thrown_at_people(
    run: Any, tmp_path: Path
) -> None:
    ran = run("score", "phq-9", "--answers", answers(tmp_path, [1] * 9))
    lines = ran.out.splitlines()
    assert lines[0].startswith('Before anything else: "Thoughts that you would be better off')
    assert lines[-1] == "Low mood: Some of this lately."
    assert not any(character.isdigit() for character in lines[-1])


def test_a_score_as_json(run: Any, tmp_path: Path) -> None:
    earlier = answers(tmp_path, nine(16), "earlier.json")
    now = answers(tmp_path, nine(9))
    ran = run("score", "phq-9", "--answers", now, "--earlier", earlier, "--json")
    told = json.loads(ran.out)
    assert told["score"]["value"] == 9
    assert told["score"]["change"] == {
        "difference": -7.0, "reliably": "better", "significant": True,
    }  # fmt: skip
    assert told["marked"] == []


def test_change_is_told_in_words(run: Any, tmp_path: Path) -> None:
    earlier = answers(tmp_path, nine(16), "earlier.json")
    ran = run("score", "phq-9", "--answers", answers(tmp_path, nine(9)), "--earlier", earlier)
    assert "lighter, by more than answers move by themselves" in ran.out


def test_what_cannot_be_counted_is_said(run: Any, tmp_path: Path) -> None:
    ran = run("score", "gad-7", "--answers", answers(tmp_path, [1, None, 1, 1, 1, 1, 1]))
    assert (ran.status, ran.out) == (
        0, "Worry and nervousness: this cannot be counted; question 2 was left out.\n",
    )  # fmt: skip
    full = answers(tmp_path, [1] * 30)
    assert "file of words" in run("score", "dmrs-sr-30", "--answers", full).out


def test_scales_without_a_total(run: Any, tmp_path: Path) -> None:
    ran = run("score", "hour", "--answers", answers(tmp_path, [4, 3, 2, 0, 1, 0, 0]))
    assert "Between the two chairs" in ran.out
    assert "Being met: 9 of 12." in ran.out
    assert "Strain between the two chairs: 1 of 16." in ran.out


def test_own_words(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "risq.toml"
    path.write_text(
        'measure = "risq"\nsource = "mine"\nstem = "Here:"\n'
        '[items]\n1 = "first"\n2 = "second"\n3 = "third"\n4 = "fourth"\n'
    )
    assert "first" in run("show", "risq", "--text", str(path)).out
    ran = run("score", "risq", "--text", str(path), "--answers", answers(tmp_path, [0, 1, 0, 0]))
    assert 'Between the two chairs: "second: Yes".' in ran.out
    assert run("show", "wsas", "--text", str(path)).status == 2


def test_a_picture_a_page_an_export(run: Any, history: str, tmp_path: Path) -> None:
    picture, made, export = tmp_path / "p.svg", tmp_path / "p.html", tmp_path / "p.json"
    assert run("plot", "phq-9", "--history", history, "--out", str(picture)).status == 0
    ran = run("report", "--history", history, "--out", str(made), "--made", "2026-04-21")
    assert "not encrypted" in ran.err
    run("fhir", "--history", history, "--out", str(export), "--subject", "Patient/1")
    assert picture.read_text().startswith("<svg")
    assert made.stat().st_mode & 0o077 == 0
    assert "<svg" in made.read_text()
    entries = json.loads(export.read_text())["entry"]
    assert len(entries) == 12  # four PHQ-9 and two of own problems, each with its score
    assert all(e["resource"]["subject"] == {"reference": "Patient/1"} for e in entries)
    again = run("plot", "phq-9", "--history", history, "--out", str(picture))
    assert (again.status, "left as it is" in again.err) == (2, True)


def test_the_course_in_words(run: Any, history: str) -> None:
    assert "lighter than at the start" in run("course", "--history", history).out


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ([1] * 8, "has 9 questions; there are 8"),
        ([1] * 8 + [7], "go from 0 to 3"),
        ({"1": "a lot"}, "not in order"),
        ({"99": 1}, "no question '99'"),
        ("nonsense", "not in order"),
    ],
)
def test_answers_that_cannot_be_are_one_plain_sentence(
    run: Any, tmp_path: Path, what: Any, told: str
) -> None:
    ran = run("score", "phq-9", "--answers", answers(tmp_path, what))
    assert ran.status == 2
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"answers": [{"measure": "phq-9", "at": "soon", "values": {}}]}, "not a day"),
        ({"answers": [{"measure": "phq-0", "at": "2026-01-05", "values": {}}]}, "phq-0"),
        ({"answers": [{"measure": "phq-9", "at": "2026-01-05", "values": {"1": 9}}]}, "0 to 3"),
        ({"answer": []}, "not in order"),
    ],
)
def test_a_history_that_cannot_be(run: Any, tmp_path: Path, what: Any, told: str) -> None:
    ran = run("course", "--history", answers(tmp_path, what))
    assert (ran.status, told in ran.err) == (2, True)


def test_what_is_not_there(run: Any, history: str, tmp_path: Path) -> None:
    assert "no measure 'phq-8'" in run("show", "phq-8").err
    assert "cannot be read" in run("course", "--history", str(tmp_path / "none")).err
    assert "no score of gad-7" in run("plot", "gad-7", "--history", history).err
    assert "not a day" in run("report", "--history", history, "--made", "tomorrow").err


def test_no_line_of_the_help_is_cut_short(run: Any) -> None:
    listed = run().out.partition("Commands:")[2]
    for command in ("list", "show", "score", "plot", "course", "fhir", "report"):
        assert f"\n  {command} " in listed
    assert "..." not in listed
