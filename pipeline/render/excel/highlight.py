"""Fills the cells in which something is missing, for a preview."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline.model.edition import Printed
from pipeline.office.package import write
from pipeline.render.absent import YELLOW, is_absent
from pipeline.render.excel.book import Book, main, open_book, serialized, xml


def highlighted(workbook: bytes, trace: Iterable[Printed]) -> bytes:
    """Return the workbook with yellow in each cell where a figure without a value was printed.

    Everything else of a cell's look stays as it is.
    """
    cells: dict[str, set[str]] = {}
    for one in trace:
        sheet, _, cell = one.place.rpartition("!")
        if sheet and is_absent(one.text):
            cells.setdefault(sheet, set()).add(cell)
    if not cells:
        return workbook
    book = open_book(workbook)
    part = next(one.target for one in book.relations.values() if one.kind == "styles")
    styles = _Styles(xml(book.parts, part))
    changed: dict[str, bytes | None] = dict(_sheets(book, cells, styles))
    changed[part] = serialized(styles.root)
    return write(book.parts, changed)


def _sheets(book: Book, cells: Mapping[str, set[str]], styles: _Styles) -> dict[str, bytes]:
    made = {}
    for sheet in book.sheets:
        wanted = cells.get(sheet.name)
        if not wanted:
            continue
        for cell in sheet.root.iter(main("c")):
            if cell.get("r") in wanted:
                cell.set("s", str(styles.filled(int(cell.get("s", "0")))))
        made[sheet.part] = serialized(sheet.root)
    return made


class _Styles:
    """The formats of cells, with a yellow twin for each that is asked for."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._formats = root.find(main("cellXfs"))
        self._fill = self._new_fill()
        self._twins: dict[int, int] = {}

    def filled(self, number: int) -> int:
        """The number of the format that is like this one, but yellow."""
        if number not in self._twins:
            twin = copy.deepcopy(self._formats[number])
            twin.set("fillId", str(self._fill))
            twin.set("applyFill", "1")
            self._formats.append(twin)
            self._formats.set("count", str(len(self._formats)))
            self._twins[number] = len(self._formats) - 1
        return self._twins[number]

    def _new_fill(self) -> int:
        fills = self.root.find(main("fills"))
        pattern = etree.SubElement(
            etree.SubElement(fills, main("fill")), main("patternFill"), patternType="solid"
        )
        etree.SubElement(pattern, main("fgColor"), rgb=YELLOW)
        etree.SubElement(pattern, main("bgColor"), indexed="64")
        fills.set("count", str(len(fills)))
        return len(fills) - 1
