"""Themes: what is told again and again of wishes, of how others respond, and of what one does then.

The CCRT (Luborsky & Crits-Christoph 1998; relationships reference, section 1): a response of the
other and a response of the self that come together in at least two of the same episodes, with the
wish that is told most often beside them, or, where none was told, the one such a response turns
away (inferred, never said as if it had been told).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from thirdear.formulation.awareness import Awareness, ToldHow, awareness
from thirdear.formulation.clusters import clusters
from thirdear.formulation.evidence import shown
from thirdear.formulation.formulation import Formulation
from thirdear.formulation.standing import Standing, standing
from thirdear.formulation.told import Part, Told, most
from thirdear.speech import Quote

TOGETHER = 2
"""Episodes in which two parts must come together before they are a theme."""
ENOUGH_EPISODES, ENOUGH_FIGURES, ENOUGH_SESSIONS = 5, 2, 2
"""Scored episodes, figures and sessions below which every theme is a moment (reference, 1.1)."""

Half = Literal["early", "late"]
Shown = tuple[Told, list[Part], list[Part]]
"""An episode with its tellings of one response of the other and of one response of the self."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One pattern, with everything it rests on.

    `wish`, `response_of_other` and `response_of_self` are codes of `clusters.toml` ("W6");
    `wish_explicit` is False where the wish is inferred. `pervasiveness` is the share of all scored
    episodes that show it, `rests_on` the number of pieces of talk that tell it. `then` and `now`
    are the first and the newest words of what the person did or felt in it. `apes` is the level
    of awareness, `told_how` how it is told (see `awareness`); None where nothing tells.
    """

    id: str
    wish: str | None
    wish_explicit: bool
    response_of_other: str
    response_of_self: str
    pervasiveness: float
    count: int
    sessions: tuple[int, ...]
    figures: tuple[str, ...]
    corners: tuple[str, ...]
    evidence: tuple[Quote, ...]
    then: Quote
    now: Quote
    rests_on: int
    explicit: bool
    stands: Standing
    apes: int | None = None
    told_how: ToldHow | None = None

    def standing(self) -> Standing:
        """Say how settled this is: a moment, recurrent, or characteristic of the person."""
        return self.stands


def themes(formulation: Formulation) -> list[Theme]:
    """Return the themes that are not disputed, most pervasive first."""
    known = _enough(formulation.episodes)
    found = [
        _theme(formulation, other, own, shown_in, known=known)
        for (other, own), shown_in in _together(formulation).items()
    ]
    return sorted(found, key=lambda t: (-t.pervasiveness, -t.count, t.id))


def recurs(formulation: Formulation, times: int, figures: int) -> bool:
    """Tell whether one theme was told so many times, of so many people, and again this session."""
    return any(
        len(shown_in) >= times
        and any(told.session == formulation.session for told, _, _ in shown_in)
        and len({_whom(formulation, told) for told, _, _ in shown_in}) >= figures
        for shown_in in _together(formulation).values()
    )


def of_one_person(formulation: Formulation) -> dict[str, str]:
    """Return, by figure, the theme most told of them among those that were told of no one else."""
    found: dict[str, tuple[int, str]] = {}
    for (other, own), shown_in in sorted(_together(formulation).items()):
        figures = {_whom(formulation, told) for told, _, _ in shown_in}
        figure = min(figures)
        if len(figures) == 1 and found.get(figure, (0, ""))[0] < len(shown_in):
            found[figure] = (len(shown_in), theme_id(other, own))
    return {figure: theme for figure, (_, theme) in found.items()}


def _together(formulation: Formulation) -> dict[tuple[str, str], list[Shown]]:
    """Return where two responses come together often enough, themes that were rejected aside."""
    found: dict[tuple[str, str], list[Shown]] = {}
    for told in formulation.episodes:
        codes = told.codes()
        others = [(c, p) for c, p in codes.items() if p[0].slot == "response_of_other"]
        owns = [(c, p) for c, p in codes.items() if p[0].slot == "response_of_self"]
        for other, his in others:
            for own, mine in owns:
                found.setdefault((other, own), []).append((told, his, mine))
    return {
        pair: shown_in for pair, shown_in in found.items()
        if len(shown_in) >= TOGETHER and theme_id(*pair) not in formulation.disputed
    }  # fmt: skip


def theme_id(response_of_other: str, response_of_self: str) -> str:
    """Return the id of a theme; it never changes, whatever else is told."""
    return f"theme/{response_of_other}-{response_of_self}"


def pervasiveness(
    formulation: Formulation, code: str, *, figure: str | None = None, half: Half | None = None
) -> float:
    """Return the share of scored episodes that show a part or a theme, 0..1; 0 where none is told.

    Takes the part ("RO5") or the theme's id, and, if only these are meant, a figure's episodes, or
    those of the early or late half of what is kept.
    """
    parts = set(code.removeprefix("theme/").split("-"))
    episodes = formulation.episodes
    if half is not None:
        middle = len(episodes) // 2
        episodes = episodes[:middle] if half == "early" else episodes[middle:]
    if figure is not None:
        episodes = tuple(e for e in episodes if _whom(formulation, e) == figure)
    showing = sum(parts <= e.codes().keys() for e in episodes)
    return round(showing / len(episodes), 3) if episodes else 0.0


def aware(formulation: Formulation, theme: Theme) -> Awareness | None:
    """Return how aware the person is of a theme, session by session; None where nothing tells."""
    parts = {theme.response_of_other, theme.response_of_self}
    showing = [e for e in formulation.episodes if parts <= e.codes().keys()]
    return awareness(formulation, theme.id, theme.figures, _places(showing))


def _places(episodes: list[Told]) -> frozenset[tuple[int, int]]:
    """Return where (session, turn) the parts of some episodes were told."""
    return frozenset((p.quote.session, p.quote.turn) for e in episodes for p in e.parts)


def _theme(
    formulation: Formulation,
    other: str,
    own: str,
    shown_in: list[Shown],
    *,
    known: bool,
) -> Theme:
    episodes = [told for told, _, _ in shown_in]
    name = theme_id(other, own)
    wish, wish_explicit, wished = _wish(other, episodes)
    figures = Counter(_whom(formulation, e) for e in episodes)
    sessions = tuple(sorted({e.session for e in episodes}))
    quotes = [p.quote for _, his, mine in shown_in for p in (*his, *mine)] + wished
    settled = standing(len(episodes), len(sessions))
    ranked = tuple(sorted(figures, key=lambda f: (-figures[f], f)))
    seen = awareness(formulation, name, ranked, _places(episodes))
    return Theme(
        id=name,
        wish=wish,
        wish_explicit=wish_explicit,
        response_of_other=other,
        response_of_self=own,
        pervasiveness=round(len(episodes) / len(formulation.episodes), 3),
        count=len(episodes),
        sessions=sessions,
        figures=ranked,
        corners=tuple(sorted({_corner(formulation, e) for e in episodes})),
        evidence=shown(quotes),
        then=shown_in[0][2][0].quote,
        now=shown_in[-1][2][0].quote,
        rests_on=len(quotes),
        explicit=any(his[0].explicit and mine[0].explicit for _, his, mine in shown_in),
        stands=settled if known and len(figures) >= ENOUGH_FIGURES else _at_most(settled, known),
        apes=seen.apes if seen else None,
        told_how=seen.told_how if seen else None,
    )


def _at_most(settled: Standing, known: bool) -> Standing:
    """Hold a theme back: of one person only it is no trait, and of too little told a moment."""
    if not known or settled == "moment":
        return "moment"
    return "recurrent"


def _enough(episodes: tuple[Told, ...]) -> bool:
    return (
        len(episodes) >= ENOUGH_EPISODES
        and len({e.figure for e in episodes}) >= ENOUGH_FIGURES
        and len({e.session for e in episodes}) >= ENOUGH_SESSIONS
    )


def _wish(other: str, episodes: list[Told]) -> tuple[str | None, bool, list[Quote]]:
    """Return the wish told most often, whether it was told, its words; else the inferred one."""
    wishes = [p for e in episodes for p in e.of("wish")]
    code = most([p.code for p in wishes])
    if code is None:
        return clusters()[other].get("wish"), False, []
    told = [p for p in wishes if p.code == code]
    return code, any(p.explicit for p in told), [p.quote for p in told]


def _whom(formulation: Formulation, told: Told) -> str:
    known = formulation.who(told.figure)
    return known.id if known else told.figure


def _corner(formulation: Formulation, told: Told) -> str:
    known = formulation.who(told.figure)
    return known.corner if known else told.corner
