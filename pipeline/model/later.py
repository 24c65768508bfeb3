"""Mappings that are worked out when somebody first asks for what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

K, V = TypeVar("K"), TypeVar("V")


class Whole(Mapping[K, V]):
    """A mapping that is made as a whole when it is first used."""

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[K, V]:
        return self._make()

    def __getitem__(self, key: K) -> V:
        return self._made[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class Piecewise(Mapping[K, V]):
    """Known values, and others of which each is made when it is first asked for by its key."""

    def __init__(self, known: Mapping[K, V], keys: Iterable[K], make: Callable[[K], V]) -> None:
        self._made, self._make = dict(known), make
        self._keys = tuple(dict.fromkeys((*known, *keys)))
        self._all = frozenset(self._keys)

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            if key not in self._all:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
