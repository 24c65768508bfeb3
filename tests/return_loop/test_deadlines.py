"""The three dates of a round: worked by hand from the calendar of 2026."""

from datetime import date

import pytest

from pipeline.model.deadlines import Calendar, days_in, deadlines
from pipeline.model.period import Period

JUNE, SEPTEMBER = Period(2026, 6), Period(2026, 9)


def test_data_end_with_the_month_files_are_due_on_the_3rd_at_18_and_figures_out_on_the_5th():
    days = deadlines(JUNE, Calendar())
    assert (days.cut_off, days.due, days.hour) == (date(2026, 6, 30), date(2026, 7, 3), 18)
    assert (days.grace, days.publication) == (date(2026, 7, 3), date(2026, 7, 5))


def test_a_file_is_late_from_the_day_after_the_due_day():
    days = deadlines(JUNE, Calendar())
    assert [days.days_late(date(2026, 7, day)) for day in (2, 3, 4, 6)] == [0, 0, 1, 3]


def test_days_late_count_from_the_due_day_once_grace_is_over():
    days = deadlines(JUNE, Calendar(), grace=2)
    assert [days.days_late(date(2026, 7, day)) for day in (4, 5, 6)] == [0, 0, 3]


def test_a_due_day_in_the_holidays_moves_to_the_first_working_day():
    days = deadlines(SEPTEMBER, Calendar(days_in("2026-10-01至2026-10-07")))
    assert (days.due, days.publication) == (date(2026, 10, 8), date(2026, 10, 8))


def test_weekends_move_it_only_where_the_office_says_so_and_not_when_they_are_worked():
    may = Period(2026, 4)  # 2026-05-03 is a Sunday
    assert deadlines(may, Calendar()).due == date(2026, 5, 3)
    assert deadlines(may, Calendar(weekends=True)).due == date(2026, 5, 4)
    worked = Calendar(worked=days_in("2026-05-03"), weekends=True)
    assert deadlines(may, worked).due == date(2026, 5, 3)


def test_the_due_day_of_december_is_in_the_next_year_and_the_31st_means_the_last():
    assert deadlines(Period(2026, 12), Calendar()).due == date(2027, 1, 3)
    assert deadlines(Period(2026, 1), Calendar(), due=31).due == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01、2026.5.4", {date(2026, 5, 1), date(2026, 5, 4)}),
        ("2026年5月1日至2026年5月2日", {date(2026, 5, 1), date(2026, 5, 2)}),
        ("五一放假", set()),
        ("2026-02-30", set()),
        ("", set()),
    ],
)
def test_the_list_of_days_takes_dates_and_spans_and_passes_over_the_rest(text, expected):
    assert days_in(text) == expected
