"""The rows of an output sheet until they are written: in batches, packed once they are many."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from pipeline.render.excel.plan import NEXT

_ROWS = 512
_UNPACKED = 16 * 1024 * 1024
"""How many bytes of rows are kept as they are; what comes after is compressed."""
_FAST = 1
_KEPT = 2
_BETWEEN = NEXT.encode()


@dataclass(slots=True)
class _Batch:
    """Some rows in their order, as one text of bytes; `open` those that are not finished."""

    content: bytes
    numbers: array
    open: frozenset[int]
    packed: bool = False

    def bytes(self) -> bytes:
        """The rows one after another, NEXT between them."""
        return zlib.decompress(self.content) if self.packed else self.content

    def texts(self) -> list[str]:
        return self.bytes().decode().split(NEXT)


@dataclass(slots=True)
class Spool:
    """Takes rows in ascending order and gives them back, all in turn or one by its number."""

    _batches: list[_Batch] = field(default_factory=list)
    _firsts: list[int] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _numbers: array = field(default_factory=lambda: array("i"))
    _open: set[int] = field(default_factory=set)
    _size: int = 0
    _read: dict[int, dict[int, str]] = field(default_factory=dict)

    def add(self, number: int, text: str, finished: bool) -> None:
        """Keep a row; one that is not `finished` still lacks its number, or more."""
        self._texts.append(text)
        self._numbers.append(number)
        if not finished:
            self._open.add(number)
        if len(self._texts) == _ROWS:
            self._flush()

    def close(self) -> None:
        """All rows are in."""
        if self._texts:
            self._flush()

    def get(self, number: int) -> str | None:
        """The text of one row; None where there is none."""
        position = bisect_right(self._firsts, number) - 1
        if position < 0:
            return None
        if position not in self._read:
            if len(self._read) == _KEPT:
                self._read.pop(next(iter(self._read)))
            batch = self._batches[position]
            self._read[position] = dict(zip(batch.numbers, batch.texts(), strict=True))
        return self._read[position].get(number)

    def finish(self, change: Callable[[int, str], str], more: Collection[int]) -> None:
        """Change the rows that are not finished, and `more` (row numbers), into their last form."""
        for batch in self._batches:
            if not batch.open and not any(number in more for number in batch.numbers):
                continue
            texts = [
                change(number, text) if number in batch.open or number in more else text
                for number, text in zip(batch.numbers, batch.texts(), strict=True)
            ]
            content = NEXT.join(texts).encode()
            batch.content = zlib.compress(content, _FAST) if batch.packed else content
            batch.open = frozenset()
        self._read.clear()

    def content(self) -> Iterator[bytes]:
        """Yield the rows' bytes, a batch at a time."""
        return (batch.bytes().replace(_BETWEEN, b"") for batch in self._batches)

    def _flush(self) -> None:
        content = NEXT.join(self._texts).encode()
        self._size += len(content)
        packed = self._size > _UNPACKED
        content = zlib.compress(content, _FAST) if packed else content
        self._firsts.append(self._numbers[0])
        self._batches.append(_Batch(content, self._numbers, frozenset(self._open), packed))
        self._texts, self._numbers, self._open = [], array("i"), set()
