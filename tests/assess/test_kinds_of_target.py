"""Targets that are no plain amount: growth, stock and increment, level, several (domain.md 1.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.assess.attainment import measured
from pipeline.assess.policy import Policy
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.composite import Line
from pipeline.model.figure import Missing
from pipeline.model.number import exact
from pipeline.model.standing import Standing, Target
from tests.assess.contest import GROUP, NAME, alone, figure, indicator, stood, target, unit

RATE = indicator("%")


class TestGrowth:
    """产值增长20%: attainment is judged on the growth itself."""

    def test_a_growth_is_held_against_the_growth_asked_for_in_points(self):
        # (123.45 − 100) ÷ 100 = 23.45 %; less 20 is 3.45 points ahead
        standing = alone("123.45", target(20, kind="增速"), 100)
        assert standing.growth == exact("23.45")
        assert standing.distance == exact("3.45")
        assert standing.done is True
        assert (standing.rate, standing.gap) == (None, None)

    def test_short_of_the_growth_is_not_done_however_little(self):
        standing = alone("119.9999", target(20, kind="增速"), 100)
        assert standing.distance == exact("-0.0001")
        assert standing.done is False

    @pytest.mark.parametrize(
        ("past", "reason"), [(None, Missing.NO_PAST), (0, Missing.NOT_APPLICABLE)]
    )
    def test_without_a_growth_nothing_can_be_judged(self, past, reason):
        standing = alone(5, target(20, kind="增速"), past)
        assert standing.distance is standing.done is standing.rank is None
        assert standing.no_rate is standing.no_rank is reason

    def test_units_with_growth_targets_are_ranked_by_their_distance(self):
        # 25 − 20 = 5 points, 12 − 10 = 2 points
        made = stood(
            {"甲": 112, "乙": 125},
            {"甲": target(10, kind="增速"), "乙": target(20, kind="增速")},
            {"甲": 100, "乙": 100},
        )
        assert [made[unit(code), NAME].rank for code in "甲乙"] == [2, 1]

    def test_a_growth_and_an_amount_are_not_ranked_against_each_other(self):
        made = stood({"甲": 112, "乙": 30}, {"甲": target(10, kind="增速"), "乙": 100}, {"甲": 100})
        assert [made[unit(code), NAME].rank for code in "甲乙"] == [1, 1]
        assert [made[unit(code), NAME].ranked for code in "甲乙"] == [1, 1]

    def test_a_groups_rate_leaves_out_those_with_a_growth_target(self):
        # 乙 30 of 100; 甲's 112 stand in the total 142 only
        made = stood({"甲": 112, "乙": 30}, {"甲": target(10, kind="增速"), "乙": 100}, {"甲": 100})
        assert made[GROUP, NAME].rate == 30
        assert made[GROUP, NAME].figure.value == 142
        assert made[GROUP, NAME].excluded == ("甲",)


class TestIncrement:
    """规上企业新增50家，达到450家: the stock of 400 is given with the target (T4)."""

    TARGET = target(50, kind="存量增量", base=Fraction(400))

    def test_the_rate_is_that_of_the_increment_and_the_end_that_of_the_stock(self):
        # (430 − 400) ÷ 50 = 60 %, June: 60 − 50 = 10 points ahead; 450 − 430 = 20 short
        standing = alone(430, self.TARGET)
        assert (standing.rate, standing.gap, standing.short) == (60, 10, 20)
        assert standing.target.needed == 450

    def test_what_is_short_of_the_pace_counts_from_the_stock(self):
        # by June 400 + 25 = 425 were due: 420 is 5 short
        assert alone(420, self.TARGET).behind == 5

    @pytest.mark.parametrize(("value", "done"), [(449, False), (450, True), (455, True)])
    def test_done_is_450(self, value, done):
        assert alone(value, self.TARGET).done is done

    def test_a_stock_that_shrank_has_a_negative_rate(self):
        # (390 − 400) ÷ 50 = −20 %
        assert alone(390, self.TARGET).rate == -20

    def test_the_increments_and_the_stocks_of_a_group_add_up(self):
        # (430 + 105 − 500) ÷ (50 + 20) = 35 ÷ 70 = 50 %
        other = target(20, kind="存量增量", base=Fraction(100))
        made = stood({"甲": 430, "乙": 105}, {"甲": self.TARGET, "乙": other})
        assert made[GROUP, NAME].rate == 50


class TestLevel:
    def test_a_rate_is_held_against_a_rate_in_points(self):
        # 落地率 82.5 % against 80 %
        made = stood({"甲": "82.5"}, {"甲": target(80, kind="比率")}, catalogue=RATE)
        standing = made[unit("甲"), NAME]
        assert standing.distance == exact("2.5")
        assert standing.done is True
        assert standing.rate is None

    def test_just_below_the_level_is_not_done(self):
        made = stood({"甲": "79.9999"}, {"甲": target(80, kind="比率")}, catalogue=RATE)
        assert made[unit("甲"), NAME].done is False


class TestComposite:
    """签约2个10亿元以上和3个5亿元以上 (S003); sizes in 万元."""

    LINES = (Line(Fraction(100_000), 2), Line(Fraction(50_000), 3))
    TARGET = Target(Fraction(5), kind="组合", lines=LINES)

    def held(self, sizes, policy=None) -> Standing:
        one = replace(figure(len(sizes)), sizes=tuple(Fraction(size) for size in sizes))
        begun = Standing(one, self.TARGET, pace=Fraction(50), counted=one.value)
        return measured(begun, policy or Policy())

    def test_a_large_project_serves_one_line_only(self):
        # 2 of 10亿 take the first line; of 5亿 there are 2: one short, 4 of 5 = 80 %
        standing = self.held([120_000, 100_000, 60_000, 50_000])
        assert [one.short for one in standing.met] == [0, 1]
        assert standing.rate == 80
        assert standing.done is False
        assert standing.short == 1

    def test_a_large_project_too_many_serves_the_smaller_line(self):
        standing = self.held([200_000, 120_000, 100_000, 60_000, 50_000])
        assert [one.short for one in standing.met] == [0, 0]
        assert standing.done is True

    def test_small_projects_never_serve_the_larger_line(self):
        # 1 of 10亿, 9 of 5亿: short of one large; (1 + 3) ÷ 5 = 80 % however many small ones
        standing = self.held([100_000] + [50_000] * 9)
        assert [one.short for one in standing.met] == [1, 0]
        assert standing.rate == 80
        assert standing.done is False

    def test_the_office_may_let_a_project_count_for_both_lines(self):
        standing = self.held([120_000, 100_000, 60_000], Policy(disjoint=False))
        assert [one.short for one in standing.met] == [0, 0]
        assert standing.done is True
        assert [one.short for one in self.held([120_000, 100_000, 60_000]).met] == [0, 2]

    def test_the_bound_itself_is_above_it(self):
        # 以上 includes the number: 99 999.99 does not
        assert [one.short for one in self.held([100_000, "99999.99"]).met] == [1, 2]

    def test_a_figure_whose_sizes_are_not_known_is_not_judged(self):
        begun = Standing(figure(4), self.TARGET, pace=Fraction(50), counted=Fraction(4))
        assert measured(begun, Policy()).no_rate is Missing.NOT_APPLICABLE


class TestAdjustments:
    CHANGED = target(
        100, 110, adjusted=date(2026, 5, 10), after=Fraction(80), stretch_after=Fraction(90)
    )

    def test_the_figures_own_period_decides_which_target_holds(self):
        # 40 of 100 to April, of 80 from the end of May
        assert alone(40, self.CHANGED, last=4).rate == 40
        assert alone(40, self.CHANGED, last=5).rate == 50
        assert alone(40, self.CHANGED, last=5).target.before == 100
        assert alone(40, self.CHANGED, last=5).target.stretch == 90

    def test_an_adjustment_holds_from_its_own_day_on(self):
        assert self.CHANGED.on(date(2026, 5, 9)).sure == 100
        assert self.CHANGED.on(date(2026, 5, 10)).sure == 80

    def test_a_groups_sum_takes_what_holds(self):
        made = stood({"甲": 40, "乙": 20}, {"甲": self.CHANGED, "乙": 20}, last=5)
        assert made[GROUP, NAME].target.sure == 100


class TestRangesAndLevels:
    def test_a_range_counts_with_its_lower_end(self):
        # 3—5 个, 3 done: 100 %
        assert alone(3, target(3, upper=Fraction(5))).done is True

    def test_the_rate_against_the_stretch_stands_beside(self):
        # 60 of 100 and of 120
        standing = alone(60, target(100, 120))
        assert (standing.rate, standing.stretch_rate) == (60, 50)
        assert alone(60, target(100)).stretch_rate is None

    def test_the_office_chooses_whose_target_headlines(self):
        own, above = Target(Fraction(150), issuer="本级"), Target(Fraction(120), issuer="上级")
        sticks = Yardsticks({(GROUP, NAME): (above, own)}, issuer="本级")
        assert sticks.target(GROUP, NAME) is own
        assert sticks.others(GROUP, NAME) == [above]
