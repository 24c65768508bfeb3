"""The root 时间轴: the months of this year and the next, for what is laid out along time."""

from __future__ import annotations

from pipeline.model.period import Days, Period

MONTHS = range(1, 13)


def months_along(period: Period) -> dict[str, object]:
    """Return 本年 and 次年, each with 年 and 各月.

    A month has 月, 名称, its first and last days 起 and 止, all its days 日, and 本期, true of the
    period's own.
    """
    return {"本年": _year(period.year, period), "次年": _year(period.year + 1, period)}


def _year(year: int, period: Period) -> dict[str, object]:
    return {"年": year, "各月": [_month(Period(year, month), period) for month in MONTHS]}


def _month(one: Period, period: Period) -> dict[str, object]:
    first = one.end.replace(day=1)
    return {
        "月": one.month,
        "名称": f"{one.month}月",
        "起": first,
        "止": one.end,
        "日": Days(first, one.end),
        "本期": one == period,
    }
