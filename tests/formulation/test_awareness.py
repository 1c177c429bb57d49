"""How far a theme has come: the most usual level of a session, and what it takes to understand."""

import msgspec
import pytest
from tests.formulation.tales import GIVES_WAY, episode, line, obs, said, understood

from thirdear.formulation.awareness import Awareness
from thirdear.formulation.formulation import Formulation, offered
from thirdear.formulation.themes import aware, themes
from thirdear.formulation.wording import in_words

TALES = [episode(1, 0, "boss:1", GIVES_WAY), episode(1, 1, "father", GIVES_WAY)]


def passage(session: int, turn: int, level: int, *, felt: bool = True, who: str = "father"):
    text = "I see that I give way, and it makes me sad."
    more = [obs(text, "sad", "feeling", "sadness")] if felt else []
    return line(
        text, session, turn, obs(text, text, "insight", f"apes_{level}"), *more, figures=[who]
    )


def awareness(f: Formulation) -> Awareness:
    found = aware(f, themes(f)[0])
    assert found is not None
    return found


def test_nothing_is_known_where_nothing_was_looked_at() -> None:
    f = understood(TALES)
    assert aware(f, themes(f)[0]) is None
    assert themes(f)[0].apes is None


def test_what_is_said_of_someone_else_is_not_of_this_theme() -> None:
    f = understood([*TALES, passage(2, 0, 3, who="friend:1")])
    assert aware(f, themes(f)[0]) is None


def test_the_most_usual_level_of_a_session_counts_and_not_the_highest() -> None:
    f = understood([*TALES, passage(2, 0, 2), passage(2, 1, 2), passage(2, 2, 3)])
    assert awareness(f).apes == 2


def test_two_passages_in_ones_own_words_and_felt_are_understanding() -> None:
    f = understood([*TALES, passage(2, 0, 4), passage(2, 1, 4)])
    assert (awareness(f).apes, awareness(f).told_how) == (4, "felt")
    assert themes(f)[0].apes == 4


def test_a_doubtful_one_is_not_taken_for_understanding() -> None:
    def doubtful(turn: int):
        utterance, reading = passage(2, turn, 6)
        heard = tuple(msgspec.structs.replace(o, confidence=0.57) for o in reading.observations)
        return utterance, msgspec.structs.replace(reading, observations=heard)

    f = understood([*TALES, doubtful(0), doubtful(1)])
    assert aware(f, themes(f)[0]) is None


def test_one_passage_is_not_yet_understanding() -> None:
    assert awareness(understood([*TALES, passage(2, 0, 4)])).apes == 3


def test_insight_without_feeling_is_intellectual_and_not_promoted() -> None:
    f = understood([*TALES, *(passage(2, t, 5, felt=False) for t in (4, 8))])
    found = awareness(f)
    assert (found.apes, found.told_how) == (3, "intellectual")
    assert "thought more than it is felt" in in_words(found, f)


def test_a_feeling_in_the_next_turn_is_near_enough() -> None:
    sad = said(2, 9, "It makes me so sad.", "sad", "feeling", "sadness")
    f = understood([*TALES, passage(2, 4, 4, felt=False), passage(2, 8, 4, felt=False), sad])
    assert awareness(f).told_how == "felt"


@pytest.mark.parametrize(("session", "apes"), [(1, 3), (2, 3), (3, 4)])
def test_what_comes_soon_after_an_interpretation_is_not_ones_own(session: int, apes: int) -> None:
    f = offered(understood(TALES), 2, "LNK", 4, "theme/RO5-RS6")
    f = understood([passage(session, 20, 4), passage(session, 22, 4)], f)
    assert awareness(f).apes == apes


def test_agreeing_is_at_most_stating_the_problem() -> None:
    f = offered(understood(TALES), 4, "LNK", 4, "theme/RO5-RS6")
    f = understood([passage(1, 5, 6)], f)
    assert awareness(f).by_session == ((1, 3),)


def test_an_interpretation_of_something_else_changes_nothing() -> None:
    f = offered(understood(TALES), 4, "LNK", 4, "theme/RO2-RS2")
    f = understood([passage(1, 20, 4), passage(1, 21, 4)], f)
    assert awareness(f).apes == 4


def test_a_fall_is_movement_too() -> None:
    found = awareness(understood([*TALES, passage(2, 0, 3), passage(3, 0, 1)]))
    assert (found.by_session, found.moved, found.apes) == (((2, 3), (3, 1)), "down", 1)


def test_the_number_is_never_in_the_words() -> None:
    for level in range(8):
        f = understood([*TALES, passage(2, 0, level), passage(2, 1, level)])
        words = in_words(awareness(f), f)
        assert not any(c.isdigit() for c in words)
