"""Everything rests on words that were said: take them out, and it falls or weakens."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formulation.tales import (
    GIVES_WAY,
    Line,
    anew,
    episode,
    line,
    obs,
    said,
    understood,
)

from thirdear.formulation.account import account
from thirdear.formulation.disputes import dispute, reject
from thirdear.formulation.formulation import Formulation, offered, taken_up
from thirdear.formulation.lenses import lenses
from thirdear.formulation.statements import Statement, statements
from thirdear.listening.context import Context, attend
from thirdear.listening.listener import hear
from thirdear.speech import Utterance

_STANDINGS = ["moment", "recurrent", "characteristic"]

HEARD = [
    (1, "My boss gave the project to Dan. I wanted him to ask me. I just went quiet and said it was fine."),
    (1, "It's fine, honestly. My stomach was in knots. I rang Mum about it. I wanted her to be pleased. "
        "She said that's nice and asked about my brother. I felt about six and I just went quiet."),
    (1, "I was furious with my boss. It doesn't matter."),
    (1, "My dad never hit me. He'd go silent for days. I left drawings outside his door and he stepped "
        "over them. I stopped trying."),
    (2, "I told my wife I was hurt and she laughed at me. I didn't say anything after that, I went to bed."),
    (2, "My boss told me off in front of everyone and I laughed along. I was so angry with him."),
    (2, "You're just like my dad. You never say anything. I feel stupid for talking to you."),
    (3, "For once I said no to my boss. He sulked, then he came back and said fair enough. I was proud."),
    (3, "I think I go quiet because I was so scared my dad would ignore me again."),
    (3, "My dad ignored me when I broke my arm. I was so angry with him and I hid in my room."),
]  # fmt: skip


def heard_lines() -> list[Line]:
    """Return lines heard by the real listener."""
    context, lines = Context(), []
    for turn, (session, text) in enumerate(HEARD):
        utterance = Utterance(text, turn=turn, conversation=f"session {session}", session=session)
        reading = hear(utterance, context)
        context = attend(context, reading)
        lines.append((utterance, reading))
    return lines


def made_lines() -> list[Line]:
    """Return lines in which every kind of statement is told."""
    fine = "I was angry with him. My jaw is tight. It's fine."
    insight = "I give way because I was scared, and it makes me sad."
    stands = {"RO3": "he sulked", "RS5": "I said no to him"}
    asked = {"W6": "I wanted him to see me", **GIVES_WAY}
    lines = []
    for session in (1, 2, 3):
        lines += [
            episode(session, 0, "boss:1", asked),
            episode(session, 1, "father", {"RO5": "he left the room"}, name=f"{session}.1"),
            episode(session, 2, "father", {"RS6": "I gave way again"}, name=f"{session}.1"),
            line(fine, session, 3, obs(fine, "angry", "feeling", "anger", "boss:1"),
                 obs(fine, "My jaw is tight", "anxiety", "striated"),
                 obs(fine, "It's fine", "defence", "denial", "boss:1"), figures=["boss:1"]),
            said(session, 4, "You never listen.", "You never listen", "transference", "hostile", "therapist"),
            said(session, 5, "I was angry with dad.", "angry", "feeling", "anger", "father"),
            line(insight, session, 6, obs(insight, insight, "insight", "apes_4"),
                 obs(insight, "sad", "feeling", "sadness"), figures=["father"]),
            episode(session, 7, "therapist", {"RO5": "you said nothing", "RS6": "I gave way here"}),
        ]  # fmt: skip
    lines += [
        episode(3, 8, "boss:1", stands, good=["RS5"]),
        said(3, 9, "I told him no.", "I told him no", "defence", "self_assertion", "boss:1"),
    ]
    return lines


CONVERSATIONS = {"made": made_lines, "heard": heard_lines}


@pytest.fixture(scope="module", params=CONVERSATIONS)
def lines(request: pytest.FixtureRequest) -> list[Line]:
    return CONVERSATIONS[request.param]()


def by_id(formulation: Formulation) -> dict[str, Statement]:
    return {s.id: s for s in statements(formulation)}


def strength(statement: Statement) -> tuple[float, ...]:
    """Return everything that says how strong a statement is."""
    return (
        statement.rests_on,
        statement.count,
        _STANDINGS.index(statement.standing()),
        getattr(statement, "pervasiveness", 0.0),
    )


def test_the_made_conversation_tells_every_kind_of_statement() -> None:
    kinds = {s.id.partition("/")[0] for s in statements(understood(made_lines()))}
    assert kinds == {
        "feeling", "anxiety", "defence", "transference", "theme", "link", "triangle", "new", "next",
    }  # fmt: skip


def test_without_any_one_utterance_what_rests_on_it_falls_or_weakens(lines: list[Line]) -> None:
    whole = by_id(understood(lines))
    for at, (utterance, _) in enumerate(lines):
        left = by_id(understood([*lines[:at], *lines[at + 1 :]]))
        place = (utterance.session, utterance.turn)
        for one in whole.values():
            if place not in {(q.session, q.turn) for q in one.evidence}:
                continue
            now = left.get(one.id)
            if now is None:
                continue
            before, after = strength(one), strength(now)
            assert after[0] < before[0], (one.id, place)
            assert all(a <= b for a, b in zip(after, before, strict=True)), (one.id, place)


def test_without_an_utterance_none_of_its_words_are_anywhere(lines: list[Line]) -> None:
    for at, (utterance, _) in enumerate(lines):
        left = understood([*lines[:at], *lines[at + 1 :]])
        place = (utterance.session, utterance.turn)
        assert all((q["session"], q["turn"]) != place for q in quotes(msgspec.to_builtins(left)))


def test_every_quote_is_exactly_what_was_said(lines: list[Line]) -> None:
    said_at = {(u.session, u.turn): u.text for u, _ in lines}
    formulation = understood(lines)
    found = [*quotes(msgspec.to_builtins(formulation)), *quotes(account(formulation, "someone"))]
    assert found
    for q in found:
        assert q["quote"] == said_at[q["session"], q["turn"]][q["start"] : q["end"]]


def quotes(part: Any) -> list[dict[str, Any]]:
    """Return every quote in a tree of plain things."""
    if isinstance(part, dict):
        own = [part] if {"quote", "start", "end"} <= part.keys() else []
        return own + [q for value in part.values() for q in quotes(value)]
    if isinstance(part, list | tuple):
        return [q for value in part for q in quotes(value)]
    return []


def test_what_was_rejected_is_never_asserted_again(lines: list[Line]) -> None:
    formulation = understood(lines)
    for one in statements(formulation):
        rejected = understood(anew(lines, 9, 0), reject(formulation, one.id))
        assert one.id not in by_id(rejected)
        assert one.id not in said_ids(account(rejected, "someone"))
        assert any(one.id in r.ids and r.grounds == one.evidence for r in rejected.rejections)


def test_a_rejected_reading_of_a_lens_is_not_made_again() -> None:
    formulation = understood(made_lines())
    reading = lenses(formulation)[0]
    rejected = reject(formulation, reading.id)
    assert reading.id not in {r.id for r in lenses(rejected)}
    assert rejected.rejections[-1].grounds == reading.quotes


def said_ids(told: dict[str, Any]) -> set[str]:
    """Return the ids of everything an account asserts."""
    parts = [*told["conflict"].values(), *(v for k, v in told.items() if k != "rejected")]
    return {
        s["id"] for part in parts if isinstance(part, list) for s in part if "words" in s and "id" in s
    }  # fmt: skip


def test_disputing_a_remark_rejects_what_it_was_about() -> None:
    formulation = offered(understood(made_lines()), 10, "LNK", 4, "theme/RO5-RS6")
    after = dispute(formulation, (), turn=10)
    assert "theme/RO5-RS6" in by_id(formulation)
    assert "theme/RO5-RS6" not in by_id(after)


@given(st.data())
def test_the_fold_can_be_put_down_anywhere_and_gives_the_same(data: st.DataObject) -> None:
    made = made_lines()
    order = data.draw(st.lists(st.sampled_from(range(len(made))), max_size=20))
    some = [made[n] for n in sorted(order)]
    at = data.draw(st.integers(0, len(some)))
    half = understood(some[:at])
    again = msgspec.json.decode(msgspec.json.encode(half), type=Formulation)
    assert again == half
    assert understood(some[at:], again) == understood(some)


def test_an_understanding_put_down_before_there_were_episodes_can_be_read() -> None:
    old = b'{"strands": {}, "cast": {}, "sessions": 3, "session": 3, "utterances": 9, "disputed": ["a"]}'
    formulation = msgspec.json.decode(old, type=Formulation)
    assert (formulation.episodes, formulation.disputed) == ((), {"a"})
    assert account(formulation, "someone")["themes"] == []


def test_its_size_is_bounded_over_thousands_of_readings() -> None:
    formulation, sizes = Formulation(), []
    made = [(u, r) for u, r in made_lines() if u.session == 1]
    for session in range(1, 401):
        for utterance, reading in made:
            told = tuple(
                msgspec.structs.replace(o, attributes=o.attributes | {"episode": f"{session}.{o.attributes['episode']}"})
                if o.kind == "episode" else o
                for o in reading.observations
            )  # fmt: skip
            formulation = understood(
                [(msgspec.structs.replace(utterance, session=session, conversation=f"session {session}"),
                  msgspec.structs.replace(reading, session=session, observations=told))],
                formulation,
            )  # fmt: skip
        formulation = taken_up(offered(formulation, 8, "DEF", 3, "defence/denial/boss:1"), 8, 0.4)
        if session in (200, 400):
            sizes.append(len(msgspec.json.encode(formulation)))
    assert sizes[1] < sizes[0] * 1.05
    assert len(formulation.episodes) == 200
    assert formulation.episodes[0].session == 1


def test_everything_asserted_is_in_plain_words_with_its_doubts(lines: list[Line]) -> None:
    told = account(understood(lines), "someone")
    parts = [*told["conflict"].values(), *told.values()]
    every = [s for part in parts if isinstance(part, list) for s in part if "words" in s]
    assert every
    jargon = ("defen", "transferenc", "projecti", "resistan", "apes", "cluster", "{", "_")
    for one in every:
        assert one["words"][:1].isupper()
        assert one["words"].rstrip()[-1] in ".?"
        assert not any(word in one["words"].lower() for word in jargon), one["words"]
        assert one["alternative"]
        assert one["wrong_if"].startswith("if")
        assert one["evidence"]
        assert one["standing"] in _STANDINGS
        assert one["disputed"] is False
