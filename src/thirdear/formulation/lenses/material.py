"""The evidence as the lenses read it: exact quotes, each with what was heard in it.

Left out before any lens looks: what the person has disputed; whole utterances in which danger was
heard, and whoever was spoken of in one about abuse, for that is never read as a figure of the mind
(technique reference 3.4: danger comes first; relationships reference, "reality before
transference").
"""

from __future__ import annotations

import re

import msgspec

from thirdear.formulation.formulation import Formulation
from thirdear.formulation.marks import Passage
from thirdear.speech import Quote

Where = tuple[str, int, int]
"""The utterance that a quote is from: conversation, session, turn."""

_FILLER = re.compile(
    r"\W*(?:(?:\w+|you know|i mean|i guess|i think|i suppose|i don.t know)\W*)", re.IGNORECASE
)
"""Parts of an episode that tell nothing: one word, or a turn of speech."""
_SLOTS = frozenset({"wish", "response_of_other", "response_of_self"})
_SCENES = frozenset({"dream", "memory"})


class Piece(msgspec.Struct, frozen=True):
    """One quote and what was heard in it.

    `code` is the code of a strand, or the cluster of a part of an episode ("6"); `about` whom it
    concerns, for a feeling without an object whoever the exchange was with in which it was told.
    `explicit` says whether the person said it in so many words. `at` is where in the quote the
    words stand that a lens looked for.
    """

    kind: str
    code: str
    about: str | None
    explicit: bool
    quote: Quote
    denied: bool = False
    polarity: str | None = None
    source: str = "waking"
    at: int = 0

    @property
    def where(self) -> Where:
        """The utterance it is from."""
        return (self.quote.conversation, self.quote.session, self.quote.turn)


def material(formulation: Formulation) -> tuple[Piece, ...]:
    """Return all that the lenses may read, in the order in which it was said."""
    pieces = [*_strands(formulation), *_episodes(formulation), *_marks(formulation)]
    risks = [s for s in formulation.strands.values() if s.kind == "risk"]
    danger = {_where(q) for s in risks for q in s.evidence}
    abuse = {_where(q) for s in risks if s.code == "abuse" for q in s.evidence}
    harmful = {_who(p.about, formulation) for p in pieces if p.where in abuse} - {None, "self"}
    scenes = {p.where: p.kind for p in pieces if p.kind in _SCENES}
    parts: dict[Where, list[Piece]] = {}
    for piece in pieces:
        if piece.kind in _SLOTS:
            parts.setdefault(piece.where, []).append(piece)
    kept = []
    for piece in pieces:
        about = _who(piece.about or _told_with(piece, parts.get(piece.where, [])), formulation)
        if piece.where in danger or about in harmful:
            continue
        source = piece.source if piece.source != "waking" else scenes.get(piece.where, "waking")
        kept.append(msgspec.structs.replace(piece, about=about, source=source))
    return tuple(sorted(kept, key=_order))


def _strands(formulation: Formulation) -> list[Piece]:
    return [
        Piece(
            strand.kind, strand.code, strand.about, strand.explicit, quote,
            denied=strand.denied and not strand.explicit,
        )
        for strand in formulation.strands.values()
        if strand.kind != "risk" and strand.id not in formulation.disputed
        for quote in strand.evidence
    ]  # fmt: skip


def _episodes(formulation: Formulation) -> list[Piece]:
    return [
        Piece(
            part.slot, str(part.cluster), told.figure, part.explicit, part.quote,
            polarity=part.polarity, source=told.source,
        )
        for told in formulation.episodes
        if not {told.id, f"episode/{told.id}"} & formulation.disputed
        for part in told.parts
        if not _FILLER.fullmatch(part.quote.quote)
    ]  # fmt: skip


def _marks(formulation: Formulation) -> list[Piece]:
    """Return what was marked down beside strands and episodes.

    Passages of looking at oneself, where someone came up next to something, and, where the
    understanding keeps them (`words.marked`), sentences with words that a lens goes by.
    """
    looks = [Piece("insight", _level(p), None, False, p.quote) for p in formulation.insights]
    mentions = {
        (sign, quote): Piece("figure", "figure", sign.about, True, quote)
        for sequel in formulation.sequels.values() if sequel.id not in formulation.disputed
        for words in (sequel.first, sequel.last)
        for sign, quote in zip((sequel.before, sequel.after), words, strict=True)
        if sign.kind == "figure"
    }  # fmt: skip
    said = [
        Piece(sign.kind, sign.code, sign.about, True, quote)
        for sign, quote in getattr(formulation, "said", ())
    ]
    return [*looks, *mentions.values(), *said]


def _told_with(piece: Piece, parts: list[Piece]) -> str | None:
    """Return with whom the exchange was that these words are a part of, by its parts told there."""
    return next(
        (
            p.about for p in parts
            if p.quote.start <= piece.quote.start and piece.quote.end <= p.quote.end
        ),
        None,
    )  # fmt: skip


def _level(passage: Passage) -> str:
    return "reflection" if passage.apes is None else f"apes_{passage.apes}"


def _who(figure: str | None, formulation: Formulation) -> str | None:
    """Return whom the person says this is; None for someone unknown, or who is nobody."""
    if figure == "self":
        return figure
    known = formulation.who(figure)
    return known.id if known is not None else None


def _where(quote: Quote) -> Where:
    return (quote.conversation, quote.session, quote.turn)


def _order(piece: Piece) -> tuple[int, int, str, int, int, str, str, str]:
    q = piece.quote
    return (q.session, q.turn, q.conversation, q.start, q.end, piece.kind, piece.code,
            piece.about or "")  # fmt: skip
