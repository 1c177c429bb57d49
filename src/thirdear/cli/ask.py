"""Asks for things that must not be seen on the screen."""

from __future__ import annotations

import getpass

from thirdear.cli.plain import Plain

SHORTEST = 8


def secret(question: str) -> str:
    """Ask for a passphrase without showing it; raises Plain when nothing can be typed."""
    try:
        return getpass.getpass(question)
    except EOFError:
        raise Plain("No passphrase was given.") from None


def new_passphrase() -> str:
    """Ask for a new passphrase, twice, until both are the same and long enough."""
    while True:
        first = secret("New passphrase: ")
        if len(first) < SHORTEST:
            print(f"That is short. Please take at least {SHORTEST} characters.")
            continue
        if first == secret("The same again: "):
            return first
        print("These two are not the same. Once more, please.")
