"""What passes through the socket between the page and the room. JSON, one message a frame."""

from __future__ import annotations

from typing import Annotated

import msgspec

from thirdear.speech import Quote
from thirdear.web.sheet import Entry

LONGEST_LINE = 1_500_000
"""Characters taken in one line; the page keeps a longer one back and says so."""


class _Message(msgspec.Struct, tag_field="t", tag=str.lower):
    pass


# ---- from the page ------------------------------------------------------------------------------


class Line(_Message):
    """A line the person sent; `name` is the page's own, and is sent again until it is kept."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    text: str


class Draft(_Message):
    """What stands in the writing place and has not been sent."""

    text: str


class Why(_Message):
    """Why was that said?"""

    turn: int


class Dispute(_Message):
    """I don't see it that way."""

    turn: int


class Quiet(_Message):
    """Nothing has been written for a while."""


class Pause(_Message):
    """Let the clock stand still and cover the page."""


class GoOn(_Message):
    """Go on after a pause."""


class End(_Message):
    """End the session."""


class Here(_Message):
    """A sign of life; `active` tells that the person did something since the last one."""

    active: bool = False


FromPage = Line | Draft | Why | Dispute | Quiet | Pause | GoOn | End | Here

# ---- to the page --------------------------------------------------------------------------------


class Page(_Message):
    """Everything on the page, on connecting; `names` are the lines already kept."""

    session: int
    entries: list[Entry]
    names: list[str]
    draft: str
    paused: bool
    over: bool


class Kept(_Message):
    """The line called `name` is on the disk; `text` is how it was kept, where that differs."""

    name: str
    turn: int
    text: str | None = None


class Refused(_Message):
    """The line called `name` was not kept, and why."""

    name: str
    say: str


class Said(_Message):
    """Something new stands on the page that the person did not write."""

    entry: Entry


class Grounds(_Message):
    """The answer to "Why did you say that?"."""

    turn: int
    because: str
    alternative: str
    grounds: tuple[Quote, ...]


class Disputed(_Message):
    """The remark at `turn` has been taken back."""

    turn: int


class Time(_Message):
    """How many seconds are left of the hour, and until the room locks itself."""

    left_s: float
    locks_in_s: float


class Over(_Message):
    """The session has ended."""


class Note(_Message):
    """A calm sentence about the room itself."""

    say: str


class Locked(_Message):
    """The record has been locked; nothing may stay on the screen."""


class Elsewhere(_Message):
    """The room is now open in another window."""


ToPage = Page | Kept | Refused | Said | Grounds | Disputed | Time | Over | Note | Locked | Elsewhere

_decoder: msgspec.json.Decoder[FromPage] = msgspec.json.Decoder(FromPage)
_encode = msgspec.json.Encoder().encode


def read(frame: str) -> FromPage | None:
    """Return the message in a frame, or None where there is none."""
    try:
        return _decoder.decode(frame)
    except msgspec.DecodeError:
        return None


def write(message: ToPage) -> str:
    """Return the frame that carries a message."""
    return _encode(message).decode()
