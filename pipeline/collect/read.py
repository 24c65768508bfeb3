"""Reads one form's table out of a workbook, typed, with a finding for every unusable cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.collect.about import About
from pipeline.collect.cells import Cells
from pipeline.collect.layout import hidden_sheet, merged_keys
from pipeline.collect.locate import Located, locate, pairs, wanted_headings
from pipeline.collect.renamed import with_renamed
from pipeline.collect.rows import rows_of
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.model.place import Place, column_letter
from pipeline.model.table import Column, Table
from pipeline.office.grid import Grid
from pipeline.scheme.form import Field, Form
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of looking for a form in a workbook; `respelt` are the cells that count for V58."""

    table: Table | None
    findings: tuple[Finding, ...] = ()
    respelt: tuple[Place, ...] = ()


def read_table(
    scheme: Scheme,
    form: Form,
    file: str,
    grids: Sequence[Grid],
    period: Period,
    unit: str,
    located: Located | None = None,
) -> Reading:
    """Return the form's table; V04 where a must is missing, V07, V08, V10, X01, X08 per cell.

    Fields that are not in force in `period` are not looked for. For what units send also V05,
    V56, X05 and X07: what is odd about the sheet. `located` says where the table stands, if that
    is known already.
    """
    form = form.at(period)
    if form.paired:
        return _read_pairs(scheme, form, file, grids, period, unit)
    located = located or locate(form, grids)
    if located is None:
        return Reading(None, _absent(scheme, form, file, grids, period, unit))
    if not form.base:
        located = with_renamed(form, located)
    findings = [
        _headless(scheme, form, file, located, one, period, unit) for one in located.missing
    ]
    findings.extend(_mismeasured(scheme, form, file, located, period, unit))
    rows = rows_of(form, located, lambda: _every_heading(scheme))
    reader = Cells(scheme, form, file, located.grid, period, unit)
    reader.merged = merged_keys(form, located, rows)
    columns = {}
    for name, number in located.columns.items():
        field = form.fields[name.split(".")[0]]
        columns[name] = reader.column(name, field, number, rows.data)
    table = Table(form.name, file, located.grid.name, rows.data, columns, located.header_row)
    findings.extend(reader.findings)
    if not form.base:
        about = About(scheme, form, file, period, unit)
        findings.extend(about.sheet(located, rows, columns))
    return Reading(table, tuple(findings), tuple(reader.respelt))


def _read_pairs(
    scheme: Scheme, form: Form, file: str, grids: Sequence[Grid], period: Period, unit: str
) -> Reading:
    grid = next((one for one in grids if one.name.strip() == form.sheet), None)
    if grid is None:
        return Reading(None, _absent(scheme, form, file, grids, period, unit))
    reader = Cells(scheme, form, file, grid, period, unit)
    columns = {}
    for name, (row, number) in pairs(form, grid).items():
        value, raw = reader.cell(name, form.fields[name], row, number, 0)
        address = f"{column_letter(number)}{row}"
        columns[name] = Column(name, address, [value], {0: raw} if raw else {})
    findings = list(reader.findings)
    if not form.base:
        about = About(scheme, form, file, period, unit)
        findings.extend(about.oddity(grid.name, odd) for odd in hidden_sheet(grid))
    table = Table(form.name, file, grid.name, [1], columns)
    return Reading(table, tuple(findings), tuple(reader.respelt))


def _every_heading(scheme: Scheme) -> frozenset[str]:
    forms = [form for form in scheme.forms.values() if not form.paired]
    return frozenset(text for form in forms for text in wanted_headings(form))


def _absent(
    scheme: Scheme, form: Form, file: str, grids: Sequence[Grid], period: Period, unit: str
) -> tuple[Finding, ...]:
    if not form.must or not form.timetable.due_in(period):
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
