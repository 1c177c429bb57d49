"""A questionnaire's words from somebody's own file, where they are not ours to ship.

The file is TOML: `measure`, `source` (where the words come from and why they may be used), `stem`,
a list `options` with the words of the answers from the lowest value up, a table `items` with the
words by item; for a weighted scoring a table `levels` with each item's level.
"""

from __future__ import annotations

import tomllib

import msgspec

from thirdear.measures.questionnaire import Measure, Text, letters


class TextError(ValueError):
    """A file of words that does not fit the questionnaire; says what is wrong."""


class OwnText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one questionnaire, from whoever may use them."""

    measure: str
    source: str
    stem: str
    items: dict[str, str]
    options: tuple[str, ...] = ()
    levels: dict[str, int] = {}


def own_text(toml: str) -> OwnText:
    """Read such a file; raises TextError."""
    try:
        return msgspec.convert(tomllib.loads(toml), OwnText)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TextError(f"The file of words is not in order: {error}.") from None


def with_text(questionnaire: Measure, own: OwnText) -> Measure:
    """Return the questionnaire with its words; raises TextError where they do not fit."""
    _check(questionnaire, own)
    options = tuple(
        msgspec.structs.replace(option, text=text)
        for option, text in zip(
            questionnaire.options, own.options or [o.text for o in questionnaire.options],
            strict=True,
        )
    )  # fmt: skip
    items = tuple(
        msgspec.structs.replace(
            item, text=own.items[item.id].strip(), level=own.levels.get(item.id, item.level)
        )
        for item in questionnaire.items
    )
    filled = msgspec.structs.replace(
        questionnaire, stem=own.stem.strip(), options=options, items=items
    )
    return msgspec.structs.replace(filled, text=Text(source=own.source, sha256=letters(filled)))


def _check(questionnaire: Measure, own: OwnText) -> None:
    if questionnaire.licence.text == "ships":
        raise TextError(f"{questionnaire.id} has its own words; they are not to be replaced.")
    if own.measure != questionnaire.id:
        raise TextError(f"These are the words of {own.measure}, not of {questionnaire.id}.")
    names = [item.id for item in questionnaire.items]
    for what, table in (("question", own.items), ("level", own.levels)):
        if unknown := sorted(set(table) - set(names)):
            raise TextError(f"{questionnaire.id} has no {what} {', '.join(unknown)}.")
    if empty := [name for name in names if not own.items.get(name, "").strip()]:
        raise TextError(f"The words of {', '.join(empty)} are missing.")
    if own.options and len(own.options) != len(questionnaire.options):
        raise TextError(f"{questionnaire.id} has {len(questionnaire.options)} answers.")
    if questionnaire.scoring.kind == "weighted":
        _check_levels(questionnaire, own, names)


def _check_levels(questionnaire: Measure, own: OwnText, names: list[str]) -> None:
    low, high = questionnaire.scoring.lowest, questionnaire.scoring.highest
    if lacking := [name for name in names if name not in own.levels]:
        raise TextError(f"The levels of {', '.join(lacking)} are missing.")
    if not all(low <= level <= high for level in own.levels.values()):
        raise TextError(f"Levels go from {low:g} to {high:g}.")
