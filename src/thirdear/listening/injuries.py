"""Hears what was done to the person that would hurt: the half that a defence is weighed against.

Not an ear of its own in the contract: injuries are kept in the context for the ear for defences.
"""

from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span


def told(hearing: Hearing) -> "list[Span]":
    """Return the places in this utterance where something hurtful done to the person is told."""
    return [
        span for span in hearing.said("injury")
        if not hearing.frame(span.root).question and hearing.frame(span.root).tense != "if"
    ]  # fmt: skip


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines for injuries and for being asked about them, by id."""
    data = lexicon("injuries")
    return {"injury": data["said"], "asked_about_it": data["asked_about_it"]}
