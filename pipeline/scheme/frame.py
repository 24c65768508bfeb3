"""Frames: the tables of all units of one form laid under one another, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pipeline.model.period import Days, Period, Span
from pipeline.model.table import Submission, Table
from pipeline.scheme.form import Form, Kind
from pipeline.scheme.sent import BAD, normal

if TYPE_CHECKING:
    from pipeline.scheme.memo import Memo


@dataclass(frozen=True, slots=True)
class Vector:
    """A column in evaluation: values, which of them are known, and which are unusable.

    Numbers are integers with `scale` decimal places (int64, or objects where they would not
    fit); dates are ordinals; texts and flags are what they say.
    """

    kind: str
    data: np.ndarray
    known: np.ndarray
    bad: np.ndarray
    scale: int = 0

    def __len__(self) -> int:
        return len(self.data)

    def take(self, index: np.ndarray) -> Vector:
        """Return the rows of `index`; an index of −1 gives an unknown."""
        found = index >= 0
        safe = np.where(found, index, 0)
        if not len(self.data):
            return unknown(self.kind, len(index), self.scale)
        return Vector(
            self.kind,
            self.data[safe],
            self.known[safe] & found,
            self.bad[safe] & found,
            self.scale,
        )


def unknown(kind: str, length: int, scale: int = 0) -> Vector:
    """A vector of nothing known."""
    dtype = object if kind == "text" else bool if kind == "flag" else np.int64
    data = np.zeros(length, dtype=dtype)
    none = np.zeros(length, dtype=bool)
    return Vector(kind, data, none, none, scale)


@dataclass(frozen=True, slots=True)
class Source:
    """One table inside a frame, with the submission that it came with."""

    submission: Submission
    table: Table
    carried: bool = False


@dataclass
class Frame:
    """All rows of one form; row i is row `row[i]` of `sources[owner[i]]`."""

    form: Form
    sources: Sequence[Source]
    owner: np.ndarray
    row: np.ndarray
    unit: np.ndarray
    key: np.ndarray
    identity: np.ndarray
    _columns: dict[str, Vector] = field(default_factory=dict)
    _index: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    def column(self, name: str) -> Vector:
        """The column of a field, or of one month of a repeated field (各月.3).

        Of a column that a table lacks and must have nothing is known: the cells count as unusable.
        """
        if name not in self._columns:
            self._columns[name] = self._gather(name)
        return self._columns[name]

    def find(self, units: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """The row of each (unit, project), −1 where there is none; the first of several."""
        return self._find("key", units, keys)

    def of_projects(self, other: Frame) -> np.ndarray:
        """For each row of `other` the row here of its project; one without a code yet by name."""
        found = self.find(other.unit, other.key)
        lost = np.flatnonzero(found < 0)
        if len(lost) and len(other.form.key) > 1 and other.form.key[1] in other.form.fields:
            names = other.column(other.form.key[1])
            lost = lost[names.known[lost]]
            keys = np.array([normal(str(names.data[row])) for row in lost], dtype=object)
            found[lost] = self.find(other.unit[lost], keys)
        return found

    def position(self, unit: str, row: int) -> int:
        """The place here of a row of the unit's one table; −1 where it has none."""
        start = 0
        for source in self.sources:
            if source.submission.unit == unit:
                return start + row if row < len(source.table) else -1
            start += len(source.table)
        return -1

    def all(self, unit: str, key: str) -> list[int]:
        """Every row of a unit's project."""
        if not self._rows:
            for number, pair in enumerate(zip(self.unit, self.key, strict=True)):
                self._rows.setdefault(pair, []).append(number)
        return self._rows.get((unit, key), [])

    def same(self, other: Frame) -> np.ndarray:
        """For each row of `other`, the row here of the same project and split, else −1."""
        return self._find("identity", other.unit, other.identity)

    def table(self, number: int) -> Table:
        """The table in which row `number` stands."""
        return self.sources[self.owner[number]].table

    def _find(self, by: str, units: np.ndarray, keys: np.ndarray) -> np.ndarray:
        if by not in self._index:
            index: dict[tuple[str, str], int] = {}
            for number, pair in enumerate(zip(self.unit, getattr(self, by), strict=True)):
                index.setdefault(pair, number)
            self._index[by] = index
        index = self._index[by]
        pairs = zip(units, keys, strict=True)
        return np.fromiter((index.get(pair, -1) for pair in pairs), dtype=np.int64, count=len(keys))

    def _gather(self, name: str) -> Vector:
        field = self.form.fields[name.split(".")[0]]
        cells: list[object] = []
        for source in self.sources:
            column = source.table.columns.get(name)
            lacking = BAD if field.must and field.holds_in(source.submission.period) else None
            cells.extend(column.values if column else [lacking] * len(source.table))
        starts = np.cumsum([0, *(len(source.table) for source in self.sources)])
        at = starts[self.owner] + self.row if len(self.row) else np.zeros(0, dtype=np.int64)
        return vector(field.kind, cells).take(at) if cells else vector(field.kind, [])


def frame_of(
    form: Form, sources: Sequence[Source], codes: Mapping[str, Mapping[str, str]]
) -> Frame:
    """Lay tables under one another; `codes` gives, per unit, project name → project code."""
    lengths = [len(source.table) for source in sources]
    owner = np.repeat(np.arange(len(sources)), lengths)
    row = np.concatenate([np.arange(length) for length in lengths]) if sources else np.zeros(0)
    units: list[str] = []
    keys: list[str] = []
    identities: list[str] = []
    for source in sources:
        own = _units(source)
        units.extend(own)
        projects = _keys(form, source.table, own, codes)
        keys.extend(projects)
        identities.extend(_identities(form, source.table, projects))
    return Frame(
        form,
        sources,
        owner,
        row.astype(np.int64),
        np.array(units, dtype=object),
        np.array(keys, dtype=object),
        np.array(identities, dtype=object),
    )


def vector(kind: Kind, cells: Sequence[object]) -> Vector:
    """Make a vector of cells; None is empty, BAD unusable."""
    if kind is Kind.NUMBER and (full := _full(cells)) is not None:
        return full
    bad = np.array([cell is BAD for cell in cells], dtype=bool)
    known = np.array([cell is not None and cell is not BAD for cell in cells], dtype=bool)
    usable = [cell if good else None for cell, good in zip(cells, known, strict=True)]
    if kind is Kind.NUMBER:
        return Vector("number", _integers([cell or 0 for cell in usable]), known, bad, 6)
    if kind is Kind.YEAR:
        return Vector("number", _integers([cell or 0 for cell in usable]), known, bad, 0)
    if kind in (Kind.DATE, Kind.MONTH):
        days = [cell.toordinal() if isinstance(cell, date) else 0 for cell in usable]
        return Vector("date", np.array(days, dtype=np.int64), known, bad)
    data = np.empty(len(usable), dtype=object)
    data[:] = usable
    return Vector("text", data, known, bad)


def _full(cells: Sequence[object]) -> Vector | None:
    """The vector of a column in which every cell holds a number, as most columns do."""
    try:
        data = np.array(cells, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        return None
    known = np.ones(len(data), dtype=bool)
    return Vector("number", data, known, ~known, 6)


def _integers(values: list[int]) -> np.ndarray:
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        return np.array(values, dtype=object)


def _units(source: Source) -> list[str]:
    column = source.table.columns.get("单位")
    if source.submission.unit or column is None:
        return [source.submission.unit] * len(source.table)
    return ["" if value is None else str(value) for value in column.values]


def _keys(
    form: Form, table: Table, units: Sequence[str], codes: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """The first filled key field; a name becomes its code where the unit's register has one."""
    empty = [None] * len(table)
    columns = [table.columns[name].values if name in table.columns else empty for name in form.key]
    keys = []
    for number, values in enumerate(zip(*columns, strict=True) if columns else empty):
        said = [one.isoformat() if isinstance(one, date) else one for one in values or ()]
        filled = next((one for one in said if isinstance(one, str) and one), "")
        if filled and filled != said[0]:
            filled = codes.get(units[number], {}).get(normal(filled), normal(filled))
        keys.append(filled or (f"#{number}" if form.key else ""))
    return keys


def _identities(form: Form, table: Table, keys: Sequence[str]) -> list[str]:
    parts = [table.columns[name].values for name in form.split if name in table.columns]
    if not parts:
        return list(keys)
    return ["\x1f".join((key, *map(str, rest))) for key, *rest in zip(keys, *parts, strict=True)]


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is evaluated in: the span it speaks of and the frames it may reach.

    With a `memo` what was evaluated once on a frame is not evaluated again.
    """

    period: Period
    span: Span | Days
    frames: Mapping[str, Frame]
    earlier: Mapping[str, Frame] = field(default_factory=dict)
    memo: Memo | None = None
