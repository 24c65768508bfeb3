"""Targets of people and of fronts in the shipped county: rate, gap and words as a unit has them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from openpyxl import load_workbook

from pipeline.model.figure import Scope, Status, person
from pipeline.render.context import context
from tests.recount.sheets import rows
from tests.shipped import INPUTS, month_of

FUNDS = "实际利用省外资金"


@pytest.fixture(scope="module")
def names() -> dict:
    scheme, month = month_of("2026-06")
    return context(scheme.indicators, month, ())


def quotas() -> dict[str, Fraction]:
    """The quotas of KF01's people, as the cells have them."""
    table = rows(INPUTS / "基础库.xlsx", "人员任务", "年度")
    own = [row for row in table if row["单位（代码）"] == "KF01"]
    return {str(row["姓名"]): Fraction(str(row["资金任务（万元）"])) for row in own}


def test_a_persons_quota_is_a_target_with_a_rate_and_a_gap(names):
    for name, quota in quotas().items():
        one = names["人员"][f"KF01·{name}"][FUNDS]
        assert one["目标"].value == quota
        rate = one["完成"].value / quota * 100
        assert one["完成率"].value == rate
        # confirmed until May: 5/12 is 41.67 as printed, and the printed gap re-adds (F04)
        gap = Fraction(one["完成率"].bare) - Fraction("41.67")
        word = "超" if gap > 0 else "落后"
        assert one["序时措辞"].bare == f"{word}序时进度{float(abs(gap)):.2f}个百分点"
        assert one["名次"].bare == "—"


def test_the_people_of_a_unit_and_nobody_add_up_to_the_unit():
    _, month = month_of("2026-06")
    for unit in ("KF01", "KF02", "ZJ05"):
        own = [
            figure.value
            for (scope, name, status), figure in month.figures.items()
            if scope.unit == unit and (name, status) == (FUNDS, Status.REPORTED)
        ]
        assert len(own) > 1
        assert sum(own) == month.figures[Scope("单位", unit), FUNDS, Status.REPORTED].value


def test_a_person_of_a_silent_unit_has_its_reason_for_a_rate(names):
    leads = [one for one in names["各人员"] if one["代码"] == "ZJ07"]
    assert leads
    assert {one["有价值信息"]["完成率"].bare for one in leads} == {"未报送"}


def test_every_person_has_all_indicators_that_tell_people_apart(names):
    keys = {frozenset(one) for one in names["各人员"]}
    assert len(keys) == 1
    assert {FUNDS, "新签约亿元以上项目", "有价值信息"} <= keys.pop()


def test_a_person_is_known_by_unit_and_name(names):
    one = names["各人员"][0]
    assert names["人员"][f"{one['单位']}·{one['姓名']}"] is one
    assert names["人员"][f"{one['代码']}·{one['姓名']}"] is one
    own = names["单位"][one["代码"]]["人员"][0]
    assert own[FUNDS] is one[FUNDS]
    assert own["资金任务"].value == one[FUNDS]["目标"].value


def test_a_front_without_a_target_has_the_sum_of_its_units(names):
    for front in names["各战线"]:
        units = [one[FUNDS] for one in front["单位"]]
        assert {one["战线"] for one in front["单位"]} == {front["名称"]}
        total = sum(one["目标"].value for one in units)
        done = sum(one["完成"].value for one in units)
        assert front[FUNDS]["目标"].value == total
        assert front[FUNDS]["完成率"].value == done / total * 100


def test_a_persons_task_is_found_in_the_cell_of_the_persons_own_row():
    _, month = month_of("2026-06")
    table = load_workbook(INPUTS / "基础库.xlsx")["人员任务"]
    titles = next(row for row in table.iter_rows() if row[0].value == "年度")
    column = next(one.column_letter for one in titles if one.value == "资金任务（万元）")
    for name, quota in quotas().items():
        figure = month.figures[person("KF01", name), FUNDS, Status.CONFIRMED]
        found = month.evidence.entries("目标", figure)
        assert [(one.sheet, one.cells) for one in found] == [
            ("人员任务", f"{column}{found[0].line}")
        ]
        assert name in [cell.value for cell in table[found[0].line]]
        assert Fraction(str(table[found[0].cells].value)) == quota


def test_the_rows_behind_a_persons_figure_add_up_to_it():
    _, month = month_of("2026-06")
    for name in quotas():
        figure = month.figures[person("KF01", name), FUNDS, Status.REPORTED]
        assert sum(row.amount for row in month.evidence.rows(figure)) == figure.value
