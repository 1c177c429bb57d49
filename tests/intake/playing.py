"""A first conversation played: a person who answers by what is asked, and the room's side of it.

`sit` is the seam as the room has it to call: danger first, then the conversation.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from thirdear.frame.help import help_for
from thirdear.intake.consultation import begin, go_on, in_care
from thirdear.intake.state import Consultation, Known, Said
from thirdear.listening.context import Context, attend
from thirdear.listening.listener import hear
from thirdear.speech import Utterance
from thirdear.therapist import care

PEOPLE = Path(__file__).parent / "people.toml"
_HELP = help_for("GB")
WHERE = care.Where(
    _HELP.lines, _HELP.short, _HELP.emergency, _HELP.care, _HELP.abuse, "You named Sam."
)


@dataclass
class Sitting:
    """The room's side: two chairs, the listener, the care flow, and the first conversation."""

    state: Consultation
    text: str
    context: Context = field(default_factory=Context)
    care: care.Care | None = None
    turn: int = 0
    lines: list[tuple[str, str]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    through_care: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, known: Known | None = None, seed: int = 0) -> Sitting:
        text, state = begin(known or Known(adult=True, contact="Sam", where=WHERE), seed)
        sitting = cls(state, text)
        sitting.lines.append(("other chair", text))
        sitting._note()
        return sitting

    def say(self, text: str) -> str:
        """Say a line, and return what the room says next (`Room._decide`, with the seam in it)."""
        utterance = Utterance(text, turn=self.turn, conversation="consultation")
        reading = hear(utterance, self.context)
        seen = [o for t in self.context.recent for o in t.heard]
        self.context = attend(self.context, reading)
        self.turn += 2
        self.lines.append(("person", text))
        before = self.care
        danger = next(iter(care.dangers(reading, seen)), None)
        if before is not None:
            said, self.care = care.go_on(before, text, reading, WHERE)
        elif danger is not None and not self.state.closed:
            said, self.care = care.begin(danger, text, WHERE)
        else:
            said, self.state = go_on(self.state, utterance, reading)
            self._note()
            before = self.state.care
            if before is None:
                return self._told(said)
            said, self.care = care.go_on(before, text, reading, WHERE)
        self.through_care.append(said)
        more, self.state = in_care(self.state, utterance, reading, before, self.care)
        if more:
            self._note()
        return self._told(f"{said} {more}".strip())

    def _note(self) -> None:
        if self.state.said is not None and (not self.said or self.state.said != self.said[-1]):
            self.said.append(self.state.said)

    def _told(self, text: str) -> str:
        self.text = text
        self.lines.append(("other chair", text))
        return text

    def stored(self) -> None:
        """Put the conversation away and take it out again, as between two processes."""
        kept = msgspec.json.encode(self.state)
        self.state = msgspec.json.decode(kept, type=Consultation)


@cache
def people() -> dict[str, dict[str, Any]]:
    return tomllib.loads(PEOPLE.read_text(encoding="utf-8"))


def answer(person: dict[str, Any], sitting: Sitting, asked: dict[str, int]) -> str:
    """Return what the person answers to what stands open; lists are answered one after another."""
    key = f"care:{sitting.care.path}" if sitting.care is not None else sitting.state.open
    lines = person.get("says", {}).get(key.replace("gate:", "").replace("say:", ""))
    if lines is None:
        lines = person.get("otherwise", ["No."])
    if isinstance(lines, str):
        lines = [lines]
    at = asked.get(key, 0)
    asked[key] = at + 1
    return lines[min(at, len(lines) - 1)]


@cache
def play(name: str, *, most: int = 90, store: bool = False, seed: int = 0) -> Sitting:
    """Play one of the invented people to the end, or until care stays open for ten lines.

    What comes back is shared between tests and only to be looked at.
    """
    person = people()[name]
    known = Known(
        adult=person.get("adult", True), contact=person.get("contact", "Sam"), where=WHERE
    )
    sitting, asked, cared = Sitting.opened(known, seed), {}, 0
    for _ in range(most):
        if sitting.state.closed or sitting.state.paused or cared >= 10:
            break
        sitting.say(answer(person, sitting, asked))
        cared = cared + 1 if sitting.care is not None else 0
        if store:
            sitting.stored()
    return sitting


def script(sitting: Sitting) -> str:
    return "\n".join(f"{who[0].upper()}: {text}" for who, text in sitting.lines)
