"""Whose target counts, and what a group's rate is made of (domain.md F03, F25)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Missing
from pipeline.model.number import printed
from pipeline.model.standing import Target
from tests.assess.contest import CITY, GROUP, NAME, stood, target, unit


def test_a_groups_rate_is_its_sum_over_its_targets_and_not_the_mean_of_rates():
    # 90 of 100 is 90 %, 10 of 900 is 1.11 %; together 100 of 1 000: 10 % (the mean is 45.56 %)
    made = stood({"甲": 90, "乙": 10}, {"甲": 100, "乙": 900})
    assert made[GROUP, NAME].rate == 10
    assert made[GROUP, NAME].target.sure == 1000
    assert made[GROUP, NAME].gap == -40


def test_amounts_without_a_target_stand_in_the_total_but_not_in_the_rate():
    # 甲 60 of 100; 乙 has 50 and no target, 丙 30 and a target of zero: 60 %, total 140
    made = stood({"甲": 60, "乙": 50, "丙": 30}, {"甲": 100, "丙": target(0)})
    standing = made[GROUP, NAME]
    assert standing.figure.value == 140
    assert standing.rate == 60
    assert standing.excluded == ("乙", "丙")


def test_amounts_without_a_target_do_not_make_a_group_done():
    made = stood({"甲": 60, "乙": 50}, {"甲": 100})
    assert made[GROUP, NAME].done is False


def test_a_unit_without_target_and_without_amount_needs_no_note():
    assert stood({"甲": 60, "乙": 0}, {"甲": 100})[GROUP, NAME].excluded == ()


def test_a_group_of_which_no_unit_has_a_target_has_none():
    made = stood({"甲": 60, "乙": 0})
    assert made[GROUP, NAME].no_rate is Missing.NO_TARGET
    assert made[GROUP, NAME].rate is None


def test_the_city_is_measured_by_its_own_target_and_not_by_the_sum_of_its_units():
    # 120 of the city's own 150: 80 %; the units' targets add up to 200: 60 %
    made = stood({"甲": 30, "乙": 90}, {"甲": 100, "乙": 100, "全市": 150})
    assert made[CITY, NAME].rate == 80
    assert made[GROUP, NAME].rate == 60
    assert made[CITY, NAME].excluded == ()


def test_a_city_without_a_target_of_its_own_is_measured_by_its_units():
    made = stood({"甲": 30, "乙": 90}, {"甲": 100, "乙": 100})
    assert made[CITY, NAME].rate == 60


def test_the_level_above_headlines_before_the_citys_own_target():
    own, above = Target(Fraction(150), issuer="本级"), Target(Fraction(120), issuer="上级")
    for order in ((own, above), (above, own)):
        sticks = Yardsticks({(CITY, NAME): order})
        assert sticks.target(CITY, NAME) is above
        assert sticks.others(CITY, NAME) == [own]
    assert Yardsticks({(CITY, NAME): [own]}).target(CITY, NAME) is own
    assert Yardsticks().target(CITY, NAME) is None
    assert Yardsticks().others(CITY, NAME) == []


def test_the_rate_is_on_the_sure_task_and_the_stretch_is_kept_beside():
    made = stood({"甲": 60, "乙": 60}, {"甲": target(100, 120), "乙": 100})
    assert made[unit("甲"), NAME].rate == 60
    assert made[unit("甲"), NAME].target.stretch == 120
    # without a stretch the sure task is what a unit adds to the group's stretch: 120 + 100
    assert made[GROUP, NAME].target.stretch == 220


@pytest.mark.parametrize("kind", ["增速", "比率"])
def test_targets_that_are_no_totals_do_not_become_one_in_a_group(kind):
    made = stood({"甲": 60, "乙": 60}, {"甲": target(10, kind=kind), "乙": target(10, kind=kind)})
    assert made[GROUP, NAME].rate is None
    assert made[GROUP, NAME].no_rate is Missing.NOT_APPLICABLE


@pytest.mark.parametrize("reason", [Missing.NOT_REPORTED, Missing.RETURNED])
def test_a_carried_unit_keeps_its_amount_but_is_not_assessed(reason):
    # 甲's 60 are carried: they stand in the total 150 of 200, 甲 itself has no rate and no rank
    made = stood(
        {"甲": 60, "乙": 90},
        {"甲": 100, "乙": 100},
        {"甲": 50, "乙": 50},
        carried=["甲"],
        absent={"甲": reason},
    )
    standing = made[unit("甲"), NAME]
    assert standing.figure.value == 60
    assert (standing.rate, standing.gap, standing.growth, standing.rank) == (None,) * 4
    assert standing.no_rate is standing.no_growth is standing.no_rank is reason
    assert standing.done is None
    assert standing.last == 50
    assert made[unit("乙"), NAME].rank == 1
    assert made[unit("乙"), NAME].ranked == 1
    assert made[GROUP, NAME].rate == 75
    assert made[GROUP, NAME].growth == 50


def test_nobody_reported():
    made = stood({"甲": Missing.NOT_REPORTED}, {"甲": 100, "全市": 100}, {"全市": 5})
    for scope in (GROUP, CITY):
        assert made[scope, NAME].no_rate is Missing.NOT_REPORTED
        assert made[scope, NAME].no_growth is Missing.NOT_REPORTED


def test_a_groups_rate_short_of_a_hundred_never_prints_as_a_hundred():
    # 199.99 of 200 is 99.995 %, which two decimals would round up
    standing = stood({"甲": 100, "乙": "99.99"}, {"甲": 100, "乙": 100})[GROUP, NAME]
    assert printed(standing.rate, standing.decimals) == "99.995"
    assert standing.done is False
