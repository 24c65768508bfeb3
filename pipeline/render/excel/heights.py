"""How high a repeated row must be for its wrapped texts, where the template fixes no height.

Excel fits such rows when it opens a file, other programs do not; so the height is written, not
as the author's own (customHeight): it follows when a person types.
"""

from __future__ import annotations

import math
import re
import unicodedata
from html import unescape

from lxml import etree

from pipeline.model.place import column_number
from pipeline.office.formula import references
from pipeline.render.excel.book import Book, main
from pipeline.render.excel.plan import ROW, SheetPlan

_CELL = re.compile(rf'<c r="([A-Z]+){ROW}"[^>]* s="(\d+)"[^>]*(?<!/)>(.*?)</c>', re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")
_USUAL_WIDTH, _USUAL_HEIGHT, _HIGHEST = 8.43, 15.0, 409.0
_POINTS_PER_UNIT, _PADDING = 5.25, 4.0
_LINE, _NARROW, _SLACK = 1.35, 0.55, 1.05
"""A line's height and a narrow sign's width in font sizes; slack for where lines break."""


class Heights:
    """The columns and merges of one sheet, from which rows get their heights."""

    def __init__(self, book: Book, plan: SheetPlan) -> None:
        self._sizes = book.wrapped
        self._widths: dict[int, float] = {}
        self._merged: set[tuple[int, int]] = set()
        if self._sizes and plan.blocks.all:
            self._widths = _widths(plan.root)
            self._merged = set(_merged(plan.root))
        form = plan.root.find(main("sheetFormatPr"))
        settings = {} if form is None else form.attrib
        self._usual = float(settings.get("defaultRowHeight", _USUAL_HEIGHT))
        self._width = float(settings.get("defaultColWidth", _USUAL_WIDTH))

    def fitted(self, xml: str, template: int) -> str:
        """Return a row's XML with its height, if it has none and a text needs more than usual."""
        head, closing, _ = xml.partition(">")
        if not self._sizes or not closing or " ht=" in head:
            return xml
        needed = max(
            (
                self._needed(letters, int(style), inner, template)
                for letters, style, inner in _CELL.findall(xml)
                if int(style) in self._sizes
            ),
            default=0.0,
        )
        if needed <= self._usual:
            return xml
        return f'{head} ht="{min(needed, _HIGHEST):g}"{xml[len(head) :]}'

    def _needed(self, letters: str, style: int, inner: str, template: int) -> float:
        column = column_number(letters)
        if (template, column) in self._merged:
            return 0.0
        size = self._sizes[style]
        room = self._widths.get(column, self._width) * _POINTS_PER_UNIT - _PADDING
        text = unescape("".join(_TEXT.findall(inner)))
        lines = sum(
            max(1, math.ceil(_width(line) * size * _SLACK / max(room, size)))
            for line in text.split("\n")
        )
        needed = lines * size * _LINE
        return round(needed + _PADDING, 2) if text and needed > self._usual else 0.0


def _width(text: str) -> float:
    """A text's width in font sizes: a 汉字 has one."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text)


def _widths(root: etree._Element) -> dict[int, float]:
    return {
        column: float(node.get("width", 0))
        for node in root.iter(main("col"))
        for column in range(int(node.get("min", 1)), min(int(node.get("max", 1)), 1024) + 1)
        if node.get("width") and node.get("hidden") not in ("1", "true")
    }


def _merged(root: etree._Element) -> list[tuple[int, int]]:
    refs = [node.get("ref", "") for node in root.iter(main("mergeCell"))]
    areas = [area for ref in refs for area in references(ref) or ()]
    return [
        (row, column)
        for area in areas
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]
