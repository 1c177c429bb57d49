"""Whom "he", "she" and "they" mean: the one who stands out most of those who fit.

How much someone stands out is counted after Lappin & Leass (1994, "An algorithm for pronominal
anaphora resolution", Computational Linguistics 20:4): subjects more than objects, objects more
than those in a phrase, main clauses more than others, all of it halved with every sentence. What
agrees in sex is preferred to what is not known to. Someone who does something to "him" is not him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.company import Company
from thirdear.listening.people.mention import HE, SHE, SUBJECTS, THEY, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODY = ""
"""An animal: it may be "he", and then nobody is meant."""

_RECENT = 100.0
_SUBJECT, _THERE, _OBJECT, _TO_WHOM, _IN_PHRASE, _POSSESSOR, _LOOSE = 80, 70, 50, 45, 35, 40, 60
_NOT_INSIDE = 60.0
_MAIN = 70.0
_BEFORE = (95.0, 75.0, 60.0, 50.0, 42.0, 36.0, 30.0, 25.0)
_AGREES = 45.0
_BACKGROUND = 40.0
_BROUGHT_IN = 40.0
_ONLY_AN_ANIMAL = 60.0
_SAME_PLACE = 30.0
_SENT = 80.0
_OWN_SUBJECT = 90.0
_WHO_SAYS = 40.0
_NEWEST = 12.0
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "themself"})
POSSESSIVE = frozenset({"his", "her", "their", "hers", "theirs"})
_AROUND = frozenset("behind around before after above below beneath over".split())
_TAKING = frozenset("take bring carry have drag pull".split())
_SAYING = frozenset(
    "say swear claim think know feel believe admit promise hope wish reckon realise realize want "
    "insist decide complain pretend forget remember deny mean".split()
)
_SENDING = frozenset("send ask tell get make want let help force order allow teach".split())


class Standing:
    """How much each figure stands out at this point of the talk."""

    def __init__(self, hearing: Hearing, company: Company) -> None:
        self.hearing = hearing
        self.company = company
        salient = [f for f in hearing.context.salient if f in company.cast and f != "therapist"]
        self.weight = dict(zip(salient, _BEFORE, strict=False))
        self.at: dict[str, Token] = {}
        self.order = [*reversed(salient)]
        self.he_or_she = any(t.lower_ in HE | SHE for t in hearing.doc)
        self.background: set[str] = set()
        self.groups: list[tuple[str, ...]] = []

    def next_sentence(self) -> None:
        """Let everyone fade by half."""
        for figure in self.weight:
            self.weight[figure] /= 2

    def note(self, mention: Mention, figures: tuple[str, ...]) -> None:
        """Note that these figures are spoken of here."""
        token = self.hearing.doc[mention.head]
        weight = weight_of(token) + (_BROUGHT_IN if mention.fresh else 0)
        if len(figures) > 1:
            self.groups.append(figures)
        for figure in figures or (_NOBODY,):
            before = self.weight.get(figure, 0.0)
            self.weight[figure] = max(before, weight) + 0.15 * min(before, weight)
            self.at[figure] = token
            if mention.owner is not None and not mention.fresh:
                self.background.add(figure)
            elif mention.pronoun not in POSSESSIVE:
                self.background.discard(figure)
            if figure in self.order:
                self.order.remove(figure)
            self.order.append(figure)

    def pair(self, first: str, second: str) -> None:
        """Note that two are spoken of together: "Mum and Dad"."""
        self.groups.append((first, second))

    def meant_by(self, mention: Mention) -> tuple[str, ...]:
        """Return whom a pronoun means; nobody where nobody fits."""
        token = self.hearing.doc[mention.head]
        if mention.pronoun in THEY:
            return self._they(token)
        best = self._best(token, "m" if mention.pronoun in HE else "f")
        return () if best is None or best == _NOBODY else (best,)

    def newest_first(self) -> list[str]:
        """Return the figures, the one who stands out most first."""
        known = [f for f in self.weight if f != _NOBODY]
        return sorted(known, key=lambda f: (-self.weight[f], -self.order.index(f)))

    # ---- He and she --------------------------------------------------------------------------

    def _best(self, token: Token, gender: str) -> str | None:
        scores = {}
        excluded = self._not_this_one(token)
        for figure, weight in self.weight.items():
            known = self._gender(figure)
            if figure in excluded or known not in (gender, None) or not self._is_one(figure):
                continue
            score = weight + self._favours(token, figure) + _AGREES * (known == gender)
            scores[figure] = score - _ONLY_AN_ANIMAL * (figure == _NOBODY)
        if not scores:
            return None
        return max(scores, key=lambda f: (scores[f], self.order.index(f)))

    def _gender(self, figure: str) -> str | None:
        return None if figure == _NOBODY else self.company.cast[figure].gender

    def _is_one(self, figure: str) -> bool:
        if figure == _NOBODY:
            return True
        known = self.company.cast[figure]
        return known.number == "one" and known.role not in ("institution", "therapist")

    def _favours(self, token: Token, figure: str) -> float:
        """Return what speaks for a figure in this place: who does is likely the one who did."""
        said = self.at.get(figure)
        if said is None:
            return 0.0
        favour = _NEWEST if self.order and self.order[-1] == figure else 0.0
        if figure in self.background:
            favour -= _BACKGROUND
        subject = token.dep_ in SUBJECTS
        if subject and _is_made_to_act(said):
            favour += _SENT
        elif subject and said.dep_ in SUBJECTS:
            favour += _SAME_PLACE
        if not subject and said.dep_ == token.dep_ and said.sent.start != token.sent.start:
            favour += _SAME_PLACE / 2
        verb = token.head
        if subject and any(
            c.dep_ == "advcl" and c.i < token.i and said.head.i == c.i and said.dep_ in SUBJECTS
            for c in verb.lefts
        ):
            favour += _OWN_SUBJECT
        if token.lower_ in POSSESSIVE or token.lower_ in _REFLEXIVE:
            if _clause_of(said).i == _clause_of(token).i and said.dep_ in SUBJECTS:
                favour += _OWN_SUBJECT
        elif subject and verb.dep_ == "ccomp" and said.head.i == verb.head.i:
            if said.dep_ in SUBJECTS and verb.head.lemma_ in _SAYING:
                favour += _WHO_SAYS
            elif said.dep_ in ("dobj", "dative") and verb.head.lemma_ == "tell":
                favour += _WHO_SAYS * 2
        return favour

    def _not_this_one(self, token: Token) -> set[str]:
        """Return who cannot be meant: "she told her" are two, "his boss" is not "he"."""
        excluded: set[str] = set()
        if token.lower_ in _REFLEXIVE:
            return excluded
        if token.lower_ in POSSESSIVE and token.dep_ == "poss":
            return excluded
        if token.dep_ in SUBJECTS:
            return excluded
        verb = token.head
        if verb.pos_ == "ADP":
            if verb.lower_ in _AROUND or (verb.lower_ == "with" and verb.head.lemma_ in _TAKING):
                return excluded
            verb = verb.head
        for figure, said in self.at.items():
            subject = _subject(verb)
            does = subject is not None and said.i == subject.i
            beside = said.head.i == verb.i and said.dep_ in ("dobj", "dative")
            if (does or beside) and said.i < token.i:
                excluded.add(figure)
        return excluded

    # ---- They --------------------------------------------------------------------------------

    def _they(self, token: Token) -> tuple[str, ...]:
        excluded = self._not_this_one(token)
        known = self.company.cast
        several: list[tuple[float, tuple[str, ...]]] = [
            (self.weight[f] + _AGREES + self._favours(token, f), (f,))
            for f in self.weight
            if f != _NOBODY and f not in excluded
            and (known[f].number == "many" or known[f].role == "institution")
        ]  # fmt: skip
        several += [
            (min(self.weight.get(f, 0.0) for f in group) + _AGREES, group) for group in self.groups
        ]
        alone: list[tuple[float, tuple[str, ...]]] = [
            (self.weight[f] + self._favours(token, f), (f,))
            for f in self.weight
            if f != _NOBODY and f not in excluded and self._is_one(f)
            and known[f].gender is None
        ]  # fmt: skip
        if alone and self.order and alone[-1][1][0] != self.order[-1] and not several:
            alone = [a for a in alone if a[1][0] == self.order[-1]]
        if alone and self.he_or_she:
            alone = []
        found = several + alone
        return max(found)[1] if found else ()


def weight_of(token: Token) -> float:
    """Return how much the place of a word in its sentence makes whom it names stand out."""
    node = token
    while node.dep_ == "conj" and node.head.pos_ in ("NOUN", "PROPN", "PRON"):
        node = node.head
    dep = node.dep_
    weight = _RECENT
    if dep in SUBJECTS:
        weight += _SUBJECT
    elif dep == "attr":
        weight += _THERE
    elif dep == "dobj":
        weight += _OBJECT + (_SAME_PLACE / 2 if _is_made_to_act(node) else 0)
    elif dep == "dative" or (dep == "pobj" and node.head.lower_ == "to"):
        weight += _TO_WHOM
    elif dep == "pobj":
        weight += _IN_PHRASE
    elif dep == "poss":
        weight += _POSSESSOR
    else:
        weight += _LOOSE
    if dep != "poss" and not (dep == "pobj" and node.head.head.pos_ == "NOUN"):
        weight += _NOT_INSIDE
    if _clause_of(node).dep_ not in ("advcl", "relcl", "acl", "ccomp", "pcomp"):
        weight += _MAIN
    return weight


def _clause_of(token: Token) -> Token:
    node = token
    for _ in range(6):
        if node.pos_ in ("VERB", "AUX") and node.i != token.i:
            return node
        if node.head.i == node.i:
            return node
        node = node.head
    return node


def _subject(verb: Token) -> Token | None:
    node = verb
    for _ in range(4):
        for child in node.lefts:
            if child.dep_ in SUBJECTS:
                return child
        if node.dep_ not in ("conj", "xcomp") or node.head.i == node.i:
            return None
        node = node.head
    return None


def _is_made_to_act(token: Token) -> bool:
    """Tell whether someone is sent or asked to do what follows: "sent his nephew to fix it"."""
    verb = token.head
    if token.dep_ == "nsubj":
        return verb.dep_ in ("ccomp", "xcomp", "advcl") and verb.head.lemma_ in _SENDING
    return (
        token.dep_ in ("dobj", "dative")
        and verb.lemma_ in _SENDING
        and any(c.dep_ in ("xcomp", "advcl", "ccomp") and c.i > token.i for c in verb.rights)
    )
