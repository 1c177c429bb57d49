"""The golden dialogue of the design, as behaviour: who speaks when, what kind, on which words."""

import re

import pytest
from tests.room.holding import hold, in_session, kinds

from thirdear.room import Reply

CLIENT = [
    "I don't know where to start. Work's fine. Well, my boss gave the project to Dan. It's fine, "
    "honestly, he's more experienced.",
    "I went home and cleaned the whole kitchen. My wife asked what was wrong and I said nothing. I "
    "didn't want to make a fuss.",
    "My dad used to say nobody likes a whiner. Anyway. We're thinking of repainting the hall.",
    "... I suppose I was a bit annoyed.",
    "More than a bit. I wanted to throw the phone at him. God. That's not like me.",
    "He'd just look at you. My dad. You'd fall off your bike and he'd look at you.",
]
SEEDS = range(10)
EXPLAINS = re.compile(r"\bbecause\b|\bfather\b|\bdad\b|\bdefen[cs]e\b|\bprotect", re.IGNORECASE)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda s: f"seed {s}")
def replies(request: pytest.FixtureRequest) -> list[Reply]:
    """The third session, from about minute twenty."""
    room = in_session(3, seed=request.param)
    room.wait(20 * 60)
    return hold(room, CLIENT)


def test_two_remarks_to_six_turns_and_silence_between(replies: list[Reply]) -> None:
    spoke = [n for n, r in enumerate(replies, 1) if r.type == "therapist"]
    assert spoke == [3, 5]
    assert [replies[n].type for n in (0, 1, 3, 5)] == ["silence"] * 4


def test_the_first_is_a_confrontation_and_the_second_stays_with_the_person(
    replies: list[Reply],
) -> None:
    first, second = kinds(replies)[2], kinds(replies)[4]
    assert first == "CON"
    assert second in ("REF", "VAL")


def test_the_first_remark_sets_both_minimisations_beside_where_the_talk_went(
    replies: list[Reply],
) -> None:
    quoted = re.findall(r'"([^"]*)"', str(replies[2].text))
    assert any("fine" in q for q in quoted)
    assert any("nothing" in q for q in quoted)
    grounds = " ".join(g.quote for g in replies[2].grounds)
    assert "fine" in grounds
    assert "nothing" in grounds


def test_it_is_on_the_defence_and_not_on_the_father(replies: list[Reply]) -> None:
    assert not EXPLAINS.search(str(replies[2].text))


def test_the_second_remark_claims_no_link_to_the_past(replies: list[Reply]) -> None:
    assert not EXPLAINS.search(str(replies[4].text))


def test_only_words_that_were_said_are_quoted(replies: list[Reply]) -> None:
    for n in (2, 4):
        for quoted in re.findall(r'"([^"]*)"', str(replies[n].text)):
            assert any(quoted in line for line in CLIENT[: n + 1])


def test_the_grounds_are_exact_and_of_this_session(replies: list[Reply]) -> None:
    first_turn = replies[0].turn
    for n in (2, 4):
        assert replies[n].grounds
        for ground in replies[n].grounds:
            assert ground.session == 3
            assert any(line[ground.start : ground.end] == ground.quote for line in CLIENT)
            assert ground.turn >= first_turn


def test_the_remarks_are_as_short_as_the_method_asks(replies: list[Reply]) -> None:
    assert len(str(replies[2].text).split()) <= 28
    assert len(str(replies[4].text).split()) <= 18
    words = sum(len(str(replies[n].text).split()) for n in (2, 4))
    assert words <= 0.5 * sum(len(line.split()) for line in CLIENT)


def test_seeds_vary_the_words_and_never_the_behaviour() -> None:
    texts = set()
    for seed in SEEDS:
        room = in_session(3, seed=seed)
        room.wait(20 * 60)
        texts.add(str(hold(room, CLIENT)[2].text))
    assert len(texts) > 1


def test_why_shows_the_words_it_rests_on_in_plain_language(replies: list[Reply]) -> None:
    room = in_session(3, seed=1)
    room.wait(20 * 60)
    remark = hold(room, CLIENT[:3])[2]
    why = room.why(remark.turn)
    assert '"It\'s fine, honestly"' in str(why.text)
    assert why.grounds == remark.grounds
    assert why.alternative
