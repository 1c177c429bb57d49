"""Which column of a table is which: as was said, else by the names that tables usually have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "utterance", "utterance_text", "utt", "transcript", "content", "message",
             "sentence", "words", "speech", "response"),
    "speaker": ("speaker", "interlocutor", "role", "speaker_role", "speaker_id", "participant",
                "who", "chair", "author", "name"),
    "conversation": ("conversation", "conversation_id", "transcript_id", "dialogue_id",
                     "dialog_id", "conv_id", "interview_id", "recording", "file", "filename"),
    "client": ("client", "client_id", "patient", "patient_id", "case", "case_id", "dyad"),
    "session": ("session", "session_number", "session_no", "session_id"),
    "turn": ("turn", "utterance_id", "turn_id", "turn_number"),
    "at": ("at_s", "at", "start", "start_time", "timestamp", "time", "begin", "onset"),
    "end": ("end", "end_time", "end_s", "stop", "stop_time", "offset"),
    "pause": ("pause_s", "pause", "silence"),
}  # fmt: skip
"""What a column can be, each with the names it is known by, the likeliest first."""

NEEDED: Final = ("text", "speaker")


class NotColumns(ValueError):
    """What was said about the columns does not fit; says why in half a plain sentence."""


@dataclass(frozen=True)
class Columns:
    """The columns as they were said: what each is, and its name in the table ("" for none)."""

    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def told(cls, pieces: Iterable[str]) -> Columns:
        """Return the columns that "text=utterance, speaker=who" tells; raises NotColumns."""
        said: dict[str, str] = {}
        for one in (part for piece in pieces for part in piece.split(",") if part.strip()):
            what, equals, name = (side.strip() for side in one.partition("="))
            if not equals or what not in USUAL:
                raise NotColumns(
                    'Say which column is which as in --columns "text=utterance, speaker=who"; '
                    f"they can be {', '.join(USUAL)}."
                )
            said[what] = name
        return cls(said)

    def found(self, header: Sequence[str]) -> dict[str, int]:
        """Return where each column is in a table with this header; raises NotColumns."""
        places = {_plain(name): place for place, name in reversed(list(enumerate(header)))}
        found: dict[str, int] = {}
        for what, usual in USUAL.items():
            names = (self.said[what],) if what in self.said else usual
            place = next((places[_plain(n)] for n in names if n and _plain(n) in places), None)
            if place is not None:
                found[what] = place
            elif self.said.get(what):
                raise NotColumns(f"has no column {self.said[what]!r}")
            elif what in NEEDED:
                raise NotColumns(
                    f'has no column known to hold the {what}; --columns "{what}=NAME" says which'
                )
        return found


def _plain(name: str) -> str:
    return "_".join(name.strip().casefold().replace("-", " ").replace("_", " ").split())
