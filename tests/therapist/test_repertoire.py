"""Every wording, with many kinds of the person's words in it, keeps the form and can be told apart."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from thirdear.speech import Quote
from thirdear.therapist.form import keeps_form
from thirdear.therapist.hour import spoken_form
from thirdear.therapist.intervention import Intervention, table

MOVES: list[dict[str, Any]] = table("repertoire")["move"]
KINDS: dict[str, dict[str, Any]] = table("interventions")

# What people say, as it is quoted: fragments, whole clauses, chat, with and without capitals.
FRAGMENTS = ("it's fair enough", "no big deal", "i dont care", "It's only a pot", "whatever")
CLAUSES = (
    "I never go in", "she asked Paul", "nobody came", "We don't do that in our house",
    "my gf dumped me", "I said nothing", "You must be sick of me", "It doesn't matter now",
)  # fmt: skip
LONG = (
    "I couldn't get the word out in front of them",
    "she moved my desk next to the printer again",
    "What kind of mother would ever do that",
)
QUOTED = (*FRAGMENTS, *CLAUSES)
FIGURES = ("your dad", "Paul", "your sister-in-law", "the man from the bank")
ADDRESSED = ("you sat there refreshing", "you'd been there every weekend for three years",
             "you don't mind", "she never asked you")  # fmt: skip
THINGS = ("the yellow door", "a pipe rack", "this bike", "my mother's bangles")
NAMED = ("the yellow door", "the pipe rack", "your bicycle", "the tissue paper")
LANDINGS = ("the hall", '"my garage"', "a yoghurt pot", "the York stone")
FEELINGS = ("angry", "a bit annoyed", "ashamed", "furious", "lost")
SLOTS: dict[str, tuple[str, ...]] = {
    "quote": (*QUOTED, *LONG), "sore": QUOTED, "first": QUOTED, "second": QUOTED[::-1],
    "third": ("that's life", "it's grand", "I got on with it"), "left": (*FEELINGS, *CLAUSES),
    "last": QUOTED[3:], "then": QUOTED, "old": QUOTED, "new": QUOTED[::-1],
    "here": QUOTED, "there": QUOTED[::-1], "before": (*FEELINGS[::-1], *QUOTED),
    "now": (*FEELINGS, *QUOTED[::-1]), "word": FEELINGS, "adj": FEELINGS,
    "noun": ("shame", "relief", "anger"), "thing": THINGS, "named": NAMED,
    "landing": LANDINGS, "figure": FIGURES, "near": FIGURES, "far": FIGURES[::-1],
    "whose": ("your dad's", "your mother's", "Bríd's"), "addressed": ADDRESSED,
    "first_when": ("the project went to Dan", "your wife asked"),
    "second_when": ("Paul rang", "the letter came"),
    "when": ("last time", "in the first session", "on 3 May"),
}  # fmt: skip
_NAMES_OF = {name.capitalize(): name for name in SLOTS}
AT_LEAST = {
    "REF": 25, "ASC": 25, "CLA": 25, "CON": 25, "DEF": 25, "TRA": 25, "VAL": 25, "WRK": 25,
    "ENC": 10, "LNK": 12, "SUM": 10,
}  # fmt: skip
MANY_WORDINGS = {
    "made_small", "hard_on_yourself", "feeling_said", "feeling_how", "own_clause", "left_unsaid",
    "that_would_hurt", "few_words", "unasked_no", "memory_told", "dream_told", "vague_word",
    "laughed", "sorry_for_it", "asks_if_bad", "same_again", "self_view", "nothing_comes",
    "keeps_it_small", "turns_it_inward", "tears", "waved_away_then_left", "left_something_warm",
}  # fmt: skip
"""Moves that come often: six wordings or more each."""
ASKING_IS_THEIR_WORK = {"ASC", "CLA", "TRA"}
NEVER = re.compile(
    r"\b(?:you (?:should|ought|must|need to|have to)|why don't you|try to|i feel|i care|i'm sorry|"
    r"i'm glad|proud|brave|well done|don't worry|it will be (?:fine|all right)|perfectly normal|"
    r"not your fault|trauma|defen[cs]e|denial|projection|resistance|boundar\w+|process this)\b",
    re.IGNORECASE,
)
BRITISH_OR_AMERICAN_ONLY = re.compile(
    r"\b(?:mum|mom|learnt|towards|whilst|colou?r|favou?r\w*|apologi[sz]e\w*|reali[sz]e\w*|queue|"
    r"gotten|reckon|fortnight|vacation|holiday|behavio\w+|grey|gray)\b",
    re.IGNORECASE,
)


def wordings() -> Iterator[Any]:
    for move in MOVES:
        for n, wording in enumerate(move["wordings"]):
            yield pytest.param(move, wording, id=f"{move['id']}#{n}")


def slots_of(wording: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(wording) if name]


def value(name: str, n: int) -> str:
    plain = _NAMES_OF.get(name, name)
    found = SLOTS[plain][n % len(SLOTS[plain])]
    return found[:1].upper() + found[1:] if name != plain else found


def fills(wording: str) -> Iterator[Mapping[str, str]]:
    """Yield ways of filling a wording: every value of its richest slot at least once."""
    names = slots_of(wording)
    for n in range(max((len(SLOTS[_NAMES_OF.get(name, name)]) for name in names), default=1)):
        yield {name: value(name, n + 2 * place) for place, name in enumerate(names)}


def made(move: dict[str, Any], wording: str, slots: Mapping[str, str]) -> Intervention:
    text = wording.format(**slots)
    said = [*slots.values(), *(v.strip('"') for v in slots.values())] or ["what was said"]
    grounds = tuple(Quote("s", 3, 0, 0, len(words), words) for words in said)
    return Intervention(move["kind"], KINDS[move["kind"]]["depth"], text, grounds, "G5",
                        f"{move['id']}#0", move["because"], move["alternative"])  # fmt: skip


def outside_quotations(text: str) -> str:
    return re.sub(r'"[^"]*"', '""', text)


def frame(wording: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", re.sub(r"\{\w+\}", "X", wording)).lower().split())


# ---- Every wording, filled ----------------------------------------------------------------------


@pytest.mark.parametrize(("move", "wording"), list(wordings()))
def test_a_wording_keeps_the_form_whatever_words_stand_in_it(
    move: dict[str, Any], wording: str
) -> None:
    kept = 0
    ways = list(fills(wording))
    for slots in ways:
        said = made(move, wording, slots)
        text = said.text
        assert text.count("?") <= 1
        assert text.count('"') % 2 == 0
        assert "  " not in text
        assert " ." not in text
        assert text[-1] in ".?"
        assert text[0].isupper() or text[0] == '"'
        kept += keeps_form(said, (), spoken_form(text))
    assert kept == len(ways) or kept >= 0.8 * len(ways), "too long for ordinary words of a person"


@pytest.mark.parametrize(("move", "wording"), list(wordings()))
def test_a_wording_says_nothing_that_must_not_be_said(move: dict[str, Any], wording: str) -> None:
    for slots in fills(wording):
        own = outside_quotations(wording.format(**slots))
        assert not NEVER.search(own)
        assert not re.search("[—–!;]", own)


@pytest.mark.parametrize(("move", "wording"), list(wordings()))
def test_a_wording_is_spelled_alike_on_both_sides_of_the_ocean(
    move: dict[str, Any], wording: str
) -> None:
    assert not BRITISH_OR_AMERICAN_ONLY.search(wording)


@pytest.mark.parametrize(
    ("move", "wording"), [p for p in wordings() if KINDS[p.values[0]["kind"]].get("tentative")]
)
def test_what_is_inferred_says_that_it_is(move: dict[str, Any], wording: str) -> None:
    own = outside_quotations(wording)
    assert re.search(r"\b(?:i wonder|perhaps|maybe|could it be|as if|might|may)\b", own, re.I)
    assert len(re.findall(r"\b(?:i wonder|perhaps|maybe)\b", own, re.I)) <= 1


@pytest.mark.parametrize(
    ("move", "wording"), [p for p in wordings() if p.values[0]["kind"] in ("REF", "CON", "VAL")]
)
def test_a_motive_is_never_claimed(move: dict[str, Any], wording: str) -> None:
    assert not re.search(
        r"\bbecause\b|\bin order to\b|\bso that you\b", outside_quotations(wording)
    )


@pytest.mark.parametrize(("move", "wording"), list(wordings()))
def test_every_slot_is_known(move: dict[str, Any], wording: str) -> None:
    assert set(slots_of(wording)) <= SLOTS.keys() | _NAMES_OF.keys()


@pytest.mark.parametrize(("move", "wording"), list(wordings()))
def test_a_sign_to_go_on_has_no_slots(move: dict[str, Any], wording: str) -> None:
    if move["kind"] == "ENC":
        assert not slots_of(wording)


# ---- The repertoire as a whole ---------------------------------------------------------------------


def test_no_two_wordings_have_the_same_frame() -> None:
    bare = {"x"}  # the person's own words and nothing else
    seen = Counter(frame(w) for move in MOVES for w in move["wordings"])
    assert {f: n for f, n in seen.items() if n > 1 and f not in bare} == {}


@pytest.mark.parametrize("kind", AT_LEAST)
def test_a_kind_has_enough_wordings(kind: str) -> None:
    assert sum(len(m["wordings"]) for m in MOVES if m["kind"] == kind) >= AT_LEAST[kind]


@pytest.mark.parametrize("name", sorted(MANY_WORDINGS))
def test_a_move_that_comes_often_has_six_wordings_at_least(name: str) -> None:
    move = next(m for m in MOVES if m["id"] == name)
    assert len(move["wordings"]) >= 6


@pytest.mark.parametrize("kind", sorted({m["kind"] for m in MOVES} - ASKING_IS_THEIR_WORK))
def test_most_of_what_is_said_does_not_ask(kind: str) -> None:
    said = [w for m in MOVES if m["kind"] == kind for w in m["wordings"]]
    assert sum("?" in w for w in said) <= 0.4 * len(said)


def test_also_of_everything_together_at_most_two_in_five_ask() -> None:
    said = [w for m in MOVES for w in m["wordings"]]
    assert sum("?" in w for w in said) <= 0.4 * len(said)


@pytest.mark.parametrize(
    "move", [m for m in MOVES if len(m["wordings"]) >= 5], ids=lambda m: m["id"]
)
def test_the_wordings_of_a_move_do_not_all_begin_alike(move: dict[str, Any]) -> None:
    openings = Counter(" ".join(frame(w).split()[:2]) for w in move["wordings"])
    assert max(openings.values()) <= max(3, len(move["wordings"]) // 2)


def test_no_opening_is_worn_out() -> None:
    said = [w for m in MOVES for w in m["wordings"]]
    openings = Counter(" ".join(frame(w).split()[:2]) for w in said)
    name, times = openings.most_common(1)[0]
    assert times <= 0.12 * len(said), name


def test_a_quotation_seldom_opens_the_sentence() -> None:
    said = [w for m in MOVES for w in m["wordings"]]
    assert sum(w.startswith('"') for w in said) <= 0.02 * len(said)


@pytest.mark.parametrize("move", MOVES, ids=lambda m: m["id"])
def test_what_follows_another_move_follows_one_that_exists(move: dict[str, Any]) -> None:
    assert set(move.get("after", [])) <= {m["id"] for m in MOVES}


@pytest.mark.parametrize("move", MOVES, ids=lambda m: m["id"])
def test_why_it_was_said_is_told_in_plain_words(move: dict[str, Any]) -> None:
    for told in (move["because"], move["alternative"]):
        assert told[0].isupper()
        assert told.endswith(".")
        assert not re.search(r"\b(?:signal|cue|slot|gate|defen[cs]e|transference)\b", told)
        assert "—" not in told
