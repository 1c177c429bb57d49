"""Whether a word for a person means someone certain here, or anyone, or nobody.

"My brother" is someone, "a brother" not yet, "as a mother" and "every boss" nobody; "the bank" is
a place until it does something.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thirdear.listening.people.mention import PARENT, SUBJECTS, YOU, Mention
from thirdear.listening.people.names import from_work
from thirdear.listening.people.phrase import INDEFINITE, Phrases
from thirdear.listening.people.words import Term, runs, strangers

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODYS = frozenset("any no every each which what whose such".split())
_NUMBERS = frozenset("two three four both several some".split())
_HAVING = frozenset("have get meet 've bring find marry lose raise adopt foster".split())
_WANTING = frozenset("need want wish find look hire be become call like see".split())
_MODAL = frozenset("would should could might must can may 'd".split())
_DEALING = frozenset(
    "ring call phone tell email sue contact ask write fight hate blame pay owe trust".split()
)
_ACTING = _DEALING | frozenset(
    "say send refuse lose want offer keep give take let sack fire make decide turn agree reject "
    "reply charge close text threaten warn expel exclude apologise apologize think insist know "
    "suspend accuse cancel repossess evict help put announce".split()
)
_WITHIN = frozenset("in for at into outside inside near with through".split())
_KNOWN_TO_ALL = frozenset(
    "wife husband missus ex kids girlfriend boyfriend mother-in-law children parents folks "
    "grandkids in-laws twins".split()
) | {"other half", "old man", "in laws", "better half"}
_SHORT = frozenset("ma pa da pop pops baba abba dada dadi nani".split())
_TELLING_WHICH = frozenset({"relcl", "acl", "prep"})
COLLEAGUE = Term("colleague", kind="colleague")


class Certainty(Phrases):
    """Tells of each term whether someone certain is meant."""

    def _is_meant(self, said: Mention, det: str, token: Token) -> bool:
        """Tell whether someone certain is meant; notes in `said` who has them and if it is said."""
        term = said.term
        assert term is not None
        if det in _NOBODYS or self._is_what_someone_is_called(said, det):
            return False
        if term.role == "institution":
            return self._acts(said, det, token)
        if self._is_said_of_someone(token) or self._follows_is(said, det, token):
            return self._as_said_of_someone(said, det, token)
        if said.owner is not None or det in self.mine:
            said.unsaid = said.owner is not None and self.low[said.owner] in YOU
            return True
        if det in INDEFINITE | {"this"} and self._is_had(said, token):
            return True
        if term.own or (term.role in PARENT and said.many):
            return self._own(said, det, token)
        if term.bare and not det and not said.many:
            return self._alone(said)
        return self._somebodys(said, det, token)

    def _somebodys(self, said: Mention, det: str, token: Token) -> bool:
        """Tell the same of a word for someone who need not be anybody's: "the nurse"."""
        if said.many:
            said.unsaid = det in _NUMBERS
            certain = det in ("the", "those", "these") and not self._is_stranger(said)
            return said.unsaid or certain
        if det in ("the", "this", "that"):
            return True
        if det in INDEFINITE:
            denied = said.first > 0 and self.low[said.first - 1] == "not"
            return not denied and self._specific(token)
        return not det and token.dep_ in SUBJECTS and said.first == token.sent.start

    def _is_what_someone_is_called(self, said: Mention, det: str) -> bool:
        """Hear "he calls my husband Dad": a word, not a person."""
        first = said.first
        if det or first < 2 or self.doc[first - 1].pos_ not in ("NOUN", "PROPN", "PRON"):
            return False
        return any(t.lemma_ == "call" for t in self.doc[max(0, first - 4) : first - 1])

    def _is_had(self, said: Mention, token: Token) -> bool:
        """Tell whether someone is brought in as another's: "she had a friend"."""
        owner = self._who_has(token)
        if owner is None or self.low[owner] in ("i", "we"):
            return False
        said.owner, said.fresh = owner, True
        return True

    def _own(self, said: Mention, det: str, token: Token) -> bool:
        """Tell the same of a word for someone's own: "my brother", but not "a brother"."""
        if not det:
            return self._without_determiner(said, token)
        term = said.term
        assert term is not None
        if said.many and from_work(self.doc, said.last):
            said.term = replace(COLLEAGUE, many=True)
            return True
        if said.many and (det not in ("the", "both") or term.role in PARENT):
            said.unsaid = True
            return True
        if det in ("the", "both"):
            stranger = strangers().get(self.low[said.head])
            if stranger is not None and any(c.dep_ in _TELLING_WHICH for c in token.rights):
                said.term = stranger
                return True
            word = " ".join(self.low[said.first : said.last + 1]).removeprefix(f"{det} ")
            return word in _KNOWN_TO_ALL or self._met(said) or self._after_birth(said)
        if det in INDEFINITE | {"this"}:
            return self._brought_in(said, token)
        return self._met(said)

    def _without_determiner(self, said: Mention, token: Token) -> bool:
        term = said.term
        assert term is not None
        if said.last + 1 < len(self.low) and self._named(said.last + 1):
            return token.is_title and term.role not in ("sibling", *PARENT)
        if term.bare and not said.many:
            return self._alone(said)
        if self._shares(said):
            return True
        return token.dep_ in SUBJECTS and said.first == token.sent.start and not said.many

    def _shares(self, said: Mention) -> bool:
        """Hear "my aunt and uncle": whose the first is, the second is."""
        k = said.first - 2
        if k < 0 or self.low[k + 1] not in ("and", "or", "&", "nor") or not self._is_somebody(k):
            return False
        _, _, det, owner = self._before(k)
        said.owner, said.mine = owner, det in self.mine
        return said.mine or owner is not None

    def _brought_in(self, said: Mention, token: Token) -> bool:
        """Hear "I've a brother" as one's own, "she has a son" as hers, "a boy" as a stranger."""
        owner = self._who_has(token)
        stranger = strangers().get(self.low[said.head])
        if owner is not None:
            said.owner = owner if self.low[owner] not in ("i", "we") else None
            said.mine = said.owner is None
        elif stranger is not None and self._specific(token):
            said.term = COLLEAGUE if from_work(self.doc, said.last) else stranger
        else:
            said.unsaid = True
        return True

    def _alone(self, said: Mention) -> bool:
        """Tell whether a word that may stand alone does so like a name: "Mum rang"."""
        word = self.low[said.head]
        title = self.doc[said.head].is_title
        if said.term is not None and said.term.role == "boss":
            return self.doc[said.head].dep_ in SUBJECTS and word == "boss"
        return said.first == said.head and (title or word not in _SHORT)

    def _met(self, said: Mention) -> bool:
        assert said.term is not None
        role = said.term.role
        if any(f.role == role for f in self.hearing.context.cast.values()):
            return True
        word = self.low[said.head]
        return any(
            self.low[k] in (word, f"{word}s") and self.low[k - 1] in self.mine
            for k in range(1, said.first)
        )

    def _after_birth(self, said: Mention) -> bool:
        """Hear "the baby", whosever it is."""
        if self.low[said.head] != "baby":
            return False
        said.owner = self._who_has(self.doc[said.head])
        if said.owner is not None and self.low[said.owner] in ("i", "we"):
            said.owner, said.mine = None, True
        elif said.owner is not None or not self._of_us(said):
            said.term = strangers()["baby"]
        return True

    def _of_us(self, said: Mention) -> bool:
        sentence = self.doc[said.head].sent
        return any(self.low[k] in ("i", "we") for k in range(sentence.start, sentence.end))

    def _who_has(self, token: Token) -> int | None:
        """Return who has this person: "my ex has a new girlfriend", "I've got a brother"."""
        verb = token.head
        if token.dep_ == "conj" and verb.pos_ == "NOUN":
            return self._who_has(verb)
        if verb.lemma_ not in _HAVING or token.dep_ not in ("dobj", "attr", "oprd"):
            return None
        if verb.sent.text.rstrip().endswith("?"):
            return None
        return next((c.i for c in verb.lefts if c.dep_ in SUBJECTS and c.lower_ not in YOU), None)

    def _is_stranger(self, said: Mention) -> bool:
        return self.doc[said.head].lemma_.lower() in strangers()

    def _specific(self, token: Token) -> bool:
        """Tell whether "a nurse" is one who was there, not any nurse."""
        verb = token.head
        for _ in range(4):
            if verb.pos_ in ("VERB", "AUX") or verb.head.i == verb.i:
                break
            verb = verb.head
        while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN"):
            token = token.head
        if token.dep_ == "pobj" and token.head.lower_ in ("as", "like", "than", "into"):
            return False
        helpers = {c.norm_ for c in verb.lefts if c.dep_ in ("aux", "neg", "auxpass")}
        if helpers & _MODAL or "n't" in helpers or "not" in helpers:
            return False
        if any(c.lower_ == "if" for c in verb.lefts if c.dep_ == "mark"):
            return False
        past = verb.tag_ in ("VBD", "VBN") or "did" in helpers or "was" in helpers
        if verb.lemma_ in _WANTING and token.dep_ == "dobj" and not past:
            return False
        if past or verb.tag_ == "VBG":
            return True
        return any(c.lower_ in ("i", "we", "there") for c in verb.lefts) or any(
            c.dep_ in ("relcl", "acl", "appos") for c in token.rights
        )

    def _acts(self, said: Mention, det: str, token: Token) -> bool:
        """Tell whether an institution does something or is dealt with, and is no mere place."""
        if det in INDEFINITE or (said.many and det not in ("the", "")):
            return False
        verb = token.head
        if token.dep_ == "attr" and any(c.lower_ in ("it", "that") for c in verb.lefts):
            return True
        subject = token.dep_ in SUBJECTS and token.dep_ != "nsubjpass"
        if said.term is not None and said.term.place:
            return (subject and verb.lemma_ in _ACTING) or (
                token.dep_ in ("dobj", "dative") and verb.lemma_ in _DEALING
            )
        return not (token.dep_ == "pobj" and verb.lower_ in _WITHIN)

    def _is_said_of_someone(self, token: Token) -> bool:
        """Tell whether the word says what somebody is: "she's a nurse", "calls me grandad"."""
        verb = token.head
        if token.dep_ == "conj":
            return verb.dep_ in ("attr", "oprd") and self._is_said_of_someone(verb)
        if token.dep_ == "attr":
            return verb.lemma_ in ("be", "become", "'s") or verb.pos_ == "AUX"
        if token.dep_ in ("oprd", "ccomp", "dobj") and verb.lemma_ in ("call", "name", "consider"):
            named = [c for c in verb.rights if c.i < token.i and c.dep_ in ("dobj", "nsubj")]
            return token.dep_ == "oprd" or bool(named) or token.nbor(-1).lower_ in ("me", "him")
        if token.dep_ == "nsubj" and verb.dep_ == "ccomp" and verb.head.lemma_ == "call":
            return True
        bare = not any(c.dep_ in ("poss", "det") and c.lower_ != "a" for c in token.lefts)
        return (
            token.dep_ == "pobj" and verb.lower_ in ("as", "like") and bare and not token.is_title
        )

    def _follows_is(self, said: Mention, det: str, token: Token) -> bool:
        """Tell the same where the parse has lost it: "hes the baby"."""
        before = self.low[said.first - 1] if said.first else ""
        loose = det in ("the", "a", "an") and token.dep_ not in SUBJECTS
        return loose and before in ("s", "'s", "is", "was", "m", "'m", "am", "were", "are")

    def _as_said_of_someone(self, said: Mention, det: str, token: Token) -> bool:
        verb = token.head if token.dep_ != "conj" else token.head.head
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "expl")), None)
        if subject is None:
            subject = next((c for c in verb.rights if c.dep_ in ("nsubj", "expl")), None)
        who = "" if subject is None else subject.lower_
        if who == "there":
            said.term = strangers().get(self.low[said.head], said.term)
            return True
        cleft = who == "it" and any(c.dep_ == "relcl" for c in (*token.rights, *verb.rights))
        if cleft:
            return bool(det) or self.doc[said.head].is_title
        if who in ("i", "we", *YOU) or verb.lemma_ in ("call", "name", "consider"):
            return False
        if any(c.dep_ == "neg" for c in verb.children):
            return False
        if det in self.mine or (not det and self.doc[said.head].is_title):
            return True
        if det == "the" and subject is not None and subject.pos_ == "NOUN":
            said.unsaid = subject.lower_ in runs()
            return True
        if det in ("owner", "the") or said.owner is not None:
            said.unsaid = True
            return True
        happened = verb.tag_ == "VBD" and who in ("it", "that", "this")
        return happened and det in ("a", "an", "some")
