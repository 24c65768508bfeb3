"""Surveys: what a look at a sheet's own bytes finds before any reader is let at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.model.place import column_letter
from pipeline.office.grid import ErrorValue, Grid, Merge, Uncached, Unreadable

MAX_AREA = 5_000_000
"""Cells of the rectangle from A1 that may always be read, however few of them are filled."""

MAX_EMPTINESS = 20
"""Beyond MAX_AREA, so many times more room than filled cells are refused."""

MAX_CELLS = 4_000_000
MAX_SHEETS = 500
MAX_MERGES = 20_000
"""More than any report has, and few enough to be read within the worker's limits."""


_KEEP = "请只保留要报送的表，重新报送"


@dataclass(slots=True)
class Survey:
    """The extent of a sheet, its filled cells, marks, merges and what is hidden (1-based)."""

    name: str = ""
    hidden: bool = False
    rows: int = 0
    columns: int = 0
    cells: int = 0
    marks: dict[tuple[int, int], ErrorValue | Uncached] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_spans: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    since_1904: bool = False

    @property
    def area(self) -> int:
        return self.rows * self.columns

    def fill(self, row: int, column: int) -> None:
        """Count a cell that holds something."""
        self.cells += 1
        if row > self.rows:
            self.rows = row
        if column > self.columns:
            self.columns = column

    def grid(self, values: list[list[object]]) -> Grid:
        """Lay the marks over what a reader returned ('' for blanks) and make the grid."""
        rows = [[None if value == "" else value for value in row] for row in values]
        for (row, column), mark in self.marks.items():
            while len(rows) < row:
                rows.append([])
            line = rows[row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = mark
        width = max(self.columns, max(map(len, rows), default=0))
        columns = frozenset(
            column
            for first, last in self.hidden_spans
            for column in range(first, min(last, width) + 1)
        )
        merges = tuple(self.merges)
        return Grid(
            self.name,
            rows,
            merges,
            self.hidden,
            frozenset(self.hidden_rows),
            columns,
            self.filtered,
            self.since_1904,
        )


@lru_cache(maxsize=64)
def error(code: str) -> ErrorValue:
    """Return the one ErrorValue of a code; #ERROR! where the file names none."""
    return ErrorValue(code or "#ERROR!")


def refuse_crowd(*, sheets: int = 0, cells: int = 0, merges: int = 0) -> None:
    """Raise Unreadable for more of anything than a report has, before it is looked at."""
    if sheets > MAX_SHEETS:
        raise Unreadable(f"有{sheets}张以上工作表，超过上限{MAX_SHEETS}张", _KEEP)
    if cells > MAX_CELLS:
        raise Unreadable(f"有{cells}个单元格，超过上限{MAX_CELLS}个", _KEEP)
    if merges > MAX_MERGES:
        what = f"有{merges}处合并单元格，超过上限{MAX_MERGES}处"
        raise Unreadable(what, "请取消表中的合并单元格，重新报送")


def refuse_vast(surveys: Sequence[Survey]) -> None:
    """Raise Unreadable for cells far from the rest, and for more than a report has of anything."""
    area = cells = merges = 0
    for survey in surveys:
        area += survey.area
        cells += survey.cells
        merges += len(survey.merges)
        if area > MAX_AREA and area > MAX_EMPTINESS * cells:
            corner = f"{column_letter(survey.columns)}{survey.rows}"
            raise Unreadable(
                f"工作表“{survey.name}”的内容一直延伸到{corner}，中间几乎全是空白，"
                "多半是误在远处的单元格里填了内容",
                "请删除表格以外的行和列，保存后重新报送",
            )
    refuse_crowd(sheets=len(surveys), cells=cells, merges=merges)
