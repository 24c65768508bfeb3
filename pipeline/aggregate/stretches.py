"""Figures of a week, ten days or a campaign: of what counts by dates (F02)."""

from __future__ import annotations

import ast
from dataclasses import replace

from pipeline.aggregate.figures import WHOLE, Figures, Stock, figures, groups_of
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.period import Days
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.indicators import Definition, Indicator
from pipeline.scheme.scheme import Scheme

_OF_SPANS = frozenset(
    {"当月", "期后", "早月", "早月均数", "此前", "连续相同", "本月", "月份", "上期"}
)
"""Functions that speak of months, and so have no answer for a stretch of days."""


def figures_of_days(scheme: Scheme, stock: Stock, days: Days) -> Figures:
    """Return the headline figures of these days; 不适用 for an indicator that counts by months."""
    counted: dict[str, Indicator] = {}
    made: dict[tuple[Scope, str, Status], Figure] = {}
    scopes = [
        *(Scope("单位", unit.code) for unit in stock.units),
        *(Scope("组", name) for name in groups_of(stock.units)),
        WHOLE,
    ]
    for name, indicator in scheme.indicators.items():
        status = indicator.headline
        definition = indicator.definitions[status]
        if _counts(definition) and by_days(definition, scheme.form(definition.form)):
            counted[name] = replace(indicator, definitions={status: definition})
            continue
        for scope in scopes:
            made[scope, name, status] = Figure(
                name, scope, days, status, None, Missing.NOT_APPLICABLE
            )
    return {**made, **figures(replace(scheme, indicators=counted), stock, span=days)}


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
