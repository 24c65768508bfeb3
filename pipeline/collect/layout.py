"""What stands around a table: hidden parts, merges, further headers, columns nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.collect.locate import Located, blank
from pipeline.collect.rows import Rows
from pipeline.model.place import column_letter
from pipeline.office.grid import Grid
from pipeline.scheme.form import Form

MOST_PLACES = 5
"""Cells that a finding about many names; their number stands in its message."""

_ONE_EACH = "请一张工作表只放一张表，把其余的表移到各自的工作表"
_UNHIDE = "请取消隐藏后核对，确认无误的写明原因"
_NUMBERING = ("序号", "编号", "行号", "行次", "no", "no.")


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something about a sheet that may hide or shift data: what, what to do, the first cells."""

    what: str
    remedy: str
    cells: Sequence[str] = ()


def oddities(form: Form, located: Located, rows: Rows) -> Iterator[Oddity]:
    """Yield each kind of thing on the sheet that may hide or shift data, once."""
    yield from hidden_sheet(located.grid)
    yield from _hidden_rows(located, rows)
    yield from _hidden_columns(located, rows)
    yield from _merges(form, located, rows)
    yield from _headers(located, rows)


def hidden_sheet(grid: Grid) -> Iterator[Oddity]:
    if grid.hidden:
        yield Oddity("整张工作表被隐藏", _UNHIDE)


def merged_keys(form: Form, located: Located, rows: Rows) -> dict[tuple[int, int], tuple[int, int]]:
    """The blank cells of key columns that a merge covers, with the cell that has their value."""
    keys = {located.columns[name] for name in form.key if name in located.columns}
    data = set(rows.data)
    return {
        (row, left): (top, left)
        for top, left, bottom, right in located.grid.merges
        if left == right and left in keys and top > located.header_row
        for row in range(top + 1, min(bottom, located.grid.height) + 1)
        if row in data
    }


def strange_columns(located: Located, rows: Rows) -> Iterator[tuple[int, str]]:
    """Yield the columns outside the form in which amounts, not rates, stand: number, header."""
    taken = set(located.columns.values())
    for column, text in located.headings.items():
        rate = any(word in text for word in ("率", "%", "占比"))
        if column in taken or text.lower() in _NUMBERING or rate:
            continue
        values = [located.grid.cell(row, column) for row in rows.data]
        amounts = [one for one in values if type(one) in (int, float)]
        if amounts and amounts != list(range(1, len(amounts) + 1)):
            yield column, text


def _hidden_rows(located: Located, rows: Rows) -> Iterator[Oddity]:
    hidden = [row for row in rows.data if row in located.grid.hidden_rows]
    if not hidden:
        return
    cells = [f"{_first_column(located)}{row}" for row in hidden[:MOST_PLACES]]
    if located.grid.filtered:
        yield Oddity(
            f"正在筛选，有{len(hidden)}行数据没有显示",
            "请清除筛选后核对，确认无误的写明原因",
            cells,
        )
    else:
        yield Oddity(f"有{len(hidden)}行数据被隐藏", _UNHIDE, cells)


def _hidden_columns(located: Located, rows: Rows) -> Iterator[Oddity]:
    grid = located.grid
    hidden = [
        number
        for number in sorted(located.columns.values())
        if number in grid.hidden_columns
        and any(not blank(grid.cell(row, number)) for row in rows.data)
    ]
    if hidden:
        cells = [f"{column_letter(one)}{located.header_row}" for one in hidden[:MOST_PLACES]]
        yield Oddity(f"有{len(hidden)}列数据被隐藏", _UNHIDE, cells)


def _merges(form: Form, located: Located, rows: Rows) -> Iterator[Oddity]:
    if not located.grid.merges:
        return
    keys = {located.columns[name] for name in form.key if name in located.columns}
    fields, data = set(located.columns.values()), set(rows.data)
    merged = [
        (top, left)
        for top, left, bottom, right in located.grid.merges
        if top in data
        and not (left == right and left in keys)
        and not blank(located.grid.cell(top, left))
        and any(left <= number <= right for number in fields)
    ]
    if merged:
        cells = [f"{column_letter(left)}{top}" for top, left in sorted(merged)[:MOST_PLACES]]
        remedy = "合并的格只算左上一格，请拆开后逐格填写"
        yield Oddity(f"有{len(merged)}处数据格被合并", remedy, cells)


def _headers(located: Located, rows: Rows) -> Iterator[Oddity]:
    if rows.headers:
        row = rows.headers[0]
        remedy = "请删去多余的表头，核对其下各行是否都应填报"
        yield Oddity(f"第{row}行又有表头，其下各行已一并读入", remedy, [f"A{row}"])
    if rows.ended:
        row = rows.ended
        yield Oddity(f"第{row}行起是另一张表，没有读入", _ONE_EACH, [f"A{row}"])
    if located.unread:
        cells = located.unread[:MOST_PLACES]
        yield Oddity(f"{'、'.join(cells)}起是另外的表，没有读入", _ONE_EACH, cells)


def _first_column(located: Located) -> str:
    return column_letter(min(located.columns.values()))
