"""What a turn costs: a live room on a real record with no past, some, and ten years of it.

Every measured utterance is first parsed bare (what any program must pay to understand English), then
said in each room, in the same run and in turn, so that a busy machine weighs on all alike. The
earlier sessions are really held: each line is heard in the context of all before it, so that people,
strands and checkpoints grow as they would. Nothing but the disk's own confirming of a commit is taken
out of a turn; it is reported apart.

    python bench/turn_cost.py [--quick] [--data DIR] [--sessions 0,50,500] [--json FILE]

`--data DIR` takes client lines from DIR/annomi/utterances.csv instead of the built-in sentences.
`--quick` takes two to three minutes instead of a quarter of an hour: as many earlier sessions, but
shorter ones (`--length`), and fewer measured turns and openings.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import track
from rich.table import Table
from spacy.tokens import Doc

from thirdear import record
from thirdear.listening import language, listener
from thirdear.listening.lexicon import lexicon
from thirdear.record import wraps
from thirdear.room import Room
from thirdear.room.events import Acted, Closed, Event, Heard, Opened, Spoke
from thirdear.room.home import KeptRecord
from thirdear.room.journal import Journal
from thirdear.room.state import State, folded
from thirdear.therapist import psychodynamic
from thirdear.therapist.moment import Moment

PASSPHRASE = "a quiet room with two chairs"
BEGAN = datetime(2016, 11, 1, 10, tzinfo=UTC)
TURNS_A_SESSION = 40
QUICK = {"length": 8, "turns": 120, "warm": 20, "openings": 3}
TARGET_TURN, TARGET_LONG, TARGET_OPEN = 2.0, 1.2, 3.0


# ---- What is said -------------------------------------------------------------------------------

_WHO = ["my boss", "my mum", "my dad", "my sister", "my brother", "my husband", "my oldest friend",
        "my manager", "my son", "my ex", "my neighbour", "my gran", "my line manager", "my cousin",
        "a woman from the choir", "the man who does the roof", "my old teacher", "{name}", "{name}",
        "{name}", "{name} from work", "{name}, my flatmate", "my colleague {name}"]  # fmt: skip
_DID = ["never even rang on the Sunday", "gave the big table to somebody else",
        "laughed at me in front of everyone at the sink", "forgot my birthday again",
        "said I was too slow to be trusted with the van", "left the room while I was still talking",
        "came round with a cake and sat in the garden till dark", "asked what was wrong",
        "went on about the extension for an hour", "told me off about the keys at the door",
        "put the phone down on me", "just looked at the carpet and waited",
        "wanted me to drive to Leeds and back in a day", "lent me the money and then told the others",
        "bought the house on the corner without telling me"]  # fmt: skip
_FELT = ["I was furious, really, and I said nothing.", "It doesn't matter, honestly.",
         "I felt small, the way I did at school.", "I suppose I was a bit annoyed.",
         "I wanted to throw the cup at the wall.", "I'm not angry or anything.",
         "I just went back to work.", "I was so proud of her I could hardly stand still.",
         "My jaw goes tight even telling you.", "I cried in the car park, and then I was fine.",
         "I hate that I still mind.", "I'm such an idiot.", "I didn't know what to do with my hands.",
         "I miss him on Sundays more than on the other days.", "It was fine. It was all fine.",
         "I felt guilty the whole way home and I couldn't say why.",
         "I don't think I felt anything much.", "Part of me wanted to ask her to stay.",
         "He's lovely really, I shouldn't say that.", "My head went a bit foggy then."]  # fmt: skip
_THING = ["We had the boiler out on the landing for a week.", "The kitchen was full of flour.",
          "There was a green bicycle in the hall that nobody was allowed to touch.",
          "I keep thinking about the gate at the end of the lane.", "It rained on the whole of it.",
          "I'd made a list on the back of an envelope and lost the envelope.",
          "You'd come down the stairs and there'd be that smell of polish.",
          "I dreamt I was late for a train and the platform was made of books.",
          "Anyway, we've been looking at paint for the bathroom.", "So, yes.",
          "The dog has taken to sleeping on the post.", "I don't know why I'm telling you this.",
          "Dad used to say nobody likes a fuss.", "There were four of us and three chairs.",
          "They've changed the times of the last bus, so I walk it now, along the canal mostly.",
          "It's the sort of thing you only notice when the house is quiet."]  # fmt: skip
_ASIDE = ["How long have we got left?", "Do you think that's normal?", "What should I do?",
          "I don't know what to say today.", "Nothing comes.", "Mm.", "No, not really.",
          "I can't explain it.", "What did I say last time?", "Well, maybe."]  # fmt: skip


def built_in(chance: random.Random) -> Iterator[str]:
    """Yield utterances without end, of one to five sentences, with ever new people in them."""
    names = [n for by in lexicon("people")["names"].values() for n in by]
    known = chance.sample(names, 4)
    while True:
        if chance.random() < 0.03:
            known.append(chance.choice(names))
        if chance.random() < 0.12:
            yield chance.choice(_ASIDE)
            continue
        said = []
        for _ in range(chance.choice((1, 1, 2, 2, 3))):
            who = chance.choice(_WHO).format(name=chance.choice(known[-12:]).title())
            said.append(f"{who[:1].upper()}{who[1:]} {chance.choice(_DID)}.")
            if chance.random() < 0.6:
                said.append(chance.choice(_FELT))
            if chance.random() < 0.5:
                said.append(chance.choice(_THING))
        yield " ".join(said)


def from_annomi(data: Path, chance: random.Random) -> Iterator[str]:
    """Yield the client lines of AnnoMI, in order, from a chance place on, round and round."""
    with (data / "annomi" / "utterances.csv").open(encoding="utf-8", newline="") as file:
        lines = [
            row["text"] for row in csv.DictReader(file)
            if row["interlocutor"] == "client" and row["text"].strip()
        ]  # fmt: skip
    at = chance.randrange(len(lines))
    while True:
        yield lines[at % len(lines)]
        at += 1


# ---- Earlier sessions ---------------------------------------------------------------------------


class Past:
    """Sessions held without a record: the same folding and deciding as the room's, parsed in bulk."""

    def __init__(self, lines: Iterator[str], length: int) -> None:
        self._lines = lines
        self._length = length
        self.state = State()
        self.events: list[Event] = []

    def hold(self) -> None:
        """Hold one more session."""
        number = self.state.session + 1
        at = BEGAN + timedelta(days=7 * number)
        self._happen(Opened(number, at.isoformat(), "psychodynamic", number, "You begin.", "GB"))
        texts = list(islice(self._lines, self._length))
        parses = language.pipeline().pipe(map(language.plain, texts), batch_size=self._length)
        for text, doc in zip(texts, parses, strict=True):
            self._turn(text, doc)
        self._happen(Closed("client", "We stop here.", (at + timedelta(minutes=50)).isoformat()))

    def _turn(self, text: str, doc: Doc) -> None:
        self._happen(Spoke(self.state.turn, text, None))
        utterance = self.state.unheard
        assert utterance is not None
        reading = listener.hear(utterance, self.state.context, doc)
        self._happen(Heard(reading))
        state = self.state
        moment = Moment(
            utterance, reading, state.context, state.formulation, state.hour, state.remaining_s
        )
        self._happen(Acted(state.turn, psychodynamic.respond(moment, state.session)))

    def _happen(self, event: Event) -> None:
        self.events.append(event)
        self.state = folded(self.state, event)


def keep(path: Path, past: Past) -> None:
    """Write what happened to a new record: all at once, with the last checkpoint a session leaves."""
    with record.create(path, PASSPHRASE) as made:
        journal = Journal(KeptRecord(made))
        for first in range(0, len(past.events), 4000):
            journal.write(*past.events[first : first + 4000])
        if past.events:
            journal.put_down(past.state, now=True)


# ---- Measuring ----------------------------------------------------------------------------------


@dataclass
class Stopwatch:
    """Adds up the time spent inside what it times."""

    spent: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.spent += time.perf_counter() - start

    def take(self) -> float:
        """Return what was spent since the last taking."""
        spent, self.spent = self.spent, 0.0
        return spent

    def around(self, function: Any) -> Any:
        """Return `function`, timed."""

        def timed(*args: Any, **named: Any) -> Any:
            with self.running():
                return function(*args, **named)

        return timed


class TimedKept(KeptRecord):
    """A record that tells how long keeping took, and how much of that was the disk's own."""

    def __init__(self, opened: record.Record) -> None:
        super().__init__(opened)
        self.keeping = Stopwatch()
        self.sync = Stopwatch()
        dialect = opened._engine.dialect
        dialect.do_commit = self.sync.around(dialect.do_commit)
        self.append = self.keeping.around(self.append)  # type: ignore[method-assign]
        self.put_checkpoint = self.keeping.around(self.put_checkpoint)  # type: ignore[method-assign]


@dataclass
class Live:
    """A room being measured."""

    earlier: int
    room: Room
    kept: TimedKept
    opened: record.Record
    held: int = 0
    turns: list[float] = field(default_factory=list)
    keeping: list[float] = field(default_factory=list)
    sync: list[float] = field(default_factory=list)

    def say(self, text: str, *, measured: bool) -> None:
        """Say one line; a session is ended and the next begun outside the measured time."""
        now = BEGAN + timedelta(days=7 * (self.earlier + 1 + self.held))
        if self.room.state.is_open and self.room.state.hour.client_turns >= TURNS_A_SESSION:
            self.room.end(now)
        if not self.room.state.is_open:
            self.held += 1
            self.room.open(now, seed=1, country="GB")
        self.kept.keeping.take()
        self.kept.sync.take()
        start = time.perf_counter()
        self.room.say(text)
        whole = time.perf_counter() - start
        if measured:
            self.turns.append(whole)
            self.keeping.append(self.kept.keeping.take())
            self.sync.append(self.kept.sync.take())


def open_live(path: Path, earlier: int) -> Live:
    opened = record.unlock(path, PASSPHRASE)
    kept = TimedKept(opened)
    return Live(earlier, Room(Journal(kept)), kept, opened)


def measure_opening(paths: dict[str, Path], times: int) -> dict[str, dict[str, float]]:
    """Time unlocking a record and taking up the room on it; alternating, median of several."""
    deriving = Stopwatch()
    slow = wraps.hash_secret_raw
    wraps.hash_secret_raw = deriving.around(slow)
    whole: dict[str, list[float]] = {name: [] for name in paths}
    without: dict[str, list[float]] = {name: [] for name in paths}
    try:
        for _ in range(times):
            for name, path in paths.items():
                gc.collect()
                deriving.take()
                start = time.perf_counter()
                opened = record.unlock(path, PASSPHRASE)
                Room(Journal(KeptRecord(opened)))
                took = time.perf_counter() - start
                opened.close()
                whole[name].append(took)
                without[name].append(took - deriving.take())
    finally:
        wraps.hash_secret_raw = slow
    return {
        name: {
            "open_ms": ms(statistics.median(whole[name])),
            "open_without_key_derivation_ms": ms(statistics.median(without[name])),
        }
        for name in paths
    }


def ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def percentiles(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50_ms": ms(statistics.median(ordered)),
        "p99_ms": ms(ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]),
    }


def run(args: argparse.Namespace, folder: Path, console: Console) -> dict[str, Any]:
    chance = random.Random(args.seed)
    make = (lambda c: from_annomi(args.data, c)) if args.data else built_in
    listener.warm()

    past = Past(make(random.Random(args.seed + 1)), args.length)
    paths: dict[int, Path] = {}
    sizes: dict[int, dict[str, Any]] = {}
    wanted = sorted(args.sessions)
    steps = track(
        range(wanted[-1] + 1), "holding earlier sessions", console=console, transient=True
    )
    for held in steps:
        if held:
            past.hold()
        if held in wanted:
            paths[held] = folder / str(held) / "record.db"
            keep(paths[held], past)
            sizes[held] = {
                "events": len(past.events),
                "people": len(past.state.context.cast),
                "strands": len(past.state.formulation.strands),
                "state_kb": round(len(msgspec.json.encode(past.state)) / 1024, 1),
                "file_mb": round(paths[held].stat().st_size / 2**20, 1),
            }

    empty = folder / "empty" / "record.db"
    record.create(empty, PASSPHRASE).close()
    named = {"empty": empty, **{str(n): p for n, p in paths.items()}}
    opening = measure_opening(named, args.openings)

    rooms = [open_live(path, held) for held, path in paths.items()]
    lines = make(chance)
    parse: list[float] = []

    def parse_bare(text: str, *, measured: bool) -> None:
        start = time.perf_counter()
        language.parse(text)
        if measured:
            parse.append(time.perf_counter() - start)

    measured_ways = [parse_bare, *(room.say for room in rooms)]
    gc.collect()
    for number in track(range(args.turns + args.warm), "turns", console=console, transient=True):
        text = next(lines)
        at = number % len(measured_ways)
        for way in measured_ways[at:] + measured_ways[:at]:
            way(text, measured=number >= args.warm)
    for room in rooms:
        room.opened.close()
    return summary(args, parse, rooms, sizes, opening)


def summary(
    args: argparse.Namespace,
    parse: list[float],
    rooms: list[Live],
    sizes: dict[int, dict[str, Any]],
    opening: dict[str, dict[str, float]],
) -> dict[str, Any]:
    bare = statistics.median(parse)
    found: dict[int, Any] = {}
    for room in rooms:
        clean = [t - s for t, s in zip(room.turns, room.sync, strict=True)]
        found[room.earlier] = {
            "turn_without_disk_sync": percentiles(clean),
            "of_which_keeping": percentiles(
                [k - s for k, s in zip(room.keeping, room.sync, strict=True)]
            ),
            "disk_sync": percentiles(room.sync),
            "turn_to_parse_p50": round(statistics.median(clean) / bare, 2),
            "turn_to_parse_mean_of_pairs": round(
                statistics.fmean(c / p for c, p in zip(clean, parse, strict=True)), 2
            ),
            "record": sizes[room.earlier],
            **opening[str(room.earlier)],
        }
    shortest, longest = min(found), max(found)
    growth = (
        found[longest]["turn_without_disk_sync"]["p50_ms"]
        / found[shortest]["turn_without_disk_sync"]["p50_ms"]
    )
    opens = found[longest]["open_ms"] / opening["empty"]["open_ms"]
    bare_opens = (
        found[longest]["open_without_key_derivation_ms"]
        / opening["empty"]["open_without_key_derivation_ms"]
    )
    worst = max(f["turn_to_parse_p50"] for f in found.values())
    return {
        "utterances": "annomi" if args.data else "built in",
        "turns": len(parse),
        "turns_of_an_earlier_session": args.length,
        "seed": args.seed,
        "python": platform.python_version(),
        "listener": listener.LISTENER,
        "parse": percentiles(parse),
        "empty_record": opening["empty"],
        "earlier_sessions": {str(n): f for n, f in found.items()},
        "targets": {
            "turn_to_parse_p50": {"is": worst, "at_most": TARGET_TURN, "met": worst <= TARGET_TURN},
            f"turn_{longest}_to_{shortest}_sessions": {
                "is": round(growth, 2), "at_most": TARGET_LONG, "met": growth <= TARGET_LONG,
            },
            f"open_{longest}_to_empty": {
                "is": round(opens, 2), "at_most": TARGET_OPEN, "met": opens <= TARGET_OPEN,
                "without_key_derivation": round(bare_opens, 2),
            },
        },
    }  # fmt: skip


def show(result: dict[str, Any], console: Console) -> None:
    table = Table(title=f"Cost of a turn ({result['turns']} turns, {result['utterances']})")
    for column in ("earlier sessions", "turn p50", "turn p99", "x parse", "keeping p50",
                   "disk sync p50", "disk sync p99", "open", "open, key aside", "people",
                   "state kB"):  # fmt: skip
        table.add_column(column, justify="right")
    parse = result["parse"]
    table.add_row(
        "bare parse", f"{parse['p50_ms']}", f"{parse['p99_ms']}", "1.0", *["" for _ in range(7)]
    )
    empty = result["empty_record"]
    table.add_row("(empty record)", *["" for _ in range(6)], f"{empty['open_ms']}",
                  f"{empty['open_without_key_derivation_ms']}", "", "")  # fmt: skip
    for name, one in result["earlier_sessions"].items():
        table.add_row(
            name,
            f"{one['turn_without_disk_sync']['p50_ms']}",
            f"{one['turn_without_disk_sync']['p99_ms']}",
            f"{one['turn_to_parse_p50']}",
            f"{one['of_which_keeping']['p50_ms']}",
            f"{one['disk_sync']['p50_ms']}",
            f"{one['disk_sync']['p99_ms']}",
            f"{one['open_ms']}",
            f"{one['open_without_key_derivation_ms']}",
            f"{one['record']['people']}",
            f"{one['record']['state_kb']}",
        )
    console.print(table)
    console.print("Times in milliseconds; a turn without the disk's confirming of its commits.")
    for name, target in result["targets"].items():
        mark = "met" if target["met"] else "MISSED"
        console.print(f"{mark:>6}  {name}: {target['is']} (at most {target['at_most']})")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder of public data with annomi in it")
    parser.add_argument("--sessions", default="0,50,500", help="earlier sessions, e.g. 0,50,500",
                        type=lambda s: [int(n) for n in s.split(",")])  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="a shorter run, in under 3 minutes")
    parser.add_argument("--length", type=int, default=TURNS_A_SESSION,
                        help="turns of an earlier session")  # fmt: skip
    parser.add_argument("--turns", type=int, default=400, help="measured turns")
    parser.add_argument("--warm", type=int, default=40, help="turns before measuring")
    parser.add_argument("--openings", type=int, default=7, help="times each record is opened")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    if parser.parse_known_args()[0].quick:
        parser.set_defaults(**QUICK)
    args = parser.parse_args()
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        result = run(args, Path(folder), console)
    show(result, console)
    text = json.dumps(result, indent=2)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
