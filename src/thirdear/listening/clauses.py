"""Which of the person's own clauses could be given back to them, and turned round to "you".

"I wanted to throw the phone at him" -> "you wanted to throw the phone at him". Turning round only
changes I/me/my/mine/myself and the verb to be beside "I"; where anything else would have to
change, or the parse is doubtful, the clause is kept for quoting only (`addressed` is None).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thirdear.listening import language
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import charge
from thirdear.listening.observation import Clause

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from thirdear.listening.language import ClauseFrame

_TURNED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "am": "are", "was": "were", "'m": "'re",
}  # fmt: skip
_FIRST = frozenset({"i", "me", "my", "mine", "myself"})
_DOUBTFUL = frozenset(
    {"you", "your", "yours", "yourself", "we", "us", "our", "ours", "u", "um", "uh", "er", "erm",
     "lol", "haha", "yeah", "yes", "ok", "okay", "well", "so", "anyway", "m", "ve", "re",
     "fuck", "fucked", "fucking", "shit", "bloody", "retarded", "im", "ive", "dunno", "gonna",
     "wanna", "i.e.", "etc", "gon", "wan"}
)  # fmt: skip
_MOVING = frozenset({"go", "come", "walk", "drive", "ring", "sit", "get", "pay", "start", "move"})
_REPORTING = frozenset({"say", "tell", "ask", "mention", "text", "email"})
_NOBODY = frozenset({"nobody", "never", "alone", "everyone", "always", "nothing", "none"})
_HEDGES = frozenset({"guess", "suppose", "think", "mean", "know", "reckon"})
_WISHES = frozenset({"want", "wish", "hope", "need", "long", "hate", "love", "miss", "try"})
_LEFT_OUT = frozenset({"cc", "punct", "intj", "mark"})
_FILLS = frozenset(
    {"dobj", "acomp", "attr", "xcomp", "ccomp", "prep", "oprd", "dative", "prt", "agent", "advmod"}
)
_HUNGRY = frozenset(
    {"be", "feel", "get", "have", "make", "want", "like", "seem", "become", "do", "put", "take",
     "give", "say", "tell", "keep", "let", "need", "see", "mean", "find", "bring", "use"}
)  # fmt: skip
_THINKING = frozenset({"think", "guess", "suppose", "know", "mean", "reckon", "realise", "realize",
                       "notice", "feel", "believe", "admit", "find"})  # fmt: skip
# "I can talk to my mum" turned round is "you can talk to your mum": what someone told of themselves
# would sound like advice.
_INSTRUCTS = re.compile(
    r"(?:you|you've|you'd|you'll)(?: \w+ly)? (?:can|could|should|must|ought|may|might|better|try"
    r"|need(?: to)?|have to|has to|got to|gotta|have got to)\b(?!'t)(?! not\b)",
    re.IGNORECASE,
)
# What someone says they will do would sound like an order; "I'm a good dad", "I'm not an alcoholic"
# like a verdict from the chair.
_DECIDES = re.compile(
    r"(?:you'll|you will|you won't|you shall)\b"
    r"|you(?:'re|\ are|\ were)\ (?:\w+ )?(?:happy|glad|willing|able|ready|free)\ to\b"
    r"|you(?:'re|\ are|\ were)\ (?:(?:\w+ly|a|an|the|just|pretty|really|quite)\ )*"
    r"(?:good|great|bad|terrible|decent|nice)\b"
    r"|you(?:'re|\ are|\ were)\ (?:\w+ly\ )?(?:not|never|no)\ (?:\w+\ )?(?:a|an|the)\b",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"-\ |--|[\[\]()]|\b(\w+) \1\b|(?:'s|'re|'m)$", re.IGNORECASE)
"""Marks of a false start, a stage direction, a word twice, or an end that is none."""
_FEWEST, _MOST = 2, 12
# A sentence without an end is no sentence, and nothing in it stands alone.
_LONGEST_SENTENCE = 150


def giveable(hearing: Hearing) -> tuple[Clause, ...]:
    """Return the clauses of a client's utterance that could be given back, in text order.

    Each is 2 to 12 words, whole, neither quoted nor reported nor a question. `weight` grows with
    wish, feeling, deed toward someone and denial; at most eight of the weightiest are kept.
    """
    found = []
    for frame in hearing.frames.values():
        if len(frame.head.sent) > _LONGEST_SENTENCE:
            continue
        if frame.quoted or frame.said_by is not None or frame.question or frame.who == "you":
            continue
        if _tells_danger(hearing, frame):
            continue
        if frame.tense == "if" or frame.head.dep_ in ("relcl", "acl", "csubj", "pcomp"):
            continue
        if not _is_asserted(frame.head):
            continue
        span = _extent(hearing, frame)
        if span is None:
            continue
        found.append(
            Clause(
                start=span.start_char,
                end=span.end_char,
                quote=hearing.utterance.text[span.start_char : span.end_char],
                addressed=turned_round(span) if frame.who in ("I", "other") else None,
                subject=frame.who,
                negated=frame.negated,
                tense=frame.tense,
                weight=_weight(hearing, frame, span),
            )
        )
    found.sort(key=lambda c: -c.weight)
    return tuple(sorted(found[:8], key=lambda c: c.start))


def _is_asserted(head: Token) -> bool:
    """Tell whether the person says that a clause is so; below "I think" only what is of oneself.

    "I think I was jealous" may be given back, "I think my wife hates me" is not for us to affirm.
    """
    if language.reality(head) != "said":
        return False
    node = head
    while node.dep_ in ("conj", "ccomp", "xcomp", "oprd") and node.head.i != node.i:
        above = node.head
        if node.dep_ != "conj":
            of_oneself = _has_subject_i(node) and _has_subject_i(above)
            if above.lemma_.lower() not in _THINKING or not of_oneself:
                return False
        node = above
    return True


def _has_subject_i(verb: Token) -> bool:
    return any(c.lower_ == "i" and c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _tells_danger(hearing: Hearing, frame: ClauseFrame) -> bool:
    """Tell whether danger is told in the sentence, denied or not: that is never given back."""
    sentence = frame.head.sent
    return any(
        o.kind == "risk" and o.start < sentence.end_char and o.end > sentence.start_char
        for o in hearing.heard
    )


def turned_round(span: Span) -> str | None:
    """Turn a clause of the person's round to "you"; None where the result might be garbled."""
    out = []
    for token in span:
        low = token.lower_
        if (
            (low == "like" and token.pos_ != "VERB")
            or low in _DOUBTFUL
            or token.text in ('"', "(", ")", "[", "]", "…", "...", "-", "–", "—")
        ):
            return None
        if low in ("am", "was", "'m") and not _belongs_to_i(token):
            turned = token.text
        elif low == "ai" or (low in ("is", "'s") and _belongs_to_i(token)):
            return None
        else:
            turned = _TURNED.get(low, token.text)
        out.append(turned + (token.whitespace_ if token.i < span.end - 1 else ""))
    text = "".join(out)
    if "  " in text or "\n" in text or _BROKEN.search(text):
        return None
    return None if _INSTRUCTS.match(text) or _DECIDES.match(text) else text


def _belongs_to_i(token: Token) -> bool:
    head = token.head if token.dep_ in ("aux", "auxpass") else token
    return any(c.lower_ == "i" and c.dep_ in ("nsubj", "nsubjpass") for c in head.children)


def _extent(hearing: Hearing, frame: ClauseFrame) -> Span | None:
    """Return the whole clause without what joins it on, or None where it does not stand alone."""
    doc, head = hearing.doc, frame.head
    if head.pos_ not in ("VERB", "AUX") or frame.subject is None or frame.subject.head.i != head.i:
        return None
    outside = _left_out(head)
    tokens = [t for t in head.subtree if t.i not in outside]
    while tokens and (tokens[-1].is_punct or tokens[-1].pos_ == "CCONJ"):
        tokens.pop()
    while tokens and (
        tokens[0].is_punct
        or tokens[0].pos_ in ("CCONJ", "INTJ")
        or tokens[0].dep_ == "mark"
        or tokens[0].lower_ in ("so", "then", "that")
    ):
        tokens.pop(0)
    if not tokens or tokens[-1].i - tokens[0].i + 1 != len(tokens):
        return None
    span = doc[tokens[0].i : tokens[-1].i + 1]
    words = sum(not t.is_punct and not t.text.startswith("'") for t in span)
    if not _FEWEST <= words <= _MOST or span[0].i != frame.subject.left_edge.i:
        return None
    if (
        not _complete(head, span)
        or span[0].text.startswith("-")
        or span[-1].text.endswith("-")
        or span[-1].lower_ == "to"
        or head.lemma_ in _HEDGES
        or any(t.is_space or t.like_url or t.text == '"' for t in span)
    ):
        return None
    return (
        None
        if span[-1].pos_ in ("ADP", "DET", "PART", "SCONJ")
        and (span[-1].dep_ not in ("prt", "prep", "advmod"))
        else span
    )


def _complete(head: Token, span: Span) -> bool:
    """Tell whether the verb has what it needs in the span: "you really feel" says nothing."""
    after = [t for t in head.rights if span.start <= t.i < span.end and not t.is_punct]
    if any(t.dep_ in _FILLS for t in after):
        return all(any(True for _ in t.rights) for t in after if t.dep_ == "prep" and t.i > head.i)
    return head.lemma_ not in _HUNGRY


def _left_out(head: Token) -> set[int]:
    """Clauses joined to this one by "and", "but" or a comma are told for themselves."""
    out: set[int] = set()
    for child in head.children:
        joined = child.dep_ in ("conj", "parataxis") and child.pos_ in ("VERB", "AUX")
        beside = child.dep_ in ("ccomp", "advcl") and child.i < head.i
        trailing = child.dep_ in ("relcl", "advcl", "ccomp") and child.i > head.i
        aside = trailing and (_after_comma(child) or child.left_edge.lower_ == "if")
        if (
            joined
            or beside
            or aside
            or (child.dep_ in _LEFT_OUT and child.i > head.i and child.dep_ != "mark")
        ):
            out.update(t.i for t in child.subtree)
    return out


def _after_comma(child: Token) -> bool:
    first = child.left_edge.i
    return first > 0 and child.doc[first - 1].text == ","


def _weight(hearing: Hearing, frame: ClauseFrame, span: Span) -> float:
    """Say how much of the person is in a clause: feeling, wish, someone else, a no."""
    weight = 0.15 + 0.5 * max(charge(t.lower_) for t in span)
    if frame.who == "I":
        weight += 0.15
    if frame.head.lemma_ in _WISHES:
        weight += 0.2
    if any(
        o.kind == "feeling" and o.start < span.end_char and o.end > span.start_char
        for o in hearing.heard
    ):
        weight += 0.3
    if hearing.figure_in(list(span)) is not None:
        weight += 0.15
    if frame.negated:
        weight += 0.15
    if any(t.lower_ in _NOBODY for t in span):
        weight += 0.2
    if frame.head.lemma_ in _MOVING:
        weight -= 0.2
    if frame.head.lemma_ in _REPORTING:
        weight -= 0.3
    if span.end >= len(hearing.doc) - 2:
        weight += 0.1
    return round(min(1.0, max(0.0, weight)), 2)
