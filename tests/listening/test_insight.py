"""How far something is taken in, and talk about minds that leaves room for doubt."""

from tests.listening.hearing import heard


def codes(text: str) -> set[str]:
    return {o.code for o in heard(text).of("insight", claim=None)}


def test_seeing_how_it_hangs_together_is_heard_as_understanding():
    found = codes(
        "I can see now that every time someone gets close I pick a fight, because being left "
        "first was what happened with my dad, and it makes sense of so much."
    )
    assert found & {"apes_4", "apes_5"}


def test_one_level_at_most_is_given():
    levels = [c for c in codes("I can feel there's something but I can't say what it is.")
              if c.startswith("apes")]  # fmt: skip
    assert len(levels) <= 1


def test_errands_show_no_insight():
    assert not heard("I got the bread and the milk and came home.").of("insight")
