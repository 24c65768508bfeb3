"""A unit's workbook at the end of a month, and what is taken from it into lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .sheets import Row, day, number
from .unit_lists import Cell
from .workbook import Workbook

NODES = (
    ("开工", "计划开工日期", "实际开工日期", "签约日期"),
    ("投产", "计划投产日期", "投产日期", "实际开工日期"),
    ("达产", "计划达产日期", "达产日期", "投产日期"),
)
"""What is to be reached; the days that it was planned for, came, and could begin to be awaited."""


@dataclass(frozen=True)
class Found:
    """A row that belongs to a list: its unit's number, its cells, and what it is ordered by."""

    unit: int
    cells: tuple[Cell, ...]
    by: tuple[Fraction, ...]


Rows = Callable[["Register"], Iterable[Found]]


class Register:
    """A unit's workbook at the end of a month."""

    def __init__(self, place: int, book: Workbook, year: int, month: int) -> None:
        self.place, self.book, self.office = place, book, book.office
        self.end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def found(self, row: Row, fields: str, *by: Fraction, **more: Cell) -> Found:
        """An entry with the fields named, of the row or of what is worked out of it."""
        cells = tuple(more[one] if one in more else _cell(row[one]) for one in fields.split())
        return Found(self.place, cells, by)

    def lasting(self) -> Iterator[Row]:
        """The projects that are not ended."""
        return (row for row in self.book.register if row["当前阶段"] != "终止")

    def light(self, lapse: date | None) -> str:
        """Of what should have started on a day and has not."""
        if lapse is None or lapse >= self.end:
            return "—"
        gone = months(lapse, self.end)
        said = self.office.months
        if gone >= said("未开工红灯月数", 3):
            return "红"
        return "黄" if gone >= said("未开工黄灯月数", 0) else "—"


def months(first: date, last: date) -> int:
    """Whole months; the last day of a month completes one, however short the month is."""
    if last < first:
        return 0
    whole = (last.year - first.year) * 12 + last.month - first.month
    ends = (last + timedelta(days=1)).day == 1
    return whole if ends or last.day >= first.day else whole - 1


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value or None
    return number(value) if isinstance(value, int | float) else day(value)
