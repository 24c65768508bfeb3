"""What a unit's figures must be, added up plainly from the drawn projects and audits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from . import clock
from .project import CENT, OUTSIDE, Project

FUNDS = "实际利用省外资金"
LIBRARY, LIBRARY_10 = "新入省库项目", "新入省库十亿元以上项目"
WORKS = "新增固定资产投资"
AMOUNTS = (FUNDS, WORKS)
INDICATORS = (
    FUNDS,
    LIBRARY,
    LIBRARY_10,
    "新引进亿元以上新兴产业项目",
    "新签约亿元以上项目",
    "新签约亿元以上工业项目",
    "新签约一至五亿元项目",
    "新签约五至十亿元项目",
    "新签约十亿元以上项目",
    "入统项目",
    "小升规企业",
    "新投产入规企业",
    WORKS,
)
CONFIRMED, REPORTED, PENDING = "核定", "自报", "待审核"
PLANNED = ("拟上报工业项目", "拟上报五至十亿元工业项目", "拟上报十亿元以上工业项目")
BANDS = INDICATORS[6:9]
INDUSTRIAL = ("新签约一至五亿元工业项目", "新签约五至十亿元工业项目", "新签约十亿元以上工业项目")

_TEN_THOUSAND, _FIVE, _TEN = 10000 * CENT, 50000 * CENT, 100000 * CENT
_ENDLESS = 10**18

Figures = dict[str, dict[str, Fraction | None]]
"""Indicator → status → value, None where a unit was not heard."""


@dataclass(frozen=True)
class Audit:
    """The upper level's verdict on one project for one month; amounts in hundredths of 万元."""

    month: int
    unit: str
    code: str
    name: str
    subject: str
    reported: int
    confirmed: int | None
    status: str
    reason: str | None = None


def unit_figures(
    projects: Sequence[Project],
    audits: Sequence[Audit],
    year: int,
    month: int,
    *,
    heard: int,
    audited: int,
) -> Figures:
    """Return a unit's figures of January to `month`, given its last accepted file, of `heard`.

    Reported figures are those of the last accepted file. The month's own are pending if that
    file is of this month and the audits reach no further than the month `audited` before it;
    without such a file it is unknown what is pending.
    """
    figures = {name: {REPORTED: value} for name, value in reported(projects, year, heard).items()}
    figures[FUNDS] = {REPORTED: _amount(funds_known(projects, heard, range(1, heard + 1)))}
    for name, value in confirmed(audits, month).items():
        figures[name][CONFIRMED] = value
    own = [project for project in projects if heard == month]
    waiting = own if audited < month else ()
    for name, value in _pending(waiting, year, month).items():
        figures[name][PENDING] = value if heard == month else None
    figures |= {name: {REPORTED: value} for name, value in _planned(own, year, month).items()}
    return {name: figures[name] for name in (*INDICATORS, *INDUSTRIAL, *PLANNED)}


def reported(projects: Sequence[Project], year: int, month: int) -> dict[str, Fraction]:
    """Return what the projects themselves give: counts, and 新增固定资产投资."""
    end = clock.month_end(year, month)
    signed = [
        project
        for project in projects
        if _within(project, "签约日期", year, end) and not project.happened("终止", end)
    ]
    big = [project for project in signed if project.recognised >= _TEN_THOUSAND]
    industrial = [project for project in big if project.facts["产业门类"] == "工业"]
    library = [project for project in projects if _in_library(project, year, month)]
    scaled = [project for project in projects if _within(project, "入规日期", year, end)]
    works = [project.works[:month] for project in projects if project.year == year]
    return {
        LIBRARY: _count(library),
        LIBRARY_10: _count(_band(library, _TEN, _ENDLESS)),
        "新引进亿元以上新兴产业项目": _count(_emerging(big, year)),
        "新签约亿元以上项目": _count(big),
        "新签约亿元以上工业项目": _count(industrial),
        **_banded(BANDS, big),
        **_banded(INDUSTRIAL, industrial),
        "入统项目": _count(p for p in projects if _within(p, "入统日期", year, end)),
        "小升规企业": _count(p for p in scaled if p.scale == "小升规"),
        "新投产入规企业": _count(p for p in scaled if p.scale == "新投产入规"),
        WORKS: _amount(sum(amount or 0 for months in works for amount in months)),
    }


def confirmed(audits: Sequence[Audit], month: int) -> dict[str, Fraction]:
    """Return what the upper level has passed for the months up to `month`."""
    passed = [audit for audit in audits if audit.month <= month and audit.status == "通过"]
    library = [audit.confirmed for audit in passed if audit.subject == "省库"]
    funds = sum(audit.confirmed for audit in passed if audit.subject == "省外资金")
    return {
        FUNDS: _amount(funds),
        LIBRARY: _count(library),
        LIBRARY_10: _count(amount for amount in library if amount >= _TEN),
    }


def funds_known(projects: Sequence[Project], filed: int, months: range) -> int:
    """Return 省外 arrivals of `months` as the file of month `filed` has them."""
    return sum(
        fund.known(filed)[month - 1] or 0
        for project in projects
        for fund in project.funds
        if fund.source == OUTSIDE
        for month in months
    )


def _pending(projects: Sequence[Project], year: int, month: int) -> dict[str, Fraction]:
    """Return the month's own amount and applications, on which no verdict has come yet."""
    end = clock.month_end(year, month)
    applied = [
        project
        for project in projects
        if project.happened("省库申报日期", end)
        and clock.month_of(project.events["省库申报日期"], year) == month
    ]
    return {
        FUNDS: _amount(funds_known(projects, month, range(month, month + 1))),
        LIBRARY: _count(applied),
        LIBRARY_10: _count(_band(applied, _TEN, _ENDLESS)),
    }


def _planned(projects: Sequence[Project], year: int, month: int) -> dict[str, Fraction]:
    """Return how many industrial projects of 亿元 or more are to be reported in the month."""
    planned = [
        project
        for project in projects
        if project.plan_month == clock.label(year, month)
        and project.facts["产业门类"] == "工业"
        and project.recognised >= _TEN_THOUSAND
    ]
    bands = ((_TEN_THOUSAND, _ENDLESS), (_FIVE, _TEN), (_TEN, _ENDLESS))
    counts = [_count(_band(planned, *band)) for band in bands]
    return dict(zip(PLANNED, counts, strict=True))


def _emerging(signed: Sequence[Project], year: int) -> list[Project]:
    return [
        project
        for project in signed
        if project.year == year and project.facts["十大新兴产业"] == "是"
    ]


def _in_library(project: Project, year: int, month: int) -> bool:
    """Return whether the project has applied this year and was not sent back by then."""
    if not _within(project, "省库申报日期", year, clock.month_end(year, month)):
        return False
    return project.library != "退回" or project.events["省库申报日期"].month == month


def _banded(names: Sequence[str], projects: Sequence[Project]) -> dict[str, Fraction]:
    bands = ((_TEN_THOUSAND, _FIVE), (_FIVE, _TEN), (_TEN, _ENDLESS))
    return {name: _count(_band(projects, *band)) for name, band in zip(names, bands, strict=True)}


def _within(project: Project, event: str, year: int, end: date) -> bool:
    return event in project.events and date(year, 1, 1) <= project.events[event] <= end


def _band(projects: Sequence[Project], least: int, below: int) -> list[Project]:
    return [project for project in projects if least <= project.recognised < below]


def _count(items) -> Fraction:
    return Fraction(sum(1 for _ in items))


def _amount(cents: int) -> Fraction:
    return Fraction(cents, CENT)
