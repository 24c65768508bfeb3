"""The unit directory: who reports, and under which names a file may speak of them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.number import SCALE
from pipeline.model.period import Period
from pipeline.model.table import Table
from pipeline.model.unit import Unit
from pipeline.scheme.sent import normal


@dataclass(frozen=True, slots=True)
class Directory:
    """The units in the office's order; empty where the office keeps no directory."""

    units: tuple[Unit, ...] = ()
    _names: Mapping[str, Unit] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.units)

    def __getitem__(self, code: str) -> Unit:
        return next(unit for unit in self.units if unit.code == code)

    def find(self, *names: str) -> Unit | None:
        """The unit that one of `names` (a code or any of its names) stands for."""
        for name in names:
            unit = self._names.get(normal(name)) if name else None
            if unit is not None:
                return unit
        return None

    def within(self, text: str) -> Unit | None:
        """The one unit whose code, or else longest name, occurs in a file or folder name."""
        plain = normal(text)
        hits = [(len(name), unit) for name, unit in self._names.items() if name in plain]
        longest = max((length for length, _ in hits), default=0)
        found = {unit.code: unit for length, unit in hits if length == longest}
        return next(iter(found.values())) if len(found) == 1 else None

    def nearest(self, name: str) -> str:
        """The known full name that looks most like `name`, empty if none does."""
        names = [unit.name for unit in self.units]
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
        return near[0] if near else ""


def directory_of(table: Table | None, period: Period) -> Directory:
    """Read the directory's rows that are in force in `period`, in the order of 排序号."""
    if table is None:
        return Directory()
    units = sorted(_units(table, period), key=lambda unit: (unit.order, unit.code))
    return Directory(tuple(units), dict(_names(units)))


def _units(table: Table, period: Period) -> Iterable[Unit]:
    for row in range(len(table)):
        cells = {name: column.values[row] for name, column in table.columns.items()}
        start, end = cells.get("启用"), cells.get("停用")
        if isinstance(start, date) and start > period.end:
            continue
        if isinstance(end, date) and end < date(period.year, period.month, 1):
            continue
        order = cells.get("排序号")
        yield Unit(
            code=_word(cells, "代码"),
            name=_word(cells, "全称"),
            short=_word(cells, "简称") or _word(cells, "全称"),
            aliases=tuple(one for one in re.split("[;；、]", _word(cells, "曾用名")) if one),
            group=_word(cells, "汇总组"),
            ranking=_word(cells, "分组"),
            front=_word(cells, "战线"),
            order=order // SCALE if isinstance(order, int) else row,
            since=start if isinstance(start, date) else None,
            details={name: value for name, value in cells.items() if isinstance(value, str)},
        )


def _names(units: Iterable[Unit]) -> Iterable[tuple[str, Unit]]:
    for unit in units:
        for name in (unit.code, unit.name, unit.short, *unit.aliases):
            if name:
                yield normal(name), unit


def _word(cells: Mapping[str, object], name: str) -> str:
    value = cells.get(name)
    return value if isinstance(value, str) else ""
