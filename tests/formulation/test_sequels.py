"""What comes next to what is counted, in the order of the words."""

from tests.formulation.tales import line, obs, said, understood

from thirdear.formulation.disputes import reject
from thirdear.formulation.formulation import offered
from thirdear.formulation.sequels import MOST_KEPT
from thirdear.formulation.statements import sequels
from thirdear.formulation.wording import in_words

TEXT = "I was angry with him. It's fine."


def waved(session: int, turn: int):
    return line(
        TEXT, session, turn,
        obs(TEXT, "angry", "feeling", "anger", "boss:1"),
        obs(TEXT, "It's fine", "defence", "denial"),
        figures=["boss:1"],
    )  # fmt: skip


def test_a_feeling_and_then_a_defence() -> None:
    f = understood([waved(1, 0), waved(2, 0)])
    (found,) = sequels(f)
    assert found.id == "next/feeling/anger/boss:1>defence/denial/-"
    assert (found.count, found.sessions) == (2, (1, 2))
    assert [q.quote for q in found.last] == ["angry", "It's fine"]
    assert "anger toward your boss, and then this: something that would hurt" in in_words(found, f)


def test_from_one_turn_to_the_next_but_not_to_the_next_session() -> None:
    angry = said(1, 0, "I was angry.", "angry", "feeling", "anger")
    tight = said(1, 1, "My jaw is tight.", "jaw is tight", "anxiety", "striated")
    later = said(2, 0, "My jaw is tight.", "jaw is tight", "anxiety", "striated")
    assert "next/feeling/anger/->anxiety/striated/-" in understood([angry, tight]).sequels
    assert not understood([angry, later]).sequels


def test_what_lies_on_both_sides_of_a_gap_does_not_follow() -> None:
    angry = said(1, 0, "I was angry.", "angry", "feeling", "anger")
    tight = said(1, 2, "My jaw is tight.", "jaw is tight", "anxiety", "striated")
    assert not understood([angry, tight]).sequels
    remark = offered(understood([angry]), 1, "ENC", 0)
    assert remark.explored == ()
    assert understood([tight], remark).sequels


def test_what_comes_before_is_not_what_follows() -> None:
    tight = said(1, 0, "My jaw is tight.", "jaw is tight", "anxiety", "striated")
    angry = said(1, 2, "I was angry.", "angry", "feeling", "anger")
    assert not understood([tight, angry]).sequels


def test_what_lies_within_the_same_words_does_not_come_after_them() -> None:
    text = "I was angry, I suppose."
    both = line(text, 1, 0, obs(text, "angry", "feeling", "anger"),
                obs(text, text, "defence", "denial"))  # fmt: skip
    assert not understood([both]).sequels


def test_once_is_no_statement_and_a_rejected_one_stays_rejected() -> None:
    f = understood([waved(1, 0)])
    assert sequels(f) == []
    f = understood([waved(1, 2)], f)
    f = reject(f, sequels(f)[0].id)
    assert sequels(understood([waved(2, 0)], f)) == []


def test_what_was_heard_least_makes_room() -> None:
    lines = [waved(1, 0), waved(1, 2)]
    for n in range(400):
        text = "I was angry with her. It's fine."
        lines.append(line(
            text, 2, n, obs(text, "angry", "feeling", "anger", f"friend:{n}"),
            obs(text, "It's fine", "defence", "denial", f"friend:{n}"),
        ))  # fmt: skip
    f = understood(lines)
    assert len(f.sequels) == MOST_KEPT
    assert "next/feeling/anger/boss:1>defence/denial/-" in f.sequels
