"""Themes: what is told again and again, and how much of it there must be."""

import msgspec
import pytest
from tests.formulation.tales import GIVES_WAY, episode, line, obs, part, understood

from thirdear.formulation.clusters import clusters
from thirdear.formulation.disputes import dispute, reject
from thirdear.formulation.formulation import Formulation
from thirdear.formulation.themes import pervasiveness, themes
from thirdear.formulation.wording import in_words
from thirdear.listening.context import Correction, corrected
from thirdear.speech import Quote


def tales(*figures: str, sessions: tuple[int, ...] | None = None) -> Formulation:
    """Return what is understood when the same is told of each of these, one a session."""
    places = sessions or tuple(range(1, len(figures) + 1))
    return understood(
        episode(s, n, f, GIVES_WAY) for n, (s, f) in enumerate(zip(places, figures, strict=True))
    )


def test_what_is_told_once_is_no_theme() -> None:
    assert themes(tales("boss:1")) == []


def test_what_comes_together_twice_is_a_theme_for_the_moment() -> None:
    (found,) = themes(tales("boss:1", "father"))
    assert found.id == "theme/RO5-RS6"
    assert (found.count, found.pervasiveness, found.standing()) == (2, 1.0, "moment")
    assert set(found.figures) == {"boss:1", "father"}
    assert found.corners == ("C", "P")


def test_parts_that_never_come_in_one_episode_are_no_theme() -> None:
    lines = [
        episode(1, 0, "boss:1", {"RO5": "he turned away"}),
        episode(1, 1, "boss:1", {"RS6": "I gave way"}),
        episode(1, 2, "boss:1", {"RO5": "he turned away"}),
        episode(1, 3, "boss:1", {"RS6": "I gave way"}),
    ]
    assert themes(understood(lines)) == []


@pytest.mark.parametrize(
    ("figures", "sessions", "standing"),
    [
        (("boss:1",) * 5, (1, 1, 2, 2, 3), "moment"),  # of one person only
        (("boss:1", "father") * 2, (1, 1, 2, 2), "moment"),  # four episodes
        (("boss:1", "father") * 3, (1,) * 6, "moment"),  # one session
        (("boss:1", "father", "boss:1", "father", "father"), (1, 1, 2, 2, 2), "recurrent"),
        (("boss:1", "father") * 3, (1, 1, 2, 2, 3, 3), "characteristic"),
    ],
)
def test_how_settled_a_theme_is(figures, sessions, standing) -> None:
    (found,) = themes(tales(*figures, sessions=sessions))
    assert found.standing() == standing


def test_a_theme_is_shown_with_words_then_and_now() -> None:
    (found,) = themes(tales("boss:1", "father", "mother"))
    assert (found.then.session, found.now.session) == (1, 3)
    assert found.then.quote == found.now.quote == "I gave way"


def test_the_wish_told_most_often_goes_with_it() -> None:
    wished = {"W5": "I wanted her near", **GIVES_WAY}
    (found,) = themes(
        understood([episode(1, 0, "boss:1", GIVES_WAY), episode(1, 1, "mother", wished)])
    )
    assert (found.wish, found.wish_explicit) == ("W5", True)


def test_a_wish_nobody_told_is_inferred_and_said_as_a_perhaps() -> None:
    f = tales("boss:1", "father")
    (found,) = themes(f)
    assert (found.wish, found.wish_explicit) == ("W6", False)
    said = in_words(found, f)
    assert said.index("Perhaps you wanted") > said.index("you gave way")


def test_no_wish_is_inferred_from_kindness() -> None:
    kind = {"RO6": "she helped", "RS8": "I felt ashamed"}
    (found,) = themes(understood(episode(1, n, "friend:1", kind, good=["RO6"]) for n in range(2)))
    assert (found.id, found.wish) == ("theme/RO6-RS8", None)


def test_the_most_pervasive_comes_first_and_by_figure_and_period() -> None:
    lines = [
        episode(1, 0, "boss:1", GIVES_WAY),
        episode(1, 1, "boss:1", {"RO8": "she understood", "RS3": "I felt fine"}),
        episode(2, 0, "father", {**GIVES_WAY, "RS7": "I was low"}),
        episode(2, 1, "father", {**GIVES_WAY, "RS7": "I was low"}),
    ]
    f = understood(lines)
    assert [t.id for t in themes(f)] == ["theme/RO5-RS6", "theme/RO5-RS7"]
    assert pervasiveness(f, "theme/RO5-RS6") == 0.75
    assert pervasiveness(f, "RS6", figure="boss:1") == 0.5
    assert pervasiveness(f, "RS6", half="early") == 0.5
    assert pervasiveness(f, "RS6", half="late") == 1.0
    assert pervasiveness(f, "RS6", figure="mother") == 0.0


def test_an_episode_told_further_takes_the_place_of_the_first_telling() -> None:
    lines = [
        episode(1, 0, "boss:1", {"RO5": "he turned away"}, name="1.0"),
        episode(1, 2, "boss:1", {"RS6": "I gave way"}, name="1.0"),
    ]
    (told,) = understood(lines).episodes
    assert [p.code for p in told.parts] == ["RO5", "RS6"]
    assert (told.turn, told.parts[1].quote.turn) == (0, 2)


def test_words_of_an_utterance_that_is_gone_are_not_taken_from_a_later_one() -> None:
    text = "And I gave way."
    both = (part("he turned away", "he turned away", "RO5", "negative", 0),
            part(text, "I gave way", "RS6", "negative", 2))  # fmt: skip
    told = obs(text, text, "episode", "relationship_episode", "boss:1", components=both,
               episode="1.0", figure="boss:1", source="waking", completeness=4.5)  # fmt: skip
    (kept,) = understood([line(text, 1, 2, told, figures=["boss:1"])]).episodes
    assert [p.code for p in kept.parts] == ["RS6"]


def test_what_was_only_possible_is_no_episode_until_it_is_likely() -> None:
    first = episode(1, 0, "boss:1", {"RO5": "he turned away"}, name="1.0", likely=False)
    assert understood([first]).episodes == ()
    then = episode(1, 1, "boss:1", {"RS6": "I gave way"}, name="1.0")
    (told,) = understood([first, then]).episodes
    assert [p.code for p in told.parts] == ["RO5", "RS6"]


def test_two_who_are_one_are_counted_as_one() -> None:
    f = tales("boss:1", "colleague:1")
    cast = corrected(f.cast, Correction(figure="colleague:1", same_as="boss:1"))
    (found,) = themes(msgspec.structs.replace(f, cast=cast))
    assert found.figures == ("boss:1",)


def test_a_rejected_theme_stays_rejected_when_it_is_told_again() -> None:
    f = reject(tales("boss:1", "father"), "theme/RO5-RS6")
    assert themes(f) == []
    again = understood([episode(5, n, "mother", GIVES_WAY) for n in range(6)], f)
    assert themes(again) == []
    (kept,) = again.rejections
    assert kept.ids == ("theme/RO5-RS6",)
    assert {q.quote for q in kept.grounds} == {"he turned away", "I gave way"}


def test_what_is_not_asserted_cannot_be_rejected() -> None:
    with pytest.raises(KeyError):
        reject(tales("boss:1"), "theme/RO5-RS6")


def test_disputing_all_the_words_of_a_remark_rejects_what_rests_on_all_of_them() -> None:
    f = tales("boss:1", "father")
    (found,) = themes(f)
    assert themes(dispute(f, (found.then, found.now))) == []
    other = Quote("session 9", 9, 0, 0, 4, "else")
    assert themes(dispute(f, (found.then, other))) == [found]


def test_a_response_against_the_wish_is_not_heard_as_its_opposite() -> None:
    cold = {"RO7": "he never looked up", "RS1": "I told him nothing"}
    f = understood(episode(1, n, "father", cold) for n in range(2))
    assert [t.id for t in themes(f)] == ["theme/RO5-RS2"]
    warm = understood(episode(1, n, "father", cold, good=["RO7", "RS1"]) for n in range(2))
    assert [t.id for t in themes(warm)] == ["theme/RO7-RS1"]


def test_every_cluster_is_told_in_plain_words() -> None:
    every = {f"{slot}{n}" for slot in ("W", "RO", "RS") for n in range(1, 9)}
    assert clusters().keys() == every
    for code, entry in clusters().items():
        assert entry["you"].split()[0] in ("you", "others")
        assert entry["they"]
        if code.startswith("RO"):
            assert entry["negative"] == ("wish" in entry)
