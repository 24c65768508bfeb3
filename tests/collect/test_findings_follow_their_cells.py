"""Columns moved, blank rows inserted, rows hidden, in a drawn county: findings follow their cells."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.collect.locate import locate
from pipeline.collect.read import Reading, read_table
from pipeline.model.period import Period
from pipeline.model.place import column_letter
from pipeline.office.grid import Grid
from pipeline.office.reading import Reader
from tests.county import draw
from tests.validate.bureau import shipped

FORM = "资金到位"
FEBRUARY = Period(2026, 2)
FAULTS = ("约300", "1.2亿", "#REF!", "100-200")


@cache
def drawn(seed: int) -> Grid:
    """The arrivals of the first unit of a drawn county that has three projects at least."""
    with TemporaryDirectory() as folder, Reader() as reader:
        draw(seed, units=2, projects=8, period_last="2026-02").write(folder)
        files = sorted((Path(folder) / "2026-02").glob("*.xlsx"))
        grids = [reader.read(path.read_bytes(), path.name).grids for path in files]
    sheets = [next(one for one in book if one.name == FORM) for book in grids]
    return max(sheets, key=lambda one: one.height)


def read(grid: Grid) -> Reading:
    return read_table(shipped(), shipped().form(FORM), "甲.xlsx", [grid], FEBRUARY, "ZJ01")


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return sorted((one.rule.code, one.places[0].cell, one.found) for one in reading.findings)


@settings(max_examples=12, deadline=None)
@given(some.integers(1, 3), some.data())
def test_whatever_is_moved_or_hidden_each_fault_is_found_on_its_cell(seed, data):
    grid = drawn(seed)
    located = locate(shipped().form(FORM), [grid])
    rows = list(read(grid).table.rows)
    months = [located.columns[f"各月.{month}"] for month in (1, 2)]
    cells = data.draw(
        some.lists(
            some.tuples(some.sampled_from(rows), some.sampled_from(months)), max_size=4, unique=True
        )
    )
    values = [[*line, *[None] * (grid.width - len(line))] for line in grid.values]
    for number, (row, column) in enumerate(cells):
        values[row - 1][column - 1] = FAULTS[number]
    faults = {cell: FAULTS[number] for number, cell in enumerate(cells)}

    order = data.draw(some.permutations(range(grid.width)))
    blanks = data.draw(some.lists(some.sampled_from(rows), max_size=3))
    hidden = data.draw(some.sets(some.sampled_from(rows), max_size=2))
    lines, line_of = [], {}
    for row, line in enumerate(values, start=1):
        lines.extend([None] * grid.width for _ in range(blanks.count(row)))
        lines.append([line[at] for at in order] if row > located.header_row - 2 else line)
        line_of[row] = len(lines)
    column_of = {old + 1: new for new, old in enumerate(order, start=1)}
    merges = tuple(
        (top, column_of[left], bottom, column_of[left])
        for top, left, bottom, right in grid.merges
        if left == right and bottom == located.header_row
    )
    moved = replace(
        grid,
        values=lines,
        merges=merges,
        hidden_rows=frozenset(line_of[row] for row in hidden),
        hidden_columns=frozenset(),
    )
    got = told(read(moved))
    expected = [
        ("V07", f"{column_letter(column_of[column])}{line_of[row]}", text)
        for (row, column), text in faults.items()
    ]
    assert [one for one in got if one[0] != "V56"] == sorted(expected)
    assert [found for code, _, found in got if code == "V56"] == (
        [f"有{len(hidden)}行数据被隐藏"] if hidden else []
    )
