"""What must hold of any county: small drawn ones, written to folders and gathered from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from pipeline.gather import Office, gather
from pipeline.model.figure import Scope, Status
from pipeline.model.finding import Consequence
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.model.unit import UnitState
from pipeline.scheme.scheme import Scheme
from tests.county import County, draw
from tests.county.directory import Unit
from tests.county.figures import PLANNED
from tests.county.project import Project
from tests.drawn import lasting
from tests.shipped import TEMPLATES

CITY = Scope("全市", "")
JANUARY, FEBRUARY = Period(2026, 1), Period(2026, 2)
few = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
counties = some.builds(
    draw,
    some.integers(0, 10**6),
    units=some.just(3),
    projects=some.integers(1, 4),
    period_last=some.just("2026-02"),
)


@contextmanager
def written(county: County) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        county.write(folder)
        yield Path(folder)


def gathered(inputs: Path, period: Period) -> tuple[Scheme, Month]:
    with lasting():
        return gather(Office(TEMPLATES, inputs, inputs / "outputs"), period)


def month_of(inputs: Path, period: Period = FEBRUARY) -> Month:
    return gathered(inputs, period)[1]


@few
@given(counties)
def test_the_city_is_its_groups_and_its_units_and_all_are_as_drawn(county):
    with written(county) as inputs:
        scheme, month = gathered(inputs, FEBRUARY)
    truth = county.truth("2026-02")
    made = {(name, status) for _, name, status in month.figures}
    for name, status in {one for one in made if scheme.indicators[one[0]].additive}:
        for kind in ("组", "单位"):
            parts = [
                figure.value or Fraction(0)
                for (scope, one, state), figure in month.figures.items()
                if (scope.kind, one, state) == (kind, name, status)
            ]
            assert month.figures[CITY, name, status].value == sum(parts)
    for name, statuses in truth["全市"].items():
        for status, value in statuses.items():
            assert month.figures[CITY, name, Status(status)].value == value


@few
@given(counties, some.data())
def test_a_last_file_that_is_missing_never_lowers_what_had_been_reported(county, data):
    with written(county) as inputs:
        january = month_of(inputs, JANUARY)
        scheme, whole = gathered(inputs, FEBRUARY)
        gone = data.draw(some.sampled_from([unit.code for unit in county.units]))
        (inputs / "2026-02" / f"招商月报_{gone}_202602.xlsx").unlink()
        lacking = month_of(inputs)
    assert lacking.states[gone] is UnitState.ABSENT
    assert lacking.carried == {gone: JANUARY}
    units = {unit.code: Scope("单位", unit.code) for unit in county.units}
    for name in {name for _, name, status in whole.figures if status is Status.REPORTED}:
        if name in PLANNED or not scheme.indicators[name].additive:
            continue

        def value(month: Month, scope: Scope, name: str = name) -> Fraction:
            return month.figures[scope, name, Status.REPORTED].value

        assert value(lacking, units[gone]) == value(january, units[gone])
        others = [scope for code, scope in units.items() if code != gone]
        for scope in others:
            assert value(lacking, scope) == value(whole, scope)
        total = value(january, units[gone]) + sum(value(whole, scope) for scope in others)
        assert value(lacking, CITY) == total
        if all(value(whole, scope) >= value(january, scope) for scope in others):
            for scope in (CITY, *(Scope("组", group) for group in lacking.groups)):
                assert value(lacking, scope) >= value(january, scope)


@few
@given(counties, some.data())
def test_a_file_that_is_missing_and_not_carried_forward_takes_its_own_figures_and_no_more(
    county, data
):
    with written(county) as inputs:
        _say(inputs, 缺报处理="不计")
        scheme, whole = gathered(inputs, FEBRUARY)
        gone = data.draw(some.sampled_from([unit.code for unit in county.units]))
        (inputs / "2026-02" / f"招商月报_{gone}_202602.xlsx").unlink()
        lacking = month_of(inputs)
    assert lacking.carried == {}
    for (scope, name, status), figure in whole.figures.items():
        if scope.kind != "全市" or not scheme.indicators[name].additive:
            continue
        own = whole.figures[Scope("单位", gone), name, status].value
        left = figure.value
        if status is not Status.CONFIRMED and figure.value is not None:
            assert lacking.figures[Scope("单位", gone), name, status].value is None
            left = figure.value - own
        assert lacking.figures[scope, name, status].value == left


@few
@given(counties, some.data())
def test_splitting_a_unit_changes_neither_totals_nor_other_units(county, data):
    code = data.draw(some.sampled_from([unit.code for unit in county.units]))
    some_of_it = data.draw(some.sets(some.integers(0, len(county.projects[code]))))
    parted = _split(county, code, [one for one in some_of_it if one < len(county.projects[code])])
    scheme, before, after = _both(county, parted)
    for key, figure in before.figures.items():
        scope, name, status = key
        if scope != Scope("单位", code) and not scope.code.startswith(f"{code}·"):
            assert after.figures[key].value == figure.value
        elif scope.kind == "单位" and scheme.indicators[name].additive:
            halves = (after.figures[Scope("单位", one), name, status] for one in (code, _HALF))
            assert sum(one.value or Fraction(0) for one in halves) == (figure.value or 0)


@few
@given(counties, some.data())
def test_renaming_a_unit_changes_nothing_but_its_name(county, data):
    old = data.draw(some.sampled_from(county.units))
    new = replace(old, name="改名后的镇人民政府", short="改名镇", former=old.name)
    units = tuple(new if unit is old else unit for unit in county.units)
    _, before, after = _both(county, replace(county, units=units))
    assert after.figures == before.figures
    assert after.standings == before.standings
    assert after.series == before.series


@few
@given(counties, some.data())
def test_a_project_that_moves_takes_exactly_its_own_figures_along(county, data):
    giver, taker = data.draw(some.permutations([unit.code for unit in county.units]))[:2]
    moved = data.draw(some.sampled_from(county.projects[giver]))
    other = _moved(county, moved, taker)
    _, before, after = _both(county, other)
    truth = other.truth("2026-02")
    for key, figure in before.figures.items():
        scope, name, status = key
        if scope.kind == "单位" and scope.code in (giver, taker):
            if name in truth["单位"][scope.code]:
                said = truth["单位"][scope.code][name][status.value]
                assert after.figures[key].value == said
        elif scope.kind == "单位" or scope == CITY:
            assert after.figures[key].value == figure.value


@few
@given(counties, some.permutations(["附件", "甲 (1)", "2026-02上报"]), some.booleans())
def test_the_names_and_the_order_of_the_files_change_nothing(county, names, nested):
    with written(county) as inputs:
        before = month_of(inputs)
        folder = inputs / "2026-02"
        files = sorted(folder.glob("*.xlsx"))
        for path, name in zip(files, names, strict=True):
            place = folder / f"报送{name}" if nested else folder
            place.mkdir(exist_ok=True)
            path.rename(place / f"{name}.xlsx")
        after = month_of(inputs)
    assert after.figures == before.figures
    assert after.standings == before.standings
    assert after.states == before.states
    assert after.late == before.late
    assert [one.code for one in after.findings] == [one.code for one in before.findings]
    assert sorted(after.received.values()) != sorted(before.received.values())
    assert set(after.inputs.values()) == set(before.inputs.values())


@few
@given(counties)
def test_gathering_twice_gives_the_same_and_writes_nothing(county):
    with written(county) as inputs:
        files = {path: path.stat().st_mtime_ns for path in inputs.rglob("*")}
        once, again = month_of(inputs), month_of(inputs)
        assert {path: path.stat().st_mtime_ns for path in inputs.rglob("*")} == files
    assert once.figures == again.figures
    assert once.standings == again.standings
    assert once.findings == again.findings
    assert once.inputs == again.inputs


_HALF = "XZ99"


def _both(one: County, two: County) -> tuple[Scheme, Month, Month]:
    """Both counties' February, unless two drawn projects look like one by chance."""
    months = []
    for county in (one, two):
        with written(county) as inputs:
            scheme, month = gathered(inputs, FEBRUARY)
        dropped = (Consequence.DROP_ROW, Consequence.DROP_CELL)
        assume(not any(found.rule.consequence in dropped for found in month.findings))
        months.append(month)
    return scheme, *months


def _say(inputs: Path, **parameters: str) -> None:
    """Fill in 参数 of the base tables."""
    base = openpyxl.load_workbook(inputs / "基础库.xlsx")
    for label, value in base["参数"].iter_rows(max_col=2):
        if label.value in parameters:
            value.value = parameters.pop(label.value)
    assert not parameters
    base.save(inputs / "基础库.xlsx")


def _split(county: County, code: str, places: list[int]) -> County:
    """The county with some projects of a unit under a new one of the same group and front."""
    old = next(unit for unit in county.units if unit.code == code)
    new: Unit = replace(old, code=_HALF, name="新设镇人民政府", short="新设镇", former="", order=99)
    parted = replace(
        county,
        units=(*county.units, new),
        projects=county.projects | {_HALF: ()},
        leads=county.leads | {_HALF: ()},
        activities=county.activities | {_HALF: ()},
    )
    for place in places:
        parted = _moved(parted, county.projects[code][place], _HALF)
    return parted


def _moved(county: County, project: Project, taker: str) -> County:
    """The county with a project, and what was judged of it, under another unit."""
    audits = tuple(
        replace(audit, unit=taker) if audit.code == project.code else audit
        for audit in county.audits
    )
    own = tuple(one for one in county.projects[project.unit] if one.code != project.code)
    taken = (*county.projects[taker], replace(project, unit=taker))
    projects = county.projects | {project.unit: own, taker: taken}
    return replace(county, projects=projects, audits=audits)
