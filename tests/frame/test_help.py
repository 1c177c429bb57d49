"""Where help is: every country's entry complete, readable, and its own."""

import re

import pytest

from thirdear.frame.help import ANYWHERE, countries, entry_for, help_for

OWN = [code for code in countries() if code != ANYWHERE]
PHONE = re.compile(r"[\d][\d\s/()+-]*")


@pytest.mark.parametrize("country", OWN)
def test_a_countrys_entry_is_complete(country: str) -> None:
    entry = entry_for(country)
    assert len(country) == 2
    assert country.isupper()
    assert entry["name"]
    assert entry["spelling"] in ("british", "american")
    assert entry["emergency"]
    assert all(PHONE.fullmatch(number) for number in entry["emergency"])
    assert entry["emergency"][0] in entry["emergency_words"]
    assert entry["lines"], "someone to talk to in a crisis"
    assert entry["care"], "a way to ordinary care"


@pytest.mark.parametrize("country", countries())
@pytest.mark.parametrize("part", ["lines", "abuse", "medical"])
def test_each_line_says_who_for_whom_how_and_when(country: str, part: str) -> None:
    for line in entry_for(country).get(part, []):
        assert line["name"]
        assert line["what"]
        assert line.get("call") or line.get("text") or line.get("web"), line["name"]
        if "web" in line:
            assert " " not in line["web"]


@pytest.mark.parametrize("country", countries())
def test_what_is_shown_is_whole_sentences(country: str) -> None:
    found = help_for(country)
    for text in (found.lines, found.care):
        assert text.endswith(".")
        assert "None" not in text
        assert "unknown" not in text
        assert not re.search(r"[{}]|  | \.|\.\.|: \.", text)
    assert not found.short.endswith(".")
    assert found.emergency


@pytest.mark.parametrize("country", OWN)
def test_the_first_line_can_be_reached_by_voice_or_text(country: str) -> None:
    first = entry_for(country)["lines"][0]
    assert first.get("call") or first.get("text")
    assert (first.get("call") or first["text"]) in help_for(country).lines


@pytest.mark.parametrize("country", OWN)
def test_a_country_shows_its_own_name_and_no_others_number(country: str) -> None:
    found = help_for(country)
    assert entry_for(country)["name"] in found.lines
    assert found.country == country


def test_the_code_may_be_typed_in_small_letters() -> None:
    assert help_for("gb") == help_for("GB")


@pytest.mark.parametrize("country", [None, "", "QQ", "Narnia", "ZZ"])
def test_an_unknown_country_gets_general_guidance(country: str | None) -> None:
    assert help_for(country).country == ANYWHERE
    assert help_for(country).emergency


def test_the_fallback_comes_last_in_the_list() -> None:
    assert list(countries())[-1] == ANYWHERE
    assert list(countries().values())[:-1] == sorted(list(countries().values())[:-1])
