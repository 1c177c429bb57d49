"""Defences: every example and every counter-example of the data file, and what makes one a claim."""

from typing import Any

import pytest
from tests.listening.hearing import codes, heard, only

from thirdear.listening import defences
from thirdear.listening.lexicon import lexicon
from thirdear.listening.observation import Reading

PATTERNS: list[dict[str, Any]] = lexicon("defences")["pattern"]


def examples(side: str) -> list[Any]:
    """Return the examples ("heard") or counter-examples ("not") of all patterns, as parameters."""
    return [
        pytest.param(pattern, example, id=f"{pattern['id']}: {example['text'][:60]}")
        for pattern in PATTERNS
        for example in pattern[side]
    ]


def listen_to(example: dict[str, str]) -> Reading:
    return heard(*([example["before"]] if "before" in example else []), example["text"])


@pytest.mark.parametrize(("pattern", "example"), examples("heard"))
def test_an_example_is_heard(pattern: dict[str, Any], example: dict[str, str]) -> None:
    found = [o for o in listen_to(example).of("defence") if o.code == pattern["code"]]
    assert any(example["quote"].lower() in o.quote.lower() for o in found) or any(
        o.quote.lower() in example["quote"].lower() for o in found
    )


@pytest.mark.parametrize(("pattern", "example"), examples("not"))
def test_a_counter_example_is_not_heard(pattern: dict[str, Any], example: dict[str, str]) -> None:
    told = [o.code for o in listen_to(example).told("defence")]
    assert pattern["code"] not in told


# ---- What makes a pattern a claim -------------------------------------------------------------------


def test_a_minimisation_after_an_injury_is_heard_as_a_defence() -> None:
    reading = heard("My boss gave the project to Dan. It's fine, honestly.")
    assert only(reading, "defence", "denial").quote == "It's fine, honestly"


def test_a_minimisation_with_no_injury_is_only_possible_and_never_spoken_of() -> None:
    reading = heard("The room was green. It's fine, honestly.")
    assert reading.of("defence") == ()
    assert [o.claim for o in reading.of("defence", claim=None)] == ["possible"]


def test_the_injury_may_have_been_told_a_turn_before() -> None:
    reading = heard("She told me off in front of everyone.", "No big deal though.")
    assert codes(reading, "defence") == ["denial"]


def test_an_injury_of_long_before_does_not_make_everything_a_defence() -> None:
    chat = ["The soup was cold.", "We took the bus.", "It rained.", "The lamp came."]
    reading = heard("She told me off in front of everyone.", *chat, "It's fine, honestly.")
    assert codes(reading, "defence") == []


def test_who_names_the_feeling_beside_it_does_not_wave_it_away() -> None:
    reading = heard("He forgot my birthday. I was furious, and now it's fine.")
    assert codes(reading, "defence") == []


def test_what_is_quoted_or_reported_of_another_is_not_the_persons_defence() -> None:
    quoted = heard('They left me out. "It doesn\'t matter," she said to him.')
    reported = heard("They left her out and he said it doesn't matter.")
    assert codes(quoted, "defence") == codes(reported, "defence") == []


def test_a_question_is_not_a_defence() -> None:
    assert codes(heard("They left me out. Is it fine if I say so?"), "defence") == []


def test_a_hurried_typist_minimises_without_apostrophes() -> None:
    assert "denial" in codes(heard("they didnt invite me its fine honestly"), "defence")


def test_a_mature_way_of_coping_is_heard_as_such() -> None:
    reading = heard("I notice I start joking exactly when you ask about her, I think I'm scared.")
    assert {o.attributes["level"] for o in reading.of("defence")} == {7}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p["id"])
def test_each_pattern_has_a_level_and_a_bar(pattern: dict[str, Any]) -> None:
    assert pattern["code"] in defences.LEVELS
    assert pattern["alone"] <= pattern["with"] <= 0.9
    assert pattern["with"] >= defences.LIKELY
    assert not pattern.get("needs") or pattern["alone"] < defences.LIKELY
    assert pattern["heard"]
    assert pattern["not"]


def test_at_least_six_common_defences_are_heard() -> None:
    assert len({p["code"] for p in PATTERNS}) >= 6
