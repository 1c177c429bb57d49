"""`thirdear understand`: one formulation for each client, as JSON or in plain words."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from thirdear.cli.hearing import hearing
from thirdear.cli.out import Out
from thirdear.cli.sources import HowToRead, Sources
from thirdear.contract.lines import encoded
from thirdear.formulation.account import account
from thirdear.formulation.formulation import Formulation, fold
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.following import Who, whose
from thirdear.transcripts.line import Line

_HEADINGS = (
    ("risk", "Danger"),
    ("feelings", "Feelings"),
    ("anxiety", "Anxiety"),
    ("defences", "Ways of keeping something at a distance"),
)
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


def _as_heard(line: Line, spoken: Utterance, reading: Reading) -> tuple[Who, Utterance, Reading]:
    return whose(line), spoken, reading


def in_words(told: dict[str, Any]) -> str:
    """Put an account into plain words, every statement with the words it rests on."""
    lines = [
        f"{told['client'] or 'A conversation without a name'}",
        f"{_times(told['sessions'], 'session')}, {_times(told['utterances'], 'utterance')}. "
        "Guesses, each with the words it rests on.",
    ]
    parts = told["conflict"] | {"risk": told["risk"]}
    for key, heading in _HEADINGS:
        if parts[key]:
            lines += ["", heading]
            lines += [line for statement in parts[key] for line in _statement(statement)]
    if told["persons"]:
        lines += ["", "People"]
        lines += [f"  {_person(person)}" for person in told["persons"]]
    lines += ["", "What can be taken in at the end of what was read"]
    lines += [f"  {'; '.join(told['capacity']['because'])} ({told['capacity']['gate']})", "", ""]
    return "\n".join(lines)


def _statement(statement: dict[str, Any]) -> list[str]:
    how = "said in so many words" if statement["explicit"] else "perhaps"
    count = statement["count"]
    often = (
        f"heard {'once' if count == 1 else f'{count} times'}, {_STANDING[statement['standing']]}"
    )
    lines = [f"  {statement['words']} ({how}; {often})"]
    evidence = statement["evidence"]
    lines += [f"    {_quoted(quote)}" for quote in evidence[:_QUOTES_SHOWN]]
    if len(evidence) > _QUOTES_SHOWN:
        lines.append(f"    and {len(evidence) - _QUOTES_SHOWN} more")
    lines.append(f"    Or: {statement['alternative']}")
    lines.append(f"    Wrong {statement['wrong_if']}.")
    return lines


_STANDING = {
    "moment": "so far a moment",
    "recurrent": "it recurs",
    "characteristic": "characteristic",
}
_CORNERS = {"T": "the other chair", "C": "now", "P": "from earlier in life"}


def _quoted(quote: dict[str, Any]) -> str:
    where = f"session {quote['session']}, turn {quote['turn']}"
    place = f"{quote['conversation']}, {where}" if quote["conversation"] else where
    return f'"{quote["quote"]}" ({place})'


def _person(person: dict[str, Any]) -> str:
    names = ", ".join(person["names"])
    felt = ", ".join(s["code"].replace("_", " ") for s in person["feelings"])
    line = f"{person['figure']}, {_CORNERS[person['corner']]}"
    line += f": {names}" if names else ""
    return f"{line}; feelings: {felt}" if felt else line


def _times(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
