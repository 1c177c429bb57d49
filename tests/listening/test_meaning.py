"""The sentence encoder: what it makes of an utterance depends on that utterance alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdear.listening.meaning import HEADS, PLACES, SHARED, WIDTH, Meaning, recalled
from thirdear.listening.wordpiece import WordPieces

MEANING = Meaning.shipped()
LINES = [
    "They had laid the table for three. There are four of us.",
    "No.",
    "I've fed the cat and put the spare key through Maureen's door.",
    "",
    "Mm-hmm, yeah, the bus was late again so I walked in from the station, it's not far.",
]


def test_an_utterance_is_heard_alike_alone_and_in_company():
    together = MEANING.senses(LINES)
    for line, sense in zip(LINES, together, strict=True):
        alone = MEANING.senses([line])[0]
        assert np.abs(alone.likeness - sense.likeness).max() < 1e-5
        assert MEANING.scores(alone).of.keys() == HEADS.keys()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_taken(text):
    sense = MEANING.senses([text])[0]
    assert sense.likeness.shape == (WIDTH,)
    assert np.isfinite(sense.likeness).all()
    scores = MEANING.scores(sense)
    for head, values in scores.of.items():
        assert values.shape == (len(HEADS[head]),)
        assert ((values >= 0) & (values <= 1.0001)).all()
    for start, end in scores.places.values():
        assert 0 <= start <= end <= len(text)


def test_codes_of_a_shared_head_share_one_whole():
    scores = MEANING.scores(MEANING.senses(LINES[:1])[0])
    for head in SHARED:
        assert scores.of[head].sum() == pytest.approx(1, abs=1e-3)


def test_a_long_utterance_is_heard_to_its_end():
    long = "We went to the shops and back. " * 60 + "I want to kill myself tonight."
    scores = MEANING.scores(MEANING.senses([long])[0])
    start, _ = scores.places["risk"]
    assert start > len(long) / 2
    assert set(scores.places) == set(PLACES)


def test_what_is_kept_of_an_encoding_is_small_and_true():
    sense = MEANING.senses(LINES[:1])[0]
    assert len(sense.kept) == WIDTH
    assert float(recalled(sense.kept) @ sense.likeness) > 0.995


def test_likeness_tells_what_is_near():
    a, b, c = (
        s.likeness
        for s in MEANING.senses(
            ["I miss my dad.", "I wish my father were still here.", "The boiler needs a new pump."]
        )
    )
    assert a @ b > a @ c + 0.2


def test_pieces_of_words_know_their_place():
    pieces = WordPieces(["[UNK]", "[CLS]", "[SEP]", "cafe", "un", "##said", "'", "s", "."])
    ids, offsets = pieces.cut("Café's  unsaid.")
    assert ids == [3, 6, 7, 4, 5, 8]
    assert offsets == [(0, 4), (4, 5), (5, 6), (8, 10), (10, 14), (14, 15)]


def test_a_word_nobody_knows_is_one_piece():
    pieces = WordPieces(["[UNK]", "[CLS]", "[SEP]", "a"])
    assert pieces.cut("zzz a") == ([0, 3], [(0, 3), (4, 5)])


@given(st.text(max_size=200))
def test_pieces_never_overlap_and_keep_their_order(text):
    _, offsets = WordPieces(["[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnop"]).cut(text)
    assert all(a < b for a, b in offsets)
    assert offsets == sorted(offsets)
