"""The drawn county: pure data, what its figures must be, and its folder of inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from . import clock, cohorts, workbooks
from .directory import Unit
from .figures import Audit, Figures, unit_figures
from .leads import Lead
from .materials import write_materials, write_measures
from .project import Project
from .targets import Past, Person, Target, Typed

ZERO, MISSING, RETURNED, OVER = "零报送", "未报送", "退回", "超总投资"
ACCEPTED = "已报"
Rates = dict[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class County:
    """An invented county and what its units send from January to month `last` of `year`.

    `special` names the unit, if any, that sends zero reports, sends nothing in the last month,
    sends a file then that must be returned, or has a project paid beyond its plan.
    """

    seed: int
    year: int
    last: int
    units: tuple[Unit, ...]
    projects: dict[str, tuple[Project, ...]]
    leads: dict[str, tuple[Lead, ...]]
    activities: dict[str, tuple[dict, ...]]
    audits: tuple[Audit, ...]
    special: dict[str, str]
    targets: tuple[Target, ...] = ()
    people: tuple[Person, ...] = ()
    past: tuple[Past, ...] = ()
    receipts: tuple[tuple[str, date], ...] = ()
    typed: tuple[Typed, ...] = ()
    _audits_of: dict[str, list[Audit]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        for audit in self.audits:
            self._audits_of.setdefault(audit.unit, []).append(audit)

    def state(self, code: str, month: int) -> str:
        """Return 已报, 零报送, 未报送 or 退回."""
        if self.special.get(ZERO) == code:
            return ZERO
        late = (state for state in (MISSING, RETURNED) if self.special.get(state) == code)
        return next(late, ACCEPTED) if month == self.last else ACCEPTED

    def truth(self, period: str) -> dict:
        """Return what the figures of `period` (2026-06) must be, with the base table that ships.

        Keys: 状态 (unit code → state), 核定至 (the newest audited month), 单位 (code →), 组
        (汇总组 →) and 全市, each indicator → status (核定, 自报, 待审核) → Fraction, in 万元 or 个.
        A unit that sent nothing or was returned keeps the reported figures of the month before
        (缺报处理 沿用) and its pending ones are None. Of a month already audited nothing is pending.
        率 and 投资方 are by 单位, 组 and 全市 too: rate → its two sides, and who has signed.
        """
        month = int(period[-2:])
        units = {unit.code: self._unit(unit.code, month) for unit in self.units}
        groups: dict[str, list[Figures]] = {}
        for unit in self.units:
            groups.setdefault(unit.group, []).append(units[unit.code])
        audited = min(month, self.last - 1)
        members = {"全市": [unit.code for unit in self.units]}
        for unit in self.units:
            members.setdefault(unit.group, []).append(unit.code)
        rates = {unit.code: self._rates(unit.code, month) for unit in self.units}
        names = {unit.code: self._investors(unit.code, month) for unit in self.units}
        return {
            "率": rates | {one: _both(rates[code] for code in own) for one, own in members.items()},
            "投资方": names
            | {one: frozenset().union(*map(names.get, own)) for one, own in members.items()},
            "状态": {unit.code: self.state(unit.code, month) for unit in self.units},
            "核定至": clock.label(self.year, audited) if audited else None,
            "单位": units,
            "组": {name: _added(members) for name, members in groups.items()},
            "全市": _added(units.values()),
        }

    def write(
        self, folder: Path | str, months: Iterable[int] | None = None, **parameters: object
    ) -> None:
        """Write 基础库.xlsx, a folder of workbooks for each month, and the closing month's texts.

        `parameters` by field name stand in the office's 参数 beside those that ship.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        workbooks.write_base(self, folder / "基础库.xlsx", parameters)
        for month in months or range(1, self.last + 1):
            place = folder / clock.label(self.year, month)
            place.mkdir(exist_ok=True)
            for unit in self.units:
                if self.state(unit.code, month) != MISSING:
                    name = f"招商月报_{unit.code}_{self.year}{month:02d}.xlsx"
                    workbooks.write_unit(self, unit, month, place / name)
        if self.last == 6:
            write_materials(folder / clock.label(self.year, 6) / "材料")
            if (january := folder / clock.label(self.year, 1)).is_dir():
                write_measures(january / "材料")

    def _unit(self, code: str, month: int) -> Figures:
        heard = self._heard(code, month)
        audits = self._audits_of.get(code, ())
        audited = self.last - 1
        figures = unit_figures(
            self.projects[code], audits, self.year, month, heard=heard, audited=audited
        )
        return figures | cohorts.counted(self.projects[code], self.leads[code], self.year, heard)

    def _rates(self, code: str, month: int) -> Rates:
        return cohorts.rated(self.projects[code], self.year, self._heard(code, month))

    def _investors(self, code: str, month: int) -> frozenset[str]:
        return cohorts.investors(self.projects[code], self.year, self._heard(code, month))

    def _heard(self, code: str, month: int) -> int:
        return month - (self.state(code, month) in (MISSING, RETURNED))


def _both(members: Iterable[Rates]) -> Rates:
    """Return the sums of both sides of some units' rates."""
    total = dict.fromkeys(cohorts.RATES, (Fraction(), Fraction()))
    for rates in members:
        for rate, (part, whole) in rates.items():
            total[rate] = total[rate][0] + part, total[rate][1] + whole
    return total


def _added(members: Iterable[Figures]) -> Figures:
    """Return the sum of some units' figures."""
    total: dict[str, dict[str, Fraction]] = {}
    for figures in members:
        for indicator, statuses in figures.items():
            sums = total.setdefault(indicator, {})
            for status, value in statuses.items():
                sums[status] = sums.get(status, Fraction()) + (value or 0)
    return total
