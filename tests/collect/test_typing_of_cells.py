"""How one cell is read: mere spelling is read, what needs a decision is left to a person."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.collect.typing import shown, typed
from pipeline.model.number import SCALE
from pipeline.scheme.form import Field, Kind
from pipeline.scheme.frame import BAD

MONEY = Field("金额", "金额", Kind.NUMBER, measure="万元")
SHARE = Field("比例", "比例（%）", Kind.NUMBER, measure="%")
DAY = Field("日期", "日期", Kind.DATE)
MONTH = Field("月份", "月份", Kind.MONTH)
YEAR = Field("年度", "年度", Kind.YEAR)
WORDS = Field("名称", "名称", Kind.TEXT)
NATURE = Field("性质", "性质", Kind.CHOICE, choices=("内资-省外", "内资-省内市外", "外资"))
YES = Field("是否", "是否", Kind.CHOICE, choices=("是", "否"))


def number(value: object, field: Field = MONEY) -> object:
    """The number read, exact; None for an empty cell; BAD."""
    read = typed(value, field).value
    return read if read is None or read is BAD else Fraction(read, SCALE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1200, "1200"),
        (1200.5, "1200.5"),
        (0.1 + 0.2, "0.3"),
        (-350.0, "-350"),
        (0, "0"),
        ("1200", "1200"),
        ("１２００．５", "1200.5"),
        ("1,200", "1200"),
        ("1，200，300.25", "1200300.25"),
        (" 1 200 ", "1200"),
        ("\u00a01200\u3000", "1200"),
        ("12\n00", "1200"),
        ("-350", "-350"),
        ("－350", "-350"),
        ("+350", "350"),
        ("0.00", "0"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_however_they_are_spelt(cell, value):
    assert number(cell) == Fraction(value)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "-", "—", "——", "--", "－", "/", "无", "暂无", " 无 "])  # fmt: skip
def test_a_dash_or_the_word_for_none_is_an_empty_cell(cell):
    assert number(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "约300",
        "300左右",
        "1.2亿",
        "1.2亿元",
        "3000万元",
        "1,200万",
        "100-200",
        "100～200",
        "1,2345",
        "12,34",
        "1.2.3",
        ".5",
        "5.",
        "1e3",
        "（300）",
        "300元",
        "=A1",
        "见备注",
        "30%",
        "#REF!",
        "１２００万",
        True,
        datetime(2026, 6, 5),
        date(2026, 6, 5),
    ],
)
def test_what_needs_a_decision_is_no_number(cell):
    read = typed(cell, MONEY)
    assert read.bad
    assert read.raw == shown(cell) != ""


def test_what_the_clerk_typed_is_kept_where_it_was_not_a_number():
    assert typed("1,200", MONEY).raw == "1,200"
    assert typed(" 约 300 ", MONEY).raw == "约 300"
    assert typed(1200, MONEY).raw == ""


@pytest.mark.parametrize(("cell", "value"), [("40%", 40), ("40％", 40), ("40", 40), (40, 40), ("12.5 %", "12.5")])  # fmt: skip
def test_a_field_in_per_cent_takes_the_sign(cell, value):
    assert number(cell, SHARE) == Fraction(value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_number_typed_as_text_is_exact(value):
    assert number(format(value, "f")) == Fraction(value)
    assert number(format(value, ",f")) == Fraction(value)


@pytest.mark.parametrize("cell", [1e300, -1e300, 1e22, 2.0**70])
def test_the_largest_number_a_sheet_can_hold_is_read(cell):
    assert number(cell) == Fraction(format(cell, ".15g"))


@pytest.mark.parametrize("cell", [float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize("field", [MONEY, DAY, MONTH, YEAR, NATURE])
def test_a_number_that_is_none_is_left_to_a_person(cell, field):
    assert typed(cell, field).bad


@pytest.mark.parametrize(
    "cell",
    [
        "2026-06-05",
        "2026-6-5",
        "2026.6.5",
        "2026.06.05",
        "2026/6/5",
        "2026年6月5日",
        "2026年06月05日",
        "２０２６年６月５日",
        "20260605",
        20260605,
        20260605.0,
        46178,
        46178.0,
        46178.75,
        " 2026-06-05 ",
        "2026-06-05 00:00:00",
        datetime(2026, 6, 5),
        datetime(2026, 6, 5, 9, 30),
        date(2026, 6, 5),
    ],
)
def test_the_spellings_of_a_day_are_read(cell):
    # serial 46178: 2000-01-01 is 36526, 26 years with 7 leap days are 9497, January to May 151,
    # and four more days: 36526 + 9497 + 151 + 4
    assert typed(cell, DAY).value == date(2026, 6, 5)


@pytest.mark.parametrize("cell", ["2026年6月", "6月5日", "2026-13-01", "2026-02-30", "26.6.5", "尽快", "2026年二季度", 2026.6, 12, 99999, True, "20261305", "2026-06-05前"])  # fmt: skip
def test_anything_else_is_no_day(cell):
    assert typed(cell, DAY).bad


@pytest.mark.parametrize("kind", [DAY, MONTH, YEAR, NATURE])
@pytest.mark.parametrize("cell", ["—", "无", "/", "－", "——", " 无 "])
def test_a_dash_is_empty_in_every_kind_but_text(kind, cell):
    assert typed(cell, kind).value is None
    assert typed(cell, WORDS).value == cell.strip()


@pytest.mark.parametrize("cell", ["2026-06", "2026年6月", "202606", 202606, 202606.0, "2026.6", "2026/06", datetime(2026, 6, 30), date(2026, 6, 1), "２０２６年６月"])  # fmt: skip
def test_the_spellings_of_a_month_are_read_as_its_first_day(cell):
    assert typed(cell, MONTH).value == date(2026, 6, 1)


@pytest.mark.parametrize("cell", ["6月", "2026", "2026-13", "1-6月", 6, "上半年"])
def test_anything_else_is_no_month(cell):
    assert typed(cell, MONTH).bad


@pytest.mark.parametrize("cell", [2026, 2026.0, "2026", "2026年", "２０２６", date(2026, 3, 1)])
def test_the_spellings_of_a_year_are_read(cell):
    assert typed(cell, YEAR).value == 2026


@pytest.mark.parametrize("cell", ["26", "今年", "2025-2026", 2026.5, True])
def test_anything_else_is_no_year(cell):
    assert typed(cell, YEAR).bad


@pytest.mark.parametrize("cell", ["内资-省外", "内资—省外", "内资–省外", "内资－省外", "内资 - 省外", "内资——省外", "内资\n-省外"])  # fmt: skip
def test_a_choice_is_known_with_any_dash(cell):
    assert typed(cell, NATURE).value == "内资-省外"


@pytest.mark.parametrize("cell", ["内资-省", "省外", "内资-省外、外资", 1, True])
def test_what_is_not_among_the_choices_is_left_to_a_person(cell):
    assert typed(cell, NATURE).bad


def test_a_tick_box_is_yes_or_no():
    assert typed(True, YES).value == "是"
    assert typed(True, YES).raw == ""
    assert typed(False, YES).value == "否"
    assert typed("是 ", YES).value == "是"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  年产5万吨\n包装项目 ", "年产5万吨 包装项目"),
        (13800000000, "13800000000"),
        (13800000000.0, "13800000000"),
        ("007", "007"),
        (datetime(2026, 6, 5), "2026-06-05"),
        (True, "是"),
        (1.5, "1.5"),
    ],
)
def test_text_is_what_the_clerk_sees_less_stray_spaces(cell, text):
    assert typed(cell, WORDS).value == text
