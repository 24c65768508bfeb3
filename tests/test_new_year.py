"""The drawn county rolled over to January: the old year closed, projects carried, all clean."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms import forms
from pipeline.gather import Office, gather
from pipeline.model.figure import Missing, Scope, Status
from pipeline.model.finding import Finding
from pipeline.model.month import WHOLE, Month
from pipeline.model.period import Period
from pipeline.produce import produce
from tests.county import County, draw
from tests.county.figures import FUNDS, INDICATORS, WORKS
from tests.county.newyear import january_after
from tests.shipped import TEMPLATES, gathered

JANUARY = Period(2027, 1)
UNIT = "ZJ01"
SENT = f"招商月报_{UNIT}_202701.xlsx"
Change = Callable[[dict[str, Worksheet]], None]


@cache
def counties() -> tuple[County, County]:
    """Two units up to December 2026, and the January after it."""
    old = draw(7, units=2, projects=5, period_last="2026-12")
    return old, january_after(old)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for one in counties():
        one.write(folder)
    return folder


@pytest.fixture(scope="module")
def january(inputs: Path) -> Month:
    return gathered(inputs, "2027-01")[1]


def test_the_new_year_begins_without_a_finding(january):
    assert [one.line for one in january.findings] == []
    assert not january.carried


def test_every_figure_of_january_is_of_the_new_year_alone(january):
    truth = counties()[1].truth("2027-01")["单位"]
    for unit, figures in truth.items():
        for indicator in INDICATORS:
            made = january.figures[Scope("单位", unit), indicator, Status.REPORTED]
            assert made.value == figures[indicator]["自报"], (unit, indicator)
    assert january.figures[WHOLE, FUNDS, Status.REPORTED].value > 0


def test_it_is_held_against_the_new_targets_and_the_old_january(january):
    old, new = counties()
    standing = january.standings[Scope("单位", UNIT), WORKS]
    sure = next(one.sure for one in new.targets if (one.unit, one.indicator) == (UNIT, WORKS))
    assert standing.target is not None and standing.target.sure == sure
    assert standing.last == old.truth("2026-01")["单位"][UNIT][WORKS]["自报"]


def test_the_report_of_january_is_made_and_is_no_draft(inputs, tmp_path):
    edition, _, month = produce(Office(TEMPLATES, inputs, tmp_path), JANUARY)
    assert edition.documents and not edition.draft
    assert month.period == JANUARY


def test_what_stood_for_the_closed_year_may_not_change_without_a_correction(inputs, tmp_path):
    was = 0

    def raised(book: dict[str, Worksheet]) -> None:
        nonlocal was
        page = book["资金到位"]
        cell = at(page, "以前年度累计")
        was = cell.value
        cell.value = was + 100
        column = [page.cell(row, 1).value for row in range(1, page.max_row + 1)]
        page.cell(column.index("合计") + 1, cell.column).value += 100

    findings = told(inputs, tmp_path / "one", raised)
    assert [(one.rule.code, one.field) for one in findings] == [("V27", "以前年度累计")]
    assert f"以前年度累计由{was}改为{was + 100}" in findings[0].message

    def licensed(book: dict[str, Worksheet]) -> None:
        raised(book)
        page = book["资金到位"]
        fix = {
            "原所属期": "2026-11",
            "项目编码": at(page, "项目编码").value,
            "项目": at(page, "项目名称").value,
            "所在表": "资金到位",
            "原值": 40,
            "新值": 140,
            "原因": "漏报一笔",
            "批准人": "主任",
        }
        for heading, value in fix.items():
            at(book["更正申请"], heading).value = value

    assert [one.line for one in told(inputs, tmp_path / "two", licensed)] == []


def test_a_project_of_december_may_neither_vanish_nor_go_back(inputs, tmp_path):
    def changed(book: dict[str, Worksheet]) -> None:
        page = book["项目台账"]
        column, first = at(page, "当前阶段").column, at(page, "当前阶段").row
        stages = {page.cell(row, column).value: row for row in range(first, first + 4)}
        assert "投产" in stages or "达产" in stages
        row = stages.get("投产") or stages["达产"]
        page.cell(row, column).value = "开工"
        for heading in ("投产日期", "达产日期", "入规日期", "入规类型"):
            page.cell(row, at(page, heading).column).value = None
        gone = next(one for one in stages.values() if one != row)
        for name in ("项目编码", "项目名称"):
            page.cell(gone, at(page, name).column).value = f"新{name}"

    codes = {one.rule.code for one in told(inputs, tmp_path, changed)}
    assert {"V14", "V15"} <= codes


def test_a_unit_silent_in_january_brings_nothing_of_last_year_into_the_new_one(inputs, tmp_path):
    folder = copied(inputs, tmp_path)
    (folder / "2027-01" / SENT).unlink()
    month = gathered(folder, "2027-01")[1]
    figure = month.figures[Scope("单位", UNIT), FUNDS, Status.REPORTED]
    assert (figure.value, figure.missing) == (None, Missing.NOT_REPORTED)
    assert not month.carried


def test_blank_forms_of_january_begin_with_the_projects_of_december(inputs, tmp_path):
    """Made from December, before anything of January came in."""
    folder = copied(inputs, tmp_path)
    shutil.rmtree(folder / "2027-01")
    (blank,) = forms(Office(TEMPLATES, folder, tmp_path / "outputs"), unit=UNIT).documents
    assert "2027-01" in blank.name or "202701" in blank.name
    book = openpyxl.load_workbook(BytesIO(blank.content))
    projects = counties()[0].projects[UNIT]
    assert list(values(book["项目台账"], "项目名称")) == [one.name for one in projects]
    sums = [
        float((fund.before + sum(amount or 0 for amount in fund.months)) / 100)
        for one in projects
        for fund in one.funds
    ]
    page = book["资金到位"]
    assert list(values(page, "以前年度累计")) == sums
    for month in range(1, 13):
        assert not list(values(page, f"{month}月"))


def told(inputs: Path, folder: Path, change: Change) -> list[Finding]:
    """The findings about the town after its file of January was changed."""
    sent = copied(inputs, folder) / "2027-01" / SENT
    book = openpyxl.load_workbook(sent, data_only=True)
    change({page.title: page for page in book})
    book.save(sent)
    month = gather(Office(TEMPLATES, folder, folder / "outputs"), JANUARY)[1]
    return [one for one in month.findings if one.unit == UNIT and one.rule.code != "V56"]


def copied(inputs: Path, folder: Path) -> Path:
    shutil.copytree(inputs, folder, dirs_exist_ok=True)
    return folder


def at(page: Worksheet, heading: str):
    """The first cell below a header, which may be of two merged rows."""
    for row in page.iter_rows(max_row=6):
        for cell in row:
            if cell.value == heading:
                merges = (one for one in page.merged_cells.ranges if cell.coordinate in one)
                bottom = max((one.max_row for one in merges), default=cell.row)
                return page.cell(bottom + 1, cell.column)
    raise KeyError(heading)


def values(page: Worksheet, heading: str) -> Iterator[object]:
    """What stands below a header, formulas and signatures apart."""
    first = at(page, heading)
    for row in range(first.row, page.max_row + 1):
        value = page.cell(row, first.column).value
        if isinstance(value, (int, float, date)) or (isinstance(value, str) and value[:1] != "="):
            yield value
