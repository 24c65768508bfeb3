"""Workbooks that look like what a clerk sends: titles, borders, sums, drop-down lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from .forms import MONTHS, Column, Form
from .views import Sum

_CREATED = datetime(2026, 1, 5, 9, 0, 0)
_LISTS = "字典"
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_CELL = _FONT | {"border": 1}
_STYLES = {
    "标题": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "说明": _FONT,
    "表头": _CELL | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
    "文本": _CELL | {"text_wrap": True},
    "数值": _CELL | {"num_format": "General"},
    "万元": _CELL | {"num_format": "#,##0.00"},
    "公式": _CELL | {"num_format": "#,##0.00", "bg_color": "#EDEDED"},
    "合计": _CELL | {"bold": True, "align": "center"},
    "合计数": _CELL | {"bold": True, "num_format": "#,##0.00"},
    "日期": _CELL | {"num_format": "yyyy-mm-dd", "align": "center"},
    "年份": _CELL | {"num_format": "0", "align": "center"},
}
_WIDTHS = {"数值": 12, "日期": 12, "年份": 8, "月份": 10, "选项": 11, "文本": 16}
_WIDE = (
    "项目名称",
    "全称",
    "曾用名",
    "投资方",
    "落地企业",
    "问题",
    "成效",
    "下步",
    "原因",
    "内容",
    "措施",
)
_SPARE = 200
"""Rows for which a drop-down list is kept ready below the header."""


class Book:
    """One workbook; the same content gives the same bytes."""

    def __init__(self, path: Path, title: str, lists: Sequence[Form]):
        self._file = xlsxwriter.Workbook(
            str(path), {"default_date_format": "yyyy-mm-dd", "in_memory": True}
        )
        self._file.set_properties({"title": title, "author": "", "created": _CREATED})
        self._styles = {name: self._file.add_format(style) for name, style in _STYLES.items()}
        self._lists = _choices(lists)

    def pairs(self, form: Form, values: dict, note: str) -> None:
        """Add a sheet with labels in column A and values in column B."""
        sheet = self._file.add_worksheet(form.sheet)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 40)
        sheet.merge_range(0, 0, 0, 1, form.title, self._styles["标题"])
        sheet.merge_range(1, 0, 1, 1, note, self._styles["说明"])
        for row, column in enumerate(form.columns, 2):
            sheet.write_string(row, 0, column.header, self._styles["表头"])
            self._write(sheet, row, 1, column, values.get(column.field))
            self._offer(sheet, row, row, 1, column)

    def table(
        self,
        form: Form,
        rows: Sequence[dict],
        note: str,
        *,
        span: str = "",
        total: bool = False,
        ending: str = "",
    ) -> None:
        """Add a sheet of `rows`; `span` is the upper header over the months."""
        sheet = self._file.add_worksheet(form.sheet)
        self._head(sheet, form, note)
        first = self._header(sheet, form, span)
        for number, row in enumerate(rows, first):
            self._row(sheet, number, form, row)
        below = first + len(rows)
        if not rows:
            self._row(sheet, below, form, {})
            below += 1
        if total:
            self._total(sheet, form, rows, first, below)
            below += 1
        if ending:
            sheet.write_string(below + 1, 0, ending, self._styles["说明"])
        for place, column in enumerate(form.columns):
            self._offer(sheet, first, first + _SPARE, place, column)
        sheet.freeze_panes(first, min(2, len(form.columns) - 1))
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)

    def close(self) -> None:
        """Add the hidden sheet of lists, if any list is offered, and write the file."""
        if self._lists:
            sheet = self._file.add_worksheet(_LISTS)
            sheet.hide()
            for place, (field, choices) in enumerate(self._lists.items()):
                sheet.write_string(0, place, field)
                sheet.write_column(1, place, choices)
        self._file.close()

    def _head(self, sheet, form: Form, note: str) -> None:
        last = len(form.columns) - 1
        sheet.merge_range(0, 0, 0, last, form.title, self._styles["标题"])
        sheet.set_row(0, 26)
        sheet.write_string(1, 0, note, self._styles["说明"])
        if form.measure:
            sheet.write_string(1, last - 1, f"单位：{form.measure}", self._styles["说明"])
        for place, column in enumerate(form.columns):
            wide = any(word in column.field for word in _WIDE)
            sheet.set_column(place, place, 30 if wide else _WIDTHS[column.kind])

    def _header(self, sheet, form: Form, span: str) -> int:
        """Write the header from row 3 on and return the row below it, from zero."""
        style = self._styles["表头"]
        months = [place for place, column in enumerate(form.columns) if column.month]
        sheet.set_row(2, 30)
        if months and span:
            sheet.merge_range(2, months[0], 2, months[-1], span, style)
        for place, column in enumerate(form.columns):
            if column.month and span:
                sheet.write_string(3, place, column.header, style)
            elif span:
                sheet.merge_range(2, place, 3, place, column.header, style)
            else:
                sheet.write_string(2, place, column.header, style)
        return 4 if span else 3

    def _row(self, sheet, number: int, form: Form, row: dict) -> None:
        for place, column in enumerate(form.columns):
            value = row.get(column.field)
            if column.field == MONTHS and value is not None:
                value = value[column.month - 1]
            if isinstance(value, Sum):
                formula = f"=SUM({_months(form, number)})"
                sheet.write_formula(number, place, formula, self._styles["公式"], value.value)
            else:
                self._write(sheet, number, place, column, value)

    def _write(self, sheet, row: int, place: int, column: Column, value) -> None:
        style = self._styles[_style(column)]
        if value is None or value == "":
            sheet.write_blank(row, place, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, style)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, style)
        else:
            sheet.write_number(row, place, value, style)

    def _total(self, sheet, form: Form, rows: Sequence[dict], first: int, number: int) -> None:
        sheet.write_string(number, 0, "合计", self._styles["合计"])
        for place, column in enumerate(form.columns[1:], 1):
            value = _summed(column, rows)
            if value is None:
                sheet.write_blank(number, place, None, self._styles["合计"])
                continue
            letter = xlsxwriter.utility.xl_col_to_name(place)
            formula = f"=SUM({letter}{first + 1}:{letter}{number})"
            sheet.write_formula(number, place, formula, self._styles["合计数"], value)

    def _offer(self, sheet, first: int, last: int, place: int, column: Column) -> None:
        if not column.choices or column.field not in self._lists:
            return
        letter = xlsxwriter.utility.xl_col_to_name(list(self._lists).index(column.field))
        source = f"={_LISTS}!${letter}$2:${letter}${len(self._lists[column.field]) + 1}"
        sheet.data_validation(first, place, last, place, {"validate": "list", "source": source})


def _choices(forms: Sequence[Form]) -> dict[str, tuple[str, ...]]:
    return {
        column.field: column.choices for form in forms for column in form.columns if column.choices
    }


def _style(column: Column) -> str:
    if column.kind in ("日期", "年份"):
        return column.kind
    if column.kind == "数值":
        return "万元" if column.measure == "万元" else "数值"
    return "文本"


def _months(form: Form, row: int) -> str:
    places = [place for place, column in enumerate(form.columns) if column.month]
    name = xlsxwriter.utility.xl_rowcol_to_cell
    return f"{name(row, places[0])}:{name(row, places[-1])}"


def _summed(column: Column, rows: Sequence[dict]) -> float | None:
    """Return the sum of a column in 万元, or None where there is nothing to add up."""
    if column.measure != "万元":
        return None
    values = [row.get(column.field) for row in rows]
    if column.month:
        values = [months[column.month - 1] for months in values]
    shown = [value.value if isinstance(value, Sum) else value for value in values]
    if (rows or column.month) and all(value is None for value in shown):
        return None
    return sum(round(value * 100) for value in shown if value is not None) / 100
