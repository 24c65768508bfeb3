"""The lights of late projects in the shipped lists (F27), on rows made by hand; end: 30 June."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest

from pipeline.model.period import Period
from pipeline.scheme.evaluate import evaluate, true_rows
from pipeline.scheme.frame import Setting
from pipeline.scheme.scheme import load_scheme
from tests.scheme import sheets
from tests.shipped import TEMPLATES

SCHEME = load_scheme(TEMPLATES)
JUNE = Period(2026, 6)
SIGNED = {"项目名称": "甲", "当前阶段": "签约", "签约日期": date(2025, 3, 1)}


def light(name: str, row: dict, variant: int = 0, **parameters: int) -> str | None:
    """What the light of a list says of a project; None where the project is not listed."""
    plan = SCHEME.lists[name]
    shipped = {"项目台账": SCHEME.forms["项目台账"], "参数": SCHEME.base["参数"]}
    with patch.dict(sheets.FORMS, shipped):
        frames = {
            "项目台账": sheets.frame("项目台账", [row]),
            "参数": sheets.frame("参数", [parameters] if parameters else []),
        }
    terms = plan.known(plan.each[variant] if plan.each else {})
    within = Setting(JUNE, JUNE.to_date, frames)
    assert plan.condition is not None
    if not true_rows(evaluate(plan.condition, frames["项目台账"], within, terms))[0]:
        return None
    told = evaluate(terms["灯"], frames["项目台账"], within, terms)
    assert told.known[0]
    return told.data[0]


@pytest.mark.parametrize(
    ("planned", "colour"),
    [
        # due in the month itself: yellow at once
        (date(2026, 6, 1), "黄"),
        (date(2026, 6, 29), "黄"),
        # 1 April to 30 June are two whole months, 31 March to 30 June three
        (date(2026, 5, 31), "黄"),
        (date(2026, 4, 1), "黄"),
        (date(2026, 3, 31), "红"),
        (date(2026, 3, 1), "红"),
        (date(2024, 12, 1), "红"),
    ],
)
def test_what_should_have_begun_is_yellow_at_once_and_red_from_three_months(planned, colour):
    row = {**SIGNED, "计划开工": planned}
    assert light("超期节点", row) == colour
    assert light("落地慢项目", row) == colour


def test_what_is_not_due_has_no_light():
    assert light("落地慢项目", SIGNED) == "—"
    assert light("落地慢项目", {**SIGNED, "计划开工": date(2026, 6, 30)}) == "—"
    assert light("落地慢项目", {**SIGNED, "计划开工": date(2026, 9, 1)}) == "—"
    assert light("超期节点", {**SIGNED, "计划开工": date(2026, 6, 30)}) is None


def test_only_the_beginning_of_works_has_a_light_among_the_nodes():
    begun = {**SIGNED, "当前阶段": "开工", "开工日期": date(2025, 4, 1)}
    assert light("超期节点", {**begun, "计划投产": date(2026, 1, 1)}, variant=1) == "—"


def test_the_office_moves_the_thresholds_of_what_should_have_begun():
    def at(planned: date, **parameters: int) -> str | None:
        return light("超期节点", {**SIGNED, "计划开工": planned}, **parameters)

    assert at(date(2026, 6, 10), 未开工黄灯月数=1) == "—"
    assert at(date(2026, 5, 10), 未开工黄灯月数=1) == "黄"
    assert at(date(2026, 5, 10), 未开工红灯月数=1) == "红"
    assert at(date(2026, 3, 10), 未开工红灯月数=4) == "黄"


@pytest.mark.parametrize(
    ("begun", "colour"),
    [
        # 1 June to 30 June is no whole month by the day of the month, 31 May to 30 June is one
        (date(2026, 6, 1), None),
        (date(2026, 5, 31), "黄"),
        (date(2026, 5, 1), "黄"),
        # two months are yellow yet, three are more than two
        (date(2026, 4, 30), "黄"),
        (date(2026, 4, 1), "黄"),
        (date(2026, 3, 31), "红"),
        (date(2025, 6, 30), "红"),
    ],
)
def test_what_began_and_is_in_no_statistics_is_yellow_after_one_month_and_red_after_two(
    begun, colour
):
    row = {**SIGNED, "当前阶段": "开工", "开工日期": begun}
    assert light("未入统项目", row) == colour
    assert light("未入统项目", {**row, "入统日期": date(2026, 6, 20)}) is None


def test_the_office_moves_the_thresholds_of_what_is_in_no_statistics():
    row = {**SIGNED, "当前阶段": "开工", "开工日期": date(2026, 3, 31)}
    assert light("未入统项目", row, 未入统红灯月数=3) == "黄"
    assert light("未入统项目", row, 未入统黄灯月数=4) is None
    assert light("未入统项目", {**row, "当前阶段": "终止"}) is None
