"""What a questionnaire is: its words, where they come from, how it is scored, what a score says.

One data file each in `questionnaires/`. Read strictly: a field that is not known here, or one that
is missing, is an error of the file.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

Direction = Literal["lower", "higher"]
Opens = Literal["safety", "doctor", "repair"]


class UnknownMeasure(ValueError):
    """There is no measure of that name."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a data file; what it does not know it refuses."""


class Licence(_Data, frozen=True):
    """Under which terms the words may be used, and who says so.

    `text` is `ships` (the words are in the file) or `own` (only the scoring is: whoever may use
    the words brings them, see `texts.py`).
    """

    text: Literal["ships", "own"]
    terms: str
    source: str


class Text(_Data, frozen=True):
    """Where the words were read, and what they come to, so that no letter can change unseen."""

    source: str
    sha256: str


class Option(_Data, frozen=True):
    """One possible answer: its value, its words, its LOINC answer code where there is one."""

    value: int
    text: str = ""
    code: str = ""


class Mark(_Data, frozen=True):
    """An answer that must not only be counted.

    From the value `at` on it opens `safety` (the safety flow, before anything else), `doctor` (a
    quiet word that this is for a doctor) or `repair` (what went wrong between the two chairs).
    `code` is the code of the risk that the listener would have heard.
    """

    at: int
    opens: Opens
    code: str
    because: str


class Item(_Data, frozen=True):
    """One question. `about` says in our words what it asks; `text` is empty where it is not ours.

    `own_words`: the person first says in a few words what it is about for them. `may_be_left`: left
    out it is not missing (one that does not apply, or a second problem where there is but one).
    `level` is the item's weight where a scoring weighs.
    """

    id: str
    about: str
    text: str = ""
    code: str = ""
    reverse: bool = False
    own_words: bool = False
    may_be_left: bool = False
    level: int | None = None
    mark: Mark | None = None


class Subscale(_Data, frozen=True):
    """Some of the items, summed on their own."""

    id: str
    name: str
    items: tuple[str, ...]
    better: Direction


class Scoring(_Data, frozen=True):
    """How answers become a score.

    `sum` (times `times`), `mean`, `weighted` (the mean of the items' levels, each weighed by its
    answer) or `subscales` (no total). Up to `may_miss` missing answers are replaced by the mean of
    the others, where the measure's authors or keepers allow it, who are named in `source`.
    """

    kind: Literal["sum", "mean", "weighted", "subscales"]
    lowest: float
    highest: float
    better: Direction
    source: str
    times: int = 1
    may_miss: int = 0
    may_miss_source: str = ""
    subscales: tuple[Subscale, ...] = ()


class Band(_Data, frozen=True):
    """What a score from `start` to `end` says: `words` for the person, `clinical` as published.

    `short` stands beside a picture.
    """

    start: float
    end: float
    short: str
    words: str
    clinical: str


class Cutoff(_Data, frozen=True):
    """The score from which on (or, where higher is better, up to which) studies call it a case."""

    at: float
    source: str


class Reliable(_Data, frozen=True):
    """How far two scores must be apart before it is more than the measure's own wavering.

    `published`: `at` as its authors or a health service give it. `computed`: from `sd` and `r`
    after Jacobson and Truax (1991). `proposed`: ours, not validated. `read` tells whether the
    figure was read at the source named.
    """

    kind: Literal["published", "computed", "proposed"]
    source: str
    at: float | None = None
    sd: float | None = None
    r: float | None = None
    confidence: int = 95
    read: bool = True


class Codes(_Data, frozen=True):
    """LOINC codes of the whole questionnaire and of its total score."""

    panel: str = ""
    total: str = ""


class Measure(_Data, frozen=True):
    """A questionnaire. `title` is the plain name that a person sees, `name` the published one."""

    id: str
    version: int
    name: str
    title: str
    period: str
    minutes: int
    licence: Licence
    citation: str
    stem: str
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    scoring: Scoring
    bands: tuple[Band, ...] = ()
    bands_source: str = ""
    text: Text | None = None
    cutoff: Cutoff | None = None
    reliable: Reliable | None = None
    codes: Codes = Codes()
    note: str = ""

    @property
    def has_text(self) -> bool:
        """Whether the words are there to be shown."""
        return all(item.text for item in self.items)

    @property
    def can_be_scored(self) -> bool:
        """Whether the scoring knows all it needs (a weighted one needs the levels)."""
        return self.scoring.kind != "weighted" or all(i.level is not None for i in self.items)

    def item(self, name: str) -> Item | None:
        """Return the item of that name, or None."""
        return next((item for item in self.items if item.id == name), None)

    def band(self, value: float) -> Band | None:
        """Return what a score says, or None where nobody published bands.

        A score between two bands (a prorated 9.5) belongs to the one it has not yet left.
        """
        reached = [band for band in self.bands if band.start <= value]
        return reached[-1] if reached else None


def letters(questionnaire: Measure) -> str:
    """Return the SHA-256 of everything a person reads: stem, items and answers, in order."""
    read = [
        questionnaire.stem,
        *(item.text for item in questionnaire.items),
        *(option.text for option in questionnaire.options),
    ]
    return hashlib.sha256("\n".join(read).encode()).hexdigest()


@cache
def measures() -> dict[str, Measure]:
    """Return all measures there are, by name, as their data files say them."""
    folder = resources.files("thirdear.measures") / "questionnaires"
    found = [
        read(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir(), key=lambda p: p.name)
        if path.name.endswith(".toml")
    ]
    return {each.id: each for each in found}


def read(toml: str) -> Measure:
    """Read one data file; raises msgspec.ValidationError where it is not in order."""
    return msgspec.convert(tomllib.loads(toml), Measure)


def measure(name: str) -> Measure:
    """Return one measure; raises UnknownMeasure."""
    try:
        return measures()[name]
    except KeyError:
        known = ", ".join(measures())
        raise UnknownMeasure(f"There is no measure {name!r}; there are {known}.") from None


class NotShipped(_Data, frozen=True):
    """A questionnaire that is not here, and why; `instead` is what stands in for it."""

    name: str
    why: str
    source: str
    instead: str = ""


@cache
def not_shipped() -> tuple[NotShipped, ...]:
    """Return what is not here, and why."""
    path = resources.files("thirdear.measures") / "not_shipped.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(table["measure"], tuple[NotShipped, ...])
