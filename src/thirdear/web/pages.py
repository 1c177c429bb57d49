"""Puts a page together: the template, what every page knows, and dates the way people say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from thirdear.frame.help import ANYWHERE, countries, help_for
from thirdear.web.door import Door
from thirdear.web.typeset import typeset

_REGION = re.compile(r"^[A-Za-z]{2,3}-(?:[A-Za-z]{4}-)?([A-Za-z]{2})$")
_NEAR = {0: "earlier today", 1: "yesterday"}
_SAYS = {
    400: "Something in that request could not be read.",
    403: "That came from another page than this room's own, so it was not done.",
    404: "There is no such page here.",
    405: "That can't be done here.",
    413: "That is more than this page can take in.",
    421: "This room answers only on its own address, on this machine.",
    500: "Something went wrong on this side.",
}


@cache
def _templates() -> Environment:
    loader = PackageLoader("thirdear.web", "templates")
    templates = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.filters |= {"typeset": typeset, "opened": _opened}
    return templates


def door_of(request: Request) -> Door:
    """Return the door that this app was made with."""
    found: Door = request.app.state.door
    return found


def key_of(request: Request) -> str:
    """Return the key that the browser showed, or ""."""
    return request.cookies.get(cookie_name(request.scope), "")


def cookie_name(scope: Any) -> str:
    """Return the cookie's name; cookies know no ports, so the port is in the name."""
    server: Sequence[Any] | None = scope.get("server")
    return f"room-{server[1] if server else 0}"


def page(
    request: Request, template: str, *, status: int = 200, country: str = "", **more: object
) -> HTMLResponse:
    """Return a page; every page knows the language, and whether someone is inside."""
    door = door_of(request)
    where = country or country_for(request)
    inside = door.sitting_for(key_of(request)) is not None
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            lang="en-US" if help_for(where).spelling == "american" else "en-GB",
            inside=inside,
            locks_after=round(door.limits.idle_s) + 1 if inside else 0,
            **more,
        )
    )
    return HTMLResponse(text, status)


def error_page(status: int, says: str = "") -> HTMLResponse:
    """Return a calm page that says what happened and what is safe."""
    says = says or _SAYS.get(status, _SAYS[500])
    text = (
        _templates()
        .get_template("error.html")
        .render(lang="en", inside=False, locks_after=0, says=says)
    )
    return HTMLResponse(text, status)


def go_to(place: str, request: Request | None = None, key: str | None = None) -> Response:
    """Send the browser to another page, with a new key or (key "") without one."""
    response = RedirectResponse(place, 303)
    if request is not None and key is not None:
        give_key(response, request, key)
    return response


def give_key(response: Response, request: Request, key: str) -> None:
    """Give the browser its key, or take it away (""); scripts and other sites never see it."""
    name = cookie_name(request.scope)
    if key:
        response.set_cookie(name, key, path="/", httponly=True, samesite="strict")
    else:
        response.delete_cookie(name, path="/", httponly=True, samesite="strict")


def country_for(request: Request) -> str:
    """Return the country whose help to show: the one chosen, else what the browser speaks."""
    door = door_of(request)
    new = door.newcomer_for(key_of(request))
    if new is not None and new.country:
        return new.country
    return door.country or _spoken_in(request.headers.get("accept-language", ""))


def day(moment: datetime, now: datetime, spelling: str) -> str:
    """Return a day as people say it: earlier today, Sunday 22 November, Sunday, November 22."""
    moment = moment.astimezone(now.tzinfo)
    ago = (now.date() - moment.date()).days
    if ago in _NEAR:
        return _NEAR[ago]
    year = f" {moment.year}" if moment.year != now.year else ""
    if spelling == "american":
        return f"{moment:%A}, {moment:%B} {moment.day}{year and ',' + year}"
    return f"{moment:%A} {moment.day} {moment:%B}{year}"


def _opened(text: str) -> str:
    """Return a phrase with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def _spoken_in(accept_language: str) -> str:
    for wanted in accept_language.split(","):
        found = _REGION.match(wanted.partition(";")[0].strip())
        if found and found[1].upper() in countries():
            return found[1].upper()
    return ANYWHERE
