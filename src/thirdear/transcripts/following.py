"""Follows conversations as a listener does: each line heard knowing what was said before it.

What is kept of a conversation has a fixed size (see `listening.context`), and is packed while
others speak, so a corpus of any length can be followed as a stream, however its conversations
alternate.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from thirdear.listening import language, listener
from thirdear.listening.context import Context, Figure, attend
from thirdear.listening.meaning import Meaning, Sense
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.line import Line
from thirdear.transcripts.shelf import Shelf

if TYPE_CHECKING:
    from spacy.tokens import Doc

Who = tuple[str, str]
"""Whose words they are: a client, or a conversation where no client is named."""

Cast = dict[str, Figure]


def whose(line: Line) -> Who:
    """Return the client a line belongs to, else its conversation."""
    return ("conversation", line.conversation) if line.client is None else ("client", line.client)


class Following:
    """Hears the lines of many conversations, each in the light of its own past.

    A conversation knows what was said earlier in it, and the people its client spoke of in the
    same session or earlier ones; never anything later.
    """

    def __init__(self) -> None:
        self._contexts: Shelf[tuple[Who, str, int], tuple[Context, int]] = Shelf()
        self._casts: Shelf[tuple[Who, int], Cast] = Shelf()
        self._sessions: dict[Who, list[int]] = {}

    def known(self) -> list[Who]:
        """Return everyone whose words were heard."""
        return list(self._sessions)

    def hear(self, line: Line) -> tuple[Utterance, Reading]:
        """Hear one line; return it in its place, and what was heard in it."""
        return self._hear(line, language.parse(line.text))

    def hear_many(self, lines: Sequence[Line]) -> list[tuple[Utterance, Reading]]:
        """Hear lines in their order: the same as one by one, but parsed and encoded together."""
        docs = list(language.parse_many(line.text for line in lines))
        senses = Meaning.shipped().senses([doc.text for doc in docs])
        return [self._hear(*each) for each in zip(lines, docs, senses, strict=True)]

    def _hear(self, line: Line, doc: Doc, sense: Sense | None = None) -> tuple[Utterance, Reading]:
        who, session = whose(line), 1 if line.session is None else line.session
        key = (who, line.conversation, session)
        before, turn = self._contexts.get(key) or (Context(session=session), 0)
        spoken = line.utterance(turn)
        context = msgspec.structs.replace(before, cast=self._met(who, session) or before.cast)
        reading = listener.hear(spoken, context, doc, sense)
        after = attend(context, reading)
        self._contexts.put(key, (after, spoken.turn + 1))
        self._keep(who, session, after.cast)
        return spoken, reading

    def _met(self, who: Who, session: int) -> Cast | None:
        """Return the people met up to this session; nobody from a later one."""
        known = self._sessions.get(who, [])
        place = bisect_right(known, session)
        return self._casts.get((who, known[place - 1])) if place else None

    def _keep(self, who: Who, session: int, cast: Cast) -> None:
        known = self._sessions.setdefault(who, [])
        if session not in known[-1:] and session not in known:
            insort(known, session)
        self._casts.put((who, session), cast)
