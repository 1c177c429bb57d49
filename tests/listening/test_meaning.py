"""The sentence encoder: what its promises are, whatever its weights."""

import pytest

from thirdear.listening import meaning as listening
from thirdear.listening.meaning import HEADS, PLACES, Meaning

needs_weights = pytest.mark.skipif(
    not Meaning.available(), reason="no weights shipped, or onnxruntime and tokenizers missing"
)


def test_the_heads_know_all_codes_of_the_contract() -> None:
    assert len(HEADS["feelings"]) == 20
    assert len(HEADS["defences"]) == 31
    assert HEADS["defences"][0] == HEADS["anxiety"][0] == "none"
    assert set(PLACES) <= set(HEADS)


def test_what_is_left_of_several_windows_is_none() -> None:
    np = pytest.importorskip("numpy")
    kept = np.zeros(6, np.float32)
    listening._keep_strongest("anxiety", kept, np.array([0.1, 0.9, 0, 0, 0, 0], np.float32))
    listening._keep_strongest("anxiety", kept, np.array([1.0, 0, 0, 0, 0, 0], np.float32))
    assert kept.round(2).tolist() == pytest.approx([0.1, 0.9, 0, 0, 0, 0], abs=0.01)


@needs_weights
def test_likeness_is_a_dot_product_of_unit_vectors() -> None:
    vectors = Meaning.shipped().encode(
        ["I miss my brother.", "I wish my brother were here.", "The boiler needs bleeding."]
    )
    assert (vectors**2).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert vectors[0] @ vectors[1] > 0.4 > vectors[0] @ vectors[2]


@needs_weights
def test_each_score_lies_between_nothing_and_one() -> None:
    heard = Meaning.shipped().heads(["I want to kill myself tonight.", "We had chips."])
    for head, codes in HEADS.items():
        assert heard.scores[head].shape == (2, len(codes))
        assert (heard.scores[head] >= 0).all()
        assert (heard.scores[head] <= 1).all()
    assert heard.scores["danger"][0, 0] > heard.scores["danger"][1, 0]
    assert heard.best("risk", 0)[0] == "suicide_active"


@needs_weights
def test_the_place_lies_within_the_text() -> None:
    text = "Then the boiler went. I want to kill myself. " + "We had the man out. " * 60
    heard = Meaning.shipped().heads([text])
    start, end = heard.places["risk"][0]
    assert text[start:end] in text[: text.index("We had")]
    assert "kill" in text[start:end]


@needs_weights
def test_nothing_and_noise_are_heard_without_complaint() -> None:
    odd = ["", " ", "…", "\x00\ud83d", "漢字" * 300, "a" * 5000]
    heard = Meaning.shipped().heads([t.encode("utf-8", "replace").decode() for t in odd])
    assert heard.encoding.shape == (6, 384)


@needs_weights
def test_the_company_of_other_texts_does_not_change_what_is_heard() -> None:
    model = Meaning.shipped()
    texts = ["I miss him.", "It's fine, honestly, it's fine. " * 8, "My chest was tight."]
    together = model.heads(texts).scores["defences"]
    alone = model.heads(texts[:1]).scores["defences"]
    assert together[0] == pytest.approx(alone[0], abs=1e-6)


@needs_weights
def test_what_was_said_before_counts() -> None:
    model = Meaning.shipped()
    text = "Yeah. I can't do this any more."
    before = [("therapist", "Are the thoughts of ending your life still there?")]
    alone, after = model.heads([text, text], [(), before]).scores["danger"][:, 0]
    assert after > alone
