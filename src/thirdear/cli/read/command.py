"""Reads transcripts from beginning to end and hands every line, heard, to a writer."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because
from thirdear.cli.read.writers import Csv, JsonLines, Parquet, Writer
from thirdear.cli.sources import Sources
from thirdear.contract.lines import encoded
from thirdear.listening import listener
from thirdear.transcripts.following import Following


def read(paths: list[str], form: str | None, out: Path | None, *, kinds: bool) -> None:
    """Read transcripts and write what was heard; raises Plain for what cannot be done.

    Takes the paths ("-" for standard input), one of jsonl, csv, parquet and html (None: jsonl),
    where to write (None: standard output), or, with `kinds`, nothing but the wish for a list.
    """
    if kinds:
        Out().write(_kinds(as_json=form == "jsonl"))
        return
    with ExitStack() as left:
        sources = Sources(paths)
        writer = _writer(form or "jsonl", out, left)
        following = Following()
        for line in sources.lines():
            writer.take(line, *following.hear(line))
        writer.finish()
    sources.must_be_whole()


def _writer(form: str, out: Path | None, left: ExitStack) -> Writer:
    if form == "html":
        from thirdear.cli.read.pages import Pages

        return Pages(out)
    if form == "parquet":
        if out is None and sys.stdout.isatty():
            raise Plain("A Parquet file cannot be shown on a screen; name one with --out.")
        return Parquet(_out(out, left))
    return (Csv if form == "csv" else JsonLines)(_out(out, left))


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


def _kinds(*, as_json: bool) -> bytes:
    heard, later = listener.kinds(), listener.NOT_YET_HEARD
    if as_json:
        return encoded({"heard": heard, "not_yet": list(later), "listener": listener.LISTENER})
    lines = [f"Heard (listener {listener.LISTENER}):", ""]
    lines += [f"  {kind}: {', '.join(codes)}" for kind, codes in heard.items()]
    lines += ["", f"Not yet heard: {', '.join(later)}", ""]
    return "\n".join(lines).encode()
