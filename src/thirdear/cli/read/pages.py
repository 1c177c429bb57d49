"""Annotated pages: one self-contained HTML page for each conversation, nothing fetched, no script.

Conversations may alternate in a transcript, and there may be any number of them, so each page is
written as it is heard: its beginning at once, every utterance after it, and at the very end what
was heard in short (which the style sheet shows at the top). Nothing is put anywhere but there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from thirdear import __version__
from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because
from thirdear.cli.read.marking import called, marked
from thirdear.cli.read.summary import Summary
from thirdear.listening.listener import LISTENER
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.following import Who, whose
from thirdear.transcripts.line import Line
from thirdear.transcripts.workers import Shape

_ONE_ONLY = "There is more than one conversation; name a folder for their pages with --out."
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
_HELD_BYTES: Final = 2_000_000
"""What is kept of all pages before it is written to them."""

Key = tuple[Who, str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """One utterance as it stands on its page, and what the summary needs to know of it."""

    key: Key
    title: str
    client: str | None
    session: int | None
    html: bytes
    turn: int
    speaker: str
    words: int
    kinds: list[str]
    people: dict[str, tuple[str, ...]]


def as_shown(line: Line, spoken: Utterance, reading: Reading) -> Shown:
    """Return one utterance as it stands on its page."""
    heard = marked(spoken.text, reading.observations)
    kinds = [note.kind for note in heard.notes]
    kinds += ["person"] * len(heard.people)
    html = _rendered(
        "turn.html", turn=spoken.turn, speaker=spoken.speaker, at_s=line.at_s,
        pause_s=line.pause_s, marked=heard, heard_to=reading.heard_to,
    )  # fmt: skip
    return Shown(
        (whose(line), spoken.conversation, spoken.session), _title(line), line.client,
        line.session, html, spoken.turn, spoken.speaker, len(spoken.text.split()), kinds,
        heard.people,
    )  # fmt: skip


@dataclass(slots=True)
class Page:
    """One conversation."""

    title: str
    client: str | None
    session: int | None
    file: str = ""
    summary: Summary = field(default_factory=Summary)
    held: list[bytes] = field(default_factory=list)


class Pages:
    """Writes conversations as pages into a new folder, or the only one to standard output."""

    def __init__(self, folder: Path | None) -> None:
        """Write into `folder`, which must be new or empty, or to standard output (None)."""
        self.shape: Shape[Shown] = as_shown
        self._folder = folder
        self._pages: dict[Key, Page] = {}
        self._names = {"index"}
        self._held = 0
        if folder is not None:
            _must_be_empty(folder)

    def take(self, made: Shown) -> None:
        """Put one utterance on its page."""
        page = self._pages.get(made.key)
        if page is None:
            page = self._begun(made)
        page.summary.add(made.turn, made.speaker, made.words, made.kinds)
        page.summary.mention(made.turn, made.people)
        self._hold(page, made.html)

    def finish(self) -> None:
        """End the pages, and where there are several, write one that lists them."""
        for page in self._pages.values():
            self._hold(page, _rendered("end.html", page=page, summary=page.summary))
        self._write()
        if self._folder is not None and len(self._pages) > 1:
            index = Page("Conversations", None, None, "index.html")
            index.held.append(_rendered("index.html", pages=list(self._pages.values())))
            self._append(index)

    def _begun(self, made: Shown) -> Page:
        if self._folder is None and self._pages:
            raise Plain(_ONE_ONLY)
        page = Page(made.title, made.client, made.session)
        page.file = self._name(page)
        self._pages[made.key] = page
        self._hold(page, _rendered("begin.html", page=page))
        return page

    def _name(self, page: Page) -> str:
        """Return a file name for a page: its title where it can be one, each name once."""
        stem = _NOT_IN_A_NAME.sub("-", page.title)[:_LONGEST_NAME].strip("-.") or "conversation"
        if page.session is not None:
            stem += f"-{page.session}"
        name, again = stem, 2
        while name.lower() in self._names:
            name, again = f"{stem}-{again}", again + 1
        self._names.add(name.lower())
        return f"{name}.html"

    def _hold(self, page: Page, piece: bytes) -> None:
        page.held.append(piece)
        self._held += len(piece)
        if self._held > _HELD_BYTES or self._folder is None:
            self._write()

    def _write(self) -> None:
        """Write what is held of all pages."""
        for page in self._pages.values():
            if page.held:
                self._append(page)
        self._held = 0

    def _append(self, page: Page) -> None:
        pieces, page.held = b"".join(page.held), []
        if self._folder is None:
            Out().write(pieces)
            return
        try:
            with (self._folder / page.file).open("ab") as file:
                file.write(pieces)
        except OSError as error:
            raise _unwritable(self._folder, error) from None


def _title(line: Line) -> str:
    if line.conversation:
        return line.conversation
    return "Conversation" if line.client is None else f"Conversation with {line.client}"


def _must_be_empty(folder: Path) -> None:
    """Make the folder; raises Plain where something is there already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Plain(f"{folder} exists already and is not empty; name a new folder.")
    except FileExistsError:
        raise Plain(f"{folder} exists already and is a file; name a new folder.") from None
    except OSError as error:
        raise _unwritable(folder, error) from None


def _unwritable(folder: Path, error: OSError) -> Plain:
    return Plain(f"{folder} could not be written to: {because(error)}.", OUR_FAULT)


def _rendered(name: str, **given: object) -> bytes:
    return _template(name).render(version=__version__, listener=LISTENER, **given).encode()


def _clock(seconds: float) -> str:
    """Return seconds as one would read them: 1:02:03."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("thirdear.cli.read", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"clock": _clock, "called": called}
    return environment.get_template(name)
