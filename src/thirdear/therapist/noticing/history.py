"""What comes back from other sessions and with other people, and what went differently.

The other chair does not recap and never claims to have thought about it in between: it sets the
person's own words, then and now, side by side.
"""

from __future__ import annotations

from collections.abc import Iterator

from thirdear.formulation.account import called
from thirdear.formulation.new_ways import new_ways
from thirdear.formulation.persons import Link, links
from thirdear.listening.defences import LEVELS
from thirdear.speech import Quote
from thirdear.therapist.moment import Moment, Signal
from thirdear.therapist.noticing.words import apart, bare, capital, piece_around, quotable

_TOLD = frozenset({"feeling", "defence"})
_WHOLE = 4


def _returns(moment: Moment) -> Iterator[Signal]:
    """The person says again, nearly in the same words, what weighed in an earlier session."""
    found = moment.memory.like(moment.utterance, moment.reading)
    if found is not None and quotable(found.now.quote) and quotable(found.then.quote):
        slots = {
            "then": bare(found.then.quote), "now": bare(found.now.quote),
            "when": found.when, "When": capital(found.when),
        }  # fmt: skip
        yield Signal("said_before", (found.then, found.now), slots)


def _linked(moment: Moment) -> Iterator[Signal]:
    """The same with two people, each told in the person's own words; one of them now."""
    if moment.gate not in ("G4", "G5"):
        return
    here = {o.about for o in moment.reading.of("person")}
    for link in links(moment.formulation):
        if (
            not link.ready
            or not _surely_told(link)
            or link.here.turn != moment.utterance.turn
            or not set(link.figures) & here
        ):
            continue
        if (quotes := _both_sides(link)) is None:
            continue
        names = [called(moment.formulation.who(f)) for f in (link.figures[0], link.figures[-1])]
        slots = {"here": bare(quotes[0].quote), "there": bare(quotes[1].quote)}
        slots |= {"near": names[0], "Near": capital(names[0]),
                  "far": names[1], "Far": capital(names[1])}  # fmt: skip
        corners = "_".join(link.corners).lower()
        yield Signal(f"link_{corners}", quotes, slots, about=link.id)
        return


def _differently(moment: Moment) -> Iterator[Signal]:
    """The person did otherwise than they used to; the old words beside it where they are known."""
    for way in new_ways(moment.formulation) if moment.cues("for_once") else []:
        now = way.new.turn == moment.utterance.turn and way.new.session == moment.utterance.session
        if now and way.was in LEVELS:  # as above: only what was told, no clusters of episodes
            old, new = way.old, way.new
            if _says_enough(old) and _says_enough(new) and apart((old, new)):
                slots = {"old": bare(old.quote), "new": bare(new.quote)}
                yield Signal("new_beside_old", (old, new), slots, about=way.id)
                return
    for cue in moment.cues("for_once")[:1]:
        quote = piece_around(moment, cue.start, cue.end)
        if quote is not None:
            yield Signal("for_once", (quote,), {"quote": bare(quote.quote)})


LOOKS = (_returns, _linked, _differently)


def _surely_told(link: Link) -> bool:
    """Tell whether words told both sides: clusters of episodes are too doubtful to be voiced."""
    return link.shared[0] in _TOLD


def _both_sides(link: Link) -> tuple[Quote, Quote] | None:
    quotes = (link.here, link.there)
    return quotes if all(_says_enough(q) for q in quotes) and apart(quotes) else None


def _says_enough(quote: Quote) -> bool:
    """Tell whether words can be quoted and are more than a scrap of a sentence."""
    return quotable(quote.quote) and len(quote.quote.split()) >= _WHOLE
