"""The data of the first conversation: whole, sourced, and in the form of everything that is said."""

import pytest

from thirdear.intake.data import gates, mode, signs, table, threads
from thirdear.intake.form import LONGEST, keeps_form
from thirdear.speech import Quote
from thirdear.therapist.intervention import table as therapist_table

WORDS = Quote("", 1, 0, 0, 12, "I go quiet")
SLOTS = {
    "quote": WORDS.quote, "a": WORDS.quote, "b": WORDS.quote, "who_a": "Anna", "who_b": "your boss",
    "reasons": "There is one thread.", "because": "It is so.", "instead": "A doctor.", "care": "",
    "lines": "", "short": "a line", "abuse": "", "abuse_short": "", "emergency": "call 999", "beside": "",
    "minutes": "50", "sessions": "16", "review": "4", "slot": "Monday", "length": "open", "focus": WORDS.quote,
    "left": "10", "there": "an hour",
}  # fmt: skip


def every_text() -> list[str]:
    said = table("threads")
    texts = [*said["link"]["people"], *said["link"]["plain"]]
    for name, text in said["between"].items():
        texts += text if name == "left" else [text]
    for thread in threads().values():
        texts += [
            *thread["ask"],
            *thread["follow"],
            thread["because"],
            thread.get("to_yes", "Yes?"),
        ]
    for gate in gates().values():
        texts += [*gate["ask"], *gate["again"], *gate.get("after_care", [])]
        texts += [
            gate[key]
            for key in ("follow", "because", "instead", "amber_because", "beside")
            if gate.get(key)
        ]
    for aside in table("asides")["aside"]:
        texts += [*aside["say"], aside["because"]]
    outcome = table("outcome")
    texts += list(outcome["proposal"].values()) + list(outcome["not_now"].values())
    texts += [part for parts in outcome["explains"].values() for part in parts]
    texts += [
        t
        for key, t in outcome["agreement"].items()
        if key not in ("set_end", "open_end", "no_slot")
    ]
    texts += list(outcome["choice"].values()) + [
        e["text"] for e in (*outcome["suits"], *outcome["thin"])
    ]
    for dimension in table("dimensions")["dimension"]:
        texts += [level["because"] for level in dimension["level"]]
    return texts


@pytest.mark.parametrize("text", every_text())
def test_every_text_keeps_the_form(text: str) -> None:
    assert keeps_form(text.format(**SLOTS), (WORDS, Quote("", 1, 0, 0, 8, "ease off"))), text
    assert len(text.split()) <= LONGEST


def test_every_thread_gate_and_sign_says_why_it_is_there() -> None:
    for thread in threads().values():
        assert thread["because"]
        assert thread["source"]
    for gate in gates().values():
        assert gate["source"]
        assert gate.get("because") or gate.get("amber_because")
    for sign in signs().values():
        assert sign["why"]


def test_every_sign_that_a_rule_names_can_be_heard() -> None:
    named: set[str] = set()
    for dimension in table("dimensions")["dimension"]:
        for level in dimension["level"]:
            named |= {*level.get("when", ()), *level.get("any", ()), *level.get("unless", ())}
    for thread in threads().values():
        named |= {*thread["skip"], *thread["answered"].get("signs", ()), *thread.get("unless", ())}
        named |= {thread["only_if"]} if "only_if" in thread else set()
    for gate in gates().values():
        named |= set(gate.get("only_if", ()))
    assert named <= signs().keys()


def test_every_dimension_has_a_score_for_everybody() -> None:
    dimensions = table("dimensions")["dimension"]
    assert len(dimensions) == 8
    for dimension in dimensions:
        if dimension["level"]:
            last = dimension["level"][-1]
            assert last["score"] == 0
            assert not last.keys() & {"when", "any", "unless"}


def test_every_gate_of_the_reference_is_there() -> None:
    needed = {
        "minor", "life", "abuse", "voices", "sleep", "drink", "hours", "eating", "body", "loss",
        "two_years", "other_help", "flashbacks", "checking",
    }  # fmt: skip
    assert needed <= gates().keys()


def test_the_supporting_mode_interprets_nothing() -> None:
    kinds = therapist_table("interventions")
    allowed = mode("supportive")["kinds"]
    assert all(kinds[kind]["depth"] <= 1 for kind in allowed)
    assert {"CNT", "VAL", "SUM"} <= set(allowed)
    assert {k for k, v in kinds.items() if "G2" in v["gates"] and v["depth"] <= 1} <= set(
        allowed
    ) | {"SIL"}
    assert mode("supportive")["minutes"] < mode("psychodynamic")["minutes"]


def test_the_journal_only_listens() -> None:
    assert set(mode("journal")["kinds"]) == {"SIL", "ENC", "FRM"}


def test_alone_with_the_program_nothing_is_forced() -> None:
    for name in table("modes"):
        assert not {"CHA", "HOC", "POR"} & set(mode(name)["kinds"])
