"""The ear for a shift: the talk leaves one subject and lands on another.

What comes next to what is the raw material of free association. A shift needs both a break in
what is spoken of and a word that turns away, or a break right after something that hurt.
"""

from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon

_WARM = frozenset({"feeling", "defence", "anxiety"})


def hear(hearing: Hearing) -> None:
    """Note one `shift` observation where a client's utterance turns to another subject.

    The span runs from the word that turns away to the end of the sentence it lands in.
    """
    sentences = list(hearing.doc.sents)
    for span in hearing.said("shift.opening"):
        at = next(n for n, s in enumerate(sentences) if s.start <= span.start < s.end)
        if span.start - sentences[at].start > 1:
            continue
        landing = at
        if sentences[at].end - span.end <= 2 and at + 1 < len(sentences):
            landing = at + 1
        after = topics(hearing, span.end, sentences[landing].end)
        if not after or after & _before(hearing, span.start):
            continue
        warm = _was_warm(hearing, span.start_char)
        hearing.observe(
            "shift", "shift", span.start_char, sentences[landing].end_char, "shifts.opening",
            0.8 if warm else 0.65,
            attributes={"after_warm": warm},
        )  # fmt: skip
        return
    for one in hearing.proposed("scenes"):
        if one.code == "shift":
            start, end = hearing.whole()
            hearing.observe(
                "shift", "shift", start, end, "shifts.meaning", one.confidence, likely=one.likely,
                attributes={"after_warm": _was_warm(hearing, start)},
            )  # fmt: skip


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines this ear listens for, by id."""
    return {"shift.opening": lexicon("shifts")["opening"]}


def topics(hearing: Hearing, first: int, end: int) -> set[str]:
    """Return what tokens `first` to `end` speak of: lemmas of their nouns, names and figures."""
    found = set()
    for token in hearing.doc[first:end]:
        if token.i in hearing.figure_at:
            found.add(hearing.figure_at[token.i])
        elif token.pos_ in ("NOUN", "PROPN") and not token.is_stop and len(token) > 2:
            found.add(token.lemma_.lower())
    return found


def _before(hearing: Hearing, token: int) -> set[str]:
    earlier = topics(hearing, 0, token)
    for turn in hearing.context.recent[-4:]:
        if turn.speaker == "client":
            earlier |= set(turn.topics)
    return earlier - {"therapist"}


def _was_warm(hearing: Hearing, start: int) -> bool:
    if any(o.kind in _WARM and o.end <= start for o in hearing.heard):
        return True
    last = hearing.context.last("client")
    return start < 12 and last is not None and any(o.kind in _WARM for o in last.heard)
