"""Scores over time as a picture: bands, the reach of the first score, sessions, breaks.

Vega-Lite by way of Altair, drawn to SVG on this machine by vl-convert (no browser, no network).
Both are imported when a picture is asked for. The picture carries its colours for paper and, in a
style of its own, those for a dark screen; its description is in words, and nothing is told by
colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from thirdear.measures.answers import Break, History
from thirdear.measures.changes import needed
from thirdear.measures.dated import Dated, dated
from thirdear.measures.questionnaire import Band, Measure
from thirdear.measures.scoring import Score

if TYPE_CHECKING:
    import altair

# By use: on paper, on a dark screen. Text has 7:1 and more on its ground, lines 3:1 and more.
COLOURS = {
    "ground": ("#fdfcfa", "#1c1b19"),
    "ink": ("#2a2826", "#ece7df"),
    "quiet": ("#4f4b47", "#c4bdb3"),
    "band": ("#f1ede6", "#262421"),
    "reach": ("#cfdcd8", "#30423d"),
    "reach_line": ("#41695f", "#8fbcb0"),
    "line": ("#7a3b1d", "#e8a27c"),
    "break": ("#d9d3ca", "#3d3a35"),
}
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDE, SMALL = (560, 260), (290, 190)
"""Sizes in pixels: a page of its own, and two beside each other."""


class Nothing(ValueError):
    """There is no score to draw."""


def in_words(questionnaire: Measure, history: History) -> str:
    """Say in words what the picture shows."""
    scores = _drawn(questionnaire, history)
    first, last = scores[0], scores[-1]
    told = [
        f"{questionnaire.title}: {_count(len(scores), 'set')} of answers, {_days(first, last)}."
    ]
    told += [f"{_day(s.day)}: {s.score.value:g}{_band(s.score)}" for s in scores]
    if (at := needed(questionnaire.reliable)) is not None:
        told.append(
            f"Scores less than {at:.3g} apart may be one and the same; the shaded band shows that "
            "reach around the first."
        )
        if last.score.change and last.score.change.reliably:
            told.append(CHANGED[last.score.change.reliably])
    if history.sessions:
        told.append(f"{_count(len(history.sessions), 'session')}, marked along the bottom.")
    told += [f"{b.why[:1].upper()}{b.why[1:]}: {_day(b.first)} to {_day(b.last)}."
             for b in history.breaks]  # fmt: skip
    return " ".join(told)


CHANGED = {
    "better": "The last is clearly lighter than the first.",
    "worse": "The last is clearly heavier than the first.",
    "within": "The last lies within it: no clear change.",
}


def svg(questionnaire: Measure, history: History, size: tuple[int, int] = WIDE) -> str:
    """Draw one measure over time as SVG; raises Nothing where there is no score of it."""
    import vl_convert

    drawn = str(
        vl_convert.vegalite_to_svg(
            _chart(questionnaire, history, size).to_dict(), allowed_base_urls=[]
        )
    )
    return _with_words_and_dark(
        drawn, f"{questionnaire.title} ({questionnaire.name})", in_words(questionnaire, history)
    )


def _drawn(questionnaire: Measure, history: History) -> tuple[Dated, ...]:
    scores = [s for s in dated(questionnaire, history.of(questionnaire.id))
              if s.score.value is not None]  # fmt: skip
    if not scores:
        raise Nothing(f"There is no score of {questionnaire.id} to draw.")
    return tuple(scores)


def _chart(questionnaire: Measure, history: History, size: tuple[int, int]) -> altair.LayerChart:
    import altair

    scores = _drawn(questionnaire, history)
    span = _span(scores, history)
    low, high = questionnaire.scoring.lowest, questionnaire.scoring.highest
    x = altair.X(
        "day:T",
        scale=altair.Scale(type="utc", domain=[d.isoformat() for d in span]),
        axis=altair.Axis(format="%-d %b %Y", labelAngle=0, tickCount=4, title=None, grid=False),
    )
    y = altair.Y(
        "value:Q",
        scale=altair.Scale(domain=[low, high], nice=False),
        axis=altair.Axis(title=None, grid=False, tickCount=6, tickMinStep=1),
    )
    layers = [
        *_bands(questionnaire, span, x, y),
        *_breaks(history.breaks, (low, high), x, y),
        *_reach(questionnaire, scores, span, x, y),
        *_words_of_bands(questionnaire, span, x),
        *_words_of_breaks(history.breaks, high, x),
        *_sessions(history.sessions, low, x, y),
        _line(scores, x, y),
    ]
    ink, quiet = COLOURS["ink"][0], COLOURS["quiet"][0]
    chart: altair.LayerChart = (
        altair.layer(*layers)
        .properties(width=size[0], height=size[1], background=COLOURS["ground"][0], padding=12)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=ink,
            domainColor=quiet,
            tickColor=quiet,
            zindex=1,
            labelFontSize=12,
            labelFont=FONT,
        )
        .configure_text(font=FONT, fontSize=12)
    )
    return chart


def _span(scores: Sequence[Dated], history: History) -> tuple[date, date]:
    days = [s.day for s in scores] + list(history.sessions)
    days += [d for b in history.breaks for d in (b.first, b.last)]
    return min(days) - timedelta(days=3), max(days) + timedelta(days=3)


def _rows(rows: list[dict[str, Any]]) -> Any:
    import altair

    return altair.InlineData(values=rows)


def _stripes(questionnaire: Measure) -> list[tuple[Band, float, float]]:
    starts = [band.start for band in questionnaire.bands[1:]]
    edges = [questionnaire.scoring.lowest, *starts, questionnaire.scoring.highest]
    return list(zip(questionnaire.bands, edges[:-1], edges[1:], strict=True))


def _bands(questionnaire: Measure, span: tuple[date, date], x: Any, y: Any) -> list[Any]:
    """Bands as stripes, every other one shaded."""
    import altair

    if not questionnaire.bands:
        return []
    rows = [
        {"day": span[0].isoformat(), "end": span[1].isoformat(), "value": low, "top": high}
        for _, low, high in _stripes(questionnaire)[1::2]
    ]
    return [
        altair.Chart(_rows(rows))
        .mark_rect(color=COLOURS["band"][0])
        .encode(x=x, x2="end:T", y=y, y2="top:Q")
    ]


def _words_of_bands(questionnaire: Measure, span: tuple[date, date], x: Any) -> list[Any]:
    import altair

    if not questionnaire.bands:
        return []
    rows = [
        {"day": span[1].isoformat(), "middle": (low + high) / 2, "words": band.short}
        for band, low, high in _stripes(questionnaire)
    ]
    return [
        altair.Chart(_rows(rows))
        .mark_text(align="left", dx=8, color=COLOURS["ink"][0])
        .encode(x=x, y=altair.Y("middle:Q"), text="words:N")
    ]


def _breaks(breaks: Sequence[Break], edges: tuple[float, float], x: Any, y: Any) -> list[Any]:
    import altair

    if not breaks:
        return []
    rows = [{"day": b.first.isoformat(), "end": b.last.isoformat(), "value": edges[0],
             "top": edges[1]} for b in breaks]  # fmt: skip
    return [
        altair.Chart(_rows(rows))
        .mark_rect(color=COLOURS["break"][0], opacity=0.6)
        .encode(x=x, x2="end:T", y=y, y2="top:Q")
    ]


def _words_of_breaks(breaks: Sequence[Break], high: float, x: Any) -> list[Any]:
    import altair

    if not breaks:
        return []
    rows = [{"day": b.first.isoformat(), "top": high, "why": b.why} for b in breaks]
    return [
        altair.Chart(_rows(rows))
        .mark_text(align="left", baseline="top", dx=4, dy=4, color=COLOURS["ink"][0])
        .encode(x=x, y=altair.Y("top:Q"), text="why:N")
    ]


def _reach(
    questionnaire: Measure, scores: Sequence[Dated], span: tuple[date, date], x: Any, y: Any
) -> list[Any]:
    """How far answers move by themselves, around the first score, with dashed edges."""
    import altair

    at, first = needed(questionnaire.reliable), scores[0].score.value
    if at is None or first is None:
        return []
    low = max(questionnaire.scoring.lowest, first - at)
    high = min(questionnaire.scoring.highest, first + at)
    start, end = scores[0].day.isoformat(), span[1].isoformat()
    area = (
        altair.Chart(_rows([{"day": start, "end": end, "value": low, "top": high}]))
        .mark_rect(color=COLOURS["reach"][0], opacity=0.7)
        .encode(x=x, x2="end:T", y=y, y2="top:Q")
    )
    edges = (
        altair.Chart(_rows([{"day": start, "end": end, "value": v} for v in (low, high)]))
        .mark_rule(color=COLOURS["reach_line"][0], strokeDash=[5, 4])
        .encode(x=x, x2="end:T", y=y)
    )
    words = (
        altair.Chart(_rows([{"day": end, "top": high, "words": "no clear change"}]))
        .mark_text(align="right", baseline="top", dx=-6, dy=5, color=COLOURS["ink"][0])
        .encode(x=x, y=altair.Y("top:Q"), text="words:N")
    )
    return [area, edges, words]


def _sessions(sessions: Sequence[date], low: float, x: Any, y: Any) -> list[Any]:
    import altair

    if not sessions:
        return []
    rows = [{"day": d.isoformat(), "value": low} for d in sessions]
    return [
        altair.Chart(_rows(rows))
        .mark_tick(orient="vertical", size=10, thickness=1.5, yOffset=-6, color=COLOURS["ink"][0])
        .encode(x=x, y=y)
    ]


def _line(scores: Sequence[Dated], x: Any, y: Any) -> Any:
    import altair

    rows = [{"day": s.day.isoformat(), "value": s.score.value} for s in scores]
    colour = COLOURS["line"][0]
    return (
        altair.Chart(_rows(rows))
        .mark_line(color=colour, strokeWidth=2, point=altair.MarkConfig(color=colour, size=60))
        .encode(x=x, y=y)
    )


def _with_words_and_dark(drawn: str, title: str, words: str) -> str:
    """Give a picture its name, its description and its colours for a dark screen."""
    dark = "".join(
        f'.measure [fill="{light}"]{{fill:{night}}}.measure [stroke="{light}"]{{stroke:{night}}}'
        for light, night in COLOURS.values()
    )
    # Screens only: paper stays light.
    style = f"<style>@media screen and (prefers-color-scheme:dark){{{dark}}}</style>"
    head = f"<title>{escape(title)}</title><desc>{escape(words)}</desc>{style}"
    opened, end, rest = drawn.partition(">")
    opened = re.sub(r'class="[^"]*"', 'class="measure" role="img"', opened, count=1)
    label = f' aria-label="{escape(f"{title}. {words}")}"'
    return f"{opened}{label}{end}{head}{rest}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(first: Dated, last: Dated) -> str:
    if first.day == last.day:
        return f"on {_day(first.day)}"
    return f"from {_day(first.day)} to {_day(last.day)}"


def _band(found: Score) -> str:
    return f" ({found.band.short})." if found.band else "."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
