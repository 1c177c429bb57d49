"""What keeps other web pages, other sites and stray errors out: two thin layers round the app."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import PurePath

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from thirdear.record import RecordError

LARGEST_FORM = 64 * 1024
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_READING = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "X-Robots-Tag": "noindex",
}

Page = Callable[..., Response]

_log = logging.getLogger(__name__)


class Guard:
    """Answers only this machine's own pages, limits what a form may carry, sets the headers.

    - Host must name this machine: a foreign name that points here (DNS rebinding) is refused.
    - What changes something, and every socket, must come from a page served here. Browsers send
      `Origin: null` with a form when the referrer policy is no-referrer, so there
      Sec-Fetch-Site, which no page can forge, has to say it.
    """

    def __init__(self, app: ASGIApp, error_page: Page) -> None:
        self.app = app
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = _refusal(scope, headers)
        if scope["type"] == "websocket":
            if refused:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
            return
        if refused:
            await self._error_page(refused)(scope, receive, _with_headers(send))
            return
        await self.app(scope, _limited(receive), _with_headers(send))


class Calm:
    """Turns a fault into a calm page and one log line that says where, and nothing of what.

    A traceback could carry the person's words in the text of an exception. What the record says
    of itself is in plain words and can be shown.
    """

    def __init__(self, app: ASGIApp, error_page: Page) -> None:
        self.app = app
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a fault ends here."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in ("http.response.start", "websocket.accept")
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except TooLarge:
            if not started:
                await self._error_page(413)(scope, receive, send)
        except RecordError as trouble:
            if scope["type"] == "http" and not started:
                await self._error_page(500, str(trouble))(scope, receive, send)
        except Exception as fault:
            _log.error("%s at %s", type(fault).__name__, _place(fault))
            if scope["type"] == "http" and not started:
                await self._error_page(500)(scope, receive, send)


class TooLarge(Exception):
    """A form carries more than any form here needs."""


def _refusal(scope: Scope, headers: Headers) -> int:
    """Return the status to refuse a request with, or 0."""
    host = headers.get("host", "")
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if (name or host) not in _NAMES or (name and port and not port.isdigit()):
        return 421
    if scope["type"] == "http" and scope["method"] in _READING:
        return 0
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return 403
    if origin == f"http://{host}":
        return 0
    if scope["type"] == "http" and origin in (None, "null") and site == "same-origin":
        return 0
    return 403


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_FORM:
            raise TooLarge
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return sent


def _place(fault: BaseException) -> str:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
