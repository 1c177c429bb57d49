"""Puts the formulation into the contract's shape: what is understood, and on what it rests."""

from __future__ import annotations

from typing import Any

import msgspec

from thirdear.formulation.awareness import Awareness
from thirdear.formulation.conflict import Corner, Triangle, triangles
from thirdear.formulation.formulation import Formulation, Strand
from thirdear.formulation.lenses import as_plain, lenses
from thirdear.formulation.marks import Rejection, Rupture, Sequel
from thirdear.formulation.maturity import maturity
from thirdear.formulation.naming import called
from thirdear.formulation.new_ways import NewWay, new_ways
from thirdear.formulation.persons import Link, links
from thirdear.formulation.profile import Change, change
from thirdear.formulation.readiness import because, gate
from thirdear.formulation.ruptures import open_rupture
from thirdear.formulation.statements import sequels
from thirdear.formulation.themes import Theme, aware, pervasiveness, themes
from thirdear.formulation.transference import Transference, transference
from thirdear.formulation.wording import doubts, in_words, words_for
from thirdear.listening.context import Figure
from thirdear.listening.listener import LISTENER

Asserted = Strand | Theme | Link | Triangle | NewWay | Sequel | Transference

__all__ = ["account", "called", "words_for"]


def account(formulation: Formulation, client: str) -> dict[str, Any]:
    """Return one formulation as the contract's `understand` object (plain JSON types).

    Parts that nothing has been heard for are empty lists; `defence_maturity` is None, for it
    needs 50 likely instances over three sessions. What was rejected stands under `rejected` only.
    """
    f = formulation
    found = themes(f)
    return {
        "client": client,
        "listener": LISTENER,
        "sessions": f.sessions,
        "utterances": f.utterances,
        "conflict": {
            "feelings": [_strand(s, f) for s in f.of("feeling")],
            "anxiety": [_strand(s, f) for s in f.of("anxiety")],
            "defences": [_strand(s, f) for s in f.of("defence")],
            "defence_maturity": maturity(f),
            "defence_change": _change(change(f.profile)),
        },
        "triangles": [_triangle(t, f) for t in triangles(f)],
        "persons": [
            _person(p, f) for p in f.cast.values() if p.same_as is None and not p.nobody
        ],
        "themes": [_theme(t, f) for t in found],
        "awareness": [_awareness(a, t, f) for t in found if (a := aware(f, t)) is not None],
        "links": [_link(k, f, found) for k in links(f)],
        "transference": [_transference(t, f) for t in transference(f)],
        "associations": [_sequel(s, f) for s in sequels(f)],
        "alliance": {
            "open": open_rupture(f) is not None,
            "ruptures": [_rupture(r) for r in f.ruptures],
        },
        "capacity": {
            "gate": gate(f),
            "score": f.capacity.score(),
            "because": because(f),
        },
        "lenses": [as_plain(r) for r in lenses(f)],
        "new_ways": [_new_way(w, f) for w in new_ways(f)],
        "risk": [_strand(s, f) for s in f.of("risk")],
        "rejected": [_rejection(r) for r in f.rejections],
    }  # fmt: skip


def _said(statement: Asserted, f: Formulation) -> dict[str, Any]:
    alternative, wrong_if = doubts(statement)
    return {
        "id": statement.id,
        "words": in_words(statement, f),
        "evidence": _plain(statement.evidence),
        "count": statement.count,
        "standing": statement.standing(),
        "explicit": statement.explicit,
        "alternative": alternative,
        "wrong_if": wrong_if,
        "disputed": statement.id in f.disputed,
    }


def _strand(strand: Strand, f: Formulation) -> dict[str, Any]:
    return {**_said(strand, f), "code": strand.code, "about": strand.about}


def _person(figure: Figure, f: Formulation) -> dict[str, Any]:
    return {
        "figure": figure.id,
        "names": list(figure.names),
        "corner": figure.corner,
        "feelings": [_strand(s, f) for s in f.of("feeling") if s.about == figure.id],
    }


def _theme(theme: Theme, f: Formulation) -> dict[str, Any]:
    return {
        **_said(theme, f),
        "wish": theme.wish,
        "wish_explicit": theme.wish_explicit,
        "response_of_other": theme.response_of_other,
        "response_of_self": theme.response_of_self,
        "pervasiveness": theme.pervasiveness,
        "by_figure": {who: pervasiveness(f, theme.id, figure=who) for who in theme.figures},
        "by_period": {
            "early": pervasiveness(f, theme.id, half="early"),
            "late": pervasiveness(f, theme.id, half="late"),
        },
        "figures": list(theme.figures),
        "corners": list(theme.corners),
        "apes": theme.apes,
        "told_how": theme.told_how,
        "then": _plain(theme.then),
        "now": _plain(theme.now),
    }


def _awareness(one: Awareness, theme: Theme, f: Formulation) -> dict[str, Any]:
    alternative, wrong_if = doubts(one)
    return {
        "theme": one.theme,
        "words": in_words(one, f),
        "apes": one.apes,
        "told_how": one.told_how,
        "by_session": [{"session": s, "apes": level} for s, level in one.by_session],
        "moved": one.moved,
        "then": _plain(one.then),
        "now": _plain(one.now),
        "evidence": _plain(one.evidence),
        "standing": theme.standing(),
        "explicit": False,
        "alternative": alternative,
        "wrong_if": wrong_if,
        "disputed": one.theme in f.disputed,
    }


def _link(link: Link, f: Formulation, found: list[Theme]) -> dict[str, Any]:
    return {
        **_said(link, f),
        "corners": list(link.corners),
        "figures": list(link.figures),
        "shared": {"kind": link.shared[0], "code": link.shared[1]},
        "themes": [
            t.id for t in found
            if link.shared[1] in (t.wish, t.response_of_other, t.response_of_self)
            and set(link.figures) <= set(t.figures)
        ],
        "here": _plain(link.here),
        "there": _plain(link.there),
        "counts": list(link.counts),
        "ready": link.ready,
    }  # fmt: skip


def _triangle(triangle: Triangle, f: Formulation) -> dict[str, Any]:
    return {
        **_said(triangle, f),
        "figure": triangle.figure,
        "theme": triangle.theme,
        "defences": [_corner(c) for c in triangle.defences],
        "anxiety": [_corner(c) for c in triangle.anxiety],
        "feelings": [_corner(c) for c in triangle.feelings],
    }


def _corner(corner: Corner) -> dict[str, Any]:
    return {
        "id": corner.id,
        "code": corner.code,
        "told": corner.told,
        "count": corner.count,
        "evidence": _plain(corner.evidence),
    }


def _transference(one: Transference, f: Formulation) -> dict[str, Any]:
    return {
        **_said(one, f),
        "form": one.form,
        "direct": one.direct,
        "resembles": one.resembles,
        "explored": _plain(one.explored),
    }


def _sequel(sequel: Sequel, f: Formulation) -> dict[str, Any]:
    return {**_said(sequel, f), "before": sequel.before.id, "after": sequel.after.id}


def _new_way(way: NewWay, f: Formulation) -> dict[str, Any]:
    return {
        **_said(way, f),
        "figure": way.figure,
        "was": way.was,
        "now_is": way.now_is,
        "old_count": way.old_count,
        "session": way.session,
        "old": _plain(way.old),
        "new": _plain(way.new),
    }


def _change(found: Change | None) -> dict[str, Any] | None:
    return {**_plain(found), "experimental": True} if found else None


def _rupture(rupture: Rupture) -> dict[str, Any]:
    return {
        "code": rupture.code,
        "session": rupture.session,
        "turn": rupture.turn,
        "repaired": rupture.repaired,
        "evidence": [_plain(rupture.quote)],
    }


def _rejection(one: Rejection) -> dict[str, Any]:
    return {
        "ids": list(one.ids),
        "session": one.session,
        "turn": one.turn,
        "evidence": _plain(one.grounds),
    }


def _plain(thing: object) -> Any:
    return msgspec.to_builtins(thing)
