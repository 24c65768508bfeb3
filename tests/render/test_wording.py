"""Every phrase about a number (domain.md F03, F04, F06, F07, F09, F11, F24)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.model.figure import Missing
from pipeline.model.number import exact
from pipeline.model.standing import Target
from pipeline.render import wording
from tests.assess.contest import GROUP, NAME, alone, indicator, stood, target

MONEY = indicator("万元", "亿元")
COUNT = indicator("个", decimals=0)
PLAIN = indicator("万元")


class TestAmounts:
    @pytest.mark.parametrize(
        ("value", "decimals", "text"),
        [
            # 14 450 ÷ 10 000 = 1.445: once to one decimal 1.4; by way of 1.45 it would be 1.5
            (14450, 1, "1.4亿元"),
            (14450, 2, "1.45亿元"),
            ("208474.88", 2, "20.85亿元"),
            ("0.01", 2, "0.00亿元"),
            (-14450, 1, "-1.4亿元"),
            (15000, 1, "1.5亿元"),
            (100000, 2, "10.00亿元"),
        ],
    )
    def test_ten_thousands_become_hundred_millions_with_one_rounding(self, value, decimals, text):
        assert wording.amount(exact(value), MONEY, decimals) == text

    def test_what_the_catalogue_leaves_in_its_measure_stays(self):
        assert wording.amount(exact("1234.565"), PLAIN) == "1234.57万元"
        assert wording.amount(Fraction(23), COUNT) == "23个"

    def test_a_zero_has_a_word_of_its_own_and_a_gap_another(self):
        assert wording.reached(Fraction(0), None, COUNT) == "暂未有上报"
        assert wording.reached(Fraction(3), None, COUNT) == "3个"
        assert wording.reached(None, Missing.RETURNED, COUNT) == "退回"


class TestMissing:
    def test_every_reason_has_its_own_word(self):
        assert {reason.name: word for reason, word in wording.WORDS.items()} == {
            "NOT_REPORTED": "未报送",
            "RETURNED": "退回",
            "NO_TARGET": "未下达",
            "NO_PAST": "无同期",
            "FIRST_YEAR": "首年",
            "NOT_ASSESSED": "不考核",
            "NOT_CONFIRMED": "尚未核定",
            "NOT_APPLICABLE": "—",
            "NOT_ENTERED": "未录入",
            "OTHER_SPANS": "所属期不一致",
            "BY_MONTHS": "不按日统计",
        }
        assert set(wording.WORDS) == set(Missing)

    def test_five_kinds_of_nothing_print_five_different_words(self):
        zero = wording.reached(Fraction(0), None, PLAIN)
        said = {
            zero,
            wording.amount(Fraction(0), PLAIN),
            wording.reached(None, Missing.NOT_REPORTED, PLAIN),
            wording.reached(None, Missing.RETURNED, PLAIN),
            wording.task(None, PLAIN),
        }
        assert said == {"暂未有上报", "0.00万元", "未报送", "退回", "未下达年度任务"}

    @pytest.mark.parametrize(
        ("reason", "word"),
        [
            (Missing.NOT_REPORTED, "未报送"),
            (Missing.RETURNED, "退回"),
            (Missing.NOT_CONFIRMED, "尚未核定"),
        ],
    )
    def test_a_unit_without_a_figure_says_why_in_every_phrase(self, reason, word):
        standing = alone(reason, 100, 50)
        assert wording.rate(standing, PLAIN) == word
        assert wording.gap(standing) == word
        assert wording.growth(standing, PLAIN) == word

    @pytest.mark.parametrize("reason", [Missing.NOT_REPORTED, Missing.RETURNED])
    def test_a_carried_unit_states_its_amount_and_no_judgement(self, reason):
        standing = alone(60, 100, 50, carried=["甲"], absent={"甲": reason})
        assert wording.reached(standing.figure.value, None, PLAIN) == "60.00万元"
        assert wording.rate(standing, PLAIN) == reason.value
        assert wording.gap(standing) == reason.value
        assert wording.growth(standing, PLAIN) == reason.value


class TestRates:
    def test_a_rate_is_a_share_of_the_years_task(self):
        assert wording.rate(alone("45.23", 100), PLAIN) == "完成年度任务的45.23%"
        assert wording.rate(alone(0, 100), PLAIN) == "完成年度任务的0.00%"
        assert wording.rate(alone(146, 100), PLAIN) == "完成年度任务的146.00%"

    def test_no_task_is_said_and_a_task_of_zero_has_no_rate(self):
        assert wording.rate(alone(5), PLAIN) == "未下达年度任务"
        zero = "年度任务为零或不按总量考核，不计算完成率"
        assert wording.rate(alone(5, target(0)), PLAIN) == zero
        assert wording.rate(alone(5, target(8, kind="存量增量")), PLAIN) == zero

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("99.99", "完成年度任务的99.99%"),
            ("99.996", "完成年度任务的99.996%"),
            ("99.9996", "完成年度任务的99.9996%"),
            # 100 − 99.99996 = 0.00004
            ("99.99996", "接近完成年度任务，尚差0.00004万元"),
            (100, "完成年度任务的100.00%"),
        ],
    )
    def test_what_is_not_done_never_reads_as_a_hundred(self, value, text):
        assert wording.rate(alone(value, 100), PLAIN) == text

    def test_a_cent_short_of_a_billion_is_said_in_the_measure_of_the_task(self):
        # 99 999.999999 of 100 000 万元: one 分 (10⁻⁶ 万元) short
        assert wording.rate(alone("99999.999999", 100000), MONEY).endswith("尚差0.000001万元")

    def test_what_a_group_is_short_of_leaves_out_amounts_without_a_target(self):
        # 甲 99.99996 of 100; 乙's 50 have no target: short 0.00004, not −49.99996
        made = stood({"甲": "99.99996", "乙": 50}, {"甲": 100})
        text = wording.rate(made[GROUP, NAME], PLAIN)
        assert text == "接近完成年度任务，尚差0.00004万元"

    def test_a_task_names_what_is_sure_and_what_is_hoped_for(self):
        assert wording.task(target(200000), MONEY) == "年度任务20.00亿元"
        both = "年度任务确保20.00亿元、力争22.00亿元"
        assert wording.task(target(200000, 220000), MONEY) == both
        assert wording.task(target(20, 20), COUNT) == "年度任务20个"
        assert wording.task(target(None, 20), COUNT) == "未下达年度任务"


class TestGaps:
    @pytest.mark.parametrize(
        ("value", "month", "text"),
        [
            # 40.00 − 41.67 = −1.67; raw it would be −1.66
            ("40.004", 5, "落后序时进度1.67个百分点"),
            # 125.64 − 83.33 = 42.31
            ("125.64", 10, "超序时进度42.31个百分点"),
            ("53.33", 6, "超序时进度3.33个百分点"),
            # 50.004 prints as 50.00: level as displayed
            ("50.004", 6, "与序时进度持平"),
            ("49.996", 6, "与序时进度持平"),
            (25, 3, "与序时进度持平"),
            # 99.996 prints with three decimals: 99.996 − 50.000
            ("99.996", 6, "超序时进度49.996个百分点"),
        ],
    )
    def test_ahead_behind_or_level_as_displayed(self, value, month, text):
        assert wording.gap(alone(value, 100, last=month)) == text

    def test_without_a_task_there_is_no_pace_to_keep(self):
        assert wording.gap(alone(5)) == "未下达年度任务，不比序时进度"
        assert wording.gap(alone(5, target(0))) == "不比序时进度"


class TestGrowth:
    @pytest.mark.parametrize(
        ("value", "last", "text"),
        [
            ("91.08", 100, "同比下降8.92%"),
            (5, 0, "上年同期为零"),
            (0, 0, "与上年同期持平（均为零）"),
            (5, None, "无上年同期数，不作比较"),
            (0, None, "无上年同期数，不作比较"),
            # no rate from a negative amount: both amounts and the difference, 5 − (−2) = 7
            (5, -2, "上年同期为-2.00万元，同比增加7.00万元"),
            (-5, -2, "上年同期为-2.00万元，同比减少3.00万元"),
            # this year negative: 10 − (−3) = 13 less
            (-3, 10, "上年同期为10.00万元，同比减少13.00万元"),
            ("123.45", 100, "同比增长23.45%"),
            (100, 100, "同比持平"),
            (0, 100, "同比下降100.00%"),
            # +0.004 % and −0.004 % print as 0.00
            ("100.004", 100, "同比基本持平"),
            ("99.996", 100, "同比基本持平"),
            ("100.005", 100, "同比增长0.01%"),
        ],
    )
    def test_every_branch_of_year_on_year(self, value, last, text):
        assert wording.growth(alone(value, past=last), PLAIN) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            # (A − 100) ÷ 100; from ten times on it is said in times the increase
            ("1099.99", "同比增长999.99%"),
            (1100, "同比增长10倍"),
            (1150, "同比增长10.5倍"),
            (2100, "同比增长20倍"),
            (1, "同比下降99.00%"),
        ],
    )
    def test_a_thousand_per_cent_becomes_times_and_a_decrease_never_does(self, value, text):
        assert wording.growth(alone(value, past=100), PLAIN) == text

    def test_a_slot_may_round_growth_to_fewer_decimals(self):
        assert wording.growth_words(exact("8.96"), 1) == "同比增长9.0%"
        assert wording.growth_words(exact("-0.04"), 1) == "同比基本持平"
        assert wording.growth_words(exact("-0.05"), 1) == "同比下降0.1%"

    @given(
        some.fractions(min_value=-100, max_value=10**5, max_denominator=10**6), some.integers(0, 4)
    )
    def test_an_increase_is_never_negative_and_a_decrease_never_in_times(self, change, decimals):
        text = wording.growth_words(change, decimals)
        assert "-" not in text
        assert ("下降" in text) <= (change < 0 and "倍" not in text)
        assert ("增长" in text) <= (change > 0)
        assert ("倍" in text) == (change >= 1000)


class TestAbout:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (137, "130余家"),
            (1268, "1200余家"),
            (37, "30余家"),
            (11, "10余家"),
            (99, "90余家"),
            (101, "100余家"),
            (1001, "1000余家"),
            (12999, "12000余家"),
            (10, "10家"),
            (30, "30家"),
            (130, "130家"),
            (1200, "1200家"),
            (100, "100家"),
            (9, "9家"),
            (1, "1家"),
            (0, "0家"),
            ("30.5", "30余家"),
            ("9.5", "9.5家"),
            (-37, "-37家"),
        ],
    )
    def test_two_leading_digits_stay_and_round_numbers_take_no_more(self, value, text):
        assert wording.rounded_words(exact(value), "家") == text

    @given(some.integers(0, 10**9))
    def test_about_is_never_more_than_there_is(self, value):
        text = wording.rounded_words(Fraction(value), "家")
        number = int(text.removesuffix("家").removesuffix("余"))
        assert number < value if "余" in text else number == value
        assert value < number * 2 or value == number


class TestClosing:
    @pytest.mark.parametrize(
        ("shares", "text"),
        [
            (None, "未分解"),
            (90, "各单位分解任务合计90万元，小于总任务100万元，相差10万元"),
            ("99.5", "各单位分解任务合计99.5万元，小于总任务100万元，相差0.5万元"),
            (100, "各单位分解任务合计100万元，与总任务一致"),
            (110, "各单位分解任务合计110万元，不低于总任务100万元"),
        ],
    )
    def test_whether_the_shares_close(self, shares, text):
        number = None if shares is None else exact(shares)
        assert wording.closing(number, Target(Fraction(100)), MONEY) == text

    def test_it_says_whose_task_it_is_where_two_levels_set_one(self):
        """488000万元 is 48.80亿元 to the last digit; 488000.5万元 is not, and keeps its digits."""
        large = replace(MONEY, shown="亿元", decimals=2)
        above = Target(Fraction(473_000), issuer="上级")
        for shares, told in (("488000", "48.80亿元"), ("488000.5", "488000.5万元")):
            text = f"各单位分解任务合计{told}，不低于上级下达任务47.30亿元"
            assert wording.closing(exact(shares), above, large) == text
        own = Target(Fraction(488_000), issuer="本级")
        text = "各单位分解任务合计48.80亿元，与本级任务一致"
        assert wording.closing(exact("488000"), own, large) == text

    def test_without_a_total_nothing_can_close(self):
        assert wording.closing(Fraction(5), None, MONEY) == "未分解"


def test_names_are_listed_with_pauses_and_cut_with_a_count():
    assert wording.listed([]) == ""
    assert wording.listed(["甲镇"]) == "甲镇"
    assert wording.listed(["甲镇", "乙镇", "丙镇"]) == "甲镇、乙镇、丙镇"
    assert wording.listed(["甲镇", "乙镇", "丙镇"], 3) == "甲镇、乙镇、丙镇"
    assert wording.listed(["甲镇", "乙镇", "丙镇"], 2) == "甲镇、乙镇等3个"


def test_a_gap_printed_beside_a_rate_with_a_decimal_more_uses_it():
    # F20 may ask for a third decimal: 33.333 − 50.000
    standing = replace(alone(1, 3), decimals=3, gap=Fraction("-16.667"))
    assert wording.rate(standing, PLAIN) == "完成年度任务的33.333%"
    assert wording.gap(standing) == "落后序时进度16.667个百分点"
