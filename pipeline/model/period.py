"""Periods: a month with the quarter, half-year or year it closes; spans of months and of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

_CLOSES = {3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}
_WEEK = 7
_KINDS = {3: "季", 6: "半年", 9: "三季", 12: "年"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, as 2026-06; the figures of a period run from January to its end."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1990 <= self.year <= 2199):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read 2026-06, 202606, 2026.6, 2026/6 or 2026年6月; ValueError for anything else."""
        found = re.fullmatch(r"\s*(\d{4})(?:[-./年](\d{1,2})月?|(\d{2}))\s*", text)
        if found is None:
            raise ValueError(f"no period: {text!r}")
        return cls(int(found[1]), int(found[2] or found[3]))

    @classmethod
    def of(cls, ordinal: int) -> Period:
        """The month in which a day falls, given by its ordinal."""
        day = date.fromordinal(ordinal)
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def end(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def name(self) -> str:
        """上半年 where the month closes one, else 1—5月, or 1月份 in January (F40)."""
        return _CLOSES.get(self.month) or self.to_date.name

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of period that this month closes: always 月, in June also 半年."""
        return ("月", _KINDS[self.month]) if self.month in _KINDS else ("月",)

    @property
    def to_date(self) -> Span:
        """January to this month."""
        return Span(self.year, 1, self.month)

    @property
    def alone(self) -> Span:
        """This month only."""
        return Span(self.year, self.month, self.month)

    def earlier(self, months: int = 1) -> Period:
        """The period so many months before."""
        count = self.year * 12 + self.month - 1 - months
        return Period(count // 12, count % 12 + 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Months of one year, first to last, both included; `last` of first − 1 is empty."""

    year: int
    first: int
    last: int

    @property
    def months(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def name(self) -> str:
        """1—5月 with the dash of GB/T 15835, or 6月份 for one month (F40)."""
        if self.first == self.last:
            return f"{self.last}月份"
        return f"{self.first}—{self.last}月"

    @property
    def start(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        return Period(self.year, self.last).end if self.last else date(self.year - 1, 12, 31)

    def __bool__(self) -> bool:
        return self.last >= self.first

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.first:02d}/{self.year:04d}-{self.last:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from `start` to `end`, both included: a week, ten days, a campaign (F02)."""

    start: date
    end: date

    @property
    def year(self) -> int:
        return self.end.year

    @property
    def last(self) -> int:
        """The month of the last day."""
        return self.end.month

    @property
    def months(self) -> range:
        """The months that the days are; empty where they are not whole months of one year."""
        first, last = self.start, self.end
        whole = first.day == 1 and last == Period(last.year, last.month).end
        return range(first.month, last.month + 1 if whole and first.year == last.year else 0)

    @property
    def year_before(self) -> Days:
        """The same days of last year; of a 29th of February that was not, the days beside it."""
        return Days(_year_before(self.start, (3, 1)), _year_before(self.end, (2, 28)))

    @property
    def week(self) -> str:
        """2026年第26周, by ISO 8601 (GB/T 7408): the week of the Thursday; "" for no whole week."""
        if len(self) != _WEEK or self.start.isoweekday() != 1:
            return ""
        year, number, _ = self.start.isocalendar()
        return f"{year}年第{number}周"

    @property
    def third(self) -> str:
        """6月上旬, 6月中旬 or 6月下旬; "" for any other days."""
        month = Period(self.start.year, self.start.month)
        found = {
            (1, 10): "上旬",
            (11, 20): "中旬",
            (21, month.end.day): "下旬",
        }.get((self.start.day, self.end.day))
        same = (self.end.year, self.end.month) == (month.year, month.month)
        return f"{month.month}月{found}" if found and same else ""

    @property
    def title(self) -> str:
        """2026年第26周（6月22日—6月28日）, 2026年6月中旬, or 2026年2月15日—4月1日."""
        if self.week:
            return f"{self.week}（{self.name}）"
        if self.third:
            return f"{self.start.year}年{self.third}"
        same = self.start.year == self.end.year
        return f"{self.end.year}年{self.name}" if same or self.start == self.end else self.name

    @property
    def name(self) -> str:
        """2月15日—4月1日, or 2月24日 for one day; other years than the end's are written out."""
        first, last = (f"{one.month}月{one.day}日" for one in (self.start, self.end))
        if self.start == self.end:
            return last
        return f"{first}—{last}" if self.start.year == self.end.year else self._long(first, last)

    @property
    def following(self) -> Days:
        """What comes next: the next third after a third of a month, else as many days."""
        start = self.end + timedelta(days=1)
        if not self.third:
            return Days(start, start + timedelta(days=len(self) - 1))
        last = {1: 10, 11: 20}.get(start.day) or Period(start.year, start.month).end.day
        return Days(start, start.replace(day=last))

    def until(self, day: date) -> Days:
        """The part up to and including `day`; empty where the stretch begins later."""
        return Days(self.start, min(self.end, day))

    def elapsed(self, day: date) -> Fraction:
        """The share of the days that has passed at the end of `day`, in per cent (F02)."""
        return Fraction(len(self.until(day)), len(self)) * 100

    def __contains__(self, day: object) -> bool:
        """Whether it is one of the days; nothing but a date is."""
        return isinstance(day, date) and self.start <= day <= self.end

    def __len__(self) -> int:
        return max((self.end - self.start).days + 1, 0)

    def __bool__(self) -> bool:
        return self.end >= self.start

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    def _long(self, first: str, last: str) -> str:
        return f"{self.start.year}年{first}—{self.end.year}年{last}"


def _year_before(day: date, instead: tuple[int, int]) -> date:
    month, number = instead if (day.month, day.day) == (2, 29) else (day.month, day.day)
    return date(day.year - 1, month, number)
