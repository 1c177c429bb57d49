"""The words for people, as `lexicons/people.toml` gives them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from thirdear.listening.lexicon import lexicon

SINGULAR = {
    "parents": "mother", "siblings": "sibling", "children": "child", "friends": "friend",
    "colleagues": "colleague", "grandparents": "grandparent",
}  # fmt: skip
"""The figure's role for each word that names several people at once."""

ANIMAL = "animal"
"""No role of the contract: an animal is heard so that "he" may be the dog, and never noted."""

_Run = tuple[tuple[str, ...], "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word for a person, as the data file gives it (the flags are explained there)."""

    role: str
    gender: str | None = None
    own: bool = False
    many: bool = False
    bare: bool = False
    place: bool = False
    kind: str = ""
    young: str | None = None
    work: str | None = None
    other: str | None = None


@cache
def terms() -> dict[str, Term]:
    """Return the words for people (lower case, several words joined by a blank) and their roles."""
    found: dict[str, Term] = {}
    for entry in lexicon("people")["term"]:
        if entry["role"] != ANIMAL and not entry.get("stranger"):
            found |= {w: t for w, t in _entry(entry).items() if w not in found}
    return found


@cache
def strangers() -> dict[str, Term]:
    """Return the words for someone who is nobody's in particular: "a man", "this woman"."""
    return _chosen(stranger=True)


@cache
def animals() -> dict[str, Term]:
    """Return the words for animals."""
    return {
        w: t for e in lexicon("people")["term"] if e["role"] == ANIMAL for w, t in _entry(e).items()
    }


@cache
def runs() -> dict[str, list[_Run]]:
    """Return, by first word, the ways of writing each word for a person or animal, longest first.

    A word that is someone's own and also a stranger's ("my boy", "a boy") is filed as its own.
    """
    filed: dict[str, list[_Run]] = {}
    for word, term in {**animals(), **strangers(), **terms()}.items():
        for written in {word, word.replace("-", " - ").replace("'s", " 's")}:
            run = tuple(written.split())
            filed.setdefault(run[0], []).append((run, term))
    for same_start in filed.values():
        same_start.sort(key=lambda r: -len(r[0]))
    return filed


@cache
def names() -> dict[str, str | None]:
    """Return known given names in lower case, each with its gender (None: of both)."""
    listed = lexicon("people")["names"]
    found: dict[str, str | None] = {n: gender for gender in ("m", "f") for n in listed[gender]}
    return found | dict.fromkeys(listed["any"])


@cache
def gathered(table: str, key: str) -> frozenset[str]:
    """Return one list of the data file as a set."""
    return frozenset(lexicon("people")[table][key])


def term_of(word: str) -> Term | None:
    """Return the term in what a figure is called ("older brother": "brother")."""
    known = terms()
    words = word.replace(" - ", "-").split()
    for i in range(len(words)):
        term = known.get(" ".join(words[i:]))
        if term is not None:
            return term
    return None


def _chosen(*, stranger: bool) -> dict[str, Term]:
    entries = (e for e in lexicon("people")["term"] if e.get("stranger", False) == stranger)
    return {w: t for e in entries for w, t in _entry(e).items()}


def _entry(entry: dict[str, object]) -> dict[str, Term]:
    found = {}
    written = entry["words"]
    assert isinstance(written, list)
    for word in written:
        role = str(entry["role"])
        alone = word if entry.get("apart") else written[0] if role in _OF_KINDS else role
        term = Term(
            role=role,
            gender=_text(entry, "gender"),
            own=bool(entry.get("own")),
            many=bool(entry.get("many")),
            bare=bool(entry.get("bare")),
            place=bool(entry.get("place")),
            kind=_text(entry, "kind") or alone,
            young=_text(entry, "young"),
            work=_text(entry, "work"),
            other=_text(entry, "other"),
        )
        found[word] = term
    return found


def _text(entry: dict[str, object], key: str) -> str | None:
    value = entry.get(key)
    return None if value is None else str(value)


_OF_KINDS = frozenset({"other", "clinician", "colleague", "boss", "institution", "early_authority"})
"""Roles that many different people have: an uncle is not a landlord, a nurse not a dentist."""
