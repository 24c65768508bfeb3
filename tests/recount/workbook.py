"""The workbooks of a unit, and the office's own tables, as plain rows with their projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from .sheets import Row, day, number, pairs, rows

SAID = {
    "落地慢月数": "落地慢（",
    "临期天数": "临期（",
    "未开工黄灯月数": "应开工未开工黄灯（",
    "未开工红灯月数": "应开工未开工红灯（",
    "未入统黄灯月数": "开工后未入统黄灯（",
    "未入统红灯月数": "开工后未入统红灯（",
}
"""How the labels of some parameters begin."""


@dataclass(frozen=True)
class Unit:
    code: str
    names: tuple[str, ...]
    group: str
    ranking: str
    front: str
    since_year: int


@dataclass(frozen=True)
class Moment:
    """January to month `last` of a year; `months` are those that a figure speaks of."""

    year: int
    months: range

    @property
    def last(self) -> int:
        return self.months.stop - 1

    def holds(self, value: object) -> bool:
        """Whether a date falls into the months."""
        at = day(value)
        return at is not None and at.year == self.year and at.month in self.months

    def reached(self, value: object) -> bool:
        """Whether a date has come by the end of the last month."""
        at = day(value)
        return at is not None and (at.year, at.month) <= (self.year, self.last)


class Office:
    """基础库.xlsx: who reports, what was judged, what is typed in, and how to count."""

    def __init__(self, inputs: Path) -> None:
        self.path = inputs / "基础库.xlsx"
        self.units = tuple(
            Unit(
                str(row["代码"]),
                tuple(str(row[one]) for one in ("代码", "全称", "简称")),
                str(row["汇总组"]),
                str(row["考核分组"]),
                str(row["战线"] or ""),
                _year(row["启用日期"]),
            )
            for row in rows(self.path, "单位名录", "代码")
        )
        self.quotas: dict[str, dict[str, Row]] = {}
        for row in rows(self.path, "人员任务", "年度"):
            self.quotas.setdefault(str(row["单位（代码）"]), {})[str(row["姓名"])] = row
        self.named = {name: unit.code for unit in self.units for name in unit.names}
        self.audits = rows(self.path, "上级审核结果", "期间")
        self.typed = rows(self.path, "录入数据", "截至月份")
        said = pairs(self.path, "参数")
        self.without_ended = said["终止项目（计算落地率等时）"] == "剔除"
        self.settled_by = said["落地认定"] or "开工"
        self.counts_shared = said["共同引进项目个数"] == "按比例"
        self.to_the_host = said["飞地归属"] == "飞入地"
        self.yellow = _or(said["黄灯（落后序时达几个百分点）"], 10)
        self.red = _or(said["红灯（落后序时超过几个百分点）"], 30)

        self._said = said

    def months(self, name: str, default: int) -> Fraction:
        """So many months or days as a parameter says."""
        return _or(
            next(self._said[one] for one in self._said if one.startswith(SAID[name])), default
        )

    def judged(self, year: int, month: int) -> int:
        """The last month of the year up to `month` that the level above has judged."""
        days = [day(row["期间"]) for row in self.audits]
        return max((at.month for at in days if at and at.year == year and at.month <= month),
                   default=0)  # fmt: skip


class Workbook:
    """A unit's workbook without projects that are left out; its tables by name, its results."""

    def __init__(self, office: Office, unit: Unit, path: Path, left_out: Collection[str]) -> None:
        self.office, self.owner = office, unit.code
        listed = rows(path, "项目台账", "项目编码")
        gone = {row["项目编码"] for row in listed if row["项目名称"] in left_out} - {None}
        self.register, self.funds, self.works = (
            [
                row
                for row in sheet
                if row["项目名称"] not in left_out and row["项目编码"] not in gone
            ]
            for sheet in (
                listed,
                rows(path, "资金到位", "项目编码"),
                rows(path, "固定资产投资", "项目编码"),
            )
        )
        self.leads = rows(path, "在谈项目", "线索编码")
        self.activities = rows(path, "招商活动", "开始日期")
        self.audits = [row for row in office.audits if row["单位（代码）"] == unit.code]
        self._coded = {str(row["项目编码"]): row for row in self.register if row["项目编码"]}
        self._named = {str(row["项目名称"]): row for row in self.register}

    def project(self, row: Row) -> Row | None:
        """The register's row of the project that another sheet's row speaks of."""
        return self._coded.get(str(row["项目编码"])) or self._named.get(str(row["项目名称"]))

    def arrived(self, project: Row, moment: Moment) -> Fraction:
        """What has arrived for a project by the end of the moment, earlier years included."""
        own = [row for row in self.funds if self.project(row) is project]
        return sum((number(row["以前年度累计"]) + _months(row, moment) for row in own), Fraction(0))

    def credited(
        self, project: Row | None, *, counting: bool, able: Mapping[str, object]
    ) -> dict[str, Fraction]:
        """Whose a project's amount (or itself, in `counting`) is: partners, host, then its owner.

        A unit that is not `able` to have a figure of its own leaves its part with the owner.
        """
        parts: dict[str, Fraction] = {}
        rest = Fraction(1)
        for partner, percent in (
            ("共同引进单位", "共同引进比例（%）"),
            ("共同引进单位二", "共同引进比例二（%）"),
        ):
            other = self._other(project, partner)
            if other in able and (self.office.counts_shared or not counting):
                part = min(number((project or {})[percent]) / 100, rest)
                parts[other] = parts.get(other, Fraction(0)) + part
                rest -= part
        host = self._other(project, "飞入地单位")
        enclave = self.office.to_the_host and project is not None and project["是否飞地"] == "是"
        gains = host if enclave and host in able else self.owner
        return parts | {gains: parts.get(gains, Fraction(0)) + rest}

    def _other(self, project: Row | None, field: str) -> str:
        code = self.office.named.get(str((project or {}).get(field)), "")
        return "" if code == self.owner else code


def _months(row: Row, moment: Moment) -> Fraction:
    return sum((number(row[f"{n}月"]) for n in moment.months), Fraction(0))


def _year(value: object) -> int:
    at = day(value)
    return at.year if at else 0


def _or(value: object, default: int) -> Fraction:
    return Fraction(default) if value is None else number(value)
