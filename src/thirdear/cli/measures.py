"""`thirdear measures`: questionnaires, what answers come to, pictures, reports and exports.

Answers come from files for now; in the room they are part of the record.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thirdear.cli.out import Out
from thirdear.cli.plain import OUR_FAULT, Plain, because, tell

if TYPE_CHECKING:
    from thirdear.measures import History, Measure
    from thirdear.measures.scoring import Score

_OPEN_TO_ALL = "This file is not encrypted: whoever has it can read everything in it."
_FILE_MODE = 0o600
_LARGEST = 16 * 1024 * 1024
"""Bytes of a file of answers; a longer one is something else."""

app = typer.Typer(
    help="Questionnaires: scores, change, exports.",
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Which = Annotated[str, typer.Argument(metavar="ID", help="The measure, as in phq-9.")]
TextOption = Annotated[
    Path | None,
    typer.Option(
        "--text",
        metavar="FILE",
        help="A file with the measure's words, where they are not ours to ship (TOML; "
        "docs/measures.md).",
        show_default=False,
    ),
]
HistoryOption = Annotated[
    str,
    typer.Option("--history", metavar="FILE", help="All answers, sessions and breaks (JSON), or -"),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="A new file; without it, standard output.",
        show_default=False,
    ),
]


@app.callback()
def measures(context: typer.Context) -> None:
    """Questionnaires: scores, change, exports.

    What there is and is not, what answers come to, whether it helps, pictures, a page for print.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_(
    not_shipped: Annotated[
        bool, typer.Option("--not-shipped", help="List what is not here, and why.")
    ] = False,
) -> None:
    """List the measures there are."""
    from thirdear.measures.questionnaire import measures as known
    from thirdear.measures.questionnaire import not_shipped as left_out

    if not_shipped:
        for each in left_out():
            print(f"{each.name}\n  {each.why}\n  Source: {each.source}.")
            if each.instead:
                print(f"  Instead: {each.instead}.")
        return
    for asked in known().values():
        words = "" if asked.has_text else "  (scoring only: bring your own words)"
        print(f"{asked.id:<12}{asked.title}{words}")


@app.command()
def show(which: Which, text: TextOption = None) -> None:
    """Show one measure.

    Its questions, its answers, how it is scored, where it comes from.
    """
    print("\n".join(_shown(_measure(which, text))))


@app.command("score")
def score_(
    which: Which,
    answers: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help='The answers (JSON), or -: {"1": 2, ...} by question, or [2, 0, null, ...] in '
            "order.",
        ),
    ],
    earlier: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Earlier answers, to be compared with.", show_default=False
        ),
    ] = None,
    text: TextOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The score with all its figures, as JSON.")
    ] = False,
) -> None:
    """Say what answers come to.

    First what comes before all counting, then the score in words.
    """
    from thirdear.contract.lines import encoded
    from thirdear.measures import AnswerError, marked, score

    asked = _measure(which, text)
    values = _values(asked, _read(answers))
    try:
        before = score(asked, _values(asked, _read(earlier))) if earlier else None
        found = score(asked, values, before)
    except AnswerError as error:
        raise Plain(str(error)) from None
    marks = marked(asked, values)
    if as_json:
        Out().write(encoded({"score": found, "marked": marks}))
        return
    for mark in marks:
        print(f'{_BEFORE[mark.opens]}: "{mark.said}".')
    if any(mark.opens == "safety" for mark in marks):
        from thirdear.frame.help import help_for

        print(help_for(None).lines)
    print("\n".join(_in_words(asked, found)))


_BEFORE = {
    "safety": "Before anything else",
    "doctor": "For a doctor, whatever else it means",
    "repair": "Between the two chairs",
}


@app.command()
def plot(
    which: Which, history: HistoryOption, out: OutOption = None, text: TextOption = None
) -> None:
    """Draw a measure over time as SVG.

    Its description in words is inside.
    """
    from thirdear.measures import plot as drawing

    asked = _measure(which, text)
    try:
        drawn = drawing.svg(asked, _history(history))
    except drawing.Nothing as error:
        raise Plain(str(error)) from None
    except ImportError:
        raise Plain("Pictures need the extra `plots`: pip install 'thirdear[plots]'.") from None
    _write(out, drawn.encode())


@app.command()
def course(history: HistoryOption) -> None:
    """Say honestly whether it helps.

    What has changed, what could be expected by now, what is open.
    """
    from thirdear.measures.report import page

    told = page(_history(history), date.min)
    print(told.word.text)
    for way in told.word.open:
        print(f"  {way}")


@app.command()
def fhir(
    history: HistoryOption,
    out: OutOption = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="REFERENCE", help="The patient, as in Patient/17.", show_default=False
        ),
    ] = None,
) -> None:
    """Write answers and scores as FHIR R4.

    A Bundle of QuestionnaireResponses and Observations.
    """
    from thirdear.contract.lines import encoded
    from thirdear.measures import fhir as resources
    from thirdear.measures import measure

    told = _history(history)
    bundle = resources.bundle([(measure(a.measure), a) for a in told.answers], subject)
    _write(out, encoded(bundle))


@app.command()
def report(
    history: HistoryOption,
    out: OutOption = None,
    made: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The day on the page.", show_default="today"),
    ] = None,
) -> None:
    """Write one page made for print.

    Answers, change, the person's own words, two pictures.
    """
    from thirdear.measures import measure
    from thirdear.measures import plot as drawing
    from thirdear.measures import report as reports

    told = _history(history)
    try:
        # A date on paper is the day where the paper is.
        day = date.fromisoformat(made) if made else date.today()  # noqa: DTZ011
    except ValueError:
        raise Plain(f"{made!r} is not a day; write it as in 2026-11-23.") from None
    pictures = {}
    for name in reports.page(told, day).plots:
        try:
            pictures[name] = drawing.svg(measure(name), told, drawing.SMALL)
        except drawing.Nothing:
            continue
        except ImportError:
            tell("Without the extra `plots` the page has no pictures.")
            break
    _write(out, reports.html(told, day, plots=pictures).encode())


def _measure(which: str, text: Path | None) -> Measure:
    from thirdear.measures import TextError, UnknownMeasure, measure, with_text
    from thirdear.measures.texts import own_text

    try:
        asked = measure(which)
        if text is None:
            return asked
        return with_text(asked, own_text(_read(str(text)).decode()))
    except (UnknownMeasure, TextError) as error:
        raise Plain(str(error)) from None
    except UnicodeDecodeError:
        raise Plain(f"{text} is not text in UTF-8.") from None


def _history(name: str) -> History:
    from thirdear.measures import AnswerError, History, UnknownMeasure, measure, score

    told: History = _json(_read(name), History, "answers")
    try:
        for each in told.answers:
            score(measure(each.measure), each.values)
            _ = each.day
    except (AnswerError, UnknownMeasure) as error:
        raise Plain(str(error)) from None
    except ValueError:
        raise Plain("An answer's `at` is not a day; write it as in 2026-11-23.") from None
    return told


def _values(asked: Measure, raw: bytes) -> dict[str, int]:
    """Return values by item, from an object or from a list in order; null is left out."""
    given: dict[str, int | None] | list[int | None] = _json(
        raw, dict[str, int | None] | list[int | None], "answers"
    )
    if isinstance(given, list):
        if len(given) != len(asked.items):
            raise Plain(f"{asked.id} has {len(asked.items)} questions; there are {len(given)} here "
                        "(null is one left out).")  # fmt: skip
        given = {item.id: value for item, value in zip(asked.items, given, strict=True)}
    return {name: value for name, value in given.items() if value is not None}


def _json(raw: bytes, form: Any, what: str) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        # The sentence names places and types, never what stands there.
        raise Plain(f"The {what} are not in order: {error}.") from None


def _read(name: str) -> bytes:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(name).open("rb") as stream:
                raw = stream.read(_LARGEST + 1)
    except OSError as error:
        raise Plain(f"{name} cannot be read: {because(error)}.") from None
    if len(raw) > _LARGEST:
        raise Plain(f"{name} is too long to be answers.")
    return raw


def _write(out: Path | None, what: bytes) -> None:
    """Write to standard output, or to a new file that only its owner can read."""
    if out is None:
        Out().write(what)
        return
    try:
        number = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE)
        with os.fdopen(number, "wb") as stream:
            stream.write(what)
    except FileExistsError:
        raise Plain(f"{out} exists already; it was left as it is.") from None
    except OSError as error:
        raise Plain(f"{out} could not be written: {because(error)}.", OUR_FAULT) from None
    tell(_OPEN_TO_ALL)


def _shown(asked: Measure) -> list[str]:
    lines = [f"{asked.title} ({asked.name}), {asked.period}", ""]
    lines += [asked.stem, ""] if asked.stem else []
    lines += [f"  {item.id:<7}{item.text or f'({item.about})'}" for item in asked.items]
    lines.append("")
    lines += [f"  {o.value:<7}{o.text}".rstrip() for o in asked.options]
    lines += ["", f"Score: {asked.scoring.lowest:g} to {asked.scoring.highest:g}, "
              f"{asked.scoring.better} is better. {asked.scoring.source}."]  # fmt: skip
    if asked.scoring.may_miss:
        lines.append(f"Left out: {asked.scoring.may_miss_source}.")
    lines += [f"  {b.start:g} to {b.end:g}: {b.words} ({b.clinical})" for b in asked.bands]
    if asked.cutoff:
        lines.append(f"Cut-off {asked.cutoff.at:g}: {asked.cutoff.source}.")
    lines += [_change_told(asked), f"Words: {asked.licence.terms}. {asked.licence.source}.",
              f"{asked.citation}."]  # fmt: skip
    return [*lines, asked.note] if asked.note else lines


def _change_told(asked: Measure) -> str:
    from thirdear.measures.changes import needed

    at = needed(asked.reliable)
    if at is None or asked.reliable is None:
        return "No reliable-change value."
    read = "" if asked.reliable.read else " (not read at its source)"
    return f"Reliable change {at:.3g} ({asked.reliable.kind}): {asked.reliable.source}{read}."


def _in_words(asked: Measure, found: Score) -> list[str]:
    if found.value is None and not found.subscales:
        left = ", ".join(found.missing)
        why = f"question {left} was left out" if left else "its file of words is needed for that"
        return [f"{asked.title}: this cannot be counted; {why}."]
    lines = [f"{asked.title}: {found.band.words}"] if found.band else []
    if not found.band and found.value is not None:
        lines.append(f"{asked.title}: {found.value:g}, from {asked.scoring.lowest:g} to "
                     f"{asked.scoring.highest:g}, {asked.scoring.better} is better.")  # fmt: skip
    for part in asked.scoring.subscales:
        value = found.subscales[part.id]
        told = "cannot be counted" if value is None else f"{value:g} of {_most(asked, part.items)}"
        lines.append(f"{part.name[:1].upper()}{part.name[1:]}: {told}.")
    if found.prorated:
        lines.append("A question was left out; the mean of the others stands in for it.")
    if found.change:
        lines.append(_SINCE[found.change.reliably])
    return lines


def _most(asked: Measure, items: tuple[str, ...]) -> int:
    return len(items) * max(option.value for option in asked.options)


_SINCE = {
    "better": "Since then it is lighter, by more than answers move by themselves.",
    "worse": "Since then it is heavier, by more than answers move by themselves.",
    "within": "Since then it has moved no more than answers move by themselves.",
    None: "Whether it has moved since then cannot be told from these questions.",
}
