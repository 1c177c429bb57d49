"""The triangle of conflict, figure by figure: what is done instead, what is feared, what is felt.

Malan's first triangle (1979; relationships reference, section 2), always in the order defence,
anxiety, feeling: what can be seen first, what is hidden last.
"""

from __future__ import annotations

from dataclasses import dataclass

from thirdear.formulation.evidence import shown
from thirdear.formulation.formulation import Formulation, Strand
from thirdear.formulation.marks import Sequel
from thirdear.formulation.standing import Standing, standing
from thirdear.formulation.themes import of_one_person
from thirdear.listening.defences import LEVELS
from thirdear.speech import Quote

MATURE = 7
"""Level of the defences that keep nothing away (to say it straight, to look at oneself)."""
RECURS = 2
"""Times something must come next to a figure before it is counted as near them."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One thing at a corner of the triangle, and how it was told: explicit, denied or inferred."""

    id: str
    code: str
    told: str
    count: int
    sessions: tuple[int, ...]
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Triangle:
    """What is done, feared and felt near one figure; `theme` is the theme that is only of them."""

    id: str
    figure: str
    theme: str | None
    defences: tuple[Corner, ...]
    anxiety: tuple[Corner, ...]
    feelings: tuple[Corner, ...]
    count: int
    sessions: tuple[int, ...]
    evidence: tuple[Quote, ...]
    explicit: bool

    @property
    def rests_on(self) -> int:
        """On how many pieces of talk it rests."""
        return self.count

    def standing(self) -> Standing:
        """Say how settled this is: no more than the defence in it and what it is against."""
        against = self.feelings or self.anxiety
        sides = [max(c.count for c in side) for side in (self.defences, against)]
        return standing(min(sides), len(self.sessions))


def triangles(formulation: Formulation) -> list[Triangle]:
    """Return the triangles near figures where something is kept at a distance, most told first.

    A defence or an anxiety belongs to a figure if it was about them, or came next to them or to a
    feeling toward them. Where only a defence was heard, or a feeling that no word told, there is
    nothing yet that it is against, and no triangle.
    """
    sides: dict[str, dict[str, list[Corner]]] = {}
    for kind in ("defence", "anxiety", "feeling"):
        for strand in formulation.of(kind):
            if kind == "defence" and LEVELS.get(strand.code) == MATURE:
                continue
            _put(sides, formulation, strand.about, kind, _of_strand(strand))
    for sequel in _nearest(formulation):
        _put(sides, formulation, sequel.before.about, sequel.after.kind, _of_sequel(sequel))
    only = of_one_person(formulation)
    found = [
        _triangle(figure, only.get(figure), near)
        for figure, near in sides.items()
        if _enough(near) and triangle_id(figure) not in formulation.disputed
    ]  # fmt: skip
    return sorted(found, key=lambda t: (-t.count, t.id))


def _enough(near: dict[str, list[Corner]]) -> bool:
    """Tell whether there is a defence and what it may be against (relationships reference, 2).

    Against a feeling where the person named or denied one; against anxiety where both were heard
    twice.
    """
    named = any(c.told != "inferred" for c in near.get("feeling", []))
    defences, anxiety = (sum(c.count for c in near.get(k, [])) for k in ("defence", "anxiety"))
    return defences > 0 and (named or min(defences, anxiety) >= RECURS)


def triangle_id(figure: str) -> str:
    """Return the id of the triangle near a figure."""
    return f"triangle/{figure}"


def _nearest(formulation: Formulation) -> list[Sequel]:
    """Return what was about no one but came next to someone: once to a feeling, or again and again.

    One time may be counted after the figure and after the feeling; the better counted stands.
    """
    best: dict[tuple[str | None, str], Sequel] = {}
    for s in formulation.sequels.values():
        if s.after.about is not None or s.after.kind not in ("defence", "anxiety"):
            continue
        if s.before.kind == "figure" and s.count < RECURS:
            continue
        if not formulation.disputed.isdisjoint((s.id, s.after.id)):
            continue
        if LEVELS.get(s.after.code) == MATURE:
            continue
        at = (s.before.about, s.after.id)
        if at not in best or (s.count, s.id) > (best[at].count, best[at].id):
            best[at] = s
    return list(best.values())


def _put(
    sides: dict[str, dict[str, list[Corner]]],
    formulation: Formulation,
    figure: str | None,
    kind: str,
    corner: Corner,
) -> None:
    known = formulation.who(figure)
    if known is not None:
        sides.setdefault(known.id, {}).setdefault(kind, []).append(corner)


def _of_strand(strand: Strand) -> Corner:
    told = "explicit" if strand.explicit else "denied" if strand.denied else "inferred"
    return Corner(strand.id, strand.code, told, strand.count, strand.sessions, strand.evidence)


def _of_sequel(sequel: Sequel) -> Corner:
    quotes = shown((sequel.first[1], sequel.last[1]))
    return Corner(
        sequel.after.id, sequel.after.code, "inferred", sequel.count, sequel.sessions, quotes
    )


def _triangle(figure: str, theme: str | None, near: dict[str, list[Corner]]) -> Triangle:
    defences, anxiety, feelings = (
        _joined(near.get(kind, [])) for kind in ("defence", "anxiety", "feeling")
    )
    corners = (*defences, *anxiety, *feelings)
    return Triangle(
        id=triangle_id(figure),
        figure=figure,
        theme=theme,
        defences=defences,
        anxiety=anxiety,
        feelings=feelings,
        count=sum(c.count for c in corners),
        sessions=tuple(sorted({s for c in corners for s in c.sessions})),
        evidence=shown(q for c in corners for q in c.evidence),
        explicit=any(c.told == "explicit" for c in feelings),
    )


def _joined(corners: list[Corner]) -> tuple[Corner, ...]:
    """Join what has the same code (a strand, and what came next to someone), most told first."""
    found: dict[str, Corner] = {}
    for c in corners:
        known = found.get(c.code)
        if known is None:
            found[c.code] = c
            continue
        found[c.code] = Corner(
            known.id, c.code, "explicit" if "explicit" in (known.told, c.told) else known.told,
            known.count + c.count,
            tuple(sorted({*known.sessions, *c.sessions})),
            shown((*known.evidence, *c.evidence)),
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda c: (-c.count, c.code)))
