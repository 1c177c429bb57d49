"""Transcripts in CHAT (.cha), the format of TalkBank: main lines as they were spoken.

Read by our own few lines rather than by pylangacq. That library, made for counting words, leaves
out what a listener must not miss: what was said and taken back ("<very angry> [//] a bit cross"),
hesitations, laughter and sighs. It also reads whole files into memory, and its errors name no
line. The tests hold this reader against it: the same utterances, speakers and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from thirdear.contract.lines import Lines
from thirdear.transcripts import times
from thirdear.transcripts.line import BadLine, Line, NotATranscript
from thirdear.transcripts.manner import Manner
from thirdear.transcripts.written import Written, written

_BULLET = re.compile(r"\x15(?:[^\x15]*?_)?(\d+)_(\d+)-?\x15")
_LONGEST = 16 * 1024 * 1024

# In the order in which they are applied; after the CHAT manual, part 1 (chapters 7 to 12).
_AS_SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), spoken)
    for pattern, spoken in (
        (r"\x15[^\x15]*\x15?", " "),  # times
        (r"\[=! ([^\]]*)\]", r"(\1)"),  # [=! crying]
        (r"\[[^\]]*\]", " "),  # codes: what was repeated or taken back stays
        (r"&\*\w+:\S+", " "),  # the other's "mhm" within a turn
        (r"&=([\w:]+)", r"(\1)"),  # &=laughs
        (r"&-(\w+)", r"\1"),  # &-um
        (r"&[+~]\S+", " "),  # pieces of words
        (r"(?<!\S)(?:xxx|yyy|www)(?!\S)", "…"),  # not understood
        (r"(?<!\S)0\w+", " "),  # what was left out
        (r"\((?:\.{1,3}|\d*[.:]\d*)\)", " "),  # pauses
        (r"\s*\+\.\.[.?]", "…"),  # trailing off
        (r"\+(?://|/|\"/)?([.?!])", r"\1"),  # interrupted, quoted
        (r"(?<!\S)\+[\"^<,+≋≈]+\s*", " "),  # how it follows what was before
        (r"[<>‹›⌈⌉⌊⌋↑↓→↗↘⇗⇘∞∬⁎∇∆☺♋⁇°▁▔ˈˌ]", ""),  # overlap, intonation
        (r"(?<=\w)\((\w+)\)|\((\w+)\)(?=\w)", r"\1\2"),  # (be)cause
        (r"(?<=\w):(?=\w|\s|$)", ""),  # no:
        (r"(?<=\w)@[\w:$]+", ""),  # kinds of words
        (r"(?<=\w)[_+](?=\w)", " "),  # ice_cream
        (r"[‡„]", ","),
        (r"\s+", " "),
        (r" (?=[,.?!;])", ""),
        (r"…[.,]", "…"),
    )
)


def lines(stream: Lines, manner: Manner) -> Iterator[Line | BadLine]:
    """Yield the main lines of a CHAT file in order, and a `BadLine` for what cannot be read.

    Raises NotATranscript for a file without main lines.
    """
    roles: dict[str, str] = {}
    ended_s: float | None = None
    anything = False
    for tier in _tiers(written(stream)):
        if isinstance(tier, BadLine):
            yield tier
        elif tier.text.startswith("@"):
            roles |= _participants(tier.text)
        elif tier.text.startswith("*"):
            anything = True
            code, _, words = tier.text[1:].partition(":")
            start_s, end_s = _times(words)
            line = manner.line(
                tier.number,
                _label(code.strip(), roles, manner),
                as_spoken(words),
                at_s=start_s,
                pause_s=times.pause(ended_s, start_s),
            )
            ended_s = ended_s if end_s is None else end_s
            if line is not None:
                yield line
        elif not tier.text.startswith("%"):
            yield BadLine(tier.number, "it begins with none of *, %, @ and a tab, so it is no CHAT")
    if not anything:
        raise NotATranscript("holds no main lines, which begin as in *CLI:")


def as_spoken(words: str) -> str:
    """Return the words of a main line as they were spoken, without the marks of the format."""
    for pattern, spoken in _AS_SPOKEN:
        words = pattern.sub(spoken, words)
    return words.strip()


def _tiers(lines: Iterator[Written | BadLine]) -> Iterator[Written | BadLine]:
    """Yield lines with what goes on after a tab joined to them."""
    number, pieces, length = 0, list[str](), 0
    spoiled = False
    for line in lines:
        if isinstance(line, BadLine):
            yield line
            spoiled = True
            continue
        if line.text.startswith(("\t", " ")) and pieces:
            length += len(line.text)
            if length < _LONGEST:
                pieces.append(line.text.strip())
            continue
        if pieces:
            yield _whole(number, pieces, length, spoiled=spoiled)
        stripped = line.text.strip()
        number, pieces, length = line.number, [stripped] if stripped else [], len(line.text)
        spoiled = False
    if pieces:
        yield _whole(number, pieces, length, spoiled=spoiled)


def _whole(number: int, pieces: list[str], length: int, *, spoiled: bool) -> Written | BadLine:
    if spoiled and pieces[0].startswith("*"):
        return BadLine(number, "a line of this utterance could not be read, so it was left out")
    if length >= _LONGEST:
        return BadLine(number, "it is too long to be one utterance")
    return Written(number, " ".join(pieces))


def _participants(header: str) -> dict[str, str]:
    """Return the role of each code in "@Participants: CLI Anna Client, THE Therapist"."""
    name, _, said = header.partition(":")
    if name.strip() != "@Participants":
        return {}
    people = [person.split() for person in said.split(",")]
    return {words[0]: words[-1].replace("_", " ") for words in people if len(words) > 1}


def _label(code: str, roles: dict[str, str], manner: Manner) -> str:
    """Return what tells most of a speaker: the code where it is known, else the role."""
    role = roles.get(code)
    return role if role is not None and not manner.speakers.names(code) else code


def _times(words: str) -> tuple[float | None, float | None]:
    found = _BULLET.search(words)
    return (None, None) if found is None else (int(found[1]) / 1000, int(found[2]) / 1000)
