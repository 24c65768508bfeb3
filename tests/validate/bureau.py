"""A small office: three units, two projects of one town, as workbooks that a test then alters.

What 青榆镇 (ZJ01) sends for a month holds two projects, in 万元:

    包装 ZJ01-2026-001, plan 12000, new this year, signed 02-10, started 04-08, in statistics 05-20
        省外 arrivals   2月 100, 3月 200, 4月 300, 5月 400, 6月 500   → 1500 by June, 1000 by May
        investment      4月 150, 5月 250, 6月 350                     →  750 by June,  400 by May
    注塑 ZJ01-2025-002, plan 6000, brought in last year
        省外 arrivals   10 a month, 1000 before this year             →   60 by June,   50 by May
        investment      20 a month,  800 before this year             →  120 by June,  100 by May

So 实际利用省外资金 is 1560 by June and 1050 by May; 新增固定资产投资 counts 包装 only: 750 and 400.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.gather import Office, gather
from pipeline.model.finding import Finding
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.office.reading import Reader
from pipeline.scheme.scheme import Scheme, load_scheme

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PACKING, MOULDING = "年产5万吨绿色包装项目", "注塑件加工项目"
MONTHS = tuple(f"{month}月" for month in range(1, 13))
SUMS = ("实际利用省外资金", "新增固定资产投资", "新签约亿元以上项目", "入统项目")

LEDGER = (
    *("项目编码", "项目名称", "投资方（全称）", "投资方所在地", "投资性质", "产业门类"),
    *("十大新兴产业", "高新技术", "项目来源", "新引进年度", "落户地", "计划总投资"),
    *("其中：固定资产投资", "签约日期", "实际开工日期", "投产日期", "达产日期", "入统日期"),
    *("入规日期", "入规类型", "省库状态", "当前阶段", "包保领导", "分包责任人", "联系电话"),
    *("主要问题", "认定额"),
)
ARRIVALS = ("项目编码", "项目名称", "资金来源", "以前年度累计", *MONTHS, "本年累计", "凭证类型")
WORKS = ("项目编码", "项目名称", "以前年度累计", *MONTHS, "本年累计")
SUMMARY = ("指标", "计量单位", "本月数", "本年累计数", "项目个数", "上月累计（自报）")
CORRECTIONS = ("原所属期", "项目编码", "项目", "所在表", "原值", "新值", "原因", "批准人")
UNITS = (
    ("KF01", "栖川经济开发区", "经开区", "栖川市产业集聚区管理委员会", "园区", "经开区", "园区组"),
    ("ZJ01", "青榆镇", "青榆镇", "榆树乡；青榆人民公社", "镇", "镇（街道）", "一类镇街"),
    ("ZJ02", "石桐镇", "石桐镇", "", "镇", "镇（街道）", "一类镇街"),
)


def town(month: int = 6, version: object = 1, year: int = 2026) -> Workbook:
    """What 青榆镇 sends; 台账 has its header in row 3, both money sheets in row 4."""
    book = cover("ZJ01", "青榆镇", f"{year}-{month:02d}", version)
    rows = [
        project("ZJ01-2026-001", PACKING, 2026, 12000, 8000),
        project("ZJ01-2025-002", MOULDING, 2025, 6000, 4000),
    ]
    rows[0][LEDGER.index("入统日期")] = date(2026, 5, 20) if month >= 5 else None
    rows[1][LEDGER.index("签约日期")] = date(2025, 3, 3)
    rows[1][LEDGER.index("实际开工日期")] = date(2025, 7, 7)
    rows[1][LEDGER.index("入统日期")] = date(2025, 9, 9)
    sheet(book, "项目台账", LEDGER, rows)
    packed = [None, 100, 200, 300, 400, 500][:month]
    built = [None, None, None, 150, 250, 350][:month]
    paid = [
        ["ZJ01-2026-001", PACKING, "省外", 0, *_year(packed), "银行回单"],
        ["ZJ01-2025-002", MOULDING, "省外", 1000, *_year([10] * month), "银行回单"],
    ]
    sheet(book, "资金到位", ARRIVALS, paid, span="本年逐月到位")
    work = [
        ["ZJ01-2026-001", PACKING, 0, *_year(built)],
        ["ZJ01-2025-002", MOULDING, 800, *_year([20] * month)],
    ]
    sheet(book, "固定资产投资", WORKS, work, span="本年逐月完成")
    funds = sum(filter(None, packed)) + 10 * month
    told = (funds, sum(filter(None, built)), int(month >= 2), int(month >= 5))
    sheet(book, "自报汇总", SUMMARY, [[n, "", None, v] for n, v in zip(SUMS, told, strict=True)])
    sheet(book, "更正申请", CORRECTIONS, [])
    return book


def nothing(code: str, name: str, month: int = 6, year: int = 2026) -> Workbook:
    """What a unit without any project sends."""
    book = cover(code, name, f"{year}-{month:02d}")
    sheet(book, "项目台账", LEDGER, [])
    sheet(book, "资金到位", ARRIVALS, [], span="本年逐月到位")
    sheet(book, "固定资产投资", WORKS, [], span="本年逐月完成")
    sheet(book, "自报汇总", SUMMARY, [[name, "", None, 0] for name in SUMS])
    return book


def cover(code: str, name: str, period: str, version: object = 1) -> Workbook:
    """A workbook with the cover only: labels in A3:A11, values in B3:B11."""
    book = Workbook()
    page = book.active
    page.title = "封面"
    page.append(["招商引资月报封面"])
    page.append(["请如实填写"])
    labels = ("单位代码", "填报单位", "所属期", "填报人", "联系电话", "审核人", "填报日期")
    values = (code, name, period, "甲", "0511-1234567", "乙", date(2026, 7, 2))
    for pair in zip(labels, values, strict=True):
        page.append(pair)
    page.append(["是否零报送", "否"])
    page.append(["版本", version])
    return book


def sheet(
    book: Workbook,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    span: str = "",
) -> Worksheet:
    """Add a sheet: title, unit line, header in row 3, or in 3 and 4 where a span is merged."""
    page = book.create_sheet(name)
    page.append([f"{name}表"])
    page.append(["计量单位：万元"])
    page.append(list(headings))
    if span:
        page.append([None] * len(headings))
        for column, heading in enumerate(headings, 1):
            if heading in MONTHS:
                page.cell(3, column, span if heading == "1月" else None)
                page.cell(4, column, heading)
            else:
                page.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
        first = headings.index("1月") + 1
        page.merge_cells(start_row=3, end_row=3, start_column=first, end_column=first + 11)
    for row in rows:
        page.append(list(row))
    page.append(["填报人：甲　审核人：乙"])
    return page


def at(page: Worksheet, heading: str, row: int) -> str:
    """The address of a row's cell under a heading."""
    for cells in page.iter_rows(min_row=3, max_row=4):
        for cell in cells:
            if cell.value == heading:
                return f"{get_column_letter(cell.column)}{row}"
    raise KeyError(heading)


@dataclass
class Bureau:
    """The folders of an office; nothing has been sent yet."""

    folder: Path
    templates: Path = TEMPLATES
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.inputs = self.folder / "inputs"
        self.inputs.mkdir(parents=True)
        self.office = Office(self.templates, self.inputs, self.folder / "outputs")

    def keep(
        self, parameters: dict[str, object] | None = None, **tables: Sequence[dict[str, object]]
    ) -> None:
        """Write 基础库.xlsx with the directory and `tables`; rows are given by heading."""
        book = Workbook()
        book.remove(book.active)
        tables = {"单位名录": directory(), **tables}
        for name, rows in tables.items():
            headings = list(dict.fromkeys(heading for row in rows for heading in row))
            page = book.create_sheet(name)
            page.append([name])
            page.append(headings)
            for row in rows:
                page.append([row.get(heading) for heading in headings])
        if parameters:
            page = book.create_sheet("参数")
            for pair in parameters.items():
                page.append(pair)
        book.save(self.inputs / "基础库.xlsx")

    def send(self, book: Workbook, name: str = "", month: int = 6, year: int = 2026) -> str:
        """Put a workbook into the period's folder; by default as 青榆镇's."""
        name = name or f"招商月报_ZJ01_{year}{month:02d}.xlsx"
        path = self.inputs / f"{year}-{month:02d}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return name

    def others(self, month: int = 6) -> None:
        """Let the two other units report nothing, so that no unit is missing."""
        for code, name, *_ in UNITS:
            if code != "ZJ01":
                self.send(nothing(code, name, month), f"{code}.xlsx", month)

    def copy(self, source: Path, name: str, month: int = 6) -> None:
        """Put a file as it is into the period's folder."""
        path = self.inputs / f"2026-{month:02d}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)

    def month(self, month: int = 6, year: int = 2026) -> Month:
        with (
            patch("pipeline.gather.Reader", _one_reader),
            patch("pipeline.gather.load_scheme", _scheme),
        ):
            return gather(self.office, Period(year, month))[1]

    def findings(self, month: int = 6, *, unit: str | None = "ZJ01") -> list[Finding]:
        """The findings of a period about one unit ("" is the office), or about all."""
        made = self.month(month).findings
        return [one for one in made if unit is None or one.unit == unit]


def directory() -> list[dict[str, object]]:
    """The office's directory, one row for each of UNITS."""
    names = ("代码", "全称", "简称", "曾用名（用分号隔开）", "类别", "汇总组", "考核分组")
    return [
        dict(zip(names, unit, strict=True)) | {"排序号": order, "启用日期": date(2019, 1, 1)}
        for order, unit in enumerate(UNITS, 1)
    ]


@cache
def shipped() -> Scheme:
    """The scheme that ships in templates/."""
    return load_scheme(TEMPLATES)


def _scheme(folder: Path) -> Scheme:
    return shipped() if folder == TEMPLATES else load_scheme(folder)


@contextmanager
def _one_reader(jobs: int = 1) -> Iterator[Reader]:
    """The same worker process for every test of a run: to start one takes longer than to read."""
    yield _reader()


@cache
def _reader() -> Reader:
    reader = Reader()
    atexit.register(reader.close)
    return reader


def project(code: str, name: str, year: int, plan: int, fixed: int) -> list[object]:
    """A row of 台账: a factory signed in February of 2026 and begun in April."""
    values = {
        "项目编码": code,
        "项目名称": name,
        "投资方（全称）": "浙江某某包装有限公司",
        "投资方所在地": "浙江-温州",
        "投资性质": "内资-省外",
        "产业门类": "工业",
        "十大新兴产业": "否",
        "高新技术": "是",
        "项目来源": "新引进",
        "新引进年度": year,
        "落户地": "ZJ01",
        "计划总投资": plan,
        "其中：固定资产投资": fixed,
        "签约日期": date(2026, 2, 10),
        "实际开工日期": date(2026, 4, 8),
        "省库状态": "未报",
        "当前阶段": "开工",
        "包保领导": "丙",
        "分包责任人": "丁",
        "联系电话": "0511-7654321",
    }
    return [values.get(heading) for heading in LEDGER]


def _year(months: Sequence[int | None]) -> list[int | None]:
    """Twelve months and their sum."""
    return [*months, *([None] * (12 - len(months))), sum(one or 0 for one in months)]
