"""What follows the projects after signing, and what is no project: counted plainly, once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from . import clock
from .leads import Lead
from .project import CENT, Project

COUNTS = (
    "入规企业",
    "新引进项目",
    "续建项目",
    "开工项目",
    "投产项目",
    "合同利用外资",
    "实际使用外资",
    "新签约亿元以上项目规模",
    "在谈项目数",
    "有价值信息",
)
RATES = ("落地率", "开工率", "投产率", "达产率", "入统率", "入规率", "履约率", "资金到位率")
_DATES = {"开工率": "开工日期", "投产率": "投产日期", "达产率": "达产日期", "入统率": "入统日期"}
_DATES |= {"入规率": "入规日期", "落地率": "开工日期"}
_BIG = 10000 * CENT


def counted(
    projects: Sequence[Project], leads: Sequence[Lead], year: int, month: int
) -> dict[str, dict[str, Fraction]]:
    """Return what adds up, as the file of `month` has it: counts, 万元 and 万美元."""
    end = clock.month_end(year, month)
    listed = [project for project in projects if project.listed(end)]
    signed = [project for project in listed if project.events["签约日期"].year == year]
    going = [lead.months[month] for lead in leads if month in lead.months]
    fresh = [p for p in listed if p.year == year and p.facts["项目来源"] == "新引进"]
    big = [p for p in signed if p.recognised >= _BIG and not p.happened("终止", end)]
    values = {
        "入规企业": _since(listed, "入规日期", year, end),
        "新引进项目": len(fresh),
        "续建项目": sum(p.facts["项目来源"] == "续建" for p in listed),
        "开工项目": _since(listed, "开工日期", year, end),
        "投产项目": _since(listed, "投产日期", year, end),
        "合同利用外资": sum(p.facts["协议利用外资"] or 0 for p in signed),
        "实际使用外资": sum(fund.dollars or 0 for p in listed for fund in p.funds),
        "新签约亿元以上项目规模": Fraction(sum(p.recognised for p in big), CENT),
        "在谈项目数": len(going),
        "有价值信息": sum(stage != "线索" for stage, _ in going),
    }
    return {name: {"自报": Fraction(value)} for name, value in values.items()}


def rated(
    projects: Sequence[Project], year: int, month: int
) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the two sides of each rate: of the projects signed this year, and of the money."""
    end = clock.month_end(year, month)
    listed = [project for project in projects if project.listed(end)]
    signed = [project for project in listed if project.events["签约日期"].year == year]
    sides = {
        rate: (sum(project.happened(event, end) for project in signed), len(signed))
        for rate, event in _DATES.items()
    }
    kept = sum(p.happened("开工日期", end) or _arrived(p, month) > 0 for p in signed)
    sides["履约率"] = kept, len(signed)
    home = [project for project in listed if project.facts["投资性质"] != "外资"]
    arrived = Fraction(sum(_arrived(project, month) for project in home), CENT)
    sides["资金到位率"] = arrived, Fraction(sum(project.total for project in home), CENT)
    return {rate: (Fraction(sides[rate][0]), Fraction(sides[rate][1])) for rate in RATES}


def investors(projects: Sequence[Project], year: int, month: int) -> frozenset[str]:
    """Return who has signed this year."""
    end = clock.month_end(year, month)
    return frozenset(
        project.facts["投资方"]
        for project in projects
        if project.listed(end) and project.events["签约日期"].year == year
    )


def _since(projects: Sequence[Project], event: str, year: int, end: date) -> int:
    return sum(p.happened(event, end) and p.events[event].year == year for p in projects)


def _arrived(project: Project, month: int) -> int:
    return sum(
        fund.before + sum(cents or 0 for cents in fund.known(month)) for fund in project.funds
    )
