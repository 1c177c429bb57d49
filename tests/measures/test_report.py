"""The page for a clinician."""

import os
import re
import shutil
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.measures.histories import course, nine

from thirdear.measures import Answers, History, measure
from thirdear.measures.plot import SMALL, svg
from thirdear.measures.report import html, page

DAY = date(2026, 4, 21)


class Reader(HTMLParser):
    """Reads a page's text and checks that its tags close."""

    VOID = frozenset({"meta", "br", "img", "link", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def read(made: str) -> str:
    reader = Reader()
    reader.feed(made)
    assert not reader.open
    return " ".join(reader.text.split())


def test_the_page_says_what_was_answered_and_what_changed() -> None:
    text = read(html(course(16, 15, 9, 6), DAY))
    assert "Progress: A. B." in text
    assert "14 sessions, 5 January 2026 to 20 April 2026" in text
    assert "Holiday: 14 February 2026 to 1 March 2026" in text
    assert "“why I go quiet with people in charge”" in text
    assert "Low mood (PHQ-9) 16 6 27 mild lighter, reliably; out of the range of cases" in text
    assert "“I go quiet with my boss” 8 4" in text
    assert "lighter than at the start" in text
    assert "no diagnosis" in text


def test_it_says_when_it_does_not_help() -> None:
    text = read(html(course(16, 15, 15, 14), DAY, plots={}))
    assert "within what answers move by themselves (6 needed)" in text
    only_phq = History(course(16, 15, 15, 14).of("phq-9"), course(16, 15, 15, 14).sessions)
    told = read(html(only_phq, DAY))
    assert "this does not help" in told
    assert "stopping here" in told


def test_danger_stands_first() -> None:
    history = course(16, 9)
    latest = Answers("phq-9", "2026-04-20", nine(9) | {"9": 2})
    text = read(html(History((*history.answers, latest), history.sessions), DAY))
    first, _, rest = text.partition("Answers")
    assert "To be looked at first" in first
    assert "better off dead or of hurting yourself in some way: More than half the days" in first
    assert "To be looked at first" not in rest
    assert "speak of dying" in rest
    assert "an ending" not in rest


def test_what_went_wrong_between_the_two_chairs_is_said_and_is_no_danger() -> None:
    hour = Answers("hour", "2026-04-20", {str(n): int(n == 5) for n in range(1, 8)})
    text = read(html(History((hour,)), DAY))
    assert "Between the two chairs: “Something that was said here hurt, or made me small: A" in text
    assert "To be looked at first" not in text


def test_sources_are_told_without_our_own_reference() -> None:
    core = Answers("core-10", "2026-04-20", {str(n): 0 for n in range(1, 11)})
    text = read(html(History((core, *course(16, 9).answers)), DAY))
    assert "Barkham et al. 2013: 6 points, 90% confidence" in text
    assert "6 points or more (not read at its source)" in text
    assert "reference, section" not in text


def test_only_the_latest_answers_are_marked() -> None:
    first = Answers("phq-9", "2026-01-05", nine(9) | {"9": 2})
    last = Answers("phq-9", "2026-02-05", nine(9))
    assert page(History((first, last)), DAY).marks == ()


def test_pictures_are_in_it_and_words_cannot_become_markup() -> None:
    history = course(16, 9, name="<b>A</b>")
    made = html(history, DAY, plots={"phq-9": svg(measure("phq-9"), history, SMALL)})
    assert "<svg" in made
    assert "<b>A" not in made
    assert "&lt;b&gt;A" in made
    read(made)


def test_nothing_is_fetched_or_run() -> None:
    made = html(course(16, 9), DAY)
    assert "<script" not in made
    assert not re.search(r"(?:src|href)=|url\(|@import", made)


def test_the_same_history_and_day_give_the_same_page() -> None:
    assert html(course(16, 9), DAY) == html(course(16, 9), DAY)


@pytest.mark.parametrize(
    "history",
    [History(), History(focus="x"), course(16), History((Answers("phq-9", "2026-01-05", {}),))],
    ids=["nothing", "a focus", "once", "all left out"],
)
def test_little_is_said_of_little(history: History) -> None:
    text = read(html(history, DAY))
    assert "nothing can be said of a change" in text
    assert "reliably" not in text.partition("What can honestly")[0]


def test_a_filled_in_answer_is_marked() -> None:
    left_out = {name: value for name, value in nine(16).items() if name != "8"}
    text = read(html(History((Answers("phq-9", "2026-01-05", left_out),)), DAY))
    assert "18*" in text
    assert "* An answer was left out" in text


def test_own_words_that_were_not_rated_both_times_are_left_out() -> None:
    first = Answers("problems", "2026-01-05", {"first": 8, "days": 7}, {"first": "a"})
    last = Answers("problems", "2026-02-05", {"first": 4, "second": 5, "days": 7},
                   {"first": "a", "second": "b"})  # fmt: skip
    told = page(History((first, last)), DAY)
    assert [p.words for p in told.problems] == ["a"]
    assert told.rows[0].since == "no reliable-change value"


@pytest.mark.browser
def test_the_default_battery_from_first_to_last_is_one_page(tmp_path: Path) -> None:
    chromium = os.environ.get("THIRDEAR_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("needs chromium; `make test` installs it")
    history = course(16, 15, 9, 6)
    more = [
        Answers(name, at, {item.id: 1 for item in measure(name).items})
        for name in ("gad-7", "phq-15", "hour", "pswq")
        for at in ("2026-01-05", "2026-03-30")
    ]
    whole = History((*history.answers, *more), history.sessions, history.breaks, "A", "why")
    made = tmp_path / "page.html"
    pictures = {name: svg(measure(name), whole, SMALL) for name in ("phq-9", "gad-7")}
    made.write_text(html(whole, DAY, plots=pictures), encoding="utf-8")
    # Chromium by itself: the tests of the web may hold a Playwright of their own meanwhile.
    pdf = tmp_path / "page.pdf"
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={pdf}", made.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    printed = pdf.read_bytes()
    assert re.findall(rb"/Count (\d+)", printed) == [b"1"]
