"""The form that everything said has to keep. What does not keep it is not said.

Form rules of the technique reference, 1.1, and the must-nots of the design: short; at most one
question; no advice, praise, reassurance, diagnosis or jargon; quotation marks only around words
that were said; nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from thirdear.speech import Quote
from thirdear.therapist.intervention import Intervention, table

_QUOTATION = re.compile(r'"([^"]*)"')
_TENTATIVE = re.compile(r"\b(?:i wonder|perhaps|maybe|could it be|as if|might|may)\b", re.I)
_NEVER = re.compile(
    r"\b(?:you should|you ought|you need to|you must|you have to|why don't you|try to|have you "
    r"tried|have you considered|i suggest|i recommend|i'd recommend|my advice|i advise|it would be "
    r"(?:good|best|better|helpful)|well done|good job|great job|proud of you|that's great|"
    r"that's good|i'm impressed|wonderful|amazing|excellent|brave of you|it'?s going to be (?:ok|okay|"
    r"all ?right|fine)|it'?ll be (?:ok|okay|all ?right|fine)|everything will be|don't worry|"
    r"you'll be (?:ok|okay|fine|all ?right)|no need to worry|it gets better|you are not alone|"
    r"you're not alone|defen[cs]e|denial|transference|projection|repress\w*|resistance|ego|"
    r"superego|oedip\w*|inner child|attachment style|rationali[sz]\w*|intellectuali[sz]\w*|"
    r"unconscious|diagnos\w*|disorder|depressi\w*|bipolar|narciss\w*|borderline|psychosis|"
    r"i feel|i care|i'm sorry you|i understand how|i know how you feel|i love|i'm proud)\b",
    re.IGNORECASE,
)
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
    if intervention.kind not in _SPOKEN_OF_ONESELF and _NEVER.search(text):
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
