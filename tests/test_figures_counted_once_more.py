"""The program's figures against a plain recount of the same workbooks (tests/recount)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from pipeline.gather import Office, gather
from pipeline.model.figure import Status
from pipeline.model.finding import Consequence
from pipeline.model.month import Month
from pipeline.model.period import Period
from pipeline.model.standing import Standing
from pipeline.scheme.scheme import Scheme
from tests.county import SHIPPED, County, draw
from tests.recount import INDICATORS, Stand, count_year, stand
from tests.recount.sheets import book, rows
from tests.shipped import INPUTS, TEMPLATES, month_of

REGISTER = "项目台账"
SILENT = ("未报送", "退回")
COUNTIES = 200
"""Drawn counties of 3 units and 2 months; one in twenty by default, all with --all-counties."""
CHOICES = {
    "终止项目（计算落地率等时）": ("保留", "剔除", None),
    "落地认定": ("开工", "注册", "到资", None),
    "共同引进项目个数": ("牵头单位", "按比例", None),
    "飞地归属": ("飞出地", "飞入地", None),
    "黄灯（落后序时达几个百分点）": (5, None),
    "红灯（落后序时超过几个百分点）": (20, None),
}
"""Parameters of the shipped base table that change a figure, and what drawn offices choose."""


@pytest.mark.parametrize("period", [f"2026-{month:02d}" for month in range(1, 7)])
def test_every_figure_of_the_shipped_county_is_what_its_cells_add_up_to(period):
    _agree(*month_of(period), INPUTS, draw(SHIPPED), period)


def test_every_figure_of_drawn_counties_is_what_its_cells_add_up_to(request):
    step = 1 if request.config.getoption("--all-counties") else 20
    questioned = []
    for seed in range(0, COUNTIES, step):
        county = _shared(draw(10_000 + seed, units=3, period_last="2026-02"))
        with TemporaryDirectory() as folder:
            county.write(folder)
            _choose(Path(folder), Random(f"{seed} choices"))
            for period in ("2026-01", "2026-02"):
                office = Office(TEMPLATES, Path(folder), Path(folder) / "outputs")
                scheme, month = gather(office, Period.parse(period))
                if any(one.rule.consequence is Consequence.DROP_CELL for one in month.findings):
                    questioned.append((seed, period))
                else:
                    _agree(scheme, month, Path(folder), county, period)
    assert len(questioned) <= 2 * COUNTIES / step / 20, questioned


def _shared(county: County) -> County:
    """The county with every third project brought in together with one or both other units."""
    rng = Random(f"{county.seed} shares")
    names = {unit.code: unit.short for unit in county.units}
    projects = {}
    for code, own in county.projects.items():
        others = [name for other, name in names.items() if other != code]
        projects[code] = tuple(
            replace(one, facts=one.facts | _partners(rng, others)) if rng.random() < 0.34 else one
            for one in own
        )
    return replace(county, projects=projects)


def _partners(rng: Random, others: list[str]) -> dict[str, object]:
    first, second = rng.sample(others, 2)
    facts = {"共同引进单位": first, "共同引进比例": rng.choice((40, 33.33, 12.5))}
    if rng.random() < 0.3:
        facts |= {"是否飞地": "是", "飞入地单位": second}
    if rng.random() < 0.5:
        return facts
    return facts | {"共同引进单位二": second, "共同引进比例二": rng.choice((30, 16.67))}


def _choose(inputs: Path, rng: Random) -> None:
    """Let the office choose how to count."""
    base = openpyxl.load_workbook(inputs / "基础库.xlsx")
    labels = {row[0].value: row[1] for row in base["参数"].iter_rows(max_col=2)}
    for name, choices in CHOICES.items():
        labels[name].value = rng.choice(choices)
    base.save(inputs / "基础库.xlsx")


def _agree(scheme: Scheme, month: Month, inputs: Path, county: County, period: str) -> None:
    """Every figure, series and standing, and none that is not counted once more."""
    assert set(scheme.indicators) == INDICATORS
    states = {unit.code: county.state(unit.code, month.period.month) for unit in county.units}
    count = count_year(inputs, period, states, _left_out(month, inputs))
    said = {
        (scope.kind, scope.code, name, status.value): (
            figure.missing.value if figure.value is None and figure.missing else figure.value
        )
        for (scope, name, status), figure in month.figures.items()
    }
    assert _differences(said, count.values) == {}
    series = {
        (scope.kind, scope.code, name, status.value): values
        for (scope, name, status), values in month.series.items()
    }
    assert _differences(series, count.series) == {}
    standings = {
        (scope.kind, scope.code, name): _told(one) for (scope, name), one in month.standings.items()
    }
    silent = [code for code, state in states.items() if state in SILENT]
    assert _differences(standings, stand(count, silent)) == {}
    assert {status for _, _, status in month.figures} == set(Status)


def _left_out(month: Month, inputs: Path) -> set[tuple[str, str]]:
    """The projects that do not count: two drawn ones may look like one by chance."""
    found = set()
    for one in month.findings:
        if one.rule.consequence is Consequence.DROP_ROW and one.places[0].sheet == REGISTER:
            path = inputs / str(month.period) / one.places[0].file
            names = {row["项目名称"] for row in rows(path, REGISTER, "项目编码")}
            line = int("".join(filter(str.isdigit, one.places[0].cell)))
            found |= {(one.unit, name) for name in book(path)[REGISTER][line - 1] if name in names}
    return found


def _told(standing: Standing) -> Stand:
    return Stand(
        task=standing.target.sure if standing.target else None,
        rate=standing.rate,
        digits=standing.decimals,
        pace=standing.pace,
        gap=standing.gap,
        light=standing.light,
        short=standing.short,
        behind=standing.behind,
        monthly=standing.monthly,
        half=standing.half_done,
        last=standing.last,
        growth=standing.growth,
        place=standing.rank,
        tied=standing.tied,
        among=standing.ranked,
    )


def _differences(said: dict, counted: dict) -> dict:
    """Where the two differ: what the program says, and what the recount says."""
    return {
        key: (said.get(key), counted.get(key))
        for key in said.keys() | counted.keys()
        if said.get(key, "not made") != counted.get(key, "not counted")
    }
