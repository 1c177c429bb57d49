"""What holds whatever is said: safety first, limits, form, grounds, the same words for the same seed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import talk
from tests.therapist.istdp.talking import Session

from thirdear.frame.clock import SESSION_S
from thirdear.therapist.form import quotations_hold
from thirdear.therapist.intervention import Intervention
from thirdear.therapist.istdp.data import kind, limits, rows, table

NEVER_ALONE = {"CHA", "HOC", "POR"}
PRESSING = {code for code, data in table("kinds").items() if data.get("pressure")}
REGULATING = {"CNT", "REC", "VAL", "ACK", "FRM"}
NO_GROUNDS = {"FRM", "WRK", "ENC", "ACK", "CNT", "SIL"}
ROWS = {row["id"] for row in rows()}
PROMPTING = [
    "(sighs) Frustrated, I guess.", "Angry. I feel hot, in my arms.", "Yes.", "No.", "Dunno.",
    "I don't know.", "I do that, I hate doing that.", "It's just how I am.", "I can see it now.",
    "My jaw is clenched.", "My fists are tight and I'm furious with him.",
    "My stomach is churning.", "I feel sick.", "My mind has gone blank.", "My arm went dead.",
    "My head's gone fuzzy. What were you asking?", "You're pushing me.", "Whatever you think.",
    "You tell me, you're the expert.", "I don't see why I should.", "Make me.",
    "I thought it was unfair, logically.", "It's just stuff at home, the usual.", "ease off",
    "You can push me again.", "My wife told me to come here.", "Yes, I want to.",
    "I feel so guilty, he was good to me.", "I'm in tears, I miss her.", "I'm such an idiot.",
    "Suddenly I see my dad in the kitchen.", "It reminds me of my dad.", "haha, it was nothing",
    "Anyway, the boiler is broken.", "I want to stop hiding.", "This feels like an attack.",
]  # fmt: skip
LINES = st.lists(st.one_of(st.sampled_from(PROMPTING), talk()), min_size=1, max_size=14)
LONG = st.lists(st.sampled_from(PROMPTING), min_size=12, max_size=30)
FEWER = settings(max_examples=15)
SEEDS = st.integers(0, 50)
TIMES = st.sampled_from([SESSION_S, SESSION_S - 1200, 900, 500])


def hold(
    lines: list[str], seed: int, remaining_s: float = 1800, *, accompanied: bool = False
) -> Session:
    held = Session(session=2, seed=seed, remaining_s=float(remaining_s), accompanied=accompanied)
    held.talk(*lines)
    return held


def ours(held: Session) -> list[Intervention]:
    """Return what this way of working said itself: not answers to questions, not the quieter way."""
    return [made for made in held.said if made.rule.partition("#")[0] in ROWS]


# ---- Alone with the program -----------------------------------------------------------------------


@FEWER
@given(LINES, SEEDS, TIMES)
def test_alone_nobody_meets_challenge_collision_or_portrayal(
    lines: list[str], seed: int, remaining_s: int
) -> None:
    assert not NEVER_ALONE & set(hold(lines, seed, remaining_s).kinds())


@FEWER
@given(LONG, SEEDS)
def test_not_even_in_a_long_session_of_seeing_and_turning_against(
    lines: list[str], seed: int
) -> None:
    tense = ["My jaw is clenched.", "I guess.", "I do that, I hate doing that.", *lines]
    assert not NEVER_ALONE & set(hold(tense, seed).kinds())


# ---- Anxiety ----------------------------------------------------------------------------------------


@FEWER
@given(LINES, SEEDS, TIMES, st.booleans())
def test_anxiety_over_the_threshold_is_always_followed_by_regulating(
    lines: list[str], seed: int, remaining_s: int, accompanied: bool
) -> None:
    held = hold(lines, seed, remaining_s, accompanied=accompanied)
    for course, made in zip(held.heard, held.said, strict=True):
        if course.triad.band.startswith("over"):
            assert made.kind in REGULATING or made.rule.startswith("stop")


@FEWER
@given(LONG, SEEDS, st.booleans())
def test_it_goes_on_regulating_for_as_long_as_it_takes(
    lines: list[str], seed: int, accompanied: bool
) -> None:
    blank = [line for line in lines if "sick" not in line] + ["My mind has gone blank."] * 3
    held = hold(blank, seed, accompanied=accompanied)
    for course, made in zip(held.heard, held.said, strict=True):
        if course.triad.band.startswith("over"):
            assert made.kind in REGULATING


@FEWER
@given(LINES, SEEDS, st.booleans())
def test_over_the_threshold_nothing_is_pressed(
    lines: list[str], seed: int, accompanied: bool
) -> None:
    held = hold(lines, seed, accompanied=accompanied)
    for course, made in zip(held.heard, held.said, strict=True):
        if course.over_threshold:
            assert made.kind not in PRESSING | {"INQ", "PRW", "CLD"}


@FEWER
@given(LINES, SEEDS)
def test_the_band_falls_only_after_two_clear_turns(lines: list[str], seed: int) -> None:
    heard = hold(lines, seed).heard
    for at, (before, now) in enumerate(pairwise(heard), 1):
        if before.over_threshold and not now.over_threshold:
            assert not any(c.triad.band.startswith("over") for c in heard[at - 1 : at + 1])


# ---- Limits -----------------------------------------------------------------------------------------


@FEWER
@given(LONG, SEEDS, st.booleans())
def test_runs_of_pressure_end_within_the_limits(
    lines: list[str], seed: int, accompanied: bool
) -> None:
    held = hold(lines, seed, accompanied=accompanied)
    run = 0
    for course, made in zip(held.heard, held.said, strict=True):
        if made.kind in ("CLD", "REC", "CNT", "VAL"):
            run = 0
        run += made.kind in PRESSING
        most = limits()["pressure_after_red" if course.red else "pressure"]
        assert made.kind not in PRESSING or run <= most


@FEWER
@given(LONG, SEEDS)
def test_challenges_stop_at_two_collisions_at_one_and_both_after_red(
    lines: list[str], seed: int
) -> None:
    held = hold(["My jaw is clenched.", "I guess.", *lines], seed, accompanied=True)
    kinds = held.kinds()
    assert not any(set(kinds[at : at + 3]) == {"CHA"} for at in range(len(kinds) - 2))
    assert kinds.count("HOC") <= 1
    for course, made in zip(held.heard, held.said, strict=True):
        assert not (course.red and made.kind in ("CHA", "HOC", "POR"))
        if made.kind in ("CHA", "HOC"):
            assert course.striated


@FEWER
@given(LINES, SEEDS)
def test_in_the_last_twelve_minutes_nothing_new_is_pressed(lines: list[str], seed: int) -> None:
    held = hold(lines, seed, 700)
    assert all(made.kind in limits()["late"] for made in ours(held))


@FEWER
@given(LINES, SEEDS)
def test_after_it_was_too_much_nothing_is_pressed_for_three_turns(
    lines: list[str], seed: int
) -> None:
    held = hold(["You're pushing me.", *lines], seed)
    assert not PRESSING & {made.kind for made in ours(held)[:3] if made in held.said[:3]}


@FEWER
@given(LINES, SEEDS)
def test_another_persons_will_is_not_worked_with(lines: list[str], seed: int) -> None:
    held = hold(["My wife told me to come here.", *lines], seed)
    for course, made in zip(held.heard, held.said, strict=True):
        assert not (course.will == "not_mine" and made.kind in PRESSING)


# ---- Form -------------------------------------------------------------------------------------------


@FEWER
@given(LINES, SEEDS, TIMES, st.booleans())
def test_everything_said_keeps_the_form(
    lines: list[str], seed: int, remaining_s: int, accompanied: bool
) -> None:
    held = hold(lines, seed, remaining_s, accompanied=accompanied)
    for made in ours(held):
        data = kind(made.kind)
        assert made.text.count("?") <= 1
        assert len(made.text.split()) <= data["words"]
        assert quotations_hold(made.text, made.grounds)
        assert made.depth == data["depth"]
        assert made.grounds or made.kind in NO_GROUNDS
        assert made.because
        assert made.alternative
        assert "{" not in made.text


@FEWER
@given(LINES, SEEDS)
def test_grounds_are_exact_pieces_of_what_was_said(lines: list[str], seed: int) -> None:
    held = hold(lines, seed)
    spoken: dict[int, str] = {}
    turn = 0
    for line, made in zip(lines, held.said, strict=True):
        spoken[turn] = line
        turn += 1 + (made.kind != "SIL")
    for made in ours(held):
        for ground in made.grounds:
            assert spoken[ground.turn][ground.start : ground.end] == ground.quote


@FEWER
@given(LONG, SEEDS)
def test_no_frame_and_no_sentence_comes_twice(lines: list[str], seed: int) -> None:
    said = [m for m in ours(hold(lines, seed)) if m.kind not in ("SIL", "ENC")]
    frames = [m.rule.partition("#")[2] for m in said]
    assert len(frames) == len(set(frames))


@FEWER
@given(LONG, SEEDS)
def test_a_gate_allows_what_is_said_at_it(lines: list[str], seed: int) -> None:
    always = {row["id"] for row in rows() if row.get("always")}
    for made in ours(hold(lines, seed)):
        assert made.gate in kind(made.kind)["gates"] or made.rule.partition("#")[0] in always


# ---- The same again ----------------------------------------------------------------------------------


@FEWER
@given(LINES, SEEDS)
def test_the_same_lines_and_seed_give_the_same_words(lines: list[str], seed: int) -> None:
    assert hold(lines, seed).said == hold(lines, seed).said


@FEWER
@given(LINES, SEEDS)
def test_asked_to_ease_off_it_does_at_once(lines: list[str], seed: int) -> None:
    held = hold([*lines, "Ease off, please."], seed)
    last, course = held.said[-1], held.heard[-1]
    assert course.quiet
    assert last.kind not in PRESSING
    if not any(c.quiet for c in held.heard[:-1]):
        assert last.kind == "FRM"
