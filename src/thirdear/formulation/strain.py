"""Strain between the two chairs, marked as it is heard, and what mends it.

After the 3RS (Eubanks, Muran & Safran 2015) as in the relationships reference, 3.4. Silence,
shifts and abstraction are the normal texture of free association: withdrawal counts only against
what is usual for this person and within three turns of something the other chair said.
"""

from __future__ import annotations

import msgspec

from thirdear.formulation.marks import Lately, Rupture, kept
from thirdear.listening.observation import Reading
from thirdear.speech import Quote, Utterance

FIRST_RUPTURES, LAST_RUPTURES = 10, 40
WITHIN = 3
"""Turns after a remark in which withdrawal may have to do with it."""
SHORT, SHORT_TURNS = 0.25, 3
"""Minimal response: so many turns in a row under this share of one's own length."""
LESS_THAN_USUAL = 0.6
TOLD_OF_US = frozenset({"complaint", "my_words_hurt", "rude_to_me"})
"""Cues with which someone says that something here is not right."""
ENGAGED, ENGAGED_TURNS = 0.5, 3


def strained(
    ruptures: tuple[Rupture, ...],
    lately: Lately,
    utterance: Utterance,
    reading: Reading,
    usual: float,
) -> tuple[tuple[Rupture, ...], str | None, int, int]:
    """Return the ruptures after one more utterance of the person's, and what was heard in it.

    Takes what the turn before left in `lately` and the person's own `usual` words a turn. Returns
    (ruptures, withdrawal | confrontation | repair | None, short turns in a row, engaged turns in
    a row since the rupture).
    """
    short = lately.short + 1 if reading.words < SHORT * usual else 0
    heard = _heard(reading, lately, usual, short)
    session = utterance.session
    if heard in ("withdrawal", "confrontation"):
        quote = _words(utterance, reading, heard)
        if quote is None:
            return ruptures, None, short, 0
        mark = Rupture(session, utterance.turn, heard, quote)
        return kept(ruptures, mark, FIRST_RUPTURES, LAST_RUPTURES), heard, short, 0
    if not any(r.session == session and not r.repaired for r in ruptures):
        return ruptures, None, short, 0
    told = {o.kind for o in reading.observations if o.claim == "likely"}
    engaged = reading.words >= ENGAGED * usual or bool(told & {"feeling", "episode", "memory"})
    run = lately.engaged + 1 if engaged else 0
    if heard == "repair" or run >= ENGAGED_TURNS:
        mended = tuple(
            msgspec.structs.replace(r, repaired=True) if r.session == session else r
            for r in ruptures
        )
        return mended, "repair", short, 0
    return ruptures, None, short, run


def _heard(reading: Reading, lately: Lately, usual: float, short: int) -> str | None:
    heard = {o.code for o in reading.of("alliance")}
    near = lately.since_remark < WITHIN
    told = any(c.name in TOLD_OF_US for c in reading.cues)
    if (near and told) or ("confrontation" in heard and _speaks_to_us(reading)):
        return "confrontation"
    if near and "withdrawal" in heard and reading.words <= LESS_THAN_USUAL * usual:
        return "withdrawal"
    if short == SHORT_TURNS and lately.since_remark < WITHIN + SHORT_TURNS - 1:
        return "withdrawal"
    return "repair" if "repair_accepted" in heard else None


def _speaks_to_us(reading: Reading) -> bool:
    """Tell whether the other chair is spoken of: what only the encoder hears must be said to it."""
    return "therapist" in reading.salient


def _words(utterance: Utterance, reading: Reading, heard: str) -> Quote | None:
    for o in reading.of("alliance"):
        if o.code == heard:
            return utterance.quote(o.start, o.end)
    for c in reading.cues:
        if c.name in TOLD_OF_US:
            return utterance.quote(c.start, c.end)
    text = utterance.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return utterance.quote(start, end) if start < end else None
