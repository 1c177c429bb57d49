"""What comes next to what: a feeling and then a defence, a figure and then another subject.

After contiguity in free association (technique reference, 4.2): that A is said and then B says
that A and B belong together in this person. Counted over sessions, never claimed from one time.
"""

from __future__ import annotations

import msgspec

from thirdear.formulation.marks import Lately, Sequel, Sign
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Quote, Utterance

MOST_KEPT = 300

_FOLLOWS = {
    "feeling": frozenset({"defence", "anxiety", "shift"}),
    "figure": frozenset({"defence", "anxiety", "shift", "memory", "dream", "slip"}),
    "anxiety": frozenset({"defence", "shift"}),
    "defence": frozenset({"feeling"}),
}
"""What is followed: after the kind on the left, one of the kinds on the right."""
_SESSIONS_KEPT = 12


def signs(utterance: Utterance, reading: Reading) -> tuple[tuple[Sign, Quote], ...]:
    """Return what was heard in a client's utterance in the order of its words, with the words."""
    found = []
    for o in sorted(reading.observations, key=lambda o: (o.start, o.end)):
        sign = _sign(o)
        if sign is not None:
            found.append((sign, utterance.quote(o.start, o.end)))
    return tuple(found)


def followed(
    sequels: dict[str, Sequel], lately: Lately, now: tuple[tuple[Sign, Quote], ...]
) -> dict[str, Sequel]:
    """Return the sequences with those of one more utterance: within it, and from the one before.

    Only the newest sign of each kind is followed, and only what comes after its last word.
    """
    before: dict[str, tuple[Sign, Quote]] = {}
    for sign, quote in lately.signs:
        before[sign.kind] = (sign, quote)
    for sign, quote in now:
        for kind, (earlier, words) in before.items():
            apart = words.turn != quote.turn or words.end <= quote.start
            if apart and sign.kind in _FOLLOWS.get(kind, ()):
                sequels = _with(sequels, earlier, sign, (words, quote))
        before[sign.kind] = (sign, quote)
    return sequels


def _sign(o: Observation) -> Sign | None:
    if o.claim != "likely":
        return None
    if o.kind == "person":
        figure = str(o.attributes.get("figure") or o.about or "")
        return Sign("figure", "figure", figure) if figure and figure != "self" else None
    if o.kind == "feeling" and (
        o.attributes.get("experiencer") == "other" or o.attributes.get("denied")
    ):
        return None
    if o.kind in ("feeling", "anxiety", "defence"):
        return Sign(o.kind, o.code, o.about)
    return Sign(o.kind, o.code) if o.kind in ("shift", "memory", "dream", "slip") else None


def _with(
    sequels: dict[str, Sequel], before: Sign, after: Sign, words: tuple[Quote, Quote]
) -> dict[str, Sequel]:
    session = words[1].session
    new = Sequel(before, after, 1, (session,), words, words)
    known = sequels.get(new.id)
    if known is not None:
        sessions = known.sessions
        if session not in sessions:
            sessions = (*sessions, session)[-_SESSIONS_KEPT:]
        new = msgspec.structs.replace(
            known, count=known.count + 1, sessions=sessions, last=words
        )  # fmt: skip
    elif len(sequels) >= MOST_KEPT:
        # What was heard least and longest ago makes room; what recurs stays.
        rarest = min(
            sequels.values(), key=lambda s: (s.count, s.last[1].session, s.last[1].turn, s.id)
        )
        sequels = {k: v for k, v in sequels.items() if k != rarest.id}
    return {**sequels, new.id: new}
