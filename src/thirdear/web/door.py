"""The door: who is let in, and when it locks. Everything unlocked is in memory only.

One record, one person, one key in the browser (a cookie). A second browser with the right
passphrase takes over from the first.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from thirdear import record
from thirdear.record import Cost, Record, wraps
from thirdear.room.home import Home
from thirdear.web.sitting import Sitting

T = TypeVar("T")
Clock = Callable[[], datetime]

_NOBODY = bytes(16)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in seconds.

    The record locks itself after `idle_s` without input, `idle_in_session_s` while a session is
    open. Each wrong passphrase doubles the wait before the next is looked at, from
    `first_wait_s` to `longest_wait_s`.
    """

    idle_s: float = 15 * 60
    idle_in_session_s: float = 30 * 60
    look_every_s: float = 5.0
    beat_s: float = 15.0
    first_wait_s: float = 0.5
    longest_wait_s: float = 8.0


@dataclass(slots=True)
class Newcomer:
    """An adult on the way in; nothing of this is on the disk until there is a passphrase."""

    key: str
    country: str = ""
    contact: str = ""


class Busy(record.RecordError):
    """A passphrase is being looked at already."""

    sentence = "One moment: the last attempt is still being looked at. Then try again."


class Door:
    """Lets one person in and locks behind them.

    Whatever touches the record goes through `work`: one thread, one thing at a time, in the order
    it came. So nothing blocks the pages, and no two things happen in the room at once.
    """

    def __init__(
        self, home: Path, clock: Clock, *, cost: Cost, limits: Limits, seed: Callable[[], int]
    ) -> None:
        self.home = Home(home)
        self.clock = clock
        self.limits = limits
        self.newcomer: Newcomer | None = None
        self.sitting: Sitting | None = None
        self.recovery_key = ""
        self.country = ""
        self.on_lock: Callable[[], Awaitable[None]] | None = None
        self._cost = cost
        self._seed = seed
        self._key = ""
        self._proof: wraps.Wrap | None = None
        self._left_draft = ""
        self._touched = clock()
        self._failures = 0
        self._looking = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room")

    # ---- who is there ------------------------------------------------------------------------

    def is_new(self) -> bool:
        """Tell whether nothing has been kept here yet."""
        return self.sitting is None and not self.home.exists()

    def sitting_for(self, key: str) -> Sitting | None:
        """Return the sitting that a browser's key opens, or None."""
        if self.sitting is not None and key and secrets.compare_digest(key, self._key):
            return self.sitting
        return None

    def newcomer_for(self, key: str) -> Newcomer | None:
        """Return the newcomer that a browser's key belongs to, or None."""
        new = self.newcomer
        return new if new is not None and secrets.compare_digest(key, new.key) else None

    def arrive(self, key: str) -> Newcomer:
        """Take in someone who has said that they are an adult; `key` is the browser's, if any."""
        known = self.sitting_for(key) is not None
        self.newcomer = Newcomer(key if known else secrets.token_urlsafe(32))
        return self.newcomer

    # ---- in and out --------------------------------------------------------------------------

    async def unlock(self, passphrase: str) -> str:
        """Open the record, or take over an open one; returns the browser's new key.

        Raises RecordError in plain words.
        """
        return await self._looked_at(lambda: self._unlocked(passphrase), passphrase)

    async def recover(self, recovery_key: str, passphrase: str) -> str:
        """Open the record with the recovery key and a new passphrase; returns the key."""

        def opened() -> Record:
            return record.recover(self.home.path, recovery_key, passphrase, cost=self._cost)

        return await self._looked_at(opened, passphrase)

    async def make(self, new: Newcomer, passphrase: str) -> str:
        """Make the record of a newcomer; returns the browser's key."""

        def made() -> str:
            opened = record.create(self.home.path, passphrase, cost=self._cost)
            self.recovery_key = opened.new_recovery_key(passphrase)
            key = self._let_in(opened, passphrase)
            self._welcome(new)
            return key

        return await self.work(made)

    async def welcome(self, new: Newcomer) -> None:
        """Keep the welcome of someone whose record has none yet (it was made elsewhere)."""
        await self.work(lambda: self._welcome(new))

    async def lock(self, *, keep_draft: bool = False) -> None:
        """Lock the record. An unsent draft is forgotten, or kept in memory for the next unlock."""
        await self.work(lambda: self._close(keep_draft=keep_draft))
        self.newcomer = None
        if self.on_lock is not None:
            await self.on_lock()

    async def work(self, act: Callable[[], T]) -> T:
        """Do something with the record, in its own thread and in turn."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, act)

    async def shut(self) -> None:
        """Lock, and let the thread go; for when the program ends."""
        await self.lock()
        self._worker.shutdown(wait=False)

    # ---- locking itself ----------------------------------------------------------------------

    def touch(self) -> None:
        """The person did something."""
        self._touched = self.clock()

    def locks_in_s(self) -> float:
        """Return how long until the record locks itself if nothing happens."""
        is_open = self.sitting is not None and self.sitting.is_open
        allowed = self.limits.idle_in_session_s if is_open else self.limits.idle_s
        return allowed - (self.clock() - self._touched).total_seconds()

    async def lock_if_idle(self) -> None:
        """Lock when nothing has happened for long enough; an unsent draft waits in memory."""
        if self.sitting is not None and self.locks_in_s() <= 0:
            await self.lock(keep_draft=True)

    async def keep_watch(self) -> None:
        """Look again and again whether it is time to lock."""
        while True:
            await asyncio.sleep(self.limits.look_every_s)
            await self.lock_if_idle()

    # ---- inside (in the worker thread) -------------------------------------------------------

    async def _looked_at(self, opening: Callable[[], Record | None], passphrase: str) -> str:
        """Look at one attempt at a time, each wrong one more slowly than the last."""
        if self._looking:
            raise Busy
        self._looking = True
        try:
            if self._failures:
                wait = self.limits.first_wait_s * 2 ** (self._failures - 1)
                await asyncio.sleep(min(wait, self.limits.longest_wait_s))
            key = await self.work(lambda: self._let_in(opening(), passphrase))
        except (record.WrongPassphrase, record.WrongRecoveryKey):
            self._failures += 1
            raise
        finally:
            self._looking = False
        self._failures = 0
        return key

    def _unlocked(self, passphrase: str) -> Record | None:
        """Open the record; None if it is open and the passphrase is the right one."""
        if self.sitting is None:
            return record.unlock(self.home.path, passphrase)
        if self._proof is not None:
            wraps.unwrap([self._proof], "passphrase", _NOBODY, passphrase)
        return None

    def _let_in(self, opened: Record | None, passphrase: str) -> str:
        if opened is not None:
            try:
                self.sitting = Sitting(opened, self._seed)
            except BaseException:
                opened.close()
                raise
            self.sitting.draft, self._left_draft = self._left_draft, ""
            # While the record is open its file cannot be opened again to check a passphrase, so
            # a throw-away wrap of the same make answers for it when another browser knocks.
            secret = secrets.token_bytes(32)
            self._proof = wraps.with_passphrase(secret, _NOBODY, passphrase, self._cost)
        if self.sitting is not None and self.sitting.room.state.welcomed is not None:
            self.country = self.sitting.room.state.welcomed.country
        self._key = secrets.token_urlsafe(32)
        self.touch()
        return self._key

    def _welcome(self, new: Newcomer) -> None:
        if self.sitting is not None:
            self.sitting.room.welcome(new.country, new.contact, self.clock())
        self.country = new.country
        self.newcomer = None

    def _close(self, *, keep_draft: bool = False) -> None:
        if self.sitting is None:
            return
        self._left_draft = self.sitting.draft if keep_draft else ""
        self.sitting.close()
        self.sitting = None
        self.recovery_key = self._key = ""
        self._proof = None
