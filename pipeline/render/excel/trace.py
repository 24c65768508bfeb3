"""The figures of a workbook, kept as columns of numbers until somebody reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import overload

from pipeline.model.edition import Printed
from pipeline.model.place import column_letter
from pipeline.render.excel.slots import Found, Written


class Trace(Sequence[Printed]):
    """All printed figures, sheet by sheet and row by row, then those outside cells.

    A million of them take some 20 MB, as objects ten times that.
    """

    def __init__(self, sheets: Sequence[tuple[str, Written]], outside: Iterable[Printed]) -> None:
        self._sheets = [
            (name, sorted(one.figures, key=_cell), [slot for slot in one.slots if slot.traced])
            for name, one in sheets
        ]
        self._outside = tuple(outside)
        self._count = len(self._outside) + sum(
            len(found) + sum(slot.traced for slot in slots) for _, found, slots in self._sheets
        )

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Printed]:
        for name, found, slots in self._sheets:
            for row, column, text, figure in _in_order(found, [s.printed() for s in slots]):
                yield Printed(f"{name}!{column_letter(column)}{row}", text, figure)
        yield from self._outside

    @overload
    def __getitem__(self, position: int) -> Printed: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[Printed, ...]: ...
    def __getitem__(self, position: int | slice) -> Printed | tuple[Printed, ...]:
        if isinstance(position, slice):
            return tuple(self)[position]
        if not -len(self) <= position < len(self):
            raise IndexError(position)
        return next(islice(self, position % len(self), None))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


def _in_order(found: list[Found], columns: list[Iterator[Found]]) -> Iterator[Found]:
    return merge(found, *columns, key=_cell)


def _cell(found: Found) -> tuple[int, int]:
    return found[:2]
