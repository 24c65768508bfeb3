"""Dates of the drawn year: ends of months and days within bounds."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def label(year: int, month: int) -> str:
    """Return a month as the forms write it, 2026-06; month 13 is January of the next year."""
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"


def day_in(rng: Random, year: int, month: int) -> date:
    return date(year, month, rng.randint(2, 27))


def after(rng: Random, day: date, shortest: int, longest: int) -> date:
    return day + timedelta(days=rng.randint(shortest, longest))


def month_of(day: date, year: int) -> int:
    """Return the month of `year` in which `day` falls, 0 for any earlier year, 13 for any later."""
    if day.year != year:
        return 0 if day.year < year else 13
    return day.month
