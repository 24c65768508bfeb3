"""Figures of a week, ten days or a campaign: of what counts by dates (F02)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.aggregate.figures import Figures, Ground, Stock, figures
from pipeline.aggregate.formulas import calculated
from pipeline.aggregate.series import Series
from pipeline.model.figure import Figure, Missing, Nature, Scope, Status, person
from pipeline.model.number import Number
from pipeline.model.period import Days, Period
from pipeline.model.unit import UnitState
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.formulas import in_order
from pipeline.scheme.indicators import Definition, Indicator
from pipeline.scheme.scheme import Scheme

_OF_SPANS = frozenset(
    {"当月", "期后", "早月", "早月均数", "此前", "连续相同", "本月", "月份", "上期"}
)
"""Functions that speak of months, and so have no answer for a stretch of days."""


def figures_of_days(
    scheme: Scheme, stock: Stock, days: Days, series: Series | None = None
) -> Figures:
    """Return the headline figures of these days.

    What counts by months is, for days that are whole months of the period's year, the difference
    of the cumulative values in `series` at the ends of months that bound them; else 不按日统计.
    A formula is that of its parts in these days.
    Everybody who has a task or answers for a row has every indicator that tells people apart.
    """
    months = days.months if days.year == stock.period.year else range(0)
    counted: dict[str, Indicator] = {}
    ground = Ground(stock)
    made: dict[tuple[Scope, str, Status], Figure] = {}
    scopes = [
        *(Scope("单位", unit.code) for unit in stock.units),
        *ground.totals,
    ]
    for name, indicator in scheme.indicators.items():
        status = indicator.headline
        definition = indicator.definitions[status]
        own = status is Status.REPORTED and _counts(definition)
        if own and by_days(definition, scheme.form(definition.form)):
            counted[name] = replace(indicator, definitions={status: definition})
        if name in counted or definition.formula is not None:
            continue
        for scope in scopes:
            key = scope, name, status
            values = (series or {}).get(key, ())
            grew = _grown(values, months) if indicator.nature is Nature.TO_DATE else None
            missing = Missing.BY_MONTHS if grew is None else None
            made[key] = Figure(name, scope, days, status, grew, missing)
    made |= figures(replace(scheme, indicators=counted), stock, span=days)
    for name in in_order(scheme.indicators):
        indicator = scheme.indicators[name]
        if indicator.definitions[indicator.headline].formula is not None:
            made |= _calculated(indicator, days, made, ground, scopes)
    return {**made, **dict(_of_people(scheme, stock, days, made))}


def figures_a_year_before(
    scheme: Scheme, stock: Stock, days: Days, until: Mapping[str, Period]
) -> Mapping[tuple[Scope, str], Number]:
    """Return what last year's same days came to, by the tables in `stock` with which it ended.

    `until` is the month that each unit's tables reach: who was not heard to the end of the days
    has no figure, nor has a total that holds such a unit; days of two years have none.
    """
    before = days.year_before
    if {before.start.year, before.end.year} != {stock.period.year}:
        return {}
    states = {
        unit.code: UnitState.ACCEPTED
        if unit.code in until and until[unit.code].end >= before.end
        else UnitState.ABSENT
        for unit in stock.units
    }
    made = figures_of_days(scheme, replace(stock, states=states), before)
    heard = {number for number, state in enumerate(states.values()) if state is UnitState.ACCEPTED}
    partial = {
        scope for scope, members in Ground(stock).totals.items() if not heard.issuperset(members)
    }
    return {
        (scope, name): figure.value
        for (scope, name, _), figure in made.items()
        if figure.value is not None and scope not in partial
    }


def _calculated(
    indicator: Indicator, days: Days, made: Figures, ground: Ground, scopes: Sequence[Scope]
) -> Iterator[tuple[tuple[Scope, str, Status], Figure]]:
    """A formula for every scope; where a part has no such figure it is 不按日统计."""
    name, status = indicator.name, indicator.headline
    definition = indicator.definitions[status]
    holds = indicator.holds_in(ground.stock.period)
    told = calculated(indicator, status, definition, made, ground) if holds else ()
    found = {one.scope: one for one in told}
    for scope in dict.fromkeys([*scopes, *found]):
        none = Figure(name, scope, days, status, None, Missing.BY_MONTHS)
        yield (scope, name, status), found.get(scope, none)


def _of_people(
    scheme: Scheme, stock: Stock, days: Days, made: Figures
) -> Iterator[tuple[tuple[Scope, str, Status], Figure]]:
    """What the people lack: indicators that are not counted by days, or by nobody's row."""
    tasked = [person(unit, name) for unit, names in stock.people.items() for name in names]
    known = dict.fromkeys([*(scope for scope, _, _ in made if scope.unit), *tasked])
    units = {unit.code for unit in stock.units}
    for name, indicator in scheme.indicators.items():
        status = indicator.headline
        if not any(one.persons for one in indicator.dimensions):
            continue
        for scope in known:
            if (key := (scope, name, status)) not in made and scope.unit in units:
                yield key, Figure(name, scope, days, status, None, Missing.BY_MONTHS)


def _grown(values: Sequence[Number | None], months: range) -> Number | None:
    """By how much cumulative values rose in the months; None where an end is not known."""
    if not months or months[-1] > len(values):
        return None
    last = values[months[-1] - 1]
    before = values[months[0] - 2] if months[0] > 1 else Fraction(0)
    return None if last is None or before is None else last - before


def _counts(definition: Definition) -> bool:
    return definition.formula is None and not definition.entered


def by_days(definition: Definition, form: Form) -> bool:
    """Whether the rows are chosen by a day that they bear, so that any days can be counted."""
    found = False
    terms = [term.expression for term in definition.used]
    for one in (*definition.parts.values(), *terms):
        for node in ast.walk(one.tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id  # type: ignore[attr-defined]
            if called in _OF_SPANS:
                return False
            if called == "期内":
                if not _is_day(node.args[0], form):
                    return False
                found = True
    return found


def _is_day(node: ast.expr, form: Form) -> bool:
    field = form.fields.get(node.id) if isinstance(node, ast.Name) else None
    return field is not None and field.kind is Kind.DATE and not field.repeat
