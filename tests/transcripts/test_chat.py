"""CHAT: every main line as it was spoken, held against the field's own reader."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.transcripts.reading import bad, read, said
from tests.transcripts.test_turns import TALK

from thirdear.transcripts.chat import as_spoken
from thirdear.transcripts.line import Line, NotATranscript

C, T = "client", "therapist"

TEXT = (
    "@UTF8\n@Begin\n@Languages:\teng\n"
    "@Participants:\tANN Anna Participant, THE Therapist, OBS Observer\n"
    "*THE:\thow are you &-um today ? \x150_1500\x15\n"
    "*ANN:\tI [/] I'm <very angry> [//] a bit cross with my boss (be)cause\n"
    "\the shouted (..) at me . \x153500_6200\x15\n"
    "%com:\tsighs\n"
    "*OBS:\thello .\n"
    "*ANN:\t&=sighs it's fine +...\n"
    "@End\n"
)


def test_main_lines_are_read_with_who_and_when() -> None:
    found = read("chat", TEXT, "Observer=skip")
    assert said(found) == [
        (T, "how are you um today?"),
        (C, "I I'm very angry a bit cross with my boss because he shouted at me."),
        (C, "(sighs) it's fine…"),
    ]
    assert [(one.at_s, one.pause_s) for one in found if isinstance(one, Line)] == [
        (0, None),
        (3.5, 2),
        (None, None),
    ]


SPOKEN = [
    ("I xxx home .", "I … home."),
    ("I xxx .", "I …"),
    ("&+b &+b but no .", "but no."),
    ("she said +\"/.", "she said."),
    ("no: never@s .", "no never."),
    ("0is he here ?", "he here?"),
    ("well (1.5) &*THE:mhm yes [=! crying] .", "well yes (crying)."),
    ("gonna [: going to] go +//.", "gonna go."),
    ("‡ ice_cream , please !", ", ice cream, please!"),
    ("+, and <then I> [>] left .", "and then I left."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "spoken"), SPOKEN, ids=range(len(SPOKEN)))
def test_the_marks_of_the_format_go_and_what_was_spoken_stays(words: str, spoken: str) -> None:
    assert as_spoken(words) == spoken


def test_mistakes_are_named_and_the_rest_is_read() -> None:
    found = read("chat", TEXT.replace("@End", "what is this\n*ANN:\tno .\n@End"))
    assert bad(found) == [9, 11]
    assert said(found)[-1] == (C, "no.")
    with pytest.raises(NotATranscript):
        read("chat", "@Begin\n@End\n")


def test_the_fields_own_reader_finds_the_same_utterances(tmp_path: Path) -> None:
    pylangacq = pytest.importorskip("pylangacq")
    path = tmp_path / "talk.cha"
    path.write_text(TEXT)
    theirs = pylangacq.read_chat(str(path)).utterances()
    ours = [one for one in read("chat", TEXT, "OBS=client") if isinstance(one, Line)]
    assert len(theirs) == len(ours)
    for their, our in zip(theirs, ours, strict=True):
        assert our.speaker == {"THE": T}.get(their.participant, C)
        marks = their.time_marks
        assert our.at_s == (marks[0] / 1000 if marks else None)
        spoken = iter(our.text.replace("…", " … ").replace(".", " . ").replace("?", " ? ").split())
        words = [t.word for t in their.tokens if any(c.isalnum() for c in t.word)]
        assert all(any(word == said for said in spoken) for word in words)  # in this order


@given(TALK)
def test_any_talk_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    talk = [(who, "w" + words.replace(" ", " w")) for who, words in talk]
    codes = {C: "CLI", T: "THE"}
    text = "@Begin\n" + "".join(f"*{codes[who]}:\t{words} .\n" for who, words in talk) + "@End\n"
    assert said(read("chat", text)) == [(who, f"{words}.") for who, words in talk]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_taken_apart_without_an_error_of_ours(raw: bytes) -> None:
    for beginning in (b"", b"*CLI:\t"):
        try:
            read("chat", beginning + raw)
        except NotATranscript:
            continue
