"""Arrivals and building month by month, and the corrections that change a past month."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from . import clock, names
from .project import CENT, OUTSIDE, Correction, Fund, Project

_SOURCES = {"内资-省外": OUTSIDE, "内资-省内市外": "市外省内", "外资": "外资"}
_PROOFS = ("验资", "银行回单", "土地票据", "设备发票", "工程结算")


def financed(rng: Random, project: Project, year: int, last: int) -> Project:
    """Return `project` with its arrivals and its 固定资产投资 up to the last month."""
    source = _SOURCES[project.facts["投资性质"]]
    proof = rng.choice(_PROOFS)
    if source == "外资":
        dollars = round(project.facts["协议利用外资"] * rng.uniform(0.1, 0.5))
        return replace(project, funds=(Fund(source, 0, (None,) * 12, proof, dollars),))
    before = _before(rng, project, year)
    months = _arrivals(rng, project, before, year, last)
    funds = (Fund(source, before, months, proof),)
    if source == OUTSIDE and rng.random() < 0.1:
        funds += (_second(rng, funds[0]),)
    return _built(rng, replace(project, funds=funds), year, last)


def overpaid(rng: Random, project: Project, last: int) -> Project:
    """Return `project` with arrivals that pass its planned investment in the last month."""
    shares = [rng.uniform(0.03, 0.031) + month / 1000 for month in range(1, last)]
    months = [round(project.total * share / CENT) * CENT for share in shares]
    before = round(project.total * (0.98 - sum(shares)) / CENT) * CENT
    months.append(round(project.total * 0.1 / CENT) * CENT)
    fund = replace(project.funds[0], before=before, months=(*months, *[None] * (12 - last)))
    return replace(project, funds=(fund,))


def correctable(project: Project, month: int, filed: int) -> bool:
    """Return whether the month can be corrected without a cumulative amount falling."""
    if len(project.funds) != 1 or project.funds[0].source != OUTSIDE:
        return False
    changed, current = project.funds[0].months[month - 1], project.funds[0].months[filed - 1]
    return bool(changed and current and 4 * current > changed)


def corrected(rng: Random, project: Project, month: int, filed: int) -> Project:
    """Return `project` with another amount for `month` in the files before that of `filed`."""
    fund = project.funds[0]
    new = fund.months[month - 1]
    raised = rng.random() < 0.5
    old = round(new * (rng.uniform(0.85, 0.95) if raised else rng.uniform(1.05, 1.12)))
    reason = "漏报一笔到位资金，补登银行回单" if raised else "误将股东借款计入，经核对予以核减"
    correction = Correction(filed, month, old, new, reason, names.person(rng))
    return replace(project, funds=(replace(fund, correction=correction),))


def _before(rng: Random, project: Project, year: int) -> int:
    signed = project.events["签约日期"]
    if signed.year == year:
        return 0
    share = rng.uniform(0.02, 0.06) if signed.month == 12 else rng.uniform(0.25, 0.62)
    if project.happened("投产日期", signed.replace(year=year, month=1, day=1)):
        share = rng.uniform(0.8, 0.9)
    return round(project.total * share / CENT) * CENT


def _arrivals(
    rng: Random, project: Project, before: int, year: int, last: int
) -> tuple[int | None, ...]:
    first = max(clock.month_of(project.events["签约日期"], year), 1)
    share = _share(rng, project, year)
    room = round(project.total * 0.94) - before
    months: list[int | None] = [None] * 12
    for month in range(first, last + 1):
        earlier = [amount or 0 for amount in months[: month - 1]]
        amount = 0
        if not _over(project, year, month) and rng.random() < 0.87:
            amount = _amount(rng, project.total * share * rng.lognormvariate(0, 0.35))
            amount = min(amount, *_bounds(earlier, month, room))
        if amount < project.total // 200 or amount in earlier:
            amount = 0
        months[month - 1] = amount
        room -= amount
    return tuple(months)


def _share(rng: Random, project: Project, year: int) -> float:
    if project.total >= 50000 * CENT:
        return rng.uniform(0.012, 0.03)
    return rng.uniform(0.02, 0.06) if project.year == year else rng.uniform(0.012, 0.04)


def _bounds(earlier: list[int], month: int, room: int) -> tuple[int, ...]:
    """Return upper bounds: the room that is left and, from April, four times the mean before."""
    if month < 4 or not sum(earlier):
        return (room,)
    return room, 4 * sum(earlier) // len(earlier)


def _over(project: Project, year: int, month: int) -> bool:
    end = clock.month_end(year, month)
    return any(project.happened(event, end) for event in ("停滞", "终止", "达产日期"))


def _amount(rng: Random, value: float) -> int:
    return round(value) if rng.random() < 0.4 else round(value / CENT) * CENT


def _second(rng: Random, first: Fund) -> Fund:
    share = rng.uniform(0.03, 0.06)
    months = (amount and round(amount * share) for amount in first.months)
    return Fund("其他", first.before // 2000 * CENT, tuple(months), "银行回单")


def _built(rng: Random, project: Project, year: int, last: int) -> Project:
    """Add 固定资产投资 from the start on, never more than has arrived or than is planned."""
    started = project.events.get("开工日期")
    if started is None or started > clock.month_end(year, last):
        return project
    before = 0
    if started.year < year:
        share = rng.uniform(0.7, 0.9)
        before = min(round(project.funds[0].before * share), project.fixed) // CENT * CENT
    works: list[int | None] = [None] * 12
    arrived, done = project.funds[0].before, before
    for month, amount in enumerate(project.funds[0].months[:last], 1):
        arrived += amount or 0
        if month < clock.month_of(started, year):
            continue
        spent = _amount(rng, (amount or 0) * rng.uniform(0.5, 1.0))
        works[month - 1] = max(min(spent, project.fixed - done, arrived - done), 0)
        done += works[month - 1]
    return replace(project, works_before=before, works=tuple(works))
