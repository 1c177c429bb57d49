"""Turns of speech that bear on what to say next, though no coder would count them.

They are the listener's own notes (`Reading.cues`), not observations of the contract.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.language import is_maxim
from thirdear.listening.lexicon import lexicon
from thirdear.listening.observation import Cue
from thirdear.listening.tongues import other_language

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|--|—|–)\s*$")
_STOP_ALONE = re.compile(
    r"^\W*(?:please\W+|just\W+|no\W+|ok(?:ay)?\W+)*(?P<stop>stop)"
    r"(?:\W+(?:it|this|that|now|please|there|here|talking))*\W*$",
    re.IGNORECASE,
)
_OF_OLD = frozenset({"used", "always", "would", "'d", "never", "forever"})
_ENGLISH_ENOUGH = 0.12
_ONES_OWN = frozenset({"makes_small", "others_worse", "self_attack", "left_unsaid", "laughs"})
"""Cues that tell of the person only in their own mouth."""
_NOT_REPORTED = frozenset({"thanks", "love_you", "only_you", "need_you", "approves"})
"""Cues of what is said to the chair: told of another talk ("I said thank you") they are none."""
_SAYING = frozenset({"say", "go", "shout", "mutter", "tell", "answer", "write", "text"})


def heard(hearing: Hearing) -> tuple[Cue, ...]:
    """Return the cues in a client's utterance, in text order."""
    found = [
        Cue(name.removeprefix("cue."), span.start_char, span.end_char)
        for name, spans in hearing.phrases.items() if name.startswith("cue.")
        for span in spans
        if not any(hearing.quoted[t.i] for t in span)
        and (name != "cue.stop" or _asked_of_the_chair(span))
    ]  # fmt: skip
    anothers = {hearing.text[c.start : c.end].lower() for c in found if _anothers(hearing, c)}
    found = [c for c in found if hearing.text[c.start : c.end].lower() not in anothers]
    found.extend(_sayings(hearing))
    if alone := _STOP_ALONE.match(hearing.text):
        found.append(Cue("stop", *alone.span("stop")))
    text = hearing.text
    if match := _BREAKS_OFF.search(text):
        words = text[: match.start()].rstrip()
        start = max(words.rfind(mark) for mark in ".!?,;\n") + 1
        start += len(words[start:]) - len(words[start:].lstrip())
        if 0 < len(words) - start < 60:
            found.append(Cue("broke_off", start, len(words)))
    if not_english(hearing.doc) or other_language(hearing.doc) is not None:
        found.append(Cue("not_english", 0, len(text)))
    return tuple(sorted(found, key=lambda c: (c.start, c.end)))


def _anothers(hearing: Hearing, cue: Cue) -> bool:
    """Tell whether somebody else said it: "he said fair enough"; then its echo is not one's own."""
    span = hearing.doc.char_span(cue.start, cue.end, alignment_mode="expand")
    if span is None or cue.name not in _ONES_OWN | _NOT_REPORTED:
        return False
    by = hearing.frame(span.root).said_by
    before = span[0].nbor(-1) if span.start > 0 else None
    if by is None and before is not None and before.lemma_.lower() in _SAYING:
        by = next((c for c in before.children if c.dep_ == "nsubj"), None)
    if cue.name in _NOT_REPORTED:
        return by is not None
    return by is not None and by.lower_ not in ("i", "we")


def _asked_of_the_chair(span: Span) -> bool:
    """Tell whether a wish to stop is said here and not told ("he told me to be quiet")."""
    if span[0].lower_ in ("i", "that"):
        return True
    root = span.root
    told = any(c.dep_ in ("nsubj", "nsubjpass") and c.i < span.start for c in root.children)
    return not told and root.dep_ in (
        "ROOT",
        "conj",
        "intj",
        "advmod",
        "amod",
        "advcl",
        "parataxis",
    )


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines for cues, by id."""
    found = {}
    for name, lines in lexicon("cues").items():
        found[f"cue.{name}"] = [line.removeprefix("^") for line in lines]
    return found


def things(hearing: Hearing) -> tuple[tuple[int, int], ...]:
    """Return up to four concrete things named in an utterance, as (start, end) offsets.

    Whole noun phrases with an article or "my", of two to five words, neither people nor time nor
    filler: what a person could have a picture of.
    """
    found = []
    for chunk in hearing.doc.noun_chunks:
        head = chunk.root
        if head.pos_ != "NOUN" or not _can_be_pictured(head):
            continue
        if not 2 <= len(chunk) <= 5 or chunk[0].pos_ not in ("DET", "PRON"):
            continue
        if chunk[0].lower_ not in ("the", "a", "an", "my", "her", "his", "this", "that"):
            continue
        if any(t.i in hearing.figure_at or hearing.quoted[t.i] or not t.is_alpha for t in chunk):
            continue
        found.append((chunk.start_char, chunk.end_char))
    return tuple(found[-4:])


def _can_be_pictured(head: Token) -> bool:
    dull = lexicon("things")
    low, lemma = head.lower_, head.lemma_.lower()
    return not ({low, lemma} & set(dull["dull"]) or low.endswith(tuple(dull["abstract_endings"])))


def not_english(doc: Doc) -> bool:
    """Tell whether a text of twelve words or more is hardly English: too few of its small words."""
    words = [t for t in doc if t.is_alpha or (t.text and ord(t.text[0]) > 0x2E7F)]
    if len(words) < 12:
        return bool(words) and sum(ord(c) > 0x24F for t in words for c in t.text) > 6
    return sum(t.is_stop and t.is_ascii for t in words) / len(words) < _ENGLISH_ENOUGH


def _sayings(hearing: Hearing) -> list[Cue]:
    """Find what someone from early on used to say: "my dad used to say nobody likes a whiner"."""
    found = []
    for token in hearing.doc:
        if token.lemma_.lower() not in ("say", "tell") or token.pos_ != "VERB":
            continue
        frame = hearing.frame(token)
        if frame.subject is None or not _from_early_on(hearing, frame.subject):
            continue
        near = {t.lower_ for t in hearing.doc[max(0, token.i - 3) : token.i]}
        said = next((c for c in token.rights if c.dep_ == "ccomp"), None)
        if said is None or not near & _OF_OLD:
            continue
        words = [t for t in said.subtree if not t.is_punct]
        while words and words[0].lower_ in ("that", "to"):
            words.pop(0)
        if not is_maxim(words):
            continue
        if 2 <= len(words) <= 12 and words[-1].i - words[0].i + 1 <= len(words) + 2:
            found.append(Cue("saying", words[0].idx, words[-1].idx + len(words[-1])))
    return found


def _from_early_on(hearing: Hearing, subject: Token) -> bool:
    figure = hearing.figure_at.get(subject.i)
    if figure is None:
        return False
    known = hearing.context.cast.get(figure)
    role = known.role if known is not None else figure.split(":")[0]
    return role in lexicon("people")["corners"]["past"]
