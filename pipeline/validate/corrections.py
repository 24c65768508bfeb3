"""V27: what was reported before, and the corrections that license a change of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from pipeline.model.period import Period
from pipeline.model.table import NOTHING
from pipeline.scheme.evaluate import number_at
from pipeline.scheme.frame import Frame, Setting
from pipeline.scheme.rules import Check


def licences_of(
    check: Check, frame: Frame, setting: Setting, *, years_before: bool = False
) -> Mapping[tuple[str, str, str], set[Fraction]]:
    """The corrections that were applied for: (unit, project, month) → the new values.

    For the years before: (unit, project, field) → by how much one of them changes their sum, or
    all do.
    """
    licences: dict[tuple[str, str, str], list[Fraction]] = defaultdict(list)
    requests = setting.frames.get(check.allowance)
    if requests is None:
        return {}
    period, where = requests.column("原所属期"), requests.column("更正表")
    new, old = requests.column("新值"), requests.column("原值")
    year = setting.period.year
    for number in range(len(requests)):
        value, was = number_at(new, number), number_at(old, number) or Fraction(0)
        if value is None or not period.known[number]:
            continue
        if where.known[number] and where.data[number] != frame.form.sheet:
            continue
        month = _month(int(period.data[number]))
        whose = requests.unit[number], requests.key[number]
        if month.year == year and not years_before:
            licences[*whose, f"{check.field}.{month.month}"].append(value)
        elif month.year < year and years_before:
            licences[*whose, check.field].append(value - was)
    if years_before:
        return {whose: {*changes, sum(changes)} for whose, changes in licences.items()}
    return {whose: set(values) for whose, values in licences.items()}


def told(earlier: Frame, row: int, name: str, month: Period) -> bool:
    """Whether the accepted table already spoke of the month, and in a way that could be used."""
    source = earlier.sources[earlier.owner[row]]
    column = source.table.columns.get(name)
    at = int(earlier.row[row])
    if column is None or (column.values[at] is None and column.raw.get(at, "") not in NOTHING):
        return False
    last = source.submission.period
    return month.year == last.year and month <= last


def _month(day: int) -> Period:
    first = date.fromordinal(day)
    return Period(first.year, first.month)
