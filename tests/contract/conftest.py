"""The contract's tests run the command as its own tests do, and hold what it writes to schemas."""

import json
from collections.abc import Callable

import jsonschema
import pytest
from tests.cli.conftest import home, passphrase, run, session, talking

from thirdear.contract import schema

__all__ = ["holds", "home", "passphrase", "run", "session", "talking"]

Holds = Callable[[str, object], None]


@pytest.fixture(scope="session")
def holds() -> Holds:
    """Check an object against one of the shipped schemas."""
    validators: dict[str, jsonschema.Draft202012Validator] = {}

    def holds(name: str, instance: object) -> None:
        if name not in validators:
            validators[name] = jsonschema.Draft202012Validator(json.loads(schema(name)))
        validators[name].validate(instance)

    return holds
