"""The six tables of leads, deadlines, settling, activities, joint batches, chains and fronts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.month import Month
from pipeline.render import excel
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.scheme.scheme import Scheme
from tests.recount.sheets import number, rows
from tests.shipped import INPUTS, TEMPLATES, gathered, month_of

TABLES = (
    "在谈项目表",
    "倒排进度表",
    "落地慢项目和落地率分析表",
    "招商活动汇总表",
    "集中开工集中签约项目一览表",
    "产业链和战线情况表",
)
CARRIED = {"ZJ03": "2026-05", "ZJ07": "2026-05"}
"""Returned and not sent in June: their May stands."""


@cache
def names_of(period: str) -> Mapping[str, object]:
    return names(*month_of(period))


def names(scheme: Scheme, month: Month) -> Mapping[str, object]:
    return context(scheme.indicators, month, ())


def rendered(known: Mapping[str, object], table: str, cached: bool = True) -> Workbook:
    """A table as a workbook, formulas as their values."""
    data = (TEMPLATES / "tables" / f"{table}.xlsx").read_bytes()
    made = excel.render(data, f"{table}.xlsx", known, FILTERS)
    return openpyxl.load_workbook(io.BytesIO(made.content), data_only=cached)


@cache
def june(table: str) -> Workbook:
    return rendered(names_of("2026-06"), table)


def lines(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def line(sheet: Worksheet, first: str, column: int = 1) -> list[object]:
    """The row that says a text in a column, counted from 0."""
    return next(row for row in lines(sheet) if row[column] == first)


def texts(book: Workbook) -> str:
    return "\n".join(str(cell) for sheet in book for row in lines(sheet) for cell in row if cell)


def sent(sheet: str, first: str) -> list[tuple[str, dict[str, object]]]:
    """The rows of every unit's workbook that stand in June, with the unit's code."""
    made = []
    for row in rows(INPUTS / "基础库.xlsx", "单位名录", "代码"):
        code = str(row["代码"])
        period = CARRIED.get(code, "2026-06")
        path = INPUTS / period / f"招商月报_{code}_{period.replace('-', '')}.xlsx"
        made += [(code, one) for one in rows(path, sheet, first)]
    return made


def money(value: object) -> Fraction:
    return Fraction(format(value, ".15g"))


class TestLeads:
    def test_nobody_who_is_behind_a_lead_can_be_told_from_the_published_table(self):
        said = texts(june("在谈项目表"))
        hidden = {
            str(row[name])
            for _, row in sent("在谈项目", "线索编码")
            for name in ("投资企业全称", "法人或关键人姓名", "电话")
            if row[name]
        }
        assert len(hidden) > 100
        assert [one for one in hidden if one in said] == []

    def test_what_is_not_yet_signed_adds_up_to_the_workbooks(self):
        open_ = [row for _, row in sent("在谈项目", "线索编码") if not row["转签约项目编码"]]
        total = line(june("在谈项目表")["在谈项目"], "合计")
        assert total[2] == f"{len(open_)}个"
        assert money(total[5]) == sum(number(row["意向投资"]) for row in open_)

    def test_a_unit_without_any_has_its_sentence_and_those_that_did_not_report_are_named(self):
        said = texts(june("在谈项目表"))
        assert "市供销社暂无在谈项目。" in said
        assert "沙棠镇未报送本期报表。柳汀镇本期报表经审核退回。" in said

    def test_shares_of_the_stages_make_a_hundred(self):
        total = line(june("在谈项目表")["分阶段"], "合计", 0)
        assert (total[2], total[4]) == (100, 100)


class TestDeadlines:
    def test_twenty_four_months_stand_side_by_side_from_this_januarys(self):
        sheet = june("倒排进度表")["倒排进度"]
        months = [cell.value for cell in sheet[5] if isinstance(cell.value, datetime)]
        assert [one.date() for one in months] == [
            date(year, month, 1) for year in (2026, 2027) for month in range(1, 13)
        ]

    def test_marks_stand_in_the_months_of_the_dates_and_what_came_covers_what_was_planned(self):
        sheet = june("倒排进度表")["倒排进度"]
        months = {cell.column: cell.value for cell in sheet[5] if isinstance(cell.value, datetime)}
        seen = set()
        for row in sheet.iter_rows(min_row=6, max_row=203):
            cells = [cell.value for cell in row]
            came = {(at.year, at.month) for at in (cells[7], cells[9]) if at}
            planned = {(at.year, at.month) for at in (cells[6], cells[8], cells[10]) if at}
            for column, first in months.items():
                own = first.year, first.month
                mark = "●" if own in came else "○" if own in planned else None
                assert (row[column - 1].value or None) == mark
                seen.add(mark)
        assert seen == {"●", "○", None}

    def test_days_over_are_counted_from_the_first_node_that_was_not_reached(self):
        # 2026-06-16 planned to produce, not done by 06-30: 14 days; not due ones print nothing
        sheet = june("倒排进度表")["倒排进度"]
        late = [row for row in lines(sheet)[5:203] if row[-2]]
        assert [(row[8].date(), row[-2]) for row in late if row[7] and not row[9]] == [
            (date(2026, 6, 16), 14)
        ]
        for row in late:
            node = row[6] if not row[7] else row[8] if not row[9] else row[10]
            assert row[-2] == (date(2026, 6, 30) - node.date()).days > 0

    def test_bars_and_the_line_of_the_day_follow_rows_and_months(self):
        sheet = rendered(names_of("2026-06"), "倒排进度表", cached=False)["倒排进度"]
        rules = {str(one.sqref): len(one.rules) for one in sheet.conditional_formatting}
        assert rules == {"L6:W203": 9, "L5:W5": 1, "Y6:AJ203": 9, "Y5:AJ5": 1}


class TestSettling:
    def test_cohorts_are_the_years_of_signing_and_rates_are_of_what_counts(self):
        cohorts: dict[str, list[dict]] = {}
        for _, row in sent("项目台账", "项目编码"):
            if row["签约日期"]:
                cohorts.setdefault(f"{row['签约日期'].year}年", []).append(row)
        made = lines(june("落地慢项目和落地率分析表")["分年度落地率"])[3:]
        assert [row[0] for row in made[: len(cohorts)]] == sorted(cohorts)
        for row in made[: len(cohorts)]:
            own = cohorts[row[0]]
            started = sum(one["实际开工日期"] is not None for one in own)
            ended = sum(one["当前阶段"] == "终止" for one in own)
            rate = round(Fraction(started * 100, len(own)), 2)
            assert row[1:4] == [len(own), ended, len(own)]
            assert (row[5], money(row[6])) == (started, rate)

    def test_the_definition_and_what_is_divided_by_are_printed(self):
        said = texts(june("落地慢项目和落地率分析表"))
        assert "以开工为落地，终止项目保留" in said
        assert "本年新签约项目个数（不论规模）" in said

    def test_kinds_of_problem_add_up_to_the_slow_projects(self):
        book = june("落地慢项目和落地率分析表")
        slow, kinds = line(book["落地慢项目"], "合计"), line(book["问题类别"], "合计", 0)
        assert slow[2] == f"{kinds[1]}个"
        assert slow[3] == kinds[3]


class TestActivities:
    def test_units_and_kinds_add_up_to_what_the_workbooks_say_of_the_year(self):
        book = june("招商活动汇总表")
        own = [row for _, row in sent("招商活动", "开始日期")]
        own = [
            row for row in own if date(2026, 1, 1) <= row["开始日期"].date() <= date(2026, 6, 30)
        ]
        month = sum(row["开始日期"].month == 6 for row in own)
        heads = ("参加人数", "拜访（接待）企业数", "客商人次", "重点洽谈家数", "达成意向家数")
        sums = [sum(number(row[name]) for row in own) for name in (*heads, "发放资料（份）")]
        by_unit, by_kind = line(book["分单位"], "合计"), line(book["分类型"], "合计", 0)
        assert [sum(by_unit[2:7]), *by_unit[7:15]] == [len(own), len(own), month, *sums]
        assert [by_kind[1], *by_kind[2:10]] == [len(own), 100, month, *sums]

    def test_each_unit_and_kind_has_its_own_count(self):
        sheet = june("招商活动汇总表")["分单位"]
        kinds = [cell.value for cell in sheet[4]][2:7]
        said = [(code, row["活动类型"]) for code, row in sent("招商活动", "开始日期")]
        units = {
            str(r["简称"]): str(r["代码"]) for r in rows(INPUTS / "基础库.xlsx", "单位名录", "代码")
        }
        for row in lines(sheet)[4:25]:
            assert row[2:7] == [said.count((units[row[1]], kind)) for kind in kinds]


class TestBatches:
    def test_each_batch_has_its_projects_its_trades_and_its_total(self):
        known = {row["项目编码"]: row for _, row in sent("项目台账", "项目编码")}
        kept = [
            row
            for row in rows(INPUTS / "基础库.xlsx", "集中活动", "批次（如2026年二季度）")
            if row["类型"] == "集中开工"
        ]
        sheet = june("集中开工集中签约项目一览表")["集中开工"]
        for name in ("2026年一季度", "2026年二季度", "合计"):
            own = [one for one in kept if name in ("合计", one["批次（如2026年二季度）"])]
            found = [known[one["项目编码"]] for one in own]
            trades = len({one["产业门类"] for one in found})
            said = line(sheet, name)
            assert said[2] == f"{len(own)}个，涉及产业门类{trades}个"
            assert money(said[5]) == sum(number(one["计划总投资"]) for one in found)


class TestChainsAndFronts:
    def test_all_chains_together_are_the_whole(self):
        total = line(june("产业链和战线情况表")["按产业链"], "合计")
        whole = names_of("2026-06")["全市"]
        for column, name in (
            (2, "新签约亿元以上项目"),
            (4, "新签约亿元以上项目规模"),
            (6, "开工项目"),
            (7, "入统项目"),
            (8, "实际利用省外资金"),
            (10, "新增固定资产投资"),
        ):
            assert money(total[column]) == whole[name]["完成"].value
        assert [total[column] for column in (3, 5, 9)] == [100, 100, 100]

    def test_fronts_add_up_and_the_city_keeps_its_own_task(self):
        sheet = june("产业链和战线情况表")["按战线"]
        total, city = line(sheet, "合计"), line(sheet, "全市（按市任务）")
        # 21 units; 488000 of the units' tasks, 473000 set for the city; 2085478800 fen either way
        assert (total[2], total[3], city[3]) == (21, 488000, 473000)
        assert money(total[4]) == money(city[4]) == Fraction("208547.88")
        assert (total[5], total[7]) == ("—", 100)


@pytest.fixture(scope="module")
def nobody(tmp_path_factory) -> Mapping[str, object]:
    folder = tmp_path_factory.mktemp("nobody")
    (folder / "2026-01").mkdir()
    (folder / "基础库.xlsx").symlink_to(Path(INPUTS) / "基础库.xlsx")
    return names(*gathered(folder, "2026-01"))


class TestNobodyReports:
    @pytest.mark.parametrize("table", TABLES)
    def test_no_table_claims_a_nought(self, nobody, table):
        said = texts(rendered(nobody, table))
        assert "【缺" not in said
        assert "#" not in said
        assert "没有单位上报" not in said
        if "集中" not in table:
            assert "未报送本期报表" in said

    def test_sums_of_nothing_are_a_dash(self, nobody):
        book = rendered(nobody, "招商活动汇总表")
        assert book.sheetnames == ["分单位", "分类型"]
        assert set(line(book["分单位"], "合计")[2:-1]) == {"—"}
        assert line(rendered(nobody, "在谈项目表")["在谈项目"], "合计")[5] == "—"
        assert "没有组织集中开工" in texts(rendered(nobody, "集中开工集中签约项目一览表"))


def test_in_january_there_are_no_cohorts_but_those_signed_by_then():
    sheet = rendered(names_of("2026-01"), "落地慢项目和落地率分析表")["分年度落地率"]
    assert [row[0] for row in lines(sheet)[3:8]] == ["2023年", "2024年", "2025年", "2026年", "合计"]
    assert "2026年1月份" in sheet["A1"].value
