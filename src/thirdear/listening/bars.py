"""What a head's score is worth: the bars in `lexicons/bars.toml`, each with its measured precision.

A head proposes a code where its score reaches the head's lowest bar. The confidence of a proposal
is the precision measured at the highest bar it reaches; it is likely from the bar `likely` on.
"""

from __future__ import annotations

from dataclasses import dataclass

from thirdear.listening.lexicon import lexicon
from thirdear.listening.meaning import Scores


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code that the encoder proposes: its score, how sure that makes it, and where it stands."""

    code: str
    score: float
    confidence: float
    likely: bool
    place: tuple[int, int]


def bar(head: str, name: str) -> float:
    """Return one of a head's named bars."""
    value: float = lexicon("bars")[head][name]
    return value


def proposals(head: str, scores: Scores) -> list[Proposal]:
    """Return the codes of `head` that reach its lowest bar, strongest first."""
    data = lexicon("bars")[head]
    steps: list[tuple[float, float]] = [(bar, precision) for bar, precision in data["steps"]]
    place = scores.places.get(head, (0, 0))
    found = []
    for code, score in scores.above(head, steps[0][0]):
        confidence = max(precision for bar, precision in steps if score >= bar)
        likely = score >= data.get("of", {}).get(code, data["likely"])
        found.append(Proposal(code, score, confidence, likely, place))
    return found
