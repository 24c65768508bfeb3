"""Blocks of rows: which rows a loop repeats and a condition keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.render.excel.cells import Piece

MAX_DEPTH = 4
"""How many row loops may stand in one another."""

Trouble = tuple[str, str, str]
"""A fault without its file: place (perhaps with the tag), problem, remedy."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows first..last of a template sheet, both included, under one for or if."""

    code: int
    word: str
    first: int
    last: int
    parent: int
    place: str

    def covers(self, first: int, last: int) -> bool:
        return self.first <= first and last <= self.last


@dataclass(slots=True)
class Blocks:
    """All blocks of a sheet in the order in which they open; `chain` has loops only."""

    all: list[Block] = field(default_factory=list)
    _chains: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def tops(self) -> list[Block]:
        return [block for block in self.all if block.parent < 0]

    @property
    def loops(self) -> list[Block]:
        return [block for block in self.all if block.word == "for"]

    def chain(self, row: int) -> tuple[int, ...]:
        """The loops around a row, outermost first; empty outside."""
        return self._chains.get(row, ())

    def inside(self, row: int) -> bool:
        """Tell whether a row is part of any block."""
        return row in self._chains

    def conditions(self, first: int, last: int) -> list[Block]:
        """The conditions that hold all of first..last, save those that a loop alone consists of."""
        found = [one for one in self.all if one.word == "if" and one.covers(first, last)]
        return [one for one in found if not self._fills_loop(one)]

    def touched(self, first: int, last: int) -> bool:
        """Tell whether first..last shares a row with a block."""
        return any(block.first <= last and first <= block.last for block in self.all)

    def halting(self, block: Block) -> bool:
        """Tell whether a condition may take rows out of a block."""
        return any(one.word == "if" and block.covers(one.first, one.last) for one in self.all)

    def settle(self) -> None:
        """Compute the chains once all blocks are known."""
        for block in self.all:
            for row in range(block.first, block.last + 1):
                chain = self._chains.get(row, ())
                self._chains[row] = (*chain, block.code) if block.word == "for" else chain

    def _fills_loop(self, condition: Block) -> bool:
        parent = self.all[condition.parent] if condition.parent >= 0 else None
        same = parent is not None and (parent.first, parent.last) == (
            condition.first,
            condition.last,
        )
        return same and parent.word == "for"


@dataclass(frozen=True, slots=True)
class Mark:
    """A row tag in its place: opening or closing, and the column that decides the order."""

    row: int
    column: int
    piece: Piece
    place: str
    opens: bool


def find(marks: Iterable[Mark]) -> tuple[Blocks, list[Trouble]]:
    """Pair the row tags of a sheet, given in reading order: what opens a row stands before it.

    Tags that do not pair are left to the contract, which reads the same tags in the same order.
    """
    blocks, faults = Blocks(), []
    waiting: list[int] = []
    ends: dict[int, int] = {}
    for _, found in groupby(marks, key=lambda mark: mark.row):
        row = list(found)
        closers = [mark for mark in row if not mark.opens]
        for mark in row:
            if mark.opens:
                if closers and closers[0].column < mark.column:
                    faults.append(_beside(mark))
                if _depth(blocks, waiting) >= MAX_DEPTH and mark.piece.word == "for":
                    faults.append(_too_deep(mark))
                waiting.append(_opened(blocks, mark, waiting[-1] if waiting else -1))
        for mark in closers[: len(waiting)]:
            ends[waiting.pop()] = mark.row
    blocks.all = [replace(block, last=ends.get(block.code, block.first)) for block in blocks.all]
    blocks.settle()
    return blocks, faults


def _opened(blocks: Blocks, mark: Mark, parent: int) -> int:
    code = len(blocks.all)
    blocks.all.append(Block(code, mark.piece.word, mark.row, mark.row, parent, mark.place))
    return code


def _depth(blocks: Blocks, waiting: list[int]) -> int:
    return sum(blocks.all[code].word == "for" for code in waiting)


def _beside(mark: Mark) -> Trouble:
    return (
        f"{mark.place} {mark.piece.text}",
        "同一行里前一段整行的循环或判断刚结束，又开始了一段",
        "请把后一段写到另外一行；只想在一格里逐项印出时，开头和结尾写在同一格",
    )


def _too_deep(mark: Mark) -> Trouble:
    return (
        f"{mark.place} {mark.piece.text}",
        f"行循环最多套{MAX_DEPTH}层",
        "请把里层改成一格里的循环",
    )
