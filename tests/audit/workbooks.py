"""The shipped workbooks read plainly, with openpyxl and nothing of the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from functools import cache

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.shipped import INPUTS

CARRIED = {"ZJ03": "2026-05", "ZJ07": "2026-05"}
"""柳汀镇's June file is returned and 沙棠镇 sent none: their May stands."""


@cache
def sheet(path: str, name: str) -> Worksheet:
    """A sheet of a file of inputs, formulas as their values."""
    return openpyxl.load_workbook(INPUTS / path, data_only=True)[name]


def amount(path: str, name: str, cells: str) -> Fraction:
    """The sum of the numbers in a cell, a range, or several of them."""
    total = Fraction(0)
    for one in cells.split("、"):
        found = sheet(path, name)[one]
        rows = found if isinstance(found, tuple) else ((found,),)
        for cell in (cell for row in rows for cell in row):
            if isinstance(cell.value, (int, float)):
                total += Fraction(format(cell.value, ".15g"))
    return total


def register(period: str = "2026-06") -> Iterator[tuple[str, dict[str, object]]]:
    """Every row of every unit's register that counts, by its headings, with the unit's code."""
    absent = INPUTS / "2026-05" / "招商月报_ZJ07_202605.xlsx"
    for path in (*sorted((INPUTS / period).glob("招商月报_*.xlsx")), absent):
        unit = path.stem.split("_")[1]
        own = f"{CARRIED.get(unit, period)}/{path.name}"
        own = own.replace("202606", CARRIED.get(unit, period).replace("-", ""))
        page = sheet(own, "项目台账")
        head = next(number for number in range(1, 9) if page.cell(number, 2).value == "项目名称")
        names = [cell.value for cell in page[head]]
        for row in page.iter_rows(min_row=head + 1, values_only=True):
            told = dict(zip(names, row, strict=True))
            if told["项目名称"] and told["当前阶段"]:
                yield unit, {name: _plain(value) for name, value in told.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return value


def day(value: object) -> date | None:
    """A date however it was typed; None for an empty cell."""
    if isinstance(value, date) or value is None:
        return value
    text = str(value).strip().replace("年", "-").replace("月", "-").replace("日", "")
    parts = text.replace("/", "-").replace(".", "-").split("-")
    return date(*map(int, parts)) if len(parts) == 3 else None
