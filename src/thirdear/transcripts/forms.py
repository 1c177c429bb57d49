"""The forms in which transcripts are written: by which name, by which ending, read by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from thirdear.contract.lines import Lines
    from thirdear.transcripts.line import BadLine, Line
    from thirdear.transcripts.manner import Manner

Reader = Callable[["Lines", "Manner"], Iterator["Line | BadLine"]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of transcript."""

    name: str
    endings: tuple[str, ...]
    what: str
    reader: Callable[[], Reader]


def _jsonl() -> Reader:
    from thirdear.transcripts import jsonl

    return lambda stream, manner: jsonl.lines(stream)


def _vtt() -> Reader:
    from thirdear.transcripts import subtitles

    return subtitles.vtt


def _srt() -> Reader:
    from thirdear.transcripts import subtitles

    return subtitles.srt


def _text() -> Reader:
    from thirdear.transcripts import turns

    return turns.lines


def _table() -> Reader:
    from thirdear.transcripts import tables

    return tables.lines


def _chat() -> Reader:
    from thirdear.transcripts import chat

    return chat.lines


FORMS: Final = (
    Form("jsonl", (".jsonl", ".ndjson", ".json"), "JSON lines", _jsonl),
    Form("vtt", (".vtt",), "WebVTT subtitles", _vtt),
    Form("srt", (".srt",), "SubRip subtitles", _srt),
    Form("text", (".txt", ".text", ".md"), "plain text with the names of the speakers", _text),
    Form("csv", (".csv", ".tsv", ".tab"), "a table, a row an utterance", _table),
    Form("chat", (".cha",), "CHAT, the format of TalkBank", _chat),
)
"""Every form that is read; standard input and what has no known ending are JSON lines."""

DOCUMENTS: Final = frozenset({".docx", ".doc", ".odt", ".pdf", ".rtf", ".xlsx", ".xls", ".ods"})
"""Endings of documents with a layout, which are no transcripts until saved as plain text."""


def form(name: str) -> Form:
    """Return the form of that name; raises KeyError."""
    return {form.name: form for form in FORMS}[name]


def form_of(path: str) -> Form:
    """Return the form that the ending of a file tells, JSON lines where it tells nothing."""
    ending = PurePath(path).suffix.lower()
    return next((form for form in FORMS if ending in form.endings), FORMS[0])
