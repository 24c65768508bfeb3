"""A county's indicators, each as its own sentence over the rows of its workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from .sheets import Row, day, number, rows

Key = tuple[str, str, str, str]
"""全市, 组 or 单位; its name or code; the indicator; 自报, 待审核 or 核定."""


@dataclass(frozen=True)
class Unit:
    code: str
    group: str
    ranking: str


@dataclass(frozen=True)
class Count:
    """The values of a month: None where a unit was not heard or nothing is confirmed yet."""

    year: int
    month: int
    confirmed: int
    units: tuple[Unit, ...]
    values: Mapping[Key, Fraction | None]


def count_year(inputs: Path, period: str, states: Mapping[str, str]) -> Count:
    """Count `period` (2026-06); `states` says of each unit 已报, 零报送, 未报送 or 退回."""
    year, month = int(period[:4]), int(period[5:])
    base = inputs / "基础库.xlsx"
    units = tuple(
        Unit(str(row["代码"]), str(row["汇总组"]), str(row["考核分组"]))
        for row in rows(base, "单位名录", "代码")
    )
    audits = rows(base, "上级审核结果", "期间")
    judged = [at for row in audits if (at := day(row["期间"])) and at.year == year]
    confirmed = max((at.month for at in judged if at.month <= month), default=0)
    values: dict[Key, Fraction | None] = {}
    for unit in units:
        heard = states[unit.code] in ("已报", "零报送")
        own = [row for row in audits if row["单位（代码）"] == unit.code]
        for indicator, said in _confirmed(own, year, confirmed).items():
            values["单位", unit.code, indicator, "核定"] = said if confirmed else None
        stands = month if heard else month - 1
        file = inputs / f"{year}-{stands:02d}" / f"招商月报_{unit.code}_{year}{stands:02d}.xlsx"
        for indicator, reported in REPORTED.items():
            known = stands > 0
            value = reported(Workbook(file), year, range(1, month + 1), month) if known else None
            values["单位", unit.code, indicator, "自报"] = value
        for indicator, pending in PENDING.items():
            late = range(confirmed + 1, month + 1)
            value = pending(Workbook(file), year, late, month) if heard else None
            values["单位", unit.code, indicator, "待审核"] = value
    return Count(year, month, confirmed, units, values | _added(units, values))


def _added(
    units: Iterable[Unit], values: Mapping[Key, Fraction | None]
) -> dict[Key, Fraction | None]:
    groups = {unit.code: unit.group for unit in units}
    parts: dict[Key, list[Fraction]] = {}
    for (_, code, indicator, status), value in values.items():
        for key in (("组", groups[code]), ("全市", "")):
            known = parts.setdefault((*key, indicator, status), [])
            if value is not None:
                known.append(value)
    return {key: sum(known, Fraction(0)) if known else None for key, known in parts.items()}


class Workbook:
    """A unit's workbook; its tables by name."""

    def __init__(self, path: Path) -> None:
        self.register = rows(path, "项目台账", "项目编码")
        self.funds = rows(path, "资金到位", "项目编码")
        self.works = rows(path, "固定资产投资", "项目编码")
        self.activities = rows(path, "招商活动", "开始日期")
        named = {str(row["项目名称"]): row for row in self.register}
        coded = {str(row["项目编码"]): row for row in self.register if row["项目编码"]}
        self.project = lambda row: coded.get(str(row["项目编码"])) or named[str(row["项目名称"])]


Sentence = Callable[[Workbook, int, range, int], Fraction]


def _within(row: Row, field: str, year: int, months: range) -> bool:
    at = day(row[field])
    return at is not None and at.year == year and at.month in months


def _size(row: Row) -> Fraction:
    return number(row["认定额"] if row["认定额"] is not None else row["计划总投资"])


def _funds(book: Workbook, year: int, months: range, now: int) -> Fraction:
    return sum(
        (number(row[f"{n}月"]) for row in book.funds if row["资金来源"] == "省外" for n in months),
        Fraction(0),
    )


def _works(book: Workbook, year: int, months: range, now: int) -> Fraction:
    return sum(
        (
            number(row[f"{n}月"])
            for row in book.works
            if book.project(row)["新引进年度"] == year
            for n in months
        ),
        Fraction(0),
    )


def _projects(chosen: Callable[[Row, int, range, int], bool]) -> Sentence:
    return lambda book, year, months, now: Fraction(
        sum(chosen(row, year, months, now) for row in book.register)
    )


def _library(lowest: int, states: tuple[str, ...]) -> Sentence:
    return _projects(
        lambda row, year, months, now: (
            _within(row, "省库申报日期", year, months)
            and row["省库状态"] in states
            and _size(row) >= lowest
        )
    )


def _signed(lowest: int, below: int | None = None, industry: bool = False) -> Sentence:
    return _projects(
        lambda row, year, months, now: (
            _within(row, "签约日期", year, months)
            and row["当前阶段"] != "终止"
            and lowest <= _size(row)
            and (below is None or _size(row) < below)
            and (not industry or row["产业门类"] == "工业")
        )
    )


def _planned(lowest: int, below: int | None = None) -> Sentence:
    return _projects(
        lambda row, year, months, now: (
            _within(row, "拟上报月份", year, range(now, now + 1))
            and row["产业门类"] == "工业"
            and lowest <= _size(row)
            and (below is None or _size(row) < below)
        )
    )


def _emerging(row: Row, year: int, months: range, now: int) -> bool:
    return (
        _within(row, "签约日期", year, months)
        and row["新引进年度"] == year
        and row["十大新兴产业"] == "是"
        and _size(row) >= 10_000
        and row["当前阶段"] != "终止"
    )


def _regulated(kind: str) -> Sentence:
    return _projects(
        lambda row, year, months, now: (
            _within(row, "入规日期", year, months) and row["入规类型"] == kind
        )
    )


def _activity(field: str) -> Sentence:
    return lambda book, year, months, now: sum(
        (number(row[field]) for row in book.activities if _within(row, "开始日期", year, months)),
        Fraction(0),
    )


REPORTED: dict[str, Sentence] = {
    "实际利用省外资金": _funds,
    "新入省库项目": _library(0, ("待审核", "通过")),
    "新入省库十亿元以上项目": _library(100_000, ("待审核", "通过")),
    "新引进亿元以上新兴产业项目": _projects(_emerging),
    "新签约亿元以上项目": _signed(10_000),
    "新签约亿元以上工业项目": _signed(10_000, industry=True),
    "新签约一至五亿元项目": _signed(10_000, 50_000),
    "新签约一至五亿元工业项目": _signed(10_000, 50_000, industry=True),
    "新签约五至十亿元项目": _signed(50_000, 100_000),
    "新签约五至十亿元工业项目": _signed(50_000, 100_000, industry=True),
    "新签约十亿元以上项目": _signed(100_000),
    "新签约十亿元以上工业项目": _signed(100_000, industry=True),
    "拟上报工业项目": _planned(10_000),
    "拟上报五至十亿元工业项目": _planned(50_000, 100_000),
    "拟上报十亿元以上工业项目": _planned(100_000),
    "入统项目": _projects(lambda row, year, months, now: _within(row, "入统日期", year, months)),
    "小升规企业": _regulated("小升规"),
    "新投产入规企业": _regulated("新投产入规"),
    "新增固定资产投资": _works,
    "拜访接待企业": _activity("拜访（接待）企业数"),
    "达成意向企业": _activity("达成意向家数"),
    "发放宣传资料": _activity("发放资料（份）"),
}

PENDING: dict[str, Sentence] = {
    "实际利用省外资金": _funds,
    "新入省库项目": _library(0, ("待审核",)),
    "新入省库十亿元以上项目": _library(100_000, ("待审核",)),
}


def _confirmed(audits: list[Row], year: int, until: int) -> dict[str, Fraction]:
    passed = [
        row
        for row in audits
        if row["状态"] == "通过" and _within(row, "期间", year, range(1, until + 1))
    ]
    library = [number(row["核定数"]) for row in passed if row["指标"] == "省库"]
    return {
        "实际利用省外资金": sum(
            (number(row["核定数"]) for row in passed if row["指标"] == "省外资金"), Fraction(0)
        ),
        "新入省库项目": Fraction(len(library)),
        "新入省库十亿元以上项目": Fraction(sum(amount >= 100_000 for amount in library)),
    }
