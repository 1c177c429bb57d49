"""The quotes shown with a statement: the first and the newest, in the order they were said."""

from __future__ import annotations

from collections.abc import Iterable

from thirdear.speech import Quote

FIRST_SHOWN, LAST_SHOWN = 2, 6


def in_order(quotes: Iterable[Quote]) -> list[Quote]:
    """Return quotes without doubles, oldest first."""
    return sorted(set(quotes), key=lambda q: (q.session, q.turn, q.start, q.end, q.conversation))


def shown(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the first and the newest of some quotes, oldest first, no more than eight."""
    ordered = in_order(quotes)
    if len(ordered) <= FIRST_SHOWN + LAST_SHOWN:
        return tuple(ordered)
    return (*ordered[:FIRST_SHOWN], *ordered[-LAST_SHOWN:])
