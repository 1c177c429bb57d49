"""What the tests of the web room share: a clock under control, a client, a served room."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from thirdear.record import Cost
from thirdear.web.app import create_app
from thirdear.web.door import Door, Limits
from thirdear.web.serve import address_of, bound

PASSPHRASE = "two chairs and a quiet lamp"
ADDRESS = "http://127.0.0.1:8765"
OWN = {"origin": ADDRESS}
CHEAP = Cost(passes=1, memory_kib=8, lanes=1)
LIMITS = Limits(look_every_s=0.1, beat_s=1.0, first_wait_s=0.0)
GOLDEN = (
    "I don't know where to start. Work's fine. Well, my boss gave the project to Dan. It's fine, "
    "honestly, he's more experienced.",
    "I went home and cleaned the whole kitchen. My wife asked what was wrong and I said nothing. "
    "I didn't want to make a fuss.",
    "My dad used to say nobody likes a whiner. Anyway. We're thinking of repainting the hall.",
    "... I suppose I was a bit annoyed.",
    "More than a bit. I wanted to throw the phone at him. God. That's not like me.",
    "He'd just look at you. My dad. You'd fall off your bike and he'd look at you.",
)
"""Invented words (the golden dialogue of the design)."""


@dataclass
class Clock:
    """Real time, plus whatever a test lets pass."""

    skipped: timedelta = timedelta()
    start: datetime = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.start + self.skipped + timedelta(seconds=time.monotonic() - self.began)

    def skip(self, **time_passed: float) -> None:
        self.skipped += timedelta(**time_passed)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(home: Path, clock: Clock) -> Starlette:
    return create_app(home, clock=clock, cost=CHEAP, limits=LIMITS, seed=lambda: 1)


@pytest.fixture
def client(app: Starlette) -> Iterator[TestClient]:
    """A browser that has not been here before; follows redirects."""
    with TestClient(app, base_url=ADDRESS, headers=OWN) as made:
        yield made


@pytest.fixture
def door(app: Starlette) -> Door:
    found: Door = app.state.door
    return found


def come_in(client: TestClient, contact: str = "Anna", country: str = "GB") -> None:
    """Go through the whole first welcome."""
    client.post("/welcome", data={"adult": "yes"})
    client.post("/welcome/people", data={"country": country, "contact": contact})
    client.post("/welcome/passphrase", data={"passphrase": PASSPHRASE, "again": PASSPHRASE})
    client.post("/welcome/key", data={"kept": "yes"})


@pytest.fixture
def inside(client: TestClient) -> TestClient:
    """A browser whose person has been welcomed and unlocked the record."""
    come_in(client)
    return client


@pytest.fixture
def begun(inside: TestClient) -> TestClient:
    """A browser with a session open."""
    inside.post("/begin")
    return inside


class Served:
    """The room on a real port, that can go away and come back."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self.home, self.clock, self.port = home, clock, 0
        self.start(new=True)

    def start(self, *, new: bool = False) -> None:
        """Serve on the same port as before; `new`: as a new process would, with nothing in memory."""
        if new:
            self.app = create_app(
                self.home, clock=self.clock, cost=CHEAP, limits=LIMITS, seed=lambda: 1
            )
        self.socket = bound("127.0.0.1", self.port)
        self.address = address_of(self.socket)
        self.port = self.socket.getsockname()[1]
        config = uvicorn.Config(
            self.app, ws="websockets-sansio", log_config=None, access_log=False,
            ws_max_size=8 * 1024 * 1024, timeout_graceful_shutdown=1,
            lifespan="on" if new else "off",
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()
        wait_until(lambda: self.server.started)

    @property
    def door(self) -> Door:
        found: Door = self.app.state.door
        return found

    def stop(self) -> None:
        """Go away, as a program that is ended does."""
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something to become true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def served(home: Path, clock: Clock) -> Iterator[Served]:
    serving = Served(home, clock)
    yield serving
    serving.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; THIRDEAR_CHROMIUM names it, as `make test` does."""
    path = os.environ.get("THIRDEAR_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no chromium here; `make test` installs one")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=served.address, locale="en-GB")
    made.set_default_timeout(8000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
