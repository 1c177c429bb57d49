"""The ear for people: every mention of someone, and who of all those spoken of it is.

A figure gets one id for good ("boss:1"); names are added to it. Pronouns go to the figure spoken
of last who fits; where none fits, nothing is claimed. After the extraction rules for figures in
the relationships reference (kin and role terms, `poss=my`, names, second person as the other
chair unless generic or quoted).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from thirdear.listening.context import Figure
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon
from thirdear.listening.observation import Introduction

if TYPE_CHECKING:
    from spacy.tokens import Token

SINGULAR = {
    "parents": "mother", "siblings": "sibling", "children": "child", "friends": "friend",
    "colleagues": "colleague", "grandparents": "grandparent",
}  # fmt: skip
_ONLY_ONE = frozenset({"mother", "father", "therapist"})
_MINE = frozenset({"my", "our", "me"})
_ANOTHER = frozenset({"other", "another", "second", "new", "next"})
_CONTRASTS = (
    {"older", "elder", "eldest", "oldest", "big"}, {"younger", "youngest", "little", "baby"},
)  # fmt: skip
_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_YOU = frozenset({"you", "your", "yours", "yourself"})
_CALLED = frozenset({"call", "name"})
_THAT_IS = frozenset({",", "that", "'s", "is", "was", "are", "were", "s", "who", "he", "she"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word for a person, as the data file gives it."""

    role: str
    gender: str | None
    own: bool
    many: bool


_COLLEAGUE = Term("colleague", None, False, False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where someone is named, with what the words alone tell of them."""

    first: int
    last: int
    term: Term | None
    name: str | None
    marks: frozenset[str]


def hear(hearing: Hearing) -> None:
    """Hear every mention of a person in a client's utterance.

    Notes one `person` observation a mention (code = role, `figure`, `corner`), fills
    `figure_at` for the later ears, and notes who was met or named for the first time.
    """
    cast = dict(hearing.context.cast)
    recent = list(hearing.context.salient)
    mentions = {m.first: m for m in _mentions(hearing)}
    i = 0
    while i < len(hearing.doc):
        mention = mentions.get(i)
        if mention is not None:
            for figure in _identify(hearing, mention, cast, recent):
                _note(hearing, figure, mention.first, mention.last, recent)
            i = mention.last + 1
            continue
        token = hearing.doc[i]
        figure_id = None if hearing.quoted[i] else _pronoun(hearing, token, cast, recent)
        if figure_id is not None:
            _note(hearing, cast[figure_id], i, i, recent)
        i += 1
    hearing.salient = [f for f in recent if f in set(hearing.figure_at.values())]


@cache
def terms() -> dict[str, Term]:
    """Return the words for people (lower case, several words joined by a blank) and their roles."""
    found: dict[str, Term] = {}
    for entry in lexicon("people")["term"]:
        term = Term(
            entry["role"], entry.get("gender"), entry.get("own", False), entry.get("many", False)
        )
        for word in entry["words"]:
            found[word] = term
            found[word.replace("-", " - ")] = term
    return found


def _mentions(hearing: Hearing) -> list[Mention]:
    """Find role terms and names, longest first, and join a role to the name beside it."""
    doc, i = hearing.doc, 0
    found: list[Mention] = []
    while i < len(doc):
        mention = None if hearing.quoted[i] else _term_at(hearing, i)
        if mention is None and not hearing.quoted[i]:
            mention = _name_at(hearing, i)
        if mention is None:
            i += 1
            continue
        if found and (joined := _joined(hearing, found[-1], mention)):
            found[-1] = joined
        else:
            found.append(mention)
        i = mention.last + 1
    return found


def _term_at(hearing: Hearing, i: int) -> Mention | None:
    doc, known = hearing.doc, terms()
    for length in (6, 5, 4, 3, 2, 1):
        if i + length > len(doc):
            continue
        words = [t.lower_ for t in doc[i : i + length]]
        term = (
            known.get(" ".join(words))
            or known.get(" ".join([*words[:-1], doc[i + length - 1].lemma_.lower()]))
            or known.get("".join(words) if "-" in words else "")
        )
        if term is None:
            continue
        last = doc[i + length - 1]
        if last.pos_ not in ("NOUN", "PROPN") or (
            last.dep_ == "compound"
            and not _name_at(hearing, last.head.i)
            and not _is_misread_subject(last)
        ):
            continue
        return _placed(hearing, i, last, term)
    return None


def _is_misread_subject(word: Token) -> bool:
    """Tell whether the parser took a verb for a noun: "My mum rang" is no kind of "rang"."""
    head = word.head
    return head.i == word.i + 1 and head.dep_ in ("ROOT", "ccomp", "conj", "advcl", "relcl")


def _placed(hearing: Hearing, i: int, head: Token, term: Term) -> Mention | None:
    """Look at what stands before the term: whose it is, and which of several."""
    doc, first, marks = hearing.doc, i, set[str]()
    owner: Token | None = None
    while first > 0 and doc[first - 1].dep_ in ("poss", "amod", "det", "compound", "nummod"):
        before = doc[first - 1]
        if before.dep_ == "poss" or before.tag_ == "PRP$":
            owner = before
        marks.add(before.lower_)
        first -= 1
    mine = owner is not None and owner.lower_ in _MINE
    if owner is None and first > 0 and doc[first - 1].dep_ == "case":
        owner = next((c for c in head.lefts if c.dep_ == "poss"), None)
    if owner is not None and not mine:
        return _theirs(hearing, first, head, term, owner)
    if term.own and {"a", "an", "this"} & marks and _somebody_else_has(head):
        owner = head.head
        return Mention(first, head.i, Term("other", term.gender, False, term.many), None,
                       frozenset({"theirs", f"{owner.lower_} {head.lower_}"}))  # fmt: skip
    bare = first == i
    if term.own and not mine and not ({"the", "this", "that"} & marks and _met(hearing, term)):
        return None
    if bare and term.role not in _ONLY_ONE | {"grandparent", "institution", "boss", "parents"}:
        return None
    if {"a", "an", "some", "any", "no", "every", "these"} & marks and term.role not in (
        "clinician",
        "early_authority",
        "friend",
        "colleague",
        "boss",
        "neighbour",
        "other",
    ):
        return None
    return Mention(first, head.i, term, None, frozenset(marks))


def _theirs(hearing: Hearing, first: int, head: Token, term: Term, owner: Token) -> Mention | None:
    """Someone else's someone: "his mum", "my dad's mum", "my boy's teacher"."""
    if owner.lower_ == "your":
        return None
    owned_by = terms().get(owner.lower_)
    role = "other"
    if owned_by is not None and owned_by.role in ("mother", "father"):
        if term.role in ("mother", "father"):
            role = "grandparent"
        elif term.role in ("partner", "ex_partner"):
            role = "step_parent"
    return Mention(first, head.i, Term(role, term.gender, False, term.many), None,
                   frozenset({"theirs", f"{owner.lower_} {head.lower_}"}))  # fmt: skip


def _somebody_else_has(head: Token) -> bool:
    """Tell whether it is another who has this person: "my ex has a new girlfriend"."""
    verb = head.head
    if verb.lemma_ not in ("have", "get", "meet", "'ve", "bring") or head.dep_ != "dobj":
        return False
    return not any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in verb.children)


def _met(hearing: Hearing, term: Term) -> bool:
    return any(f.role == term.role for f in hearing.context.cast.values())


def _name_at(hearing: Hearing, i: int) -> Mention | None:
    token = hearing.doc[i]
    titled = _titled(hearing, i)
    if titled is not None:
        return titled
    if not token.is_title or not token.is_alpha:
        return _known_name(hearing, token)
    listed = token.lower_ in _names()
    person = token.ent_type_ == "PERSON" and token.pos_ == "PROPN"
    if not (listed or person) or token.pos_ not in ("PROPN", "NOUN"):
        return _known_name(hearing, token)
    last = i
    while (
        last + 1 < len(hearing.doc)
        and hearing.doc[last + 1].ent_iob_ == "I"
        and hearing.doc[last + 1].ent_type_ == "PERSON"
        and hearing.doc[last + 1].is_title
    ):
        last += 1
    name = hearing.doc[i : last + 1].text
    after = hearing.doc[last + 1 : last + 4].text.lower()
    works = any(
        f"{after} ".startswith(f"{w} {place} ")
        for w in ("from", "in", "at")
        for place in lexicon("people")["titles"]["work"]
    )
    return Mention(i, last, _COLLEAGUE if works else None, name, frozenset())


def _titled(hearing: Hearing, i: int) -> Mention | None:
    """Hear "Mrs Gill" and "Dr Mehta": a title and the name after it."""
    titles = lexicon("people")["titles"]
    title = hearing.doc[i].lower_.rstrip(".")
    if i + 1 >= len(hearing.doc) or not hearing.doc[i + 1].is_title or not hearing.doc[i].is_title:
        return None
    role = next((r for r in ("clinician", "other") if title in titles[r]), None)
    if role is None or hearing.doc[i + 1].pos_ not in ("PROPN", "NOUN"):
        return None
    term = Term("clinician", None, False, False) if role == "clinician" else None
    return Mention(i, i + 1, term, hearing.doc[i : i + 2].text, frozenset())


def _known_name(hearing: Hearing, token: Token) -> Mention | None:
    """Hear a name typed without a capital, if someone of that name has been spoken of."""
    if token.pos_ not in ("PROPN", "NOUN") or len(token) < 2:
        return None
    for figure in hearing.context.cast.values():
        for name in figure.names:
            if name.lower() == token.lower_ and name[:1].isupper():
                return Mention(token.i, token.i, None, name, frozenset())
    return None


def _joined(hearing: Hearing, left: Mention, right: Mention) -> Mention | None:
    """Join "my boss Dan", "Dan, my boss" and "my sister is called Ruth" into one person."""
    doc = hearing.doc
    between = doc[left.last + 1 : right.first]
    if (left.term is None) == (right.term is None) or len(between) > 3:
        return None
    term = left.term or right.term
    name = left.name or right.name
    if term is None or name is None or term.many:
        return None
    beside = len(between) == 0
    apposed = [t.text for t in between] == [","] and (
        doc[right.last].dep_ == "appos" or doc[left.last].dep_ == "appos"
    )
    called = any(t.lemma_ in _CALLED for t in between) and left.term is not None
    that_is = left.term is None and len(between) > 0 and all(t.lower_ in _THAT_IS for t in between)
    if not (beside or apposed or called or that_is) or (beside and left.term is None):
        return None
    return Mention(left.first, right.last, term, name, left.marks | right.marks)


def _identify(
    hearing: Hearing, mention: Mention, cast: dict[str, Figure], recent: list[str]
) -> list[Figure]:
    """Return who is meant; enter whoever is met for the first time into `cast`."""
    if mention.term is None:
        return [_named(hearing, mention.name or "", cast)]
    if mention.term.role == "parents":
        return [
            _of_role(hearing, mention, role, gender, cast, recent)
            for role, gender in (("mother", "f"), ("father", "m"))
        ]
    role = SINGULAR.get(mention.term.role, mention.term.role)
    return [_of_role(hearing, mention, role, mention.term.gender, cast, recent)]


def _named(hearing: Hearing, name: str, cast: dict[str, Figure]) -> Figure:
    for figure in cast.values():
        if any(_same_name(name, known) for known in figure.names):
            return figure
    return _met_now(
        hearing, "other", _names().get(name.split(maxsplit=1)[0].lower()), "one", name, cast
    )


def _same_name(name: str, known: str) -> bool:
    return (
        known[:1].isupper()
        and name.split(maxsplit=1)[0].lower() == known.split(maxsplit=1)[0].lower()
    )


def _of_role(
    hearing: Hearing,
    mention: Mention,
    role: str,
    gender: str | None,
    cast: dict[str, Figure],
    recent: list[str],
) -> Figure:
    number = "many" if mention.term is not None and mention.term.many else "one"
    if role in ("mother", "father"):
        number = "one"
    word = _called(hearing, mention)
    if mention.name is not None:
        for figure in cast.values():
            if figure.role in (role, "other") and any(
                _same_name(mention.name, n) for n in figure.names
            ):
                return figure
    fits = [
        f
        for f in cast.values()
        if f.role == role
        and f.number == number
        and (gender is None or f.gender in (None, gender))
        and not _someone_else(f, mention)
    ]
    if fits:
        order = {f: i for i, f in enumerate(recent)}
        best = min(fits, key=lambda f: order.get(f.id, len(order)))
        return _named_now(hearing, best, mention.name or word, gender, cast)
    figure = _met_now(hearing, role, gender, number, mention.name or word, cast)
    return _named_now(hearing, figure, word, gender, cast) if mention.name else figure


def _someone_else(figure: Figure, mention: Mention) -> bool:
    """Tell whether the words before the term set this mention apart from a known figure."""
    if "theirs" in mention.marks:
        return not any(n in mention.marks for n in figure.names)
    if _ANOTHER & mention.marks and "new" not in mention.marks:
        return not any(_ANOTHER & set(n.split()) for n in figure.names)
    if mention.name and any(n[:1].isupper() for n in figure.names):
        return not any(_same_name(mention.name, n) for n in figure.names)
    known = {word for name in figure.names for word in name.split()}
    return any(
        one & mention.marks and other & known for one, other in (_CONTRASTS, _CONTRASTS[::-1])
    )


def _called(hearing: Hearing, mention: Mention) -> str:
    """Return what the person calls this figure, without "my" and without the name itself."""
    theirs = [m for m in mention.marks if " " in m]
    if theirs:
        return theirs[0]
    words = [
        t.text
        for t in hearing.doc[mention.first : mention.last + 1]
        if t.lower_ not in _MINE
        and t.dep_ != "det"
        and not t.is_punct
        and (mention.name is None or t.text not in mention.name)
    ]
    return " ".join(words).lower() or hearing.doc[mention.last].lower_


def _met_now(
    hearing: Hearing,
    role: str,
    gender: str | None,
    number: str,
    name: str,
    cast: dict[str, Figure],
) -> Figure:
    if role in _ONLY_ONE:
        new_id = role
    else:
        new_id = f"{role}:{1 + sum(f.role == role for f in cast.values())}"
    corner = "P" if role in _past_roles() else "C"
    figure = Figure(new_id, role, corner, (name,), gender, number)
    cast[new_id] = figure
    hearing.introductions.append(Introduction(new_id, role, corner, name, gender, number))
    return figure


def _named_now(
    hearing: Hearing, figure: Figure, name: str, gender: str | None, cast: dict[str, Figure]
) -> Figure:
    if name in figure.names:
        return figure
    cast[figure.id] = figure.called(name, gender)
    hearing.introductions.append(
        Introduction(figure.id, figure.role, figure.corner, name, gender, figure.number)
    )
    return cast[figure.id]


def _pronoun(
    hearing: Hearing, token: Token, cast: dict[str, Figure], recent: list[str]
) -> str | None:
    word = token.lower_
    if word in _YOU:
        return "therapist" if speaks_to_other_chair(hearing, token) else None
    if word in _HE or word in _SHE:
        gender = "m" if word in _HE else "f"
        here = [f for f in recent if cast[f].number == "one" and f != "therapist"]
        fitting = [f for f in here if cast[f].gender == gender]
        unknown = [f for f in here if cast[f].gender is None]
        return next(iter(fitting), next(iter(unknown), None))
    if word in _THEY:
        for figure_id in recent:
            if cast[figure_id].number == "many" or cast[figure_id].role == "institution":
                return figure_id
        newest = recent[0] if recent else "therapist"
        return newest if newest != "therapist" and cast[newest].gender is None else None
    return None


def speaks_to_other_chair(hearing: Hearing, token: Token) -> bool:
    """Tell whether "you" here means the other chair and not people in general.

    The generic "you" of habit and proverb ("you'd fall off your bike", "you can't win") is far
    commoner in free talk, so the other chair needs a sign: a question, an act of talking between
    the two, or a thank-you.
    """
    address = lexicon("people")["ways_of_addressing_the_other_chair"]
    head = token.head
    verb = head if head.pos_ in ("VERB", "AUX") else head.head
    frame = hearing.frame(token)
    if frame.said_by is not None or frame.quoted:
        return False
    if token.dep_ in ("nsubj", "nsubjpass"):
        if frame.question and frame.tense in ("now", "then") and frame.who == "you":
            return verb.lemma_ in address["verbs_you_do"] or verb.lemma_ == "be"
        acted = verb.lemma_ in address["verbs_you_do"] and verb.tag_ in ("VBD", "VBN", "VBG")
        return acted and not any(c.norm_ in ("would", "'d") for c in verb.children)
    spoken = verb.lemma_ in address["verbs_done_to_you"]
    by_me = frame.who in ("I", "none")
    return token.dep_ in ("dobj", "dative", "pobj") and spoken and by_me and token.lower_ == "you"


def _note(hearing: Hearing, figure: Figure, first: int, last: int, recent: list[str]) -> None:
    doc = hearing.doc
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    for i in range(first, last + 1):
        hearing.figure_at.setdefault(i, figure.id)
    behind = _subject_before(hearing, doc[last], recent)
    if figure.id in recent:
        recent.remove(figure.id)
    recent.insert(min(behind, len(recent)), figure.id)
    hearing.observe(
        "person", figure.role, start, end, "people", 0.85,
        about=figure.id, attributes={"figure": figure.id, "corner": figure.corner},
    )  # fmt: skip


def _subject_before(hearing: Hearing, token: Token, recent: list[str]) -> int:
    """Return 1 where the sentence's subject, just spoken of, stays the one a pronoun means.

    "My stepmother threw out Mum's recipe book. She said…": she is the stepmother.
    """
    if token.dep_ in ("nsubj", "nsubjpass") or not recent:
        return 0
    subject = next((t for t in token.sent if t.dep_ == "nsubj" and t.i < token.i), None)
    if subject is None:
        return 0
    figure = hearing.figure_at.get(subject.i)
    return 1 if figure is not None and figure == recent[0] else 0


@cache
def _names() -> dict[str, str]:
    return {n: gender for gender in ("m", "f") for n in lexicon("people")["names"][gender]}


@cache
def _past_roles() -> frozenset[str]:
    return frozenset(lexicon("people")["corners"]["past"])
