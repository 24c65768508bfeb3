"""Phrases about tasks of every kind, shortfalls, places, comparisons (F03–F07, F11, F18–F24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.assess.attainment import measured
from pipeline.assess.policy import Policy
from pipeline.model.composite import Line
from pipeline.model.figure import Missing, Nature
from pipeline.model.number import exact
from pipeline.model.standing import Standing, Target
from pipeline.render import wording
from tests.assess.contest import alone, figure, indicator, target

MONEY = indicator("万元", "亿元")
PLAIN = indicator("万元")
COUNT = indicator("个", decimals=0)
FIRMS = indicator("家", decimals=0)
RATE = indicator("%")
LINES = (Line(Fraction(100_000), 2), Line(Fraction(50_000), 3))


class TestTasks:
    @pytest.mark.parametrize(
        ("task", "one", "text"),
        [
            (target(3, upper=Fraction(5)), COUNT, "年度任务3—5个"),
            (target(200_000, upper=Fraction(220_000)), MONEY, "年度任务20.00—22.00亿元"),
            (target(3, upper=Fraction(3)), COUNT, "年度任务3个"),
            (target(20, kind="增速"), MONEY, "全年目标增长20%"),
            (target("12.5", 15, kind="增速"), MONEY, "全年目标确保增长12.5%、力争增长15%"),
            (target(-3, kind="增速"), MONEY, "全年目标降幅不超过3%"),
            (target(0, kind="增速"), MONEY, "全年目标不下降"),
            (target(80, kind="比率"), RATE, "全年目标80%"),
            # 400 + 50
            (target(50, kind="存量增量", base=Fraction(400)), FIRMS, "年度任务新增50家、达到450家"),
            (Target(Fraction(5), kind="组合", lines=LINES), COUNT,
             "年度任务2个10亿元以上和3个5亿元以上"),
            (replace(target(180_000), before=Fraction(200_000)), MONEY,
             "年度任务18.00亿元（由20.00亿元调整）"),
        ],
    )  # fmt: skip
    def test_every_kind_of_task_is_said_in_its_own_way(self, task, one, text):
        assert wording.task(task, one) == text

    @pytest.mark.parametrize(
        ("least", "text"),
        [
            (10_000, "亿元以上"),
            (100_000, "10亿元以上"),
            (15_000, "1.5亿元以上"),
            (3_000, "3000万元以上"),
        ],
    )
    def test_the_size_that_a_line_asks_for(self, least, text):
        assert wording.line_name(Line(Fraction(least), 1)) == text


class TestAttainment:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            # growth 23.45 %, asked for 20 %
            ("123.45", "增速高于全年目标3.45个百分点"),
            (112, "增速低于全年目标8.00个百分点"),
            (120, "增速与全年目标持平"),
            # 20.001 − 20 prints as nothing and is not nothing
            ("120.001", "增速略高于全年目标"),
            ("119.999", "增速略低于全年目标"),
        ],
    )
    def test_a_growth_is_said_against_the_growth_asked_for(self, value, text):
        assert wording.rate(alone(value, target(20, kind="增速"), 100), PLAIN) == text

    def test_without_last_year_a_growth_cannot_be_judged(self):
        growth = target(20, kind="增速")
        assert wording.rate(alone(5, growth), PLAIN) == "没有同期数，不能对照增速目标"
        young = alone(5, growth, since={"甲": date(2026, 1, 1)})
        assert wording.rate(young, PLAIN) == "首年统计，不能对照增速目标"
        assert wording.gap(young) == "不比序时进度"

    def test_a_level_is_said_in_points(self):
        standing = alone("82.5", target(80, kind="比率"), catalogue=RATE)
        assert wording.rate(standing, RATE) == "高于全年目标2.50个百分点"

    @pytest.mark.parametrize(
        ("sizes", "text"),
        [
            ([120_000, 100_000, 60_000, 50_000, 50_000], "年度任务各项均已完成"),
            ([120_000, 100_000, 60_000], "还差5亿元以上2个"),
            ([50_000], "还差10亿元以上2个、5亿元以上2个"),
        ],
    )
    def test_a_composite_names_what_each_line_is_short_of(self, sizes, text):
        one = replace(figure(len(sizes)), sizes=tuple(map(Fraction, sizes)))
        task = Target(Fraction(5), kind="组合", lines=LINES)
        standing = measured(Standing(one, task, pace=Fraction(50), counted=one.value), Policy())
        assert wording.rate(standing, COUNT) == text


class TestGapAlone:
    def test_a_gap_alone_rounds_the_raw_gap_once(self):
        # 40.004 − 41.666… = −1.6626…; beside its rate it is −1.67
        standing = alone("40.004", 100, last=5)
        assert wording.gap_alone(standing) == "落后序时进度1.66个百分点"
        assert wording.gap_alone(standing, 1) == "落后序时进度1.7个百分点"
        assert wording.gap(standing) == "落后序时进度1.67个百分点"

    def test_level_as_printed(self):
        assert wording.gap_alone(alone("50.004", 100)) == "与序时进度持平"
        assert wording.gap_alone(alone("50.006", 100)) == "超序时进度0.01个百分点"
        assert wording.gap_alone(alone(5)) == "未下达年度任务，不比序时进度"

    def test_the_raw_gap_of_the_offices_choice_never_reads_as_nought_points(self):
        standing = alone("50.004", 100, policy={"raw_gap": True})
        assert wording.gap(standing) == "与序时进度持平"


class TestShortfalls:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (187_500, "距年度任务还差1.25亿元"),
            (200_000, "已完成年度任务"),
            (210_000, "已完成年度任务"),
            # 0.5 万元 short would print 0.00 亿元
            ("199999.5", "距年度任务还差0.5万元"),
        ],
    )
    def test_what_is_short_of_the_task(self, value, text):
        assert wording.short(alone(value, 200_000), MONEY) == text

    def test_what_is_short_of_the_pace(self):
        # June of 200 000: 100 000 due
        assert wording.behind(alone(96_500, 200_000), MONEY) == "达到序时进度尚需0.35亿元"
        assert wording.behind(alone(100_000, 200_000), MONEY) == "已达到序时进度"
        assert wording.behind(alone(5), MONEY) == "未下达年度任务，不比序时进度"

    def test_a_share_of_a_project_without_a_last_digit_prints_its_first_one(self):
        # 5 × 5/12 − 2 = 1/12 = 0.0833…; 5 × 6/12 − 2.25 = 0.25 has a last digit
        assert wording.behind(alone(2, 5, last=5), COUNT) == "达到序时进度尚需0.1个"
        assert wording.behind(alone("2.25", 5, last=6), COUNT) == "达到序时进度尚需0.25个"

    @pytest.mark.parametrize(
        ("value", "month", "text"),
        [
            # (20 − 8) ÷ 6 = 2, (20 − 5) ÷ 6 = 2.5
            (8, 6, "后6个月月均需完成2个"),
            (5, 6, "后6个月月均需完成2.5个"),
            (15, 11, "最后1个月需完成5个"),
            (20, 6, "已完成年度任务"),
            (15, 12, "—"),
            # 13 ÷ 9 = 1.444…: nine times 1.4 would not do
            (7, 3, "后9个月月均需完成1.5个"),
        ],
    )
    def test_what_each_month_has_to_bring(self, value, month, text):
        standing = alone(value, 20, last=month, catalogue=COUNT)
        assert wording.per_month(standing, COUNT) == text

    def test_of_counts_a_whole_one_is_needed(self):
        # May: due 5 × 5 ÷ 12 = 2.08…, 0.08… short; all of 5 − 2 are short of the task
        standing = alone(2, 5, last=5, catalogue=COUNT)
        assert wording.behind(standing, COUNT) == "达到序时进度尚需1个"
        assert wording.short(standing, COUNT) == "距年度任务还差3个"
        # half of a project that two share: 5 − 2.5
        shared = alone("2.5", 5, last=6, catalogue=COUNT)
        assert wording.short(shared, COUNT) == "距年度任务还差3个"

    def test_of_money_what_is_needed_keeps_its_decimals(self):
        # 5 × 5 ÷ 12 − 2 = 0.083…
        standing = alone(2, 5, last=5, catalogue=PLAIN)
        assert wording.behind(standing, PLAIN) == "达到序时进度尚需0.08万元"

    def test_no_task_no_shortfall(self):
        assert wording.short(alone(5), COUNT) == "未下达年度任务"
        assert wording.per_month(alone(5), COUNT) == "—"
        assert wording.short(alone(Missing.RETURNED, 5), COUNT) == "退回"

    def test_half_the_year_and_half_the_task(self):
        assert wording.half_done(alone(50, 100)) == "实现“双过半”"
        assert wording.half_done(alone("49.996", 100)) == "未实现“双过半”"
        assert wording.half_done(alone(50, 100, last=5)) == "—"


class TestPlaces:
    def test_a_place_and_a_shared_place(self):
        standing = alone(5, 10)
        assert wording.place(standing) == "居第1位"
        assert wording.place(replace(standing, tied=True, rank=2)) == "并列第2位"
        assert wording.place(alone(5)) == "未下达"
        assert wording.place(alone(5, target(10, assessed=False))) == "不考核"

    @pytest.mark.parametrize(
        ("before", "new", "sign", "text"),
        [
            (4, False, "↑3", "较上期上升3位"),
            (1, False, "→", "与上期持平"),
            (None, True, "新", "本期新列入"),
            (None, False, "—", "—"),
        ],
    )
    def test_how_a_place_moved(self, before, new, sign, text):
        standing = replace(alone(5, 10), rank_before=before, is_new=new)
        assert (wording.moved_sign(standing), wording.moved(standing)) == (sign, text)

    def test_a_fall_and_no_place_at_all(self):
        standing = replace(alone(5, 10), rank=3, rank_before=1)
        assert (wording.moved_sign(standing), wording.moved(standing)) == ("↓2", "较上期下降2位")
        unranked = replace(alone(5), rank_before=1)
        assert (wording.moved_sign(unranked), wording.moved(unranked)) == ("—", "—")


class TestComparison:
    def test_a_first_year_and_a_missing_year_are_said_apart(self):
        young = alone(5, since={"甲": date(2026, 1, 1)})
        assert wording.growth(young, PLAIN) == "首年统计，无同期可比"
        assert wording.growth(alone(5), PLAIN) == "无上年同期数，不作比较"

    @pytest.mark.parametrize(
        ("value", "past", "text"),
        [
            ("82.5", 80, "同比提高2.50个百分点"),
            (80, "82.5", "同比下降2.50个百分点"),
            (80, 80, "同比持平"),
            ("80.004", 80, "同比基本持平"),
            # from a rate of nought a rate rises by its points
            (5, 0, "同比提高5.00个百分点"),
        ],
    )
    def test_rates_compare_in_points(self, value, past, text):
        assert wording.growth(alone(value, past=past, catalogue=RATE), RATE) == text

    @pytest.mark.parametrize(
        ("value", "past", "text"),
        [
            (23, 18, "同比增加5个"),
            (18, 23, "同比减少5个"),
            (18, 18, "同比持平"),
            (3, 0, "同比增加3个"),
            (0, 0, "同比持平"),
            (3, None, "无上年同期数，不作比较"),
        ],
    )
    def test_counts_compare_as_so_many_where_the_office_wants_it(self, value, past, text):
        counted = replace(COUNT, by_difference=True)
        assert wording.growth(alone(value, past=past, catalogue=counted), counted) == text

    def test_the_measure_is_the_indicators_own(self):
        counted = replace(FIRMS, by_difference=True)
        assert wording.growth(alone(5, past=3, catalogue=counted), counted) == "同比增加2家"

    def test_a_decrease_short_of_all_is_never_all(self):
        # (0.004 − 100) ÷ 100 = −99.996 %
        assert wording.growth(alone("0.004", past=100), PLAIN) == "同比下降99.996%"
        assert wording.growth(alone(0, past=100), PLAIN) == "同比下降100.00%"

    def test_a_difference_too_small_for_the_measure_keeps_its_digits(self):
        # −2 to −1.5: 0.5 万元 more, which is 0.00 亿元
        text = wording.growth(alone("-1.5", past=-2), MONEY)
        assert text == "上年同期为0.00亿元，同比增加0.5万元"

    def test_a_negative_amount_after_nothing_gives_no_rate(self):
        assert wording.growth(alone(-3, past=0), PLAIN) == "上年同期为0.00万元，同比减少3.00万元"

    def test_a_changed_meaning_is_said_behind_every_comparison(self):
        changed = replace(PLAIN, changed=2026)
        standing = alone(120, past=100, catalogue=changed)
        assert wording.growth(standing, changed) == "同比增长20.00%（口径有调整，同比仅供参考）"
        assert wording.growth(alone(5, catalogue=changed), changed) == "无上年同期数，不作比较"

    def test_the_footnote_names_what_the_comparison_rests_on(self):
        standing = replace(alone(120, past=100), revised=True)
        assert wording.growth_note(standing, []) == "同期数按修订后的数计算"
        assert wording.growth_note(alone(120, past=100), ["甲镇", "乙镇"]) == (
            "同比两边均不含甲镇、乙镇"
        )
        doubtful = replace(standing, revised=False, doubtful=True)
        assert wording.growth_note(doubtful, []) == "指标口径有调整，同比仅供参考"
        assert wording.growth_note(alone(120, past=100), []) == ""


class TestMonthOnMonth:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (12_000, "当月完成1.20亿元"),
            (0, "当月无新增"),
            (-3_000, "当月核减0.30亿元"),
            ("0.5", "当月完成0.5万元"),
        ],
    )
    def test_the_months_own_amount(self, value, text):
        assert wording.of_month(exact(value), MONEY) == text

    def test_no_series_no_month(self):
        assert wording.of_month(None, MONEY) == "—"

    @pytest.mark.parametrize(
        ("published", "text"),
        [
            (18_000, "较上期公布数增加1.20亿元"),
            (30_000, "与上期公布数持平"),
            (33_000, "较上期公布数减少0.30亿元（以前月份数据有更正）"),
            (None, "无上期公布数"),
        ],
    )
    def test_against_the_total_last_published(self, published, text):
        known = None if published is None else Fraction(published)
        standing = replace(alone(30_000), published=known)
        assert wording.since_published(standing, replace(MONEY, said=Nature.TO_DATE)) == text

    @pytest.mark.parametrize(
        ("value", "published", "text"),
        [
            (45, "42.5", "较上期公布数提高2.50个百分点"),
            (40, "42.5", "较上期公布数下降2.50个百分点"),
            ("42.501", "42.5", "与上期公布数基本持平"),
            # two thirds, published with fifteen digits
            (Fraction(200, 3), "66.666666666666667", "与上期公布数持平"),
        ],
    )
    def test_a_rate_moves_in_points(self, value, published, text):
        standing = replace(alone(value, catalogue=RATE), published=exact(published))
        assert wording.since_published(standing, RATE) == text

    def test_of_what_stands_now_a_fall_is_no_correction(self):
        standing = replace(alone(20, catalogue=COUNT), published=Fraction(23))
        stock = replace(COUNT, said=Nature.LEVEL)
        assert wording.since_published(standing, stock) == "较上期公布数减少3个"


class TestNumerals:
    @pytest.mark.parametrize(
        ("digits", "text"),
        [
            ("0", "零"),
            ("2", "二"),
            ("10", "十"),
            ("11", "十一"),
            ("20", "二十"),
            ("23", "二十三"),
            ("100", "一百"),
            ("101", "一百零一"),
            ("110", "一百一十"),
            ("123", "一百二十三"),
            ("1001", "一千零一"),
            ("1010", "一千零一十"),
            ("2000", "二千"),
            ("10000", "一万"),
            ("10001", "一万零一"),
            ("12345", "一万二千三百四十五"),
            ("100000", "十万"),
            ("1000010", "一百万零一十"),
            ("100000000", "一亿"),
            ("100010000", "一亿零一万"),
            ("12.05", "十二点零五"),
            ("-3", "负三"),
        ],
    )
    def test_numbers_in_characters(self, digits, text):
        assert wording.in_characters(digits) == text

    @given(some.integers(0, 10**12))
    def test_no_two_numbers_read_alike(self, number):
        text = wording.in_characters(str(number))
        assert "零零" not in text
        assert _read(text) == number

    @pytest.mark.parametrize(
        ("number", "style", "text"),
        [(1, "一、", "一、"), (12, "（一）", "（十二）"), (3, "1.", "3."), (20, "①", "⑳")],
    )
    def test_items_are_numbered_like_the_example(self, number, style, text):
        assert wording.numbered(number, style) == text

    @pytest.mark.parametrize(("number", "style"), [(21, "①"), (1, "甲")])
    def test_a_style_that_cannot_be_read_is_refused(self, number, style):
        with pytest.raises(ValueError, match="序号"):
            wording.numbered(number, style)

    def test_groups_of_three(self):
        assert wording.thousands("1234567.89") == "1,234,567.89"
        assert wording.thousands("-1234") == "-1,234"
        assert wording.thousands("999") == "999"

    def test_a_cut_list_says_how_many_there_are_in_all(self):
        names = [f"{n}镇" for n in range(15)]
        assert wording.listed(names, 2, "个单位") == "0镇、1镇等15个单位"
        assert wording.listed(names[:2], 2, "个单位") == "0镇、1镇"


def _read(text: str) -> int:
    """Read a number in characters back, the plain way."""
    total = section = digit = 0
    for sign in text:
        if sign in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(sign)
        elif sign in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            total = (
                (total + section + digit) * {"万": 10**4, "亿": 10**8}[sign]
                if sign == "亿"
                else (total + (section + digit) * 10**4)
            )
            section = digit = 0
    return total + section + digit
