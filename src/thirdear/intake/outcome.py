"""What a first conversation comes to: a way of working, or kindly not now; with the reasons.

Gates come before everything, amber signs before scores (relationships reference 6.1, 6.2). The
cut-points are proposals; what follows from them can be looked at and, against no gate, be changed.
"""

from __future__ import annotations

from thirdear.intake import scoring
from thirdear.intake.data import gates, mode, table
from thirdear.intake.form import may_be_given_back
from thirdear.intake.state import Consultation, Finding, Ground, Mode, Result, Score
from thirdear.speech import Quote
from thirdear.therapist.care import Where

_FEWEST_WORDS_ANSWERED = 3


def result(state: Consultation) -> Result:
    """Return what the conversation comes to as it stands now."""
    found = scoring.scores(state)
    findings = _findings(state)
    good, total = scoring.good(found), sum(s.score for s in found)
    way, ground, may_choose = _way(state, found, findings)
    suits = tuple(s["text"] for s in table("outcome")["suits"] if s["when"] in state.signs)
    return Result(way, ground, found, findings, may_choose, suits, good, total)


def not_now(state: Consultation) -> Ground | None:
    """Return why nothing can begin now, or None; may be asked at any time in the conversation."""
    if state.in_care or state.care is not None:
        return "care"
    if any(gate.status == "met" for gate in state.gates.values()):
        return "gate"
    if "only_program" in state.signs and "testing" in state.signs:
        return "trying"
    heard = state.signs.keys()
    if "no_own_wish" in heard and not heard & {"own_wish", "understand"}:
        return "sent"
    return None


def _way(
    state: Consultation, found: tuple[Score, ...], findings: tuple[Finding, ...]
) -> tuple[Mode, Ground, tuple[Mode, ...]]:
    against = not_now(state)
    if against is not None:
        return "not_now", against, ("journal",) if against == "sent" else ()
    rule = table("dimensions")["good"]
    good = scoring.good(found)
    of = {s.dimension: s.score for s in found}
    amber = [f for f in findings if f.status == "amber"]
    bound = any(not gates()[f.gate]["may_choose"] for f in amber)
    if good < rule["supportive_from"] or of["room"] == 0:
        if len(state.answers) < _FEWEST_WORDS_ANSWERED and good == 0:
            return "journal", "no_answer", ()
        return "journal", "scores", ("supportive",) if of["room"] else ()
    if amber:
        return "supportive", "amber", ("journal",) if bound else ("psychodynamic", "journal")
    if good < rule["exploratory_from"]:
        return "supportive", "scores", ("psychodynamic", "journal")
    active = _active_way_fits(state, of)
    specific = "specific_fear" in state.signs and "trauma" not in state.signs
    if active and specific and of["link"] == 3:
        return "istdp", "scores", ("psychodynamic", "supportive", "journal")
    others: tuple[Mode, ...] = ("istdp",) if active else ()
    return "psychodynamic", "scores", (*others, "supportive", "journal")


def _active_way_fits(state: Consultation, of: dict[str, int]) -> bool:
    """Tell whether the active way may be had: feelings bearable, own wish, a human, no doubt left.

    Technique reference 5.6.
    """
    nothing_open = all(gate.status == "clear" for gate in state.gates.values())
    return (
        nothing_open and scoring.human_at_hand(state)
        and of["feelings"] >= 2 and of["why_now"] >= 2 and of["focus"] >= 2 and of["room"] >= 2
    )  # fmt: skip


def _findings(state: Consultation) -> tuple[Finding, ...]:
    found = []
    for name, gate in state.gates.items():
        entry = gates()[name]
        if gate.status == "met" or name in state.in_care:
            instead = filled(entry["instead"], state.known.where)
            found.append(Finding(name, "met", entry["because"], instead, gate.quote))
        elif gate.status == "amber":
            taken_back = "open_because" in entry and not gate.told
            because = entry["open_because"] if taken_back else entry["amber_because"]
            beside = filled(entry.get("beside", ""), state.known.where)
            found.append(Finding(name, "amber", because, beside, gate.quote))
    return tuple(found)


def filled(text: str, where: Where) -> str:
    """Return a text with where to turn in it."""
    return text.format(
        lines=where.lines, short=where.short, emergency=where.emergency, care=where.care,
        abuse=where.abuse or where.lines, abuse_short=where.abuse or where.short,
    ).strip()  # fmt: skip


def reasons(found: Result) -> list[str]:
    """Return the reasons for a result in plain words, weightiest first: what is said aloud."""
    ambers = [f.because for f in found.findings if f.status == "amber"]
    rule = table("dimensions")["good"]
    counted = [s for s in found.scores if s.dimension in rule["counted"]]
    strong = [s.because for s in sorted(counted, key=lambda s: -s.score) if s.score >= rule["from"]]
    thin = [
        s.because for s in sorted(counted, key=lambda s: s.score)
        if s.score < rule["from"] and s.dimension != "link"
    ]  # fmt: skip
    if found.mode in ("psychodynamic", "istdp"):
        return [*ambers, *strong, *thin]
    room = next(s for s in found.scores if s.dimension == "room")
    return [*ambers, *([room.because] if room.score == 0 else []), *thin, *strong]


def account(found: Result) -> list[str]:
    """Return the whole account as short paragraphs, for a page: way, reasons, own words, limits."""
    way = mode(found.mode)
    paragraphs = [f"{way['name'].capitalize()}. {way['because']}"]
    for finding in found.findings:
        paragraphs.append(f"{finding.because}{_told(finding.quote)} {finding.instead}".strip())
    for score in found.scores:
        paragraphs.append(f"{score.name} ({score.score} of 3): {score.because}{_told(score.quote)}")
    thin = [entry["text"] for entry in table("outcome")["thin"]]
    return [*paragraphs, *found.suits, *thin]


def _told(words: Quote | None) -> str:
    shown = words is not None and may_be_given_back(words.quote)
    return f' You said: "{words.quote}".' if shown and words is not None else ""
