"""Puts what is said into words, and notes what stands open after it."""

from __future__ import annotations

import msgspec

from thirdear.intake.form import keeps_form, may_be_given_back
from thirdear.intake.state import Consultation, Said
from thirdear.speech import Quote

_MOST_GIVEN_BACK = 10


def spoken(
    state: Consultation,
    text: str,
    kind: str,
    rule: str,
    because: str,
    grounds: tuple[Quote, ...] = (),
    help_words: int = 0,
) -> tuple[str, Consultation]:
    """Return the text, and the state in which it was said."""
    said = Said(text, kind, rule, because, grounds, help_words)
    return text, msgspec.structs.replace(state, said=said)


def asking(
    state: Consultation,
    what: str,
    wordings: list[str] | str,
    kind: str,
    because: str,
    grounds: tuple[Quote, ...] = (),
    *,
    before: str = "",
    again: bool = False,
) -> tuple[str, Consultation]:
    """Ask: of the wordings the one that gives back the person's last words, if there are such."""
    index, question, quoted = _worded(state, wordings)
    grounds = (*grounds, *([quoted] if quoted else ()))
    state = msgspec.structs.replace(
        state,
        open=what,
        question=question,
        times=state.times + 1 if again else 1,
        asides=state.asides if again else 0,
        fresh=None,
        given_back=(*state.given_back, *([quoted.quote] if quoted else ())),
    )
    text = f"{before} {question}".strip()
    return spoken(state, text, kind, f"{what}#{index}", because, grounds)


def asked_again(
    state: Consultation, answer: str, because: str, rule: str
) -> tuple[str, Consultation]:
    """Answer something the person asked, and ask again what stands open."""
    grounds = state.said.grounds if state.said is not None else ()
    both = f"{answer} {state.question}".strip()
    held = tuple(q for q in grounds if f'"{q.quote}"' in both)
    if not keeps_form(both, held):
        both = answer
    return spoken(state, both, "FRM", rule, because, held if both != answer else ())


def _worded(state: Consultation, wordings: list[str] | str) -> tuple[int, str, Quote | None]:
    if isinstance(wordings, str):
        return 0, wordings, None
    bare = [i for i, wording in enumerate(wordings) if "{quote}" not in wording]
    giving = [i for i, wording in enumerate(wordings) if "{quote}" in wording]
    words = state.fresh
    if giving and words is not None and _can_give_back(state, words):
        index = giving[state.seed % len(giving)]
        return index, wordings[index].format(quote=words.quote), words
    index = bare[state.seed % len(bare)]
    return index, wordings[index], None


def _can_give_back(state: Consultation, words: Quote) -> bool:
    return (
        2 <= len(words.quote.split()) <= _MOST_GIVEN_BACK
        and words.quote not in state.given_back
        and may_be_given_back(words.quote)
    )
