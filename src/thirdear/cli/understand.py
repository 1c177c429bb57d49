"""`thirdear understand`: one formulation for each client, as JSON or in plain words."""

from __future__ import annotations

from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from thirdear.cli.hearing import hearing
from thirdear.cli.homes import passphrase_or_ask
from thirdear.cli.out import Out
from thirdear.cli.plain import Plain, plain_record_errors
from thirdear.cli.sources import HowToRead, Sources
from thirdear.contract.lines import encoded
from thirdear.formulation.account import account
from thirdear.formulation.formulation import Formulation, fold
from thirdear.formulation.telling import sections, sides
from thirdear.listening.observation import Reading
from thirdear.room import Room
from thirdear.room.home import Home
from thirdear.speech import Utterance
from thirdear.transcripts.following import Who, whose
from thirdear.transcripts.line import Line

_QUOTES_SHOWN = 3


def understand(paths: list[str], how: HowToRead, form: str, *, cores: int | None) -> None:
    """Read transcripts to their end and write what is understood; raises Plain.

    Takes the paths ("-" for standard input), how to read them, one of json and text, and how many
    processes may listen (None: all).
    """
    sources = Sources(paths, how)
    understood: dict[Who, Formulation] = {}
    with closing(hearing(sources, _as_heard, cores)) as lines:
        for who, spoken, reading in lines:
            understood[who] = fold(understood.get(who, Formulation()), spoken, reading)
    out = Out()
    for (_, name), formulation in understood.items():
        told = account(formulation, name)
        out.write(encoded(told) if form == "json" else in_words(told).encode())
    sources.must_be_whole()


def understand_home(folder: Path, form: str) -> None:
    """Write what is understood of the person whose record is at `folder`; raises Plain."""
    home = Home(folder)
    if not home.exists():
        raise Plain(f"There is no record in {folder}.")
    passphrase = passphrase_or_ask("Passphrase: ")
    with plain_record_errors():
        opened, journal = home.open(passphrase)
        with opened:
            told = account(Room(journal).state.formulation, "")
    told["client"] = "What has been understood so far" if form == "text" else ""
    Out().write(encoded(told) if form == "json" else in_words(told).encode())


def _as_heard(line: Line, spoken: Utterance, reading: Reading) -> tuple[Who, Utterance, Reading]:
    return whose(line), spoken, reading


def in_words(told: dict[str, Any]) -> str:
    """Put an account into plain words: the person's own first, then what they may mean."""
    lines = [
        f"{told['client'] or 'A conversation without a name'}",
        f"{_times(told['sessions'], 'session')}, {_times(told['utterances'], 'utterance')}. "
        "Guesses, each after the words it rests on.",
    ]
    aware = {a["theme"]: a["words"] for a in told["awareness"]}
    for section in sections(told):
        lines += ["", section.heading]
        lines += _together(section.statements, aware)
    if told["alliance"]["ruptures"]:
        lines += ["", "Between the two chairs"]
        lines += [line for rupture in told["alliance"]["ruptures"] for line in _rupture(rupture)]
    if told["persons"]:
        lines += ["", "People"]
        lines += [f"  {_person(person)}" for person in told["persons"]]
    lines += ["", "What can be taken in at the end of what was read"]
    lines += [f"  {'; '.join(told['capacity']['because'])} ({told['capacity']['gate']})", "", ""]
    return "\n".join(lines)


def _together(statements: list[dict[str, Any]], aware: dict[str, str]) -> list[str]:
    """Put statements one under the other; doubts that several share are told once, after them."""
    lines: list[str] = []
    for _, group in groupby(statements, key=lambda s: (s["alternative"], s["wrong_if"])):
        same = list(group)
        lines += [line for statement in same for line in _statement(statement, aware)]
        lines += ["", f"    Or: {same[0]['alternative']}", f"    Wrong {same[0]['wrong_if']}."]
    return lines


def _statement(statement: dict[str, Any], aware: dict[str, str]) -> list[str]:
    said = "said in so many words" if "code" in statement else "put together from what was said"
    how = said if statement["explicit"] else "perhaps"
    count = statement["count"]
    often = (
        f"heard {'once' if count == 1 else f'{count} times'}, {_STANDING[statement['standing']]}"
    )
    evidence = statement["evidence"]
    shown = sides(statement) or evidence[:_QUOTES_SHOWN]
    lines = ["", *(f"  {_quoted(quote)}" for quote in shown)]
    if len(evidence) > len(shown):
        lines.append(f"  and {len(evidence) - len(shown)} more")
    lines.append(f"    {statement['words']} ({how}; {often})")
    if statement["id"] in aware:
        lines.append(f"    {aware[statement['id']]}")
    return lines


_STANDING = {
    "moment": "so far a moment",
    "recurrent": "it recurs",
    "characteristic": "characteristic",
}
_CORNERS = {"T": "the other chair", "C": "now", "P": "from earlier in life"}
_BETWEEN = {
    "withdrawal": "It may be that you drew back here",
    "confrontation": "It may be that something here was wrong for you",
}


def _rupture(rupture: dict[str, Any]) -> list[str]:
    since = "it was put right" if rupture["repaired"] else "it was not put right"
    quotes = [f"  {_quoted(quote)}" for quote in rupture["evidence"]]
    return ["", *quotes, f"    {_BETWEEN[rupture['code']]}; {since}."]


def _quoted(quote: dict[str, Any]) -> str:
    where = f"session {quote['session']}, turn {quote['turn']}"
    named = quote["conversation"]
    place = f"{named}, {where}" if named and not where.startswith(f"{named},") else where
    return f'"{quote["quote"]}" ({place})'


def _person(person: dict[str, Any]) -> str:
    names = ", ".join(person["names"])
    felt = ", ".join(s["code"].replace("_", " ") for s in person["feelings"])
    line = f"{person['figure']}, {_CORNERS[person['corner']]}"
    line += f": {names}" if names else ""
    return f"{line}; feelings: {felt}" if felt else line


def _times(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
