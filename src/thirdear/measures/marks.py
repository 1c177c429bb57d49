"""Answers that must not only be counted: those that open the safety flow come before all else."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from thirdear.measures.questionnaire import Measure, Opens


class Marked(msgspec.Struct, frozen=True):
    """An answer that opens something: `code` as the listener names risks, `said` to quote it.

    `said` is the question and the answer that was chosen, in the questionnaire's words where they
    are here and in ours where they are not.
    """

    measure: str
    item: str
    value: int
    opens: Opens
    code: str
    said: str
    because: str


def marked(questionnaire: Measure, values: Mapping[str, int]) -> tuple[Marked, ...]:
    """Return every answer that opens something, the safety flow's first."""
    found = []
    for item in questionnaire.items:
        mark, value = item.mark, values.get(item.id)
        if mark is None or value is None or value < mark.at:
            continue
        chosen = next((o.text for o in questionnaire.options if o.value == value and o.text), "")
        asked = (item.text or item.about).rstrip(".")
        said = f"{asked}: {chosen}" if chosen else asked
        found.append(
            Marked(questionnaire.id, item.id, value, mark.opens, mark.code, said, mark.because)
        )
    return tuple(sorted(found, key=lambda m: m.opens != "safety"))


def dangers(questionnaire: Measure, values: Mapping[str, int]) -> tuple[Marked, ...]:
    """Return the answers that open the safety flow, whatever the score."""
    return tuple(m for m in marked(questionnaire, values) if m.opens == "safety")
