"""Lists over the office's own tables: what it ticked, set down and gathered, joined with registers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl

from pipeline.model.figure import Scope
from pipeline.model.month import WHOLE
from pipeline.render.context import context
from tests.audit.workbooks import register, sheet
from tests.shipped import INPUTS, month_of


def kept(sheet: str) -> list[dict]:
    """The rows of a sheet of the base workbook, read plainly."""
    book = openpyxl.load_workbook(Path(INPUTS) / "基础库.xlsx", data_only=True)
    rows = list(book[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0]]


def listed(name: str, scope: Scope = WHOLE, period: str = "2026-06"):
    return month_of(period)[1].lists[scope, name]


def test_a_unit_is_on_the_red_or_black_list_only_in_the_month_in_which_it_was_ticked():
    ticked = {
        board: [
            row["单位（代码）"]
            for row in kept("红黑榜")
            if (row["榜"], row["是否同意上榜"], row["期间"]) == (board, "是", "2026-06")
        ]
        for board in ("红榜", "黑榜")
    }
    assert len(ticked["红榜"]) == 3
    assert len(ticked["黑榜"]) == 1
    for board, units in ticked.items():
        assert [one.unit for one in listed(board).entries] == units
        assert listed(board, period="2026-05").total == 0


def test_a_key_project_has_its_investment_and_stage_from_the_units_register():
    own = {row["项目编码"]: row for _, row in register()}
    wanted = [
        (row["单位（代码）"], row["项目名称"], own[row["项目编码"]]["计划总投资"])
        for row in kept("重点项目")
    ]
    found = [
        (one.unit, one.cells["项目名称"], float(one.cells["计划总投资"]))
        for one in listed("重点项目").entries
    ]
    assert found == wanted
    assert len(found) == 8


def test_a_units_own_list_has_the_rows_that_bear_its_code():
    for unit in {row["单位（代码）"] for row in kept("重点项目")}:
        many = sum(row["单位（代码）"] == unit for row in kept("重点项目"))
        assert listed("重点项目", Scope("单位", unit)).total == many


def test_rows_of_no_unit_belong_to_the_whole_in_the_order_in_which_they_were_typed():
    names = [row["姓名"] for row in kept("领导小组")]
    assert [one.cells["姓名"] for one in listed("领导小组").entries] == names
    assert all(one.unit == "" for one in listed("领导小组").entries)
    assert listed("领导小组", Scope("单位", "KF01")).total == 0


def test_matters_that_are_not_struck_off_are_listed_with_the_days_since_their_term():
    # 20 May and 20 days is 9 June: 21 days to 30 June; and 30 days is 19 June: 11 days;
    # and 45 days is 4 July: 4 days left
    found = [
        (one.cells["时限"], int(one.cells["超期天数"])) for one in listed("未销号事项").entries
    ]
    days = [(date(2026, 6, 9), 21), (date(2026, 6, 19), 11), (date(2026, 7, 4), -4)]
    assert found == days


def test_all_fields_of_a_form_are_listed_with_a_cell_for_each_month():
    # 全部: what is sent on to the level above; of 青榆镇's first row of 资金到位 every month
    scheme, month = month_of("2026-06")
    entry = listed("上报到位", Scope("单位", "ZJ01")).entries[0]
    page = sheet("2026-06/招商月报_ZJ01_202606.xlsx", "资金到位")
    names = [cell.value for cell in page[4]]
    first = names.index("1月")
    told = [page.cell(5, first + number).value for number in range(1, 13)]
    assert [entry.cells[f"各月.{number}"] for number in range(1, 13)] == [
        None if one is None else Fraction(format(one, ".15g")) for one in told
    ]
    units = context(scheme.indicators, month, [])["单位"]
    row = units["ZJ01"]["清单"]["上报到位"][0]
    assert [one.value for one in row["各月"]] == [
        entry.cells[f"各月.{number}"] for number in range(1, 13)
    ]
