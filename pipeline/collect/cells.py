"""The cells of one table: typed, with a finding for every one that cannot be used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.collect.suggestion import asked, suggested
from pipeline.collect.typing import (
    DAY_0,
    DAY_0_SINCE_1904,
    is_error,
    lost_digits,
    respelt,
    shown,
    typed,
)
from pipeline.model.finding import Finding
from pipeline.model.number import SCALE, read_scaled
from pipeline.model.period import Period
from pipeline.model.place import Place, column_letter
from pipeline.model.table import Column
from pipeline.office.grid import ErrorValue, Grid, Uncached
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme
from pipeline.scheme.sent import BAD

_RULE_OF = {
    Kind.NUMBER: "V07",
    Kind.DATE: "V10",
    Kind.MONTH: "V10",
    Kind.YEAR: "V10",
    Kind.CHOICE: "X01",
    Kind.TEXT: "V07",
}


EARLIEST, LATEST = 2000, 10
"""The first year that a day may have, and how many years ahead of the period the last."""


class Cells:
    """Types the cells of one table and keeps the findings."""

    def __init__(
        self, scheme: Scheme, form: Form, file: str, grid: Grid, period: Period, unit: str
    ) -> None:
        self.scheme, self.form, self.file, self.grid = scheme, form, file, grid
        self.period, self.unit = period, unit
        self.merged: Mapping[tuple[int, int], tuple[int, int]] = {}
        self.day_0 = DAY_0_SINCE_1904 if grid.since_1904 else DAY_0
        self.findings: list[Finding] = []
        self.respelt: list[Place] = []

    def column(self, name: str, field: Field, number: int, rows: Sequence[int]) -> Column:
        values, raw = [], {}
        plain: dict[tuple[type, object], object] = {}  # what was read before, and as it stands
        if not self.merged:
            plain[type(None), None] = None
        amounts = field.kind is Kind.NUMBER and field.measure != "%"
        low, high = _limits(field)
        for index, row in enumerate(rows):
            line = self.grid.values[row - 1]
            sent = line[number - 1] if number <= len(line) else None
            if amounts and type(sent) is float and math.isfinite(sent):
                units = read_scaled(sent)
                if low <= units <= high:
                    values.append(units)
                    continue
            elif (type(sent), sent) in plain:
                values.append(plain[type(sent), sent])
                continue
            noted = len(self.findings) + len(self.respelt)
            value, text = self.cell(name, field, row, number, index)
            values.append(value)
            if text:
                raw[index] = text
            elif sent is not None and noted == len(self.findings) + len(self.respelt):
                plain[type(sent), sent] = value
        return Column(name, column_letter(number), values, raw)

    def cell(self, name: str, field: Field, row: int, number: int, index: int) -> tuple:
        place = (row, number)
        value = self.grid.cell(row, number)
        if value is None and place in self.merged:
            value = self._of_merge(place)
        if value is None:
            return None, ""
        if isinstance(value, (ErrorValue, Uncached)) or is_error(value):
            text = "未计算的公式" if isinstance(value, Uncached) else str(value).strip()
            self._note("V07", field, place, index, name, text)
            return BAD, text
        one = typed(value, field, self.day_0, textual=not self.grid.name)
        if one.bad or (field.kind is Kind.DATE and self._far(one.value)):
            text = one.raw or shown(value)
            hint = suggested(value, text, field, self.period, self.day_0) if one.bad else ""
            self._note(_RULE_OF[field.kind], field, place, index, name, text, hint)
            return BAD, text
        if lost_digits(value, field):
            self._note("X08", field, place, index, name, shown(value))
            return BAD, shown(value)
        if self._outside(field, one.value):
            self._note("V08", field, place, index, name, shown(value))
            return BAD, shown(value)
        if respelt(value, one, field, textual=not self.grid.name):
            self.respelt.append(self._place(place))
        return one.value, one.raw

    def _of_merge(self, place: tuple[int, int]) -> object:
        """The value of the merge that covers a key cell: it belongs to each of its rows."""
        value = self.grid.cell(*self.merged[place])
        if value is None or isinstance(value, (ErrorValue, Uncached)):
            return None
        self.respelt.append(self._place(place))
        return value

    def _far(self, value: object) -> bool:
        """A day that no report can speak of: mistyped, or a number shown as a date."""
        years = range(EARLIEST, self.period.year + LATEST + 1)
        return not self.form.base and isinstance(value, date) and value.year not in years

    def _place(self, at: tuple[int, int]) -> Place:
        return Place(self.file, self.grid.name, f"{column_letter(at[1])}{at[0]}")

    def _outside(self, field: Field, value: object) -> bool:
        if field.kind is not Kind.NUMBER or not isinstance(value, int):
            return False
        low, high = _limits(field)
        return not low <= value <= high

    def _note(
        self,
        code: str,
        field: Field,
        at: tuple[int, int],
        index: int,
        name: str,
        text: str,
        hint: str = "",
    ) -> None:
        heading = field.headings()[field.columns.index(name)]
        finding = found(
            self.scheme.rules[code],
            self.period,
            self.unit,
            (self._place(at),),
            行=at[0],
            列=heading,
            值=text,
            建议=asked(hint, field),
            可选="、".join(field.choices),
            表=self.form.title,
            table=self.form.name,
            row=index,
            field=name,
            found=text,
            expected=hint,
            cells=((self.form.name, index, name),),
        )
        self.findings.append(finding)


def _limits(field: Field) -> tuple[float, float]:
    """The least and the most that may stand in a field of numbers, in 10⁻⁶."""
    low = -math.inf if field.lowest is None else math.ceil(field.lowest * SCALE)
    high = math.inf if field.highest is None else math.floor(field.highest * SCALE)
    return low, high
