"""Completion, pace and the distance between them (domain.md F02, F03, F04, F11, F41)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.assess.attainment import decimals_for
from pipeline.assess.compare import growth_of
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Missing
from pipeline.model.number import exact, printed, rounded
from tests.assess.contest import CITY, GROUP, NAME, alone, figure, stood, target


@pytest.mark.parametrize(
    ("month", "shown"),
    [
        # N ÷ 12 × 100: 100/12 = 8.333…, 500/12 = 41.666…
        (1, "8.33"),
        (3, "25.00"),
        (5, "41.67"),
        (6, "50.00"),
        (9, "75.00"),
        (10, "83.33"),
        (12, "100.00"),
    ],
)
def test_the_pace_is_the_twelfths_of_the_figures_own_span(month, shown):
    assert printed(Yardsticks().pace(figure(1, last=month)), 2) == shown
    assert printed(alone(1, 100, last=month).pace, 2) == shown


def test_audited_figures_of_january_to_may_are_held_against_five_twelfths():
    # 208 474.88 of 473 000 is 44.0750…%, shown 44.08; 44.08 − 41.67 = 2.41
    standing = alone("208474.88", 473000, last=5)
    assert standing.rate == Fraction("208474.88") / 473000 * 100
    assert printed(standing.rate, 2) == "44.08"
    assert standing.gap == Fraction("2.41")


@pytest.mark.parametrize(
    ("value", "sure", "month", "gap"),
    [
        # R = 40.004 prints 40.00; P = 500/12 prints 41.67; the raw gap would be −1.66
        ("40.004", 100, 5, "-1.67"),
        # the published example: 125.64 − 83.33 = 42.31
        ("125.64", 100, 10, "42.31"),
        # 50.004 prints 50.00 in June: level, though exactly it is ahead
        ("50.004", 100, 6, "0.00"),
        ("49.996", 100, 6, "0.00"),
        ("50.005", 100, 6, "0.01"),
        # 1 of 3 = 33.333…% prints 33.33; a quarter of the year is 25.00
        (1, 3, 3, "8.33"),
        # the share is of the task: 4.4 ÷ 22 = 20.00; 20.00 − 25.00 (F41: never ÷ 4.4)
        ("4.4", 22, 3, "-5.00"),
    ],
)
def test_the_gap_adds_up_again_from_what_is_printed(value, sure, month, gap):
    standing = alone(value, sure, last=month)
    assert printed(standing.gap, standing.decimals) == gap
    shown = [rounded(one, standing.decimals) for one in (standing.rate, standing.pace)]
    assert standing.gap == shown[0] - shown[1]


def test_a_groups_and_the_citys_gap_add_up_again_too():
    # May: 40.004 of 100 prints 40.00, less 41.67; the city's own target of 80 gives 50.005 → 50.01
    made = stood({"甲": 40, "乙": "0.004"}, {"甲": 60, "乙": 40, "全市": 80}, last=5)
    assert made[GROUP, NAME].gap == Fraction("-1.67")
    assert made[CITY, NAME].gap == Fraction("8.34")


def test_a_missing_target_gives_no_rate_no_gap_and_no_rank():
    standing = alone(5)
    assert (standing.rate, standing.gap, standing.rank) == (None, None, None)
    assert standing.no_rate is standing.no_rank is Missing.NO_TARGET
    assert standing.done is None


def test_a_target_without_an_amount_is_a_missing_target():
    assert alone(5, target(None, 10)).no_rate is Missing.NO_TARGET


@pytest.mark.parametrize("value", [0, 5])
def test_a_target_of_zero_gives_no_rate_neither_endless_nor_a_hundred(value):
    standing = alone(value, target(0))
    assert (standing.rate, standing.gap, standing.rank) == (None, None, None)
    assert standing.no_rate is standing.no_rank is Missing.NOT_APPLICABLE
    assert standing.done is None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        # a growth needs last year, an increment the stock that it is added to
        ("增速", Missing.NO_PAST),
        ("存量增量", Missing.NOT_APPLICABLE),
        ("比率", Missing.NOT_APPLICABLE),
        ("组合", Missing.NOT_APPLICABLE),
    ],
)
def test_a_target_that_is_no_total_gives_no_rate(kind, reason):
    standing = alone(5, target(10, kind=kind))
    assert standing.rate is None
    assert standing.no_rate is reason


def test_a_zero_is_a_rate_and_not_a_gap():
    standing = alone(0, 10)
    assert (standing.rate, standing.rank) == (0, 1)
    assert standing.gap == -50


@pytest.mark.parametrize("reason", [Missing.NOT_REPORTED, Missing.RETURNED, Missing.NOT_CONFIRMED])
def test_a_figure_without_a_value_says_the_same_reason_everywhere(reason):
    standing = alone(reason, 10, 5)
    assert (standing.rate, standing.gap, standing.growth, standing.rank) == (None,) * 4
    assert standing.no_rate is standing.no_growth is standing.no_rank is reason
    assert standing.done is None


@pytest.mark.parametrize(
    ("value", "sure", "decimals", "shown"),
    [
        ("99.99", 100, 2, "99.99"),
        # 99.996 would print 100.00 with two decimals
        ("99.996", 100, 3, "99.996"),
        ("99.9996", 100, 4, "99.9996"),
        # with four at most it prints 100.0000: the words say 尚差 instead
        ("99.99996", 100, 4, "100.0000"),
        ("99.994", 100, 2, "99.99"),
        (100, 100, 2, "100.00"),
        ("100.001", 100, 2, "100.00"),
        # 8 999.6 ÷ 9 000 = 99.99555…%
        ("8999.6", 9000, 3, "99.996"),
    ],
)
def test_what_is_not_done_gets_decimals_until_it_is_not_a_hundred(value, sure, decimals, shown):
    standing = alone(value, sure)
    assert standing.decimals == decimals
    assert printed(standing.rate, standing.decimals) == shown


@pytest.mark.parametrize(
    ("value", "done"), [("99.996", False), ("99.9999999", False), (100, True), ("100.01", True)]
)
def test_done_is_exactly_reached_whatever_is_printed(value, done):
    assert alone(value, 100).done is done


def test_the_gap_of_a_rate_with_more_decimals_uses_them_too():
    # 99.996 − 50.000 = 49.996, not 100.00 − 50.00
    assert alone("99.996", 100).gap == Fraction("49.996")


@given(
    some.fractions(min_value=0, max_value=200, max_denominator=10**8),
    some.integers(0, 3),
)
def test_a_rate_short_of_a_hundred_prints_as_a_hundred_only_with_four_decimals(rate, decimals):
    shown = decimals_for(rate, decimals)
    assert decimals <= shown <= 4
    if rate < 100 and rounded(rate, shown) >= 100:
        assert shown == 4
        assert rate >= exact("99.99995")
    if shown > decimals:
        assert rounded(rate, shown - 1) >= 100 > rate


@given(some.fractions(max_denominator=10**6), some.fractions(max_denominator=10**6))
def test_growth_is_exact_or_there_is_none(value, last):
    growth = growth_of(value, last)
    if last <= 0 or value < 0:
        assert growth is None
    else:
        assert last * (1 + growth / 100) == value
