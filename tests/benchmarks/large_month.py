"""Our side of tests/benchmarks/figures.py: a large office's month, from its columns to its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.aggregate.figures import Ground, Stock, figures, groups_of
from pipeline.aggregate.lists import lists_of_rows
from pipeline.aggregate.series import series
from pipeline.assess.lists import lists_of_units
from pipeline.assess.stand import Field, standings
from pipeline.assess.yardsticks import Past, Yardsticks
from pipeline.model.figure import Scope, Status
from pipeline.model.listing import Listing
from pipeline.model.month import Month
from pipeline.model.number import rounded
from pipeline.model.period import Period
from pipeline.model.standing import Target
from pipeline.model.table import Column, Submission, Table
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.form import Form
from pipeline.scheme.frame import Source, frame_of
from pipeline.scheme.listed import lists_of
from pipeline.scheme.marked import load
from pipeline.scheme.scheme import Scheme
from tests.aggregate.office import CHANGED, JUDGED, PAID, PROJECTS, SET, TYPED, scheme_of
from tests.benchmarks.plain import large_office
from tests.benchmarks.plain.large_office import Cells, Columns

PERIOD, CITY = Period(2026, 12), Scope("全市", "")


@dataclass(frozen=True)
class Ready:
    """What is in memory before the work begins."""

    units: list[Unit]
    sources: list[tuple[Form, list[Source]]]
    sticks: Yardsticks


def prepared(columns: Columns, catalogue: str, lists: str) -> tuple[Scheme, Ready]:
    """Return the scheme, and the columns as tables."""
    units = [Unit(one, one, one, group=group, ranking=group) for one, group in columns.units]
    targets = {
        (Scope("单位", unit), name): (Target(large_office.exact(one)),)
        for (unit, name), one in columns.targets.items()
    }
    past = {
        (Scope("单位", unit), name, large_office.JUDGED_UNTIL if name == "到位资金" else 12): (
            large_office.exact(one)
        )
        for (unit, name), one in columns.past.items()
    }
    sources = [
        (form, [_source(form, unit, cells) for unit, cells in tables.items()])
        for form, tables in (
            (PROJECTS, columns.projects),
            (PAID, columns.paid),
            (JUDGED, {"": columns.judged}),
        )
    ]
    return _scheme(catalogue, lists), Ready(units, sources, Yardsticks(targets, Past(past)))


def made(scheme: Scheme, ready: Ready) -> Month:
    """The work itself: figures, series, standings and lists."""
    frames = {form.name: frame_of(form, own, {}) for form, own in ready.sources}
    frames |= {form.name: frame_of(form, [], {}) for form in (TYPED, CHANGED, SET)}
    states = dict.fromkeys((unit.code for unit in ready.units), UnitState.ACCEPTED)
    ground = Ground(Stock(PERIOD, frames, ready.units, states))
    found = figures(scheme, ground.stock, ground)
    groups = groups_of(ready.units)
    field = Field(ready.units, groups, CITY)
    stood = standings(scheme.indicators, found, ready.sticks, field)
    months = series(scheme, ground, found)
    month = Month(PERIOD, ready.units, groups, states, found, stood, series=months)
    return replace(month, lists={**lists_of_rows(scheme, ground), **lists_of_units(scheme, month)})


def told(month: Month) -> list:
    """The results as lists, to be compared."""
    return [*_figures(month), *_standings(month), *_lists(month)]


def _figures(month: Month) -> Iterator[list]:
    for (scope, name, status), values in month.series.items():
        yield [scope.kind, scope.code, name, status.value, [_text(one) for one in values]]
    for (scope, name, status), one in month.figures.items():
        if scope.kind == "门类" or status is Status.PENDING:
            yield [scope.kind, scope.code, name, status.value, _text(one.value)]


def _standings(month: Month) -> Iterator[list]:
    for (scope, name), one in month.standings.items():
        if one.rate is not None:
            rate, growth = (_text(part and rounded(part, 2)) for part in (one.rate, one.growth))
            yield [scope.kind, scope.code, name, "评", rate, growth, one.rank, _text(one.short)]


def _lists(month: Month) -> Iterator[list]:
    for (scope, name), one in month.lists.items():
        yield [scope.kind, scope.code, "清单", name, one.total, _entries(one), _groups(one)]


def _entries(listing: Listing) -> list:
    return [
        [one.unit, *(map(_text, one.cells.values()) if one.cells else [one.indicator])]
        for one in listing.entries
    ]


def _groups(listing: Listing) -> list:
    return [
        [one.name, list(one.members), [_text(part) for part in one.sums.values()]]
        for one in listing.bundles or ()
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _source(form: Form, unit: str, cells: Cells) -> Source:
    columns: Mapping[str, Column] = {
        name: Column(name, "A", values) for name, values in cells.items()
    }
    rows = range(len(cells["项目"]))
    return Source(Submission(unit, PERIOD, "", ""), Table(form.name, "", form.name, rows, columns))


def _scheme(catalogue: str, lists: str) -> Scheme:
    scheme = scheme_of(catalogue)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lists.yaml"
        path.write_text(lists, "utf-8")
        plans = lists_of(load(path, "lists.yaml"), [], scheme.indicators)
    return replace(scheme, lists=plans)
