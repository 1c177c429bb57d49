"""Given names and titles: whom a capital letter names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from thirdear.listening.context import Figure
from thirdear.listening.people.words import gathered, names

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ALIVE = frozenset(
    "say tell ask think cry laugh ring smile shout call know feel text die marry phone hate love "
    "drink sit swear promise leave stay move".split()
)
_NOT_BEFORE = frozenset(
    "the a an storm hurricane saint st st. king queen santa prince lake".split()
)
_MISREAD = frozenset({"NOUN", "ADV", "ADJ", "X", "INTJ"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_AT = frozenset({"in", "at", "to", "from", "near", "into", "around", "outside", "through"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text: where it ends, as it was written, and a role if the words give one."""

    last: int
    name: str
    role: str | None


def gender_of(name: str) -> str | None:
    """Return what a name tells of he or she, its title before the given name."""
    first = name.lower().replace(".", "").split(maxsplit=1)[0]
    for gender in ("f", "m"):
        if first in gathered("titles", gender):
            return gender
    return names().get(first)


def same_name(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: "Dan" and "Dan Smith"."""
    if not one[:1].isupper() or not other[:1].isupper():
        return False
    first, second = _untitled(one), _untitled(other)
    titled = len(first) < len(one.split()) or len(second) < len(other.split())
    return first[0] == second[0] or (titled and first[-1] == second[-1])


def _untitled(name: str) -> list[str]:
    words = name.lower().replace(".", "").split()
    return words[1:] if len(words) > 1 and _title(words[0]) is not None else words


def _title(word: str) -> str | None:
    return next(
        (r for r in ("clinician", "other", "early_authority") if word in gathered("titles", r)),
        None,
    )


def name_at(doc: Doc, i: int, known: Mapping[str, str]) -> Named | None:
    """Return the name that begins at word `i`, if one does; `known` maps names met before."""
    token = doc[i]
    if not token.text[:1].isupper():
        return _known_name(token, known)
    with_title = titled(doc, i)
    if with_title is not None:
        return with_title
    if not token.is_alpha or len(token) < 2 or not (token.is_title or token.lower_ in names()):
        return None
    if not _is_a_name(token):
        return _known_name(token, known)
    last = i
    while last + 1 < len(doc) and _goes_on(doc[last], doc[last + 1]):
        last += 1
    return Named(last, doc[i : last + 1].text, "colleague" if from_work(doc, last) else None)


def _is_a_name(token: Token) -> bool:
    if _is_no_person(token) or token.like_url:
        return False
    opens, known = bool(token.is_sent_start), names()
    if token.lower_ in known:
        if token.pos_ == "PROPN" or (token.ent_type_ == "PERSON" and not opens):
            return True
        return opens and token.pos_ in _MISREAD and not token.is_stop
    if token.pos_ != "PROPN" or (token.dep_ == "pobj" and token.head.lower_ in _AT | {"on"}):
        return False
    beside = token.dep_ == "conj" and token.head.lower_ in known and token.head.pos_ == "PROPN"
    goes_on = any(c.dep_ == "conj" and c.lower_ in known for c in token.rights)
    lives = token.dep_ == "nsubj" and token.head.lemma_ in ALIVE and token.ent_type_ != "ORG"
    return token.ent_type_ == "PERSON" or beside or goes_on or (lives and not opens)


def _is_no_person(token: Token) -> bool:
    """Tell whether a name is in a thing, a place or a day: "the Henry hoover", "in June"."""
    if token.dep_ == "compound" and token.head.i > token.i and token.head.pos_ == "NOUN":
        misread = token.head.i == token.i + 1 and token.head.lower_ in ("mum", "mom", "dad")
        return not (misread and token.lower_ in names())
    if token.ent_type_ in ("DATE", "TIME"):
        return True
    if token.dep_ == "pobj" and token.head.lower_ in _AT and token.ent_type_ in _PLACES:
        return True
    if token.i == 0:
        return False
    before = token.nbor(-1)
    inside = token.ent_iob_ == "I" and before.is_title and before.pos_ == "PROPN"
    return inside or before.lower_ in _NOT_BEFORE


def _goes_on(token: Token, after: Token) -> bool:
    if not after.text[:1].isupper() or not after.is_alpha or after.pos_ != "PROPN":
        return False
    return after.ent_iob_ == "I" and after.ent_type_ == "PERSON" and token.ent_type_ == "PERSON"


def from_work(doc: Doc, last: int) -> bool:
    """Tell whether what follows says that someone is from work: "Raj from accounts"."""
    return _from_work().match(f"{doc[last + 1 : last + 5].text.lower()} ") is not None


@cache
def _from_work() -> re.Pattern[str]:
    places = "|".join(map(re.escape, sorted(gathered("titles", "work"))))
    return re.compile(f"(?:from|in|at|on) (?:{places})[ ,.']")


def titled(doc: Doc, i: int) -> Named | None:
    """Hear "Mrs Gill" and "Dr Mehta": a title and the name after it."""
    role = _title(doc[i].lower_.rstrip("."))
    if role is None or i + 1 >= len(doc) or not doc[i + 1].is_title:
        return None
    if doc[i + 1].pos_ not in ("PROPN", "NOUN", "ADJ", "X") or doc[i + 1].is_stop:
        return None
    last = i + 1
    while last + 1 < len(doc) and _goes_on(doc[last], doc[last + 1]):
        last += 1
    return Named(last, doc[i : last + 1].text, None if role == "other" else role)


def _known_name(token: Token, known: Mapping[str, str]) -> Named | None:
    """Hear a name typed without a capital, if someone of that name has been spoken of."""
    name = known.get(token.lower_)
    if name is None or token.pos_ not in ("PROPN", "NOUN", "X") or len(token) < 2:
        return None
    return Named(token.i, name, None)


def known_names(cast: Mapping[str, Figure]) -> dict[str, str]:
    """Return the names in a cast by their first word in lower case."""
    return {
        name.lower().split(maxsplit=1)[0]: name
        for figure in cast.values()
        for name in figure.names
        if name[:1].isupper()
    }
