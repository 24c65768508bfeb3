"""What is short, what each month must bring, 双过半, the lights (domain.md F04, F18, F19, F27)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pipeline.assess.policy import Policy, policy_of
from pipeline.model.figure import Missing
from pipeline.model.number import exact
from tests.assess.contest import GROUP, NAME, alone, indicator, stood, target


@pytest.mark.parametrize(
    ("value", "month", "short", "behind", "monthly"),
    [
        # T = 120: short 120 − 40 = 80; June: due 60, 20 behind; 80 ÷ 6
        (40, 6, 80, 20, Fraction(80, 6)),
        # ahead of the pace: nothing behind, 50 ÷ 6 a month
        (70, 6, 50, 0, Fraction(50, 6)),
        # done: nothing short, nothing a month
        (120, 6, 0, 0, 0),
        (150, 9, 0, 0, 0),
        # December has no month left: 12 − 12 = 0
        (100, 12, 20, 20, None),
        # November has one
        (100, 11, 20, 10, 20),
        (0, 1, 120, 10, Fraction(120, 11)),
        # a correction below nothing: 120 + 5
        (-5, 6, 125, 65, Fraction(125, 6)),
    ],
)
def test_what_is_short_of_the_target_and_of_the_pace(value, month, short, behind, monthly):
    standing = alone(value, 120, last=month)
    assert (standing.short, standing.behind, standing.monthly) == (short, behind, monthly)


@pytest.mark.parametrize(
    ("value", "task", "month", "short", "behind", "monthly"),
    [
        # May: due 5 × 5 ÷ 12 = 2.08…, so that a third project is needed; 3 ÷ 7 = 0.428… a month
        (2, 5, 5, 3, 1, Fraction(5, 10)),
        # due exactly 5: nothing is rounded; 5 ÷ 6 = 0.833…
        (5, 10, 6, 5, 0, Fraction(9, 10)),
        (3, 10, 6, 7, 2, Fraction(12, 10)),
        # one project in eleven months: 0.0909…
        (11, 12, 1, 1, 0, Fraction(1, 10)),
        # half of a shared project: 5 − 2.5, and 2.5 − 2.5
        ("2.5", 5, 6, 3, 0, Fraction(5, 10)),
        (0, 1, 1, 1, 1, Fraction(1, 10)),
    ],
)
def test_what_is_short_of_things_that_cannot_be_divided_is_a_whole_one_more(
    value, task, month, short, behind, monthly
):
    standing = alone(value, task, last=month, catalogue=indicator("个", decimals=0))
    assert (standing.short, standing.behind, standing.monthly) == (short, behind, monthly)


def test_money_without_decimals_is_divided_all_the_same():
    standing = alone(2, 5, last=5, catalogue=indicator("万元", decimals=0))
    assert standing.behind == Fraction(25, 12) - 2


def test_without_a_rate_nothing_is_short():
    for standing in (alone(5), alone(5, target(0)), alone(Missing.NOT_REPORTED, 10)):
        assert standing.short is standing.behind is standing.monthly is standing.half_done is None


def test_a_group_is_short_of_what_its_units_with_a_target_are_short_of():
    # 甲 60 of 100; 乙's 50 have no target: 40 short, though the total is 110
    standing = stood({"甲": 60, "乙": 50}, {"甲": 100})[GROUP, NAME]
    assert standing.figure.value == 110
    assert standing.short == 40
    assert standing.behind == 0


@pytest.mark.parametrize(
    ("value", "month", "half"),
    [
        (50, 6, True),
        # exactly, not as printed: 49.996 prints 50.00
        ("49.996", 6, False),
        ("50.001", 6, True),
        (80, 5, None),
        (80, 7, None),
    ],
)
def test_half_the_task_in_half_the_year_is_a_question_of_june_only(value, month, half):
    assert alone(value, 100, last=month).half_done is half


@pytest.mark.parametrize(
    ("rate", "light"),
    [
        # June, pace 50: gap > −10 green, −10 to −30 both included yellow, below red
        (60, "绿"),
        ("40.01", "绿"),
        (40, "黄"),
        (20, "黄"),
        ("19.99", "红"),
        (0, "红"),
        # 40.004 prints 40.00, its gap −10.00: the light goes by the gap that is printed
        ("40.004", "黄"),
    ],
)
def test_the_lights_go_by_the_distance_from_the_pace(rate, light):
    assert alone(rate, 100).light == light


def test_the_office_sets_the_lights():
    policy = policy_of({"黄灯线": Fraction(5), "红灯线": Fraction(15)})
    assert [policy.light(exact(gap)) for gap in ("-4.99", "-5", "-15", "-15.01")] == [
        "绿",
        "黄",
        "黄",
        "红",
    ]
    assert policy.light(None) == ""


def test_the_office_may_want_the_raw_gap():
    # R = 40.004, P = 500/12: −1.6626… raw, −1.67 as displayed
    standing = alone("40.004", 100, last=5, policy={"raw_gap": True})
    assert standing.gap == exact("40.004") - Fraction(500, 12)
    assert standing.raw_gap == standing.gap
    assert alone("40.004", 100, last=5).gap == exact("-1.67")


def test_what_the_office_does_not_say_is_the_default():
    assert policy_of({}) == Policy()
    assert policy_of({"主目标": None, "黄灯线": date(2026, 1, 1)}) == Policy()


def test_every_parameter_is_read():
    said = {
        "主目标": "本级",
        "序时差算法": "按原数",
        "并列办法": "不占位",
        "排名依据": "印出值",
        "未报送排名": "按零",
        "沿用同比": "两边不计",
        "组合计数": "可重复",
        "黄灯线": Fraction(1),
        "红灯线": Fraction(2),
    }
    assert policy_of(said) == Policy(
        issuer="本级",
        raw_gap=True,
        ties="不占位",
        rank_as_printed=True,
        absent_as_zero=True,
        carried_apart=True,
        disjoint=False,
        yellow=Fraction(1),
        red=Fraction(2),
    )
