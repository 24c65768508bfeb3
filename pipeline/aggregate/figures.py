"""Computes every figure of the catalogue: per unit, and upward as exact sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from pipeline.aggregate.credits import moves
from pipeline.aggregate.dimensions import told_apart
from pipeline.aggregate.entries import Entries, entries_of
from pipeline.aggregate.formulas import calculated
from pipeline.aggregate.ground import WHOLE, Ground, Stock, groups_of
from pipeline.aggregate.persons import People
from pipeline.aggregate.tally import Tally, laid_out, tally
from pipeline.aggregate.totals import falling, ratio, summed
from pipeline.model.figure import Figure, Missing, Scope, Status
from pipeline.model.finding import Fault, Faulty
from pipeline.model.number import Number
from pipeline.model.period import Days, Period, Span
from pipeline.scheme.definitions import Definition
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.expression import ExpressionError
from pipeline.scheme.formulas import in_order
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.scheme import Scheme

__all__ = ["WHOLE", "Figures", "Ground", "Stock", "figures", "groups_of"]

Figures = Mapping[tuple[Scope, str, Status], Figure]


def figures(
    scheme: Scheme, stock: Stock, ground: Ground | None = None, span: Span | Days | None = None
) -> Figures:
    """Return every figure by scope, indicator and status; Faulty where a definition fails.

    Scopes are the units, their 战线 and 组, the whole, the values of each dimension, and people.
    With a `span` of its own (a week, a campaign) reported figures are those of its days, and
    nothing is confirmed, pending or typed in.
    """
    maker = _Maker(scheme, ground or Ground(stock), span)
    made: dict[str, list[Figure]] = {}
    faults: list[Fault] = []
    for name in in_order(scheme.indicators):
        indicator = scheme.indicators[name]
        made[name] = []
        for status, definition in indicator.definitions.items():
            try:
                made[name] += maker.figures(indicator, status, definition)
            except (ExpressionError, TypeError, ValueError) as error:
                what = str(error) if isinstance(error, ExpressionError) else "内容类型不合"
                problem = f"指标“{name}”无法计算：{what}"
                faults.append(Fault("figures.yaml", f"第{definition.line}行", problem))
    if faults:
        raise Faulty(faults)
    for figure in maker.people.figures():
        made[figure.indicator].append(figure)
    return {
        (figure.scope, name, figure.status): figure
        for name in scheme.indicators
        for figure in made[name]
    }


class _Maker:
    def __init__(self, scheme: Scheme, ground: Ground, span: Span | Days | None) -> None:
        self.scheme, self.ground, self.only = scheme, ground, span
        self.entries = Entries() if span else entries_of(scheme, ground)
        self.people = People(ground)
        self.made: dict[tuple[Scope, str, Status], Figure] = {}

    def figures(self, indicator: Indicator, status: Status, definition: Definition) -> list[Figure]:
        """All figures of one indicator and status, overrides in place."""
        made = [
            one if one.adjusted else self.entries.adjusted(one)
            for one in self._figures(indicator, status, definition)
        ]
        self.made |= {(one.scope, indicator.name, status): one for one in made}
        return made

    def _figures(
        self, indicator: Indicator, status: Status, definition: Definition
    ) -> Iterator[Figure]:
        stock = self.ground.stock
        outside = self.only is not None and (status is not Status.REPORTED or definition.entered)
        if outside or not indicator.holds_in(stock.period):
            yield from self._nothing(indicator, status)
        elif definition.formula is not None:
            yield from calculated(indicator, status, definition, self.made, self.ground)
        elif definition.entered:
            yield from self.entries.entered(indicator, status, definition, self.ground)
        else:
            yield from self._counted(indicator, status, definition)

    def _nothing(self, indicator: Indicator, status: Status) -> Iterator[Figure]:
        """Figures of an indicator that does not hold now."""
        span = self.only or self.ground.stock.period.to_date
        units = [Scope("单位", unit.code) for unit in self.ground.stock.units]
        for scope in (*units, *self.ground.totals):
            yield Figure(indicator.name, scope, span, status, None, Missing.NOT_APPLICABLE)

    def _counted(
        self, indicator: Indicator, status: Status, definition: Definition
    ) -> Iterator[Figure]:
        ground, stock = self.ground, self.ground.stock
        judged = ground.confirmed_until(indicator.definitions.get(Status.CONFIRMED))
        span = self.only or span_of(status, stock.period, judged)
        moment = (stock.period, span)
        submitted = not self.scheme.form(definition.form).base
        missing = ground.missing(status, span, submitted=submitted)
        heard = np.array([one is None for one in missing], dtype=bool)
        counted = tally(ground, definition, moment, heard)
        own = [
            self.entries.adjusted(figure)
            for figure in _of_units(
                ground, indicator, definition, status, moment, missing, counted, submitted
            )
        ]
        yield from own
        totals = {}
        for scope, members in ground.totals.items():
            parts = [own[one] for one in members]
            union = None
            if definition.distinct:
                union = counted.of([one for one in members if heard[one]])[0]
            totals[scope] = summed(scope, parts, indicator.name, status, span, union)
            yield totals[scope]
        for dimension in indicator.dimensions:
            if dimension.persons:
                self.people.learn(definition, dimension, moment, heard, own)
                continue
            yield from told_apart(ground, definition, dimension, moment, heard, totals[WHOLE], own)


def span_of(status: Status, period: Period, confirmed: int) -> Span:
    """The months that a figure of this status speaks of."""
    if status is Status.CONFIRMED:
        return Span(period.year, 1, confirmed)
    if status is Status.PENDING:
        return Span(period.year, confirmed + 1, period.month)
    return period.to_date


def _of_units(
    ground: Ground,
    indicator: Indicator,
    definition: Definition,
    status: Status,
    moment: tuple[Period, Span | Days],
    missing: Sequence[Missing | None],
    counted: Tally,
    submitted: bool,
) -> Iterator[Figure]:
    rows = _rows(ground, definition, moment, missing)
    sizes = _sizes(ground, indicator, definition, moment, rows[0])
    for number, unit in enumerate(ground.stock.units):
        kept = submitted and unit.code in ground.stock.carried and not missing[number]
        figure = Figure(
            indicator=indicator.name,
            scope=Scope("单位", unit.code),
            span=moment[1],
            status=status,
            value=None,
            missing=missing[number],
            carried=(unit.code,) if kept else (),
            **_evidence(definition, number, *rows),
        )
        if missing[number] is None:
            part, whole = counted.of([number])
            figure = replace(figure, value=part, sizes=sizes.get(number, ()))
            figure = figure if whole is None else ratio(figure, part, whole)
        yield figure


def _evidence(
    definition: Definition,
    number: int,
    own: Mapping[int, np.ndarray],
    shares: Mapping[int, Mapping[int, Number]],
    against: Mapping[int, np.ndarray],
) -> dict:
    """The rows behind a unit's figure."""
    nothing = np.zeros(0, dtype=np.int64)
    made: dict = {"rows": {definition.form: own.get(number, nothing)}}
    if number in shares:
        made["shares"] = {definition.form: shares[number]}
    if definition.whole is not None:
        made["against"] = {definition.whole.form: against.get(number, nothing)}
    return made


Rows = tuple[Mapping[int, np.ndarray], Mapping[int, Mapping[int, Number]], Mapping[int, np.ndarray]]


def _rows(
    ground: Ground,
    definition: Definition,
    moment: tuple[Period, Span | Days],
    missing: Sequence[Missing | None],
) -> Rows:
    """The rows of each unit, what it is credited of them, and the rows of its denominator."""
    if not moment[1]:
        return {}, {}, {}
    heard = np.array([one is None for one in missing], dtype=bool)
    chosen = ground.rows(definition, moment)
    counting = definition.amount is None
    credited = moves(ground, definition, moment, chosen, heard, counting=counting)
    own, shares = laid_out(ground.owners(definition.form), chosen, credited)
    against: Mapping[int, np.ndarray] = {}
    if definition.whole is not None:
        others = ground.rows(definition.whole, moment)
        against = laid_out(ground.owners(definition.whole.form), others, ())[0]
    return own, shares, against


def _sizes(
    ground: Ground,
    indicator: Indicator,
    definition: Definition,
    moment: tuple[Period, Span | Days],
    rows: Mapping[int, np.ndarray],
) -> dict[int, tuple[Number, ...]]:
    """The sizes of what each unit counts, largest first, where the indicator has a size."""
    if indicator.sizes is None:
        return {}
    sizes = ground.value(indicator.sizes, definition, moment)
    return {
        unit: falling(number_at(sizes, int(row)) or Fraction(0) for row in own)
        for unit, own in rows.items()
    }
