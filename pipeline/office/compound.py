"""Compound files: the streams of an OLE container ([MS-CFB]), in which .xls and .et live."""

from __future__ import annotations

import struct

_FREE = 0xFFFFFFFA  # this and everything above marks the end of a chain or no sector
_STREAM, _ROOT = 2, 5


class CompoundError(Exception):
    """The container's chains lead nowhere; for the caller to put into words."""


class Compound:
    """The streams of a container by name; `in` also tells of storages."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise CompoundError("header")
        self._data = data
        (shift, mini_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise CompoundError("sector size")
        self._size = 1 << shift
        start, _, self._cutoff, mini_start = struct.unpack_from("<IIII", data, 48)
        self._table = self._sector_table()
        self._entries = self._directory(self._chained(start))
        mini = self._chained(mini_start) if mini_start < _FREE else b""
        self._mini_table = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes; CompoundError where its chain is broken or too short."""
        kind, start, size = self._entries[name]
        if kind != _STREAM:
            raise CompoundError(name)
        content = self._mini_chained(start) if size < self._cutoff else self._chained(start)
        if len(content) < size:
            raise CompoundError(name)
        return content[:size]

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        return self._data[begin : begin + self._size]

    def _sector_table(self) -> tuple[int, ...]:
        listed = list(struct.unpack_from("<109I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        per_sector = self._size // 4
        for _ in range(min(count, len(self._data) // self._size)):
            if following >= _FREE:
                break
            sector = self._whole(following)
            listed += sector[: per_sector - 1]
            following = sector[-1]
        numbers: list[int] = []
        for one in listed:
            if one < _FREE and (one + 1) * self._size < len(self._data):
                numbers += self._whole(one)
        return tuple(numbers)

    def _whole(self, number: int) -> tuple[int, ...]:
        sector = self._sector(number)
        if len(sector) != self._size:
            raise CompoundError("table")
        return struct.unpack(f"<{self._size // 4}I", sector)

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(self._table, start)))

    def _mini_chained(self, start: int) -> bytes:
        _, root, size = next(one for one in self._entries.values() if one[0] == _ROOT)
        holder = self._chained(root)[:size]
        numbers = _chain(self._mini_table, start)
        return b"".join(holder[one * 64 : one * 64 + 64] for one in numbers)

    def _directory(self, content: bytes) -> dict[str, tuple[int, int, int]]:
        """Return the root and its own children; what lies deeper belongs to embedded objects."""
        root = _entry(content, 0)
        if root is None or root[1][0] != _ROOT:
            raise CompoundError("directory")
        entries = {root[0]: root[1]}
        seen: set[int] = set()
        waiting = [struct.unpack_from("<I", content, 76)[0]]
        while waiting:
            number = waiting.pop()
            entry = None if number in seen else _entry(content, number)
            seen.add(number)
            if entry is not None:
                entries.setdefault(*entry)
                waiting += struct.unpack_from("<II", content, number * 128 + 68)
        return entries


def _entry(content: bytes, number: int) -> tuple[str, tuple[int, int, int]] | None:
    begin = number * 128
    if begin + 128 > len(content):
        return None
    length, kind = struct.unpack_from("<HB", content, begin + 64)
    if not 2 <= length <= 64:
        return None
    name = content[begin : begin + length - 2].decode("utf-16-le", "replace")
    return name, (kind, *struct.unpack_from("<II", content, begin + 116))


def _chain(table: tuple[int, ...], start: int) -> list[int]:
    numbers: list[int] = []
    while start < _FREE:
        if start >= len(table) or len(numbers) > len(table):
            raise CompoundError("chain")
        numbers.append(start)
        start = table[start]
    return numbers
