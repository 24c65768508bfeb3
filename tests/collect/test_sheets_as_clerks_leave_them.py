"""Sheets with renamed headers, sums, hidden parts, merges and further tables: read, and told of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from pipeline.collect.read import Reading, read_table
from pipeline.model.number import SCALE
from pipeline.model.period import Period
from pipeline.office.grid import Grid
from tests.validate.bureau import ARRIVALS, LEDGER, shipped

HEAD = list(ARRIVALS[:-1])
PLAIN = ["A-1", "包装", "省外", 0, 1, 2, 3, 4, 5, 6, None, None, None, None, None, None, 21]
OTHER = ["A-2", "茶厂", "省外", 9, 1, 1, 1, 1, 1, 1, None, None, None, None, None, None, 6]
SUM = ["合计", None, None, 9, 2, 3, 4, 5, 6, 7, None, None, None, None, None, None, 27]


def read(rows: Sequence[Sequence[object]], form: str = "资金到位", **how) -> Reading:
    grid = Grid(form, [list(row) for row in rows], **how)
    return read_table(shipped(), shipped().form(form), "甲.xlsx", [grid], Period(2026, 6), "ZJ01")


def told(reading: Reading) -> list[tuple[str, str, str]]:
    """Rule, first cell and message of each finding."""
    return [(one.rule.code, one.places[0].cell, one.message) for one in reading.findings]


def ledger(**renamed: str) -> list[str]:
    return [renamed.get(one, one) for one in LEDGER]


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("签约日期", "签约时间"),
        ("项目编码", "项目编号"),
        ("投资方（全称）", "投资方名称"),
        ("实际开工日期", "实际开工时间"),
        ("分包责任人", "分包负责人"),
        ("计划总投资", "项目计划总投资"),
        ("计划总投资", "计划总投资额（万元）"),
    ],
)
def test_a_header_that_can_only_mean_one_field_is_read_as_it(heading, typed):
    reading = read([[typed if one == heading else one for one in LEDGER]], "项目台账")
    ((code, _, message),) = told(reading)
    assert code == "V05"
    assert message.endswith(f"按“{heading}”读取")


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("计划总投资", "实际总投资"),
        ("计划总投资", "计划总投资额（亿元）"),
        ("包保领导", "备用一栏"),
        ("以前年度累计", "本年度累计"),
    ],
)
def test_a_header_that_means_something_else_is_not(heading, typed):
    form, heads = ("资金到位", HEAD) if heading in HEAD else ("项目台账", list(LEDGER))
    reading = read([[typed if one == heading else one for one in heads]], form)
    assert [code for code, _, _ in told(reading)] == ["V04"]


def test_two_headers_that_fit_one_field_are_neither_read():
    heads = ["签约时间" if one == "签约日期" else one for one in LEDGER]
    assert "V04" in {code for code, _, _ in told(read([[*heads, "签约的日期"]], "项目台账"))}


def test_a_renamed_column_gives_its_values_to_the_field():
    heads = ["以前年度累计额" if one == "以前年度累计" else one for one in HEAD]
    table = read([heads, PLAIN, OTHER]).table
    values = table.columns["以前年度累计"].values
    assert [Fraction(one, SCALE) for one in values] == [0, 9]


def test_amounts_outside_the_form_are_named_once_and_notes_and_numbering_are_not():
    heads = ["序号", *HEAD, "意向资金", "联系情况", "到位率"]
    rows = [[1, *PLAIN, 70, "已电话联系", 0.5], [2, *OTHER, 80, "", 0.6]]
    assert told(read([heads, *rows])) == [
        ("X07", "S1", "“资金到位”里表样以外的列没有读取：“意向资金”")
    ]


def test_a_sum_that_is_right_is_nothing_wherever_it_stands():
    part = [*SUM]
    part[0] = "小计"
    first = ["小计", None, None, *PLAIN[3:]]
    second = ["小计", None, None, *OTHER[3:]]
    for rows in (
        [PLAIN, OTHER, SUM],
        [SUM, PLAIN, OTHER],
        [PLAIN, first, OTHER, second, SUM],
        [first, PLAIN, second, OTHER],
        [PLAIN, OTHER, part, SUM],
    ):
        reading = read([HEAD, *rows])
        assert told(reading) == []
        assert len(reading.table) == 2


def test_a_wrong_sum_is_asked_about_and_never_counted():
    wrong = [*SUM]
    wrong[9], wrong[16] = 8, 28
    reading = read([HEAD, PLAIN, OTHER, wrong])
    assert told(reading) == [
        ("X05", "J4", "第4行“合计”的“6月”写的是8，各行相加为7（另有1列也不符）")
    ]
    (one,) = reading.findings
    assert [place.cell for place in one.places] == ["J4", "Q4"]
    assert (one.found, one.expected) == ("8", "7")
    assert len(reading.table) == 2


def test_a_sum_rounded_to_what_it_shows_is_right():
    cents = ["A-3", "药厂", "省外", 0, 0.4, *[None] * 11, 0.4]
    assert told(read([HEAD, PLAIN, OTHER, cents, SUM])) == []


def test_hidden_rows_columns_and_sheets_that_hold_data_are_asked_about_once_each():
    hidden = {"hidden_rows": frozenset({2, 3, 9}), "hidden_columns": frozenset({10, 16, 30})}
    assert told(read([HEAD, PLAIN, OTHER], hidden=True, **hidden)) == [
        ("V56", "", "“资金到位”整张工作表被隐藏"),
        ("V56", "A2", "“资金到位”有2行数据被隐藏"),
        ("V56", "J1", "“资金到位”有1列数据被隐藏"),
    ]


def test_rows_that_a_filter_hides_are_told_as_such():
    reading = read([HEAD, PLAIN, OTHER], hidden_rows=frozenset({3}), filtered=True)
    assert told(reading) == [("V56", "A3", "“资金到位”正在筛选，有1行数据没有显示")]


def test_merged_amounts_are_asked_about():
    below = [*OTHER]
    below[4] = None
    assert told(read([HEAD, PLAIN, below], merges=((2, 5, 3, 5),))) == [
        ("V56", "E2", "“资金到位”有1处数据格被合并")
    ]


def test_the_header_again_on_a_second_page_hides_no_row():
    reading = read([HEAD, PLAIN, [None] * 17, HEAD, OTHER])
    assert list(reading.table.columns["项目名称"].values) == ["包装", "茶厂"]
    assert told(reading) == [("V56", "A4", "“资金到位”第4行又有表头，其下各行已一并读入")]


def test_another_table_below_ends_the_first_and_is_told():
    reading = read([HEAD, PLAIN, ["固定资产投资"], list(LEDGER[:8]), ["B-1", "别的", "某", "某"]])
    assert list(reading.table.columns["项目名称"].values) == ["包装"]
    assert told(reading) == [("V56", "A4", "“资金到位”第4行起是另一张表，没有读入")]
