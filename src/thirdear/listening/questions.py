"""The ear for what the client asks of the other chair.

Only a question to the other chair counts: not one reported, put to oneself, or thrown to the air.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span

_YOU = frozenset({"you", "your", "yours", "yourself", "u"})
_NEEDS_YOU = frozenset({"about_therapist", "opinion"})
_STARTS = re.compile(
    r"^(?:so|and|but|well|ok|okay|anyway|sorry|wait|actually|hang on|by the way)?[ ,]*(?:what|who|"
    r"where|when|why|how|is|are|am|do|does|did|can|could|will|would|should|shall|have|has|was|"
    r"were|may|any|which)\b",
    re.IGNORECASE,
)


def hear(hearing: Hearing) -> None:
    """Note one `question` observation for each sentence that asks something of the other chair."""
    rhetorical = {t.i for span in hearing.said("question.rhetorical") for t in span}
    for sentence in hearing.doc.sents:
        if any(hearing.quoted[t.i] for t in sentence) or not _asks(sentence.text):
            continue
        code = _code(hearing, sentence.start, sentence.end, rhetorical)
        words = sentence.text.strip()
        if code is None or not words:
            continue
        start = sentence.start_char + sentence.text.index(words)
        hearing.observe(
            "question", code, start, start + len(words), f"questions.{code}",
            0.8 if words.endswith("?") else 0.65,
        )  # fmt: skip
    _hear_indirect(hearing)


def _hear_indirect(hearing: Hearing) -> None:
    """Note what the encoder proposes where no form of words asked it: "I'd like to know how"."""
    for one in hearing.proposed("questions"):
        tokens = hearing.doc.char_span(*one.place, alignment_mode="expand")
        if tokens is None or not tokens.text.strip():
            continue
        start, end = tokens.sent.start_char, tokens[-1].sent.end_char
        if any(o.kind == "question" and o.start < end and start < o.end for o in hearing.heard):
            continue
        if any(hearing.quoted[t.i] for t in tokens):
            continue
        hearing.observe(
            "question", one.code, start, len(hearing.text[:end].rstrip()),
            "questions.meaning", one.confidence, likely=one.likely,
        )  # fmt: skip


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines this ear listens for, by id."""
    data = lexicon("questions")
    found = {f"question.{asked['code']}": asked["say"] for asked in data["asked"]}
    return {**found, "question.rhetorical": data["not_asked"]["rhetorical"]}


def _asks(sentence: str) -> bool:
    text = sentence.strip()
    return (
        text.endswith("?")
        or (_STARTS.match(text) is not None and len(text.split()) <= 14)
        or (text.lower().startswith("tell me what"))
    )


def _code(hearing: Hearing, first: int, end: int, rhetorical: set[int]) -> str | None:
    sentence = hearing.doc[first:end]
    marked = sentence.text.strip().endswith("?")
    to_you = any(t.lower_ in _YOU for t in sentence)
    for asked in lexicon("questions")["asked"]:
        code = asked["code"]
        for span in hearing.said(f"question.{code}"):
            if not (first <= span.start and span.end <= end):
                continue
            if (
                _reported(sentence)
                or hearing.frame(span.root).said_by is not None
                or span.start - _clause_start(sentence, span) > 8
            ):
                continue
            if not marked and span.start - first > 2:
                continue
            if code in _NEEDS_YOU and not to_you and not marked:
                continue
            return str(code)
    if any(first <= i < end for i in rhetorical):
        return None
    if _of_oneself(sentence):
        return None
    if marked and to_you and any(hearing.figure_at.get(t.i) == "therapist" for t in sentence):
        return "about_therapist"
    return None


def _clause_start(sentence: Span, span: Span) -> int:
    """Return where the part of the sentence begins that the words stand in (after a comma)."""
    marks = [t.i + 1 for t in sentence if t.is_punct and t.i < span.start]
    return max(marks, default=sentence.start)


def _of_oneself(sentence: Span) -> bool:
    """Tell whether it is put to oneself: "Why did I say yes?"."""
    return sentence[0].lower_ == "why" and any(t.lower_ == "i" for t in sentence)


def _reported(sentence: Span) -> bool:
    """Tell whether it was asked of someone else: "Are you real, I said to the parcel lad."."""
    return re.search(r"\b(?:i|he|she|they) (?:said|asked|goes|went|thought)\b", sentence.text,
                     re.IGNORECASE) is not None  # fmt: skip
