"""Filters and the first day of a file's calendar, in every format that knows them.

The workbooks of files/filtered hold 台账 with a filter on 阶段 = 签约 that hides the row of 乙
(row 3), count days from 1904, and repeat each day of column C as a bare number in D. LibreOffice
made the .xls and the .ods from the .xlsx.
"""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.collect.read import read_table
from pipeline.collect.typing import DAY_0_SINCE_1904, typed
from pipeline.model.period import Period
from pipeline.office.grid import Grid, Workbook
from pipeline.scheme.form import Field, Kind
from tests.office import forge
from tests.office.test_reading import XML_2003
from tests.validate.bureau import LEDGER, shipped

DAY, MONTH = Field("日期", "日期", Kind.DATE), Field("月份", "月份", Kind.MONTH)


@pytest.fixture(params=["filtered.xlsx", "filtered.xls", "filtered.ods"])
def filtered(request, reader) -> Workbook:
    data = (forge.FILES / "filtered" / request.param).read_bytes()
    return reader.read(data, request.param)


def test_a_filter_is_told_and_its_rows_are_read(filtered):
    shown, hidden = filtered.grids
    assert (shown.filtered, shown.hidden_rows) == (True, frozenset({3}))
    assert [shown.cell(row, 1) for row in (2, 3, 4)] == ["甲", "乙", "丙"]
    assert (shown.hidden_columns, shown.cell(2, 6)) == (frozenset({6}), "隐")
    assert (hidden.hidden, hidden.filtered) == (True, False)


def test_days_since_1904_are_right_with_and_without_their_format(filtered):
    grid = filtered.grids[0]
    days = [date(2026, 6, 5), date(2026, 3, 1), date(2025, 12, 31)]
    assert [grid.cell(row, 3) for row in (2, 3, 4)] == days
    assert grid.since_1904
    # 2026-06-05 is day 46178 since 1899-12-30; 1904-01-01 is 1462 of those
    assert grid.cell(2, 4) == 46178 - 1462
    numbers = [grid.cell(row, 4) for row in (2, 3, 4)]
    assert [typed(one, DAY, DAY_0_SINCE_1904).value for one in numbers] == days
    assert typed(numbers[0], MONTH, DAY_0_SINCE_1904).value == date(2026, 6, 1)


def test_other_workbooks_have_no_filter_and_count_from_1900(reader):
    for data in (forge.workbook(), (forge.REAL_INPUT / "old-format.xls").read_bytes()):
        grid = reader.read(data, "表").grids[0]
        assert (grid.filtered, grid.since_1904) == (False, False)


def test_the_filter_and_the_calendar_of_an_xml_workbook(reader):
    text = XML_2003.replace(
        "<Worksheet ss:Name",
        "<ExcelWorkbook xmlns='urn:schemas-microsoft-com:office:excel'><Date1904/></ExcelWorkbook>"
        "<Worksheet ss:Name",
        1,
    ).replace(
        "</Table></Worksheet>",
        "</Table><AutoFilter xmlns='urn:schemas-microsoft-com:office:excel' x:Range='R1C1:R4C3'>"
        "<AutoFilterColumn x:Type='Custom'/></AutoFilter></Worksheet>",
        1,
    )
    first, second = reader.read(text.encode(), "表.xml").grids
    assert (first.filtered, first.since_1904) == (True, True)
    assert (second.filtered, second.since_1904) == (False, True)


def test_hidden_columns_of_a_web_page_are_told(reader):
    page = (
        "<table><col><col span=2 style='display: none'><col><tr><td>1<td>2<td>3<td>4</tr></table>"
    )
    (grid,) = reader.read(page.encode(), "表.xls").grids
    assert grid.hidden_columns == frozenset({2, 3})


def told(rows: list[list[object]], **how) -> list[tuple[str, str, str]]:
    grid = Grid("项目台账", [list(LEDGER), *rows], **how)
    read = read_table(
        shipped(), shipped().form("项目台账"), "甲.xlsx", [grid], Period(2026, 6), "ZJ01"
    )
    return [(one.rule.code, one.places[0].cell, one.found) for one in read.findings]


def test_a_number_shown_as_a_day_is_asked_about_in_the_files_own_count():
    row: list[object] = [None] * len(LEDGER)
    row[1], row[LEDGER.index("计划总投资")] = "甲", date(1904, 12, 16)  # day 350 since 1904-01-01
    assert told([row], since_1904=True) == [("V07", "L2", "1904-12-16")]
    read = read_table(
        shipped(),
        shipped().form("项目台账"),
        "甲.xlsx",
        [Grid("项目台账", [list(LEDGER), row], since_1904=True)],
        Period(2026, 6),
        "ZJ01",
    )
    assert read.findings[0].expected == "350"


@pytest.mark.parametrize(
    ("cell", "textual", "value"),
    [
        ("2026.1", True, None),  # a csv has lost the zero of 2026.10
        ("2026.10", True, date(2026, 10, 1)),
        ("2026.1", False, date(2026, 1, 1)),  # a text cell keeps what was typed
        (2026.1, False, None),
        ("2026.01", True, date(2026, 1, 1)),
        ("2026.2", True, date(2026, 2, 1)),
        ("2026-1", True, date(2026, 1, 1)),
        ("2026/6/1", True, date(2026, 6, 1)),
        ("2026-06-30", False, date(2026, 6, 1)),
        (46178, False, date(2026, 6, 1)),
    ],
)
def test_a_month_is_never_guessed_from_a_lost_zero(cell, textual, value):
    read = typed(cell, MONTH, textual=textual)
    assert (None if read.bad else read.value) == value
