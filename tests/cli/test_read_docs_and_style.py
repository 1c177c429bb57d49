"""What is written about reading is true of it, and its pages can be read by everybody."""

import re
from pathlib import Path

import pytest
from tests.cli.running import Run

from thirdear.cli.read import marking
from thirdear.cli.read.table import COLUMNS
from thirdear.listening import listener
from thirdear.transcripts.columns import USUAL
from thirdear.transcripts.forms import FORMS

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
STYLE = (ROOT / "src/thirdear/cli/read/templates/style.css").read_text(encoding="utf-8")


def test_the_guide_tells_every_option(run: Run) -> None:
    for command in ("read", "understand"):
        options = set(re.findall(r"--[a-z-]+", run(command, "--help").text)) - {"--help"}
        assert options
        assert [option for option in sorted(options) if f"`{option}" not in GUIDE] == []


def test_the_guide_tells_every_form_and_every_column() -> None:
    for form in FORMS:
        assert f"| `{form.name}` | {' '.join(form.endings)} |" in GUIDE
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.type} | {column.means} |" in GUIDE
    for what in USUAL:
        assert f"`{what}`" in GUIDE


def test_every_kind_and_intervention_has_words_on_a_page() -> None:
    assert set(listener.kinds()) <= set(marking.KINDS) | {"reference"}
    assert set(listener.kinds().get("intervention", [])) <= set(marking.INTERVENTIONS)


SCHEMES = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark", "print"])
def test_every_colour_of_words_stands_out_from_the_page(scheme: str) -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", scheme))
    for name, colour in colours.items():
        if name not in ("page", "panel", "line"):
            for ground in ("page", "panel"):
                assert _contrast(colour, colours[ground]) >= 4.5, (name, ground)


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
