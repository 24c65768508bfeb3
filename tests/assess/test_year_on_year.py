"""This year against the same months of last year, on the same units (domain.md F06, 8)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.assess.stand import Field, standings
from pipeline.assess.yardsticks import Past, Yardsticks
from pipeline.model.figure import Figure, Missing, Status
from pipeline.model.period import Span
from pipeline.model.unit import Unit
from tests.assess.contest import CITY, GROUP, NAME, alone, figure, indicator, stood, unit


def test_growth_is_the_difference_over_last_year_and_exact():
    # (91.08 − 100) ÷ 100 = −8.92 %
    assert alone("91.08", past=100).growth == Fraction("-8.92")
    # (10 − 3) ÷ 3 = 233.33…%
    assert alone(10, past=3).growth == Fraction(700, 3)
    assert alone(100, past=100).growth == 0


def test_last_year_is_taken_over_the_figures_own_months():
    sticks = Yardsticks(
        past=Past({(unit("甲"), NAME, month): Fraction(month) for month in range(1, 13)})
    )
    one = Unit("甲", "甲", "甲", group="镇", ranking="镇")
    figures = {
        (scope, NAME, Status.REPORTED): figure(10, scope=scope, last=5)
        for scope in (unit("甲"), GROUP, CITY)
    }
    made = standings({NAME: indicator()}, figures, sticks, Field([one], {"镇": [one]}, CITY))
    assert made[unit("甲"), NAME].last == 5
    assert made[unit("甲"), NAME].growth == 100


@pytest.mark.parametrize(
    ("value", "past", "reason"),
    [
        (5, None, Missing.NO_PAST),
        (0, None, Missing.NO_PAST),
        (5, 0, Missing.NOT_APPLICABLE),
        (0, 0, Missing.NOT_APPLICABLE),
        (5, -2, Missing.NOT_APPLICABLE),
        (-1, 5, Missing.NOT_APPLICABLE),
        (-1, -2, Missing.NOT_APPLICABLE),
    ],
)
def test_there_is_no_rate_from_a_missing_zero_or_negative_amount(value, past, reason):
    standing = alone(value, past=past)
    assert standing.growth is None
    assert standing.no_growth is reason
    assert standing.last == past


def test_a_group_without_a_row_of_its_own_is_held_against_its_units_last_year():
    # (30 + 90) against (20 + 80): 20 %
    made = stood({"甲": 30, "乙": 90}, past={"甲": 20, "乙": 80})
    for scope in (GROUP, CITY):
        assert made[scope, NAME].last == 100
        assert made[scope, NAME].growth == 20


def test_the_citys_own_row_of_last_year_comes_first():
    made = stood({"甲": 30, "乙": 90}, past={"甲": 20, "乙": 80, "全市": 60})
    assert made[GROUP, NAME].growth == 20
    assert made[CITY, NAME].growth == 100


def test_one_unit_without_last_year_leaves_its_group_without_a_comparison():
    made = stood({"甲": 30, "乙": 90}, past={"甲": 20})
    assert made[GROUP, NAME].growth is None
    assert made[GROUP, NAME].no_growth is Missing.NO_PAST


def test_a_unit_left_out_of_the_total_is_left_out_of_last_year_too():
    # 乙 is left out of this year's 30: against 甲's 20, 50 %, though the city's row says 100
    values = {"甲": 30, "乙": Missing.NOT_REPORTED}
    made = stood(
        values, past={"甲": 20, "乙": 80, "全市": 100}, absent={"乙": Missing.NOT_REPORTED}
    )
    for scope in (GROUP, CITY):
        assert made[scope, NAME].last == 20
        assert made[scope, NAME].growth == 50
    assert made[unit("乙"), NAME].no_growth is Missing.NOT_REPORTED
    assert made[unit("乙"), NAME].last is None


def test_a_unit_left_out_is_taken_off_the_citys_own_row():
    # the city's own 150 held more than its units' 100: less 乙's 80 it is 70; 35 is half of it
    values = {"甲": 35, "乙": Missing.RETURNED}
    made = stood(values, past={"甲": 20, "乙": 80, "全市": 150}, absent={"乙": Missing.RETURNED})
    assert made[CITY, NAME].last == 70
    assert made[CITY, NAME].growth == -50
    assert made[GROUP, NAME].last == 20


def test_a_unit_left_out_that_had_no_last_year_leaves_the_others_to_be_added_up():
    values = {"甲": 30, "乙": Missing.RETURNED}
    made = stood(values, past={"甲": 20, "全市": 100}, absent={"乙": Missing.RETURNED})
    assert made[CITY, NAME].last == 20


def test_a_unit_that_sent_nothing_but_whose_confirmed_amount_counts_stays_on_both_sides():
    # what the level above confirmed is known without the unit's file: 120 against 100
    made = stood(
        {"甲": 30, "乙": 90},
        past={"全市": 100, "甲": 20, "乙": 80},
        absent={"乙": Missing.RETURNED},
    )
    assert made[CITY, NAME].last == 100
    assert made[CITY, NAME].growth == 20


def test_last_years_rates_are_never_added_up():
    one, two = (Unit(code, code, code, group="镇", ranking="镇") for code in "甲乙")
    figures = {}
    for scope in (unit("甲"), unit("乙"), GROUP, CITY):
        rate = Figure(
            NAME,
            scope,
            Span(2026, 1, 6),
            Status.REPORTED,
            Fraction(60),
            parts=(Fraction(6), Fraction(10)),
        )
        figures[scope, NAME, Status.REPORTED] = rate
    past = {(unit("甲"), NAME, 6): Fraction(50), (unit("乙"), NAME, 6): Fraction(50)}
    sticks = Yardsticks(past=Past(past | {(CITY, NAME, 6): Fraction(48)}))
    made = standings(
        {NAME: indicator("%")}, figures, sticks, Field([one, two], {"镇": [one, two]}, CITY)
    )
    assert made[GROUP, NAME].last is None
    assert made[GROUP, NAME].no_growth is Missing.NO_PAST
    assert made[CITY, NAME].last == 48
