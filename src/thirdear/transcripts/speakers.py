"""Who is who: the names that a transcript gives its speakers, and the chair that each has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from thirdear.speech import Speaker

Role = Speaker | Literal["skip"]
"""A chair, or "skip" for someone whose words are to be left out (an interpreter)."""

EVERYONE_ELSE: Final = "*"

UNKNOWN: Final = (
    "its speaker is not known as the client or the therapist; --speakers says who is who"
)
NOBODY: Final = 'it does not say who speaks; --speakers "*=client" would take it as the client\'s'

_NAMED: dict[str, Role] = {
    "client": "client", "c": "client", "therapist": "therapist", "t": "therapist", "skip": "skip",
}  # fmt: skip

# What transcripts of counselling, psychotherapy, interviews and the TalkBank corpora use.
_CLIENT = """c cl cli client p pt pat patient par participant interviewee respondent subject
    analysand coachee seeker helpseeker caller"""
_THERAPIST = """t th thr ther the therapist counselor counsellor couns analyst psychoanalyst
    psychologist psychiatrist psychotherapist clinician doctor dr i int inv interviewer investigator
    examiner helper supporter coach facilitator"""
USUAL: Final[Mapping[str, Role]] = {
    **dict.fromkeys(_CLIENT.split(), "client"),
    **dict.fromkeys(_THERAPIST.split(), "therapist"),
}
"""Labels that are understood without being told, in small letters and without numbers."""

_NUMBER = re.compile(r"[\s_#-]*\d+$")


class NotSpeakers(ValueError):
    """What was said about the speakers cannot be understood; says why in a plain sentence."""


@dataclass(frozen=True)
class Speakers:
    """Which chair a label belongs to: as was said, else as is usual."""

    said: Mapping[str, Role] = field(default_factory=dict)

    @classmethod
    def told(cls, pieces: Iterable[str]) -> Speakers:
        """Return the speakers that "Dr H=therapist, P=client" tells; raises NotSpeakers."""
        said: dict[str, Role] = {}
        for one in (part for piece in pieces for part in piece.split(",") if part.strip()):
            label, equals, role = one.rpartition("=")
            chair = _NAMED.get(role.strip().casefold())
            if not equals or chair is None or not label.strip():
                raise NotSpeakers(
                    'Say who is who as in --speakers "Dr H=therapist, P=client"; the roles are '
                    "client, therapist and skip, and * is everyone else."
                )
            said[_plain(label)] = chair
        return cls(said)

    def names(self, label: str) -> bool:
        """Return whether a label is known by itself, not as one of everyone else."""
        plain = _plain(label)
        return plain in self.said or _NUMBER.sub("", plain).rstrip(".") in USUAL

    def of(self, label: str | None) -> Role | None:
        """Return the chair of a label (None: nobody is named); None where it is not known."""
        plain = _plain(label or "")
        if plain and plain in self.said:
            return self.said[plain]
        usual = USUAL.get(_NUMBER.sub("", plain).rstrip(".")) if plain else None
        # "Everyone else" is everyone who was not named: a usual label keeps its usual meaning.
        return usual or self.said.get(EVERYONE_ELSE)


def _plain(label: str) -> str:
    return " ".join(label.casefold().split()).strip(" .:<>*") or label.strip()
