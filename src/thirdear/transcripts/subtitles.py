"""Transcripts as subtitles: WebVTT and SubRip (SRT), cue by cue, through webvtt-py.

The library reads one cue at a time, so that a file of any length is read as a stream and every
mistake has its line. Who speaks is told by a voice (`<v Anna>`) or by a name before the words
("Anna: .."); a cue that says neither goes on with the speaker before it.

Subtitles are cut for the eye. Cues of one speaker that follow each other become one utterance,
unless a silence lies between them or `join` is off.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from thirdear.contract.lines import Lines
from thirdear.transcripts import times
from thirdear.transcripts.line import BadLine, Line, NotATranscript
from thirdear.transcripts.manner import Manner
from thirdear.transcripts.speakers import Speakers
from thirdear.transcripts.turns import named
from thirdear.transcripts.written import Written, written

SILENCE_S: Final = 3.0
"""A silence of so long within what one speaker says makes it two utterances."""
LONGEST_JOINED: Final = 4_000
"""Characters from which on the next cue begins a new utterance."""

_ARROW = "-->"
_NOT_CUES = ("WEBVTT", "NOTE", "STYLE", "REGION")
_STYLED = re.compile(r"\{\\[^}]*\}")
"""Positions and the like that some programs put into SubRip files."""
_EARLY = 100
_VOICE = re.compile(r"(?=<v[\s.])")
_CUE_LINES = 200
"""Lines of one cue that are taken; more is no subtitle."""


@dataclass(slots=True)
class _Block:
    """Lines that stand together."""

    number: int
    lines: list[str] = field(default_factory=list)
    spoiled: bool = False

    @property
    def is_cue(self) -> bool:
        return any(_ARROW in line for line in self.lines[:2])


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is said in one cue by one speaker; the label is None where it names nobody."""

    number: int
    label: str | None
    text: str
    start_s: float
    end_s: float


def vtt(stream: Lines, manner: Manner) -> Iterator[Line | BadLine]:
    """Yield the utterances of a WebVTT file; raises NotATranscript for what is none."""
    blocks = _blocks(written(stream))
    for first in blocks:
        if isinstance(first, BadLine):
            yield first
            continue
        if not first.lines or not first.lines[0].startswith("WEBVTT"):
            raise NotATranscript('is no WebVTT file: it does not begin with "WEBVTT"')
        break
    yield from _utterances(_cues(blocks, _vtt_cue, manner.speakers), manner)


def srt(stream: Lines, manner: Manner) -> Iterator[Line | BadLine]:
    """Yield the utterances of a SubRip file; raises NotATranscript for what is none."""
    yield from _utterances(_cues(_blocks(written(stream)), _srt_cue, manner.speakers), manner)


def _blocks(lines: Iterator[Written | BadLine]) -> Iterator[_Block | BadLine]:
    """Yield what stands between empty lines; a line with times begins anew, with its number."""
    block: _Block | None = None
    for line in lines:
        if isinstance(line, BadLine):
            yield line
            block = block or _Block(line.number)
            block.spoiled = True
            continue
        if block is not None and (not line.text.strip() or _begins_anew(block, line.text)):
            held = block.lines.pop() if _holds_the_number(block, line.text) else None
            yield block
            block = None if held is None else _Block(line.number - 1, [held])
        if line.text.strip():
            block = block or _Block(line.number)
            block.lines.append(line.text)
    if block is not None:
        yield block


def _begins_anew(block: _Block, line: str) -> bool:
    return len(block.lines) > _CUE_LINES or (_ARROW in line and block.is_cue)


def _holds_the_number(block: _Block, line: str) -> bool:
    """Return whether the last line of a block is the number of the cue that begins after it."""
    return _ARROW in line and len(block.lines) > 2 and block.lines[-1].strip().isdigit()


def _cues(
    blocks: Iterator[_Block | BadLine],
    parse: Callable[[list[str]], list[_Said]],
    speakers: Speakers,
) -> Iterator[_Cue | BadLine]:
    """Yield the cues of a file, each name taken over until the next; raises NotATranscript.

    What is bad before the first cue is told only once there is one: without any, the file is none.
    """
    early: list[BadLine] | None = []
    label = None
    for block in blocks:
        said = _read_cue(block, parse) if isinstance(block, _Block) else []
        if isinstance(block, BadLine) or not said:
            bad = _why_no_cue(block)
            if bad is not None and early is not None and len(early) < _EARLY:
                early.append(bad)
            elif bad is not None:
                yield bad
            continue
        yield from early or ()
        early = None
        for one in said:
            voice, text = (one.voice, one.text) if one.voice else named(one.text, speakers)
            label = label if voice is None else voice
            if text:
                yield _Cue(block.number, label, text, one.start_s, one.end_s)
    if early is not None:
        raise NotATranscript("holds no cues, which begin as in 00:00:01.000 --> 00:00:02.000")


def _read_cue(block: _Block, parse: Callable[[list[str]], list[_Said]]) -> list[_Said]:
    return parse(block.lines) if block.is_cue and not block.spoiled else []


def _why_no_cue(block: _Block | BadLine) -> BadLine | None:
    """Return why a block says nothing; None for one that is not meant to."""
    if isinstance(block, BadLine):
        return block
    if block.spoiled:
        why = "a line of this cue could not be read, so it was left out"
    elif block.is_cue:
        why = "its time cannot be read, so it is no cue"
    elif block.lines[0].startswith(_NOT_CUES):
        return None
    else:
        why = "there is no time before it, so it is no cue"
    return BadLine(block.number, why)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the library made of a cue."""

    voice: str | None
    text: str
    start_s: float
    end_s: float


def _vtt_cue(lines: list[str]) -> list[_Said]:
    """Return what is said in a cue, one piece for each voice in it; nothing for what is no cue."""
    at = _timed(lines)
    voices = [piece for piece in _VOICE.split("\n".join(lines[at + 1 :])) if piece.strip()]
    pieces = [f"WEBVTT\n\n{lines[at]}\n{voice}\n" for voice in voices or [""]]
    return [said for piece in pieces for said in _read(piece, "vtt")]


def _srt_cue(lines: list[str]) -> list[_Said]:
    """Return what is said in a cue; nothing for what is no cue."""
    return _read("\n".join(["1", *lines[_timed(lines) :], ""]), "srt")


def _timed(lines: list[str]) -> int:
    return next(n for n, line in enumerate(lines) if _ARROW in line)


def _read(text: str, form: str) -> list[_Said]:
    try:
        read = webvtt.WebVTT.from_buffer(StringIO(text), format=form)
    except (MalformedCaptionError, MalformedFileError):
        return []
    return [
        _Said(
            caption.voice or None,
            " ".join(_STYLED.sub("", html.unescape(caption.text)).split()),
            caption.start_time.in_milliseconds() / 1000,
            caption.end_time.in_milliseconds() / 1000,
        )
        for caption in read.captions
    ]


def _utterances(cues: Iterator[_Cue | BadLine], manner: Manner) -> Iterator[Line | BadLine]:
    """Yield what is said, cues of one speaker joined where `manner` says so."""
    said: list[_Cue] = []
    ended_s: float | None = None
    for cue in cues:
        if isinstance(cue, BadLine):
            yield cue
        elif said and manner.join and _goes_on(said, cue):
            said.append(cue)
        else:
            if said:
                yield from _said(said, ended_s, manner)
                ended_s = said[-1].end_s
            said = [cue]
    if said:
        yield from _said(said, ended_s, manner)


def _goes_on(said: list[_Cue], cue: _Cue) -> bool:
    """Return whether a cue goes on with the utterance that the cues before it make."""
    return (
        cue.label == said[-1].label
        and cue.start_s - said[-1].end_s < SILENCE_S
        and sum(len(one.text) for one in said) < LONGEST_JOINED
    )


def _said(said: list[_Cue], ended_s: float | None, manner: Manner) -> Iterator[Line | BadLine]:
    first = said[0]
    line = manner.line(
        first.number,
        first.label,
        " ".join(one.text for one in said),
        at_s=first.start_s,
        pause_s=times.pause(ended_s, first.start_s),
    )
    if line is not None:
        yield line
