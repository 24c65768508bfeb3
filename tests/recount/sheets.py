"""Rows of a sheet as dicts from header to value."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl

Row = dict[str, object]
UNUSED = ("封面", "自报汇总", "更正申请", "字典", "收件登记", "采纳登记")
"""Sheets of which no figure is made."""


@cache
def book(path: Path) -> dict[str, list[list[object]]]:
    """The sheets of a workbook as rows of cached values."""
    opened = openpyxl.load_workbook(path, data_only=True, read_only=True)
    try:
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in opened
            if sheet.title not in UNUSED
        }
    finally:
        opened.close()


def rows(path: Path, sheet: str, first: str) -> list[Row]:
    """The rows below the header, found by the name of its first column, up to 合计 or the notes."""
    cells = book(path).get(sheet, [])
    top = next(number for number, row in enumerate(cells) if row and row[0] == first)
    lower = cells[top + 1] if top + 1 < len(cells) else []
    said = [one for one in lower if one is not None]
    two = bool(said) and lower[0] is None and all(isinstance(one, str) for one in said)
    width = max(map(len, cells))
    names = [
        (lower[at] if two and at < len(lower) and lower[at] is not None else cells[top][at])
        for at in range(width)
    ]
    found = []
    for row in cells[top + 1 + two :]:
        if isinstance(row[0], str) and row[0].startswith(("合计", "注", "填报人")):
            break
        if any(one is not None for one in row):
            found.append(
                {str(name): value for name, value in zip(names, row, strict=False) if name}
            )
    return found


def pairs(path: Path, sheet: str) -> Row:
    """A sheet of labels and values."""
    return {str(row[0]): row[1] for row in book(path)[sheet] if row[0] is not None and len(row) > 1}


def number(value: object) -> Fraction:
    """An amount as it was typed; an empty cell adds nothing."""
    return Fraction(0) if value is None else Fraction(format(value, ".15g"))


def day(value: object) -> date | None:
    """A date, from a date cell or from 2026-05."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        year, month = value.split("-")[:2]
        return date(int(year), int(month), 1)
    return None
