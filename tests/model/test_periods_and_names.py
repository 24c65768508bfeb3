"""Periods, their names and their spans (domain.md F40)."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.period import Days, Period, Span


@pytest.mark.parametrize(
    ("month", "name"),
    [
        (1, "1月份"),
        (2, "1—2月"),
        (3, "一季度"),
        (4, "1—4月"),
        (5, "1—5月"),
        (6, "上半年"),
        (7, "1—7月"),
        (8, "1—8月"),
        (9, "前三季度"),
        (10, "1—10月"),
        (11, "1—11月"),
        (12, "全年"),
    ],
)
def test_a_period_has_the_name_that_offices_use(month, name):
    assert Period(2026, month).name == name


def test_the_name_of_a_span_never_says_half_year():
    assert Period(2026, 6).to_date.name == "1—6月"
    assert Period(2026, 6).alone.name == "6月份"
    assert Span(2026, 4, 6).name == "4—6月"


@pytest.mark.parametrize(
    ("month", "kinds"),
    [(1, ("月",)), (3, ("月", "季")), (6, ("月", "半年")), (9, ("月", "三季")), (12, ("月", "年"))],
)
def test_a_month_closes_what_ends_with_it(month, kinds):
    assert Period(2026, month).kinds == kinds


@pytest.mark.parametrize("text", ["2026-06", "202606", "2026.6", "2026/6", "2026年6月", "2026年06月", " 2026-6 "])  # fmt: skip
def test_the_spellings_of_a_month_are_read(text):
    assert Period.parse(text) == Period(2026, 6)


@pytest.mark.parametrize("text", ["", "6月", "2026", "2026-13", "2026-00", "20266", "2026-06-05", "1—6月", "0026-06"])  # fmt: skip
def test_anything_else_is_no_period(text):
    with pytest.raises(ValueError):
        Period.parse(text)


def test_a_period_goes_through_its_text_and_back():
    for month in range(1, 13):
        assert Period.parse(str(Period(2026, month))) == Period(2026, month)


def test_the_month_before_january_is_december():
    assert Period(2026, 1).earlier() == Period(2025, 12)
    assert Period(2026, 6).earlier(12) == Period(2025, 6)
    assert Period(2026, 12).earlier(-1) == Period(2027, 1)


def test_a_period_ends_on_the_last_day_of_its_month():
    assert Period(2028, 2).end == date(2028, 2, 29)
    assert Period(2026, 2).end == date(2026, 2, 28)
    assert Period(2026, 6).end == date(2026, 6, 30)


def test_a_span_has_months_and_days_and_may_be_empty():
    half = Period(2026, 6).to_date
    assert list(half.months) == [1, 2, 3, 4, 5, 6]
    assert (half.start, half.end) == (date(2026, 1, 1), date(2026, 6, 30))
    assert bool(half)
    none = Span(2026, 1, 0)
    assert not none
    assert list(none.months) == []
    assert none.end == date(2025, 12, 31)


def test_periods_stand_in_the_order_of_time():
    assert sorted([Period(2026, 2), Period(2025, 12), Period(2026, 1)]) == [
        Period(2025, 12),
        Period(2026, 1),
        Period(2026, 2),
    ]


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        # 1 January 2026 is a Thursday: week 1 begins on 29 December, week 26 25 weeks later
        (date(2026, 6, 22), date(2026, 6, 28), "2026年第26周（6月22日—6月28日）"),
        (date(2025, 12, 29), date(2026, 1, 4), "2026年第1周（2025年12月29日—2026年1月4日）"),
        (date(2026, 6, 1), date(2026, 6, 10), "2026年6月上旬"),
        (date(2026, 6, 11), date(2026, 6, 20), "2026年6月中旬"),
        (date(2026, 2, 21), date(2026, 2, 28), "2026年2月下旬"),
        (date(2026, 1, 21), date(2026, 1, 30), "2026年1月21日—1月30日"),
        (date(2026, 6, 23), date(2026, 6, 29), "2026年6月23日—6月29日"),
        (date(2026, 6, 11), date(2026, 7, 20), "2026年6月11日—7月20日"),
    ],
)
def test_a_week_and_ten_days_have_names_of_their_own(first, last, title):
    assert Days(first, last).title == title
