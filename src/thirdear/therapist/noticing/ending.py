"""The last minutes: what was said is gathered, and what comes at the door keeps its place."""

from __future__ import annotations

from collections.abc import Iterator

from thirdear.therapist.moment import Moment, Signal

_GATHERING_S, _DOORKNOB_S, _ENOUGH_TURNS = 420, 300, 6
_STRONG = 0.6


def _closing(moment: Moment) -> Iterator[Signal]:
    hour = moment.hour
    if moment.remaining_s > _GATHERING_S or hour.client_turns < _ENOUGH_TURNS:
        return
    late = [o for o in moment.reading.told("feeling") if o.attributes["experiencer"] == "self"
            and float(o.attributes["intensity"] or 0) >= _STRONG]  # fmt: skip
    said = moment.cues("first_said")
    if (late or said) and moment.remaining_s <= _DOORKNOB_S:
        place = (late[0].start, late[0].end) if late else (said[0].start, said[0].end)
        quote = moment.quote(*place)
        slots = {"quote": quote.quote} if '"' not in quote.quote else {}
        yield Signal("at_the_end", (quote,), slots)
        return
    weighty = sorted((q for _, q in hour.heaviest), key=lambda q: (q.turn, q.start))
    if len(weighty) > 1 and not (late or said or moment.reading.of("question")):
        first, last = weighty[0], weighty[-1]
        yield Signal("near_the_end", (first, last), {"first": first.quote, "last": last.quote})


LOOKS = (_closing,)
