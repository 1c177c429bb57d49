"""Hears an answer: the signs in it, the words worth keeping, and whether it is a yes or a no.

By transparent rules over the person's words and the observations of the one listener; the rules
are data (dimensions.toml, gates.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from thirdear.intake.data import matches, pattern, signs, table
from thirdear.intake.form import may_be_given_back
from thirdear.intake.state import Consultation, Piece
from thirdear.listening.context import corner_of
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Quote, Utterance
from thirdear.therapist import care

Answer = Literal["yes", "no", "unclear"]

_SENTENCE = re.compile(r"[^.!?\n]+")
_CLAUSE_MARK = re.compile(r"[.!?,;:\n]|\b(?:and|but|because|so)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no|nor|without|hardly|nobody|neither)\b|n't\b", re.IGNORECASE)
_BEFORE = 45
_TELLS = re.compile(
    r"i (?!(?:wonder|think|notice|know|guess|suppose|mean|hope|can|could|would|might|"
    r"(?:am|was)(?! (?:so |very |really )?(?:afraid|scared|ashamed|angry|furious|sad|hurt|lonely))|"
    r"don't|do|have|had|said)\b)",
    re.IGNORECASE,
)
"""A clause that tells what one does or feels, not what one thinks about it."""
_ONES_OWN = re.compile(r"(?:i|i'm|i've|my)\b(?! (?:don't know|can't say|rather|'d rather))", re.I)
_LONGEST_QUOTE, _SOME_WORDS = 16, 12
_KEPT_WORDS, _KEPT_PIECES = 2, 16
_PRONOUNS = frozenset(
    "he him his she her hers they them their we us our it you someone somebody".split()
)


def plain(text: str) -> str:
    """Return text as the data's expressions expect it: straight apostrophes, same length."""
    return text.replace("’", "'").replace("`", "'")


def place_of(expressions: Iterable[str], text: str, unless: Iterable[str] = ()) -> Quote | None:
    """Return where one of the expressions says something in `text`, not denied; None for nowhere.

    The quote is the sentence around it, or the match alone where that is long. `unless` makes the
    sentence mean something else.
    """
    found = pattern(expressions)
    if found is None:
        return None
    for match in found.finditer(text):
        start, end = _sentence(text, match.start(), match.end())
        if matches(unless, text[start:end]) or denied(text, match.start()):
            continue
        return _quoted(text, start, end, match)
    return None


def denied(text: str, at: int) -> bool:
    """Tell whether what is said at `at` is denied in its clause ("I don't hear voices")."""
    before = text[max(0, at - _BEFORE) : at]
    cut = list(_CLAUSE_MARK.finditer(before))
    return bool(_NOT.search(before[cut[-1].end() :] if cut else before))


def heard_signs(thread: str, utterance: Utterance, reading: Reading) -> dict[str, Quote | None]:
    """Return the signs heard in an answer to `thread`, with their words where words told them."""
    text = plain(utterance.text)
    found: dict[str, Quote | None] = {}
    for name, sign in signs().items():
        if sign["in"] and thread not in sign["in"]:
            continue
        if reading.words < sign.get("words", 0):
            continue
        where = _said(sign, text)
        if where is not None:
            found[name] = utterance.quote(where.start, where.end)
        elif (_listener_heard(sign["heard"], reading) and not matches(sign["unless"], text)) or (
            "words" in sign and not sign["say"] and not sign["heard"]
        ):
            found[name] = None
    return found


def with_signs(state: Consultation, found: dict[str, Quote | None]) -> dict[str, tuple[Quote, ...]]:
    """Return the signs of the conversation with these added."""
    signs_so_far = dict(state.signs)
    for name, quote in found.items():
        known = signs_so_far.get(name, ())
        more = (quote,) if quote is not None and quote not in known else ()
        signs_so_far[name] = (*known, *more)[:_KEPT_WORDS]
    return signs_so_far


def answered(text: str, *, strict: bool = False) -> Answer:
    """Hear a plain answer; with `strict`, "not really" is no plain no."""
    said, answers = plain(text).strip(), table("gates")["answers"]
    if matches(answers["neither"], said):
        return "unclear"
    doubt = matches(answers["doubt"], said) is not None
    if matches(answers["no"], said):
        weak = strict and matches(answers["life_doubt"], said)
        return "unclear" if doubt or weak else "no"
    if matches(answers["yes"], said):
        return "yes"
    return "no" if care.heard_as(text) == "no" else "unclear"


def doubtful(text: str) -> bool:
    """Tell whether a yes or no has a doubt in it ("yes, but")."""
    return matches(table("gates")["answers"]["doubt"], plain(text)) is not None


def clears_life(text: str) -> bool:
    """Tell whether an answer to the question of life is a plain no; whatever else it is, it is not.

    As strict as the care flow's own ear, or a no at the beginning with no doubt behind it.
    """
    said, answers = plain(text).strip(), table("gates")["answers"]
    first, _, rest = said.replace("!", ".").partition(".")
    bare = care.heard_as(first) == "no" and not matches(answers["after_no"], rest)
    if care.heard_as(text) == "no" or bare:
        return True
    if care.heard_as(text) == "yes" or matches((*answers["doubt"], *answers["life_doubt"]), said):
        return False
    return matches(answers["life_no"], said) is not None


def best_words(utterance: Utterance, reading: Reading) -> Quote | None:
    """Return the words of an answer that stand for it best: exact, and short enough to show."""
    clauses = [
        c for c in reading.clauses
        if c.weight >= 0.3 and len(c.quote.split()) <= _LONGEST_QUOTE
        and may_be_given_back(c.quote)
    ]  # fmt: skip
    if clauses:
        best = max(clauses, key=lambda c: c.weight)
        return utterance.quote(best.start, best.end)
    for match in _SENTENCE.finditer(utterance.text):
        start, end = _trimmed(utterance.text, match.start(), match.end())
        words = utterance.text[start:end]
        if 1 < len(words.split()) <= _LONGEST_QUOTE and may_be_given_back(words):
            return utterance.quote(start, end)
    return None


def fresh_words(words: Quote | None) -> Quote | None:
    """Return an answer's words if they can be given back right away: about oneself, and telling."""
    return words if words is not None and _ONES_OWN.match(plain(words.quote)) else None


def whole_words(utterance: Utterance, at_most: int) -> Quote | None:
    """Return the first sentence of an utterance, if it is short enough to be given back."""
    for match in _SENTENCE.finditer(utterance.text):
        start, end = _trimmed(utterance.text, match.start(), match.end())
        words = utterance.text[start:end]
        if 2 < len(words.split()) <= at_most and may_be_given_back(words):
            return utterance.quote(start, end)
    return None


def pieces(state: Consultation, utterance: Utterance, reading: Reading) -> tuple[Piece, ...]:
    """Return the clauses about oneself that could be set beside another, with these added."""
    found = [
        Piece(utterance.quote(c.start, c.end), c.weight, state.open,
              _who(utterance.text, c.start, reading))
        for c in sorted(reading.clauses, key=lambda c: -c.weight)
        if _TELLS.match(c.quote) and 2 <= len(c.quote.split()) <= 9
        and c.weight >= 0.1 and may_be_given_back(c.quote) and "," not in c.quote
    ][:3]  # fmt: skip
    return (*state.pieces, *found)[-_KEPT_PIECES:]


def own(observation: Observation) -> bool:
    """Tell whether an observation is about the speaker and not denied."""
    told = observation.attributes
    return told.get("experiencer", "self") == "self" and not told.get("denied", False)


def _said(sign: dict[str, Any], text: str) -> Quote | None:
    if not sign.get("negated"):
        return place_of(sign["say"], text, sign["unless"])
    match = matches(sign["say"], text)
    if match is None:
        return None
    start, end = _sentence(text, match.start(), match.end())
    if matches(sign["unless"], text[start:end]):
        return None
    return _quoted(text, start, end, match)


def _listener_heard(kinds: list[str], reading: Reading) -> bool:
    for kind_and_code in kinds:
        kind, _, code = kind_and_code.partition(":")
        if any((not code or o.code == code) and own(o) for o in reading.of(kind)):
            return True
    return False


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max((text.rfind(mark, 0, start) for mark in ".!?\n"), default=-1) + 1
    ends = [e for e in (text.find(mark, end) for mark in ".!?\n") if e >= 0]
    return _trimmed(text, begin, min(ends, default=len(text)))


def _quoted(text: str, start: int, end: int, match: re.Match[str]) -> Quote:
    """Quote the sentence, or where it is long some words of it from the match on."""
    if len(text[start:end].split()) > _LONGEST_QUOTE:
        words = [m.end() for m in re.finditer(r"\S+", text[match.start() : end])]
        start, end = _trimmed(text, match.start(), match.start() + words[:_SOME_WORDS][-1])
    if end <= start:
        start, end = match.start(), max(match.end(), match.start() + 1)
    return Quote("", 0, 0, start, end, text[start:end])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum() or text[start] in "£$€"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "%)"):
        end -= 1
    return start, end


def _who(text: str, at: int, reading: Reading) -> str:
    """Return who a clause is told about, as the chair would name them: "your boss", "Anna"."""
    start, end = _sentence(text, at, at + 1)
    people = [
        o for o in reading.of("person")
        if start <= o.start < end and o.quote.lower() not in _PRONOUNS
        and o.code != "therapist" and corner_of(o.code) == "C"
    ]  # fmt: skip
    if not people:
        return ""
    nearest = min(people, key=lambda o: abs(o.start - at)).quote
    nearest = re.sub(r"^(?:my|the|our|a) ", "", nearest, flags=re.IGNORECASE)
    if not re.fullmatch(r"[\w' -]{2,24}", nearest) or not may_be_given_back(nearest):
        return ""
    return nearest if nearest[0].isupper() else f"your {nearest}"
