"""New ways are noticed beside the old ones, and only where there was an old one."""

from tests.formulation.tales import GIVES_WAY, episode, said, understood

from thirdear.formulation.disputes import reject
from thirdear.formulation.new_ways import new_ways
from thirdear.formulation.wording import in_words

STANDS = {"RO3": "he sulked", "RS5": "I said no to him"}


def old(*figures: str, session: int = 1):
    return [episode(session, n, f, GIVES_WAY) for n, f in enumerate(figures)]


def new(figure: str, session: int = 2, turn: int = 0, **more):
    return episode(session, turn, figure, STANDS, good=["RS5"], **more)


def test_another_way_after_two_of_the_old_is_new() -> None:
    f = understood([*old("boss:1", "boss:1"), new("boss:1")])
    (found,) = new_ways(f)
    assert (found.was, found.now_is, found.figure) == ("RS6", "RS5", "boss:1")
    assert (found.old.quote, found.new.quote) == ("I gave way", "I said no to him")
    assert (found.count, found.old_count, found.standing()) == (1, 2, "moment")
    assert in_words(found, f).startswith("With your boss it used to be that you gave way")


def test_with_one_of_a_kind_what_was_usual_with_another_counts() -> None:
    assert new_ways(understood([*old("boss:1", "boss:1"), new("boss:2")]))
    assert new_ways(understood([*old("mother", "father"), new("father")]))


def test_once_is_no_old_way_and_someone_else_is_not_the_same() -> None:
    assert new_ways(understood([*old("boss:1"), new("boss:1")])) == []
    assert new_ways(understood([*old("boss:1", "boss:1"), new("partner:1")])) == []


def test_what_is_told_first_is_not_new() -> None:
    assert new_ways(understood([new("boss:1", 1, 0), *old("boss:1", "boss:1", session=2)])) == []


def test_being_lucky_is_not_a_new_way() -> None:
    kind = episode(
        2, 0, "boss:1", {"RO7": "he was kind", "RS3": "I felt fine"}, good=["RO7", "RS3"]
    )
    assert new_ways(understood([*old("boss:1", "boss:1"), kind])) == []


def test_words_that_set_it_apart_are_enough() -> None:
    text = "For once he sulked and I stayed where I was."
    parts = {"RO3": "he sulked", "RS7": "I stayed where I was"}
    told = episode(2, 0, "boss:1", parts, text=text)
    (found,) = new_ways(understood([*old("boss:1", "boss:1"), told]))
    assert (found.now_is, found.new.quote) == ("RS7", "I stayed where I was")


def test_where_the_person_sets_it_apart_once_is_enough_of_the_old() -> None:
    told = episode(
        2, 0, "boss:1", STANDS, good=["RS5"], text="For once I said no to him, and he sulked."
    )
    assert new_ways(understood([*old("boss:1"), told]))
    assert new_ways(understood([told])) == []


def test_the_old_way_in_the_same_breath_is_not_left() -> None:
    both = episode(2, 0, "boss:1", {"RS6": "I gave way", "RS5": "I was calm"}, good=["RS5"])
    assert new_ways(understood([*old("boss:1", "boss:1"), both])) == []


def test_again_and_again_the_new_way_settles() -> None:
    lines = [*old("boss:1", "boss:1"), *(new("boss:1", s, t) for s in (2, 3, 4) for t in (0, 1))]
    (found,) = new_ways(understood(lines))
    assert (found.count, found.standing(), found.new.session) == (6, "characteristic", 4)


def test_said_straight_where_it_used_to_be_waved_away() -> None:
    fine = [said(1, t, "It's fine.", "It's fine", "defence", "denial", "boss:1") for t in (0, 1)]
    straight = said(2, 0, "I told him no.", "I told him no", "defence", "self_assertion", "boss:1")
    (found,) = new_ways(understood([*fine, straight]))
    assert (found.was, found.now_is) == ("denial", "self_assertion")
    later = [said(3, t, "It's fine.", "It's fine", "defence", "denial", "boss:1") for t in (0, 1)]
    assert new_ways(understood([straight, *later])) == []


def test_a_rejected_one_is_not_told_again() -> None:
    f = understood([*old("boss:1", "boss:1"), new("boss:1")])
    f = reject(f, new_ways(f)[0].id)
    assert new_ways(understood([new("boss:1", 3)], f)) == []
