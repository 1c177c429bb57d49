"""What the tests of the web room share: a browser on the way in, inside, and in a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.web.support import (
    ADDRESS,
    CHEAP,
    GOLDEN,
    LIMITS,
    OWN,
    PASSPHRASE,
    SOCKET,
    Clock,
    Served,
    Window,
)

from thirdear.web.app import create_app, listen_once
from thirdear.web.door import Door

PATIENCE_MS = 15_000
"""How long a browser on a busy machine may take for one thing."""


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


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def golden() -> tuple[str, ...]:
    return GOLDEN


@pytest.fixture
def inside(client: TestClient) -> TestClient:
    """A browser whose person has been welcomed and unlocked the record."""
    client.post("/welcome", data={"adult": "yes"})
    client.post("/welcome/people", data={"country": "GB", "contact": "Anna"})
    client.post("/welcome/passphrase", data={"passphrase": PASSPHRASE, "again": PASSPHRASE})
    client.post("/welcome/key", data={"kept": "yes"})
    return client


@pytest.fixture
def begun(inside: TestClient) -> TestClient:
    """A browser with a session open."""
    inside.post("/begin")
    return inside


@pytest.fixture
def enter(client: TestClient) -> Callable[[], AbstractContextManager[Window]]:
    """Open a window in the room."""

    @contextmanager
    def entered() -> Iterator[Window]:
        with client.websocket_connect(SOCKET, headers=OWN) as socket:
            yield Window(socket)

    return entered


@pytest.fixture
def served(home: Path, clock: Clock) -> Iterator[Served]:
    serving = Served(home, clock)
    yield serving
    serving.crash()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; THIRDEAR_CHROMIUM names it, as `make test` does."""
    listen_once()
    expect.set_options(timeout=PATIENCE_MS)
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
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
