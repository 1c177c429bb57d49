"""The way in: the first welcome, a passphrase, unlocking; and the ways out that lock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from thirdear.frame import words as frame_words
from thirdear.frame.help import countries, help_for
from thirdear.record import RecordError
from thirdear.web.door import Newcomer
from thirdear.web.pages import country_for, door_of, give_key, go_to, key_of, page

SHORTEST_PASSPHRASE = 10
LONGEST_PASSPHRASE = 1024
_LONGEST_NAME = 200

Endpoint = Callable[[Request], Awaitable[Response]]
Step = Callable[[Request, Newcomer], Awaitable[Response]]


async def field(request: Request, name: str) -> str:
    """Return one field of a form as text, or ""."""
    value = (await request.form()).get(name)
    return value if isinstance(value, str) else ""


def _is_expected(request: Request) -> bool:
    """Tell whether a welcome is still to be given: no record yet, or one that has none."""
    door = door_of(request)
    sitting = door.sitting_for(key_of(request))
    return door.is_new() or (sitting is not None and sitting.room.state.welcomed is None)


def adults_only(step: Step) -> Endpoint:
    """Let a step of the welcome through only for someone who has said that they are an adult."""

    async def guarded(request: Request) -> Response:
        if not _is_expected(request):
            return go_to("/")
        new = door_of(request).newcomer_for(key_of(request))
        return go_to("/welcome") if new is None else await step(request, new)

    return guarded


async def welcome(request: Request) -> Response:
    """First screen: what this is and is not, and whether an adult is reading it."""
    if not _is_expected(request):
        return go_to("/")
    door = door_of(request)
    if request.method == "POST":
        answer = await field(request, "adult")
        if answer == "yes":
            return go_to("/welcome/people", request, door.arrive(key_of(request)).key)
        if answer == "no":
            door.newcomer = None
            return go_to("/not-yet")
    said = frame_words.words()
    return page(
        request, "welcome", purpose=frame_words.purpose(), kept=said["kept"],
        help=help_for(country_for(request)),
    )  # fmt: skip


async def not_yet(request: Request) -> Response:
    """For someone under 18: kind, with help, and nothing kept."""
    if not _is_expected(request):
        return go_to("/")
    told = str(frame_words.words()["welcome"]["not_adult"])
    said = told.format(lines=f"{help_for(country_for(request)).short}.")
    return page(request, "not_yet", said=said)


@adults_only
async def people(request: Request, new: Newcomer) -> Response:
    """Which country, and who could be turned to: asked before anything private is."""
    door = door_of(request)
    trouble = ""
    if request.method == "POST":
        country = await field(request, "country")
        new.contact = (await field(request, "contact")).strip()[:_LONGEST_NAME]
        nobody = bool(await field(request, "nobody"))
        if country not in countries():
            trouble = "Please choose a country, so that the right help can be shown."
        else:
            new.country = country
            if not new.contact and not nobody:
                trouble = "Please name someone, or tick that you would rather not."
        if not trouble:
            if door.sitting_for(new.key) is None:
                return go_to("/welcome/passphrase")
            await door.welcome(new)
            return go_to("/")
    return page(
        request, "people", countries=countries(), chosen=country_for(request),
        contact=new.contact, trouble=trouble,
    )  # fmt: skip


@adults_only
async def passphrase(request: Request, new: Newcomer) -> Response:
    """Choose the passphrase; with it the record is made, and the welcome kept in it."""
    if not new.country:
        return go_to("/welcome/people")
    trouble = ""
    if request.method == "POST":
        chosen, again = await field(request, "passphrase"), await field(request, "again")
        trouble = _unfit(chosen, again)
        if not trouble:
            try:
                key = await door_of(request).make(new, chosen)
                return go_to("/welcome/key", request, key)
            except RecordError as error:
                trouble = str(error)
    return page(
        request, "passphrase", trouble=trouble, shortest=SHORTEST_PASSPHRASE,
        kept=frame_words.words()["kept"],
    )  # fmt: skip


async def recovery_key(request: Request) -> Response:
    """Show the recovery key once, until the person says that they have kept it."""
    door = door_of(request)
    if door.sitting_for(key_of(request)) is None or not door.recovery_key:
        return go_to("/")
    if request.method == "POST":
        if await field(request, "kept"):
            door.recovery_key = ""
            return go_to("/")
        return page(request, "recovery_key", key=door.recovery_key,
                    trouble="Please tick the box once you have it safe.")  # fmt: skip
    return page(request, "recovery_key", key=door.recovery_key, trouble="")


async def unlock(request: Request) -> Response:
    """Ask for the passphrase. The room's own page may ask by script and stay where it is."""
    door = door_of(request)
    if door.is_new():
        return go_to("/welcome")
    if request.method != "POST":
        if door.sitting_for(key_of(request)) is not None:
            return go_to("/")
        return page(request, "unlock", trouble="")
    by_script = request.headers.get("accept") == "application/json"
    try:
        key = await door.unlock((await field(request, "passphrase"))[:LONGEST_PASSPHRASE])
    except RecordError as error:
        if by_script:
            return JSONResponse({"say": str(error)}, 403)
        return page(request, "unlock", trouble=str(error), status=403)
    response: Response = JSONResponse({"say": ""}) if by_script else go_to("/")
    give_key(response, request, key)
    return response


async def recover(request: Request) -> Response:
    """For a lost passphrase: the recovery key opens the record and takes a new one."""
    door = door_of(request)
    if door.is_new():
        return go_to("/welcome")
    trouble = ""
    if request.method == "POST":
        key, chosen, again = [await field(request, n) for n in ("key", "passphrase", "again")]
        trouble = _unfit(chosen, again)
        if not trouble:
            try:
                return go_to("/", request, await door.recover(key, chosen))
            except RecordError as error:
                trouble = str(error)
    status = 403 if trouble else 200
    return page(request, "recover", trouble=trouble, shortest=SHORTEST_PASSPHRASE, status=status)


async def lock(request: Request) -> Response:
    """Lock the record and show the door."""
    return await _locked(request, "/unlock")


async def leave(request: Request) -> Response:
    """Leave at once: lock, and show a page that says nothing."""
    return await _locked(request, "/blank")


async def blank(request: Request) -> Response:
    """Show a page that says nothing."""
    return page(request, "blank")


async def _locked(request: Request, place: str) -> Response:
    """Lock if this browser is the one inside; another one only loses its own key."""
    door = door_of(request)
    key = key_of(request)
    if door.sitting_for(key) is not None:
        await door.lock()
    elif door.newcomer_for(key) is not None:
        door.newcomer = None
    return go_to(place, request, "")


def _unfit(chosen: str, again: str) -> str:
    """Return why a new passphrase can't be taken, or ""."""
    if len(chosen.strip()) < SHORTEST_PASSPHRASE:
        return f"Please make it at least {SHORTEST_PASSPHRASE} characters long; words are easiest."
    if len(chosen) > LONGEST_PASSPHRASE:
        return "That is longer than a passphrase can be here."
    if chosen != again:
        return "The two are not the same. Please type them again."
    return ""
