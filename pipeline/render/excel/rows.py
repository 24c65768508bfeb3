"""Where every row of a template went: heard while the template writes, asked by references."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from typing import NamedTuple

from pipeline.office.formula import MAX_ROW
from pipeline.render.excel.blocks import Block, Blocks
from pipeline.render.language import Unprintable

ROOT = (0,)
"""The scope of everything outside loops."""


class OutRow(NamedTuple):
    """A row of the output: its number, its template row, and the items of the loops around it."""

    number: int
    template: int
    scopes: tuple[int, ...]
    blank: bool = False


@dataclass(slots=True)
class _Frame:
    block: Block
    scopes: tuple[int, ...]
    count: int


@dataclass(slots=True)
class Rows:
    """The output rows of one sheet, in order, and the way back from template rows to them.

    A loop that wrote no row leaves one blank row, to which all rows of its block then lead: so no
    reference is ever lost, and a sum over it is 0. The rows of a condition that does not hold
    are gone. A scope is one item of a loop (0 is the sheet itself); it knows its parent and its
    first and last row. All is kept in columns of integers, since a sheet may have a million rows.
    """

    blocks: Blocks = field(default_factory=Blocks)
    items: dict[int, list[int]] = field(default_factory=dict)
    number: int = 0
    blanks: dict[int, int] = field(default_factory=dict)
    _numbers: array = field(default_factory=lambda: array("i"))
    _templates: array = field(default_factory=lambda: array("i"))
    _inner: array = field(default_factory=lambda: array("i"))
    _parents: array = field(default_factory=lambda: array("i", (-1,)))
    _first: array = field(default_factory=lambda: array("i", (1,)))
    _last: array = field(default_factory=lambda: array("i", (MAX_ROW,)))
    _written: dict[int, array] = field(default_factory=dict)
    _tops: list[tuple[Block, int]] = field(default_factory=list)
    _frames: list[_Frame] = field(default_factory=list)
    _scopes: tuple[int, ...] = ROOT
    _delta: int = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, position: int) -> OutRow:
        """The row written at a position from 0."""
        number = self._numbers[position]
        scopes = self._chain(self._inner[position])
        return OutRow(number, self._templates[position], scopes, number in self.blanks)

    def place(self, position: int) -> tuple[int, int]:
        """The number and the template row of the row written at a position from 0."""
        return self._numbers[position], self._templates[position]

    def at(self, number: int) -> OutRow | None:
        """The row of a number; None where none was written."""
        position = bisect_left(self._numbers, number)
        found = position < len(self) and self._numbers[position] == number
        return self[position] if found else None

    def of(self, template: int) -> Iterator[OutRow]:
        """The rows that came of a template row, in their order."""
        found = (self.at(number) for number in self._numbers_of(template))
        return (row for row in found if row is not None and row.template == template)

    def within(self, template: int, first: int, last: int) -> Iterable[int]:
        """The numbers between first and last of the rows that came of a template row."""
        found = self._numbers_of(template)
        return found[bisect_left(found, first) : bisect_right(found, last)]

    def begin(self, code: int) -> None:
        """A block begins."""
        block = self.blocks.all[code]
        if not self._frames:
            self.number = block.first + self._delta - 1
        self._frames.append(_Frame(block, self._scopes, len(self)))

    def item(self) -> None:
        """The loop that began last comes to its next item."""
        frame = self._frames[-1]
        self._scopes = (*frame.scopes, self._scope(frame.block, frame.scopes[-1]))

    def row(self, template: int) -> None:
        """A row is written; Unprintable beyond the last row that a sheet has."""
        self.number = self.number + 1 if self._frames else template + self._delta
        if self.number > MAX_ROW:
            raise Unprintable(f"展开后的行数超过一张工作表的上限{MAX_ROW}行，请分成几张表")
        self._add(template, self._scopes)
        if self._frames:
            self._lead(template)

    def end(self) -> bool:
        """The block that began last ends; True if it has to leave a blank row."""
        frame = self._frames.pop()
        block, self._scopes = frame.block, frame.scopes
        empty = block.word == "for" and len(self) == frame.count
        if empty:
            self._blank(block)
        if not self._frames:
            self._tops.append((block, self.number))
            self._delta = self.number - block.last
        return empty

    def count(self, code: int, items: int) -> None:
        """Refuse, before anything is written, a loop that cannot fit on the sheet."""
        block = self.blocks.all[code]
        certain = block.last - block.first + 1
        if self.blocks.halting(block):
            return
        if items * certain > MAX_ROW:
            raise Unprintable(
                f"共{items}项，每项{certain}行，超过一张工作表的上限{MAX_ROW}行，请分成几张表"
            )

    def span(self, template: int, scope: int) -> list[int] | None:
        """First and last output row of a template row within an item; None where it is gone."""
        if not self.blocks.inside(template):
            row = self.outside(template)
            return [row, row]
        rows = self._written.get(template, ())
        low = bisect_left(rows, self._first[scope])
        high = bisect_right(rows, self._last[scope])
        return [rows[low], rows[high - 1]] if low < high else None

    def outside(self, template: int) -> int:
        """The output row of a row outside all blocks."""
        shift = 0
        for block, last in self._tops:
            if block.last < template:
                shift = last - block.last
        return min(template + shift, MAX_ROW)

    def area(self, first: int, last: int, scopes: tuple[int, int]) -> tuple[int, int] | None:
        """From the earliest to the latest output row of first..last, each end within its scope.

        The last template row need not have come last: in the last item it may be missing.
        """
        inside = (
            range(max(first, block.first), min(last, block.last) + 1)
            for block in self.blocks.tops
            if block.first <= last and first <= block.last
        )
        template = sorted({first, last}.union(*inside))
        lows = [span[0] for one in template if (span := self.span(one, scopes[0]))]
        highs = [span[1] for one in template if (span := self.span(one, scopes[1]))]
        low, high = min(lows, default=0), max(highs, default=0)
        return (low, high) if 0 < low <= high else None

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """All output rows of the template rows first..last, as unbroken stretches."""
        found: list[tuple[int, int]] = []
        position = first
        for block in self.blocks.tops:
            if block.last < first or block.first > last:
                continue
            if position < block.first:
                found.append((self.outside(position), self.outside(block.first - 1)))
            wanted = range(max(first, block.first), min(last, block.last) + 1)
            found += _stretches(merge(*(self._written.get(one, ()) for one in wanted)))
            position = block.last + 1
        if position <= last:
            found.append((self.outside(position), self.outside(last)))
        return _joined(found)

    def _numbers_of(self, template: int) -> array:
        if self.blocks.inside(template):
            return self._written.get(template, array("i"))
        row = self.at(self.outside(template))
        return array("i", (row.number,) if row and row.template == template else ())

    def _chain(self, scope: int) -> tuple[int, ...]:
        found = [scope]
        while found[-1]:
            found.append(self._parents[found[-1]])
        return tuple(reversed(found))

    def _scope(self, block: Block, parent: int) -> int:
        scope = len(self._parents)
        self._parents.append(parent)
        self._first.append(MAX_ROW + 1)
        self._last.append(0)
        self.items.setdefault(block.code, []).append(scope)
        return scope

    def _add(self, template: int, scopes: tuple[int, ...]) -> None:
        self._numbers.append(self.number)
        self._templates.append(template)
        self._inner.append(scopes[-1])
        for scope in scopes[1:]:
            self._last[scope] = self.number
            if self._first[scope] > self.number:
                self._first[scope] = self.number

    def _lead(self, template: int) -> None:
        found = self._written.get(template)
        if found is None:
            found = self._written[template] = array("i")
        found.append(self.number)

    def _blank(self, block: Block) -> None:
        kept = max(
            range(block.first, block.last + 1),
            key=lambda row: (len(self.blocks.chain(row)), -row),
        )
        scopes = self._scopes
        for code in self.blocks.chain(kept)[len(scopes) - 1 :]:
            scopes = (*scopes, self._scope(self.blocks.all[code], scopes[-1]))
        self.number += 1
        self.blanks[self.number] = kept
        self._add(kept, scopes)
        for template in range(block.first, block.last + 1):
            self._lead(template)


def _stretches(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The unbroken stretches of rows given in ascending order, some perhaps twice."""
    first = last = 0
    for row in rows:
        if not first:
            first = row
        elif row > last + 1:
            yield first, last
            first = row
        last = row
    if first:
        yield first, last


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
