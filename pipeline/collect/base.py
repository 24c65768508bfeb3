"""The office's own tables, read from 基础库.xlsx like any form; every one of them is optional."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.collect.directory import Directory
from pipeline.collect.read import read_table
from pipeline.model.finding import Fault, Faulty, Finding
from pipeline.model.period import Period
from pipeline.model.table import Table
from pipeline.model.unit import Unit
from pipeline.office.reading import Reader, Unreadable
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import BASE, Scheme
from pipeline.scheme.sent import BAD

WHOLE = "全市"


@dataclass(frozen=True, slots=True)
class Base:
    """The base tables by form name, with what was wrong in them."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    file: str = ""
    digest: str = ""

    def pairs(self, form: str) -> dict[str, object]:
        """The values of a table of pairs by field; what is not given is left out."""
        table = self.tables.get(form)
        if table is None:
            return {}
        values = {name: column.values[0] for name, column in table.columns.items()}
        return {name: value for name, value in values.items() if value not in (None, BAD)}

    def rows(self, form: str) -> list[dict[str, object]]:
        """The rows of a table as plain dicts."""
        table = self.tables.get(form)
        if table is None:
            return []
        return [
            {name: column.values[row] for name, column in table.columns.items()}
            for row in range(len(table))
        ]


def read_base(scheme: Scheme, inputs: Path, reader: Reader, period: Period) -> Base:
    """Read inputs/基础库.xlsx (or .xls, .ods); an office without one gets an empty Base.

    Faulty where the file cannot be read or there are two: no figure could be judged by a guess.
    """
    paths = sorted(inputs.glob(f"{BASE}.*"))
    paths = [path for path in paths if path.is_file() and not path.name.startswith(("~$", "."))]
    if not paths:
        return Base()
    if len(paths) > 1:
        names = "、".join(f"《{path.name}》" for path in paths)
        what = f"有{len(paths)}份：{names}，不知以哪份为准"
        raise Faulty([Fault(BASE, "", what, "请只留一份，其余移出文件夹")])
    path = paths[0]
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        workbook = reader.read(data, path.name)
    except Unreadable as error:
        raise Faulty([Fault(path.name, "", error.problem, error.remedy)]) from error
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for form in scheme.base.values():
        reading = read_table(scheme, form, path.name, workbook.grids, period, "")
        if reading.table is not None:
            tables[form.name] = reading.table
        findings.extend(reading.findings)
    return Base(tables, tuple(findings), path.name, digest)


def with_codes(base: Base, scheme: Scheme, directory: Directory, period: Period) -> Base:
    """Write unit codes for unit names in the tables' 单位 column; X02 for unknown units."""
    if not directory:
        return base
    named = {one for unit in directory.units for one in (unit.group, unit.front)}
    places = {WHOLE, *named} - {""}
    lonely = {unit.group for unit in directory.units if _is_its_group(unit, directory)}
    tables = dict(base.tables)
    findings = list(base.findings)
    for name, table in base.tables.items():
        column = table.columns.get("单位")
        if column is None or scheme.base[name].role == "名录":
            continue
        values = list(column.values)
        for row, said in enumerate(values):
            if not isinstance(said, str) or said in places - lonely:
                continue
            unit = directory.find(said)
            if unit is not None:
                values[row] = unit.code
                continue
            finding = found(
                scheme.rules["X02"],
                period,
                "",
                (table.place(row, "单位"),),
                行=table.rows[row],
                值=said,
                候选=directory.nearest(said),
                table=name,
                row=row,
                field="单位",
            )
            findings.append(finding)
        tables[name] = replace(
            table, columns={**table.columns, "单位": replace(column, values=values)}
        )
    return replace(base, tables=tables, findings=tuple(findings))


def _is_its_group(unit: Unit, directory: Directory) -> bool:
    """A group of one unit that has the unit's name: a row for the group is the unit's row."""
    members = [one for one in directory.units if one.group == unit.group]
    return len(members) == 1 and directory.find(unit.group) == unit
