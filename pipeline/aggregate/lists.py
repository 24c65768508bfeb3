"""Lists of rows: what meets a declared condition, for the whole, each group and each unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from pipeline.aggregate.ground import WHOLE, Ground
from pipeline.model.figure import Scope
from pipeline.model.finding import Fault, Faulty
from pipeline.model.listing import Bundle, Entry, Listing
from pipeline.model.number import Number, plain
from pipeline.scheme.evaluate import evaluate, number_at, true_rows
from pipeline.scheme.expression import Expression, ExpressionError
from pipeline.scheme.form import Kind
from pipeline.scheme.frame import Frame, Setting, Vector
from pipeline.scheme.lists import ListPlan
from pipeline.scheme.memo import Memo
from pipeline.scheme.scheme import LISTED, Scheme

Cell = Number | date | str | None
NOBODY = -1
"""Whose a row of the office's own tables is that names no unit."""


def lists_of_rows(scheme: Scheme, ground: Ground) -> dict[tuple[Scope, str], Listing]:
    """Return every list of rows by scope and name; Faulty where an expression fails."""
    made: dict[tuple[Scope, str], Listing] = {}
    faults: list[Fault] = []
    for plan in scheme.lists.values():
        if plan.of_units:
            continue
        try:
            found = _Found(plan, ground, plan.form in scheme.base)
        except (ExpressionError, TypeError, ValueError) as error:
            what = str(error) if isinstance(error, ExpressionError) else "内容类型不合"
            problem = f"清单“{plan.name}”无法列出：{what}"
            faults.append(Fault(LISTED, f"第{plan.line}行", problem))
            continue
        for number, unit in enumerate(ground.stock.units):
            made[Scope("单位", unit.code), plan.name] = found.of_unit(number)
        for scope, members in ground.totals.items():
            if scope == WHOLE:
                made[scope, plan.name] = found.of_all()
            elif scope.kind == "组":
                made[scope, plan.name] = found.of(members)
    if faults:
        raise Faulty(faults)
    return made


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry on its way, with what it is ordered, put together and added up by."""

    owner: int
    entry: Entry
    by: Mapping[str, Cell] = field(default_factory=dict)
    group: str = ""
    sums: Mapping[str, Cell] = field(default_factory=dict)


class _Found:
    """All entries of one list, in order; of the office's own tables also those of no unit."""

    def __init__(self, plan: ListPlan, ground: Ground, own: bool) -> None:
        self.plan, self.ground, self.memo = plan, ground, Memo()
        self.owners = self._owners() if own else ground.owners(plan.form)
        self.least = NOBODY if own else 0
        self.frame: Frame = ground.stock.frames[plan.form]
        self.columns = self._columns()
        rows = [row for variant in plan.each or ({},) for row in self._rows(variant)]
        if plan.grouping is None:
            rows = _in_order(rows if own else sorted(rows, key=lambda row: row.owner), plan)
        self.rows = rows
        self.measures = self._measures()
        self.own: dict[int, list[_Row]] = {}
        for row in self.rows:
            self.own.setdefault(row.owner, []).append(row)

    def of_all(self) -> Listing:
        """The list of the whole."""
        return self._listing(self.rows)

    def of_unit(self, number: int) -> Listing:
        """The list of one unit."""
        return self._listing(self.own.get(number, ()))

    def of(self, members: Sequence[int]) -> Listing:
        """The list of some units."""
        chosen = set(members)
        return self._listing([row for row in self.rows if row.owner in chosen])

    def _listing(self, rows: Sequence[_Row]) -> Listing:
        if self.plan.grouping is None:
            kept = rows[: self.plan.limit or None]
            entries = [row.entry for row in kept]
            return Listing(self.plan.name, entries, len(rows), self.measures)
        return self._grouped(rows)

    def _grouped(self, rows: Sequence[_Row]) -> Listing:
        groups: dict[str, list[int]] = {}
        assert self.plan.grouping is not None
        for name in self.plan.grouping.names:
            groups[name] = []
        for number, row in enumerate(rows):
            groups.setdefault(row.group, []).append(number)
        bundles = [
            Bundle(name, many, _sums([rows[one] for one in many], self.plan))
            for name, many in groups.items()
        ]
        bundles = _bundles_in_order(bundles, self.plan)
        total = _sums(rows, self.plan)
        kept = bundles[: self.plan.limit or None]
        entries = [row.entry for row in rows]
        own = self.plan
        return Listing(own.name, entries, len(bundles), self.measures, kept, total, rates=own.rates)

    def _rows(self, variant: Mapping[str, Expression]) -> Iterator[_Row]:
        plan, frame, terms = self.plan, self.frame, self.plan.known(variant)
        self.memo = Memo()
        chosen = self.owners >= self.least
        if plan.condition is not None:
            chosen = chosen & true_rows(self._value(plan.condition, terms))
        names = {*self.columns, *(name for name, _ in plan.order if self._is_of_row(name))}
        vectors = {
            name: self._value(terms[name], terms) if name in terms else frame.column(name)
            for name in sorted(names)
        }
        sums = {name: self._value(one.expression, terms) for name, one in plan.sums.items()}
        groups = self._groups(terms)
        for row in np.flatnonzero(chosen).tolist():
            cells = {name: self._cell(name, one, row) for name, one in vectors.items()}
            yield _Row(
                int(self.owners[row]),
                self._entry(row, cells),
                cells,
                groups[row] if groups is not None else "",
                {name: _plain(one, row) for name, one in sums.items()},
            )

    def _entry(self, row: int, cells: Mapping[str, Cell]) -> Entry:
        return Entry(
            unit=self._unit(int(self.owners[row])),
            cells={name: cells[name] for name in self.columns},
            key=str(self.frame.key[row]),
            carried=self.frame.sources[self.frame.owner[row]].carried,
        )

    def _owners(self) -> np.ndarray:
        """Whose the rows of the office's own table are, by 属于; NOBODY for no unit's."""
        self.frame = self.ground.stock.frames[self.plan.form]
        if not self.plan.of:
            return np.full(len(self.frame), NOBODY)
        column, numbers = self.frame.column(self.plan.of), self.ground.numbers
        codes = [str(one).strip() for one in column.data]
        return np.array([numbers.get(one, NOBODY) for one in codes], dtype=np.int64)

    def _unit(self, number: int) -> str:
        return "" if number == NOBODY else str(self.ground.stock.units[number].code)

    def _value(self, expression: Expression, terms: Mapping[str, Expression]) -> Vector:
        stock = self.ground.stock
        setting = Setting(stock.period, stock.period.to_date, stock.frames, memo=self.memo)
        return evaluate(expression, self.frame, setting, terms)

    def _groups(self, terms: Mapping[str, Expression]) -> list[str] | None:
        grouping = self.plan.grouping
        if grouping is None or grouping.by is None:
            return None
        value = self._value(grouping.by, terms)
        if not grouping.bounds:
            return [_said(_plain(value, row)) or "未填" for row in range(len(value))]
        return [_band(number_at(value, row), grouping.bounds, grouping.names)
                for row in range(len(value))]  # fmt: skip

    def _cell(self, name: str, vector: Vector, row: int) -> Cell:
        declared = self.frame.form.fields.get(name)
        value = _plain(vector, row)
        if value is None or declared is None or name in self.plan.named:
            return value
        if declared.kind is Kind.MONTH and isinstance(value, date):
            return f"{value.year}年{value.month}月"
        if declared.kind is Kind.YEAR and isinstance(value, Fraction):
            return plain(value)
        return value

    def _is_of_row(self, name: str) -> bool:
        plan = self.plan
        return name in plan.computed or name in plan.named or name in self.frame.form.fields

    def _columns(self) -> list[str]:
        """The fields to be printed, one that repeats as its columns (各月.1 … 各月.12)."""
        made: list[str] = []
        for name in self.plan.fields:
            own = name in self.plan.named or name in self.plan.known({})
            declared = None if own else self.frame.form.fields.get(name)
            made += declared.columns if declared is not None else (name,)
        return made

    def _measures(self) -> dict[str, str]:
        form = self.frame.form
        made = {name: one.measure for name, one in self.plan.computed.items()}
        made |= {name: one.measure or form.measure for name, one in self.plan.sums.items()}
        for name in self.columns:
            declared = form.fields.get(name.partition(".")[0])
            if declared is not None and declared.kind is Kind.NUMBER and name not in made:
                made[name] = declared.measure or form.measure
        return made


def _plain(vector: Vector, row: int) -> Cell:
    if not vector.known[row]:
        return None
    if vector.kind == "number":
        return number_at(vector, row)
    if vector.kind == "date":
        return date.fromordinal(int(vector.data[row]))
    if vector.kind == "flag":
        return "是" if vector.data[row] else "否"
    return str(vector.data[row])


def _said(value: Cell) -> str:
    return plain(value) if isinstance(value, Fraction) else "" if value is None else str(value)


def _band(value: Number | None, bounds: Sequence[Fraction], names: Sequence[str]) -> str:
    """The band [bound, next bound) in which a value lies (F08)."""
    if value is None or value < bounds[0]:
        return "未列入"
    return [name for bound, name in zip(bounds, names, strict=True) if value >= bound][-1]


def _in_order(rows: Sequence[_Row], plan: ListPlan) -> list[_Row]:
    """As 排序 says, empty ones last; else as they stand."""
    made = list(rows)
    for name, falling in reversed(plan.order):
        known = [row for row in made if row.by.get(name) is not None]
        known.sort(key=lambda row: row.by[name], reverse=falling)  # type: ignore[arg-type,return-value]
        made = known + [row for row in made if row.by.get(name) is None]
    return made


def _sums(rows: Sequence[_Row], plan: ListPlan) -> dict[str, Number]:
    """What the rows come to; of a distinct one how many different values they say."""
    made = {}
    for name, one in plan.sums.items():
        known = [row.sums[name] for row in rows if row.sums[name] not in (None, "")]
        made[name] = Fraction(len(set(known))) if one.distinct else sum(known, Fraction(0))
    return made


def _bundles_in_order(bundles: Sequence[Bundle], plan: ListPlan) -> list[Bundle]:
    made = list(bundles)
    for name, falling in reversed(plan.order):
        made.sort(
            key=lambda one: len(one.members) if name == "个数" else one.sums.get(name, 0),
            reverse=falling,
        )
    return made
