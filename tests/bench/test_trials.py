"""The trial kit: its profiles are whole, and its figures are what a hand with a pencil gets."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from bench.trials import baselines, blind, chair, figures, sheet
from jsonschema import Draft202012Validator

KIT = Path(__file__).parents[2] / "bench" / "trials"
PROFILES = sorted((KIT / "profiles").rglob("*.toml"))

# The eight clusters of each slot by their items (relationships reference, 1.2).
CLUSTERS = {
    "W": [(21, 23, 28, 34), (16, 18, 19, 35), (15, 20, 27, 29), (10, 14, 17), (4, 5, 6, 8, 9, 11),
          (1, 2, 3, 7, 33), (24, 30, 31, 32), (12, 13, 22, 25, 26)],
    "RO": [(23, 24, 29), (20, 26), (16, 19, 22, 27, 28), (8, 25), (2, 4, 6, 7, 10, 12, 14, 15, 17),
           (13, 18), (5, 9, 21, 30), (1, 3, 11)],
    "RS": [(1, 7, 9), (2, 6, 8), (3, 4, 5, 28, 29, 30), (10, 11, 12), (14, 15, 18),
           (13, 16, 17, 19), (20, 21, 22, 23, 24), (25, 26, 27, 31)],
}  # fmt: skip


def profile(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def exchange(text: str | None, program: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"client": None if text is None else {"text": text}, "program": program, **more}


def remark(text: str, kind: str = "REF", depth: int = 1, left: float = 2000) -> dict[str, Any]:
    return {"type": "therapist", "kind": kind, "depth": depth, "text": text, "remaining_s": left}


SILENCE = {"type": "silence", "remaining_s": 2500.0}
OPENED = {"type": "opened", "text": "You begin.", "remaining_s": 3000.0}
ENDED = {"type": "ended", "reason": "client", "text": "We stop.", "remaining_s": 600.0}


def session(*exchanges: dict[str, Any], number: int = 1, **about: Any) -> list[dict[str, Any]]:
    head = {"trial": "toy", "session": number, "source": "thirdear", "treatment": "psychodynamic"}
    return [{**head, **about}, exchange(None, OPENED), *exchanges]


@pytest.mark.parametrize("path", PROFILES, ids=lambda p: p.stem)
def test_a_profile_is_whole(path: Path) -> None:
    schema = json.loads((KIT / "profiles" / "profile.schema.json").read_text(encoding="utf-8"))
    one = profile(path)
    Draft202012Validator(schema).validate(one)
    assert one["name"] == path.stem
    assert one["treatment"] == ("istdp" if path.parent.name == "istdp" else "psychodynamic")
    for low, high in (one["words_a_turn"], one["pause_s"]):
        assert low < high
    for slot in ("wish", "response_of_other", "response_of_self"):
        told = one["hidden"]["pattern"][slot]
        letters, number = re.fullmatch(r"(W|RO|RS)(\d+)", told["code"]).groups()  # type: ignore[union-attr]
        assert letters == {"wish": "W", "response_of_other": "RO", "response_of_self": "RS"}[slot]
        assert int(number) in CLUSTERS[letters][told["cluster"] - 1]


def test_there_are_enough_of_them_and_they_differ() -> None:
    every = [profile(p) for p in PROFILES]
    dynamic = [p for p in every if p["treatment"] == "psychodynamic"]
    assert sum(not p["spare"] for p in dynamic) >= 12
    assert {p["spectrum"]["place"] for p in every if p["treatment"] == "istdp"} == {
        "low resistance", "moderate resistance", "high resistance", "high resistance with repression",
        "smooth muscle", "mildly fragile", "moderately fragile", "severely fragile",
    }  # fmt: skip
    assert len({p["country"] for p in dynamic}) >= 7
    assert len({p["name"] for p in every}) == len(every)
    assert len({p["hidden"]["transference"]["form"] for p in dynamic}) >= 6


def test_dosage_counts_by_hand() -> None:
    found = figures.dosage(
        session(
            exchange("one two three four", SILENCE),
            exchange("five six", remark("Go on.", kind="ENC", depth=0)),
            exchange("seven", remark("What came first?", kind="CLA")),
            exchange(
                "eight nine ten", remark("Perhaps it is safer here.", kind="DEF", depth=3, left=400)
            ),
            exchange(None, ENDED),
        )
    )
    assert (found["turns"], found["remarks"], found["client_words"]) == (4, 2, 10)
    assert found["remark_share"] == 0.5
    assert found["replied_share"] == 0.75
    assert found["word_share"] == pytest.approx(10 / 20)  # 2 + 3 + 5 of 20
    assert found["median_words"] == 4
    assert (found["deep"], found["deep_too_soon"], found["deep_too_late"]) == (1, 1, 1)
    assert found["hours"] == 0.8
    assert found["deep_an_hour"] == 1.25
    assert found["questions_share"] == 0.5


def test_a_short_session_is_not_stretched_to_an_hour() -> None:
    short = session(exchange("one", remark("Perhaps.", depth=3, left=2500)))
    assert figures.dosage(short)["deep_an_hour"] is None


def test_depth_after_600_words_is_not_too_soon() -> None:
    assert figures.too_soon(session(exchange("word " * 600, remark("Perhaps.", depth=3)))) == 0


def test_a_frame_is_what_is_left_without_the_persons_own_words() -> None:
    heard = set(figures.words("my boss gave the project to Dan and I cleaned the kitchen"))
    one = figures.frame("I wonder where the project goes.", heard)
    assert one == figures.frame("I wonder where the kitchen goes.", heard)
    assert one != figures.frame("I wonder where the anger goes.", heard)
    assert (
        figures.frame("“Fine”, you said. And then the kitchen.", heard)
        == "_ you said and then the _"
    )


def test_repeats_within_and_across_sessions() -> None:
    first = session(
        exchange("the boss and the kitchen", remark("I wonder where the boss goes.")),
        exchange("yes", remark("I wonder where the kitchen goes.")),
        exchange("yes", remark("I wonder where the kitchen goes.")),
    )
    second = session(exchange("no", remark("I wonder where the boss goes.")), number=2)
    assert figures.repeats([first, second]) == {
        "said_twice_in_a_session": 1,
        "frames_twice_in_a_session": 2,
        "frames_in_two_sessions": 1,
        "most_used_opening": "i wonder",
        "its_share": 1.0,
    }


def test_after_a_turn_over_the_threshold_pressure_waits_for_two_clear_turns() -> None:
    found = figures.pressing(
        session(
            exchange("he was late", remark("What is the feeling?", kind="PRF")),
            exchange(
                "it's gone", remark("Let's slow down.", kind="CNT"), mark="cognitive_perceptual"
            ),
            exchange("better", remark("And the feeling?", kind="PRF")),  # one clear turn: too early
            exchange("my fists", remark("And the feeling?", kind="PRF"), mark="striated"),
            exchange("sick", SILENCE, mark="smooth"),
            treatment="istdp",
        )
    )
    assert found == {
        "over": 2, "regulated": 1, "met_with_silence": 1, "pressure": 3, "pressure_allowed": 2,
    }  # fmt: skip


def rated(form: str, pd: int, cbt: int, rater: str = "A", cb: int = 0) -> dict[str, Any]:
    pqs = {str(i): pd for i in figures.PD} | {str(i): cbt for i in figures.CBT}
    cpps = {str(i): cb for i in figures.CPPS_CB} | {str(i): 3 for i in figures.CPPS_PI}
    return {
        "type": "session", "form": form, "rater": rater, "rater_is": "toy",
        "pqs": pqs | {str(i): 2 for i in figures.POOR}, "cpps": cpps,
    }  # fmt: skip


def judged(
    form: str, n: int, wince: bool, rater: str = "A", grounded: bool | None = True
) -> dict[str, Any]:
    return {
        "type": "remark", "form": form, "n": n, "rater": rater, "rater_is": "toy", "wince": wince,
        "grounded": grounded, "garbled": False, "advice": False, "why": "toy",
    }  # fmt: skip


KEY = {
    "a": {"trial": "x", "session": 1, "source": "thirdear"},
    "b": {"trial": "y", "session": 1, "source": "thirdear"},
    "c": {"trial": "x", "session": 1, "source": "eliza"},
    "d": {"trial": "y", "session": 1, "source": "eliza"},
}


def test_sessions_against_a_baseline() -> None:
    found = figures.sessions(
        [
            rated("a", 6, 3),
            rated("a", 8, 3, "B"),
            rated("b", 5, 3, cb=1),
            rated("c", 4, 5),
            rated("d", 4, 3),
        ],
        KEY,
    )
    own = found["thirdear"]["pqs_pd_minus_cbt"]
    assert own["mean"] == 3.0  # a: mean of 3 and 5; b: 2
    assert (own["low"], own["high"]) == (2.0, 4.0)
    assert found["eliza"]["pqs_pd_minus_cbt"]["mean"] == 0.0  # -1 and 1
    assert found["thirdear minus"]["eliza"]["mean"] == 3.0  # 4 - -1, 2 - 1
    assert found["thirdear"]["cpps_cb"]["mean"] == 0.5


def test_winces_are_averaged_over_raters_and_counted() -> None:
    found = figures.each_remark(
        [judged("a", 2, True), judged("a", 2, False, "B"), judged("a", 4, False),
         judged("b", 3, False, grounded=None), judged("b", 5, True)], KEY,
    )["thirdear"]  # fmt: skip
    assert found["remarks"] == 4
    assert found["wince"]["mean"] == pytest.approx(1.5 / 4)
    assert found["wince_by_any_rater"] == 2
    assert found["grounded"]["n"] == 3


def test_recall_and_precision_weigh_clients_alike() -> None:
    def line(kind: str, trial: str, value: float) -> dict[str, Any]:
        return {
            "type": kind,
            "trial": trial,
            "found": value,
            "right": value,
            "element": "feeling.1",
        }

    found = figures.understanding(
        [line("element", "x", 1), line("element", "x", 0), line("element", "x", 0.5), line("element", "x", 0.5),
         line("element", "y", 1), {**line("element", "y", 0), "brought": False}, line("assertion", "x", 1)],
    )  # fmt: skip
    assert found["recall"]["mean"] == 0.75
    assert found["recall_pooled"] == 0.6
    assert found["recall_of_everything"]["mean"] == 0.5
    assert found["precision"]["mean"] == 1.0


def test_two_raters() -> None:
    found = figures.agreement(
        [rated("a", 6, 3), rated("a", 7, 3, "B"),
         *[judged("a", n, n < 3) for n in range(1, 5)],
         *[judged("a", n, n < 2, "B") for n in range(1, 5)]],
    )  # fmt: skip
    assert found["pqs"]["forms"] == 1
    assert found["pqs"]["apart"] == pytest.approx(20 / 40)
    assert found["wince"]["same"] == 0.75
    assert found["wince"]["kappa"] == pytest.approx(0.5)  # 0.75 seen, 0.5 by chance
    assert found["garbled"]["kappa"] is None


def test_an_interval_draws_whole_clients() -> None:
    same = figures.interval({"x": [1.0, 3.0], "y": [1.0, 3.0]})
    assert (same["mean"], same["low"], same["high"], same["n"]) == (2.0, 2.0, 2.0, 4)
    assert figures.interval({})["mean"] is None


def test_everything_together_prints_as_a_table() -> None:
    kept = session(exchange("My boss.", remark("Your boss.")), exchange(None, ENDED))
    found = figures.rounded(figures.compute([kept], [rated("a", 6, 3), judged("a", 2, False)], KEY))
    told = figures.table(found)
    assert "| thirdear: pqs_pd_minus_cbt | 3.00 (1 client) | ≥ 2.0 |" in told
    assert "Rated by: A: toy" in told
    json.dumps(found)


def test_ratings_are_checked_against_the_schema() -> None:
    figures.checked([rated("a", 6, 3), judged("a", 2, True)], KEY)
    with pytest.raises(SystemExit):
        figures.checked([rated("a", 10, 3)], KEY)
    with pytest.raises(SystemExit):
        figures.checked([rated("nobody", 6, 3)], KEY)
    unfilled = {
        "type": "element",
        "trial": "x",
        "rater": "A",
        "rater_is": "",
        "element": "early",
        "found": None,
    }
    with pytest.raises(SystemExit):
        figures.checked([unfilled], KEY)


def test_the_baselines_answer_the_same_lines() -> None:
    kept = session(
        exchange("My boss shouted at me.", SILENCE),
        {"client": {"why": 1}, "program": {"type": "why", "text": "", "remaining_s": 2500.0}},
        {"client": {"silence_s": 30}, "program": SILENCE},
        exchange("I feel nothing.", remark("Nothing.")),
        {"client": {"end": True}, "program": ENDED},
    )
    spoken = baselines.answered(kept, "assistant", baselines.assistant(1))
    assert [x["program"]["type"] for x in spoken[1:]] == [
        "opened",
        "therapist",
        "silence",
        "therapist",
        "ended",
    ]
    assert spoken[0]["source"] == "assistant"
    assert all(
        "?" in x["program"]["text"]
        for x in spoken
        if x.get("program", {}).get("type") == "therapist"
    )
    quiet = baselines.answered(kept, "silence", None)
    assert [x["client"] for x in quiet[1:]] == [x["client"] for x in spoken[1:]]
    assert not figures.remarks(quiet)


def test_a_blind_form_tells_nothing_of_who_sat_there() -> None:
    kept = session(
        exchange("My boss.", remark("Your boss.", kind="REF")),
        exchange("Yes.", SILENCE, mark="striated"),
        {"client": {"end": True}, "program": ENDED},
    )
    told = "\n".join(blind.form(kept))
    assert told == "Session 1.\nC: My boss.\nT [2]: Your boss.\nC: Yes.\nT: (silent)"


def test_the_sheet_asks_for_every_hidden_element_and_every_statement() -> None:
    asked = sheet.elements(profile(KIT / "profiles" / "aoife.toml"))
    assert {
        "feeling.1",
        "anxiety",
        "defence.3",
        "pattern.wish",
        "early",
        "transference",
        "new_way",
    } <= set(asked)
    angry = {
        "id": "f1",
        "words": "angry with mother",
        "evidence": [{"quote": "raging"}],
        "standing": "moment",
    }
    understood = {
        "conflict": {"feelings": [angry], "defences": [{**angry, "id": "d1", "disputed": True}]},
        "persons": [{"figure": "mother", "feelings": [angry]}],
        "themes": [
            {"id": "t1", "words": "a door", "wish": "W1", "evidence": [{"quote": "the key"}]}
        ],
        "lenses": [{"words": "a reading", "evidence": []}],
    }
    assert sheet.statements(understood) == [
        {
            "part": "conflict.feelings",
            "statement": "angry with mother",
            "id": "f1",
            "standing": "moment",
            "quote": "raging",
        },
        {"part": "themes", "statement": "a door", "id": "t1", "wish": "W1", "quote": "the key"},
    ]


def test_the_chair_knows_which_session_is_next(tmp_path: Path) -> None:
    for number, last in ((1, ENDED), (2, ENDED), (10, SILENCE)):
        path = tmp_path / f"toy-{number}.jsonl"
        for line in session(exchange("x", last), number=number):
            chair.append(path, line)
    (tmp_path / "toy-1.eliza.jsonl").write_text("{}\n", encoding="utf-8")
    found = chair.transcripts(tmp_path, "toy")
    assert [p.name for p in found] == ["toy-1.jsonl", "toy-2.jsonl", "toy-10.jsonl"]
    assert [chair.ended(p) for p in found] == [True, True, False]
