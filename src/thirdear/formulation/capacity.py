"""How much the person can take in now: the capacity score and its gate.

After the technique reference, 3.3 (readiness): reflective talk, feeling, alliance, uptake and
defence over the last six turns, weighed down by anxiety. Alliance and uptake are not yet heard
and stand at their neutral values. Weights and thresholds are that reference's proposals.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from thirdear.listening.observation import Reading

Gate = Literal["G0", "G1", "GR", "G2", "G3", "G4", "G5"]
WINDOW = 6
CLEAR_TURNS = 2
OVER_THE_THRESHOLD = 0.7
"""Anxiety from which on nothing is asked and nothing deepened (technique reference, 3.3)."""
_BANDS = {"tolerable": 0.2, "raised": 0.45, "over_1": 0.72, "over_2": 0.9}
_NEUTRAL_ALLIANCE, _NEUTRAL_UPTAKE = 0.7, 0.5
_GRAVE = frozenset({"moderate", "high", "imminent"})


class TurnSigns(msgspec.Struct, frozen=True):
    """What one turn of the person's says about what they can take in; all values 0..1."""

    reflective: float
    feeling: float
    defended: float


class Capacity(msgspec.Struct, frozen=True):
    """The window of the last turns, and the anxiety that falls only after two clear turns."""

    window: tuple[TurnSigns, ...] = ()
    anxiety: float = 0.0
    clear_turns: int = 0
    risk: bool = False

    def score(self) -> float:
        """Return the capacity score C, 0..1 (technique reference, 3.3)."""
        if not self.window:
            return self._bearable() * 0.45
        turns = len(self.window)
        reflective = sum(t.reflective for t in self.window) / turns
        feeling = max(t.feeling for t in self.window)
        defended = sum(t.defended for t in self.window) / turns
        whole = (
            0.25 * reflective + 0.20 * feeling + 0.20 * _NEUTRAL_ALLIANCE
            + 0.20 * _NEUTRAL_UPTAKE + 0.15 * (1 - defended)
        )  # fmt: skip
        # Concrete, engaged talk without a sign of overload is capacity too: a person who tells
        # what happened need not reflect in every line to be able to hear an observation.
        return round(self._bearable() * (0.12 + whole), 3)

    def gate(self) -> Gate:
        """Return the gate that bounds what may be said now (G0 safety .. G5 all depths).

        G4 and G5 need evidence about relations and transference that is not yet heard, so the
        gate is at most G3 ("if the score meets G4 but the evidence does not, act as G3").
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
        return reasons or ["nothing yet speaks for or against"]

    def _bearable(self) -> float:
        """Weigh capacity down by anxiety: full up to 0.4, none above 0.85."""
        a = self.anxiety
        if a <= 0.4:
            return 1.0
        if a <= 0.7:
            return 1.0 - (a - 0.4) / 0.3 * 0.7
        return max(0.0, 0.3 - (a - 0.7) / 0.15 * 0.3)


def taken_in(capacity: Capacity, reading: Reading, *, fresh: bool) -> Capacity:
    """Return the capacity after one more reading; `fresh` starts a session's window anew."""
    if reading.speaker != "client":
        return Capacity() if fresh else capacity
    before = Capacity() if fresh else capacity
    worst = max(
        (_BANDS[str(o.attributes["band"])] for o in reading.of("anxiety")
         if "band" in o.attributes),
        default=0.0,
    )  # fmt: skip
    clear = before.clear_turns + 1 if worst == 0.0 else 0
    anxiety = worst if worst >= before.anxiety or clear >= CLEAR_TURNS else before.anxiety
    return Capacity(
        window=(*before.window, _signs(reading))[-WINDOW:],
        anxiety=anxiety,
        clear_turns=clear,
        risk=any(in_danger(reading)),
    )


def in_danger(reading: Reading) -> list[bool]:
    """Return one True for each present danger to the person or others heard in a reading."""
    return [
        True for o in reading.of("risk")
        if o.attributes["urgency"] in _GRAVE and o.attributes["experiencer"] == "self"
        and not o.attributes["denied"]
    ]  # fmt: skip


def _signs(reading: Reading) -> TurnSigns:
    own = [
        o
        for o in reading.of("feeling")
        if o.attributes["experiencer"] == "self" and not o.attributes["denied"]
    ]
    defences = reading.of("defence")
    mature = sum(1 for o in defences if o.attributes["level"] == 7)
    feeling = 0.4 * bool(own) + 0.3 * any(o.about for o in own) + 0.3 * bool(reading.of("anxiety"))
    return TurnSigns(
        reflective=1.0 if mature else 0.5 if own else 0.2,
        feeling=min(1.0, feeling),
        defended=min(1.0, (len(defences) - mature) / 2),
    )
