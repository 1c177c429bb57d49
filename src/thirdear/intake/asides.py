"""What the person asks or wishes in between: answered straight or done, then back (asides.toml)."""

from __future__ import annotations

import msgspec

from thirdear.intake.data import matches, table, threads
from thirdear.intake.heard import plain
from thirdear.intake.state import Consultation
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance

_LONGEST = 40
_SHORT = 25
_A_WISH = 14
_LEAVE = 8


class Aside(msgspec.Struct, frozen=True):
    """A straight answer to be given, or a wish to be done ("pause", "skip", "slower")."""

    id: str
    text: str
    because: str
    wish: str = ""


def aside_in(state: Consultation, utterance: Utterance, reading: Reading) -> Aside | None:
    """Return what an utterance asks or wishes besides answering, or None."""
    text = plain(utterance.text).strip()
    between = table("threads")["between"]
    if any(c.name == "not_english" for c in reading.cues):
        return Aside("not_english", between["not_english"], "The text was hardly English.")
    if reading.heard_to is not None:
        return None
    if reading.words <= _LEAVE and any(c.name in ("stop", "leaving") for c in reading.cues):
        return Aside("pause", "", "You asked for it.", "pause")
    if reading.words <= _A_WISH:
        late = state.open.startswith("say:") or state.slowed
        for wish in ("pause", "skip") if late else ("pause", "skip", "slower"):
            if matches(table("asides")["wish"][wish], text):
                return Aside(wish, "", "You asked for it.", wish)
    if reading.words > _LONGEST or _trying(state):
        return None
    asked = {q.code for q in reading.of("question")} if reading.words <= _SHORT else set()
    for entry in table("asides")["aside"]:
        if state.open.startswith("say:") and entry["id"] in ("why_asked", "what_for", "help"):
            continue
        if matches(entry["when"], text) or entry.get("question") in asked:
            said = entry["say"][0].format(because=_because(state), left=_left(state))
            return Aside(entry["id"], said, entry["because"])
    return None


def _trying(state: Consultation) -> bool:
    """Tell whether the straight answer to someone who is only trying it out comes next."""
    return "testing" in state.signs and "trying" not in state.done and state.open != "trying"


def _because(state: Consultation) -> str:
    return state.said.because if state.said is not None else ""


def _left(state: Consultation) -> int:
    """Return about how many questions are left: the threads, and a few plain ones."""
    order = list(threads())
    left = len(order) - order.index(state.open) if state.open in order else 6
    plain_ones = 10 if "gates" not in state.done and state.open in order else 4
    return max(3, round((left + plain_ones) / 5) * 5)
