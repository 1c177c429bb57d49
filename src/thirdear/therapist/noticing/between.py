"""What happens between the two chairs: strain, expectations, feelings that come alive here.

Forms after the relationships reference, 3.1: idealisation is not enjoyed, hostility not defended
against, love not returned, dependence noticed. Only what the person said in so many words counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing.words import bare, piece_around

_TOWARD_ME = (
    "only_you", "need_you", "love_you", "others_you_see", "approves", "nearly_stayed_away",
    "my_silence", "gave_in", "my_words_hurt", "not_from_you",
)  # fmt: skip
_WISHED, _NEAR = re.compile(r"\b(?:rather|glad|like|grateful|better if|good that)\b", re.I), 20
_AT_THE_START = 12
_OBSERVED = 2
_OWN_WORD = re.compile(r"\W*no[, ]+i (?:don't|didn't|do not|am not|'m not|wasn't)\b", re.IGNORECASE)
"""A no to one's own word that was only given back: it is taken back, the chair is not refused."""
_NOT_A_COMPLAINT = re.compile(r"\bsorry\b|\bif this is\b", re.IGNORECASE)
_REPEATING = re.compile(r"repeat|parrot|echo", re.IGNORECASE)


def _complaint(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("complaint")[:1]:
        quote = moment.quote(cue.start, cue.end)
        if _NOT_A_COMPLAINT.search(moment.utterance.text):
            return
        name = "repeating_you" if _REPEATING.search(quote.quote) else "complaint"
        yield Signal(name, (quote,))


def _expects(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("expects")[:1]:
        quote = piece_around(moment, cue.start, cue.end)
        grounds = quote or moment.quote(cue.start, cue.end)
        yield Signal("expects_of_me", (grounds,), {"quote": quote.quote} if quote else {})


def _no_to_this(moment: Moment) -> Iterator[Signal]:
    for cue in moment.cues("not_today")[:1]:
        yield Signal("not_today", (moment.quote(cue.start, cue.end),))
    just_spoke = moment.hour.since_remark == 1 and moment.hour.remarks > 0
    for cue in moment.cues("rejected")[:1]:
        taken_back = moment.hour.last_depth < _OBSERVED and _OWN_WORD.match(moment.utterance.text)
        if just_spoke and cue.start < _AT_THE_START and not taken_back:
            yield Signal("rejected", (moment.quote(cue.start, cue.end),))


def _toward_me(moment: Moment) -> Iterator[Signal]:
    """What is said to the other chair about the other chair."""
    for name in _TOWARD_ME:
        for cue in moment.cues(name)[:1]:
            if name == "gave_in" and moment.hour.since_remark > 1:
                continue
            if _WISHED.search(moment.utterance.text[max(0, cue.start - _NEAR) : cue.start]):
                continue  # "I'd rather you didn't say anything" is a wish, no complaint
            quote = piece_around(moment, cue.start, cue.end)
            slots = {"quote": bare(quote.quote)} if quote is not None else {}
            yield Signal(name, (quote or moment.quote(cue.start, cue.end),), slots)


def _as_someone_was(moment: Moment) -> Iterator[Signal]:
    """What was just said of this chair is now said of someone from early on, unasked."""
    turns = [t for t in moment.context.recent if t.speaker == "client"][-3:]
    of_me = any(
        c.name in ("my_silence", "complaint", "my_words_hurt") for t in turns for c in t.cues
    )
    early = any(o.attributes.get("corner") == "P" for o in moment.reading.of("person"))
    for cue in moment.cues("same_again")[:1]:
        quote = piece_around(moment, cue.start, cue.end)
        if of_me and early and quote is not None:
            yield Signal("as_someone_was", (quote,), {"quote": bare(quote.quote)})


LOOKS = (_complaint, _expects, _no_to_this, _toward_me, _as_someone_was)
