"""Where everything stands on a sheet of the blank form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.number import SCALE
from pipeline.model.period import Period
from pipeline.model.place import column_letter
from pipeline.model.table import Value
from pipeline.scheme.form import Carry, Field, Form, Kind

SPARE, FEW = 30, 20
"""Blank rows for new entries; fewer on a form that begins empty each time: it fits a page."""

TOP = 3
"""The header's first row; the title and the line of unit and measure stand above."""

Row = Mapping[str, Value]
"""Column name (各月.3 for a month) → the value to fill in, as a table's column holds it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One form as a sheet: its columns in order, its filled rows, `spare` blank ones below.

    `said` are the rows whose key the checks themselves name: row index → key.
    """

    form: Form
    rows: Sequence[Row]
    columns: Sequence[tuple[str, Field, str]]
    said: Mapping[int, str]
    spare: int = SPARE

    @property
    def first(self) -> int:
        """The sheet row of the first data row."""
        return TOP + self.depth

    @property
    def depth(self) -> int:
        """How many rows the header has: two where months stand under a common heading."""
        return 2 if any(field.repeat for _, field, _ in self.columns) else 1

    @property
    def last(self) -> int:
        """The sheet row of the last data row, blank ones included."""
        return self.first + len(self.rows) + self.spare - 1

    def letter(self, name: str) -> str:
        """The letter of a column; KeyError for one that the form does not have."""
        for number, (column, _, _) in enumerate(self.columns, start=1):
            if column == name:
                return column_letter(number)
        raise KeyError(name)

    def has(self, name: str) -> bool:
        return any(column == name for column, _, _ in self.columns)

    def cell(self, name: str, row: int) -> str:
        """The address of a cell of row `row` (an index), its column fixed: $E5."""
        return f"${self.letter(name)}{self.first + row}"

    def down(self, name: str) -> str:
        """All data cells of a column, as another sheet writes it."""
        letter = self.letter(name)
        return f"'{self.form.sheet}'!${letter}${self.first}:${letter}${self.last}"

    def across(self, names: Sequence[str]) -> str:
        """All data cells of neighbouring columns, as another sheet writes it."""
        left, right = self.letter(names[0]), self.letter(names[-1])
        return f"'{self.form.sheet}'!${left}${self.first}:${right}${self.last}"


def layout_of(
    form: Form, rows: Sequence[Row], said: Sequence[str], period: Period, spare: int = SPARE
) -> Layout:
    """Lay out a form for `period`, with a row for each key in `said` that no row has yet."""
    columns = [
        (name, field, heading)
        for field in form.fields.values()
        if field.holds_in(period)
        for name, heading in zip(field.columns, field.headings(), strict=True)
    ]
    filled = list(rows)
    places: dict[int, str] = {}
    for word in said:
        at = next((i for i, row in enumerate(filled) if row.get(form.key[0]) == word), None)
        if at is None:
            at = len(filled)
            filled.append({form.key[0]: word})
        places[at] = word
    spare = min(FEW, spare) if form.carry is Carry.NEVER else spare
    return Layout(form, filled, columns, places, 0 if said else spare)


def spoken(value: Value, field: Field) -> object:
    """A value as a cell takes it: numbers as floats, months as 2026-07."""
    if field.kind is Kind.NUMBER and isinstance(value, int):
        return value / SCALE
    if field.kind is Kind.MONTH and value is not None:
        return f"{value.year:04d}-{value.month:02d}"  # type: ignore[union-attr]
    return value
