"""Who can open a record: who knows the passphrase, or holds the recovery key, and nobody else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdear.record import (
    Cost,
    Entry,
    Record,
    RecordError,
    WrongPassphrase,
    WrongRecoveryKey,
    create,
    recover,
    recovery,
    unlock,
)
from thirdear.record.wraps import DEFAULT_COST

Sql = Callable[..., list[Any]]


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_a_wrong_passphrase_touches_nothing(kept: Path) -> None:
    before = contents(kept.parent)
    for wrong in ("", "A quiet room with two chairs", "a quiet room with two chairs "):
        with pytest.raises(WrongPassphrase, match="does not open this record"):
            unlock(kept, wrong)
    assert contents(kept.parent) == before


def test_the_right_passphrase_still_opens_after_a_wrong_one(kept: Path, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(kept, "wrong")
    with unlock(kept, passphrase) as record:
        assert record.last == 10


def test_after_a_new_passphrase_only_the_new_one_opens(
    kept: Path, passphrase: str, said: list[Entry], cheap: Cost, sql: Sql
) -> None:
    sealed = sql("SELECT seq, sealed FROM entries")
    with unlock(kept, passphrase) as record:
        record.change_passphrase(passphrase, "new words", cost=cheap)
    with pytest.raises(WrongPassphrase):
        unlock(kept, passphrase)
    with unlock(kept, "new words") as record:
        assert next(record.entries()).entry == said[0]
    assert sql("SELECT seq, sealed FROM entries") == sealed, "nothing said was rewritten"


def test_only_who_knows_the_old_passphrase_can_change_it(record: Record, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        record.change_passphrase("a guess", "mine now")
    with pytest.raises(RecordError, match="at least one character"):
        record.change_passphrase(passphrase, "")


def test_a_replaced_lock_leaves_no_trace_in_the_files(
    record: Record, passphrase: str, cheap: Cost, path: Path, sql: Sql
) -> None:
    ((old,),) = sql("SELECT sealed FROM wraps")
    record.change_passphrase(passphrase, "new words", cost=cheap)
    assert all(old not in content for content in contents(path.parent).values())


def test_the_cost_of_a_guess_is_stored_and_can_be_raised(
    record: Record, passphrase: str, path: Path, sql: Sql
) -> None:
    def stored() -> object:
        return json.loads(sql("SELECT derivation FROM wraps")[0][0])

    cheap_name = {"name": "argon2id v=19", "passes": 1, "memory_kib": 8, "lanes": 1}
    assert stored() == cheap_name
    record.change_passphrase(passphrase, passphrase, cost=Cost(passes=2, memory_kib=64, lanes=2))
    assert stored() == cheap_name | {"passes": 2, "memory_kib": 64, "lanes": 2}
    record.close()
    unlock(path, passphrase).close()


def test_by_default_a_guess_costs_what_rfc_9106_recommends() -> None:
    assert Cost(passes=3, memory_kib=65_536, lanes=4) == DEFAULT_COST


def test_a_passphrase_opens_however_its_characters_are_composed(path: Path, cheap: Cost) -> None:
    create(path, "caf\u00e9 noir", cost=cheap).close()
    unlock(path, "cafe\u0301\u00a0noir").close()


def test_a_record_needs_a_passphrase(path: Path, cheap: Cost) -> None:
    with pytest.raises(RecordError, match="at least one character"):
        create(path, "", cost=cheap)
    assert not path.exists()


def test_the_recovery_key_opens_and_sets_a_new_passphrase(
    path: Path, passphrase: str, cheap: Cost
) -> None:
    with create(path, passphrase, cost=cheap) as record:
        record.append([Entry("utterance", b"kept")])
        key = record.new_recovery_key(passphrase)
    typed = key.lower().replace("-", " ")
    with recover(path, typed, "new words", cost=cheap) as record:
        assert record.last == 1
    with pytest.raises(WrongPassphrase):
        unlock(path, passphrase)
    unlock(path, "new words").close()


def test_only_the_newest_recovery_key_opens(
    path: Path, record: Record, passphrase: str, cheap: Cost
) -> None:
    old = record.new_recovery_key(passphrase)
    new = record.new_recovery_key(passphrase)
    record.close()
    before = contents(path.parent)
    with pytest.raises(WrongRecoveryKey, match="does not open"):
        recover(path, old, "new words", cost=cheap)
    assert contents(path.parent) == before
    recover(path, new, "new words", cost=cheap).close()


def test_without_a_recovery_key_there_is_none_to_use(
    path: Path, record: Record, cheap: Cost
) -> None:
    record.close()
    with pytest.raises(WrongRecoveryKey, match="ever made"):
        recover(path, recovery.to_text(bytes(32)), "new words", cost=cheap)


@given(
    key=st.binary(min_size=32, max_size=32), at=st.integers(0, 55), other=st.sampled_from("AZ27")
)
def test_a_slip_in_a_recovery_key_is_told_from_a_wrong_one(key: bytes, at: int, other: str) -> None:
    text = recovery.to_text(key)
    assert recovery.from_text(text) == key
    assert len(text.split("-")) == 14
    letters = text.replace("-", "")
    slipped = letters[:at] + other + letters[at + 1 :]
    if slipped != letters:
        with pytest.raises(WrongRecoveryKey, match="typing mistake"):
            recovery.from_text(slipped)


@given(st.text())
def test_any_text_typed_as_a_recovery_key_gets_a_clear_answer(text: str) -> None:
    with pytest.raises(WrongRecoveryKey, match="typing mistake"):
        recovery.from_text(text)
