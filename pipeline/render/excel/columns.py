"""Blocks of columns, and where each column of the template goes when they are repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.office.formula import MAX_COLUMN, Operand, Reference
from pipeline.render.excel.blocks import Trouble
from pipeline.render.excel.cells import Piece
from pipeline.render.excel.syntax import GROWING


class Misfit(Exception):
    """A reference that cannot follow the columns; the text is Chinese: problem，remedy after ；."""


@dataclass(frozen=True, slots=True)
class ColumnBlock:
    """Columns first..last under one {%tc for %} or {%tc if %}; `opener` is written without tc."""

    code: int
    opener: Piece
    place: str
    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class ColumnMark:
    """A column tag in its cell."""

    row: int
    column: int
    piece: Piece
    place: str


class Copy(NamedTuple):
    """One output column: the template's, and which item of its block it shows (0 outside)."""

    template: int
    item: int


def pair(marks: Iterable[ColumnMark]) -> tuple[list[ColumnBlock], list[Trouble]]:
    """Pair the column tags of a sheet, given in reading order; both ends stand in one row."""
    found: list[ColumnBlock] = []
    faults: list[Trouble] = []
    waiting: ColumnMark | None = None
    for mark in marks:
        where = f"{mark.place} {mark.piece.text}"
        if not mark.piece.word.startswith("end"):
            if waiting is not None:
                faults.append(
                    (where, "列循环里又开始了一段列循环", "列循环不能套，请把里层的各列写全")
                )
                continue
            waiting = mark
        elif waiting is None or f"end{waiting.piece.word}" != mark.piece.word:
            faults.append((where, "没有对应的列循环开头", "请在同一行前面的格里写{%tc for … %}"))
        elif waiting.row != mark.row:
            remedy = "开头和结尾请写在同一行的格里，例如都写在表头"
            faults.append((where, f"与{waiting.place}的开头不在同一行", remedy))
            waiting = None
        else:
            code = len(found)
            block = ColumnBlock(code, waiting.piece, waiting.place, waiting.column, mark.column)
            if any(one.first <= block.last and block.first <= one.last for one in found):
                faults.append((where, "两段列循环有共同的列", "请合成一段"))
            found.append(block)
            waiting = None
    if waiting is not None:
        where = f"{waiting.place} {waiting.piece.text}"
        faults.append(
            (where, "列循环没有结尾", f"请在同一行后面写{{%tc end{waiting.piece.word} %}}")
        )
    return sorted(found, key=lambda one: one.first), faults


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where the columns of one sheet go; `counts` has the copies of each block, by its code.

    A loop without items keeps one blank copy of its columns (`blank`), so that no reference is
    lost; the columns of a condition that fails are gone.
    """

    blocks: Sequence[ColumnBlock] = ()
    counts: Mapping[int, int] = field(default_factory=dict)
    blank: frozenset[int] = frozenset()

    def block(self, column: int) -> ColumnBlock | None:
        return next((one for one in self.blocks if one.first <= column <= one.last), None)

    def at(self, column: int, item: int = 0) -> int:
        """The output column of a template column, in one item of its block."""
        shift = 0
        for one in self.blocks:
            if one.last < column:
                shift += (self.counts[one.code] - 1) * one.width
            elif one.first <= column:
                shift += item * one.width
        return min(column + shift, MAX_COLUMN)

    def copies(self, column: int) -> list[int]:
        """All output columns of a template column."""
        block = self.block(column)
        count = self.counts[block.code] if block else 1
        return [self.at(column, item) for item in range(count)]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """From the first to the last output column of first..last; None if all are gone."""
        low = next((found[0] for c in range(first, last + 1) if (found := self.copies(c))), 0)
        high = next((found[-1] for c in range(last, first - 1, -1) if (found := self.copies(c))), 0)
        return (low, high) if 0 < low <= high else None

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """All output columns of first..last, as unbroken stretches."""
        found: list[tuple[int, int]] = []
        inner = [one for one in self.blocks if one.first <= last and first <= one.last]
        edges = [first]
        for one in inner:
            edges += [max(one.first, first), min(one.last, last) + 1]
        edges.append(last + 1)
        for number, (start, end) in enumerate(pairwise(edges)):
            if start >= end:
                continue
            items = self.counts[inner[number // 2].code] if number % 2 else 1
            found += [(self.at(start, item), self.at(end - 1, item)) for item in range(items)]
        return _joined(found)

    def moved(self, operand: Operand, own: tuple[int, int] | None) -> str:
        """Write an operand with its columns where they went; Misfit where that would tell lies.

        `own` is the template column and item of the formula's cell if it stands on this sheet.
        """
        found = operand.reference
        if not found.first_column or not self.blocks:
            return str(found)
        around = self.block(own[0]) if own else None
        ends = [self.block(one) for one in (found.first_column, found.last_column)]
        inside = [around is not None and one == around for one in ends]
        if not found.single and own and found.first_column <= own[0] <= found.last_column:
            fixed = (found.fixed[0], found.fixed[2])
            inside = [one and not dollar for one, dollar in zip(inside, fixed, strict=True)]
        if all(inside) or ends == [None, None]:
            item = own[1] if own and any(inside) else 0
            return str(_at(found, *(self.at(c, item) for c in _columns(found))))
        if whole := self._torn(found, ends, inside):
            return self._listed(operand, whole)
        span = self.span(*_columns(found))
        lone = operand.direct and operand.function in GROWING
        if span is None:
            if operand.direct and operand.function == "SUM":
                return "0"
            raise Misfit(f"引用的{found}所在的列因条件不成立没有印出；请修改公式的引用")
        if found.single and own is not None and not lone and span[0] != span[1]:
            remedy = f"要合计请写SUM({found}:{found})"
            raise Misfit(f"引用的{found}在列循环里，展开后有多列，不知取哪一列；{remedy}")
        first = self.at(found.first_column, own[1]) if own and inside[0] else span[0]
        last = self.at(found.last_column, own[1]) if own and inside[1] else span[1]
        return str(_at(found, first, last))

    def _torn(
        self, found: Reference, ends: Sequence[ColumnBlock | None], inside: Sequence[bool]
    ) -> bool:
        """Tell whether an end lies amid a block of several columns, so that a range is torn."""
        first, last = ends
        amid_first = first and not inside[0] and found.first_column > first.first
        amid_last = last and not inside[1] and found.last_column < last.last
        return bool(amid_first or amid_last)

    def _listed(self, operand: Operand, whole: bool) -> str:
        found = operand.reference
        if not (operand.direct and operand.function in GROWING and whole):
            raise Misfit(
                f"范围{found}只含列循环的一部分列，展开后会把别的列也带进去；请引用整段，或用SUM等逐列相加"
            )
        runs = self.runs(*_columns(found))
        return ",".join(str(_at(found, *run)) for run in runs) or "0"


def _columns(found: Reference) -> tuple[int, int]:
    return found.first_column, found.last_column


def _at(found: Reference, first: int, last: int) -> Reference:
    single = found.single and first == last
    return replace(found, first_column=first, last_column=last, single=single)


def _joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
