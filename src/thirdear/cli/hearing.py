"""Hears the transcripts named on the command line, on all cores, with a bar where one is seen."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import closing
from typing import TypeVar

from thirdear.cli.plain import OUR_FAULT, Plain
from thirdear.cli.progress import Progress
from thirdear.cli.sources import Sources
from thirdear.transcripts.many import heard
from thirdear.transcripts.workers import Shape, WorkerFailed

T = TypeVar("T")


def hearing(
    sources: Sources, shape: Shape[T], cores: int | None, *, to_stdout: bool = True
) -> Generator[T]:
    """Yield what `shape` makes of every line that can be read, in order; raises Plain.

    Uses as many processes as there are cores, or `cores`. `to_stdout` says that what is made is
    written there.
    """
    with (
        Progress(sources.files, to_stdout=to_stdout) as progress,
        closing(heard(sources.lines(progress), shape, cores or _all_cores())) as made,
    ):
        try:
            for one in made:
                progress.heard()
                yield one
        except WorkerFailed as error:
            raise Plain(
                f"Something went wrong on our side ({error}). What was written before is whole.",
                OUR_FAULT,
            ) from None


def _all_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every platform
        return os.cpu_count() or 1
