"""The person does not see it that way: what was rejected stays so, and is kept as evidence."""

from __future__ import annotations

from thirdear.formulation.formulation import Formulation, without
from thirdear.formulation.formulation import dispute as strands_disputed
from thirdear.formulation.lenses import lenses
from thirdear.formulation.statements import statements
from thirdear.speech import Quote


def dispute(
    formulation: Formulation, grounds: tuple[Quote, ...], turn: int | None = None
) -> Formulation:
    """Return the formulation in which what a remark rested on is rejected.

    Takes the remark's grounds and its turn. Rejected are the strands that rest on any of these
    words, what the remark was about (as `offered` was told), and what rests on all of them.
    """
    spans = {_span(q) for q in grounds}
    whole = {
        s.id for s in statements(formulation) if spans and spans <= {_span(q) for q in s.evidence}
    }
    before = formulation.disputed
    after = strands_disputed(formulation, grounds, turn)
    return without(after, whole - after.disputed, grounds) if whole - before else after


def reject(formulation: Formulation, statement: str) -> Formulation:
    """Return the formulation in which one statement, or one reading of a lens, is rejected.

    Raises KeyError where nothing of that id is asserted.
    """
    grounds = {s.id: s.evidence for s in statements(formulation)}
    if statement not in grounds:
        grounds |= {reading.id: reading.quotes for reading in lenses(formulation)}
    return without(formulation, {statement}, grounds[statement])


def _span(quote: Quote) -> tuple[int, int, int, int]:
    return quote.session, quote.turn, quote.start, quote.end
