"""Finds, for a figure, the rows and cells that it is made of, with the amount that each adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.aggregate.dimensions import REST, foreseen_of, values_of
from pipeline.aggregate.ground import WHOLE, Ground
from pipeline.aggregate.persons import rows_of
from pipeline.aggregate.source_rows import source_row
from pipeline.model.evidence import SourceRow
from pipeline.model.figure import Figure, Scope, Status
from pipeline.model.number import Number
from pipeline.model.period import Days, Span
from pipeline.scheme.definitions import Definition
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.formulas import named_in
from pipeline.scheme.frame import Frame, Vector, normal
from pipeline.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Behind:
    """The evidence of one period's figures (model.evidence.Evidence)."""

    scheme: Scheme
    ground: Ground
    figures: Mapping[tuple[Scope, str, Status], Figure]

    def rows(self, figure: Figure) -> Sequence[SourceRow]:
        """The rows that a figure counts; those of a ratio's numerator."""
        definition = self._definition(figure)
        if definition is None or definition.formula is not None:
            return ()
        if definition.entered:
            return [*self._typed(figure)] if figure.rows else self._all(figure, self.rows)
        if not self._of_unit(figure):
            return self._dimension(figure) or self._all(figure, self.rows)
        rows = figure.rows.get(definition.form, ())
        shares = figure.shares.get(definition.form, {})
        return self._told(figure, definition, rows, shares)

    def against(self, figure: Figure) -> Sequence[SourceRow]:
        """The rows of a ratio's denominator; none where the same rows are divided by."""
        definition = self._definition(figure)
        if definition is None or definition.whole is None:
            return ()
        if not self._of_unit(figure):
            return self._all(figure, self.against)
        rows = figure.against.get(definition.whole.form, ())
        return self._told(figure, definition.whole, rows, {})

    def parts(self, figure: Figure) -> Sequence[Figure]:
        """The figures that a total adds up, or that a formula is made of."""
        definition = self._definition(figure)
        if definition is not None and definition.formula is not None:
            names = named_in(definition.formula)
            found = [self.figures.get((figure.scope, one, figure.status)) for one in names]
            return [one for one in found if one is not None]
        members = self.ground.totals.get(figure.scope, ())
        codes = [self.ground.stock.units[one].code for one in members]
        keys = [(Scope("单位", code), figure.indicator, figure.status) for code in codes]
        return [self.figures[key] for key in keys if key in self.figures]

    def entries(self, role: str, figure: Figure) -> Sequence[SourceRow]:
        """The rows of the office's table of that role (目标, 同期) for a figure.

        A person's are those of that name in the unit; without one the person's own table is asked.
        """
        form = self.scheme.role(role)
        frame = self.ground.stock.frames.get(form.name) if form else None
        if form is None or frame is None or not {"单位", "指标", "年度"} <= set(form.fields):
            return ()
        year = self.ground.stock.period.year - (role == "同期")
        wanted: dict[str, object] = {
            "单位": figure.scope.unit or figure.scope.code or WHOLE.kind,
            "指标": figure.indicator,
            "年度": year,
        }
        if "月份" in form.fields:
            wanted["月份"] = figure.span.last
        name = normal(figure.scope.code.partition("·")[2]) if figure.scope.unit else ""
        wanted |= {one: said for one, said in (("姓名", name), ("阶段", "")) if one in form.fields}
        if name and "姓名" not in form.fields:
            return self._quotas(role, figure, name, year)
        found = _matching(frame, wanted)
        if not found and name:
            return self._quotas(role, figure, name, year)
        return [
            source_row(frame, row, figure.scope.code, _numbers(frame, row, wanted), None, None)
            for row in found
        ]

    def _quotas(self, role: str, figure: Figure, name: str, year: int) -> list[SourceRow]:
        """The row of the people's own table whose column is a task for the indicator."""
        form = self.scheme.role("人员") if role == "目标" else None
        frame = self.ground.stock.frames.get(form.name) if form else None
        if form is None or frame is None:
            return []
        fields = [one.name for one in form.fields.values() if one.indicator == figure.indicator]
        wanted = {"单位": figure.scope.unit, "姓名": name, "年度": year}
        if not fields or not set(wanted) <= set(form.fields):
            return []
        return [
            source_row(frame, row, figure.scope.code, fields, None, None)
            for row in _matching(frame, wanted)
            if frame.column(fields[0]).known[row]
        ]

    def _definition(self, figure: Figure) -> Definition | None:
        return self.scheme.indicators[figure.indicator].definitions.get(figure.status)

    def _of_unit(self, figure: Figure) -> bool:
        return figure.scope.kind == "单位"

    def _all(self, figure: Figure, ask: object) -> list[SourceRow]:
        return [row for part in self.parts(figure) for row in ask(part)]  # type: ignore[operator]

    def _typed(self, figure: Figure) -> Iterator[SourceRow]:
        for form, rows in figure.rows.items():
            for row in rows:
                frame = self.ground.stock.frames[form]
                amount = figure.adjusted.before if figure.adjusted else figure.value
                yield source_row(frame, int(row), figure.scope.code, ("数值",), amount, None)

    def _dimension(self, figure: Figure) -> list[SourceRow]:
        """The rows of one value of a dimension, of all units or of one."""
        if figure.scope.unit:
            return self._person(figure)
        kind, _, name = figure.scope.kind.rpartition("·")
        indicator = self.scheme.indicators[figure.indicator]
        found = next((one for one in indicator.dimensions if one.name == name), None)
        definition = self._definition(figure)
        if found is None or definition is None or not figure.span:
            return []
        unit, _, value = figure.scope.code.rpartition("·") if kind else ("", "", figure.scope.code)
        holder = Scope("单位", unit) if kind else WHOLE
        whole = self.figures[holder, figure.indicator, figure.status]
        known = foreseen_of(self.ground, definition, found)
        names = {name: number for number, name in enumerate(known)}
        moment = (self.ground.stock.period, figure.span)
        values = values_of(self.ground, definition, found, moment, names)  # type: ignore[arg-type]
        wanted = names.get(value, names[REST])
        made = []
        for part in [whole] if kind else self.parts(whole):
            rows = [row for row in part.rows.get(definition.form, ()) if values[row] == wanted]
            made += self._told(part, definition, rows, part.shares.get(definition.form, {}))
        return made

    def _person(self, figure: Figure) -> list[SourceRow]:
        definition = self._definition(figure)
        dimensions = self.scheme.indicators[figure.indicator].dimensions
        found = next((one for one in dimensions if one.persons), None)
        if definition is None or found is None or not figure.span:
            return []
        unit, _, name = figure.scope.code.partition("·")
        whole = self.figures[Scope("单位", unit), figure.indicator, figure.status]
        moment = (self.ground.stock.period, figure.span)
        rows = rows_of(self.ground, definition, found, moment, whole, name)
        return self._told(whole, definition, rows, whole.shares.get(definition.form, {}))

    def _told(
        self,
        figure: Figure,
        definition: Definition,
        rows: Sequence[int],
        shares: Mapping[int, Number],
    ) -> list[SourceRow]:
        frame = self.ground.frame(definition)
        moment = (self.ground.stock.period, figure.span)
        amounts = None
        if definition.amount is not None and len(rows):
            amounts = self.ground.value(definition.amount, definition, moment)  # type: ignore[arg-type]
        seen: set[tuple[str, ...]] = set()
        fields = _fields(definition, frame.form, figure.span)
        made = []
        for row in map(int, rows):
            share = shares.get(row)
            amount: Number | None = Fraction(1)
            if definition.distinct:
                amount = _first_of(frame, definition.distinct, row, seen)
            elif amounts is not None:
                amount = number_at(amounts, row)
            if amount is not None and share is not None:
                amount = amount * share
            made.append(source_row(frame, row, figure.scope.code, fields, amount, share))
        return made


def _fields(definition: Definition, form: Form, span: Span | Days) -> list[str]:
    """The columns of the form itself that an amount is read from, through its terms."""
    made: dict[str, None] = {}
    first = span.first - 1 if isinstance(span, Span) else 0
    waiting: list[Expression] = [definition.amount] if definition.amount is not None else []
    seen: set[str] = set()
    while waiting:
        for other, name in waiting.pop(0).names():
            if other or name in seen:
                continue
            seen.add(name)
            if name in definition.terms:
                waiting.append(definition.terms[name].expression)
            elif name in form.fields:
                columns = form.fields[name].columns
                made |= dict.fromkeys(columns[first : span.last] if columns[1:] else columns)
    return list(made or dict.fromkeys(definition.distinct))


def _first_of(frame: Frame, names: Sequence[str], row: int, seen: set[tuple[str, ...]]) -> Number:
    """1 for the first row of its values, 0 for one more of them or for an empty one."""
    columns = [frame.column(name) for name in names]
    if not all(one.known[row] for one in columns):
        return Fraction(0)
    value = tuple(normal(str(one.data[row])) for one in columns)
    if value in seen:
        return Fraction(0)
    seen.add(value)
    return Fraction(1)


def _matching(frame: Frame, wanted: Mapping[str, object]) -> list[int]:
    """The rows that hold what is wanted; "" wants an empty cell, and names go without spaces."""
    columns = {name: frame.column(name) for name in wanted}
    telling = next(name for name in ("指标", "单位") if name in wanted)
    return [
        row
        for row in np.flatnonzero(columns[telling].data == wanted[telling]).tolist()
        if all(_is(columns[name], row, one) for name, one in wanted.items())
    ]


def _is(vector: Vector, row: int, wanted: object) -> bool:
    if not vector.known[row]:
        return wanted == ""
    if vector.kind != "text":
        return number_at(vector, row) == wanted
    return normal(str(vector.data[row])) == normal(str(wanted))


def _numbers(frame: Frame, row: int, known: Mapping[str, object]) -> list[str]:
    """The numbers that a row of the office's table holds beside what tells it."""
    fields = [one.name for one in frame.form.fields.values() if one.kind is Kind.NUMBER]
    return [one for one in fields if one not in known and frame.column(one).known[row]]
