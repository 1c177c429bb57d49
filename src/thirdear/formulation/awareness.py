"""How far each theme has come from unspoken to worked through: the APES ladder, by theme.

After Stiles (APES 0 to 7) with the rules of the relationships reference, 4.2 and 4.3: the modal
level of a session counts, not the best; agreeing with the other chair is at most putting a problem
into words; understanding (4) is reached only by two passages in one's own words, well away from
any interpretation, and with feeling: told without, it is intellectual and not promoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from thirdear.formulation.evidence import shown
from thirdear.formulation.formulation import UNDERSTOOD, Formulation
from thirdear.formulation.marks import Explored, Passage
from thirdear.speech import Quote

ToldHow = Literal["intellectual", "felt"]


@dataclass(frozen=True, slots=True)
class Awareness:
    """Where one theme stands on the ladder (0..7), session by session; never shown as a number."""

    theme: str
    apes: int
    told_how: ToldHow | None
    by_session: tuple[tuple[int, int], ...]
    moved: Literal["up", "down"] | None
    then: Quote
    now: Quote
    evidence: tuple[Quote, ...]


_STATED = 3
_APART_SESSIONS = 2
_AGREEING_TURNS = 6
"""Turns of both chairs after an interpretation in which saying so may be agreement."""
_NEAR_TURNS = 4
_DEEP = 3
_OWN_PASSAGES = 2


def awareness(
    formulation: Formulation,
    theme: str,
    figures: tuple[str, ...],
    places: frozenset[tuple[int, int]] = frozenset(),
) -> Awareness | None:
    """Return how aware the person is of a theme; None where no passage tells.

    A passage belongs to a theme where it speaks of one of its `figures`, or stands within a few
    turns of a place (session, turn) at which it was told.
    """
    of = frozenset(figures)
    passages = [
        p for p in formulation.insights
        if p.apes is not None and (not of.isdisjoint(p.figures) or _near(p, places))
    ]  # fmt: skip
    if not passages:
        return None
    offers = [
        e for e in formulation.explored
        if e.depth >= _DEEP
        and (e.about == theme or (not e.about and not of.isdisjoint(e.figures)))
    ]  # fmt: skip
    by_session: dict[int, list[int]] = {}
    for p in passages:
        by_session.setdefault(p.session, []).append(_level(p, offers))
    own = [p for p in passages if _level(p, offers) >= UNDERSTOOD and _in_own_words(p, offers)]
    felt = [p for p in own if p.feeling]
    top = 7 if len(own) >= _OWN_PASSAGES and felt else _STATED
    levels = [(s, min(top, _modal(found))) for s, found in sorted(by_session.items())]
    quotes = [p.quote for p in passages]
    return Awareness(
        theme=theme,
        apes=levels[-1][1],
        told_how=_told_how(passages),
        by_session=tuple(levels),
        moved=_moved(levels),
        then=quotes[0],
        now=quotes[-1],
        evidence=shown(quotes),
    )


def _near(p: Passage, places: frozenset[tuple[int, int]]) -> bool:
    return any((p.session, p.turn - ago) in places for ago in range(_NEAR_TURNS + 1))


def _level(p: Passage, offers: list[Explored]) -> int:
    """Return a passage's level; right after an interpretation at most that a problem is stated."""
    agreeing = any(
        e.session == p.session and 0 < p.turn - e.turn <= _AGREEING_TURNS for e in offers
    )
    level = p.apes or 0
    return min(level, _STATED) if agreeing else level


def _in_own_words(p: Passage, offers: list[Explored]) -> bool:
    earlier = [e for e in offers if (e.session, e.turn) < (p.session, p.turn)]
    return all(p.session - e.session >= _APART_SESSIONS for e in earlier)


def _modal(levels: list[int]) -> int:
    """Return the most frequent level, of equals the lower."""
    return min(levels, key=lambda level: (-levels.count(level), level))


def _told_how(passages: list[Passage]) -> ToldHow | None:
    """Tell how the highest passages of the newest session are told: with feeling or without."""
    newest = [p for p in passages if p.session == passages[-1].session]
    high = [p for p in newest if (p.apes or 0) >= UNDERSTOOD]
    if any(p.feeling for p in high or newest):
        return "felt"
    return "intellectual" if high else None


def _moved(levels: list[tuple[int, int]]) -> Literal["up", "down"] | None:
    """Tell whether the newest session is above or below the one before; a fall is no failure."""
    if len(levels) < _APART_SESSIONS or levels[-1][1] == levels[-2][1]:
        return None
    return "up" if levels[-1][1] > levels[-2][1] else "down"
