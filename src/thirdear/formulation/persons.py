"""Links across the triangle of persons: the same thing told of two people of different corners.

Malan's second triangle (1979): the other chair (T), current (C) and past figures (P). When a link
may be offered is bounded by the evidence gates of the relationships reference, section 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from thirdear.formulation.evidence import in_order
from thirdear.formulation.formulation import Formulation
from thirdear.formulation.ruptures import open_rupture
from thirdear.formulation.standing import Standing, standing
from thirdear.speech import Quote

EACH_SIDE = 2
"""Times on each side before a link may be offered; with the other chair once is enough."""
ONCE_IN_SESSIONS = 4
"""A link across all three corners is offered at most once in so many sessions."""
TOLD_IN_ALL = 3
"""Times something must be told in all before it links anyone: being hurt or angry once with each
of two people is common. With the other chair once on each side is enough to be kept in mind."""
MOST_LINKS = 40
_A_CORNER = 4
_SHOWN_A_SIDE = 4


@dataclass(slots=True)
class _Side:
    """What was told of one figure, being gathered."""

    figure: str
    corner: str
    count: int = 0
    rests_on: int = 0
    explicit: bool = False
    sessions: set[int] = field(default_factory=set)
    quotes: list[Quote] = field(default_factory=list)
    shown: tuple[Quote, ...] = ()

    def add(
        self,
        count: int,
        sessions: set[int],
        quotes: Iterable[Quote],
        rests_on: int,
        *,
        explicit: bool,
    ) -> None:
        self.count += count
        self.rests_on += rests_on
        self.explicit = self.explicit or explicit
        self.sessions |= sessions
        self.quotes.extend(quotes)

    def newest(self) -> Quote:
        return self.evidence()[-1]

    def evidence(self) -> tuple[Quote, ...]:
        if not self.shown:
            self.shown = tuple(in_order(self.quotes)[-_SHOWN_A_SIDE:])
        return self.shown


@dataclass(frozen=True, slots=True)
class Link:
    """The same wish, response, defence or feeling with two figures (three for T-C-P).

    `figures` and `corners` run from nearest to farthest in time ("T", "C", "P"); `shared` is
    (kind, code), e.g. ("response_of_self", "RS6"); `here` and `there` are the newest words of the
    nearest and of the farthest side, `counts` how often on each side. `ready` tells whether the
    evidence is enough for the link to be offered now.
    """

    id: str
    corners: tuple[str, ...]
    figures: tuple[str, ...]
    shared: tuple[str, str]
    here: Quote
    there: Quote
    counts: tuple[int, ...]
    sessions: tuple[int, ...]
    evidence: tuple[Quote, ...]
    rests_on: int
    explicit: bool
    ready: bool

    @property
    def count(self) -> int:
        """How often the shared thing was told on all sides together."""
        return sum(self.counts)

    def standing(self) -> Standing:
        """Say how settled this is: no more than its rarest side."""
        return standing(2 * min(self.counts), len(self.sessions))


def links(formulation: Formulation) -> list[Link]:
    """Return the links that are not disputed: those that are ready first, then the most told."""
    found: list[tuple[tuple[str, str], tuple[_Side, ...]]] = []
    for shared, sides in _told(formulation).items():
        corners: dict[str, list[_Side]] = {}
        for side in sorted(sides.values(), key=lambda s: (-s.count, s.figure)):
            if len(corners.setdefault(side.corner, [])) < _A_CORNER:
                corners[side.corner].append(side)
        for a, b in (("C", "P"), ("T", "C"), ("T", "P")):
            for near in corners.get(a, []):
                for far in corners.get(b, []):
                    found.append((shared, (near, far)))
        if {"T", "C", "P"} <= corners.keys():
            found.append((shared, tuple(corners[c][0] for c in "TCP")))
    told = [
        _link(formulation, shared, sides)
        for shared, sides in found
        if (sides[0].corner == "T" or sum(s.count for s in sides) >= TOLD_IN_ALL)
        and link_id(shared, tuple(s.figure for s in sides)) not in formulation.disputed
    ]
    return sorted(told, key=lambda k: (not k.ready, -min(k.counts), -k.count, k.id))[:MOST_LINKS]


def link_id(shared: tuple[str, str], figures: tuple[str, ...]) -> str:
    """Return the id of a link; it never changes, whatever else is told."""
    return f"link/{shared[0]}/{shared[1]}/{'-'.join(figures)}"


def _told(formulation: Formulation) -> dict[tuple[str, str], dict[str, _Side]]:
    """Return what was told of whom: by (kind, code), by figure."""
    found: dict[tuple[str, str], dict[str, _Side]] = {}
    for told in formulation.episodes:
        known = formulation.who(told.figure)
        if known is None:
            continue
        for code, parts in told.codes().items():
            sides = found.setdefault((parts[0].slot, code), {})
            side = sides.setdefault(known.id, _Side(known.id, known.corner))
            quotes = [p.quote for p in parts]
            side.add(1, {told.session}, quotes, len(quotes), explicit=parts[0].explicit)
    for kind in ("defence", "feeling"):
        for strand in formulation.of(kind):
            known = formulation.who(strand.about)
            if known is None or (kind == "feeling" and not strand.explicit):
                continue
            sides = found.setdefault((kind, strand.code), {})
            side = sides.setdefault(known.id, _Side(known.id, known.corner))
            side.add(
                strand.count, set(strand.sessions), strand.evidence, strand.count,
                explicit=strand.explicit,
            )  # fmt: skip
    return found


def _link(formulation: Formulation, shared: tuple[str, str], sides: tuple[_Side, ...]) -> Link:
    figures = tuple(s.figure for s in sides)
    name = link_id(shared, figures)
    corners = tuple(s.corner for s in sides)
    explicit = all(s.explicit for s in sides)
    sessions = tuple(sorted({n for s in sides for n in s.sessions}))
    enough = all(s.count >= (1 if s.corner == "T" else EACH_SIDE) for s in sides)
    ready = (
        enough
        and explicit
        and formulation.session in sessions
        and not _in_dispute(formulation, shared)
        and not (corners[0] == "T" and "P" in corners and open_rupture(formulation) is not None)
        and not (len(corners) == len("TCP") and _offered_lately(formulation, name))
    )
    return Link(
        id=name,
        corners=corners,
        figures=figures,
        shared=shared,
        here=sides[0].newest(),
        there=sides[-1].newest(),
        counts=tuple(s.count for s in sides),
        sessions=sessions,
        evidence=tuple(q for s in sides for q in s.evidence()),
        rests_on=sum(s.rests_on for s in sides),
        explicit=explicit,
        ready=ready,
    )


def _in_dispute(formulation: Formulation, shared: tuple[str, str]) -> bool:
    """Tell whether a theme with the shared part in it was rejected."""
    themes = (d.removeprefix("theme/") for d in formulation.disputed if d.startswith("theme/"))
    return any(shared[1] in theme.split("-") for theme in themes)


def _offered_lately(formulation: Formulation, name: str) -> bool:
    return any(
        e.about == name and formulation.session - e.session < ONCE_IN_SESSIONS
        for e in formulation.explored
    )
