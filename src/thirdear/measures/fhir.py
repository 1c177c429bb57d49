"""Answers and scores as FHIR R4 resources: QuestionnaireResponse, Observation, a Bundle of them.

LOINC codes where they are known, a code system of our own where they are not. The score's code is
that of the total, never that of the panel. Names of resources are made from what they hold, so the
same answers always give the same file.

This uses LOINC (loinc.org): codes copyright 1995 and later, Regenstrief Institute, Inc. and the
LOINC Committee, free of charge under the licence at loinc.org/license.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from thirdear.measures.answers import Answers
from thirdear.measures.questionnaire import Item, Measure
from thirdear.measures.scoring import Score, score

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
OURS = "urn:thirdear:measures"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_NAMES = UUID("5d0d0f0e-3a0e-5b1c-9a55-6d0e6f1f7a11")

Resource = dict[str, Any]


def bundle(answered: Sequence[tuple[Measure, Answers]], subject: str | None = None) -> Resource:
    """Return a collection of what was answered and what it came to.

    `subject` is a reference to the patient in whoever receives it, as in "Patient/17".
    """
    entries = []
    for questionnaire, answers in answered:
        given = response(questionnaire, answers, subject)
        found = score(questionnaire, answers.values)
        for resource in (given, *observations(questionnaire, answers, found, subject)):
            entries.append({"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource})
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def response(questionnaire: Measure, answers: Answers, subject: str | None = None) -> Resource:
    """Return the answers as a QuestionnaireResponse; a question that was left out is not in it."""
    given = [_item(questionnaire, item, answers) for item in questionnaire.items
             if item.id in answers.values]  # fmt: skip
    return _without_empty({
        "resourceType": "QuestionnaireResponse",
        "id": _name("response", questionnaire, answers),
        "questionnaire": _canonical(questionnaire),
        "status": "completed",
        "subject": {"reference": subject} if subject else None,
        "authored": _moment(answers.at),
        "item": given,
    })  # fmt: skip


def observations(
    questionnaire: Measure, answers: Answers, found: Score, subject: str | None = None
) -> list[Resource]:
    """Return the score, and each subscale, as an Observation derived from the answers."""
    made = []
    if questionnaire.scoring.kind != "subscales":
        code = _code(questionnaire.codes.total, f"{questionnaire.id}-total",
                     f"{questionnaire.name} total score")  # fmt: skip
        made.append(
            _observation(questionnaire, answers, "total", code, found.value, subject)
            | _without_empty({"interpretation": _interpretation(found), "note": _notes(found)})
        )
    for part in questionnaire.scoring.subscales:
        code = _code("", f"{questionnaire.id}-{part.id}", f"{questionnaire.name} {part.name}")
        value = found.subscales[part.id]
        made.append(_observation(questionnaire, answers, part.id, code, value, subject))
    return made


def _observation(
    questionnaire: Measure,
    answers: Answers,
    part: str,
    code: Resource,
    value: float | None,
    subject: str | None,
) -> Resource:
    given = f"urn:uuid:{_name('response', questionnaire, answers)}"
    made: Resource = {
        "resourceType": "Observation",
        "id": _name(part, questionnaire, answers),
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "survey", "display": "Survey"}]}],
        "code": code,
        "subject": {"reference": subject} if subject else None,
        "effectiveDateTime": _moment(answers.at),
        "derivedFrom": [{"reference": given}],
    }
    if value is None:
        made["dataAbsentReason"] = {"coding": [{"system": ABSENT, "code": "unknown"}]}
    else:
        made["valueQuantity"] = {
            "value": value, "unit": "{score}", "system": UCUM, "code": "{score}",
        }  # fmt: skip
    return _without_empty(made)


def _item(questionnaire: Measure, item: Item, answers: Answers) -> Resource:
    chosen = answers.values[item.id]
    option = next(o for o in questionnaire.options if o.value == chosen)
    coding = {
        "extension": [{"url": ORDINAL, "valueDecimal": chosen}],
        "system": LOINC if option.code else OURS,
        "code": option.code or f"{questionnaire.id}-{chosen}",
        "display": option.text or None,
    }
    # What the person called it in their own words belongs to the question, not to the number.
    text = ": ".join(t for t in (item.text or item.about, answers.words.get(item.id, "")) if t)
    return {
        "linkId": f"/{item.code}" if item.code else item.id,
        "text": text,
        "answer": [{"valueCoding": _without_empty(coding)}],
    }


def _canonical(questionnaire: Measure) -> str:
    if questionnaire.codes.panel:
        return f"{LOINC}/q/{questionnaire.codes.panel}"
    return f"{OURS}:{questionnaire.id}|{questionnaire.version}"


def _code(loinc: str, ours: str, display: str) -> Resource:
    coding = {"system": LOINC, "code": loinc} if loinc else {"system": OURS, "code": ours}
    return {"coding": [coding | {"display": display}], "text": display}


def _interpretation(found: Score) -> list[Resource] | None:
    return [{"text": found.band.clinical}] if found.band else None


def _notes(found: Score) -> list[Resource] | None:
    if not found.prorated:
        return None
    left_out = ", ".join(found.missing)
    return [{"text": f"Question {left_out} left out; the mean of the others stands in for it."}]


def _moment(at: str) -> str:
    """Return a FHIR dateTime: one with a time of day needs a zone, else the day alone is said."""
    zoned = at.endswith("Z") or "+" in at[10:] or "-" in at[10:]
    return at if zoned else at[:10]


def _name(what: str, questionnaire: Measure, answers: Answers) -> str:
    return str(uuid5(_NAMES, f"{what}|{questionnaire.id}|{questionnaire.version}|{answers.at}"))


def _without_empty(resource: Resource) -> Resource:
    return {key: value for key, value in resource.items() if value not in (None, [], "")}
