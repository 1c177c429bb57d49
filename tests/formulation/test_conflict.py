"""The triangle of conflict near one person: always defence, anxiety, feeling."""

import msgspec
from tests.formulation.tales import GIVES_WAY, episode, line, obs, said, understood

from thirdear.formulation.conflict import triangles
from thirdear.formulation.disputes import reject
from thirdear.formulation.wording import in_words

FINE = said(1, 0, "My boss gave it away. It's fine.", "It's fine", "defence", "denial", "boss:1")
ANGRY = said(1, 1, "I was angry with him.", "angry", "feeling", "anger", "boss:1")


def test_a_defence_alone_is_no_triangle() -> None:
    assert triangles(understood([FINE])) == []


def test_what_is_said_straight_keeps_nothing_away() -> None:
    straight = said(1, 0, "I told him no.", "I told him no", "defence", "self_assertion", "boss:1")
    assert triangles(understood([straight, ANGRY])) == []


def test_a_feeling_alone_is_no_triangle() -> None:
    assert triangles(understood([ANGRY])) == []


def test_what_is_done_and_what_is_felt_near_one_person_belong_together() -> None:
    f = understood([FINE, ANGRY])
    (found,) = triangles(f)
    assert (found.id, found.figure, found.explicit) == ("triangle/boss:1", "boss:1", True)
    assert [c.code for c in found.defences] == ["denial"]
    assert [(c.code, c.told) for c in found.feelings] == [("anger", "explicit")]
    assert {q.quote for q in found.evidence} == {"It's fine", "angry"}


def test_it_is_told_in_the_order_defence_anxiety_feeling() -> None:
    text = "I was angry with him. My jaw is tight."
    both = line(
        text, 1, 1,
        obs(text, "angry", "feeling", "anger", "boss:1"),
        obs(text, "My jaw is tight", "anxiety", "striated"),
        figures=["boss:1"],
    )  # fmt: skip
    f = understood([FINE, both])
    (found,) = triangles(f)
    assert [c.code for c in found.anxiety] == ["striated"]
    words = in_words(found, f)
    assert words.index("fine") < words.index("anxiety") < words.index("anger")


def test_what_is_denied_or_only_inferred_is_told_so() -> None:
    denied = said(1, 1, "I'm not angry with him.", "angry", "feeling", "anger", "boss:1",
                  denied=True)  # fmt: skip
    f = understood([FINE, denied])
    (found,) = triangles(f)
    assert (found.feelings[0].told, found.explicit) == ("denied", False)
    assert "said that there is no anger" in in_words(found, f)


def test_a_feeling_that_no_word_told_is_not_enough() -> None:
    text = "I was angry with him."
    guess = msgspec.structs.replace(
        obs(text, text, "feeling", "anger", "boss:1"), heard_by="feelings.meaning"
    )
    guessed = line(text, 1, 1, guess, figures=["boss:1"])
    assert triangles(understood([FINE, guessed])) == []
    (found,) = triangles(
        understood([FINE, guessed, said(1, 2, "I was hurt.", "hurt", "feeling", "hurt", "boss:1")])
    )
    assert [(c.code, c.told) for c in found.feelings] == [
        ("anger", "inferred"),
        ("hurt", "explicit"),
    ]


def test_anxiety_without_a_feeling_counts_where_both_recur() -> None:
    tight = said(1, 1, "My jaw is tight.", "jaw is tight", "anxiety", "striated", "boss:1")
    assert triangles(understood([FINE, tight])) == []
    assert triangles(understood([FINE, FINE, tight, tight]))


def test_different_people_are_kept_apart() -> None:
    sad = said(1, 1, "I miss Gran.", "miss", "feeling", "longing", "grandparent:1")
    assert triangles(understood([FINE, sad])) == []


def test_a_defence_about_no_one_right_after_a_feeling_belongs_to_who_it_was_felt_for() -> None:
    waved = said(1, 2, "It doesn't matter.", "doesn't matter", "defence", "denial")
    (found,) = triangles(understood([ANGRY, waved]))
    assert found.figure == "boss:1"


def test_a_defence_after_a_mere_mention_counts_only_where_it_recurs() -> None:
    text = "My boss rang. It doesn't matter."

    def one(turn: int) -> object:
        return line(text, 1, turn, obs(text, "My boss", "person", "boss", figure="boss:1"),
                    obs(text, "doesn't matter", "defence", "denial"), figures=["boss:1"])  # fmt: skip

    apart = line("It rained all day.", 1, 3)
    assert triangles(understood([ANGRY, apart, one(4)])) == []
    (found,) = triangles(understood([ANGRY, apart, one(4), one(6)]))
    assert found.defences[0].count == 2


def test_a_theme_told_only_of_them_is_named() -> None:
    tales = [episode(1, n, "boss:1", GIVES_WAY) for n in (4, 6)]
    (found,) = triangles(understood([FINE, ANGRY, *tales]))
    assert found.theme == "theme/RO5-RS6"


def test_a_triangle_is_no_more_settled_than_its_weakest_side() -> None:
    often = [
        said(s, t, "It's fine.", "It's fine", "defence", "denial", "boss:1")
        for s in (1, 2, 3)
        for t in (2, 3)
    ]
    (found,) = triangles(understood([ANGRY, *often]))
    assert found.standing() == "moment"


def test_a_rejected_defence_takes_its_triangle_with_it() -> None:
    f = understood([FINE, ANGRY])
    assert triangles(reject(f, "defence/denial/boss:1")) == []
    assert triangles(reject(f, "triangle/boss:1")) == []
