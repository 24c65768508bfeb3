"""The shipped lists against the registers read plainly, and what a list may not do."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction

import pytest

from pipeline.model.figure import Quantity, Scope
from pipeline.model.finding import Faulty
from pipeline.model.month import WHOLE
from pipeline.render.context import context
from pipeline.scheme.scheme import load_scheme
from tests.audit.workbooks import day, register
from tests.shipped import TEMPLATES, month_of

END = date(2026, 6, 30)
LIVE = ("签约", "开工", "投产", "达产", "停滞")


def names(listing, field="项目名称") -> list[tuple[str, object]]:
    return [(one.unit, one.cells[field]) for one in listing.entries]


def listed(name: str, scope: Scope = WHOLE, period: str = "2026-06"):
    return month_of(period)[1].lists[scope, name]


def months(first: date, last: date) -> int:
    """Whole months: 30 June closes every month that began on a 30th or 31st."""
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole - (first.day > last.day and last.day != 30)


def test_landmark_projects_are_those_that_the_registers_mark():
    wanted = [
        (unit, row["项目名称"])
        for unit, row in register()
        if row["标志性项目"] == "是" and row["当前阶段"] != "终止"
    ]
    assert sorted(names(listed("标志性项目"))) == sorted(wanted)
    totals = [one.cells["计划总投资"] for one in listed("标志性项目").entries]
    assert totals == sorted(totals, reverse=True)


def test_slow_projects_were_signed_more_than_six_months_ago_and_have_not_begun():
    wanted = {
        (unit, row["项目名称"]): months(day(row["签约日期"]), END)
        for unit, row in register()
        if day(row["签约日期"]) and not row["实际开工日期"] and row["当前阶段"] in LIVE
        and months(day(row["签约日期"]), END) > 6
    }  # fmt: skip
    found = {
        (one.unit, one.cells["项目名称"]): one.cells["签约月数"]
        for one in listed("落地慢项目").entries
    }
    assert found == wanted
    assert len(found) == 11


def test_each_overdue_node_is_a_row_with_its_days():
    # F28: days = cutoff − planned date where there is no actual date
    nodes = (("开工", "计划开工日期", "实际开工日期", "签约日期"),
             ("投产", "计划投产日期", "投产日期", "实际开工日期"),
             ("达产", "计划达产日期", "达产日期", "投产日期"))  # fmt: skip
    wanted, near = {}, {}
    for unit, row in register():
        for node, plan, actual, before in nodes:
            due = day(row[plan])
            if row["当前阶段"] in LIVE and due and not row[actual] and row[before]:
                days = (END - due).days
                if days > 0:
                    wanted[unit, row["项目名称"], node] = days
                elif days >= -15:
                    near[unit, row["项目名称"], node] = -days
    found = {
        (one.unit, one.cells["项目名称"], one.cells["节点"]): one.cells["超期天数"]
        for one in listed("超期节点").entries
    }
    soon = {
        (one.unit, one.cells["项目名称"], one.cells["节点"]): one.cells["剩余天数"]
        for one in listed("临期节点").entries
    }
    assert found == wanted
    assert soon == near


def test_concentration_adds_up_the_projects_of_a_group_company():
    # the county's two projects of 10亿元 and more: 134 500 + 100 000, both of one group
    big = [
        row["所属集团"] or row["投资方（全称）"]
        for _, row in register()
        if row["计划总投资"] >= 100000 and row["当前阶段"] != "终止"
    ]
    listing = listed("大项目集中度", Scope("组", "经开区"))
    assert len(big) == 2
    assert len(set(big)) == 1
    bundle = listing.bundles[0]
    assert (bundle.name, len(bundle.members)) == (big[0], 2)
    assert bundle.sums["规模合计"] == Fraction(234500)


def test_lists_of_units_follow_their_standings():
    scheme, month = month_of("2026-06")
    behind = {(one.unit, one.indicator) for one in listed("未达序时单位").entries}
    for (scope, name), standing in month.standings.items():
        if scope.kind == "单位" and scheme.indicators[name].assessed:
            gap = standing.raw_gap
            assert ((scope.code, name) in behind) == (gap is not None and gap < 0)
    bands = listed("省外资金完成率分档").bundles
    assert [one.name for one in bands] == ["不足30%", "30%至50%", "50%至100%", "已完成"]
    for bundle, low, high in zip(bands, (0, 30, 50, 100), (30, 50, 100, 10**9), strict=True):
        for number in bundle.members:
            code = listed("省外资金完成率分档").entries[number].unit
            rate = month.standings[Scope("单位", code), "实际利用省外资金"].rate
            assert low <= rate < high


def test_templates_find_typed_values_for_the_whole_a_group_and_a_unit():
    scheme, month = month_of("2026-06")
    roots = context(scheme.indicators, month, [])
    first = roots["清单"]["标志性项目"][0]
    assert (first["序号"], first["单位"], first["代码"]) == (1, "经开区", "KF01")
    assert isinstance(first["计划总投资"], Quantity)
    assert first["计划总投资"].measure == "万元"
    assert isinstance(first["签约日期"], date)
    assert roots["清单"]["个数"]["落地慢项目"].value == 11
    own = roots["单位"]["KF01"]["清单"]["落地慢项目"]
    assert own
    assert all(one["代码"] == "KF01" for one in own)
    everyone = [one["清单"]["落地慢项目"] for one in roots["各单位"]]
    assert sum(map(len, everyone)) == 11
    parks = next(one for one in roots["各组"] if one["名称"] == "经开区")
    assert parks["清单"]["大项目集中度"][0]["个数占比"].value == 100
    row = roots["清单"]["无进展单位"][0]
    assert row["完成"].value == 0


def wrong(tmp_path, old: str, new: str) -> list[str]:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    path = folder / "lists.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Faulty) as raised:
        load_scheme(folder)
    return [one.line for one in raised.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[拟投项目, 建设内容", "[拟投项目, 关键人电话", "清单“在谈项目”会印出保密字段“关键人电话”（V62）"),
        ("分组: 首个(所属集团, 投资方)", "分组: 首个(所属集团, 联系电话)", "保密字段“联系电话”（V62）"),
        ("表: 在谈项目", "表: 在谈", "没有“在谈”这张表，是不是想写“在谈项目”？"),
        ("形象进度, 签约日期]", "形象进度, 签约日]", "“字段”里没有“签约日”这一栏，是不是想写“签约日期”？"),
        ("排序: [-签约月数", "排序: [-签月数", "“排序”里没有“签月数”这一栏，是不是想写“签约月数”？"),
        ("条件: 空(转签约项目编码)", "条件: 空(转签约编码)", "没有字段“转签约编码”，是不是想写“转签约项目编码”？"),
        ("条件: 超序时 < 0, 排序", "条件: 超序 < 0, 排序", "没有字段“超序”，是不是想写“超序时”？"),
        ("指标: 实际利用省外资金", "指标: 利用省外资金", "没有“利用省外资金”这个指标"),
        ("    上限: 20", "    上线: 20", "不认识“上线”"),
        ("  标志性项目:", "  未报送单位:", "清单不能叫“未报送单位”"),
    ],
)  # fmt: skip
def test_a_faulty_list_is_told_with_file_and_line(tmp_path, old, new, told):
    lines = wrong(tmp_path, old, new)
    assert any(told in one and one.startswith("《lists.yaml》第") for one in lines), lines


def test_a_list_for_the_office_alone_may_name_confidential_fields(tmp_path):
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates")
    path = folder / "lists.yaml"
    text = path.read_text("utf-8").replace("[拟投项目, 建设内容", "[拟投项目, 投资企业", 1)
    text = text.replace("  在谈项目:\n    表:", "  在谈项目:\n    内部: 是\n    表:", 1)
    path.write_text(text, "utf-8")
    assert load_scheme(folder).lists["在谈项目"].internal


def test_templates_find_the_lights_of_late_projects_as_words():
    scheme, month = month_of("2026-06")
    roots = context(scheme.indicators, month, [])
    node = next(one for one in roots["清单"]["超期节点"] if one["节点"] == "开工")
    # due on 22 June, eight days before the end of the same month (F27)
    assert (node["计划日期"], node["灯"]) == (date(2026, 6, 22), "黄")
    assert {one["灯"] for one in roots["清单"]["未入统项目"]} == {"黄"}
    assert {one["灯"] for one in roots["清单"]["落地慢项目"]} == {"—"}
