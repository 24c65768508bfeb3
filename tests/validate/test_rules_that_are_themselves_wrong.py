"""A rule that fails is a fault of the scheme, never a finding; a rule not in force is silent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.model.finding import Faulty
from pipeline.validate.named import CHECKS
from tests.validate.bureau import TEMPLATES, Bureau, town


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path, Path(shutil.copytree(TEMPLATES, tmp_path / "templates")))
    made.keep()
    made.send(town())
    return made


def alter(bureau: Bureau, name: str, old: str, new: str) -> None:
    path = bureau.templates / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def line_of(bureau: Bureau, name: str, words: str) -> str:
    text = (bureau.templates / name).read_text("utf-8")
    return f"第{text[: text.index(words)].count(chr(10)) + 1}行"


def faults(bureau: Bureau) -> list[str]:
    with pytest.raises(Faulty) as raised:
        bureau.month()
    return list(dict.fromkeys(one.line for one in raised.value.faults))


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("固定资产投资 ≤ 项目名称", "公式两边不是同一种内容，不能比较"),
        ("固定资产投资", "公式应是条件，不能只是一个数或一段文字"),
        ("固定资产投资 + 项目名称 ≤ 1", "加减乘除的两边应是数"),
        ("序(项目名称) ≥ 1", "序()里的“项目名称”不是有先后的选项"),
        ("年(计划总投资) = 2026", "年()只用于日期"),
    ],
)
def test_a_formula_on_the_wrong_kind_of_field_is_a_fault_with_its_line(bureau, formula, why):
    file = "forms/项目台账.yaml"
    alter(bureau, file, "公式: 固定资产投资 ≤ 计划总投资", f"公式: {formula}")
    place = line_of(bureau, file, "编号: V21")
    assert faults(bureau) == [f"《{file}》{place}：公式“{formula}”无法计算：{why}；请修改公式"]


def test_a_term_on_the_wrong_kind_of_field_is_a_fault_even_while_no_row_fails(bureau):
    file = "forms/资金到位.yaml"
    alter(bureau, file, "相差: 本年累计 - 合计(各月)", "相差: 本年累计 - 项目名称")
    assert faults(bureau) == [
        f"《{file}》{line_of(bureau, file, '编号: V25')}："
        "公式“本年累计 - 项目名称”无法计算：加减乘除的两边应是数；请修改公式"
    ]


def test_a_term_that_speaks_of_itself_is_a_fault_and_no_endless_search(bureau):
    file = "forms/项目台账.yaml"
    alter(bureau, file, "设: {期末日: 期末()}", "设: {期末日: 起日, 起日: 期末日}")
    told = faults(bureau)
    assert [one.partition("：")[2] for one in told] == [
        f"V11的“设”里的“{name}”说的是它自己；请换一个名称，不要与所用的字段同名"
        for name in ("期末日", "起日")
    ]


def test_a_check_by_a_name_that_there_is_not_lists_those_there_are(bureau):
    file = "forms/资金到位.yaml"
    alter(bureau, file, "检查: 期后填数", "检查: 期后填书")
    assert faults(bureau) == [
        f"《{file}》{line_of(bureau, file, '编号: V24')}：没有“期后填书”这种检查；"
        f"可用的有：{'、'.join(CHECKS)}"
    ]


def test_a_required_when_that_cannot_be_evaluated_is_a_fault(bureau):
    file = "forms/项目台账.yaml"
    alter(bureau, file, "必填当: '当前阶段 = \"停滞\"'", "必填当: '当前阶段 > 3'")
    (told,) = faults(bureau)
    assert told.startswith(
        f"《{file}》{line_of(bureau, file, '  主要问题:')}：公式“当前阶段 > 3”无法计算"
    )


@pytest.mark.parametrize(
    ("limits", "codes"),
    [
        ("自: 2026-06", ["V22"]),
        ("自: 2026-07", []),
        ("至: 2026-05", []),
        ("自: 2026-01, 至: 2026-06", ["V22"]),
    ],
)
def test_a_rule_is_silent_outside_its_months(bureau, limits, codes):
    alter(bureau, "checks.yaml", "V22: {级别: 核实,", f"V22: {{级别: 核实, {limits},")
    book = town()
    book["资金到位"]["D6"] = 8700
    bureau.send(book)
    assert [one.rule.code for one in bureau.findings()] == codes


def test_the_office_may_make_a_rule_graver_or_milder_in_yaml_alone(bureau):
    alter(
        bureau, "checks.yaml", "V21: {级别: 强制, 后果: 不计该行,", "V21: {级别: 提示, 后果: 照计,"
    )
    book = town()
    book["项目台账"]["M5"] = 6001
    bureau.send(book)
    (found,) = bureau.findings()
    assert (found.rule.code, found.rule.level, found.rule.consequence) == ("V21", "提示", "照计")


def test_a_new_rule_is_one_entry_in_a_form(bureau):
    alter(
        bureau,
        "forms/项目台账.yaml",
        "审核关系:\n",
        "审核关系:\n  - {编号: V34, 级别: 核实, 公式: 计划总投资 ≥ 7000, 字段: 计划总投资,"
        " 问题: '“{项目名称}”计划总投资{计划总投资}万元，低于7000万元'}\n",
    )
    (found,) = bureau.findings()
    assert found.message == "“注塑件加工项目”计划总投资6000万元，低于7000万元"
    assert found.places[0].cell == "L5"
