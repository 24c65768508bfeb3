"""The numbers of an output sheet by column, as its formulas read them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from pipeline.model.number import SCALE, Number
from pipeline.render.excel.plan import Kind, SheetPlan
from pipeline.render.excel.slots import Slot, Written

_HIDDEN = re.compile(r'<row [^>]*hidden="(?:1|true)"')


class Ledger:
    """Finds the numbers that tags wrote without looking at the rows' XML again."""

    def __init__(self, plan: SheetPlan, written: Written) -> None:
        self._rows = written.rows
        self._slots: dict[int, list[Slot]] = {}
        self._other: dict[int, list[int]] = {}
        self._hidden = [number for number, row in plan.rows.items() if _HIDDEN.match(row.xml)]
        known = {slot.cell[:2] for slot in written.slots if not slot.loose}
        for slot in written.slots:
            if not slot.loose:
                self._slots.setdefault(slot.cell.column, []).append(slot)
        for (row, column), kind in plan.kinds.items():
            if kind is Kind.VALUE and (row, column) not in known:
                self._other.setdefault(column, []).append(row)

    def columns(self, first: int, last: int) -> list[int]:
        """The columns between first and last that hold anything but texts and formulas."""
        return sorted(n for n in self._slots.keys() | self._other if first <= n <= last)

    def hides(self, first: int, last: int) -> bool:
        """Tell whether a row between two is hidden, which SUBTOTAL may have to leave out."""
        return any(self._rows.within(one, first, last) for one in self._hidden)

    def one(self, row: int, column: int) -> Number | None:
        """The number that a tag wrote into a cell; None where there is none, or none known."""
        for slot in self._slots.get(column, ()):
            at = bisect_left(slot.rows, row)
            if at < len(slot.rows) and slot.rows[at] == row:
                return Number(slot.units[at], SCALE)
        return None

    def slices(self, column: int, first: int, last: int) -> Iterator[array]:
        """The numbers that tags wrote into a column between two rows, in 10⁻⁶."""
        for slot in self._slots.get(column, ()):
            low, high = bisect_left(slot.rows, first), bisect_right(slot.rows, last)
            if low < high:
                yield slot.units[low:high]

    def others(self, column: int, first: int, last: int) -> list[int]:
        """The rows between two in which a column has a value of the template's own, or one that
        `slices` does not know."""
        templates = self._other.get(column, ())
        return sorted(n for one in templates for n in self._rows.within(one, first, last))
