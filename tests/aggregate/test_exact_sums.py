"""Figures are exact sums over the months that they speak of, upward without loss (F01, F25)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.aggregate.figures import groups_of
from pipeline.aggregate.tally import added
from pipeline.model.figure import Missing
from pipeline.model.finding import Faulty
from pipeline.model.period import Span
from pipeline.model.unit import Unit
from pipeline.scheme.form import Kind
from pipeline.scheme.frame import BAD, vector
from tests.aggregate.ledger import (
    CITY,
    REPORTED,
    UNITS,
    defined,
    indicator,
    made,
    of,
    project,
    value,
)


def test_a_tenth_and_two_tenths_are_three_tenths():
    figures = made({"ZJ01": [project("0.1"), project("0.2")]})
    assert value(figures, "ZJ01", "自报资金") == Fraction(3, 10)


def test_only_the_months_up_to_the_period_count():
    # January to March of 10, 20, 30, 40: 60
    assert value(made({"ZJ01": [project(10, 20, 30, 40)]}, month=3), "ZJ01", "自报资金") == 60


def test_an_empty_month_counts_nothing_and_a_spoilt_one_spoils_its_row_only():
    figures = made({"ZJ01": [project(10, None, 5), project(1, BAD, 7), project(100)]})
    assert value(figures, "ZJ01", "自报资金") == 115


def test_a_negative_correction_lowers_the_sum():
    assert value(made({"ZJ01": [project(10, "-2.55")]}), "ZJ01", "自报资金") == Fraction("7.45")


def test_the_city_is_its_groups_and_its_groups_are_their_units():
    # 经开区 0.01; 甲镇 33.33 + 66.67; 乙镇 1 234.56. 镇 = 100 + 1 234.56
    figures = made(
        {
            "KF01": [project("0.01")],
            "ZJ01": [project("33.33"), project("66.67")],
            "ZJ02": [project(1000, "234.56")],
        }
    )
    assert value(figures, "园区", "自报资金") == Fraction("0.01")
    assert value(figures, "镇", "自报资金") == Fraction("1334.56")
    assert value(figures, "全市", "自报资金") == Fraction("1334.57")


def test_a_unit_outside_every_group_counts_in_the_city_only():
    alone = [*UNITS[:2], Unit("SZ01", "某局", "某局")]
    figures = made({"ZJ01": [project(1)], "SZ01": [project(2)]}, units=alone)
    assert list(groups_of(alone)) == ["园区", "镇"]
    assert value(figures, "镇", "自报资金") == 1
    assert figures[CITY, "自报资金", REPORTED].value == 3


def test_what_has_no_amount_is_counted():
    figures = made({"ZJ01": [project(), project(5)], "ZJ02": [project()]})
    assert value(figures, "ZJ01", "项目数") == 2
    assert value(figures, "镇", "项目数") == 3
    assert value(figures, "KF01", "项目数") == 0


def test_a_units_zero_is_a_value_and_not_a_gap():
    assert value(made({"ZJ01": []}), "ZJ01", "自报资金") == 0


def test_a_rate_of_a_group_is_made_of_its_sums_and_never_the_mean_of_rates():
    # 甲镇 90 of 100 = 90 %; 乙镇 10 of 900 = 1.11…%. 镇: 100 of 1 000 = 10 %, mean 45.56 %
    figures = made({"ZJ01": [project(90, plan=100)], "ZJ02": [project(10, plan=900)]})
    assert value(figures, "ZJ01", "到位率") == 90
    assert value(figures, "ZJ02", "到位率") == Fraction(10, 9)
    assert value(figures, "镇", "到位率") == 10
    assert of(figures, "镇", "到位率").parts == (100, 1000)


def test_a_rate_without_anything_to_divide_by_is_none_but_its_sums_count_above():
    # 乙镇 has 50 without a plan: its own rate is none; 镇: (90 + 50) of 100 = 140 %
    figures = made({"ZJ01": [project(90, plan=100)], "ZJ02": [project(50)]})
    assert value(figures, "ZJ02", "到位率") is Missing.NOT_APPLICABLE
    assert value(figures, "镇", "到位率") == 140
    assert value(figures, "园区", "到位率") is Missing.NOT_APPLICABLE


def test_every_figure_knows_its_span_and_its_rows():
    figures = made({"ZJ01": [project(1)], "ZJ02": [project(2), project(3)]})
    figure = of(figures, "ZJ02", "自报资金")
    assert figure.span == Span(2026, 1, 6)
    assert list(figure.rows["资金到位"]) == [1, 2]
    assert figure.code == "单位:ZJ02/自报资金/自报"


def test_a_condition_that_is_unknown_leaves_the_row_out():
    rich = indicator("大项目", REPORTED=defined("资金到位", "计划 ≥ 100", "计划"))
    rows = [project(plan=100), project(plan="99.99"), project(plan=None), project(plan=BAD)]
    assert value(made({"ZJ01": rows}, catalogue=[rich]), "ZJ01", "大项目") == 100


def test_all_definitions_that_cannot_be_calculated_are_faults_at_once():
    wrong = [
        indicator("甲", REPORTED=defined("资金到位", amount="各月", line=7)),
        indicator("乙", REPORTED=defined("资金到位", amount="项目 + 计划", line=9)),
        indicator("丙", REPORTED=defined("资金到位", amount="计划", line=11)),
    ]
    with pytest.raises(Faulty) as caught:
        made({"ZJ01": [project(1)]}, catalogue=wrong)
    assert [fault.line for fault in caught.value.faults] == [
        "《figures.yaml》第7行：指标“甲”无法计算：“各月”有12列，请用 合计(各月) 或 期内(各月)",
        "《figures.yaml》第9行：指标“乙”无法计算：加减乘除的两边应是数",
    ]


def test_twelve_months_near_the_limit_of_the_machine_add_up_exactly():
    # 9 × 10¹² 万元 in 10⁻⁶ is 9 × 10¹⁸, just below 2⁶³ ≈ 9.22 × 10¹⁸; the sum is 1.08 × 10¹⁴
    months = [9 * 10**12] * 12
    rows = [project(*months), project(*months)]
    figures = made({"ZJ01": rows, "ZJ02": rows}, month=12)
    assert value(figures, "ZJ01", "自报资金") == 2 * 108 * 10**12
    assert value(figures, "全市", "自报资金") == 4 * 108 * 10**12


def test_an_amount_beyond_the_machines_integers_is_kept():
    rows = [project(10**20), project("0.01")]
    assert value(made({"ZJ01": rows}), "全市", "自报资金") == 10**20 + Fraction(1, 100)


@settings(max_examples=60, deadline=None)
@given(
    some.lists(
        some.tuples(
            some.integers(0, 2),
            some.one_of(
                some.none(),
                some.integers(-(2**80), 2**80),
                some.integers(2**62 - 3, 2**63 - 1),
                some.integers(-(2**63), -(2**62)),
                some.integers(-5, 5),
            ),
            some.booleans(),
        ),
        max_size=12,
    )
)
def test_any_amounts_add_up_as_pythons_own_integers_do(rows):
    owners = np.array([unit for unit, _, _ in rows], dtype=np.int64)
    amounts = vector(Kind.NUMBER, [amount for _, amount, _ in rows])
    chosen = np.array([wanted for _, _, wanted in rows], dtype=bool)
    expected: dict[int, int] = {}
    for unit, amount, wanted in rows:
        if wanted and amount is not None:
            expected[unit] = expected.get(unit, 0) + amount
    total = added(owners, amounts, chosen)
    assert {unit: total.of([unit]) for unit in total.values} == {
        unit: Fraction(amount, 10**6) for unit, amount in expected.items()
    }
