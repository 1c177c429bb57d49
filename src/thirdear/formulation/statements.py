"""Everything that is understood of someone, as statements that can be looked at and rejected."""

from __future__ import annotations

from typing import Protocol

from thirdear.formulation.conflict import RECURS, triangles
from thirdear.formulation.formulation import Formulation
from thirdear.formulation.marks import Sequel
from thirdear.formulation.new_ways import new_ways
from thirdear.formulation.persons import links
from thirdear.formulation.standing import Standing
from thirdear.formulation.themes import themes
from thirdear.speech import Quote


class Statement(Protocol):
    """What all statements have: a stable id, evidence, how often, how settled, said or inferred."""

    @property
    def id(self) -> str:
        """The name by which it can be rejected."""

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """The words it rests on."""

    @property
    def count(self) -> int:
        """How often it was heard."""

    @property
    def rests_on(self) -> int:
        """On how many pieces of talk it rests: fewer where any of them is taken out."""

    @property
    def explicit(self) -> bool:
        """Whether the person said it in so many words."""

    def standing(self) -> Standing:
        """How settled it is."""


KINDS = (
    "feeling", "anxiety", "defence", "risk", "transference", "memory", "dream", "slip", "shift",
)  # fmt: skip


def statements(formulation: Formulation) -> list[Statement]:
    """Return everything that is asserted of someone; nothing that was rejected."""
    found: list[Statement] = [s for kind in KINDS for s in formulation.of(kind)]
    found += themes(formulation)
    found += links(formulation)
    found += triangles(formulation)
    found += new_ways(formulation)
    found += sequels(formulation)
    return found


def sequels(formulation: Formulation) -> list[Sequel]:
    """Return what came next to each other more than once and was not rejected, most often first."""
    found = [
        s for s in formulation.sequels.values()
        if s.count >= RECURS and s.id not in formulation.disputed
    ]  # fmt: skip
    return sorted(found, key=lambda s: (-s.count, s.id))
