"""The office's own tables, read from 基础库.xlsx like any form; every one of them is optional."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.collect.read import read_table
from pipeline.model.finding import Finding
from pipeline.model.period import Period
from pipeline.model.place import Place
from pipeline.model.table import Table
from pipeline.office.reading import Reader, Unreadable
from pipeline.scheme.rules import found
from pipeline.scheme.scheme import BASE, Scheme


@dataclass(frozen=True, slots=True)
class Base:
    """The base tables by form name, with what was wrong in them."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    file: str = ""
    digest: str = ""

    def parameter(self, form: str, name: str) -> object:
        """A value of a table of pairs; None where it is not given."""
        table = self.tables.get(form)
        column = table.columns.get(name) if table else None
        return column.values[0] if column else None


def read_base(scheme: Scheme, inputs: Path, reader: Reader, period: Period) -> Base:
    """Read inputs/基础库.xlsx (or .xls, .ods); an office without one gets an empty Base."""
    paths = sorted(inputs.glob(f"{BASE}.*"))
    paths = [path for path in paths if path.is_file() and not path.name.startswith(("~$", "."))]
    if not paths:
        return Base()
    path = paths[0]
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        workbook = reader.read(data, path.name)
    except Unreadable as error:
        trouble = found(
            scheme.rules["V57"],
            period,
            "",
            (Place(path.name),),
            文件=path.name,
            原因=error.problem,
            办法=error.remedy,
        )
        return Base({}, (trouble,), path.name, digest)
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for form in scheme.base.values():
        reading = read_table(scheme, form, path.name, workbook.grids, period, "")
        if reading.table is not None:
            tables[form.name] = reading.table
        findings.extend(reading.findings)
    return Base(tables, tuple(findings), path.name, digest)
