"""Relationship episodes: what was wished, what the other did, what the self did then."""

from tests.listening.hearing import heard, listen

TOLD = (
    "I rang Mum about the job. I wanted her to be pleased for me. She said that's nice and asked "
    "about my brother. I felt about six and I just went quiet."
)


def test_a_told_exchange_is_an_episode_with_its_three_parts():
    (episode,) = heard(TOLD).of("episode")
    assert episode.about == "mother"
    slots = {c.slot for c in episode.components}
    assert slots == {"wish", "response_of_other", "response_of_self"}
    assert 2.5 <= episode.attributes["completeness"] <= 5
    for c in episode.components:
        assert c.words == TOLD[c.start : c.end]
        assert 1 <= c.cluster <= 8
        assert (c.polarity is None) == (c.slot == "wish")


def test_a_description_without_an_event_is_none():
    assert not heard("My mother had me at sixteen. She was a child herself.").of("episode")
    assert not heard("I got the mince and the bread and took the bus home.").of("episode")


def test_what_goes_on_in_the_next_turn_belongs_to_the_same_episode():
    readings, _ = listen(
        "I told my boss I was ill and he laughed at me in front of everyone.",
        "T: Mm.",
        "I wanted him to believe me. I went to the toilets and cried.",
    )
    first, again = readings[0].of("episode"), readings[2].of("episode")
    assert first
    assert again
    assert first[0].attributes["episode"] == again[0].attributes["episode"]
    assert len(again[0].components) > len(first[0].components)
