"""Says in plain words what a statement means, another way to see it, and what shows it wrong.

The words are in `statements.toml` and `clusters.toml`; here is only how they are put together.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from thirdear.formulation.awareness import Awareness
from thirdear.formulation.clusters import clusters
from thirdear.formulation.conflict import Corner, Triangle
from thirdear.formulation.formulation import Formulation, Strand
from thirdear.formulation.marks import Sequel, Sign
from thirdear.formulation.naming import called, listed
from thirdear.formulation.new_ways import NewWay
from thirdear.formulation.persons import Link
from thirdear.formulation.themes import Theme
from thirdear.formulation.transference import Transference
from thirdear.listening.context import THERAPIST, Figure

Anything = Strand | Theme | Link | Triangle | NewWay | Sequel | Transference | Awareness
_FIGURES_NAMED = 3


def in_words(statement: Anything, formulation: Formulation) -> str:
    """Say in plain words what a statement may mean."""
    match statement:
        case Theme():
            return _theme(statement, formulation)
        case Link():
            return _link(statement, formulation)
        case Triangle():
            return _triangle(statement, formulation)
        case NewWay():
            return _new_way(statement, formulation)
        case Transference():
            return _transference(statement, formulation)
        case Sequel():
            return _sequel(statement, formulation)
        case Awareness():
            data = words()["awareness"]
            more = data["intellectual"] if statement.told_how == "intellectual" else ""
            return str(data[str(statement.apes)] + more)
        case Strand():
            return words_for(statement, formulation.cast)


def words_for(strand: Strand, cast: dict[str, Figure]) -> str:
    """Say in plain words what a strand may mean."""
    data = words()
    who = _whom(strand.about, cast)
    what = strand.code.replace("_", " ")
    if strand.kind == "feeling":
        entry = data[_told_how(strand)]
        return str(entry["words"]).format(what=what, toward=f" toward {who}" if who else "")
    if strand.kind == "defence":
        return str(data["defence"][strand.code]).format(about=f", around {who}" if who else "")
    if strand.kind in ("anxiety", "transference"):
        return str(data[strand.kind][strand.code])
    return str(data[strand.kind]["words"]).format(what=what)


def doubts(statement: Anything) -> tuple[str, str]:
    """Return another way to see a statement, and what would show it wrong."""
    match statement:
        case Strand():
            kind = _told_how(statement)
        case NewWay():
            kind = "new_way"
        case _:
            kind = type(statement).__name__.lower()
    entry = words()[kind]
    return str(entry["alternative"]), str(entry["wrong_if"])


@cache
def words() -> dict[str, Any]:
    """Return the data file of statements (`statements.toml`)."""
    path = resources.files("thirdear.formulation") / "statements.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cluster(code: str) -> str:
    """Say a cluster of a wish or response to the person ("others turned away ...")."""
    return str(clusters()[code]["you"])


def names(figures: tuple[str, ...], formulation: Formulation) -> str:
    """Return what some figures are called, the first few of them."""
    found = [called(formulation.who(f)) for f in figures]
    if len(found) > _FIGURES_NAMED:
        found = [*found[: _FIGURES_NAMED - 1], "others"]
    return listed(list(dict.fromkeys(found)))


def _whom(about: str | None, cast: dict[str, Figure]) -> str | None:
    """Return what someone is called, as the person has corrected it; oneself is no figure."""
    if about is None:
        return None
    if about == "self":
        return "yourself"
    known = cast.get(about, THERAPIST if about == THERAPIST.id else None)
    return called(cast.get(known.same_as, known) if known and known.same_as else known)


def _told_how(strand: Strand) -> str:
    """Return the entry of the data file: a feeling may be told, denied, or only inferred."""
    if strand.kind != "feeling" or strand.explicit:
        return strand.kind
    return "feeling_denied" if strand.denied else "feeling_inferred"


def _theme(theme: Theme, formulation: Formulation) -> str:
    how = "wishless" if theme.wish is None else "told" if theme.wish_explicit else "untold"
    return str(words()["theme"][how]).format(
        who=names(theme.figures, formulation),
        wish=cluster(theme.wish) if theme.wish else "",
        other=cluster(theme.response_of_other),
        self=cluster(theme.response_of_self),
    )


def _link(link: Link, formulation: Formulation) -> str:
    kind, code = link.shared
    if kind == "feeling":
        what = code.replace("_", " ")
    else:
        what = _done(code) if kind == "defence" else str(clusters()[code]["they"])
    form = words()["link"][kind if kind in ("feeling", "defence") else "part"]
    return str(form).format(who=names(link.figures, formulation), what=what)


def _triangle(triangle: Triangle, formulation: Formulation) -> str:
    data = words()["triangle"]
    return str(data["words"]).format(
        who=called(formulation.who(triangle.figure)),
        defence=_done(triangle.defences[0].code),
        anxiety=data["anxiety"] if triangle.anxiety else "",
        feeling=_feelings(triangle.feelings),
    )


def _feelings(feelings: tuple[Corner, ...]) -> str:
    """Say what is felt: what was said outright, else what was denied, else what may be there."""
    for told in ("explicit", "denied", "inferred"):
        found = [c.code.replace("_", " ") for c in feelings if c.told == told]
        if found:
            return str(words()["triangle"][told]).format(what=listed(found[:_FIGURES_NAMED]))
    return ""


def _new_way(way: NewWay, formulation: Formulation) -> str:
    data = words()["new_way"]
    who = called(formulation.who(way.figure))
    if way.was in clusters():
        return str(data["part"]).format(who=who, was=cluster(way.was), now=cluster(way.now_is))
    return str(data["defence"]).format(who=who, was=_done(way.was))


def _transference(one: Transference, formulation: Formulation) -> str:
    data = words()["transference"]
    like = formulation.who(one.resembles)
    more = data["resembles"].format(who=called(like)) if like else ""
    return str(data[one.form] + more)


def _sequel(sequel: Sequel, formulation: Formulation) -> str:
    return str(words()["sequel"]["words"]).format(
        before=_sign(sequel.before, formulation), after=_sign(sequel.after, formulation)
    )


def _sign(sign: Sign, formulation: Formulation) -> str:
    who = called(formulation.who(sign.about)) if sign.about else ""
    what = _done(sign.code) if sign.kind == "defence" else sign.code.replace("_", " ")
    form = str(words()["sequel"][sign.kind])
    return form.format(what=what, who=who, toward=f" toward {who}" if who else "")


def _done(code: str) -> str:
    """Say what a defence does, to be put inside a sentence."""
    said = str(words()["defence"][code]).format(about="").rstrip(".")
    return said[:1].lower() + said[1:]
