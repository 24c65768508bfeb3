"""The days of a reporting round: data cut-off, due day, end of grace, publication."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.number import Number
from pipeline.model.period import Period

DUE_DAY, DUE_HOUR, PUBLICATION_DAY = 3, 18, 5
_SATURDAY = 5
_LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When data end, files are due (day and full hour), grace ends, and figures come out."""

    cut_off: date
    due: date
    hour: int
    grace: date
    publication: date

    def days_late(self, received: date, hour: Number | None = None) -> int:
        """Days after the due day, 0 for a file that came by the end of grace.

        A part of a day counts as one; without the hour of receipt the whole last day is in time.
        """
        by_hour = received == self.grace and hour is not None and hour > self.hour
        if received < self.grace or (received == self.grace and not by_hour):
            return 0
        return max((received - self.due).days, 1)

    @property
    def until(self) -> str:
        """The due day with its hour in words: 2026年7月3日18时."""
        return f"{spoken(self.due)}{self.hour}时"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off, by which a deadline moves to the next working day.

    Saturdays and Sundays count only with `weekends`, and not if they are worked (调休).
    """

    off: Collection[date] = ()
    worked: Collection[date] = ()
    weekends: bool = False

    def next_working(self, day: date) -> date:
        """The day itself, or the first after it on which people work."""
        while self._is_off(day):
            day += timedelta(days=1)
        return day

    def _is_off(self, day: date) -> bool:
        if day in self.worked:
            return False
        return day in self.off or (self.weekends and day.weekday() >= _SATURDAY)


def deadlines(
    period: Period,
    calendar: Calendar,
    *,
    cut_off: int | None = None,
    due: int = DUE_DAY,
    hour: int = DUE_HOUR,
    grace: int = 0,
    publication: int = PUBLICATION_DAY,
    following: int = 1,
) -> Deadlines:
    """The deadlines of a period: due and publication are days of the month that follows it.

    With `following` 0 the due day is one of the period's own month.
    The cut-off is a day of the period's own month, its last where none is given; a day beyond a
    month's end means its last. `grace` is in days, from the due day as it was moved.
    """
    moved = calendar.next_working(_day(period.earlier(-following), due))
    return Deadlines(
        cut_off=_day(period, cut_off or period.end.day),
        due=moved,
        hour=hour,
        grace=calendar.next_working(moved + timedelta(days=grace)),
        publication=calendar.next_working(_day(period.earlier(-1), publication)),
    )


def spoken(day: date) -> str:
    """2026年7月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_in(text: str) -> frozenset[date]:
    """The days of a list such as 2026-10-01至2026-10-07、2026.5.1, spans included.

    What is no date is passed over.
    """
    found: set[date] = set()
    for piece in re.split(r"[、,，;；\s]+", text):
        ends = [day for one in re.split(r"[至~～—]+", piece) if (day := _date_in(one))]
        if ends:
            first, last = ends[0], min(ends[-1], ends[0] + _LONGEST)
            found.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(found)


def _date_in(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _day(month: Period, number: int) -> date:
    return date(month.year, month.month, max(1, min(number, month.end.day)))
