"""docs/measures.md says what the data files say."""

from pathlib import Path

from thirdear.measures import Measure, measures
from thirdear.measures.battery import battery
from thirdear.measures.changes import needed
from thirdear.measures.questionnaire import not_shipped

DOCUMENT = Path(__file__).parents[2] / "docs" / "measures.md"
SOURCE = Path(__file__).parents[2] / "src" / "thirdear" / "measures"


def shipped() -> str:
    lines = [
        "| measure | asks about | words | score | cut-off | reliable change |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.id}`: {one.name} | {one.title[0].lower()}{one.title[1:]}, {one.period} "
        f"| {'here' if one.has_text else 'your own file'}: {one.licence.terms} "
        f"| {one.scoring.lowest:g} to {one.scoring.highest:g}, {one.scoring.better} is better "
        f"| {f'{one.cutoff.at:g}' if one.cutoff else 'none'} | {reliable(one)} |"
        for one in measures().values()
    ]
    return "\n".join(lines)


def reliable(one: Measure) -> str:
    at = needed(one.reliable)
    if at is None or one.reliable is None:
        return "none"
    read = "" if one.reliable.read else "; not read at its source"
    return f"{at:.3g} ({one.reliable.kind}{read})"


def left_out() -> str:
    lines = ["| not here | why | instead |", "|---|---|---|"]
    lines += [f"| {each.name} | {each.why} | {each.instead} |" for each in not_shipped()]
    return "\n".join(lines)


def rhythm() -> str:
    lines = ["| when | what | why |", "|---|---|---|"]
    lines += [
        f"| {each.when} | {', '.join(f'`{m}`' for m in each.asks)} | {each.because} |"
        for each in battery().occasion
    ]
    return "\n".join(lines)


def test_the_tables_are_those_of_the_data_files() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    for table in (shipped(), left_out(), rhythm()):
        assert table in document, f"docs/measures.md lacks:\n\n{table}\n"


def test_measures_know_nothing_of_who_looks_at_them() -> None:
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for above in ("web", "cli", "room", "therapist", "formulation", "listening", "record"):
            assert f"thirdear.{above}" not in text, path.name
