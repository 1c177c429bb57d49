"""Whatever is typed: exact spans, no failure, nothing heard twice in two ways."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.listening.hearing import codes, exact, heard, listen
from tests.strategies import any_text, talk

from thirdear.listening import language, listener
from thirdear.listening.context import Context
from thirdear.speech import Utterance

ODD = {
    "nothing but blanks": "   \n\t  ",
    "one mark": "?",
    "marks": "...!?;—",
    "control characters": "I was\x00 sad\x07 and\x1b[31m angry\x7f.",
    "bidirectional marks": "I was \u202esad\u202c with my \u2067dad\u2069.",
    "zero width": "I was s\u200bad.",
    "joined emoji": "im so sad 👨‍👩‍👧‍👦 rn 😭😭😭",
    "flags and skin": "🇮🇪🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽 i was furious",
    "combining marks": "I was sa\u0308d with m\u0301y da\u0300d.",
    "Arabic": "أنا حزين جدا اليوم ولا أعرف ماذا أقول",
    "Chinese": "我今天很难过，不知道该说什么。",
    "Devanagari": "मैं आज बहुत दुखी हूँ और मुझे नहीं पता क्या कहूँ",
    "mixed scripts": "I was sad с мамой и 我爸爸 yesterday",
    "curly quotes": "She said “it’s fine” and I was ‘angry’.",
    "unclosed quote": 'She said "it is fine and I was angry.',
    "many quotes": '""""""',
    "lone surrogate": "I was \ud800 sad",
    "one long word": "a" * 5000,
    "no blanks": "iwassoangrywithmyfather" * 40,
    "shouting": "I WAS SO ANGRY WITH MY DAD!!!!!!!",
    "windows lines": "I was sad.\r\n\r\nMy dad rang.\r\n",
    "tabs": "I\twas\tsad",
    "html": "<b>I was <i>sad</i></b> &amp; my dad & <script>alert(1)</script>",
    "format letters": "I was {quote} and {0} and %s sad with {my} dad.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_is_heard_with_exact_spans(text: str) -> None:
    assert exact(heard(text), text)


@given(any_text())
@example("\ufeffI was sad")
def test_spans_are_exact_in_any_text(text: str) -> None:
    assert exact(heard(text), text)


@given(st.lists(talk(), min_size=1, max_size=6))
def test_spans_are_exact_in_talk(lines: list[str]) -> None:
    for line, reading in zip(lines, listen(*lines)[0], strict=True):
        assert exact(reading, line)


@given(st.lists(talk(), min_size=2, max_size=6))
@settings(max_examples=25)
def test_the_same_talk_is_heard_the_same(lines: list[str]) -> None:
    assert listen(*lines) == listen(*lines)


@given(st.lists(talk(), min_size=1, max_size=6))
@settings(max_examples=40)
def test_every_observation_is_of_a_kind_and_code_that_is_announced(lines: list[str]) -> None:
    announced = listener.kinds()
    for reading in listen(*lines)[0]:
        for o in reading.observations:
            assert o.code in announced[o.kind]
            assert 0 <= o.confidence <= 1
            assert o.heard_by


@given(st.lists(talk(), min_size=1, max_size=6))
@settings(max_examples=30)
def test_one_mention_is_one_observation(lines: list[str]) -> None:
    for reading in listen(*lines)[0]:
        said = [(o.kind, o.code, o.start, o.end, o.about) for o in reading.observations]
        assert len(said) == len(set(said))


@given(any_text())
def test_plain_text_keeps_every_place(text: str) -> None:
    assert len(language.plain(text)) == len(text)


def test_the_other_chairs_words_are_never_heard_as_the_persons() -> None:
    readings, _ = listen("I was late.", "T: You were angry with your mother, you want to die?")
    assert {o.kind for o in readings[1].observations} == {"intervention"}


# ---- Long text -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_megabyte_in_one_utterance_is_heard_in_part_and_searched_for_danger_whole() -> None:
    text = ("My dad sold the boat and I was furious about it. " * 25_000)[:1_000_000]
    text += " I want to kill myself. And then more of the boat. " * 2
    began = time.monotonic()
    reading = heard(text)
    assert time.monotonic() - began < 20
    assert reading.heard_to is not None
    assert reading.heard_to <= language.HEARD_AT_MOST
    assert exact(reading, text)
    assert "suicide_active" in codes(reading, "risk")


def test_a_megabyte_without_a_single_blank_is_survived() -> None:
    text = "x" * 1_000_000
    assert exact(heard(text), text)


def test_danger_that_lies_across_the_place_where_listening_ends_is_heard() -> None:
    for shift in (-12, -4):
        before = "a b c d e f g h i " * 2000
        text = (
            before[: language.HEARD_AT_MOST + shift - 12] + " I want to kill myself." + " z" * 300
        )
        assert "suicide_active" in codes(heard(text), "risk"), shift


def test_danger_among_many_suspicious_words_is_still_heard() -> None:
    text = "I cut the bread and my hair is dead and the knife hurt. " * 4000
    text = text[:400_000] + " I want to kill myself. " + "The lane was long. " * 100
    assert "suicide_active" in codes(heard(text), "risk")


# ---- Sessions ------------------------------------------------------------------------------------------


def test_a_new_session_keeps_the_people_and_forgets_the_turns() -> None:
    _, context = listen("My brother Owen rang.")
    reading = listener.hear(Utterance("Owen rang again.", turn=0, session=2), context)
    assert [o.about for o in reading.of("person")] == ["sibling:1"]


def test_the_context_does_not_grow_with_what_is_said() -> None:
    _, short = listen(*["My dad was angry with my sister about the gate."] * 12)
    _, long = listen(*["My dad was angry with my sister about the gate."] * 60)
    assert len(short.recent) == len(long.recent)
    assert short.cast == long.cast
    assert len(long.salient) <= 8


def test_hearing_leaves_the_context_as_it_was() -> None:
    context = Context()
    before = repr(context)
    listener.hear(Utterance("My dad was angry."), context)
    assert repr(context) == before
