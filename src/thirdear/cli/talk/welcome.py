"""The welcome, before anything private is asked: adult, country, someone to turn to.

The same three questions in the terminal and for a program; nothing of it is kept until all are
answered. The words are the frame's (frame/words.toml).
"""

from __future__ import annotations

import re
from typing import Literal

from thirdear.frame import words as frame_words
from thirdear.frame.help import ANYWHERE, Help, countries, help_for

Step = Literal["adult", "country", "contact", "done", "refused"]

_YES = re.compile(r"(?:yes|yep|yeah|yea|y|i am|sure|of course|certainly)\b", re.IGNORECASE)
_NO = re.compile(r"(?:no|nope|n|not|i'm not|i am not)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(\d{1,3})\b")
_ADULT = 18
_NONE = frozenset({"", "-", "–", "—", "none", "nobody", "no one"})
_ALSO_CALLED = {
    "UK": "GB", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB", "NORTHERN IRELAND": "GB",
    "BRITAIN": "GB", "GREAT BRITAIN": "GB", "USA": "US", "AMERICA": "US", "U.S.": "US",
    "HOLLAND": "NL", "THE NETHERLANDS": "NL", "UNITED STATES OF AMERICA": "US",
}  # fmt: skip


class Welcome:
    """Asks one question after another; `country` and `contact` are what was answered."""

    def __init__(self, country: str | None = None) -> None:
        """Begin; a country that is already known is not asked for."""
        self.step: Step = "adult"
        self.country = country
        self.contact = ""

    def first(self) -> str:
        """Return the purpose and the first question."""
        return f"{self.purpose()}\n\n{self.question()}"

    def purpose(self) -> str:
        """Return what this is for, and who can help where it cannot."""
        return f"{frame_words.purpose()} {self._help().lines}"

    def question(self) -> str:
        """Return the question that stands open, "" when there is none."""
        return (
            str(_said().get(self.step, "")) if self.step in ("adult", "country", "contact") else ""
        )

    def answer(self, text: str) -> str:
        """Take the answer to the open question; return what is said next, the next question in it.

        Afterwards `step` is "refused" for someone who is not an adult, "done" after the last.
        """
        match self.step:
            case "adult":
                return self._adult(text)
            case "country":
                return self._country(text)
            case "contact":
                self.contact = "" if text.strip().lower() in _NONE else " ".join(text.split())
                self.step = "done"
                return _said()["done"].format(**self._where())
            case _:
                return ""

    def danger(self) -> str:
        """Return what is said to someone whose answer tells of danger, the question again in it."""
        return f"{_said()['danger'].format(**self._where())} {self.question()}"

    def _adult(self, text: str) -> str:
        adult = is_adult(text)
        if adult is None:
            return _said()["again"]
        if not adult:
            self.step = "refused"
            return _said()["not_adult"].format(**self._where())
        self.step = "country" if self.country is None else "contact"
        return self.question()

    def _country(self, text: str) -> str:
        code = country_named(text)
        self.country = code or ANYWHERE
        self.step = "contact"
        unknown = code is None and text.strip().lower() not in _NONE
        return f"{_said()['country_unknown']} {self.question()}" if unknown else self.question()

    def _help(self) -> Help:
        return help_for(self.country)

    def _where(self) -> dict[str, str]:
        here = self._help()
        return {"name": here.name, "lines": here.lines, "emergency": here.emergency}


def is_adult(text: str) -> bool | None:
    """Tell what an answer to "are you 18 or over?" means; None where it is neither yes nor no."""
    plain = text.strip().replace("’", "'")
    age = _AGE.search(plain)
    if _NO.match(plain):
        return False
    if age is not None:
        return int(age[1]) >= _ADULT
    return True if _YES.match(plain) else None


def country_named(text: str) -> str | None:
    """Return the code of a country in the list, by its code or name in any case, else None."""
    plain = " ".join(text.split()).strip(".,").upper()
    plain = _ALSO_CALLED.get(plain, plain)
    known = countries()
    if plain in known:
        return plain
    return next((code for code, name in known.items() if name.upper() == plain), None)


def _said() -> dict[str, str]:
    texts: dict[str, str] = frame_words.words()["welcome"]
    return texts
