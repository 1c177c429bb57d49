"""Looks for what an entry needs among the evidence: generic, and the same for all the schools."""

from __future__ import annotations

import re
from itertools import product

import msgspec

from thirdear.formulation.lenses.entries import Entry, Look, common_words, pattern
from thirdear.formulation.lenses.material import Piece
from thirdear.listening.context import Figure

Cast = dict[str, Figure]

FIRST, NEWEST = 8, 40
_CORNERS = {"past": "P", "now": "C", "here": "T"}
_NOBODY_ELSE = frozenset({"self", "therapist"})
_SCENES = frozenset({"dream", "memory"})
_SLOTS = frozenset({"wish", "response_of_other", "response_of_self"})
_ANOTHER_SAYS = re.compile(
    r"\b(?!i\b)\w+ (?:said|says|told|tells|thinks?|thought|reckons?|goes|went|asked)\b",
    re.IGNORECASE,
)
_ENOUGH_WORDS, _TOO_MANY_WORDS = 3, 25


class Found(msgspec.Struct, frozen=True):
    """What an entry found: for each look all its pieces, and the one that speaks for them."""

    entry: Entry
    figures: dict[str, str]
    pieces: dict[str, tuple[Piece, ...]]
    chosen: dict[str, Piece]

    @property
    def count(self) -> int:
        """How often the whole was there: utterances of the look that has the fewest."""
        return min(_utterances(p) for p in self.pieces.values())

    @property
    def sessions(self) -> int:
        """In how many sessions at least each part of it was there."""
        return min(_sessions(p) for p in self.pieces.values())

    @property
    def explicit(self) -> bool:
        """Whether all that speaks for it was said in so many words."""
        return all(p.explicit for p in self.chosen.values())


def found(entry: Entry, evidence: tuple[Piece, ...], cast: Cast) -> list[Found]:
    """Return what an entry finds, once for each person (or pair) it finds it with, best first."""
    candidates = {look.name: _that_fit(look, evidence, cast) for look in entry.look}
    if not all(candidates.values()):
        return []
    every = [_with(entry, candidates, figures) for figures in _figures(entry, candidates)]
    there = [one for one in every if one is not None]
    return sorted(
        there, key=lambda f: (-f.count, -f.sessions, not f.explicit, sorted(f.figures.items()))
    )


def image(one: Piece, other: Piece) -> str | None:
    """Return the first telling word that two quotes share, as the later one has it."""
    before = _telling_words(one)
    return next((word for word in _telling_words(other) if word in before), None)


def _that_fit(look: Look, evidence: tuple[Piece, ...], cast: Cast) -> list[Piece]:
    fitting = []
    for piece in evidence:
        here = _as_looked_for(look, piece)
        if here is not None and _is_among(look, here, cast):
            fitting.append(here)
    return fitting


def _as_looked_for(look: Look, piece: Piece) -> Piece | None:
    """Return the piece, pointing at the words looked for, or None where it does not fit."""
    text = piece.quote.quote.replace("’", "'")
    if look.source and piece.source not in look.source:
        return None
    if look.by_me and piece.kind == "response_of_other":
        return None
    if look.not_said and pattern(look.not_said).search(text):
        return None
    heard = any(_is(spec, piece) for spec in look.heard)
    if heard and look.and_said:
        match = pattern(look.and_said).search(text)
        heard = match is not None
    else:
        match = pattern(look.or_said).search(text) if look.or_said and not heard else None
    if not heard and match is None:
        return None
    if match is None:
        return piece
    if look.by_me and _ANOTHER_SAYS.search(text[: match.start()]):
        return None
    return msgspec.structs.replace(piece, at=match.start(), explicit=True)


def _is(spec: str, piece: Piece) -> bool:
    """Tell whether a piece is what a line of `heard` names: "feeling told anger hurt"."""
    kind, *rest = spec.split()
    if kind not in ("anything", piece.kind):
        return False
    codes = [word for word in rest if word not in ("positive", "negative", "denied", "told")]
    poles = [word for word in rest if word in ("positive", "negative")]
    return (
        (not codes or piece.code in codes)
        and (not poles or piece.polarity in poles)
        and piece.denied == ("denied" in rest)
        and (piece.explicit or "told" not in rest)
    )


def _is_among(look: Look, piece: Piece, cast: Cast) -> bool:
    if look.figure is None and not look.among:
        return True
    figure = cast.get(piece.about) if piece.about is not None else None
    if not look.among:
        return figure is not None and figure.id not in _NOBODY_ELSE
    corners = {_CORNERS[w] for w in look.among if w in _CORNERS}
    return figure is not None and (figure.corner in corners or figure.role in look.among)


def _figures(entry: Entry, candidates: dict[str, list[Piece]]) -> list[dict[str, str]]:
    """Return every way in which the people of an entry can be people of the evidence."""
    names = list(dict.fromkeys(look.figure for look in entry.look if look.figure is not None))
    who = [
        set.intersection(*(
            {str(p.about) for p in candidates[look.name]}
            for look in entry.look if look.figure == name
        ))
        for name in names
    ]  # fmt: skip
    every = product(*map(sorted, who))
    return [dict(zip(names, one, strict=True)) for one in every if len(set(one)) == len(names)]


def _with(
    entry: Entry, candidates: dict[str, list[Piece]], figures: dict[str, str]
) -> Found | None:
    """Return what is found with these people: pieces that stand to each other as they must."""
    pieces = {
        look.name: _few([
            p for p in candidates[look.name]
            if look.figure is None or p.about == figures[look.figure]
        ])
        for look in entry.look
    }  # fmt: skip
    related = [look for look in entry.look if look.to is not None]
    # From the first look to the last and back: what is left has all its partners.
    for look in (*related, *reversed(related)):
        one, here = pieces[str(look.to)], pieces[look.name]
        pieces[look.name] = [b for b in here if any(_stand(look, a, b) for a in one)]
        pieces[str(look.to)] = [
            a for a in one if any(_stand(look, a, b) for b in pieces[look.name])
        ]
    for look in entry.look:
        enough = _utterances(pieces[look.name]) >= look.least
        if not enough or _sessions(pieces[look.name]) < look.sessions:
            return None
    chosen = _chosen(entry.look, pieces, {})
    if chosen is None:
        return None
    return Found(entry, figures, {name: tuple(p) for name, p in pieces.items()}, chosen)


def _few(pieces: list[Piece]) -> list[Piece]:
    """Return the first and the newest: more of the same add nothing, and cost more every year."""
    return pieces if len(pieces) <= FIRST + NEWEST else pieces[:FIRST] + pieces[-NEWEST:]


def _chosen(
    looks: tuple[Look, ...], pieces: dict[str, list[Piece]], so_far: dict[str, Piece]
) -> dict[str, Piece] | None:
    """Choose the piece that speaks for each look, so that no words speak twice."""
    if not looks:
        return so_far
    look, *rest = looks
    partner = so_far[look.to] if look.to is not None else None
    for piece in sorted(pieces[look.name], key=lambda p: _how_well_it_speaks(p, look, partner)):
        if any(_overlap(piece, other) for other in so_far.values()):
            continue
        if partner is not None and not _stand(look, partner, piece):
            continue
        whole = _chosen(tuple(rest), pieces, {**so_far, look.name: piece})
        if whole is not None:
            return whole
    return None


def _how_well_it_speaks(piece: Piece, look: Look, partner: Piece | None) -> tuple[int, ...]:
    """Rank what could be quoted, best first.

    What was said outright, then what is nearest to its partner where it has to be near, a feeling,
    what is neither one word nor a speech, and of what is left the newest and the fuller.
    """
    near = partner is not None and any(how.startswith("within") for how in look.how)
    distance = abs(piece.quote.turn - partner.quote.turn) if partner is not None and near else 0
    words = len(piece.quote.quote.split())
    good_length = _ENOUGH_WORDS <= words <= _TOO_MANY_WORDS
    q = piece.quote
    return (not piece.explicit, distance, piece.kind != "feeling", not good_length,
            -q.session, -q.turn, -min(words, _TOO_MANY_WORDS), -q.start)  # fmt: skip


def _stand(look: Look, one: Piece, here: Piece) -> bool:
    """Tell whether `here`, of a look, stands to `one` as the look says."""
    return not _overlap(one, here) and all(_stands(how, one, here) for how in look.how)


def _stands(how: str, one: Piece, here: Piece) -> bool:
    a, b = one.quote, here.quote
    word, *number = how.split()
    if word == "within":
        return one.where[:2] == here.where[:2] and abs(a.turn - b.turn) <= int(number[0])
    if word == "after":
        return (a.session, a.turn, a.start) < (b.session, b.turn, b.start)
    if word == "apart":
        return one.where != here.where
    if word == "like":
        same = (one.kind, one.code, one.polarity) == (here.kind, here.code, here.polarity)
        return same and (one.kind in _SLOTS or one.kind == "feeling")
    if how == "same word":
        return image(one, here) is not None
    raise ValueError(f"a look does not know {how!r}")


def _overlap(one: Piece, other: Piece) -> bool:
    """Tell whether two pieces are the same words; a scene may hold what was heard in it."""
    if (one.kind in _SCENES) != (other.kind in _SCENES):
        return False
    a, b = one.quote, other.quote
    return one.where == other.where and a.start < b.end and b.start < a.end


def _utterances(pieces: tuple[Piece, ...] | list[Piece]) -> int:
    return len({p.where for p in pieces})


def _sessions(pieces: tuple[Piece, ...] | list[Piece]) -> int:
    return len({p.where[:2] for p in pieces})


def _telling_words(piece: Piece) -> list[str]:
    words = re.findall(r"[a-z]{4,}", piece.quote.quote.lower())
    return [w for w in words if w not in common_words()]
