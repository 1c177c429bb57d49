"""The lines of a session held by a program: what can come in, and how an answer goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from thirdear.contract.lines import NotALine, decoded

if TYPE_CHECKING:
    from thirdear.room import Reply


class Said(msgspec.Struct, frozen=True):
    """The person said something, after a pause (None: nobody measured it)."""

    text: str
    pause_s: float | None = None


class Silent(msgspec.Struct, frozen=True):
    """The person was silent for so long."""

    silence_s: float


class Why(msgspec.Struct, frozen=True):
    """The person asks why something was said, at this turn."""

    turn: int


class Dispute(msgspec.Struct, frozen=True):
    """The person does not see it the way it was said at this turn."""

    turn: int


class End(msgspec.Struct, frozen=True):
    """The person wants to end."""


LONGEST_S = 24 * 3600.0
"""A pause or silence counts as a day at most; below 0 it counts as none."""

Input = Said | Silent | Why | Dispute | End


class _Line(msgspec.Struct, frozen=True):
    text: str | None = None
    pause_s: float | None = None
    silence_s: float | None = None
    why: int | None = None
    dispute: int | None = None
    end: bool | None = None


_decoder = msgspec.json.Decoder(_Line)


def taken(raw: bytes) -> Input:
    """Return what one line of input says; raises NotALine where it says nothing or two things."""
    line = decoded(raw, _decoder)
    said: list[Input] = []
    if line.text is not None:
        said.append(Said(line.text, _sensible(line.pause_s)))
    silence_s = _sensible(line.silence_s)
    if silence_s is not None:
        said.append(Silent(silence_s))
    if line.why is not None:
        said.append(Why(line.why))
    if line.dispute is not None:
        said.append(Dispute(line.dispute))
    if line.end:
        said.append(End())
    match said:
        case [Said(text=text)] if not text.strip():
            raise NotALine("there are no words in it")
        case [one]:
            return one
        case []:
            raise NotALine('it has no "text", nor "silence_s", "why", "dispute" or "end"')
        case _:
            raise NotALine("it says more than one thing")


def _sensible(seconds: float | None) -> float | None:
    return None if seconds is None else min(LONGEST_S, max(0.0, seconds))


def answer(reply: Reply) -> dict[str, Any]:
    """Return the room's reply as the contract's output object, without the listener's version."""
    line: dict[str, Any] = {"type": reply.type, "turn": reply.turn}
    match reply.type:
        case "opened":
            line |= {
                "session": reply.session,
                "resumed": reply.resumed,
                "treatment": reply.treatment,
                "text": reply.text,
            }
        case "therapist":
            line |= _intervention(reply)
        case "safety":
            line |= {"text": reply.text, "risk": _risk(reply)}
        case "why":
            line |= {
                "text": reply.text,
                "grounds": _quotes(reply),
                "rule": reply.rule,
                "alternative": reply.alternative,
            }
        case "disputed":
            line |= {"text": reply.text}
        case "ended":
            line |= {"reason": reply.reason, "text": reply.text}
        case "silence":
            pass
    return line | {"remaining_s": reply.remaining_s}


def _intervention(reply: Reply) -> dict[str, Any]:
    done = reply.intervention
    if done is None:
        raise ValueError("something was said without an intervention behind it")
    return {
        "kind": done.kind,
        "depth": done.depth,
        "text": done.text,
        "grounds": _quotes(reply),
        "gate": done.gate,
        "rule": done.rule,
    }


def _quotes(reply: Reply) -> list[Any]:
    return [msgspec.to_builtins(quote) for quote in reply.grounds]


def _risk(reply: Reply) -> list[dict[str, Any]]:
    if reply.reading is None:
        return []
    return [{"turn": reply.reading.turn, **observed(o)} for o in reply.reading.of("risk")]


def observed(observation: Any) -> dict[str, Any]:
    """Return an observation as the contract's object: an episode's parts among its attributes."""
    plain: dict[str, Any] = msgspec.to_builtins(observation)
    components: list[dict[str, Any]] = plain.pop("components")
    if observation.kind == "episode":
        for slot in ("wish", "response_of_other", "response_of_self"):
            plain["attributes"][slot] = [
                {**{k: v for k, v in c.items() if k != "slot"}, "quote": c["words"]}
                for c in components if c["slot"] == slot
            ]  # fmt: skip
    return plain
