"""What is understood, in plain words: nothing without the words it rests on."""

from tests.cli.running import Run, as_lines

LINES = as_lines(
    {"client": "A", "session": 1, "speaker": "client", "text": "I was so angry with my boss."},
    {"client": "A", "session": 2, "speaker": "client", "text": "I hate my boss. It's fine."},
    {"conversation": "b", "speaker": "client", "text": "It rained all day."},
)


def test_every_statement_shows_its_words_and_another_way_to_see_it(run: Run) -> None:
    text = run("understand", "--format", "text", stdin=LINES).text
    about_a = text[: text.index("\nb\n")]
    words, _, statement = about_a.partition("anger")
    assert '"angry"' in words
    assert "Or: " in statement
    assert "Guesses" in about_a


def test_nothing_is_said_of_someone_of_whom_nothing_was_heard(run: Run) -> None:
    text = run("understand", "--format", "text", stdin=LINES).text
    about_b = text[text.index("\nb\n") :]
    assert "Feelings" not in about_b
    assert '"' not in about_b


def test_a_bad_line_does_not_keep_the_rest_from_being_understood(run: Run) -> None:
    ran = run("understand", stdin=b"nonsense\n" + LINES)
    assert (ran.status, len(ran.lines)) == (2, 2)
    assert "line 1" in ran.err
