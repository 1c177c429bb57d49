"""The ear for danger: to the person's life, to others, and states that need a human first.

Signs and idioms are phrases in a data file; the parse says whose, when and whether denied. What
nobody put in those words ("I've fed the cat, put the spare key through Maureen's door") is
proposed by the encoder, which only ever adds: no score silences a sign. Recall comes first; what
is doubtful is claimed and asked about. A denied, past or other person's danger is said as such.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from thirdear.listening import language
from thirdear.listening.bars import Proposal, bar, proposals
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon
from thirdear.listening.meaning import Scores

if TYPE_CHECKING:
    from spacy.tokens import Span

_ORDER = ("low", "moderate", "high", "imminent")
_PAST_DEED = frozenset({"tried", "attempted", "took", "overdosed", "taken", "attempt"})
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
_LONG_AGO = re.compile(
    rf"\b(?:when i was|i was (?:like |only |about |just )?(?:\d{{1,2}}|{_SMALL})\b|years? ago|"
    r"as a (?:child|kid|teenager|student)|in my (?:teens|twenties)|back (?:then|in)|"
    r"at (?:school|uni|university|college)|in (?:19|20)\d\d|once,|at the age of|used to)\b",
    re.IGNORECASE,
)
_MORE_LIKELY_THAN_NOT = 0.5
_FEWEST_WORDS, _SHORT = 5, 10
_NOW = re.compile(r"\b(?:now|tonight|today|still|again|lately|these days|right now)\b", re.I)


def hear(hearing: Hearing) -> None:
    """Note one `risk` observation for each sign of danger in a client's utterance.

    Attributes: `tense` now/then, `experiencer` self/other, `denied`, `urgency`
    low/moderate/high/imminent. Denied, long past or another's danger has urgency low.
    """
    harmless = {t.i for span in hearing.said("risk.harmless") for t in span}
    others = {t.i for span in hearing.said("risk.others_past") for t in span}
    taken: dict[str, set[int]] = {}
    for sign in _signs():
        for span in hearing.said(f"risk.{sign['id']}"):
            tokens = {t.i for t in span}
            if tokens & harmless and not _still_grave(tokens, harmless):
                continue
            if "unless" in sign and re.search(sign["unless"], span.sent.text, re.IGNORECASE):
                continue
            if tokens & taken.get(sign["code"], set()):
                continue
            taken.setdefault(sign["code"], set()).update(tokens)
            _tell(hearing, sign, span, by_other=bool(tokens & others))
    _hear_untold(hearing, harmless)


def _hear_untold(hearing: Hearing, harmless: set[int]) -> None:
    """Note the danger that the encoder proposes and no sign told: grave, or less than that.

    One code, and a second of another family only where it is nearly sure. What was said before
    counts only where it asked about danger ("Do you have a way?" "Under the sink."); else a word
    or two mean nothing.
    """
    answers = _answers_about_danger(hearing)
    if not answers and sum(t.is_alpha for t in hearing.doc) < _FEWEST_WORDS:
        return
    scores = hearing.scores if answers else hearing.danger_alone
    tokens = hearing.doc.char_span(*scores.places["risk"], alignment_mode="expand")
    if tokens is None or not tokens.text.strip() or any(t.i in harmless for t in tokens):
        return
    signs = [o for o in hearing.heard if o.kind == "risk"]
    if any(o.start < tokens.end_char and tokens.start_char < o.end for o in signs):
        return
    grave = next((g for g in proposals("grave", scores) if g.code == "grave"), None)
    proposed = proposals("risk", scores)
    families = {_family(o.code) for o in signs}
    for n, one in enumerate(proposed):
        if _family(one.code) in families or (n and one.score < bar("risk", "second")):
            continue
        families.add(_family(one.code))
        _propose(hearing, one, grave if n == 0 else None, scores, tokens)
    if grave and grave.score >= bar("grave", "alone") and not proposed and not signs:
        code, _ = scores.best("risk")
        _propose(hearing, replace(grave, code=code), grave, scores, tokens)


def _propose(
    hearing: Hearing, one: Proposal, grave: Proposal | None, scores: Scores, tokens: Span
) -> None:
    by_other, then, denied = (
        scores["grave", name] >= _MORE_LIKELY_THAN_NOT for name in ("of_other", "then", "denied")
    )
    by_other = by_other or _told_of_another(hearing, tokens)
    mine = not (by_other or then or denied)
    is_grave = grave is not None and grave.score >= bar("grave", "high")
    enough = "seconded_short" if len(hearing.doc) < _SHORT else "seconded"
    second_opinion = grave is not None and grave.likely and one.score >= bar("risk", enough)
    by_itself = grave is not None and grave.score >= bar("grave", "alone")
    sure = grave if grave and mine and (by_itself or second_opinion) else one
    hearing.observe(
        "risk", one.code, tokens.start_char, tokens.end_char, "risk.meaning", sure.confidence,
        likely=sure.likely,
        attributes={
            "tense": "then" if then else "now",
            "experiencer": "other" if by_other else "self",
            "denied": denied,
            "urgency": ("high" if is_grave else "moderate") if mine else "low",
        },
    )  # fmt: skip


def _told_of_another(hearing: Hearing, tokens: Span) -> bool:
    """Tell whether somebody else acts in all of it, and nothing in it is the speaker's own."""
    told = tokens.sent if len(tokens) < len(tokens.sent) else tokens
    if any(t.lower_ in ("i", "me", "my", "myself", "we", "us", "our") for t in told):
        return False
    frames = [hearing.frame(t) for t in told if t.pos_ in ("VERB", "AUX")]
    return bool(frames) and all(f.who == "other" for f in frames)


def _family(code: str) -> str:
    """Return what codes are readings of the same: the forms of suicide are one."""
    return code.partition("_")[0]


def _answers_about_danger(hearing: Hearing) -> bool:
    """Tell whether it answers a question about danger, and not with a no."""
    last = hearing.context.recent[-1] if hearing.context.recent else None
    asked = last is not None and last.act == "danger_question"
    return asked and not lexicon_pattern("answers_no").match(hearing.text.strip())


@cache
def lexicon_pattern(name: str) -> re.Pattern[str]:
    """Return one of the word lists of the data as a pattern, matched anywhere in a text."""
    return re.compile(rf"\b(?:{'|'.join(lexicon('risk')['words'][name])})", re.IGNORECASE)


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines this ear listens for, by id."""
    data = lexicon("risk")
    return {
        **signs(),
        "risk.harmless": data["idioms"]["harmless"],
        "risk.others_past": data["idioms"]["others_past"],
    }


def signs() -> dict[str, list[str]]:
    """Return the phrase lines that tell of danger, by id, without what makes them harmless."""
    return {f"risk.{sign['id']}": sign["say"] for sign in lexicon("risk")["sign"]}


@cache
def _signs() -> list[dict[str, Any]]:
    """The signs, gravest first, so that the graver of two readings of a phrase is kept."""
    return sorted(lexicon("risk")["sign"], key=lambda s: -_ORDER.index(s["urgency"]))


def _still_grave(tokens: set[int], harmless: set[int]) -> bool:
    return len(tokens & harmless) < len(tokens) / 3


def _tell(hearing: Hearing, sign: dict[str, Any], span: Span, *, by_other: bool) -> None:
    experiencer = "other" if by_other else _experiencer(hearing, span)
    if sign.get("self") and hearing.frame(span.root).said_by is None:
        experiencer = "self"
    denied = _denied(hearing, span)
    then = _is_past(hearing, sign, span)
    urgency = sign["urgency"]
    if experiencer == "other" or denied:
        urgency = "low"
    elif then:
        urgency = "moderate" if _ORDER.index(urgency) >= 2 and sign["code"] != "abuse" else "low"
    hearing.observe(
        "risk", sign["code"], span.start_char, span.end_char, f"risk.{sign['id']}",
        0.6 if urgency == "low" else 0.85,
        attributes={
            "tense": "then" if then else "now",
            "experiencer": experiencer,
            "denied": denied,
            "urgency": urgency,
        },
    )  # fmt: skip


def _experiencer(hearing: Hearing, span: Span) -> str:
    low = {t.lower_ for t in span}
    if low & {"i", "me", "my", "myself", "kms"} and not any(hearing.quoted[t.i] for t in span):
        frame = hearing.frame(span.root)
        said_by = frame.said_by
        if said_by is None or said_by.i > span.start or said_by.lower_ in ("i", "we"):
            return "self"  # "I want to die, my mum goes to bed early": nobody reports it
        return "self" if low & {"myself", "me"} and frame.who == "I" else "other"
    if any(hearing.quoted[t.i] for t in span):
        return "other" if _quoted_of_another(hearing, span) else "self"
    frame = hearing.frame(span.root)
    subject = frame.subject
    if subject is None or subject.lower_ in ("i", "we", "it", "that", "this", "you"):
        return "self"
    known = subject.i in hearing.figure_at or subject.lower_ in ("he", "she", "they", "who")
    return "other" if known else "self"


def _quoted_of_another(hearing: Hearing, span: Span) -> bool:
    """Tell whether a quotation has another speaker: 'my brother said "I want to die"'.

    Without one, the marks are the person's own (a word held at arm's length, a thought).
    """
    for token in span.sent:
        if hearing.quoted[token.i] or token.lemma_.lower() not in language.SAYING:
            continue
        subject = language.subject_of(token)
        if subject is not None and subject.lower_ not in ("i", "we"):
            return True
    return False


def _denied(hearing: Hearing, span: Span) -> bool:
    denial = lexicon("risk")["denial"]
    said = span.text.lower()
    if any(said.startswith(words) or f" {words}" in f" {said}" for words in denial["is_negative"]):
        return False
    frame = hearing.frame(span.root)
    start = max(span.sent.start, span.start - 6)
    before = [t.lower_ for t in hearing.doc[start : span.start]]
    norms = [t.norm_ for t in hearing.doc[start : span.start]]
    if "but" in before:
        cut = len(before) - before[::-1].index("but")
        before, norms = before[cut:], norms[cut:]
    negatives = set(denial["before"]) | {"not"}
    negated = bool(negatives & set(before) or "not" in norms)
    unsure = {"know", "sure", "stop", "help", "promise", "just", "only", "mind", "care"} & set(
        before
    )
    return negated and not unsure and not frame.question


def _is_past(hearing: Hearing, sign: dict[str, Any], span: Span) -> bool:
    sentence = span.sent.text
    if _LONG_AGO.search(sentence) and not _NOW.search(sentence):
        return True
    frame = hearing.frame(span.root)
    if sign["urgency"] == "imminent" or frame.tense != "then":
        return False
    # A wish told in the past tense is past; a deed told in the past tense may be last night's.
    wish = sign["code"] in ("suicide_active", "suicide_passive", "psychosis", "mania")
    return wish and not _NOW.search(sentence)
