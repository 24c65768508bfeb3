"""Composite, range, increment, growth and adjusted tasks, curves and overrides, counted once more.

Drawn counties of three units whose office sets its tasks in every way; what is expected comes
from the recount of the workbooks (tests/recount) and from the arithmetic written out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from pipeline.model.figure import Scope, Status
from pipeline.model.month import WHOLE, Month
from pipeline.model.standing import Standing
from tests.agreement import SILENT, left_out
from tests.county import County, draw
from tests.recount import Count, count_year
from tests.recount.catalogue import FUNDS, SIGNED
from tests.recount.sentences import size
from tests.recount.sheets import book, number, rows
from tests.recount.standing import half_up
from tests.shipped import gathered

WORKS, PERIOD, MONTH = "新增固定资产投资", "2026-06", 6
UNIT, COUNTIES = "单位（代码、汇总组或全市）", 4
BIG, SMALL = (100_000, 1), (10_000, 3)
"""The lines of the composite: one of 10亿元以上, three of 亿元以上."""
LOWEST, HIGHEST = 3, 6
STOCK, MORE = 2, 4
GROWTH = 12
CURVE = (2, 5, 10, 20, 30, 45, 55, 65, 75, 85, 95, 100)
OWN_CURVE = (0, 0, 15, 25, 35, 40, 50, 60, 70, 80, 90, 100)
ADDED = 3
"""By so much the office puts the signed projects of the third unit higher than its rows say."""


@dataclass(frozen=True)
class Drawn:
    """A county as the program reads it and as the cells are recounted."""

    county: County
    inputs: Path
    month: Month
    count: Count

    @property
    def codes(self) -> list[str]:
        return [unit.code for unit in self.county.units]

    def heard(self, code: str) -> bool:
        return self.county.state(code, MONTH) not in SILENT

    def value(self, code: str, indicator: str, status: str = "自报") -> Fraction:
        """What the cells say, with the override of the third unit's signed projects."""
        value = self.count.values["单位", code, indicator, status]
        assert isinstance(value, Fraction)
        return value + ADDED if (code, indicator) == (self.codes[2], SIGNED) else value

    def standing(self, code: str, indicator: str) -> Standing:
        return self.month.standings[Scope("单位", code), indicator]


@pytest.fixture(scope="module", params=range(COUNTIES))
def drawn(request, tmp_path_factory) -> Iterator[Drawn]:
    inputs = tmp_path_factory.mktemp("county")
    county = draw(30_000 + request.param, 3, 7, PERIOD)
    county.write(inputs, (5, 6))
    states = {unit.code: county.state(unit.code, MONTH) for unit in county.units}
    codes = list(states)
    plain = count_year(inputs, PERIOD, states)
    book.cache_clear()
    _set(inputs / "基础库.xlsx", codes, plain.values["单位", codes[2], SIGNED, "自报"] + ADDED)
    _, month = gathered(inputs, PERIOD)
    count = count_year(inputs, PERIOD, states, left_out(month, inputs))
    yield Drawn(county, inputs, month, count)
    book.cache_clear()


def _set(path: Path, codes: list[str], raised: Fraction) -> None:
    """Set the tasks, the curves and the override in the office's tables."""
    opened = openpyxl.load_workbook(path)
    sheet = opened["年度目标"]
    at = {cell.value: cell.column for cell in sheet[3]}
    for row in range(sheet.max_row, 3, -1):
        code, indicator = (sheet.cell(row, at[name]).value for name in (UNIT, "指标"))
        if (indicator == SIGNED and code in codes) or (code, indicator) == ("全市", WORKS):
            sheet.delete_rows(row)
        elif (code, indicator) == (codes[0], FUNDS):
            sheet.cell(row, at["调整日期"]).value = date(2026, 3, 31)
            sheet.cell(row, at["调整后确保数"]).value = 7777

    def task(code: str, indicator: str, kind: str, **said: object) -> None:
        known = {
            "年度": 2026, UNIT: code, "指标": indicator, "下达": "本级", "类别": kind,
            "是否考核": "是", **said,
        }  # fmt: skip
        sheet.append([known.get(name) for name in at])

    for least, many in (BIG, SMALL):
        task(codes[0], SIGNED, "组合", **{"确保数": many, "每个不低于（万元）": least})
    task(codes[1], SIGNED, "总量", 区间下限=LOWEST, 区间上限=HIGHEST)
    task(codes[2], SIGNED, "存量增量", 确保数=MORE, 存量基数=STOCK)
    task("全市", WORKS, "增速", 确保数=GROWTH)
    curves = opened.create_sheet("序时曲线")
    curves.append(["序时曲线"])
    curves.append([])
    months = [f"{month}月（%）" for month in range(1, 13)]
    curves.append(["年度", "单位（代码、汇总组或全市，空为全部）", "指标（空为全部）", *months])
    curves.append([2026, None, WORKS, *CURVE])
    curves.append([2026, codes[1], None, *OWN_CURVE])
    raising = [date(2026, 6, 1), codes[2], SIGNED, "自报", int(raised), "会议议定", "张某"]
    for column, value in enumerate(raising, start=1):
        opened["数值调整"].cell(4, column).value = value
    opened.save(path)


def test_a_composite_is_done_as_far_as_its_lines_are(drawn):
    code = drawn.codes[0]
    standing = drawn.standing(code, SIGNED)
    if not drawn.heard(code):
        assert standing.rate is None
        return
    sizes = [
        size(row)
        for row in drawn.count.books[code].register
        if row["签约日期"] is not None
        and row["签约日期"].year == 2026
        and row["签约日期"].month <= MONTH
        and row["当前阶段"] != "终止"
        and (code, str(row["项目名称"])) not in left_out(drawn.month, drawn.inputs)
        and size(row) >= SMALL[0]
    ]
    assert len(sizes) == drawn.value(code, SIGNED)
    # the largest go to the upper line, as many as it asks for; all others count below
    upper = min(sum(one >= BIG[0] for one in sizes), BIG[1])
    lower = min(len(sizes) - upper, SMALL[1])
    assert standing.rate == Fraction(100 * (upper + lower), BIG[1] + SMALL[1])
    assert standing.short == BIG[1] + SMALL[1] - upper - lower
    assert standing.pace == 50


def test_a_range_is_held_against_its_lower_end_and_the_units_own_curve(drawn):
    code = drawn.codes[1]
    standing = drawn.standing(code, SIGNED)
    assert standing.target.upper == HIGHEST
    assert standing.pace == OWN_CURVE[MONTH - 1]
    if drawn.heard(code):
        rate = drawn.value(code, SIGNED) / LOWEST * 100
        assert standing.rate == rate
        assert standing.gap == half_up(rate, standing.decimals) - OWN_CURVE[MONTH - 1]


def test_an_increment_counts_what_is_above_the_stock_of_the_overridden_figure(drawn):
    code = drawn.codes[2]
    figure = drawn.month.figures[Scope("单位", code), SIGNED, Status.REPORTED]
    assert figure.value == drawn.value(code, SIGNED)
    assert figure.adjusted.before == figure.value - ADDED
    standing = drawn.standing(code, SIGNED)
    if drawn.heard(code):
        assert standing.rate == (figure.value - STOCK) / MORE * 100
        # a count: 2 and half of 4 are due in June
        assert standing.behind == max(STOCK + Fraction(MORE, 2) - figure.value, 0)


def test_totals_hold_the_override_and_groups_the_targets_that_add_up(drawn):
    city = drawn.month.figures[WHOLE, SIGNED, Status.REPORTED]
    assert city.value == sum(drawn.value(code, SIGNED) for code in drawn.codes)
    assert city.altered == (drawn.codes[2],)
    known = {drawn.codes[1]: (LOWEST, 0), drawn.codes[2]: (MORE, STOCK)}
    for group, units in drawn.month.groups.items():
        own = [unit.code for unit in units if unit.code in known]
        standing = drawn.month.standings[Scope("组", group), SIGNED]
        if own:
            sure, stock = (sum(known[code][at] for code in own) for at in (0, 1))
            value = sum(drawn.value(code, SIGNED) for code in own)
            assert standing.rate == Fraction(value - stock) / sure * 100
        else:
            assert standing.rate is None


def test_a_growth_is_held_against_the_growth_in_points(drawn):
    standing = drawn.month.standings[WHOLE, WORKS]
    last = next(
        number(row["修订值"] if row["修订值"] is not None else row["累计值"])
        for row in rows(drawn.inputs / "基础库.xlsx", "上年同期", "年度")
        if (row[UNIT], row["指标"], row["截至月份"]) == ("全市", WORKS, MONTH)
    )
    value = sum(drawn.value(code, WORKS) for code in drawn.codes)
    assert standing.figure.value == value
    assert (standing.rate, standing.distance) == (None, (value - last) / last * 100 - GROWTH)


def test_a_curve_of_an_indicator_holds_for_all_who_have_none_of_their_own(drawn):
    for code in drawn.codes:
        curve = OWN_CURVE if code == drawn.codes[1] else CURVE
        standing = drawn.standing(code, WORKS)
        assert standing.pace == curve[MONTH - 1]
        if standing.rate is not None:
            assert standing.rate == drawn.value(code, WORKS) / standing.target.sure * 100
            shown = half_up(standing.rate, standing.decimals)
            assert standing.gap == shown - curve[MONTH - 1]


def test_a_task_adjusted_in_the_year_holds_from_its_day(drawn):
    code = drawn.codes[0]
    standing = drawn.standing(code, FUNDS)
    assert standing.target.sure == 7777
    value = drawn.value(code, FUNDS, "核定")
    assert standing.rate == value / 7777 * 100
