"""One page for a clinician, made for print: what was answered, what changed, in whose words.

A pure function of the history: the same history and day give the same page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from thirdear.measures.answers import History
from thirdear.measures.battery import battery
from thirdear.measures.changes import needed
from thirdear.measures.course import Point, Word, honest_word
from thirdear.measures.dated import Dated, dated
from thirdear.measures.marks import Marked, marked
from thirdear.measures.questionnaire import Measure, measures

if TYPE_CHECKING:
    from jinja2 import Template

SINCE = {
    "better": "lighter, reliably",
    "worse": "heavier, reliably",
    "within": "within what answers move by themselves",
    None: "no reliable-change value",
}
_OUR_REFERENCE = re.compile(r" \(reference[^)]*\)")
_PLOTTED = ("phq-9", "gad-7")
"""Two pictures fit the page; where neither was asked, the first measures that were."""


class Row(msgspec.Struct, frozen=True):
    """One measure in the table: its first and its latest score, and what lies between."""

    measure: Measure
    first: Dated
    last: Dated
    count: int
    since: str
    needed: float | None

    @property
    def source(self) -> str:
        """Who says what the measure is and how far it wavers."""
        told = f"{self.measure.name}: {self.measure.citation}."
        if self.measure.reliable is None:
            return told
        change = _OUR_REFERENCE.sub("", self.measure.reliable.source)
        read = "" if self.measure.reliable.read else " (not read at its source)"
        return f"{told} Change: {change}{read}."


class OwnProblem(msgspec.Struct, frozen=True):
    """A problem in the person's words, and its number at the start and now."""

    words: str
    first: int
    last: int


class Page(msgspec.Struct, frozen=True):
    """All that stands on the page."""

    name: str
    focus: str
    made: date
    sessions: int
    first_session: date | None
    last_session: date | None
    rows: tuple[Row, ...]
    problems: tuple[OwnProblem, ...]
    marks: tuple[Marked, ...]
    repairs: tuple[Marked, ...]
    word: Word
    plots: tuple[str, ...]
    has_breaks: tuple[str, ...]


def page(history: History, made: date, known: Mapping[str, Measure] | None = None) -> Page:
    """Put together what the page says; `known` holds measures whose words somebody has brought."""
    known = known or measures()
    asked = [known[name] for name in _in_order(known) if history.of(name)]
    scored = {q.id: dated(q, history.of(q.id)) for q in asked}
    held = sorted(history.sessions)
    marks = [m for q in asked for m in marked(q, history.of(q.id)[-1].values)]
    points = [
        Point(history.sessions_before(answers), at.score)
        for q in asked
        for answers, at in zip(history.of(q.id), scored[q.id], strict=True)
    ]
    return Page(
        name=history.name,
        focus=history.focus,
        made=made,
        sessions=len(held),
        first_session=held[0] if held else None,
        last_session=held[-1] if held else None,
        rows=tuple(row for q in asked if (row := _row(q, scored[q.id])) is not None),
        problems=_problems(history),
        marks=tuple(m for m in marks if m.opens != "repair"),
        repairs=tuple(m for m in marks if m.opens == "repair"),
        word=honest_word(points, len(held), danger=any(m.opens == "safety" for m in marks)),
        plots=_plots(history, [q.id for q in asked]),
        has_breaks=tuple(f"{b.why}: {_day(b.first)} to {_day(b.last)}" for b in history.breaks),
    )


def html(history: History, made: date, *, plots: Mapping[str, str] | None = None) -> str:
    """Return the page as HTML; `plots` are pictures (SVG of `plot.svg`) by measure."""
    told = page(history, made)
    pictures = [
        {"svg": plots[name], "words": f"{measures()[name].title}, the higher the heavier"
         if measures()[name].scoring.better == "lower" else measures()[name].title}
        for name in told.plots if name in plots
    ] if plots else []  # fmt: skip
    return _template().render(page=told, pictures=pictures, day=_day)


def _in_order(known: Mapping[str, Measure]) -> list[str]:
    """Return the names as the last occasion asks them, then the rest."""
    usual = [name for name in battery().at("end").asks if name in known]
    return usual + [name for name in known if name not in usual]


def _row(questionnaire: Measure, scores: tuple[Dated, ...]) -> Row | None:
    whole = [s for s in scores if s.score.value is not None]
    if not whole:
        return None
    change = whole[-1].score.change if len(whole) > 1 else None
    since = "asked once" if len(whole) == 1 or change is None else SINCE[change.reliably]
    if change is not None and change.significant:
        since += "; out of the range of cases"
    return Row(
        questionnaire, whole[0], whole[-1], len(whole), since, needed(questionnaire.reliable)
    )


def _problems(history: History) -> tuple[OwnProblem, ...]:
    asked = history.of("problems")
    if not asked:
        return ()
    first, last = asked[0], asked[-1]
    return tuple(
        OwnProblem(words, first.values[item], last.values[item])
        for item, words in last.words.items()
        if words.strip() and item in first.values and item in last.values
    )


def _plots(history: History, asked: list[str]) -> tuple[str, ...]:
    usual = [name for name in _PLOTTED if name in asked]
    return tuple((usual or asked)[:2])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Only pictures of our own making are put in as they are.
    environment = Environment(
        loader=PackageLoader("thirdear.measures"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("progress.html")
