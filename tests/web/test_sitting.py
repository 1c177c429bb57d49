"""A session through the socket: lines, questions, two windows, and things going wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.support import (
    CHEAP,
    GOLDEN,
    LIMITS,
    OWN,
    PASSPHRASE,
    SOCKET,
    Clock,
    Window,
    kinds,
    said,
    sitting_of,
    spoken,
)

from thirdear import record
from thirdear.record import RecordFull
from thirdear.web.app import create_app
from thirdear.web.door import Door
from thirdear.web.sitting import Sitting, cleaned

Enter = Callable[[], AbstractContextManager[Window]]


def test_the_room_opens_with_its_words_and_an_empty_place(begun: TestClient, enter: Enter) -> None:
    with enter() as window:
        page, time = window.told()

    assert page["t"] == "page"
    assert [entry["kind"] for entry in page["entries"]] == ["frame"]
    assert "not a therapist" in page["entries"][0]["text"]
    assert (page["session"], page["draft"], page["over"]) == (1, "", False)
    assert 2990 < time["left_s"] <= 3000


def test_a_line_is_acknowledged_only_once_it_is_on_the_disk(
    begun: TestClient, enter: Enter, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: the line goes back to where it was written, and the session can go on."""
    with enter() as window:
        window.told()

        def full(*_: object) -> int:
            raise RecordFull

        with monkeypatch.context() as broken:
            broken.setattr("thirdear.record.Record.append", full)
            refused = window.say("Nobody keeps this.", "one")
        again = window.say("Nobody keeps this.", "one")

    assert kinds(refused) == ["refused", "time"]
    assert "could not be read or written" in refused[0]["say"]
    assert kinds(again) == ["kept", "time"]
    assert [event.text for event in spoken(door)] == ["Nobody keeps this."]


def test_what_is_kept_but_cannot_be_answered_is_acknowledged(
    begun: TestClient, enter: Enter, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in listening loses nothing, and tells nothing of the words."""

    def deaf(*_: object) -> object:
        raise ValueError("secret words")

    with enter() as window:
        window.told()
        with monkeypatch.context() as broken:
            broken.setattr("thirdear.listening.listener.hear", deaf)
            told = window.say("Something.", "one")
        after = window.say("Something else.", "two")

    assert kinds(told) == ["kept", "note", "time"]
    assert "That is kept" in told[1]["say"]
    assert "kept" in kinds(after)
    assert [event.text for event in spoken(door)] == ["Something.", "Something else."]


def test_a_line_sent_twice_is_kept_once(begun: TestClient, enter: Enter, door: Door) -> None:
    """Also over a new connection."""
    with enter() as window:
        window.told()
        first = window.say("I said this.", "one")
        second = window.say("I said this.", "one")
    with enter() as window:
        window.told()
        third = window.say("I said this.", "one")

    assert first[0] == second[0] | {"text": None} == third[0]
    assert len(spoken(door)) == 1


def test_a_line_sent_again_after_a_crash_is_kept_once(
    begun: TestClient, enter: Enter, door: Door, home: Path, clock: Clock
) -> None:
    """Its name is in the record; the page is as it was, and says that it was cut off."""
    with enter() as window:
        before = window.told()[0]["entries"]
        window.say("Before the crash.", "one")
    sitting_of(door).close()  # as a killed process leaves it

    app = create_app(home, clock=clock, cost=CHEAP, limits=LIMITS)
    with TestClient(app, base_url="http://127.0.0.1:8765", headers=OWN) as client:
        client.post("/unlock", data={"passphrase": PASSPHRASE})
        assert "You stopped here" in client.get("/").text
        with client.websocket_connect(SOCKET, headers=OWN) as socket:
            window = Window(socket)
            page = window.told()[0]
            told = window.say("Before the crash.", "one")
        assert len(spoken(app.state.door)) == 1

    assert [e["text"] for e in page["entries"][:2]] == [before[0]["text"], "Before the crash."]
    assert "Nothing is lost" in page["entries"][-1]["text"]
    assert page["names"] == ["one"]
    assert kinds(told) == ["kept", "time"]


def test_the_newest_session_is_found_in_a_long_record(
    begun: TestClient, door: Door, clock: Clock
) -> None:
    """However much was said in it, and without what was said before."""
    sitting = sitting_of(door)
    sitting.say("a", "In the first session.", clock())
    sitting.end(clock())
    sitting.begin(clock())
    for number in range(120):
        sitting.say(f"name {number}", f"Line {number}.", clock())
    live = [(entry.kind, entry.text) for entry in sitting.sheet.entries]

    again = Sitting(sitting.record, lambda: 1)

    assert [(entry.kind, entry.text) for entry in again.sheet.entries] == live
    assert len(again.sheet.names) == 120
    assert again.room.state == sitting.room.state


def test_a_remark_shows_the_words_it_rests_on(begun: TestClient, enter: Enter) -> None:
    with enter() as window:
        window.told()
        told = [window.say(line) for line in GOLDEN]
        remarks = [entry for answer in told for entry in said(answer)]
        window.ask(t="why", turn=remarks[0]["turn"])
        grounds = window.next()
        window.ask(t="why", turn=99)
        nothing = window.next()
        page = {e["turn"]: e["text"] for e in _page(window, enter)}

    assert 1 <= len(remarks) <= 4
    assert all(remark["kind"] == "remark" and remark["why"] for remark in remarks)
    assert grounds["t"] == "grounds"
    assert grounds["because"]
    assert grounds["grounds"]
    for quote in grounds["grounds"]:
        assert page[quote["turn"]][quote["start"] : quote["end"]] == quote["quote"]
    assert nothing["t"] == "note"


def _page(_: Window, enter: Enter) -> list[dict[str, Any]]:
    with enter() as other:
        entries: list[dict[str, Any]] = other.told()[0]["entries"]
    return entries


def test_a_remark_can_be_disputed_once(begun: TestClient, enter: Enter) -> None:
    with enter() as window:
        window.told()
        remark = next(e for line in GOLDEN for e in said(window.say(line)) if e["dispute"])
        window.ask(t="dispute", turn=remark["turn"])
        told = window.told()
        window.ask(t="dispute", turn=remark["turn"])
        again = window.told()
    with enter() as window:
        page = window.told()[0]["entries"]

    assert kinds(told) == ["disputed", "said", "time"]
    assert kinds(again) == ["time"]
    assert [e["disputed"] for e in page if e["turn"] == remark["turn"]] == [True]


def test_danger_is_answered_first_and_cannot_be_waved_away(begun: TestClient, enter: Enter) -> None:
    """Help of the country is in it; a safety answer can be asked about but not disputed."""
    with enter() as window:
        window.told()
        (safety,) = said(window.say("I think I want to end my life."))
        window.ask(t="dispute", turn=safety["turn"])
        disputed = window.told()
        window.ask(t="why", turn=safety["turn"])
        why = window.next()
        window.ask(t="end")
        ended = window.told()

    assert safety["kind"] == "safety"
    assert "116 123" in safety["text"]
    assert safety["why"]
    assert not safety["dispute"]
    assert kinds(disputed) == ["time"]
    assert why["t"] == "grounds"
    assert "116 123" in said(ended)[0]["text"]
    after = begun.get("/after")
    assert "stays open" in after.text
    assert 'class="safety"' in after.text

    begun.post("/begin")
    with enter() as window:
        opening = window.told()[0]["entries"][0]
    assert opening["kind"] == "safety"


def test_a_draft_waits_in_memory_through_a_reload_and_never_on_the_disk(
    begun: TestClient, enter: Enter, home: Path, door: Door
) -> None:
    with enter() as window:
        window.told()
        window.ask(t="draft", text="half a sentence about xylophones")
    with enter() as window:
        assert window.told()[0]["draft"] == "half a sentence about xylophones"
    sitting_of(door).record.close()
    assert not any(b"xylophones" in file.read_bytes() for file in home.iterdir())


def test_a_second_window_takes_over(begun: TestClient, enter: Enter, door: Door) -> None:
    """The first is told so; what it had sent is on the second's page."""
    with enter() as first:
        first.told()
        first.say("From the first.", "one")
        with enter() as second:
            page = second.told()[0]
            assert first.next() == {"t": "elsewhere"}
            second.say("From the second.", "two")
            assert page["names"] == ["one"]

    assert [event.text for event in spoken(door)] == ["From the first.", "From the second."]


def test_locking_tells_the_open_window_at_once(begun: TestClient, enter: Enter) -> None:
    with enter() as window:
        window.told()
        begun.post("/leave")
        assert window.next() == {"t": "locked"}


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x07\x1b", "\n\n"])
def test_an_empty_line_is_not_kept(begun: TestClient, enter: Enter, door: Door, text: str) -> None:
    with enter() as window:
        window.told()
        told = window.say(text)

    assert kinds(told) == ["refused", "time"]
    assert "nothing in that line" in told[0]["say"]
    assert spoken(door) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("one\r\ntwo\rthree\tfour\n", "one\ntwo\nthree\tfour"),
        ("היום הלכתי הביתה", "היום הלכתי הביתה"),
        ("😀 e\u0301", "😀 e\u0301"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_characters_that_stand_for_nothing_are_left_out(
    begun: TestClient, enter: Enter, door: Door, text: str, kept: str
) -> None:
    """Everything else is kept to the letter, and the page is told how where it differs."""
    with enter() as window:
        window.told()
        told = window.say(text)

    assert spoken(door)[0].text == kept == cleaned(text)
    assert told[0]["text"] == (None if text == kept else kept)


def test_a_megabyte_is_kept_whole_and_shown_in_part(
    begun: TestClient, enter: Enter, door: Door
) -> None:
    """And the session goes on."""
    book = "I went home and it rained. " * 40_000
    with enter() as window:
        window.told()
        told = window.say(book)
        after = window.say("That was a lot.")
    with enter() as window:
        entry = next(e for e in window.told()[0]["entries"] if e["kind"] == "line")

    assert kinds(told)[0] == "kept"
    assert "longer than I can take in" in said(told)[0]["text"]
    assert kinds(after)[0] == "kept"
    assert spoken(door)[0].text == book
    assert len(entry["text"]) == 20_000
    assert entry["cut"]


def test_more_than_can_be_taken_in_at_once_is_given_back(
    begun: TestClient, enter: Enter, door: Door
) -> None:
    with enter() as window:
        window.told()
        told = window.say("x" * 1_500_001)

    assert kinds(told) == ["refused", "time"]
    assert "smaller pieces" in told[0]["say"]
    assert spoken(door) == []


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        '{"t": "nothing"}',
        '{"t": "line", "name": "a"}',
        '{"t": "line", "name": "", "text": "x"}',
        '{"t": "why", "turn": "one"}',
        '{"t": "line", "name": "a", "text": "\\ud800"}',
    ],
)
def test_what_is_no_message_is_answered_calmly(begun: TestClient, enter: Enter, frame: str) -> None:
    with enter() as window:
        window.told()
        window.socket.send_text(frame)
        assert window.next() == {"t": "note", "say": "That did not come through."}
        assert kinds(window.say("Still here."))[0] == "kept"


def test_the_record_holds_what_the_page_shows(
    begun: TestClient, enter: Enter, door: Door, home: Path
) -> None:
    """Unlocked again by other means, it is the same session."""
    with enter() as window:
        window.told()
        for line in GOLDEN:
            window.say(line)
    state = sitting_of(door).room.state
    begun.post("/lock")

    with record.unlock(home / "record.db", PASSPHRASE) as opened:
        assert Sitting(opened, lambda: 1).room.state == state
