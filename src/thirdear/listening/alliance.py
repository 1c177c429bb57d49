"""The ear for the alliance: withdrawal and confrontation, and a repair that is taken up.

After the rupture markers of the 3RS (Eubanks, Muran & Safran 2015) as in the relationships
reference. What is usual for this person is the therapist's to weigh; here one utterance is heard.
"""

from __future__ import annotations

from thirdear.listening.hearing import Hearing


def hear(hearing: Hearing) -> None:
    """Note `alliance` over a client's utterance; attribute `marker` says by what."""
    for one in hearing.proposed("alliance"):
        start, end = hearing.whole()
        hearing.observe(
            "alliance", one.code, start, end, "alliance.meaning", one.confidence,
            likely=one.likely, about="therapist", attributes={"marker": "meaning"},
        )  # fmt: skip
