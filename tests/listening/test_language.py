"""How a clause stands: when it plays, who says it, and whether it is English at all."""

import pytest
from tests.listening.hearing import exact, figures, heard

from thirdear.listening import language
from thirdear.listening.tongues import other_language


def frame(text: str, word: str) -> language.ClauseFrame:
    doc = language.parse(text)
    frames = language.frames(doc, language.clause_heads(doc), language.quoted_mask(doc))
    return next(f for f in frames.values() if f.head.text == word)


# ---- Time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I couldn't look at my father.", "look"),
        ("I could hear them through the wall.", "hear"),
        ("I couldn't breathe.", "breathe"),
        ("He wouldn't look at me.", "look"),
    ],
)
def test_what_someone_could_not_do_is_told_of_what_was(text: str, word: str) -> None:
    assert frame(text, word).tense == "then"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I could kill him.", "kill"),
        ("I couldn't do that to him.", "do"),
        ("I couldn't look at him if he came.", "look"),
        ("She wouldn't understand.", "understand"),
        ("I couldn't have stopped it.", "stopped"),
    ],
)
def test_what_someone_would_do_is_supposed(text: str, word: str) -> None:
    assert frame(text, word).tense == "if"


# ---- Who says it --------------------------------------------------------------------------------


def test_where_someone_goes_is_not_what_they_say() -> None:
    assert frame("She goes to work, she loves me.", "loves").said_by is None


def test_what_someone_says_is_theirs() -> None:
    said_by = frame("She said she loves me.", "loves").said_by
    assert said_by is not None
    assert said_by.text == "She"


@pytest.mark.parametrize("text", ["she loves me", "he hit my sister", "I was lazy"])
def test_what_is_said_of_someone_is_no_maxim(text: str) -> None:
    assert not language.is_maxim(language.parse(text))


@pytest.mark.parametrize("text", ["nobody likes a whiner", "boys don't cry", "pride comes first"])
def test_what_is_said_of_everyone_is_a_maxim(text: str) -> None:
    assert language.is_maxim(language.parse(text))


# ---- Marks that nobody sees ---------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d"])
def test_a_mark_without_width_inside_a_word_is_looked_past(mark: str) -> None:
    text = f"My mo{mark}ther was sa{mark}d."
    reading = heard(text)
    assert exact(reading, text)
    assert figures(reading) == [(f"mo{mark}ther", "mother")]
    assert any(o.code == "sadness" for o in reading.of("feeling", claim=None))


def test_a_mark_between_words_is_a_blank() -> None:
    assert language.plain("sad\u200b and\u200b") == "sad  and "


# ---- Other languages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("No me he sentido bien y mi madre esta enferma", "spanish"),
        ("no me gusta hablar de mi padre", "spanish"),
        ("Estoy muy triste porque mi marido se fue y no sé qué hacer", "spanish"),
        ("Je suis triste et je ne sais pas quoi faire", "french"),
        ("ich weiss nicht was ich machen soll", "german"),
        ("non so cosa fare con mia madre", "italian"),
        ("eu nao sei o que fazer", "portuguese"),
        ("nie wiem co robic z moja mama", "polish"),
    ],
)
def test_another_language_is_known_with_and_without_accents(text: str, name: str) -> None:
    assert other_language(language.parse(text)) == name


@pytest.mark.parametrize(
    "text",
    [
        "Abuela made tamales and I cried the whole way home.",
        "I was angry with my dad, que sera sera.",
        "I told him no, he has a son, he is in Los Angeles.",
        "me and my sister, we don't talk",
        "no",
        "my nonna said basta and that was that",
    ],
)
def test_a_borrowed_word_leaves_english_english(text: str) -> None:
    assert other_language(language.parse(text)) is None
