"""What may be offered now: the gate, from capacity, the alliance and the evidence together.

The table of the technique reference, 3.3, first row that matches.
"""

from __future__ import annotations

from thirdear.formulation.capacity import NOTHING_YET, Gate
from thirdear.formulation.formulation import Formulation
from thirdear.formulation.persons import links
from thirdear.formulation.ruptures import open_rupture
from thirdear.formulation.themes import recurs
from thirdear.formulation.transference import toward_us

RELATIONS_FROM, ORIGINS_FROM = 0.60, 0.75
INSTANCES, RELATIONS = 3, 2
TOWARD_US, FROM_SESSION = 2, 3


def gate(formulation: Formulation) -> Gate:
    """Return the gate that bounds what may be said now (G0 safety .. G5 all depths).

    Where the score opens G4 or G5 but the evidence does not, it is the highest gate below that
    both open.
    """
    alone = formulation.capacity.gate()
    if alone in ("G0", "G1"):
        return alone
    if open_rupture(formulation) is not None:
        return "GR"
    score = formulation.capacity.score()
    if alone != "G3" or score < RELATIONS_FROM or not relations_shown(formulation):
        return alone
    origins = score >= ORIGINS_FROM and formulation.session >= FROM_SESSION
    return "G5" if origins and toward_us(formulation) >= TOWARD_US else "G4"


def relations_shown(formulation: Formulation) -> bool:
    """Tell whether one pattern was told three times, of two people at least, once this session."""
    now = formulation.session
    return recurs(formulation, INSTANCES, RELATIONS) or any(
        k.explicit and k.count >= INSTANCES and now in k.sessions for k in links(formulation)
    )  # fmt: skip


def because(formulation: Formulation) -> list[str]:
    """Return the reasons for the gate in plain words."""
    reasons = formulation.capacity.because()
    found = gate(formulation)
    if found == "GR":
        reasons = ["something stands between the two chairs, and it comes first", *reasons]
    if found in ("G4", "G5"):
        reasons = [*reasons, "the same was told of more than one person, and again today"]
    if found == "G5":
        reasons = [*reasons, "something of it has come alive toward this other chair"]
    return [r for r in reasons if r != NOTHING_YET] or reasons
