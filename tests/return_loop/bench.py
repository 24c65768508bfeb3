"""A drawn county whose units have what a test gives them to be asked about."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.desk import ROOT, Desk, change

PERIOD = "2026-02"
LAND, HALL, SITES = "用地（亩）", "租赁厂房（㎡）", "备注"
OPINION, COPY = "审核意见.xlsx", "标注副本.xlsx"
GOOD = "该项目分两期供地，第二期已取得批复"

_CHECKS = """\
  - {编号: T01, 级别: 核实, 后果: 照计, 表: 项目台账, 公式: '用地 ≤ 900', 问题: '“{项目}”用地{用地}亩偏大', 处理: 请核实}
  - {编号: T02, 级别: 强制, 后果: 退回, 表: 项目台账, 公式: '租赁厂房 ≤ 900000', 问题: '“{项目}”厂房{租赁厂房}㎡过大', 处理: 请改正}
  - {编号: T03, 级别: 提示, 后果: 照计, 表: 项目台账, 公式: '用地 ≠ 888', 问题: '“{项目}”用地恰为888亩'}
  - {编号: T04, 级别: 核实, 后果: 照计, 表: 项目台账, 公式: '用地 ≤ 5000', 问题: '“{项目}”用地{用地}亩过大', 处理: 请核实}
"""


def templates(folder: Path) -> None:
    """The shipped templates with the checks of these tests, without the big documents."""
    shutil.copytree(ROOT / "templates", folder, ignore=shutil.ignore_patterns("*.txt", "*.docx"))
    checks = (folder / "checks.yaml").read_text("utf-8")
    (folder / "checks.yaml").write_text(f"{checks.rstrip()}\n{_CHECKS}", "utf-8")
    (folder / "documents.yaml").write_text("文件: {}\n", "utf-8")


def heading(sheet: Worksheet, title: str) -> tuple[int, int]:
    """The row and column of a header cell."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == title:
                return cell.row, cell.column
    raise LookupError(title)


def registered(desk: Desk, unit: str, title: str, values: list[object]) -> list[str]:
    """Type values into a column of a unit's register, from its first project on; their cells."""
    path = desk.workbook(unit)
    sheet = openpyxl.load_workbook(path)["项目台账"]
    row, column = heading(sheet, title)
    cells = [sheet.cell(row + n, column).coordinate for n in range(1, len(values) + 1)]
    change(path, "项目台账", dict(zip(cells, values, strict=True)))
    return cells


def said(desk: Desk, *words: str) -> dict:
    """The answer of a check as data."""
    return json.loads(desk.run("check", "--json", *words).stdout)


def findings(desk: Desk, rule: str, unit: str = "") -> list[dict]:
    return [
        one
        for one in said(desk)["问题"]
        if one["规则"] == rule and (not unit or one["单位"] == unit)
    ]


def papers(desk: Desk) -> Path:
    return desk.edition(PERIOD) / "审核"


def opinion(desk: Desk, unit: str) -> list[dict[str, object]]:
    """The rows of a unit's 审核意见 by their headings, formulas by their values."""
    return rows(papers(desk) / unit / OPINION, "审核意见", "问题编号")


def rows(path: Path, sheet: str, first: str) -> list[dict[str, object]]:
    """The rows below the header that holds `first`, until the first column is empty."""
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    top, left = heading(page, first)
    titles = [cell.value for cell in page[top]]
    found = []
    for row in page.iter_rows(min_row=top + 1, values_only=True):
        if row[left - 1] in (None, "") or not all(isinstance(row[n], (str, int)) for n in (0,)):
            break
        found.append(dict(zip(titles, row, strict=True)))
    return found


def texts(path: Path) -> str:
    """Every text of a workbook's first sheet, one cell a line."""
    page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    cells = (cell for row in page.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


def explain(path: Path, target: Path, told: Mapping[str, str], by: str = "崔允衡") -> None:
    """Fill in 说明 and 说明人 for numbers, and save the sheet as `target`."""
    book = openpyxl.load_workbook(path)
    sheet = book["审核意见"]
    top, number = heading(sheet, "问题编号")
    text, name = heading(sheet, "说明")[1], heading(sheet, "说明人")[1]
    for row in range(top + 1, sheet.max_row + 1):
        code = sheet.cell(row, number).value
        if code in told:
            sheet.cell(row, text).value = told[code]
            sheet.cell(row, name).value = by
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def sent_back(desk: Desk, unit: str, told: Mapping[str, str], name: str = "说明/回复.xlsx") -> Path:
    """Explain, and put the sheet into the period's folder of inputs under some name."""
    target = desk.inputs / PERIOD / name
    explain(papers(desk) / unit / OPINION, target, told)
    return target


def book_of(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))
