"""What has been understood so far, open to the person it is about: their words first."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from thirdear.formulation.account import account
from thirdear.formulation.telling import Section, sections, sides
from thirdear.room import RoomError
from thirdear.web.inside import unlocked
from thirdear.web.pages import door_of, go_to, page
from thirdear.web.sitting import Sitting

MOST_A_SECTION = 8
_NOT_SHOWN = frozenset({"risk"})
"""Danger has its own page, and is spoken about where there is help beside it."""
_PATTERNS = frozenset({"themes", "triangles", "links", "associations"})
_STANDING = {
    "moment": "so far a moment",
    "recurrent": "it has come back",
    "characteristic": "it comes again and again",
}


@unlocked
async def understanding(request: Request, sitting: Sitting) -> Response:
    """Show what is understood, each statement openable to its grounds, and take one back."""
    door = door_of(request)
    if request.method == "POST":
        form = await request.form()
        statement = str(form.get("statement", ""))
        await door.work(lambda: _take_back(sitting, statement))
        return go_to("/understanding")
    formulation = sitting.room.state.formulation
    told = await door.work(lambda: account(formulation, ""))
    shown = [_shown(s) for s in sections(told) if s.key not in _NOT_SHOWN]
    shown = [section for section in shown if section.statements]
    return page(
        request, "understanding",
        sections=shown, sides=sides, standing=_STANDING, sessions=told["sessions"],
        taken_back=len(told["rejected"]),
        back="/room" if sitting.is_open else "/",
    )  # fmt: skip


def _shown(section: Section) -> Section:
    """Return a section as it is shown: few statements, and no pattern seen in a moment only."""
    settled = [
        s for s in section.statements
        if section.key not in _PATTERNS or s["standing"] != "moment"
    ]  # fmt: skip
    return Section(section.key, section.heading, settled[:MOST_A_SECTION])


def _take_back(sitting: Sitting, statement: str) -> None:
    try:
        sitting.room.reject(statement)
    except RoomError:
        return  # it is gone already: that is what was wanted
