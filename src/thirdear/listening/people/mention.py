"""A mention: a place where someone is spoken of, and what its own words tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.names import gender_of
from thirdear.listening.people.words import Term, gathered

MINE = frozenset({"my", "our", "me", "mi"})
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves", "themself"})
YOURS = frozenset({"your"})
YOU = frozenset({"you", "your", "yours", "yourself", "u", "ya"})
PRONOUNS = HE | SHE | THEY | YOU
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
PARENT = frozenset({"mother", "father"})
_AGED = re.compile(
    r"\bwhen (?:i|we) (?:was|were) (?:about |only |just |like )?(?:\d|1[0-7]|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)\b|\bi was (?:six|"
    r"seven|eight|nine|ten|eleven|twelve|\d|1[0-3])\b|\bat the age of (?:\d|1[0-5])\b"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What an utterance is told of, as far as it says who a teacher or a chef is."""

    childhood: bool
    work: bool


@dataclass(slots=True)
class Mention:
    """A place in the text where someone is spoken of, with what the words alone tell.

    `owner` is the word whose someone it is ("his" in "his boss"); `fresh` means that someone is
    brought in ("a friend"); `unsaid` that the words lead to someone but are no mention.
    """

    first: int
    last: int
    head: int
    term: Term | None = None
    name: str | None = None
    pronoun: str | None = None
    word: str = ""
    marks: frozenset[str] = frozenset()
    owner: int | None = None
    of_someone_named: bool = False
    fresh: bool = False
    mine: bool = False
    stands_for: bool = False
    unsaid: bool = False
    said: int = -1
    figures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.said < 0:
            self.said = self.first

    @property
    def gender(self) -> str | None:
        """Return what the word, the title, the pronoun or the given name tells of he or she."""
        if self.pronoun is not None:
            return "m" if self.pronoun in HE else "f" if self.pronoun in SHE else None
        if self.term is not None and self.term.gender is not None:
            return self.term.gender
        return gender_of(self.name) if self.name is not None else None

    @property
    def many(self) -> bool:
        """Return whether the words speak of several people at once."""
        return self.term is not None and self.term.many


def scene_of(hearing: Hearing) -> Scene:
    """Return what scene the words of an utterance set."""
    text = hearing.text.lower()
    return Scene(
        any(said in text for said in gathered("scenes", "childhood"))
        or _AGED.search(text) is not None,
        any(said in text for said in gathered("scenes", "work")),
    )
