"""The hour in the browser: pauses, silences, its end, and what comes after it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.support import (
    PASSPHRASE,
    Clock,
    Window,
    events_of,
    kinds,
    said,
    sitting_of,
    spoken,
)

from thirdear.room.events import Waited
from thirdear.web.door import Door

Enter = Callable[[], AbstractContextManager[Window]]


@pytest.mark.parametrize("gap_s", [0, 4, 60])
def test_a_pause_is_the_real_time_less_the_time_the_words_take(
    begun: TestClient, enter: Enter, door: Door, clock: Clock, gap_s: int
) -> None:
    """Ten words take four seconds; the hour passes as the clock does."""
    with enter() as window:
        window.told()
        clock.skip(seconds=gap_s)
        window.say("One two three four five six seven eight nine ten.")
        pause = spoken(door)[0].pause_s
        elapsed = sitting_of(door).room.state.elapsed_s

    assert pause == pytest.approx(max(0, gap_s - 4), abs=0.7)
    assert elapsed == pytest.approx(max(4, gap_s), abs=0.7)


def test_silence_is_counted_once(begun: TestClient, enter: Enter, door: Door, clock: Clock) -> None:
    """What was given to the room as a silence is not also a pause before the next line."""
    with enter() as window:
        window.told()
        clock.skip(seconds=61)
        window.ask(t="quiet")
        window.told()
        clock.skip(seconds=10)
        window.say("Four words, no more.")
        waited = [e.silence_s for e in events_of(door) if isinstance(e, Waited)]
        elapsed = sitting_of(door).room.state.elapsed_s

    assert waited == [pytest.approx(61, abs=0.7)]
    assert spoken(door)[0].pause_s == pytest.approx(10 - 1.6, abs=0.7)
    assert elapsed == pytest.approx(71, abs=1)


def test_a_short_silence_is_not_worth_telling(begun: TestClient, enter: Enter, door: Door) -> None:
    with enter() as window:
        window.told()
        window.ask(t="quiet")
        assert kinds(window.told()) == ["time"]

    assert not [e for e in events_of(door) if isinstance(e, Waited)]


def test_time_away_is_not_counted(begun: TestClient, enter: Enter, clock: Clock) -> None:
    """Not while nobody is connected, not while the machine sleeps, not while paused."""
    with enter() as window:
        window.told()
        clock.skip(minutes=5)  # asleep: no sign of life for longer than there can be
        window.ask(t="here")
        asleep = window.told()[-1]["left_s"]
    clock.skip(minutes=5)
    with enter() as window:
        away = window.told()[-1]["left_s"]
        window.ask(t="pause")
        window.told()
        clock.skip(seconds=80)
    with enter() as window:
        page = window.told()
        window.ask(t="goon")
        paused = window.told()[-1]["left_s"]

    assert page[0]["paused"] is True
    assert [asleep, away, paused] == [pytest.approx(3000, abs=2)] * 3


def test_the_hour_ends_by_itself_but_lets_a_line_be_finished(
    begun: TestClient, enter: Enter, door: Door, clock: Clock
) -> None:
    with enter() as window:
        window.told()
        for _ in range(51):
            clock.skip(seconds=60)
            window.ask(t="here", active=True)
            left = window.told()[-1]["left_s"]
        assert left == 0
        told = window.say("And that is where I got to.")

    assert kinds(told) == ["kept", "said", "over", "time"]
    assert said(told)[0]["kind"] == "frame"
    assert spoken(door)[-1].text == "And that is where I got to."
    page = begun.get("/room")
    assert page.url.path == "/after"
    assert said(told)[0]["text"] in page.text


def test_a_silence_at_the_end_of_the_hour_ends_it(
    begun: TestClient, enter: Enter, clock: Clock
) -> None:
    with enter() as window:
        window.told()
        for _ in range(51):
            clock.skip(seconds=60)
            window.ask(t="here", active=True)
            window.told()
        window.ask(t="quiet")
        assert kinds(window.told()) == ["said", "over", "time"]


@pytest.mark.parametrize("itself", [True, False])
def test_a_draft_outlives_locking_itself_but_not_locking_on_purpose(
    begun: TestClient, enter: Enter, clock: Clock, passphrase: str, itself: bool
) -> None:
    with enter() as window:
        window.told()
        window.ask(t="draft", text="half a sentence")
        window.ask(t="here")
        window.told()
    if itself:
        clock.skip(minutes=31)
        assert begun.get("/").url.path == "/unlock"
    else:
        begun.post("/leave")
    begun.post("/unlock", data={"passphrase": passphrase})
    with enter() as window:
        assert window.told()[0]["draft"] == ("half a sentence" if itself else "")


def test_locking_itself_tells_the_open_window(
    begun: TestClient, enter: Enter, clock: Clock
) -> None:
    """A sign of life is not input; the page is warned beforehand."""
    with enter() as window:
        window.told()
        for _ in range(28):
            clock.skip(seconds=61)
            window.ask(t="here")
            warned = window.told()[-1]["locks_in_s"]
        assert 0 < warned < 120
        window.ask(t="here", active=True)
        assert window.told()[-1]["locks_in_s"] > 1700
        clock.skip(minutes=31)
        assert window.next() == {"t": "locked"}


def test_a_line_after_the_end_is_given_back(begun: TestClient, enter: Enter, door: Door) -> None:
    with enter() as window:
        window.told()
        window.ask(t="end")
        assert kinds(window.told()) == ["said", "over", "time"]
        assert kinds(window.say("Too late.")) == ["refused", "time"]
        window.ask(t="end")
        assert kinds(window.told()) == ["over", "time"]

    assert spoken(door) == []


def test_the_session_that_was_cut_off_can_be_left_to_end(
    begun: TestClient, app: Starlette, door: Door
) -> None:
    begun.post("/lock")
    begun.post("/unlock", data={"passphrase": PASSPHRASE})
    assert "You stopped here" in begun.get("/").text

    assert begun.post("/end").url.path == "/after"
    assert not sitting_of(door).is_open


def test_after_a_session_the_next_is_quietly_possible(
    begun: TestClient, enter: Enter, clock: Clock
) -> None:
    begun.post("/end")
    page = begun.get("/after")
    assert "After session 1" in page.text
    assert "you named Anna" in page.text
    assert "Last time was earlier today" in begun.get("/").text

    assert begun.post("/begin").url.path == "/room"
    with enter() as window:
        assert window.told()[0]["session"] == 2
