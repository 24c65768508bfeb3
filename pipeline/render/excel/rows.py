"""Where every row of a template went: heard while the template writes, asked by references."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    are gone. A scope is one item of a loop (0 is the sheet itself).
    """

    blocks: Blocks = field(default_factory=Blocks)
    out: list[OutRow] = field(default_factory=list)
    items: dict[int, list[int]] = field(default_factory=dict)
    number: int = 0
    _spans: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    _written: dict[int, list[int]] = field(default_factory=dict)
    _tops: list[tuple[Block, int]] = field(default_factory=list)
    _frames: list[_Frame] = field(default_factory=list)
    _scopes: tuple[int, ...] = ROOT
    _serial: int = 0
    _delta: int = 0

    def begin(self, code: int) -> None:
        """A block begins."""
        block = self.blocks.all[code]
        if not self._frames:
            self.number = block.first + self._delta - 1
        self._frames.append(_Frame(block, self._scopes, len(self.out)))

    def item(self) -> None:
        """The loop that began last comes to its next item."""
        frame = self._frames[-1]
        self._scopes = (*frame.scopes, self._scope(frame.block))

    def row(self, template: int) -> None:
        """A row is written; Unprintable beyond the last row that a sheet has."""
        self.number = self.number + 1 if self._frames else template + self._delta
        if self.number > MAX_ROW:
            raise Unprintable(f"展开后的行数超过一张工作表的上限{MAX_ROW}行，请分成几张表")
        self.out.append(OutRow(self.number, template, self._scopes))
        if self._frames:
            self._lead(template, self._scopes)

    def end(self) -> bool:
        """The block that began last ends; True if it has to leave a blank row."""
        frame = self._frames.pop()
        block, self._scopes = frame.block, frame.scopes
        empty = block.word == "for" and len(self.out) == frame.count
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
        if any(one.word == "if" and block.covers(one.first, one.last) for one in self.blocks.all):
            return
        if items * certain > MAX_ROW:
            raise Unprintable(
                f"共{items}项，每项{certain}行，超过一张工作表的上限{MAX_ROW}行，请分成几张表"
            )

    def span(self, template: int, scope: int) -> list[int] | None:
        """First and last output row of a template row within an item; None where it is gone."""
        if self.blocks.inside(template):
            return self._spans.get((template, scope))
        row = self.outside(template)
        return [row, row]

    def outside(self, template: int) -> int:
        """The output row of a row outside all blocks."""
        shift = 0
        for block, last in self._tops:
            if block.last < template:
                shift = last - block.last
        return min(template + shift, MAX_ROW)

    def area(self, first: int, last: int, scopes: tuple[int, int]) -> tuple[int, int] | None:
        """The rows from the first of `first` to the last of `last`, each within its scope."""
        low = next((s[0] for t in range(first, last + 1) if (s := self.span(t, scopes[0]))), 0)
        high = next((s[1] for t in range(last, first - 1, -1) if (s := self.span(t, scopes[1]))), 0)
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
            rows = {row for template in wanted for row in self._written.get(template, ())}
            found += [(row, row) for row in sorted(rows)]
            position = block.last + 1
        if position <= last:
            found.append((self.outside(position), self.outside(last)))
        return _joined(found)

    def _scope(self, block: Block) -> int:
        self._serial += 1
        self.items.setdefault(block.code, []).append(self._serial)
        return self._serial

    def _lead(self, template: int, scopes: tuple[int, ...]) -> None:
        self._written.setdefault(template, []).append(self.number)
        for scope in scopes:
            span = self._spans.get((template, scope))
            if span is None:
                self._spans[template, scope] = [self.number, self.number]
            else:
                span[1] = self.number

    def _blank(self, block: Block) -> None:
        kept = max(
            range(block.first, block.last + 1),
            key=lambda row: (len(self.blocks.chain(row)), -row),
        )
        scopes = self._scopes
        for code in self.blocks.chain(kept)[len(scopes) - 1 :]:
            scopes = (*scopes, self._scope(self.blocks.all[code]))
        self.number += 1
        self.out.append(OutRow(self.number, kept, scopes, True))
        for template in range(block.first, block.last + 1):
            self._lead(template, scopes)


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
