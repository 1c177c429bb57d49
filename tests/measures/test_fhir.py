"""The export, against the shape that FHIR R4 asks for.

The shape below was written by hand from the R4 pages of QuestionnaireResponse, Observation and Bundle;
the same bundles were once read whole by fhir.resources 8.3 (R4B, where the three are as in R4).
"""

from typing import Any
from uuid import UUID

import jsonschema
import pytest
from tests.measures.histories import OWN, nine

from thirdear.measures import Answers, measure
from thirdear.measures.fhir import LOINC, OURS, bundle, observations, response
from thirdear.measures.scoring import score

CODING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "extension": {"type": "array", "minItems": 1},
        "system": {"type": "string", "pattern": "^(http|urn:)"},
        "code": {"type": "string", "pattern": r"^[^\s]+(\s[^\s]+)*$"},
        "display": {"type": "string", "minLength": 1},
    },
    "required": ["system", "code"],
    "additionalProperties": False,
}
CONCEPT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "coding": {"type": "array", "items": CODING, "minItems": 1},
        "text": {"type": "string", "minLength": 1},
    },
    "minProperties": 1,
    "additionalProperties": False,
}
REFERENCE: dict[str, Any] = {
    "type": "object",
    "properties": {"reference": {"type": "string", "minLength": 1}},
    "required": ["reference"],
    "additionalProperties": False,
}
# A dateTime: a day, or a moment with a zone.
MOMENT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$",
}
ID = {"type": "string", "pattern": r"^[A-Za-z0-9\-.]{1,64}$"}
RESPONSE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "resourceType": {"const": "QuestionnaireResponse"},
        "id": ID,
        "questionnaire": {"type": "string", "minLength": 1},
        "status": {"enum": ["in-progress", "completed", "amended", "entered-in-error", "stopped"]},
        "subject": REFERENCE,
        "authored": MOMENT,
        "item": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "linkId": {"type": "string", "minLength": 1},
                    "text": {"type": "string", "minLength": 1},
                    "answer": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "object",
                            "properties": {"valueCoding": CODING},
                            "required": ["valueCoding"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["linkId"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["resourceType", "status"],
    "additionalProperties": False,
}
OBSERVATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "resourceType": {"const": "Observation"},
        "id": ID,
        "status": {"enum": ["registered", "preliminary", "final", "amended", "corrected"]},
        "category": {"type": "array", "items": CONCEPT, "minItems": 1},
        "code": CONCEPT,
        "subject": REFERENCE,
        "effectiveDateTime": MOMENT,
        "valueQuantity": {
            "type": "object",
            "properties": {
                "value": {"type": "number"},
                "unit": {"type": "string"},
                "system": {"const": "http://unitsofmeasure.org"},
                "code": {"const": "{score}"},
            },
            "required": ["value", "system", "code"],
            "additionalProperties": False,
        },
        "dataAbsentReason": CONCEPT,
        "interpretation": {"type": "array", "items": CONCEPT, "minItems": 1},
        "note": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}},
                "required": ["text"],
                "additionalProperties": False,
            },
        },
        "derivedFrom": {"type": "array", "items": REFERENCE, "minItems": 1},
    },
    "required": ["resourceType", "status", "code"],
    # obs-6: a reason for a missing value only where the value is missing.
    "oneOf": [{"required": ["valueQuantity"]}, {"required": ["dataAbsentReason"]}],
    "additionalProperties": False,
}
BUNDLE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "resourceType": {"const": "Bundle"},
        "type": {"const": "collection"},
        "entry": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "fullUrl": {"type": "string", "pattern": "^urn:uuid:"},
                    "resource": {"anyOf": [RESPONSE, OBSERVATION]},
                },
                "required": ["fullUrl", "resource"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["resourceType", "type"],
    "additionalProperties": False,
}

ANSWERED = {
    "phq-9": nine(16),
    "gad-7": {str(n): 1 for n in range(1, 8)},
    "phq-15": {str(n): 2 for n in range(1, 16)},
    "pswq": {str(n): 3 for n in range(1, 17)},
    "phq-2": {"1": 1, "2": 2},
    "hour": {str(n): 1 for n in range(1, 8)},
    "core-10": {str(n): 2 for n in range(1, 11)},
    "audit-c": {"1": 1, "2": 1, "3": 0},
    "who-5": {str(n): 2 for n in range(1, 6)},
    "problems": {"first": 8, "days": 7},
}


def given_(name: str, at: str = "2026-01-05", **values: int) -> tuple[Any, Answers]:
    answers = ANSWERED[name] | values
    words = OWN if name == "problems" else {}
    return measure(name), Answers(name, at, answers, words)


def all_of_it() -> dict[str, Any]:
    return bundle([given_(name) for name in ANSWERED], subject="Patient/17")


def test_it_has_the_shape() -> None:
    jsonschema.Draft202012Validator(BUNDLE).validate(all_of_it())


@pytest.mark.parametrize("at", ["2026-01-05", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00+01:00",
                                "2026-01-05T10:00:00", "2026-01-05T10:00:00.123-05:00"])  # fmt: skip
def test_moments_have_a_zone_or_are_days(at: str) -> None:
    made = bundle([given_("phq-9", at)])
    jsonschema.Draft202012Validator(BUNDLE).validate(made)


def test_every_reference_inside_leads_somewhere_and_names_are_unique() -> None:
    entries = all_of_it()["entry"]
    urls = [e["fullUrl"] for e in entries]
    assert len(set(urls)) == len(urls)
    for entry in entries:
        UUID(entry["fullUrl"].removeprefix("urn:uuid:"))
        for reference in entry["resource"].get("derivedFrom", []):
            assert reference["reference"] in urls


def test_the_phq_9_by_hand() -> None:
    asked, answers = given_("phq-9")
    made = response(asked, answers, "Patient/17")
    assert made["questionnaire"] == "http://loinc.org/q/44249-1"
    assert len(made["item"]) == 9
    assert made["item"][0]["linkId"] == "/44250-9"
    coding = made["item"][0]["answer"][0]["valueCoding"]
    assert (coding["system"], coding["code"], coding["display"]) == (
        LOINC, "LA6571-9", "Nearly every day",
    )  # fmt: skip
    assert coding["extension"][0]["valueDecimal"] == 3
    (total,) = observations(asked, answers, score(asked, answers.values), "Patient/17")
    assert total["code"]["coding"] == [
        {"system": LOINC, "code": "44261-6", "display": "PHQ-9 total score"}
    ]
    assert total["valueQuantity"]["value"] == 16
    assert total["interpretation"] == [{"text": "moderately severe"}]
    assert total["category"][0]["coding"][0]["code"] == "survey"
    assert total["derivedFrom"] == [{"reference": f"urn:uuid:{made['id']}"}]


def test_what_has_no_loinc_code_has_one_of_ours() -> None:
    asked, answers = given_("pswq")
    made = response(asked, answers)
    assert made["questionnaire"] == f"{OURS}:pswq|1"
    assert "subject" not in made
    assert made["item"][0]["answer"][0]["valueCoding"]["system"] == OURS
    (total,) = observations(asked, answers, score(asked, answers.values))
    assert total["code"]["coding"][0]["system"] == OURS


def test_a_questionnaire_without_a_total_has_an_observation_for_each_scale() -> None:
    asked, answers = given_("hour")
    made = observations(asked, answers, score(asked, answers.values))
    assert [o["code"]["text"] for o in made] == [
        "How the last hours were being met",
        "How the last hours were strain between the two chairs",
    ]


def test_a_score_that_could_not_be_counted_says_so() -> None:
    asked = measure("gad-7")
    answers = Answers("gad-7", "2026-01-05", {"1": 2})
    made = bundle([(asked, answers)])
    jsonschema.Draft202012Validator(BUNDLE).validate(made)
    total = made["entry"][1]["resource"]
    assert total["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert len(made["entry"][0]["resource"]["item"]) == 1


def test_what_was_filled_in_is_noted() -> None:
    asked = measure("phq-9")
    answers = Answers("phq-9", "2026-01-05", {str(n): 1 for n in range(1, 9)})
    (total,) = observations(asked, answers, score(asked, answers.values))
    assert total["note"][0]["text"].startswith("Question 9 left out")


def test_own_words_stand_with_their_question() -> None:
    made = response(*given_("problems"))
    assert made["item"][0]["text"].endswith(": I go quiet with my boss")


def test_words_that_are_not_ours_are_not_in_it() -> None:
    made = response(*given_("core-10"))
    assert made["item"][0]["text"] == measure("core-10").items[0].about


def test_the_same_answers_give_the_same_file() -> None:
    assert all_of_it() == all_of_it()
