"""The command `thirdear`: what there is, in plain words. The work is imported when it is asked for.

Errors are one plain sentence on stderr: exit status 2 for bad input or usage, 1 for a failure of
ours, 0 otherwise.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thirdear import __version__
from thirdear.cli import measures
from thirdear.cli.homes import default_home
from thirdear.cli.out import ReaderGone, let_go_of_stdout
from thirdear.cli.plain import BAD_INPUT, OUR_FAULT, Plain, our_fault, tell

if TYPE_CHECKING:
    from thirdear.cli.sources import HowToRead

INTERRUPTED = 130
"""What shells use for Ctrl-C (128 + SIGINT)."""

app = typer.Typer(
    name="thirdear",
    help="""A program for listening closely, on your own machine.

    For private reflection, for a clinician's own thinking, for training and for research. It is
    not a person and not a therapist; it does not diagnose, treat or prevent any condition. For
    adults.""",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(measures.app, name="measures")


class Way(StrEnum):
    """The ways of working that a session can be held in."""

    PSYCHODYNAMIC = "psychodynamic"
    ISTDP = "istdp"


class ReadFormat(StrEnum):
    """What `read` can write."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    HTML = "html"


class TranscriptForm(StrEnum):
    """What transcripts can be written in."""

    JSONL = "jsonl"
    VTT = "vtt"
    SRT = "srt"
    TEXT = "text"
    CSV = "csv"
    CHAT = "chat"


class UnderstandFormat(StrEnum):
    """What `understand` can write."""

    JSON = "json"
    TEXT = "text"


class Gender(StrEnum):
    """He or she, where the words do not tell."""

    F = "f"
    M = "m"


class ExportFormat(StrEnum):
    """What `export` can write."""

    JSON = "json"


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="The folder where the words are kept; without it, the platform's folder for "
        "such data.",
        show_default=False,
    ),
]
Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Transcripts: JSON lines, WebVTT, SRT, plain text, CSV or TSV, CHAT, told by their "
        "ending; or - for standard input.",
        show_default=False,
    ),
]
FromOption = Annotated[
    TranscriptForm | None,
    typer.Option(
        "--from",
        help="What the transcripts are, whatever their ending: jsonl, vtt, srt, text, csv or chat.",
        show_default=False,
    ),
]
SpeakersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--speakers",
        metavar="NAME=ROLE,...",
        help='Who is who, as in "Dr H=therapist, P=client"; skip leaves someone out, * is everyone '
        "else. Usual names (T, Therapist, C, Client, P, Patient ..) are known.",
        show_default=False,
    ),
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="WHAT=COLUMN,...",
        help='Tables: which column is which, as in "text=utterance, speaker=who"; text, speaker, '
        "conversation, client, session, turn, at, end and pause. Usual names are known.",
        show_default=False,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The encoding of the transcripts, such as cp1252; without it UTF-8, or what a mark "
        "at the beginning (BOM) says.",
        show_default=False,
    ),
]
ClientOption = Annotated[
    str | None,
    typer.Option(
        "--client",
        metavar="NAME",
        help="Whose sessions these are, where the transcripts do not say: one client's, a file a "
        "session, in the order they are named.",
        show_default=False,
    ),
]
JoinOption = Annotated[
    bool,
    typer.Option(
        "--join/--no-join", help="Subtitles: make one utterance of cues that follow each other."
    ),
]
CoresOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="How many processes may listen; without it, one a core.",
        show_default=False,
    ),
]


@app.callback(invoke_without_command=True)
def thirdear(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.")
    ] = False,
) -> None:
    """Answer the options of the command itself."""
    if version:
        typer.echo(f"thirdear {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def run(
    home: HomeOption = None,
    host: Annotated[
        str, typer.Option(help="The address to serve on; one that only this machine can reach.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The port to serve on; a free one if it is taken.", min=0, max=65535)
    ] = 8765,
    browser: Annotated[bool, typer.Option(help="Open a browser where there is one.")] = True,
) -> None:
    """Open the room in the browser."""
    from thirdear.web.serve import serve

    try:
        host = "127.0.0.1" if host == "localhost" else host
        serve(home or default_home(), host=host, port=port, open_browser=browser)
    except ValueError as error:
        raise Plain(f"The room cannot be opened there: {error}.") from None


@app.command()
def talk(
    home: HomeOption = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="For programs: JSON lines in, JSON lines out.")
    ] = False,
    treatment: Annotated[Way, typer.Option(help="The way of working.")] = Way.PSYCHODYNAMIC,
    country: Annotated[
        str | None,
        typer.Option(metavar="CC", help="Country code, for where help is.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same words and seed give the same session.")] = 0,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="ISO8601", help="With --jsonl: when the session begins.", show_default=False
        ),
    ] = None,
    skip_consultation: Annotated[
        bool,
        typer.Option("--skip-consultation", help="With --jsonl: no welcome and no consultation."),
    ] = False,
    accompanied: Annotated[
        bool,
        typer.Option("--accompanied", help="With --jsonl and istdp: the whole repertoire."),
    ] = False,
) -> None:
    """Hold a session, here in the terminal.

    With --jsonl another program holds it: JSON lines in, JSON lines out. Its passphrase comes from
    the environment variable THIRDEAR_PASSPHRASE.
    """
    from thirdear.cli.talk import start

    wishes = start.Wishes(
        home or default_home(), treatment.value, country, seed, now, skip_consultation,
        accompanied,
    )  # fmt: skip
    if jsonl:
        start.with_a_program(wishes)
    else:
        start.with_a_person(wishes)


@app.command()
def read(
    paths: Paths = None,
    form: Annotated[
        ReadFormat | None,
        typer.Option("--format", help="jsonl (the default), csv, parquet or html."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="A new file, or with html a new folder; without it, standard output.",
            show_default=False,
        ),
    ] = None,
    from_: FromOption = None,
    speakers: SpeakersOption = None,
    columns: ColumnsOption = None,
    client: ClientOption = None,
    encoding: EncodingOption = None,
    join: JoinOption = True,
    cores: CoresOption = None,
    kinds: Annotated[
        bool, typer.Option("--kinds", help="List the kinds and codes that are heard.")
    ] = False,
) -> None:
    """Read transcripts: what is heard, and where.

    What cannot be read is told with file and line, and the rest is read; the exit status is then 2.
    """
    from thirdear.cli.read import command

    if kinds:
        command.kinds(as_json=form is ReadFormat.JSONL)
        return
    how = _how_to_read(from_, speakers, columns, client, encoding, join=join)
    command.read(paths or [], how, form.value if form else "jsonl", out, cores=cores)


@app.command()
def understand(
    paths: Paths = None,
    form: Annotated[
        UnderstandFormat, typer.Option("--format", help="json (one object a line) or text.")
    ] = UnderstandFormat.JSON,
    from_: FromOption = None,
    speakers: SpeakersOption = None,
    columns: ColumnsOption = None,
    client: ClientOption = None,
    encoding: EncodingOption = None,
    join: JoinOption = True,
    cores: CoresOption = None,
    home: HomeOption = None,
) -> None:
    """Say what is understood of each client.

    With --home and no paths: of the person whose record it is. Every statement comes with the
    words it rests on. The lines of a client come in the order they were spoken, session by session.
    """
    from thirdear.cli import understand as command

    if home is not None and not paths:
        command.understand_home(home, form.value)
        return
    how = _how_to_read(from_, speakers, columns, client, encoding, join=join)
    command.understand(paths or [], how, form.value, cores=cores)


def _how_to_read(
    form: TranscriptForm | None,
    speakers: list[str] | None,
    columns: list[str] | None,
    client: str | None,
    encoding: str | None,
    *,
    join: bool,
) -> HowToRead:
    from thirdear.cli.sources import HowToRead

    return HowToRead(
        form=form.value if form else None,
        speakers=tuple(speakers or ()),
        columns=tuple(columns or ()),
        encoding=encoding,
        client=client,
        join=join,
    )


@app.command()
def schema(
    name: Annotated[
        str | None, typer.Argument(help="Which one; without it, a list.", show_default=False)
    ] = None,
) -> None:
    """Print the JSON Schema of an input or output."""
    from thirdear import contract

    if name is None:
        for known, what in contract.SCHEMAS.items():
            typer.echo(f"{known:<12}  {what}")
    elif name in contract.SCHEMAS:
        typer.echo(contract.schema(name), nl=False)
    else:
        raise Plain(f"There is no schema {name!r}; there are {', '.join(contract.SCHEMAS)}.")


@app.command()
def people(
    home: HomeOption = None,
    who: Annotated[
        str | None,
        typer.Option(
            metavar="FIGURE",
            help="Correct this one, by the name in the first column of the list, as in boss:1.",
            show_default=False,
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--is", metavar="ROLE", help="Who it is, as in sibling.", show_default=False),
    ] = None,
    called: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="With --is or --same-as: only the one of this name; the figure stays what it is.",
            show_default=False,
        ),
    ] = None,
    same_as: Annotated[
        str | None,
        typer.Option(
            metavar="FIGURE", help="The two are one, and this is who.", show_default=False
        ),
    ] = None,
    gender: Annotated[
        Gender | None, typer.Option(help="She (f) or he (m).", show_default=False)
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="It is no person at all.")] = False,
) -> None:
    """List the people spoken of, and correct who somebody is.

    "Dan is not my boss, he's my brother" is --who boss:1 --is sibling; where there is a boss as
    well, --who boss:1 --called Dan --is sibling. What is corrected holds from then on.
    """
    from thirdear.cli import people as command
    from thirdear.listening.context import Correction

    told = bool(role or same_as or gender or nobody)
    if (who is None) == (told or called is not None):
        raise Plain("To correct somebody, say --who it is and what is so: --is, --same-as, "
                    "--gender or --nobody.")  # fmt: skip
    if who is not None and called is not None and not (role or same_as):
        raise Plain("With --called, say who is called so: --is or --same-as.")
    correction = None
    if who is not None:
        correction = Correction(
            figure=who, role=role, name=called, same_as=same_as,
            gender=gender.value if gender else None, nobody=nobody,
        )  # fmt: skip
    command.people(home or default_home(), correction)


@app.command()
def export(
    home: HomeOption = None,
    form: Annotated[
        ExportFormat, typer.Option("--format", help="The whole record as JSON.")
    ] = ExportFormat.JSON,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="A new file; without it, standard output.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write out the whole record, decrypted.

    Whoever has the file can read it: keep it where only you can.
    """
    from thirdear.cli.record import carry_out

    carry_out.export(home or default_home(), out)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `export` wrote.")],
    home: HomeOption = None,
) -> None:
    """Make a record from what `export` wrote.

    The home must have no record yet; exported again, the record is the same byte for byte.
    """
    from thirdear.cli.record import carry_in

    carry_in.import_(file, home or default_home())


@app.command()
def verify(home: HomeOption = None) -> None:
    """Check that the record is as it was written."""
    from thirdear.cli.record import care

    care.verify(home or default_home())


@app.command()
def recover(home: HomeOption = None) -> None:
    """Choose a new passphrase with the recovery key."""
    from thirdear.cli.record import care

    care.recover(home or default_home())


def main() -> None:
    """Run the command and leave with its exit status."""
    sys.exit(status(sys.argv[1:]))


def status(arguments: list[str]) -> int:
    """Run the command with `arguments`; return its exit status, having said what went wrong."""
    try:
        result = app(arguments, prog_name="thirdear", standalone_mode=False)
    except typer.TyperException as error:
        tell(_usage(error))
        return BAD_INPUT
    except Plain as error:
        tell(str(error))
        return error.status
    except typer.Abort:
        return INTERRUPTED
    except ReaderGone:
        let_go_of_stdout()
        return 0
    except Exception as error:
        tell(our_fault(error))
        return OUR_FAULT
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException) -> str:
    """Put a mistake in the arguments into one sentence, with where to read more."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "thirdear"
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    told = " ".join(message.split()).rstrip(".")
    return f"{told}. `{command} --help` says more." if told else f"See `{command} --help`."
