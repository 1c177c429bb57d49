"""What goes wrong, as one plain sentence on stderr, and the exit status that belongs to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

BAD_INPUT = 2
OUR_FAULT = 1


class Plain(Exception):
    """Something that ends the command: one sentence for the person, and an exit status."""

    def __init__(self, sentence: str, status: int = BAD_INPUT) -> None:
        super().__init__(sentence)
        self.status = status


def because(error: OSError) -> str:
    """Return why the system refused something, in its own words."""
    return error.strerror or "no reason was given"


def tell(sentence: str) -> None:
    """Write one sentence to stderr."""
    # Paths can hold bytes that are no text; they are shown as such rather than refused.
    safe = sentence.encode("utf-8", "backslashreplace").decode("utf-8")
    try:
        print(safe, file=sys.stderr, flush=True)
    except (OSError, ValueError, UnicodeEncodeError):
        return


@contextmanager
def plain_record_errors() -> Iterator[None]:
    """Turn what the record raises into `Plain`; damage and a full disk are nobody's bad input."""
    from thirdear import record

    try:
        yield
    except (record.RecordFull, record.RecordDamaged) as error:
        raise Plain(str(error), OUR_FAULT) from None
    except record.RecordError as error:
        raise Plain(str(error)) from None


def our_fault(error: BaseException) -> str:
    """Return a sentence for an error of ours: what and where, never with the words at hand."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = ""
    if where is not None:
        module = where.tb_frame.f_globals.get("__name__", "?")
        place = f" in {module}, line {where.tb_lineno}"
    return (
        f"Something went wrong on our side ({type(error).__name__}{place}). "
        "What was acknowledged before is kept."
    )
