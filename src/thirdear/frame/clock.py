"""The session clock: about fifty minutes, with a beginning, a middle and an end.

The hour after the technique reference, section 6: the last ten minutes are announced, no new
depth in the last eight, no confrontation in the last five, an end on time.
"""

from typing import Literal

from thirdear.speech import Utterance

SESSION_S = 50 * 60
LAST_MINUTES_S = 10 * 60
WORDS_A_SECOND = 150 / 60
USUAL_PAUSE_S = 2.0

Phase = Literal["opening", "middle", "last_minutes", "over"]


def phase(elapsed_s: float) -> Phase:
    """Return which part of the hour `elapsed_s` seconds after its start lies in."""
    if elapsed_s >= SESSION_S:
        return "over"
    if elapsed_s >= SESSION_S - LAST_MINUTES_S:
        return "last_minutes"
    return "opening" if elapsed_s < 5 * 60 else "middle"


def remaining(elapsed_s: float) -> float:
    """Return the seconds left of the hour, never below 0."""
    return max(0.0, SESSION_S - elapsed_s)


def time_taken(utterance: Utterance, words_heard: int) -> float:
    """Return how long an utterance took, in seconds: its pause plus speaking at 150 words a minute.

    Only words that were listened to take time; a paste of a whole book does not use up the hour.
    """
    pause = USUAL_PAUSE_S if utterance.pause_s is None else max(0.0, utterance.pause_s)
    return pause + words_heard / WORDS_A_SECOND
