"""The figures of a trial, from its transcripts and ratings.

    python bench/trials/figures.py --transcripts build/trials/kept/*.jsonl --key build/trials/key.json \\
        --ratings build/trials/ratings/*.jsonl [--json]

Prints a table (with --json: everything, as JSON). Any part may be absent. Intervals are 95%, by
bootstrap over clients: a client's sessions are drawn together. Ratings of several raters are
averaged within a session or remark before anything else.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

Line = dict[str, Any]
Transcript = list[Line]  # the line about the session, then its exchanges
Clients = dict[str, list[float]]  # values by client

PD = [90, 93, 36, 100, 6, 67, 18, 32, 98, 46, 50, 11, 82, 35, 91, 92, 62, 3, 79, 22]
CBT = [30, 38, 17, 4, 85, 37, 27, 57, 31, 23, 45, 66, 69, 86]
POOR = [9, 24, 51, 77, 89, 21]
FLOOR = [6, 18, 46]
CPPS_CB = [2, 3, 6, 9, 11, 12, 15, 17, 18, 20]
CPPS_PI = [1, 4, 5, 7, 8, 10, 13, 14, 16, 19]

PRESSURE = {"PRF", "PRW", "PRT", "PRS", "CHA", "HOC", "POR"}
CALMING = {"CNT", "REC", "VAL"}
OVER = {"smooth", "cognitive_perceptual", "motor_conversion", "projection", "dissociation"}
CLEAR_TURNS = 2  # the band falls only after so many clear turns

# Words that make a frame and not its filling, whoever said them.
FRAME_WORDS = set(
    """a an the and or but so if as of to in on at by for from with without about into over under
    after before between then than that this these those there here it its it's i i'm i'd you your
    you're you'd you've yours he his him she her they their them we us our who whom what which when
    where why how is are was were be been being am do does did done has have had having not no yes
    can can't could couldn't would wouldn't will won't may might must shall should seem seems sound
    sounds wonder perhaps maybe something anything nothing someone one two both each every any some
    more most much very too just only also still again now once up down out off back away all like
    say said says tell told feel felt feeling goes go went come comes came get got let hear heard
    know part way time moment""".split()
)
STOCK = re.compile(
    r"\byou (?:should|ought to|need to|could try)\b|\bhave you (?:tried|considered|thought of)\b"
    r"|\bit (?:might|may|can) help to\b|\btry to\b|\bdon't worry\b|\b(?:will|'ll) be (?:ok|okay|fine|all right)\b"
    r"|\bwell done\b|\bproud of you\b|\bthat sounds (?:really|so|very)\b|\bfeelings are valid\b",
    re.I,
)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower().replace("’", "'"))


def mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return statistics.fmean(found) if found else None


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def interval(clients: Clients, draws: int = 2000, seed: int = 1) -> dict[str, Any]:
    """Mean over all values with a 95% interval, drawing clients with all of theirs."""
    groups = [v for v in clients.values() if v]
    if not groups:
        return {"mean": None, "low": None, "high": None, "clients": 0, "n": 0}
    chance = random.Random(seed)
    drawn = sorted(
        statistics.fmean([x for g in chance.choices(groups, k=len(groups)) for x in g])
        for _ in range(draws)
    )
    every = [x for g in groups for x in g]
    alone = len(groups) == 1  # one client has no spread between clients
    return {
        "mean": statistics.fmean(every), "low": None if alone else drawn[int(0.025 * draws)],
        "high": None if alone else drawn[int(0.975 * draws) - 1],
        "sd": statistics.stdev(every) if len(every) > 1 else None,
        "clients": len(groups), "n": len(every),
    }  # fmt: skip


# What is said: from the transcripts alone.


def remarks(transcript: Transcript) -> list[tuple[int, Line]]:
    """What the chair said of itself, encouragers and safety left out, with its line number."""
    return [
        (n, line["program"]) for n, line in enumerate(transcript[1:], start=1)
        if line["program"]["type"] == "therapist" and line["program"].get("kind") != "ENC"
    ]  # fmt: skip


def client_words(transcript: Transcript) -> int:
    return sum(len(words((x["client"] or {}).get("text", ""))) for x in transcript[1:])


def too_soon(transcript: Transcript) -> int:
    """Depth of 3 or more before 600 client words in session 1; for ISTDP, which is active, not counted."""
    if transcript[0]["session"] != 1 or transcript[0].get("treatment") == "istdp":
        return 0
    said = found = 0
    for line in transcript[1:]:
        said += len(words((line["client"] or {}).get("text", "")))
        found += line["program"].get("depth", 0) >= 3 and said < 600
    return found


def too_late(transcript: Transcript) -> int:
    """Depth of 3 or more in the last 8 minutes; ISTDP: pressure in the last 12."""
    if transcript[0].get("treatment") == "istdp":
        return sum(
            r.get("kind") in PRESSURE and r["remaining_s"] < 720 for _, r in remarks(transcript)
        )
    return sum(r.get("depth", 0) >= 3 and r["remaining_s"] < 480 for _, r in remarks(transcript))


def dosage(transcript: Transcript) -> dict[str, Any]:
    """One session's figures of how much is said."""
    said = remarks(transcript)
    texts = [r["text"] for _, r in said]
    turns = sum("text" in (x["client"] or {}) for x in transcript[1:])
    every = sum(
        len(words(x["program"].get("text") or "")) for x in transcript[1:]
        if x["program"]["type"] in ("therapist", "safety")
    )  # fmt: skip
    heard = client_words(transcript)
    clock = [x["program"]["remaining_s"] for x in transcript[1:]]
    hours = (clock[0] - clock[-1]) / 3000 if clock else 0.0
    deep = sum(r.get("depth", 0) >= 3 for _, r in said)
    asked = [t.rstrip(" \"'”’").endswith("?") for t in texts]
    return {
        "turns": turns, "remarks": len(said), "remark_share": share(len(said), turns),
        "replied_share": share(
            sum(x["program"]["type"] in ("therapist", "safety") and "text" in (x["client"] or {})
                for x in transcript[1:]), turns),
        "word_share": share(every, every + heard), "client_words": heard,
        "median_words": statistics.median([len(words(t)) for t in texts]) if texts else None,
        "deep": deep, "deep_too_soon": too_soon(transcript), "deep_too_late": too_late(transcript),
        # In proportion to fifty minutes only where most of them were held.
        "deep_an_hour": deep / hours if hours >= 0.6 else None,
        "hours": hours, "questions_share": share(sum(asked), len(asked)),
        "two_questions": sum(t.count("?") > 1 for t in texts),
        "stock_phrases": sum(bool(STOCK.search(t)) for t in texts),
        "safety": sum(x["program"]["type"] == "safety" for x in transcript[1:]),
        "kinds": dict(Counter(r.get("kind", "OTH") for _, r in said).most_common()),
    }  # fmt: skip


def frame(text: str, heard: set[str]) -> str:
    """A remark without its filling: quotations and the client's own content words become one dash."""
    bare = re.sub(r"[\"“].*?[\"”]", " _ ", text)
    kept = ["_" if w == "_" or (w in heard and w not in FRAME_WORDS) else w
            for w in re.findall(r"_|[^\W_]+(?:['’-][^\W_]+)*", bare.lower().replace("’", "'"))]  # fmt: skip
    return " ".join(w for n, w in enumerate(kept) if w != "_" or n == 0 or kept[n - 1] != "_")


def repeats(course: Sequence[Transcript]) -> dict[str, Any]:
    """One client's sessions: what is said again, word for word, in its frame, or in its opening."""
    heard: set[str] = set()
    course_frames: Counter[str] = Counter()
    openers: Counter[str] = Counter()
    same = again = 0
    for transcript in course:
        texts: Counter[str] = Counter()
        frames: Counter[str] = Counter()
        for line in transcript[1:]:
            heard |= set(words((line["client"] or {}).get("text", "")))
            program = line["program"]
            if program["type"] != "therapist" or program.get("kind") in ("ENC", "FRM"):
                continue
            texts[" ".join(words(program["text"]))] += 1
            shape = frame(program["text"], heard)
            if len([w for w in shape.split() if w != "_"]) >= 3:
                frames[shape] += 1
            openers[" ".join(words(program["text"])[:2])] += 1
        same += sum(c - 1 for c in texts.values())
        again += sum(c - 1 for c in frames.values())
        course_frames += Counter(list(frames))
    total = sum(openers.values())
    top = openers.most_common(1)
    return {
        "said_twice_in_a_session": same, "frames_twice_in_a_session": again,
        "frames_in_two_sessions": sum(c > 1 for c in course_frames.values()),
        "most_used_opening": top[0][0] if top else None,
        "its_share": share(top[0][1], total) if top else None,
    }  # fmt: skip


def pressing(transcript: Transcript) -> dict[str, int]:
    """ISTDP: what followed each turn marked as over the threshold, and whether pressure was allowed."""
    found: Counter[str] = Counter()
    clear = CLEAR_TURNS
    for line in transcript[1:]:
        if "text" in (line["client"] or {}):
            clear = 0 if line.get("mark") in OVER else clear + 1
        program = line["program"]
        if line.get("mark") in OVER:
            found["over"] += 1
            found["regulated"] += program.get("kind") in CALMING or program["type"] == "safety"
            found["met_with_silence"] += program["type"] == "silence"
        if program.get("kind") in PRESSURE:
            found["pressure"] += 1
            found["pressure_allowed"] += clear >= CLEAR_TURNS
    names = ("over", "regulated", "met_with_silence", "pressure", "pressure_allowed")
    return {k: found[k] for k in names}


# What raters say.


def item_mean(rated: Line, scale: str, items: list[int]) -> float:
    return statistics.fmean(rated[scale][str(i)] for i in items)


def averaged(rated: list[Line], of: Callable[[Line], float]) -> dict[str, float]:
    """Each form's value, the mean of its raters."""
    forms: dict[str, list[float]] = defaultdict(list)
    for line in rated:
        forms[line["form"]].append(of(line))
    return {f: statistics.fmean(v) for f, v in forms.items()}


def by_client(values: dict[str, float], key: dict[str, Line], source: str) -> Clients:
    found: Clients = defaultdict(list)
    for form, value in values.items():
        if key[form]["source"] == source:
            found[key[form]["trial"]].append(value)
    return dict(found)


def against(values: dict[str, float], key: dict[str, Line], other: str) -> Clients:
    """The program's value minus the other's on the same client lines."""
    where = {(k["trial"], k["session"], k["source"]): f for f, k in key.items() if f in values}
    found: Clients = defaultdict(list)
    for (trial, session, source), form in where.items():
        peer = where.get((trial, session, other))
        if source == "thirdear" and peer:
            found[trial].append(values[form] - values[peer])
    return dict(found)


def sessions(rated: list[Line], key: dict[str, Line]) -> dict[str, Any]:
    """PQS and CPPS for each source, and the program against each of the others."""
    measures: dict[str, Callable[[Line], float]] = {
        "pqs_pd": lambda r: item_mean(r, "pqs", PD),
        "pqs_cbt": lambda r: item_mean(r, "pqs", CBT),
        "pqs_pd_minus_cbt": lambda r: item_mean(r, "pqs", PD) - item_mean(r, "pqs", CBT),
        "pqs_poor": lambda r: item_mean(r, "pqs", POOR),
        "pqs_floor": lambda r: item_mean(r, "pqs", FLOOR),
        "cpps_cb": lambda r: item_mean(r, "cpps", CPPS_CB),
        "cpps_pi": lambda r: item_mean(r, "cpps", CPPS_PI),
        "cpps_advice": lambda r: float(r["cpps"]["2"]),
        "cpps_uncomfortable_feelings": lambda r: float(r["cpps"]["1"]),
        "cpps_feelings_and_past": lambda r: float(r["cpps"]["4"]),
    }  # fmt: skip
    values = {name: averaged(rated, of) for name, of in measures.items()}
    sources = sorted({key[r["form"]]["source"] for r in rated})
    found: dict[str, Any] = {
        s: {name: interval(by_client(v, key, s)) for name, v in values.items()} for s in sources
    }
    found["thirdear minus"] = {
        s: interval(against(values["pqs_pd_minus_cbt"], key, s)) for s in sources if s != "thirdear"
    }
    return found


def each_remark(rated: list[Line], key: dict[str, Line]) -> dict[str, Any]:
    """Winces, grounds, garbling and advice for each source."""
    found: dict[str, Any] = {}
    for source in sorted({key[r["form"]]["source"] for r in rated}):
        own = [r for r in rated if key[r["form"]]["source"] == source]
        part: dict[str, Any] = {"remarks": len({(r["form"], r["n"]) for r in own})}
        for name in ("wince", "grounded", "garbled", "advice"):
            votes: dict[tuple[str, int], list[float]] = defaultdict(list)
            for r in own:
                if r[name] is not None:
                    votes[r["form"], r["n"]].append(float(r[name]))
            clients: Clients = defaultdict(list)
            for (form, _), v in votes.items():
                clients[key[form]["trial"]].append(statistics.fmean(v))
            part[name] = interval(dict(clients))
            part[f"{name}_by_any_rater"] = sum(max(v) > 0 for v in votes.values())
        found[source] = part
    return found


def understanding(rated: list[Line]) -> dict[str, Any]:
    """Recall of what was hidden, precision of what is asserted; clients weigh alike.

    Recall is of what the player brought in at all; `recall_of_everything` is of the whole profile.
    """
    every: Clients = defaultdict(list)
    for r in rated:
        if r["type"] == "element":
            every[r["trial"]].append(float(r["found"]))
    found: dict[str, Any] = {
        "recall_of_everything": interval({c: [statistics.fmean(v)] for c, v in every.items()})
    }
    for kind, field, name in (("element", "found", "recall"), ("assertion", "right", "precision")):
        own = [r for r in rated if r["type"] == kind and r.get("brought", True)]
        clients: Clients = defaultdict(list)
        for r in own:
            clients[r["trial"]].append(float(r[field]))
        found[name] = interval({c: [statistics.fmean(v)] for c, v in clients.items()})
        found[f"{name}_pooled"] = mean(x for v in clients.values() for x in v)
        parts: dict[str, list[float]] = defaultdict(list)
        for r in own:
            parts[str(r.get("element", r.get("part", ""))).split(".")[0]].append(float(r[field]))
        found[f"{name}_by_part"] = {p: mean(v) for p, v in parts.items()}
    standing: dict[str, list[float]] = defaultdict(list)
    for r in rated:
        if r["type"] == "assertion" and "standing" in r:
            standing[f"{r['standing']}, {'said' if r.get('explicit') else 'inferred'}"].append(
                float(r["right"])
            )
    found["precision_by_standing"] = {k: mean(v) for k, v in standing.items()}
    return found


def correlation(a: list[float], b: list[float]) -> float | None:
    if len(a) < 3 or len(set(a)) == 1 or len(set(b)) == 1:
        return None
    return statistics.correlation(a, b)


def kappa(pairs: list[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa; None where one answer was all there was."""
    if not pairs:
        return None
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    yes_a, yes_b = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    return None if chance == 1 else (seen - chance) / (1 - chance)


def agreement(rated: list[Line]) -> dict[str, Any]:
    """How far the first two raters of the same things agree."""
    rated = [r for r in rated if r["type"] in ("session", "remark")]
    raters = [r for r, _ in Counter(x["rater"] for x in rated).most_common(2)]
    if len(raters) < 2:
        return {"raters": raters}
    found: dict[str, Any] = {"raters": sorted(raters)}
    one, two = sorted(raters)
    whole = {(r["rater"], r["form"]): r for r in rated if r["type"] == "session"}
    both = sorted({f for _, f in whole if (one, f) in whole and (two, f) in whole})
    for scale in ("pqs", "cpps"):
        each: list[float] = []
        every: tuple[list[float], list[float]] = ([], [])
        for form in both:
            items = sorted(set(whole[one, form][scale]) & set(whole[two, form][scale]))
            a = [float(whole[one, form][scale][i]) for i in items]
            b = [float(whole[two, form][scale][i]) for i in items]
            r = correlation(a, b)
            each += [] if r is None else [r]
            every[0].extend(a)
            every[1].extend(b)
        apart = [abs(x - y) for x, y in zip(*every, strict=True)]
        found[scale] = {
            "forms": len(both), "r_a_form": mean(each), "r_pooled": correlation(*every),
            "apart": mean(apart),
        }  # fmt: skip
    votes = {(r["rater"], r["form"], r["n"]): r for r in rated if r["type"] == "remark"}
    for name in ("wince", "grounded", "garbled", "advice"):
        pairs = [
            (bool(r[name]), bool(votes[two, form, n][name]))
            for (rater, form, n), r in votes.items()
            if rater == one and (two, form, n) in votes
            and r[name] is not None and votes[two, form, n][name] is not None
        ]  # fmt: skip
        found[name] = {
            "n": len(pairs),
            "same": mean(a == b for a, b in pairs),
            "kappa": kappa(pairs),
        }
    return found


# All together.


def said(transcripts: list[Transcript]) -> dict[str, Any]:
    """Dosage and repeats for each source and treatment."""
    found: dict[str, Any] = {}
    groups: dict[str, list[Transcript]] = defaultdict(list)
    for t in transcripts:
        groups[f"{t[0]['source']} {t[0].get('treatment', '')}".strip()].append(t)
    for name, own in sorted(groups.items()):
        own.sort(key=lambda t: (t[0]["trial"], t[0]["session"]))
        each = [(t[0]["trial"], dosage(t)) for t in own]
        part: dict[str, Any] = {"sessions": len(own), "clients": len({c for c, _ in each})}
        for field in ("remark_share", "replied_share", "word_share", "median_words", "questions_share",
                      "deep", "deep_an_hour"):  # fmt: skip
            clients: Clients = defaultdict(list)
            for client, d in each:
                if d[field] is not None:
                    clients[client].append(float(d[field]))
            values = [x for v in clients.values() for x in v]
            part[field] = interval(dict(clients)) | (
                {"least": min(values), "most": max(values)} if values else {}
            )
        for field in ("turns", "remarks", "deep_too_soon", "deep_too_late", "two_questions",
                      "stock_phrases", "safety"):  # fmt: skip
            part[field] = sum(d[field] for _, d in each)
        courses: dict[str, list[Transcript]] = defaultdict(list)
        for t in own:
            courses[t[0]["trial"]].append(t)
        part["repeats"] = {c: repeats(course) for c, course in courses.items()}
        kinds: Counter[str] = Counter()
        for _, d in each:
            kinds.update(d["kinds"])
        part["kinds"] = dict(kinds.most_common())
        if name.endswith("istdp"):
            total: Counter[str] = Counter()
            for t in own:
                total.update(pressing(t))
            part["istdp"] = dict(total) | {
                "regulated_share": share(total["regulated"], total["over"]),
                "pressure_allowed_share": share(total["pressure_allowed"], total["pressure"]),
            }
        found[name] = part
    return found


def compute(
    transcripts: list[Transcript], ratings: list[Line], key: dict[str, Line]
) -> dict[str, Any]:
    """Every figure that what is given allows."""
    found: dict[str, Any] = {"said": said(transcripts)} if transcripts else {}
    players = sorted({t[0].get("played_by", "not told") for t in transcripts})
    raters = sorted({f"{r['rater']}: {r['rater_is']}" for r in ratings})
    found["who"] = {"played": players, "rated": raters}
    whole = [r for r in ratings if r["type"] == "session"]
    each = [r for r in ratings if r["type"] == "remark"]
    moves = [r for r in ratings if r["type"] == "move"]
    if whole:
        found["sessions"] = sessions(whole, key)
    if each:
        found["remarks"] = each_remark(each, key)
    if any(r["type"] in ("element", "assertion") for r in ratings):
        found["understanding"] = understanding(ratings)
    if moves:
        calmed = [r["regulates"] for r in moves if r.get("regulates") is not None]
        found["moves"] = {
            "n": len(moves), "sound": mean(r["sound"] for r in moves),
            "over": len(calmed), "regulates": mean(calmed),
        }  # fmt: skip
    if whole or each:
        found["agreement"] = agreement(ratings)
    return found


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


def row(name: str, value: Any, target: str = "") -> str:
    if isinstance(value, dict):
        if value.get("mean") is None:
            told = "–"
        else:
            told = f"{value['mean']:.2f} (1 client)"
            if value["low"] is not None:
                told = f"{value['mean']:.2f} ({value['low']:.2f} to {value['high']:.2f}; {value['clients']} clients)"
            if value.get("least", 0) < value.get("most", 0):
                told += f", from {value['least']:.2f} to {value['most']:.2f}"
    else:
        told = "–" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
    return f"| {name} | {told} | {target} |"


def said_rows(found: dict[str, Any]) -> list[str]:
    """What is said, and how often."""
    out: list[str] = []
    for name, s in found.items():
        istdp = name.endswith("istdp")
        before = len(out)
        out += [
            row(f"{name}: sessions of clients", f"{s['sessions']} of {s['clients']}"),
            row(f"{name}: remarks on client turns", s["remark_share"], "0.80–0.95" if istdp else "0.25–0.50"),
            row(f"{name}: share of words", s["word_share"], "≤ 0.40" if istdp else "≤ 0.20"),
            row(f"{name}: median words", s["median_words"], "≤ 18"),
            row(f"{name}: depth ≥ 3 a session", s["deep"], "" if istdp else "≤ 3"),
            row(f"{name}: depth ≥ 3 an hour", s["deep_an_hour"], "" if istdp else "≤ 3"),
            row(f"{name}: too soon, too late", f"{s['deep_too_soon']}, {s['deep_too_late']}", "0, 0"),
            row(f"{name}: end in a question", s["questions_share"], "≤ 0.40"),
            row(f"{name}: two questions at once", s["two_questions"], "0"),
            row(f"{name}: said twice in a session", sum(r["said_twice_in_a_session"] for r in s["repeats"].values()), "0"),
            row(f"{name}: frames twice in a session", sum(r["frames_twice_in_a_session"] for r in s["repeats"].values()), "0"),
            row(f"{name}: frames in two sessions", sum(r["frames_in_two_sessions"] for r in s["repeats"].values()), "seldom"),
            row(f"{name}: most used opening", max((r["its_share"] or 0.0 for r in s["repeats"].values()), default=None), "≤ 0.10"),
        ]  # fmt: skip
        if "istdp" in s:
            out += [
                row(f"{name}: over the threshold, next remark regulates", s["istdp"]["regulated_share"], "1"),
                row(f"{name}: pressure where allowed", s["istdp"]["pressure_allowed_share"], "1"),
            ]  # fmt: skip
        if not name.startswith("thirdear"):  # targets are for the program
            out[before:] = [re.sub(r"\| [^|]*\|$", "|  |", x) for x in out[before:]]
    return out


def table(found: dict[str, Any]) -> str:
    """The same, for reading."""
    out = ["| figure | value | target |", "|---|---|---|", *said_rows(found.get("said", {}))]
    targets = {"pqs_pd_minus_cbt": "≥ 2.0", "cpps_cb": "≤ 0.8", "cpps_advice": "0"}
    for source, part in found.get("sessions", {}).items():
        for name, value in part.items():
            own = targets.get(name, "") if source == "thirdear" else ""
            out.append(
                row(f"{source}: {name}", value, "> 0" if source == "thirdear minus" else own)
            )
    goals = {"wince": "≤ 0.05", "grounded": "1", "garbled": "0", "advice": "0"}
    for source, part in found.get("remarks", {}).items():
        for name, goal in goals.items():
            out.append(row(f"{source}: {name}", part[name], goal if source == "thirdear" else ""))
    for name, goal in (("recall", "≥ 0.70"), ("recall_of_everything", ""), ("precision", "≥ 0.85")):
        if "understanding" in found:
            out.append(row(f"understanding: {name}", found["understanding"][name], goal))
    if "moves" in found:
        out.append(row("moves with a sound reason", found["moves"]["sound"], "≥ 0.90"))
        out.append(row("over the threshold, regulates (rated)", found["moves"]["regulates"], "1"))
    for name, part in found.get("agreement", {}).items():
        if name in ("pqs", "cpps"):
            out.append(row(f"two raters: {name}, r a form", part["r_a_form"], "≥ 0.70"))
        elif name != "raters":
            out.append(row(f"two raters: {name}, same", part["same"]))
            out.append(row(f"two raters: {name}, kappa", part["kappa"]))
    who = found["who"]
    out += ["", "Played by: " + "; ".join(who["played"]), "Rated by: " + "; ".join(who["rated"])]
    return "\n".join(out)


def lines(paths: Iterable[Path]) -> list[list[Line]]:
    return [
        [json.loads(x) for x in p.read_text(encoding="utf-8").splitlines() if x.strip()]
        for p in paths
    ]


def checked(ratings: list[Line], key: dict[str, Line]) -> None:
    """Stop at the first line that cannot be counted."""
    schema = json.loads(Path(__file__).with_name("ratings.schema.json").read_text(encoding="utf-8"))
    from jsonschema import Draft202012Validator

    check = Draft202012Validator(schema)
    for rated in ratings:
        if not check.is_valid(rated):
            raise SystemExit(f"Not a rating (ratings.schema.json): {json.dumps(rated)[:200]}")
        if "form" in rated and rated["form"] not in key:
            raise SystemExit(f"No form of this name in the key: {rated['form']}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--transcripts", nargs="*", type=Path, default=[])
    parser.add_argument("--ratings", nargs="*", type=Path, default=[])
    parser.add_argument("--key", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    key = json.loads(args.key.read_text(encoding="utf-8")) if args.key else {}
    ratings = [r for file in lines(args.ratings) for r in file]
    checked(ratings, key)
    found = rounded(compute(lines(args.transcripts), ratings, key))
    print(json.dumps(found, indent=1, ensure_ascii=False) if args.json else table(found))


if __name__ == "__main__":
    main()
