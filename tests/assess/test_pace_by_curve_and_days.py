"""Pace that is not the twelfths: the office's curves, and the days of a campaign (F02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.assess.tables import Stage, curves_of, stages_of
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.number import printed
from pipeline.model.period import Days, Period
from pipeline.scheme.form import Kind
from tests.assess.contest import CITY, NAME, alone, figure, unit
from tests.assess.test_yardsticks import table

CAMPAIGN = Days(date(2026, 2, 15), date(2026, 4, 1))
CURVE = [Fraction(n) for n in (2, 5, 12, 20, 33, 45, 55, 65, 75, 85, 94, 100)]


@pytest.mark.parametrize(
    ("day", "elapsed", "shown"),
    [
        # 14 days of February, 31 of March, 1 of April: 46, both ends counted
        (date(2026, 2, 15), 1, "2.17"),
        (date(2026, 2, 24), 10, "21.74"),
        (date(2026, 3, 6), 20, "43.48"),
        (date(2026, 3, 16), 30, "65.22"),
        (date(2026, 3, 26), 40, "86.96"),
        (date(2026, 4, 1), 46, "100.00"),
        (date(2026, 4, 20), 46, "100.00"),
        (date(2026, 2, 14), 0, "0.00"),
    ],
)
def test_a_campaigns_pace_is_the_share_of_its_days(day, elapsed, shown):
    assert len(CAMPAIGN) == 46
    assert len(CAMPAIGN.until(day)) == elapsed
    assert printed(CAMPAIGN.elapsed(day), 2) == shown


def test_in_a_leap_year_the_same_campaign_has_a_day_more():
    # 15 days of February: 47; ten of them 21.28 %
    leap = Days(date(2028, 2, 15), date(2028, 4, 1))
    assert len(leap) == 47
    assert printed(leap.elapsed(date(2028, 2, 24)), 2) == "21.28"


def test_stretches_of_days_have_names():
    assert CAMPAIGN.name == "2月15日—4月1日"
    assert CAMPAIGN.until(date(2026, 2, 15)).name == "2月15日"
    assert Days(date(2025, 12, 29), date(2026, 1, 4)).name == "2025年12月29日—2026年1月4日"


def test_a_figure_of_a_campaign_is_held_against_its_days():
    sticks = Yardsticks(stretch=CAMPAIGN)
    one = replace(figure(5), span=CAMPAIGN.until(date(2026, 3, 6)))
    assert sticks.pace(one) == Fraction(20, 46) * 100


def test_a_curve_stands_for_the_twelfths_by_the_figures_own_months():
    # 30 of 100 in May, when 33 were due
    curves = {"curves": {(unit("甲"), NAME): CURVE}}
    standing = alone(30, 100, last=5, sticks=curves)
    assert (standing.pace, standing.gap) == (33, -3)
    assert standing.behind == 3


def test_the_nearest_curve_holds():
    mine, everyones, everything = [Fraction(1)] * 12, [Fraction(2)] * 12, [Fraction(3)] * 12
    curves = {(unit("甲"), NAME): mine, (None, NAME): everyones, (None, ""): everything}
    sticks = Yardsticks(curves=curves)
    assert sticks.pace(figure(1, scope=unit("甲"))) == 1
    assert sticks.pace(figure(1, scope=CITY)) == 2
    assert sticks.pace(replace(figure(1), indicator="另一个")) == 3
    assert Yardsticks().pace(figure(1)) == 50


def test_curves_are_read_and_one_that_lacks_a_month_is_none():
    kinds = {"年度": Kind.YEAR, "单位": Kind.TEXT, "指标": Kind.TEXT}
    months = [Fraction(n * 8) for n in range(1, 13)]
    frame = table(
        kinds,
        (2026, "ZJ01", "资金", *months),
        (2026, None, None, *months),
        (2026, "ZJ02", "资金", *months[:11], None),
        (2025, "ZJ03", "资金", *months),
        repeated=("各月", 12),
    )
    known = curves_of(frame, 2026, frozenset())
    assert known == {(unit("ZJ01"), "资金"): months, (None, ""): months}


STAGES = {
    "名称": Kind.TEXT,
    "类别": Kind.CHOICE,
    "起": Kind.DATE,
    "止": Kind.DATE,
    "通报日期": Kind.TEXT,
}


def test_stages_are_those_that_have_begun_and_reach_into_the_year():
    frame = table(
        STAGES,
        (
            "百日攻坚",
            "活动",
            date(2026, 2, 15),
            date(2026, 4, 1),
            "2026-02-24、2026-03-06、2026-4-1",
        ),
        ("下半年", "活动", date(2026, 7, 1), date(2026, 9, 1), None),
        ("去年", "活动", date(2025, 2, 1), date(2025, 3, 1), None),
        ("颠倒", "活动", date(2026, 3, 1), date(2026, 2, 1), None),
        ("跨年周", "周", date(2025, 12, 29), date(2026, 1, 4), None),
    )
    found = stages_of(frame, Period(2026, 3))
    assert [one.name for one in found] == ["百日攻坚", "跨年周"]
    assert found[0].notices == (date(2026, 2, 24), date(2026, 3, 6), date(2026, 4, 1))


def test_only_the_notices_that_the_data_reach_are_made():
    stage = Stage("攻坚", "活动", CAMPAIGN, (date(2026, 2, 24), date(2026, 3, 6), date(2026, 4, 1)))
    assert stage.cutoffs(Period(2026, 3)) == (date(2026, 2, 24), date(2026, 3, 6))
    assert stage.cutoffs(Period(2026, 4))[-1] == date(2026, 4, 1)
    without = Stage("攻坚", "活动", CAMPAIGN)
    assert without.cutoffs(Period(2026, 3)) == (date(2026, 3, 31),)
    assert without.cutoffs(Period(2026, 6)) == (date(2026, 4, 1),)
