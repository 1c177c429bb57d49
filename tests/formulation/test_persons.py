"""Links across the triangle of persons, and when there is enough to offer one."""

import msgspec
from tests.formulation.tales import GIVES_WAY, episode, line, said, understood

from thirdear.formulation.disputes import reject
from thirdear.formulation.formulation import Formulation, offered
from thirdear.formulation.marks import Rupture
from thirdear.formulation.persons import Link, links

SILENT = {"RS2": "I went quiet"}


def told(*figures: str, session: int = 1) -> Formulation:
    return understood(episode(session, n, f, SILENT) for n, f in enumerate(figures))


def link(f: Formulation, *corners: str) -> Link | None:
    return next((k for k in links(f) if k.corners == corners), None)


def test_the_same_of_two_now_and_then_is_a_link() -> None:
    found = link(told("boss:1", "father", "father"), "C", "P")
    assert found is not None
    assert found.figures == ("boss:1", "father")
    assert found.shared == ("response_of_self", "RS2")
    assert (found.here.turn, found.there.turn, found.counts) == (0, 2, (1, 2))


def test_once_with_each_of_two_is_too_common_to_be_a_link() -> None:
    assert links(told("boss:1", "father")) == []


def test_two_of_the_same_corner_are_no_link() -> None:
    assert links(told("boss:1", "boss:1", "partner:1", "partner:1")) == []


def test_a_link_is_ready_when_each_side_was_told_twice_and_one_today() -> None:
    f = told("boss:1", "boss:1", "father", "father")
    found = link(f, "C", "P")
    assert found is not None
    assert found.ready
    later = understood([line("Hello.", 2, 0)], f)
    assert not link(later, "C", "P").ready
    assert not link(told("boss:1", "father", "father"), "C", "P").ready


def test_with_the_other_chair_once_is_enough_and_none_while_something_stands_between() -> None:
    f = told("therapist", "father", "father")
    found = link(f, "T", "P")
    assert found is not None
    assert found.ready
    rupture = Rupture(1, 2, "confrontation", found.here)
    torn = msgspec.structs.replace(f, ruptures=(rupture,))
    assert not link(torn, "T", "P").ready


def test_across_all_three_corners_only_once_in_four_sessions() -> None:
    f = told("therapist", "boss:1", "boss:1", "father", "father")
    found = link(f, "T", "C", "P")
    assert found is not None
    assert found.ready
    once = offered(f, 9, "LNK", 5, found.id)
    assert not link(once, "T", "C", "P").ready
    again = understood([episode(5, 0, "boss:1", SILENT)], once)
    assert link(again, "T", "C", "P").ready


def test_feelings_link_only_where_they_were_said() -> None:
    def angry(turn: int, who: str, **how: object) -> object:
        return said(
            1,
            turn,
            "I was angry then.",
            "angry",
            "feeling",
            "anger",
            who,
            **how,
        )

    f = understood([angry(0, "boss:1"), angry(1, "boss:1"), angry(2, "father"), angry(3, "father")])
    found = link(f, "C", "P")
    assert found is not None
    assert (found.shared, found.ready) == (("feeling", "anger"), True)
    assert (
        links(understood([angry(0, "boss:1"), angry(1, "boss:1"), angry(2, "father", denied=True)]))
        == []
    )


def test_a_defence_is_never_explicit_and_so_never_ready() -> None:
    f = understood(
        said(1, n, "It's fine.", "It's fine", "defence", "denial", who)
        for n, who in enumerate(["boss:1", "boss:1", "father", "father"])
    )
    found = link(f, "C", "P")
    assert found is not None
    assert not found.ready


def test_what_was_rejected_links_nothing() -> None:
    f = told("boss:1", "boss:1", "father", "father")
    found = link(f, "C", "P")
    assert link(reject(f, found.id), "C", "P") is None
    theme = understood(
        episode(1, n, who, GIVES_WAY) for n, who in enumerate(["boss:1", "father"] * 2)
    )
    rejected = reject(theme, "theme/RO5-RS6")
    assert all(not k.ready for k in links(rejected))


def test_there_are_never_more_than_forty() -> None:
    roles = [
        "boss",
        "partner",
        "friend",
        "colleague",
        "child",
        "mother",
        "father",
        "sibling",
        "grandparent",
    ]
    codes = [f"{slot}{n}" for slot in ("W", "RO", "RS") for n in range(1, 9)]
    f = understood(
        episode(1, n, role if role in ("mother", "father") else f"{role}:1", {c: f"words {c}"})
        for n, (role, c) in enumerate((r, c) for r in roles for c in codes for _ in range(2))
    )
    assert len(links(f)) == 40
