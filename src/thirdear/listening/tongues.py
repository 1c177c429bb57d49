"""Whether a text is in another language than English, as far as its small words tell."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from thirdear.listening.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FEWEST = 3
_FEWEST_OF_ITS_OWN = 2
_TO_ENGLISH = 3
_OF_ALL = 4


@cache
def _small_words() -> dict[str, frozenset[str]]:
    listed = lexicon("languages")["function_words"]
    return {name: frozenset(words.split()) for name, words in listed.items()}


def other_language(doc: Doc) -> str | None:
    """Return which language other than English a text is in, or None; needs no parse.

    Accents are not needed. At least three small words of that language, two of them no English
    words, must be a quarter of all and outnumber those that only English has three to one: a
    borrowed phrase in English talk is English. Two words are too few to tell.
    """
    words = [(_bare(t.lower_), t.is_stop) for t in doc if t.is_alpha]
    best, most = None, _FEWEST - 1
    for name, small in _small_words().items():
        theirs = sum(w in small for w, _ in words)
        if theirs <= most:
            continue
        own = sum(w in small and not stop for w, stop in words)
        english = sum(stop and w not in small for w, stop in words)
        enough = own >= _FEWEST_OF_ITS_OWN and theirs * _OF_ALL >= len(words)
        if enough and theirs >= english * _TO_ENGLISH:
            best, most = name, theirs
    return best


def _bare(word: str) -> str:
    """Take the accents off a word."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
