"""Finds a form's table on a sheet: by its headers, wherever they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.office.grid import Grid
from pipeline.scheme.form import Field, Form

DEEPEST_HEADER = 30
MEASURES = ("元", "千元", "万元", "百万元", "亿元", "美元", "万美元", "亿美元")
HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Located:
    """Where a table stands: its grid, header's last row, and each column's number by name.

    `headings` has the folded header of every column that bears one; `renamed` the columns that
    were read although their header differs; `measures` tells of the cells that name another
    measure than the form's: (row, column) with the text and the measure that was declared;
    `unread` the first cells of further tables on the sheet that are left out.
    """

    grid: Grid
    header_row: int
    columns: Mapping[str, int]
    missing: Sequence[Field] = ()
    headings: Mapping[int, str] = field(default_factory=dict)
    renamed: Mapping[str, int] = field(default_factory=dict)
    measures: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def folded(text: object) -> str:
    """A header without width, spaces, line breaks, brackets' kind and trailing colon."""
    return _folded(str(text or ""))


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).rstrip(":")


def locate(form: Form, grids: Sequence[Grid]) -> Located | None:
    """Return the best match on the form's own sheet, else on any sheet; None without one."""
    named = [grid for grid in grids if form.sheet and folded(grid.name) == folded(form.sheet)]
    candidates = named or ([] if form.sheet else list(grids))
    best: tuple[int, Located] | None = None
    for grid in candidates:
        for score, found in _headers(form, grid):
            if best is None or score > best[0]:
                best = (score, found)
    return _measured(form, best[1]) if best else None


def located_at(form: Form, grid: Grid, top: int, bottom: int) -> Located:
    """Return the form's table under the header between two rows, however much of it there is."""
    headings = headings_between(grid, top, bottom)
    columns = _columns(headings, wanted_headings(form))
    return _measured(form, Located(grid, bottom, columns, missing_in(form, columns), headings))


def headings_between(grid: Grid, top: int, bottom: int) -> dict[int, str]:
    """Each column's folded header: its lowest text between two rows, merges laid out."""
    return dict(_texts(grid, _spread(grid), top, bottom))


def blank(cell: object) -> bool:
    """Tell whether nothing can be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def pairs(form: Form, grid: Grid) -> dict[str, tuple[int, int]]:
    """For a form of pairs: field → (row, column) of the value beside its label."""
    labels = {folded(one.heading): one.name for one in form.fields.values()}
    for one in form.fields.values():
        labels.update({folded(alias): one.name for alias in one.aliases})
    found: dict[str, tuple[int, int]] = {}
    for row in range(1, grid.height + 1):
        for column in range(1, grid.width + 1):
            name = labels.get(folded(grid.cell(row, column)))
            if name and name not in found:
                found[name] = (row, _value_column(grid, row, column, labels))
    return found


def missing_in(form: Form, columns: Mapping[str, int]) -> list[Field]:
    """The fields that a table must have and of which a column is lacking."""
    return [
        one
        for one in form.fields.values()
        if one.must and any(column not in columns for column in one.columns)
    ]


def _measured(form: Form, located: Located) -> Located:
    return replace(located, measures=dict(_other_measures(form, located)))


def _other_measures(
    form: Form, located: Located
) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Amounts declared in 万元 under a header or a unit line that speaks of 亿元 or 元."""
    grid = located.grid
    for name, column in located.columns.items():
        declared = form.fields[name.split(".")[0]].measure
        if declared not in MEASURES:
            continue
        for row in range(max(1, located.header_row - HEADER_ROWS + 1), located.header_row + 1):
            text = folded(grid.cell(row, column))
            said = re.findall(r"\(([^()]*)\)", text) if "(" in text else []
            other = [one for one in said if one in MEASURES]
            if other and other[-1] != declared:
                yield (row, column), (other[-1], declared)
    if form.measure not in MEASURES:
        return
    for row, cells in enumerate(grid.values[: located.header_row], start=1):
        for column, cell in enumerate(cells, start=1):
            line = re.search(r"单位:([^()]*)", folded(cell)) if isinstance(cell, str) else None
            said = re.split("[、,，/;；和]", line[1]) if line else []
            other = [one for one in said if one in MEASURES]
            if other and form.measure not in other:
                yield (row, column), (other[0], form.measure)


def _value_column(grid: Grid, row: int, label: int, labels: Mapping[str, str]) -> int:
    for column in range(label + 1, min(label + 6, grid.width + 1)):
        cell = grid.cell(row, column)
        if folded(cell) in labels:
            break
        if not blank(cell):
            return column
    return label + 1


def _headers(form: Form, grid: Grid) -> Iterator[tuple[int, Located]]:
    wanted = wanted_headings(form)
    everything = len(set(wanted.values()))
    spread = _spread(grid)
    for top in range(1, min(grid.height, DEEPEST_HEADER) + 1):
        for depth in range(1, HEADER_ROWS + 1):
            bottom = top + depth - 1
            if bottom > grid.height:
                break
            headings = dict(_texts(grid, spread, top, bottom))
            columns = _columns(headings, wanted)
            if len(columns) < min(2, len(wanted)):
                continue
            score = len(columns) * 10 - depth
            yield score, Located(grid, bottom, columns, missing_in(form, columns), headings)
            if len(columns) == everything:
                return


def wanted_headings(form: Form) -> dict[str, str]:
    """The folded headers, aliases and names by which a form's columns are known."""
    wanted: dict[str, str] = {}
    for one in form.fields.values():
        for name, heading in zip(one.columns, one.headings(), strict=True):
            wanted.setdefault(folded(heading), name)
        if not one.repeat:
            for alias in (*one.aliases, one.name):
                wanted.setdefault(folded(alias), one.name)
    return wanted


def _spread(grid: Grid) -> dict[tuple[int, int], object]:
    """The texts of merged cells, laid on each row of the merge that they cover downwards."""
    spread = {}
    for top, left, bottom, _right in grid.merges:
        for row in range(top + 1, min(bottom, top + HEADER_ROWS) + 1):
            spread[row, left] = grid.cell(top, left)
    return spread


def _texts(
    grid: Grid, spread: Mapping[tuple[int, int], object], top: int, bottom: int
) -> Iterator[tuple[int, str]]:
    """Each column's header: its lowest text between the two rows, merges laid out."""
    for column in range(1, grid.width + 1):
        cell = grid.cell(bottom, column)
        row = bottom
        while blank(cell) and row > top:
            cell = spread.get((row, column))
            row -= 1
            cell = grid.cell(row, column) if blank(cell) else cell
        if text := folded(cell):
            yield column, text


def _columns(headings: Mapping[int, str], wanted: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, text in headings.items():
        name = wanted.get(text) or wanted.get(re.sub(r"\([^()]*\)$", "", text))
        if name and name not in columns:
            columns[name] = column
    return columns
