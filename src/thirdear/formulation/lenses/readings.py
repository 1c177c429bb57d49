"""The same evidence read by several schools, which compete: readings with quotes, never verdicts.

Output after the lenses contract (relationships reference, section 5). Confidence only puts the
readings in an order: it grows with how often, in how many sessions and how openly the evidence was
said, and is no probability.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from thirdear.formulation.formulation import Formulation
from thirdear.formulation.lenses.entries import LENSES, lens
from thirdear.formulation.lenses.looking import Found, found, image
from thirdear.formulation.lenses.material import Piece, material
from thirdear.formulation.naming import called
from thirdear.formulation.standing import Standing, standing
from thirdear.listening.context import Figure
from thirdear.speech import Quote

MOST_OF_ONE_LENS = 3
MOST_QUOTES = 6
LONGEST_QUOTE = 25
"""In words; of a longer one the sentence is shown in which the thing was found."""


class LensReading(msgspec.Struct, frozen=True):
    """What one school might make of what was said: a statement like the others, with its doubts.

    `count` and `sessions` say how often, and in how many sessions, the whole of it was there,
    `rests_on` how many pieces of talk it rests on; `explicit`: what it quotes was said outright.
    """

    lens: str
    id: str
    about: str | None
    observation: str
    quotes: tuple[Quote, ...]
    reading: str
    alternative: str
    wrong_if: str
    confidence: float
    count: int
    sessions: int
    rests_on: int
    explicit: bool
    source: str

    @property
    def evidence(self) -> tuple[Quote, ...]:
        """The quotes, under the name that every statement has for them."""
        return self.quotes

    def standing(self) -> Standing:
        """Say how settled it is: a moment, recurrent, or characteristic of the person."""
        return standing(self.count, self.sessions)


def lenses(formulation: Formulation, cast: dict[str, Figure] | None = None) -> list[LensReading]:
    """Return how the five schools read this formulation: at most three readings each.

    Readings of one lens stand together, the best grounded first. With little evidence there are
    few or none. A reading the person has disputed is not made again.
    """
    if cast is not None:
        formulation = msgspec.structs.replace(formulation, cast=cast)
    people, evidence = formulation.cast, material(formulation)
    readings: list[LensReading] = []
    for name in LENSES:
        seen = []
        for entry in lens(name).entry:
            every = (_read(name, one, people, evidence) for one in found(entry, evidence, people))
            best = next((r for r in every if r.id not in formulation.disputed), None)
            if best is not None:
                seen.append(best)
        seen.sort(key=lambda r: (-r.confidence, -r.count, r.id))
        readings += seen[:MOST_OF_ONE_LENS]
    return readings


def worth_voicing(readings: list[LensReading]) -> LensReading | None:
    """Return the one reading that could be voiced, if any: outright, recurrent, best grounded.

    Lenses compete, and at most one is ever voiced (relationships reference, section 5).
    """
    ready = [r for r in readings if r.explicit and r.standing() != "moment"]
    return max(ready, key=lambda r: (r.confidence, r.count, r.id), default=None)


def as_plain(reading: LensReading) -> dict[str, Any]:
    """Return a reading as the contract's plain JSON types.

    It is never `disputed` here: what was disputed is not read again.
    """
    quotes = [msgspec.to_builtins(q) for q in reading.quotes]
    return {
        "id": reading.id,
        "lens": reading.lens,
        "about": reading.about,
        "observation": reading.observation,
        "quotes": quotes,
        "reading": reading.reading,
        "alternative": reading.alternative,
        "wrong_if": reading.wrong_if,
        "confidence": reading.confidence,
        "words": reading.reading,
        "evidence": quotes,
        "count": reading.count,
        "standing": reading.standing(),
        "explicit": reading.explicit,
        "disputed": False,
        "source": reading.source,
    }


def _read(
    name: str, one: Found, cast: dict[str, Figure], evidence: tuple[Piece, ...]
) -> LensReading:
    entry = one.entry
    shown = _shown(one, evidence)
    slots = {look: quote.quote for look, quote in shown.items()}
    for variable, figure in one.figures.items():
        slots[variable] = called(cast.get(figure))
        slots[variable.capitalize()] = _capital(slots[variable])
    slots |= _image(one)
    about = one.figures.get("who")
    return LensReading(
        lens=name,
        id=f"lens/{name}/{entry.id}/{about or '-'}",
        about=about,
        observation=entry.observation.format(**slots),
        quotes=_quotes(one, tuple(shown.values())),
        reading=entry.reading.format(**slots),
        alternative=entry.alternative.format(**slots),
        wrong_if=entry.wrong_if.format(**slots),
        confidence=_confidence(one),
        count=one.count,
        sessions=one.sessions,
        rests_on=sum(len(pieces) for pieces in one.pieces.values()),
        explicit=one.explicit,
        source=entry.source,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _image(one: Found) -> dict[str, str]:
    for look in one.entry.look:
        if look.to is not None and "same word" in look.how:
            word = image(one.chosen[look.to], one.chosen[look.name])
            return {"image": word or ""}
    return {}


def _shown(one: Found, evidence: tuple[Piece, ...]) -> dict[str, Quote]:
    """Return the quote to show for each look: "I was furious with him" rather than "furious"."""
    shown = {name: _clause(piece, evidence) for name, piece in one.chosen.items()}
    if any(_meet(a, b) for name, a in shown.items() for other, b in shown.items() if name < other):
        shown = {name: piece.quote for name, piece in one.chosen.items()}
    words = _image(one).get("image")
    return {
        name: _shortened(quote, _place(quote, one.chosen[name], words))
        for name, quote in shown.items()
    }


def _clause(piece: Piece, evidence: tuple[Piece, ...]) -> Quote:
    if piece.kind not in ("feeling", "anxiety"):
        return piece.quote
    around = [
        p.quote for p in evidence
        if p.where == piece.where and p.kind.startswith(("wish", "response", "said"))
        and p.quote.start <= piece.quote.start and piece.quote.end <= p.quote.end
    ]  # fmt: skip
    return min(around, key=lambda q: q.end - q.start, default=piece.quote)


def _meet(one: Quote, other: Quote) -> bool:
    same = (one.conversation, one.session, one.turn) == (
        other.conversation, other.session, other.turn
    )  # fmt: skip
    return same and one.start < other.end and other.start < one.end


def _place(quote: Quote, piece: Piece, word: str | None) -> int:
    at = quote.quote.lower().find(word) if word else -1
    return at if at >= 0 else piece.quote.start - quote.start + piece.at


def _shortened(quote: Quote, at: int) -> Quote:
    """Return the quote, or the sentence at `at` of a long one, cut to at most 25 words.

    A full stop at its end is left out: the quote stands in a sentence of ours.
    """
    text, start, end = quote.quote, 0, len(quote.quote)
    if len(text.split()) > LONGEST_QUOTE:
        ends = [m.end() for m in re.finditer(r"[.!?…]+(?=\s)", text)]
        start = max((e for e in ends if e <= at), default=0)
        end = min((e for e in ends if e > at), default=len(text))
        words = [m.span() for m in re.finditer(r"\S+", text[start:end])]
        first = next((n for n, w in enumerate(words) if start + w[1] > at), 0)
        first = max(0, min(first - 5, len(words) - LONGEST_QUOTE))
        kept = words[first : first + LONGEST_QUOTE]
        start, end = start + kept[0][0], start + kept[-1][1]
    if re.search(r"\w\.$", text[start:end]):
        end -= 1
    return msgspec.structs.replace(
        quote, start=quote.start + start, end=quote.start + end, quote=text[start:end]
    )


def _quotes(one: Found, shown: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return the quotes shown, then more of the same, in the order in which they were said."""
    more = [_shortened(p.quote, p.at) for pieces in one.pieces.values() for p in pieces]
    kept = list(dict.fromkeys(shown))
    for quote in sorted(more, key=_said, reverse=True):
        if len(kept) < MOST_QUOTES and not any(_meet(quote, k) for k in kept):
            kept.append(quote)
    return tuple(sorted(kept, key=_said))


def _said(quote: Quote) -> tuple[int, int, str, int, int]:
    return (quote.session, quote.turn, quote.conversation, quote.start, quote.end)


def _confidence(one: Found) -> float:
    whole = 0.25 + 0.1 * min(one.count, 4) + 0.05 * (one.sessions > 1) + 0.1 * one.explicit
    return round(whole * one.entry.trust, 2)
