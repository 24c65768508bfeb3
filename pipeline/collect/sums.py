"""小计 and 合计 rows: never counted, but held against the rows that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.collect.locate import Located, blank, folded
from pipeline.collect.rows import Rows
from pipeline.collect.typing import typed
from pipeline.model.number import SCALE
from pipeline.model.table import Column
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.sent import BAD

Wrong = tuple[str, int, int]
"""A column's name, what its sum row says and what its rows come to, in 10⁻⁶."""


def wrong_sums(
    form: Form, located: Located, rows: Rows, columns: Mapping[str, Column]
) -> Iterator[tuple[int, str, Sequence[Wrong]]]:
    """Yield each sum row that agrees with no set of rows it may stand for: row, its word, columns.

    A sum may stand for all rows above, for those since one of the sums before, for those up to
    the next sum, or for all. The set that fits most columns is the one that was meant.
    """
    names = [name for name in columns if _adds_up(form, name, columns)]
    for at, row in enumerate(rows.sums):
        said = {name: _said(form, located, name, row) for name in names}
        given = {name: value for name, value in said.items() if value is not None}
        if not given:
            continue
        wrong = min(
            (
                [
                    (name, value, total)
                    for name, value in given.items()
                    if abs(value - (total := _total(columns[name], chosen))) > _allowed(value)
                ]
                for chosen in _candidates(rows, at)
            ),
            key=len,
        )
        if wrong:
            yield row, _word(located, row), wrong


def _adds_up(form: Form, name: str, columns: Mapping[str, Column]) -> bool:
    field = form.fields[name.split(".")[0]]
    amount = field.kind is Kind.NUMBER and field.measure != "%" and (field.measure or field.repeat)
    return bool(amount) and not any(value is BAD for value in columns[name].values)


def _said(form: Form, located: Located, name: str, row: int) -> int | None:
    value = located.grid.cell(row, located.columns[name])
    field = form.fields[name.split(".")[0]]
    read = None if not isinstance(value, (int, float, str)) else typed(value, field).value
    return read if isinstance(read, int) else None


def _candidates(rows: Rows, at: int) -> Iterator[Sequence[int]]:
    row, before = rows.sums[at], rows.sums[:at]
    after = rows.sums[at + 1] if at + 1 < len(rows.sums) else None
    above = [index for index, one in enumerate(rows.data) if one < row]
    if above:
        yield above
        for start in reversed(before):
            yield [index for index in above if rows.data[index] > start]
    below = [index for index, one in enumerate(rows.data) if one > row]
    if below:
        yield [index for index in below if after is None or rows.data[index] < after]
    yield range(len(rows.data))


def _total(column: Column, chosen: Sequence[int]) -> int:
    return sum(value for index in chosen if isinstance(value := column.values[index], int))


def _allowed(value: int) -> int:
    """Half of the last digit that the sum shows."""
    step = SCALE
    while step > 1 and value % step:
        step //= 10
    return step // 2


def _word(located: Located, row: int) -> str:
    cells = (located.grid.cell(row, number) for number in range(1, located.grid.width + 1))
    words = (folded(one) for one in cells if isinstance(one, str) and not blank(one))
    return next((word for word in words if not word.isdigit()), "")
