"""How high a row must be for its wrapped texts, where the template fixes no height.

Excel fits such rows when it opens a file, save in merged cells; other programs do not. So the
height is written, not as the author's own (customHeight): it follows when a person types.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from lxml import etree

from pipeline.model.place import column_letter, column_number
from pipeline.office.formula import Reference
from pipeline.render.excel.book import Book
from pipeline.render.excel.gauge import Gauge, column_widths, merged, usual_sizes
from pipeline.render.excel.plan import OWN_HEIGHT, ROW

_CELL = re.compile(
    rf'<c r="([A-Z]+)(?:{ROW}|\d+)"[^>]* s="(\d+)" t="inlineStr"[^>]*>(.*?)</c>', re.DOTALL
)
_TEXT = re.compile(r"<t[^>]*>([^<]*)</t>")
_HEIGHT = re.compile(r' ht="([\d.]+)"')
_HIGHEST = 409.0


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
        self._gauges: dict[tuple[int, int, int], Gauge] = {}
        self._last: dict[tuple[int, int], int] = {}
        self._covered: set[tuple[int, int]] = set()
        self._usual, self._width = usual_sizes(root)
        self._extra: dict[int, float] = {}
        if self._sizes:
            self._widths = column_widths(root)
            tall = [area for area in merged(root) if not self._flat(area)]
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
        if not closing or OWN_HEIGHT in head:
            return xml
        needed = self._extra.get(number) or self._own(number)
        if needed <= self._usual:
            return xml
        return grown(head, needed) + xml[len(head) :]

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
        if OWN_HEIGHT in end.partition(">")[0]:
            return
        needed = self._text(found[2], int(found[1]), area.first_column, area.last_column)
        above = sum(self._height(number) for number in range(area.first_row, last))
        if needed > above + self._height(last):
            self._extra[last] = round(needed - above, 2)

    def _height(self, number: int) -> float:
        head = (self._filled(number) or "").partition(">")[0]
        fixed = _HEIGHT.search(head) if OWN_HEIGHT in head else None
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
        key = (style, first, last)
        if key not in self._gauges:
            units = sum(self._widths.get(column, self._width) for column in range(first, last + 1))
            self._gauges[key] = Gauge(self._sizes[style], units, self._usual)
        return self._gauges[key].needed(unescape("".join(_TEXT.findall(inner))))


def grown(head: str, needed: float) -> str:
    """Return the start of a row's XML, up to its >, with a height."""
    return f'{_HEIGHT.sub("", head)} ht="{min(needed, _HIGHEST):g}"'
