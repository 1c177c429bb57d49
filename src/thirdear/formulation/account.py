"""Puts the formulation into the contract's words: what is understood, and on what it rests."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from thirdear.formulation.formulation import Formulation, Strand
from thirdear.formulation.maturity import maturity
from thirdear.listening.context import Figure
from thirdear.listening.listener import LISTENER


def account(formulation: Formulation, client: str) -> dict[str, Any]:
    """Return one formulation as the contract's `understand` object (plain JSON types).

    Parts that nothing has been heard for yet (themes, transference, lenses) are empty lists;
    `defence_maturity` is None, for it needs 50 likely instances over three sessions.
    """
    feelings = [_statement(s, formulation) for s in formulation.of("feeling")]
    return {
        "client": client,
        "listener": LISTENER,
        "sessions": formulation.sessions,
        "utterances": formulation.utterances,
        "conflict": {
            "feelings": feelings,
            "anxiety": [_statement(s, formulation) for s in formulation.of("anxiety")],
            "defences": [_statement(s, formulation) for s in formulation.of("defence")],
            "defence_maturity": maturity(formulation),
        },
        "persons": [_person(f, formulation) for f in formulation.cast.values()],
        "themes": [],
        "links": [],
        "transference": [],
        "capacity": {
            "gate": formulation.capacity.gate(),
            "score": formulation.capacity.score(),
            "because": formulation.capacity.because(),
        },
        "lenses": [],
        "new_ways": [],
        "risk": [_statement(s, formulation) for s in formulation.of("risk")],
    }


def words_for(strand: Strand, cast: dict[str, Figure]) -> str:
    """Say in plain words what a strand may mean."""
    data = _statements()
    who = called(cast.get(strand.about)) if strand.about else None
    what = strand.code.replace("_", " ")
    if strand.kind == "feeling":
        entry = data[_told_how(strand)]
        return str(entry["words"]).format(what=what, toward=f" toward {who}" if who else "")
    if strand.kind == "defence":
        return str(data["defence"][strand.code]).format(about=f", around {who}" if who else "")
    if strand.kind == "anxiety":
        return str(data["anxiety"][strand.code])
    return str(data[strand.kind]["words"]).format(what=what)


def _told_how(strand: Strand) -> str:
    """Return the entry of the data file: a feeling may be told, denied, or only inferred."""
    if strand.kind != "feeling" or strand.explicit:
        return strand.kind
    return "feeling_denied" if strand.denied else "feeling_inferred"


def doubts(strand: Strand) -> tuple[str, str]:
    """Return the alternative reading of a strand, and what would show it wrong."""
    entry = _statements()[_told_how(strand)]
    return str(entry["alternative"]), str(entry["wrong_if"])


def called(figure: Figure | None) -> str:
    """Return what the person calls a figure, turned round to them ("your boss", "Dan")."""
    if figure is None:
        return "someone"
    if figure.id == "therapist":
        return "this other chair"
    own = next((n for n in figure.names if n[:1].isupper()), None)
    if own is not None and figure.role == "other":
        return own
    plain = next((n for n in figure.names if not n[:1].isupper()), figure.role.replace("_", " "))
    if plain.split()[0] in ("his", "her", "their", "the"):
        return plain
    return f"your {plain}"


def _person(figure: Figure, formulation: Formulation) -> dict[str, Any]:
    feelings = [s for s in formulation.of("feeling") if s.about == figure.id]
    return {
        "figure": figure.id,
        "names": list(figure.names),
        "corner": figure.corner,
        "feelings": [_statement(s, formulation) for s in feelings],
    }


def _statement(strand: Strand, formulation: Formulation) -> dict[str, Any]:
    alternative, wrong_if = doubts(strand)
    return {
        "id": strand.id,
        "code": strand.code,
        "about": strand.about,
        "words": words_for(strand, formulation.cast),
        "evidence": [msgspec.to_builtins(q) for q in strand.evidence],
        "count": strand.count,
        "standing": strand.standing(),
        "explicit": strand.explicit,
        "alternative": alternative,
        "wrong_if": wrong_if,
        "disputed": strand.id in formulation.disputed,
    }


@cache
def _statements() -> dict[str, Any]:
    path = resources.files("thirdear.formulation") / "statements.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
