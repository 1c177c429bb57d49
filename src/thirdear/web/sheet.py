"""The page that is written on, folded from the same events that the record keeps.

So what stands on the page is what has been kept: live, after a reload, and after a crash.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from thirdear.record import Record
from thirdear.room.events import Acted, Closed, Disputed, Event, Opened, Spoke
from thirdear.room.home import KeptRecord
from thirdear.web.typeset import typeset

SHOWN = 20_000
"""Characters of one utterance that the page shows; all of it is kept."""
_FIRST_LOOK_BACK = 200
_ONLY_FACTS = frozenset({"FRM", "ENC"})

EntryKind = Literal["line", "frame", "remark", "safety"]

_event = msgspec.json.Decoder(Event)


class Entry(msgspec.Struct):
    """One thing on the page.

    `line`: the person's words; `frame`: how the hour begins and ends; `remark` and `safety`: the
    other chair. `why` and `dispute` tell what can be asked of it, `cut` that only its beginning
    is shown.
    """

    kind: EntryKind
    turn: int
    text: str
    name: str = ""
    why: bool = False
    dispute: bool = False
    disputed: bool = False
    cut: bool = False


class Sheet:
    """What has been said in the current session, in order."""

    def __init__(self) -> None:
        self.session = 0
        self.over = False
        self.entries: list[Entry] = []
        self.names: set[str] = set()

    def take(self, event: Event) -> None:
        """Put what happened on the page."""
        match event:
            case Opened():
                self.session, self.over = event.session, False
                self.entries, self.names = [], set()
                self.frame(event.text)
            case Spoke():
                cut = len(event.text) > SHOWN
                if event.line:
                    self.names.add(event.line)
                self.entries.append(
                    Entry("line", event.turn, event.text[:SHOWN], name=event.line, cut=cut)
                )
            case Acted():
                self._acted(event)
            case Disputed():
                self._disputed(event)
            case Closed():
                self.over = True
                self.frame(event.text)
            case _:
                pass

    def frame(self, text: str | None, kind: EntryKind = "frame") -> None:
        """Put a sentence about the frame on the page, if there is one."""
        if text:
            self.entries.append(Entry(kind, -1, typeset(text)))

    def _acted(self, event: Acted) -> None:
        done = event.intervention
        if done.kind == "SIL":
            return
        kind: EntryKind = "safety" if event.safety else "remark"
        dispute = not event.safety and done.kind not in _ONLY_FACTS
        self.entries.append(Entry(kind, event.turn, typeset(done.text), why=True, dispute=dispute))

    def _disputed(self, event: Disputed) -> None:
        for entry in self.entries:
            if entry.kind == "remark" and entry.turn == event.turn:
                entry.disputed = True
        self.entries.append(Entry("remark", -1, typeset(event.text)))


class SheetKeeper(KeptRecord):
    """The record as the journal uses it, with everything kept also put on the page."""

    def __init__(self, opened: Record, sheet: Sheet) -> None:
        super().__init__(opened)
        self._sheet = sheet

    def append(self, kind_and_payload: list[tuple[str, bytes]]) -> int:
        """Keep entries durably, then show them; return the number of the last one."""
        last = super().append(kind_and_payload)
        for _, payload in kind_and_payload:
            self._sheet.take(_event.decode(payload))
        return last


def refill(sheet: Sheet, opened: Record) -> None:
    """Put the newest session in the record on the page, without reading the ones before it."""
    for event in _newest_session(opened):
        sheet.take(event)


def _newest_session(opened: Record) -> Iterable[Event]:
    last, back = opened.last, _FIRST_LOOK_BACK
    while True:
        after = max(0, last - back)
        kept = (stored.entry for stored in opened.entries(after))
        events = [_event.decode(entry.payload) for entry in kept if entry is not None]
        starts = [at for at, event in enumerate(events) if isinstance(event, Opened)]
        if starts:
            return events[starts[-1] :]
        if after == 0:
            return []
        back *= 4
