"""New ways: the person tells of doing otherwise where it used to be the same again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from thirdear.formulation.conflict import MATURE
from thirdear.formulation.evidence import shown
from thirdear.formulation.formulation import Formulation
from thirdear.formulation.standing import Standing, standing
from thirdear.formulation.told import Part, Told, ways
from thirdear.listening.context import Figure
from thirdear.listening.defences import LEVELS
from thirdear.speech import Quote

TOLD_BEFORE = 2
"""Times the old way must have been told before something else is a new one."""
TOLD_BEFORE_SAID = 1
"""Where the person sets it apart themselves ("for once") the old way need be told only once."""
STRAIGHT = "self_assertion"
_OLD_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NewWay:
    """A new way beside the old one with the same figure, or the same kind of figure.

    `old` and `new` are the person's words; `was` and `now_is` the codes (RS6, RS5; or a defence).
    """

    id: str
    figure: str
    was: str
    now_is: str
    old: Quote
    new: Quote
    session: int
    count: int
    old_count: int
    sessions: tuple[int, ...]
    evidence: tuple[Quote, ...]
    rests_on: int
    explicit: bool

    def standing(self) -> Standing:
        """Say how settled the new way is: once is a moment."""
        return standing(self.count, len(self.sessions))


def new_ways(formulation: Formulation) -> list[NewWay]:
    """Return the new ways that are not disputed, newest first."""
    found: dict[str, NewWay] = {}
    for way in (*_in_episodes(formulation), *_in_defences(formulation)):
        known = found.get(way.id)
        found[way.id] = _again(known, way) if known else way
    ways = [w for w in found.values() if w.id not in formulation.disputed]
    return sorted(ways, key=lambda w: (-w.new.session, -w.new.turn, w.id))


def _in_episodes(formulation: Formulation) -> Iterator[NewWay]:
    """Yield one new way for each episode in which something else was done than in earlier ones."""
    olds: dict[tuple[str, str], list[list[Part]]] = {}
    for told in formulation.episodes:
        known = formulation.who(told.figure)
        if known is None:
            continue
        kind = _kind(known)
        codes = told.codes()
        new = _new_part(told)
        old = [
            (len(times), code, times) for (of, code), times in olds.items()
            if of == kind and code not in codes
            and len(times) >= (TOLD_BEFORE_SAID if told.marked else TOLD_BEFORE)
        ]  # fmt: skip
        if new is not None and old:
            many, was, times = min(old, key=lambda o: (-o[0], o[1]))
            code, quote, explicit = new
            before = [p.quote for parts in times for p in parts]
            yield NewWay(
                id=f"new/{kind}/{was}>{code}",
                figure=known.id,
                was=was,
                now_is=code,
                old=times[-1][0].quote,
                new=quote,
                session=told.session,
                count=1,
                old_count=many,
                sessions=(told.session,),
                evidence=shown((*before[-_OLD_SHOWN:], quote)),
                rests_on=len(before) + len(codes[code]),
                explicit=explicit,
            )
        for code, parts in codes.items():
            against = [p for p in parts if p.polarity == "negative"]
            if parts[0].slot == "response_of_self" and against:
                olds.setdefault((kind, code), []).append(against)


def _new_part(told: Told) -> tuple[str, Quote, bool] | None:
    """Return (code, words, explicit) of what is new in an episode, if anything can be.

    A response of the self that is one's own doing and not against the wish; a wish to stand by
    oneself with any such response; or any response that words like "for once" set apart.
    """
    rs = told.of("response_of_self")
    good = [p for p in rs if p.polarity == "positive"]
    done = next((p for p in good if p.cluster in ways()["own"]), None)
    if done is not None:
        return done.code, done.quote, done.explicit
    asserted = next(
        (p for p in told.of("wish") if p.cluster in ways()["wishes"] and p.explicit), None
    )
    if good and asserted is not None:
        return asserted.code, asserted.quote, True
    if told.marked is not None and rs:
        near = min(rs, key=lambda p: (p.polarity == "negative", _apart(p.quote, told.marked)))
        return near.code, near.quote, near.explicit
    return None


def _apart(a: Quote, b: Quote | None) -> int:
    if b is None or a.turn != b.turn:
        return 10_000
    return max(0, a.start - b.end, b.start - a.end)


def _in_defences(formulation: Formulation) -> Iterator[NewWay]:
    """Yield where something is said straight to someone near whom it used to be kept away."""
    defences = formulation.of("defence")
    for now in defences:
        known = formulation.who(now.about)
        if now.code != STRAIGHT or known is None:
            continue
        for was in defences:
            other = formulation.who(was.about)
            if other is None or other.id != known.id or LEVELS.get(was.code, 7) >= MATURE:
                continue
            old = was.evidence[:TOLD_BEFORE]
            new = now.evidence[-1]
            if was.count >= TOLD_BEFORE and _before(old[-1], new):
                yield NewWay(
                    id=f"new/{known.id}/{was.code}>{now.code}",
                    figure=known.id,
                    was=was.code,
                    now_is=now.code,
                    old=old[0],
                    new=new,
                    session=new.session,
                    count=now.count,
                    old_count=was.count,
                    sessions=now.sessions,
                    evidence=(*old, new),
                    rests_on=was.count + now.count,
                    explicit=False,
                )


def _before(a: Quote, b: Quote) -> bool:
    return (a.session, a.turn) < (b.session, b.turn)


def _again(known: NewWay, way: NewWay) -> NewWay:
    """Return a new way told once more: its newest words, and how often in all."""
    return replace(
        way,
        count=known.count + way.count,
        sessions=tuple(sorted({*known.sessions, *way.sessions})),
        evidence=shown((*known.evidence, *way.evidence)),
        rests_on=known.rests_on + way.rests_on,
        explicit=known.explicit or way.explicit,
    )


def _kind(figure: Figure) -> str:
    """Return what kind of person someone is: what is new with one boss is new with another."""
    kinds = ways()["kinds"]
    return next((k for k, roles in sorted(kinds.items()) if figure.role in roles), figure.id)
