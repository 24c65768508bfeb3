"""What one unit's workbook of one month shows of its projects: rows by field name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from . import clock
from .figures import FUNDS, WORKS, funds_known, reported
from .project import CENT, Fund, Project

_DATED = (
    "预审日期",
    "签约日期",
    "开工日期",
    "投产日期",
    "达产日期",
    "入统日期",
    "入规日期",
    "省库申报日期",
    "认定日期",
)
_LOOKS = {
    "签约": "正在办理立项、规划等前期手续",
    "开工": "主体工程施工，设备同步采购",
    "投产": "主要生产线已投入运行",
    "达产": "已达到设计产能",
    "停滞": "暂停施工",
    "终止": "双方协商终止合作",
}


@dataclass(frozen=True)
class Sum:
    """A cell that holds a formula over the row's months, and the value it shows."""

    value: float


def amount(cents: int | None) -> float | int | None:
    """Return hundredths of 万元 as a clerk types them: whole numbers without a point."""
    if cents is None:
        return None
    return cents // CENT if cents % CENT == 0 else cents / CENT


def ledger(projects: Sequence[Project], year: int, month: int) -> list[dict]:
    """Return the rows of 项目台账 in the file of `month`."""
    return [_ledger_row(project, year, month) for project in _listed(projects, year, month)]


def arrivals(projects: Sequence[Project], year: int, month: int) -> list[dict]:
    """Return the rows of 资金到位: one for each source of a project."""
    return [
        _who(project, year, month)
        | _months(fund.before, fund.known(month))
        | {
            "资金来源": fund.source,
            "凭证类型": fund.proof,
            "凭证号": f"{fund.proof[:1]}{project.code[-8:]}" if fund.proof else None,
            "外资到位": fund.dollars,
        }
        for project in _listed(projects, year, month)
        for fund in project.funds
    ]


def works(projects: Sequence[Project], year: int, month: int) -> list[dict]:
    """Return the rows of 固定资产投资: one for each project that has started."""
    return [
        _works_row(project, year, month)
        for project in _listed(projects, year, month)
        if any(spent is not None for spent in project.works[:month])
    ]


def corrections(projects: Sequence[Project], year: int, month: int) -> list[dict]:
    """Return the rows of 更正申请 that license what this month's file changes."""
    return [
        {
            "原所属期": clock.label(year, fund.correction.month),
            "项目编码": _code(project, year, month),
            "项目名称": project.name,
            "更正表": "资金到位",
            "原值": amount(fund.correction.old),
            "新值": amount(fund.correction.new),
            "原因": fund.correction.reason,
            "批准人": fund.correction.approver,
        }
        for project in projects
        for fund in project.funds
        if fund.correction and fund.correction.filed == month
    ]


def summary(
    projects: Sequence[Project], year: int, month: int, tasks: dict[str, int]
) -> list[dict]:
    """Return the rows of 自报汇总, as a clerk adds up the sheets; `tasks` by indicator."""
    now, before = _totals(projects, year, month), _totals(projects, year, month - 1)
    return [
        {
            "指标": indicator,
            "计量单位": "万元" if indicator in (FUNDS, WORKS) else "个",
            "本月数": this_month,
            "本年累计": total,
            "项目个数": count,
            "上月累计": before[indicator][0],
            "年度任务": tasks.get(indicator),
        }
        for indicator, (total, this_month, count) in now.items()
    ]


def _listed(projects: Sequence[Project], year: int, month: int) -> list[Project]:
    return [project for project in projects if project.listed(clock.month_end(year, month))]


def _code(project: Project, year: int, month: int) -> str | None:
    first = max(clock.month_of(project.events["签约日期"], year), 1)
    return None if project.late_code and month == first else project.code


def _who(project: Project, year: int, month: int) -> dict:
    return {"项目编码": _code(project, year, month), "项目名称": project.name}


def _months(before: int, months: Sequence[int | None]) -> dict:
    return {
        "以前年度累计": amount(before),
        "各月": [amount(cents) for cents in months],
        "本年累计": Sum(sum(cents or 0 for cents in months) / CENT),
    }


def _ledger_row(project: Project, year: int, month: int) -> dict:
    end = clock.month_end(year, month)
    stage = project.stage(end)
    started = project.happened("开工日期", end)
    row = _who(project, year, month) | project.facts
    row |= {field: project.events[field] for field in _DATED if project.happened(field, end)}
    row |= {
        "落地企业": project.facts["落地企业"] if started else None,
        "信用代码": project.facts["信用代码"] if started else None,
        "计划总投资": amount(project.total),
        "固定资产投资": amount(project.fixed),
        "协议投资额": amount(project.total),
        "入规类型": project.scale if "入规日期" in row else None,
        "省库状态": _library(project, year, month, end),
        "认定额": amount(project.recognised),
        "拟上报月份": project.plan_month
        if project.plan_month <= clock.label(year, month)
        else None,
        "当前阶段": stage,
        "形象进度": _LOOKS[stage],
        "累计到位自报": amount(sum(_arrived(fund, month) for fund in project.funds)),
        "累计固投自报": amount(project.works_before + _spent(project, month)),
    }
    return row | _trouble(project, stage)


def _library(project: Project, year: int, month: int, end: date) -> str:
    if not project.happened("省库申报日期", end):
        return "未报"
    fresh = clock.month_of(project.events["省库申报日期"], year) == month
    return "待审核" if fresh else project.library


def _trouble(project: Project, stage: str) -> dict:
    if stage not in ("停滞", "终止") or project.trouble is None:
        return {}
    trouble = project.trouble
    return {
        "主要问题": trouble.problem,
        "问题类别": trouble.kind,
        "拟采取措施": trouble.measure if stage == "停滞" else None,
        "责任单位": trouble.office if stage == "停滞" else None,
        "办结时限": trouble.deadline if stage == "停滞" else None,
        "备注": "已签订终止协议" if stage == "终止" else None,
    }


def _works_row(project: Project, year: int, month: int) -> dict:
    months = [*project.works[:month], *[None] * (12 - month)]
    now = months[month - 1] or 0
    equipment, other = now * 3 // 10 // CENT * CENT, now // 20 // CENT * CENT
    return (
        _who(project, year, month)
        | _months(project.works_before, months)
        | {
            "建筑工程": amount(now - equipment - other),
            "设备购置": amount(equipment),
            "其他费用": amount(other),
            "统计联网数": amount(sum(cents or 0 for cents in months) // CENT * CENT)
            if project.happened("入统日期", clock.month_end(year, month))
            else None,
        }
    )


def _arrived(fund: Fund, month: int) -> int:
    return fund.before + sum(cents or 0 for cents in fund.known(month))


def _spent(project: Project, month: int) -> int:
    return sum(cents or 0 for cents in project.works[:month])


def _totals(projects: Sequence[Project], year: int, month: int) -> dict[str, tuple]:
    """Return, by indicator, the cumulative value, the month's own and the number of projects."""
    if month == 0:
        return dict.fromkeys((FUNDS, WORKS, "新签约亿元以上项目", "入统项目"), (0, 0, 0))
    fresh = [project for project in projects if project.year == year]
    paid = [project for project in projects if funds_known([project], month, range(1, month + 1))]
    built = [project for project in fresh if _spent(project, month)]
    now = reported(projects, year, month)
    before = reported(projects, year, month - 1) if month > 1 else dict.fromkeys(now, 0)
    totals = {
        FUNDS: (
            amount(funds_known(projects, month, range(1, month + 1))),
            amount(funds_known(projects, month, range(month, month + 1))),
            len(paid),
        ),
        WORKS: (
            amount(sum(_spent(project, month) for project in fresh)),
            amount(sum(project.works[month - 1] or 0 for project in fresh)),
            len(built),
        ),
    }
    for indicator in ("新签约亿元以上项目", "入统项目"):
        count = int(now[indicator])
        totals[indicator] = count, count - int(before[indicator]), count
    return totals
