"""The small language in which clinicians write what is listened for."""

import pytest

from thirdear.listening import language
from thirdear.listening.phrases import Phrasebook, PhraseError, compile_phrase


def found(line: str, text: str) -> list[str]:
    """Return the words found where `line` is said in `text`."""
    book = Phrasebook(language.pipeline(), {"x": [line]})
    return [span.text for span in book.find(language.parse(text)).get("x", [])]


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        ("no harm done", "No harm done, he said.", ["No harm done"]),
        ("no harm done", "NO HARM DONE", ["NO HARM DONE"]),
        ("it's fine", "It is fine.", ["It is fine"]),
        ("it's fine", "its fine", ["its fine"]),
        ("it's fine", "It’s fine.", ["It’s fine".replace("’", "'")]),
        ("i'm tired", "im tired", ["im tired"]),
        ("i've had it", "ive had it", ["ive had it"]),
        ("i don't mind", "I don't mind.", ["I don't mind"]),
        ("i don't mind", "i dont mind", ["i dont mind"]),
        ("[walk] out", "She walked out.", ["walked out"]),
        ("[walk] out", "He walks out and she is walking out.", ["walks out", "walking out"]),
        ("[be] gone", "They were gone.", ["were gone"]),
        ("a (red|blue) door", "We had a blue door.", ["a blue door"]),
        ("a (red|dark green) door", "We had a dark green door.", ["a dark green door"]),
        ("the old? house", "the house and the old house", ["the house", "the old house"]),
        ("the (very )?old house", "the very old house", ["the very old house"]),
        ("shout .. me", "shout at little me", ["shout at little me"]),
        ("shout .. me", "shout me", ["shout me"]),
        ("shout .. me", "shout at all of the others and me", []),
        ("shout .... me", "shout at all of the others and me", ["shout at all of the others and me"]),
        ("shout .. me", "shout, she said. me", []),
        ("happy to <VERB>", "I'm happy to wait.", ["happy to wait"]),
        ("happy to <VERB>", "I'm happy to Rome.", []),
        ("nothing here", "There is nothing\nhere.", ["nothing\nhere"]),
        ("nothing here", "There is nothing   here.", ["nothing   here"]),
    ],
)  # fmt: skip
def test_what_a_line_finds(line: str, text: str, words: list[str]) -> None:
    assert found(line, text) == words


def test_the_longest_of_overlapping_places_is_kept() -> None:
    book = Phrasebook(language.pipeline(), {"x": ["was fine", "it was fine really"]})
    places = book.find(language.parse("It was fine really."))["x"]
    assert [p.text for p in places] == ["It was fine really"]


def test_different_ids_may_share_their_words() -> None:
    book = Phrasebook(language.pipeline(), {"x": ["was fine"], "y": ["it was fine"]})
    assert set(book.find(language.parse("It was fine."))) == {"x", "y"}


@pytest.mark.parametrize("line", ["(a|(b|c))", "(a .. b|c) d", "(a|b)c", "[a[b]] c"])
def test_brackets_inside_brackets_are_refused_with_the_line(line: str) -> None:
    with pytest.raises(PhraseError) as caught:
        compile_phrase(language.pipeline(), line)
    assert line in str(caught.value)


@pytest.mark.parametrize("line", ["a?", "..", "<NOUN>", ""])
def test_a_line_without_one_certain_word_is_refused(line: str) -> None:
    with pytest.raises(PhraseError):
        Phrasebook(language.pipeline(), {"x": [line]})


def test_nothing_is_found_in_nothing() -> None:
    assert found("it's fine", "") == []
