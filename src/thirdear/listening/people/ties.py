"""Which mentions of one utterance the words themselves tie together, and who the story makes them.

"Dan, my boss", "that's my husband", "my sister is called Ruth", "he's lovely, my fella": one person
each. "I'm working under Mr Banerjee" makes him the boss, "Mum married Phil" a step-parent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.mention import SUBJECTS, THEY, YOU, Mention, Scene
from thirdear.listening.people.words import SINGULAR, Term, strangers, terms

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEING = frozenset({"be", "'s", "become", "s"})
_POINTING = frozenset({"that", "this", "it", "he", "she", "who", "they"})
_CALLED = frozenset({"call", "name"})
_TAILS = frozenset({"did", "does", "do", "was", "is", "has", "had", "were", "are", "would", "will"})
_AT_WORK = frozenset({"office", "desk", "shift"})
_BY_DEED = {
    ("work", "under"): "boss", ("work", "for"): "boss", ("train", "under"): "boss",
    ("report", "to"): "boss", ("answer", "to"): "boss",
    ("work", "with"): "colleague", ("work", "alongside"): "colleague",
    ("split", "with"): "ex_partner", ("split", "from"): "ex_partner",
    ("break", "with"): "ex_partner", ("divorce", "from"): "ex_partner",
    ("go out", "with"): "partner", ("engage", "to"): "partner", ("marry", "to"): "partner",
}  # fmt: skip
"""Whom someone is by what I do: the verb and the word before them."""
_FARTHEST = 7
_SOON = 16


class Ties:
    """Groups of mentions that are one and the same person (by place in the list of mentions)."""

    def __init__(self, hearing: Hearing, mentions: list[Mention], scene: Scene) -> None:
        self.doc = hearing.doc
        self.mentions = mentions
        self.scene = scene
        self._group = list(range(len(mentions)))
        self.at = {k: n for n, m in enumerate(mentions) for k in range(m.first, m.last + 1)}
        self.told: dict[int, Term] = {}
        self.said_of: set[int] = set()
        self.denied: dict[int, str] = self._denied()
        for n in range(len(mentions)):
            self._tie(n)
        for n in range(len(mentions)):
            role = self._told_of(n)
            if role is not None:
                self.told[n] = role

    def group(self, n: int) -> int:
        """Return the first mention of the group that mention `n` belongs to."""
        while self._group[n] != n:
            n = self._group[n]
        return n

    def together(self, n: int) -> list[Mention]:
        """Return all mentions that are the same person as mention `n`, in text order."""
        first = self.group(n)
        return [m for k, m in enumerate(self.mentions) if self.group(k) == first]

    def told_of(self, n: int) -> Term | None:
        """Return what the story tells of who mention `n` is, wherever it tells it."""
        first = self.group(n)
        return next((t for k, t in self.told.items() if self.group(k) == first), None)

    def said_later(self, n: int) -> int | None:
        """Return who a pronoun before them may mean: "It was her voice. My mother hadn't rung"."""
        pronoun = self.mentions[n]
        verb = self.doc[pronoun.head].head
        while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
            verb = verb.head
        first = verb.dep_ == "advcl" and verb.i < verb.head.i
        for k in range(n + 1, len(self.mentions)):
            later = self.mentions[k]
            if later.pronoun is None:
                near = later.first - pronoun.first < _SOON and not later.many
                fits = later.many if pronoun.pronoun in THEY else later.gender == pronoun.gender
                later_on = self.doc[later.head].sent.start > pronoun.first
                return k if near and fits and (first or later_on) else None
        return None

    def _join(self, a: int, b: int) -> None:
        one, other = sorted((self.group(a), self.group(b)))
        self._group[other] = one

    def _denied(self) -> dict[int, str]:
        """Return who is said not to be what: "Dan is not my boss"."""
        found = {}
        for n, mention in enumerate(self.mentions):
            be = self.doc[mention.head].head
            if self.doc[mention.head].dep_ not in SUBJECTS or be.lemma_ not in _BEING:
                continue
            if not any(c.dep_ == "neg" for c in be.children):
                continue
            for said in be.rights:
                term = terms().get(said.lower_)
                if said.dep_ == "attr" and term is not None:
                    found[n] = term.role
        return found

    # ---- The same person ---------------------------------------------------------------------

    def _tie(self, n: int) -> None:
        mention = self.mentions[n]
        if mention.pronoun is not None:
            return
        if n > 0 and self._apposed(self.mentions[n - 1], mention):
            self._join(n - 1, n)
            return
        subjects = self._subjects_of(n)
        if mention.many and mention.term is not None:
            role = SINGULAR.get(mention.term.role, mention.term.role)
            self.told |= {k: Term(role, kind=role) for k in subjects}
            mention.unsaid = mention.unsaid or bool(subjects)
        else:
            for k in subjects:
                self._join(k, n)
                self.said_of.add(self.group(n))
        added = self._added(n)
        if added is not None:
            self._join(added, n)

    def _apposed(self, left: Mention, right: Mention) -> bool:
        """Hear "Omar, my eldest," and "a teacher at primary, Mrs Gill,"."""
        if left.pronoun is not None or left.many or right.many:
            return False
        if not _differ(left, right) and not self._described(left, right):
            return False
        between = list(self.doc[left.last + 1 : right.first])
        if self._stands_alone(right) and left.term is not None and len(between) <= _SOON:
            return True
        if between and len(between) <= 3 and self._is_called(between):
            return True
        if not between or len(between) > _FARTHEST or any(t.pos_ == "VERB" for t in between):
            return False
        if between[-1].text not in (",", "-", "–", "—", "(", ":"):
            return False
        token = self.doc[right.head]
        if token.dep_ == "appos" and left.first <= token.head.i <= left.last:
            return True
        end = right.last + 1
        closes = end >= len(self.doc) or self.doc[end].text in (
            ",",
            ".",
            "-",
            "–",
            "—",
            ")",
            ";",
            "?",
            "!",
        )
        listed = token.dep_ == "conj" or any(t.dep_ == "cc" for t in between)
        vocative = left.term is None and right.term is None
        return closes and not listed and not vocative and not self._listed_after(end)

    def _stands_alone(self, mention: Mention) -> bool:
        """Hear a name added as a sentence of its own: "My teacher wrote so. Miss Fry."."""
        sentence = self.doc[mention.head].sent
        rest = [t for t in sentence if not t.is_punct and not mention.first <= t.i <= mention.last]
        return mention.name is not None and mention.term is None and not rest and sentence.start > 0

    def _described(self, left: Mention, right: Mention) -> bool:
        """Hear "my boss, a woman called Trish"."""
        if right.term is None or right.term.kind not in strangers() or not right.fresh:
            return False
        told = left.term is not None and left.gender in (None, right.gender)
        after = right.last + 1
        closed = after < len(self.doc) and self.doc[after].text == ","
        return told and (self.doc[right.head].dep_ == "appos" or closed)

    def _listed_after(self, end: int) -> bool:
        """Tell whether a list goes on: "Dan, my sister, and Mum"."""
        if end + 1 >= len(self.doc) or self.doc[end].text != ",":
            return False
        return (
            self.doc[end + 1].lower_ in ("and", "or")
            and end + 2 in self.at
            and not any(
                t.dep_ in SUBJECTS and t.i > end + 1
                for t in self.doc[end + 1 : end + 5]
                if t.i in self.at
            )
        )

    @staticmethod
    def _is_called(between: list[Token]) -> bool:
        return any(t.lemma_.lower() in _CALLED for t in between)

    def _subjects_of(self, n: int) -> list[int]:
        """Return the mentions of whom mention `n` is said: "Bev and Carol are my friends"."""
        mention = self.mentions[n]
        if mention.term is None and mention.name is None:
            return []
        token = self.doc[mention.head]
        if token.dep_ not in ("attr", "oprd", "acomp") or token.head.lemma_ not in _BEING | _CALLED:
            return self._that_is(n)
        if any(c.dep_ == "neg" for c in token.head.children):
            return []
        subject = next((c for c in token.head.lefts if c.dep_ in SUBJECTS), None)
        if subject is None:
            return []
        if subject.i in self.at and subject.lower_ not in YOU | THEY:
            named = [subject, *(c for c in subject.subtree if c.dep_ == "conj")]
            found = [self.at[t.i] for t in named if t.i in self.at]
            if mention.many:
                return found if len(found) > 1 else []
            return found if len(found) == 1 and self._fits(found[0], n) else []
        if subject.lower_ == "name":
            owner = next((c.i for c in subject.lefts if c.dep_ == "poss" and c.i in self.at), None)
            return [] if owner is None else [self.at[owner]]
        return self._that_is(n)

    def _that_is(self, n: int) -> list[int]:
        """Hear "Sean, that's my husband": "that" is whoever stands just before the comma."""
        mention = self.mentions[n]
        if n == 0 or not mention.mine or mention.term is None:
            return []
        before = self.mentions[n - 1]
        between = [t.lower_ for t in self.doc[before.last + 1 : mention.first]]
        if between == ["'s"] and before.name is not None and self._fits(n - 1, n):
            return [n - 1]
        pointed = bool(between) and any(w in _POINTING for w in between)
        only = all(
            w in _POINTING | _BEING | {",", "is", "was", "'s", "-", "–", "—", "("} for w in between
        )
        return [n - 1] if pointed and only and self._fits(n - 1, n) else []

    def _fits(self, a: int, b: int) -> bool:
        one, other = self.mentions[a], self.mentions[b]
        if one.gender and other.gender and one.gender != other.gender:
            return False
        return not (one.many and other.many) or one.pronoun is not None

    def _added(self, n: int) -> int | None:
        """Hear who is meant, said after: "he's lovely, my fella", "She cried, Mum did"."""
        mention = self.mentions[n]
        doc, first, end = self.doc, mention.first, mention.last + 1
        if mention.owner is not None and mention.owner < first:
            first = self.doc[mention.owner].left_edge.i
        if first == 0 or mention.fresh:
            return None
        sentence = doc[mention.head].sent
        opens = first == sentence.start
        after = [t.lower_ for t in doc[end : end + 4]]
        means = after[:1] == [","] and after[1:3] == ["i", "mean"]
        ends = (
            not after
            or after[0] in (".", "!", "?", ",", "…")
            or (after[0] in _TAILS and (len(after) == 1 or after[1] in (".", ",", "!", "?")))
        )
        if not (means or (ends and doc[first - 1].text in (",", "-", "–", "—"))):
            return None
        if opens and not means:
            return None
        goes_on = after[:2] in ([",", "and"], [",", "or"]) and (
            end + 2 not in self.at or doc[self.mentions[self.at[end + 2]].head].dep_ in SUBJECTS
        )
        listed = doc[mention.head].dep_ == "conj" and not goes_on
        if after[:2] in ([",", "and"], [",", "or"]) and not goes_on:
            listed = True
        if listed and not (after and after[0] in _TAILS):
            return None
        start = sentence.start if not opens else 0
        pronouns = [
            k for k in range(n)
            if self.mentions[k].pronoun is not None
            and self.mentions[k].first >= start
            and self._may_be(self.mentions[k], mention)
        ]  # fmt: skip
        if not pronouns:
            return None
        if any(self.mentions[k].pronoun is None for k in range(pronouns[-1] + 1, n)) and not (
            after and after[0] in _TAILS
        ):
            return None
        return pronouns[-1] if means else pronouns[0]

    def _may_be(self, pronoun: Mention, mention: Mention) -> bool:
        if pronoun.pronoun in YOU:
            return False
        if pronoun.pronoun in THEY:
            return mention.many or (
                mention.term is not None
                and (mention.term.role == "institution" or mention.gender is None)
            )
        return not mention.many and mention.gender in (None, pronoun.gender)

    # ---- What the story makes of them --------------------------------------------------------

    def _told_of(self, n: int) -> Term | None:
        """Return the role that the deeds in the sentence give to a name or a pronoun."""
        mention = self.mentions[n]
        token, term = self.doc[mention.head], mention.term
        if term is not None and term.role == "grandparent":
            return self._as_a_child_says(mention, token)
        if (term is not None and term.kind not in strangers()) or mention.pronoun in YOU:
            return None
        if token.dep_ == "pobj":
            return self._under(token)
        verb = token.head
        if token.dep_ in SUBJECTS:
            if any(c.dep_ == "conj" and c.lower_ == "i" for c in token.rights):
                return _of_us_two(verb)
            return self._doing(verb) if term is None else None
        return self._done_to(verb) if token.dep_ == "dobj" else None

    def _doing(self, verb: Token) -> Term | None:
        lemma = verb.lemma_.lower()
        if lemma in ("teach", "coach") and self.scene.childhood:
            return Term("early_authority", kind="teacher")
        to_me = any(c.lower_ in ("me", "us") for c in verb.rights)
        return Term("boss", kind="boss") if lemma == "manage" and to_me else None

    def _done_to(self, verb: Token) -> Term | None:
        lemma = verb.lemma_.lower()
        subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
        if subject is not None and lemma == "marry":
            return self._married(subject)
        if subject is None or subject.lower_ != "i":
            return None
        seeing = verb.lower_ == "seeing" and any(c.lower_ == "been" for c in verb.lefts)
        if lemma == "date" or seeing:
            return Term("partner", kind="partner")
        return Term("ex_partner", kind="ex_partner") if lemma == "divorce" else None

    def _as_a_child_says(self, mention: Mention, token: Token) -> Term | None:
        """Hear whom a child of the family means: "my nephew asked where Grandpa is"."""
        verb = next((a for a in token.ancestors if a.dep_ == "ccomp"), None)
        if verb is None or mention.mine or verb.head.lemma_ not in ("ask", "say", "tell", "want"):
            return None
        speaker = next((self.at.get(c.i) for c in verb.head.lefts if c.dep_ in SUBJECTS), None)
        term = None if speaker is None else self.mentions[speaker].term
        if term is None or not (term.role == "child" or term.kind in ("nephew", "niece")):
            return None
        role = "father" if mention.gender == "m" else "mother"
        return Term(role, mention.gender, kind=role)

    def _married(self, subject: Token) -> Term | None:
        if subject.lower_ == "i":
            return Term("partner", kind="partner")
        who = self.at.get(subject.i)
        term = None if who is None else self.mentions[who].term
        if term is not None and term.role in ("mother", "father"):
            return Term("step_parent", kind="step_parent")
        return None

    def _under(self, token: Token) -> Term | None:
        """Hear "I work under Mr Banerjee", "I broke up with Tom"."""
        way, verb = token.head.lower_, token.head.head
        verb = verb.head if verb.lower_ == "out" else verb
        shared = {c.lemma_ for c in (verb, *verb.rights)}
        verb = verb.head if verb.pos_ == "NOUN" else verb
        doing = verb.head if verb.dep_ == "xcomp" else verb
        if not any(c.lower_ in ("i", "we") for c in doing.lefts if c.dep_ in SUBJECTS):
            return None
        went_out = verb.lemma_ == "go" and any(c.lower_ == "out" for c in verb.rights)
        lemma = "go out" if went_out else verb.lemma_
        if lemma == "share" and way == "with" and shared & _AT_WORK:
            return Term("colleague", kind="colleague")
        role = _BY_DEED.get((lemma, way))
        if role == "partner" and doing.lower_ == "used":
            role = "ex_partner"
        return None if role is None else Term(role, kind=role)


def _of_us_two(verb: Token) -> Term | None:
    """Hear what is told of two: "Tom and I split up"."""
    said = {verb.lemma_.lower(), *(c.lemma_.lower() for c in verb.children)}
    if said & {"split", "divorce", "divorced", "separate", "separated"} or {"break", "up"} <= said:
        return Term("ex_partner", kind="ex_partner")
    if said & {"marry", "married", "engage", "engaged"}:
        return Term("partner", kind="partner")
    return None


def _differ(left: Mention, right: Mention) -> bool:
    """Tell whether one says the name and the other the role, of the same sex as far as is known."""
    if left.gender and right.gender and left.gender != right.gender:
        return False
    if (left.name is None) == (right.name is None):
        return False
    if left.term is None or right.term is None:
        return True
    return right.term.role in (left.term.role, left.term.young)
