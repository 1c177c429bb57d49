"""The ear for what the other chair does: which intervention an utterance of the therapist's is.

Codes and depths of the technique reference (after PIRS, CPPS and FEST's grading). The encoder
proposes, knowing what the client had just said; plain forms (a nod, the time, a question) are
settled by words. Every utterance of a therapist gets one code at least.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon

_ALSO = 0.3
"""From which score a second code is heard beside the strongest."""


def hear(hearing: Hearing) -> None:
    """Note one `intervention` (now and then two) over a therapist's utterance, with `depth`."""
    text = hearing.text
    words = text.strip()
    if not words:
        return
    start = text.index(words)
    settled = _settled(words)
    found = [(settled, 0.9)] if settled else _proposed(hearing, words)
    for code, score in found:
        hearing.observe(
            "intervention", code, start, start + len(words),
            "interventions.form" if settled else "interventions.meaning",
            round(score, 2), attributes={"depth": depth(code, hearing)},
        )  # fmt: skip


def _proposed(hearing: Hearing, words: str) -> list[tuple[str, float]]:
    """Return the strongest code, and a second where it is strong too.

    What plainly asks is no statement: a code that only states gives way to the strongest that
    can ask.
    """
    ranked = hearing.scores.above("intervention", 0.0)
    if _asking().search(words):
        states = set(lexicon("interventions")["asking"]["never"])
        ranked = [c for c in ranked if c[0] not in states]
    return [ranked[0], *(c for c in ranked[1:2] if c[1] >= _ALSO)]


@cache
def _asking() -> re.Pattern[str]:
    data = lexicon("interventions")["asking"]
    opens = "|".join(data["opens"])
    last = rf"(?:^|[.!?,;] |\b(?:and|so|but) )(?:{opens})\b[^.!?]*\?\W*$"
    return re.compile(last, re.IGNORECASE)


def codes() -> list[str]:
    """Return the codes this ear can give."""
    return sorted(lexicon("interventions")["depth"])


def depth(code: str, hearing: Hearing) -> float:
    """Return the depth (0 to 5) of an intervention: its kind's, more where it reaches further."""
    base: float = lexicon("interventions")["depth"][code]
    deeper = lexicon("interventions")["deeper"].get(code)
    if deeper and re.search(rf"\b(?:{'|'.join(deeper['words'])})\b", hearing.text, re.I):
        return float(deeper["depth"])
    return base


def _settled(words: str) -> str | None:
    """Return the code that an utterance's form alone settles, if it does."""
    low = words.lower().strip(" .,!…")
    return next((code for code, form in _forms() if form.fullmatch(low)), None)


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    entries: list[dict[str, Any]] = lexicon("interventions")["form"]
    return [(e["code"], re.compile("|".join(f"(?:{w})" for w in e["whole"]))) for e in entries]
