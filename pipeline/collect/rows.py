"""The rows below a header: which hold data, which are sums, and where the table ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pipeline.collect.locate import Located, blank, folded, wanted_headings
from pipeline.collect.typing import typed
from pipeline.office.grid import Grid, Uncached
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.sent import BAD

FEWEST_HEADINGS = 3
"""A row of so many headers, and of little else, begins another table."""

_SUM = re.compile(r"(其中:)?\S{0,4}(合计|小计|总计)(\([^()]*\))?")
_PART = "其中"


@dataclass(slots=True)
class Rows:
    """Row numbers of a table: its data, its sums, its header again; `ended` by another table."""

    data: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    ended: int = 0


def rows_of(form: Form, located: Located, others: Callable[[], Collection[str]]) -> Rows:
    """Sort the rows below the header; blanks, notes and signatures are left out.

    The table's own header, repeated over the same columns, is passed over; any other header (of
    `others`, the headers of every form) ends the table.
    """
    rows = Rows()
    own = wanted_headings(form)
    noted = False
    for row, first, filled in _filled(located):
        if _is_header(located.grid, row, own):
            _drop_titles(rows, located)
            if not _continues(located, row, own):
                rows.ended = row
                return rows
            rows.headers.append(row)
            continue
        word = folded(first)
        summed = not form.reads_sums and _is_sum(located.grid, row)
        if word in form.stops or summed:
            if summed and not word.startswith(_PART):
                rows.sums.append(row)
            continue
        if any(word.startswith(f"{stop}:") for stop in form.stops):
            noted = True
            continue
        if noted and len(filled) == 1:
            continue
        if _is_header(located.grid, row, others):
            _drop_titles(rows, located)
            rows.ended = row
            return rows
        if not _untouched(form, located.grid, row, located.columns):
            rows.data.append(row)
    return rows


def _filled(located: Located) -> Iterator[tuple[int, object, Sequence[int]]]:
    """Each row with something in the table's columns: its first cell, and two columns filled."""
    grid, numbers = located.grid, sorted(located.columns.values())
    for row, cells in enumerate(grid.values[located.header_row :], located.header_row + 1):
        width = len(cells)
        numbered = (one for one in numbers if one <= width and not blank(cells[one - 1]))
        filled = list(islice(numbered, 2))
        if filled:
            yield row, next(cell for cell in cells if not blank(cell)), filled


def _drop_titles(rows: Rows, located: Located) -> None:
    """Take back the lines right above a header that hold one text only: its title."""
    grid = located.grid
    while rows.data:
        cells = [one for one in grid.values[rows.data[-1] - 1] if not blank(one)]
        if len(cells) != 1 or not isinstance(cells[0], str):
            return
        rows.data.pop()


def _is_header(
    grid: Grid, row: int, headings: Collection[str] | Callable[[], Collection[str]]
) -> bool:
    """Whether the row is nothing but text, and most of it headers."""
    values = grid.values[row - 1]
    if any(one is not None and not isinstance(one, str) for one in values):
        return False
    cells = [one for one in values if not blank(one)]
    if len(cells) < FEWEST_HEADINGS:
        return False
    known = headings() if callable(headings) else headings
    hits = sum(folded(one) in known for one in cells)
    return hits >= FEWEST_HEADINGS and hits * 2 > len(cells)


def _continues(located: Located, row: int, own: Mapping[str, str]) -> bool:
    """Whether the header in `row` stands over the same columns as the table's own."""
    for number in range(1, located.grid.width + 1):
        name = own.get(folded(located.grid.cell(row, number)))
        if name and located.columns.get(name) != number:
            return False
    return True


def _is_sum(grid: Grid, row: int) -> bool:
    """Whether the row's first words, numbers apart, are 合计, 其中：小计 or 全镇总计（万元）."""
    cells = grid.values[row - 1]
    words = (folded(cell) for cell in cells if isinstance(cell, str) and not blank(cell))
    first = next((word for word in words if not word.isdigit()), "")
    return _SUM.fullmatch(first) is not None


def _untouched(form: Form, grid: Grid, row: int, columns: Mapping[str, int]) -> bool:
    """A row that was numbered, or given its formulas, beforehand and that nobody filled in."""
    for name, number in columns.items():
        value = grid.cell(row, number)
        one = form.fields[name.split(".")[0]]
        if blank(value) or isinstance(value, Uncached):
            continue
        if one.kind is not Kind.NUMBER or one.name in form.key:
            return False
        read = typed(value, one).value
        numbering = not (one.required or one.measure or one.repeat)
        if read is BAD or (read and not numbering):
            return False
    return True
