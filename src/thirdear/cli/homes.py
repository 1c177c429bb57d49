"""Where words are kept when nobody says where, and the passphrase that opens them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from thirdear.cli.plain import Plain

PASSPHRASE = "THIRDEAR_PASSPHRASE"

NO_PASSPHRASE = (
    f"The passphrase is taken from the environment variable {PASSPHRASE}, and it is not set."
)


def default_home() -> Path:
    """Return the platform's folder for a program's data (XDG on Unix)."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
        return Path(base) / "thirdear"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "thirdear"
    base = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification: a path that is not absolute is to be ignored.
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local/share") / "thirdear"


def passphrase_set() -> str | None:
    """Return the passphrase from the environment, or None; an empty one counts as none."""
    return os.environ.get(PASSPHRASE) or None


def passphrase_or_ask(question: str) -> str:
    """Return the passphrase from the environment, or ask for it where a person can answer.

    Raises Plain where there is neither.
    """
    known = passphrase_set()
    if known is not None:
        return known
    if not sys.stdin.isatty():
        raise Plain(NO_PASSPHRASE)
    from thirdear.cli.ask import secret

    return secret(question)
