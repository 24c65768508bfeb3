"""The plain script's completion table, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.benchmarks.plain.sheet import (
    BODY,
    CENTRE,
    COUNT,
    HEAD,
    INDENTED,
    LEFT,
    MONEY,
    PERCENT,
    RIGHT,
    WRAPPED,
    heading,
    note,
    page,
    put,
    set_widths,
)
from tests.benchmarks.plain.words import ASSESSED, YEAR, Items, Words

_SIX = ("年度\n目标", "完成", "完成率\n（%）", "超序时\n（百分点）", "同比\n（%）", "名次")


def completion(
    words: Words,
    whole: Items,
    groups: dict[str, Items],
    own: dict[str, Items],
    units: pd.DataFrame,
    settings: dict[str, object],
    folder: Path,
) -> None:
    """Write 指标完成情况表: groups with subtotals, totals, the city, and all indicators."""
    book = Workbook()
    sheet = book.active
    sheet.title = "完成情况"
    head = f"{settings['地区']}{YEAR}年1—{words.month}月招商引资"
    heading(sheet, f"{head}主要指标完成情况表", "单位：万元、个、%、个百分点", 33)
    _completion_head(sheet, words)
    row, number = 5, 0
    for group, items in groups.items():
        members = units.index[units["汇总组"] == group]
        _subtotal_row(sheet, row, group, items, len(members))
        for code in members:
            row, number = row + 1, number + 1
            _unit_row(sheet, row, number, units.loc[code, "简称"], own[code])
            put(sheet, row, 33, _remark(words, code), BODY, CENTRE)
        row += 1
    _total_row(sheet, row)
    _whole_row(sheet, row + 1, whole)
    note(sheet, row + 2, 33, _completion_note(words, units), 45.75)
    page(sheet, 8, f"A1:AG{row + 2}", "3:4", "C5")
    set_widths(sheet, [4.71, 14.71, *_column_widths(), 16.71])
    _all_indicators(book, words, whole, head)
    book.save(folder / f"{settings['地区']}{YEAR}年1—{words.month}月指标完成情况表.xlsx")


def _column_widths() -> list[float]:
    money, count = [11.57, 11.57, 7.86, 7.86, 7.86, 6.71], [6.71, 6.71, 7.86, 7.86, 7.86, 6.71]
    return [*money, *count, *count, *count, *money]


def _completion_head(sheet: Worksheet, words: Words) -> None:
    for row, height in ((3, 26.25), (4, 33.75)):
        sheet.row_dimensions[row].height = height
        for column in range(1, 34):
            put(sheet, row, column, None, HEAD, WRAPPED)
    for column, text in ((1, "序号"), (2, "单位"), (33, "备注")):
        sheet.cell(3, column).value = text
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    for block, name in enumerate(ASSESSED):
        title, measure = words.indicators[name]
        first = 3 + 6 * block
        sheet.cell(3, first).value = f"{title}（{measure}，1—{words.until(name)}月）"
        sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=first + 5)
        for offset, text in enumerate(_SIX):
            sheet.cell(4, first + offset).value = text


def _formats(name: str) -> str:
    return MONEY if name in (ASSESSED[0], ASSESSED[-1]) else COUNT


def _subtotal_row(sheet: Worksheet, row: int, group: str, items: Items, members: int) -> None:
    sheet.row_dimensions[row].height = 24.75
    _ends(sheet, row, group)
    for block, name in enumerate(ASSESSED):
        first, item = 3 + 6 * block, items[name]
        for column in (first, first + 1):
            letter = get_column_letter(column)
            formula = f"=SUBTOTAL(9,{letter}{row + 1}:{letter}{row + members})"
            put(sheet, row, column, formula, HEAD, RIGHT, _formats(name))
        _rates(sheet, row, first + 2, item, HEAD)
        put(sheet, row, first + 5, "—", HEAD, CENTRE)


def _unit_row(sheet: Worksheet, row: int, number: int, unit: str, items: Items) -> None:
    sheet.row_dimensions[row].height = 24
    put(sheet, row, 1, number, BODY, CENTRE)
    put(sheet, row, 2, unit, BODY, INDENTED)
    for block, name in enumerate(ASSESSED):
        first, item = 3 + 6 * block, items[name]
        put(sheet, row, first, item["target"], BODY, RIGHT, _formats(name))
        put(sheet, row, first + 1, item["value"], BODY, RIGHT, _formats(name))
        _rates(sheet, row, first + 2, item, BODY)
        put(sheet, row, first + 5, item["rank"], BODY, CENTRE)


def _total_row(sheet: Worksheet, row: int) -> None:
    sheet.row_dimensions[row].height = 24.75
    _ends(sheet, row, "合计")
    for block, name in enumerate(ASSESSED):
        first = 3 + 6 * block
        for column in range(first, first + 6):
            letter = get_column_letter(column)
            total = f"=SUBTOTAL(9,{letter}6:{letter}{row - 1})"
            alone = column > first + 1
            look = CENTRE if alone else RIGHT
            put(sheet, row, column, "—" if alone else total, HEAD, look, _formats(name))


def _whole_row(sheet: Worksheet, row: int, whole: Items) -> None:
    sheet.row_dimensions[row].height = 24.75
    _ends(sheet, row, "全市（按市任务）")
    for block, name in enumerate(ASSESSED):
        first, item = 3 + 6 * block, whole[name]
        put(sheet, row, first, item["target"], HEAD, RIGHT, _formats(name))
        put(sheet, row, first + 1, item["value"], HEAD, RIGHT, _formats(name))
        _rates(sheet, row, first + 2, item, HEAD)
        put(sheet, row, first + 5, "—", HEAD, CENTRE)


def _ends(sheet: Worksheet, row: int, name: str) -> None:
    put(sheet, row, 1, None, HEAD, CENTRE)
    put(sheet, row, 2, name, HEAD, LEFT)
    put(sheet, row, 33, None, HEAD, CENTRE)


def _rates(sheet: Worksheet, row: int, column: int, item: dict, font: Font) -> None:
    for offset, key in enumerate(("rate", "gap", "growth")):
        put(sheet, row, column + offset, item[key], font, RIGHT, PERCENT)


def _remark(words: Words, code: str) -> str | None:
    return f"{words.states[code]}，沿用上月数" if code in words.states else None


def _completion_note(words: Words, units: pd.DataFrame) -> str:
    names = units["简称"]
    absent, returned = (
        "、".join(names[code] for code in units.index if words.states.get(code) == state)
        for state in ("未报送", "退回")
    )
    kept = "、".join(names[code] for code in units.index if code in words.states)
    note = "注：1.名次为考核分组内名次，完成率相同的并列。2.实际利用省外资金、新入省库项目为上级核定数，其余为单位报送经审核采纳数。"
    note += f"3.{absent}未报送本期报表。" if absent else ""
    note += f"4.{returned}本期报表经审核退回。" if returned else ""
    note += f"5.{kept}的自报数沿用上次采纳数，不计算完成率、同比和名次。" if kept else ""
    return note


def _all_indicators(book: Workbook, words: Words, whole: Items, head: str) -> None:
    sheet = book.create_sheet("全部指标")
    heading(sheet, f"{head}全部指标一览表", "单位：见“计量单位”栏", 14)
    titles = ("序号", "指标", "计量单位", "数据口径期", "年度目标\n（确保）", "年度目标\n（力争）", "完成", "完成率\n（%）",
              "序时进度\n（%）", "超序时\n（百分点）", "上年同期", "同比\n（%）", "待审核", "目标下达")  # fmt: skip
    for column, text in enumerate(titles, 1):
        put(sheet, 3, column, text, HEAD, WRAPPED)
    sheet.row_dimensions[3].height = 36
    keys = ("target", "stretch", "value", "rate", "pace", "gap", "last", "growth", "pending")
    for number, (name, item) in enumerate(whole.items(), 1):
        row = 3 + number
        sheet.row_dimensions[row].height = 23.25
        title, measure = words.indicators[name]
        put(sheet, row, 1, number, BODY, CENTRE)
        put(sheet, row, 2, title, BODY, INDENTED)
        put(sheet, row, 3, measure, BODY, CENTRE)
        put(sheet, row, 4, item["期"], BODY, CENTRE)
        for column, key in enumerate(keys, 5):
            look = PERCENT if key in ("rate", "pace", "gap", "growth") else "#,##0.##"
            put(sheet, row, column, item[key], BODY, RIGHT, look)
        put(sheet, row, 14, item["issuer"] or None, BODY, CENTRE)
    last = 4 + len(whole)
    note(sheet, last, 14, "注：未下达任务的指标不计算完成率；待审核数未计入完成数。", 20.25)
    page(sheet, 9, f"A1:N{last}", "3:3", "C4")
    set_widths(sheet, [5.71, 34.71, 9.71, 11.71, 12.71, 12.71, 13.71, 9.71, 9.71, 10.71, 13.71, 9.71, 12.71, 9.71])  # fmt: skip
