"""What the shipped workbooks say, read with openpyxl and nothing of the program."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import openpyxl

from tests.shipped import INPUTS


def base(sheet: str) -> list[dict]:
    return _rows(str(INPUTS / "基础库.xlsx"), sheet)


def sent(unit: str, sheet: str, period: str = "2026-06") -> list[dict]:
    name = f"招商月报_{unit}_{period.replace('-', '')}.xlsx"
    return _rows(str(INPUTS / period / name), sheet)


def units() -> dict[str, str]:
    """Short name by code."""
    return {row["代码"]: row["简称"] for row in base("单位名录")}


@cache
def _rows(path: str, sheet: str) -> list[dict]:
    """The rows below the header, which is the first row with more than three texts."""
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if sum(isinstance(c, str) for c in row) > 3)
    head = rows[start]
    made = [dict(zip(head, row, strict=True)) for row in rows[start + 1 :]]
    return [
        {key: _day(value) for key, value in row.items()}
        for row in made
        if sum(map(bool, row.values())) > 2
    ]


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def happened(row: dict, field: str, first: date, last: date) -> bool:
    """Whether a day of the row lies between two days, both included."""
    return isinstance(row.get(field), date) and first <= row[field] <= last
