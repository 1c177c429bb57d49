"""The way in, step by step, and the ways out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.support import Clock

from thirdear.record import Cost, create
from thirdear.web.app import create_app
from thirdear.web.door import Door, Limits
from thirdear.web.pages import day

OWN = {"origin": "http://127.0.0.1:8765"}


def test_the_first_screen_says_what_this_is_before_it_asks(client: TestClient) -> None:
    """Purpose, what it is not, where words go, who can help; then only whether an adult reads."""
    page = client.get("/")

    assert page.url.path == "/welcome"
    text = page.text
    assert "not a person and not a therapist" in text
    assert "does not diagnose, treat or prevent" in text
    assert "stays on this machine" in text
    assert "cannot call for help" in text
    assert 'href="/help"' in text
    assert "<input" not in text


@pytest.mark.parametrize(
    ("language", "number"), [("en-GB,en;q=0.9", "116 123"), ("en-US", "988"), ("", "findahelpline")]
)
def test_help_is_shown_in_the_country_that_the_browser_speaks(
    client: TestClient, language: str, number: str
) -> None:
    assert number in client.get("/welcome", headers={"accept-language": language}).text


def test_under_eighteen_gets_a_kind_page_and_nothing_is_kept(
    client: TestClient, home: Path, door: Door
) -> None:
    page = client.post("/welcome", data={"adult": "no"}, headers={"accept-language": "en-GB"})

    assert page.url.path == "/not-yet"
    assert "116 123" in page.text
    assert "nothing was kept" in page.text
    assert not home.exists()
    assert door.newcomer is None
    assert client.get("/welcome/people").url.path == "/welcome"


def test_no_step_can_be_skipped(client: TestClient, home: Path, passphrase: str) -> None:
    for path in ("/welcome/people", "/welcome/passphrase"):
        assert client.get(path).url.path == "/welcome"
    client.post("/welcome", data={"adult": "yes"})
    assert client.get("/welcome/passphrase").url.path == "/welcome/people"
    client.post("/welcome/passphrase", data={"passphrase": passphrase, "again": passphrase})

    assert not home.exists()


def test_country_and_contact_are_asked_for_once_and_calmly(client: TestClient) -> None:
    """What was filled in already stays."""
    client.post("/welcome", data={"adult": "yes"})

    page = client.post("/welcome/people", data={"country": "IE", "contact": " "})
    assert "rather not" in page.text
    assert re.search(r'value="IE" selected', page.text)
    page = client.post("/welcome/people", data={"country": "XX", "contact": "Anna"})
    assert "choose a country" in page.text
    assert 'value="Anna"' in page.text
    page = client.post("/welcome/people", data={"country": "IE", "nobody": "yes"})
    assert page.url.path == "/welcome/passphrase"


@pytest.mark.parametrize(
    ("chosen", "again", "says"),
    [
        ("short", "short", "at least 10 characters"),
        (" " * 12, " " * 12, "at least 10 characters"),
        ("a long enough one", "another long one", "not the same"),
        ("x" * 1025, "x" * 1025, "longer than"),
    ],
)
def test_a_passphrase_has_to_be_typed_twice_and_be_long_enough(
    client: TestClient, home: Path, chosen: str, again: str, says: str
) -> None:
    client.post("/welcome", data={"adult": "yes"})
    client.post("/welcome/people", data={"country": "GB", "contact": "Anna"})

    page = client.post("/welcome/passphrase", data={"passphrase": chosen, "again": again})

    assert says in page.text
    assert chosen not in page.text or len(chosen.strip()) < 6
    assert not home.exists()


def test_the_recovery_key_is_shown_until_it_is_kept_and_never_again(
    client: TestClient, passphrase: str, door: Door
) -> None:
    client.post("/welcome", data={"adult": "yes"})
    client.post("/welcome/people", data={"country": "GB", "contact": "Anna"})
    page = client.post("/welcome/passphrase", data={"passphrase": passphrase, "again": passphrase})
    key = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page.text))
    assert len(key) == 56

    assert client.get("/").url.path == "/welcome/key"
    assert "tick the box" in client.post("/welcome/key", data={}).text
    assert client.post("/welcome/key", data={"kept": "yes"}).url.path == "/"
    assert client.get("/welcome/key").url.path == "/"
    assert door.recovery_key == ""


def test_the_welcome_is_in_the_record(inside: TestClient, door: Door) -> None:
    assert door.sitting is not None
    welcomed = door.sitting.room.state.welcomed

    assert welcomed is not None
    assert (welcomed.country, welcomed.contact) == ("GB", "Anna")
    assert inside.get("/welcome").url.path == "/"


def test_a_wrong_passphrase_changes_nothing_and_is_said_plainly(
    inside: TestClient, passphrase: str
) -> None:
    inside.post("/lock")
    wrong = inside.post("/unlock", data={"passphrase": "not this one"})
    assert wrong.status_code == 403
    assert "does not open this record. Nothing was changed" in wrong.text
    assert "not this one" not in wrong.text

    assert inside.post("/unlock", data={"passphrase": passphrase}).url.path == "/"


def test_each_wrong_passphrase_is_looked_at_more_slowly(
    home: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to a limit, and a right one starts afresh."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    create(home / "record.db", passphrase, cost=Cost(1, 8, 1)).close()
    app = create_app(home, limits=Limits(first_wait_s=0.5, longest_wait_s=2, look_every_s=3600))
    with TestClient(app, base_url="http://127.0.0.1:8765", headers=OWN) as client:
        monkeypatch.setattr("thirdear.web.door.asyncio.sleep", sleep)
        for _ in range(5):
            client.post("/unlock", data={"passphrase": "wrong"})
        client.post("/unlock", data={"passphrase": passphrase})
        client.post("/lock")
        client.post("/unlock", data={"passphrase": passphrase})

    assert slept == [0.5, 1.0, 2, 2, 2]


def test_the_recovery_key_opens_and_takes_a_new_passphrase(
    client: TestClient, passphrase: str
) -> None:
    client.post("/welcome", data={"adult": "yes"})
    client.post("/welcome/people", data={"country": "GB", "contact": "Anna"})
    page = client.post("/welcome/passphrase", data={"passphrase": passphrase, "again": passphrase})
    key = " ".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page.text)).lower()
    client.post("/lock")

    new = {"passphrase": "a new one entirely", "again": "a new one entirely"}
    assert "typing mistake" in client.post("/recover", data={"key": "abcd", **new}).text
    assert client.post("/recover", data={"key": key, **new}).url.path == "/"
    client.post("/lock")
    assert client.post("/unlock", data={"passphrase": passphrase}).status_code == 403
    assert client.post("/unlock", data=new).url.path == "/"


def test_another_browser_with_the_passphrase_takes_over(
    app: Starlette, inside: TestClient, passphrase: str
) -> None:
    """The first one then finds the door; a wrong passphrase disturbs nobody."""
    mine = dict(inside.cookies)
    inside.cookies.clear()

    assert inside.post("/unlock", data={"passphrase": "wrong one, sorry"}).status_code == 403
    with_mine = {"cookie": "; ".join(f"{k}={v}" for k, v in mine.items())}
    assert inside.get("/", headers=with_mine).url.path == "/"
    assert inside.post("/unlock", data={"passphrase": passphrase}).url.path == "/"
    theirs = inside.cookies
    inside.cookies = None  # type: ignore[assignment]
    assert inside.get("/", headers=with_mine).url.path == "/unlock"
    inside.cookies = theirs
    assert inside.get("/").url.path == "/"


def test_a_record_open_in_another_program_is_said_plainly(
    inside: TestClient, home: Path, passphrase: str
) -> None:
    inside.post("/lock")
    from thirdear.record import unlock

    with unlock(home / "record.db", passphrase):
        answer = inside.post("/unlock", data={"passphrase": passphrase})

    assert "already open in another window or program" in answer.text


def test_a_record_made_elsewhere_is_welcomed_first(
    client: TestClient, home: Path, passphrase: str, door: Door
) -> None:
    """Adult, country and contact are asked before a session, whoever made the record."""
    create(home / "record.db", passphrase, cost=Cost(1, 8, 1)).close()

    assert client.get("/").url.path == "/unlock"
    assert client.post("/unlock", data={"passphrase": passphrase}).url.path == "/welcome"
    assert client.post("/begin").url.path == "/welcome"
    client.post("/welcome", data={"adult": "yes"})
    page = client.post("/welcome/people", data={"country": "US", "nobody": "yes"})
    assert page.url.path == "/"
    assert 'lang="en-US"' in page.text


def test_locking_and_leaving_close_the_record(inside: TestClient, door: Door, home: Path) -> None:
    """Leaving shows a page that says nothing."""
    page = inside.post("/leave")

    assert page.url.path == "/blank"
    assert "Third Ear" not in page.text
    assert door.sitting is None
    assert inside.get("/").url.path == "/unlock"


@pytest.mark.parametrize("begin", [False, True])
def test_it_locks_itself_when_nothing_happens(
    inside: TestClient, clock: Clock, door: Door, begin: bool
) -> None:
    """After fifteen minutes, or thirty in a session."""
    if begin:
        inside.post("/begin")
    minutes = 29 if begin else 14
    clock.skip(minutes=minutes)
    assert inside.get("/help").status_code == 200
    assert inside.get("/").url.path == "/"
    clock.skip(minutes=minutes + 2)

    assert inside.get("/").url.path == "/unlock"
    assert door.sitting is None


def test_help_is_reachable_when_locked_and_knows_the_country(inside: TestClient) -> None:
    """And any other country's."""
    inside.post("/lock")

    page = inside.get("/help").text
    assert "999" in page
    assert "116 123" in page
    assert "0808 2000 247" in page  # abuse
    assert "NHS 111" in page  # medical
    assert "GP" in page  # care
    assert "Anna" not in page
    assert "911" in inside.get("/help?in=us").text
    assert inside.get("/help?in=<script>").status_code == 200


def test_help_names_the_contact_and_leads_back(inside: TestClient) -> None:
    assert "you named Anna" in inside.get("/help").text
    inside.post("/begin")

    assert "Back to the room" in inside.get("/help").text


def test_every_countrys_help_can_be_shown(client: TestClient) -> None:
    from thirdear.frame.help import countries, entry_for

    for code in countries():
        page = client.get(f"/help?in={code}").text
        for line in entry_for(code).get("lines", []):
            if "call" in line:
                assert line["call"] in page, code


@pytest.mark.parametrize(
    ("moment", "spelling", "said"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "british", "earlier today"),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), "british", "yesterday"),
        (datetime(2026, 11, 15, 9, tzinfo=UTC), "british", "Sunday 15 November"),
        (datetime(2026, 11, 15, 9, tzinfo=UTC), "american", "Sunday, November 15"),
        (datetime(2025, 11, 15, 9, tzinfo=UTC), "american", "Saturday, November 15, 2025"),
    ],
)
def test_days_are_said_the_way_people_say_them(moment: datetime, spelling: str, said: str) -> None:
    assert day(moment, datetime(2026, 11, 22, 18, tzinfo=UTC), spelling) == said
