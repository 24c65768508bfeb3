"""How the plain script writes a styled cell, a title, a note and a page."""

from __future__ import annotations

from decimal import Decimal

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE, _MEASURES = Font("方正小标宋简体", 18), Font("仿宋_GB2312", 11)
HEAD, BODY = Font("黑体", 10), Font("仿宋_GB2312", 10)
BIG_HEAD, BIG = Font("黑体", 10.5), Font("仿宋_GB2312", 10.5)
CENTRE, RIGHT = Alignment("center", "center"), Alignment("right", "center")
LEFT, INDENTED = Alignment("left", "center"), Alignment("left", "center", indent=1)
WRAPPED = Alignment("center", "center", wrap_text=True)
_NOTE = Alignment("left", "center", wrap_text=True)
MONEY, COUNT, PERCENT = "#,##0.00", "0", "0.00##"


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    font: Font,
    alignment: Alignment,
    number_format: str = "General",
) -> None:
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    cell = sheet.cell(row, column, value)
    cell.font, cell.alignment, cell.border = font, alignment, _BOX
    if not isinstance(value, str) or value.startswith("="):
        cell.number_format = number_format


def heading(sheet: Worksheet, title: str, measures: str, columns: int) -> None:
    for row, text, font, alignment, height in (
        (1, title, _TITLE, CENTRE, 33.75),
        (2, measures, _MEASURES, RIGHT, 20.25),
    ):
        cell = sheet.cell(row, 1, text)
        cell.font, cell.alignment = font, alignment
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        sheet.row_dimensions[row].height = height


def note(sheet: Worksheet, row: int, columns: int, text: str, height: float) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = BIG, _NOTE
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.row_dimensions[row].height = height


def page(sheet: Worksheet, paper: int, area: str, titles: str, freeze: str) -> None:
    sheet.page_setup.paperSize, sheet.page_setup.orientation = paper, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_area, sheet.print_title_rows, sheet.freeze_panes = area, titles, freeze
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.center.font = "宋体"


def set_widths(sheet: Worksheet, widths: list[float]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
