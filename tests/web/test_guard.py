"""Other sites, other names for this machine, and faults: none of them get anything."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.web.support import Window

from thirdear.record import RecordFull
from thirdear.web.door import Door
from thirdear.web.guard import LARGEST_FORM

Enter = Callable[[], AbstractContextManager[Window]]
HOST = "127.0.0.1:8765"
ELSEWHERE = "http://evil.example"


@pytest.mark.parametrize("path", ["/", "/welcome", "/help", "/unlock", "/static/room.css", "/no"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    """Pages, files and errors alike."""
    headers = client.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "localhost:x"]
)
def test_a_foreign_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    """DNS rebinding."""
    answer = client.get("/welcome", headers={"host": host})

    assert answer.status_code == 421
    assert "only on its own address" in answer.text


@pytest.mark.parametrize("host", [HOST, "localhost:8765", "[::1]:8765", "[::1]", "localhost"])
def test_this_machine_is_let_through(client: TestClient, host: str) -> None:
    assert client.get("/welcome", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ELSEWHERE},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-site"},
    ],
)
def test_another_page_cannot_change_anything(inside: TestClient, headers: dict[str, str]) -> None:
    """CSRF: the session stays closed, and the record unlocked."""
    assert inside.post("/begin", headers=headers).status_code == 403
    assert inside.post("/lock", headers=headers).status_code == 403

    assert "The first session" in inside.get("/").text


def test_a_form_without_a_referrer_is_known_by_where_it_was_fetched_from(
    inside: TestClient,
) -> None:
    """Browsers send `Origin: null` with forms of a page that gives no referrer."""
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}

    assert inside.post("/lock", headers=headers).url.path == "/unlock"


def test_a_request_without_any_origin_changes_nothing(inside: TestClient) -> None:
    del inside.headers["origin"]

    assert inside.post("/lock").status_code == 403


@pytest.mark.parametrize("origin", [ELSEWHERE, "http://127.0.0.1:9999", "null", None])
def test_another_page_cannot_open_the_socket(begun: TestClient, origin: str | None) -> None:
    del begun.headers["origin"]
    headers = {"origin": origin} if origin else {}

    with (
        pytest.raises(WebSocketDisconnect) as refused,
        begun.websocket_connect(f"ws://{HOST}/socket", headers=headers),
    ):
        pass
    assert refused.value.code == 1008


def test_a_socket_without_the_key_is_told_that_it_is_locked(
    begun: TestClient, enter: Enter
) -> None:
    begun.cookies.clear()

    with enter() as window:
        assert window.next() == {"t": "locked"}


def test_the_key_is_for_this_browser_only(client: TestClient) -> None:
    """Not for scripts, not for other sites, not kept when the browser closes."""
    answer = client.post("/welcome", data={"adult": "yes"}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "expires" not in cookie
    assert "max-age" not in cookie


def test_a_form_that_carries_too_much_is_answered_calmly(inside: TestClient) -> None:
    """With and without a length that says so."""
    big = b"passphrase=" + b"x" * LARGEST_FORM

    def pieces() -> object:
        yield from (big[at : at + 1000] for at in range(0, len(big), 1000))

    for content in (big, pieces()):
        answer = inside.post(
            "/unlock",
            content=content,  # type: ignore[arg-type]
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 413
        assert "more than this page can take" in answer.text


def test_a_fault_tells_where_and_nothing_of_what(
    inside: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception's message could hold the person's words."""

    def broken(*_: object) -> object:
        raise KeyError("my father")

    monkeypatch.setattr("thirdear.web.inside.country_for", broken)
    with caplog.at_level(logging.DEBUG):
        answer = inside.get("/help")

    assert answer.status_code == 500
    assert "Everything you sent before is kept" in answer.text
    assert "KeyError at test_guard.py:" in caplog.text
    assert "my father" not in caplog.text + answer.text


def test_no_page_without_the_key_shows_anything(begun: TestClient) -> None:
    """Each leads to the door."""
    begun.cookies.clear()

    for path in ("/", "/room", "/after", "/welcome/key"):
        assert begun.get(path).url.path == "/unlock", path
    assert begun.post("/end").url.path == "/unlock"
    assert "Anna" not in begun.get("/help").text


def test_pages_ask_nothing_of_other_machines(inside: TestClient) -> None:
    """No address but this room's own, help lines that the person may choose to open apart."""
    inside.post("/begin")

    for path in ("/", "/room", "/unlock", "/static/room.css", "/static/room.js"):
        text = inside.get(path).text
        assert "https://" not in text, path
        assert "//" not in text.replace("ws://${location.host}", "").replace("// ", "") or (
            path.endswith((".js", ".css"))
        ), path


def test_a_full_disk_is_said_plainly(
    inside: TestClient, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No session begins, and one can begin later."""

    def full(*_: object) -> int:
        raise RecordFull

    with monkeypatch.context() as broken:
        broken.setattr("thirdear.record.Record.append", full)
        answer = inside.post("/begin")
    assert answer.status_code == 500
    assert "the disk may be full" in answer.text
    assert door.sitting is not None
    assert not door.sitting.is_open

    assert inside.post("/begin").url.path == "/room"
