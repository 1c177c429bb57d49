"""Inside: the threshold, the room, what comes after a session, and help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from thirdear.frame.help import countries, entry_for, help_for
from thirdear.web.messages import LONGEST_LINE
from thirdear.web.pages import country_for, day, door_of, go_to, key_of, page
from thirdear.web.sitting import Sitting

Endpoint = Callable[[Request], Awaitable[Response]]
Inner = Callable[[Request, Sitting], Awaitable[Response]]


def unlocked(inner: Inner) -> Endpoint:
    """Let only the browser with the key in; everyone else finds the door."""

    async def guarded(request: Request) -> Response:
        door = door_of(request)
        await door.lock_if_idle()
        sitting = door.sitting_for(key_of(request))
        if sitting is None:
            return go_to("/welcome" if door.is_new() else "/unlock")
        door.touch()
        if sitting.room.state.welcomed is None:
            return go_to("/welcome")
        if door.recovery_key:
            return go_to("/welcome/key")
        return await inner(request, sitting)

    return guarded


@unlocked
async def threshold(request: Request, sitting: Sitting) -> Response:
    """Before a session: begin, or go on with one that was cut off."""
    state = sitting.room.state
    return page(
        request, "threshold",
        session=state.session if state.is_open else state.session + 1,
        is_open=state.is_open,
        minutes=max(1, round(sitting.left_s(door_of(request).clock()) / 60)),
        last=_last_day(request, sitting) if state.session else "",
    )  # fmt: skip


@unlocked
async def begin(request: Request, sitting: Sitting) -> Response:
    """Open a session and go into the room."""
    door = door_of(request)
    await door.work(lambda: sitting.begin(door.clock()))
    return go_to("/room")


@unlocked
async def end(request: Request, sitting: Sitting) -> Response:
    """End a session without going back into it."""
    door = door_of(request)
    await door.work(lambda: sitting.end(door.clock()))
    return go_to("/after")


@unlocked
async def room(request: Request, sitting: Sitting) -> Response:
    """The room itself; what stands on the page comes through the socket."""
    if not sitting.is_open:
        return go_to("/after" if sitting.sheet.over else "/")
    beat = round(door_of(request).limits.beat_s * 1000)
    return page(request, "room", beat=beat, longest=LONGEST_LINE)


@unlocked
async def after(request: Request, sitting: Sitting) -> Response:
    """After a session: the last words, what is kept, and the way out."""
    if sitting.is_open or not sitting.sheet.over:
        return go_to("/")
    state = sitting.room.state
    own = [entry for entry in sitting.sheet.entries if entry.kind == "line"]
    welcomed = state.welcomed
    return page(
        request, "after",
        closing=sitting.sheet.entries[-1].text,
        in_danger=state.care is not None,
        session=state.session, lines=len(own), minutes=max(1, round(state.elapsed_s / 60)),
        contact=welcomed.contact if welcomed else "",
    )  # fmt: skip


async def help_now(request: Request) -> Response:
    """Where help is: for everyone, also while the record is locked."""
    door = door_of(request)
    sitting = door.sitting_for(key_of(request))
    asked = request.query_params.get("in", "").upper()
    country = asked if asked in countries() else country_for(request)
    welcomed = sitting.room.state.welcomed if sitting else None
    return page(
        request, "help", country=country, help=help_for(country), entry=entry_for(country),
        countries=countries(), chosen=country, contact=welcomed.contact if welcomed else "",
        back=_way_back(request, sitting),
    )  # fmt: skip


def _way_back(request: Request, sitting: Sitting | None) -> tuple[str, str]:
    if sitting is not None and sitting.is_open:
        return "/room", "Back to the room"
    new = door_of(request).newcomer_for(key_of(request))
    if new is not None:
        return ("/welcome/passphrase" if new.country else "/welcome/people"), "Back"
    return "/", "Back"


def _last_day(request: Request, sitting: Sitting) -> str:
    last = sitting.room.state.last_at
    if last is None:
        return ""
    now = door_of(request).clock()
    return day(datetime.fromisoformat(last), now, help_for(country_for(request)).spelling)
