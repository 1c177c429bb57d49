"""The ear for people: every mention of someone, and who of all those spoken of it is.

Three steps: where someone is spoken of (`mentions`), which mentions the words tie together
(`ties`), and whom each means (`company` for terms and names, `pronouns` for he, she and they,
`address` for you). After the extraction rules for figures in the relationships reference (kin and
role terms, `poss=my`, names, second person as the other chair unless generic or quoted).
"""

from __future__ import annotations

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.address import speaks_to_other_chair
from thirdear.listening.people.company import Company
from thirdear.listening.people.mention import YOU, YOURS, Mention, scene_of
from thirdear.listening.people.mentions import find
from thirdear.listening.people.pronouns import Standing
from thirdear.listening.people.ties import Ties
from thirdear.listening.people.words import ANIMAL, SINGULAR, terms

__all__ = ["hear", "overhear", "roles"]


def roles() -> list[str]:
    """Return the roles that a figure can have, the other chair's aside."""
    return sorted({SINGULAR.get(t.role, t.role) for t in terms().values()} - {ANIMAL})


def hear(hearing: Hearing) -> None:
    """Hear every mention of a person in a client's utterance.

    Notes one `person` observation a mention (code = role, `figure`, `corner`), fills
    `figure_at` for the later ears, and notes who was met or named for the first time.
    """
    mentions = find(hearing)
    if not mentions:
        return
    ties = Ties(hearing, mentions, scene_of(hearing))
    company, standing = _meet(hearing, mentions, ties)
    if _tells_more(mentions, ties):
        company, standing = _meet(hearing, mentions, ties)
    hearing.introductions.extend(company.introductions)
    for mention in mentions:
        _note(hearing, company, mention)
    heard = set(hearing.figure_at.values())
    hearing.salient = [f for f in standing.newest_first() if f in heard]


def overhear(hearing: Hearing) -> None:
    """Hear whom the other chair speaks of, so that "she" is understood after "And your mother?".

    Nothing is noted of it but who stands out now, and who was met.
    """
    mentions = find(hearing, YOURS)
    ties = Ties(hearing, mentions, scene_of(hearing))
    company, standing = _meet(hearing, mentions, ties)
    known = set(hearing.context.cast) | {m.figures[0] for m in mentions if m.term and m.figures}
    hearing.introductions.extend(i for i in company.introductions if i.figure in known)
    heard = {figure for mention in mentions for figure in mention.figures} & known - {"therapist"}
    hearing.salient = [f for f in standing.newest_first() if f in heard]


def _meet(hearing: Hearing, mentions: list[Mention], ties: Ties) -> tuple[Company, Standing]:
    """Go through the mentions in text order and decide whom each means."""
    company = Company(hearing.context, ties.scene, set(ties.denied.values()))
    standing = Standing(hearing, company)
    addressed, sentence = False, -1
    known: dict[int, tuple[str, ...]] = {}
    for n, mention in enumerate(mentions):
        begins = hearing.doc[mention.first].sent.start
        if begins != sentence and sentence >= 0:
            standing.next_sentence()
        sentence = begins
        if mention.pronoun in YOU and hearing.utterance.speaker == "therapist":
            continue
        if mention.pronoun in YOU:
            you = hearing.doc[mention.head]
            spoken_to = speaks_to_other_chair(hearing, you, ties.scene, addressed=addressed)
            mention.figures = ("therapist",) if spoken_to else ()
            addressed = addressed or spoken_to
            continue
        if mention.unsaid and all(m.unsaid for m in ties.together(n)):
            company.spoken_of(mention)
            if mention.term is not None and mention.term.role == ANIMAL:
                standing.note(mention, ())
            continue
        group = ties.group(n)
        if group not in known:
            known[group] = _who(n, mentions, ties, company, standing)
        mention.figures = tuple(f for f in known[group] if not company.cast[f].nobody)
        if len(mention.figures) < len(known[group]):
            standing.note(mention, ())
            continue
        if mention.pronoun is not None and len(mention.figures) == 1 and mention.gender:
            company.learn_gender(mention.figures[0], mention.gender)
        company.spoken_of(mention)
        if mention.figures:
            standing.note(mention, mention.figures)
        _beside(hearing, standing, mentions, n)
    return company, standing


def _who(
    n: int, mentions: list[Mention], ties: Ties, company: Company, standing: Standing
) -> tuple[str, ...]:
    mention, together = mentions[n], ties.together(n)
    described = next((m for m in together if m.pronoun is None), None)
    if described is not None:
        if mention.pronoun is not None and ties.group(n) in ties.said_of:
            found = standing.meant_by(mention)
            if found and described.owner is not None:
                described.unsaid = True
                return found
            if found and described.term is None and described.name is not None:
                company.call(found[0], described.name)
                return found
            if found and described.term and company.may_be(found[0], described):
                ties.told.setdefault(n, described.term)
                company.tell(found[0], described)
                return found
        return company.who(mention, together, ties.told_of(n))
    found = standing.meant_by(mention)
    if found or mention.many or any(m.pronoun is None for m in mentions[:n]):
        return found
    later = ties.said_later(n)
    if later is None or any(f != "therapist" for f in standing.weight):
        return ()
    return company.who(mentions[later], ties.together(later), ties.told_of(later))


def _tells_more(mentions: list[Mention], ties: Ties) -> bool:
    """Tell whether a pronoun has told who someone named before it is: "Mum married him"."""
    more = False
    for n, mention in enumerate(mentions):
        told = ties.told_of(n)
        if mention.pronoun is None or told is None:
            continue
        for k, other in enumerate(mentions[:n]):
            if other.figures != mention.figures or ties.told_of(k) is not None:
                continue
            if other.name and not any(m.term for m in ties.together(k)):
                ties.told[k] = told
                more = True
    return more


def _beside(hearing: Hearing, standing: Standing, mentions: list[Mention], n: int) -> None:
    """Note that two are named together: "Mum and Dad"."""
    if n == 0 or mentions[n].pronoun is not None or mentions[n - 1].pronoun is not None:
        return
    left, right = mentions[n - 1], mentions[n]
    between = hearing.doc[left.last + 1 : right.first].text.lower()
    if between in ("and", "&") and len(left.figures) == len(right.figures) == 1:
        standing.pair(left.figures[0], right.figures[0])


def _note(hearing: Hearing, company: Company, mention: Mention) -> None:
    doc = hearing.doc
    if mention.unsaid:
        return
    start, end = doc[mention.said].idx, doc[mention.last].idx + len(doc[mention.last])
    for figure_id in mention.figures:
        figure = company.cast[figure_id]
        for i in range(mention.first, mention.last + 1):
            hearing.figure_at.setdefault(i, figure_id)
        hearing.observe(
            "person", figure.role, start, end, "people", 0.85,
            about=figure_id, attributes={"figure": figure_id, "corner": figure.corner},
        )  # fmt: skip
