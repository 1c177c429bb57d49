"""The eight dimensions, scored 0 to 3 from the signs that were heard (dimensions.toml).

The first rule from the top that fits gives the score and its reason; nothing else goes in.
"""

from __future__ import annotations

from typing import Any

from thirdear.intake.data import table
from thirdear.intake.state import Consultation, Score
from thirdear.speech import Quote


def scores(state: Consultation) -> tuple[Score, ...]:
    """Return the eight dimensions of a conversation, as far as it has come."""
    return tuple(
        _points(state, dimension) if "points" in dimension else _leveled(state, dimension)
        for dimension in table("dimensions")["dimension"]
    )


def good(found: tuple[Score, ...]) -> int:
    """Return how many of the seven counted dimensions are good (2 or more)."""
    rule = table("dimensions")["good"]
    return sum(s.score >= rule["from"] for s in found if s.dimension in rule["counted"])


def human_at_hand(state: Consultation) -> bool:
    """Tell whether there is someone human to turn to: named, leant on, or helping already."""
    return bool(state.known.contact) or bool(
        {"good_tie", "tie_leant_on", "tie_mutual"} & state.signs.keys()
        or (state.signs.keys() & {"a_person"} and "tie_gone" not in state.signs)
        or ("other_help" in state.gates and state.gates["other_help"].status == "amber")
    )


def _leveled(state: Consultation, dimension: dict[str, Any]) -> Score:
    heard = state.signs.keys()
    for level in dimension["level"]:
        if not set(level.get("when", ())) <= heard:
            continue
        if "any" in level and not heard & set(level["any"]):
            continue
        if heard & set(level.get("unless", ())):
            continue
        told = (*level.get("when", ()), *level.get("any", ()))
        return Score(
            dimension["id"], dimension["name"], level["score"], level["because"],
            _words(state, told, dimension["threads"]),
        )  # fmt: skip
    raise ValueError(f"no rule of {dimension['id']} fits")


def _points(state: Consultation, dimension: dict[str, Any]) -> Score:
    there = [p for p in dimension["points"] if _has(state, p, dimension["minus"].get(p, ""))]
    words = dimension["because"]
    listed = ", ".join(words[p] for p in there)
    because = words["some"].format(there=listed) if there else words["none"]
    return Score(dimension["id"], dimension["name"], len(there), because,
                 _words(state, dimension["points"], dimension["threads"]))  # fmt: skip


def _has(state: Consultation, point: str, against: str) -> bool:
    if point == "human_at_hand":
        return human_at_hand(state)
    return point in state.signs and against not in state.signs


def _words(
    state: Consultation, told: list[str] | tuple[str, ...], threads: list[str]
) -> Quote | None:
    """Return the person's own words for a score: those of a sign, else of the answer.

    Nothing that was only yes or no is shown as someone's words.
    """
    quotes = [q for sign in told for q in state.signs.get(sign, ()) if len(q.quote.split()) > 1]
    return next(iter(quotes), next((state.answers[t] for t in threads if t in state.answers), None))
