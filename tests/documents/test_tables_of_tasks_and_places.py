"""The breakdowns, the lights and the places of June, held against the county that was drawn."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

import pytest

from tests.documents.tables import (
    COMPLETION,
    KEY,
    RANKS,
    WORKS,
    county,
    exact,
    june,
    lines,
    row_of,
    text_of,
    truth,
)

ASSESSED = (
    "实际利用省外资金", "新入省库项目", "新签约亿元以上项目", "入统项目", "新增固定资产投资",
)  # fmt: skip
SHEETS = (*ASSESSED[:4], "新引进项目新增固定资产投资")
COUNTED = (
    "新签约亿元以上项目", "新签约亿元以上工业项目", "新签约一至五亿元项目", "新签约五至十亿元项目",
    "新签约十亿元以上项目", "新入省库项目", "新入省库十亿元以上项目", "新引进亿元以上新兴产业项目",
    "入统项目", "小升规企业", "新投产入规企业",
)  # fmt: skip
LATE = ("ZJ03", "ZJ07")
"""Returned and not reported: what is their own in June is carried forward from May."""


@cache
def tasks(unit: str) -> dict[str, int | None]:
    """What the units have been set; of the city what the upper level has set."""
    level = "上级" if unit == "全市" else "本级"
    return {
        one.indicator: one.sure
        for one in county().targets
        if (one.unit, one.level) == (unit, level)
    }


def done(figures: dict, indicator: str) -> Fraction:
    own = figures[indicator]
    return own.get("核定", own["自报"])


def rounded(value: Fraction) -> Decimal:
    exactly = Decimal(value.numerator) / Decimal(value.denominator)
    return exactly.quantize(Decimal("0.01"), ROUND_HALF_UP)


def gap(unit: str, indicator: str) -> Decimal | None:
    """The printed rate less the printed pace (F04): confirmed until May, else until June."""
    task = tasks(unit).get(indicator)
    confirmed = "核定" in truth()["单位"][unit][indicator]
    if not task or (unit in LATE and not confirmed):
        return None
    rate = done(truth()["单位"][unit], indicator) / task * 100
    return rounded(rate) - (Decimal("41.67") if confirmed else Decimal("50.00"))


def test_every_unit_has_its_tasks_and_what_it_has_done_by_size():
    page = june(WORKS)["项目工程任务"]
    for unit in county().units:
        row, own = row_of(page, unit.short), truth()["单位"][unit.code]
        wanted = []
        for name in COUNTED:
            wanted += [str(tasks(unit.code).get(name) or "未下达"), str(done(own, name))]
        assert row[2:24] == wanted
    assert row_of(page, "沙棠镇")[24] == "未报送，沿用上月数"


def test_the_total_is_that_of_the_units_and_the_citys_task_its_own():
    page, city_done = june(WORKS)["项目工程任务"], truth()["全市"]
    total, city = row_of(page, "合计"), row_of(page, "全市（按市任务）")
    assert total[3:24:2] == city[3:24:2] == [str(done(city_done, name)) for name in COUNTED]
    for name, shown in zip(COUNTED, city[2:24:2], strict=True):
        # where the upper level has set the city no task, its own is what it set its units
        own = sum(tasks(unit.code).get(name) or 0 for unit in county().units)
        assert shown == str(tasks("全市").get(name, own))
    cell = next(one for at, one in page.cells.items() if one.formula and at[1] == 3)
    assert cell.formula.startswith("SUBTOTAL(9,C")


def test_key_projects_have_their_leaders_deadline_and_what_the_register_says():
    page = june(KEY)["重点项目"]
    rows = [one for one in lines(page) if one[0].isdigit()]
    end = date(2026, 6, 30)
    known = {one.name: one for unit in county().projects.values() for one in unit}
    assert len(rows) == 8
    for row in rows:
        project = known[row[1]]
        assert exact(row[3]) * 100 == project.total
        assert row[9] == project.stage(end)
        assert row[8] == "184"  # 31 July, 31, 30, 31, 30 and 31 December
        assert row[4] and row[5] and row[6]
    total = row_of(page, "合计（8个）")
    assert exact(total[3]) == sum(exact(row[3]) for row in rows)
    assert "暂未确定" not in text_of(page)


def test_units_stand_in_the_order_of_their_rates_and_ties_share_a_place():
    figures = truth()["单位"]
    for indicator, sheet in zip(ASSESSED, SHEETS, strict=True):
        page = june(RANKS)[sheet]
        for group in {unit.ranking for unit in county().units}:
            rates = {
                unit.short: done(figures[unit.code], indicator) / tasks(unit.code)[indicator]
                for unit in county().units
                if unit.ranking == group and gap(unit.code, indicator) is not None
            }
            for name, rate in rates.items():
                place = 1 + sum(other > rate for other in rates.values())
                shared = sum(other == rate for other in rates.values()) > 1
                assert row_of(page, name)[0] == (f"并列{place}" if shared else str(place))


def test_who_is_not_ranked_stands_apart_with_the_reason():
    page = june(RANKS)["新引进项目新增固定资产投资"]
    rows = [one[:2] for one in lines(page) if one[0]]
    at = rows.index(["二类镇街（5个单位，参加排名4个）", ""])
    assert [one[0] for one in rows[at + 1 : at + 7]] == [
        "1", "2", "3", "4", "以下单位本期不参加排名", "未报送",
    ]  # fmt: skip
    at = rows.index(["市直组（7个单位，参加排名0个）", ""])
    assert [one[0] for one in rows[at + 1 : at + 9]] == ["以下单位本期不参加排名"] + ["未下达"] * 7
    assert row_of(page, "沙棠镇")[2:8] == ["11260", "4412.57", *["未报送"] * 3, "—"]


def test_the_summary_of_places_repeats_each_indicators_sheet():
    summary = june(RANKS)["名次汇总"]
    heads = [one[2::3][:5] for one in lines(summary)][2]
    assert [one.partition("\n")[0] for one in heads] == list(SHEETS)
    for number, sheet in enumerate(SHEETS):
        for unit in county().units:
            apart = row_of(june(RANKS)[sheet], unit.short)
            assert row_of(summary, unit.short)[2 + 3 * number : 4 + 3 * number] == [
                apart[4],
                apart[0],
            ]


def test_the_lights_follow_the_gap_and_are_counted():
    # F27: behind by less than 10 points green, by 10 to 30 yellow, by more red
    page = june(COMPLETION)["红黄灯"]
    found = []
    for unit in county().units:
        row = row_of(page, unit.short, 3)
        wanted = []
        for indicator in ASSESSED:
            behind = gap(unit.code, indicator)
            light = "红" if behind is not None and behind < -30 else "绿"
            light = "黄" if behind is not None and -30 <= behind <= -10 else light
            wanted.append("—" if behind is None else light)
        assert row[5:18:3] == wanted
        assert row[18:20] == [str(wanted.count("红")), str(wanted.count("黄"))]
        found += wanted
    assert row_of(page, "红灯单位（个）")[18] == str(found.count("红"))
    assert row_of(page, "黄灯单位（个）")[19] == str(found.count("黄"))


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_charts_rows_are_the_rates_of_the_citys_tasks(sheet):
    page = june(COMPLETION)["图表"]
    indicator = ASSESSED[SHEETS.index(sheet)]
    rate = done(truth()["全市"], indicator) / tasks("全市")[indicator] * 100
    assert Decimal(row_of(page, sheet)[2]) == rounded(rate)
