"""A project as it will have gone; what a month's file shows of it is cut off at the month's end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CENT = 100
"""Amounts are whole hundredths of 万元, so that sums are exact."""

OUTSIDE = "省外"
_REACHED = ("达产", "投产", "开工", "签约")


@dataclass(frozen=True)
class Trouble:
    """What halts a project: its kind, what is said of it, the measure and the last day for it."""

    kind: str
    problem: str
    measure: str
    office: str
    deadline: date


@dataclass(frozen=True)
class Correction:
    """A past `month` that stood at `old` in the files before that of month `filed`."""

    filed: int
    month: int
    old: int
    new: int
    reason: str
    approver: str


@dataclass(frozen=True)
class Fund:
    """One source's arrivals: before this year, and in each month of it (None: left empty)."""

    source: str
    before: int
    months: tuple[int | None, ...]
    proof: str = ""
    dollars: int | None = None
    correction: Correction | None = None

    def known(self, filed: int) -> tuple[int | None, ...]:
        """Return twelve months as the file of month `filed` has them."""
        months = [*self.months[:filed], *[None] * (12 - filed)]
        if self.correction and self.correction.month <= filed < self.correction.filed:
            months[self.correction.month - 1] = self.correction.old
        return tuple(months)


@dataclass(frozen=True)
class Project:
    """One project; amounts in hundredths of 万元.

    `facts` are ledger fields that never change and `events` dates, both by field name;
    `works` is 固定资产投资 by month.
    """

    unit: str
    name: str
    year: int
    facts: dict
    events: dict[str, date]
    total: int
    fixed: int
    recognised: int
    library: str = "未报"
    scale: str = ""
    plan_month: str = ""
    trouble: Trouble | None = None
    code: str = ""
    late_code: bool = False
    funds: tuple[Fund, ...] = ()
    works_before: int = 0
    works: tuple[int | None, ...] = (None,) * 12

    def happened(self, event: str, day: date) -> bool:
        return event in self.events and self.events[event] <= day

    def stage(self, day: date) -> str:
        """Return 当前阶段 as of `day`."""
        for halt in ("终止", "停滞"):
            if self.happened(halt, day):
                return halt
        return next(stage for stage in _REACHED if self.happened(f"{stage}日期", day))

    def listed(self, day: date) -> bool:
        """Return whether the ledger of `day` holds the project."""
        return self.happened("签约日期", day)
