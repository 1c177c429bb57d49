"""How a transcript is to be read, as far as it does not say so itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from thirdear.transcripts.columns import Columns
from thirdear.transcripts.line import NOBODYS, BadLine, Line
from thirdear.transcripts.speakers import NOBODY, UNKNOWN, Speakers


@dataclass(frozen=True)
class Manner:
    """Who is who, which column is which, and whether subtitles become whole utterances.

    `conversation` is the name of a conversation that the transcript itself does not name.
    """

    speakers: Speakers = field(default_factory=Speakers)
    columns: Columns = field(default_factory=Columns)
    join: bool = True
    conversation: str = ""

    def line(
        self,
        number: int,
        label: str | None,
        text: str,
        *,
        at_s: float | None = None,
        pause_s: float | None = None,
    ) -> Line | BadLine | None:
        """Return what a speaker said at line `number`; None for one whose words are left out."""
        role = self.speakers.of(label)
        if role == "skip":
            return None
        if role is None:
            return BadLine(number, NOBODY if label is None else UNKNOWN, label or NOBODYS)
        return Line(role, text, conversation=self.conversation, at_s=at_s, pause_s=pause_s)
