"""The office's own lists of late projects at the days on which they change (F27, F28)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import pytest

from pipeline.aggregate.figures import Ground, Stock
from pipeline.aggregate.ground import WHOLE
from pipeline.aggregate.lists import lists_of_rows
from pipeline.model.listing import Entry
from pipeline.model.period import Period
from pipeline.model.table import Column, Submission, Table
from pipeline.model.unit import Unit, UnitState
from pipeline.scheme.form import Form
from pipeline.scheme.frame import Source, frame_of
from pipeline.scheme.scheme import Scheme, load_scheme
from tests.shipped import TEMPLATES

TOWN = Unit("ZJ01", "甲镇人民政府", "甲镇", group="镇")
JUNE = Period(2026, 6)
LONG_AGO = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("planned", "days", "light"),
    [
        # 30 June less the day planned; yellow from the same month on
        (date(2026, 6, 29), 1, "黄"),
        (date(2026, 5, 1), 60, "黄"),
        # 1 April to 30 June are two whole months: 30 + 31 + 29 days
        (date(2026, 4, 1), 90, "黄"),
        # 31 March to 30 June, the ends of both months, are three
        (date(2026, 3, 31), 91, "红"),
        (date(2026, 3, 30), 92, "红"),
        # on the day itself nothing is late yet
        (date(2026, 6, 30), None, ""),
        (date(2026, 7, 1), None, ""),
    ],
)
def test_what_should_have_started_is_yellow_at_once_and_red_after_three_months(
    planned, days, light
):
    row = {"签约日期": LONG_AGO, "计划开工": planned, "当前阶段": "签约"}
    told = [(one.cells["超期天数"], one.cells["灯"]) for one in listed("超期节点", row)]
    assert told == ([] if days is None else [(days, light)])


def test_only_the_start_has_lights_and_only_the_next_node_is_late():
    # started on time; production is ten days late, full capacity is not awaited before it
    row = {
        "签约日期": LONG_AGO,
        "计划开工": date(2026, 2, 1),
        "开工日期": date(2026, 2, 1),
        "计划投产": date(2026, 6, 20),
        "计划达产": date(2026, 6, 25),
        "当前阶段": "开工",
    }
    (found,) = listed("超期节点", row)
    assert (found.cells["节点"], found.cells["超期天数"], found.cells["灯"]) == ("投产", 10, "—")


@pytest.mark.parametrize(
    "more", [{"当前阶段": "终止"}, {"开工日期": date(2026, 6, 29), "当前阶段": "开工"}]
)
def test_what_has_ended_or_has_started_is_not_awaited(more):
    row = {"签约日期": LONG_AGO, "计划开工": date(2026, 3, 1), "当前阶段": "签约"}
    assert listed("超期节点", row | more) == []


def test_a_halted_project_is_still_awaited():
    row = {"签约日期": LONG_AGO, "计划开工": date(2026, 6, 1), "当前阶段": "停滞"}
    assert [one.cells["超期天数"] for one in listed("超期节点", row)] == [29]


@pytest.mark.parametrize(
    ("planned", "left"),
    [
        (date(2026, 6, 29), None),
        (date(2026, 6, 30), 0),
        (date(2026, 7, 15), 15),
        (date(2026, 7, 16), None),
    ],
)
def test_a_node_is_near_from_fifteen_days_before_it(planned, left):
    row = {"签约日期": LONG_AGO, "计划开工": planned, "当前阶段": "签约"}
    found = [one.cells["剩余天数"] for one in listed("临期节点", row)]
    assert found == ([] if left is None else [left])


@pytest.mark.parametrize(
    ("started", "light"),
    [
        # yellow at one whole month, red beyond two
        (date(2026, 6, 1), None),
        (date(2026, 5, 31), "黄"),
        (date(2026, 4, 30), "黄"),
        (date(2026, 4, 1), "黄"),
        (date(2026, 3, 31), "红"),
        (date(2026, 7, 1), None),
    ],
)
def test_what_has_started_and_is_not_in_the_statistics_has_its_lights(started, light):
    row = {"签约日期": LONG_AGO, "开工日期": started, "当前阶段": "开工"}
    assert [one.cells["灯"] for one in listed("未入统项目", row)] == ([light] if light else [])
    assert listed("未入统项目", row | {"入统日期": date(2026, 6, 30)}) == []


@pytest.mark.parametrize(
    ("signed", "months"),
    [
        # more than six months: 31 December to 30 June are six, 30 November to 30 June seven
        (date(2025, 12, 31), None),
        (date(2025, 12, 1), None),
        (date(2025, 11, 30), 7),
        (date(2025, 6, 30), 12),
    ],
)
def test_slow_is_what_has_not_started_for_more_than_six_months(signed, months):
    row = {"签约日期": signed, "当前阶段": "签约"}
    found = [one.cells["签约月数"] for one in listed("落地慢项目", row)]
    assert found == ([] if months is None else [months])


def test_the_office_sets_the_months_and_the_days():
    row = {"签约日期": LONG_AGO, "计划开工": date(2026, 6, 29), "当前阶段": "签约"}
    # a month must have passed before the light is yellow; a day is none
    (found,) = listed("超期节点", row, 未开工黄灯月数=1)
    assert found.cells["灯"] == "—"
    # 5 January to 30 June are five whole months
    (slow,) = listed("落地慢项目", row, 落地慢月数=4)
    assert slow.cells["签约月数"] == 5
    assert listed("落地慢项目", row, 落地慢月数=5) == []


def listed(name: str, row: Mapping[str, object], **parameters: int) -> Sequence[Entry]:
    """The entries of one of the office's lists at the end of June, of a register of one row."""
    scheme = _scheme()
    said = {one: value * 10**6 for one, value in parameters.items()}
    register = scheme.forms["项目台账"]
    frames = {
        form.name: frame_of(
            form, [_source(form, [said] if form.base and form.paired else [], "")], {}
        )
        for form in (*scheme.base.values(), *scheme.forms.values())
    }
    frames[register.name] = frame_of(register, [_source(register, [row], TOWN.code)], {})
    stock = Stock(JUNE, frames, [TOWN], {TOWN.code: UnitState.ACCEPTED})
    return lists_of_rows(scheme, Ground(stock))[WHOLE, name].entries


@cache
def _scheme() -> Scheme:
    return load_scheme(TEMPLATES)


def _source(form: Form, rows: Sequence[Mapping[str, object]], unit: str) -> Source:
    names = [name for one in form.fields.values() for name in one.columns]
    columns = {name: Column(name, "A", [row.get(name) for row in rows]) for name in names}
    table = Table(form.name, "", form.sheet, range(4, 4 + len(rows)), columns)
    return Source(Submission(unit, JUNE, "", ""), table)
