"""Referential activity: the published smoothing, and a dictionary that tells scenes from theory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.listening import reference
from thirdear.listening.context import Context
from thirdear.listening.listener import hear
from thirdear.speech import Utterance

SCENE = (
    "Every Sunday he put the radio on the sill and peeled the potatoes into the sink, and I sat "
    "under the table with the dog and watched his boots go past."
)
THEORY = (
    "I suppose what it comes down to is that people in general tend to find it difficult to know "
    "what they feel about things like that, because it is not really clear."
)


def test_the_kernel_is_the_published_one():
    kernel = reference._kernel()
    assert len(kernel) == 199
    assert kernel.sum() == pytest.approx(8.439, abs=0.001)
    assert kernel[99 + 32] / kernel[99] == pytest.approx(0.48, abs=0.02)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=400))
def test_smoothing_stays_within_what_was_said(values):
    smooth = reference.smoothed(values)
    assert len(smooth) == len(values)
    assert min(values) - 1e-9 <= smooth.min()
    assert smooth.max() <= max(values) + 1e-9


def test_the_ends_of_a_turn_do_not_fade():
    assert reference.smoothed([1.0] * 30) == pytest.approx(np.ones(30))


def test_a_told_scene_scores_higher_than_talk_about_people_in_general():
    weights = reference.dictionary()
    shown = reference.activity(reference.words(SCENE), weights)
    told_about = reference.activity(reference.words(THEORY), weights)
    assert shown.mean > 0.55
    assert told_about.mean < 0.45


def test_every_longer_utterance_of_a_client_gets_one_score_and_a_short_one_none():
    long = hear(Utterance(SCENE), Context()).of("reference")
    assert [o.quote for o in long] == [SCENE]
    assert 0 <= long[0].attributes["score"] <= 1
    assert not hear(Utterance("He put the radio on the sill."), Context()).of("reference")


def test_a_user_may_bring_their_own_weights(tmp_path, monkeypatch):
    own = tmp_path / "own.Wt"
    own.write_text("radio 1\nsill 0.5\n", encoding="utf-8")
    monkeypatch.setenv(reference.WEIGHTS_FILE, str(own))
    reference.dictionary.cache_clear()
    try:
        assert reference.dictionary() == {"radio": 1.0, "sill": 0.5}
    finally:
        reference.dictionary.cache_clear()


@pytest.mark.parametrize("line", ["radio", "radio one", "radio 2"])
def test_weights_that_make_no_sense_are_named_by_their_line(line):
    with pytest.raises(ValueError, match="line 2"):
        reference.weights_from(f"sill 0.5\n{line}\n")


def test_a_turn_without_words_is_refused():
    with pytest.raises(ValueError, match="without words"):
        reference.activity([], {})
