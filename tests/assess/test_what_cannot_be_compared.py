"""First years, revised and doubtful bases, rates, finalised editions (domain.md F06, F07, V51)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.assess.tables import last_year_of
from pipeline.assess.yardsticks import Past, Yardsticks
from pipeline.model.figure import Missing, Status
from pipeline.model.finalised import Finalised
from pipeline.model.number import exact
from pipeline.model.period import Period
from pipeline.scheme.form import Kind
from tests.assess.contest import CITY, GROUP, NAME, alone, figure, indicator, stood, unit
from tests.assess.test_yardsticks import GROUPS, JUNE, PAST, table


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        (date(2019, 1, 1), Missing.NO_PAST),
        # it reported already in June of last year
        (date(2025, 6, 30), Missing.NO_PAST),
        (date(2025, 7, 1), Missing.FIRST_YEAR),
        (date(2026, 1, 1), Missing.FIRST_YEAR),
        (None, Missing.NO_PAST),
    ],
)
def test_a_unit_younger_than_last_years_months_is_in_its_first_year(since, reason):
    assert alone(5, since={"甲": since}).no_growth is reason


def test_a_new_unit_of_which_last_year_is_known_is_compared():
    assert alone(6, past=5, since={"甲": date(2026, 1, 1)}).growth == 20


def test_the_office_may_mark_a_first_year():
    marked = Past(first=frozenset({(unit("甲"), NAME), (CITY, NAME)}))
    made = stood({"甲": 5, "乙": 5}, sticks={"past": marked})
    assert made[unit("甲"), NAME].no_growth is Missing.FIRST_YEAR
    assert made[unit("乙"), NAME].no_growth is Missing.NO_PAST
    assert made[CITY, NAME].no_growth is Missing.FIRST_YEAR
    assert made[GROUP, NAME].no_growth is Missing.NO_PAST


def test_a_rate_is_compared_in_points_even_with_a_zero():
    # 82.5 − 80 and 82.5 − 0
    rate = indicator("%")
    assert alone("82.5", past=80, catalogue=rate).growth == exact("2.5")
    standing = alone("82.5", past=0, catalogue=rate)
    assert (standing.growth, standing.no_growth) == (exact("82.5"), None)
    assert alone(80, past="82.5", catalogue=rate).growth == exact("-2.5")


def test_the_change_is_known_where_the_growth_is_not():
    standing = alone(5, past=-2)
    assert (standing.growth, standing.change) == (None, 7)
    assert alone(5, past=0).change == 5
    assert alone(5).change is None


def test_a_revised_base_says_so_and_a_base_of_another_meaning_too():
    past = last_year_of(
        table(
            PAST | {"口径": Kind.TEXT, "首年": Kind.CHOICE},
            (2025, 6, "ZJ01", NAME, 120, "116.4", "口径调整", None),
            (2025, 6, "ZJ02", NAME, 120, None, "口径调整", None),
            (2025, 6, "ZJ03", NAME, None, None, None, "是"),
            (2025, 6, "ZJ04", NAME, 120, None, None, None),
        ),
        JUNE,
        GROUPS,
    )
    sticks = Yardsticks(past=past)
    told = {code: sticks.last(figure(1, scope=unit(code))) for code in ("ZJ01", "ZJ02", "ZJ04")}
    assert told == {
        "ZJ01": (exact("116.4"), True, False),
        "ZJ02": (120, False, True),
        "ZJ04": (120, False, False),
    }
    assert past.first == {(unit("ZJ03"), NAME)}


def test_a_group_whose_units_base_was_revised_says_so():
    keys = {(unit("甲"), NAME, 6): Fraction(50), (unit("乙"), NAME, 6): Fraction(50)}
    past = Past(keys, revised=frozenset({(unit("乙"), NAME, 6)}))
    made = stood({"甲": 60, "乙": 60}, sticks={"past": past})
    assert (made[GROUP, NAME].last, made[GROUP, NAME].revised) == (100, True)
    assert made[unit("甲"), NAME].revised is False


@pytest.mark.parametrize(("year", "doubtful"), [(2026, True), (2025, False), (0, False)])
def test_an_indicator_whose_meaning_changed_this_year_is_doubtful(year, doubtful):
    one = replace(indicator(), changed=year)
    standing = alone(6, past=5, catalogue=one)
    assert (standing.growth, standing.doubtful) == (20, doubtful)


LAST_JUNE = Finalised(
    Period(2025, 6),
    {
        (unit("甲"), NAME, Status.REPORTED): {"完成": "50", "所属期": "1—6月"},
        (unit("乙"), NAME, Status.REPORTED): {"完成": "40", "所属期": "1—5月"},
        (unit("丙"), NAME, Status.REPORTED): {"完成": None, "所属期": "1—6月"},
    },
)


def test_last_years_finalised_edition_speaks_where_the_office_has_no_row():
    made = stood(
        {"甲": 60, "乙": 60, "丙": 60},
        sticks={"year_ago": LAST_JUNE, "past": Past({(unit("丙"), NAME, 6): Fraction(30)})},
    )
    assert made[unit("甲"), NAME].growth == 20
    # its figure covered January to May only: no comparison with January to June
    assert made[unit("乙"), NAME].no_growth is Missing.NO_PAST
    assert made[unit("丙"), NAME].growth == 100


def test_the_offices_row_goes_before_the_finalised_edition():
    past = Past({(unit("甲"), NAME, 6): Fraction(30)})
    assert alone(60, sticks={"year_ago": LAST_JUNE, "past": past}).last == 30


CARRIED = {"carried": ["甲"], "absent": {"甲": Missing.NOT_REPORTED}}


def test_carried_units_may_be_left_out_on_both_sides():
    # 甲's 60 are carried: of the others 90 against 80 (130 − 50): 12.5 %, though the total is 150
    made = stood(
        {"甲": 60, "乙": 90},
        past={"甲": 50, "乙": 80, "全市": 130},
        policy={"carried_apart": True},
        **CARRIED,
    )
    for scope in (GROUP, CITY):
        assert made[scope, NAME].figure.value == 150
        assert (made[scope, NAME].last, made[scope, NAME].change) == (80, 10)
        assert made[scope, NAME].growth == exact("12.5")
        assert made[scope, NAME].apart == ("甲",)


def test_by_default_carried_units_stay_on_both_sides():
    # 150 against 130
    made = stood({"甲": 60, "乙": 90}, past={"甲": 50, "乙": 80}, **CARRIED)
    assert made[CITY, NAME].growth == Fraction(20, 130) * 100
    assert made[CITY, NAME].apart == ()


def test_a_carried_unit_of_unknown_last_year_leaves_the_others_to_be_added_up():
    made = stood(
        {"甲": 60, "乙": 90},
        past={"乙": 80, "全市": 130},
        policy={"carried_apart": True},
        **CARRIED,
    )
    assert (made[CITY, NAME].last, made[CITY, NAME].change) == (80, 10)


def test_a_unit_that_did_not_exist_last_year_adds_nothing_to_its_groups_last_year():
    # 30 + 90 against 20 + nothing: (120 − 20) ÷ 20 = 500 %
    made = stood({"甲": 30, "乙": 90}, past={"甲": 20}, since={"乙": date(2026, 1, 1)})
    assert made[unit("乙"), NAME].no_growth is Missing.FIRST_YEAR
    for scope in (GROUP, CITY):
        assert (made[scope, NAME].last, made[scope, NAME].growth) == (20, 500)


def test_a_group_of_new_units_only_is_in_its_first_year_too():
    made = stood({"甲": 30}, since={"甲": date(2026, 1, 1)})
    assert (made[GROUP, NAME].last, made[GROUP, NAME].no_growth) == (None, Missing.FIRST_YEAR)
