"""The ear for memories, dreams and slips: what free association brings up of its own accord."""

from __future__ import annotations

from thirdear.listening.hearing import Hearing

_KINDS = frozenset({"memory", "dream", "slip"})


def hear(hearing: Hearing) -> None:
    """Note `memory`, `dream` and `slip` over a client's utterance."""
    start, end = hearing.whole()
    for one in hearing.proposed("scenes"):
        if one.code in _KINDS:
            hearing.observe(
                one.code, one.code, start, end, "scenes.meaning", one.confidence, likely=one.likely
            )
