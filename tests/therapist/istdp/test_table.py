"""The decision table, row by row: a small conversation each, with the real listener."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from tests.therapist.istdp.talking import Session

from thirdear.frame.clock import SESSION_S
from thirdear.therapist.istdp import Course
from thirdear.therapist.istdp.data import kind, limits, rows, table, ways
from thirdear.therapist.istdp.deciding import clarifies
from thirdear.therapist.istdp.signals import SIGNALS

ROWS = {row["id"]: row for row in rows()}
REPERTOIRE: dict[str, dict[str, Any]] = table("repertoire")
ALONE = set("INQ PRF PRW PRT PRS CLD REC CNT VAL CSD SIL ENC ACK FRM WRK".split())
BOSS = "My boss gave the project to Dan. It's fine, honestly."
FURIOUS = "I'm furious with my boss. My jaw is tight."


@dataclass(frozen=True)
class Case:
    """What is said, and which row answers the last of it, with which kinds."""

    row: str
    lines: tuple[str, ...]
    kinds: tuple[str, ...]
    course: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


CASES = [
    Case("asked_to_ease", (BOSS, "Ease off, please."), ("FRM",)),
    Case("asked_back", (BOSS, "ease off", "You can push me again."), ("FRM",)),
    Case("danger", (BOSS, "Honestly I want to die. I've been saving up my tablets."), ("FRM",)),
    Case("too_often_over", (BOSS,), ("FRM",), {"red": 4}),
    Case("suspected", (BOSS,), ("CNT", "ACK"), {"band": "over_1", "suspected": True}),
    Case("red", (BOSS, "My mind has gone blank."), ("CNT",)),
    Case("red_still", (BOSS, "My mind has gone blank.", "I went to the shop then."), ("CNT",)),
    Case("amber", (BOSS, "My stomach is churning."), ("REC", "VAL", "CNT")),
    Case("amber_still", (BOSS, "My stomach is churning.", "We had tea then."), ("CNT", "REC")),
    Case("over_now", (BOSS, "My mind has gone blank.", "We had tea.", "Then a walk."), ("REC",)),
    Case("hurt_by_it", (BOSS, "This feels like an attack. You're pushing me."), ("VAL",)),
    Case("misalliance_fights", (BOSS, "You tell me, you're the expert.", "Make me.",
                                "I don't see why I should."), ("WRK", "VAL")),
    Case("misalliance_gives_in", (BOSS, "Whatever you say.", "Whatever you think is best."),
         ("PRW",)),
    Case("said_no", (BOSS, "I don't want to talk about him."), ("VAL",)),
    Case("after_hurt", (BOSS, "This feels like an attack.", "He sat by the window."),
         ("INQ", "ENC")),
    Case("late", (BOSS,), ("FRM",), {}, {"remaining_s": 600.0}),
    Case("agree", (BOSS,), ("WRK",), {}, {"session": 1}),
    Case("changed", ("I went to the coast with my brother.",), ("INQ",), {},
         {"remaining_s": float(SESSION_S)}),
    Case("begins", ("I don't know where to start.",), ("INQ",)),
    Case("not_own_will", ("My wife told me to come. I don't really want to be here.",), ("PRW",)),
    Case("own_will", (BOSS, "Yes, I do."), ("PRT",), {"last": "PRW"}),
    Case("unknown_too_long", (BOSS,), ("REC", "INQ"), {"unknown": 4}),
    Case("pressed_enough", (BOSS,), ("REC",), {"pressure": 6}),
    Case("vague", ("It's just stuff at home, the usual.",), ("PRS",)),
    Case("made_small", (BOSS,), ("PRF",)),
    Case("thought_for_feeling", (BOSS, "I thought it was unfair."), ("PRF",)),
    Case("guessing", (BOSS, "Angry, I guess."), ("CLD",)),
    Case("mild_word", (BOSS, "A bit put out."), ("PRF", "CLD")),
    Case("soft_after_anger", (FURIOUS, "I feel so guilty. He was good to me."), ("SIL",)),
    Case("past_person", ("I'm furious with my boss.", "It reminds me of my dad."), ("REC",)),
    Case("lighter", ("I'm sad about my dad.", "It feels calmer now."), ("CSD",)),
    Case("felt_in_body", (BOSS, "Angry. I feel hot, in my arms."), ("PRF",)),
    Case("felt", (BOSS, "I'm furious with him."), ("PRF",)),
    Case("laughed", ("They locked me out all night, haha.",), ("CLD",)),
    Case("went_elsewhere", (BOSS, "Anyway, the boiler is broken."), ("PRT",)),
    Case("turned_on_self", ("He lied to me. I'm such an idiot.",), ("CLD",)),
    Case("tears_grief", ("I'm in tears. I never got to say goodbye to her.",), ("SIL",)),
    Case("turned_against_gently", ("He said it to me.", "I do that, I hate doing that."),
         ("PRF", "PRW"), {"way": "guess", "shown": {"guess": 1}, "shown_at": 1}),
    Case("held_to", ("He said it to me.", "It's just how I am."), ("PRW",),
         {"way": "guess", "shown": {"guess": 1}, "shown_at": 1}),
    Case("seen", ("He said it to me.", "I do that, yes."), ("PRF", "PRW"),
         {"way": "guess", "shown": {"guess": 1}, "shown_at": 1}),
    Case("way_round", (BOSS, "Dunno."), ("CLD",)),
    Case("something_comes", ("I remember a green bicycle.",), ("INQ",)),
    Case("gathering", (BOSS,), ("CSD",), {"moved": {"late": 1}, "turns": 5},
         {"remaining_s": 500.0}),
    Case("denied", (BOSS, "I'm not angry with him."), ("PRF",)),
    Case("hurt_told", ("My sister walked out on us.",), ("PRF",)),
    Case("tension", (BOSS, "My jaw is clenched."), ("PRF",)),
    Case("someone", ("My brother rang on Sunday.",), ("PRF", "INQ")),
    Case("told", ("It rained all the week long and into the night.",), ("INQ",)),
    Case("going_on", ("So, yes.",), ("ENC",), {"figure": "boss:1"}),
]  # fmt: skip


def answered(case: Case, *, seed: int = 0, accompanied: bool = False) -> Session:
    """Hold the case's conversation; its course is put in place before the last line."""
    held = Session(seed=seed, accompanied=accompanied, **{"session": 3, **case.more})
    held.talk(*case.lines[:-1])
    if case.course:
        before = msgspec.structs.replace(held.course, session=held.session, **case.course)
        held.course = before
    held.say(case.lines[-1])
    return held


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.row)
def test_the_row_answers_its_signal(case: Case) -> None:
    held = answered(case)
    assert held.rows()[-1] == case.row
    assert held.kinds()[-1] in case.kinds


def test_every_row_has_its_case() -> None:
    elsewhere = {"portrayal_asked", "portrayal", "portrayal_left", "wall", "turned_against",
                 "sides", "tears_helpless"}  # fmt: skip
    assert {case.row for case in CASES} | elsewhere == set(ROWS)


# ---- With a clinician: what a person alone never meets -----------------------------------------


TENSE = {"channel": "striated", "sign_age": 0}


def test_what_is_seen_and_no_longer_wanted_is_challenged_only_in_company() -> None:
    case = Case("turned_against", ("He said it to me.", "I do that, I hate doing that."), ("CHA",),
                {"way": "guess", "shown": {"guess": 1}, "shown_at": 1, **TENSE})  # fmt: skip
    assert answered(case, accompanied=True).rows()[-1] == "turned_against"
    assert answered(case, accompanied=True).kinds()[-1] == "CHA"
    assert answered(case).rows()[-1] == "turned_against_gently"


def test_without_striated_anxiety_or_after_red_nothing_is_challenged() -> None:
    lines = ("He said it to me.", "I do that, I hate doing that.")
    shown = {"way": "guess", "shown": {"guess": 1}, "shown_at": 1}
    for course in (shown, {**shown, **TENSE, "red": 1}, {**shown, **TENSE, "challenges": 2}):
        assert answered(Case("", lines, (), course), accompanied=True).kinds()[-1] != "CHA"


def test_a_wall_meets_one_head_on_collision_and_only_in_company() -> None:
    case = Case("wall", ("I want my life back.", "He said it to me.", "I don't see why I should."),
                ("HOC",), {"way": "fight", "shown": {"fight": 2, "guess": 1}, "stance": "seen",
                           "cycles": 3, "last": "PRF", **TENSE})  # fmt: skip
    held = answered(case, accompanied=True)
    assert (held.rows()[-1], held.kinds()[-1]) == ("wall", "HOC")
    assert answered(case).kinds()[-1] in ALONE
    held.say("I don't see why I should.")
    assert held.kinds()[-1] != "HOC"


def pictured(*answers: str) -> Session:
    """Anger in the body, in company, and what is said to the offer of a picture."""
    held = Session(accompanied=True)
    held.talk("My boss laughed at me in front of everyone.", "I'm furious with him.",
              "My jaw is tight and my fists are clenched.")  # fmt: skip
    held.course = msgspec.structs.replace(held.course, moved={"felt_in_body": 1}, code="anger")
    held.say("My fists are clenched, I'm so angry with him.")
    held.talk(*answers)
    return held


def test_portrayal_is_asked_for_and_comes_only_after_a_yes() -> None:
    held = pictured("Yes, I want to.", "Like a storm, it wants to be loud.")
    assert held.rows()[3:] == ["portrayal_asked", "portrayal", "portrayal"]
    assert held.kinds()[4:] == ["POR", "POR"]


def test_a_no_to_portrayal_is_taken() -> None:
    held = pictured("No, I don't want to.", "He sat by the window, my boss.")
    assert held.rows()[3:5] == ["portrayal_asked", "said_no"]
    assert "POR" not in held.kinds()


def test_a_portrayal_ends_where_the_person_ends_it() -> None:
    held = pictured("Yes, I want to.", "I don't want to look at this.")
    assert held.kinds()[-1] in ("VAL", "WRK")
    held.say("He was by the window.")
    assert held.kinds().count("POR") == 1


def test_every_step_of_a_portrayal_names_the_way_out() -> None:
    for name in ("por_how", "por_then", "por_face", "por_feeling"):
        for wording in REPERTOIRE[name]["wordings"]:
            low = wording.lower()
            assert any(w in low for w in ("stop", "leave", "if you want", "only if", "way out",
                                          "put the picture down", "as far as you want",
                                          "no further", "nothing more"))  # fmt: skip


@pytest.mark.parametrize("said", ["I've been cutting again.", "I could smash his face in, I will."])
def test_portrayal_is_ruled_out_by_any_history_of_risk(said: str) -> None:
    held = Session(accompanied=True)
    held.say(said)
    held.course = msgspec.structs.replace(held.course, over=False)
    held.talk("My boss laughed at me.", "I'm furious with him.", FURIOUS)
    held.course = msgspec.structs.replace(held.course, moved={"felt_in_body": 1}, code="anger")
    held.say("My fists are clenched, I'm so angry with him.")
    assert "portrayal_asked" not in held.rows()


# ---- Fragile ways -------------------------------------------------------------------------------


def test_projection_splitting_and_dissociation_are_met_from_several_sides() -> None:
    from thirdear.listening.listener import hear
    from thirdear.listening.observation import Observation
    from thirdear.speech import Utterance

    held = Session()
    held.say(BOSS)
    line = "He is pure evil and she is an angel."
    heard = hear(Utterance(line, turn=held.turn, conversation="session", session=3), held.context)
    split = Observation("defence", "splitting_of_other", 0, 15, line[:15], "likely", 0.8,
                        "defence.test", None, {"level": 2})  # fmt: skip
    kept = tuple(o for o in heard.observations if o.kind not in ("anxiety", "defence", "risk"))
    held.say(line, reading=msgspec.structs.replace(heard, observations=(*kept, split)))
    assert (held.rows()[-1], held.kinds()[-1]) == ("sides", "CNT")
    assert held.course.over_threshold


# ---- The data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows(), ids=lambda r: r["id"])
def test_a_row_names_what_there_is(row: dict[str, Any]) -> None:
    assert row["signal"] in SIGNALS
    assert set(row.get("unless", ())) <= SIGNALS.keys()
    assert all(m in REPERTOIRE or m in ("way", "silence") for m in row["move"])
    for words in ("because", "alternative", "then", "source", "n"):
        assert row[words].strip()
    kinds = {REPERTOIRE[m]["kind"] for m in row["move"] if m in REPERTOIRE}
    assert row.get("accompanied") or kinds <= ALONE


def test_the_order_of_what_stops_is_first() -> None:
    order = [row["id"] for row in rows()]
    regulating = ["danger", "red", "red_still", "amber", "amber_still", "hurt_by_it"]
    pressing = min(order.index(r) for r in ("vague", "made_small", "felt"))
    assert all(order.index(r) < pressing for r in regulating)


def test_what_a_person_alone_may_meet_is_the_graded_form() -> None:
    assert {code for code, data in table("kinds").items() if data["alone"]} == ALONE


FREQUENT = ["inq_start", "inq_changed", "inq_event", "inq_follow", "inq_gentle", "prf_injury",
            "prf_toward", "prf_plain", "prf_thought", "prf_cover", "prf_body", "prf_let",
            "prw_own", "prw_look", "prt_back", "prs_one", "cld_guess", "cld_thinking", "cld_any",
            "cld_cost", "rec_order", "rec_check", "rec_body", "cnt_slow", "cnt_still", "cnt_ease",
            "cnt_ask", "csd_seen", "val_no", "cha"]  # fmt: skip


@pytest.mark.parametrize("name", FREQUENT)
def test_there_are_twelve_ways_to_say_what_is_said_often(name: str) -> None:
    wordings = REPERTOIRE[name]["wordings"]
    assert len(set(wordings)) == len(wordings) >= 12


SLOTS = {"quote", "figure", "Figure", "did", "Did", "feeling", "word", "doing", "Doing", "felt",
         "sign", "sighing", "cover", "body", "first", "last", "minutes"}  # fmt: skip


@pytest.mark.parametrize("name", REPERTOIRE)
def test_a_wording_has_known_slots_one_question_and_its_length(name: str) -> None:
    entry = REPERTOIRE[name]
    for wording in entry["wordings"]:
        named = {n for _, n, _, _ in string.Formatter().parse(wording) if n}
        assert named <= SLOTS
        assert wording.count("?") <= 1
        assert len(wording.split()) <= kind(entry["kind"])["words"]


def test_the_wordings_are_short() -> None:
    lengths = sorted(len(w.split()) for e in REPERTOIRE.values() for w in e["wordings"])
    assert lengths[len(lengths) // 2] <= 14


def test_every_way_round_can_be_shown_and_named() -> None:
    for name, way in ways().items():
        assert clarifies(name) in REPERTOIRE
        assert way["doing"]


def test_a_new_session_begins_anew() -> None:
    held = Session()
    held.talk(BOSS, "My mind has gone blank.")
    assert held.course.red == 1
    held.session = 4
    held.remaining_s = float(SESSION_S)
    held.say("Hello again, it was a long week for all of us here.")
    assert (held.course.red, held.course.turns, held.rows()[-1]) == (0, 1, "changed")


def test_a_course_can_be_put_down_and_taken_up() -> None:
    held = Session()
    held.talk(BOSS, "I thought it was unfair.", "My mind has gone blank.", "ease off")
    packed = msgspec.msgpack.encode(held.course)
    assert msgspec.msgpack.decode(packed, type=Course) == held.course


def test_the_limits_are_those_of_the_reference() -> None:
    assert (limits()["pressure"], limits()["unknown"]) == (6, 4)
    assert (limits()["challenges"], limits()["collisions"]) == (2, 1)
    assert limits()["last_minutes_s"] == 12 * 60


def test_a_session_opens_with_what_changed_and_closes_in_the_persons_words() -> None:
    held = Session(remaining_s=float(SESSION_S))
    held.say("We went to the coast with my brother and it rained.")
    held.talk("He told me I never help.", "I'm angry with him.")
    held.remaining_s = 700.0
    held.talk("I wanted to shout at him all day long.", "I drove home in the rain.",
              "I go quiet when I'm angry.")  # fmt: skip
    assert held.rows()[0] == "changed"
    assert held.rows()[3] == "late"
    assert "CSD" in held.kinds()[4:]
    assert not {"PRF", "PRT", "PRS", "CLD"} & set(held.kinds()[3:])


def test_a_long_session_keeps_to_the_dosage() -> None:
    lines = [
        "My manager Karen took me off the Leeds job in a meeting, with everyone sitting there.",
        "I mean it makes sense from her side, so logically I can see why she did that to me.",
        "Well I felt that it wasn't very professional, you don't do that in front of a team.",
        "I don't know. Annoyed? I suppose anyone would be a bit annoyed at that.",
        "Yeah, I do that. I always go a bit round the houses and I don't like it much either.",
        "Angry. I'm angry with her. There, I said it. I gave her six whole years of my life.",
        "It's in my arms. Like I want to stand up and walk about in the room right now.",
        "It wants to say: look at me. Look at me when you do it, Karen. Just look at me once.",
        "I feel guilty. She's a single mum. She was good to me when my dad died last winter.",
        "My dad never looked at you either. He'd talk to the telly with his back to you.",
        "I remember holding out the school report. And the football was on, and he took it.",
        "I'm filling up a bit. It was only a school report and I was about ten years old.",
        "I just wanted him to see it. I'd got an A for woodwork and he was a joiner himself.",
        "Anyway. We've got to do the quarterly figures this week so it's going to be busy.",
        "OK. I went off, didn't I. I went to the figures. That's what I do, I go to work.",
        "My wife says I'm like a lodger. I'm there and I'm not there, and the boys know it.",
        "I don't want to do that any more. I don't want to be the bloke in front of the telly.",
        "Sad. Really sad. I'm tired of holding it down all the time and saying nothing at all.",
        "I'd tell him I made the box, the one with the dovetails, and I wanted him to have it.",
        "It feels calmer, actually. I hadn't thought about that box in thirty years or more.",
    ]
    for seed in range(6):
        held = Session(seed=seed)
        held.talk(*lines)
        replied = sum(kind != "SIL" for kind in held.kinds()) / len(lines)
        words = held.hour.remark_words
        assert 0.78 <= replied <= 0.97
        assert words <= 0.4 * (words + held.hour.client_words)
        lengths = sorted(len(made.text.split()) for made in held.said if made.text)
        assert lengths[len(lengths) // 2] <= 14
