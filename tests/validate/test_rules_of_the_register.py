"""Rules on one project of the register: for each a value that passes and one that does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.finding import Finding
from tests.validate.bureau import PACKING, Bureau, at, town

NAME = f"“{PACKING}”"
GOOD_CODE, BAD_CODE = "91350100M000100Y43", "91350100M000100Y44"
"""The example of GB 32100-2015, and the same with another check digit."""

CASES = {
    "V09": ("计划总投资", {"计划总投资": 12000.55}, {"计划总投资": 12000.555}, "核实", "照计",
        "第4行“计划总投资”为12000.555，小数超过2位"),
    "V10": ("预审日期", {"预审日期": date(2026, 1, 5)}, {"预审日期": date(2009, 12, 31)}, "强制",
        "照计", "第4行“预审日期”2009-12-31的年份不在2010年至明年之间"),
    "V10 in a year": ("新引进年度", {}, {"新引进年度": 2009}, "强制", "照计",
        "第4行“新引进年度”2009不在2010年至今年之间"),
    "V11": ("认定日期", {"认定日期": date(2026, 6, 30)}, {"认定日期": date(2026, 7, 1)}, "核实",
        "不计该指标", "第4行“认定日期”2026-07-01晚于所属期末2026-06-30"),
    "V12": ("实际开工日期", {"实际开工日期": date(2026, 2, 10)},
        {"实际开工日期": date(2026, 2, 9)}, "核实", "照计",
        f"{NAME}的开工日期2026-02-09早于签约日期2026-02-10"),
    "V13": ("实际开工日期", {}, {"实际开工日期": None}, "强制", "照计",
        f"{NAME}阶段为“开工”，但没有填实际开工日期"),
    "V13 the other way": ("当前阶段", {}, {"当前阶段": "签约"}, "强制", "照计",
        f"{NAME}已填开工日期2026-04-08，阶段却仍为“签约”"),
    "V19": ("共同引进比例（%）", {"共同引进单位": "ZJ02", "共同引进比例（%）": 40},
        {"共同引进单位": "ZJ02", "共同引进比例（%）": 100}, "强制", "不计该行",
        f"{NAME}的共同引进单位和比例（100）要同时填，比例应大于0、小于100"),
    "V20": ("计划总投资", {"计划总投资": 120000}, {"计划总投资": 1200000}, "核实", "不计该指标",
        "第4行“计划总投资”1200000万元疑似单位填错（超过1000000万元）"),
    "V35": ("项目名称", {}, {"备注": "", "项目名称": "青榆房地产开发项目"}, "核实", "照计",
        "“青榆房地产开发项目”疑属不予认定类型"),
    "V39": ("协议利用外资（万美元）", {"投资性质": "外资", "协议利用外资（万美元）": 1700},
        {"投资性质": "外资", "协议利用外资（万美元）": 12000}, "强制", "不计该行",
        f"{NAME}协议利用外资12000，不小于总投资12000万元，疑似填成万元"),
    "V40": ("统一社会信用代码", {"统一社会信用代码": GOOD_CODE}, {"统一社会信用代码": BAD_CODE},
        "核实", "照计", f"第4行“统一社会信用代码”{BAD_CODE}的校验位不符"),
    "V40 of a telephone": ("联系电话", {"联系电话": "13912345678"}, {"联系电话": "1391234567"},
        "核实", "照计", "第4行“联系电话”不是完整的电话号码"),
    "V43": ("计划投产日期", {"计划投产日期": date(2026, 6, 30)},
        {"计划投产日期": date(2026, 6, 20)}, "核实", "照计",
        f"{NAME}计划2026-06-20投产，已超期10天，没有填问题和措施"),
    "V44": ("入统日期", {}, {"入统日期": None, "实际开工日期": date(2026, 3, 30)}, "核实", "照计",
        f"{NAME}开工3个月，还没有入统"),
}  # fmt: skip


def put(page: Worksheet, heading: str, row: int, value: object) -> str:
    """Write under a heading, adding the column where the sheet has none; returns the address."""
    try:
        address = at(page, heading, row)
    except KeyError:
        page.cell(3, page.max_column + 1, heading)
        address = at(page, heading, row)
    page[address] = value
    return address


def judged(folder: Path, changes: Mapping[str, object]) -> list[Finding]:
    bureau = Bureau(folder)
    bureau.keep()
    book = town()
    for heading, value in changes.items():
        put(book["项目台账"], heading, 4, value)
    if changes.get("入统日期", "") is None:
        book["自报汇总"]["D7"] = 0
    bureau.send(book)
    return bureau.findings()


@pytest.mark.parametrize("case", CASES)
def test_what_is_within_the_rule_passes(tmp_path, case):
    assert judged(tmp_path, CASES[case][1]) == []


@pytest.mark.parametrize("case", CASES)
def test_what_is_outside_the_rule_is_found_once_in_its_cell(tmp_path, case):
    heading, _, changes, level, consequence, message = CASES[case]
    (found,) = judged(tmp_path, changes)
    assert found.rule.code == case[:3]
    assert (found.rule.level, found.rule.consequence) == (level, consequence)
    assert found.message == message
    book = town()
    for name, value in changes.items():
        put(book["项目台账"], name, 4, value)
    place = found.places[0]
    assert (place.sheet, place.cell) == ("项目台账", at(book["项目台账"], heading, 4))
