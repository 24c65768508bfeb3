"""Each shipped rule with a sample that passes and one that fails: one fault, one finding.

The files, their rows and their sums are those that bureau.py describes.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.model.figure import Scope
from pipeline.model.finding import Addressee, Consequence, Finding, Level
from pipeline.model.unit import UnitState
from tests.validate.bureau import (
    MOULDING,
    PACKING,
    Bureau,
    at,
    directory,
    nothing,
    town,
)

MUST, EXPLAIN = Level.MUST, Level.EXPLAIN
RETURN, DROP_ROW, DROP_CELL, COUNT = (
    Consequence.RETURN,
    Consequence.DROP_ROW,
    Consequence.DROP_CELL,
    Consequence.COUNT,
)
JUNE = "招商月报_ZJ01_202606.xlsx"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path)
    made.keep()
    return made


def only(findings: list[Finding], code: str, level: Level, consequence: Consequence) -> Finding:
    """The one finding there is, with the attributes of the book of rules."""
    assert [one.line for one in findings if one.rule.code != code] == []
    assert len(findings) == 1
    rule = findings[0].rule
    assert (rule.code, rule.level, rule.consequence) == (code, level, consequence)
    return findings[0]


def cell(finding: Finding) -> tuple[str, str]:
    return finding.places[0].sheet, finding.places[0].cell


def test_a_file_without_fault_gives_no_finding_and_counts(bureau):
    bureau.send(town(5), month=5)
    bureau.send(town())
    bureau.others()
    month = bureau.month()
    assert [one.line for one in month.findings] == []
    assert month.states["ZJ01"] is UnitState.ACCEPTED


def test_V54_each_unit_of_which_no_file_came_is_named_once_to_the_office(bureau):
    bureau.send(town())
    path = bureau.inputs / "2026-06" / "招商月报_KF01_202606.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    found = only(bureau.findings(unit="ZJ02"), "V54", MUST, COUNT)
    assert found.rule.addressee is Addressee.OFFICE
    assert (found.places[0].file, *cell(found)) == ("基础库.xlsx", "单位名录", "A5")
    assert found.message == "“石桐镇”应于2026-07-03前报送，没有收到，列入未报送名单"
    month = bureau.month()
    assert month.states["ZJ02"] is UnitState.ABSENT
    assert [one.rule.code for one in month.findings] == ["V57", "V54"]
    assert month.of_unit("ZJ02") == [] and month.untrusted == []


# --- the file ------------------------------------------------------------------------------


def test_V01_a_file_of_another_month_is_returned(bureau):
    bureau.send(town(5), JUNE)
    found = only(bureau.findings(), "V01", MUST, RETURN)
    assert cell(found) == ("封面", "B5")
    assert found.line == (
        f"强制〔V01〕《{JUNE}》封面!B5 《{JUNE}》所属期为2026-05，与本次2026-06不符；请核对所属期后重报"
    )


def test_V01_a_file_name_of_another_month_is_believed_where_the_cover_says_nothing(bureau):
    book = town()
    book["封面"]["B5"] = None
    name = bureau.send(book, "招商月报_ZJ01_202605.xlsx")
    found = [one for one in bureau.findings() if one.rule.code == "V01"]
    assert [(one.message, one.places[0].cell) for one in found] == [
        (f"《{name}》所属期为2026-05，与本次2026-06不符", "")
    ]


def test_V02_a_sender_that_nobody_knows_is_told_the_nearest_name(bureau):
    book = town()
    book["封面"]["B3"], book["封面"]["B4"] = "ZJ99", "石桐鎮"
    bureau.send(book, "报表.xlsx")
    found = only(bureau.findings(unit=""), "V02", MUST, RETURN)
    assert cell(found) == ("封面", "B4")
    assert found.message == "填报单位“石桐鎮”不在单位名录中，是否为“石桐镇”？"
    assert found.remedy == "请单位改正封面，或由办公室在单位名录中补登"


def test_V03_two_files_of_one_version_are_returned_until_one_is_chosen(bureau):
    other = town()
    page = other["项目台账"]
    page[at(page, "投资方所在地", 4)] = "浙江-杭州"
    bureau.send(town(), "青榆镇一.xlsx")
    bureau.send(other, "青榆镇二.xlsx")
    found = only(bureau.findings(), "V03", MUST, RETURN)
    assert [place.file for place in found.places] == ["青榆镇一.xlsx", "青榆镇二.xlsx"]
    assert found.message == "青榆镇收到2份同版本报表：《青榆镇一.xlsx》、《青榆镇二.xlsx》"
    assert found.remedy == "请确认以哪份为准，其余移出文件夹"


def test_V03_of_two_versions_the_newer_counts(bureau):
    old = town(version=1)
    old["资金到位"]["Q5"] = 9999
    bureau.send(old, "青榆镇.xlsx")
    bureau.send(town(version=2), "青榆镇更正.xlsx")
    month = bureau.month()
    assert [one.line for one in month.findings if one.unit == "ZJ01"] == []
    assert month.received["ZJ01"] == "青榆镇更正.xlsx"


def test_V04_a_missing_sheet_returns_the_file(bureau):
    book = town()
    del book["固定资产投资"]
    bureau.send(book)
    found = only(bureau.findings(), "V04", MUST, RETURN)
    assert found.line == (
        f"强制〔V04〕《{JUNE}》 缺少“固定资产投资”的“工作表”；请用下发的空白表重新填报，勿删改表头"
    )


def test_V04_a_missing_column_returns_the_file_and_names_the_header(bureau):
    book = town()
    book["资金到位"]["J4"] = "六月"
    bureau.send(book)
    found = only(bureau.findings(), "V04", MUST, RETURN)
    assert found.places[0].sheet == "资金到位"
    assert found.message == "缺少“资金到位”的“6月”"


def test_V57_a_file_that_cannot_be_read_returns_the_unit_that_its_name_tells(bureau):
    path = bureau.inputs / "2026-06" / JUNE
    path.parent.mkdir()
    path.write_bytes(b"PK\x03\x04 broken")
    found = only(bureau.findings(), "V57", MUST, RETURN)
    assert found.places[0].file == JUNE
    assert found.message.startswith(f"无法读取《{JUNE}》：")
    assert bureau.month().states["ZJ01"] is UnitState.RETURNED


# --- the rows ------------------------------------------------------------------------------


def test_V06_an_empty_cell_that_must_be_filled(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "投资方（全称）", 5)] = None
    bureau.send(book)
    found = only(bureau.findings(), "V06", MUST, COUNT)
    assert cell(found) == ("项目台账", "C5")
    assert found.message == f"第5行“{MOULDING}”的“投资方（全称）”没有填"
    assert found.remedy == "请补填"


@pytest.mark.parametrize(
    ("stage", "needed", "free"),
    [("签约", "", "实际开工日期"), ("开工", "实际开工日期", ""), ("终止", "", "实际开工日期")],
)
def test_V13_covers_V06_a_date_must_be_filled_once_the_stage_is_reached(
    bureau, stage, needed, free
):
    book = town()
    page = book["项目台账"]
    page[at(page, "当前阶段", 4)] = stage
    page[at(page, needed or free, 4)] = None
    if stage == "终止":
        book["自报汇总"]["D6"] = 0
    bureau.send(book)
    findings = bureau.findings()
    if not needed:
        assert [one.line for one in findings if one.rule.code != "V23"] == []
        return
    found = only(findings, "V13", MUST, COUNT)
    assert cell(found) == ("项目台账", at(page, needed, 4))
    assert found.message == f"“{PACKING}”阶段为“开工”，但没有填实际开工日期"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("约500", "500"), ("1.2亿", "12000"), ("500万元", "500"), ("1,200万", "1200")],
)
def test_V07_a_number_that_needs_a_decision(bureau, typed, meant):
    book = town()
    book["资金到位"]["J5"] = typed
    bureau.send(book)
    found = only(bureau.findings(), "V07", MUST, DROP_CELL)
    assert cell(found) == ("资金到位", "J5")
    assert found.message == f"第5行“6月”填的是“{typed}”，不是可用的数值"
    assert found.remedy == f"请只填数字（应为{meant}万元？），该格暂不计入"
    assert found.expected == meant


@pytest.mark.parametrize("typed", ["５００", "500.00", " 5 0 0 ", "500"])
def test_V07_mere_spelling_is_read_and_counted(bureau, typed):
    book = town()
    book["资金到位"]["J5"] = typed
    bureau.send(book)
    assert [one.rule.code for one in bureau.findings()] == ["V58"]


def test_V08_a_negative_amount(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "计划总投资", 5)] = -6000
    bureau.send(book)
    found = only(bureau.findings(), "V08", MUST, DROP_CELL)
    assert cell(found) == ("项目台账", at(page, "计划总投资", 5))
    assert found.message == "第5行“计划总投资”为-6000，超出允许范围"
    assert found.remedy == "如属冲减请填更正申请，否则请改正；该格暂不计入"


@pytest.mark.parametrize("typed", ["2026年13月1日", "年底前", "2026-02-30"])
def test_V10_a_day_that_is_none(bureau, typed):
    book = town()
    page = book["项目台账"]
    page[at(page, "入统日期", 4)] = typed
    bureau.send(book)
    found = only(bureau.findings(), "V10", MUST, COUNT)
    assert cell(found) == ("项目台账", at(page, "入统日期", 4))
    assert f"第4行“入统日期”填的“{typed}”" in found.message


@pytest.mark.parametrize("typed", ["2026年5月20日", "2026.5.20", 46162, "20260520", date(2026, 5, 20)])  # fmt: skip
def test_V10_any_spelling_of_a_day_is_read(bureau, typed):
    book = town()
    page = book["项目台账"]
    page[at(page, "入统日期", 4)] = typed
    bureau.send(book)
    assert {one.rule.code for one in bureau.findings()} <= {"V58"}


def test_X01_a_word_that_is_not_among_the_choices(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "省库状态", 4)] = "已报"
    bureau.send(book)
    found = only(bureau.findings(), "X01", MUST, COUNT)
    assert cell(found) == ("项目台账", at(page, "省库状态", 4))
    assert found.message == "第4行“省库状态”填的“已报”不在可选范围内"
    assert found.remedy == "请从这些中选填：未报、待审核、通过、退回"


def test_X01_the_dash_may_be_of_any_kind(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "投资性质", 4)] = "内资—省外"
    bureau.send(book)
    assert [one.rule.code for one in bureau.findings()] == ["V58"]


def test_X03_a_sheet_in_another_measure_returns_the_file(bureau):
    book = town()
    book["资金到位"]["A2"] = "计量单位：亿元"
    bureau.send(book)
    found = only(bureau.findings(), "X03", MUST, RETURN)
    assert cell(found) == ("资金到位", "A2")
    assert found.message == "表上写的计量单位是“亿元”，本表应填“万元”"


def test_V16_a_code_that_stands_twice(bureau):
    book = town()
    book["项目台账"]["A5"] = "ZJ01-2026-001"
    bureau.send(book)
    found = only(bureau.findings(), "V16", MUST, DROP_ROW)
    assert [place.cell for place in found.places] == ["A5", "A4"]
    assert found.message == "项目编码“ZJ01-2026-001”重复（第4、5行）"
    assert found.remedy == "请核对后各用各的编码；该项目暂不计入"


def test_V16_the_same_code_in_two_units_is_no_repetition(bureau):
    bureau.send(town())
    book = town()
    book["封面"]["B3"], book["封面"]["B4"] = "ZJ02", "石桐镇"
    bureau.send(book, "石桐镇.xlsx")
    bureau.send(nothing("KF01", "栖川经济开发区"), "KF01.xlsx")
    assert {one.rule.code for one in bureau.findings(unit=None)} == {"V18"}


def test_V21_a_fixed_investment_above_the_total(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "其中：固定资产投资", 5)] = 6000.01
    bureau.send(book)
    found = only(bureau.findings(), "V21", MUST, DROP_ROW)
    assert cell(found) == ("项目台账", at(page, "其中：固定资产投资", 5))
    assert found.message == f"“{MOULDING}”的固定资产投资6000.01万元，大于计划总投资6000万元"
    assert found.remedy == "请核对两栏数字后改正"


def test_V21_equal_is_not_above_and_a_missing_total_is_another_rules_business(bureau):
    book = town()
    page = book["项目台账"]
    page[at(page, "其中：固定资产投资", 4)] = 12000
    page[at(page, "计划总投资", 5)] = None
    bureau.send(book)
    assert [one.rule.code for one in bureau.findings()] == ["V06"]


def test_V22_arrivals_beyond_the_plan_must_be_explained(bureau):
    book = town()
    book["资金到位"]["D6"] = 8700
    bureau.send(book)
    # 8700 + 6 × 10 = 8760; 8760 ÷ 6000 = 1.46
    found = only(bureau.findings(), "V22", EXPLAIN, COUNT)
    assert cell(found) == ("项目台账", "L5")
    assert ("资金到位", "D6") in [(place.sheet, place.cell) for place in found.places]
    assert found.message == f"“{MOULDING}”累计到位8760万元，超过计划总投资6000万元，为其146%"
    assert found.remedy == "请核实是否增资；属增资的请说明并更新计划总投资"


def test_V22_arrivals_up_to_the_plan_pass(bureau):
    book = town()
    book["资金到位"]["D6"] = 5940
    bureau.send(book)
    assert [one.line for one in bureau.findings()] == []


# --- across months and tables --------------------------------------------------------------


def test_V24_a_month_that_is_not_over(bureau):
    book = town()
    book["资金到位"]["K5"], book["资金到位"]["M5"] = 70, 90
    bureau.send(book)
    found = only(bureau.findings(), "V24", MUST, RETURN)
    assert cell(found) == ("资金到位", "K5")
    assert [place.cell for place in found.places] == ["K5", "M5"]
    assert found.message == f"“{PACKING}”的7月、9月尚未到期，不应填数"
    assert found.remedy == "请删去以后月份的数"


def test_V24_a_zero_in_a_month_that_is_not_over_is_nothing(bureau):
    book = town()
    book["资金到位"]["K5"], book["资金到位"]["L5"] = 0, "—"
    bureau.send(book)
    assert [one.rule.code for one in bureau.findings()] == ["V58"]


def test_V25_a_sum_that_is_none(bureau):
    book = town()
    book["固定资产投资"]["P6"] = 130.5
    bureau.send(book)
    found = only(bureau.findings(), "V25", MUST, RETURN)
    assert cell(found) == ("固定资产投资", "P6")
    assert found.message == (f"“{MOULDING}”本年累计130.5万元，不等于各月之和120万元，相差10.5万元")
    assert found.remedy == "请改正有误的月份或累计数"


def test_V25_a_sum_that_a_program_computed_in_floats_is_exact_enough(bureau):
    book = town()
    for column, amount in zip("EFGHIJ", [0.1, 0.2, None, None, None, None], strict=True):
        book["资金到位"][f"{column}6"] = amount
    book["资金到位"]["Q6"] = 0.1 + 0.2
    book["自报汇总"]["D4"] = 1500.3
    bureau.send(book)
    assert book["资金到位"]["Q6"].value != 0.3
    assert [one.line for one in bureau.findings()] == []


@pytest.mark.parametrize(
    ("row", "told", "message"),
    [
        (4, 1600, "自报“实际利用省外资金”累计1600万元，按“资金到位”明细汇总为1560万元，相差40万元"),
        (5, 870, "自报“新增固定资产投资”累计870万元，按“固定资产投资”中本年新引进项目汇总为750万元，相差120万元"),
        (6, 2, "自报“新签约亿元以上项目”2个，按“项目台账”为1个，相差1个"),
        (7, 0, "自报“入统项目”0个，按“项目台账”为1个，相差-1个"),
    ],
)  # fmt: skip
def test_V26_a_summary_that_disagrees_with_its_rows(bureau, row, told, message):
    book = town()
    book["自报汇总"][f"D{row}"] = told
    bureau.send(book)
    found = only(bureau.findings(), "V26", MUST, RETURN)
    assert cell(found) == ("自报汇总", f"D{row}")
    assert found.message == message


def test_V26_an_amount_from_elsewhere_is_not_summed(bureau):
    book = town()
    page = book["资金到位"]
    page.insert_rows(7)
    for column, value in zip("ABCDJQ", ["ZJ01-2026-001", PACKING, "其他", 0, 30, 30], strict=True):
        page[f"{column}7"] = value
    bureau.send(book)
    assert [one.line for one in bureau.findings()] == []


def test_V27_an_earlier_month_that_changed(bureau):
    bureau.send(town(5), month=5)
    book = town()
    page = book["资金到位"]
    page["H5"], page["Q5"] = 250, 1450
    book["自报汇总"]["D4"] = 1510
    bureau.send(book)
    found = only(bureau.findings(), "V27", MUST, RETURN)
    assert cell(found) == ("资金到位", "H5")
    assert found.message == f"“{PACKING}”4月由300改为250，没有相符的更正申请"
    assert found.remedy == "请改回原数，或在“更正申请”中登记后重报"


@pytest.mark.parametrize(
    ("row", "passes"),
    [
        (["2026-04", "ZJ01-2026-001", PACKING, "资金到位", 300, 250], True),
        (["2026年4月", None, PACKING, "资金到位", 300, 250], True),
        ([date(2026, 4, 1), None, " 年产５万吨 绿色包装项目", "资金到位", "300", "250.00"], True),
        (["2026-05", "ZJ01-2026-001", PACKING, "资金到位", 300, 250], False),
        (["2025-04", "ZJ01-2026-001", PACKING, "资金到位", 300, 250], False),
        (["2026-04", "ZJ01-2025-002", MOULDING, "资金到位", 300, 250], False),
        (["2026-04", "ZJ01-2026-001", PACKING, "固定资产投资", 300, 250], False),
        (["2026-04", "ZJ01-2026-001", PACKING, "资金到位", 300, 260], False),
    ],
)
def test_V27_only_a_correction_of_that_month_project_table_and_amount_licenses(bureau, row, passes):
    bureau.send(town(5), month=5)
    book = town()
    page = book["资金到位"]
    page["H5"], page["Q5"] = 250, 1450
    book["自报汇总"]["D4"] = 1510
    for column, value in zip("ABCDEFGH", [*row, "退款", "主任"], strict=True):
        book["更正申请"][f"{column}4"] = value
    bureau.send(book)
    told = [one.rule.code for one in bureau.findings() if one.rule.code != "V58"]
    assert told == ([] if passes else ["V27"])


def test_V27_compares_with_what_was_last_accepted_not_with_what_was_returned(bureau):
    bureau.send(town(4), month=4)
    wrong = town(5)
    wrong["资金到位"]["F5"], wrong["资金到位"]["Q5"] = 111, 1011
    wrong["自报汇总"]["D4"] = 1061
    bureau.send(wrong, month=5)
    bureau.send(town())
    assert [one.rule.code for one in bureau.findings(5)] == ["V27"]
    assert [one.line for one in bureau.findings(6)] == []


# --- the office's own tables ---------------------------------------------------------------


def targets(*shares: tuple[str, float], year: int = 2026) -> list[dict[str, object]]:
    common = {
        "年度": year,
        "指标": "实际利用省外资金",
        "下达": "本级",
        "类别": "总量",
        "是否考核": "是",
    }
    return [common | {"单位（代码、汇总组或全市）": unit, "确保数": sure} for unit, sure in shares]


def test_V47_targets_that_add_up_to_less_than_the_whole(bureau):
    rows = targets(("全市", 100000), ("KF01", 60000), ("ZJ01", 20000), ("ZJ02", 19999.5))
    bureau.keep(年度目标=rows)
    bureau.send(town())
    found = only(bureau.findings(unit=""), "V47", MUST, COUNT)
    assert found.rule.addressee is Addressee.OFFICE
    assert found.places[0].file == "基础库.xlsx"
    assert cell(found) == ("年度目标", "G3")
    assert found.message == (
        "“实际利用省外资金”分解到各单位的任务合计99999.5，小于总目标100000，相差0.5"
    )
    assert found.remedy == "请调整任务分解，使合计不小于总目标"


def test_V47_a_campaigns_tasks_close_no_gap_of_the_years(bureau):
    rows = targets(("全市", 100000), ("KF01", 60000), ("ZJ01", 20000), ("ZJ02", 19999.5))
    rows += [row | {"阶段（全年任务不填）": "攻坚"} for row in targets(("ZJ02", 5000))]
    bureau.keep(年度目标=rows)
    bureau.send(town())
    assert "合计99999.5" in only(bureau.findings(unit=""), "V47", MUST, COUNT).message


def test_V47_what_an_adjustment_took_off_opens_a_gap(bureau):
    rows = targets(("全市", 100000), ("KF01", 60000), ("ZJ01", 20000), ("ZJ02", 20000))
    rows[1] |= {"调整日期": date(2026, 5, 1), "调整后确保数": 59000}
    bureau.keep(年度目标=rows)
    bureau.send(town())
    # 59000 + 20000 + 20000 = 99000
    found = only(bureau.findings(unit=""), "V47", MUST, COUNT)
    assert "合计99000，小于总目标100000，相差1000" in found.message


def test_V47_an_adjustment_yet_to_come_changes_nothing(bureau):
    rows = targets(("全市", 100000), ("KF01", 60000), ("ZJ01", 20000), ("ZJ02", 20000))
    rows[1] |= {"调整日期": date(2026, 7, 1), "调整后确保数": 59000}
    bureau.keep(年度目标=rows)
    bureau.send(town())
    bureau.others()
    assert [one.line for one in bureau.findings(unit=None)] == []


def test_V47_what_is_hoped_for_closes_too(bureau):
    rows = targets(("全市", 90), ("KF01", 60), ("ZJ01", 20), ("ZJ02", 20))
    for row, hoped in zip(rows, (110, 65, 22, None), strict=True):
        row["力争数"] = hoped
    bureau.keep(年度目标=rows)
    bureau.send(town())
    # 65 + 22 + 20: who is told no 力争 counts with 确保
    found = only(bureau.findings(unit=""), "V47", MUST, COUNT)
    assert cell(found) == ("年度目标", "H3")
    assert "力争任务合计107，小于总的力争目标110，相差3" in found.message


def test_V48_a_task_set_twice_names_both_cells_and_the_first_counts(bureau):
    rows = targets(("全市", 100), ("KF01", 60), ("ZJ01", 20), ("ZJ02", 20), ("ZJ01", 25))
    bureau.keep(年度目标=rows)
    bureau.send(town())
    found = only(bureau.findings(unit=""), "V48", MUST, COUNT)
    assert found.rule.addressee is Addressee.OFFICE
    assert [str(one) for one in found.places] == [
        "《基础库.xlsx》年度目标!G7",
        "《基础库.xlsx》年度目标!G5",
    ]
    assert "任务写了两次，前一处在年度目标!G5" in found.message
    standings = bureau.month().standings
    assert standings[Scope("单位", "ZJ01"), "实际利用省外资金"].target.sure == 20


def test_V48_a_persons_row_against_the_table_of_peoples_tasks(bureau):
    rows = targets(("全市", 100), ("KF01", 60), ("ZJ01", 20), ("ZJ02", 20), ("ZJ01", 9))
    rows[-1]["姓名（任务到人的填）"] = "王某"
    person = {"年度": 2026, "单位（代码）": "ZJ01", "姓名": "王某", "职级": "科员"}
    bureau.keep(年度目标=rows, 人员任务=[person | {"资金任务（万元）": 10}])
    bureau.send(town())
    found = only(bureau.findings(unit=""), "V48", MUST, COUNT)
    assert found.places[1].sheet == "人员任务"
    assert "·王某”" in found.message


@pytest.mark.parametrize("last", [20000, 25000])
def test_V47_targets_that_add_up_to_the_whole_or_more_pass(bureau, last):
    rows = targets(("全市", 100000), ("KF01", 60000), ("ZJ01", 20000), ("ZJ02", last))
    rows += targets(("全市", 9), ("KF01", 1), year=2025)
    bureau.keep(年度目标=rows)
    bureau.send(town())
    bureau.others()
    assert [one.line for one in bureau.findings(unit=None)] == []


def test_X02_a_unit_in_the_base_table_that_nobody_knows(bureau):
    rows = targets(("全市", 1), ("青鱼镇", 20000))
    bureau.keep(年度目标=rows)
    bureau.send(town())
    found = only(bureau.findings(unit=""), "X02", MUST, COUNT)
    assert found.rule.addressee is Addressee.OFFICE
    assert cell(found) == ("年度目标", "F4")
    assert found.message == "第4行单位“青鱼镇”不在单位名录中，该行没有计入任何单位"
    assert found.remedy == "请改成单位名录里的代码或名称（相近的有：青榆镇）"


def test_X02_names_short_names_and_old_names_stand_for_codes(bureau):
    rows = targets(
        ("全市", 100), ("栖川市产业集聚区管理委员会", 60), ("榆树乡", 30), (" 石桐镇", 10)
    )
    bureau.keep(年度目标=rows)
    bureau.send(town())
    bureau.others()
    month = bureau.month()
    assert [one.line for one in month.findings] == []
    sure = {
        scope.code: one.target.sure
        for (scope, name), one in month.standings.items()
        if name == "实际利用省外资金" and one.target and scope.kind != "组"
    }
    assert sure["KF01"] == 60 and sure["ZJ01"] == 30 and sure["ZJ02"] == 10


def test_a_group_is_no_unit_and_needs_none(bureau):
    group = directory()[1]["汇总组"]
    bureau.keep(年度目标=targets((str(group), 5)))
    bureau.send(town())
    bureau.others()
    assert [one.line for one in bureau.findings(unit=None)] == []


def test_a_workbook_of_another_unit_is_that_units(bureau):
    bureau.send(nothing("KF01", "栖川经济开发区"), "随便.xlsx")
    assert bureau.month().received == {"KF01": "随便.xlsx"}
    assert isinstance(town(), Workbook)
