"""Plain text: whose turn it is, where it ends, and what is left out rather than misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.transcripts.reading import bad, read, said

from thirdear.transcripts.line import BadLine, Line, NotATranscript

C, T = "client", "therapist"

LAYOUTS = {
    "letters": "T: How are you?\nC: Tired.\n",
    "words": "Therapist: How are you?\n\nClient: Tired.\n",
    "capitals": "THERAPIST: How are you?\nPATIENT: Tired.\n",
    "numbered": "T1: How are you?\nC1: Tired.\n",
    "interview": "Interviewer: How are you?\nParticipant: Tired.\n",
    "bold": "**Therapist:** How are you?\n\n**Client:** Tired.\n",
    "times before": "[00:00:05] T: How are you?\n[00:00:09] C: Tired.\n",
    "times after": "T [0:05]: How are you?\nC [0:09]: Tired.\n",
    "names on their own line": "Therapist 0:05\nHow are you?\n\nClient 0:09\nTired.\n",
    "names alone": "THERAPIST\nHow are you?\n\nCLIENT\nTired.\n",
    "windows": "T: How are you?\r\nC: Tired.\r\n",
    "indented": "  T: How are you?\n  C: Tired.\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_usual_layouts_are_read_without_being_told(layout: str) -> None:
    found = read("text", LAYOUTS[layout])
    assert said(found) == [(T, "How are you?"), (C, "Tired.")]
    assert len(found) == 2


def test_times_become_seconds_since_the_beginning() -> None:
    found = read("text", "[00:00:05] T: How are you?\nC 1:02:03: Tired.\n")
    assert [one.at_s for one in found if isinstance(one, Line)] == [5, 3723]


def test_a_turn_goes_on_until_the_next_name() -> None:
    found = read("text", "C: I was\nso tired.\n\nAnd then\nI slept.\nT: Mm.\n")
    assert said(found) == [(C, "I was so tired.\n\nAnd then I slept."), (T, "Mm.")]


@pytest.mark.parametrize(
    "line",
    ["so I said: leave me", "at 12:30 we ate", "https://example.org/a", "he went: no", "it was 3:1",
     "I thought: why", "it was late (12:03)"],
)  # fmt: skip
def test_a_colon_within_what_is_said_begins_no_turn(line: str) -> None:
    assert said(read("text", f"C: Well.\n{line}\n")) == [(C, f"Well. {line}")]


def test_who_is_who_can_be_said() -> None:
    text = "Dr H: How are you?\nAnna: Tired.\nInterpreter: She says tired.\nBob: Me too.\n"
    found = read("text", text, "Dr H=therapist, anna=client, Interpreter=skip, *=c")
    assert said(found) == [(T, "How are you?"), (C, "Tired."), (C, "Me too.")]
    assert not bad(found)


def test_an_unknown_speaker_is_left_out_with_all_that_they_said() -> None:
    found = read("text", "T: Hello.\nAnna: Hi.\nI am tired.\n\nT: Mm.\n")
    assert said(found) == [(T, "Hello."), (T, "Mm.")]
    assert bad(found) == [2]
    assert "Anna" not in str([one.why for one in found if isinstance(one, BadLine)])


def test_what_stands_before_the_first_name_is_nobodys() -> None:
    found = read("text", "Session 3\n12 May\n\nT: Hello.\n")
    assert (said(found), bad(found)) == ([(T, "Hello.")], [1])


def test_a_text_without_names_can_be_one_persons() -> None:
    assert said(read("text", "I slept badly.\nAgain.\n", "*=client")) == [
        (C, "I slept badly. Again.")
    ]
    with pytest.raises(NotATranscript, match="--speakers"):
        read("text", "I slept badly.\n")


def test_a_turn_of_which_a_line_cannot_be_read_is_left_out_whole() -> None:
    found = read("text", b"C: I do not\n\xff\xfewant\nto die.\nT: Mm.\n")
    assert said(found) == [(T, "Mm.")]
    assert bad(found) == [2, 1]


WORDS = st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1, max_size=12)
TALK = st.lists(
    st.tuples(st.sampled_from([C, T]), st.lists(WORDS, min_size=1, max_size=8).map(" ".join)),
    min_size=1,
    max_size=12,
)


@given(TALK, st.sampled_from(["{}: {}\n", "{}:\t{}\n\n", "[0:01] {}: {}\n"]))
def test_any_talk_is_read_as_it_was_written(talk: list[tuple[str, str]], layout: str) -> None:
    text = "".join(layout.format(who.title(), words) for who, words in talk)
    assert said(read("text", text)) == talk


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_taken_apart_without_an_error_of_ours(raw: bytes) -> None:
    try:
        read("text", raw)
    except NotATranscript:
        return
