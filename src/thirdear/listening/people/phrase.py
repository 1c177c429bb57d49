"""The words around a term: what stands before it, whose it is, and whether it is a person's."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.names import Named, known_names, name_at
from thirdear.listening.people.words import Term, gathered, runs

if TYPE_CHECKING:
    from spacy.tokens import Token

DETERMINERS = frozenset(
    "the a an this that these those some any no every each another which what whose such one "
    "certain both two three four".split()
)
INDEFINITE = frozenset("a an some another one certain".split())
WHICH = frozenset("older elder younger other eldest youngest oldest".split())
_FARTHEST = 4


class Phrases:
    """The words of one utterance, and what stands around a word in it."""

    def __init__(self, hearing: Hearing, mine: frozenset[str]) -> None:
        self.mine = mine
        self.hearing = hearing
        self.doc = hearing.doc
        self.low = [t.lower_ for t in hearing.doc]

    def _named(self, i: int) -> Named | None:
        return name_at(self.doc, i, self._known_names)

    @cached_property
    def _known_names(self) -> dict[str, str]:
        return known_names(self.hearing.context.cast)

    def _known(self, i: int, head: int) -> Term | None:
        text = " ".join(self.low[i : head + 1])
        found = [t for run, t in runs().get(self.low[i], ()) if " ".join(run) == text]
        return found[0] if found else None

    def _is_somebody(self, i: int) -> bool:
        found = runs().get(self.low[i], ())
        return any(len(run) == 1 and term.role != "institution" for run, term in found)

    def _certain(self, i: int) -> bool:
        """Tell whether a word that was taken for a verb is a person all the same."""
        return i > 0 and self.low[i - 1] in self.mine

    def _ends_there(self, i: int) -> bool:
        """Tell whether no noun follows: "the youngest", not "the youngest child"."""
        return i + 1 == len(self.low) or (
            self.doc[i + 1].pos_ not in ("NOUN", "PROPN", "ADJ") and self.low[i + 1] != "one"
        )

    def _head_of(self, i: int, last: int) -> Token:
        """Return the word by which the term hangs in its sentence ("mother" in "mother-in-law")."""
        outside = (k for k in range(i, last + 1) if not i <= self.doc[k].head.i <= last)
        return self.doc[next(outside, last)]

    def _before(self, i: int) -> tuple[int, frozenset[str], str, int | None]:
        """Return where the words before a term begin, these words, the last of them, the owner."""
        first, marks, owner = i, set[str](), None
        det = ""
        while first > 0 and i - first <= _FARTHEST:
            token, word = self.doc[first - 1], self.low[first - 1]
            if word in self.mine and token.tag_ in ("PRP$", "PRP"):
                if word == "me" and token.dep_ not in ("poss", "nmod", "det", "compound"):
                    break
                marks.add(word)
                return first - 1, frozenset(marks), word, None
            if token.tag_ == "PRP$" or (word == "her" and token.dep_ == "poss"):
                owner = first - 1
                return first, frozenset(marks), "owner", owner
            if token.tag_ == "POS" and first > 1:
                return first, frozenset(marks), "owner", first - 2
            if word in DETERMINERS:
                marks.add(word)
                det = det or word
                first -= 1
                if word in ("the", "a", "an", "this", "that", "these", "those"):
                    break
                continue
            if not self._describes(token, i):
                break
            marks.add(word)
            first -= 1
        while first < i and self.low[first] in ("so", "very", "really", "and", ","):
            first += 1
        return first, frozenset(marks), det, owner

    def _describes(self, token: Token, i: int) -> bool:
        if token.is_punct or token.is_space or token.i in self.not_people:
            return False
        if token.dep_ in ("amod", "nummod", "compound", "nmod"):
            return token.head.i >= i or token.head.i > token.i
        return token.pos_ in ("ADJ", "NUM") and token.i == i - 1 and token.dep_ != "acomp"

    def _owner_after(self, of: int) -> int | None:
        """Return whose someone it is in "the sister of my ex"."""
        for k in range(of + 1, min(of + 4, len(self.low))):
            if self.low[k] == "mine":
                return None
            if self.low[k] in runs() and self.low[k - 1] in self.mine | {"the"}:
                return k
            if self.doc[k].pos_ == "PROPN":
                return k
        return None

    def _belongs_to_a_noun(self, head: int) -> bool:
        """Tell whether it only describes a thing: "the nurse shark poster", "the bank manager"."""
        token = self.doc[head]
        if token.dep_ not in ("compound", "nmod") or token.head.i <= head:
            return False
        other = token.head
        if other.i == head + 1 and other.pos_ == "PROPN" and token.is_title and len(other) == 1:
            return False
        named = self._named(other.i) is not None
        if named and other.dep_ == "compound" and other.head.i == other.i + 1:
            return other.head.pos_ == "NOUN"
        if named or self._is_somebody(other.i):
            return other.i != head + 1 and token.head.i - head > 2
        misread = other.i == head + 1 and other.dep_ in ("ROOT", "ccomp", "conj", "advcl", "relcl")
        return not misread

    def _names_a_thing(self, i: int, last: int) -> bool:
        if self._belongs_to_a_noun(last) or self._plays(i, last) or i in self.not_people:
            return True
        if self.low[last] in WHICH and not self._ends_there(last):
            return True
        no_noun = self.doc[last].pos_ in ("VERB", "ADV", "INTJ", "AUX", "ADP")
        return no_noun and not self._certain(i)

    @cached_property
    def not_people(self) -> frozenset[int]:
        """The words inside sayings like "Mother's Day" and "the final boss"."""
        spans = [m.span() for m in _sayings().finditer(self.hearing.text.lower())]
        if not spans:
            return frozenset()
        return frozenset(t.i for t in self.doc if any(start <= t.idx < end for start, end in spans))

    def _plays(self, i: int, head: int) -> bool:
        """Tell whether the word before or after makes it something else: "mother tongue"."""
        after = self.low[head + 1] if head + 1 < len(self.low) else ""
        before = self.low[i - 1] if i else ""
        return after in gathered("plays", "followed") or before in gathered("plays", "preceded")


@cache
def _sayings() -> re.Pattern[str]:
    written = sorted(gathered("plays", "phrases"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, written)) + r")\b")
