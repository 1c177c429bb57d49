"""The data files: every field known, every letter as it was read, every figure with its source."""

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from thirdear.listening import listener
from thirdear.measures import Measure, UnknownMeasure, measure, measures
from thirdear.measures.questionnaire import letters, not_shipped, read

FOLDER = Path(__file__).parents[2] / "src" / "thirdear" / "measures" / "questionnaires"
ALL = list(measures().values())
SHIPPED = [m for m in ALL if m.licence.text == "ships"]
OWN = [m for m in ALL if m.licence.text == "own"]


def by_id(one: Measure) -> str:
    return one.id


# What the words came to when they were read: PHQ-9, GAD-7 and PHQ-15 (and their first two questions)
# in the method reference, section 7, and again in CamCOPS 2.4.24; PSWQ in CamCOPS 2.4.24; the last
# two are ours. A changed letter fails here even if the data file's own hash was changed with it.
LETTERS = {
    "phq-9": "0f2f8f5a9960a2b91c830ffcc01ffb6876ce32fe844776e8af2bb88c14c454de",
    "phq-2": "52509fbab98f9479377df04a5cfa786608b4c5c187ec523d9beeb83ad34bdf81",
    "gad-7": "2dd82987ece2d7eb5afba1ab3f57ec884205cb2008315be3bcbabd0c15e2acb1",
    "gad-2": "3634d1cacbaa91e01653d5c50cc3894b61be001e2a499422c2be87683a05a392",
    "phq-15": "9e2f4ea3dbc2513593d43ad71d1139e0de032c43cca2da1168f9ce11524895ee",
    "pswq": "560f9d21a1fafe69464b4ed3c4bc5ec20c2ccab0161be638da409796ceb5a651",
    "problems": "8261451f2a1e08e8a8943380649f2eeb36057b5d4aac8251cf5a3f42aac31b49",
    "hour": "db351c18459a799526057106f0f80f59d4314c8fd733ba9eedc227e0efd84dd5",
}

# The same texts once more by other means: counted by hand in the reference and in CamCOPS.
FIRST_AND_LAST = {
    "phq-9": (
        "Little interest or pleasure in doing things",
        "Thoughts that you would be better off dead or of hurting yourself in some way",
    ),
    "gad-7": (
        "Feeling nervous, anxious or on edge",
        "Feeling afraid as if something awful might happen",
    ),
    "phq-15": ("Stomach pain", "Trouble sleeping"),
    "pswq": (
        "If I do not have enough time to do everything, I do not worry about it.",
        "I worry about projects until they are all done.",
    ),
}


@pytest.mark.parametrize("one", SHIPPED, ids=by_id)
def test_not_a_letter_has_changed(one: Measure) -> None:
    assert one.text is not None
    assert letters(one) == one.text.sha256 == LETTERS[one.id]
    assert len(one.text.source.split()) >= 4


@pytest.mark.parametrize("name", FIRST_AND_LAST)
def test_first_and_last_question(name: str) -> None:
    items = measure(name).items
    assert (items[0].text, items[-1].text) == FIRST_AND_LAST[name]


def test_the_short_forms_are_the_first_questions_of_the_long_ones() -> None:
    for short, whole in (("phq-2", "phq-9"), ("gad-2", "gad-7")):
        a, b = measure(short), measure(whole)
        assert [i.text for i in a.items] == [i.text for i in b.items[:2]]
        assert (a.stem, a.options) == (b.stem, b.options)


def test_the_lowest_answer_of_the_gad_7_is_not_the_copying_error() -> None:
    assert measure("gad-7").options[0].text == "Not at all"


@pytest.mark.parametrize("one", OWN, ids=by_id)
def test_words_that_are_not_ours_to_ship_are_not_here(one: Measure) -> None:
    assert not any(item.text for item in one.items)
    assert not one.stem
    assert one.text is None
    # What is there instead is a name for the subject, not a question.
    assert all(len(item.about.split()) <= 8 for item in one.items)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda p: p.stem)
def test_a_file_is_named_as_its_measure(path: Path) -> None:
    assert read(path.read_text(encoding="utf-8")).id == path.stem


def test_a_field_that_is_not_known_is_refused() -> None:
    text = (FOLDER / "phq-2.toml").read_text(encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match="severity"):
        read('severity = "none"\n' + text)
    with pytest.raises(msgspec.ValidationError, match="citation"):
        read(re.sub(r"(?m)^citation.*\n", "", text))
    with pytest.raises(msgspec.ValidationError):
        read(text.replace("lowest = 0", 'lowest = "none"'))


@pytest.mark.parametrize("one", ALL, ids=by_id)
def test_a_measure_is_whole(one: Measure) -> None:
    names = [item.id for item in one.items]
    assert len(set(names)) == len(names)
    values = [option.value for option in one.options]
    assert values == sorted(set(values))
    assert {i for s in one.scoring.subscales for i in s.items} <= set(names)
    assert one.licence.terms
    assert one.licence.source
    assert one.scoring.source
    assert one.scoring.lowest < one.scoring.highest
    assert bool(one.scoring.may_miss) == bool(one.scoring.may_miss_source)
    assert bool(one.bands) == bool(one.bands_source)
    assert all(item.about for item in one.items)
    for code in [one.codes.panel, one.codes.total, *(item.code for item in one.items)]:
        assert not code or re.fullmatch(r"\d{4,5}-\d", code)


def loinc_check_digit(code: str) -> int:
    """The check digit of a LOINC code (mod 10), worked out on its own."""
    digits = code.partition("-")[0][::-1]
    total = 0
    for place, digit in enumerate(digits):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return (10 - total % 10) % 10


@pytest.mark.parametrize("one", ALL, ids=by_id)
def test_every_loinc_code_has_the_right_check_digit(one: Measure) -> None:
    for code in [one.codes.panel, one.codes.total, *(item.code for item in one.items)]:
        if code:
            assert int(code[-1]) == loinc_check_digit(code), code


@pytest.mark.parametrize("one", ALL, ids=by_id)
def test_the_code_of_the_panel_is_not_used_for_the_total(one: Measure) -> None:
    assert not one.codes.total or one.codes.total != one.codes.panel


@pytest.mark.parametrize("one", [m for m in ALL if m.bands], ids=by_id)
def test_bands_cover_all_scores_and_the_cut_off_is_an_edge(one: Measure) -> None:
    bands = one.bands
    assert bands[0].start == one.scoring.lowest
    assert bands[-1].end == one.scoring.highest
    for before, after in itertools.pairwise(bands):
        assert before.end < after.start <= before.end + 1
    if one.cutoff and len(bands) == 2:
        assert one.cutoff.at in (bands[0].end, bands[1].start)


@pytest.mark.parametrize("one", [m for m in ALL if m.reliable], ids=by_id)
def test_a_reliable_change_says_what_it_rests_on(one: Measure) -> None:
    assert one.reliable is not None
    assert len(one.reliable.source.split()) >= 3
    if one.reliable.kind == "computed":
        assert one.reliable.at is None
        assert one.reliable.sd
        assert one.reliable.r
    else:
        assert one.reliable.at


@pytest.mark.parametrize("one", [m for m in ALL if m.licence.text == "ships"], ids=by_id)
def test_a_person_sees_kind_plain_words_and_no_diagnosis(one: Measure) -> None:
    seen = [one.title, *(band.words for band in one.bands), *(band.short for band in one.bands)]
    for words in seen:
        assert not re.search(
            r"depress|disorder|anxiety\b|severe|patholog|clinical|abnormal|danger|alarm|worri?some"
            r"|diagnos|\bcase\b|!|you should|must",
            words,
            re.IGNORECASE,
        ), words


def test_marks_carry_codes_that_the_room_knows() -> None:
    risks = set(listener.kinds()["risk"])
    for one in ALL:
        for item in one.items:
            if item.mark and item.mark.opens != "repair":
                assert item.mark.code in risks
            elif item.mark:
                assert item.mark.code in {"withdrawal", "confrontation"}


def test_an_unknown_measure_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownMeasure, match="phq-9"):
        measure("phq-99")


def test_what_is_not_shipped_says_why() -> None:
    assert len(not_shipped()) >= 10
    for each in not_shipped():
        assert len(each.why.split()) >= 4
        assert each.source


def test_every_measure_of_which_only_the_scoring_ships_is_listed_as_such() -> None:
    told = " ".join(each.name for each in not_shipped())
    for one in OWN:
        assert one.name in told


@pytest.mark.parametrize("name", ["battery.toml", "words.toml", "not_shipped.toml"])
def test_the_other_tables_are_toml(name: str) -> None:
    table: dict[str, Any] = tomllib.loads((FOLDER.parent / name).read_text(encoding="utf-8"))
    assert table
