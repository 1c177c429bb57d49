"""The ear for feelings: which, whose, toward whom, denied, now or then.

Twenty codes (the contract's). A feeling word comes from the data file; who feels it, toward whom
and whether it is denied come from the parse. What is felt without a feeling word ("They had laid
the table for three. There are four of us.") is proposed by the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from thirdear.listening import language
from thirdear.listening.hearing import Hearing
from thirdear.listening.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_TOWARD = frozenset({"at", "with", "toward", "towards", "about", "for", "of", "to", "by", "over"})
_MY = frozenset({"my", "mine", "our"})
_ME = frozenset({"me", "us", "myself"})
_LINKING = frozenset(
    {"be", "feel", "get", "become", "look", "seem", "sound", "make", "leave", "keep", "stay", "go",
     "'m", "m", "re", "s"}
)  # fmt: skip
# As with the phrases: a hurried "im sad" loses the lemma of the verb, not its place.
_HYPOTHETICAL = frozenset({"if", "ahead"})
_MORE_LIKELY_THAN_NOT = 0.5
_BESIDE_ANOTHER = 0.97  # score from which a second feeling is claimed where one is heard already
_UNWORDED = 0.6  # intensity where no word tells it: the corpus's usual


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a feeling word: the code, how strong, and in which grammatical part."""

    code: str
    strength: float


@dataclass(frozen=True, slots=True)
class Felt:
    """Where a feeling stands in the text, before it is known whose it is."""

    sense: Sense
    span: Span
    word: Token
    part: str


def hear(hearing: Hearing) -> None:
    """Note one `feeling` observation for each feeling told in words in a client's utterance.

    Attributes: `experiencer` self/other, `denied`, `tense` now/then, `intensity` 0..1; `about` is
    the figure toward whom it is felt. A feeling in the mouth of another, in an idiom, in general
    talk or in a mere supposition is not claimed.
    """
    silenced = {t.i for span in hearing.said("idiom") for t in span}
    taken: set[int] = set()
    for felt in sorted(
        _said(hearing) + _worded(hearing), key=lambda f: (-len(f.span), f.span.start)
    ):
        tokens = {t.i for t in felt.span}
        if tokens & taken or (felt.part != "said" and tokens & silenced):
            continue
        if any(hearing.quoted[i] for i in tokens) or _done_to_oneself(felt.word):
            continue
        taken |= tokens
        _tell(hearing, felt)
    _hear_unworded(hearing)


def _hear_unworded(hearing: Hearing) -> None:
    """Note the feelings that the encoder proposes and no word told."""
    worded = [o for o in hearing.heard if o.kind == "feeling"]
    idiom = {t.i for span in hearing.said("idiom") for t in span}
    for n, one in enumerate(hearing.proposed("feelings")):
        tokens = hearing.doc.char_span(*one.place, alignment_mode="expand")
        if tokens is None or not tokens.text.strip() or any(o.code == one.code for o in worded):
            continue
        if any(t.i in idiom for t in tokens):
            continue
        beside = any(o.start < tokens.end_char and tokens.start_char < o.end for o in worded)
        other = hearing.scores["telling", "other"] >= _MORE_LIKELY_THAN_NOT
        hearing.observe(
            "feeling", one.code, tokens.start_char, tokens.end_char, "feelings.meaning",
            one.confidence,
            likely=one.likely and (one.score >= _BESIDE_ANOTHER or not (n or beside)),
            about=None if other else _met(hearing, tokens),
            attributes={
                "experiencer": "other" if other else "self",
                "denied": hearing.scores["telling", "denied"] >= _MORE_LIKELY_THAN_NOT,
                "tense": "then" if _told_as_past(hearing, tokens) else "now",
                "intensity": _UNWORDED,
            },
        )  # fmt: skip


def _met(hearing: Hearing, tokens: Span) -> str | None:
    """Return the figure that the telling is about: in its own words, else in the utterance."""
    here = hearing.figure_in(list(tokens)) or hearing.figure_in(list(hearing.doc))
    return here if here != "therapist" else None


def _told_as_past(hearing: Hearing, tokens: Span) -> bool:
    told = [hearing.frame(t).tense for t in tokens if t.pos_ in ("VERB", "AUX")]
    if not told:
        return hearing.scores["telling", "then"] >= _MORE_LIKELY_THAN_NOT
    return told.count("then") > len(told) / 2


def phrases() -> dict[str, list[str]]:
    """Return the phrase lines this ear listens for, by id."""
    data = lexicon("feelings")
    found = {f"feeling.{code}": entry["said"] for code, entry in data.items() if "said" in entry}
    return {**found, "idiom": data["idioms"]["not_a_feeling"]}


@cache
def _senses() -> dict[str, dict[str, Sense]]:
    table: dict[str, dict[str, Sense]] = {"is": {}, "does": {}, "makes": {}, "thing": {}}
    for code, entry in lexicon("feelings").items():
        for part, words in table.items():
            for word, strength in entry.get(part, {}).items() if code != "strength" else ():
                words[word] = Sense(code, strength)
    return table


def _said(hearing: Hearing) -> list[Felt]:
    return [
        Felt(Sense(name.removeprefix("feeling."), 0.75), span, span.root, "said")
        for name, spans in hearing.phrases.items() if name.startswith("feeling.")
        for span in spans
    ]  # fmt: skip


def _worded(hearing: Hearing) -> list[Felt]:
    found = []
    senses = _senses()
    for token in hearing.doc:
        low, lemma = token.lower_, token.lemma_.lower()
        if token.pos_ == "VERB":
            lemma = _with_silent_e(low, lemma, senses)
        part = None
        if low in senses["is"] and _describes(token):
            part, sense = "is", senses["is"][low]
        elif token.pos_ == "VERB" and lemma in senses["makes"] and _done_to_someone(token):
            part, sense = "makes", senses["makes"][lemma]
        elif token.pos_ == "VERB" and lemma in senses["does"] and token.dep_ != "amod":
            part, sense = "does", senses["does"][lemma]
        elif token.pos_ == "NOUN" and (low in senses["thing"] or lemma in senses["thing"]):
            part, sense = "thing", senses["thing"].get(low) or senses["thing"][lemma]
        if part is not None:
            found.append(Felt(sense, hearing.doc[token.i : token.i + 1], token, part))
    return found


def _with_silent_e(low: str, lemma: str, senses: dict[str, dict[str, Sense]]) -> str:
    """Return the verb itself where the parser loses its last letter ("hated" is not "to hat")."""
    whole = f"{lemma}e"
    known = whole in senses["does"] or whole in senses["makes"]
    return whole if known and low in (f"{whole}s", f"{whole}d", f"{lemma}ing") else lemma


def _describes(token: Token) -> bool:
    """Tell whether an adjective is said of someone, and is not the colour of a car."""
    if token.pos_ not in ("ADJ", "VERB", "ADV", "NOUN", "ADP"):
        return False
    if token.dep_ in ("amod", "compound", "prt", "prep"):
        return False
    if token.dep_ in (
        "acomp",
        "attr",
        "oprd",
        "ccomp",
        "ROOT",
        "conj",
        "advcl",
        "xcomp",
        "advmod",
        "dep",
        "nsubj",
        "dobj",
        "acl",
        "intj",
        "npadvmod",
    ):
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBP", "VB", "VBZ"):
            return False
        return token.pos_ in ("ADJ", "VERB") or token.head.lemma_.lower() in _LINKING
    return False


def _done_to_someone(token: Token) -> bool:
    return any(c.dep_ in ("dobj", "nsubjpass") for c in token.children)


def _done_to_oneself(word: Token) -> bool:
    """Tell an injury from a feeling: "I fell and hurt myself" (on purpose is the risk ear's)."""
    return any(c.dep_ == "dobj" and c.lower_ == "myself" for c in word.children)


def _tell(hearing: Hearing, felt: Felt) -> None:
    frame = hearing.frame(felt.word)
    experiencer, figure = _experiencer(hearing, felt)
    if experiencer is None or (
        frame.said_by is not None and frame.said_by.lower_ not in ("i", "we")
    ):
        return
    if frame.question and frame.who == "you":
        return
    reality = language.reality(frame.head)
    supposed = frame.tense in _HYPOTHETICAL or reality == "imagined"
    toward = _toward(hearing, felt, figure) or _in_view(hearing, felt.word, experiencer, figure)
    start = felt.span.start_char
    hearing.observe(
        "feeling", felt.sense.code, start, felt.span.end_char, f"feelings.{felt.part}",
        0.5 if supposed else 0.8,
        likely=not supposed,
        about=toward,
        attributes={
            "experiencer": experiencer,
            "denied": _denied(hearing, felt) or reality == "denied",
            "tense": "then" if frame.tense == "then" else "now",
            "intensity": _intensity(felt),
        },
    )  # fmt: skip


def _experiencer(hearing: Hearing, felt: Felt) -> tuple[str | None, str | None]:
    """Say who feels it: ("self"|"other"|None for nobody in particular, figure id or None)."""
    word = felt.word
    if felt.part == "makes":
        felt_by = next((c for c in word.children if c.dep_ in ("dobj", "nsubjpass")), None)
    elif felt.part == "thing":
        felt_by = next((c for c in word.children if c.dep_ == "poss"), None)
        felt_by = felt_by or _made(word) or hearing.frame(word).subject
    else:
        felt_by = _made(word) or hearing.frame(word).subject
    if felt_by is None:
        return ("self" if _speaks_elliptically(hearing, felt) else None), None
    low = felt_by.lower_
    if low in ("i", "we") or low in _MY or low in _ME:
        return "self", None
    figure = hearing.figure_at.get(felt_by.i)
    if figure is not None and figure != "therapist":
        return "other", figure
    if felt.part in ("said", "thing") and low in ("it", "that", "this", "there"):
        return "self", None
    if felt_by.i == word.i and any(c.lower_ in ("the", "this", "that") for c in word.children):
        return "self", None
    if felt_by.pos_ in ("PRON", "PROPN") and low in ("he", "she", "they", "everyone", "who"):
        return "other", None
    if felt.part == "said":
        return "self", None
    return None, None


def _in_view(hearing: Hearing, word: Token, experiencer: str, figure: str | None) -> str | None:
    """Return whom the sentence sets beside the feeling where grammar does not say toward whom."""
    sentence = list(word.sent)
    if experiencer == "other":
        return "self" if any(t.lower_ in ("i", "me", "my") for t in sentence) else None
    if any(t.lower_ == "myself" for t in sentence):
        return "self"
    after = hearing.figure_in([t for t in sentence if t.i > word.i])
    return after or hearing.figure_in(sentence)


def _made(word: Token) -> Token | None:
    """Return who is made to feel it: "she makes me sad", "it left him empty"."""
    head = word.head
    if head.lemma_.lower() not in ("make", "leave", "get", "drive", "have"):
        return None
    return next(
        (
            c
            for c in (*word.lefts, *head.rights)
            if c.dep_ in ("nsubj", "dobj") and c.i < word.i and c.i > head.i
        ),
        None,
    )


def _speaks_elliptically(hearing: Hearing, felt: Felt) -> bool:
    """Tell whether the subject left out is the one who speaks: "Angry, I suppose."."""
    return felt.word.dep_ in ("ROOT", "conj", "ccomp", "amod", "intj", "dep") or (
        felt.part == "said" and not hearing.frame(felt.word).subject
    )


def _toward(hearing: Hearing, felt: Felt, experiencer: str | None) -> str | None:
    word = felt.word
    for child in word.rights:
        if child.dep_ == "prep" and child.lower_ in _TOWARD:
            figure = hearing.figure_in(list(child.subtree))
            if figure is not None:
                return figure
        if felt.part in ("does", "said") and child.dep_ in ("dobj", "pobj"):
            figure = hearing.figure_in(list(child.subtree))
            if figure is not None:
                return figure
    inside = next((hearing.figure_at[t.i] for t in felt.span if t.i in hearing.figure_at), None)
    if inside is not None:
        return inside
    if felt.part == "makes" or _made(word) is not None:
        cause = hearing.frame(word).subject
        figure = hearing.figure_at.get(cause.i) if cause is not None else None
        return figure if figure != experiencer else None
    return None


def _denied(hearing: Hearing, felt: Felt) -> bool:
    word = felt.word
    if any(c.lower_ in ("no", "not", "any") and c.dep_ in ("det", "neg") for c in word.children):
        return any(c.lower_ != "any" for c in word.children if c.dep_ in ("det", "neg")) or (
            hearing.frame(word).negated
        )
    if felt.part == "said" and felt.span[0].lower_ in ("can", "nothing", "there", "nobody", "no"):
        return False
    before = {t.lower_ for t in word.doc[max(0, felt.span.start - 3) : felt.span.start]}
    if "not" in before or "n't" in before or "nt" in before:
        return not ({"just", "only"} & before)
    frame = hearing.frame(word)
    return frame.negated and "but" not in before and not _negation_comes_after(frame.head, word)


def _negation_comes_after(head: Token, word: Token) -> bool:
    return not any((c.dep_ == "neg" or c.lower_ == "never") and c.i < word.i for c in head.subtree)


def _intensity(felt: Felt) -> float:
    strength = lexicon("feelings")["strength"]
    near = felt.word.doc[max(0, felt.span.start - 3) : felt.span.start]
    shift: float = sum(
        strength["raise"].get(t.lower_, 0) + strength["lower"].get(t.lower_, 0) for t in near
    )
    return round(min(1.0, max(0.05, felt.sense.strength + shift)), 2)
