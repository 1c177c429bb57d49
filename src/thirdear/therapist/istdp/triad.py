"""The monitoring triad: after every turn of the person's, which corner of the conflict is active.

Feeling rising, anxiety and its channel, the way round the feeling and how the person stands to it;
beside them will, what comes by itself, and what goes on between the two chairs (technique
reference, 5.1 to 5.4). Estimates with reasons, from the listener's reading and from the words of
watching.toml; never shown as a type.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Quote, Utterance
from thirdear.therapist.istdp.data import said, table, ways
from thirdear.therapist.noticing.words import bare, quotable

Corner = Literal["feeling", "anxiety", "defence", "none"]
Channel = Literal["striated", "smooth", "cognitive_perceptual", "motor_conversion", "unspecified",
                  "unknown"]  # fmt: skip
Stance = Literal["unseen", "seen", "syntonic", "dystonic"]
Will = Literal["yes", "no", "not_mine", "unsaid"]

BANDS = ("calm", "tolerable", "raised", "over_1", "over_2")
"""From nothing heard to thinking itself disturbed; pressure ends where `over_1` begins."""
ASKING = frozenset({"INQ", "PRF", "PRW", "PRT", "PRS", "CHA", "HOC", "CLD", "REC"})
"""Kinds after which the person's next words are heard as an answer to being asked."""
FEELING_ASKED = frozenset({"PRF", "PRT", "CLD", "CHA", "HOC"})
SHOWN = frozenset({"CLD", "CHA", "REC"})
FRAGILE = frozenset(
    {"projection", "splitting_of_self", "splitting_of_other", "projective_identification",
     "dissociation"}
)  # fmt: skip
"""Ways that themselves tell that feeling is over the threshold (technique reference, 5.2)."""
_BAND_OF = {
    "striated": "tolerable", "smooth": "over_1", "motor_conversion": "over_1",
    "cognitive_perceptual": "over_2",
}  # fmt: skip
_SHORT_ANSWER = 14
_PIECE = re.compile(r"[^.!?;\n]+")


class Triad(msgspec.Struct, frozen=True):
    """What one turn of the person's shows; quotes are exact, None where no words can be shown.

    `channel` and `band` are this turn's own; the band that holds is `Course.band`. `named`: one
    word names the feeling. `way` is the way round it (watching.toml), `stance` how the person
    stands to one that was shown. `suspected`: no words told the sign that is over the threshold.
    `fights` and `gives_in` are what a misalliance is made of.
    """

    corner: Corner = "none"
    feeling: Quote | None = None
    code: str = ""
    named: bool = False
    strength: float = 0.0
    about: str = ""
    rising: bool = False
    denied: Quote | None = None
    body: Quote | None = None
    channel: Channel = "unknown"
    band: str = "calm"
    sign: Quote | None = None
    suspected: bool = False
    way: str = ""
    way_quote: Quote | None = None
    thought: Quote | None = None
    fragile: Quote | None = None
    stance: Stance = "unseen"
    will: Will = "unsaid"
    will_quote: Quote | None = None
    comes: str = ""
    comes_quote: Quote | None = None
    past: str = ""
    tears: Literal["", "grief", "helpless", "open"] = ""
    hurt: Quote | None = None
    fights: int = 0
    gives_in: int = 0
    strain_quote: Quote | None = None
    eases: Literal["", "ease", "again"] = ""
    shifts: bool = False
    lighter: Quote | None = None


def watched(
    utterance: Utterance,
    reading: Reading,
    last: str,
    before: float = 0.0,
    *,
    engaged: bool = False,
    shown_now: bool = False,
) -> Triad:
    """Return the triad of one utterance.

    `last` is the kind of what the other chair said before it, `before` the strength of the feeling
    of the turn before, `engaged` whether a way round the feeling
    has been shown in this session, `shown_now` whether just before.
    """
    felt = _felt(reading)
    denied = next((o for o in reading.told("feeling") if _own(o) and o.attributes["denied"]), None)
    channel, band, sign = _anxiety(utterance, reading)
    strength = float(felt.attributes["intensity"] or 0) if felt is not None else 0.0
    fragile = next((o for o in reading.of("defence") if o.code in FRAGILE), None)
    stance = _stance(utterance, shown_now=shown_now) if engaged else "unseen"
    fights, gives_in, strained = _strain(utterance, reading, last)
    way, shown = ("", None) if stance in ("seen", "dystonic") else _way(utterance, reading, last)
    thought = _place(utterance, "thought.say") if last in FEELING_ASKED and felt is None else None
    comes, came = _comes(utterance, reading)
    will, willed = _will(utterance, reading, last)
    body = None if band.startswith("over") else _body(utterance, reading)
    triad = Triad(
        feeling=_quoted(utterance, felt),
        code=felt.code if felt is not None else "",
        named=felt is not None and felt.heard_by.endswith((".is", ".thing")),
        strength=strength,
        about=(felt.about or "") if felt is not None else "",
        rising=strength > before,
        denied=_quoted(utterance, denied),
        body=body,
        channel=channel,
        band=band,
        sign=_quoted(utterance, sign),
        suspected=band.startswith("over") and sign is not None and sign.inferred,
        way=way,
        way_quote=shown,
        thought=thought,
        fragile=_quoted(utterance, fragile, whole=True),
        stance=stance,
        will=will,
        will_quote=willed,
        comes=comes,
        comes_quote=came,
        past=_past(reading),
        tears=_tears(utterance, reading, way),
        hurt=_hurt(utterance, reading),
        lighter=_place(utterance, "lighter.say"),
        shifts=bool(reading.told("shift")),
        eases=_eases(utterance, reading),
        fights=fights,
        gives_in=gives_in,
        strain_quote=strained,
    )
    return msgspec.structs.replace(triad, corner=_corner(triad))


def _corner(triad: Triad) -> Corner:
    """Tell which corner is active now: anxiety over the threshold, what covers, feeling."""
    if triad.band.startswith("over") or triad.fragile is not None:
        return "anxiety"
    if triad.way and not (triad.feeling and triad.body):
        return "defence"
    if triad.feeling is not None or triad.body is not None or triad.comes:
        return "feeling"
    if triad.thought is not None:
        return "defence"
    return "anxiety" if triad.sign is not None else "none"


# ---- Feeling, anxiety ------------------------------------------------------------------


def _own(o: Observation) -> bool:
    return o.attributes["experiencer"] == "self"


def _felt(reading: Reading) -> Observation | None:
    """Return the strongest feeling of the person's own that words told."""
    nouns = table("watching")["nouns"]
    own = [o for o in reading.told("feeling")
           if _own(o) and not o.attributes["denied"] and o.code in nouns]  # fmt: skip
    return max(own, key=lambda o: float(o.attributes["intensity"] or 0), default=None)


def _anxiety(utterance: Utterance, reading: Reading) -> tuple[Channel, str, Observation | None]:
    """Return the worst sign of now: its channel, band and the observation.

    Where bodily words are taken for an illness the ear for anxiety does not listen; so the
    plainest of them are looked for here.
    """
    if any(o.code == "medical" for o in reading.of("risk", None)):
        for name in ("cognitive_perceptual", "motor_conversion", "smooth", "striated"):
            place = said(utterance.text, f"signs.{name}")
            if place is not None:
                told: Channel = name
                quote = utterance.text[slice(*place)]
                found = Observation("anxiety", name, *place, quote, "likely", 0.7, "istdp.signs")
                return told, _BAND_OF[name], found
    now = [o for o in reading.of("anxiety") if o.attributes["tense"] == "now"]
    worst = max(now, key=lambda o: BANDS.index(_band(o)), default=None)
    if worst is None:
        return "unknown", "calm", None
    channel: Channel = worst.code  # type: ignore[assignment]  # the contract's codes
    return channel, _band(worst), worst


def _band(o: Observation) -> str:
    return str(o.attributes.get("band") or "tolerable")


def _body(utterance: Utterance, reading: Reading) -> Quote | None:
    """Return where the feeling is in the body; a sign in the voluntary muscles counts."""
    place = _place(utterance, "body.say")
    if place is not None:
        return place
    sign = next((o for o in reading.told("anxiety")
                 if o.code == "striated" and o.attributes["tense"] == "now"
                 and len(o.quote.split()) > 1), None)  # fmt: skip
    return _quoted(utterance, sign)


# ---- The way round it ------------------------------------------------------------------


def _way(utterance: Utterance, reading: Reading, last: str) -> tuple[str, Quote | None]:
    """Return the way round a feeling taken in this turn, and its words if any tell it.

    A tactical one counts only in reply to being asked, or beside a feeling or a hurt.
    """
    asked = last in ASKING
    near = bool(reading.told("feeling") or reading.injuries)
    heard = {o.code: o for o in reading.of("defence")}
    for name, way in ways().items():
        observed = next((heard[c] for c in way["codes"] if c in heard), None)
        cue = next((c for c in reading.cues if c.name in way.get("cues", ())), None)
        place = said(utterance.text, f"way.{name}")
        if way["tactical"]:
            if place is not None and way.get("beside_feeling"):
                place = place if _beside_feeling(utterance, reading, place) else None
            worded = place is not None and (asked or near)
            if observed is None and not (worded or (cue is not None and asked)):
                continue
            if not (asked or near):
                continue
        elif observed is None and not ((place or cue) and (asked or near)):
            continue
        if name == "self_attack" and said(utterance.text, "strain.to_another"):
            continue
        if place is not None:
            return name, _quote(utterance, *place)
        if observed is not None and not observed.inferred:
            return name, _quoted(utterance, observed)
        return name, _quote(utterance, cue.start, cue.end) if cue is not None else None
    return "", None


def _beside_feeling(utterance: Utterance, reading: Reading, place: tuple[int, int]) -> bool:
    """Tell whether a doubt is about a feeling: in a short answer, or in the sentence of one."""
    if reading.words <= _SHORT_ANSWER:
        return True
    for sentence in _PIECE.finditer(utterance.text):
        if sentence.start() <= place[0] < sentence.end():
            return any(
                sentence.start() <= o.start < sentence.end() for o in reading.told("feeling")
            )
    return False


def _stance(utterance: Utterance, *, shown_now: bool) -> Stance:
    """Tell how the person stands to a way round that was shown to them.

    Later than in the next turn, only where it is said that it is seen.
    """
    text = utterance.text
    if not shown_now and not said(text, "seen.say"):
        return "unseen"
    if said(text, "seen.against"):
        return "dystonic"
    if said(text, "seen.for_it"):
        return "syntonic"
    return "seen" if said(text, "seen.say") or said(text, "comes.sees") else "unseen"


# ---- Will, what comes, tears -----------------------------------------------------------


def _will(utterance: Utterance, reading: Reading, last: str) -> tuple[Will, Quote | None]:
    text = utterance.text
    if place := said(text, "will.not_mine"):
        return "not_mine", _quote(utterance, *place)
    if any(c.name == "not_today" for c in reading.cues):
        cue = next(c for c in reading.cues if c.name == "not_today")
        return "no", _quote(utterance, cue.start, cue.end)
    if place := said(text, "will.refuses"):
        return "no", _quote(utterance, *place)
    if last in ("PRW", "WRK", "POR") and reading.words <= _SHORT_ANSWER:
        if place := said(text, "will.no"):
            return "no", _quote(utterance, *place)
        if place := said(text, "will.yes"):
            return "yes", _quote(utterance, *place)
    return "unsaid", None


def _comes(utterance: Utterance, reading: Reading) -> tuple[str, Quote | None]:
    """Return which signal of the unconscious alliance is there, and its words."""
    for name in ("image", "memory", "link", "wants", "sees", "sadness"):
        place = said(utterance.text, f"comes.{name}")
        if place is not None:
            return name, _quote(utterance, *place)
    for kind in ("memory", "dream", "slip"):
        told = next(iter(reading.told(kind)), None)
        if told is not None:
            return kind, _quoted(utterance, told)
    return "", None


def _past(reading: Reading) -> str:
    """Return the figure of early life that comes up in this turn, if one does."""
    early = (o for o in reading.of("person") if o.attributes.get("corner") == "P" and o.about)
    return next((str(o.about) for o in early), "")


def _tears(
    utterance: Utterance, reading: Reading, way: str
) -> Literal["", "grief", "helpless", "open"]:
    """Tell grief, which is stayed with, from tears that wash something away."""
    if not any(c.name == "crying" for c in reading.cues):
        return ""
    grief = any(o.code in ("grief", "longing", "love", "loneliness") for o in reading.of("feeling"))
    if grief or said(utterance.text, "tears.relief"):
        return "grief"
    helpless = way in ("helpless", "self_attack") or said(utterance.text, "tears.helpless")
    return "helpless" if helpless else "open"


# ---- Between the two chairs ------------------------------------------------------------


def _hurt(utterance: Utterance, reading: Reading) -> Quote | None:
    """Return the words that say that it hurt, accused or forced: it stops at them."""
    if place := said(utterance.text, "strain.hurt"):
        return _quote(utterance, *place)
    complaint = next((c for c in reading.cues if c.name == "complaint"), None)
    if complaint is not None and not said(utterance.text, "seen.against"):
        return _quote(utterance, complaint.start, complaint.end)
    if _not_at_me(utterance, reading):
        return None
    against = [o for o in reading.of("alliance") if o.code == "confrontation"]
    return _quoted(utterance, against[0], whole=True) if against else None


def _not_at_me(utterance: Utterance, reading: Reading) -> bool:
    """Tell whether what sounds hostile to the encoder is turned on oneself or on another."""
    elsewhere = {"self_attack", "expects", "asks_if_bad"} & {c.name for c in reading.cues}
    told_to_another = said(utterance.text, "strain.to_another")
    to_me = said(utterance.text, "strain.to_me")
    return bool(elsewhere or told_to_another or not to_me)


def _strain(utterance: Utterance, reading: Reading, last: str) -> tuple[int, int, Quote | None]:
    """Return whether this turn fights, whether it gives in, and the words that do."""
    codes = {o.code for o in reading.of("defence")} if last in ASKING else set()
    cues = {c.name for c in reading.cues}
    fights = said(utterance.text, "strain.fights")
    gives_in = said(utterance.text, "strain.gives_in")
    fighting = bool(fights or "sarcasm" in cues or codes & {"arguing", "sarcasm", "defiance"})
    flat = last in FEELING_ASKED | SHOWN and reading.words <= 3 and said(utterance.text, "will.yes")
    giving = bool(gives_in or "gave_in" in cues or codes & {"compliance"} or flat)
    place = fights or gives_in
    quote = _quote(utterance, *place) if place else None
    return int(fighting), int(giving and not fighting), quote


def _eases(utterance: Utterance, reading: Reading) -> Literal["", "ease", "again"]:
    if reading.words > _SHORT_ANSWER:
        return ""
    if said(utterance.text, "eases.again"):
        return "again"
    return "ease" if said(utterance.text, "eases.say") else ""


# ---- Quotes ----------------------------------------------------------------------------


def _place(utterance: Utterance, path: str) -> Quote | None:
    found = said(utterance.text, path)
    return _quote(utterance, *found) if found else None


def _quote(utterance: Utterance, start: int, end: int) -> Quote | None:
    """Return a piece of the utterance that can stand between quotation marks, if it can."""
    text = utterance.text[start:end]
    start += len(text) - len(text.lstrip())
    kept = bare(utterance.text[start:end])
    return utterance.quote(start, start + len(kept)) if quotable(kept) and kept.strip() else None


def _quoted(utterance: Utterance, o: Observation | None, *, whole: bool = False) -> Quote | None:
    """Return an observation's words; `whole`: its first sentence, though the encoder heard it."""
    if o is None or (o.inferred and not whole):
        return None
    if whole and o.inferred:
        first = _PIECE.search(utterance.text, o.start, o.end)
        return _quote(utterance, *first.span()) if first else None
    return _quote(utterance, o.start, o.end)
