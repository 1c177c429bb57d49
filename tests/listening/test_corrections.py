"""What the person corrects about who is who holds from then on, and no id is ever given away."""

import pytest
from tests.listening.hearing import figures, listen

from thirdear.listening.context import Context, Correction, correct
from thirdear.listening.listener import hear
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance


def after(context: Context, correction: Correction, text: str) -> Reading:
    return hear(Utterance(text, turn=9), correct(context, correction))


def who(reading: Reading) -> list[tuple[str, str]]:
    return [(str(o.about), o.code) for o in sorted(reading.of("person"), key=lambda o: o.start)]


def test_a_corrected_role_holds_and_the_id_stays() -> None:
    _, context = listen("My boss Dan rang.")
    correction = Correction(figure="boss:1", role="sibling")
    assert who(after(context, correction, "Dan was late.")) == [("boss:1", "sibling")]


def test_a_corrected_role_puts_the_figure_in_the_corner_of_that_role() -> None:
    _, context = listen("My boss Dan rang.")
    reading = after(context, Correction(figure="boss:1", role="sibling"), "Dan was late.")
    assert reading.of("person")[0].attributes["corner"] == "P"


def test_the_term_of_the_old_role_means_somebody_else_from_then_on() -> None:
    _, context = listen("My boss Dan rang.")
    correction = Correction(figure="boss:1", role="sibling")
    assert who(after(context, correction, "My boss was late.")) == [("boss:2", "boss")]
    assert who(after(context, correction, "My brother was late.")) == [("boss:1", "sibling")]


def test_a_settled_role_is_not_changed_by_what_is_said_later() -> None:
    _, context = listen("My boss Dan rang.")
    correction = Correction(figure="boss:1", role="sibling")
    assert ("boss:1", "sibling") in who(after(context, correction, "Dan, he's my boss."))


def test_a_name_is_taken_from_one_and_given_to_someone_new() -> None:
    _, context = listen("My boss Dan rang.")
    correction = Correction(figure="boss:1", name="Dan", role="sibling")
    corrected = correct(context, correction)
    assert "Dan" not in corrected.cast["boss:1"].names
    assert who(after(context, correction, "Dan shouted at my boss.")) == [
        ("sibling:1", "sibling"), ("boss:1", "boss"),
    ]  # fmt: skip


def test_two_that_are_one_are_heard_as_one() -> None:
    _, context = listen("My manager rang.", "Dan was late.")
    correction = Correction(figure="other:1", same_as="boss:1")
    assert who(after(context, correction, "Dan came too.")) == [("boss:1", "boss")]


def test_what_is_no_person_is_not_heard_as_one_again() -> None:
    _, context = listen("Oscar ate the sofa.")
    assert who(after(context, Correction(figure="other:1", nobody=True), "Oscar barked.")) == []


def test_he_or_she_can_be_corrected() -> None:
    _, context = listen("My partner Robin came.")
    reading = after(context, Correction(figure="partner:1", gender="f"), "She laughed.")
    assert who(reading) == [("partner:1", "partner")]


def test_a_correction_holds_in_later_sessions() -> None:
    _, context = listen("My boss Dan rang.")
    corrected = correct(context, Correction(figure="boss:1", role="sibling"))
    reading = hear(Utterance("Dan was late.", turn=0, session=2), corrected)
    assert who(reading) == [("boss:1", "sibling")]


def test_no_figure_and_no_id_is_lost_by_a_correction() -> None:
    _, context = listen("My boss Dan rang.", "My sister Ruth was there.")
    for correction in (
        Correction(figure="boss:1", role="friend"),
        Correction(figure="boss:1", name="Dan", role="friend"),
        Correction(figure="boss:1", same_as="sibling:1"),
        Correction(figure="boss:1", nobody=True),
    ):
        assert set(context.cast) <= set(correct(context, correction).cast)


def test_nobody_can_be_the_same_as_themselves() -> None:
    _, context = listen("My boss Dan rang.")
    with pytest.raises(ValueError, match="one already"):
        correct(context, Correction(figure="boss:1", same_as="boss:1"))


def test_a_correction_said_aloud_is_heard() -> None:
    readings, context = listen(
        "My boss Dan rang.", "Dan is not my boss, he's my brother.", "Dan was late."
    )
    assert figures(readings[-1]) == [("Dan", "boss:1")]
    assert context.cast["boss:1"].role == "sibling"
