"""A unit's workbook as rows by field: drawn clean, spoilt by a test, judged without a file.

Every project is brought in before this year, in work and in the statistics; its amounts grow by
one a month, so that no rule has anything to say. What was sent for the month before shows the
same months less the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.collect.directory import directory_of
from pipeline.collect.read import read_table
from pipeline.collect.receive import receive
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.model.place import column_letter
from pipeline.model.table import Table
from pipeline.office.grid import Grid, Workbook
from pipeline.scheme.scheme import Scheme
from pipeline.validate.judge import Matter, Verdict, judge
from pipeline.validate.ledger import Ledger
from tests.matrix.rows import (
    ARRIVALS,
    COVER,
    DAYS,
    FIXES,
    LEADS,
    LEDGER,
    SUMMARY,
    UNIT,
    WORKS,
    Row,
    cover,
    project,
)
from tests.validate.bureau import directory, shipped

FORMS = (COVER, LEDGER, ARRIVALS, WORKS, LEADS, DAYS, SUMMARY, FIXES)
FILE = "青榆镇.xlsx"
SUMS = ("实际利用省外资金", "新增固定资产投资", "新签约亿元以上项目", "入统项目")
PARAMETERS = {
    "地区": "栖川市",
    "办公室": "市招商办",
    "本省": "河北",
    "实行预审日期": date(2026, 1, 1),
    **dict.fromkeys(("门槛一产", "门槛工业", "门槛商贸流通", "门槛其他服务业"), 1000),
}
TARGETS = [
    {"年度": 2026, "单位": UNIT, "指标": SUMS[0], "下达": "本级", "类别": "总量"}
    | {"确保": 1_000_000, "是否考核": "是"}
]

Cell = tuple[str, int, str]
"""Form, row (an index) and field or column (各月.3)."""

EXTRA = "表样以外"
"""The name here of a column that no form has."""


class Book:
    """The rows of one month's workbook, and headers or sheets that a test takes or changes."""

    def __init__(self, month: int) -> None:
        self.month = month
        self.rows: dict[str, list[Row]] = {form: [] for form in FORMS}
        self.headings: dict[tuple[str, str], str | None] = {}
        self.above: dict[str, str] = {}
        self.extra: dict[str, str] = {}
        self.below: dict[str, list[Row]] = {}
        self.hidden: dict[str, set[int]] = {}
        self.absent: set[str] = set()
        self.rows[COVER] = [cover(month)]
        self.rows[SUMMARY] = [{"指标": name} for name in SUMS]

    def add(self, number: int) -> int:
        """Add a project with its rows in three tables, a lead and a day out; its row's index."""
        for form, row in project(number, self.month).items():
            self.rows[form].append(row)
        return len(self.rows[LEDGER]) - 1

    def sum_up(self) -> None:
        """Put the sums where a clerk has them, unless a test has: in each row, in the summary."""
        for form in (ARRIVALS, WORKS):
            for row in self.rows[form]:
                row.setdefault("本年累计", _sum(row, 12))
        facts = self.rows[LEDGER]
        fresh = {row["项目编码"] for row in facts if row["新引进年度"] == 2026}
        paid = [row for row in self.rows[ARRIVALS] if row["资金来源"] == "省外"]
        built = [row for row in self.rows[WORKS] if row["项目编码"] in fresh]
        large = [row for row in facts if row["计划总投资"] >= 10000]
        totals = (
            sum(_sum(row, self.month) for row in paid),
            sum(_sum(row, self.month) for row in built),
            sum(_in_year(row.get("签约日期")) for row in large),
            sum(_in_year(row.get("入统日期")) for row in facts),
        )
        for row, total in zip(self.rows[SUMMARY], totals, strict=True):
            row.setdefault("本年累计", total)

    def row(self, cell: Cell) -> Row:
        return self.rows[cell[0]][cell[1]]

    def place(self, cell: Cell) -> tuple[str, str]:
        """The sheet and address of a cell; −1 is the header's row, without a name the sheet."""
        form, index, name = cell
        if not name:
            return form, ""
        if form == COVER:
            return form, f"B{list(self.rows[COVER][0]).index(name) + 1}"
        columns = [column for column, _ in _columns(form)]
        number = columns.index(name) if name in columns else len(columns)
        return form, f"{column_letter(number + 1)}{index + 3}"

    def grids(self) -> tuple[Grid, ...]:
        return tuple(self._grid(form) for form in FORMS if form not in self.absent)

    def _grid(self, form: str) -> Grid:
        declared = shipped().form(form)
        if declared.paired:
            pairs = self.rows[form][0].items()
            return Grid(form, [[declared.fields[name].heading, value] for name, value in pairs])
        columns = _columns(form)
        heads = [self.headings.get((form, name), heading) for name, heading in columns]
        wide: list[Sequence[object]] = [[self.above.get(form)], [*heads, self.extra.get(form)]]
        for row in (*self.rows[form], *self.below.get(form, ())):
            wide.append([row.get(name) for name in (*(name for name, _ in columns), EXTRA)])
        hidden = frozenset(index + 3 for index in self.hidden.get(form, ()))
        return Grid(form, wide, hidden_rows=hidden)


def judged(book: Book, before: Book | None = None, *, clean: bool = True) -> tuple[Finding, ...]:
    """The unit's findings of a month's workbook after that of the month before, which is clean."""
    ledger = Ledger()
    if before is not None:
        verdict = _verdict(before, ledger)
        told = [one.line for one in _own(verdict)]
        assert not clean or told == [], told[:3]
        ledger.enter(verdict, Period(2026, before.month))
    return _own(_verdict(book, ledger))


def _own(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(one for one in verdict.findings if one.unit == UNIT)


def _verdict(book: Book, ledger: Ledger) -> Verdict:
    period = Period(2026, book.month)
    offices = directory_of(_listed(), period)
    with TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_bytes(b"")
        receipt = receive(shipped(), offices, Path(folder), period, Drawn(book))  # type: ignore[arg-type]
    ledger.learn(shipped(), period, receipt.files, receipt.submissions)
    matter = Matter(
        period=period,
        submissions=receipt.submissions,
        base=_base(),
        base_file="基础库.xlsx",
        units=[UNIT, "ZJ02"],
        earlier=dict(ledger.accepted),
        codes=ledger.codes,
    )
    verdict = judge(shipped(), matter, receipt.findings)
    assert not verdict.faults
    return verdict


class Drawn:
    """Stands for the reader of files: gives the grids of a book that was never written."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def read(self, data: bytes, name: str) -> Workbook:
        return Workbook("xlsx", self.book.grids())

    def each(self, task: Callable, files: Iterable[tuple[bytes, str, tuple]]) -> Iterator:
        for data, name, more in files:
            yield task(self.read(data, name), *more)


def both(month: int, projects: Iterable[int]) -> tuple[Book, Book]:
    """The books of a month and of the month before, with the same projects."""
    made = Book(month - 1), Book(month)
    for number in projects:
        for one in made:
            one.add(number)
    return made


@cache
def _columns(form: str) -> list[tuple[str, str]]:
    fields = shipped().form(form).fields.values()
    pairs = (zip(one.columns, one.headings(), strict=True) for one in fields)
    return [pair for one in pairs for pair in one]


@cache
def _base() -> Mapping[str, Table]:
    scheme = shipped()
    tables = {"参数": [PARAMETERS], "年度目标": TARGETS}
    made = {}
    for name, rows in tables.items():
        form = scheme.base[name]
        heads = [form.fields[field].heading for field in rows[0]]
        lines = [heads, *([row.get(field) for field in rows[0]] for row in rows)]
        if form.paired:
            lines = [[form.fields[field].heading, value] for field, value in rows[0].items()]
        made[name] = _table(scheme, name, [Grid(form.sheet, lines)])
    made["单位名录"] = _listed()
    return made


@cache
def _listed() -> Table:
    rows = directory()
    heads = list(rows[0])
    lines = [heads, *([row[head] for head in heads] for row in rows)]
    return _table(shipped(), "单位名录", [Grid("单位名录", lines)])


def _table(scheme: Scheme, name: str, grids: Sequence[Grid]) -> Table:
    reading = read_table(scheme, scheme.base[name], "基础库.xlsx", grids, Period(2026, 6), "")
    assert reading.table is not None and not reading.findings
    return reading.table


def _sum(row: Row, month: int) -> float:
    return sum(row.get(f"各月.{n}") or 0 for n in range(1, month + 1))  # type: ignore[misc]


def _in_year(day: object) -> bool:
    return isinstance(day, date) and date(2026, 1, 1) <= day <= date(2026, 12, 31)
