"""What encoding a transcript is in, and what of it is no text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.transcripts.reading import bad, read, said

from thirdear.transcripts.line import BadLine, NotATranscript
from thirdear.transcripts.written import Utf8, Written, written

TEXT = "T: Qué tal — ça va?\nC: Schön, 我很生气 😤.\n"
SAID = [("therapist", "Qué tal — ça va?"), ("client", "Schön, 我很生气 😤.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_says_what_a_text_is_in(encoding: str) -> None:
    assert said(read("text", TEXT.encode(encoding))) == SAID


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "cp1252", "utf-8"])
def test_an_encoding_can_be_said(encoding: str) -> None:
    text = "T: Ça va?\nC: Schön.\n"
    found = read("text", text.encode(encoding), encoding=encoding)
    assert said(found) == [("therapist", "Ça va?"), ("client", "Schön.")]


def test_lines_in_another_encoding_are_named() -> None:
    lines = list(written(io.BytesIO("eins\nzwölf\ndrei\n".encode("latin-1"))))
    assert [one.number for one in lines if isinstance(one, BadLine)] == [2]
    assert any("--encoding" in one.why for one in lines if isinstance(one, BadLine))


def test_what_is_broken_in_utf_16_is_named() -> None:
    raw = "T: a\nC: b\n".encode("utf-16-le").replace(b"b\0", b"\x00\xdc")
    found = read("text", raw, encoding="utf-16-le")
    assert bad(found)[0] == 2
    assert "b" not in str(said(found))


@pytest.mark.parametrize("raw", [b"", b" \n\n", b"a\0b\n", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_what_is_no_text_is_told_at_once(raw: bytes) -> None:
    with pytest.raises(NotATranscript):
        list(written(io.BytesIO(raw)))


@given(
    st.lists(st.text(st.characters(exclude_characters="\n\r\0", codec="utf-8")), max_size=6),
    st.sampled_from(["utf-8", "utf-16", "utf-32-le"]),
)
def test_any_lines_come_back_as_they_were(lines: list[str], encoding: str) -> None:
    lines = [line.replace("\ufffd", "").lstrip("\ufeff") for line in ["first", *lines]]
    raw = "".join(f"{line}\n" for line in lines).encode(encoding)
    stream = Utf8(io.BytesIO(raw), None if encoding != "utf-32-le" else encoding)
    assert [one.text for one in written(stream) if isinstance(one, Written)] == lines


@given(st.binary(max_size=100), st.integers(1, 40))
def test_a_stream_in_utf_8_is_passed_on_as_it_is(raw: bytes, limit: int) -> None:
    stream = Utf8(io.BytesIO(b"a" + raw))
    assert b"".join(iter(lambda: stream.readline(limit), b"")) == b"a" + raw
