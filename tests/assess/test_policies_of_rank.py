"""The office's choices about ranks, the order on the page, and movement (F20–F22)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.assess.compare import published_before
from pipeline.assess.yardsticks import Yardsticks
from pipeline.model.figure import Missing, Scope, Status
from pipeline.model.finalised import Finalised
from pipeline.model.number import printed
from pipeline.model.period import Period
from tests.assess.contest import NAME, alone, stood, target, unit

VALUES = {"甲": 8, "乙": 60, "丙": 3, "丁": 2}
TASKS = {"甲": 10, "乙": 100, "丙": 5, "丁": 10}
"""80 %, 60 %, 60 %, 20 %."""


def ranks(made, codes="甲乙丙丁"):
    return [made[unit(code), NAME].rank for code in codes]


def order(made, codes="甲乙丙丁"):
    return "".join(sorted(codes, key=lambda code: made[unit(code), NAME].place))


@pytest.mark.parametrize(
    ("ties", "expected", "tied"),
    [
        ("占位", [1, 2, 2, 4], [False, True, True, False]),
        ("不占位", [1, 2, 2, 3], [False, True, True, False]),
        # 乙's 60 is more than 丙's 3
        ("比完成数", [1, 2, 3, 4], [False] * 4),
    ],
)
def test_what_follows_a_tie_is_the_offices_choice(ties, expected, tied):
    made = stood(VALUES, TASKS, policy={"ties": ties})
    assert ranks(made) == expected
    assert [made[unit(code), NAME].tied for code in "甲乙丙丁"] == tied


def test_equal_rates_and_equal_amounts_stay_tied_whatever_the_policy():
    made = stood({"甲": 5, "乙": 5}, {"甲": 10, "乙": 10}, policy={"ties": "比完成数"})
    assert ranks(made, "甲乙") == [1, 1]


def test_on_a_page_equals_go_by_amount_and_then_as_the_directory_has_them():
    made = stood({**VALUES, "戊": 60}, {**TASKS, "戊": 100})
    # 甲 80 %; 乙, 戊 60 each at 60 %, in their order; 丙 3 at 60 %; 丁
    assert order(made, "甲乙丙丁戊") == "甲乙戊丙丁"


def test_the_unranked_stand_last_on_a_page():
    made = stood({"甲": Missing.NOT_REPORTED, "乙": 1, "丙": 9}, {"甲": 10, "乙": 10, "丙": 10})
    assert order(made, "甲乙丙") == "丙乙甲"


def test_rates_may_be_held_equal_as_they_print():
    # 33.333… and 33.331 both print 33.33
    made = stood({"甲": 1, "乙": 33331}, {"甲": 3, "乙": 100000}, policy={"rank_as_printed": True})
    assert ranks(made, "甲乙") == [1, 1]
    assert [made[unit(code), NAME].decimals for code in "甲乙"] == [2, 2]


def test_as_printed_99_996_still_is_behind_100():
    made = stood(
        {"甲": "99.996", "乙": 100}, {"甲": 100, "乙": 100}, policy={"rank_as_printed": True}
    )
    assert ranks(made, "甲乙") == [2, 1]


def test_a_unit_that_did_not_report_may_be_ranked_with_a_zero():
    values = {"甲": Missing.NOT_REPORTED, "乙": 1, "丙": 0, "丁": Missing.RETURNED}
    tasks = {"甲": 10, "乙": 10, "丙": 10}
    made = stood(values, tasks, policy={"absent_as_zero": True})
    assert ranks(made) == [2, 1, 2, None]
    assert made[unit("甲"), NAME].rate is None
    assert made[unit("甲"), NAME].no_rate is Missing.NOT_REPORTED
    assert made[unit("甲"), NAME].ranked == 3
    assert made[unit("丁"), NAME].no_rank is Missing.RETURNED
    assert ranks(stood(values, tasks)) == [None, 1, 2, None]


def test_a_carried_unit_may_be_ranked_with_a_zero_too():
    made = stood(
        {"甲": 9, "乙": 1}, {"甲": 10, "乙": 10}, carried=["甲"], policy={"absent_as_zero": True}
    )
    assert ranks(made, "甲乙") == [2, 1]


def test_whom_the_office_does_not_assess_has_a_rate_and_no_place():
    made = stood({"甲": 9, "乙": 1}, {"甲": target(10, assessed=False), "乙": 10})
    assert made[unit("甲"), NAME].rate == 90
    assert made[unit("甲"), NAME].no_rank is Missing.NOT_ASSESSED
    assert ranks(made, "甲乙") == [None, 1]
    assert made[unit("乙"), NAME].ranked == 1


MAY = Finalised(
    Period(2026, 5),
    {
        (unit("甲"), NAME, Status.REPORTED): {"完成": "100.5", "名次": 3},
        (unit("乙"), NAME, Status.REPORTED): {"完成": None, "名次": None},
    },
)


JUNE = Period(2026, 6)


def moved(code, published=MAY, period=JUNE):
    standing = replace(alone(130, 200), rank=1)
    standing = replace(standing, figure=replace(standing.figure, scope=Scope("单位", code)))
    known = published_before(standing, Yardsticks(published=published), period)
    return replace(standing, **known)


def test_movement_is_against_the_last_finalised_period():
    assert (moved("甲").rank_before, moved("甲").is_new) == (3, False)
    assert (moved("乙").rank_before, moved("乙").is_new) == (None, False)
    assert (moved("丙").rank_before, moved("丙").is_new) == (None, True)


def test_the_difference_of_published_totals():
    # 130 − 100.5
    assert moved("甲").since_published == Fraction("29.5")
    assert moved("乙").since_published is None


@pytest.mark.parametrize(
    ("published", "period"),
    [
        (None, Period(2026, 6)),
        # a new year starts from nothing
        (MAY, Period(2027, 1)),
        # the period itself, finalised and opened again, is not before itself
        (MAY, Period(2026, 5)),
        (MAY, Period(2026, 4)),
    ],
)
def test_without_an_earlier_finalised_period_of_the_year_nothing_has_moved(published, period):
    one = moved("甲", published, period)
    assert (one.rank_before, one.is_new, one.published) == (None, False, None)


def test_hundreds_of_units_are_told_apart_and_ranked_in_one_pass():
    codes = [f"单位{n}" for n in range(600)]
    made = stood({code: n for n, code in enumerate(codes)}, dict.fromkeys(codes, 700))
    assert [made[unit(code), NAME].rank for code in codes] == list(range(600, 0, -1))
    shown = [printed(made[unit(c), NAME].rate, made[unit(c), NAME].decimals) for c in codes]
    assert len(set(shown)) == 600
