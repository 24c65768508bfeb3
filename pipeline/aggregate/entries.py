"""What the office itself writes down: figures typed in, and figures overridden by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from pipeline.aggregate.ground import WHOLE, Ground
from pipeline.aggregate.totals import summed
from pipeline.model.figure import Figure, Missing, Nature, Override, Scope, Status
from pipeline.model.number import Number
from pipeline.model.period import Period, Span
from pipeline.scheme.definitions import Definition
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame
from pipeline.scheme.indicators import Indicator
from pipeline.scheme.scheme import Scheme

TYPED, OVERRIDE = "录入", "调整"
"""The roles of the office's tables."""
_SAID = ("单位", "指标", "状态", "理由", "调整人")
Key = tuple[Scope, str, Status]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of such a table: for whom, of which indicator and month, which value."""

    row: int
    period: Period
    scope: Scope
    indicator: str
    status: Status | None
    value: Number
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """Typed-in lines by (scope, indicator, month), overrides of the period by figure."""

    typed: Mapping[tuple[Scope, str, int], Line] = field(default_factory=dict)
    overrides: Mapping[Key, Line] = field(default_factory=dict)
    form: str = ""

    def adjusted(self, figure: Figure) -> Figure:
        """The figure as the office overrides it, with what stood there before."""
        line = self.overrides.get((figure.scope, figure.indicator, figure.status))
        if line is None or figure.adjusted is not None:
            return figure
        note = Override(figure.value, line.reason, line.by)
        return replace(figure, value=line.value, missing=None, adjusted=note)

    def entered(
        self, indicator: Indicator, status: Status, definition: Definition, ground: Ground
    ) -> Iterator[Figure]:
        """The typed figures of units, and of totals: typed too, else of units that all have one."""
        own = [
            self.adjusted(
                self._typed(indicator, status, definition, Scope("单位", one.code), ground)
            )
            for one in ground.stock.units
        ]
        yield from own
        for scope, members in ground.totals.items():
            typed = self._typed(indicator, status, definition, scope, ground)
            parts = [own[one] for one in members]
            spans = {one.span for one in parts}
            whole = len(spans) == 1 and all(one.missing is None for one in parts)
            if typed.missing is None or not whole or indicator.nature is not Nature.TO_DATE:
                yield typed
            else:
                yield summed(scope, parts, indicator.name, status, spans.pop())

    def series(self, figure: Figure) -> tuple[Number | None, ...]:
        """What was typed in month by month, up to the figure's own."""
        lines = (
            self.typed.get((figure.scope, figure.indicator, month))
            for month in range(1, figure.span.last)
        )
        return (*(None if one is None else one.value for one in lines), figure.value)

    def _typed(
        self,
        indicator: Indicator,
        status: Status,
        definition: Definition,
        scope: Scope,
        ground: Ground,
    ) -> Figure:
        period = ground.stock.period
        for month in range(period.month, max(period.month - definition.lag, 1) - 1, -1):
            line = self.typed.get((scope, indicator.name, month))
            if line is not None:
                level = indicator.nature is not Nature.TO_DATE
                span = Span(period.year, month if level else 1, month)
                rows = {self.form: [line.row]}
                return Figure(indicator.name, scope, span, status, line.value, rows=rows)
        return Figure(indicator.name, scope, period.to_date, status, None, Missing.NOT_ENTERED)


def entries_of(scheme: Scheme, ground: Ground) -> Entries:
    """Read both tables; of two rows for the same figure the later one counts."""
    period = ground.stock.period
    typed = {
        (one.scope, one.indicator, one.period.month): one
        for one in lines_of(scheme, ground, TYPED)
        if one.period.year == period.year and one.period <= period
    }
    overrides: dict[Key, Line] = {}
    for one in lines_of(scheme, ground, OVERRIDE):
        if one.period == period and one.indicator in scheme.indicators:
            status = one.status or scheme.indicators[one.indicator].headline
            overrides[one.scope, one.indicator, status] = one
    form = scheme.role(TYPED)
    return Entries(typed, overrides, form.name if form else "")


def frame_of_role(scheme: Scheme, ground: Ground, role: str) -> Frame | None:
    """The frame of the office's table that serves as `role`."""
    form = scheme.role(role)
    return ground.stock.frames.get(form.name) if form is not None else None


def lines_of(scheme: Scheme, ground: Ground, role: str) -> Iterator[Line]:
    """The rows of a table that say a month, for whom, an indicator and a value."""
    frame = frame_of_role(scheme, ground, role)
    for row in range(len(frame) if frame is not None else 0):
        assert frame is not None
        month, value = frame.column("期间"), number_at(frame.column("数值"), row)
        if not month.known[row] or value is None:
            continue
        said = {name: _text(frame, name, row) for name in _SAID}
        yield Line(
            row,
            Period.of(int(month.data[row])),
            scope_of(said["单位"], ground),
            said["指标"],
            Status(said["状态"]) if said["状态"] in set(Status) else None,
            Fraction(value),
            said["理由"],
            said["调整人"],
        )


def scope_of(name: str, ground: Ground) -> Scope:
    """Whom a cell means: the whole, a group before a front of that name, or a unit by its code."""
    if name == WHOLE.kind:
        return WHOLE
    for scope in reversed(list(ground.totals)):
        if scope.code == name and name:
            return scope
    return Scope("单位", name)


def _text(frame: Frame, name: str, row: int) -> str:
    if name not in frame.form.fields:
        return ""
    column = frame.column(name)
    return str(column.data[row]) if column.known[row] else ""
