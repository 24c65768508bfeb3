"""Panes: the parts of a sheet on which the tables of several forms stand, each read for itself.

A pane is a grid in which everything outside its table is blank, so that no address moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.collect.locate import (
    HEADER_ROWS,
    Located,
    blank,
    folded,
    headings_between,
    located_at,
    wanted_headings,
)
from pipeline.collect.renamed import with_renamed
from pipeline.collect.rows import FEWEST_HEADINGS
from pipeline.model.period import Period
from pipeline.model.place import column_letter
from pipeline.office.grid import Grid
from pipeline.scheme.form import Form

_MISSING, _OWN, _TITLED = 5, 4, 3
"""Against ten for each header that is known: a column that lacks, the sheet's and title's name."""


_Stretch = tuple[int, int, dict[int, str]]
"""First and last row of a header, and the texts of neighbouring columns in it."""


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of one table: its form, its rows and columns, both ends included."""

    form: Form
    top: int
    bottom: int
    left: int
    right: int

    @property
    def cell(self) -> str:
        return f"{column_letter(self.left)}{self.top}"


def panes(forms: Iterable[Form], grids: Sequence[Grid], period: Period) -> dict[str, Located]:
    """Return where the tables stand that share a sheet with the table of another form.

    A table on its form's own sheet comes first; one on another's sheet is taken where its form
    has none and no required column lacks. Those that are not taken are told of in `unread`.
    """
    listed = [form for form in forms if not form.paired]
    known = frozenset(text for form in listed for text in wanted_headings(form))
    stretches = [(grid, list(_stretches(known, grid))) for grid in grids]
    headers = [(grid, _headers(listed, grid, ones)) for grid, ones in stretches if len(ones) > 1]
    shared = [(grid, ones) for grid, ones in headers if len(ones) > 1]
    if not shared:
        return {}
    taken = _taken(shared, [grid for grid, ones in stretches if ones], period)
    found: dict[str, Located] = {}
    for grid, ones in shared:
        chosen = [one for one in ones if taken.get(one.form.name) is one]
        unread = tuple(one.cell for one in ones if one not in chosen)
        for number, one in enumerate(chosen):
            pane = _pane(grid, one, ones, first=number == 0)
            located = located_at(one.form, pane, one.top, one.bottom)
            found[one.form.name] = replace(located, unread=unread if number == 0 else ())
    return found


def _taken(
    shared: Sequence[tuple[Grid, list[_Header]]], filled: Sequence[Grid], period: Period
) -> dict[str, _Header]:
    taken: dict[str, _Header] = {}
    for grid, ones in shared:
        for one in ones:
            if _is_own(one.form, grid):
                taken.setdefault(one.form.name, one)
    for grid, ones in shared:
        for one in ones:
            elsewhere = any(_is_own(one.form, other) for other in filled if other is not grid)
            if not elsewhere and _is_whole(grid, one, ones, period):
                taken.setdefault(one.form.name, one)
    return taken


def _is_own(form: Form, grid: Grid) -> bool:
    return folded(grid.name) == folded(form.sheet)


def _is_whole(grid: Grid, one: _Header, ones: Sequence[_Header], period: Period) -> bool:
    pane = _pane(grid, one, ones, first=True)
    located = with_renamed(one.form, located_at(one.form, pane, one.top, one.bottom))
    return not any(field.holds_in(period) for field in located.missing)


def _headers(forms: Sequence[Form], grid: Grid, stretches: Iterable[_Stretch]) -> list[_Header]:
    """The headers of different tables: stretches of one form are joined, unless texts repeat.

    The same header again below is no other table.
    """
    found: list[_Header] = []
    for top, bottom, columns in stretches:
        form = _claimant(forms, grid, columns, top)
        if form is None:
            continue
        one = _Header(form, top, bottom, min(columns), max(columns))
        last = found[-1] if found else None
        if last and last.form is form and last.top == top and not _repeats(grid, last, columns):
            found[-1] = replace(last, right=one.right)
        elif not any(other.form is form and _over(one, other) for other in found):
            found.append(one)
    return found


def _stretches(known: Collection[str], grid: Grid) -> Iterator[_Stretch]:
    """Cut each header at blank columns and where a text comes again."""
    for top, bottom in _bands(known, grid):
        stretch: dict[int, str] = {}
        for column, text in headings_between(grid, top, bottom).items():
            if stretch and (column - 1 not in stretch or text in stretch.values()):
                yield top, bottom, stretch
                stretch = {}
            stretch[column] = text
        yield top, bottom, stretch


def _bands(known: Collection[str], grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each header: up to three rows of which most texts are known."""
    top = bottom = 0
    for row, cells in enumerate(grid.values, start=1):
        if not _is_header(known, cells):
            continue
        if top and row - top < HEADER_ROWS:
            bottom = row
            continue
        if top:
            yield _raised(grid, top, bottom), bottom
        top = bottom = row
    if top:
        yield _raised(grid, top, bottom), bottom


def _raised(grid: Grid, top: int, bottom: int) -> int:
    """The first row of a header above which stand further texts of its columns."""
    while top > 1 and bottom - top + 1 < HEADER_ROWS:
        cells = [cell for cell in grid.values[top - 2] if not blank(cell)]
        if len(cells) < FEWEST_HEADINGS or not all(isinstance(cell, str) for cell in cells):
            break
        top -= 1
    return top


def _is_header(known: Collection[str], cells: Sequence[object]) -> bool:
    """Whether a run of neighbouring cells is nothing but text, and most of it headers."""
    hits = others = 0
    for cell in (*cells, None):
        if blank(cell):
            if hits >= FEWEST_HEADINGS and hits > others:
                return True
            hits = others = 0
        elif isinstance(cell, str) and folded(cell) in known:
            hits += 1
        else:
            others += 1 if isinstance(cell, str) else len(cells)
    return False


def _repeats(grid: Grid, header: _Header, columns: Mapping[int, str]) -> bool:
    before = headings_between(grid, header.top, header.bottom)
    texts = {text for column, text in before.items() if header.left <= column <= header.right}
    return not texts.isdisjoint(columns.values())


def _claimant(
    forms: Sequence[Form], grid: Grid, columns: Mapping[int, str], top: int
) -> Form | None:
    """The form that knows most of these headers; None where none knows enough of them."""
    best: tuple[int, Form | None] = (0, None)
    for form in forms:
        wanted = wanted_headings(form)
        hits = {name for text in columns.values() if (name := wanted.get(text))}
        if len(hits) < min(FEWEST_HEADINGS, len(form.fields)):
            continue
        lacking = sum(
            one.required and any(name not in hits for name in one.columns)
            for one in form.fields.values()
        )
        score = len(hits) * 10 - lacking * _MISSING + _OWN * _is_own(form, grid)
        score += _TITLED * any(folded(form.sheet) in text for text in _titles(grid, columns, top))
        if score > best[0]:
            best = score, form
    return best[1]


def _titles(grid: Grid, columns: Collection[int], top: int) -> list[str]:
    """The texts in the rows right above a header, over its columns."""
    rows = range(max(1, top - HEADER_ROWS), top)
    cells = (grid.cell(row, column) for row in rows for column in columns)
    return [folded(one) for one in cells if isinstance(one, str)]


def _pane(grid: Grid, header: _Header, headers: Sequence[_Header], *, first: bool) -> Grid:
    """The grid with everything blank but the table, its titles and what stands below it."""
    end = _end(grid, header, headers)
    beside = [one for one in headers if one.top <= end and header.top <= _end(grid, one, headers)]
    right = min((one.left - 1 for one in beside if one.left > header.right), default=grid.width)
    left = max((one.right + 1 for one in beside if one.right < header.left), default=1)
    columns = range(left, right + 1)
    bottom = end if end == grid.height else _above_titles(grid, end + 1, columns)
    above = any(one.bottom < header.top and _over(one, header) for one in headers)
    top = _above_titles(grid, header.top, columns) + 1 if above else 1
    rows = range(top, bottom + 1)
    return replace(
        grid,
        values=[
            [value if number in columns else None for number, value in enumerate(line, start=1)]
            if row in rows
            else []
            for row, line in enumerate(grid.values, start=1)
        ],
        merges=tuple(one for one in grid.merges if one[0] in rows and one[1] in columns),
        hidden=grid.hidden and first,
    )


def _end(grid: Grid, header: _Header, headers: Sequence[_Header]) -> int:
    """The last row before the next header below, over the same columns."""
    below = [one.top for one in headers if one.top > header.bottom and _over(one, header)]
    return min(below, default=grid.height + 1) - 1


def _over(one: _Header, other: _Header) -> bool:
    return one.left <= other.right and other.left <= one.right


def _above_titles(grid: Grid, top: int, columns: range) -> int:
    """The last row above a header that is neither blank nor a title, over its columns."""
    row = top - 1
    while row > 0:
        cells = [one for number in columns if not blank(one := grid.cell(row, number))]
        if len(cells) > 1 or (cells and not isinstance(cells[0], str)):
            break
        row -= 1
    return row
