"""Who only passed by is let go after a while; whoever is named or spoken of again is kept."""

import pytest
from tests.listening.hearing import listen

from thirdear.listening.context import PASSERS_BY, Context, Correction, correct
from thirdear.listening.listener import attend_to
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance

QUEUE = "A woman in the queue shouted at me."


def going_on(context: Context, *texts: str) -> tuple[Reading, Context]:
    reading = None
    for turn, text in enumerate(texts, start=20):
        reading, context = attend_to(Utterance(text, turn=turn), context)
    assert reading is not None
    return reading, context


def many_strangers(context: Context) -> Context:
    return going_on(context, *[QUEUE] * (PASSERS_BY + 4))[1]


def test_a_passer_by_is_heard_as_a_figure() -> None:
    (reading,), context = listen(QUEUE)
    assert [o.about for o in reading.of("person")] == ["other:1"]
    assert context.cast["other:1"].passing


def test_only_the_last_passers_by_are_kept() -> None:
    context = many_strangers(Context())
    assert sum(f.passing for f in context.cast.values()) == PASSERS_BY
    assert "other:1" not in context.cast


def test_no_id_is_given_twice() -> None:
    context, given = Context(), []
    for turn in range(2 * PASSERS_BY + 3):
        reading, context = attend_to(Utterance(QUEUE, turn=turn), context)
        given += [o.about for o in reading.of("person")]
    assert len(given) == len(set(given)) == 2 * PASSERS_BY + 3


@pytest.mark.parametrize(
    "known",
    [
        "My neighbour shouted at me.", "My boss Dan rang.", "Sophia shouted at me.",
        "Auntie Vi shouted at me.", "My uncle shouted at me.", "I've got a brother.",
    ],
)  # fmt: skip
def test_whoever_is_named_or_ones_own_is_kept(known: str) -> None:
    _, context = listen(known)
    kept = set(context.cast)
    assert kept > {"therapist"}
    assert kept <= set(many_strangers(context).cast)


def test_whoever_is_spoken_of_again_is_kept() -> None:
    _, context = listen(QUEUE, "That woman was there again.")
    assert not context.cast["other:1"].passing
    assert "other:1" in many_strangers(context).cast


def test_whoever_gets_a_name_is_kept() -> None:
    _, context = listen("A woman in the queue smiled at me. Her name was Joy.")
    assert context.cast["other:1"].names[-1:] == ("Joy",)
    assert "other:1" in many_strangers(context).cast


def test_a_pronoun_alone_does_not_make_a_passer_by_last() -> None:
    _, context = listen(QUEUE, "She was furious.")
    assert context.cast["other:1"].passing


def test_whoever_was_corrected_is_kept() -> None:
    _, context = listen(QUEUE)
    corrected = correct(context, Correction(figure="other:1", role="sibling"))
    assert "other:1" in many_strangers(corrected).cast


def test_the_same_word_means_the_same_of_one_s_own() -> None:
    _, context = listen("My mother-in-law rang.", "My mother-in-law was late.")
    assert [f for f in context.cast if f.startswith("other:")] == ["other:1"]
