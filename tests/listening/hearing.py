"""Small ways of saying something to the listener and looking at what was heard."""

from thirdear.listening.context import Context, attend
from thirdear.listening.listener import hear
from thirdear.listening.observation import Observation, Reading
from thirdear.speech import Utterance


def listen(*lines: str, session: int = 1) -> tuple[list[Reading], Context]:
    """Hear lines one after the other; one that begins with "T: " is said by the other chair."""
    context, readings = Context(), []
    for turn, line in enumerate(lines):
        said = line.removeprefix("T: ")
        speaker = "client" if said == line else "therapist"
        reading = hear(Utterance(said, speaker, turn, session=session), context)
        readings.append(reading)
        context = attend(context, reading)
    return readings, context


def heard(*lines: str) -> Reading:
    """Hear lines one after the other and return what was heard in the last."""
    return listen(*lines)[0][-1]


def codes(reading: Reading, kind: str) -> list[str]:
    """Return the codes of one kind that were claimed, in text order."""
    return [o.code for o in sorted(reading.of(kind), key=lambda o: o.start)]


def quotes(reading: Reading, kind: str) -> list[str]:
    """Return the words of one kind that were claimed, in text order."""
    return [o.quote for o in sorted(reading.of(kind), key=lambda o: o.start)]


def only(reading: Reading, kind: str, code: str | None = None) -> Observation:
    """Return the one claim of a kind (and code); fail if there is none or more than one."""
    found = [o for o in reading.of(kind) if code is None or o.code == code]
    assert len(found) == 1, f"expected one {kind}, heard {[(o.code, o.quote) for o in found]}"
    return found[0]


def figures(reading: Reading) -> list[tuple[str, str]]:
    """Return (words, figure id) of every mention of a person, in text order."""
    found = sorted(reading.of("person"), key=lambda o: (o.start, str(o.about)))
    return [(o.quote, str(o.about)) for o in found]


def exact(reading: Reading, text: str) -> bool:
    """Tell whether everything heard quotes its text exactly and lies inside it."""
    pieces = [(o.start, o.end, o.quote) for o in reading.observations]
    pieces += [(c.start, c.end, c.quote) for c in reading.clauses]
    whole = all(0 <= s < e <= len(text) and text[s:e] == q for s, e, q in pieces)
    inside = [(c.start, c.end) for c in reading.cues] + list(reading.things)
    return whole and all(0 <= start <= end <= len(text) for start, end in inside)
