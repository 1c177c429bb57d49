"""The client's chair, from a shell: each command says one thing, the session stays open between.

    python bench/trials/chair.py --home DIR open        begin the next session, or go on with one cut off
    python bench/trials/chair.py --home DIR say "text"  (or the text on standard input)
    python bench/trials/chair.py --home DIR silence 60
    python bench/trials/chair.py --home DIR why 7       and: dispute 7, where, end

`open` leaves a process behind that holds `thirdear talk --jsonl` and listens on a socket until the
session has ended. It writes every exchange to OUT/NAME-SESSION.jsonl: a first line about the
session, then {"client": line in, "program": line out} and, where the player gave one, "mark". What
is printed is what a person in this chair would see: words, silence, minutes left.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

PASSPHRASE = "a passphrase for trials only"
FIRST = datetime(2026, 1, 5, 18, tzinfo=UTC)  # a Monday evening; sessions are a week apart
IDLE_S = 4 * 3600  # a session that nobody goes on with is cut off; `open` resumes it
START_S = 180
MARKS = (
    "striated", "smooth", "cognitive_perceptual", "motor_conversion", "projection", "dissociation",
)  # fmt: skip


def address(home: Path) -> Path:
    """Where the process that holds this home's session listens (a socket's path must be short)."""
    folder = Path(tempfile.gettempdir()) / f"chair-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


def transcripts(out: Path, name: str) -> list[Path]:
    """The transcripts of one client, in order."""
    found = [p for p in out.glob(f"{name}-*.jsonl") if p.stem[len(name) + 1 :].isdigit()]
    return sorted(found, key=lambda p: int(p.stem.rpartition("-")[2]))


def ended(path: Path) -> bool:
    """Whether a session came to its end."""
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    return bool(json.loads(last).get("program", {}).get("type") == "ended")


def append(path: Path, line: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


# What is left behind: one process that holds one session.


def hold(args: argparse.Namespace) -> None:
    """Hold the session until it ends, nobody comes for hours, or the program stops."""
    log = address(args.home).with_suffix(".log")
    with log.open("w", encoding="utf-8") as errors:
        program = subprocess.Popen(
            args.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            text=True, encoding="utf-8", env={"THIRDEAR_PASSPHRASE": PASSPHRASE, **os.environ},
        )  # fmt: skip
        assert program.stdin is not None
        assert program.stdout is not None
        first = program.stdout.readline()
        if first:
            opened = json.loads(first)
            path = args.out / f"{args.name}-{opened['session']}.jsonl"
            if not path.exists():
                append(path, {**args.about, "session": opened["session"]})
            append(path, {"client": None, "program": opened})
            listen(address(args.home), program.stdin, program.stdout, path, opened)
        program.stdin.close()
        program.wait(timeout=60)


def listen(where: Path, to: IO[str], of: IO[str], path: Path, opened: dict[str, Any]) -> None:
    """Carry lines between the socket and the program."""
    last = opened
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(IDLE_S)
        server.bind(str(where))
        try:
            server.listen()
            while last["type"] != "ended":
                with server.accept()[0] as caller, caller.makefile("rw", encoding="utf-8") as line:
                    asked = json.loads(line.readline())
                    if asked.get("client"):
                        to.write(json.dumps(asked["client"]) + "\n")
                        to.flush()
                        answer = of.readline()
                        if not answer:
                            return
                        last = json.loads(answer)
                        append(path, {**asked, "program": last})
                    line.write(json.dumps({"path": str(path), "program": last}) + "\n")
        except TimeoutError:
            return
        finally:
            where.unlink()


# What the player calls.


def ask(home: Path, line: dict[str, Any]) -> dict[str, Any]:
    """Hand one line to the open session and return what came back."""
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(str(address(home)))
        except OSError:
            sys.exit("No session is open here: `open` begins one.")
        with caller.makefile("rw", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            answer = file.readline()
    if not answer:
        sys.exit(f"The program stopped:\n{address(home).with_suffix('.log').read_text()}")
    found: dict[str, Any] = json.loads(answer)
    return found


def begin(args: argparse.Namespace) -> dict[str, Any]:
    """Leave a process behind that holds the session, and wait until it has opened."""
    where = address(args.home)
    if where.exists():
        try:
            return ask(args.home, {})
        except SystemExit:
            where.unlink(missing_ok=True)
    args.out.mkdir(parents=True, exist_ok=True)
    before = sum(ended(p) for p in transcripts(args.out, args.name))
    now = args.now or (FIRST + timedelta(weeks=before)).isoformat()
    command = [
        *shlex.split(args.thirdear), "talk", "--jsonl", "--home", str(args.home),
        "--treatment", args.treatment, "--country", args.country, "--seed", str(args.seed),
        "--now", now, "--skip-consultation", *shlex.split(args.more),
    ]  # fmt: skip
    about = {
        "trial": args.name, "source": "thirdear", "treatment": args.treatment, "seed": args.seed,
        "now": now, "played_by": args.played_by,
    }  # fmt: skip
    held = json.dumps({"command": command, "about": about})
    process = subprocess.Popen(
        [sys.executable, __file__, "--home", str(args.home), "--out", str(args.out),
         "--name", args.name, "hold", held],
        start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + START_S
    while not where.exists():
        if process.poll() is not None or time.monotonic() > until:
            sys.exit(f"The program did not open:\n{where.with_suffix('.log').read_text()}")
        time.sleep(0.1)
    return ask(args.home, {})


def show(found: dict[str, Any]) -> None:
    """Print what a person in this chair would see."""
    line = found["program"]
    left = f"{line['remaining_s'] / 60:.0f} min left"
    if line["type"] == "silence":
        print(f"(silence)   [{left}]")
    else:
        print(f"Third Ear: {line.get('text') or '(nothing)'}   [turn {line['turn']}, {left}]")
    if line["type"] == "ended":
        print(f"The session has ended ({line['reason']}). Kept in {found['path']}")


def client_line(args: argparse.Namespace) -> dict[str, Any]:
    """What is sent, beside what only the transcript keeps."""
    if args.what == "say":
        text = args.text if args.text not in (None, "-") else sys.stdin.read()
        said: dict[str, Any] = {"text": text.strip()}
        if args.pause is not None:
            said["pause_s"] = args.pause
        return {"client": said} | ({"mark": args.mark} if args.mark else {})
    return {"client": {
        "silence": {"silence_s": getattr(args, "seconds", None)},
        "why": {"why": getattr(args, "turn", None)},
        "dispute": {"dispute": getattr(args, "turn", None)},
        "end": {"end": True},
    }[args.what]}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    main.add_argument("--home", type=Path, required=True, help="the client's record; one a client")
    main.add_argument("--out", type=Path, default=Path("build/trials"), help="for the transcripts")
    main.add_argument("--name", help="of the client; without it, the last part of --home")
    what = main.add_subparsers(dest="what", required=True)
    start = what.add_parser("open", help="begin the next session")
    start.add_argument("--treatment", default="psychodynamic")
    start.add_argument("--country", default="GB")
    start.add_argument("--seed", type=int, default=1)
    start.add_argument("--now", help="ISO 8601; without it, a week after the session before")
    start.add_argument(
        "--played-by", default="not told", help="person or language model, and which"
    )
    start.add_argument("--more", default="", help="further options for `thirdear talk`")
    beside = Path(sys.executable).with_name("thirdear")
    start.add_argument("--thirdear", default=str(beside) if beside.exists() else "thirdear")
    say = what.add_parser("say", help="one turn; '-' or nothing reads standard input")
    say.add_argument("text", nargs="?")
    say.add_argument("--pause", type=float, help="seconds before it is said (2 if not told)")
    say.add_argument(
        "--mark", choices=MARKS, help="kept, never sent: the anxiety you play in this turn"
    )
    what.add_parser("silence", help="say nothing").add_argument("seconds", type=float)
    for name, text in (("why", "why was that said?"), ("dispute", "that is not how it is")):
        what.add_parser(name, help=text).add_argument("turn", type=int)
    what.add_parser("where", help="show the last answer again")
    what.add_parser("end", help="leave")
    what.add_parser("hold").add_argument("held", type=json.loads)
    return main


def main() -> None:
    args = parser().parse_args()
    args.name = args.name or args.home.name
    if args.what == "hold":
        args.command, args.about = args.held["command"], args.held["about"]
        hold(args)
    elif args.what == "open":
        show(begin(args))
    elif args.what == "where":
        show(ask(args.home, {}))
    else:
        show(ask(args.home, client_line(args)))


if __name__ == "__main__":
    main()
