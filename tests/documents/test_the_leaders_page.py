"""领导参阅: one page on how things stand, who is on which list, what is open."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.model.number import printed
from tests.county.office import office_rows
from tests.documents import upward
from tests.documents.upward import FUNDS, PAGE, SIGNED, lines, listing, row
from tests.shipped import month_of


@pytest.fixture(scope="module")
def june() -> list[str]:
    return lines(PAGE)


def test_it_is_not_for_publication():
    assert not upward.load_once().documents[PAGE].published


def test_the_headline_is_the_confirmed_amount(june):
    done = upward.shipped().truth("2026-06")["全市"][FUNDS]["核定"]
    assert june[2].startswith(f"1—5月，全市实际利用省外资金{printed(done / 10000, 2)}亿元，")


def test_both_targets_stand_beside_each_other(june):
    # 208547.88 of 473000 and of 488000
    assert row(june, FUNDS)[4:6] == ["44.09", "42.74"]
    assert row(june, SIGNED)[5] == "未下达"
    assert "本级确定年度任务确保48.80亿元、力争53.68亿元，完成42.74%" in row(june, "两级任务")[1]


def test_without_a_final_edition_the_months_own_amounts_stand_there(june):
    series = [
        upward.shipped().truth(f"2026-{month:02d}")["全市"][FUNDS]["核定"] for month in (4, 5)
    ]
    own = printed((series[1] - series[0]) / 10000, 2)
    said = row(june, "比上次公布")[1]
    assert said.startswith("以前没有定稿公布的数，不作比较。")
    assert f"实际利用省外资金5月份当月完成{own}亿元" in said


def test_what_has_changed_since_the_last_published_figures_is_said():
    scheme, month = month_of("2026-06")
    # 208547.88 − 160430.31 = 48117.57 万元; 69 − 58 = 11
    month = upward.standing(month, FUNDS, published=Fraction("160430.31"))
    month = upward.standing(month, SIGNED, published=Fraction(58))
    month = upward.standing(month, "全省位次", published=Fraction(17))
    text = lines(PAGE, upward.names(scheme, month))
    assert row(text, "比上次公布")[1] == (
        "实际利用省外资金较上期公布数增加4.81亿元；新签约亿元以上项目较上期公布数增加11个。"
    )
    assert row(text, "全省位次")[1] == ("6月份，实际利用省外资金居全省第15位，上期公布时居第17位。")


def test_a_place_that_nobody_typed_in_is_said_to_be_missing():
    known = upward.names_of()
    place = {**known["全市"]["全省位次"], "有数": False}
    text = lines(PAGE, {**known, "全市": {**known["全市"], "全省位次": place}})
    assert row(text, "全省位次")[1] == "全省位次尚未录入。"


def test_who_is_on_a_list_and_who_is_only_proposed_is_told_apart(june):
    names = {unit.code: unit.short for unit in upward.shipped().units}
    boards = office_rows(upward.shipped())["红黑榜"]
    red = "、".join(names[one["单位"]] for one in boards if one["榜"] == "红榜")
    (black,) = [names[one["单位"]] for one in boards if one["榜"] == "黑榜"]
    said = row(june, "上榜单位")[1]
    assert said.startswith(f"同意上红榜的：{red}；同意上黑榜的：{black}。")
    assert "按名次建议（仅供研究）：红榜，" in said


def test_proposed_are_the_first_that_keep_pace_and_the_last_that_do_not():
    county, month = upward.shipped(), month_of("2026-06")[1]
    task = {one.unit: one.sure for one in county.targets if one.indicator == FUNDS}
    done = county.truth("2026-06")["单位"]
    rates: dict[str, list[tuple[Fraction, str]]] = {}
    for unit in county.units:
        if county.state(unit.code, 6) in ("已报", "零报送"):
            rate = done[unit.code][FUNDS]["核定"] / task[unit.code]
            rates.setdefault(unit.ranking, []).append((rate, unit.code))
    pace = Fraction(5, 12)  # audited to May
    best = {one[1] for own in rates.values() for one in own if one[0] == max(own)[0] >= pace}
    last = {
        one[1] for own in rates.values() for one in own if one[0] == min(own)[0] < pace and len(own) > 1
    }  # fmt: skip
    listed = {
        name: {one.unit for one in month.lists[upward.WHOLE, name].entries}
        for name in ("红榜建议", "黑榜建议")
    }
    assert listed["红榜建议"] == best
    tied = {one for one in last if month.standings[upward.Scope("单位", one), FUNDS].tied}
    assert listed["黑榜建议"] - tied == last - tied


def test_a_unit_alone_in_its_group_is_not_proposed_for_both_lists():
    said = row(lines(PAGE, upward.drawn("2026-06", units=1)), "上榜单位")[1]
    assert said.endswith("；黑榜，无。")


def test_what_is_not_confirmed_is_named(june):
    pending = upward.shipped().truth("2026-06")["全市"][FUNDS]["待审核"]
    assert row(june, "尚未确认")[1] == (
        "未报送：沙棠镇。退回未改：柳汀镇。2个单位沿用上次采纳数。"
        f"6月份上报实际利用省外资金{printed(pending / 10000, 2)}亿元待上级审核，未计入完成数。"
    )


def test_open_matters_and_findings_wait_for_a_decision(june):
    # the meeting was on 20 May: 20 days later is 9 June, 21 days before 30 June; 30 days later is
    # 19 June, 11 days before; two are named, one more waits and one was settled
    said = row(june, "待定事项")[1]
    assert said.startswith(
        "会议议定事项3件未销号：制定闲置厂房、土地清单，供项目对接使……（市自然资源和规划局，"
        "已超期21天）；完成新一批标准厂房水电配套并交付（经开区，已超期11天）等。"
    )
    month = month_of("2026-06")[1]
    waiting = [one for one in month.findings if one.handling in ("待改正", "待说明", "说明未采用")]
    musts = sum(one.rule.level == "强制" for one in waiting)
    assert f"审核问题{len(waiting)}条待处理（强制{musts}条）" in said


def test_accepted_findings_wait_for_nothing():
    scheme, month = month_of("2026-06")
    settled = replace(month, findings=[replace(one, accepted=True) for one in month.findings])
    known = upward.names(scheme, settled)
    assert known["清单"]["待决问题"] == []
    assert row(lines(PAGE, known), "待定事项")[1].endswith("没有待处理的审核问题。")


def test_a_month_in_which_all_is_well_says_so():
    known = listing(
        upward.names_of(), 未报送单位=[], 退回单位=[], 沿用单位=[], 未销号事项=[], 待决问题=[]
    )
    known["清单"]["个数"] = {**known["清单"]["个数"], "超期节点": 0, "落地慢项目": 0}
    funds = {**known["全市"][FUNDS], "待审核": {
        **known["全市"][FUNDS]["待审核"], "有数": False
    }}  # fmt: skip
    known["全市"] = {**known["全市"], FUNDS: funds}
    text = lines(PAGE, known)
    assert row(text, "尚未确认")[1] == "各单位均已报送并采用，没有待上级审核的资金。"
    assert row(text, "项目风险")[1] == "没有到期未完成的节点和落地慢的项目。"
    assert row(text, "待定事项")[1] == "没有未销号的会议议定事项。没有待处理的审核问题。"


def test_a_first_month_in_which_nobody_reports_has_no_empty_cell():
    text = lines(PAGE, upward.drawn("2026-01", silent=True))
    assert text[2] == "全市实际利用省外资金尚未核定。"
    assert row(text, SIGNED)[2:4] == ["未报送", "未报送"]
    assert row(text, "项目风险")[1] == "各单位本期台账均未采用。"  # not: there are none
    assert not [one for one in text[3:] if one.endswith(" | ") or "【缺" in one]
