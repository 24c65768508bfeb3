"""A column, a rule and an indicator from April 2026 on: earlier months keep the scheme of theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.forms import forms
from pipeline.model.figure import Missing, Scope, Status
from pipeline.model.month import WHOLE
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.produce import produce
from tests.validate.bureau import ARRIVALS, LEDGER, Bureau, at, town

COLUMN = "亩均税收"
FIELD = f"\n  {COLUMN}: {{类型: 数值, 必列: 是, 计量单位: 万元, 自: 2026-04}}\n  备注:"
RULES = f"""
  - {{编号: Q01, 级别: 核实, 公式: 非空({COLUMN}), 字段: {COLUMN}, 问题: 没有填, 处理: 请补填}}
  - {{编号: Q02, 级别: 核实, 自: 2026-05, 公式: {COLUMN} < 100, 字段: {COLUMN}, 问题: 过大, 处理: 请核对}}
"""
INDICATOR = f"""
  亩均税收合计:
    计量单位: 万元
    自: 2026-04
    自报: {{表: 项目台账, 求和: {COLUMN}}}
"""


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    templates = tmp_path / "templates"
    shutil.copytree(Path(__file__).parents[1] / "templates", templates)
    form = templates / "forms" / "项目台账.yaml"
    text = form.read_text(encoding="utf-8").replace("\n  备注:", FIELD) + RULES + "\n"
    form.write_text(text, encoding="utf-8")
    figures = templates / "figures.yaml"
    text = figures.read_text(encoding="utf-8").rstrip() + "\n" + INDICATOR
    figures.write_text(text, encoding="utf-8")
    made = Bureau(tmp_path, templates)
    made.keep()
    return made


def early(month: int) -> Workbook:
    """What the town sends before its project starts in April."""
    book = town(month)
    page = book["项目台账"]
    page[at(page, "实际开工日期", 4)], page[at(page, "当前阶段", 4)] = None, "签约"
    return book


def with_column(month: int, *values: object) -> Workbook:
    book = town(month) if month > 3 else early(month)
    page = book["项目台账"]
    place = len(LEDGER) + 1
    for row, value in enumerate((COLUMN, *values), start=3):
        page.cell(row, place, value)
    return book


def codes(bureau: Bureau, month: int) -> list[str]:
    return [one.rule.code for one in bureau.findings(month)]


def test_the_months_before_need_no_such_column_and_those_after_do(bureau):
    bureau.send(early(3), month=3)
    bureau.send(town(4), month=4)
    assert codes(bureau, 3) == []
    (found,) = bureau.findings(4)
    assert found.rule.code == "V04"
    assert found.message == f"缺少“项目台账”的“{COLUMN}”"


def test_from_april_it_is_read_and_judged_by_the_rules_in_force(bureau):
    bureau.send(early(3), month=3)
    for month in (4, 5):
        bureau.send(with_column(month, None, 120), month=month)
    assert codes(bureau, 3) == []
    assert codes(bureau, 4) == ["Q01"]
    assert codes(bureau, 5) == ["Q01", "Q02"]


def test_in_march_a_column_of_that_name_is_no_part_of_the_form(bureau):
    """What is amiss in it is nobody's fault then; that amounts were not read is said."""
    bureau.send(with_column(3, "约5", -7), month=3)
    bureau.send(with_column(4, 5, 7), month=4)
    assert codes(bureau, 3) == ["X07"]
    assert codes(bureau, 4) == []


def test_the_indicator_has_no_figure_before_april_and_one_from_then_on(bureau):
    bureau.send(early(3), month=3)
    bureau.send(with_column(4, 12.5, 7.25), month=4)
    march, april = bureau.month(3), bureau.month(4)
    for scope in (WHOLE, Scope("单位", "ZJ01")):
        figure = march.figures[scope, "亩均税收合计", Status.REPORTED]
        assert (figure.value, figure.missing) == (None, Missing.NOT_APPLICABLE)
        assert april.figures[scope, "亩均税收合计", Status.REPORTED].value == 19.75


def test_a_rule_over_months_that_a_new_form_begins_with_does_not_speak_of_those_before(bureau):
    """The columns 各月 of a table that begins in April: January to March were never reported."""
    form = bureau.templates / "forms" / "资金到位.yaml"
    text = form.read_text(encoding="utf-8")
    new = "\n  配套: {类型: 数值, 重复: 12, 表头: '配套{n}月', 计量单位: 万元, 自: 2026-04}"
    text = text.replace("\n  凭证号:", f"{new}\n  凭证号:", 1)
    text += "  - {编号: V27, 检查: 前期改动, 字段: 配套, 许可: 更正申请}\n"
    form.write_text(text, encoding="utf-8")
    for month in (3, 4, 5):
        book = with_column(month, 1, 2) if month > 3 else early(month)
        if month > 3:
            page = book["资金到位"]
            for number in range(1, 13):
                page.cell(4, len(ARRIVALS) + number, f"配套{number}月")
                if number <= month:
                    page.cell(5, len(ARRIVALS) + number, 3 * number + (month == 5 and number == 2))
        bureau.send(book, month=month)
    assert codes(bureau, 3) == []
    assert codes(bureau, 4) == []
    (found,) = bureau.findings(5)
    assert found.rule.code == "V27" and "配套2月由6改为7" in found.message


def test_documents_and_blank_forms_are_of_their_month_too(bureau, tmp_path):
    bureau.send(early(2), month=2)
    bureau.send(early(3), month=3)
    edition, _, _ = produce(bureau.office, Period(2026, 3))
    assert edition.documents
    for month, there in ((3, False), (4, True)):
        (blank,) = forms(bureau.office, Period(2026, month), "ZJ01").documents
        with Reader() as reader:
            grids = reader.read(blank.content, blank.name).grids
        texts = [cell for one in grids for row in one.values for cell in row]
        assert (COLUMN in texts) is there
