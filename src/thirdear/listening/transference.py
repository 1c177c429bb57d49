"""The ear for transference: feelings and expectations that come alive toward the therapist.

Direct forms need the other chair in the person's words; a story about someone else that fits
what just happened here is a possible derivative, never more than possible unless the encoder is
very sure of it. Forms after the relationships reference, section 2.
"""

from __future__ import annotations

from thirdear.listening.hearing import Hearing

_DERIVATIVE = "possible_derivative"


def hear(hearing: Hearing) -> None:
    """Note `transference` over a client's utterance; attribute `direct`."""
    toward_me = "therapist" in hearing.figure_at.values()
    for one in hearing.proposed("transference"):
        direct = one.code != _DERIVATIVE
        if direct and not toward_me:
            continue
        start, end = hearing.whole()
        hearing.observe(
            "transference", one.code, start, end, "transference.meaning", one.confidence,
            likely=one.likely, about="therapist" if direct else None,
            attributes={"direct": direct},
        )  # fmt: skip
