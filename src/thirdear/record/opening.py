"""Ways to an unlocked record: make one, or open one with the passphrase or the recovery key."""

import os
from contextlib import ExitStack
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thirdear.record import chain, files, sqlite, store, wraps
from thirdear.record.errors import NotARecord, RecordDamaged, RecordExists
from thirdear.record.record import Record
from thirdear.record.sealing import new_key
from thirdear.record.store import Owner
from thirdear.record.wraps import DEFAULT_COST, Cost, Wrap

_IDENTITY_SIZE = 16

StrPath = str | os.PathLike[str]


def exists(path: StrPath) -> bool:
    """Tell whether there is a file at `path`; whether it is a record, `unlock` will say."""
    return Path(path).is_file()


def create(path: StrPath, passphrase: str, *, cost: Cost = DEFAULT_COST) -> Record:
    """Make a new record at `path`, with its folder if need be, and return it unlocked.

    Takes a passphrase that is not empty (normalised as RFC 8265 asks) and what a guess at it shall
    cost. Raises RecordExists, RecordInUse, RecordFull, or RecordError for an empty passphrase.
    Killed half-way, it leaves no record rather than half of one.
    """
    place = Path(path).absolute()
    identity, data_key = os.urandom(_IDENTITY_SIZE), new_key()
    with sqlite.plain_errors(), ExitStack() as undo:
        files.make_folder(place.parent)
        lock = files.hold(place)
        undo.callback(lock.release)
        if place.exists():
            raise RecordExists
        wrap = wraps.with_passphrase(data_key, identity, passphrase, cost)
        files.make_whole(place, lambda beside: _fill(beside, identity, data_key, wrap))
        owner, _ = _look(place)
        undo.pop_all()
        return Record(place, lock, owner, AESGCM(data_key))


def unlock(path: StrPath, passphrase: str, *, despite_damage: bool = False) -> Record:
    """Open the record at `path` and check everything since its latest checkpoint.

    Raises WrongPassphrase (nothing on the disk was touched), NotARecord, NewerRecord, RecordInUse,
    RecordFull, and RecordDamaged with every damage named, unless the caller wants to save what can
    be read `despite_damage`: the same damage is then found by `verify_recent` and while reading.
    """
    place = _existing(path)
    with sqlite.plain_errors(), ExitStack() as undo:
        lock = files.hold(place)
        undo.callback(lock.release)
        owner, held = _look(place)
        data_key = wraps.unwrap(held, "passphrase", owner.identity, passphrase)
        record = undo.enter_context(Record(place, lock, owner, AESGCM(data_key)))
        _check(record, despite_damage)
        undo.pop_all()
        return record


def recover(
    path: StrPath,
    recovery_key: str,
    passphrase: str,
    *,
    cost: Cost = DEFAULT_COST,
    despite_damage: bool = False,
) -> Record:
    """Open the record with its printed recovery key and give it a new passphrase.

    Raises WrongRecoveryKey (nothing on the disk was touched), RecordError for an empty passphrase,
    and what `unlock` raises.
    """
    place = _existing(path)
    with sqlite.plain_errors(), ExitStack() as undo:
        lock = files.hold(place)
        undo.callback(lock.release)
        owner, held = _look(place)
        data_key = wraps.unwrap(held, "recovery", owner.identity, recovery_key)
        wrap = wraps.with_passphrase(data_key, owner.identity, passphrase, cost)
        record = undo.enter_context(Record(place, lock, owner, AESGCM(data_key)))
        record.put_wrap(wrap)
        _check(record, despite_damage)
        undo.pop_all()
        return record


def _existing(path: StrPath) -> Path:
    if not exists(path):
        raise NotARecord
    return Path(path).absolute()


def _look(place: Path) -> tuple[Owner, list[Wrap]]:
    """Read whose record it is and what opens it, without a trace on the disk."""
    engine = sqlite.looking(place)
    try:
        with engine.begin() as conn:
            owner = store.find(conn)
            return owner, store.get_wraps(conn, owner.number)
    finally:
        engine.dispose()


def _check(record: Record, despite_damage: bool) -> None:
    damage = record.verify_recent()
    if damage and not despite_damage:
        raise RecordDamaged(damage)


def _fill(beside: Path, identity: bytes, data_key: bytes, wrap: Wrap) -> None:
    """Make an empty record in the empty file `beside`."""
    sealed = chain.seal_head(chain.genesis(identity), AESGCM(data_key), identity)
    engine = sqlite.writing(beside)
    try:
        with engine.begin() as conn:
            owner = store.make(conn, identity)
            store.put_wrap(conn, owner.number, wrap)
            store.put_seal(conn, owner.number, sealed)
    finally:
        engine.dispose()
