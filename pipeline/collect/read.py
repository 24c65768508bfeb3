"""Reads one form's table out of a workbook, typed, with a finding for every unusable cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.collect.locate import Located, data_rows, locate, pairs
from pipeline.collect.typing import shown, typed
from pipeline.model.finding import Finding
from pipeline.model.number import unscaled
from pipeline.model.period import Period
from pipeline.model.place import Place, column_letter
from pipeline.model.table import Column, Table
from pipeline.office.grid import ErrorValue, Grid, Uncached
from pipeline.scheme.form import Field, Form, Kind
from pipeline.scheme.frame import BAD
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme

_RULE_OF = {
    Kind.NUMBER: "V07",
    Kind.DATE: "V10",
    Kind.MONTH: "V10",
    Kind.YEAR: "V10",
    Kind.CHOICE: "X01",
    Kind.TEXT: "V07",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of looking for a form in a workbook."""

    table: Table | None
    findings: tuple[Finding, ...] = ()


def read_table(
    scheme: Scheme, form: Form, file: str, grids: Sequence[Grid], period: Period, unit: str
) -> Reading:
    """Return the form's table; V04 where a must is missing, V07, V08, V10, X01 per cell."""
    if form.paired:
        return _read_pairs(scheme, form, file, grids, period, unit)
    located = locate(form, grids)
    if located is None:
        return Reading(None, _absent(scheme, form, file, grids, period, unit))
    findings = [
        _headless(scheme, form, file, located, one, period, unit)
        for one in located.missing
        if one.holds_in(period)
    ]
    findings.extend(_mismeasured(scheme, form, file, located, period, unit))
    rows = list(data_rows(form, located))
    reader = _Cells(scheme, form, file, located.grid, period, unit)
    columns = {}
    for name, number in located.columns.items():
        field = form.fields[name.split(".")[0]]
        columns[name] = reader.column(name, field, number, rows)
    table = Table(form.name, file, located.grid.name, rows, columns, located.header_row)
    return Reading(table, (*findings, *reader.findings))


class _Cells:
    """Types the cells of one table and keeps the findings."""

    def __init__(
        self, scheme: Scheme, form: Form, file: str, grid: Grid, period: Period, unit: str
    ) -> None:
        self.scheme, self.form, self.file, self.grid = scheme, form, file, grid
        self.period, self.unit = period, unit
        self.findings: list[Finding] = []

    def column(self, name: str, field: Field, number: int, rows: Sequence[int]) -> Column:
        values, raw = [], {}
        for index, row in enumerate(rows):
            cell = self.cell(name, field, row, number, index)
            values.append(cell[0])
            if cell[1]:
                raw[index] = cell[1]
        return Column(name, column_letter(number), values, raw)

    def cell(self, name: str, field: Field, row: int, number: int, index: int) -> tuple:
        value = self.grid.cell(row, number)
        if value is None:
            return None, ""
        place = (row, number)
        if isinstance(value, (ErrorValue, Uncached)):
            text = value.code if isinstance(value, ErrorValue) else "未计算的公式"
            self._note("V07", field, place, index, name, text)
            return BAD, text
        one = typed(value, field)
        if one.bad:
            self._note(_RULE_OF[field.kind], field, place, index, name, one.raw)
        elif self._outside(field, one.value):
            self._note("V08", field, place, index, name, shown(value))
            return BAD, shown(value)
        return one.value, one.raw

    def _outside(self, field: Field, value: object) -> bool:
        if field.kind is not Kind.NUMBER or not isinstance(value, int):
            return False
        low, high = field.lowest, field.highest
        if low is None and high is None:
            return False
        number = unscaled(value)
        return (low is not None and number < low) or (high is not None and number > high)

    def _note(
        self, code: str, field: Field, at: tuple[int, int], index: int, name: str, text: str
    ) -> None:
        row, number = at
        place = Place(self.file, self.grid.name, f"{column_letter(number)}{row}")
        heading = field.headings()[field.columns.index(name)]
        finding = found(
            self.scheme.rules[code],
            self.period,
            self.unit,
            (place,),
            行=row,
            列=heading,
            值=text,
            可选="、".join(field.choices),
            表=self.form.title,
            table=self.form.name,
            row=index,
            field=name,
            found=text,
            cells=((self.form.name, index, field.name),),
        )
        self.findings.append(finding)


def _read_pairs(
    scheme: Scheme, form: Form, file: str, grids: Sequence[Grid], period: Period, unit: str
) -> Reading:
    grid = next((one for one in grids if one.name.strip() == form.sheet), None)
    if grid is None:
        return Reading(None, _absent(scheme, form, file, grids, period, unit))
    reader = _Cells(scheme, form, file, grid, period, unit)
    columns = {}
    for name, (row, number) in pairs(form, grid).items():
        value, raw = reader.cell(name, form.fields[name], row, number, 0)
        address = f"{column_letter(number)}{row}"
        columns[name] = Column(name, address, [value], {0: raw} if raw else {})
    return Reading(Table(form.name, file, grid.name, [1], columns), tuple(reader.findings))


def _absent(
    scheme: Scheme, form: Form, file: str, grids: Sequence[Grid], period: Period, unit: str
) -> tuple[Finding, ...]:
    if not form.must:
        return ()
    sheet = next((grid.name for grid in grids if grid.name.strip() == form.sheet), "")
    what = "表头" if sheet else "工作表"
    place = Place(file, sheet)
    cells = tuple((form.name, -1, name) for name in form.fields)
    return (
        found(
            scheme.rules["V04"],
            period,
            unit,
            (place,),
            表=form.sheet or form.title,
            列=what,
            table=form.name,
            cells=cells,
        ),
    )


def _mismeasured(
    scheme: Scheme, form: Form, file: str, located: Located, period: Period, unit: str
) -> Iterator[Finding]:
    """X03: a sheet that says it is in another measure; a silent factor of ten thousand."""
    for (row, column), (said, declared) in located.measures.items():
        yield found(
            scheme.rules["X03"],
            period,
            unit,
            (Place(file, located.grid.name, f"{column_letter(column)}{row}"),),
            值=said,
            应为=declared,
            表=form.title,
            found=said,
            expected=declared,
            table=form.name,
            cells=tuple((form.name, -1, name) for name in form.fields),
        )


def _headless(
    scheme: Scheme,
    form: Form,
    file: str,
    located: Located,
    field: Field,
    period: Period,
    unit: str,
) -> Finding:
    return found(
        scheme.rules["V04"],
        period,
        unit,
        (Place(file, located.grid.name),),
        表=located.grid.name,
        列=_missing_heading(field, located),
        table=form.name,
        field=field.name,
        cells=((form.name, -1, field.name),),
    )


def _missing_heading(field: Field, located: Located) -> str:
    pairs_ = zip(field.columns, field.headings(), strict=True)
    return "、".join(heading for name, heading in pairs_ if name not in located.columns)
