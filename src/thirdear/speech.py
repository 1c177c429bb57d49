"""The vocabulary that every room shares: who said what, and an exact piece of it."""

from typing import Literal

import msgspec

Speaker = Literal["client", "therapist"]


class Utterance(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one speaker said in one go.

    `turn` counts the utterances spoken in one conversation from 0, both chairs together.
    `at_s` is seconds since the session began, `pause_s` the silence before it, in seconds;
    both are None where nobody measured them (a plain transcript).
    """

    text: str
    speaker: Speaker = "client"
    turn: int = 0
    conversation: str = ""
    session: int = 1
    client: str | None = None
    at_s: float | None = None
    pause_s: float | None = None

    def quote(self, start: int, end: int) -> "Quote":
        """Return the piece of this utterance from `start` to `end` (code points, end excluded).

        Raises ValueError when the span is empty or lies outside the text, so that no piece of
        evidence can exist whose words were not said.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} lies outside an utterance of {len(self.text)}")
        return Quote(self.conversation, self.session, self.turn, start, end, self.text[start:end])


class Quote(msgspec.Struct, frozen=True):
    """An exact piece of an utterance: the evidence that everything later rests on.

    Always `quote == text[start:end]` of the utterance at `turn` (offsets in code points).
    """

    conversation: str
    session: int
    turn: int
    start: int
    end: int
    quote: str
