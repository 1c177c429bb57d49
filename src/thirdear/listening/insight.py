"""The ear for how far something is assimilated: APES levels, and reflective talk.

APES after Stiles et al. (1990; 2002): from 0 warded off to 7 mastery. Reflection is talk about
minds, one's own or another's, that leaves room for doubt (Fonagy et al. 1998).
"""

from __future__ import annotations

from thirdear.listening.hearing import Hearing


def hear(hearing: Hearing) -> None:
    """Note `insight`: one `apes_n` at most, and `reflection`, over a client's utterance."""
    start, end = hearing.whole()
    for one in hearing.proposed("insight"):
        hearing.observe(
            "insight", one.code, start, end, "insight.meaning", one.confidence, likely=one.likely
        )
    for one in hearing.proposed("scenes"):
        if one.code == "reflection":
            hearing.observe(
                "insight", one.code, start, end, "insight.reflection", one.confidence,
                likely=one.likely,
            )  # fmt: skip
