"""Whatever is changed, lost or moved in the file is found and named; the rest stays readable.

THIRDEAR_FLIPS sets how many single bytes are changed at random (120; more at night).
"""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from thirdear.record import (
    Damage,
    Entry,
    NewerRecord,
    NotARecord,
    Record,
    RecordDamaged,
    unlock,
)

FLIPS = int(os.environ.get("THIRDEAR_FLIPS", "120"))

Sql = Callable[..., list[Any]]
Reopened = Callable[[], Record]


def flip(sql: Sql, table: str, column: str, where: str) -> None:
    """Change one bit in the middle of a column."""
    ((value,),) = sql(f"SELECT {column} FROM {table} WHERE {where}")
    changed = bytearray(value)
    changed[len(changed) // 2] ^= 1
    assert sql(f"UPDATE {table} SET {column} = ? WHERE {where} RETURNING 1", bytes(changed))


def readable(record: Record) -> dict[int, Entry | None]:
    """Read on past every damaged entry, as someone saving what can be saved would."""
    found: dict[int, Entry | None] = {}
    after = 0
    while True:
        try:
            for one in record.entries(after):
                found[one.seq] = one.entry
            return found
        except RecordDamaged as error:
            if error.damage[0].seq is None:
                return found
            after = error.damage[0].seq


def test_an_untouched_record_has_no_damage(reopened: Reopened) -> None:
    with reopened() as record:
        assert record.verify() == []
        assert record.verify_recent() == []


@pytest.mark.parametrize(
    ("table", "column", "where", "named"),
    [
        ("entries", "sealed", "seq = 5", Damage("entry", 5, "changed")),
        ("entries", "hash", "seq = 5", Damage("entry", 5, "changed")),
        ("entries", "sealed", "seq = 2", Damage("entry", 2, "changed")),
        ("entry_keys", "sealed", "seq = 5", Damage("key", 5, "changed")),
        ("entry_keys", "sealed", "seq = 2", Damage("key", 2, "changed")),
        ("checkpoints", "sealed", "seq = 8", Damage("checkpoint", 8, "changed")),
        ("seals", "sealed", "true", Damage("seal", None, "changed")),
        ("wraps", "sealed", "kind = 'recovery'", Damage("lock", None, "changed")),
    ],
)
def test_a_changed_bit_is_named(
    kept: Path, sql: Sql, reopened: Reopened, table: str, column: str, where: str, named: Damage
) -> None:
    flip(sql, table, column, where)
    with reopened() as record:
        assert record.verify() == [named]


def test_a_changed_entry_is_never_shown_and_the_others_are(
    kept: Path, sql: Sql, reopened: Reopened, said: list[Entry]
) -> None:
    flip(sql, "entries", "sealed", "seq = 5")
    with reopened() as record:
        seen = readable(record)
    assert seen == {seq: said[seq - 1] for seq in range(1, 11) if seq not in (2, 5)} | {2: None}


@pytest.mark.parametrize("seq", [1, 5, 9, 10])
def test_a_deleted_entry_is_named(kept: Path, sql: Sql, reopened: Reopened, seq: int) -> None:
    sql("DELETE FROM entries WHERE seq = ?", seq)
    with reopened() as record:
        assert record.verify() == [Damage("entry", seq, "missing")]


def test_a_deleted_key_is_not_an_erasure(kept: Path, sql: Sql, reopened: Reopened) -> None:
    sql("DELETE FROM entry_keys WHERE seq = 5")
    with reopened() as record:
        assert record.verify() == [Damage("key", 5, "missing")]
        with pytest.raises(RecordDamaged, match="the key of entry 5 is missing"):
            list(record.entries())


def test_an_erasure_cannot_be_copied_to_another_entry(
    kept: Path, sql: Sql, reopened: Reopened
) -> None:
    sql(
        "UPDATE entry_keys SET sealed = (SELECT sealed FROM entry_keys WHERE seq = 2) WHERE seq = 5"
    )
    with reopened() as record:
        assert record.verify() == [Damage("key", 5, "changed")]


def test_swapped_entries_are_named(kept: Path, sql: Sql, reopened: Reopened) -> None:
    for table in ("entries", "entry_keys"):
        for old, new in ((4, 99), (6, 4), (99, 6)):
            sql(f"UPDATE {table} SET seq = ? WHERE seq = ?", new, old)
    with reopened() as record:
        named = {damage.seq for damage in record.verify()}
        assert named == {4, 6}
        assert set(readable(record)) == {1, 2, 3, 5, 7, 8, 9, 10}


def test_an_entry_added_from_outside_is_named(kept: Path, sql: Sql, reopened: Reopened) -> None:
    sql("INSERT INTO entries SELECT record, 11, schema, sealed, hash FROM entries WHERE seq = 10")
    with reopened() as record:
        assert record.verify() == [Damage("entry", 11, "foreign")]
        assert max(readable(record)) == 10


def test_a_chain_recomputed_without_the_key_does_not_match_its_seal(
    kept: Path, sql: Sql, reopened: Reopened, record_chain: Callable[[], None]
) -> None:
    flip(sql, "entries", "sealed", "seq = 2")  # erased: no key would notice
    record_chain()
    with reopened() as record:
        assert Damage("chain", None, "changed") in record.verify()


@pytest.fixture
def record_chain(sql: Sql) -> Callable[[], None]:
    """Recompute every hash, as anyone can who has the file."""
    from thirdear.record import chain

    def recompute() -> None:
        ((identity,),) = sql("SELECT id FROM records")
        before = chain.genesis(identity).hash
        for seq, schema, sealed in sql("SELECT seq, schema, sealed FROM entries ORDER BY seq"):
            before = chain.extend(before, seq, schema, sealed)
            sql("UPDATE entries SET hash = ? WHERE seq = ?", before, seq)

    return recompute


def test_opening_names_damage_since_the_checkpoint(kept: Path, sql: Sql, passphrase: str) -> None:
    flip(sql, "entries", "sealed", "seq = 9")
    sql("DELETE FROM entries WHERE seq = 10")
    with pytest.raises(RecordDamaged) as caught:
        unlock(kept, passphrase)
    assert caught.value.damage == (Damage("entry", 9, "changed"), Damage("entry", 10, "missing"))
    assert str(caught.value) == (
        "This record was damaged or changed from outside: "
        "entry 9 was changed or moved; entry 10 is missing."
    )


def test_the_session_goes_on_after_a_damaged_entry(
    kept: Path, sql: Sql, reopened: Reopened
) -> None:
    flip(sql, "entries", "sealed", "seq = 10")
    with reopened() as record:
        assert record.append([Entry("utterance", b"and then")]) == range(11, 12)
        assert record.verify() == [Damage("entry", 10, "changed")]
        assert readable(record)[11] == Entry("utterance", b"and then")


def test_without_its_seal_a_record_can_be_read_but_not_continued(
    kept: Path, sql: Sql, reopened: Reopened
) -> None:
    sql("DELETE FROM seals")
    with reopened() as record:
        assert len(readable(record)) == 10
        assert record.last == 10
        with pytest.raises(RecordDamaged, match="seal"):
            record.append([Entry("utterance", b"more")])


@pytest.mark.parametrize("column", ["sealed", "salt", "checksum"])
def test_a_damaged_lock_is_not_taken_for_a_wrong_passphrase(
    kept: Path, sql: Sql, passphrase: str, column: str
) -> None:
    flip(sql, "wraps", column, "kind = 'passphrase'")
    with pytest.raises(RecordDamaged, match="the lock"):
        unlock(kept, passphrase)


def test_a_lost_lock_or_a_changed_identity_is_damage_too(
    kept: Path, sql: Sql, passphrase: str
) -> None:
    flip(sql, "records", "id", "true")
    with pytest.raises(RecordDamaged, match="the lock"):
        unlock(kept, passphrase)
    sql("DELETE FROM wraps")
    with pytest.raises(RecordDamaged, match="the lock"):
        unlock(kept, passphrase)


def test_a_long_list_of_damage_stays_one_sentence() -> None:
    error = RecordDamaged([Damage("entry", seq, "missing") for seq in range(1, 9)])
    assert str(error).endswith("entry 3 is missing; and 5 more.")


def outcome(path: Path, passphrase: str, said: list[Entry]) -> set[Damage]:
    """Open, read and verify a file that may be damaged anywhere; return what was named.

    Fails if anything is shown that was not said, or the answer is not that of a damaged file.
    """
    named: set[Damage] = set()
    original = dict(enumerate(said, 1)) | {2: None}
    try:
        with unlock(path, passphrase, despite_damage=True) as record:
            for seq, entry in readable(record).items():
                assert entry == original[seq]
            checkpoint, passed_over = record.latest_checkpoint()
            assert checkpoint is None or checkpoint.blob == b"what was understood by then"
            named |= {*passed_over, *record.verify()}
            whole = list(readable(record)) == list(original)
            assert whole or named, "something is lost and nothing was named"
    except RecordDamaged as error:
        named |= set(error.damage)
    except (NotARecord, NewerRecord):
        named.add(Damage("file", None, "changed"))
    return named


def test_one_changed_byte_anywhere_never_shows_what_was_not_said(
    kept: Path, tmp_path: Path, passphrase: str, said: list[Entry]
) -> None:
    chance = random.Random(2)
    whole = kept.read_bytes()
    used = [at for at, byte in enumerate(whole) if byte]
    for round_ in range(FLIPS):
        at = chance.choice(used)
        changed = bytearray(whole)
        changed[at] ^= chance.randrange(1, 256)
        path = tmp_path / f"changed-{round_}.db"
        path.write_bytes(changed)
        outcome(path, passphrase, said)


def test_a_truncated_file_never_shows_what_was_not_said(
    kept: Path, tmp_path: Path, passphrase: str, said: list[Entry]
) -> None:
    whole = kept.read_bytes()
    for length in (1, 99, 100, 4095, *range(4096, len(whole), 4096), len(whole) - 1):
        path = tmp_path / f"cut-{length}.db"
        path.write_bytes(whole[:length])
        assert outcome(path, passphrase, said), f"a file cut to {length} bytes passed for whole"
