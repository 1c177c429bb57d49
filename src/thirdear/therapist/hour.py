"""What has passed between the two chairs in this hour, as far as it bears on speaking."""

from __future__ import annotations

import msgspec

from thirdear.listening.observation import Clause, Reading
from thirdear.speech import Quote, Utterance
from thirdear.therapist import uptake
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.uptake import Offer, Taken

HOUR = "2"
"""Version of what is kept of an hour: a state folded by another is folded again."""
QUIET_KINDS = frozenset({"SIL", "ENC"})
"""Kinds that do not count as a remark in the dosage of the design."""
FRAME_KINDS = frozenset({"FRM", "SIL", "ENC"})
ANSWERING_KINDS = frozenset({"WRK", "ACK"})
"""Kinds that answer what was said to the chair; the person's own talk waits behind them."""
HUSHED_TURNS = 3
_DROPPED_KEPT = 12
_SCENES = frozenset({"as_a_child", "first_said"})
_WEIGHTY = frozenset(
    {"left_unsaid", "first_said", "alone_with_it", "for_once", "own_insight", "self_view"}
)
_LIGHT = frozenset(
    {"makes_small", "thanks", "practical", "others_worse", "sorry_to_me", "leaving", "fits"}
)
_SMALL_WORD = 3


class Hour(msgspec.Struct, frozen=True):
    """The session so far, seen from the therapist's chair. Times in seconds.

    `since_remark` counts the person's turns since the last remark; `said` are all sentences said
    in this session, `used` the wordings (rule/index) used up; `hushed` is the number of the
    person's turns still to be left in peace after "stop". `offer` is the last remark, whose
    uptake is still open, `settled` the turn and uptake of the one before; `failed` counts remarks
    that were not taken up, `dropped` holds the words of those that were refused. `spoken` counts
    kinds; `learnt` (by kind) and `worn` (the session a wording was last used in) go on from
    session to session.
    """

    session: int = 0
    client_turns: int = 0
    client_words: int = 0
    remarks: int = 0
    remark_words: int = 0
    since_remark: int = 0
    deep: int = 0
    since_deep: int = 99
    last_depth: int = 0
    last_signal_at: dict[str, int] = {}
    said: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    first: Quote | None = None
    last: Quote | None = None
    heaviest: tuple[tuple[float, Quote], ...] = ()
    before: tuple[Quote, ...] = ()
    ten_minutes_told: bool = False
    hushed: int = 0
    silent_s: float = 0.0
    offer: Offer | None = None
    settled: tuple[int, float] | None = None
    failed: int = 0
    dropped: tuple[Quote, ...] = ()
    spoken: dict[str, int] = {}
    learnt: dict[str, Taken] = {}
    worn: dict[str, int] = {}

    def share(self) -> float:
        """Return the share of the person's turns that were answered with a remark."""
        return self.remarks / self.client_turns if self.client_turns else 0.0


def listened(hour: Hour, utterance: Utterance, reading: Reading) -> Hour:
    """Take one more utterance of the person's into the hour."""
    if utterance.session != hour.session:
        kept = tuple(q for _, q in hour.heaviest) or hour.before
        hour = Hour(session=utterance.session, before=kept, learnt=hour.learnt, worn=hour.worn)
    hour = _answered(hour, utterance, reading)
    quotable = [
        (_weight(c, reading), utterance.quote(c.start, c.end))
        for c in reading.clauses if '"' not in c.quote
    ]  # fmt: skip
    weighty = sorted((*hour.heaviest, *quotable), key=lambda wq: -wq[0])[:3]
    words = [q for _, q in quotable]
    return msgspec.structs.replace(
        hour,
        client_turns=hour.client_turns + 1,
        client_words=hour.client_words + reading.words,
        since_remark=hour.since_remark + 1,
        since_deep=hour.since_deep + 1,
        heaviest=tuple(weighty),
        first=hour.first or (words[0] if words else None),
        last=words[-1] if words else hour.last,
        hushed=max(0, hour.hushed - 1),
        silent_s=0.0,
    )


def _weight(clause: Clause, reading: Reading) -> float:
    """Say how much a clause weighs when the hour is gathered, or comes back another time.

    A scene of early on, a dream, a hurt weigh more; thanks, what was made small, and what was said
    to the chair weigh less.
    """

    def within(names: frozenset[str]) -> bool:
        return any(
            c.name in names and c.start < clause.end and clause.start < c.end for c in reading.cues
        )

    weight = clause.weight
    weight += 0.4 * (bool(reading.of("dream")) or any(c.name in _SCENES for c in reading.cues))
    weight += 0.4 * any(a < clause.end and clause.start < b for a, b in reading.injuries)
    weight += 0.3 * within(_WEIGHTY) - 0.7 * within(_LIGHT)
    return weight - 0.3 * ("therapist" in reading.salient)


def _answered(hour: Hour, utterance: Utterance, reading: Reading) -> Hour:
    """Hear the utterance as an answer to the last remark, and learn from it when it is settled."""
    if hour.offer is None:
        return hour
    usual = hour.client_words / hour.client_turns if hour.client_turns else 20.0
    offer = uptake.heard(hour.offer, reading, utterance.text, usual)
    if not uptake.settled(offer):
        return msgspec.structs.replace(hour, offer=offer)
    return _learnt(hour, offer)


def _learnt(hour: Hour, offer: Offer) -> Hour:
    known = hour.learnt.get(offer.kind, Taken())
    failed = offer.value <= uptake.FAILED
    refused = "flat_no" in offer.responses or "shut" in offer.responses
    return msgspec.structs.replace(
        hour,
        offer=None,
        settled=(offer.turn, offer.value),
        failed=hour.failed + (failed and offer.depth >= uptake.DEEP_ENOUGH),
        dropped=(*hour.dropped, *offer.grounds)[-_DROPPED_KEPT:] if refused else hour.dropped,
        learnt={**hour.learnt, offer.kind: known.with_one_more(offer.value)},
    )


def spoke(hour: Hour, intervention: Intervention, turn: int = 0) -> Hour:
    """Take what the therapist's chair did at `turn` into the hour; silence changes nothing."""
    if intervention.kind == "SIL":
        return hour
    rule, _, wording = intervention.rule.partition("#")
    if hour.offer is not None and intervention.kind not in QUIET_KINDS:
        hour = _learnt(hour, hour.offer)
    remark = intervention.kind not in FRAME_KINDS
    answers = not remark or intervention.kind in ANSWERING_KINDS
    deep = intervention.depth >= 3
    return msgspec.structs.replace(
        hour,
        remarks=hour.remarks + remark,
        remark_words=hour.remark_words + (len(intervention.text.split()) if remark else 0),
        since_remark=hour.since_remark if answers else 0,
        last_depth=hour.last_depth if answers else intervention.depth,
        hushed=HUSHED_TURNS if rule == "stop" else hour.hushed,
        deep=hour.deep + deep,
        since_deep=0 if deep else hour.since_deep,
        last_signal_at={**hour.last_signal_at, rule: hour.client_turns},
        said=hour.said | {spoken_form(intervention.text)},
        used=hour.used | {f"{rule}#{wording}"},
        spoken={**hour.spoken, intervention.kind: hour.spoken.get(intervention.kind, 0) + 1},
        worn={**hour.worn, f"{rule}#{wording}": hour.session},
        offer=_offered(turn, intervention) if not answers else hour.offer,
    )


def _offered(turn: int, intervention: Intervention) -> Offer:
    words = " ".join(q.quote for q in intervention.grounds).lower()
    topics = tuple(sorted({w for w in words.split() if len(w) > _SMALL_WORD}))
    return Offer(turn, intervention.kind, intervention.depth, intervention.rule,
                 intervention.grounds, topics)  # fmt: skip


def refused(hour: Hour, text: str, grounds: tuple[Quote, ...]) -> Hour:
    """Take in that a remark on `grounds` was refused, and the sentence said to that."""
    return msgspec.structs.replace(
        hour,
        said=hour.said | {spoken_form(text)},
        dropped=(*hour.dropped, *grounds)[-_DROPPED_KEPT:],
        offer=None,
    )


def spoken_form(text: str) -> str:
    """Return a sentence as it sounds: lower case, single blanks, no closing marks."""
    return " ".join(text.lower().split()).strip(" .!?…")
