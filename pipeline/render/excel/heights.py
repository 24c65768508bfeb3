"""How high a row must be for its wrapped texts, where the template fixes no height.

Excel fits such rows when it opens a file, save in merged cells; other programs do not. So the
height is written, not as the author's own (customHeight): it follows when a person types.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from html import unescape

from lxml import etree

from pipeline.model.place import column_letter, column_number
from pipeline.office.formula import Reference, references
from pipeline.render.excel.book import Book, main
from pipeline.render.excel.plan import ROW, Filled, SheetPlan

_CELL = re.compile(
    rf'<c r="([A-Z]+)(?:{ROW}|\d+)"[^>]* s="(\d+)" t="inlineStr"[^>]*>(.*?)</c>', re.DOTALL
)
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")
_HEIGHT = re.compile(r' ht="([\d.]+)"')
_OWN = re.compile(r' customHeight="(?:1|true)"')
_USUAL_WIDTH, _USUAL_HEIGHT, _HIGHEST = 8.43, 15.0, 409.0
_POINTS_PER_UNIT, _PADDING = 5.25, 4.0
_LINE, _NARROW, _SLACK = 1.35, 0.55, 1.05
"""A line's height and a narrow sign's width in font sizes; slack for where lines break."""


NO_LIMIT = 1_000_000


def rooms(book: Book, plan: SheetPlan) -> Callable[[Filled], int]:
    """Tell of a cell how long its text may be without any need to look at its row's height.

    NO_LIMIT where the text does not wrap or the row's height is fixed, -1 where any text counts.
    """
    form = _form(plan.root)
    widths = _widths(plan.root)

    def room(cell: Filled) -> int:
        row = plan.rows.get(cell.row)
        if cell.style not in book.wrapped or (row and _OWN.search(row.xml.partition(">")[0])):
            return NO_LIMIT
        size = book.wrapped[cell.style]
        if size * _LINE > form[0]:
            return -1
        units = widths.get(cell.column, form[1])
        return max(-1, math.floor((units * _POINTS_PER_UNIT - _PADDING) / (size * _SLACK)))

    return room


class Heights:
    """The heights of one output sheet's rows.

    `root` is the sheet without its rows, as it will be written; `filled` returns the XML of a row
    that was filled with data, by its number, and nothing for others.
    """

    def __init__(
        self, book: Book, root: etree._Element, filled: Callable[[int], str | None]
    ) -> None:
        self.root = root
        self._sizes = book.wrapped
        self._filled = filled
        self._widths: dict[int, float] = {}
        self._last: dict[tuple[int, int], int] = {}
        self._covered: set[tuple[int, int]] = set()
        self._usual, self._width = _form(root)
        self._extra: dict[int, float] = {}
        if self._sizes:
            self._widths = _widths(root)
            tall = [area for area in _merged(root) if not self._flat(area)]
            for area in tall:
                self._lift(area)

    @property
    def lifted(self) -> set[int]:
        """The rows that grow for a text in a merge over several rows."""
        return set(self._extra)

    def fitted(self, number: int, xml: str) -> str:
        """Return a row's XML with its height, if its author has not fixed one."""
        if not self._sizes or self._filled(number) is None:
            return xml
        head, closing, _ = xml.partition(">")
        if not closing or _OWN.search(head):
            return xml
        needed = self._extra.get(number) or self._own(number)
        if needed <= self._usual:
            return xml
        made = _HEIGHT.sub("", head)
        return f'{made} ht="{min(needed, _HIGHEST):g}"{xml[len(head) :]}'

    def _flat(self, area: Reference) -> bool:
        """Note a merge; True if it stays within one row, whose height is then its own affair."""
        if area.first_row != area.last_row:
            for row in range(area.first_row, area.last_row + 1):
                columns = range(area.first_column, area.last_column + 1)
                self._covered.update((row, column) for column in columns)
            return False
        self._last[area.first_row, area.first_column] = area.last_column
        return True

    def _lift(self, area: Reference) -> None:
        """Give the last row of a merge over several what its text still lacks."""
        last = area.last_row
        row = self._filled(area.first_row) or ""
        letters = column_letter(area.first_column)
        found = next((one for one in _CELL.findall(row) if one[0] == letters), None)
        end = self._filled(last)
        if found is None or int(found[1]) not in self._sizes or end is None:
            return
        if _OWN.search(end.partition(">")[0]):
            return
        needed = self._text(found[2], int(found[1]), area.first_column, area.last_column)
        above = sum(self._height(number) for number in range(area.first_row, last))
        if needed > above + self._height(last):
            self._extra[last] = round(needed - above, 2)

    def _height(self, number: int) -> float:
        head = (self._filled(number) or "").partition(">")[0]
        fixed = _HEIGHT.search(head) if _OWN.search(head) else None
        if fixed:
            return float(fixed[1])
        return self._extra.get(number) or max(self._own(number), self._usual)

    def _own(self, number: int) -> float:
        """What the texts that stand in this row alone need; 0 where the usual height will do."""
        needed = 0.0
        for letters, style, inner in _CELL.findall(self._filled(number) or ""):
            if int(style) not in self._sizes:
                continue
            column = column_number(letters)
            if (number, column) not in self._covered:
                last = self._last.get((number, column), column)
                needed = max(needed, self._text(inner, int(style), column, last))
        return needed

    def _text(self, inner: str, style: int, first: int, last: int) -> float:
        size = self._sizes[style]
        units = sum(self._widths.get(column, self._width) for column in range(first, last + 1))
        room = units * _POINTS_PER_UNIT - _PADDING
        text = unescape("".join(_TEXT.findall(inner)))
        if "\n" not in text and len(text) * size * _SLACK <= room and self._least(size):
            return 0.0
        lines = sum(
            max(1, math.ceil(_width(line) * size * _SLACK / max(room, size)))
            for line in text.split("\n")
        )
        needed = lines * size * _LINE
        return round(needed + _PADDING, 2) if text and needed > self._usual else 0.0

    def _least(self, size: float) -> bool:
        """Tell whether a single line of this size fits the usual height."""
        return size * _LINE <= self._usual


def _width(text: str) -> float:
    """A text's width in font sizes: a 汉字 has one."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text)


def _form(root: etree._Element) -> tuple[float, float]:
    """The height of a usual row and the width of a usual column."""
    form = root.find(main("sheetFormatPr"))
    given = {} if form is None else form.attrib
    return (
        float(given.get("defaultRowHeight", _USUAL_HEIGHT)),
        float(given.get("defaultColWidth", _USUAL_WIDTH)),
    )


def _widths(root: etree._Element) -> dict[int, float]:
    return {
        column: 0.0 if node.get("hidden") in ("1", "true") else float(node.get("width", 0))
        for node in root.iter(main("col"))
        for column in range(int(node.get("min", 1)), min(int(node.get("max", 1)), 1024) + 1)
        if node.get("width")
    }


def _merged(root: etree._Element) -> list[Reference]:
    refs = [node.get("ref", "") for node in root.iter(main("mergeCell"))]
    return [area for ref in refs for area in references(ref) or ()]
