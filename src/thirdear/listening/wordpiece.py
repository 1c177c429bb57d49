"""Word pieces: how the encoder's texts are cut (Schuster & Nakajima 2012, in BERT's uncased form).

Written out here because the common library for it brings a client for downloads with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

_LONGEST_WORD = 100
_CJK = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPieces:
    """Cuts a text into the pieces of a vocabulary, each with its place in the text."""

    def __init__(self, vocabulary: list[str]) -> None:
        """Take the vocabulary, one piece a line; pieces within a word begin with "##"."""
        self.ids: Mapping[str, int] = {piece: i for i, piece in enumerate(vocabulary)}
        self.start, self.stop = self.ids["[CLS]"], self.ids["[SEP]"]
        self._unknown = self.ids["[UNK]"]
        self._pieces = lru_cache(maxsize=50_000)(self._cut)

    def cut(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the pieces' ids and their offsets (code points, end exclusive) in `text`."""
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for word, places in _words(text):
            for piece, first, end in self._pieces(word):
                ids.append(piece)
                offsets.append((places[first], places[end - 1] + 1))
        return ids, offsets

    def _cut(self, word: str) -> list[tuple[int, int, int]]:
        """Cut a word greedily into the longest pieces known: (id, first letter, end)."""
        if len(word) > _LONGEST_WORD:
            return [(self._unknown, 0, len(word))]
        found: list[tuple[int, int, int]] = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = self.ids.get(("##" if at else "") + word[at:end])
                if piece is not None:
                    found.append((piece, at, end))
                    at = end
                    break
            else:
                return [(self._unknown, 0, len(word))]
        return found


def _words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Yield the words of a text in lower case without accents, with where each letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for letter in _plain(char):
            alone = letter == " " or _stands_alone(letter)
            if alone and letters:
                yield "".join(letters), places
                letters, places = [], []
            if letter == " ":
                continue
            letters.append(letter)
            places.append(at)
            if alone:
                yield letter, places
                letters, places = [], []
    if letters:
        yield "".join(letters), places


@lru_cache(maxsize=10_000)
def _plain(char: str) -> str:
    """Return what is left of a character: lower case, no accents, " " for space, "" for none."""
    kind = unicodedata.category(char)
    if char in "\t\n\r" or kind == "Zs":
        return " "
    if char in "\0\ufffd" or kind in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    parts = unicodedata.normalize("NFD", char.lower())
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=10_000)
def _stands_alone(char: str) -> bool:
    if char.isascii():
        return not char.isalnum()
    point = ord(char)
    return unicodedata.category(char).startswith("P") or any(a <= point <= b for a, b in _CJK)
