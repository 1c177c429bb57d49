"""The line that goes out of `read`: the utterance as it came, and what was heard in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thirdear.contract.talk import observed

if TYPE_CHECKING:
    from thirdear.listening.observation import Reading
    from thirdear.speech import Utterance
    from thirdear.transcripts.line import Line


def heard(line: Line, spoken: Utterance, reading: Reading) -> dict[str, Any]:
    """Return the contract's output object; what the transcript did not say stays unsaid."""
    out: dict[str, Any] = {
        "conversation": spoken.conversation,
        "turn": spoken.turn,
        "speaker": spoken.speaker,
        "text": spoken.text,
    }
    given = {
        "client": line.client,
        "session": line.session,
        "at_s": line.at_s,
        "pause_s": line.pause_s,
    }
    out |= {key: value for key, value in given.items() if value is not None}
    out["observations"] = [observed(o) for o in reading.observations]
    if reading.heard_to is not None:
        out["heard_to"] = reading.heard_to
    out["listener"] = reading.listener
    return out
