"""Tables: columns guessed and said, rows that are none, words that come back as they were."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.transcripts.reading import bad, read, said

from thirdear.transcripts.columns import Columns, NotColumns
from thirdear.transcripts.line import Line, NotATranscript

C, T = "client", "therapist"


def test_usual_columns_are_known() -> None:
    text = (
        "transcript_id,utterance_id,mi_quality,interlocutor,timestamp,text\n"
        '7,0,high,therapist,00:00:13,"Hello, you."\n7,1,high,client,00:00:24,Hi.\n'
    )
    found = read("csv", text)
    assert found == [
        Line(T, "Hello, you.", "7", 0, at_s=13.0),
        Line(C, "Hi.", "7", 1, at_s=24.0),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_columns_is_seen(mark: str) -> None:
    text = f"speaker{mark}text\nT{mark}Hello.\n"
    assert said(read("csv", text)) == [(T, "Hello.")]


def test_columns_can_be_said() -> None:
    text = "who,what,dyad,hour,began,stopped\nA,Hello.,d1,3,1.5,2\nB,Hi.,d1,3,4,5\n"
    found = read(
        "csv", text, "A=therapist, B=client",
        "speaker=who, text=what, client=dyad, session=hour, at=began, end=stopped",
    )  # fmt: skip
    assert found == [
        Line(T, "Hello.", "talk", None, "d1", 3, 1.5, None),
        Line(C, "Hi.", "talk", None, "d1", 3, 4.0, 2.0),
    ]


def test_a_column_that_is_guessed_wrongly_can_be_taken_away() -> None:
    text = "speaker,text,time\nT,Hello.,noon\n"
    assert bad(read("csv", text)) == [2]
    assert said(read("csv", text, columns="at=")) == [(T, "Hello.")]


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(NotATranscript, match="no column 'words'"):
        read("csv", "speaker,text\nT,Hello.\n", columns="text=words")
    with pytest.raises(NotATranscript, match="hold the speaker"):
        read("csv", "who said it,text\nT,Hello.\n")


@pytest.mark.parametrize("said", ["text", "mood=x", "="])
def test_columns_that_cannot_be_understood_are_told(said: str) -> None:
    with pytest.raises(NotColumns):
        Columns.told([said])


def test_rows_that_are_none_are_named_and_the_rest_is_read() -> None:
    text = (
        'speaker,text,turn\nT,Hello.,0\nC,too,many,1\nC,"say ""so""",2\nC,x,two\nDog,woof,4\n'
        'C,a "b" c,5\n,who?,6\n"C","open,7\n'
    )
    found = read("csv", text)
    assert said(found) == [(T, "Hello."), (C, 'say "so"'), (C, 'a "b" c')]
    assert bad(found) == [3, 5, 6, 8, 9]


def test_a_cell_of_many_lines_keeps_them_and_lines_are_still_counted() -> None:
    found = read("csv", 'speaker,text\nC,"one\ntwo"\nDog,woof\n')
    assert (said(found), bad(found)) == ([(C, "one\ntwo")], [4])


@given(st.lists(st.tuples(st.sampled_from([C, T]), st.text(max_size=40)), min_size=1, max_size=10))
def test_any_talk_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    talk = [(who, text.encode("utf-8", "ignore").decode().replace("\r", "").replace("\0", ""))
            for who, text in talk]  # fmt: skip
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows([("speaker", "text"), *talk])
    found = read("csv", written.getvalue())
    assert said(found) == talk
    assert not bad(found)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_taken_apart_without_an_error_of_ours(raw: bytes) -> None:
    for beginning in (b"", b"speaker,text\n"):
        try:
            read("csv", beginning + raw)
        except NotATranscript:
            continue
