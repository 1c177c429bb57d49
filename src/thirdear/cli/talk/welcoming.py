"""The welcome as lines: what a program sees before the first session of a new home."""

from __future__ import annotations

from typing import Any

from thirdear.cli.talk.welcome import Welcome
from thirdear.contract.talk import Dispute, End, Input, Said, Silent, Why, observed
from thirdear.frame.clock import SESSION_S
from thirdear.frame.help import help_for
from thirdear.listening import listener
from thirdear.listening.context import Context
from thirdear.speech import Utterance
from thirdear.therapist import care

_WHY = (
    "Before anything private is asked, an adult chooses a country and someone to turn to. "
    "It rests on no words of yours."
)
_NOTHING_TO_DISPUTE = "So far I have only asked what has to be known before we begin."
_LEFT = "All right. Nothing was kept."


class Welcoming:
    """Answers input while the welcome lasts. It has no turns of its own: all its lines carry 0."""

    def __init__(self, country: str | None) -> None:
        self._welcome = Welcome(country)

    @property
    def done(self) -> bool:
        """Whether every question has been answered by an adult."""
        return self._welcome.step == "done"

    @property
    def country(self) -> str:
        """The country that was chosen."""
        return help_for(self._welcome.country).country

    @property
    def contact(self) -> str:
        """Whom the person would turn to, "" for nobody."""
        return self._welcome.contact

    def first(self) -> str:
        """Return the purpose and the first question."""
        return self._welcome.first()

    def take(self, said: Input) -> dict[str, Any]:
        """Return the line that answers one input."""
        match said:
            case Said(text=text):
                return self._answered(text)
            case Silent():
                return _line("silence")
            case Why():
                return _line("why", text=_WHY, grounds=[], rule="welcome", alternative="")
            case Dispute():
                return _line("disputed", text=_NOTHING_TO_DISPUTE)
            case End():
                return _line("ended", reason="client", text=_LEFT)

    def _answered(self, text: str) -> dict[str, Any]:
        reading = listener.hear(Utterance(text, conversation="welcome"), Context())
        if care.dangers(reading):
            risk = [{"turn": 0, **observed(o)} for o in reading.of("risk")]
            return _line("safety", text=self._welcome.danger(), risk=risk)
        said = self._welcome.answer(text)
        if self._welcome.step == "refused":
            return _line("ended", reason="safety", text=said)
        return _line(
            "therapist", kind="FRM", depth=0, text=said, grounds=[], gate="G2", rule="welcome"
        )


def _line(what: str, **more: Any) -> dict[str, Any]:
    return {"type": what, "turn": 0, **more, "remaining_s": float(SESSION_S)}
