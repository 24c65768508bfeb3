"""The plain script's task breakdown, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.benchmarks.plain.sheet import (
    BIG,
    BIG_HEAD,
    CENTRE,
    COUNT,
    INDENTED,
    LEFT,
    MONEY,
    RIGHT,
    WRAPPED,
    heading,
    note,
    page,
    put,
    set_widths,
)
from tests.benchmarks.plain.words import ASSESSED, YEAR, Items


def tasks(
    whole: Items,
    own: dict[str, Items],
    units: pd.DataFrame,
    people: pd.DataFrame,
    settings: dict[str, object],
    folder: Path,
) -> None:
    """Write 招商引资任务分解表: each unit's tasks, its people's, and the totals."""
    book = Workbook()
    sheet = book.active
    sheet.title = "任务分解"
    title = f"{settings['地区']}{YEAR}年招商引资任务分解表"
    heading(sheet, title, "单位：万元、个、条", 11)
    for column, text in enumerate(_TASK_HEAD, 1):
        put(sheet, 3, column, text, BIG_HEAD, WRAPPED)
    sheet.row_dimensions[3].height = 33.75
    row = last = 4
    staff = dict(list(people[people["年度"] == YEAR].groupby("单位（代码）")))
    for number, code in enumerate(units.index, 1):
        last = row
        row = _task_rows(sheet, row, number, units.loc[code, "简称"], own[code], staff.get(code))
    _task_totals(sheet, row, last, whole)
    closing = "；".join(f"{name}，{_closing(name, whole, own)}" for name in _CLOSED)
    note(sheet, row + 3, 11, f"闭合情况：{closing}。", 62.25)
    note(sheet, row + 4, 11, _TASK_NOTE, 21.75)
    page(sheet, 9, f"A1:K{row + 4}", "3:3", "C4")
    set_widths(sheet, [6.29, 20.71, 11.71, 16.71, 16.71, 11.71, 13.71, 10.71, 15.71, 15.71, 13.71])
    book.save(folder / f"{title}.xlsx")


_CLOSED = ("实际利用省外资金", "新增固定资产投资", "新签约亿元以上项目", "新入省库项目", "入统项目")
_TASK_NOTE = (
    "注：副科级以上干部和科员按职级承担个人资金任务和信息任务，计入所在单位任务，不重复计算。"
)
_TASK_HEAD = (
    "序号", "单位、人员", "职级", "实际利用省外资金\n确保（万元）", "实际利用省外资金\n力争（万元）", "新入省库\n项目（个）",
    "新签约亿元\n以上项目（个）", "入统项目\n（个）", "新增固定资产\n投资（万元）", "人员资金任务\n（万元）", "人员信息任务\n（条）",
)  # fmt: skip


def _task_rows(
    sheet: Worksheet, row: int, number: int, unit: str, items: Items, people: pd.DataFrame | None
) -> int:
    sheet.row_dimensions[row].height = 21
    put(sheet, row, 1, number, BIG_HEAD, CENTRE)
    put(sheet, row, 2, unit, BIG_HEAD, LEFT)
    put(sheet, row, 3, None, BIG_HEAD, CENTRE)
    _targets(sheet, row, items)
    count = 0 if people is None else len(people)
    for column, look in ((10, MONEY), (11, COUNT)):
        letter = get_column_letter(column)
        formula = f"=SUBTOTAL(9,{letter}{row + 1}:{letter}{row + count})"
        put(sheet, row, column, formula, BIG_HEAD, RIGHT, look)
    names = ["姓名", "职级", "资金任务（万元）", "信息条数任务"]
    for person in [] if people is None else people[names].to_numpy().tolist():
        row += 1
        sheet.row_dimensions[row].height = 21
        for column in (1, *range(4, 10)):
            put(sheet, row, column, None, BIG, CENTRE)
        looks = ((2, INDENTED, "General"), (3, CENTRE, "General"), (10, RIGHT, MONEY), (11, RIGHT, COUNT))  # fmt: skip
        for value, (column, alignment, look) in zip(person, looks, strict=True):
            put(sheet, row, column, value, BIG, alignment, look)
    return row + 1


def _targets(sheet: Worksheet, row: int, items: Items) -> None:
    values = [items[ASSESSED[0]]["target"], items[ASSESSED[0]]["stretch"]]
    values += [items[name]["target"] for name in ASSESSED[1:]]
    looks = (MONEY, MONEY, COUNT, COUNT, COUNT, MONEY)
    for column, (value, look) in enumerate(zip(values, looks, strict=True), 4):
        put(sheet, row, column, value, BIG_HEAD, RIGHT, look)


def _task_totals(sheet: Worksheet, row: int, last: int, whole: Items) -> None:
    for offset, name in enumerate(("合计", "市任务（上级下达）", "合计减市任务")):
        sheet.row_dimensions[row + offset].height = 21
        for column in (1, 3, 10, 11):
            put(sheet, row + offset, column, None, BIG_HEAD, CENTRE)
        put(sheet, row + offset, 2, name, BIG_HEAD, LEFT)
    _targets(sheet, row + 1, whole)
    for column, look in enumerate((MONEY, MONEY, COUNT, COUNT, COUNT, MONEY, MONEY, COUNT), 4):  # fmt: skip
        letter = get_column_letter(column)
        people = column > 9
        total = f"SUBTOTAL(9,{letter}5:{letter}{row - 1})" if people else f"SUM({letter}4:{letter}{last})"  # fmt: skip
        put(sheet, row, column, f"={total}", BIG_HEAD, RIGHT, look)
        if not people:
            short = f'=IFERROR({letter}{row}-{letter}{row + 1},"—")'
            put(sheet, row + 2, column, short, BIG_HEAD, RIGHT, look)


def _closing(name: str, whole: Items, own: dict[str, Items]) -> str:
    shares = [items[name]["target"] for items in own.values()]
    total = sum(one for one in shares if one != "未下达")
    task, measure = whole[name]["target"], "万元" if name in (ASSESSED[0], ASSESSED[-1]) else "个"
    said = f"各单位分解任务合计{total:g}{measure}"
    if total < task:
        return f"{said}，小于总任务{task:g}{measure}，相差{task - total:g}{measure}"
    return f"{said}，与总任务一致" if total == task else f"{said}，不低于总任务{task:g}{measure}"
