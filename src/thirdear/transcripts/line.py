"""One line of a transcript: an utterance as it stands there, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from thirdear.speech import Speaker, Utterance

LAST_TURN = 2**53
"""What every reader of JSON can count to (RFC 8259, section 6)."""


NOBODYS = ""
"""The label of words of which a transcript does not say whose they are."""


class NotATranscript(Exception):
    """A whole file that cannot be read; says why in half a plain sentence, without its name."""


class Line(msgspec.Struct, frozen=True):
    """One utterance as it stands in a transcript; None where the transcript does not say."""

    speaker: Speaker
    text: str
    conversation: str = ""
    turn: int | None = None
    client: str | None = None
    session: int | None = None
    at_s: float | None = None
    pause_s: float | None = None

    def utterance(self, turn: int) -> Utterance:
        """Return what was said, at `turn` where the transcript does not count its turns."""
        return Utterance(
            text=self.text,
            speaker=self.speaker,
            turn=turn if self.turn is None else self.turn,
            conversation=self.conversation,
            session=1 if self.session is None else self.session,
            client=self.client,
            at_s=self.at_s,
            pause_s=self.pause_s,
        )


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read: where it stands (from 1), and why, without its words.

    `label` is what the transcript calls a speaker of whom it is not known which chair is theirs;
    None where something else is wrong.
    """

    number: int
    why: str
    label: str | None = None


def unusable(line: Line) -> str | None:
    """Return what is wrong with the counting of a line, in half a plain sentence."""
    if line.turn is not None and not 0 <= line.turn <= LAST_TURN:
        return 'its "turn" is not a number of an utterance'
    if line.session is not None and not 1 <= line.session <= LAST_TURN:
        return 'its "session" is not a number from 1 on'
    return None
