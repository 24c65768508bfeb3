"""不计该行, 不计该指标: the unit is told which amounts the totals leave out (by hand, 万元)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.model.finding import Finding
from tests.validate.bureau import Bureau, at, town


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path)
    made.keep()
    return made


def _only(bureau: Bureau, code: str) -> Finding:
    (one,) = [one for one in bureau.findings() if one.rule.code == code]
    return one


def test_a_project_left_out_names_its_plan_its_arrivals_and_its_investment(bureau):
    book = town()
    book["项目台账"][at(book["项目台账"], "其中：固定资产投资", 4)] = 13000
    bureau.send(book)
    assert _only(bureau, "V21").left_out == (
        "计划总投资12000万元、固定资产投资1—6月750万元、资金到位1—6月1500万元未计入"
    )


def test_where_the_last_accepted_rows_stand_it_is_said(bureau):
    bureau.send(town(5), month=5)
    book = town()
    book["项目台账"][at(book["项目台账"], "其中：固定资产投资", 4)] = 13000
    bureau.send(book)
    assert _only(bureau, "V21").left_out.endswith("未计入，暂用上次采用的数")


def test_a_cell_left_out_names_its_own_amount(bureau):
    bureau.send(town(5), month=5)
    book = town()
    book["项目台账"][at(book["项目台账"], "计划总投资", 5)] = 60000000
    bureau.send(book)
    assert _only(bureau, "V20").left_out == "计划总投资60000000万元未计入，暂用上次采用的数"


def test_a_cell_that_is_no_number_is_quoted(bureau):
    book = town()
    book["项目台账"][at(book["项目台账"], "计划总投资", 5)] = "约6000"
    bureau.send(book)
    assert _only(bureau, "V07").left_out == "计划总投资“约6000”未计入"


def test_a_source_left_out_names_the_amounts_that_are_counted_by_it(bureau):
    book = town()
    book["项目台账"][at(book["项目台账"], "投资性质", 4)] = "内资-省内市外"
    bureau.send(book)
    assert _only(bureau, "V33").left_out == "按“资金来源”统计的资金到位1—6月1500万元未计入"


def test_what_the_office_released_and_what_counts_leave_nothing_out(bureau):
    book = town()
    book["项目台账"][at(book["项目台账"], "其中：固定资产投资", 4)] = 13000
    book["项目台账"][at(book["项目台账"], "签约日期", 4)] = date(2026, 4, 9)  # V12: counted
    bureau.send(book)
    code = _only(bureau, "V21").code
    bureau.keep(
        采纳登记=[{"期间": "2026-06", "单位（代码）": "ZJ01", "问题编号（空为整份报表）": code,
                   "理由": "已核实", "采纳人": "甲"}]
    )  # fmt: skip
    assert [one.left_out for one in bureau.findings()] == [""] * len(bureau.findings())
