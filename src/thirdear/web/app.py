"""The web room as one ASGI app: which address leads where, and what stands round it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from thirdear.record import Cost
from thirdear.web import entrance, inside, understanding
from thirdear.web.door import Clock, Door, Limits
from thirdear.web.guard import Calm, Guard
from thirdear.web.pages import error_page
from thirdear.web.wire import Wire

_BOTH = ["GET", "POST"]
_DEFAULT_COST = Cost()
_DEFAULT_LIMITS = Limits()


def local_now() -> datetime:
    """Return the time where the person is."""
    return datetime.now().astimezone()


def any_seed() -> int:
    """Return a seed for the choice of wordings in one session; it is kept with the session."""
    return secrets.randbelow(2**31)


def create_app(
    home: Path,
    *,
    clock: Clock = local_now,
    cost: Cost = _DEFAULT_COST,
    limits: Limits = _DEFAULT_LIMITS,
    seed: Callable[[], int] = any_seed,
    warm: bool = False,
) -> Starlette:
    """Make the app for the person whose words are kept in `home`.

    `warm` loads the listener in the background at the start, so that the first line is not slow.
    """
    door = Door(home, clock, cost=cost, limits=limits, seed=seed)
    wire = Wire(door)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as ending:
            ending.push_async_callback(door.shut)
            watching = asyncio.create_task(door.keep_watch())
            ending.push_async_callback(_stopped, watching)
            if warm:
                warming = asyncio.create_task(asyncio.to_thread(listen_once))
                ending.push_async_callback(_stopped, warming)
            yield

    app = Starlette(
        routes=_routes(wire),
        lifespan=lifespan,
        middleware=[
            Middleware(Guard, error_page=error_page),
            Middleware(Calm, error_page=error_page),
        ],
        exception_handlers={HTTPException: _calm_error},
    )
    app.state.door = door
    return app


def _routes(wire: Wire) -> list[Route | Mount | WebSocketRoute]:
    static = str(resources.files("thirdear.web") / "static")
    return [
        Route("/", inside.threshold),
        Route("/welcome", entrance.welcome, methods=_BOTH),
        Route("/not-yet", entrance.not_yet),
        Route("/welcome/people", entrance.people, methods=_BOTH),
        Route("/welcome/passphrase", entrance.passphrase, methods=_BOTH),
        Route("/welcome/key", entrance.recovery_key, methods=_BOTH),
        Route("/unlock", entrance.unlock, methods=_BOTH),
        Route("/recover", entrance.recover, methods=_BOTH),
        Route("/begin", inside.begin, methods=["POST"]),
        Route("/room", inside.room),
        WebSocketRoute("/socket", wire.connect),
        Route("/end", inside.end, methods=["POST"]),
        Route("/after", inside.after),
        Route("/understanding", understanding.understanding, methods=_BOTH),
        Route("/help", inside.help_now),
        Route("/lock", entrance.lock, methods=["POST"]),
        Route("/leave", entrance.leave, methods=["POST"]),
        Route("/blank", entrance.blank),
        Mount("/static", StaticFiles(directory=static)),
    ]


async def _calm_error(request: Request, fault: Exception) -> Response:
    return error_page(fault.status_code if isinstance(fault, HTTPException) else 500)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def listen_once() -> None:
    """Load what listening needs, which takes a moment, before the first line comes."""
    from thirdear.listening import listener
    from thirdear.listening.context import Context
    from thirdear.speech import Utterance

    listener.hear(Utterance("Hello."), Context())
