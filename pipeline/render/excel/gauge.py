"""How high a text stands in its cell: lines of a font in a width, in points."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable

from lxml import etree

from pipeline.office.formula import Reference, references
from pipeline.render.excel.book import Book, main
from pipeline.render.excel.plan import Filled, SheetPlan

_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
_POINTS_PER_UNIT, _PADDING = 5.25, 4.0
_LINE, _NARROW, _SLACK = 1.35, 0.55, 1.05
"""A line's height and a narrow sign's width in font sizes; slack for where lines break."""


class Gauge:
    """Measures texts of one font size in a cell so many columns' units wide.

    A cell has room for one sign at least. `usual` is the height of a row that nothing makes grow.
    `tall`: the cell goes over several rows, whose heights together have to do.
    """

    def __init__(self, size: float, units: float, usual: float, tall: bool = False) -> None:
        self._size = size
        self._usual = usual
        self._room = max(units * _POINTS_PER_UNIT - _PADDING, size)
        self._per_sign = size * _SLACK
        self.tall = tall
        low = size * _LINE <= usual
        self.sure = max(-1, math.floor(self._room / self._per_sign)) if low else -1
        """Up to how many signs without a line break surely need no more than the usual height."""

    def needed(self, text: str) -> float:
        """The height that a text needs; 0 where the usual one will do."""
        if "\n" in text:
            lines = sum(self._lines(line) for line in text.split("\n"))
        elif text and len(text) > self.sure:
            lines = self._lines(text)
        else:
            return 0.0
        needed = lines * self._size * _LINE
        return round(needed + _PADDING, 2) if needed > self._usual else 0.0

    def _lines(self, text: str) -> int:
        return math.ceil(sum(map(_wide, text)) * self._per_sign / self._room) or 1


class _Widths(dict[str, float]):
    """The width of each sign in font sizes, looked up once: a 汉字 has one."""

    def __missing__(self, sign: str) -> float:
        wide = unicodedata.east_asian_width(sign) in "WFA"
        return self.setdefault(sign, 1.0 if wide else _NARROW)


_wide = _Widths().__getitem__


def gauges(book: Book, plan: SheetPlan) -> Callable[[Filled], Gauge | None]:
    """Return what measures the texts of a cell; None where none makes its row grow."""
    usual, width = usual_sizes(plan.root)
    widths = column_widths(plan.root)
    merges = {(area.first_row, area.first_column): area for area in merged(plan.root)}

    def gauge(cell: Filled) -> Gauge | None:
        row = plan.rows.get(cell.row)
        if cell.style not in book.wrapped or (row and row.fixed):
            return None
        area = merges.get((cell.row, cell.column))
        last = area.last_column if area else cell.column
        units = sum(widths.get(column, width) for column in range(cell.column, last + 1))
        tall = area is not None and area.last_row > area.first_row
        return Gauge(book.wrapped[cell.style], units, usual, tall)

    return gauge


def usual_sizes(root: etree._Element) -> tuple[float, float]:
    """The height of a row and the width of a column of which a sheet says nothing else."""
    form = root.find(main("sheetFormatPr"))
    given = {} if form is None else form.attrib
    return (
        float(given.get("defaultRowHeight", _USUAL_HEIGHT)),
        float(given.get("defaultColWidth", _USUAL_WIDTH)),
    )


def column_widths(root: etree._Element) -> dict[int, float]:
    """The width of each column that has one of its own; 0 if hidden."""
    return {
        column: 0.0 if node.get("hidden") in ("1", "true") else float(node.get("width", 0))
        for node in root.iter(main("col"))
        for column in range(int(node.get("min", 1)), min(int(node.get("max", 1)), 1024) + 1)
        if node.get("width")
    }


def merged(root: etree._Element) -> list[Reference]:
    """The merged areas of a sheet."""
    refs = [node.get("ref", "") for node in root.iter(main("mergeCell"))]
    return [area for ref in refs for area in references(ref) or ()]
