"""The table of what is heard: a row for each observation, its columns, and their codebook."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

import msgspec

from thirdear.contract.talk import observed
from thirdear.listening import listener
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.line import Line

Row = tuple[Any, ...]


class Column(NamedTuple):
    """One column: its name, what is in it, and what that means."""

    name: str
    type: Literal["text", "integer", "number"]
    means: str


COLUMNS: Final = (
    Column("conversation", "text", "Which conversation it was said in; empty where unnamed."),
    Column("client", "text", "Whose session it was; missing where the transcript does not say."),
    Column("session", "integer", "Which session of this client it was, from 1; may be missing."),
    Column("turn", "integer", "Which utterance of the conversation, from 0, both chairs counted."),
    Column("speaker", "text", "Who spoke: client or therapist."),
    Column("at_s", "number", "When the utterance began, in seconds since the session began."),
    Column("pause_s", "number", "The silence before the utterance, in seconds."),
    Column("kind", "text", "What kind of thing was heard; the kinds are listed below."),
    Column("code", "text", "What was heard, as a code of its kind."),
    Column("start", "integer", "Where it begins in the utterance, in characters from 0."),
    Column("end", "integer", "Where it ends, so that quote is text[start:end]."),
    Column("quote", "text", "The words it rests on, exactly as they were said."),
    Column("about", "text", "The figure it concerns, such as mother or boss:1; may be missing."),
    Column("claim", "text", "likely: may be relied on as far as its measured precision; possible: "
           "no claim, not to be counted as heard."),
    Column("confidence", "number", "How likely a careful human coder would agree, from 0 to 1."),
    Column("heard_by", "text", "The rule or model that heard it."),
    Column("attributes", "text", "What the kind adds (such as denied, tense), as a JSON object."),
    Column("listener", "text", "The version of the listener that heard it."),
)  # fmt: skip
"""The columns in their order. An utterance in which nothing was heard has no row."""


def rows(line: Line, spoken: Utterance, reading: Reading) -> list[Row]:
    """Return the rows of one line, in the order of `COLUMNS`."""
    return [
        (
            spoken.conversation, line.client, line.session, spoken.turn, spoken.speaker,
            line.at_s, line.pause_s, one.kind, one.code, one.start, one.end, one.quote,
            one.about, one.claim, one.confidence, one.heard_by,
            msgspec.json.encode(observed(one)["attributes"]).decode(), reading.listener,
        )
        for one in reading.observations
    ]  # fmt: skip


def codebook() -> dict[str, Any]:
    """Return the codebook of the table as an object."""
    return {
        "title": "What was heard in transcripts, by Third Ear",
        "row": "One observation; an utterance in which nothing was heard has no row.",
        "columns": [column._asdict() for column in COLUMNS],
        "kinds": listener.kinds(),
        "listener": listener.LISTENER,
    }
