"""The program's figures against a plain recount of the same workbooks (tests/recount)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.gather import Office, gather
from pipeline.model.figure import Scope, Status
from pipeline.model.finding import Consequence
from pipeline.model.month import Month
from pipeline.model.period import Period
from tests.county import SHIPPED, County, draw
from tests.recount import count_year, stand
from tests.recount.county import PENDING, REPORTED
from tests.shipped import INPUTS, TEMPLATES, month_of

SILENT = ("未报送", "退回")
COUNTIES = 200
"""Drawn counties of 3 units and 2 months; one in twenty by default, all with --all-counties."""
LEAVES_OUT = (Consequence.DROP_ROW, Consequence.DROP_CELL)
"""Two drawn projects may look like one by chance; a recount that asks no question counts both."""


@pytest.mark.parametrize("period", [f"2026-{month:02d}" for month in range(1, 7)])
def test_every_figure_of_the_shipped_county_is_what_its_cells_add_up_to(period):
    _, month = month_of(period)
    _agree(month, INPUTS, draw(SHIPPED), period)


def test_every_figure_of_drawn_counties_is_what_its_cells_add_up_to(request):
    step = 1 if request.config.getoption("--all-counties") else 20
    questioned = []
    for seed in range(0, COUNTIES, step):
        county = draw(10_000 + seed, units=3, period_last="2026-02")
        with TemporaryDirectory() as folder:
            county.write(folder)
            for period in ("2026-01", "2026-02"):
                office = Office(TEMPLATES, Path(folder), Path(folder) / "outputs")
                _, month = gather(office, Period.parse(period))
                if any(one.rule.consequence in LEAVES_OUT for one in month.findings):
                    questioned.append((seed, period))
                else:
                    _agree(month, Path(folder), county, period)
    assert len(questioned) <= 2 * COUNTIES / step / 20, questioned


def _agree(month: Month, inputs: Path, county: County, period: str) -> None:
    states = {unit.code: county.state(unit.code, month.period.month) for unit in county.units}
    count = count_year(inputs, period, states)
    assert len(count.values) > len(county.units) * len(REPORTED | PENDING)
    said = {
        (scope.kind, scope.code, name, status.value): figure.value
        for (scope, name, status), figure in month.figures.items()
    }
    wrong = {key: (said[key], value) for key, value in count.values.items() if said[key] != value}
    assert wrong == {}
    for (kind, code, indicator), own in stand(count, inputs, _silent(states)).items():
        standing = month.standings[Scope(kind, code), indicator]
        task = standing.target.sure if standing.target else None
        assert (task, standing.rate, standing.gap) == (own.task, own.rate, own.gap), (
            code,
            indicator,
        )
        assert (standing.pace, standing.growth) == (own.pace, own.growth), (code, indicator)
        assert standing.rank == own.place, (code, indicator)
    assert {status for _, _, status in month.figures} == set(Status)


def _silent(states: dict[str, str]) -> set[str]:
    return {code for code, state in states.items() if state in SILENT}
