"""What can be asked for in the terminal besides talking: a word with a slash before it."""

from __future__ import annotations

import re
from typing import Any

from thirdear.frame.help import entry_for
from thirdear.room import Room

Wish = str

COMMANDS = {
    "/time": "how much of the hour is left",
    "/why": "why I said what I said last",
    "/no": "you don't see it that way",
    "/help-now": "people who can help where you are",
    "/stop": "end here (Ctrl-D does the same)",
    "/help": "this list",
}

_ONE_WORD = re.compile(r"/[a-z][a-z-]*", re.IGNORECASE)


def wish(text: str) -> Wish | None:
    """Return the name of the command in a line, or None where the line is something said.

    A slash and one word is taken for a command even if there is none of that name (it is then
    returned with its slash), so that a slip of the finger does not become part of the record.
    """
    word = text.strip().lower()
    if not _ONE_WORD.fullmatch(word):
        return None
    return word.removeprefix("/") if word in COMMANDS else word


def listed(commands: dict[str, str]) -> str:
    """Return the commands, one a line."""
    widest = max(len(name) for name in commands)
    return "\n".join(f"{name:<{widest}}  {what}" for name, what in commands.items())


def help_now(room: Room) -> str:
    """Return everything there is about help in the person's country, with whom they named."""
    opened, welcomed = room.state.opened, room.state.welcomed
    entry = entry_for(opened.country if opened else None)
    parts = [f"If you are in danger now, please {entry['emergency_words']}."]
    if welcomed is not None and welcomed.contact:
        parts.append(f"You named {welcomed.contact}.")
    parts.append("\n".join(_line(one) for one in entry.get("lines", [])))
    for title in ("abuse", "medical"):
        if entry.get(title):
            parts.append("\n".join(_line(one) for one in entry[title]))
    care = [_way(one) for one in entry.get("care", [])]
    if care:
        parts.append("When it is not a crisis: " + "; ".join(care) + ".")
    return "\n\n".join(part for part in parts if part)


def _line(entry: dict[str, Any]) -> str:
    """Return one line of help: who, how, when, for whom."""
    ways = [f"call {entry['call']}"] if entry.get("call") else []
    ways += [str(entry[key]) for key in ("text", "web") if entry.get(key)]
    hours = entry.get("hours", "unknown")
    when = f" ({hours})" if hours != "unknown" else ""
    return f"{entry['name']}: {', or '.join(ways)}{when}. For {entry['what']}."


def _way(entry: dict[str, Any]) -> str:
    return f"{entry['what']} (call {entry['call']})" if entry.get("call") else str(entry["what"])
