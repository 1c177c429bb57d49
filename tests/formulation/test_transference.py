"""Transference: the forms, whom they resemble, and what was offered about them."""

from tests.formulation.tales import GIVES_WAY, episode, said, understood

from thirdear.formulation.disputes import reject
from thirdear.formulation.formulation import offered, taken_up
from thirdear.formulation.transference import toward_us, transference
from thirdear.formulation.wording import in_words

CROSS = said(2, 0, "You never say anything.", "You never say anything", "transference", "hostile",
             "therapist", direct=True)  # fmt: skip
PARCEL = said(2, 1, "My GP keeps you sitting there.", "keeps you sitting there", "transference",
              "possible_derivative", None, direct=False)  # fmt: skip
LEFT = {"RO5": "he turned away", "RS4": "I shouted at him"}
ANGRY_THEN = said(1, 5, "I was angry with my dad.", "angry", "feeling", "anger", "father")


def test_direct_forms_come_before_what_only_may_be_one() -> None:
    found = transference(understood([PARCEL, PARCEL, CROSS]))
    assert [(t.form, t.direct) for t in found] == [
        ("hostile", True),
        ("possible_derivative", False),
    ]


def test_it_resembles_the_early_figure_of_whom_the_same_is_told() -> None:
    mild = {"RO6": "she helped", "RS3": "I felt at ease"}
    early = [episode(1, 0, "father", LEFT), episode(1, 1, "mother", mild), ANGRY_THEN]
    f = understood([*early, CROSS])
    (found,) = transference(f)
    assert found.resembles == "father"
    assert "your father" in in_words(found, f)


def test_it_resembles_no_one_where_nothing_of_the_kind_was_told() -> None:
    (found,) = transference(understood([episode(1, 0, "mother", {"RO6": "she helped"}), CROSS]))
    assert found.resembles is None


def test_someone_of_now_is_not_what_it_resembles() -> None:
    (found,) = transference(understood([episode(1, 0, "boss:1", LEFT), CROSS]))
    assert found.resembles is None


def test_what_was_offered_about_it_and_what_came_of_it_is_kept() -> None:
    f = understood([CROSS])
    f = taken_up(offered(f, 1, "TRA", 3, "transference/hostile/therapist"), 1, 0.6)
    (found,) = transference(f)
    assert [(e.turn, e.uptake) for e in found.explored] == [(1, 0.6)]


def test_what_comes_toward_the_other_chair_is_counted_without_derivatives() -> None:
    hurt = said(2, 2, "You hurt me.", "hurt", "feeling", "hurt", "therapist")
    here = episode(2, 3, "therapist", GIVES_WAY)
    assert toward_us(understood([CROSS, PARCEL, hurt, here])) == 3


def test_what_was_rejected_is_not_seen_again() -> None:
    f = reject(understood([CROSS]), "transference/hostile/therapist")
    assert transference(understood([CROSS], f)) == []
