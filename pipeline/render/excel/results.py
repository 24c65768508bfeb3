"""The values of all formulas of a workbook, over all sheets, each after those it needs."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import unescape

from pipeline.model.number import SCALE
from pipeline.model.place import column_letter
from pipeline.office.formula import Formula
from pipeline.render.excel.calculate import calculate
from pipeline.render.excel.ledger import Ledger
from pipeline.render.excel.moves import Area
from pipeline.render.excel.plan import ROW
from pipeline.render.excel.syntax import Beyond, ErrorValue, Tree, tree
from pipeline.render.excel.totals import Value

_MOST_READS = 3_000_000
_TYPE = re.compile(r' t="(\w+)"')
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")
_SHOWN = re.compile(r"<v>([^<]*)</v>")

Key = tuple[int, int, int]
"""Sheet, row and column of an output cell."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A formula in its output cell, with the cells that its operands mean there."""

    formula: Formula
    areas: list[list[Area] | None]


class Results:
    """Computes on demand; a formula beyond us has no value, and neither has what needs it."""

    def __init__(
        self,
        rows: Sequence[Callable[[int], str | None]],
        ledgers: Sequence[Ledger],
        placed: Mapping[Key, Placed],
        strings: Callable[[int], str],
        names: Callable[[str, int], list[Area]],
        spilled: frozenset[Key],
    ) -> None:
        self._rows = rows
        self._ledgers = ledgers
        self._placed = placed
        self._strings = strings
        self._names = names
        self._spilled = spilled
        self._trees: dict[int, Tree | None] = {}
        self._found: dict[Key, Value | Beyond] = {}
        self._reads = 0
        self._orders: dict[Area, list[Fraction]] = {}
        self._columns: dict[tuple[int, int], list[int]] = {}
        for sheet, row, column in sorted(placed):
            self._columns.setdefault((sheet, column), []).append(row)

    def value(self, key: Key) -> Value:
        """The value of a formula cell; Beyond where we cannot tell."""
        if key not in self._found:
            self._work(key)
        found = self._found[key]
        if isinstance(found, Beyond):
            raise found
        return found

    def at(self, key: Key) -> Value:
        """The value of any output cell, None where it is blank; Beyond where we cannot tell."""
        if key in self._placed:
            return self.value(key)
        if key in self._spilled:
            raise Beyond
        known = self._ledgers[key[0]].one(key[1], key[2])
        return self._read(key) if known is None else known

    def _work(self, first: Key) -> None:
        waiting, begun = [first], set()
        while waiting:
            key = waiting[-1]
            if key in self._found:
                waiting.pop()
                continue
            needed = [one for one in self._needs(key) if one not in self._found]
            if not needed or key in begun:
                self._found[key] = Beyond() if needed else self._computed(key)
                waiting.pop()
                continue
            begun.add(key)
            if any(one in begun for one in needed):
                self._found[key] = Beyond()
            waiting += [one for one in needed if one not in begun]

    def _computed(self, key: Key) -> Value | Beyond:
        placed = self._placed[key]
        try:
            found = self._tree(placed.formula)
            names = lambda name: self._names(name, key[0])  # noqa: E731
            return calculate(found, placed.areas, names, self._single, self._numbers, self._ordered)
        except (Beyond, TypeError, ValueError, IndexError, OverflowError):
            return Beyond()

    def _tree(self, formula: Formula) -> Tree:
        code = id(formula)
        if code not in self._trees:
            try:
                self._trees[code] = tree(formula)
            except Beyond:
                self._trees[code] = None
        found = self._trees[code]
        if found is None:
            raise Beyond
        return found

    def _needs(self, key: Key) -> Iterator[Key]:
        placed = self._placed[key]
        for areas in (*placed.areas, *(self._named(name, key[0]) for name in placed.formula.names)):
            for area in areas or ():
                yield from self._formulas(area)

    def _formulas(self, area: Area) -> Iterator[Key]:
        for column in self._formula_columns(area):
            rows = self._columns[area.sheet, column]
            low = bisect_left(rows, area.first_row)
            for row in rows[low : bisect_right(rows, area.last_row)]:
                yield (area.sheet, row, column)

    def _named(self, name: str, sheet: int) -> list[Area]:
        try:
            return self._names(name, sheet)
        except Beyond:
            return []

    def _formula_columns(self, area: Area) -> list[int]:
        if area.first_column == area.last_column:
            return [area.first_column] if (area.sheet, area.first_column) in self._columns else []
        return [
            column
            for sheet, column in self._columns
            if sheet == area.sheet and area.first_column <= column <= area.last_column
        ]

    def _single(self, area: Area) -> Value:
        return self._cell((area.sheet, area.first_row, area.first_column))

    def _cell(self, key: Key) -> Value:
        if key in self._placed:
            return self._ready(key)
        return self.at(key)

    def _numbers(self, area: Area, nested: bool) -> Iterator[Value | array]:
        """What a sum over an area sees: columns of 10⁻⁶ as tags wrote them, the rest one by one.

        `nested` leaves out what SUBTOTAL leaves out.
        """
        ledger = self._ledgers[area.sheet]
        first, last = area.first_row, area.last_row
        if self._spills(area) or (nested and ledger.hides(first, last)):
            raise Beyond
        for column in ledger.columns(area.first_column, area.last_column):
            yield from ledger.slices(column, first, last)
            for row in ledger.others(column, first, last):
                self._count()
                yield self._read((area.sheet, row, column))
        for key in self._formulas(area):
            self._count()
            if not (nested and "SUBTOTAL" in self._placed[key].formula.functions):
                yield self._ready(key)

    def _spills(self, area: Area) -> bool:
        _, left, top, right, bottom = area
        return any(
            sheet == area.sheet and top <= row <= bottom and left <= column <= right
            for sheet, row, column in self._spilled
        )

    def _count(self) -> None:
        self._reads += 1
        if self._reads > _MOST_READS:
            raise Beyond

    def _ordered(self, area: Area) -> list[Fraction]:
        """The numbers of an area in ascending order, kept for the next rank in it."""
        if area not in self._orders:
            found: list[Fraction] = []
            for value in self._numbers(area, False):
                if isinstance(value, ErrorValue):
                    raise Beyond
                if isinstance(value, array):
                    found += (Fraction(units, SCALE) for units in value)
                elif isinstance(value, Fraction):
                    found.append(value)
            self._orders[area] = sorted(found)
        return self._orders[area]

    def _ready(self, key: Key) -> Value:
        found = self._found.get(key)
        if isinstance(found, Beyond) or key not in self._found:
            raise Beyond
        return found

    def _read(self, key: Key) -> Value:
        """The value of a cell that is no formula, by its XML."""
        row = self._rows[key[0]](key[1]) or ""
        letters = column_letter(key[2])
        start = row.find(f'<c r="{letters}{key[1]}"')
        if start < 0:
            start = row.find(f'<c r="{letters}{ROW}"')
        if start < 0:
            return None
        inside = row.find(">", start)
        if row[inside - 1] == "/":
            return None
        head, body = row[start:inside], row[inside + 1 : row.find("</c>", inside)]
        found = _TYPE.search(head)
        return self._typed(found[1] if found else "n", body)

    def _typed(self, kind: str, body: str) -> Value:
        if kind == "inlineStr":
            return unescape("".join(_TEXT.findall(body))).replace("_x005F_", "_")
        shown = _SHOWN.search(body)
        if "<f" in body or shown is None:
            raise Beyond
        text = unescape(shown[1])
        if kind == "n":
            return _exact(text)
        if kind == "s":
            return self._strings(int(text))
        if kind == "b":
            return text == "1"
        if kind == "str":
            return text
        if kind == "e":
            return ErrorValue(text)
        raise Beyond


def _exact(text: str) -> Fraction:
    """The number of a `<v>`; plain decimals need no pattern to be read."""
    whole, point, part = text.partition(".")
    if part.isdecimal() and whole.lstrip("-").isdecimal():
        return Fraction(int(whole + part), 10 ** len(part))
    return Fraction(int(text)) if not point and whole.lstrip("-").isdecimal() else Fraction(text)
