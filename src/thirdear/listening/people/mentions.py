"""Where someone is spoken of: terms ("my older brother"), names, pronouns, and "the new one".

A mention tells only what its own words tell; who it is of all those spoken of is decided later.
What stands before a term is read from the words rather than from the parse, which is unsure of
kin terms in loose speech ("my mum swap recipes").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.certainty import Certainty
from thirdear.listening.people.mention import MINE, PRONOUNS, SUBJECTS, Mention
from thirdear.listening.people.names import ALIVE, Named, from_work, titled
from thirdear.listening.people.phrase import DETERMINERS, INDEFINITE, WHICH
from thirdear.listening.people.words import ANIMAL, SINGULAR, Term, gathered, runs

_GOING = frozenset("go drive come move walk take send get run fly switch".split())
_ANYONES = frozenset("people others everyone anyone someone somebody anybody else its".split())
_NOT_WHICH = frozenset("only right wrong first last one ones same real".split())


def find(hearing: Hearing, mine: frozenset[str] = MINE) -> list[Mention]:
    """Return every mention in an utterance, in text order; none overlaps another.

    `mine` are the words by which someone is the person's own: "your" where the other chair speaks.
    """
    finder = _Finder(hearing, mine)
    found: list[Mention] = []
    for mention in finder.all():
        joined = finder.joined(found[-1], mention) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(mention)
    return found


class _Finder(Certainty):
    """Goes through one utterance and finds its mentions."""

    def all(self) -> Iterator[Mention]:
        """Yield mentions in text order, a term and the name beside it still apart."""
        i = 0
        runs_by_word, quoted = runs(), self.hearing.quoted
        while i < len(self.low):
            word = self.low[i]
            mention: Mention | None = None
            if quoted[i]:
                i += 1
                continue
            if word in PRONOUNS and word not in self.mine:
                mention = Mention(i, i, i, pronoun=word, word=word)
            else:
                if word in runs_by_word or (
                    self.doc[i].tag_ == "NNS" and self.doc[i].lemma_ in runs_by_word
                ):
                    mention = self._term(i)
                mention = mention or self._name(i) or self._stands_for(i) or self._doer(i)
            if mention is None:
                i += 1
                continue
            yield mention
            i = mention.last + 1

    def joined(self, left: Mention, right: Mention) -> Mention | None:
        """Join "my boss Dan" and "Auntie Vi" into one mention."""
        term = left.term
        if term is None or right.name is None or right.term is not None or left.name is not None:
            return None
        if right.first != left.last + 1 or term.many or term.role == "institution":
            return None
        title, name = self.doc[left.head], self.doc[right.head]
        linked = title.head.i in (name.i, name.head.i) or name.head.i == title.i
        told = title.dep_ in ("dobj", "dative", "pobj") and name.dep_ in SUBJECTS
        if told and not linked:
            return None
        return replace(left, last=right.last, name=right.name, unsaid=term.role == ANIMAL)

    def _is_ones_own_name(self, i: int) -> bool:
        """Hear "I'm Andrea" and "my name is Andrea"."""
        token = self.doc[i]
        if token.dep_ not in ("attr", "acomp", "oprd"):
            return False
        who = [c for c in token.head.lefts if c.dep_ in SUBJECTS]
        mine = any(c.lower_ == "name" and any(p.lower_ == "my" for p in c.lefts) for c in who)
        return mine or any(c.lower_ == "i" for c in who)

    def _named_beside(self, i: int) -> Named | None:
        """Hear a name that no list knows right after a term: "my cousin Deb", "a friend, Femi,"."""
        token = self.doc[i]
        if not token.is_title or token.pos_ != "PROPN" or not token.is_alpha or i == 0:
            return None
        if self._is_somebody(i):
            return None
        before = i - 2 if self.low[i - 1] == "," and i > 1 else i - 1
        term = self._known(before, before)
        if term is None or (term.many and self.low[before - 2 : before] != ["of", "my"]):
            return None
        closed = before == i - 1 or (i + 1 < len(self.low) and self.doc[i + 1].is_punct)
        return Named(i, token.text, None) if closed and token.ent_type_ != "DATE" else None

    def _name(self, i: int) -> Mention | None:
        named = self._named(i) or self._named_beside(i)
        if named is None or i in self.not_people:
            return None
        if self._is_ones_own_name(i):
            return None
        if i > 1 and self.low[i - 1] in ("me", "us") and self.doc[i - 2].lemma_ in ("call", "name"):
            return None
        term = None if named.role is None else Term(named.role, kind=named.role)
        return Mention(i, named.last, named.last, term, named.name)

    def _stands_for(self, i: int) -> Mention | None:
        """Hear "the older one", "the youngest" and "mine": whose word was said before."""
        token, word = self.doc[i], self.low[i]
        if word == "mine" and token.dep_ in (*SUBJECTS, "poss", "ROOT"):
            return Mention(i, i, i, word="mine", mine=True, stands_for=True)
        if word not in WHICH and word not in ("one", "ones"):
            return None
        place = token.dep_ == "pobj" and token.head.head.lemma_ in _GOING
        alone = word in WHICH and token.dep_ not in SUBJECTS
        ends = word not in WHICH or self._ends_there(i)
        if ends and not place and not alone:
            first, marks, det, _ = self._before(i)
            described = marks - DETERMINERS
            if word in WHICH:
                described |= {word}
            if det in ("the", "my", "this", "that", "our") and described - _NOT_WHICH:
                text = " ".join(self.low[k] for k in range(first, i + 1) if self.low[k] != det)
                return Mention(
                    first, i, i, word=text, marks=described, mine=det in self.mine, stands_for=True,
                    said=first + 1,
                )  # fmt: skip
        return None

    def _doer(self, i: int) -> Mention | None:
        """Hear someone whose word no list knows, by what they do: "the glazier said"."""
        token, word = self.doc[i], self.low[i]
        if token.dep_ != "nsubj" or token.tag_ != "NN" or token.head.lemma_ not in ALIVE:
            return None
        if not word.endswith(_doer_endings()) or word in gathered("doers", "things"):
            return None
        return None if word in runs() else self._placed(i, i, Term("other", kind=word))

    def _term(self, i: int) -> Mention | None:
        if self.low[i] in gathered("titles", "early_authority") and self._is_title(i):
            return None
        for run, term in runs().get(self.low[i], ()) or self._plural(i):
            end = i + len(run)
            if end <= len(self.low) and (
                tuple(self.low[i:end]) == run
                or (*self.low[i : end - 1], self.doc[end - 1].lemma_.lower()) == run
            ):
                mention = self._placed(i, end - 1, term)
                if mention is not None:
                    return mention
        return None

    def _is_title(self, i: int) -> bool:
        """Tell whether it is a nun's or a priest's title: "Sister Agnes", "Father Murphy"."""
        if not self.doc[i].is_title or (i > 0 and self.low[i - 1] in self.mine):
            return False
        return i + 1 < len(self.low) and titled(self.doc, i) is not None

    def _plural(self, i: int) -> list[tuple[tuple[str, ...], Term]]:
        return [r for r in runs().get(self.doc[i].lemma_, ()) if len(r[0]) == 1]

    def _placed(self, i: int, last: int, term: Term) -> Mention | None:
        """Look at what stands before the term: whose it is, which of several, someone or nobody."""
        if self._names_a_thing(i, last):
            return None
        first, marks, det, owner = self._before(i)
        if owner is None and last + 1 < len(self.low) and self.low[last + 1] == "of":
            owner = self._owner_after(last + 1)
        if owner is not None and self.low[owner] in _ANYONES:
            return None
        one_of = self.low[max(0, first - 2) : first] == ["one", "of"]
        if one_of:
            term = replace(term, role=SINGULAR.get(term.role, term.role), many=False)
        elif self.doc[last].tag_ in ("NNS", "NNPS"):
            term = replace(term, many=True)
        without = self.mine | DETERMINERS
        word = " ".join(self.low[k] for k in range(first, last + 1) if self.low[k] not in without)
        token = self._head_of(i, last)
        said = Mention(
            first, last, token.i, term, None, None, word, marks | {*word.split()}, owner,
            of_someone_named=owner is not None and self.low[owner] not in PRONOUNS | {"stepson"},
            fresh=one_of or det in INDEFINITE, mine=det in self.mine,
            said=next((k for k in range(first, i) if self.low[k] not in without), i),
        )  # fmt: skip
        if term.role == "other" and from_work(self.doc, last):
            said.term = Term("colleague", term.gender, many=term.many, kind=term.kind)
        elif det in self.mine and not one_of:
            said = self._as_ones_own(i, last, said) or said
        if term.role == ANIMAL:
            said.unsaid = True
            return said
        return said if self._is_meant(said, det, token) else None

    def _as_ones_own(self, i: int, head: int, said: Mention) -> Mention | None:
        """Prefer what a word means as someone's own: "my boy" is no stranger."""
        term = self._known(i, head)
        return None if term is None or said.many else replace(said, term=term)


@cache
def _doer_endings() -> tuple[str, ...]:
    return tuple(gathered("doers", "endings"))
