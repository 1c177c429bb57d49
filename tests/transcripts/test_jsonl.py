"""Any bytes at all come back as lines, as bad lines, or as no transcript; nothing else happens."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.transcripts.jsonl import lines
from thirdear.transcripts.line import BadLine, Line, NotATranscript


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_apart_without_an_error_of_ours(raw: bytes) -> None:
    try:
        found = list(lines(io.BytesIO(raw)))
    except NotATranscript:
        return
    assert len(found) <= len(raw.splitlines())


@given(
    st.lists(
        st.fixed_dictionaries(
            {"speaker": st.sampled_from(["client", "therapist"]), "text": st.text()},
            optional={
                "conversation": st.text(),
                "turn": st.integers(0, 2**53),
                "client": st.none() | st.text(),
                "session": st.none() | st.integers(1, 1000),
                "at_s": st.none() | st.floats(allow_nan=False, allow_infinity=False),
                "mood": st.text(),
            },
        ),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_what_was_written_is_what_is_read(
    written: list[dict[str, object]], ascii_only: bool
) -> None:
    def sayable(value: object) -> bool:  # half a surrogate pair is no text
        return not isinstance(value, str) or value.encode("utf-8", "ignore").decode() == value

    written = [one for one in written if all(sayable(value) for value in one.values())]
    raw = b"".join(json.dumps(w, ensure_ascii=ascii_only).encode() + b"\n" for w in written)
    if not written:
        return
    read = list(lines(io.BytesIO(raw)))
    assert [line.text for line in read if isinstance(line, Line)] == [w["text"] for w in written]


def test_bad_lines_stand_where_they_were() -> None:
    good = b'{"speaker": "client", "text": "a"}\n'
    found = list(lines(io.BytesIO(good + b"\n" + b"bad\n" + good)))
    assert [type(one) for one in found] == [Line, BadLine, Line]
    assert isinstance(found[1], BadLine)
    assert found[1].number == 3


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\0\0\0\n", b"\xff\xfeh\0i\0"])
def test_a_file_without_text_is_no_transcript(raw: bytes) -> None:
    with pytest.raises(NotATranscript):
        list(lines(io.BytesIO(raw)))
