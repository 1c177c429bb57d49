"""Five schools read the same evidence: Freud, Jung, Adler, Rank and Klein."""

from thirdear.formulation.lenses.readings import LensReading, as_plain, lenses, worth_voicing

__all__ = ["LensReading", "as_plain", "lenses", "worth_voicing"]
