"""A clock under control, invented words, a window in the room, a room on a real port."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.testclient import WebSocketTestSession

from thirdear.record import Cost
from thirdear.room.events import Event, Spoke
from thirdear.room.home import KeptRecord
from thirdear.room.journal import Journal
from thirdear.web.app import create_app
from thirdear.web.door import Door, Limits
from thirdear.web.serve import address_of, bound
from thirdear.web.sitting import Sitting

PASSPHRASE = "two chairs and a quiet lamp"
ADDRESS = "http://127.0.0.1:8765"
SOCKET = "ws://127.0.0.1:8765/socket"
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


class Window:
    """One window in the room, as the page's script speaks to it."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket

    def ask(self, **message: object) -> None:
        self.socket.send_text(json.dumps(message))

    def next(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.socket.receive_text())
        return told

    def told(self) -> list[dict[str, Any]]:
        """Return everything up to the time, which closes every answer."""
        messages = [self.next()]
        while messages[-1]["t"] != "time":
            messages.append(self.next())
        return messages

    def say(self, text: str, name: str = "") -> list[dict[str, Any]]:
        self.ask(t="line", name=name or uuid.uuid4().hex, text=text)
        return self.told()


class Served:
    """The room on a real port, that can go away and come back."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self.home, self.clock, self.port = home, clock, 0
        self.start(new=True)

    def start(self, *, new: bool = False) -> None:
        """Serve on the same port as before; `new`: as a new process, with nothing in memory."""
        if new:
            self.app = create_app(
                self.home, clock=self.clock, cost=CHEAP, limits=LIMITS, seed=lambda: 1
            )
        self.socket = bound("127.0.0.1", self.port)
        self.address = address_of(self.socket)
        self.port = self.socket.getsockname()[1]
        config = uvicorn.Config(
            self.app, ws="websockets-sansio", log_config=None, access_log=False, lifespan="off",
            ws_max_size=16 * 1024 * 1024, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()
        wait_until(lambda: self.server.started)

    @property
    def door(self) -> Door:
        found: Door = self.app.state.door
        return found

    def let_in(self) -> dict[str, Any]:
        """Welcome someone, begin a session, and return the cookie that opens it."""

        async def welcomed() -> str:
            new = self.door.arrive("")
            new.country, new.contact = "GB", "Anna"
            key = await self.door.make(new, PASSPHRASE)
            self.door.recovery_key = ""
            await self.door.work(lambda: sitting_of(self.door).begin(self.clock()))
            return key

        # The browser's driver has a loop of its own in this thread.
        with ThreadPoolExecutor(1) as thread:
            key = thread.submit(asyncio.run, welcomed()).result()
        return {"name": f"room-{self.port}", "value": key, "url": self.address, "httpOnly": True}

    def stop(self) -> None:
        """Be out of reach; what is in memory stays there."""
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()

    def crash(self) -> None:
        """Go away as a killed process does: what is not on the disk is gone."""
        self.stop()
        if self.door.sitting is not None:
            self.door.sitting.close()

    def lines(self) -> list[str]:
        """Return what the person has said, as the record has it."""
        return [event.text for event in spoken(self.door)]


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something to become true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


def kinds(told: list[dict[str, Any]]) -> list[str]:
    """Return what kind of messages were told."""
    return [message["t"] for message in told]


def said(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the other chair and the frame have said."""
    return [message["entry"] for message in told if message["t"] == "said"]


def sitting_of(door: Door) -> Sitting:
    """Return the sitting of whoever is inside."""
    assert door.sitting is not None
    return door.sitting


def events_of(door: Door) -> list[Event]:
    """Return everything in the record."""
    return list(Journal(KeptRecord(sitting_of(door).record)).events())


def spoken(door: Door) -> list[Spoke]:
    """Return what the person has said, from the record."""
    return [event for event in events_of(door) if isinstance(event, Spoke)]
