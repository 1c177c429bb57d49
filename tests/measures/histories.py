"""Courses of invented people, for pictures, pages and exports."""

from datetime import date, timedelta

from thirdear.measures import Answers, Break, History

FIRST = date(2026, 1, 5)
OWN = {"first": "I go quiet with my boss", "hard": "ringing people back"}


def nine(total: int) -> dict[str, int]:
    return {str(n): min(3, max(0, total - 3 * (n - 1))) for n in range(1, 10)}


def course(*totals: int, name: str = "A. B.", breaks: bool = True) -> History:
    """PHQ-9 every four weeks, sessions every week but for a holiday, own problems twice."""
    days = [FIRST + timedelta(weeks=n) for n in range(4 * len(totals)) if n not in (6, 7)]
    answers = [
        Answers("phq-9", (FIRST + timedelta(weeks=4 * n)).isoformat(), nine(total))
        for n, total in enumerate(totals)
    ]
    last = answers[-1].at
    answers.append(Answers("problems", FIRST.isoformat(), {"first": 8, "hard": 7, "days": 7}, OWN))
    if len(totals) > 1:
        answers.append(Answers("problems", last, {"first": 4, "hard": 5, "days": 3}, OWN))
    holiday = Break(date(2026, 2, 14), date(2026, 3, 1), "holiday")
    return History(
        tuple(answers), tuple(days), (holiday,) if breaks else (), name=name,
        focus="why I go quiet with people in charge",
    )  # fmt: skip
