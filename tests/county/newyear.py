"""The January after: what a county sends once its year is closed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from . import clock, money
from .county import County
from .directory import Unit
from .figures import CONFIRMED, REPORTED
from .project import CENT, Fund, Project
from .projects import draw_projects
from .targets import Past


def january_after(county: County) -> County:
    """Return the same units' next January: the year before summed up, targets anew, new projects.

    The county must have been drawn up to December. Last year's column holds its own January.
    """
    year = county.year + 1
    projects = {
        unit.code: (*_carried(county, unit), *_new(county, unit))
        if county.projects[unit.code]
        else ()
        for unit in county.units
    }
    return replace(
        county,
        year=year,
        last=1,
        projects=projects,
        leads=dict.fromkeys(county.projects, ()),
        activities=dict.fromkeys(county.projects, ()),
        audits=(),
        special={},
        past=tuple(_january(county)),
        receipts=(),
    )


def _carried(county: County, unit: Unit) -> list[Project]:
    end = clock.month_end(county.year, 12)
    listed = [one for one in county.projects[unit.code] if one.listed(end)]
    return [_closed(one, county.year) for one in listed]


def _closed(project: Project, year: int) -> Project:
    """The project as of the new year: all that has arrived is of the years before."""
    started = project.happened("开工日期", clock.month_end(year, 12))
    halted = any(project.happened(one, clock.month_end(year + 1, 1)) for one in ("停滞", "终止"))
    funds = tuple(_summed(project, fund, halted) for fund in project.funds)
    before = project.works_before + sum(amount or 0 for amount in project.works)
    first = (funds[0].months[0] or 0) // 2 if started else None
    if first is not None:
        first = max(min(first, project.fixed - before), 0)
    facts = project.facts
    if facts["项目来源"] == "新引进":
        facts = {**facts, "项目来源": "续建"}
    return replace(
        project,
        facts=facts,
        funds=funds,
        works_before=before,
        works=(first, *[None] * 11),
        late_code=False,
    )


def _summed(project: Project, fund: Fund, halted: bool) -> Fund:
    before = fund.before + sum(amount or 0 for amount in fund.months)
    room = project.total - before
    first = 0 if halted else max(min(room, round(project.total * 0.013 / CENT) * CENT), 0)
    return replace(fund, before=before, months=(first, *[None] * 11), correction=None)


def _new(county: County, unit: Unit) -> list[Project]:
    year = county.year + 1
    rng = Random(f"{county.seed} january {unit.code}")
    drawn = draw_projects(rng, unit, 2, year, 1)
    fresh = [one for one in drawn if one.events["签约日期"].year == year]
    return [money.financed(rng, one, year, 1) for one in fresh]


def _january(county: County) -> list[Past]:
    units = county.truth(clock.label(county.year, 1))["单位"]
    return [
        Past(1, unit, indicator, statuses.get(CONFIRMED, statuses[REPORTED]))
        for unit, figures in units.items()
        for indicator, statuses in figures.items()
        if not indicator.startswith("拟上报")
    ]
