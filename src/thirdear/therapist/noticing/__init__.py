"""What is noticed at this moment that could be worth a remark, with the words it rests on.

Each signal is one thing a listener may notice (names as in repertoire.toml). Noticing is not
speaking: `psychodynamic.py` decides, and mostly decides for silence.

    association   what comes next to what, where it breaks off, what returns, dreams
    feeling       feelings named, grown, both at once; the body
    warding_off   what is done with what is sore: made small, laughed over, turned on oneself
    between       what happens between the two chairs
    history       what returns from other sessions and other people; what went differently
    ending        the last minutes
    plainly_said  what is said in so many words and asks for its own kind of answer
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing import (
    association,
    between,
    ending,
    feeling,
    history,
    plainly_said,
    warding_off,
)

_LOOKS: tuple[Callable[[Moment], Iterator[Signal]], ...] = (
    *warding_off.LOOKS, *association.LOOKS, *feeling.LOOKS, *between.LOOKS, *history.LOOKS,
    *ending.LOOKS, *plainly_said.LOOKS,
)  # fmt: skip


def noticed(moment: Moment) -> list[Signal]:
    """Return everything that could be worth a remark now, in no particular order."""
    return [signal for look in _LOOKS for signal in look(moment)]


def something_forming(moment: Moment) -> bool:
    """Tell whether something was waved away just now that is better left to develop."""
    return bool(moment.reading.of("defence")) or bool(moment.cues("makes_small"))
