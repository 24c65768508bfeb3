"""A town that fills in its blank form: which cells a clerk types, and the file sent in.

青榆镇 (ZJ01) has two projects, in 万元:

    包装: new in 2026, plan 12000, signed 2026-01-08; 省外 arrivals 100.25 in January, 50.5 in February
    注塑: of 2025, plan 6000, signed 2025-03-03; 省外 arrivals 30, then 40; 1000 before 2026
    注塑 also has 市外省内 arrivals of 7 in January
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from pipeline.forms import forms
from pipeline.gather import Office, gather
from pipeline.model.finding import Finding
from pipeline.model.month import Month
from pipeline.model.period import Period

ROOT = Path(__file__).parents[2]
TOWN, FULL = "ZJ01", "青榆镇"
PACKING, MOULDING = "年产5万吨绿色包装项目", "注塑件加工项目"
SIGNED = {"填报人": "甲", "联系电话": "0511-1234567", "审核人": "乙"}
COMMON = {
    "投资方（全称）": "芜湖穗宏科技有限公司",
    "投资方所在地": "安徽-芜湖",
    "投资性质": "内资-省外",
    "产业门类": "工业",
    "十大新兴产业": "是",
    "高新技术": "否",
    "落户地": TOWN,
    "省库状态": "未报",
    "包保领导": "丙",
    "分包责任人": "丁",
    "联系电话": "0511-7654321",
}
PROJECTS = (
    {
        **COMMON,
        "项目编码": "ZJ01-2026-001",
        "项目名称": PACKING,
        "项目来源": "新引进",
        "新引进年度": 2026,
        "计划总投资": 12000,
        "其中：固定资产投资": 8000,
        "预审结果": "通过",
        "签约日期": date(2026, 1, 8),
        "实际开工日期": date(2026, 1, 15),
        "当前阶段": "开工",
    },
    {
        **COMMON,
        "投资方（全称）": "青岛昱瑞实业有限公司",
        "投资方所在地": "山东-青岛",
        "项目编码": "ZJ01-2025-002",
        "项目名称": MOULDING,
        "项目来源": "续建",
        "新引进年度": 2025,
        "计划总投资": 6000,
        "其中：固定资产投资": 4000,
        "预审结果": "通过",
        "签约日期": date(2025, 3, 3),
        "实际开工日期": date(2025, 7, 7),
        "当前阶段": "开工",
        "入统日期": date(2025, 9, 9),
    },
)
ARRIVALS = (("ZJ01-2026-001", PACKING, "省外", 0, 100.25), ("ZJ01-2025-002", MOULDING, "省外", 1000, 30),
            ("ZJ01-2025-002", MOULDING, "市外省内", 0, 7))  # fmt: skip
WORKS = (("ZJ01-2026-001", PACKING, 0, 60.5), ("ZJ01-2025-002", MOULDING, 800, 20))


def an_office(folder: Path, templates: Path = ROOT / "templates") -> Office:
    """The shipped scheme and base tables; nobody has sent anything yet."""
    inputs = folder / "inputs"
    inputs.mkdir()
    shutil.copy(ROOT / "inputs" / "基础库.xlsx", inputs)
    return Office(templates, inputs, folder / "outputs")


def blank(office: Office, period: str, unit: str = TOWN) -> bytes:
    return forms(office, Period.parse(period), unit).documents[0].content


def opened(content: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def heads(book: Workbook, sheet: str) -> tuple[dict[str, int], int]:
    """Heading → column, and the header's last row."""
    page = book[sheet]
    bottom = 4 if page["A4"].value is None and page["E4"].value in ("1月", "2月") else 3
    found: dict[str, int] = {}
    for row in (bottom, 3):
        for cell in page[row]:
            if cell.value and not (row == 3 and cell.value == "各月"):
                found.setdefault(cell.value, cell.column)
    return found, bottom


def put(book: Workbook, sheet: str, row: int, cells: Mapping[str, object]) -> None:
    """Type into data row `row` (from 0) under these headings."""
    columns, bottom = heads(book, sheet)
    for heading, value in cells.items():
        book[sheet].cell(bottom + 1 + row, columns[heading]).value = value


def got(book: Workbook, sheet: str, row: int, heading: str) -> object:
    columns, bottom = heads(book, sheet)
    return book[sheet].cell(bottom + 1 + row, columns[heading]).value


def sign(book: Workbook, day: date, **cells: object) -> None:
    """Fill in the cover."""
    for row in book["封面"].iter_rows(min_row=3, max_col=2):
        label, cell = row[0].value, row[1]
        typed = {**SIGNED, "填报日期": day, **cells}
        if label in typed:
            cell.value = typed[label]


def january(book: Workbook) -> None:
    """Everything that 青榆镇 types in January; its sums are left to the formulas."""
    sign(book, date(2026, 2, 2))
    for row, project in enumerate(PROJECTS):
        put(book, "项目台账", row, project)
    for row, (code, name, source, before, amount) in enumerate(ARRIVALS):
        said = {"项目编码": code, "项目名称": name, "资金来源": source}
        put(book, "资金到位", row, {**said, "以前年度累计": before, "1月": amount})
    for row, (code, name, before, amount) in enumerate(WORKS):
        said = {"项目编码": code, "项目名称": name}
        put(book, "固定资产投资", row, {**said, "以前年度累计": before, "1月": amount})


def january_sums(book: Workbook) -> None:
    """The sums by hand: 100.25 + 30 from outside the province, 60.5 of the new project."""
    for row, (_, _, _, _, amount) in enumerate(ARRIVALS):
        put(book, "资金到位", row, {"本年累计": amount})
    for row, (_, _, _, amount) in enumerate(WORKS):
        put(book, "固定资产投资", row, {"本年累计": amount})
    told = {
        "实际利用省外资金": 130.25,
        "新增固定资产投资": 60.5,
        "新签约亿元以上项目": 1,
        "入统项目": 0,
    }
    for row in range(len(told)):
        put(book, "自报汇总", row, {"本年累计数": told[got(book, "自报汇总", row, "指标")]})


def send(office: Office, period: str, book: Workbook, unit: str = TOWN) -> Path:
    folder = office.inputs / period
    folder.mkdir(exist_ok=True)
    path = folder / f"招商月报_{unit}_{period.replace('-', '')}.xlsx"
    book.save(path)
    return path


def recalculated(path: Path, folder: Path) -> None:
    """Have LibreOffice open the file, calculate it and save it in its place."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    out = folder / "recalculated"
    subprocess.run(
        [*command, "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        env={**os.environ, "XDG_CACHE_HOME": str(folder)},
        timeout=240,
    )
    shutil.move(out / path.name, path)


def judged(office: Office, period: str, unit: str = TOWN) -> tuple[Month, list[Finding]]:
    """The month, and what was found in the unit's own file."""
    _, month = gather(office, Period.parse(period))
    return month, [one for one in month.findings if one.unit == unit]


def lines(found: Sequence[Finding]) -> list[str]:
    return [one.line for one in found]
