"""Words from somebody's own file: they must fit, and scoring goes on as before."""

import pytest

from thirdear.measures import TextError, measure, score, with_text
from thirdear.measures.texts import OwnText, own_text

WSAS = """
measure = "wsas"
source = "the clinic's licence"
stem = "How much does it get in the way?"
options = ["not at all", "", "slightly", "", "definitely", "", "markedly", "", "very severely"]
[items]
1 = "one"
2 = "two"
3 = "three"
4 = "four"
5 = "five"
"""
LEVELS = {str(n): 7 if n <= 10 else 4 if n <= 20 else 1 for n in range(1, 31)}


def dmrs(**changes: object) -> OwnText:
    words = {str(n): f"words {n}" for n in range(1, 31)}
    fields: dict[str, object] = {"measure": "dmrs-sr-30", "source": "s", "stem": "x",
                                 "items": words, "levels": LEVELS}  # fmt: skip
    return OwnText(**(fields | changes))  # type: ignore[arg-type]


def test_the_words_are_there_and_the_scoring_is_the_same() -> None:
    bare = measure("wsas")
    filled = with_text(bare, own_text(WSAS))
    assert filled.has_text
    assert [item.text for item in filled.items] == ["one", "two", "three", "four", "five"]
    assert filled.options[2].text == "slightly"
    assert filled.text is not None
    assert filled.text.source == "the clinic's licence"
    answers = {"1": 4, "2": 4, "3": 2, "4": 0, "5": 1}
    assert score(filled, answers) == score(bare, answers)
    assert not measure("wsas").has_text


def test_the_levels_make_the_weighted_score() -> None:
    one = with_text(measure("dmrs-sr-30"), dmrs())
    assert one.can_be_scored
    # By hand: ten of level 7, ten of 4, ten of 1, all answered alike: 12 / 3 = 4.
    assert score(one, {str(n): 2 for n in range(1, 31)}).value == 4.0
    # Level 7 at 4, the rest at 0: 7. Level 7 at 3 and level 1 at 1: (7*30 + 1*10) / 40 = 5.5
    assert score(one, {str(n): 4 if n <= 10 else 0 for n in range(1, 31)}).value == 7.0
    mixed = {str(n): 3 if n <= 10 else 1 if n > 20 else 0 for n in range(1, 31)}
    assert score(one, mixed).value == 5.5
    # Nothing of anything: there is no mean of nothing.
    assert score(one, {str(n): 0 for n in range(1, 31)}).value is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WSAS.replace('5 = "five"', ""), "words of 5"),
        (WSAS + '6 = "six"\n', "no question 6"),
        (WSAS.replace('"wsas"', '"who-5"'), "words of who-5"),
        (WSAS.replace('"slightly", ', ""), "has 9 answers"),
        (WSAS.replace("stem =", "stammer ="), "not in order"),
        ("measure = ", "not in order"),
    ],
)
def test_words_that_do_not_fit_are_refused(text: str, told: str) -> None:
    with pytest.raises(TextError, match=told):
        with_text(measure("wsas"), own_text(text))


def test_levels_that_do_not_fit_are_refused() -> None:
    one = measure("dmrs-sr-30")
    with pytest.raises(TextError, match="levels of 30 are missing"):
        with_text(one, dmrs(levels={k: v for k, v in LEVELS.items() if k != "30"}))
    with pytest.raises(TextError, match="from 1 to 7"):
        with_text(one, dmrs(levels=LEVELS | {"3": 8}))


def test_words_that_ship_are_not_replaced() -> None:
    own = OwnText(measure="phq-2", source="s", stem="x", items={"1": "a", "2": "b"})
    with pytest.raises(TextError, match="its own words"):
        with_text(measure("phq-2"), own)
