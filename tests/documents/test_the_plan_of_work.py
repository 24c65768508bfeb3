"""工作方案: goals of both issuers, the three breakdowns, who leads, what is planned by month."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.number import printed
from tests.county.office import office_rows
from tests.documents import upward
from tests.documents.upward import FUNDS, PLAN, SIGNED, WORKS, closing, lines, row

BANDS = ("新签约一至五亿元项目", "新签约五至十亿元项目", "新签约十亿元以上项目")


@pytest.fixture(scope="module")
def june() -> list[str]:
    return lines(PLAN)


@pytest.fixture(scope="module")
def january() -> list[str]:
    return lines(PLAN, upward.names_of("2026-01"))


def task(unit: str, indicator: str, what: str = "sure", level: str = "本级") -> str:
    found = [
        getattr(one, what)
        for one in upward.shipped().targets
        if (one.unit, one.indicator, one.level) == (unit, indicator, level)
    ]
    value = found[0] if found else None
    if value is None:
        return "未下达"
    return f"{value}.00" if indicator in (FUNDS, WORKS) else str(value)


def test_it_is_made_in_january_and_revised_in_june():
    made = {
        month: [title for title, _ in upward.copies(PLAN, closing(upward.names_of(), month))]
        for month in (f"2026-{number:02d}" for number in range(1, 13))
    }
    assert {month: titles for month, titles in made.items() if titles} == {
        "2026-01": ["栖川市2026年招商引资工作方案"],
        "2026-06": ["栖川市2026年招商引资工作方案修订稿"],
    }


def test_the_goals_name_who_set_them_and_how_far_they_are(january, june):
    goal = (
        "1. 实际利用省外资金：上级下达年度任务确保47.30亿元、力争52.03亿元；"
        "本级确定年度任务确保48.80亿元、力争53.68亿元"
    )
    assert f"{goal}。" in january
    # 208547.88 ÷ 473000 = 44.09 %; 473000 − 208547.88 = 264452.12; ÷ 7 = 37778.87
    assert (
        f"{goal}；1—5月完成20.85亿元，完成年度任务的44.09%，距年度任务还差26.45亿元，"
        "后7个月月均需完成3.78亿元。"
    ) in june


def test_the_breakdown_of_money_has_each_units_task_and_their_sum(january):
    units = upward.shipped().units
    for unit in units:
        own = [task(unit.code, one, what) for one in (FUNDS, WORKS) for what in ("sure", "stretch")]
        assert [one for one in january if one.endswith(" | ".join([unit.short, *own]))]
    sums = [
        sum(
            getattr(one, what)
            for one in upward.shipped().targets
            if one.indicator == name and one.unit != "全市" and one.sure
        )
        for name in (FUNDS, WORKS)
        for what in ("sure", "stretch")
    ]
    total = next(one for one in january if one.startswith(" | 合计 | 4"))
    assert total == " | 合计 | " + " | ".join(f"{one}.00" for one in sums)


def test_the_breakdown_of_counts_has_the_bands_of_size(january):
    for unit in upward.shipped().units:
        own = [task(unit.code, one) for one in (SIGNED, *BANDS)]
        bands = [int(one) for one in own[1:] if one != "未下达"]
        assert sum(bands) == int(own[0])
        assert [one for one in january if f"| {unit.short} | {' | '.join(own)} |" in one]


def test_the_key_projects_have_a_leader_a_team_and_a_deadline(june):
    kept = office_rows(upward.shipped())["重点项目"]
    start = june.index("栖川市2026年重点项目推进落实任务分解表")
    rows = [one.split(" | ") for one in june[start:] if one.count(" | ") == 7][1:]
    assert [(one[1], one[4], one[5], one[7]) for one in rows] == [
        (one["项目名称"], one["牵头领导"], one["专班"], "2026年12月31日") for one in kept
    ]
    # a drawn total is in 100 yuan
    totals = {
        one.code: Fraction(one.total, 100)
        for own in upward.shipped().projects.values()
        for one in own
    }
    assert [one[3] for one in rows] == [printed(totals[one["项目编码"]], 2) for one in kept]


def test_the_leading_group_is_named_role_by_role(june):
    group = office_rows(upward.shipped())["领导小组"]
    deputies = [f"{one['姓名']}，{one['职务']}" for one in group if one["小组职务"] == "副组长"]
    assert f"副组长：{'；'.join(deputies)}。" in june
    assert sum(one.startswith("成员：") for one in june) == 1


def test_the_calendar_has_the_year_in_january_and_what_is_left_in_june(january, june):
    plans = office_rows(upward.shipped())["活动安排"]
    start = january.index("栖川市2026年招商活动安排表")
    assert [one.split(" | ")[1] for one in january[start + 2 :]] == [one["活动"] for one in plans]
    later = [one["活动"] for one in plans if one["月份"] > "2026-06"]
    start = june.index("栖川市2026年招商活动安排表")
    assert [one.split(" | ")[1] for one in june[start + 2 :]] == later
    assert f"7月以后安排招商活动{len(later)}项，见附表4。" in june


def test_what_people_have_to_write_is_marked(june):
    assert [one for one in june if one.startswith("（五）严肃数据质量。")]
    assert not [one for one in june if one.startswith("【待补")]
    known = {**upward.names_of(), "材料": {
        **upward.names_of()["材料"],
        "工作措施": [{"文字": "（一）专班推进。", "级": 2}, {"文字": "一链一专班。", "级": 0}],
        "考核奖励": [{"文字": "年终考核。", "级": 0}],
    }}  # fmt: skip
    text = lines(PLAN, known)
    assert "【待补" not in "".join(text)
    assert text[text.index("八、考核和奖励") + 1] == "年终考核。"


def test_an_office_without_tables_of_its_own_is_told_what_to_fill_in():
    text = lines(PLAN, upward.drawn("2026-06", bare=True))
    assert sum(one.startswith("【待补") for one in text) == 3
    assert "后续活动安排由办公室另行通知。" in text
    assert row(text, "一")[2:] == ["未下达"] * 4
    assert "各单位任务尚未分解，分解后另行下达；重点项目推进任务见附表3。" in text
    assert "未分解；" not in "".join(text)
    assert not [one for one in text if "【缺" in one or "None" in one]


def test_no_investor_and_no_telephone_is_printed(june):
    county = upward.shipped()
    secret = {str(one.facts["投资方"]) for own in county.projects.values() for one in own}
    text = "".join([*june, *lines(upward.REPORT)])
    assert not [one for one in secret if one in text]


def test_the_text_says_by_whose_task_the_units_shares_are_measured(june):
    """The units have 48.80亿元, the county's own task; 47.30亿元 are asked for from above."""
    assert (task("全市", FUNDS), task("全市", FUNDS, level="上级")) == ("488000.00", "473000.00")
    text = next(one for one in june if one.startswith("各单位年度任务见附表1"))
    assert "各单位分解任务合计48.80亿元，不低于上级下达任务47.30亿元。" in text
    assert "万元" not in text


def test_what_a_year_s_rest_asks_of_each_month_is_no_part_of_a_project(june):
    """10亿元以上新入省库项目: 5 asked for, 1 there; 4 in 7 months is less than one a month."""
    text = next(one for one in june if one.startswith("3. 10亿元以上新入省库项目："))
    assert text.endswith("距年度任务还差4个。")
