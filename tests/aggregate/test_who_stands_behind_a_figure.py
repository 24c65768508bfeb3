"""Reported, pending and confirmed figures, and units that were not heard, stand apart."""

from __future__ import annotations

import pytest

from pipeline.model.figure import Missing
from pipeline.model.period import Span
from tests.aggregate.ledger import (
    ABSENT,
    CATALOGUE,
    CITY,
    CONFIRMED,
    PENDING,
    REPORTED,
    RETURNED,
    UNITS,
    defined,
    indicator,
    made,
    of,
    project,
    value,
    verdict,
)


def test_confirmed_figures_lag_and_what_is_pending_stands_apart_and_is_never_added():
    # five months of 10 were judged, 8 passed of each; June's 25 wait
    figures = made(
        {"ZJ01": [project(10, 10, 10, 10, 10, 25)]},
        judged=[verdict("ZJ01", month, 8) for month in range(1, 6)],
    )
    for scope in ("ZJ01", "镇", "全市"):
        assert value(figures, scope, "到位资金", CONFIRMED) == 40
        assert value(figures, scope, "到位资金", PENDING) == 25
        assert value(figures, scope, "到位资金") == 75
    assert of(figures, "ZJ01", "到位资金", CONFIRMED).span == Span(2026, 1, 5)
    assert of(figures, "ZJ01", "到位资金", PENDING).span == Span(2026, 6, 6)
    assert of(figures, "全市", "到位资金").span == Span(2026, 1, 6)


def test_two_months_without_a_verdict_are_both_pending():
    figures = made({"ZJ01": [project(1, 2, 4, 8, 16, 32)]}, judged=[verdict("ZJ01", 4, 3)], month=6)
    assert of(figures, "ZJ01", "到位资金", PENDING).span.name == "5—6月"
    assert value(figures, "ZJ01", "到位资金", PENDING) == 16 + 32


def test_a_month_is_judged_even_if_no_row_of_the_indicator_was():
    figures = made(
        {"ZJ01": [project(10, 10, 10)]},
        judged=[verdict("ZJ01", 1, 9), verdict("ZJ02", 2, 100, what="省库")],
        month=3,
    )
    assert of(figures, "ZJ01", "到位资金", CONFIRMED).span == Span(2026, 1, 2)
    assert value(figures, "ZJ01", "到位资金", CONFIRMED) == 9
    assert value(figures, "ZJ01", "到位资金", PENDING) == 10


def test_verdicts_of_last_year_and_of_later_months_do_not_count():
    figures = made(
        {"ZJ01": [project(10, 10, 10, 10)]},
        judged=[
            verdict("ZJ01", 12, 1000, year=2025),
            verdict("ZJ01", 1, 7),
            verdict("ZJ01", 4, 500),
        ],
        month=3,
    )
    assert of(figures, "ZJ01", "到位资金", CONFIRMED).span == Span(2026, 1, 1)
    assert value(figures, "全市", "到位资金", CONFIRMED) == 7
    assert value(figures, "全市", "到位资金", PENDING) == 20


def test_before_the_first_verdict_nothing_is_confirmed_and_everything_is_pending():
    figures = made({"ZJ01": [project(10, 20)]}, month=2)
    for scope in ("ZJ01", "镇", "全市"):
        assert value(figures, scope, "到位资金", CONFIRMED) is Missing.NOT_CONFIRMED
    assert value(figures, "全市", "到位资金", PENDING) == 30


def test_verdicts_of_last_year_alone_confirm_nothing():
    figures = made({"ZJ01": [project(10)]}, judged=[verdict("ZJ01", 12, 7, year=2025)], month=1)
    assert value(figures, "ZJ01", "到位资金", CONFIRMED) is Missing.NOT_CONFIRMED


def test_after_the_last_verdict_nothing_is_pending():
    figures = made({"ZJ01": [project(10, 20)]}, judged=[verdict("ZJ01", 2, 18)], month=2)
    assert not of(figures, "ZJ01", "到位资金", PENDING).span
    assert value(figures, "全市", "到位资金", PENDING) == 0


def test_a_verdict_on_nobodys_project_counts_for_nobody():
    figures = made({}, judged=[verdict("ZJ01", 1, 5), verdict("ZZ99", 1, 100)])
    assert value(figures, "全市", "到位资金", CONFIRMED) == 5


@pytest.mark.parametrize(
    ("state", "reason"), [(ABSENT, Missing.NOT_REPORTED), (RETURNED, Missing.RETURNED)]
)
def test_a_carried_unit_keeps_its_amount_and_has_nothing_pending(state, reason):
    figures = made(
        {"ZJ01": [project(10, 20)], "ZJ02": [project(1, 1, 1)]},
        judged=[verdict("ZJ01", 2, 15)],
        month=3,
        states={"ZJ01": state},
        carried=["ZJ01"],
    )
    assert value(figures, "ZJ01", "自报资金") == 30
    assert of(figures, "ZJ01", "自报资金").carried == ("ZJ01",)
    assert value(figures, "全市", "自报资金") == 33
    assert of(figures, "镇", "自报资金").carried == ("ZJ01",)
    assert of(figures, "全市", "自报资金").carried == ("ZJ01",)
    assert of(figures, "园区", "自报资金").carried == ()
    assert value(figures, "ZJ01", "到位资金", PENDING) is reason
    assert value(figures, "全市", "到位资金", PENDING) == 1
    assert of(figures, "全市", "到位资金", PENDING).carried == ()


def test_what_the_level_above_confirmed_does_not_hang_on_the_units_own_file():
    figures = made({}, judged=[verdict("ZJ01", 5, 12)], states={"ZJ01": ABSENT, "ZJ02": RETURNED})
    assert value(figures, "ZJ01", "到位资金", CONFIRMED) == 12
    assert value(figures, "ZJ02", "到位资金", CONFIRMED) == 0
    assert of(figures, "ZJ01", "到位资金", CONFIRMED).carried == ()


def test_a_unit_that_is_not_carried_is_left_out_of_the_totals():
    figures = made(
        {"ZJ02": [project(7)], "KF01": [project(3)]}, states={"ZJ01": ABSENT, "KF01": RETURNED}
    )
    assert value(figures, "ZJ01", "自报资金") is Missing.NOT_REPORTED
    assert value(figures, "KF01", "自报资金") is Missing.RETURNED
    assert value(figures, "镇", "自报资金") == 7
    assert value(figures, "全市", "自报资金") == 7


def test_a_group_of_which_nothing_is_known_says_why():
    one = made({}, states={"KF01": RETURNED})
    assert value(one, "园区", "自报资金") is Missing.RETURNED
    two = made({}, states={"ZJ01": RETURNED, "ZJ02": ABSENT})
    assert value(two, "镇", "自报资金") is Missing.NOT_REPORTED
    none = made({}, states={unit.code: ABSENT for unit in UNITS})
    assert value(none, "全市", "自报资金") is Missing.NOT_REPORTED


def test_a_rate_of_carried_units_is_marked_too():
    figures = made(
        {"ZJ01": [project(5, plan=10)], "ZJ02": [project(1, plan=10)]},
        states={"ZJ01": ABSENT},
        carried=["ZJ01"],
    )
    assert value(figures, "镇", "到位率") == 30
    assert of(figures, "镇", "到位率").carried == ("ZJ01",)


def test_units_of_which_no_rate_is_known_give_their_group_none():
    figures = made({"KF01": [project(5, plan=10)]}, states={"ZJ01": ABSENT, "ZJ02": ABSENT})
    assert value(figures, "镇", "到位率") is Missing.NOT_REPORTED
    assert value(figures, "全市", "到位率") == 50


def test_a_monthly_indicator_of_a_carried_unit_speaks_of_this_month():
    now = indicator("当月资金", REPORTED=defined("资金到位", amount="当月(各月)"))
    figures = made(
        {"ZJ01": [project(10, 20)]},
        month=3,
        states={"ZJ01": ABSENT},
        carried=["ZJ01"],
        catalogue=[now],
    )
    assert figures[CITY, "当月资金", REPORTED].value == 0


def test_the_headline_is_confirmed_where_the_level_above_confirms():
    assert CATALOGUE[0].headline is CONFIRMED
    assert CATALOGUE[1].headline is REPORTED
