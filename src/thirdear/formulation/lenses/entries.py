"""Reads the data files of the lenses: what each looks for, and how it says what it sees.

A file holds entries; an entry holds looks, each for one kind of evidence, and the sentences that
are filled with the quotes found:

    heard      what the ears must have heard: the kind ("feeling", "wish", "response_of_other",
               "response_of_self", "defence", "anxiety", "dream", "memory", "slip", "shift", ... or
               "anything"), then, as needed, codes or clusters, "positive" or "negative",
               "denied", and "told" (said in so many words). Any one of the list will do
    or_said    or these words alone, whatever was heard; and_said: these words as well;
               not_said: none of these words. Patterns of `re`, matched as whole words
    by_me      true: nothing that another did or said
    figure     who this is about: "who" and "other" are two people, each the same in all looks
    among      only these people: past, now, here (the other chair), or roles ("sibling")
    source     only what is told of: waking, dream, memory, fantasy
    least      in how many utterances at least; sessions: in how many sessions at least
    to, how    how it stands to another look: "after", "within 3" (turns of one session), "apart"
               (another utterance), "like" (the same thing heard), "same word"

In the sentences {name of a look} is its quote, {who} and {other} are people as the person calls
them ({Who}, {Other} at the start of a sentence), {image} the word that two looks share. `trust`
lowers the confidence where the ground is thin.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

LENSES = ("freud", "jung", "adler", "rank", "klein")


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of evidence that an entry needs."""

    name: str
    heard: tuple[str, ...] = ()
    or_said: tuple[str, ...] = ()
    and_said: tuple[str, ...] = ()
    not_said: tuple[str, ...] = ()
    by_me: bool = False
    figure: str | None = None
    among: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    least: int = 1
    sessions: int = 1
    to: str | None = None
    how: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a lens can see, in the words in which it says it."""

    id: str
    source: str
    look: tuple[Look, ...]
    observation: str
    reading: str
    alternative: str
    wrong_if: str
    trust: float = 1.0


class Lens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One school's way of reading."""

    lens: str
    entry: tuple[Entry, ...]


@cache
def lens(name: str) -> Lens:
    """Return one lens from its data file; raises where the file breaks the form."""
    path = resources.files("thirdear.formulation.lenses") / f"{name}.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Lens)


@cache
def pattern(said: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern that finds any of these words, whole, in any case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE)


@cache
def common_words() -> frozenset[str]:
    """Return the words that are in everyone's talk and make no image."""
    path = resources.files("thirdear.formulation.lenses") / "common_words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())
