"""催报函, 退回通知 and 提醒函 of the shipped June, each to the unit concerned and to no other."""

from __future__ import annotations

import re
from datetime import date

import openpyxl

from tests.documents.copies import rows_of, shipped
from tests.documents.workbooks import base, happened, sent, units
from tests.shipped import INPUTS

JUNE = "2026-06"


def targets(code: str, indicator: str) -> tuple[int, int]:
    """确保 and 力争 of a unit, as the base workbook has them."""
    found = [
        row
        for row in base("年度目标")
        if row["单位（代码、汇总组或全市）"] == code and row["指标"] == indicator
    ]
    assert len(found) == 1
    return found[0]["确保数"], found[0]["力争数"]


def test_who_sent_nothing_is_asked_once_with_the_day_it_was_due():
    made = shipped(JUNE, "催报函")
    # units without a workbook in the folder: 沙棠镇 (ZJ07); due on the 3rd, 18时 by default
    assert list(made) == ["6月份报表催报函（沙棠镇）"]
    text = made["6月份报表催报函（沙棠镇）"]
    assert "2026年6月份招商引资报表应于2026年7月3日18时前报送" in text
    assert "本期汇总暂沿用你单位上次采纳的数" in text


def test_what_has_to_be_corrected_is_told_with_place_and_remedy():
    made = shipped(JUNE, "退回通知")
    assert list(made) == ["6月份报表退回通知（柳汀镇）"]
    text = made["6月份报表退回通知（柳汀镇）"]
    rows = rows_of(text, "序号")
    assert [row[:3] for row in rows] == [
        ["1", "强制 V25", "固定资产投资 P8"],
        ["2", "强制 V26", "自报汇总 D4"],
    ]
    assert "有2个必须改正的问题" in text
    grid = openpyxl.load_workbook(INPUTS / JUNE / f"招商月报_ZJ03_{JUNE.replace('-', '')}.xlsx")
    months = [cell.value or 0 for cell in grid["固定资产投资"]["D8:O8"][0]]
    total = grid["固定资产投资"]["P8"].value
    assert round(total - sum(months), 2) == 350
    assert (
        f"本年累计{total}万元，不等于各月之和{round(sum(months), 2)}万元，相差350万元" in rows[0][3]
    )
    assert rows[0][4] == "请改正有误的月份或累计数"


def test_a_unit_behind_is_told_its_own_figures_and_what_each_month_has_to_bring():
    text = shipped(JUNE, "提醒函")["上半年进度提醒函（市商务局）"]
    done = sum(
        happened(row, "入统日期", date(2026, 1, 1), date(2026, 6, 30))
        for row in sent("SZ05", "项目台账")
    )
    assert (done, targets("SZ05", "入统项目")) == (1, (3, 4))
    # 1/3 = 33.33; 33.33 − 50.00 = −16.67; 3 × 1/2 − 1 = 0.5, so one
    # more whole project; 3 − 1 = 2; 2/6 is less than one a month, of which nothing is said
    assert (
        "入统项目：1—6月完成1个，完成年度任务的33.33%，年度任务确保3个、力争4个，"
        "落后序时进度16.67个百分点，达到序时进度尚需1个；"
        "距年度任务还差2个。"
    ) in text


def test_a_zero_gets_its_sentence_and_nobody_is_asked_for_a_part_of_a_project_a_month():
    text = shipped(JUNE, "提醒函")["上半年进度提醒函（市商务局）"]
    assert targets("SZ05", "新入省库项目") == (1, 2)
    # audited to May: pace 5/12 = 41.67; 1 × 5/12 = 0.4, a whole project; 1 short, over
    # 7 months 0.14: less than one a month
    assert (
        "新入省库项目：1—5月暂未有上报，年度任务确保1个、力争2个，"
        "落后序时进度41.67个百分点，达到序时进度尚需1个；"
        "距年度任务还差1个。"
    ) in text


def test_a_small_unit_s_money_is_told_in_the_measure_of_its_task_sheet():
    """鹿坪镇: 450 and 500 would both print as 0.05亿元; half of 450 is due, 450 ÷ 6 = 75 a month."""
    text = shipped(JUNE, "提醒函")["上半年进度提醒函（鹿坪镇）"]
    assert targets("ZJ04", "新增固定资产投资") == (450, 500)
    assert (
        "新引进项目新增固定资产投资：1—6月暂未有上报，年度任务确保450.00万元、力争500.00万元，"
        "落后序时进度50.00个百分点，达到序时进度尚需225.00万元；"
        "距年度任务还差450.00万元，后6个月月均需完成75.00万元。"
    ) in text


def test_neither_who_sent_nothing_nor_who_keeps_pace_is_reminded():
    names = {title.split("（")[1].rstrip("）") for title in shipped(JUNE, "提醒函")}
    assert names < set(units().values())
    assert not names & {"沙棠镇", "柳汀镇"}
    for name in names:
        text = shipped(JUNE, "提醒函")[f"上半年进度提醒函（{name}）"]
        assert "落后序时进度" in text or "暂未有上报" in text
        assert "超序时进度" not in text and "未下达" not in text


def test_no_letter_prints_a_telephone_an_investor_or_a_key_person():
    texts = [
        text for name in ("催报函", "退回通知", "提醒函") for text in shipped(JUNE, name).values()
    ]
    hidden = {row["投资方（全称）"] for code in ("ZJ03", "SZ05") for row in sent(code, "项目台账")}
    for text in texts:
        assert not re.search(r"1\d{10}", text)
        assert not any(name in text for name in hidden if name)


def test_in_january_who_is_behind_is_told_the_eleven_months_to_come():
    made = shipped("2026-01", "提醒函")
    assert shipped("2026-01", "催报函") == {} and shipped("2026-01", "退回通知") == {}
    text = made["1月份进度提醒函（市供销社）"]
    assert "关于2026年1月份\n招商引资工作进度的提醒函" in text
    # one to be counted in the year: pace 1/12 = 8.33; a whole project; 1/11 is less than one
    assert (
        "入统项目：1月份暂未有上报，年度任务确保1个、力争2个，落后序时进度8.33个百分点，"
        "达到序时进度尚需1个；距年度任务还差1个。"
    ) in text
    assert "后11个月月均需完成" in made["1月份进度提醒函（云坞镇）"]
    assert "月均需完成—" not in "".join(made.values())
