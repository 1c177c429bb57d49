"""The schemas are shipped, sound, and say no less than the contract."""

import json
from importlib import resources

import jsonschema
import pytest
from tests.cli.running import Run
from tests.contract.conftest import Holds

from thirdear.contract import SCHEMAS, schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_sound_one_of_its_draft(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema(name)))


def test_no_schema_is_shipped_that_is_not_listed() -> None:
    shipped = {path.name for path in (resources.files("thirdear.contract") / "schemas").iterdir()}
    assert shipped == {f"{name}.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_prints_a_schema_as_it_is_shipped(run: Run, name: str) -> None:
    assert run("schema", name).text == schema(name)


def test_without_a_name_the_schemas_are_listed(run: Run) -> None:
    assert all(name in run("schema").text for name in SCHEMAS)


def test_an_unknown_schema_is_refused_with_the_names_that_there_are(run: Run) -> None:
    ran = run("schema", "nothing")
    assert (ran.status, ran.out) == (2, b"")
    assert all(name in ran.err for name in SCHEMAS)


@pytest.mark.parametrize(
    "line",
    [
        {"speaker": "client"},
        {"text": "hello"},
        {"speaker": "someone", "text": "hello"},
        {"speaker": "client", "text": 3},
    ],
)
def test_what_is_no_utterance_does_not_hold(holds: Holds, line: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        holds("read-input", line)


@pytest.mark.parametrize("line", [{}, {"text": ""}, {"end": False}, {"text": "a", "end": True}])
def test_what_says_nothing_or_two_things_does_not_hold(holds: Holds, line: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        holds("talk-input", line)
