"""A workbook drawn anew as .xlsx from what was read of a file of another kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.office.grid import Grid, Workbook

NOTE = "说明（副本）"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE, _LONGEST_TEXT = 31, 32_767
_NARROWEST, _WIDEST = 8, 40
_PAGE = 220
"""Characters across one page that can still be read."""

_FEWEST = 2
"""Rows of no more cells are titles and lines of notes."""

_FONT = Font(name="宋体", size=11)
_BORDER = Border(*[Side("thin", "BFBFBF")] * 4)
_TYPED = (int, float, bool, date, datetime, time, timedelta)


def redrawn(workbook: Workbook, file: str) -> tuple[Book, dict[str, str]]:
    """Return a workbook with every value in its own cell, and its titles by the sheets' names.

    The first sheet says what it is, so that no address moves.
    """
    book = Book()
    book.remove(book.active)
    why = "不是可以直接标注的.xlsx文件，本副本按读出的内容重画，格式和公式未保留。"
    noted(book, f"《{file}》{why}")
    titles: dict[str, str] = {}
    for number, grid in enumerate(workbook.grids, start=1):
        title = _title(grid.name or f"表{number}", book.sheetnames)
        titles.setdefault(grid.name, title)
        _fill(book.create_sheet(title), grid)
    return book, titles


def noted(book: Book, what: str) -> None:
    """Put a sheet before all others that says what the copy lacks; no address moves."""
    note = book.create_sheet(NOTE, 0)
    note["A1"] = what
    note["A2"] = "各表的行列位置与原文件相同；请在原文件上改正后重报，不要用本副本报送。"
    for cell in (note["A1"], note["A2"]):
        cell.font = Font(name="仿宋_GB2312", size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    note.column_dimensions["A"].width = 80
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is note


def _fill(sheet: Worksheet, grid: Grid) -> None:
    widths: dict[int, int] = {}
    for row, values in enumerate(grid.values, start=1):
        tabular = sum(value is not None for value in values) > _FEWEST
        for column, value in enumerate(values, start=1):
            if tabular:
                sheet.cell(row, column).border = _BORDER
            if value is None:
                continue
            _put(sheet.cell(row, column), value, tabular=tabular)
            if tabular:
                width = sum(2 if ord(char) > 0x2E7F else 1 for char in str(value)[:_WIDEST]) + 2
                widths[column] = max(widths.get(column, _NARROWEST), min(width, _WIDEST))
    for top, left, bottom, right in grid.merges:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth = 1 + sum(widths.values()) // _PAGE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell, value: object, *, tabular: bool) -> None:
    """Write a value as it was read; in a row of a table wrapped."""
    if isinstance(value, _TYPED):
        cell.value = value
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))[:_LONGEST_TEXT]
        cell.data_type = "s"
    cell.font = _FONT
    if tabular:
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _title(name: str, taken: Sequence[str]) -> str:
    """A title that Excel takes, and that no other sheet has."""
    clean = _FORBIDDEN.sub("_", ILLEGAL_CHARACTERS_RE.sub("_", name)).strip("' ") or "表"
    used = {one.casefold() for one in taken}
    title, number = clean[:_LONGEST_TITLE], 1
    while title.casefold() in used:
        number += 1
        tail = f"（{number}）"
        title = f"{clean[: _LONGEST_TITLE - len(tail)]}{tail}"
    return title
