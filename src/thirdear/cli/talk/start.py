"""Begins a session: what was wished for is made sure of before anything is opened."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from thirdear.cli.homes import NO_PASSPHRASE, passphrase_set
from thirdear.cli.out import Out
from thirdear.cli.plain import Plain, tell

_NOT_A_COUNTRY = "A country is given by its two letters, such as GB or US."
_ONLY_JSONL = "{option} is for programs, together with --jsonl."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line."""

    home: Path
    treatment: str
    country: str | None
    seed: int
    now: str | None
    skip_consultation: bool
    accompanied: bool = False


def with_a_program(wishes: Wishes) -> None:
    """Hold a session over JSON lines; raises Plain for what cannot be done."""
    country = _country(wishes.country)
    now = _moment(wishes.now)
    passphrase = passphrase_set()
    if passphrase is None:
        raise Plain(NO_PASSPHRASE)
    from thirdear.cli.talk import program

    given = program.Given(
        wishes.home, passphrase, wishes.treatment, country, wishes.seed, now,
        wishes.skip_consultation, wishes.accompanied,
    )  # fmt: skip
    program.hold(given, sys.stdin.buffer, Out())


def with_a_person(wishes: Wishes) -> None:
    """Hold a session in the terminal; raises Plain for what cannot be done."""
    if wishes.skip_consultation:
        raise Plain(_ONLY_JSONL.format(option="--skip-consultation"))
    if wishes.accompanied:
        raise Plain(_ONLY_JSONL.format(option="--accompanied"))
    if wishes.now is not None:
        raise Plain(_ONLY_JSONL.format(option="--now"))
    country = _country(wishes.country)
    from thirdear.cli.talk import person

    person.hold(wishes.home, wishes.treatment, country, wishes.seed)


def _country(code: str | None) -> str | None:
    """Return the code of a country, in capitals; one that is not in the list is told about."""
    if code is None:
        return None
    from thirdear.cli.talk.welcome import country_named

    known = country_named(code)
    if known is not None:
        return known
    if len(code) != 2 or not code.isalpha():
        raise Plain(_NOT_A_COUNTRY)
    tell(f"{code.upper()} is not in the list of countries; general guidance is given instead.")
    return code.upper()


def _moment(now: str | None) -> datetime:
    """Return when the session begins; a time without a zone is taken as UTC."""
    if now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise Plain("--now is not a moment in ISO 8601, such as 2026-11-22T10:00:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
