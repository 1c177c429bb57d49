"""The defence profile over the sessions, and when it may be called a change."""

from tests.formulation.tales import said, understood

from thirdear.formulation.profile import FIRST_SESSIONS, LAST_SESSIONS, Change, change


def session(number: int, code: str, times: int):
    return [said(number, t, "So it was.", "So it was", "defence", code) for t in range(times)]


def test_the_early_and_the_late_half_are_compared() -> None:
    lines = [line for n in (1, 2) for line in session(n, "denial", 10)]
    lines += [line for n in (3, 4) for line in session(n, "humour", 10)]
    assert change(understood(lines).profile) == Change(3.0, 7.0, (20, 20), (2, 2))


def test_too_few_say_nothing() -> None:
    assert (
        change(understood([*session(1, "denial", 19), *session(2, "humour", 40)]).profile) is None
    )
    assert change(understood(session(1, "denial", 90)).profile) is None
    assert change(()) is None


def test_tactical_defences_have_no_level() -> None:
    assert understood(session(1, "vagueness", 3)).profile == ()


def test_sessions_kept_are_bounded() -> None:
    f = understood([line for n in range(1, 200) for line in session(n, "denial", 1)])
    assert len(f.profile) == FIRST_SESSIONS + LAST_SESSIONS
    assert (f.profile[0].session, f.profile[-1].session) == (1, 199)
