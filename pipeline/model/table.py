"""Columnar tables: what one unit sent in one sheet, typed, with the raw text kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.period import Period
from pipeline.model.place import Place

Value = int | str | date | bool | None
"""A cell: numbers are integers of 10⁻⁶ (model.number.SCALE); None is an empty cell."""

NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无"})
"""What clerks write into a cell to say that it is empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table: `values[i]` belongs to row i; `raw` has the text where it differs.

    `letter` is the column's; in a form of pairs, where each field has a row of its own, it is
    the whole address.
    """

    name: str
    letter: str
    values: Sequence[Value]
    raw: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one form in one file; `rows[i]` is the sheet's row number of row i."""

    form: str
    file: str
    sheet: str
    rows: Sequence[int]
    columns: Mapping[str, Column]
    header_row: int = 0
    keys: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, row: int, name: str) -> Place:
        """The cell of field `name` in row `row` (an index, not a sheet row)."""
        column = self.columns.get(name)
        letter = column.letter if column else ""
        if not letter or letter[-1].isdigit():
            return Place(self.file, self.sheet, letter)
        return Place(self.file, self.sheet, f"{letter}{self.rows[row]}")

    def heading(self, name: str) -> Place:
        """The header cell of field `name`."""
        column = self.columns.get(name)
        cell = f"{column.letter}{self.header_row}" if column and self.header_row else ""
        return Place(self.file, self.sheet, cell)


@dataclass(frozen=True, slots=True)
class Submission:
    """One unit's tables for one period, from one file (or several of one version)."""

    unit: str
    period: Period
    file: str
    digest: str
    version: int = 1
    tables: Mapping[str, Table] = field(default_factory=dict)
    received: date | None = None
