"""Files shuffled, columns moved, renamed and added, rows blank or hidden: the same findings."""

from __future__ import annotations

import atexit
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pipeline.collect.locate import locate
from pipeline.collect.read import read_table
from pipeline.gather import Office, gather
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.model.place import column_letter
from pipeline.office.grid import ErrorValue, Grid, Workbook
from pipeline.office.reading import Reader
from tests.county import draw
from tests.matrix.book import ARRIVALS, LEDGER, WORKS
from tests.validate.bureau import TEMPLATES, shipped

FEBRUARY = Period(2026, 2)
SEEDS = [
    (ARRIVALS, "各月.2", "约300", "V07"),
    (ARRIVALS, "各月.1", "1.2亿", "V07"),
    (ARRIVALS, "各月.9", 70, "V24"),
    (ARRIVALS, "本年累计", 7, "V25"),
    (WORKS, "各月.2", ErrorValue("#REF!"), "V07"),
    (LEDGER, "投资方", None, "V06"),
    (LEDGER, "联系电话", "12345", "V40"),
    (LEDGER, "省库状态", "已报", "X01"),
    (LEDGER, "认定日期", "尽快", "V10"),
]
"""Form, field, what is typed there, and the rule that tells of it."""
RENAMED = {"投资方所在地": "投资方的所在地", "包保领导": "包保的领导", "联系电话": "联系的电话"}
FORMS = (LEDGER, ARRIVALS, WORKS)


@dataclass
class Moved:
    """One sheet's changes: where its columns and rows went, what was hidden, renamed, added."""

    order: list[int]
    blanks: list[int] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    renamed: list[str] = field(default_factory=list)
    extra: bool = False

    def cell(self, cell: str) -> str:
        letters = cell.rstrip("0123456789")
        if not letters:
            return cell
        old, row = _number(letters), int(cell[len(letters) :])
        return f"{column_letter(self.order.index(old - 1) + 1)}{self.row(row)}"

    def row(self, row: int) -> int:
        return row + sum(one < row for one in self.blanks)

    def applied(self, form: str, grid: Grid) -> Grid:
        located = locate(shipped().form(form), [grid])
        lines = []
        for row, line in enumerate(grid.values, start=1):
            line = [*line, *[None] * (grid.width - len(line))]
            if row > located.header_row - 2:
                line = [line[at] for at in self.order]
            if row == located.header_row:
                line = [RENAMED[one] if one in self.renamed else one for one in line]
            if self.extra and row >= located.header_row:
                line.append("上级补助" if row == located.header_row else 7.5 + row)
            lines.append(line)
            lines.extend([None] for _ in range(self.blanks.count(row)))
        new = {old + 1: at for at, old in enumerate(self.order, start=1)}
        merges = tuple(
            (top, new[left], bottom, new[left])
            for top, left, bottom, right in grid.merges
            if left == right and bottom == located.header_row
        )
        hidden = frozenset(map(self.row, self.hidden))
        return replace(grid, values=lines, merges=merges, hidden_rows=hidden)


class Desk:
    """Reads the drawn county's files; some names stand for workbooks that are nowhere written."""

    books: Mapping[str, Workbook] = {}
    jobs = 1

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, data: bytes, name: str) -> Workbook:
        return self.books[name] if name in self.books else _read(data, name)

    def each(self, task: Callable, files: Iterable[tuple[bytes, str, tuple]]) -> Iterator:
        for data, name, more in files:
            yield task(self.read(data, name), *more)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.integers(1, 3), some.data())
def test_whatever_is_done_to_the_files_the_findings_follow_their_cells(seed, data):
    books = dict(_county(seed)[1])
    seeded: dict[str, list[tuple]] = {
        name: data.draw(some.lists(some.sampled_from(SEEDS), max_size=4, unique=True))
        for name in books
    }
    spoilt, wanted = {}, Counter()
    for name, book in books.items():
        spoilt[name], cells = _spoilt(book, seeded[name], data)
        wanted.update((code, name, where) for code, where in cells)
    told = _findings(seed, spoilt)
    assert _lines(told) - _lines(_findings(seed, books)) == wanted

    names = data.draw(some.permutations([f"{number}.xlsx" for number in range(len(books))]))
    called = dict(zip(books, names, strict=True))
    moves = {
        (name, form): _draw(data, form, book) for name, book in books.items() for form in FORMS
    }
    moved = {
        called[name]: replace(book, grids=tuple(_moved(moves, name, grid) for grid in book.grids))
        for name, book in spoilt.items()
    }
    expected = Counter({_followed(one, called, moves): 1 for one in told})
    for (name, form), move in moves.items():
        expected.update({("V05", called[name], form, one): 1 for one in move.renamed})
        expected.update({("V56", called[name], form, ""): 1} if move.hidden else {})
        expected.update({("X07", called[name], form, ""): 1} if move.extra else {})
    assert Counter(map(_short, _findings(seed, moved))) == expected


def _draw(data: some.DataObject, form: str, book: Workbook) -> Moved:
    grid = _sheet(book, form)
    rows = _rows(form, grid)
    some_rows = some.lists(some.sampled_from(rows), max_size=2) if rows else some.just([])
    renamed = some.lists(some.sampled_from(list(RENAMED)), unique=True, max_size=2)
    return Moved(
        data.draw(some.permutations(range(grid.width))),
        data.draw(some_rows),
        set(data.draw(some_rows)),
        data.draw(renamed) if form == LEDGER else [],
        bool(rows) and data.draw(some.booleans()),
    )


def _spoilt(
    book: Workbook, seeds: list[tuple], data: some.DataObject
) -> tuple[Workbook, list[tuple[str, tuple[str, str]]]]:
    """Type each seed into a row that has no other; tell the rule and the cell."""
    grids = {grid.name: grid for grid in book.grids}
    cells = []
    for form, name, typed, code in seeds:
        grid = grids[form]
        taken = {where for _, where in cells}
        column = locate(shipped().form(form), [grid]).columns[name]
        free = [
            row
            for row in _rows(form, grid)
            if not any(sheet == form and cell.endswith(str(row)) for sheet, cell in taken)
        ]
        if not free:
            continue
        row = data.draw(some.sampled_from(free))
        lines = [[*line, *[None] * (grid.width - len(line))] for line in grid.values]
        lines[row - 1][column - 1] = typed
        grids[form] = replace(grid, values=lines)
        cells.append((code, (form, f"{column_letter(column)}{row}")))
    return replace(book, grids=tuple(grids.values())), cells


def _moved(moves: Mapping[tuple[str, str], Moved], name: str, grid: Grid) -> Grid:
    move = moves.get((name, grid.name))
    return move.applied(grid.name, grid) if move else grid


def _followed(
    finding: Finding, called: Mapping[str, str], moves: Mapping[tuple[str, str], Moved]
) -> tuple[str, str, str, str]:
    code, file, sheet, cell = _short(finding)
    move = moves.get((file, sheet))
    return code, called.get(file, file), sheet, move.cell(cell) if move else cell


def _short(one: Finding) -> tuple[str, str, str, str]:
    """What a finding is about; of those about a sheet what was found, their cells are its rows'."""
    place = one.places[0]
    if one.rule.code in ("V05", "V56", "X07"):
        about = one.expected or next((k for k, v in RENAMED.items() if v == one.found), "")
        return one.rule.code, place.file, place.sheet, about
    return one.rule.code, place.file, place.sheet, place.cell


def _lines(findings: list[Finding]) -> Counter:
    short = map(_short, findings)
    return Counter((code, file, (sheet, cell)) for code, file, sheet, cell in short)


def _findings(seed: int, books: Mapping[str, Workbook]) -> list[Finding]:
    drawn, _ = _county(seed)
    desk = Desk()
    desk.books = books
    with TemporaryDirectory() as name:
        folder = Path(name)
        for one in ("2026-01", "基础库.xlsx"):
            (folder / one).symlink_to(drawn / one)
        (folder / "2026-02").mkdir()
        for one in books:
            (folder / "2026-02" / one).write_bytes(one.encode())
        with (
            patch("pipeline.gather.Reader", lambda jobs: desk),
            patch("pipeline.gather.load_scheme", lambda _: shipped()),
        ):
            month = gather(Office(TEMPLATES, folder, folder / "outputs"), FEBRUARY)[1]
    return [one for one in month.findings if one.rule.code != "V58"]


@cache
def _county(seed: int) -> tuple[Path, dict[str, Workbook]]:
    kept = TemporaryDirectory()
    atexit.register(kept.cleanup)
    folder = Path(kept.name)
    draw(seed, units=3, projects=5, period_last="2026-02").write(folder)
    files = sorted((folder / "2026-02").glob("*.xlsx"))
    return folder, {path.name: _read(path.read_bytes(), path.name) for path in files}


@cache
def _read(data: bytes, name: str) -> Workbook:
    return _reader().read(data, name)


@cache
def _reader() -> Reader:
    reader = Reader()
    atexit.register(reader.close)
    return reader


def _sheet(book: Workbook, form: str) -> Grid:
    return next(grid for grid in book.grids if grid.name == form)


def _rows(form: str, grid: Grid) -> list[int]:
    table = read_table(shipped(), shipped().form(form), "", [grid], FEBRUARY, "").table
    return list(table.rows) if table else []


def _number(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number
