"""半年总结: the figures of June, and what is said in other periods and where data are wanting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.proofread import read_through
from tests.county import County, clock
from tests.county.office import office_rows
from tests.documents.summaries import (
    TEMPLATE,
    about,
    drawn,
    made_of_shipped,
    of_shipped,
    paragraph,
    printed,
    shipped,
)
from tests.shipped import month_of

FUNDS, SIGNED, WORKS = "实际利用省外资金", "新签约亿元以上项目", "新增固定资产投资"
HEADINGS = ("一、主要工作及成效", "二、重点和特色", "三、存在问题", "四、")


@pytest.fixture(scope="module")
def june() -> list[str]:
    return of_shipped("2026-06")


def headings(text: list[str]) -> list[str]:
    return [one for one in text if one.startswith(HEADINGS)]


def numbered(text: list[str]) -> list[str]:
    """The problems that the data tell of, without their numbers."""
    count = "一二三四五六七八"
    found = [one for one in text if one[1:2] == "是" and one[0] in count]
    assert [one[0] for one in found] == list(count[: len(found)])
    return [one[2:] for one in found]


def test_it_has_four_sections_and_a_title_by_the_period(june):
    assert june[0] == "栖川市2026年上半年\n招商引资工作总结"
    assert headings(june) == [*HEADINGS[:3], "四、下半年工作打算"]


def test_the_funds_are_the_confirmed_ones_of_five_months(june):
    """Pace of January to May is 5/12, 41.67; the gap re-adds from both printed rates (F04)."""
    value = shipped().truth("2026-06")["全市"][FUNDS]["核定"]
    task = next(
        one.sure
        for one in shipped().targets
        if (one.unit, one.indicator, one.level) == ("全市", FUNDS, "上级")
    )
    rate = printed(value / task * 100)
    gap = printed(Fraction(rate) - Fraction("41.67"))
    assert f"1—5月全市实际利用省外资金{printed(value / 10_000)}亿元" in paragraph(
        june, "经上级审核"
    )
    assert f"完成年度任务的{rate}%，超序时进度{gap}个百分点。" in paragraph(june, "经上级审核")


def test_what_waits_is_told_apart(june):
    pending = shipped().truth("2026-06")["全市"][FUNDS]["待审核"]
    text = paragraph(june, "6月份上报")
    assert f"实际利用省外资金{printed(pending / 10_000)}亿元" in text
    assert text.endswith("待上级审核，未计入以上完成数。")


def test_activities_are_sums_in_round_words(june):
    """Of the units that did not send June, or whose June was returned, those up to May."""
    rows = [row for unit in shipped().units for row in _heard(shipped(), unit.code)]
    out = [row for row in rows if row["活动类型"] == "外出招商"]
    text = paragraph(june, "上半年，全市外出招商")
    for what in (
        f"外出招商{about(len(out))}次",
        f"走访企业{about(_sum(out, '拜访企业数'))}家",
        f"接待客商{about(_sum([r for r in rows if r['活动类型'] == '来访接待'], '客商人次'))}人次",
        f"重点洽谈企业{about(_sum(rows, '重点洽谈'))}家",
        f"达成意向企业{about(_sum(rows, '达成意向'))}家",
        f"发放宣传资料{about(_sum(rows, '发放资料'))}份",
    ):
        assert what in text


def _heard(county: County, code: str) -> list[dict]:
    last = 6 if county.state(code, 6) in ("已报", "零报送") else 5
    end = clock.month_end(2026, last)
    return [row for row in county.activities[code] if row["开始日期"] <= end]


def _sum(rows: list[dict], field: str) -> int:
    return sum(row[field] or 0 for row in rows)


def test_what_was_submitted_to_the_hearings_adds_up(june):
    held = office_rows(shipped())["预审会"]
    sent, passed, study, failed = (_sum(held, name) for name in ("上报", "通过", "研判", "未通过"))
    assert sent == passed + study + failed and not failed and study
    assert paragraph(june, "上半年召开") == (
        f"上半年召开项目预审会{len(held)}次，上报项目{sent}个，"
        f"其中通过{passed}个、需进一步研判{study}个。"
    )


def test_what_went_all_one_way_at_a_hearing_has_no_parts():
    """On 18 March one project was submitted, and sent back for study."""
    (held,) = [row for row in office_rows(shipped())["预审会"] if row["会议日期"].month == 3]
    assert (held["上报"], held["研判"]) == (1, 1)
    said = "一季度召开项目预审会1次，上报项目1个，需进一步研判。"
    assert said in of_shipped("2026-03")


def test_joint_starts_are_counted_by_quarter(june):
    known = {one.code: one for own in shipped().projects.values() for one in own if one.code}
    rows = [one for one in office_rows(shipped())["集中活动"] if one["类型"] == "集中开工"]
    for quarter in ("2026年一季度", "2026年二季度"):
        own = [known[one["项目编码"]] for one in rows if one["批次"] == quarter]
        chains = {one.facts.get("产业链") for one in own} - {None, ""}
        money = printed(Fraction(sum(one.total for one in own), 100 * 10_000))
        assert (
            f"{quarter}集中开工项目{len(own)}个，涉及{len(chains)}个产业链，总投资{money}亿元"
            in paragraph(june, "2026年一季度集中开工")
        )


def test_problems_name_units_bands_the_one_group_nodes_and_slow_projects(june):
    found = numbered(june)
    starts = [one.partition("。")[0] for one in found]
    assert starts == [
        "指标进度滞后",
        "单位进度滞后",
        "大项目偏少",
        "大项目来源集中",
        "项目节点超期",
        "签约项目落地慢",
        "开工和入统衔接不紧",
    ]
    large = _of_a_billion(shipped())
    assert (
        f"在册10亿元以上项目{len(large)}个，都在经开区，" in found[3]
        and "均属同一家集团" in found[3]
    )
    assert len({one.facts["所属集团"] for one in large}) == 1
    assert "市农业农村局" in found[1] and "尚无进展" in found[1]


def _of_a_billion(county: County) -> list:
    end = date(2026, 6, 30)
    return [
        one
        for own in county.projects.values()
        for one in own
        if one.listed(end) and (one.recognised or one.total) >= 100_000 * 100
        and one.stage(end) != "终止"
    ]  # fmt: skip


def test_what_the_data_tell_of_leads_over_to_what_the_office_writes(june):
    """First the items by number, then a sentence, then the office's own headings."""
    own = june[june.index("三、存在问题") : june.index("四、下半年工作打算")]
    assert own[1] == "对照年度任务和项目台账，差距主要在以下方面。" and own[2].startswith("一是")
    bridge = own.index("以上差距反映出工作中还存在以下不足。")
    assert own[bridge - 1].startswith("七是") and own[bridge + 1].startswith("（一）")


def test_a_problem_that_stands_alone_has_no_number_and_no_lead():
    """Without tasks only this can be said: the two largest projects are of one group company."""
    _, text = drawn(change=lambda county: replace(county, past=(), targets=()))
    own = text[text.index("三、存在问题") + 1 :]
    assert own[0].startswith("大项目来源集中。") and own[1].startswith("以上差距反映出")
    assert numbered(text) == []
    assert "差距主要在以下方面" not in "".join(text)


def test_a_summary_of_the_whole_year_is_signed_in_the_next_and_says_no_今年():
    _, text = drawn("2026-12")
    assert paragraph(text, "2026年，全市坚持").endswith("现将全年工作情况总结如下。")
    own = [one for one in text if "今年" in one or "明年" in one]
    assert all(one.startswith("【待补") for one in own)


def test_nobody_outside_is_named(june):
    """No investor, no group company, no phone in a published document."""
    text = "".join(june)
    for own in shipped().projects.values():
        for one in own:
            for field in ("投资方", "所属集团", "联系电话", "责任人"):
                if said := one.facts.get(field):
                    assert said not in text, (field, said)


def test_units_unheard_and_returned_are_named_below(june):
    assert june[-1] == (
        "注：沙棠镇截至汇总时未报送6月份报表；柳汀镇6月份报表经审核退回；"
        "柳汀镇、沙棠镇的自报数沿用上次采纳数。"
    )


def test_the_rest_of_the_year_is_divided_by_its_months(june):
    """新签约: the task less what was signed, over six months (F18)."""
    value = shipped().truth("2026-06")["全市"][SIGNED]["自报"]
    task = next(
        one.sure
        for one in shipped().targets
        if (one.unit, one.indicator, one.level) == ("全市", SIGNED, "上级")
    )
    short = task - value
    assert (
        f"新签约亿元以上项目距年度任务还差{short}个，"
        f"后6个月月均需完成{printed(Fraction(short) / 6, 1)}个"
    ) in paragraph(june, "对照年度任务，")


def test_a_quarter_is_called_a_quarter_and_asks_for_its_texts():
    text = of_shipped("2026-03")
    assert text[0].startswith("栖川市2026年一季度")
    assert headings(text)[3] == "四、下一步工作打算"
    assert paragraph(text, "今年以来").endswith("现将一季度工作情况总结如下。")
    assert [one for one in text if one.startswith("【待补")] == [
        "【待补：重点和特色工作。请将文字放入本期“材料”文件夹，文件名为“重点和特色”。】",
        "【待补：存在问题。请将文字放入本期“材料”文件夹，文件名为“存在问题”。】",
        "【待补：下一步工作打算。请将文字放入本期“材料”文件夹，文件名为“下一步打算”。】",
    ]
    assert "一季度，全市新签约亿元以上项目" in "".join(text)


def test_nine_months_are_called_so():
    _, text = drawn("2026-09")
    assert text[0].startswith("栖川市2026年前三季度")
    assert "前三季度，全市入统项目" in "".join(text)


def test_the_year_lists_what_went_into_production_and_what_goes_on():
    county, text = drawn("2026-12")
    end = date(2026, 12, 31)
    heard = [one for own in county.projects.values() for one in own if one.listed(end)]
    done = [one for one in heard if one.events.get("投产日期", end).year == 2026
            and one.happened("投产日期", end)]  # fmt: skip
    going = [one for one in heard if one.facts["项目来源"] == "续建"
             and not one.happened("投产日期", end) and one.stage(end) != "终止"]  # fmt: skip
    assert text[0].startswith("栖川市2026年度") and headings(text)[3] == "四、2027年工作打算"
    place = text.index(f"全年投产的项目{len(done)}个：")
    lines = text[place + 1 : place + 1 + len(done)]
    assert sorted(one.name for one in done) == sorted(
        line.partition(". ")[2].rpartition("（")[0] for line in lines
    )
    heading = f"续建项目{len(going)}个：" if going else "续建项目暂未有上报。"
    assert text[place + 1 + len(done)] == heading
    assert "距年度任务还差" in "".join(text)
    assert "全年新签约亿元以上项目落后序时" not in "".join(text)


def test_the_year_s_lists_stay_out_of_june(june):
    assert not [one for one in june if one.startswith(("全年投产的项目", "续建项目"))]


def test_where_nobody_reports_nothing_is_made_up():
    _, text = drawn("2026-01", silent=True)
    body = "".join(text)
    assert "全市实际利用省外资金上级尚未核定。" in text
    assert "1月份，全市新签约亿元以上项目未报送。" in text
    assert "1月份招商活动暂未有上报。" in text and "1月份项目预审会暂未有登记。" in text
    assert numbered(text) == [] and "【缺" not in body and "【待补：存在问题" in body
    assert text[-1] == "注：各单位截至汇总时未报送1月份报表；以上单位未计入自报数。"


def test_a_county_of_one_unit_has_no_parts():
    county, text = drawn(units=1)
    body = "".join(text)
    assert len(county.units) == 1
    assert "其中：" not in body and "单位进度滞后" not in body
    assert not [one for one in text if one.startswith("注：")]


def _tasks(county: County, by: Fraction) -> County:
    """Every task made so many times as large, at least 1."""
    made = tuple(
        replace(one, sure=max(int(one.sure * by), 1) if one.sure else one.sure, stretch=None)
        for one in county.targets
    )
    return replace(county, targets=made)


def test_all_behind_every_unit_with_a_task_is_named():
    _, text = drawn(change=lambda county: _tasks(county, Fraction(100)))
    found = numbered(text)
    assert found[0].startswith("指标进度滞后。1—5月实际利用省外资金落后序时进度")
    assert "各项考核指标均落后序时进度的有经开区、双新产业园、青榆镇、市发改委。" in found[1]
    assert "超序时进度" not in "".join(text)


def test_all_ahead_no_indicator_is_called_behind():
    _, text = drawn(change=lambda county: _tasks(county, Fraction(1, 100)))
    assert not [
        one for one in numbered(text) if one.startswith(("指标进度", "大项目偏少", "分档签约"))
    ]
    assert paragraph(text, "各项考核指标均不低于序时进度的单位有")
    assert not [one for one in text if one.startswith("对照年度任务，")]


def test_negative_growth_is_a_fall():
    """Last year five times as much: 1/5 − 1 is a fall of 80 %, less what was there before."""
    _, text = drawn(change=_five_times_the_past)
    body = "".join(text)
    assert "同比下降" in body and "同比增长" not in body and "增长-" not in body


def _five_times_the_past(county: County) -> County:
    more = tuple(replace(one, value=one.value * 5 + 9, revised=None) for one in county.past)
    return replace(county, past=more)


def test_without_last_year_and_tasks_it_says_so_once_for_each():
    _, text = drawn(change=lambda county: replace(county, past=(), targets=()))
    assert paragraph(text, "经上级审核，").endswith("，无上年同期数，不作比较，未下达年度任务。")
    assert "不比序时进度" not in "".join(text)


@pytest.mark.parametrize("period", ["2026-03", "2026-06"])
def test_its_wording_is_clean(period):
    scheme, _ = month_of(period)
    assert scheme.wording.phrasings
    assert read_through(scheme, made_of_shipped(period), "总结.docx") == []


def test_each_kind_of_period_has_its_own_entry_of_the_one_template():
    scheme, _ = month_of("2026-06")
    plans = [one for one in scheme.documents.values() if one.template == TEMPLATE]
    assert [(one.name, one.kinds) for one in plans] == [
        ("季度总结", ("季",)),
        ("半年总结", ("半年",)),
        ("前三季度总结", ("三季",)),
        ("年度总结", ("年",)),
    ]
