"""Drawing a county from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from . import clock, money
from .audits import draw_audits
from .county import ACCEPTED, MISSING, OVER, RETURNED, ZERO, County
from .directory import DEPARTMENTS, PARKS, STREETS, TOWNS, Unit, draw_units
from .leads import Lead, draw_activities, draw_leads
from .project import OUTSIDE, Project
from .projects import draw_projects
from .targets import Person, draw_past, draw_people, draw_targets, draw_typed

_COUNTS = {PARKS: (20, 26), TOWNS: (8, 14), STREETS: (7, 11), DEPARTMENTS: (3, 6)}
_KEPT_LATE = 2
"""So many units' files of the last month arrive after the third of the next."""

Drawn = dict[str, tuple[Project, ...]]


def draw(
    seed: int, units: int = 21, projects: int | None = None, period_last: str = "2026-06"
) -> County:
    """Draw a county of up to 600 units; the same arguments give the same county.

    `projects` is their number in each unit; without it a unit has what is usual for its kind.
    """
    year, last = int(period_last[:4]), int(period_last[-2:])
    directory = draw_units(Random(f"{seed} units"), units, year)
    special = _special(directory, last)

    def each(what: str, drawn: Callable[[Random, Unit], tuple]) -> dict[str, tuple]:
        silent = special.get(ZERO)
        return {
            unit.code: drawn(Random(f"{seed} {what} {unit.code}"), unit)
            if unit.code != silent
            else ()
            for unit in directory
        }

    owned = each("projects", lambda rng, unit: _projects(rng, unit, projects, year, last))
    owned, special = _overpaid(Random(f"{seed} over"), owned, special, year, last)
    owned = _corrected(Random(f"{seed} corrections"), owned, special, last)
    audits = each("audits", lambda rng, unit: draw_audits(rng, owned[unit.code], year, last))
    leads = each("leads", lambda rng, unit: draw_leads(rng, unit, rng.randint(1, 4), year, last))
    days = each("activities", lambda rng, unit: draw_activities(rng, unit, year, last))
    verdicts = tuple(audit for code in audits for audit in audits[code])
    return _based(County(seed, year, last, directory, owned, leads, days, verdicts, special))


def _projects(
    rng: Random, unit: Unit, count: int | None, year: int, last: int
) -> tuple[Project, ...]:
    number = rng.randint(*_COUNTS[unit.kind]) if count is None else count
    if count is None and unit.code == "KF01":
        number += 12
    drawn = draw_projects(rng, unit, number, year, last)
    return tuple(money.financed(rng, project, year, last) for project in drawn)


def _special(units: tuple[Unit, ...], last: int) -> dict[str, str]:
    """Return the units with something special to them, as far as there are enough units."""
    towns = [unit.code for unit in units if unit.kind == TOWNS]
    departments = [unit.code for unit in units if unit.kind == DEPARTMENTS]
    special = {}
    if len(departments) > 1:
        special[ZERO] = departments[-1]
    if last > 1 and len(towns) > 2:
        special[RETURNED] = towns[2]
    if last > 1 and len(towns) > 4:
        special[MISSING] = towns[-3] if len(towns) > 5 else towns[-1]
    if len(towns) > 1:
        special[OVER] = towns[1]
    return special


def _overpaid(
    rng: Random, owned: Drawn, special: dict[str, str], year: int, last: int
) -> tuple[Drawn, dict[str, str]]:
    """Let a project of the unit chosen for it, or of a later one, be paid beyond its plan."""
    codes = list(owned)
    held = {special.get(state) for state in (ZERO, MISSING, RETURNED)}
    for code in codes[codes.index(special[OVER]) :] if OVER in special else ():
        found = [project for project in owned[code] if _growing(project, year, last)]
        if found and code not in held:
            chosen = min(found, key=lambda project: project.total)
            changed = _exchanged(owned, chosen, money.overpaid(rng, chosen, last))
            return changed, special | {OVER: code}
    return owned, {state: code for state, code in special.items() if state != OVER}


def _growing(project: Project, year: int, last: int) -> bool:
    end = clock.month_end(year, last)
    return (
        project.year < year
        and project.stage(end) == "开工"
        and [fund.source for fund in project.funds] == [OUTSIDE]
    )


def _corrected(rng: Random, owned: Drawn, special: dict[str, str], last: int) -> Drawn:
    """License a few corrections: of the month before, in the third, fifth and last month."""
    free = [code for code in owned if code not in special.values()]
    for filed in sorted({month for month in (3, 5, last) if 1 < month <= last}):
        for code in rng.sample(free, len(free)):
            found = [p for p in owned[code] if money.correctable(p, filed - 1, filed)]
            if found:
                chosen = rng.choice(found)
                new = money.corrected(rng, chosen, filed - 1, filed)
                owned = _exchanged(owned, chosen, new)
                free.remove(code)
                break
    return owned


def _exchanged(owned: Drawn, old: Project, new: Project) -> Drawn:
    kept = tuple(new if project is old else project for project in owned[old.unit])
    return owned | {old.unit: kept}


def _based(county: County) -> County:
    """Add the base tables that depend on what the figures will be."""
    rng, units = Random(f"{county.seed} base"), county.units
    figures = county.truth(clock.label(county.year, county.last))["单位"]
    targets = draw_targets(rng, units, figures, county.last)
    people = draw_people(rng, units, targets)
    return replace(
        _answered_for(county, people),
        targets=targets,
        people=people,
        past=draw_past(rng, units, figures, county.last),
        receipts=_receipts(rng, county),
        typed=draw_typed(Random(f"{county.seed} typed"), county.year, county.last),
    )


def _answered_for(county: County, people: Sequence[Person]) -> County:
    """Let a unit's people answer for its projects and leads, but for one project in twelve."""
    rng = Random(f"{county.seed} people")
    names: dict[str, list[str]] = {}
    for one in people:
        names.setdefault(one.unit, []).append(one.name)

    def answered(one: Project | Lead, code: str, field: str) -> Project | Lead:
        return replace(one, facts=one.facts | {field: rng.choice(names[code])})

    projects = {
        code: tuple(answered(one, code, "责任人") if rng.random() > 1 / 12 else one for one in own)
        for code, own in county.projects.items()
    }
    leads = {
        code: tuple(answered(one, code, "提供人") for one in own)
        for code, own in county.leads.items()
    }
    return replace(county, projects=projects, leads=leads)


def _receipts(rng: Random, county: County) -> tuple[tuple[str, date], ...]:
    """Return on which day each unit's file of the last month came in; two come late."""
    sent = [u.code for u in county.units if county.state(u.code, county.last) != MISSING]
    accepted = [code for code in sent if county.state(code, county.last) == ACCEPTED]
    late = rng.sample(accepted, min(_KEPT_LATE, len(accepted) // 3))
    year, month = county.year + county.last // 12, county.last % 12 + 1
    days = {code: rng.randint(4, 6) if code in late else rng.randint(2, 3) for code in sent}
    return tuple((code, date(year, month, day)) for code, day in days.items())
