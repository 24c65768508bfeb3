"""V45 of the tables that we publish: totals and typed figures against what stands around them.

A table says the same to its reader whoever wrote a cell: the program, a formula of the template, a
person. Traced figures are known exactly; whatever else is a number among them is held against them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.assess.digits import brief, same
from pipeline.assess.ratios import ratios
from pipeline.assess.table import TYPED, Means, Shown, Table, finding
from pipeline.model.figure import Scope
from pipeline.model.finding import Finding
from pipeline.model.month import WHOLE, Month
from pipeline.model.number import Number
from pipeline.scheme.scheme import Scheme

_KEPT = ("完成", "分解目标")
"""Of the whole these are held against the units' where a row calls itself their total: its own task
and last year's figure are set by others and need not be the sum (V47 judges what falls short)."""
_OF_GROUPS = ("完成",)
"""Of a group only these: its task may be more than its units' tasks (F30)."""
_COUNT = "个数"
"""Of a list, in a column that prints nothing else."""
_UNIT, _GROUP, _FRONT = "单位", "组", "战线"
_NEAR = 3
"""A number so many rows beyond a stretch of figures has nothing to do with it."""


def published(scheme: Scheme, month: Month, tables: Sequence[Table], means: Means) -> list[Finding]:
    """Return a finding for each number that the table around it does not bear out (V45, V64).

    Judged are numbers in rows that call themselves totals; numbers that nobody but the template's
    author wrote among figures of the program; and ratios against the numbers in their own row.
    """
    judge = _Judge(scheme, month, means)
    return [
        one
        for table in tables
        for one in (*judge.sums(table), *ratios(scheme, month, table, means))
    ]


@dataclass(slots=True)
class _Judge:
    scheme: Scheme
    month: Month
    means: Means

    def sums(self, table: Table) -> Iterator[Finding]:
        words = self.scheme.claims.published
        for column in table.columns:
            runs = list(table.runs(column))
            for row in table.rows(column):
                label, stated = table.label(row, column), table.number(row, column)
                assert stated is not None
                if words.is_total(label) or words.is_subtotal(label):
                    yield from self._total(table, row, column, runs, stated)
                elif (row, column) not in table.shown:
                    yield from self._typed(table, row, column, runs, stated)

    def _total(
        self,
        table: Table,
        row: int,
        column: int,
        runs: Sequence[Sequence[int]],
        stated: Number,
    ) -> Iterator[Finding]:
        """A number in a row that calls itself a total, against the rows that it totals."""
        own = table.shown.get((row, column))
        if own is not None and not self._adds_up(table, column, own):
            return
        sums = [
            total
            for run in _near(runs, row)
            if (parts := self._parts(table, column, row, run)) and parts[0].adds
            for total in _totals(parts, own)
        ]
        if sums and not _says(table, row, column, sums):
            words = {
                "名称": table.place(row, column),
                "合计": brief(sums[0]),
                "总数": brief(stated),
                "相差": brief(sums[0] - stated),
            }
            yield from finding(self.scheme, self.month, "V45", table, row, column, words)

    def _adds_up(self, table: Table, column: int, own: Shown) -> bool:
        """Whether a figure that calls itself a total is the sum of what stands around it."""
        what = own.key[1]
        if what == _COUNT:
            return table.kind(column)[0] == _COUNT
        return what in (_KEPT if own.scope == WHOLE else _OF_GROUPS)

    def _parts(self, table: Table, column: int, row: int, run: Sequence[int]) -> list[Shown]:
        """What a total adds up: the run's units, groups without any; else what there is most of."""
        group = self._group(table, row, column)
        since, end = (0, run[-1] + 2) if group else self._reach(table, column, row, run)
        traced = {at for at in run if since < at < end and at != row}
        inside = [table.shown[at, column] for at in sorted(traced)]
        known = {one.scope for one in inside}
        for at in range(run[0] - 1, run[-1] + 2):
            if since < at < end and at not in traced and at != row:
                inside += [one for one in self._filled(table, at, column) if one.scope not in known]
        kinds = Counter(one.scope.kind for one in inside if one.scope != WHOLE)
        kind = _UNIT if _UNIT in kinds else next((one for one, _ in kinds.most_common(1)), "")
        parts = [one for one in inside if one.scope.kind == kind]
        if group is not None:
            return [one for one in parts if self._within(one.scope, group)]
        return parts + [one for one in inside if self._alone(one.scope, parts)]

    def _alone(self, scope: Scope, parts: Sequence[Shown]) -> bool:
        """Whether a group stands for its units, of which none is among these."""
        units = any(one.scope.kind == _UNIT for one in parts)
        within = any(self._within(one.scope, scope) for one in parts)
        return units and scope.kind == _GROUP and not within

    def _group(self, table: Table, row: int, column: int) -> Scope | None:
        """The group or front of which a row is the total, by its label, else by its figures."""
        words, label = self.scheme.claims.published, table.label(row, column)
        name = words.before(label)
        if name in self.month.groups:
            return Scope(_GROUP, name)
        if name and name in {unit.front for unit in self.month.units}:
            return Scope(_FRONT, name)
        scope = table.scope(row) if words.is_subtotal(label) else None
        return scope if scope is not None and scope.kind in (_GROUP, _FRONT) else None

    def _reach(self, table: Table, column: int, row: int, run: Sequence[int]) -> tuple[int, int]:
        """Between which rows a total's parts stand: above it, or below where totals head them."""
        marks = self._marks(table, column, row, run)
        parts = [at for at in run if at not in marks]
        above = (one for one in (0, *marks) if any(one < at < row for at in parts))
        below = (one for one in (*marks, run[-1] + 2) if any(row < at < one for at in parts))
        since, end = max(above, default=row), min(below, default=row)
        heads = bool(parts) and marks[0] < parts[0]
        return (row, end) if end > row and (heads or since == row) else (since, row)

    def _marks(self, table: Table, column: int, row: int, run: Sequence[int]) -> list[int]:
        """The rows that call themselves totals as this one does, it among them, in order."""
        words = self.scheme.claims.published
        if words.is_subtotal(table.label(row, column)):
            rows = range(1, max(row, run[-1]) + 1)
            return [one for one in rows if words.is_subtotal(table.label(one, column))]
        return [one for one in table.rows(column) if words.is_total(table.label(one, column))]

    def _filled(self, table: Table, row: int, column: int) -> Iterator[Shown]:
        """What somebody typed into a unit's row counts as the unit's."""
        number = table.number(row, column)
        scope = table.scope(row) or self._named(table.label(row, column))
        if number is not None and scope is not None and scope.kind == _UNIT:
            yield Shown("", scope, ("", "", ""), number, number, TYPED)

    def _typed(
        self,
        table: Table,
        row: int,
        column: int,
        runs: Sequence[Sequence[int]],
        stated: Number,
    ) -> Iterator[Finding]:
        """A number of the template among figures: it is the one that belongs there, or a sum."""
        scope = table.scope(row) or self._named(table.label(row, column))
        if scope is None:
            return
        known = [
            one
            for run in _near(runs, row)
            for one in self._expected(table, column, row, run, scope)
        ]
        if known and not _says(table, row, column, known):
            words = {
                "文件": table.document,
                "位置": table.place(row, column),
                "句": brief(stated),
                "原因": f"{self._called(scope)}的这一格按数是{brief(known[0])}",
            }
            yield from finding(self.scheme, self.month, "V64", table, row, column, words)

    def _expected(
        self, table: Table, column: int, row: int, run: Sequence[int], scope: Scope
    ) -> Iterator[Number]:
        """The figure of that scope and of the column's kind, and the sum of its units' figures."""
        first = table.shown[run[0], column]
        value = self.means(self._code(table, column, row, first, scope)).value
        if value is not None:
            yield value / max(table.shown[at, column].scale for at in run)
        if len(table.kind(column)[1]) > 1:
            return
        parts = [table.shown[at, column] for at in run if at != row]
        parts = [one for one in parts if self._within(one.scope, scope)]
        if parts and first.adds:
            yield from _totals(parts, None)

    def _code(self, table: Table, column: int, row: int, first: Shown, scope: Scope) -> str:
        """Under which code the figure of that scope would print in this cell."""
        if len(table.kind(column)[1]) > 1:
            return f"{scope}/{table.indicator(row, column)}/{first.code.rpartition('/')[2]}"
        return first.code.replace(str(first.scope), str(scope), 1)

    def _within(self, one: Scope, scope: Scope) -> bool:
        if one.kind != _UNIT:
            return False
        if scope.kind == _GROUP:
            return one.code in {unit.code for unit in self.month.groups.get(scope.code, ())}
        if scope.kind == _FRONT:
            return one.code in {u.code for u in self.month.units if u.front == scope.code}
        return scope in (WHOLE, one)

    def _named(self, label: str) -> Scope | None:
        """Whose row it is by what stands before it."""
        text = label.strip()
        for unit in self.month.units:
            if text in (unit.short, unit.name):
                return Scope(_UNIT, unit.code)
        return Scope(_GROUP, text) if text in self.month.groups else None

    def _called(self, scope: Scope) -> str:
        names = {unit.code: unit.short for unit in self.month.units}
        return names.get(scope.code, scope.code) or scope.kind


def _near(runs: Sequence[Sequence[int]], row: int) -> list[Sequence[int]]:
    """The stretch in which a row stands, else those that end just above and begin just below."""
    others = [one for one in runs if list(one) != [row]]
    around = [one for one in others if one[0] <= row <= one[-1]]
    return around or [one for one in others if one[0] - _NEAR <= row <= one[-1] + _NEAR]


def _says(table: Table, row: int, column: int, known: Sequence[Number]) -> bool:
    """Whether a number as it stands can be one of the known ones (F42)."""
    span, stated = table.stands_for(row, column), table.number(row, column)
    assert stated is not None
    return any(one in span or same(one, stated) for one in known)


def _totals(parts: Sequence[Shown], own: Shown | None) -> tuple[Number, Number]:
    """The exact sum, and that of the numbers as they stand, words left out.

    In the measure of the total, where units show 万元 and their total 亿元.
    """
    scale = own.scale if own is not None else max(one.scale for one in parts)
    exact = sum(((one.value or Number(0)) * one.scale for one in parts), Number(0))
    written = sum(((one.number or Number(0)) * one.scale for one in parts), Number(0))
    return exact / scale, written / scale
