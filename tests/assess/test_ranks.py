"""Ranks within a ranking group: competition ranks on exact rates (domain.md F20, F21)."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from pipeline.model.figure import Missing
from pipeline.model.number import printed, rounded
from tests.assess.contest import CITY, GROUP, NAME, stood, target, unit


def ranks(made, codes):
    return [(made[unit(code), NAME].rank, made[unit(code), NAME].tied) for code in codes]


def shown(made, code):
    standing = made[unit(code), NAME]
    return printed(standing.rate, standing.decimals)


def test_equal_rates_share_a_place_and_the_next_one_is_left_free():
    # 80 %, 60 %, 60 %, 20 %: 1, 2, 2, 4
    made = stood({"甲": 8, "乙": 60, "丙": 3, "丁": 2}, {"甲": 10, "乙": 100, "丙": 5, "丁": 10})
    assert ranks(made, "甲乙丙丁") == [(1, False), (2, True), (2, True), (4, False)]
    assert {made[unit(code), NAME].ranked for code in "甲乙丙丁"} == {4}


def test_all_equal_are_all_first():
    made = stood({"甲": 1, "乙": 2, "丙": 3}, {"甲": 2, "乙": 4, "丙": 6})
    assert ranks(made, "甲乙丙") == [(1, True)] * 3


def test_rates_that_only_print_alike_have_different_ranks_and_get_a_decimal_more():
    # 33.333…% (1 of 3) and 33.331 % (33 331 of 100 000) both print 33.33
    made = stood({"甲": 1, "乙": 33331, "丙": 1}, {"甲": 3, "乙": 100000, "丙": 2})
    assert ranks(made, "甲乙丙") == [(2, False), (3, False), (1, False)]
    assert [shown(made, code) for code in "甲乙丙"] == ["33.333", "33.331", "50.00"]


def test_the_gap_re_adds_with_the_decimal_more():
    # June: 33.333 − 50.000 = −16.667; with two decimals it would be −16.67
    made = stood({"甲": 1, "乙": 33331}, {"甲": 3, "乙": 100000})
    assert made[unit("甲"), NAME].gap == Fraction("-16.667")
    assert made[unit("乙"), NAME].gap == Fraction("-16.669")


def test_the_pace_of_a_lagging_figure_gets_the_decimal_more_as_well():
    # May: 41.666…% prints 41.667; 33.333 − 41.667 = −8.334
    made = stood({"甲": 1, "乙": 33331}, {"甲": 3, "乙": 100000}, last=5)
    assert made[unit("甲"), NAME].gap == Fraction("-8.334")


def test_as_many_decimals_as_it_takes_to_tell_two_rates_apart():
    # 12.3401 % and 12.3404 % are alike with two and with three decimals
    made = stood({"甲": "12.3401", "乙": "12.3404"}, {"甲": 100, "乙": 100})
    assert [shown(made, code) for code in "甲乙"] == ["12.3401", "12.3404"]


def test_rates_that_two_decimals_tell_apart_keep_two():
    # 12.3449 → 12.34 and 12.3451 → 12.35, though three decimals would make both 12.345
    made = stood({"甲": "12.3449", "乙": "12.3451"}, {"甲": 100, "乙": 100})
    assert [shown(made, code) for code in "甲乙"] == ["12.34", "12.35"]


def test_what_is_not_done_and_what_is_done_print_differently_already():
    # 99.996 prints with three decimals by F11; 100 needs no third
    made = stood({"甲": "99.996", "乙": 100}, {"甲": 100, "乙": 100})
    assert [shown(made, code) for code in "甲乙"] == ["99.996", "100.00"]
    assert ranks(made, "甲乙") == [(2, False), (1, False)]


def test_the_same_rates_in_another_ranking_group_do_not_matter():
    made = stood(
        {"甲": 1, "乙": 33331, "丙": 90},
        {"甲": 3, "乙": 100000, "丙": 100},
        rankings={"甲": "一类", "乙": "二类", "丙": "二类"},
    )
    assert ranks(made, "甲乙丙") == [(1, False), (2, False), (1, False)]
    assert [shown(made, code) for code in "甲乙"] == ["33.33", "33.33"]
    assert made[unit("甲"), NAME].ranked == 1


def test_no_target_a_target_of_zero_and_no_report_are_not_ranked_and_do_not_count():
    made = stood(
        {"甲": 5, "乙": 5, "丙": Missing.NOT_REPORTED, "丁": Missing.RETURNED, "戊": 4, "己": 3},
        {"乙": target(0), "丙": 10, "丁": 10, "戊": 10, "己": 10},
    )
    reasons = [made[unit(code), NAME].no_rank for code in "甲乙丙丁戊己"]
    assert reasons == [
        Missing.NO_TARGET,
        Missing.NOT_APPLICABLE,
        Missing.NOT_REPORTED,
        Missing.RETURNED,
        None,
        None,
    ]
    assert ranks(made, "甲乙丙丁戊己") == [(None, False)] * 4 + [(1, False), (2, False)]
    assert made[unit("己"), NAME].ranked == 2


def test_a_zero_is_ranked_last_and_not_left_out():
    made = stood({"甲": 0, "乙": 1, "丙": 0}, {"甲": 10, "乙": 10, "丙": 10})
    assert ranks(made, "甲乙丙") == [(2, True), (1, False), (2, True)]


def test_groups_and_the_city_have_no_rank():
    made = stood({"甲": 1}, {"甲": 2, "全市": 2})
    for scope in (GROUP, CITY):
        assert made[scope, NAME].rank is None
        assert made[scope, NAME].no_rank is Missing.NOT_APPLICABLE


@given(
    some.lists(some.tuples(some.integers(0, 40), some.integers(1, 10**4)), min_size=1, max_size=8)
)
def test_ranks_follow_the_exact_rates_and_prints_tell_different_rates_apart(pairs):
    codes = [f"单位{number}" for number in range(len(pairs))]
    made = stood(
        dict(zip(codes, [value for value, _ in pairs], strict=True)),
        dict(zip(codes, [sure for _, sure in pairs], strict=True)),
    )
    rates = [Fraction(value, sure) * 100 for value, sure in pairs]
    for code, rate in zip(codes, rates, strict=True):
        standing = made[unit(code), NAME]
        assert standing.rank == 1 + sum(other > rate for other in rates)
        assert standing.tied == (Counter(rates)[rate] > 1)
        pace = rounded(standing.pace, standing.decimals)
        assert standing.gap == rounded(rate, standing.decimals) - pace
    prints = {shown(made, code): rate for code, rate in zip(codes, rates, strict=True)}
    assert len(prints) == len(set(rates))
