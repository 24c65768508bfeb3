"""The monthly notice in thin, full and unusual months of drawn counties and of the shipped one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from pipeline.model.listing import Entry, Listing
from pipeline.model.month import WHOLE, Month
from pipeline.model.period import Period
from pipeline.scheme.scheme import Scheme
from tests.county import County, draw
from tests.county.figures import FUNDS
from tests.county.targets import Target
from tests.documents.notices import Notice, drawn, notice, objections, with_targets

SEED = 11
SIGNED = "新签约亿元以上项目"


def _ahead(county: County) -> County:
    """Only two indicators have tasks, such as every unit has done: 1万元 and one project each."""

    def small(one: Target) -> Target | None:
        return replace(one, sure=1, stretch=None) if one.indicator in (FUNDS, SIGNED) else None

    return with_targets(county, small)


def _behind(county: County) -> County:
    """Every task a thousand times as large, last year's figures ten times, so that all fell."""
    larger = with_targets(
        county, lambda one: replace(one, sure=one.sure and one.sure * 1000, stretch=None)
    )
    past = tuple(replace(one, value=one.value * 10 + 10, revised=None) for one in county.past)
    return replace(larger, past=past)


MADE: dict[str, Callable[[], tuple[Scheme, Month]]] = {
    "年末一个单位": lambda: drawn(draw(7, 1, 2, "2026-12")),
    "没有单位报": lambda: drawn(draw(7, 4, 2, "2026-03"), silent=True),
    "全超前": lambda: drawn(_ahead(draw(SEED, 4, 5, "2026-06"))),
    "全落后": lambda: drawn(_behind(draw(SEED, 4, 3, "2026-09"))),
    "没有任务和同期": lambda: drawn(replace(draw(SEED, 3, 3, "2026-02"), targets=(), past=())),
    "一月": lambda: drawn(draw(13, 3, 6, "2026-01")),
}


@cache
def gathered(name: str) -> tuple[Scheme, Month]:
    return MADE[name]()


@pytest.fixture(scope="module", params=MADE)
def each(request) -> tuple[str, Scheme, Month, Notice]:
    scheme, month = gathered(request.param)
    return request.param, scheme, month, notice(scheme, month)


def test_it_reads_like_a_notice(each):
    name, scheme, month, made = each
    assert objections(scheme, month, made) == []
    assert made.paragraphs[made.paragraphs.index("指标口径说明") + 1].startswith("1. ")
    headings = [one for one in made.paragraphs if one[1:2] == "、" and one[0] in "一二三四五"]
    wanted = ["一、目标任务进展情况", "二、各单位情况", "三、项目推进情况"]
    assert headings[:3] == wanted
    rest = [one[2:] for one in headings[3:]]
    assert rest in (["存在问题", "下一步要求"], ["下一步要求"])
    assert [one[0] for one in headings] == list("一二三四五"[: len(headings)])
    for before, after in zip(made.paragraphs, made.paragraphs[1:], strict=False):
        # no heading is followed by another of its own level or above
        assert not (before in headings and after in headings)
        assert not (before.startswith("（") and after in headings)
    EXPECTED[name](made)


def _one_unit(made: Notice) -> None:
    assert made.about("12月份报表").startswith("12月份报表，应报的1个单位已报送并通过审核")
    assert made.about("园区组：").startswith("园区组：经开区（第1名，")
    assert "其中：" not in made.about("截至2026年12月31日，全市在谈项目")
    assert len(made.tables[1]) == 2 + 2 + 1  # two heading rows, two totals, the unit

    assert made.about("现将") == "现将2026年1—12月招商引资工作情况通报如下："
    # confirmed up to November: 11/12; the rest of the year is over
    assert made.about("经上级核定，1—11月全市实际利用省外资金")
    assert "双过半" not in made.text
    # of what is told up to the year's end there is no pace any more, only what is short
    ended = [one for one in made.paragraphs if one.startswith("1—12月，") or "投资规模看" in one]
    assert ended and not [one for one in ended if "序时" in one]
    assert "提出2027年的措施" in made.about("没有完成年度任务的单位")
    assert "追赶" not in made.text
    assert "　　　〔　　〕　　号" in made.paragraphs  # of which year is not known yet


def _nobody(made: Notice) -> None:
    assert made.about("3月份报表").startswith("3月份报表，应报4个单位，没有单位通过审核。")
    assert "全市新签约亿元以上项目未报送。" in made.paragraphs
    assert "截至2026年3月31日，在谈项目暂未有上报。" in made.paragraphs
    assert "截至2026年3月31日，签约、开工项目暂未有上报。" in made.paragraphs
    assert {cell for row in made.rows("签约未开工") for cell in row[2:]} == {"未报送"}
    assert "没有到期" not in made.text
    assert "截至汇总时，各单位均未报送。以上单位未计入自报数。" in made.about("3月份报表")
    assert "各单位要尽快补报3月份报表。" in made.paragraphs
    assert not [one for one in made.paragraphs if "为零、" in one]  # nothing waits


def _all_ahead(made: Notice) -> None:
    assert "四、下一步要求" in made.paragraphs
    assert not any(one.startswith("部分") for one in made.paragraphs)
    assert "没有到期未完成的节点" in made.about("截至2026年6月30日，签约未开工")
    assert made.about("列入考核的指标均不低于序时进度").endswith(
        "有经开区、双新产业园、青榆镇、市发改委。"
    )
    assert "需要盯紧" not in made.text


def _all_behind(made: Notice) -> None:
    assert made.about("现将2026年1—9月")
    assert "同比下降" in made.about("经上级核定")
    assert "同比增长" not in made.text
    assert "超序时进度" not in "".join(made.paragraphs)
    named = made.about("部分单位进度偏慢")
    for unit in ("经开区", "双新产业园", "青榆镇", "市发改委"):
        assert unit in named
    assert {row[4] for row in made.rows("考核分组")} <= {"红", "灯"}


def _first_year(made: Notice) -> None:
    assert "未下达年度任务" in made.about("1—2月，全市新签约亿元以上项目")
    assert "无上年同期数，不作比较" in made.about("1—2月，全市新签约亿元以上项目")
    assert "未下达年度任务，未下达" not in made.text
    assert "本期没有可以排名的数，不排名次。" in made.paragraphs
    assert "四、下一步要求" in made.paragraphs
    assert not made.has_chart  # without a rate there is nothing to draw


def _january(made: Notice) -> None:
    assert made.about("现将") == "现将2026年1月份招商引资工作情况通报如下："
    assert "全市新引进项目新增固定资产投资暂未有上报" in made.text
    assert "尚未有实绩，落后序时进度8.33个百分点" in made.about("部分指标落后")  # 1/12


EXPECTED: dict[str, Callable[[Notice], None]] = {
    "年末一个单位": _one_unit,
    "没有单位报": _nobody,
    "全超前": _all_ahead,
    "全落后": _all_behind,
    "没有任务和同期": _first_year,
    "一月": _january,
}


@pytest.fixture(scope="module")
def usual() -> tuple[Scheme, Month]:
    return gathered("一月")


def test_a_month_without_confirmed_figures_says_so(usual):
    scheme, month = usual
    gone = {
        key: replace(one, figure=replace(one.figure, value=None), rate=None, gap=None, rank=None)
        if key[1] == FUNDS
        else one
        for key, one in month.standings.items()
    }
    made = notice(scheme, replace(month, standings=gone))
    assert "全市实际利用省外资金上级尚未核定。" in made.paragraphs
    assert "本期没有可以排名的数，不排名次。" in made.paragraphs


def test_amounts_that_fell_below_zero_are_said(usual):
    scheme, month = usual
    key = next(key for key in month.standings if key[0].kind == "全市" and key[1] == FUNDS)
    one = month.standings[key]
    fallen = replace(one.figure, value=Fraction(-120_000))  # 12亿元 were taken back
    made = notice(
        scheme, replace(month, standings={**month.standings, key: replace(one, figure=fallen)})
    )
    assert "实际利用省外资金-12.00亿元" in made.about("经上级核定")


def test_units_that_have_done_half_of_every_task_are_named_in_june_only(usual):
    scheme, month = usual
    half = Listing("双过半单位", [Entry(one.code, {}) for one in month.units[:2]], 2)
    lists = {**month.lists, (WHOLE, "双过半单位"): half}
    for period, told in (("2026-06", 1), ("2026-07", 0)):
        one = replace(month, period=Period.parse(period), lists=lists)
        words = f"列入考核的指标均实现“双过半”的有{month.units[0].short}、{month.units[1].short}。"
        assert notice(scheme, one).paragraphs.count(words) == told
