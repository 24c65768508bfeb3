"""The upper level's verdicts, one month behind the reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from . import clock
from .figures import Audit
from .project import OUTSIDE, Project

_CUT = ("凭证金额不足，按有效凭证核定", "部分资金来源不能证明为省外，予以核减")
_BACK = ("银行回单与投资方名称不一致", "缺少资金来源证明材料", "凭证日期不在申报月份内")
_BACK_LIBRARY = ("备案建设内容与申报不一致", "用地手续材料不全")


def draw_audits(
    rng: Random, projects: Sequence[Project], year: int, last: int
) -> tuple[Audit, ...]:
    """Return the verdicts on the months before `last`, in the order of months and projects."""
    drawn = [audit for project in projects for audit in _of_project(rng, project, year, last)]
    return tuple(sorted(drawn, key=lambda audit: (audit.month, audit.subject)))


def _of_project(rng: Random, project: Project, year: int, last: int) -> Iterator[Audit]:
    for fund in project.funds:
        for month, amount in enumerate(fund.months[: last - 1], 1):
            if fund.source == OUTSIDE and amount:
                yield _on_funds(rng, project, month, amount)
    applied = clock.month_of(project.events.get("省库申报日期", clock.day_in(rng, 1990, 1)), year)
    if 1 <= applied < last:
        yield _on_library(rng, project, applied)


def _on_funds(rng: Random, project: Project, month: int, amount: int) -> Audit:
    confirmed, status, reason = amount, "通过", None
    lot = rng.random()
    if lot < 0.02:
        confirmed, status, reason = None, "退回", rng.choice(_BACK)
    elif lot < 0.08:
        confirmed, reason = round(amount * rng.uniform(0.5, 0.95)), rng.choice(_CUT)
    return Audit(
        month,
        project.unit,
        project.code,
        project.name,
        "省外资金",
        amount,
        confirmed,
        status,
        reason,
    )


def _on_library(rng: Random, project: Project, month: int) -> Audit:
    passed = project.library == "通过"
    return Audit(
        month,
        project.unit,
        project.code,
        project.name,
        "省库",
        project.total,
        project.recognised if passed else None,
        project.library,
        None if passed else rng.choice(_BACK_LIBRARY),
    )
