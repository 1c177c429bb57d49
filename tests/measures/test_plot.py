"""The picture: well-formed, of the course it shows, readable on paper and on a dark screen."""

import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.measures.histories import FIRST, course

from thirdear.measures import Answers, History, measure
from thirdear.measures import plot as drawing
from thirdear.measures.dated import dated
from thirdear.measures.plot import COLOURS, Nothing, in_words, svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> str:
    return svg(measure("phq-9"), course(16, 15, 9, 6))


def texts(drawn: str) -> list[str]:
    return ["".join(e.itertext()) for e in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def test_it_says_what_it_shows(drawn: str) -> None:
    root = ElementTree.fromstring(drawn)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert desc is not None
    assert title.text == "Low mood (PHQ-9)"
    assert desc.text == in_words(measure("phq-9"), course(16, 15, 9, 6))
    assert root.get("aria-label") == f"{title.text}. {desc.text}"


def test_bands_the_reach_of_the_first_score_and_breaks_have_words(drawn: str) -> None:
    shown = texts(drawn)
    for band in measure("phq-9").bands:
        assert band.short in shown
    assert "no clear change" in shown
    assert "holiday" in shown


def test_every_session_has_its_tick_and_every_score_its_point(drawn: str) -> None:
    root = ElementTree.fromstring(drawn)
    marks = [e.get("aria-roledescription") for e in root.iter(f"{SVG}path")]
    assert marks.count("tick") == len(course(16, 15, 9, 6).sessions)
    assert marks.count("point") == 4


def test_a_score_without_a_reliable_change_value_shows_no_reach() -> None:
    body = Answers("phq-15", "2026-01-05", {str(n): 1 for n in range(1, 16)})
    assert "no clear change" not in texts(svg(measure("phq-15"), History((body,))))


def test_the_words_are_right() -> None:
    told = in_words(measure("phq-9"), course(16, 15, 9, 6))
    assert "4 sets of answers, from 5 January 2026 to 30 March 2026" in told
    assert "5 January 2026: 16 (a lot)." in told
    assert "30 March 2026: 6 (some)." in told
    assert "less than 6 apart" in told
    assert "clearly lighter" in told
    assert "14 sessions" in told
    assert "Holiday: 14 February 2026 to 1 March 2026." in told
    assert "no clear change" in in_words(measure("phq-9"), course(16, 15))
    assert "clearly heavier" in in_words(measure("phq-9"), course(6, 15))
    once = in_words(measure("phq-9"), course(16, breaks=False))
    assert "1 set of answers, on 5 January 2026" in once


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(Nothing, match="gad-7"):
        svg(measure("gad-7"), course(16))
    with pytest.raises(Nothing):
        svg(measure("phq-9"), History((Answers("phq-9", FIRST.isoformat(), {}),)))


def test_the_first_score_that_counts_is_the_one_to_compare_with() -> None:
    empty = Answers("phq-9", "2026-01-01", {})
    told = dated(measure("phq-9"), (empty, *course(16, 9).of("phq-9")))
    assert [d.score.change is None for d in told] == [True, True, False]


def test_words_of_a_person_cannot_become_markup() -> None:
    history = course(16, 9)
    broken = History(
        history.answers, history.sessions,
        tuple(type(b)(b.first, b.last, "<script>alert(1)</script>") for b in history.breaks),
    )  # fmt: skip
    drawn = svg(measure("phq-9"), broken)
    assert "<script" not in drawn
    ElementTree.fromstring(drawn)


def test_nothing_is_fetched_and_every_colour_has_one_for_the_dark(drawn: str) -> None:
    assert "http" not in drawn.replace("http://www.w3.org/", "")
    style = drawn.partition("<style>")[2].partition("</style>")[0]
    assert style.startswith("@media screen and (prefers-color-scheme:dark)")
    root = ElementTree.fromstring(drawn)
    used = {e.get(k) for e in root.iter() for k in ("fill", "stroke")}
    named = {light for light, _ in COLOURS.values()}
    assert {c for c in used if c and c.startswith("#")} <= named
    assert used <= named | {None, "none", "transparent"}


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("which", [0, 1], ids=["paper", "dark"])
def test_text_and_lines_stand_out_from_every_ground_they_lie_on(which: int) -> None:
    grounds = [COLOURS[name][which] for name in ("ground", "band", "reach", "break")]
    for ground in grounds:
        assert contrast(COLOURS["ink"][which], ground) >= 7
        assert contrast(COLOURS["line"][which], ground) >= 3
        assert contrast(COLOURS["reach_line"][which], ground) >= 3


def test_the_picture_is_the_same_each_time_and_needs_no_network() -> None:
    history = course(16, 9)
    again = svg(measure("phq-9"), history)
    assert again == svg(measure("phq-9"), history)


def test_plotting_is_imported_only_when_something_is_drawn() -> None:
    code = (
        "import sys, thirdear.measures, thirdear.measures.plot, thirdear.cli.measures;"
        "print([m for m in ('altair', 'vl_convert', 'jinja2', 'narwhals') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_stripes_meet() -> None:
    stripes = drawing._stripes(measure("phq-9"))
    assert [(low, high) for _, low, high in stripes] == [
        (0, 5),
        (5, 10),
        (10, 15),
        (15, 20),
        (20, 27),
    ]
    assert all(a[2] == b[1] for a, b in pairwise(stripes))
