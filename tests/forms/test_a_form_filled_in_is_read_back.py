"""What `forms` makes and a clerk fills in correctly is read back without a finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.gather import Office
from pipeline.model.figure import Scope, Status
from pipeline.model.month import Month
from tests.forms.desk import (
    TOWN,
    an_office,
    blank,
    got,
    heads,
    january,
    january_sums,
    judged,
    lines,
    opened,
    put,
    recalculated,
    send,
    sign,
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return an_office(tmp_path)


def _value(month: Month, indicator: str) -> float:
    figure = month.figures[Scope("单位", TOWN), indicator, Status.REPORTED]
    assert figure.value is not None
    return float(figure.value)


def _january(office: Office) -> None:
    book = opened(blank(office, "2026-01"), values=True)
    january(book)
    january_sums(book)
    send(office, "2026-01", book)


def test_with_the_sums_typed_by_hand_nothing_is_found_and_the_amounts_are_right(office) -> None:
    _january(office)
    month, found = judged(office, "2026-01")
    assert lines(found) == []
    assert _value(month, "实际利用省外资金") == 130.25
    assert _value(month, "新增固定资产投资") == 60.5
    assert _value(month, "新签约亿元以上项目") == 1


@pytest.mark.page
def test_libreoffice_calculates_the_sums_of_two_months_and_they_are_right(office, tmp_path) -> None:
    book = opened(blank(office, "2026-01"))
    january(book)
    recalculated(send(office, "2026-01", book), tmp_path)
    month, found = judged(office, "2026-01")
    assert lines(found) == []
    assert _value(month, "实际利用省外资金") == 130.25
    assert _value(month, "新增固定资产投资") == 60.5

    book = opened(blank(office, "2026-02"))
    sign(book, date(2026, 3, 2))
    put(book, "资金到位", 0, {"2月": 50.5})
    put(book, "资金到位", 1, {"2月": 40})
    put(book, "固定资产投资", 0, {"2月": 9.5})
    put(book, "项目台账", 0, {"当前阶段": "开工", "实际开工日期": date(2026, 2, 9)})
    put(book, "项目台账", 0, {"入统日期": date(2026, 2, 20)})
    recalculated(send(office, "2026-02", book), tmp_path)
    month, found = judged(office, "2026-02")
    assert lines(found) == []
    assert _value(month, "实际利用省外资金") == 220.75  # 130.25 + 50.5 + 40
    assert _value(month, "新增固定资产投资") == 70.0
    assert _value(month, "入统项目") == 1


@pytest.mark.page
def test_a_new_project_named_without_a_code_counts_in_the_sums(office, tmp_path) -> None:
    book = opened(blank(office, "2026-01"))
    january(book)
    for sheet in ("项目台账", "固定资产投资", "资金到位"):
        put(book, sheet, 0, {"项目编码": None})
    path = send(office, "2026-01", book)
    recalculated(path, tmp_path)
    assert [
        got(opened(path.read_bytes(), values=True), "自报汇总", row, "本年累计数")
        for row in range(2)
    ] == [130.25, 60.5]
    _, found = judged(office, "2026-01")
    assert lines(found) == []


@pytest.mark.page
def test_a_text_pasted_among_the_amounts_spoils_no_sum(office, tmp_path) -> None:
    book = opened(blank(office, "2026-01"))
    january(book)
    put(book, "资金到位", 2, {"1月": "约7"})
    put(book, "固定资产投资", 1, {"1月": "二十"})
    put(book, "项目台账", 1, {"计划总投资": "六千", "签约日期": "去年三月"})
    path = send(office, "2026-01", book)
    recalculated(path, tmp_path)
    values = opened(path.read_bytes(), values=True)
    assert [got(values, "自报汇总", row, "本年累计数") for row in range(4)] == [130.25, 60.5, 1, 0]
    assert [got(values, "自报汇总", row, "本月数") for row in range(4)] == [130.25, 60.5, 1, 0]
    assert [got(values, "自报汇总", row, "项目个数") for row in range(4)] == [2, 1, 1, 0]
    assert got(values, "资金到位", 2, "本年累计") == 0


def test_an_untouched_form_marked_as_zero_report_is_one_without_recalculation(office) -> None:
    book = opened(blank(office, "2026-01"), values=True)
    sign(book, date(2026, 2, 2), 是否零报送="是")
    send(office, "2026-01", book)
    month, found = judged(office, "2026-01")
    assert lines(found) == []
    assert month.received[TOWN] == "招商月报_ZJ01_202601.xlsx"
    assert _value(month, "实际利用省外资金") == 0


@pytest.mark.page
def test_an_untouched_form_marked_as_zero_report_is_one_after_recalculation(
    office, tmp_path
) -> None:
    _january(office)
    book = opened(blank(office, "2026-02"))
    sign(book, date(2026, 3, 2), 是否零报送="是")
    recalculated(send(office, "2026-02", book), tmp_path)
    month, found = judged(office, "2026-02")
    assert lines(found) == []
    assert _value(month, "实际利用省外资金") == 130.25


def test_the_next_form_holds_what_was_accepted_and_shuts_it(office) -> None:
    _january(office)
    book = opened(blank(office, "2026-02"))
    assert got(book, "项目台账", 1, "项目编码") == "ZJ01-2025-002"
    assert got(book, "项目台账", 0, "签约日期").date() == date(2026, 1, 8)
    assert got(book, "资金到位", 0, "1月") == 100.25
    assert got(book, "资金到位", 1, "以前年度累计") == 1000
    assert got(book, "资金到位", 0, "2月") is None
    assert got(book, "自报汇总", 0, "上月累计（自报）") == 130.25
    columns, bottom = heads(book, "资金到位")
    locked = {
        name: book["资金到位"].cell(bottom + 1, column).protection.locked
        for name, column in columns.items()
    }
    assert (locked["1月"], locked["2月"], locked["3月"], locked["本年累计"]) == (
        True,
        False,
        True,
        True,
    )
    assert locked["项目名称"] is False
    assert book["资金到位"].protection.sheet
    assert not book["资金到位"].protection.password


def test_cached_sums_stand_in_the_form_before_anybody_calculates(office) -> None:
    _january(office)
    book = opened(blank(office, "2026-02"), values=True)
    assert [got(book, "自报汇总", row, "本年累计数") for row in range(4)] == [130.25, 60.5, 1, 0]
    assert got(book, "资金到位", 2, "本年累计") == 7
    assert got(book, "资金到位", 20, "本年累计") == 0


def test_in_january_last_years_sum_moves_into_the_years_before(office) -> None:
    _january(office)
    book = opened(blank(office, "2027-01"))
    assert [got(book, "资金到位", row, "以前年度累计") for row in range(3)] == [100.25, 1030, 7]
    assert [got(book, "固定资产投资", row, "以前年度累计") for row in range(2)] == [60.5, 820]
    assert got(book, "资金到位", 0, "1月") is None
    assert got(book, "自报汇总", 0, "上月累计（自报）") is None
    assert got(book, "项目台账", 1, "项目名称") == "注塑件加工项目"


def test_a_unit_that_missed_a_month_may_fill_it_in_later(office) -> None:
    _january(office)
    book = opened(blank(office, "2026-04"))
    columns, bottom = heads(book, "资金到位")
    row = book["资金到位"][bottom + 1]
    shut = [month for month in range(1, 13) if row[columns[f"{month}月"] - 1].protection.locked]
    assert shut == [1, *range(5, 13)]


def test_a_form_is_the_same_bytes_each_time(office) -> None:
    _january(office)
    assert blank(office, "2026-02") == blank(office, "2026-02")
