"""Computes every figure of the catalogue: per unit, and upward as exact sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.finding import Fault, Faulty
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.evaluate import evaluate, exact_of, true_rows
from pipeline.scheme.expression import ExpressionError
from pipeline.scheme.form import Kind
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.indicators import Definition, Indicator
from pipeline.scheme.scheme import Scheme

WHOLE = Scope("全市", "")

Figures = Mapping[tuple[Scope, str, Status], Figure]


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to add up: one frame per form, and how each unit comes to be in it."""

    period: Period
    frames: Mapping[str, Frame]
    units: Sequence[Unit]
    states: Mapping[str, UnitState]
    carried: frozenset[str] = frozenset()


def figures(scheme: Scheme, stock: Stock) -> Figures:
    """Return every figure by scope, indicator and status; Faulty where a definition fails."""
    made: dict[tuple[Scope, str, Status], Figure] = {}
    faults: list[Fault] = []
    for indicator in scheme.indicators.values():
        confirmed = _confirmed_until(scheme, indicator, stock)
        for status, definition in indicator.definitions.items():
            span = _span(status, stock.period, confirmed)
            try:
                own = _of_units(scheme, indicator, definition, status, span, stock)
            except (ExpressionError, TypeError, ValueError) as error:
                place = f"第{definition.line}行"
                what = str(error) if isinstance(error, ExpressionError) else "内容类型不合"
                problem = f"指标“{indicator.name}”无法计算：{what}"
                faults.append(Fault("figures.yaml", place, problem))
                continue
            for figure in (*own.values(), *_upward(own, indicator, status, span, stock)):
                made[figure.scope, indicator.name, status] = figure
    if faults:
        raise Faulty(faults)
    return made


def groups_of(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """The reporting groups in the order of their first units."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.group:
            groups.setdefault(unit.group, []).append(unit)
    return groups


def added(frame: Frame, amount: Vector | None, rows: np.ndarray) -> dict[str, Number]:
    """Sum (or count) the chosen rows per unit, exactly, however large the amounts."""
    units = frame.unit[rows]
    if amount is None:
        return {unit: Fraction(int(n)) for unit, n in pd.Series(units).value_counts().items()}
    known = amount.known[rows]
    data, units = amount.data[rows][known], units[known]
    if data.dtype != object and len(data):
        largest = max(abs(int(data.min())), abs(int(data.max())))
        if largest * len(data) >= 2**62:
            data = data.astype(object)
    sums = pd.Series(data, dtype=data.dtype).groupby(units).sum()
    return {unit: exact_of(total) / 10**amount.scale for unit, total in sums.items()}


def _confirmed_until(scheme: Scheme, indicator: Indicator, stock: Stock) -> int:
    """The last month of the year that the level above has judged; 0 for none.

    Read from the whole table of results, not from one indicator's rows: a month in which no
    row of an indicator was judged has been judged all the same.
    """
    definition = indicator.definitions.get(Status.CONFIRMED)
    if definition is None:
        return 0
    frame = stock.frames[definition.form]
    months = [one.name for one in frame.form.fields.values() if one.kind is Kind.MONTH]
    if not months or not len(frame):
        return 0
    column = frame.column(months[0])
    span = stock.period.to_date
    first, last = span.start.toordinal(), span.end.toordinal()
    days = column.data[column.known & (column.data >= first) & (column.data <= last)]
    return pd.Timestamp.fromordinal(int(days.max())).month if len(days) else 0


def _span(status: Status, period: Period, confirmed: int) -> Span:
    if status is Status.CONFIRMED:
        return Span(period.year, 1, confirmed)
    if status is Status.PENDING:
        return Span(period.year, confirmed + 1, period.month)
    return period.to_date


def _of_units(
    scheme: Scheme,
    indicator: Indicator,
    definition: Definition,
    status: Status,
    span: Span,
    stock: Stock,
) -> dict[str, Figure]:
    frame = stock.frames[definition.form]
    submitted = not scheme.form(definition.form).base
    totals, divisors, rows = _totals(definition, frame, span, stock)
    made = {}
    for unit in stock.units:
        missing = _missing(unit, status, span, stock) if submitted else None
        if not indicator.holds_in(stock.period):
            missing = Missing.NOT_APPLICABLE
        kept = submitted and unit.code in stock.carried
        if status is Status.CONFIRMED and not span:
            missing = Missing.NOT_CONFIRMED
        own = rows[frame.unit[rows] == unit.code] if len(rows) else rows
        figure = Figure(
            indicator=indicator.name,
            scope=Scope("单位", unit.code),
            span=span,
            status=status,
            value=None if missing else totals.get(unit.code, Fraction(0)),
            missing=missing,
            carried=(unit.code,) if kept and not missing else (),
            rows={definition.form: own},
        )
        if definition.divisor is not None and figure.value is not None:
            figure = _ratio(figure, figure.value, divisors.get(unit.code, Fraction(0)))
        made[unit.code] = figure
    return made


def _ratio(figure: Figure, part: Number, whole: Number) -> Figure:
    """Per cent of two sums; nothing where there is nothing to divide by (F03)."""
    if not whole:
        return replace(figure, value=None, missing=Missing.NOT_APPLICABLE, parts=(part, whole))
    return replace(figure, value=part / whole * 100, missing=None, parts=(part, whole))


def _totals(
    definition: Definition, frame: Frame, span: Span, stock: Stock
) -> tuple[dict[str, Number], dict[str, Number], np.ndarray]:
    """Per unit the sum (or count) and, for a ratio, the sum to divide by; and the rows."""
    if not span:
        return {}, {}, np.zeros(0, dtype=np.int64)
    setting = Setting(stock.period, span, stock.frames)
    rows = np.ones(len(frame), dtype=bool)
    if definition.condition is not None:
        rows = true_rows(evaluate(definition.condition, frame, setting))
    sums = [
        added(frame, evaluate(one, frame, setting) if one is not None else None, rows)
        for one in (definition.amount, definition.divisor)
    ]
    return sums[0], sums[1] if definition.divisor is not None else {}, np.flatnonzero(rows)


def _missing(unit: Unit, status: Status, span: Span, stock: Stock) -> Missing | None:
    """Why a figure made of submissions has no value for this unit."""
    state = stock.states.get(unit.code, UnitState.ABSENT)
    if state is UnitState.ACCEPTED:
        return None
    if unit.code in stock.carried and status is not Status.PENDING:
        return None
    return Missing.RETURNED if state is UnitState.RETURNED else Missing.NOT_REPORTED


def _upward(
    own: Mapping[str, Figure], indicator: Indicator, status: Status, span: Span, stock: Stock
) -> Iterable[Figure]:
    for name, units in groups_of(stock.units).items():
        yield _sum(Scope("组", name), [own[unit.code] for unit in units], indicator, status, span)
    yield _sum(WHOLE, list(own.values()), indicator, status, span)


def _common(parts: Sequence[Figure]) -> Missing:
    """Why nothing adds up: the parts' common reason, else that they were not reported."""
    reasons = {part.missing for part in parts}
    reason = reasons.pop() if len(reasons) == 1 else None
    return reason or Missing.NOT_REPORTED


def _sum(
    scope: Scope, parts: Sequence[Figure], indicator: Indicator, status: Status, span: Span
) -> Figure:
    carried = tuple(code for part in parts for code in part.carried)
    if any(part.parts for part in parts):
        whole = Figure(indicator.name, scope, span, status, None, carried=carried)
        pairs = [part.parts for part in parts if part.parts is not None]
        return _ratio(
            whole, sum((a for a, _ in pairs), Fraction(0)), sum((b for _, b in pairs), Fraction(0))
        )
    known = [part for part in parts if part.value is not None]
    total = Figure(indicator.name, scope, span, status, None, _common(parts))
    if not known:
        return total
    return replace(
        total,
        value=sum((part.value for part in known if part.value is not None), Fraction(0)),
        missing=None,
        carried=carried,
    )
