"""A small language for phrases, so that a clinician can read and correct what is listened for.

    it's fine            these words (upper or lower case, with or without apostrophe)
    [feel|get]           any form of these verbs or nouns
    (a|b c|d)            one of these
    <NOUN>               one word of that part of speech
    word?  (a|b)?        may be missing
    ..                   up to three words between, within a sentence
    ....                 up to seven words between

Every phrase is filed under its rarest word, and looked at only where that word is said: some two
thousand phrases cost a small part of what the parse costs. (spaCy's own Matcher tries each phrase
at each word; over these phrases it was as slow as the parse itself.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thirdear.listening.language import guessed_forms

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_ELEMENT = re.compile(r"\[[^\]]+\]\??|\([^)]+\)\??|<[A-Z|]+>\??|\.{4}|\.\.|\S+")
_TANGLED = re.compile(r"\([^)]*\(|\)\w|\w\(|\([^)]*\.\.|\[[^\]]*\[")

# Auxiliaries lose their lemma when they are clipped ("im", "ive"), so all forms are listed.
_AUXILIARIES = {
    "be": {"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'m", "'re", "m", "s",
           "re"},
    "have": {"have", "has", "had", "having", "'ve", "ve", "'d", "'s"},
    "do": {"do", "does", "did", "doing", "done"},
}  # fmt: skip
# Ways of writing the same clipped word; a hurried typist leaves the apostrophe out.
_CLIPPED = {
    "am": {"am", "'m", "m"}, "'m": {"am", "'m", "m"},
    "are": {"are", "'re", "re"}, "'re": {"are", "'re", "re"},
    "'s": {"'s", "s", "is", "has"}, "is": {"is", "'s", "s"},
    "have": {"have", "'ve", "ve"}, "'ve": {"have", "'ve", "ve"},
    "will": {"will", "'ll", "ll"}, "'ll": {"will", "'ll", "ll"},
    "would": {"would", "'d", "d"}, "'d": {"would", "'d", "d", "had"},
}  # fmt: skip
_COMMON = frozenset(
    "i you he she it we they me him her us them my your his their our a an the this that these "
    "those and or but if so to of in on at for with from by about up out not is am are was were be "
    "been 's 'm 're m s re have has had 've ve do does did will would 'll 'd can could should just "
    "all no what who how when where why as then there here got get go going want like know think "
    "say said feel one".split()
)

_GAPS = {"..": 3, "....": 7}


class PhraseError(ValueError):
    """A line in a data file that is not of the phrase language; says which line and why."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: a word (by norm, lemma or tag), a run of words, or a gap."""

    norms: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    runs: tuple[tuple[frozenset[str], ...], ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of a data file, ready to be looked for; `name` says what it is a sign of.

    Where its rarest word is said, it can only begin from `nearest` to `farthest` words before, and
    one of `beside` (all that its next rarest may be) is said as well.
    """

    name: str
    elements: tuple[Element, ...]
    nearest: int
    farthest: int
    beside: frozenset[str]


class Phrasebook:
    """All phrases that are listened for, filed under their rarest word."""

    def __init__(
        self, nlp: Language, lines: Mapping[str, Iterable[str]], *, parsed: bool = True
    ) -> None:
        """Compile `lines` (id -> lines of the phrase language); raises PhraseError.

        `parsed=False` makes a book for texts of which only the words are known: forms of a verb
        are guessed from their endings (`language.guessed_forms`).
        """
        self._by_norm: dict[str, list[Phrase]] = {}
        self._by_lemma: dict[str, list[Phrase]] = {}
        for name, written in lines.items():
            for line in written:
                elements = compile_phrase(nlp, line)
                if not parsed:
                    elements = tuple(_unparsed(e) for e in elements)
                self._file(name, elements, line)

    def find(self, doc: Doc) -> dict[str, list[Span]]:
        """Return where in `doc` each phrase id is said: longest first at one place, text order."""
        words = _Words(doc)
        every = {*words.norms, *words.lemmas}
        begins: dict[int, tuple[Phrase, set[int]]] = {}
        for said, book in ((words.norms, self._by_norm), (words.lemmas, self._by_lemma)):
            for at, word in enumerate(said):
                for phrase in book.get(word, ()):
                    if phrase.beside and every.isdisjoint(phrase.beside):
                        continue
                    starts = begins.setdefault(id(phrase), (phrase, set()))[1]
                    starts.update(range(max(0, at - phrase.farthest), at - phrase.nearest + 1))
        places: dict[str, set[tuple[int, int]]] = {}
        for phrase, starts in begins.values():
            for start in starts:
                end = _longest(phrase.elements, 0, words, start)
                if end > start:
                    place = (words.at[start], words.at[end - 1] + 1)
                    places.setdefault(phrase.name, set()).add(place)
        return {name: _widest(doc, found) for name, found in places.items()}

    def _file(self, name: str, elements: tuple[Element, ...], line: str) -> None:
        """File a phrase under the element that is said least often."""
        sure = [e for e in elements if not e.optional and not e.gap and not e.tags]
        if not sure:
            raise PhraseError(f"a phrase without one certain word: {line!r}")
        rarest, *others = sorted(sure, key=_how_common)
        before = elements[: elements.index(rarest)]
        within = max((len(run) for run in rarest.runs), default=1) - 1
        phrase = Phrase(
            name, elements,
            nearest=sum(_fewest(e) for e in before),
            farthest=sum(_most(e) for e in before) + within,
            beside=_ways(others[0]) if others else frozenset(),
        )  # fmt: skip
        for word in rarest.lemmas:
            self._by_lemma.setdefault(word, []).append(phrase)
        for word in rarest.norms | {w for run in rarest.runs for w in run[-1]}:
            self._by_norm.setdefault(word, []).append(phrase)


def compile_phrase(nlp: Language, line: str) -> tuple[Element, ...]:
    """Compile one line of a data file to its elements; raises PhraseError."""
    if _TANGLED.search(line):
        raise PhraseError(f"brackets inside or against other words: {line!r}")
    return tuple(_element(nlp, part) for part in _ELEMENT.findall(line))


def _unparsed(element: Element) -> Element:
    forms = (form for lemma in element.lemmas for form in guessed_forms(lemma))
    return replace(element, lemmas=frozenset(), norms=element.norms.union(forms))


class _Words:
    """The few properties of each word that phrases ask for, read from the parse once.

    Blank space is passed over, so that a phrase is heard across a line break or two blanks; `at`
    tells where in the parse each word stands.
    """

    def __init__(self, doc: Doc) -> None:
        words = [t for t in doc if not t.is_space]
        self.at = [t.i for t in words]
        self.norms = [t.norm_ for t in words]
        self.lemmas = [t.lemma_.lower() for t in words]
        self.tags = [t.pos_ for t in words]
        self.breaks = [t.is_punct for t in words]


def _longest(elements: tuple[Element, ...], k: int, words: _Words, i: int) -> int:
    """Return the end of the longest match of `elements[k:]` from word `i`, or -1."""
    if k == len(elements):
        return i
    element = elements[k]
    best = _longest(elements, k + 1, words, i) if element.optional or element.gap else -1
    if element.gap:
        for j in range(i, min(i + element.gap, len(words.norms))):
            if words.breaks[j]:
                break
            best = max(best, _longest(elements, k + 1, words, j + 1))
        return best
    if i >= len(words.norms):
        return best
    if (
        words.norms[i] in element.norms
        or words.lemmas[i] in element.lemmas
        or words.tags[i] in element.tags
    ):
        best = max(best, _longest(elements, k + 1, words, i + 1))
    for run in element.runs:
        end = i + len(run)
        if end <= len(words.norms) and all(words.norms[i + n] in w for n, w in enumerate(run)):
            best = max(best, _longest(elements, k + 1, words, end))
    return best


def _widest(doc: Doc, found: set[tuple[int, int]]) -> list[Span]:
    """Keep the widest of overlapping places, in text order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda p: (p[0] - p[1], p[0])):
        if all(end <= s or e <= start for s, e in kept):
            kept.append((start, end))
    return [doc[start:end] for start, end in sorted(kept)]


def _ways(element: Element) -> frozenset[str]:
    """Return every word, as written or as a lemma, that an element may be (of a run, its last)."""
    return element.norms | element.lemmas | {w for run in element.runs for w in run[-1]}


def _fewest(element: Element) -> int:
    """Return how many words an element takes up at the least."""
    if element.optional or element.gap:
        return 0
    single = element.norms or element.lemmas or element.tags
    return 1 if single else min(len(run) for run in element.runs)


def _most(element: Element) -> int:
    """Return how many words an element takes up at the most."""
    return element.gap or max((len(run) for run in element.runs), default=1)


def _how_common(element: Element) -> tuple[bool, int]:
    words = _ways(element)
    return (not words.isdisjoint(_COMMON), len(words))


def _element(nlp: Language, part: str) -> Element:
    if part in _GAPS:
        return Element(gap=_GAPS[part])
    optional = part.endswith("?") and len(part) > 1
    core = part[:-1] if optional else part
    if core.startswith("["):
        lemmas = core[1:-1].split("|")
        forms = {form for lemma in lemmas for form in _AUXILIARIES.get(lemma, ())}
        others = frozenset(lemma for lemma in lemmas if lemma not in _AUXILIARIES)
        return Element(norms=frozenset(forms), lemmas=others, optional=optional)
    if core.startswith("<"):
        return Element(tags=frozenset(core[1:-1].split("|")), optional=optional)
    written = core[1:-1].split("|") if core.startswith("(") else [core]
    norms: set[str] = set()
    runs: list[tuple[frozenset[str], ...]] = []
    for words in written:
        tokens = [t.norm_ for t in nlp.make_doc(words.strip())]
        if len(tokens) == 1:
            norms |= _CLIPPED.get(tokens[0], {tokens[0]})
        else:
            runs.append(tuple(frozenset(_CLIPPED.get(t, {t})) for t in tokens))
        if tokens == ["it", "'s"]:
            norms.add("its")
    return Element(norms=frozenset(norms), runs=tuple(runs), optional=optional)
