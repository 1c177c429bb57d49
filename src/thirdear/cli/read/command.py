"""Reads transcripts from beginning to end and hands every line, heard, to a writer."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from pathlib import Path

from thirdear.cli.hearing import hearing
from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because
from thirdear.cli.read.writers import (
    Parquet,
    Pieces,
    Writer,
    as_json_line,
    codebook_of,
    write_codebook,
)
from thirdear.cli.sources import HowToRead, Sources
from thirdear.contract.lines import encoded
from thirdear.listening import listener


def read(
    paths: list[str], how: HowToRead, form: str, out: Path | None, *, cores: int | None
) -> None:
    """Read transcripts and write what was heard; raises Plain for what cannot be done.

    Takes the paths ("-" for standard input), how to read them, one of jsonl, csv, parquet and
    html, where to write (None: standard output), and how many processes may listen (None: all).
    """
    with ExitStack() as left:
        sources = Sources(paths, how)
        writer = _writer(form, out, left)
        for made in left.enter_context(
            closing(hearing(sources, writer.shape, cores, to_stdout=out is None))
        ):
            writer.take(made)
        writer.finish()
    sources.must_be_whole()


def kinds(*, as_json: bool) -> None:
    """Write which kinds and codes are heard."""
    heard = listener.kinds()
    if as_json:
        told = {"heard": heard, "not_yet": [], "listener": listener.LISTENER}
        Out().write(encoded(told))
        return
    lines = [f"Heard (listener {listener.LISTENER}):", ""]
    lines += [f"  {kind}: {', '.join(codes)}" for kind, codes in heard.items()]
    Out().write("\n".join([*lines, ""]).encode())


def _writer(form: str, out: Path | None, left: ExitStack) -> Writer:
    if form == "html":
        from thirdear.cli.read.pages import Pages

        return Pages(out)
    if form == "jsonl":
        return Pieces(_out(out, left), as_json_line)
    if form == "parquet" and out is None and sys.stdout.isatty():
        raise Plain("A Parquet file cannot be shown on a screen; name one with --out.")
    if out is not None and codebook_of(out).exists():
        raise Plain(f"{codebook_of(out)} exists already; it was left as it is.")
    writer = Pieces.csv(_out(out, left)) if form == "csv" else Parquet(_out(out, left))
    if out is not None:
        write_codebook(out)
    return writer


def _out(path: Path | None, left: ExitStack) -> Out:
    """Return where to write; a file that is there already is left as it is."""
    if path is None:
        return Out()
    try:
        return Out(left.enter_context(path.open("xb")))
    except FileExistsError:
        raise Plain(f"{path} exists already; it was left as it is.") from None
    except OSError as error:
        raise Plain(f"{path} could not be written: {because(error)}.", OUR_FAULT) from None
