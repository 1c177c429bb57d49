"""Keeps very many things, of which few are needed at a time: those at hand, the others packed.

Everything stays in memory: what people said is never put down on a disk that nobody asked for.
"""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

AT_HAND: Final = 64


class Shelf(Generic[K, V]):
    """A mapping whose values, but for those used last, are kept in a tenth of their size."""

    def __init__(self, at_hand: int = AT_HAND) -> None:
        self._most = at_hand
        self._at_hand: OrderedDict[K, V] = OrderedDict()
        self._packed: dict[K, bytes] = {}

    def get(self, key: K) -> V | None:
        """Return what is kept under a key, and have it at hand; None for nothing."""
        if key in self._at_hand:
            self._at_hand.move_to_end(key)
            return self._at_hand[key]
        if key not in self._packed:
            return None
        value: V = pickle.loads(zlib.decompress(self._packed.pop(key)))
        self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep something under a key."""
        self._packed.pop(key, None)
        self._at_hand[key] = value
        self._at_hand.move_to_end(key)
        if len(self._at_hand) > self._most:
            other, packed = self._at_hand.popitem(last=False)
            self._packed[other] = zlib.compress(pickle.dumps(packed, pickle.HIGHEST_PROTOCOL), 1)
