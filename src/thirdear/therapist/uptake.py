"""What came of a remark: how the person's next three turns took it up, and what that teaches.

Names and values after the technique reference, 3.3 (uptake): a new memory, a feeling, a thought
of one's own speak for a remark; a flat yes, a change of subject or a protest against it. A yes
alone is weak confirmation, a no weak refutation.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from thirdear.listening.observation import Reading
from thirdear.speech import Quote

Response = Literal[
    "opened", "deepened", "elaborated", "listened", "flat_yes", "flat_no", "shut", "flooded"
]
VALUE: dict[Response, float] = {
    "opened": 0.4, "deepened": 0.3, "elaborated": 0.2, "listened": 0.0, "flat_yes": -0.3,
    "flat_no": -0.3, "shut": -0.5, "flooded": -0.7,
}  # fmt: skip
TURNS = 3
FAILED = -0.3
DEEP_ENOUGH = 2
_FLAT = 6
_LATER = 0.5
"""What comes a turn later counts half."""
_SHRUNK_BY = 4.0
_SWAY = 0.5
_YES = re.compile(r"^\W*(?:yes|yeah|yep|yup|sure|right|maybe|perhaps|i suppose|i guess|probably|ok"
                  r"|okay|true|mm+|hm+|fair enough)\b", re.IGNORECASE)  # fmt: skip
_NO = re.compile(r"^\W*(?:no|nope|not really|nah|i don't think so|i don't know)\b", re.IGNORECASE)


class Offer(msgspec.Struct, frozen=True):
    """A remark that waits for what comes of it: `value` so far, `turns` of the person's since."""

    turn: int
    kind: str
    depth: float
    rule: str
    grounds: tuple[Quote, ...]
    topics: tuple[str, ...] = ()
    turns: int = 0
    value: float = 0.0
    responses: tuple[Response, ...] = ()


class Taken(msgspec.Struct, frozen=True):
    """How often one kind of remark was offered in this treatment, and its mean uptake."""

    times: int = 0
    mean: float = 0.0

    def with_one_more(self, value: float) -> Taken:
        """Return this with one more uptake in the mean."""
        times = self.times + 1
        return Taken(times, self.mean + (value - self.mean) / times)

    def sway(self) -> float:
        """Return how much remarks of this kind are worth to this person (0.8..1.2; 1 at first)."""
        believed = self.mean * self.times / (self.times + _SHRUNK_BY)
        return max(0.8, min(1.2, 1.0 + _SWAY * believed))


def response(reading: Reading, text: str, topics: tuple[str, ...], usual_words: float) -> Response:
    """Tell how one turn of the person's responds to what was said before it.

    `topics` are the words the remark rested on, `usual_words` the person's own mean turn.
    """
    anxious = any(
        o.attributes.get("tense") == "now" and str(o.attributes.get("band", "")).startswith("over")
        for o in reading.of("anxiety")
    )
    if anxious:
        return "flooded"
    if any(c.name in ("complaint", "stop") for c in reading.cues) or reading.of("alliance"):
        hostile = any(o.code != "repair_accepted" for o in reading.of("alliance"))
        if hostile or any(c.name in ("complaint", "stop") for c in reading.cues):
            return "shut"
    short = reading.words <= max(_FLAT, 0.25 * usual_words)
    felt = any(
        o.attributes["experiencer"] == "self" and not o.attributes["denied"]
        for o in reading.of("feeling")
    )
    if short and not felt:
        if _NO.match(text) or any(c.name == "rejected" for c in reading.cues):
            return "flat_no"
        return "flat_yes" if _YES.match(text) else "listened"
    if reading.of("memory", None) or reading.of("dream"):
        return "opened"
    if felt:
        return "deepened"
    if any(o.attributes.get("after_warm") for o in reading.told("shift")):
        return "shut"
    further = set(topics) & set(reading.topics) or reading.of("insight") or reading.of("episode")
    return "elaborated" if further and reading.words >= usual_words * 0.6 else "listened"


def heard(offer: Offer, reading: Reading, text: str, usual_words: float) -> Offer:
    """Return the offer with one more turn of the person's heard as an answer to it."""
    found = response(reading, text, offer.topics, usual_words)
    share = 1.0 if offer.turns == 0 else _LATER if VALUE[found] > 0 else 0.0
    return msgspec.structs.replace(
        offer,
        turns=offer.turns + 1,
        value=max(-0.7, min(1.0, offer.value + share * VALUE[found])),
        responses=(*offer.responses, found),
    )


def settled(offer: Offer) -> bool:
    """Tell whether enough was heard to know what came of it."""
    return offer.turns >= TURNS or offer.value <= FAILED
