"""The forms that the office issues, read from its declarations: sheets and their columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

MONTHS = "各月"
_FORMS = Path(__file__).resolve().parents[2] / "templates" / "forms"


@dataclass(frozen=True)
class Column:
    """One printed column; `month` is 1 to 12 for the columns of a repeated field."""

    field: str
    header: str
    kind: str
    choices: tuple[str, ...] = ()
    measure: str = ""
    month: int = 0


@dataclass(frozen=True)
class Form:
    title: str
    sheet: str
    measure: str
    columns: tuple[Column, ...]
    note: str = ""


@cache
def submitted(name: str) -> Form:
    """Return a form that units send, by its name."""
    return _read(_FORMS / f"{name}.yaml")


@cache
def kept(name: str) -> Form:
    """Return a form of the office's own base tables."""
    return _read(_FORMS / "基础库" / f"{name}.yaml")


def _read(path: Path) -> Form:
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    columns: list[Column] = []
    for field, told in declared["字段"].items():
        header = told.get("表头", field)
        shape = told["类型"], tuple(told.get("取值", ())), told.get("计量单位", "")
        repeats = told.get("重复", 0)
        if not repeats:
            columns.append(Column(field, header, *shape))
        for month in range(1, repeats + 1):
            columns.append(Column(field, header.replace("{n}", str(month)), *shape, month))
    return Form(
        declared["表名"],
        declared["定位"]["工作表"],
        declared.get("计量单位", ""),
        tuple(columns),
        declared.get("说明", ""),
    )
