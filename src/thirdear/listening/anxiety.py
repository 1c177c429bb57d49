"""The ear for anxiety in the body: which channel, told of now or of then, how near overload.

Channels and bands after Davanloo/Abbass. Only what happens now moves the band that the therapist
goes by; what is told of other times is history. Where the person names another cause (rowing, wine,
a bug, joy), a sign is at most possible; only illness and its like can explain a mind that goes
blank. Medical red flags are the risk ear's, which runs first.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from thirdear.listening import language
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon
from thirdear.listening.observation import Attribute

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SPEAKING = frozenset("talk speak mention discuss describe remember imagine think".split())
_MEDICAL_KINDS = frozenset({"medical"})


def hear(hearing: Hearing) -> None:
    """Note one `anxiety` observation for each bodily sign told in a client's utterance.

    Attributes: `tense` now/then and, for what happens now, `band` tolerable/raised/over_1/over_2.
    """
    if any(o.kind == "risk" and o.code in _MEDICAL_KINDS for o in hearing.heard):
        return
    idiom = {t.i for span in hearing.said("anxiety.idiom") for t in span}
    taken: set[int] = set()
    for channel in _channels():
        for span in hearing.said(f"anxiety.{channel['code']}"):
            tokens = {t.i for t in span}
            if tokens & (taken | idiom) or any(hearing.quoted[i] for i in tokens):
                continue
            frame = hearing.frame(span.root)
            if frame.who == "other" and _anothers(hearing, frame.subject):
                continue
            taken |= tokens
            explained = _has_another_cause(hearing, channel["code"], span)
            now = frame.tense in ("now", "ahead") and not _habit(span.sent.text)
            attributes: dict[str, Attribute] = {"tense": "now" if now else "then"}
            if now:
                attributes["band"] = channel["band"]
            hearing.observe(
                "anxiety", channel["code"], span.start_char, span.end_char,
                f"anxiety.{channel['code']}", 0.4 if explained else 0.7,
                likely=not explained, attributes=attributes,
            )  # fmt: skip
    _hear_untold(hearing)


def _hear_untold(hearing: Hearing) -> None:
    """Note what the encoder proposes where no phrase of the data was said."""
    heard = {o.code for o in hearing.heard if o.kind == "anxiety"}
    for one in hearing.proposed("anxiety"):
        tokens = hearing.doc.char_span(*one.place, alignment_mode="expand")
        if one.code in heard or tokens is None or not tokens.text.strip():
            continue
        frames = [hearing.frame(t) for t in tokens if t.pos_ in ("VERB", "AUX")]
        if frames and all(f.who == "other" and _anothers(hearing, f.subject) for f in frames):
            continue
        told = [f.tense for f in frames]
        then = bool(told) and all(t == "then" for t in told)
        now = not then and not _habit(tokens.sent.text)
        attributes: dict[str, Attribute] = {"tense": "now" if now else "then"}
        if now:
            attributes["band"] = hearing.scores.best("band")[0]
        hearing.observe(
            "anxiety", one.code, tokens.start_char, tokens.end_char, "anxiety.meaning",
            one.confidence,
            likely=one.likely and not _has_another_cause(hearing, one.code, tokens),
            attributes=attributes,
        )  # fmt: skip


def _has_another_cause(hearing: Hearing, code: str, sign: Span) -> bool:
    """Tell whether the person names what else does it: in the sentence, or in one beside it.

    Beside it only where the sign's own sentence tells of nobody ("when he rang" is a cause too).
    """
    causes = hearing.said("anxiety.bodily")
    if code != "cognitive_perceptual":
        causes += [c for c in hearing.said("anxiety.cause") if not _ruled_out(hearing, c)]
    sentence = sign.sent
    of_nobody = hearing.figure_in(sentence) is None
    return any(
        cause.sent.start == sentence.start
        or (of_nobody and sentence.start == cause.sent.end)
        or (of_nobody and sentence.end == cause.sent.start)
        for cause in causes
    )


def _ruled_out(hearing: Hearing, cause: Span) -> bool:
    """Tell whether it was not that ("it's not the wine"), or only speaking of it brings it on."""
    if hearing.frame(cause.root).negated:
        return True
    node = cause.root
    for above in language.ancestors_within(node, 3):
        speaks = above.lemma_.lower() in _SPEAKING
        if above.lower_ == "about" or (node.dep_ in ("dobj", "prep") and speaks):
            return True
        node = above
    return False


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines this ear listens for, by id."""
    data = lexicon("anxiety")
    found = {f"anxiety.{c['code']}": c["say"] for c in data["channel"]}
    return {
        **found,
        "anxiety.bodily": data["vetoes"]["bodily"],
        "anxiety.cause": [line for lines in data["causes"].values() for line in lines],
        "anxiety.idiom": data["vetoes"]["idiom"],
    }


@cache
def _channels() -> list[dict[str, Any]]:
    """The channels, worst first: one sign counts once, for the worst it can mean."""
    order = ("over_2", "over_1", "raised", "tolerable")
    return sorted(lexicon("anxiety")["channel"], key=lambda c: order.index(c["band"]))


def _anothers(hearing: Hearing, subject: Token | None) -> bool:
    """Tell whether it is someone else's body: "he felt sick", "her hands were shaking"."""
    if subject is None:
        return False
    if subject.i in hearing.figure_at or subject.lower_ in ("he", "she", "they"):
        return True
    return any(c.dep_ == "poss" and c.lower_ not in ("my", "our") for c in subject.children)


def _habit(sentence: str) -> bool:
    """Tell whether it is told as a habit ("every time he rings my jaw goes tight"), not now."""
    low = sentence.lower()
    return any(
        f" {w} " in f" {low} "
        for w in (
            "every time",
            "whenever",
            "always",
            "after every",
            "usually",
            "as soon as",
            "most days",
            "every morning",
            "every night",
            "sometimes",
            "often",
        )
    )
