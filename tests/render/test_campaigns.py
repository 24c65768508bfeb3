"""A campaign of 46 days in the shipped county: its figures, its own tasks, pace by days (F02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import openpyxl
import pytest

from pipeline.model.figure import Quantity, Scope, Status
from pipeline.render.context import context
from tests.recount.sheets import rows
from tests.shipped import INPUTS, gathered

NAME, SIGNED, FUNDS = "春季攻坚", "新签约亿元以上项目", "实际利用省外资金"
NOTICES = [date(2026, 2, 24), date(2026, 3, 6), date(2026, 3, 16), date(2026, 3, 26)]


def signed(unit: str, last: date) -> int:
    """Count in a unit's own workbook what it signed from 15 February to `last`, of 1亿元 up."""
    return len(sizes(unit, last))


def sizes(unit: str, last: date) -> list[Fraction]:
    """The 万元 of each project so signed: as recognised, else as planned."""
    book = openpyxl.load_workbook(INPUTS / "2026-06" / f"招商月报_{unit}_202606.xlsx")
    rows = [list(row) for row in book["项目台账"].iter_rows(values_only=True)]
    head = next(row for row in rows if "签约日期" in row)
    total = next(one for one in head if str(one).startswith("计划总投资"))
    known = [dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]]
    return [
        Fraction(str(row["认定额"] or row[total]))
        for row in known
        if isinstance(row["签约日期"], datetime)
        and date(2026, 2, 15) <= row["签约日期"].date() <= last
        and row["当前阶段"] != "终止"
        and (row["认定额"] or row[total]) >= 10_000
    ]


@pytest.fixture(scope="module")
def stage(stages) -> dict:
    return stages[NAME]


@pytest.fixture(scope="module")
def stages(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("campaign")
    for period in sorted(INPUTS.glob("2026-*")):
        (folder / period.name).symlink_to(period, target_is_directory=True)
    book = openpyxl.load_workbook(INPUTS / "基础库.xlsx")
    del book["阶段"]
    _keep_stage(book.create_sheet("阶段"))
    _task(book["年度目标"], "KF01", 10)
    _task(book["年度目标"], "全市", 40)
    book.save(folder / "基础库.xlsx")
    scheme, month = gathered(folder, "2026-06")
    return context(scheme.indicators, month, ())["阶段"]


def _keep_stage(sheet) -> None:
    sheet.append(["阶段"])
    sheet.append([])
    sheet.append(
        ["名称", "类别", "起始日", "截止日", "通报日期（用顿号隔开，如2026-02-24、2026-03-06）"]
    )
    notices = "、".join(str(day) for day in [*NOTICES, date(2026, 4, 1)])
    sheet.append([NAME, "活动", date(2026, 2, 15), date(2026, 4, 1), notices])
    sheet.append(["六月中旬", "旬", date(2026, 6, 11), date(2026, 6, 20), None])
    sheet.append(["六月下旬", "旬", date(2026, 6, 21), date(2026, 6, 30), None])
    sheet.append(["春季", "活动", date(2026, 3, 1), date(2026, 4, 30), None])


def _task(sheet, unit: str, count: int) -> None:
    head = [cell.value for cell in sheet[3]]
    if "阶段（全年任务不填）" not in head:
        head.append("阶段（全年任务不填）")
        sheet.cell(3, len(head), head[-1])
    given = {
        "年度": 2026,
        "单位（代码、汇总组或全市）": unit,
        "指标": SIGNED,
        "下达": "本级",
        "类别": "总量",
        "确保数": count,
        "是否考核": "是",
        "阶段（全年任务不填）": NAME,
    }
    sheet.append([given.get(name) for name in head])


def test_a_campaign_is_reported_on_each_of_its_days_with_the_pace_of_that_day(stage):
    assert [one["截止"] for one in stage["各次"]] == [*NOTICES, date(2026, 4, 1)]
    assert [one["序时进度"].bare for one in stage["各次"]] == [
        "21.74",
        "43.48",
        "65.22",
        "86.96",
        "100.00",
    ]
    assert [one["已过天数"] for one in stage["各次"]] == [10, 20, 30, 40, 46]
    assert (stage["天数"], stage["剩余天数"], stage["起止"]) == (46, 0, "2月15日—4月1日")


def test_its_figures_are_those_of_its_days_and_of_no_others(stage):
    for one in stage["各次"]:
        units = {unit["代码"]: unit for unit in one["各单位"]}
        for code in ("KF01", "KF02", "ZJ05"):
            assert units[code][SIGNED]["完成"].value == signed(code, one["截止"]), code
        total = sum(unit[SIGNED]["完成"].value for unit in units.values())
        assert one["全市"][SIGNED]["完成"].value == total
        assert sum(group[SIGNED]["完成"].value for group in one["各组"]) == total


def test_a_formula_is_that_of_its_parts_in_these_days(stage):
    last = stage["各次"][-1]
    units = {unit["代码"]: unit for unit in last["各单位"]}
    found = {code: sizes(code, last["截止"]) for code in ("KF01", "KF02")}
    assert all(found.values())
    for code, own in found.items():
        assert units[code]["平均项目规模"]["完成"].value == sum(own) / len(own)
    whole = last["全市"]
    assert whole["平均项目规模"]["完成"].value == (
        whole["新签约亿元以上项目规模"]["完成"].value / whole[SIGNED]["完成"].value
    )
    nobody = next(unit for unit in last["各单位"] if unit[SIGNED]["完成"].value == 0)
    assert nobody["平均项目规模"]["完成"].value is None  # nothing can be divided by


def test_its_tasks_are_its_own(stage):
    second = stage["各次"][1]
    item = next(one for one in second["各单位"] if one["代码"] == "KF01")[SIGNED]
    count = signed("KF01", date(2026, 3, 6))
    assert item["目标"].value == 10
    assert item["完成率"].value == count * 10
    # 20 of 46 days have passed: 43.48
    assert item["序时进度"].bare == "43.48"
    assert item["超序时"].bare == f"{count * 10 - 43.48:.2f}"
    other = next(one for one in second["各单位"] if one["代码"] == "ZJ01")[SIGNED]
    assert other["完成率"].bare == "未下达"


def test_the_years_own_task_is_not_touched_by_the_campaigns():
    scheme, month = gathered(INPUTS, "2026-06")
    assert context(scheme.indicators, month, ())["单位"]["KF01"][SIGNED]["目标"].value == 32


def test_what_counts_by_months_has_no_figure_of_days(stage):
    item = stage["全市"][FUNDS]
    assert isinstance(item["完成"], Quantity)
    assert item["完成"].value is None
    for name in ("完成", "完成率", "超序时", "同比"):
        assert item[name].bare == "不按日统计"
    assert item["序时措辞"].bare == item["同比措辞"].bare == "不按日统计"


def test_an_office_without_campaigns_has_none():
    scheme, month = gathered(INPUTS, "2026-06")
    none = context(scheme.indicators, replace(month, stretches={}), ())
    assert none["阶段"] == {} and none["各阶段"] == []


def test_what_counts_by_months_is_a_difference_where_the_days_are_whole_months(stages):
    _, month = gathered(INPUTS, "2026-06")
    for scope, item in (
        (Scope("全市", ""), stages["春季"]["全市"][FUNDS]),
        (Scope("单位", "KF01"), stages["春季"]["各单位"][0][FUNDS]),
    ):
        january, february, _, april, *_ = month.series[scope, FUNDS, Status.CONFIRMED]
        assert january and item["完成"].value == april - february


def test_whole_months_are_compared_with_last_years_table_of_cumulative_values(stages):
    known = {
        row["截至月份"]: row["修订值"] if row["修订值"] is not None else row["累计值"]
        for row in rows(INPUTS / "基础库.xlsx", "上年同期", "年度")
        if (row["单位（代码、汇总组或全市）"], row["指标"]) == ("KF01", FUNDS)
    }
    last = Fraction(str(known[4])) - Fraction(str(known[2]))
    item = stages["春季"]["各单位"][0][FUNDS]
    assert item["同期"].value == last
    assert item["同比"].value == (item["完成"].value - last) / last * 100


def test_days_that_no_register_of_last_year_holds_say_so(stages):
    item = stages["六月中旬"]["全市"][SIGNED]
    assert (item["完成"].value is not None, item["同比"].bare) == (True, "无同期")
    assert item["同比措辞"].bare == "无上年同期数，不作比较"


def test_the_people_of_a_campaign_and_nobody_add_up_to_their_units(stage):
    last = stage["各次"][-1]
    people = [one for one in last["各人员"] if one["代码"] == "KF01"]
    assert [one["序号"] for one in last["各人员"]] == [*range(1, len(last["各人员"]) + 1)]
    told = [rank for one in people if (rank := one["职级"])]
    quotas = [
        str(row["姓名"])
        for row in rows(INPUTS / "基础库.xlsx", "人员任务", "年度")
        if row["单位（代码）"] == "KF01"
    ]
    assert {one["姓名"] for one in people} >= set(quotas)
    assert len(told) == len(quotas)
    unit = next(one for one in last["各单位"] if one["代码"] == "KF01")
    assert 0 < sum(one[SIGNED]["完成"].value for one in people) <= unit[SIGNED]["完成"].value
    # amounts come by the month: a reason, and no gap in the row
    assert {one[FUNDS]["完成"].bare for one in people} == {"不按日统计"}
    assert len({frozenset(one) for one in last["各人员"]}) == 1


def test_ten_days_know_their_name_and_the_ten_days_before(stages):
    last = stages["六月下旬"]
    assert (last["期名"], last["旬"], last["周次"]) == ("2026年6月下旬", "6月下旬", "")
    assert last["上一阶段"]["期名"] == "2026年6月中旬"
    assert last["上一阶段"]["全市"][SIGNED]["完成"].value is not None
    assert stages["六月中旬"]["上一阶段"] is None


def test_a_front_of_a_campaign_is_the_sum_of_its_units(stage):
    fronts = stage["各战线"]
    assert sum(one[SIGNED]["完成"].value for one in fronts) == stage["全市"][SIGNED]["完成"].value
