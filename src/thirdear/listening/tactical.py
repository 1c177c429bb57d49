"""The ear for tactical defences: what is done with a question about feeling.

Only the reply to such a question counts (defences reference, section 2.2): the same words in
reply to anything else are an ordinary answer.
"""

from __future__ import annotations

from thirdear.listening.defences import LEVELS
from thirdear.listening.hearing import Hearing

_NAMESAKES = {"rationalising": "rationalisation", "intellectualising": "intellectualisation"}


def hear(hearing: Hearing) -> None:
    """Note tactical `defence` observations in the reply to a question about feeling."""
    last = hearing.context.recent[-1] if hearing.context.recent else None
    if last is None or last.act != "feeling_question":
        return
    start, end = hearing.whole()
    for one in hearing.proposed("tactical"):
        hearing.observe(
            "defence", one.code, start, end, "tactical.meaning", one.confidence,
            likely=one.likely, attributes={"tactical": True},
        )  # fmt: skip
        namesake = _NAMESAKES.get(one.code)
        if namesake and not any(o.code == namesake for o in hearing.heard):
            hearing.observe(
                "defence", namesake, start, end, "tactical.meaning", one.confidence,
                likely=one.likely, attributes={"level": LEVELS[namesake]},
            )  # fmt: skip
