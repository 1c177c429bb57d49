"""How much the person can take in now: the capacity score and its gate.

After the technique reference, 3.3 (readiness): reflective talk, feeling, alliance, uptake and
defence over the last six turns, weighed down by anxiety. Weights and thresholds are that
reference's proposals. What the score opens together with the evidence is in `readiness`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from thirdear.listening.observation import Observation, Reading

Gate = Literal["G0", "G1", "GR", "G2", "G3", "G4", "G5"]
WINDOW = 6
CLEAR_TURNS = 2
OVER_THE_THRESHOLD = 0.7
"""Anxiety from which on nothing is asked and nothing deepened (technique reference, 3.3)."""
_ONLY_INFERRED = 0.6
_BANDS = {"tolerable": 0.2, "raised": 0.45, "over_1": 0.72, "over_2": 0.9}
_STRAIN = {"withdrawal": 0.5, "confrontation": 1.0}
STRAIN_STAYS = 0.8
"""What is left of a strain in the alliance after each turn of the person's."""
_PLAIN_TALK = 0.06
_UNDERSTANDING_FROM = 3
"""APES level from which talk counts as reflective: the problem is put in words."""
NOTHING_YET = "nothing yet speaks for or against"
_GRAVE = frozenset({"moderate", "high", "imminent"})


class TurnSigns(msgspec.Struct, frozen=True):
    """What one turn of the person's says about what they can take in; all values 0..1."""

    reflective: float
    feeling: float
    defended: float


class Capacity(msgspec.Struct, frozen=True):
    """The window of the last turns, and the anxiety that falls only after two clear turns.

    `strain` (0..1) is what is left of ruptures in this session, `uptake` (0..1) how the last
    deeper remarks were taken up, over sessions; 0.5 where none was made.
    """

    window: tuple[TurnSigns, ...] = ()
    anxiety: float = 0.0
    clear_turns: int = 0
    risk: bool = False
    strain: float = 0.0
    uptake: float = 0.5

    def score(self) -> float:
        """Return the capacity score C, 0..1 (technique reference, 3.3)."""
        if not self.window:
            return self._bearable() * 0.45
        turns = len(self.window)
        reflective = sum(t.reflective for t in self.window) / turns
        feeling = max(t.feeling for t in self.window)
        defended = sum(t.defended for t in self.window) / turns
        whole = (
            0.25 * reflective + 0.20 * feeling + 0.20 * (1 - self.strain)
            + 0.20 * self.uptake + 0.15 * (1 - defended)
        )  # fmt: skip
        # Concrete, engaged talk without a sign of overload is capacity too: a person who tells
        # what happened need not reflect in every line to be able to hear an observation.
        return round(self._bearable() * (_PLAIN_TALK + whole), 3)

    def gate(self) -> Gate:
        """Return the gate as far as capacity alone decides it: G0, G1, G2 or G3.

        GR, G4 and G5 need the whole understanding: see `readiness.gate`.
        """
        if self.risk:
            return "G0"
        score = self.score()
        if self.anxiety >= OVER_THE_THRESHOLD or score < 0.25:
            return "G1"
        return "G2" if score < 0.45 else "G3"

    def because(self) -> list[str]:
        """Return the reasons for the gate in plain words."""
        reasons = []
        if self.risk:
            reasons.append("danger was heard, and it comes first")
        if self.anxiety >= OVER_THE_THRESHOLD:
            reasons.append("anxiety is over the threshold; thinking has to come back first")
        elif self.anxiety > 0.3:
            reasons.append("there is anxiety, still bearable")
        if self.window and max(t.feeling for t in self.window) > 0.3:
            reasons.append("feelings are being named")
        if self.window and sum(t.defended for t in self.window) / len(self.window) > 0.5:
            reasons.append("much is being kept at a distance just now")
        return reasons or [NOTHING_YET]

    def _bearable(self) -> float:
        """Weigh capacity down by anxiety: full up to 0.4, none above 0.85."""
        a = self.anxiety
        if a <= 0.4:
            return 1.0
        if a <= 0.7:
            return 1.0 - (a - 0.4) / 0.3 * 0.7
        return max(0.0, 0.3 - (a - 0.7) / 0.15 * 0.3)


def taken_in(
    capacity: Capacity, reading: Reading, *, fresh: bool, strain: str | None = None
) -> Capacity:
    """Return the capacity after one more reading; `fresh` starts a session's window anew.

    `strain` is what was heard between the chairs: withdrawal, confrontation, repair or nothing.
    """
    before = Capacity(uptake=capacity.uptake) if fresh else capacity
    if reading.speaker != "client":
        return before
    worst = max((_strain_of(o) for o in reading.of("anxiety")), default=0.0)
    clear = before.clear_turns + 1 if worst == 0.0 else 0
    anxiety = worst if worst >= before.anxiety or clear >= CLEAR_TURNS else before.anxiety
    return Capacity(
        window=(*before.window, _signs(reading))[-WINDOW:],
        anxiety=anxiety,
        clear_turns=clear,
        risk=any(in_danger(reading)),
        strain=_strained(before.strain, strain),
        uptake=before.uptake,
    )


def _strain_of(anxiety: Observation) -> float:
    """Return how much anxiety a sign shows now: 0 for what is told of another time.

    What no words told and only the encoder took for a sign counts as strain, never as too much:
    one such mistake would close the gate on a dream well told.
    """
    if "band" not in anxiety.attributes or anxiety.attributes["tense"] != "now":
        return 0.0
    shown = _BANDS[str(anxiety.attributes["band"])]
    return min(shown, _ONLY_INFERRED) if anxiety.inferred else shown


def _strained(before: float, heard: str | None) -> float:
    if heard == "repair":
        return 0.0
    return min(1.0, before * STRAIN_STAYS + _STRAIN.get(heard or "", 0.0))


def in_danger(reading: Reading) -> list[bool]:
    """Return one True for each present danger to the person or others heard in a reading.

    What the encoder alone takes for a danger counts from high urgency on; below, the other chair
    weighs it (`therapist.care`).
    """
    return [
        True for o in reading.of("risk")
        if o.attributes["urgency"] in _GRAVE and o.attributes["experiencer"] == "self"
        and not o.attributes["denied"]
        and not (o.inferred and o.attributes["urgency"] == "moderate")
    ]  # fmt: skip


def _signs(reading: Reading) -> TurnSigns:
    own = [
        o
        for o in reading.of("feeling")
        if o.attributes["experiencer"] == "self" and not o.attributes["denied"]
    ]
    defences = reading.of("defence")
    mature = sum(1 for o in defences if o.attributes.get("level") == 7)
    looked_at = any(
        o.code == "reflection" or int(o.code.removeprefix("apes_")) >= _UNDERSTANDING_FROM
        for o in reading.of("insight")
    )
    feeling = 0.4 * bool(own) + 0.3 * any(o.about for o in own) + 0.3 * bool(reading.of("anxiety"))
    return TurnSigns(
        reflective=1.0 if mature or looked_at else 0.5 if own else 0.2,
        feeling=min(1.0, feeling),
        defended=min(1.0, (len(defences) - mature) / 2),
    )
