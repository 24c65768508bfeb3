"""Equal neighbours in a column merged into one cell (合并同类项)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pipeline.model.place import column_letter
from pipeline.office.formula import Reference
from pipeline.render.excel.plan import ROW
from pipeline.render.excel.rows import Rows

SAME = "合并同类项"
"""The filter that makes one."""


@dataclass(frozen=True, slots=True)
class Same:
    """A value whose cell is merged with those below it that hold the same."""

    value: object


class Stretch(NamedTuple):
    """Output rows first..last of one column that become one cell."""

    column: int
    first: int
    last: int

    @property
    def covered(self) -> Iterator[tuple[int, int]]:
        """The row and column of each cell that the first one hides."""
        return ((row, self.column) for row in range(self.first + 1, self.last + 1))


def stretches(
    marked: Iterable[tuple[int, int]],
    rows: Rows,
    text: Callable[[int], str],
    tall: Mapping[tuple[int, int], int],
) -> list[Stretch]:
    """Return the stretches of equal cells among those marked (row, column), longest possible.

    Only cells that touch in one loop are merged, never over the end of an outer item; empty ones
    are left alone. `tall` says of how many rows a template cell is merged, by row and column.
    """
    found = []
    columns = sorted({(column, row) for row, column in marked})
    for column, cells in groupby(columns, key=lambda one: one[0]):
        first, before = 0, None
        for _, number in cells:
            row = rows.at(number)
            key = (row.template, row.scopes[:-1], cell(text(number), column))
            last = number + tall.get((row.template, column), 1) - 1
            if before != (number, key):
                first = number
            elif not key[2].endswith("/>"):
                if found and found[-1][:2] == (column, first):
                    found.pop()
                found.append(Stretch(column, first, last))
            before = (last + 1, key)
    return found


def cell(row: str, column: int) -> str:
    """Return the XML of a cell in a row's XML; empty if there is none."""
    start = row.find(f'<c r="{column_letter(column)}{ROW}"')
    if start < 0:
        return ""
    inside = row.find(">", start)
    if row[inside - 1] == "/":
        return row[start : inside + 1]
    return row[start : row.find("</c>", inside) + 4]


def hidden(row: str, column: int) -> str:
    """Return a row's XML with a cell emptied that keeps its borders: sums count it no longer."""
    full = cell(row, column)
    if not full or full.endswith("/>"):
        return row
    head = full[: full.index(">")].replace(' t="inlineStr"', "")
    return row.replace(full, f"{head}/>", 1)


def joined(merges: Iterable[Reference], found: Sequence[Stretch]) -> list[Reference]:
    """Return the merges of a sheet with the stretches, which grow over merges in their rows."""
    ends = {(one.column, row): one for one in found for row in range(one.first, one.last + 1)}
    kept, widths = [], {}
    for area in merges:
        stretch = ends.get((area.first_column, area.first_row))
        if stretch is not None and area.last_row <= stretch.last:
            widths[stretch] = area.last_column
        else:
            kept.append(area)
    for one in found:
        corners = (one.column, one.first, widths.get(one, one.column), one.last)
        kept.append(Reference("", *corners, (False,) * 4))
    return kept
