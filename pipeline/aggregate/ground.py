"""What there is to add up, with the rows' units as numbers and expressions evaluated but once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from pipeline.model.figure import Missing, Scope, Status
from pipeline.model.period import Period, Span
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.definitions import Definition
from pipeline.scheme.evaluate import evaluate, true_rows
from pipeline.scheme.expression import Expression
from pipeline.scheme.form import Kind
from pipeline.scheme.frame import Frame, Setting, Vector, normal
from pipeline.scheme.memo import Memo

WHOLE = Scope("全市", "")


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to add up: one frame per form, and how each unit comes to be in it.

    `people` are those of each unit (by its code) who have a task, by their names.
    """

    period: Period
    frames: Mapping[str, Frame]
    units: Sequence[Unit]
    states: Mapping[str, UnitState]
    carried: frozenset[str] = frozenset()
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ground:
    """A stock under one catalogue: units by number, totals by their members' numbers."""

    stock: Stock
    memo: Memo = field(default_factory=Memo)
    moved: dict = field(default_factory=dict, compare=False, repr=False)
    """What credits move, kept as long as what they say is the same (pipeline.aggregate.credits)."""
    _owners: dict[str, np.ndarray] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each unit, by its code."""
        return {unit.code: number for number, unit in enumerate(self.stock.units)}

    @cached_property
    def named(self) -> Mapping[str, int]:
        """The number of each unit, by its code and all its names as a cell may say them."""
        known = {}
        for number, unit in enumerate(self.stock.units):
            for name in (unit.code, unit.name, unit.short, *unit.aliases):
                known.setdefault(normal(name), number)
        return known

    @cached_property
    def totals(self) -> Mapping[Scope, Sequence[int]]:
        """The members of each 战线, each 组 and the whole, by their numbers."""
        made: dict[Scope, list[int]] = {}
        for kind, many in (
            ("战线", fronts_of(self.stock.units)),
            ("组", groups_of(self.stock.units)),
        ):
            for name, units in many.items():
                made[Scope(kind, name)] = [self.numbers[unit.code] for unit in units]
        return made | {WHOLE: range(len(self.stock.units))}

    def frame(self, definition: Definition) -> Frame:
        return self.stock.frames[definition.form]

    def owners(self, form: str) -> np.ndarray:
        """The number of each row's unit, −1 for a unit that does not report."""
        if form not in self._owners:
            codes, names = pd.factorize(self.stock.frames[form].unit)
            numbers = [self.numbers.get(str(name), -1) for name in names]
            self._owners[form] = np.array([*numbers, -1], dtype=np.int64)[codes]
        return self._owners[form]

    def value(
        self, expression: Expression, definition: Definition, moment: tuple[Period, Span]
    ) -> Vector:
        """One value per row of the definition's form."""
        setting = Setting(*moment, self.stock.frames, memo=self.memo)
        return evaluate(expression, self.frame(definition), setting, definition.expressions)

    def rows(self, definition: Definition, moment: tuple[Period, Span]) -> np.ndarray:
        """Which rows the definition counts, as flags; only rows of units that report."""
        rows = self.owners(definition.form) >= 0
        if definition.condition is not None:
            rows = rows & true_rows(self.value(definition.condition, definition, moment))
        return rows

    def missing(self, status: Status, span: Span, *, submitted: bool) -> list[Missing | None]:
        """Why a figure has no value, unit by unit."""
        if status is Status.CONFIRMED and not span:
            return [Missing.NOT_CONFIRMED] * len(self.stock.units)
        if not submitted:
            return [None] * len(self.stock.units)
        return [_missing(unit, status, self.stock) for unit in self.stock.units]

    def confirmed_until(self, definition: Definition | None) -> int:
        """The last month of the year that the level above has judged; 0 for none.

        Read from the whole table of results, not from one indicator's rows: a month in which no
        row of an indicator was judged has been judged all the same.
        """
        if definition is None or not definition.form:
            return 0
        frame = self.frame(definition)
        months = [one.name for one in frame.form.fields.values() if one.kind is Kind.MONTH]
        if not months or not len(frame):
            return 0
        column = frame.column(months[0])
        span = self.stock.period.to_date
        first, last = span.start.toordinal(), span.end.toordinal()
        days = column.data[column.known & (column.data >= first) & (column.data <= last)]
        return pd.Timestamp.fromordinal(int(days.max())).month if len(days) else 0


def groups_of(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """The reporting groups in the order of their first units."""
    return _gathered((unit.group, unit) for unit in units)


def fronts_of(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """The fronts (战线) in the order of their first units."""
    return _gathered((unit.front, unit) for unit in units)


def _gathered(pairs: Iterable[tuple[str, Unit]]) -> dict[str, list[Unit]]:
    made: dict[str, list[Unit]] = {}
    for name, unit in pairs:
        if name:
            made.setdefault(name, []).append(unit)
    return made


def _missing(unit: Unit, status: Status, stock: Stock) -> Missing | None:
    """Why a figure made of submissions has no value for this unit."""
    state = stock.states.get(unit.code, UnitState.ABSENT)
    if state is UnitState.ACCEPTED:
        return None
    if unit.code in stock.carried and status is not Status.PENDING:
        return None
    return Missing.RETURNED if state is UnitState.RETURNED else Missing.NOT_REPORTED
