"""Whether "you" is the one in the other chair, or people in general, or someone quoted.

The generic "you" of habit and proverb ("you'd fall off your bike", "you can't win") is commoner in
free talk, so the other chair needs a sign: a question, something done between the two, a single
deed in the past, or that it has been spoken to already.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from thirdear.listening.hearing import Hearing
from thirdear.listening.people.mention import SUBJECTS, YOU, Scene
from thirdear.listening.people.words import gathered

if TYPE_CHECKING:
    from spacy.tokens import Token

_I = frozenset({"i", "me", "my", "myself", "mine"})
_WOULD = frozenset({"would", "'d"})
_COMING = frozenset({"must", "will", "'ll"})
_HABITS = frozenset("would could should might 'd can may used to".split())
_SEEMING = frozenset({"be", "look", "seem", "sound"})
_SAYING = frozenset(
    "say tell ask shout reckon text write yell go scream reply answer be whisper insist "
    "warn".split()
)
_WISHING = frozenset("want need wish hope wonder bet expect hate like love worry fear ask".split())
_NOW = frozenset("today now again still just always never really already probably must".split())


def speaks_to_other_chair(hearing: Hearing, token: Token, scene: Scene, *, addressed: bool) -> bool:
    """Tell whether this "you" means the other chair; `addressed`: so did one before it."""
    if _is_a_saying(hearing, token):
        return False
    verb = _verb_of(token)
    if not (_is_saying(verb) and token.dep_ not in SUBJECTS) and _is_quoted(token, verb):
        return False
    if _asked_by_other(token, verb):
        return True
    if token.dep_ == "poss" or token.lower_ in ("your", "yours"):
        return _of_theirs(token, verb) or (addressed and _single_deed(verb, scene))
    if token.dep_ in SUBJECTS:
        return _does(token, verb, scene, addressed=addressed)
    return _is_done_to(token, verb)


def _is_a_saying(hearing: Hearing, token: Token) -> bool:
    text = hearing.text.lower()
    start = token.idx
    for said in _sayings():
        at = text.find(said, max(0, start - len(said)), start + len(said))
        while at >= 0:
            if at <= start < at + len(said):
                return True
            at = text.find(said, at + 1, start + len(said))
    return False


@cache
def _sayings() -> tuple[str, ...]:
    return tuple(gathered("address", "anyone"))


def _verb_of(token: Token) -> Token:
    node = token.head
    for _ in range(4):
        if node.pos_ in ("VERB", "AUX") or node.head.i == node.i:
            break
        node = node.head
    return node


def _is_quoted(token: Token, verb: Token) -> bool:
    """Tell whether someone else says it to another: "she used to say you'll be late"."""
    before = [t for t in token.doc[token.sent.start : token.i] if _is_saying(t) and t.i != verb.i]
    said = before[-1] if before else verb.head if verb.head.i > token.i else None
    if said is None or not _is_saying(said):
        return False
    speaker = next((c for c in said.lefts if c.dep_ in SUBJECTS), None)
    if speaker is None or speaker.lower_ == "you":
        return False
    if speaker.lower_ in ("i", "we"):
        return _to_another(said, token)
    return not _is_turned_round(token, verb, said)


def _to_another(said: Token, token: Token) -> bool:
    """Tell whether one's own words to somebody else are given: "I said to my wife, you..."."""
    comma = any(t.text in (",", ":") for t in token.doc[said.i + 1 : token.i])
    to_whom = [c for c in said.rights if c.dep_ in ("dobj", "dative") and c.i < token.i]
    for way in said.rights:
        if way.lower_ == "to":
            to_whom += [c for c in way.rights if c.dep_ == "pobj" and c.i < token.i]
    return comma and any(c.lower_ not in ("you", "it", "this", "that") for c in to_whom)


def _is_saying(verb: Token) -> bool:
    if verb.lemma_ not in _SAYING or verb.pos_ not in ("VERB", "AUX"):
        return False
    return verb.lemma_ != "be" or any(c.lower_ == "like" for c in verb.rights)


def _is_turned_round(token: Token, verb: Token, said: Token) -> bool:
    """Tell whether the words are turned round, not quoted: "asked me what you look like"."""
    asked = any(t.tag_ in ("WP", "WRB", "WDT") or t.lower_ in ("if", "whether") for t in
                token.doc[said.i + 1 : token.i])  # fmt: skip
    if asked and "," not in {t.text for t in token.doc[said.i + 1 : token.i]}:
        return True
    comma = any(t.text in (",", ":") for t in token.doc[said.i + 1 : token.i])
    if token.dep_ not in SUBJECTS and not comma:
        return any(t.lower_ == "i" for t in token.doc[said.i + 1 : token.i])
    helpers = {c.norm_ for c in verb.lefts if c.dep_ == "aux"}
    perfect = "have" in helpers or verb.tag_ in ("VBN", "VBD")
    close = said.i < token.i and verb.head.i == said.i
    return close and not comma and perfect and not helpers & (_HABITS | _COMING)


def _asked_by_other(token: Token, verb: Token) -> bool:
    """Hear "my son asked me what you look like"."""
    asked = verb.head
    if verb.dep_ != "ccomp" or asked.lemma_ not in ("ask", "wonder", "know"):
        return False
    between = token.doc[asked.i + 1 : token.i]
    return token.dep_ in SUBJECTS and any(t.tag_ in ("WP", "WRB", "WDT") for t in between)


def _does(token: Token, verb: Token, scene: Scene, *, addressed: bool) -> bool:
    """Tell whether the one who does this is the other chair; the surest signs first."""
    helpers = _helpers(verb)
    if _asks(token, verb):
        return _is_asked(token, verb, helpers)
    if _must_one(verb):
        return False
    if token.sent.text.rstrip().endswith(" you?") or _is_of_us(verb, helpers, addressed=addressed):
        return True
    if helpers & _HABITS or (verb.lower_ in ("used", "had") and _has_infinitive(verb)):
        return False
    if helpers & _COMING:
        return _to_me(verb) and (verb.lemma_ in gathered("address", "does") or "must" in helpers)
    if _general(token, verb) and not (addressed and verb.dep_ == "advcl" and _by_i(verb.head)):
        return False
    return _has_sign(verb, helpers, scene) or (addressed and not _plain_present(verb, helpers))


def _is_of_us(verb: Token, helpers: set[str], *, addressed: bool) -> bool:
    """Tell whether it is between the two: what I wish of you, what you would say to me."""
    if _wished_by_me(verb) or _is_their_way(verb):
        return True
    if (addressed or _thought_by_me(verb)) and _to_me(verb):
        return True
    if not helpers & _WOULD or verb.lemma_ not in gathered("address", "does"):
        return False
    surely = any(c.lower_ in ("probably", "maybe", "surely") for c in verb.lefts)
    return addressed or surely or ("have" in helpers and _to_me(verb))


def _helpers(verb: Token) -> set[str]:
    auxiliaries = [c for c in verb.lefts if c.dep_ in ("aux", "auxpass")]
    return {c.norm_ for c in auxiliaries} | {c.lower_ for c in auxiliaries}


def _has_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "xcomp" for c in verb.rights)


def _must_one(verb: Token) -> bool:
    """Hear the rules of life: "you've got to laugh", "you have to pay"."""
    got = any(c.lower_ in ("got", "gotta") for c in verb.lefts)
    return got or (verb.lower_ in ("got", "have", "has") and _has_infinitive(verb))


def _has_to(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lemma_ == "have"


def _is_asked(token: Token, verb: Token, helpers: set[str]) -> bool:
    """Tell whether a question is put to the other chair: "How do you forgive?" is not."""
    wondering = token.sent[0].tag_ in ("WP", "WRB", "WDT")
    open_to_all = wondering or bool(helpers & {"can", "ca"})
    does = verb.lemma_ in gathered("address", "does")
    return does or "would" in helpers or verb.lemma_ == "be" or not open_to_all


def _has_sign(verb: Token, helpers: set[str], scene: Scene) -> bool:
    """Tell whether anything but that it is "you" points to the one in the other chair."""
    does = verb.lemma_ in gathered("address", "does")
    beside = {c.lower_ for c in verb.children}
    if verb.pos_ == "AUX" and verb.lemma_ in ("do", "have") and _says_no_more(verb):
        return True
    if _to_me(verb) or _single_deed(verb, scene):
        return True
    if does and (beside & _NOW or "do" in helpers or verb.tag_ == "VBG"):
        return True
    if _thought_by_other(verb) and (verb.lemma_ == "be" or "have" in helpers):
        return True
    return verb.lemma_ in _SEEMING and bool(beside & {"today", "very", "quiet"})


def _says_no_more(verb: Token) -> bool:
    """Tell whether the verb leaves the deed out: "you don't, and I miss it"."""
    return not any(c.dep_ in ("dobj", "xcomp", "ccomp", "attr", "acomp") for c in verb.rights)


def _by_i(verb: Token) -> bool:
    return any(c.lower_ == "i" and c.dep_ in SUBJECTS for c in verb.lefts)


def _wished_by_me(verb: Token) -> bool:
    """Hear "I wondered if you'd be here", "I don't want you to think I'm bad"."""
    wished = verb.dep_ in ("ccomp", "xcomp") and verb.head.lemma_ in _WISHING
    return wished and _by_i(verb.head)


def _thought_by_me(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and _by_i(verb.head)


def _is_their_way(verb: Token) -> bool:
    """Hear "I like the way you wait"."""
    way = verb.head
    if verb.dep_ != "relcl" or way.lower_ not in ("way", "look", "face", "thing"):
        return False
    return _by_i(way.head)


def _plain_present(verb: Token, helpers: set[str]) -> bool:
    return verb.tag_ in ("VBP", "VB") and not helpers and verb.lemma_ not in ("be", "do", "have")


def _thought_by_other(verb: Token) -> bool:
    above = verb.head
    if verb.dep_ != "ccomp" or above.lemma_ not in ("think", "believe", "reckon", "say", "know"):
        return False
    return any(c.dep_ in SUBJECTS and c.lower_ not in YOU for c in above.lefts)


def _asks(token: Token, verb: Token) -> bool:
    if not token.sent.text.rstrip().endswith("?"):
        return False
    turned = any(c.dep_ in ("aux", "auxpass") and c.i < token.i for c in verb.lefts)
    return turned or (verb.lemma_ == "be" and verb.i < token.i)


def _general(token: Token, verb: Token) -> bool:
    """Tell whether it is said of anyone: a rule with "if" or "when you", deed after deed."""
    for child in verb.children:
        if child.dep_ == "advcl" and any(
            c.lower_ in ("if", "when", "until", "till", "unless", "whenever") for c in child.lefts
        ):
            return not any(c.lower_ in _I for c in child.subtree)
    above = _verb_of(verb)
    subject = _subject_of(above) if above.i != verb.i else None
    if (
        subject is not None
        and subject.lower_ == "you"
        and subject.i != token.i
        and (_must_one(above) or _helpers(above) & _HABITS or _has_to(above))
    ):
        return True
    marks = {c.lower_ for c in verb.lefts if c.dep_ in ("mark", "advmod")}
    if marks & {"if", "when", "whenever", "until", "where", "before"} and not _to_me(verb):
        return True
    return verb.tag_ in ("VBP", "VB") and any(
        c.dep_ == "conj" and any(g.lower_ == "you" for g in c.lefts) for c in verb.rights
    )


def _to_me(verb: Token) -> bool:
    return any(
        t.lower_ in _I
        for c in verb.rights
        if c.dep_ not in ("conj", "parataxis")
        for t in c.subtree
    )


def _single_deed(verb: Token, scene: Scene) -> bool:
    """Tell whether something happened once: "you went very quiet", not the habit of a childhood."""
    helpers = _helpers(verb)
    if helpers & (_HABITS | _COMING) or scene.childhood:
        return False
    if verb.dep_ == "relcl" and verb.lemma_ not in gathered("address", "does"):
        return False
    return verb.tag_ == "VBD" or "did" in helpers or ("have" in helpers and verb.tag_ == "VBN")


def _of_theirs(token: Token, verb: Token) -> bool:
    """Hear "your chair", "I saw your car outside", "Is that your daughter?"."""
    owned = token.head
    if any(c.lower_ == "own" for c in owned.lefts):
        return False
    if owned.lower_ in gathered("address", "has"):
        return True
    if any(t.lower_ == "you" and t.dep_ in SUBJECTS for t in token.sent):
        return False
    subject = _subject_of(verb)
    mine = subject is not None and subject.lower_ == "i"
    return mine or token.sent.text.rstrip().endswith("?")


def _is_done_to(token: Token, verb: Token) -> bool:
    """Hear "I told you", "I was angry with you", "talking to you"."""
    if token.dep_ == "attr":
        return False
    subject = _subject_of(verb)
    by = "" if subject is None else subject.lower_
    if by in ("i", "we"):
        return True
    way = token.head if token.dep_ == "pobj" else None
    if way is not None and by in ("it", "that") and token.sent.text.rstrip().endswith("?"):
        return True
    if way is not None and way.lower_ in ("for", "like") and verb.lemma_ in ("be", "'s"):
        return False
    if by not in ("", "it", "that", "this", "there"):
        asked = verb.lemma_ in ("ask", "hear", "know", "tell", "meet", "recommend", "mention")
        about = way is None or way.lower_ == "about"
        return asked and about and verb.tag_ in ("VBD", "VBN", "VB")
    if by == "" and verb.tag_ == "VBZ":
        return False
    near = {verb.lemma_, verb.lower_}
    if way is not None:
        near |= {way.head.lower_, way.head.lemma_}
        return bool(near & (gathered("address", "with") | gathered("address", "done")))
    return verb.lemma_ in gathered("address", "done") and by == ""


def _subject_of(verb: Token) -> Token | None:
    """Return who does it, be it in a clause above: "I wanted to tell you"."""
    node = verb
    for _ in range(5):
        subject = next((c for c in node.lefts if c.dep_ in (*SUBJECTS, "expl")), None)
        if subject is not None:
            return subject
        if node.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "acl") or (
            node.head.i == node.i
        ):
            return None
        node = node.head
    return None
