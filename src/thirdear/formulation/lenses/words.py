"""Keeps the sentences in which a lens has words to go by ("if only", "I have to", "not like me").

The ears keep what they hear; these turns of speech no ear counts, so they are marked here. The
understanding holds them in `said`, with whom each speaks of, where that is one person.
"""

from __future__ import annotations

import re
from functools import cache

from thirdear.formulation.lenses.entries import LENSES, lens, pattern
from thirdear.formulation.marks import Sign, kept
from thirdear.listening.observation import Reading
from thirdear.speech import Quote, Utterance

FIRST_SAID, LAST_SAID = 24, 96

Said = tuple[tuple[Sign, Quote], ...]

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_QUOTED = re.compile(r"[\"“‘][^\"“”]*[\"”’]")


def marked(said: Said, utterance: Utterance, reading: Reading) -> Said:
    """Return the sentences kept, with those of one more utterance of the person's.

    Questions are left out, and words between quotation marks: they are another's.
    """
    if utterance.speaker != "client":
        return said
    for match in _SENTENCE.finditer(utterance.text):
        sentence = match[0].replace("’", "'")
        found = _any_words().search(sentence)
        if (
            found is None
            or sentence.endswith("?")
            or any(_meet(found, quoted) for quoted in _QUOTED.finditer(sentence))
        ):
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = match.start() + len(match[0].rstrip())
        sign = Sign("said", "said", _about(reading, start, end))
        said = kept(said, (sign, utterance.quote(start, end)), FIRST_SAID, LAST_SAID)
    return said


def _meet(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _about(reading: Reading, start: int, end: int) -> str | None:
    """Return whom a sentence speaks of, where that is one person."""
    people = {
        str(o.attributes.get("figure") or o.about)
        for o in reading.of("person") if start <= o.start and o.end <= end
    } - {"self", "None"}  # fmt: skip
    return people.pop() if len(people) == 1 else None


@cache
def _any_words() -> re.Pattern[str]:
    looks = [look for name in LENSES for entry in lens(name).entry for look in entry.look]
    return pattern(tuple(words for look in looks for words in look.or_said))
