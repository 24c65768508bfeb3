"""情况报告: sent upwards at the end of each quarter; figures against the drawn county's truth."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.number import printed
from pipeline.model.period import Period
from tests.documents import upward
from tests.documents.upward import FUNDS, REPORT, SIGNED, WORKS, after, closing, lines, row
from tests.shipped import month_of


@pytest.fixture(scope="module")
def june() -> list[str]:
    return lines(REPORT)


def tasks(indicator: str) -> dict[str, int]:
    """The 确保 of each unit, and of 全市 by who set it."""
    return {
        f"全市{one.level}" if one.unit == "全市" else one.unit: one.sure
        for one in upward.shipped().targets
        if one.indicator == indicator and one.sure
    }


def truth(scope: str = "全市") -> dict:
    told = upward.shipped().truth("2026-06")
    return told["全市"] if scope == "全市" else told["单位"][scope]


def test_it_is_made_when_a_quarter_closes():
    plan = upward.load_once().documents[REPORT]
    due = [month for month in range(1, 13) if plan.due(Period(2026, month).kinds)]
    assert due == [3, 6, 9, 12]


@pytest.mark.parametrize(
    ("period", "called"),
    [("2026-03", "一季度"), ("2026-06", "上半年"), ("2026-09", "前三季度"), ("2026-12", "")],
)
def test_its_title_and_its_file_are_called_by_the_period(period, called):
    known = closing(upward.names_of(), period)
    assert f"关于2026年{called}招商引资工作情况的报告" in "".join(lines(REPORT, known))
    ((title, _),) = upward.copies(REPORT, known)
    assert title == f"栖川市2026年{called}招商引资工作情况报告"


def test_the_funds_are_said_with_both_issuers_tasks(june):
    done, task = truth()[FUNDS]["核定"], tasks(FUNDS)
    upper, own = task["全市上级"], task["全市本级"]
    rate = printed(done / upper * 100, 2)
    # audited to May: the pace is 5/12 = 41.67 %, and the gap re-adds from what is printed (F04)
    gap = printed(Fraction(rate) - Fraction("41.67"), 2)
    text = after(june, "（一）实际利用省外资金")
    assert f"1—5月，全市实际利用省外资金{printed(done / 10000, 2)}亿元" in text
    assert f"完成年度任务的{rate}%，超序时进度{gap}个百分点。" in text
    assert f"上级下达年度任务确保{printed(Fraction(upper, 10000), 2)}亿元" in text
    assert f"完成{printed(done / own * 100, 2)}%。" in text
    left = upper - done
    assert f"距年度任务还差{printed(left / 10000, 2)}亿元" in text
    assert f"后7个月月均需完成{printed(left / 7 / 10000, 2)}亿元。" in text
    pending = printed(truth()[FUNDS]["待审核"] / 10000, 2)
    assert text.endswith(
        f"6月份另上报实际利用省外资金{pending}亿元，待上级审核，未计入以上完成数。"
    )


def test_the_bands_of_the_signed_projects_add_up(june):
    counted = truth()
    bands = [
        int(counted[f"新签约{one}项目"]["自报"])
        for one in ("一至五亿元", "五至十亿元", "十亿元以上")
    ]
    assert sum(bands) == counted[SIGNED]["自报"]
    assert (
        f"按投资规模分，1—5亿元项目{bands[0]}个，5—10亿元项目{bands[1]}个，10亿元以上项目{bands[2]}个。"
    ) in june


def test_the_units_behind_are_those_whose_share_is_below_the_pace(june):
    # audited to May: whoever has less than 5/12 of the task, the carried ones among them not judged
    task, order = tasks(FUNDS), [unit.code for unit in upward.shipped().units]
    names = {unit.code: unit.short for unit in upward.shipped().units}
    rates = {code: truth(code)[FUNDS]["核定"] / task[code] for code in order}
    behind = [names[code] for code in order if rates[code] < Fraction(5, 12)]
    text = next(one for one in june if one.startswith("从单位看"))
    assert f"等{len(behind)}个单位" in text
    assert "、".join(behind[:6]) in text


def test_the_annex_has_a_line_for_each_indicator_with_a_task(june):
    named = {one.indicator for one in upward.shipped().targets if one.sure}
    start = june.index("主要指标完成情况表")
    rows = [one.split(" | ") for one in june[start:] if one.count(" | ") == 7][1:]
    assert len(rows) == len(named)
    assert row(june, FUNDS)[1:5] == ["1—5月", "万元", "473000.00", "208547.88"]


def test_who_did_not_report_and_who_was_returned_is_said(june):
    (said,) = [one for one in june if one.startswith("需要说明的是")]
    assert said == (
        "需要说明的是，沙棠镇截至汇总时未报送6月份报表；柳汀镇6月份报表经审核退回；"
        "柳汀镇、沙棠镇的自报数沿用上次采纳数。"
    )


def test_hearings_are_summed_up_as_in_the_summary(june):
    """3月18日: 1 submitted, for study; 6月18日: 11, of which 9 passed and 2 are for study."""
    assert "今年以来召开项目预审会2次，上报项目12个，其中通过9个、需进一步研判3个。" in june


def test_projects_that_stand_still_carry_nothing_along():
    known = upward.names_of()
    rows = known["清单"]["标志性项目"]
    stopped = [{**one, "当前阶段": "停滞"} for one in rows]
    for told, count in ((rows, 1), (stopped, 0)):
        text = lines(REPORT, {**known, "清单": {**known["清单"], "标志性项目": told}})
        assert len([one for one in text if one.startswith("带动作用较强")]) == count


def test_units_without_results_are_told_of_the_months_that_are_confirmed(june):
    assert "1—5月实际利用省外资金尚无实绩的有市农业农村局、市供销社。" in june


def test_it_goes_to_whom_the_office_reports_and_not_to_the_units_below():
    known = upward.names_of()
    known = {**known, "参数": {**known["参数"], "主送机关": "各镇", "上报机关": "省招商办公室"}}
    text = lines(REPORT, known)
    assert "省招商办公室：" in text
    assert not [one for one in text if "各镇" in one[:3]]
    assert text[-1] != "特此报告。"
    assert "特此报告。" in text


def test_less_than_last_year_is_a_decrease():
    scheme, month = month_of("2026-06")
    # (208547.88 − 231719.87) ÷ 231719.87 = −10.00 %
    fallen = {"last": Fraction("231719.87"), "growth": Fraction(-10), "change": Fraction(-23172)}
    known = upward.names(scheme, upward.standing(month, FUNDS, **fallen))
    assert "20.85亿元，同比下降10.00%，" in after(lines(REPORT, known), "（一）")


def test_where_everybody_is_ahead_nobody_is_said_to_be_behind():
    scheme, month = month_of("2026-06")
    held = {
        key: upward.replace(one, gap=Fraction(3), rate=Fraction(60)) if one.gap is not None else one
        for key, one in month.standings.items()
    }
    known = upward.names(scheme, upward.replace(month, standings=held))
    text = lines(REPORT, known)
    assert not [one for one in text if one.startswith(("从进度看", "从单位看"))]
    assert "落后" not in "".join(text[: text.index("三、主要做法")])


def test_an_office_without_tables_of_its_own_still_has_a_report():
    text = lines(REPORT, upward.drawn("2026-06", bare=True))
    assert after(text, "（一）实际利用省外资金").startswith("全市实际利用省外资金尚未核定。")
    signed = after(text, "（三）")
    assert "无上年同期数，不作比较，未下达年度任务" in signed
    assert "今年以来尚未登记集中签约、集中开工项目。" in "".join(text)
    assert row(text, FUNDS)[3:] == ["未下达", "尚未核定", "尚未核定", "尚未核定", "尚未核定"]
    assert not [
        one for one in text if "【缺" in one or "None" in one or "，。" in one or "、。" in one
    ]


def test_a_first_month_in_which_nobody_reports_says_so():
    text = lines(REPORT, upward.drawn("2026-01", silent=True))
    assert after(text, "（三）").startswith("全市新签约亿元以上项目未报送。")
    assert "小升规企业未报送，新投产入规企业未报送。" in after(text, "（四）")
    assert after(text, "五、下一步工作").startswith("【待补：下一步工作。")
    assert not [one for one in text if "【缺" in one or "增长-" in one]


def test_a_county_of_one_unit_has_no_groups_to_tell_apart():
    text = lines(REPORT, upward.drawn("2026-06", units=1))
    assert not [one for one in text if one.startswith("其中，")]
    zero = after(text, "（五）新增固定资产投资")
    assert zero == "1—6月，全市新引进项目新增固定资产投资暂未有上报，距年度任务还差0.10亿元。"


def test_the_year_ends_without_months_left():
    text = lines(REPORT, upward.drawn("2026-12"))
    assert "最后1个月需完成" in after(text, "（一）")
    body = text[: text.index("三、主要做法")]
    # what is told up to December has no pace any more; the confirmed ones stop at November
    assert not [one for one in body if one.startswith("1—12月，") and "序时进度" in one]
    assert [one for one in body if one.startswith("1—11月，") and "序时进度" in one]
    assert not [one for one in text if "今年" in one]
    assert "文件名为“明年打算”" in after(text, "五、下一步工作")
    assert after(text, "（三）").endswith("距年度任务还差3个。")


def test_money_of_the_groups_adds_up_to_the_whole(june):
    told = upward.shipped().truth("2026-06")["组"]
    text = after(june, "（五）新增固定资产投资")
    said = next(one for one in june[june.index(text) :] if one.startswith("其中，"))
    for name, figures in told.items():
        done = figures[WORKS]["自报"]
        words = f"{printed(done / 10000, 2)}亿元" if done else "暂未有上报"
        assert f"{name}{words}" in said
