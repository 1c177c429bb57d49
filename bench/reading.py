"""What reading transcripts costs: against bare parse and encoding, on two cores, in memory.

Three measurements:

- **speed**: batches of lines are parsed bare, encoded bare and heard whole (context, all ears, the
  line of output), in turn and in one process, so that a busy machine weighs on all alike. Words a
  second are counted on the processor's clock, which other work does not slow.
- **cores**: the command itself reads the same transcripts on one core and on two, in turn, as
  processes of their own; the wall clock, start-up included. Only a quiet machine can show what two
  cores give, so the load at the beginning stands beside it.
- **memory**: the command reads 10, 100 and 1,000 sessions on one core; the peak of each.

    python bench/reading.py --data DIR [--lines N] [--sessions 10,100,1000] [--json FILE]

`--data DIR` names the folder with annomi/utterances.csv.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from thirdear.cli.read.writers import as_json_line
from thirdear.cli.sources import Sources
from thirdear.contract.lines import encoded
from thirdear.listening import language, listener
from thirdear.listening.meaning import Meaning
from thirdear.transcripts.following import Following
from thirdear.transcripts.line import Line
from thirdear.transcripts.many import UNIT_LINES

# A process's own peak begins anew with its program; what the system reports of a child does not.
_PROGRAM = """
import atexit, pathlib, sys
where = pathlib.Path(sys.argv.pop())
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: where.write_text(status.read_text().split("VmHWM:")[1].split()[0]))
from thirdear.cli.app import main
main()
"""
TARGET_SPEED, TARGET_CORES, TARGET_MEMORY = 0.6, 1.6, 1.1
TURNS_A_SESSION = 12


def words(lines: list[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def batches(lines: list[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while batch := list(islice(rest, UNIT_LINES)):
        yield batch


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def speed(lines: list[Line], console: Console) -> dict[str, Any]:
    following, meaning = Following(), Meaning.shipped()

    def parse(batch: list[Line]) -> None:
        list(language.parse_many(line.text for line in batch))

    def encode(batch: list[Line]) -> None:
        meaning.senses([language.plain(line.text) for line in batch])

    def whole(batch: list[Line]) -> None:
        for line, one in zip(batch, following.hear_many(batch), strict=True):
            as_json_line(line, *one)

    warm = lines[:UNIT_LINES]
    for work in (parse, encode):
        work(warm)
    Following().hear_many(warm)
    took = {"parse": 0.0, "encoding": 0.0, "whole": 0.0}
    for batch in track(list(batches(lines)), "Hearing", console=console, transient=True):
        took["parse"] += spent(lambda batch=batch: parse(batch))
        took["encoding"] += spent(lambda batch=batch: encode(batch))
        took["whole"] += spent(lambda batch=batch: whole(batch))
    bare = took["parse"] + took["encoding"]
    rates = {f"{name}_words_a_second": round(words(lines) / s, 1) for name, s in took.items()}
    return rates | {
        "words": words(lines),
        "lines": len(lines),
        "whole_of_parse_and_encoding": round(bare / took["whole"], 3),
        "whole_of_parse": round(took["parse"] / took["whole"], 3),
        "encoding_of_parse": round(took["encoding"] / took["parse"], 3),
    }


def run(path: Path, cores: int) -> tuple[float, float, float]:
    """Read a file with the command; return wall and processor seconds, and the peak in MB.

    The peak is that of the process which was started.
    """
    kept = path.with_suffix(".peak")
    began = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "read", "--cores", str(cores), str(path), str(kept)],
            stdout=nowhere,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"reading {path} ended with status {process.returncode}")
    wall = time.perf_counter() - began
    return wall, used.ru_utime + used.ru_stime, int(kept.read_text()) / 1024


def cores(lines: list[Line], folder: Path, rounds: int, console: Console) -> dict[str, Any]:
    path = folder / "cores.jsonl"
    path.write_bytes(b"".join(encoded(line) for line in lines))
    wall: dict[int, list[float]] = {1: [], 2: []}
    processor: dict[int, list[float]] = {1: [], 2: []}
    for _ in track(range(rounds), "On one core and on two", console=console, transient=True):
        for count in (2, 1):
            took = run(path, count)
            wall[count].append(took[0])
            processor[count].append(took[1])
    return {
        "lines": len(lines),
        "one_core_s": [round(s, 1) for s in wall[1]],
        "two_cores_s": [round(s, 1) for s in wall[2]],
        "two_over_one": round(statistics.median(wall[1]) / statistics.median(wall[2]), 2),
        "processor_seconds_two_over_one": round(
            statistics.median(processor[2]) / statistics.median(processor[1]), 2
        ),
    }


def memory(lines: list[Line], counts: list[int], folder: Path, console: Console) -> dict[str, Any]:
    """Read so many sessions, each client having fifty.

    All counts get the same talk again and again, so that only what is kept of sessions can grow;
    with `lines` beyond the first sessions, the words that the pipeline knows grow as well.
    """
    peaks: dict[str, float] = {}
    for count in track(counts, "Sessions", console=console, transient=True):
        path = folder / f"{count}.jsonl"
        said = cycle(lines)
        with path.open("wb") as file:
            for session in range(count):
                for turn, line in enumerate(islice(said, TURNS_A_SESSION)):
                    file.write(
                        encoded(
                            {
                                "conversation": f"session {session}",
                                "client": f"client {session // 50}",
                                "session": session % 50 + 1,
                                "turn": turn,
                                "speaker": line.speaker,
                                "text": line.text,
                            }
                        )
                    )
        peaks[str(count)] = round(run(path, 1)[2], 1)
    values = list(peaks.values())
    return {"peak_mb": peaks, "last_over_first": round(values[-1] / values[0], 3)}


def show(figures: dict[str, Any], console: Console) -> None:
    table = Table("figure", "value", "target", box=None)
    fast, shared, kept = figures.get("speed"), figures.get("cores"), figures.get("memory")
    if fast:
        for name in ("parse", "encoding", "whole"):
            table.add_row(f"{name}, words/s", f"{fast[f'{name}_words_a_second']:,.0f}", "")
        ratio = fast["whole_of_parse_and_encoding"]
        table.add_row("whole / (parse + encoding)", f"{ratio:.2f}", f">= {TARGET_SPEED}")
        table.add_row("encoding / parse (cost)", f"{fast['encoding_of_parse']:.2f}", "<= 1")
    if shared:
        table.add_row("two cores / one", f"{shared['two_over_one']:.2f}", f">= {TARGET_CORES}")
        extra = shared["processor_seconds_two_over_one"]
        table.add_row("processor seconds, two / one", f"{extra:.2f}", "")
    if kept:
        for count, peak in kept["peak_mb"].items():
            table.add_row(f"peak, {count} sessions (MB)", f"{peak:.0f}", "")
        table.add_row("last / first", f"{kept['last_over_first']:.2f}", f"<= {TARGET_MEMORY}")
    console.print(table)
    console.print(f"Load at the beginning: {figures['load']} on {figures['cores_here']} cores.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="holds annomi/utterances.csv")
    parser.add_argument("--lines", type=int, default=0, help="only so many lines (0: all)")
    parser.add_argument("--rounds", type=int, default=1, help="how often to read on each count")
    parser.add_argument("--sessions", default="10,100,1000", help="how many sessions, for memory")
    parser.add_argument(
        "--new-talk", action="store_true", help="memory: new talk in every session, not the same"
    )
    parser.add_argument("--only", default="speed,cores,memory", help="which measurements")
    parser.add_argument("--json", type=Path, help="write the figures there")
    chosen = parser.parse_args()
    console = Console(stderr=True)
    read = list(Sources([str(chosen.data / "annomi" / "utterances.csv")]).lines())
    lines = read[: chosen.lines or None]
    figures: dict[str, Any] = {
        "listener": listener.LISTENER,
        "python": platform.python_version(),
        "cores_here": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.only.split(","):
            match name:
                case "speed":
                    figures[name] = speed(lines, console)
                case "cores":
                    figures[name] = cores(lines, Path(folder), chosen.rounds, console)
                case "memory":
                    counts = [int(count) for count in chosen.sessions.split(",")]
                    talk = lines if chosen.new_talk else lines[: counts[0] * TURNS_A_SESSION]
                    figures[name] = memory(talk, counts, Path(folder), console)
    show(figures, console)
    print(json.dumps(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
