"""A month at 青榆镇 in which all is right, with all of the office's rules in force, to be spoilt."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.finding import Finding
from tests.validate.bureau import TEMPLATES, UNITS, Bureau, at, nothing, town

PARAMETERS = {
    "地区": "栖川市",
    "办公室": "市招商办",
    "本省名称（用于省外资金审核）": "河南",
    "实行预审日期（此后签约的须预审）": date(2026, 1, 1),
    "认定门槛·一产（万元）": 1000,
    "认定门槛·工业（万元）": 1000,
    "认定门槛·商贸流通（万元）": 2000,
    "认定门槛·其他服务业（万元）": 1000,
}
UNIT, TARGET, LAST_YEAR = "单位（代码、汇总组或全市）", "年度目标", "上年同期"


@dataclass
class Desk:
    """The books of the month (`now`) and what stands beside them; see bureau.py for the amounts."""

    month: int = 6
    now: Workbook = field(init=False)
    before: Workbook | None = None
    former: Workbook | None = None
    other: Workbook | None = field(init=False)
    tables: dict[str, list[dict]] = field(default_factory=dict)
    parameters: dict[str, object] = field(default_factory=lambda: dict(PARAMETERS))
    files: dict[str, bytes] = field(default_factory=dict)
    name: str = ""
    twice: bool = False
    figures: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        self.now = self.year_book(self.month)
        self.other = nothing("ZJ02", "石桐镇", self.month)

    def year_book(self, month: int, year: int = 2026) -> Workbook:
        """青榆镇's file with the pre-review that the office asks for."""
        book = town(month, year=year)
        for row in (4, 5):
            write(book["项目台账"], "预审结果", row, "通过")
        return book

    def put(self, sheet: str, heading: str, row: int, value: object) -> None:
        write(self.now[sheet], heading, row, value)

    def register(self, row: int = 4, **values: object) -> None:
        for heading, value in values.items():
            self.put("项目台账", heading.replace("_万美元", "（万美元）"), row, value)

    def paid(self, row: int, month: int, value: object) -> None:
        """Another amount of arrivals, with the sums that follow from it."""
        change = moved(self.now["资金到位"], 4 + month, 17, row, value)
        self.total(4, change)

    def built(self, row: int, month: int, value: object) -> None:
        """Another amount of investment; only row 5 is a project of this year."""
        change = moved(self.now["固定资产投资"], 3 + month, 16, row, value)
        if row == 5:
            self.total(5, change)

    def total(self, row: int, change: object) -> None:
        cell = self.now["自报汇总"][f"D{row}"]
        cell.value = cell.value + change

    def line(self, sheet: str, row: int, **values: object) -> None:
        """Insert a row and fill it by heading."""
        self.now[sheet].insert_rows(row)
        for heading, value in values.items():
            self.put(sheet, heading, row, value)

    def keep(self, name: str, *rows: dict[str, object]) -> None:
        self.tables[name] = list(rows)

    def judged(self, folder: Path) -> list[Finding]:
        """All findings of the month, of every unit and of the office."""
        templates = TEMPLATES
        if self.figures:
            templates = Path(shutil.copytree(TEMPLATES, folder / "templates"))
            path = templates / "figures.yaml"
            path.write_text(path.read_text("utf-8").replace(*self.figures, 1), "utf-8")
        bureau = Bureau(folder, templates)
        bureau.keep(self.parameters, **self.tables)
        if self.former is not None:
            bureau.send(self.former, month=12, year=2025)
        if self.before is not None:
            bureau.send(self.before, month=self.month - 1)
        bureau.send(self.now, self.name, self.month)
        if self.twice:
            write(self.now["项目台账"], "投资方所在地", 4, "浙江-杭州")
            bureau.send(self.now, "青榆镇又一份.xlsx", self.month)
        bureau.send(nothing("KF01", UNITS[0][1], self.month), "KF01.xlsx", self.month)
        if self.other is not None:
            bureau.send(self.other, "ZJ02.xlsx", self.month)
        for name, content in self.files.items():
            (bureau.inputs / f"2026-{self.month:02d}" / name).write_bytes(content)
        return list(bureau.month(self.month).findings)


def write(page: Worksheet, heading: str, row: int, value: object) -> None:
    """Write under a heading, adding the column where the sheet has none."""
    try:
        address = at(page, heading, row)
    except KeyError:
        page.cell(3, page.max_column + 1, heading)
        address = at(page, heading, row)
    page[address] = value


def moved(page: Worksheet, column: int, total: int, row: int, value: object) -> object:
    """Change a month and its row's sum; returns by how much."""
    change = (value or 0) - (page.cell(row, column).value or 0)
    page.cell(row, column).value = value
    page.cell(row, total, page.cell(row, total).value + change)
    return change
