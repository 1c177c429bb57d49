"""Annotated pages: one self-contained HTML page for each conversation, nothing fetched, no script.

Pages are written when everything is heard, for conversations may alternate in a transcript.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from thirdear import __version__
from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because
from thirdear.cli.read.marking import KINDS, Marked, mark_class, marked
from thirdear.listening.listener import LISTENER
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.following import whose
from thirdear.transcripts.jsonl import Line

_ONE_ONLY = "There is more than one conversation; name a folder for their pages with --out."
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance on a page."""

    turn: int
    speaker: str
    marked: Marked
    heard_to: int | None


@dataclass(slots=True)
class Page:
    """One conversation."""

    title: str
    client: str | None
    session: int | None
    turns: list[Turn] = field(default_factory=list)


class Pages:
    """Gathers conversations, and writes their pages into a folder, or the only one to stdout."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._pages: dict[tuple[object, ...], Page] = {}

    def take(self, line: Line, spoken: Utterance, reading: Reading) -> None:
        """Put one utterance on its page."""
        key = (whose(line), spoken.conversation, spoken.session)
        if self._folder is None and self._pages and key not in self._pages:
            raise Plain(_ONE_ONLY)
        page = self._pages.setdefault(key, Page(_title(line), line.client, line.session))
        shown = marked(spoken.text, reading.observations)
        page.turns.append(Turn(spoken.turn, spoken.speaker, shown, reading.heard_to))

    def finish(self) -> None:
        """Write the pages, and where there are several, a page that lists them."""
        if self._folder is None:
            for page in self._pages.values():
                Out().write(_page(page))
            return
        listed = list(zip(_names(list(self._pages.values())), self._pages.values(), strict=True))
        pages = {name: _page(page) for name, page in listed}
        if len(listed) > 1:
            pages["index.html"] = _rendered("index.html", pages=listed)
        _write_all(self._folder, pages)


def _title(line: Line) -> str:
    if line.conversation:
        return line.conversation
    return "Conversation" if line.client is None else f"Conversation with {line.client}"


def _names(pages: list[Page]) -> list[str]:
    """Return a file name for each page: its title where it can be one, each name once."""
    taken = {"index"}
    names = []
    for page in pages:
        stem = _NOT_IN_A_NAME.sub("-", page.title)[:_LONGEST_NAME].strip("-.") or "conversation"
        if page.session is not None:
            stem += f"-{page.session}"
        name, again = stem, 2
        while name.lower() in taken:
            name, again = f"{stem}-{again}", again + 1
        taken.add(name.lower())
        names.append(f"{name}.html")
    return names


def _write_all(folder: Path, pages: dict[str, bytes]) -> None:
    """Write all pages; raises Plain, before the first, if one of them is there already."""
    there = next((name for name in pages if (folder / name).exists()), None)
    if there is not None:
        raise Plain(f"{folder / there} exists already; nothing was written.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            (folder / name).write_bytes(page)
    except OSError as error:
        raise Plain(f"{folder} could not be written to: {because(error)}.", OUR_FAULT) from None


def _page(page: Page) -> bytes:
    legend = [(mark_class(kind), kind, what) for kind, what in KINDS.items()]
    return _rendered("page.html", page=page, legend=legend)


def _rendered(name: str, **given: object) -> bytes:
    return _template(name).render(version=__version__, listener=LISTENER, **given).encode()


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("thirdear.cli.read", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template(name)
