"""Mappings that are worked out when somebody first asks for what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

K, V = TypeVar("K"), TypeVar("V")


class Parted(Mapping[tuple[K, str], V]):
    """Values by key and name; those of a name are made together when one is first asked for."""

    def __init__(
        self, names: Iterable[str], make: Callable[[str], Mapping[tuple[K, str], V]]
    ) -> None:
        self._names, self._make = tuple(names), make
        self._made: dict[str, Mapping[tuple[K, str], V]] = {}

    def __getitem__(self, key: tuple[K, str]) -> V:
        return self._part(key[1])[key]

    def __iter__(self) -> Iterator[tuple[K, str]]:
        return (key for name in self._names for key in self._part(name))

    def __len__(self) -> int:
        return sum(len(self._part(name)) for name in self._names)

    def _part(self, name: str) -> Mapping[tuple[K, str], V]:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]


class Piecewise(Mapping[K, V]):
    """Known values, and others of which each is made when it is first asked for by its key."""

    def __init__(self, known: Mapping[K, V], keys: Iterable[K], make: Callable[[K], V]) -> None:
        self._made, self._make = dict(known), make
        self._keys = tuple(dict.fromkeys((*known, *keys)))
        self._all = frozenset(self._keys)

    def along(self, more: Mapping[K, V]) -> Piecewise[K, V]:
        """The same with `more` beside it; what is made for one is made for both."""
        return Piecewise(more, self._keys, self.__getitem__)

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
