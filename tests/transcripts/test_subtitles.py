"""Subtitles: voices and names, cues joined into what was said, mistakes with their lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.transcripts.reading import bad, read, said
from tests.transcripts.test_turns import TALK

from thirdear.transcripts.line import Line, NotATranscript

C, T = "client", "therapist"

VTT = """WEBVTT - our third session

STYLE
::cue { color: white }

NOTE made by hand

1
00:01.000 --> 00:03.000
<v Dr H>How have you been

00:00:03.200 --> 00:00:04.000 align:start
<v Dr H>since we <i>last</i> met?

00:00:09.000 --> 00:00:12.000
<v P>My boss &amp; I quarrelled.</v>
"""

SRT = """1
00:00:01,000 --> 00:00:03,000
Therapist: How are you?

2
00:00:05,500 --> 00:00:07,000
Client: {\\an8}Tired.

3
00:00:07,100 --> 00:00:09,000
I <i>never</i> sleep.
"""


def test_voices_say_who_speaks_and_cues_become_utterances() -> None:
    found = read("vtt", VTT, "Dr H=therapist")
    assert said(found) == [
        (T, "How have you been since we last met?"),
        (C, "My boss & I quarrelled."),
    ]
    assert [(one.at_s, one.pause_s) for one in found if isinstance(one, Line)] == [
        (1, None),
        (9, 5),
    ]


def test_cues_can_be_kept_apart() -> None:
    assert len(read("vtt", VTT, "Dr H=therapist", join=False)) == 3


def test_names_before_the_words_say_who_speaks_until_the_next_name() -> None:
    assert said(read("srt", SRT)) == [(T, "How are you?"), (C, "Tired. I never sleep.")]


def test_a_silence_makes_two_utterances_of_one_speaker() -> None:
    text = SRT.replace("00:00:07,100 -->", "00:00:20,000 -->").replace("09,000", "22,000")
    found = read("srt", text)
    assert [(one.text, one.pause_s) for one in found if isinstance(one, Line)][1:] == [
        ("Tired.", 2.5),
        ("I never sleep.", 13),
    ]


def test_several_voices_in_one_cue_are_several_speakers() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v T>Well?</v>\n<v C>Well.</v>\n"
    assert said(read("vtt", text)) == [(T, "Well?"), (C, "Well.")]


def test_mistakes_are_named_and_the_rest_is_read() -> None:
    text = (
        VTT
        + "\n00:99:01.000 --> 00:99:02.000\n<v P>lost\n\nno time\nat all\n\n"
        + ("00:20.000 --> 00:21.000\n<v Anna>Hm.\n\n00:22.000 --> 00:23.000\n<v P>Yes.\n")
    )
    found = read("vtt", text, "Dr H=therapist")
    assert said(found)[-1] == (C, "Yes.")
    assert bad(found) == [18, 21, 24]


def test_a_cue_of_which_a_line_cannot_be_read_is_left_out() -> None:
    found = read("srt", SRT.encode().replace(b"Tired", b"\xe9"))
    assert bad(found) == [7, 5]
    assert said(found)[0] == (T, "How are you?")
    assert "ired" not in str(said(found))


def test_words_before_anyone_is_named_are_nobodys() -> None:
    found = read("srt", "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n" + SRT)
    assert (bad(found), len(said(found))) == ([1], 2)


@pytest.mark.parametrize(
    ("form", "text"), [("vtt", "hello\n"), ("vtt", "WEBVTT\n\nNOTE x\n"), ("srt", "hello\n")]
)
def test_what_holds_no_cues_is_no_transcript(form: str, text: str) -> None:
    with pytest.raises(NotATranscript):
        read(form, text)


def _stamp(seconds: int, mark: str) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}000"


@given(TALK)
def test_any_talk_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    cues = {"vtt": "WEBVTT\n\n", "srt": ""}
    for n, (who, words) in enumerate(talk):
        for form, mark, said_by in (("vtt", ".", f"<v {who}>"), ("srt", ",", f"{who}: ")):
            times = f"{_stamp(10 * n, mark)} --> {_stamp(10 * n + 2, mark)}"
            cues[form] += f"{n + 1}\n{times}\n{said_by}{words}\n\n"
    for form, text in cues.items():
        found = read(form, text)
        assert said(found) == talk
        assert [one.at_s for one in found if isinstance(one, Line)] == [
            10 * n for n in range(len(talk))
        ]


@given(
    st.sampled_from(["vtt", "srt"]), st.binary(max_size=200) | st.text(max_size=200).map(str.encode)
)
def test_any_bytes_are_taken_apart_without_an_error_of_ours(form: str, raw: bytes) -> None:
    for beginning in (b"", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n"):
        try:
            read(form, beginning + raw)
        except NotATranscript:
            continue
