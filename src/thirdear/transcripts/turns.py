"""Transcripts as plain text: "T: ..", "Client: ..", "Therapist 12:03", turns of many lines.

A turn begins with the name of who speaks and goes on until the next one. Lines are joined by a
blank, paragraphs by an empty line. A name that is not known begins a turn too, which is left out
rather than given to someone else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from thirdear.contract.lines import Lines
from thirdear.transcripts import times
from thirdear.transcripts.line import BadLine, Line, NotATranscript
from thirdear.transcripts.manner import Manner
from thirdear.transcripts.speakers import Speakers
from thirdear.transcripts.written import Written, written

LONGEST_TURN = 16 * 1024 * 1024
"""Characters of one turn that are kept; a longer one is no utterance."""

_BEGINNING = re.compile(
    rf"""\s*(?:[*#>-]{{1,3}}\s*)?(?:\*\*)?          # a list or bold type around the name
    (?:[\[(]?(?P<before>{times.WRITTEN})[\])]?\s*[-–—]?\s*)?
    (?:\*\*)?(?P<label>[^\W\d_][^:\[\]()*]{{0,39}}?)(?:\*\*)?
    \s*(?:[\[(]?(?P<after>{times.WRITTEN})[\])]?)?\s*
    (?:(?P<colon>:(?:\*\*)?(?!//|(?<=\d:)\d))\s*(?P<text>.*)|$)""",
    re.VERBOSE,
)
_SMALL = frozenset("of the and de van von der den la le di da du el al bin ter".split())
_MOST_WORDS = 4


class _Turn:
    """A turn that is being read."""

    def __init__(self, number: int, label: str | None, at_s: float | None) -> None:
        self.number = number
        self.label = label
        self.at_s = at_s
        self.spoiled: str | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._paragraph = False

    def add(self, text: str) -> None:
        text = text.strip()
        if not text:
            self._paragraph = bool(self._pieces)
            return
        self._length += len(text) + 2
        if self._length > LONGEST_TURN:
            self._pieces.clear()
            self.spoiled = "it is too long to be one utterance"
        elif self.spoiled is None:
            if self._pieces:
                self._pieces.append("\n\n" if self._paragraph else " ")
            self._pieces.append(text)
        self._paragraph = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)


def lines(stream: Lines, manner: Manner) -> Iterator[Line | BadLine]:
    """Yield the turns of a plain text in order, and a `BadLine` for what cannot be read.

    Raises NotATranscript for a text in which nobody is named.
    """
    turn: _Turn | None = None
    anybody, alone = False, True
    for one in written(stream):
        if isinstance(one, BadLine):
            yield one
            if turn is not None:
                turn.spoiled = "a line of this turn could not be read, so it was left out"
            continue
        begun = _begun(one, manner.speakers, alone=alone)
        alone = not one.text.strip()
        if begun is not None:
            yield from _ended(turn, manner)
            turn, anybody = begun, True
        elif turn is not None:
            turn.add(one.text)
        elif not alone:
            turn = _Turn(one.number, None, None)
            turn.add(one.text)
    if not anybody and manner.speakers.of(None) is None:
        raise NotATranscript(
            'names nobody who speaks; turns begin as in "T: .." and "C: ..", '
            "and --speakers says who is who"
        )
    yield from _ended(turn, manner)


def named(text: str, speakers: Speakers) -> tuple[str | None, str]:
    """Return the name before a colon at the beginning of `text`, if there is one, and the rest."""
    found = _BEGINNING.fullmatch(text)
    if found is None or found["colon"] is None:
        return None, text
    label = found["label"].strip()
    known = speakers.names(label) or _like_a_name(label)
    return (label, found["text"].strip()) if known else (None, text)


def _ended(turn: _Turn | None, manner: Manner) -> Iterator[Line | BadLine]:
    if turn is None:
        return
    if turn.spoiled is not None:
        yield BadLine(turn.number, turn.spoiled)
    elif turn.label is None and manner.speakers.of(None) is None:
        yield BadLine(turn.number, "it stands before the first speaker's name")
    elif turn.text or turn.label is not None:
        line = manner.line(turn.number, turn.label, turn.text, at_s=turn.at_s)
        if line is not None:
            yield line


def _begun(one: Written, speakers: Speakers, *, alone: bool) -> _Turn | None:
    """Return the turn that a line begins, if it does; `alone` after an empty line."""
    found = _BEGINNING.fullmatch(one.text)
    if found is None:
        return None
    label = found["label"].strip()
    known = speakers.names(label)
    timed = found["before"] or found["after"]
    if found["colon"] is None:
        by_itself = known and alone and len(label) > 1
        begins = by_itself if timed is None else known or (alone and _like_a_name(label))
    else:
        begins = known or _like_a_name(label)
    if not begins:
        return None
    turn = _Turn(one.number, label, times.seconds(timed) if timed else None)
    turn.add(found["text"] or "")
    return turn


def _like_a_name(label: str) -> bool:
    """Return whether a label may be a name: a few words, each with a capital, or numbers."""
    words = label.split()
    return (
        len(words) <= _MOST_WORDS
        and all(
            word[0].isupper() or word[0].isdigit() or word in _SMALL or word == "&"
            for word in words
        )
        and words[0][0].isupper()
    )
