"""The ear for defences: candidate patterns from the data, then the other half, then vetoes.

Precision first (defences reference, section 5): a pattern is a candidate only; it becomes a claim
when the other half is in view (the injury that is called fine, the deed that is excused) and no
veto speaks against it. What remains doubtful is kept as possible and never spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from thirdear.listening import injuries
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span

Condition = Callable[[Hearing, "Span"], bool]

LEVELS = {
    "affiliation": 7, "altruism": 7, "anticipation": 7, "humour": 7, "self_assertion": 7,
    "self_observation": 7, "sublimation": 7, "suppression": 7, "isolation_of_affect": 6,
    "intellectualisation": 6, "undoing": 6, "repression": 5, "dissociation": 5,
    "reaction_formation": 5, "displacement": 5, "devaluation_of_self": 4,
    "devaluation_of_other": 4, "idealisation_of_self": 4, "idealisation_of_other": 4,
    "omnipotence": 4, "denial": 3, "rationalisation": 3, "projection": 3, "autistic_fantasy": 3,
    "splitting_of_self": 2, "splitting_of_other": 2, "projective_identification": 2,
    "acting_out": 1, "passive_aggression": 1, "help_rejecting_complaining": 1,
}  # fmt: skip
LIKELY = 0.6


def hear(hearing: Hearing) -> None:
    """Note one `defence` observation for each mechanism heard in a client's utterance.

    Attribute `level` is the DMRS weight 7 (mature) to 1; `claim` is likely only where the other
    half is in view and the confidence reaches 0.6.
    """
    taken: set[int] = set()
    for pattern in lexicon("defences")["pattern"]:
        for span in hearing.said(f"defence.{pattern['id']}"):
            if {t.i for t in span} & taken or not _may_be(hearing, pattern, span):
                continue
            needs = pattern.get("needs", [])
            supported = not needs or any(_holds(n, hearing, span) for n in needs)
            confidence = pattern["with"] if supported else pattern["alone"]
            if confidence < 0.35:
                continue
            taken |= {t.i for t in span}
            end = _with_closing_word(hearing, span)
            hearing.observe(
                "defence", pattern["code"], span.start_char, end, f"defence.{pattern['id']}",
                confidence,
                likely=confidence >= LIKELY,
                about=_about(hearing, span),
                attributes={"level": LEVELS[pattern["code"]]},
            )  # fmt: skip
    _hear_untold(hearing)


def _hear_untold(hearing: Hearing) -> None:
    """Note what the encoder proposes and no pattern caught; agreement makes a pattern surer."""
    for one in hearing.proposed("defences"):
        if any(o.kind == "defence" and o.code == one.code for o in hearing.heard):
            continue
        tokens = hearing.doc.char_span(*one.place, alignment_mode="expand")
        if tokens is None or not tokens.text.strip() or _anothers_words(hearing, tokens):
            continue
        hearing.observe(
            "defence", one.code, tokens.start_char, tokens.end_char, "defence.meaning",
            one.confidence,
            likely=one.likely,
            about=_about(hearing, tokens),
            attributes={"level": LEVELS[one.code]},
        )  # fmt: skip


def _anothers_words(hearing: Hearing, tokens: Span) -> bool:
    """Tell whether all of it stands between quotation marks, in someone else's mouth."""
    words = [t for t in tokens if t.is_alpha]
    return bool(words) and all(hearing.quoted[t.i] for t in words)


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines this ear listens for, by id."""
    return {f"defence.{p['id']}": p["say"] for p in lexicon("defences")["pattern"]}


def conditions() -> frozenset[str]:
    """Return the names that `needs` and `vetoes` in the data file may use."""
    return frozenset(_CONDITIONS) | frozenset(lexicon("defences")["words"])


def _may_be(hearing: Hearing, pattern: dict[str, Any], span: Span) -> bool:
    frame = hearing.frame(span.root)
    if any(hearing.quoted[t.i] for t in span) or frame.question:
        return False
    if frame.said_by is not None and frame.said_by.lower_ not in ("i", "we"):
        return False
    return not any(_holds(v, hearing, span) for v in pattern.get("vetoes", []))


def _with_closing_word(hearing: Hearing, span: Span) -> int:
    """Take the "honestly" after "It's fine," into the span: it is part of the waving away."""
    after = hearing.doc[span.end : span.end + 2]
    if len(after) == 2 and after[0].text == "," and after[1].lower_ in ("honestly", "really"):
        return after.end_char
    return span.end_char


def _about(hearing: Hearing, span: Span) -> str | None:
    inside = hearing.figure_in(list(span))
    if inside is not None:
        return inside
    return hearing.figure_in(list(reversed(list(hearing.doc[: span.start]))))


# ---- The other half, and what speaks against ------------------------------------------------


def _injury(hearing: Hearing, span: Span) -> bool:
    if any(i.start < span.end + 12 for i in injuries.told(hearing)):
        return True
    earlier = [t for t in hearing.context.recent[-4:] if t.speaker == "client"]
    return span.start <= 40 and any(t.injured for t in earlier[-2:])


def _asked_about_it(hearing: Hearing, span: Span) -> bool:
    return any(a.start < span.start for a in hearing.said("asked_about_it"))


def _own_feeling_near(hearing: Hearing, span: Span) -> bool:
    here = span.sent
    around = hearing.utterance.text[max(0, here.start_char - 90) : here.end_char + 60]
    offset = max(0, here.start_char - 90)
    return any(
        o.kind == "feeling" and o.attributes["experiencer"] == "self"
        and not o.attributes["denied"] and o.code not in ("relief",)
        and not (o.start < span.end_char and o.end > span.start_char)
        and offset <= o.start < offset + len(around)
        for o in hearing.heard
    )  # fmt: skip


def _guilt_near(hearing: Hearing, span: Span) -> bool:
    return any(o.kind == "feeling" and o.code in ("guilt", "shame") for o in hearing.heard) or (
        bool(
            re.search(
                r"\b(sorry|apologi[sz]ed?|put it right|my fault|i was wrong)\b",
                hearing.utterance.text,
                re.I,
            )
        )
    )


def _said_in(text: str, words: str) -> bool:
    return _word_pattern(words).search(text) is not None


@cache
def _word_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon('defences')['words'][name]['any'])})\b", re.I)


def _holds(name: str, hearing: Hearing, span: Span) -> bool:
    """Tell whether a condition holds: one of the functions below, or a word list of the data."""
    if name in _CONDITIONS:
        return _CONDITIONS[name](hearing, span)
    whole = lexicon("defences")["words"][name]["within"] == "utterance"
    return _said_in(hearing.text if whole else span.sent.text, name)


def _about_a_thing(hearing: Hearing, span: Span) -> bool:
    """Tell whether it is said of a thing and of nobody: "the soup doesn't matter"."""
    subject = hearing.frame(span.root).subject
    if subject is None or subject.i in hearing.figure_at:
        return False
    return subject.pos_ == "NOUN" and subject.lower_ not in ("thing", "way", "childhood")


def _personal_matter(hearing: Hearing, span: Span) -> bool:
    if _injury(hearing, span):
        return True
    return any(t.lower_ in ("i", "my", "me") for t in span.sent) and (
        hearing.figure_in(list(hearing.doc)) is not None
    )


def _harsh_word_before(hearing: Hearing, span: Span) -> bool:
    return _said_in(hearing.doc[: span.end].text, "harsh")


def _other_is_insulted(hearing: Hearing, span: Span) -> bool:
    before = hearing.doc[max(0, span.start - 2) : span.end]
    return any(t.dep_ == "neg" or t.norm_ == "not" for t in before) or any(
        t.lower_ in ("he", "she", "they", "you") for t in span
    )


def _supposed(hearing: Hearing, span: Span) -> bool:
    frame = hearing.frame(span.root)
    return (
        frame.tense == "if"
        or any(t.norm_ == "not" for t in span.root.children)
        or (frame.negated and not any(t.lower_ == "no" for t in span))
    )


def _scene_given(hearing: Hearing, span: Span) -> bool:
    """A remembered scene carries the praise: a deed of that person told in the past."""
    deeds = [
        f
        for f in hearing.frames.values()
        if f.tense == "then"
        and f.who == "other"
        and f.head.pos_ == "VERB"
        and f.head.lemma_ not in ("be", "have", "love", "say", "understand", "do", "put")
        and not (span.start <= f.head.i < span.end)
    ]
    return bool(deeds)


def _sarcasm(hearing: Hearing, span: Span) -> bool:
    return (
        re.search(
            r"\b(?:oh,? (?:he|she|yes)|of course|obviously|apparently)\b",
            span.sent.text,
            re.IGNORECASE,
        )
        is not None
    )


_CONDITIONS: dict[str, Condition] = {
    "injury": _injury,
    "asked_about_it": _asked_about_it,
    "own_feeling_near": _own_feeling_near,
    "guilt_near": _guilt_near,
    "about_a_thing": _about_a_thing,
    "personal_matter": _personal_matter,
    "harsh_word_before": _harsh_word_before,
    "other_is_insulted": _other_is_insulted,
    "supposed": _supposed,
    "scene_given": _scene_given,
    "sarcasm": _sarcasm,
}  # fmt: skip
