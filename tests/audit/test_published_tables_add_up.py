"""Numbers that a finished table bears out, or not: totals, typed figures, rates (V45, V64, F42)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache, partial

import pytest

from pipeline.assess.published import published
from pipeline.assess.table import Shown, Table, table_of
from pipeline.model.edition import Printed
from pipeline.model.figure import Scope
from pipeline.model.interval import Interval
from pipeline.office.shown import Cell, Page, pages
from pipeline.render import excel
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.papers.known import known_of
from tests.shipped import month_of

TEMPLATE = "tables/指标完成情况表.xlsx"
GROUPS, TOTAL, WHOLE, VILLAGE, TOWNS = 5, 30, 31, 11, 9
"""Rows of June's table: 经开区 as a group, 合计, 全市, 石桐镇, 镇（街道）."""
TARGET, DONE, RATE = 21, 22, 23
"""The columns U, V, W: 入统项目."""


@cache
def june() -> tuple[tuple[Page, ...], tuple[Printed, ...]]:
    scheme, month = month_of("2026-06")
    names = dict(context(scheme.indicators, month, ()))
    made = excel.render(scheme.templates[TEMPLATE], TEMPLATE, names, FILTERS)
    return tuple(pages(made.content)), made.trace


def told(cells: dict[tuple[int, int], Cell], *also: Printed, sheet: int = 0) -> list[str]:
    """What is said of June's table with these cells in place of its own."""
    scheme, month = month_of("2026-06")
    means = partial(known_of, scheme, month)
    book, trace = june()
    page = book[sheet]
    changed = {f"{page.name}!{Page.address(*at)}" for at in cells}
    kept = [one for one in trace if one.place not in changed]
    page = replace(page, cells={**page.cells, **cells})
    table: Table = table_of("表.xlsx", page, [*kept, *also], means)
    return [f"{one.rule.code} {one.message}" for one in published(scheme, month, [table], means)]


def typed(text: str) -> Cell:
    return Cell(text)


def number(text: str, formula: str = "") -> Cell:
    return Cell(text, Fraction(text), formula)


def test_the_shipped_june_is_borne_out_on_every_sheet():
    assert told({}) == told({}, sheet=1) == []


@pytest.mark.parametrize(
    "cell", [typed("58"), typed("58个"), number("58"), number("58", "SUM(V7)")]
)
def test_a_total_that_the_rows_do_not_add_up_to_is_told_whoever_wrote_it(cell):
    # 13 + 5 + 40 + 1 = 59 of the four groups' units
    (one,) = told({(TOTAL, DONE): cell})
    assert one.startswith("V45 “《表.xlsx》完成情况!V30”分项合计59与合计58不符，相差1")


@pytest.mark.parametrize(
    "cell", [typed("59"), typed("59个"), number("59"), number("59", "SUM(V7)")]
)
def test_a_total_that_is_right_is_let_be_whoever_wrote_it(cell):
    assert told({(TOTAL, DONE): cell}) == []


def test_a_sum_that_misses_a_row_is_told_of_its_group():
    # the towns have 2+3+4+0+4+6+5+2+4+3+4+3 = 40; without the last 37
    found = told({(TOWNS, DONE): number("37", "SUBTOTAL(9,V10:V20)")})
    assert found[0] == "V64 《表.xlsx》完成情况!V9“37”与数不符：镇（街道）的这一格按数是40"
    assert "完成率47.62%与同一行的完成37、目标84不符，应为44.05%" in found[1]  # and so is its rate


def test_a_subtotal_adds_up_the_rows_since_the_one_before():
    label = {(15, 2): typed("小计")}  # 青榆 2 + 石桐 3 + 柳汀 4 + 鹿坪 0 + 云坞 4 = 13
    above = {(TOWNS, 2): typed("小计"), (TOWNS, DONE): number("18")}  # 13 + 5 of the two parks
    assert told({**label, **above, (15, DONE): number("13")})[:1] != []
    found = told({**label, **above, (15, DONE): number("14")})
    assert any("分项合计13与合计14不符" in one for one in found)


def test_the_citys_own_task_is_no_sum_whatever_its_row_is_called():
    # the units' tasks of 省外资金 come to more than the city's, F30 asks for no less
    own = next(one for one in june()[1] if one.place == "完成情况!C31")
    stated = june()[0][0].cells[WHOLE, 3]
    assert told({}) == []
    assert told({(TOTAL, 3): stated}, replace(own, place="完成情况!C30")) == []


def test_a_number_typed_among_figures_is_held_against_the_one_that_belongs_there():
    assert told({(VILLAGE, DONE): number("3")}) == []
    assert told({(VILLAGE, DONE): typed("3")}) == []
    found = told({(VILLAGE, DONE): number("4")})
    assert "V64 《表.xlsx》完成情况!V11“4”与数不符：石桐镇的这一格按数是3" in found


def test_a_rate_that_nobody_traced_is_held_against_its_row():
    # 59 of 126 is 46.825…: 46.83 % and 46.8 % fit, as does the fraction of a formula; 46.9 not
    for right in ("46.83", "46.8", "0.468253968253968"):
        assert told({(TOTAL, RATE): number(right)}) == []
    (one,) = told({(TOTAL, RATE): number("46.9")})
    assert one == (
        "V45 《表.xlsx》完成情况!W30的完成率46.9%与同一行的完成59、目标126不符，应为46.83%"
    )


def test_a_rate_of_another_figure_is_held_against_the_amount_in_its_row():
    # 石桐镇's 60 % are 3 of 5; with 4 of 5 printed beside it the row says 80 %
    other = Printed("完成情况!V11", "4", "单位:ZJ02/入统项目/自报")
    found = told({(VILLAGE, DONE): number("4")}, other)
    assert any("完成率60%与同一行的完成4、目标5不符，应为80.00%" in one for one in found)


def test_a_growth_is_held_against_its_own_two_amounts():
    page, trace = june()[0][1], june()[1]
    places = {one.figure: one.place for one in trace if one.place.startswith("全部指标!")}
    place = places["全市/入统项目/同比"]
    at = int(place.rpartition("!L")[2]), 12
    assert page.cells[at].text == "11.32"  # (59 − 53) ÷ 53 = 11.3207… %
    assert told({at: number("11.3")}, sheet=1) == []
    told_, also = told({at: number("11.4")}, sheet=1)
    assert told_.endswith("“11.4”与数不符：全市的这一格按数是11.3208")
    assert "同比11.4%与同一行的完成59、上年同期53不符，应为11.32%" in also


def test_a_formula_that_adds_up_prints_may_stand_for_the_figures_themselves():
    # shares of 7/3 and 4/3 print as 2 and 1; the sum of the prints is 3, of the figures 11/3
    key = "入统项目", "完成", "自报"
    shown = {
        (row, 3): Shown("", Scope("单位", code), key, value, Fraction(round(value)), "个")
        for row, code, value in ((2, "ZJ01", Fraction(7, 3)), (3, "ZJ02", Fraction(4, 3)))
    }
    cells = {at: number(str(one.number)) for at, one in shown.items()}
    for text, formula, high in (
        ("3", "SUBTOTAL(9,C2:C3)", Fraction(11, 3)),
        ("2", "SUBTOTAL(9,C2:C3)", 2),
        ("3", "", 3),
    ):
        page = Page("表", {**cells, (4, 3): number(text, formula)})
        assert Table("表.xlsx", page, shown).span(4, 3) == Interval(Fraction(text), Fraction(high))
