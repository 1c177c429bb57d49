"""What someone says in so many words that asks for its own kind of answer.

Each is a cue of lexicons/cues.toml; the signal carries the piece of the sentence around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing.words import bare, piece_around

_TO_THE_CHAIR = (
    "thanks", "sorry_to_me", "rude_to_me", "secret", "hard_to_say", "end_coming", "reassure_me",
    "what_do_you_want",
)  # fmt: skip
_OF_ONESELF = (
    "own_insight", "hopeless", "deciding", "stands_above", "blames_all", "everyone", "envy",
    "gossip", "money_between", "not_one_to", "keeps_coming", "dont_care", "why_me", "likeness",
    "cannot_say",
)  # fmt: skip
_IN_A_SHORT_TURN = {"dont_know": 6, "lost_thread": 12, "sarcasm": 9}
"""Cues that mean this only where hardly anything else is said: at most so many words."""
_JUST_AFTER_A_REMARK = ("fits",)


def _said(moment: Moment) -> Iterator[Signal]:
    for name in (*_TO_THE_CHAIR, *_OF_ONESELF, *_IN_A_SHORT_TURN, *_JUST_AFTER_A_REMARK):
        for cue in moment.cues(name)[:1]:
            if moment.reading.words > _IN_A_SHORT_TURN.get(name, moment.reading.words):
                continue
            if name in _JUST_AFTER_A_REMARK and moment.hour.since_remark > 1:
                continue
            piece = piece_around(moment, cue.start, cue.end)
            slots = {"quote": bare(piece.quote)} if piece is not None else {}
            yield Signal(name, (piece or moment.quote(cue.start, cue.end),), slots)


LOOKS = (_said,)
