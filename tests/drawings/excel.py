"""Draws a workbook as plain text, so that a table can be compared and a change read.

`python -m tests.drawings.excel FILE…` writes FILE.txt beside each file.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
from lxml import etree
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.render.excel.book import main, open_book

_PAPERS = {"8": "A3", "9": "A4", "11": "A5", "None": "纸张未定"}
_TURNS = {"landscape": "横向", "portrait": "纵向"}
_EDGES = {
    "oddHeader": "页眉", "firstHeader": "首页页眉", "evenHeader": "偶数页页眉",
    "oddFooter": "页脚", "firstFooter": "首页页脚", "evenFooter": "偶数页页脚",
}  # fmt: skip


def draw(content: bytes) -> str:
    """Return every sheet as text: page, columns, merges, conditions, then the cells row by row.

    A formula is followed by → and the value it holds, if any; text stands in quotes, so that 12 and
    "12" differ.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl on footers and extensions
        formulas = openpyxl.load_workbook(io.BytesIO(content))
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    lines = [*_names(formulas)]
    for sheet, part in zip(formulas.worksheets, open_book(content).sheets, strict=True):
        lines += ["", *_sheet(sheet, values[sheet.title], part.root)]
    return "\n".join(lines).strip() + "\n"


def _names(book: Workbook) -> Iterator[str]:
    for name, defined in sorted(book.defined_names.items()):
        yield f"名称 {name} = {defined.attr_text}"


def _sheet(sheet: Worksheet, values: Worksheet, root: etree._Element) -> Iterator[str]:
    hidden = "" if sheet.sheet_state == "visible" else f"（{sheet.sheet_state}）"
    yield f"═══ {sheet.title}{hidden}"
    yield from _page(sheet)
    yield from _edges(root)
    yield from _layout(sheet)
    for row in sheet.iter_rows():
        cells = [
            f"{cell.column_letter}: {_cell(cell, values)}" for cell in row if cell.value is not None
        ]
        height = sheet.row_dimensions[row[0].row].height
        gone = " 隐藏" if sheet.row_dimensions[row[0].row].hidden else ""
        if cells or height or gone:
            size = f" 高{height:g}" if height else ""
            yield f"{row[0].row}{size}{gone} │ " + " │ ".join(cells)


def _page(sheet: Worksheet) -> Iterator[str]:
    setup = sheet.page_setup
    parts = [
        _PAPERS.get(str(setup.paperSize), f"纸张{setup.paperSize}"),
        _TURNS.get(setup.orientation, "纵向"),
    ]
    if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
        parts.append(f"缩放到{_pages(setup.fitToWidth)}页宽{_pages(setup.fitToHeight)}页高")
    elif setup.scale:
        parts.append(f"缩放{setup.scale}%")
    yield f"页面 {' '.join(parts)}"
    if sheet.print_area:
        yield f"打印区域 {sheet.print_area}"
    titles = [one for one in (sheet.print_title_rows, sheet.print_title_cols) if one]
    if titles:
        yield f"打印标题 {' '.join(titles)}"
    breaks = [str(one.id) for one in sheet.row_breaks.brk]
    if breaks:
        yield f"分页 {' '.join(breaks)}行后"


def _edges(root: etree._Element) -> Iterator[str]:
    for part, title in _EDGES.items():
        for node in (one for one in root.iter(main(part)) if one.text):
            yield f"{title} {node.text}"


def _layout(sheet: Worksheet) -> Iterator[str]:
    if sheet.freeze_panes:
        yield f"冻结 {sheet.freeze_panes}"
    widths = [_width(letter, size) for letter, size in sorted(sheet.column_dimensions.items())]
    if any(widths):
        yield f"列宽 {' '.join(filter(None, widths))}"
    merges = sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col))
    if merges:
        yield f"合并 {' '.join(str(area) for area in merges)}"
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            formula = "、".join(rule.formula)
            operator = f" {rule.operator}" if rule.operator else ""
            yield f"条件格式 {area.sqref} {rule.type}{operator} {formula}".rstrip()
    for rule in sheet.data_validations.dataValidation:
        yield f"数据有效性 {rule.sqref} {rule.type} {rule.formula1 or ''}".rstrip()
    if sheet.auto_filter.ref:
        yield f"筛选 {sheet.auto_filter.ref}"


def _width(letter: str, size: object) -> str:
    last = get_column_letter(size.max) if size.max and size.max != size.min else ""
    span = f"{letter}:{last}" if last else letter
    if size.hidden:
        return f"{span}=隐藏"
    return f"{span}={size.width:g}" if size.customWidth else ""


def _cell(cell: Cell, values: Worksheet) -> str:
    value = cell.value
    if cell.data_type == "f":
        text = value if isinstance(value, str) else f"={{{value.text}}}"
        cached = values[cell.coordinate].value
        return text if cached is None else f"{text} → {_plain(cached)}"
    shown = "" if cell.number_format == "General" else f" 〔{cell.number_format}〕"
    return _plain(value) + (shown if not isinstance(value, str) else "")


def _plain(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\n", "⏎") + '"'
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, (int, float, bool)) else str(value)


def _pages(count: object) -> str:
    return "自动" if count in (0, "0") else str(count if count is not None else 1)


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.with_name(f"{path.name}.txt").write_text(draw(path.read_bytes()), encoding="utf-8")
