"""The root 时间轴: the months of this year and the next, for what is laid out along time."""

from __future__ import annotations

from datetime import timedelta

from pipeline.model.period import Period

MONTHS = range(1, 13)


def months_along(period: Period) -> dict[str, object]:
    """Return 本年 and 次年: 年, and 各月 with 月, 名称, its days 起 and 止, and 本期 for the period's."""
    return {name: _year(year, period)
            for name, year in (("本年", period.year), ("次年", period.year + 1))}  # fmt: skip


def _year(year: int, period: Period) -> dict[str, object]:
    return {"年": year, "各月": [_month(Period(year, month), period) for month in MONTHS]}


def _month(one: Period, period: Period) -> dict[str, object]:
    return {
        "月": one.month,
        "名称": f"{one.month}月",
        "起": one.earlier().end + timedelta(days=1),
        "止": one.end,
        "本期": one == period,
    }
