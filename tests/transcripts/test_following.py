"""A conversation is heard in the light of its own past, and of nothing else."""

from thirdear.listening.observation import Observation, Reading
from thirdear.transcripts.following import Following
from thirdear.transcripts.line import Line


def _line(text: str, conversation: str = "a", client: str | None = None, session: int = 1) -> Line:
    return Line(
        speaker="client", text=text, conversation=conversation, client=client, session=session
    )


def _figure(reading: Reading, word: str) -> str | None:
    """Return which figure a word was heard to mean."""
    found: Observation = next(o for o in reading.of("person") if o.quote == word)
    return found.about


def test_who_he_is_depends_on_what_was_said_before_in_the_same_conversation() -> None:
    following = Following()
    following.hear(_line("My brother rang.", "a"))
    following.hear(_line("My boss rang.", "b"))
    assert _figure(following.hear(_line("I like him.", "a"))[1], "him") == "sibling:1"
    assert _figure(following.hear(_line("I like him.", "b"))[1], "him") == "boss:1"


def test_conversations_may_alternate_without_changing_what_is_heard() -> None:
    talks = {"a": ["My boss shouted.", "I hate him."], "b": ["My mum came.", "I miss her."]}
    alone = []
    for name, texts in talks.items():
        following = Following()
        alone += [following.hear(_line(text, name))[1] for text in texts]
    following = Following()
    mixed = {
        (name, turn): following.hear(_line(talks[name][turn], name))[1]
        for turn in (0, 1)
        for name in talks
    }
    assert [mixed[name, turn] for name in talks for turn in (0, 1)] == alone


def test_a_clients_later_session_knows_the_people_of_the_earlier_ones() -> None:
    following = Following()
    following.hear(_line("My boss Dan shouted.", "first", "C", 1))
    _, later = following.hear(_line("Dan was kind today.", "second", "C", 2))
    assert _figure(later, "Dan") == "boss:1"
    _, stranger = following.hear(_line("Dan was kind today.", "third", "D", 2))
    assert _figure(stranger, "Dan") != "boss:1"


def test_an_earlier_session_that_comes_late_knows_nothing_of_later_ones() -> None:
    following = Following()
    following.hear(_line("My boss Dan shouted.", "second", "C", 2))
    _, earlier = following.hear(_line("Dan was kind today.", "first", "C", 1))
    assert _figure(earlier, "Dan") != "boss:1"


def test_turns_are_counted_where_the_transcript_does_not_say() -> None:
    following = Following()
    spoken = [following.hear(_line("Hello.", name))[0] for name in ("a", "b", "a", "a", "b")]
    assert [utterance.turn for utterance in spoken] == [0, 0, 1, 2, 1]


def test_counting_goes_on_from_a_turn_that_is_given() -> None:
    following = Following()
    given = Line(speaker="client", text="Hello.", conversation="a", turn=7)
    assert following.hear(given)[0].turn == 7
    assert following.hear(_line("Again."))[0].turn == 8
