"""The form that everything said has to keep. What does not keep it is not said.

Form rules of the technique reference, 1.1, and the must-nots of the design: short; at most one
question; no advice, praise, reassurance, diagnosis or jargon; quotation marks only around words
that were said; nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from thirdear.speech import Quote
from thirdear.therapist.intervention import Intervention, table

_QUOTATION = re.compile(r'"([^"]*)"')
_TENTATIVE = re.compile(r"\b(?:i wonder|perhaps|maybe|could it be|as if|might|may)\b", re.I)


@cache
def _never() -> re.Pattern[str]:
    said = "|".join(words for kind in table("must_not").values() for words in kind)
    return re.compile(rf"\b(?:{said})\b", re.IGNORECASE)


_MAY_REPEAT = frozenset({"ENC", "FRM"})
_SPOKEN_OF_ONESELF = frozenset({"FRM"})
"""Answers of fact about the program may name what it does not do ("I don't diagnose")."""


def keeps_form(intervention: Intervention, said: Iterable[str], spoken: str) -> bool:
    """Tell whether an intervention may be said.

    `said` are the spoken forms of what this session has heard from this chair, `spoken` is the
    spoken form of this text. Checks length, questions, quotations against the grounds, grounds
    where the kind needs them, the must-nots and repetition.
    """
    kind = table("interventions")[intervention.kind]
    text = intervention.text
    if not text or len(text.split()) > kind["words"] or text.count("?") > 1:
        return False
    if kind["grounds"] and not intervention.grounds:
        return False
    if kind.get("tentative") and not _TENTATIVE.search(text):
        return False
    if not quotations_hold(text, intervention.grounds):
        return False
    own = _QUOTATION.sub(" ", text)  # the person may have said "you should"; the chair does not
    if intervention.kind not in _SPOKEN_OF_ONESELF and _never().search(own):
        return False
    return intervention.kind in _MAY_REPEAT or spoken not in set(said)


def quotations_hold(text: str, grounds: Iterable[Quote]) -> bool:
    """Tell whether everything between quotation marks stands word for word in the grounds."""
    if text.count('"') % 2:
        return False
    said = [q.quote for q in grounds]
    return all(
        words.strip() and any(words in quote for quote in said)
        for words in _QUOTATION.findall(text)
    )
