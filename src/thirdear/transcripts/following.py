"""Follows conversations as a listener does: each line heard knowing what was said before it.

What is kept of a conversation has a fixed size (see `listening.context`), so a corpus of any
length can be followed as a stream, however its conversations alternate.
"""

from __future__ import annotations

import msgspec

from thirdear.listening import listener
from thirdear.listening.context import Context, Figure, attend
from thirdear.listening.observation import Reading
from thirdear.speech import Utterance
from thirdear.transcripts.jsonl import Line

Who = tuple[str, str]
"""Whose words they are: a client, or a conversation where no client is named."""


def whose(line: Line) -> Who:
    """Return the client a line belongs to, else its conversation."""
    return ("conversation", line.conversation) if line.client is None else ("client", line.client)


class Following:
    """Hears the lines of many conversations, each in the light of its own past.

    A conversation knows what was said earlier in it, and the people its client spoke of in the
    same session or earlier ones; never anything later.
    """

    def __init__(self) -> None:
        self._contexts: dict[tuple[Who, str, int], Context] = {}
        self._casts: dict[Who, dict[int, dict[str, Figure]]] = {}
        self._next_turns: dict[tuple[Who, str, int], int] = {}

    def hear(self, line: Line) -> tuple[Utterance, Reading]:
        """Hear one line; return it in its place, and what was heard in it."""
        who = whose(line)
        key = (who, line.conversation, line.session or 1)
        spoken = line.utterance(self._next_turns.get(key, 0))
        self._next_turns[key] = spoken.turn + 1
        before = self._contexts.get(key) or Context(session=spoken.session)
        context = msgspec.structs.replace(before, cast=self._met(who, spoken.session, before.cast))
        reading = listener.hear(spoken, context)
        after = attend(context, reading)
        self._contexts[key] = after
        self._casts.setdefault(who, {})[spoken.session] = after.cast
        return spoken, reading

    def _met(self, who: Who, session: int, else_: dict[str, Figure]) -> dict[str, Figure]:
        """Return the people met up to this session; nobody from a later one."""
        casts = self._casts.get(who, {})
        known = max((s for s in casts if s <= session), default=None)
        return else_ if known is None else casts[known]
