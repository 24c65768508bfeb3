"""Grids: the sheets of a workbook as plain rows of values, with what a reader must not hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

Merge = tuple[int, int, int, int]
"""Top, left, bottom and right of a merged range: 1-based, both ends included."""


class Unreadable(Exception):
    """A file that gives no workbook: `problem` says why, `remedy` what to do, both Chinese."""

    def __init__(self, problem: str, remedy: str, name: str = "") -> None:
        super().__init__(problem, remedy, name)
        self.problem = problem
        self.remedy = remedy
        self.name = name

    def __str__(self) -> str:
        file = f"《{self.name}》" if self.name else ""
        return f"{file}{self.problem}，{self.remedy}"


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that stands in a cell in place of a value: #REF!, #DIV/0!, #N/A …"""

    code: str

    def __str__(self) -> str:
        return self.code


class Uncached(Enum):
    """Stands in a formula cell whose result nobody has calculated and saved."""

    CELL = "公式未计算"

    def __str__(self) -> str:
        return self.value


UNCACHED = Uncached.CELL


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet from A1 on; rows may be ragged, a blank cell is None.

    A value is a str, float, int, bool, date, datetime, time, timedelta, ErrorValue or UNCACHED,
    as the file stores it; a merged range has its value at the top left only. Row and column
    numbers count from 1. `name` is empty where the format has no sheets (csv, html).
    `filtered` tells of a filter with criteria, which need not hide a row (in html nothing tells);
    `since_1904` that bare numbers count days from 1904-01-01, as on old Macs.
    """

    name: str
    values: Sequence[Sequence[object]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    since_1904: bool = False
    width: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(map(len, self.values), default=0))

    @property
    def height(self) -> int:
        return len(self.values)

    def cell(self, row: int, column: int) -> object:
        """Return the value at a 1-based address; None for a blank and beyond the edges."""
        if not 1 <= row <= len(self.values):
            return None
        values = self.values[row - 1]
        return values[column - 1] if 1 <= column <= len(values) else None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets in their order; `kind` is xlsx, xls, ods, csv, html or xml (Excel 2003).

    `notes` are Chinese remarks for the log: macros, links to other files, a guessed encoding.
    `copy_of` is the digest of the file of which this is a copy that we made and marked.
    """

    kind: str
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()
    copy_of: str = ""
