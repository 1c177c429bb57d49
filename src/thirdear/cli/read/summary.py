"""What was heard in one conversation, in short: a strip for each kind, and the people.

Kept small while a conversation is read: a few bytes an utterance, and a line a person.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Final

from thirdear.cli.read.marking import KINDS, called, mark_class

_KINDS: Final = tuple(KINDS)
_MOST_PEOPLE: Final = 200
_MOST_NAMES: Final = 6
_PRONOUNS: Final = frozenset(
    """he him his himself she her hers herself they them their theirs themselves it its you your
    yours yourself we us our ours""".split()
)
COLUMNS: Final = 120
"""Marks in a strip at most; in a longer conversation each stands for several utterances."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One place in a strip: where it is, of which turn, and how much was heard there."""

    at: float
    turn: int
    count: int


@dataclass(frozen=True, slots=True)
class Strip:
    """One kind over the whole conversation."""

    kind: str
    means: str
    style: str
    count: int
    marks: list[Mark]


@dataclass(slots=True)
class Person:
    """Someone who was spoken of."""

    figure: str
    turn: int
    mentions: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def called(self) -> str:
        """The figure as one would say it, or by name where only that is known."""
        only_named = self.figure.startswith("other") and self.names
        return self.names[0] if only_named else called(self.figure)

    @property
    def also(self) -> list[str]:
        """What else the figure was called."""
        return [name for name in self.names if name != self.called]


@dataclass(slots=True)
class Summary:
    """Gathers what was heard, utterance by utterance."""

    words: dict[str, int] = field(default_factory=lambda: {"client": 0, "therapist": 0})
    _turns: array[int] = field(default_factory=lambda: array("q"))
    _heard: array[int] = field(default_factory=lambda: array("Q"))
    _people: dict[str, Person] = field(default_factory=dict)

    @property
    def utterances(self) -> int:
        """How many utterances there were."""
        return len(self._turns)

    def add(self, turn: int, speaker: str, words: int, kinds: list[str]) -> None:
        """Take in what was heard in one utterance: a kind as often as it was heard."""
        self.words[speaker] += words
        packed = 0
        for place, kind in enumerate(_KINDS):
            packed |= min(kinds.count(kind), 15) << (4 * place)
        self._turns.append(turn)
        self._heard.append(packed)

    def mention(self, turn: int, people: dict[str, tuple[str, ...]]) -> None:
        """Take in who was spoken of in one utterance."""
        for figure, words in people.items():
            if figure not in self._people and len(self._people) >= _MOST_PEOPLE:
                continue
            person = self._people.setdefault(figure, Person(figure, turn))
            person.mentions += len(words)
            for word in words:
                new = word.casefold() not in (name.casefold() for name in person.names)
                if new and word.casefold() not in _PRONOUNS and len(person.names) < _MOST_NAMES:
                    person.names.append(word)

    def people(self) -> list[Person]:
        """Return who was spoken of, most often first."""
        return sorted(self._people.values(), key=lambda one: -one.mentions)

    def strips(self) -> list[Strip]:
        """Return a strip for each kind that was heard, in the order of `KINDS`."""
        strips = []
        for place, (kind, means) in enumerate(KINDS.items()):
            counts = [(packed >> (4 * place)) & 15 for packed in self._heard]
            if any(counts):
                marks = self._marks(counts)
                strips.append(Strip(kind, means, mark_class(kind), sum(counts), marks))
        return strips

    def _marks(self, counts: list[int]) -> list[Mark]:
        columns = min(COLUMNS, len(counts))
        marks: dict[int, Mark] = {}
        for place, count in enumerate(counts):
            if count:
                column = place * columns // len(counts)
                known = marks.get(column)
                turn = self._turns[place] if known is None else known.turn
                before = 0 if known is None else known.count
                marks[column] = Mark(round(100 * column / columns, 2), turn, before + count)
        return list(marks.values())

    @property
    def width(self) -> float:
        """How wide a mark is, of a hundred."""
        return round(max(0.5, 80 / max(1, min(COLUMNS, self.utterances))), 2)
