"""Figures of a week, ten days or a campaign: of what counts by dates (F02)."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline.aggregate.figures import Figures, Ground, Stock, figures
from pipeline.aggregate.series import Series
from pipeline.model.figure import Figure, Missing, Nature, Scope, Status
from pipeline.model.number import Number
from pipeline.model.period import Days, Period
from pipeline.scheme.form import Form, Kind
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
    of the cumulative values in `series` at the ends of months that bound them; else 不适用.
    """
    months = _whole_months(days, stock.period)
    counted: dict[str, Indicator] = {}
    made: dict[tuple[Scope, str, Status], Figure] = {}
    scopes = [
        *(Scope("单位", unit.code) for unit in stock.units),
        *Ground(stock).totals,
    ]
    for name, indicator in scheme.indicators.items():
        status = indicator.headline
        definition = indicator.definitions[status]
        if _counts(definition) and by_days(definition, scheme.form(definition.form)):
            counted[name] = replace(indicator, definitions={status: definition})
            continue
        for scope in scopes:
            key = scope, name, status
            values = (series or {}).get(key, ())
            grew = _grown(values, months) if indicator.nature is Nature.TO_DATE else None
            missing = Missing.NOT_APPLICABLE if grew is None else None
            made[key] = Figure(name, scope, days, status, grew, missing)
    return {**made, **figures(replace(scheme, indicators=counted), stock, span=days)}


def _whole_months(days: Days, period: Period) -> range:
    """The months that the days are, empty if they are not whole months of the period's year."""
    first, last = days.start, days.end
    whole = first.day == 1 and last == Period(last.year, last.month).end
    if not whole or not first.year == last.year == period.year:
        return range(0)
    return range(first.month, last.month + 1)


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
