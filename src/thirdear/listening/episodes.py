"""The ear for relationship episodes: what was wished, what the other did, what the self did.

After the CCRT (Luborsky & Crits-Christoph 1998; relationships reference, section 1): a told
interaction with someone, cut into clauses. The parse says whose a clause is (a wish of mine, a
response of the other, a response of the self); the encoder says of which of the eight clusters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from thirdear.listening import language
from thirdear.listening.bars import bar
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon
from thirdear.listening.meaning import HEADS, Meaning
from thirdear.listening.observation import Component, Observation

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from thirdear.listening.language import ClauseFrame

_SCORED_FROM = 2.5
_GROUPS = frozenset({"institution"})
_SOMEONE = frozenset({"he", "she", "him", "her", "they", "them"})


@dataclass(frozen=True, slots=True)
class Segment:
    """One clause of the telling, and which part of an episode it can be."""

    slot: str
    span: Span


def hear(hearing: Hearing) -> None:
    """Note one `episode` where an exchange with someone is told, as far as it is complete.

    Attributes: `episode` (an id that stays when later words add to it), `figure`, `source`,
    `completeness` 1..5; the components stand beside them. Emitted from completeness 2.5 on.
    """
    earlier = _still_open(hearing)
    told = hearing.scores["episode", "episode"]
    figure = _with_whom(hearing) or (earlier.about if earlier is not None else None)
    if figure is None or told < (bar("episode", "goes_on") if earlier else bar("episode", "told")):
        return
    components = _components(hearing)
    if earlier is not None:
        components = (*earlier.components, *components)
    if not components:
        return
    slots = {c.slot for c in components}
    complete = 1.0 + 1.0 + 1.0
    complete += 0.5 * ("wish" in slots)
    complete += 0.75 * ("response_of_other" in slots) + 0.75 * ("response_of_self" in slots)
    if complete < _SCORED_FROM:
        return
    here = f"{hearing.utterance.session}.{hearing.utterance.turn}"
    start, end = hearing.whole()
    hearing.observe(
        "episode", "relationship_episode", start, end, "episodes.told", round(told, 2),
        likely=told >= bar("episode", "likely"), about=figure,
        attributes={
            "episode": str(earlier.attributes["episode"]) if earlier else here,
            "figure": figure,
            "source": _source(hearing),
            "completeness": complete,
        },
        components=components,
    )  # fmt: skip


def _still_open(hearing: Hearing) -> Observation | None:
    """Return the episode told in the client's last turn, where this one goes on with it."""
    last = hearing.context.last("client")
    if last is None:
        return None
    found = next((o for o in last.heard if o.kind == "episode"), None)
    if found is None or _with_whom(hearing) not in (None, found.about):
        return None
    return found if _any_of("opens", r"^\W*").search(hearing.text) is None else None


@cache
def _any_of(words: str, before: str = r"\b") -> re.Pattern[str]:
    """Return a pattern for any of the words of one list of the data file."""
    listed = "|".join(lexicon("episodes")[words])
    return re.compile(rf"{before}(?:{listed})\b", re.IGNORECASE)


def _with_whom(hearing: Hearing) -> str | None:
    """Return the figure spoken of most; who acts counts before who is met.

    A "he" nobody introduced is who was spoken of last, else someone: `other:1`.
    """
    weight: dict[str, float] = {}
    for i, figure in hearing.figure_at.items():
        acts = hearing.doc[i].dep_ in ("nsubj", "nsubjpass", "agent")
        rank = 0.5 if figure.partition(":")[0] in _GROUPS else 1.0
        weight[figure] = weight.get(figure, 0.0) + rank * (1.0 + acts)
    if weight:
        return max(weight, key=lambda f: weight[f])
    if not any(t.lower_ in _SOMEONE for t in hearing.doc):
        return None
    return next((f for f in hearing.context.salient if f != "therapist"), "other:1")


def _source(hearing: Hearing) -> str:
    heard = {o.kind for o in hearing.heard if o.claim == "likely"}
    if "dream" in heard:
        return "dream"
    if _any_of("fantasy").search(hearing.text):
        return "fantasy"
    early = _any_of("early").search(hearing.text)
    return "memory" if early or "memory" in heard else "waking"


def _components(hearing: Hearing) -> tuple[Component, ...]:
    found = []
    for segment in _segments(hearing):
        start, end = segment.span.start_char, segment.span.end_char
        scores = Meaning.shipped().scores_of_part(
            hearing.sense, start, end, (segment.slot, "polarity")
        )
        cluster = int(scores[segment.slot].argmax())
        if scores[segment.slot][cluster] < bar(segment.slot, "told"):
            continue
        polarity = HEADS["polarity"][int(scores["polarity"].argmax())]
        found.append(
            Component(
                slot=segment.slot,
                cluster=int(HEADS[segment.slot][cluster]),
                polarity=None if segment.slot == "wish" else polarity,
                explicit=True,
                turn=hearing.utterance.turn,
                start=start,
                end=end,
                words=hearing.utterance.text[start:end],
            )
        )
    return tuple(found)


def _segments(hearing: Hearing) -> list[Segment]:
    """Cut the telling into clauses, each with the part it can be; what is none is left out."""
    found: list[Segment] = []
    covered: set[int] = set()
    for frame in hearing.frames.values():
        if frame.head.i in covered:
            continue
        slot = _slot(hearing, frame)
        if slot is None:
            continue
        says = frame.who not in ("I", "we") and frame.head.lemma_.lower() in language.SAYING
        whole = slot == "wish" or says
        span = _extent(hearing, frame, whole=whole)
        if len(span) > 1:
            covered |= {t.i for t in span}
            found.append(Segment(slot, span))
    return found


def _slot(hearing: Hearing, frame: ClauseFrame) -> str | None:
    """Say which part of an episode a clause can be, by who acts in it."""
    subject, head = frame.subject, frame.head
    if frame.question or subject is None:
        return "response_of_self" if subject is None and head.dep_ == "ROOT" else None
    if frame.who in ("I", "we"):
        if _is_wish(head):
            return "wish"
        passive = subject.dep_ == "nsubjpass" or any(c.dep_ == "agent" for c in head.children)
        return "response_of_other" if passive else "response_of_self"
    if any(c.dep_ == "poss" and c.lower_ == "my" for c in subject.children):
        mine = hearing.figure_at.get(subject.i) is None
        return "response_of_self" if mine else "response_of_other"
    if subject.i in hearing.figure_at or subject.lower_ in ("he", "she", "they", "you"):
        return "response_of_other"
    return None


def _is_wish(head: Token) -> bool:
    words = lexicon("episodes")
    if head.lemma_.lower() in words["wishing"]:
        return True
    return any(
        t.lower_ in ("would", "'d") and head.lemma_.lower() in ("like", "love", "give")
        for t in head.children
    )


def _acts_beside(one: ClauseFrame, frame: ClauseFrame) -> bool:
    """Tell whether a clause only stands beside another and has an actor of its own."""
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in one.head.lefts)
    return one.head.dep_ == "conj" and own and one.head != frame.head


def _joined(hearing: Hearing, frame: ClauseFrame) -> set[int]:
    """Return the heads of a clause and of those that go on with its subject: "sat and held"."""
    heads = {frame.head.i}
    for one in hearing.frames.values():
        own = any(c.dep_ in ("nsubj", "nsubjpass") for c in one.head.lefts)
        if one.head.dep_ == "conj" and not own and one.head.head.i in heads:
            heads.add(one.head.i)
    return heads


def _extent(hearing: Hearing, frame: ClauseFrame, *, whole: bool) -> Span:
    """Return the clause: all that hangs on its head, or only up to the clauses within it."""
    if whole:
        others = [f.head for f in hearing.frames.values() if _acts_beside(f, frame)]
        tokens = [
            t for t in frame.head.subtree if not any(o.is_ancestor(t) or o == t for o in others)
        ]
    else:
        joined = _joined(hearing, frame)
        tokens = [t for t in frame.head.subtree if hearing.heads[t.i] in joined]
    tokens = [t for t in tokens if not (t.is_punct or t.is_space)]
    while len(tokens) > 1 and tokens[-1].dep_ in ("cc", "mark"):
        tokens.pop()
    while len(tokens) > 1 and tokens[0].dep_ in ("cc", "mark"):
        tokens.pop(0)
    first = min((t.i for t in tokens), default=frame.head.i)
    last = max((t.i for t in tokens), default=frame.head.i)
    return hearing.doc[first : last + 1]
