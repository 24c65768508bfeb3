"""The office's tables by the role they serve, whatever the office calls them."""

from __future__ import annotations

from datetime import date

from pipeline.collect.base import Base
from pipeline.model.month import Person
from pipeline.model.number import Number, unscaled
from pipeline.model.period import Period
from pipeline.model.table import Table
from pipeline.scheme.form import Kind
from pipeline.scheme.scheme import Scheme


def role_table(scheme: Scheme, base: Base, role: str) -> Table | None:
    """The table of a role, if the office keeps it."""
    form = scheme.role(role)
    return base.tables.get(form.name) if form else None


def role_rows(scheme: Scheme, base: Base, role: str) -> list[dict[str, object]]:
    """The rows of a role's table as plain dicts, none without it."""
    form = scheme.role(role)
    return base.rows(form.name) if form else []


def parameters(scheme: Scheme, base: Base) -> dict[str, object]:
    """The office's parameters by field; numbers exact."""
    form = scheme.role("参数")
    values = base.pairs(form.name) if form else {}
    return {name: unscaled(one) if type(one) is int else one for name, one in values.items()}


def declared(scheme: Scheme) -> tuple[str, ...]:
    """The names of all parameters that the office may fill in, filled in or not."""
    form = scheme.role("参数")
    return tuple(dict.fromkeys([*(form.fields if form else ()), *scheme.told]))


def people(scheme: Scheme, base: Base, period: Period) -> list[Person]:
    """The people with a quota in the period's year."""
    form = scheme.role("人员")
    fields = form.fields.values() if form is not None else ()
    numbers = [one.name for one in fields if one.kind is Kind.NUMBER]
    return [
        Person(
            unit=str(row.get("单位") or ""),
            name=str(row.get("姓名") or ""),
            grade=str(row.get("职级") or ""),
            money=_amount(row.get("资金任务")),
            leads=_amount(row.get("信息任务")),
            tasks={name: one for name in numbers if (one := _amount(row.get(name))) is not None},
        )
        for row in role_rows(scheme, base, "人员")
        if row.get("年度") == period.year
    ]


def is_of(value: object, period: Period) -> bool:
    """Tell whether a date stands for the period's month."""
    return isinstance(value, date) and (value.year, value.month) == (period.year, period.month)


def _amount(value: object) -> Number | None:
    return unscaled(value) if isinstance(value, int) else None
