"""What a finding does: which others it silences, what still counts, who may let it through.

The amounts are those that bureau.py describes: 1560 by June and 1050 by May.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.model.figure import Scope, Status
from pipeline.model.finding import Faulty
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.model.unit import UnitState
from tests.validate.bureau import (
    MOULDING,
    PACKING,
    SUMS,
    Bureau,
    at,
    directory,
    nothing,
    town,
)

FUNDS, WORKS, SIGNED, LISTED = SUMS
JUNE = "招商月报_ZJ01_202606.xlsx"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path)
    made.keep()
    return made


def codes(bureau: Bureau, unit: str | None = "ZJ01") -> list[str]:
    return [one.rule.code for one in bureau.findings(unit=unit)]


def reported(month: Month, indicator: str, unit: str = "ZJ01") -> Fraction | None:
    return month.figures[Scope("单位", unit), indicator, Status.REPORTED].value


def edit(book: Workbook, sheet: str, **cells: object) -> Workbook:
    """Put values into cells: edit(book, "资金到位", Q5=1)."""
    for address, value in cells.items():
        book[sheet][address] = value
    return book


# --- 盖过 -----------------------------------------------------------------------------------


def test_a_month_too_early_silences_the_sums_that_it_spoils(bureau):
    bureau.send(edit(town(), "资金到位", K5=70))  # 各月之和 is now 1570, the row still says 1500
    assert codes(bureau) == ["V24"]


def test_a_wrong_sum_of_a_row_silences_the_summary_of_that_table_only(bureau):
    book = edit(town(), "资金到位", J5=None)  # row 1500 against 1000, summary 1560 against 1060
    bureau.send(book)
    assert codes(bureau) == ["V25"]
    bureau.send(edit(book, "自报汇总", D5=751))
    assert [(one.rule.code, one.places[0].cell) for one in bureau.findings()] == [
        ("V25", "Q5"),
        ("V26", "D5"),
    ]


def test_a_changed_past_month_silences_the_sums_that_it_spoils(bureau):
    bureau.send(town(5), month=5)
    bureau.send(edit(town(), "资金到位", H5=250))
    assert codes(bureau) == ["V27"]


@pytest.mark.parametrize("typed", ["约500", "1.2亿", "#REF!"])
def test_an_unusable_cell_gives_one_finding_and_no_sum_beside_it(bureau, typed):
    bureau.send(edit(town(), "资金到位", J5=typed, Q5="见上"))
    assert codes(bureau) == ["V07", "V07"]


def test_an_unusable_day_gives_no_wrong_count_beside_it(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "签约日期", 4)] = "二月中旬"
    page[at(page, "入统日期", 4)] = "五月下旬"
    bureau.send(book)
    assert codes(bureau) == ["V10", "V10"]


def test_an_unusable_choice_gives_no_wrong_sum_beside_it(bureau):
    bureau.send(edit(town(), "资金到位", C5="省内"))
    assert codes(bureau) == ["X01"]


def test_a_missing_column_silences_the_rules_that_read_it(bureau):
    bureau.send(edit(town(), "资金到位", J4="六月"))
    assert codes(bureau) == ["V04"]


def test_a_file_of_another_month_has_no_other_finding(bureau):
    book = edit(town(5), "资金到位", Q5=1, K5=5, J6="约3", C6="不知道")
    bureau.send(edit(book, "自报汇总", D4=2), JUNE)
    assert codes(bureau) == ["V01"]


def test_two_files_of_another_month_do_not_silence_each_other(bureau):
    bureau.send(town(5), "青榆镇一.xlsx")
    bureau.send(town(5), "青榆镇二.xlsx")
    month = bureau.month()
    assert [one.rule.code for one in month.findings if one.unit == "ZJ01"] in (["V01"], ["V03"])
    assert month.states["ZJ01"] is UnitState.RETURNED


def test_a_strangers_file_silences_nothing_of_the_offices(bureau):
    rows = [
        {
            "年度": 2026,
            "单位（代码、汇总组或全市）": "青鱼镇",
            "指标": FUNDS,
            "下达": "本级",
            "类别": "总量",
            "确保数": 1,
            "是否考核": "是",
        }
    ]
    bureau.keep(年度目标=rows)
    book = edit(town(), "封面", B3="ZJ99", B4="某镇")
    bureau.send(book, "某镇.xlsx")
    bureau.send(edit(town(), "封面", B3="ZJ98", B4="别镇"), "别镇.xlsx")
    findings = bureau.findings(unit="")
    assert [one.rule.code for one in findings] == ["V02", "V02", "X02"]
    assert len({one.code for one in findings}) == 3


def test_an_unreadable_file_does_not_hide_what_is_wrong_in_a_readable_one(bureau):
    bureau.send(edit(town(), "资金到位", Q5=1), "青榆镇一.xlsx")
    (bureau.inputs / "2026-06" / "青榆镇二.xlsx").write_bytes(b"PK\x03\x04")
    assert codes(bureau) == ["V25", "X06"]


# --- 退回 -----------------------------------------------------------------------------------


def test_a_returned_file_leaves_the_last_accepted_tables_in_force(bureau):
    bureau.send(town(5), month=5)
    bureau.send(edit(town(), "自报汇总", D4=9))
    bureau.send(nothing("KF01", "栖川经济开发区"), "KF01.xlsx")
    month = bureau.month()
    assert month.states["ZJ01"] is UnitState.RETURNED
    assert month.carried == {"ZJ01": Period(2026, 5)}
    assert month.figures[Scope("全市", ""), FUNDS, Status.REPORTED].value == 1050
    assert month.figures[Scope("全市", ""), WORKS, Status.REPORTED].value == 400
    assert month.figures[Scope("全市", ""), FUNDS, Status.REPORTED].carried == ("ZJ01",)


def test_a_unit_that_never_was_accepted_has_nothing_to_keep(bureau):
    bureau.send(edit(town(), "自报汇总", D4=9))
    month = bureau.month()
    assert month.states["ZJ01"] is UnitState.RETURNED
    assert month.carried == {}
    assert not month.figures[Scope("全市", ""), FUNDS, Status.REPORTED].value


def test_the_month_after_a_return_is_no_change_of_the_past(bureau):
    bureau.send(town(4), month=4)
    bureau.send(edit(town(5), "自报汇总", D4=9), "招商月报_ZJ01_202605.xlsx", month=5)
    bureau.send(town())
    month = bureau.month()
    assert [one.line for one in month.findings if one.unit == "ZJ01"] == []
    assert reported(month, FUNDS) == 1560


def test_the_month_after_none_was_sent_is_no_change_of_the_past(bureau):
    bureau.send(town(3), month=3)
    bureau.send(nothing("KF01", "栖川经济开发区", 4), "KF01.xlsx", month=4)
    bureau.send(nothing("KF01", "栖川经济开发区", 5), "KF01.xlsx", month=5)
    bureau.send(town())
    month = bureau.month()
    assert [one.line for one in month.findings if one.unit == "ZJ01"] == []
    bureau.send(edit(town(), "资金到位", G5=150, Q5=1450))
    assert codes(bureau) == ["V27"]  # March was told: 200


# --- 不计该行 --------------------------------------------------------------------------------


def test_a_project_that_is_not_counted_leaves_every_table(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "其中：固定资产投资", 4)] = 12001
    bureau.send(book)
    month = bureau.month()
    assert [one.rule.code for one in month.findings if one.unit == "ZJ01"] == ["V21"]
    assert month.states["ZJ01"] is UnitState.ACCEPTED
    # without 包装: arrivals 60, no new investment, nothing signed or listed this year
    assert [reported(month, name) for name in SUMS] == [60, 0, 0, 0]


def test_a_project_that_is_not_counted_keeps_its_last_accepted_rows(bureau):
    bureau.send(town(5), month=5)
    book = town()
    page = book["项目台账"]
    page[at(page, "其中：固定资产投资", 4)] = 12001
    bureau.send(book)
    month = bureau.month()
    # 包装 as of May: 1000 and 400; 注塑 as of June: 60
    assert [reported(month, name) for name in SUMS] == [1060, 400, 1, 1]


def test_a_project_whose_code_stands_twice_is_counted_as_last_accepted_only(bureau):
    bureau.send(town(5), month=5)
    book = town()
    book["项目台账"]["A5"] = "ZJ01-2026-001"
    bureau.send(book)
    month = bureau.month()
    assert [one.rule.code for one in month.findings if one.unit == "ZJ01"] == ["V16"]
    # 包装 as of May: 1000 and 400; 注塑 as of June: 60
    assert [reported(month, name) for name in SUMS] == [1060, 400, 1, 1]


def test_the_rows_of_a_project_without_code_are_known_by_its_name(bureau):
    book = town()
    for sheet, row in (("资金到位", 5), ("固定资产投资", 5)):
        book[sheet][f"A{row}"] = None
        book[sheet][f"B{row}"] = f" {PACKING}（新）".replace("（新）", "")
    page = book["项目台账"]
    page[at(page, "其中：固定资产投资", 4)] = 12001
    bureau.send(book)
    month = bureau.month()
    assert [one.rule.code for one in month.findings if one.unit == "ZJ01"] == ["V21", "V58"]
    assert [reported(month, name) for name in SUMS] == [60, 0, 0, 0]


# --- 不计该指标 ------------------------------------------------------------------------------


def test_a_cell_that_is_not_counted_is_left_out(bureau):
    bureau.send(edit(town(), "资金到位", J5="约500"))
    month = bureau.month()
    assert month.states["ZJ01"] is UnitState.ACCEPTED
    assert reported(month, FUNDS) == 1060


def test_a_cell_that_is_not_counted_keeps_its_last_accepted_value(bureau):
    bureau.send(town(5), month=5)
    bureau.send(edit(town(), "资金到位", H5="约300", J5="约500"))
    month = bureau.month()
    assert reported(month, FUNDS) == 1060  # April 300 as in May's file, June missing
    assert [one.rule.code for one in month.findings if one.unit == "ZJ01"] == ["V07", "V07"]


def test_putting_an_unusable_cell_right_next_month_needs_no_correction_form(bureau):
    bureau.send(edit(town(5), "资金到位", I5="约400"), month=5)
    assert codes_of(bureau, 5) == ["V07"]
    bureau.send(town())
    month = bureau.month()
    assert [one.line for one in month.findings if one.unit == "ZJ01"] == []
    assert reported(month, FUNDS) == 1560


def test_filling_a_cell_that_was_left_empty_does_need_one(bureau):
    empty = edit(town(5), "资金到位", I5="—", Q5=600)
    bureau.send(edit(empty, "自报汇总", D4=650), month=5)
    assert codes_of(bureau, 5) == ["V58"]
    bureau.send(town())
    assert codes(bureau) == ["V27"]


def test_an_uncached_formula_is_not_counted_and_named(bureau):
    bureau.send(edit(town(), "资金到位", J5="=400+100"))
    (found,) = bureau.findings()
    assert (found.rule.code, found.places[0].cell) == ("V07", "J5")
    assert found.message == "第5行“6月”填的是“未计算的公式”，不是可用的数值"


def codes_of(bureau: Bureau, month: int) -> list[str]:
    return [one.rule.code for one in bureau.findings(month)]


# --- 采纳登记 -------------------------------------------------------------------------------


def released(*rows: tuple[str, str, str]) -> list[dict[str, object]]:
    """Rows of 采纳登记: period, unit, number of the finding."""
    headings = ("期间", "单位（代码）", "问题编号（空为整份报表）")
    return [
        dict(zip(headings, row, strict=True)) | {"理由": "经研究同意", "采纳人": "主任"}
        for row in rows
    ]


@pytest.mark.parametrize("unit", ["ZJ01", "青榆镇"])
def test_a_whole_file_is_let_through_by_name(bureau, unit):
    bureau.keep(采纳登记=released(("2026-06", unit, "")))
    bureau.send(edit(town(), "自报汇总", D4=9))
    bureau.others()
    month = bureau.month()
    assert [(one.rule.code, one.accepted) for one in month.findings] == [("V26", True)]
    assert month.states["ZJ01"] is UnitState.ACCEPTED
    assert reported(month, FUNDS) == 1560
    assert month.untrusted == []


def test_one_finding_is_let_through_by_its_number_and_no_other(bureau):
    bureau.send(edit(town(), "自报汇总", D4=9, D5=8))
    first, second = bureau.findings()
    bureau.keep(采纳登记=released(("2026-06", "ZJ01", first.code)))
    month = bureau.month()
    own = [one for one in month.findings if one.unit == "ZJ01"]
    assert {one.code: one.accepted for one in own} == {first.code: True, second.code: False}
    assert month.states["ZJ01"] is UnitState.RETURNED
    bureau.keep(采纳登记=released(*(("2026-06", "ZJ01", one.code) for one in (first, second))))
    assert bureau.month().states["ZJ01"] is UnitState.ACCEPTED


@pytest.mark.parametrize(("period", "unit"), [("2026-05", "ZJ01"), ("2026-06", "ZJ02")])
def test_a_release_is_for_its_month_and_unit_only(bureau, period, unit):
    bureau.keep(采纳登记=released((period, unit, "")))
    bureau.send(edit(town(), "自报汇总", D4=9))
    assert bureau.month().states["ZJ01"] is UnitState.RETURNED


def test_a_released_project_counts_as_it_was_sent(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "其中：固定资产投资", 4)] = 12001
    bureau.send(book)
    (found,) = bureau.findings()
    bureau.keep(采纳登记=released(("2026-06", "ZJ01", found.code)))
    assert [reported(bureau.month(), name) for name in SUMS] == [1560, 750, 1, 1]


def test_a_released_negative_amount_counts_as_it_was_sent(bureau):
    bureau.send(town(5), month=5)
    book = town()
    page = book["项目台账"]
    page[at(page, "计划总投资", 4)] = -1
    bureau.send(book)
    (found,) = bureau.findings()
    assert found.rule.code == "V08"
    assert reported(bureau.month(), SIGNED) == 1  # the last accepted plan of 12000 stands
    bureau.keep(采纳登记=released(("2026-06", "ZJ01", found.code)))
    month = bureau.month()
    assert [one.accepted for one in month.findings if one.rule.code == "V08"] == [True]
    assert reported(month, SIGNED) == 0  # −1 is less than 10000


# --- the numbers of findings ---------------------------------------------------------------


def test_the_number_of_a_finding_outlives_an_inserted_row_and_column(bureau):
    def faulty(shift: bool) -> Workbook:
        book = edit(town(), "资金到位", J5="约500", Q6=61)
        page = book["项目台账"]
        page[at(page, "省库状态", 5)] = "已报"
        page[at(page, "投资方所在地", 4)] = None
        if shift:
            for name in ("资金到位", "项目台账"):
                book[name].insert_rows(1, 2)
                for merged in list(book[name].merged_cells.ranges):
                    merged.shift(0, 2)
            book["项目台账"].insert_cols(1)
        return book

    bureau.send(faulty(False))
    before = {one.rule.code: (one.code, one.places[0].cell) for one in bureau.findings()}
    bureau.send(faulty(True))
    after = {one.rule.code: (one.code, one.places[0].cell) for one in bureau.findings()}
    assert list(before) == ["V06", "V07", "V25", "X01"]
    assert {code: number for code, (number, _) in before.items()} == {
        code: number for code, (number, _) in after.items()
    }
    assert (before["V07"][1], after["V07"][1]) == ("J5", "J7")
    assert (before["V06"][1], after["V06"][1]) == ("D4", "E6")


def test_the_same_slip_in_two_projects_has_two_numbers(bureau):
    bureau.send(edit(town(), "资金到位", J5="约5", J6="约5"))
    first, second = bureau.findings()
    assert (first.key, second.key) == (f"ZJ01-2026-001{SPLIT}省外", f"ZJ01-2025-002{SPLIT}省外")
    assert first.code != second.code
    bureau.keep(采纳登记=released(("2026-06", "ZJ01", first.code)))
    assert [one.accepted for one in bureau.findings()] == [True, False]


def test_two_missing_columns_have_two_numbers(bureau):
    bureau.send(edit(town(), "资金到位", J4="六月", D3="过去"))
    findings = bureau.findings()
    assert [one.rule.code for one in findings] == ["V04", "V04"]
    assert len({one.code for one in findings}) == 2


SPLIT = "\x1f"


# --- the office's own tables ---------------------------------------------------------------


def test_what_is_wrong_in_the_base_tables_is_the_offices_and_returns_no_unit(bureau):
    audit = {
        "期间": "2026-05",
        "单位（代码）": "ZJ01",
        "项目编码": "ZJ01-2026-001",
        "项目名称": PACKING,
        "指标": "省外资金",
        "上报数": "约400",
        "核定数": None,
        "状态": "通过",
    }
    rows = directory()
    rows[2]["代码"] = "ZJ01"
    rows[2]["考核分组"] = None
    audit["退回原因"] = "凭证不足"
    other = audit | {"项目编码": "ZJ01-2025-002", "项目名称": MOULDING, "上报数": 10, "核定数": 10}
    bureau.keep(上级审核结果=[audit, other], 单位名录=rows)
    bureau.send(town())
    bureau.send(nothing("KF01", "栖川经济开发区"), "KF01.xlsx")
    month = bureau.month()
    assert [(one.rule.code, one.unit) for one in month.findings] == [
        ("V06", ""),
        ("V06", ""),
        ("V07", ""),
        ("V16", ""),
    ]
    assert all(one.places[0].file == "基础库.xlsx" for one in month.findings)
    assert month.states["ZJ01"] is UnitState.ACCEPTED
    assert [one.rule.code for one in month.untrusted] == ["V06", "V06", "V07", "V16"]


def test_a_base_table_that_lacks_a_column_returns_no_unit(bureau):
    rows = [{name: value for name, value in row.items() if name != "类别"} for row in directory()]
    bureau.keep(单位名录=rows)
    bureau.send(town())
    bureau.others()
    month = bureau.month()
    assert [(one.rule.code, one.unit) for one in month.findings] == [("V04", "")]
    assert month.states["ZJ01"] is UnitState.ACCEPTED


def test_a_base_workbook_that_cannot_be_read_is_named(bureau):
    (bureau.inputs / "基础库.xlsx").write_bytes(b"PK\x03\x04")
    bureau.send(town())
    with pytest.raises(Faulty) as raised:
        bureau.month()
    assert [one.file for one in raised.value.faults] == ["基础库.xlsx"]


def test_confirmed_amounts_may_name_the_unit_instead_of_its_code(bureau):
    audit = {
        "期间": date(2026, 5, 1),
        "单位（代码）": " 青榆镇 ",
        "项目编码": "ZJ01-2025-002",
        "项目名称": MOULDING,
        "指标": "省外资金",
        "上报数": 10,
        "核定数": 9.5,
        "状态": "通过",
        "退回原因": "凭证不足",
    }
    back = audit | {"项目编码": "ZJ01-2026-001", "项目名称": PACKING, "上报数": 400}
    back |= {"核定数": None, "状态": "退回"}
    bureau.keep(上级审核结果=[audit, back])
    bureau.send(town())
    bureau.others()
    month = bureau.month()
    assert [one.line for one in month.findings] == []
    confirmed = month.figures[Scope("单位", "ZJ01"), FUNDS, Status.CONFIRMED]
    assert confirmed.value == Fraction(19, 2)
