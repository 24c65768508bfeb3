"""The monthly notice of the shipped June, held against what was drawn and the office's tables."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import openpyxl
import pytest
from lxml import etree

from tests.county import SHIPPED, County, draw
from tests.county.figures import CONFIRMED, FUNDS, LIBRARY, REPORTED
from tests.documents.notices import Notice, W, notice
from tests.shipped import INPUTS, month_of

SIGNED, WORKS = "新签约亿元以上项目", "新增固定资产投资"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def county() -> County:
    return draw(SHIPPED)


@pytest.fixture(scope="module")
def june() -> Notice:
    return notice(*month_of("2026-06"))


@pytest.fixture(scope="module")
def truth(county) -> dict:
    return county.truth("2026-06")


def said(value: Fraction, decimals: int = 2) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def task(county: County, unit: str, indicator: str, level: str) -> Fraction:
    (found,) = (
        one.sure
        for one in county.targets
        if (one.unit, one.indicator, one.level) == (unit, indicator, level)
    )
    assert found
    return Fraction(found)


def test_confirmed_funds_stand_with_growth_pace_and_the_rate_by_both_tasks(june, county, truth):
    done = truth["全市"][FUNDS][CONFIRMED]
    (past,) = (
        one.revised or one.value
        for one in county.past
        if (one.unit, one.indicator, one.month) == ("全市", FUNDS, 5)
    )
    upper = done / task(county, "全市", FUNDS, "上级") * 100
    own = done / task(county, "全市", FUNDS, "本级") * 100
    # confirmed up to May: pace 5/12 = 41.67; the gap is that of the printed numbers (F04)
    ahead = Decimal(said(upper)) - Decimal("41.67")
    assert june.about("经上级核定").startswith(
        f"经上级核定，1—5月全市实际利用省外资金{said(done / 10_000)}亿元，"
        f"同比增长{said((done - past) / past * 100)}%，完成年度任务的{said(upper)}%"
        f"（按本级任务{said(own)}%），超序时进度{ahead}个百分点"
    )


def test_the_month_not_yet_confirmed_stands_apart(june, county, truth):
    own = truth["全市"][FUNDS]
    pending = own["待审核"]
    assert june.about("6月份各单位上报").startswith(
        f"6月份各单位上报实际利用省外资金{said(pending / 10_000)}亿元、"
    )
    assert june.about("6月份各单位上报").endswith("待上级审核，未计入完成数。")


def test_counts_of_the_city_are_those_drawn(june, county, truth):
    signed = truth["全市"][SIGNED][REPORTED]
    rate = Fraction(signed) / task(county, "全市", SIGNED, "上级") * 100
    assert f"全市新签约亿元以上项目{signed}个，" in june.text
    assert f"完成年度任务的{said(rate)}%，超序时进度{Decimal(said(rate)) - 50}个百分点" in june.text
    library = truth["全市"][LIBRARY][CONFIRMED]
    assert june.about("1—5月，新入省库项目").startswith(f"1—5月，新入省库项目{library}个，")


def test_each_group_is_ranked_by_the_exact_rate_of_confirmed_funds(june, county, truth):
    members: dict[str, list] = {}
    for unit in county.units:
        members.setdefault(unit.ranking, []).append(unit)
    for name, units in members.items():
        rates = {
            one.short: truth["单位"][one.code][FUNDS][CONFIRMED]
            / task(county, one.code, FUNDS, "本级")
            for one in units
        }
        best = sorted(rates, key=lambda one: -rates[one])[:3]
        told = "、".join(
            f"{one}（第{place}名，{said(rates[one] * 100)}%）" for place, one in enumerate(best, 1)
        )
        assert june.about(f"{name}：") == f"{name}：{told}。"
        listed = [row for row in june.rows("考核分组") if row[0] == name]
        assert [row[1] for row in listed] == sorted(rates, key=lambda one: -rates[one])
        assert [row[2] for row in listed] == [said(rates[row[1]] * 100) for row in listed]


def test_shares_of_a_place_are_marked_and_who_has_none_gets_a_dash(june):
    places = {row[1]: row for row in june.rows("考核分组")}
    # of the seven departments five have signed nothing: third place, shared by all of them
    assert [one for one, row in places.items() if row[11] == "并列3"] == [
        "市商务局", "市财政局", "市工信局", "市农业农村局", "市供销社"
    ]  # fmt: skip
    assert [places[one][10:13] for one in ("柳汀镇", "沙棠镇")] == [
        ("退回", "—", "—"),
        ("未报送", "—", "—"),
    ]


def test_the_table_of_figures_has_every_unit_in_its_group_and_both_totals(june, county, truth):
    body = june.tables[1][2:]
    assert [row[1] for row in body[:2]] == ["合计（上级）", "合计（本级）"]
    done = said(truth["全市"][FUNDS][CONFIRMED])
    assert [row[3] for row in body[:2]] == [done, done]
    assert [row[2] for row in body[:2]] == ["473000.00", "488000.00"]
    units = [row for row in body if row[0]]
    assert [row[1].rstrip("*") for row in units] == [one.short for one in county.units]
    assert [row[1] for row in units if row[1].endswith("*")] == ["柳汀镇*", "沙棠镇*"]
    for unit, row in zip(county.units, units, strict=True):
        assert row[3] == said(truth["单位"][unit.code][FUNDS][CONFIRMED])
    # a group of one unit has no subtotal of its own
    assert [row[1] for row in body if row[1].endswith("小计")] == [
        "镇（街道）小计", "市直单位小计"
    ]  # fmt: skip


def test_who_is_absent_returned_late_or_has_nothing_is_named(june):
    assert june.about("6月份报表") == (
        "6月份报表，应报21个单位，通过审核19个。截至汇总时，沙棠镇未报送。"
        "柳汀镇报表经审核退回，尚未重报。柳汀镇、沙棠镇的自报数沿用上次采纳数。"
        "望川街道、榆荫街道迟报。"
    )
    assert june.about("报送了报表") == (
        "报送了报表、但列入考核的指标均为零的有市农业农村局、市供销社。"
    )
    assert june.text.count("*柳汀镇退回，沿用上月数；沙棠镇未报送，沿用上月数。") == 2


def test_the_ranking_says_what_its_lights_and_signs_mean(june):
    """F27: yellow from 10 points behind to 30, red beyond."""
    assert (
        "3. 灯按落后序时进度的百分点定，落后不到10个百分点的为绿灯，10个至30个百分点的为黄灯，"
        "超过30个百分点的为红灯。"
    ) in june.paragraphs
    assert "“新”为本期新列入" in june.about("2. 位次变化")
    # a production that is late has no light; nor has what is not yet due
    assert "其余印“—”" in june.about("注：“灯”只对应到期未开工和开工后未入统")


def test_what_is_carried_forward_is_marked_where_it_is_listed(june):
    """沙棠镇 has not sent June, 柳汀镇's was returned: their talks of May stand in annex 3."""
    assert "注：市供销社本期没有在谈项目。柳汀镇、沙棠镇按上次采纳的报表列示。" in june.paragraphs
    assert "沙棠镇要尽快补报，柳汀镇要尽快改正重报6月份报表。" in june.paragraphs


def test_every_unit_with_a_task_and_nothing_done_is_named_at_the_indicator(june, county, truth):
    for indicator, status, months in ((FUNDS, CONFIRMED, "1—5月"), (SIGNED, REPORTED, "")):
        tasks = {one.unit for one in county.targets if one.indicator == indicator and one.sure}
        nothing = [
            one.short
            for one in county.units
            if one.code in tasks and truth["单位"][one.code][indicator][status] == 0
        ]
        assert nothing
        assert f"{'、'.join(nothing)}{months}{indicator}为零" in june.about("部分单位尚无实绩")


def test_leads_are_told_unit_by_unit_without_investor_key_person_or_telephone(june, county):
    rows = june.rows("拟投项目")
    open_ = [
        (unit.short, lead.facts["拟投项目"])
        for unit in county.units
        for lead in county.leads[unit.code]
        if (5 if unit.code in ("ZJ03", "ZJ07") else 6) in lead.months
    ]
    assert sorted((row[1], row[2]) for row in rows) == sorted(open_)
    assert june.about("截至2026年6月30日，全市在谈项目").startswith(
        f"截至2026年6月30日，全市在谈项目{len(open_)}个，其中："
    )
    assert "市供销社本期没有在谈项目。" in june.text
    for leads in county.leads.values():
        for lead in leads:
            for secret in ("投资企业", "关键人", "关键人电话", "提供人"):
                assert lead.facts[secret] not in june.text


def test_no_telephone_and_no_investor_of_a_project_is_printed(june, county):
    assert not re.search(r"1\d{10}|0\d{3}-\d{7}", june.text)
    for projects in county.projects.values():
        for one in projects:
            assert one.facts["投资方"] not in june.text


def test_nodes_that_are_past_are_counted_in_days_and_have_their_light(june):
    rows = june.rows("节点")
    late = [row for row in rows if row[4].startswith("超期")]
    assert [(row[0], row[2], row[3], row[4], row[5]) for row in late] == [
        # June has 30 days: 16 to 30 are 14, 22 to 30 are 8; only a start that is late has a light
        ("青榆镇", "投产", "2026年6月16日", "超期14天", "—"),
        ("柳汀镇", "开工", "2026年6月22日", "超期8天", "黄"),
    ]
    soon = [row for row in rows if row[4].endswith("天后到期")]
    for row in soon:
        day = date(*map(int, re.findall(r"\d+", row[3])))
        assert row[4] == f"{(day - date(2026, 6, 30)).days}天后到期"
    assert len(soon) == 5


def test_each_units_projects_add_up_to_the_totals(june):
    rows = june.rows("签约未开工")
    assert rows[0][1] == "合计"
    for column in range(2, 8):
        assert int(rows[0][column]) == sum(int(row[column]) for row in rows[1:])


def test_the_red_and_black_list_are_those_that_were_ticked_and_else_not_even_a_heading(june):
    book = openpyxl.load_workbook(INPUTS / "基础库.xlsx", data_only=True)
    rows = list(book["红黑榜"].iter_rows(min_row=3, values_only=True))
    kept = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0]]
    names = {one.code: one.short for one in month_of("2026-06")[1].units}
    for board in ("红榜", "黑榜"):
        told = "、".join(
            f"{names[row['单位（代码）']]}（{row['事由']}）" for row in kept if row["榜"] == board
        )
        assert f"经研究，下列单位列入本期{board}：{told}。" in june.paragraphs
    scheme, month = month_of("2026-06")
    unticked = {
        key: replace(one, entries=(), total=0) if key[1] in ("红榜", "黑榜") else one
        for key, one in month.lists.items()
    }
    made = notice(scheme, replace(month, lists=unticked))
    assert "红榜" not in made.text
    assert "黑榜" not in made.text
    assert june.has_chart


def test_the_chart_is_a_column_for_each_unit_with_the_pace_as_a_line(june):
    parts = zipfile.ZipFile(io.BytesIO(june.made.content))
    (chart,) = (name for name in parts.namelist() if re.match(r"word/charts/chart\d", name))
    root = etree.fromstring(parts.read(chart))
    bars, line = root.find(f".//{C}barChart"), root.find(f".//{C}lineChart")

    def shown(plot, name: str) -> list[str]:
        return [one.text for one in plot.find(f"{C}ser/{C}{name}").iter(C + "v")]

    rows = {row[1].rstrip("*"): row[4] for row in june.tables[1][2:] if row[0]}
    assert shown(bars, "cat") == list(rows)
    assert shown(bars, "val") == list(rows.values())
    assert set(shown(line, "val")) == {"41.67"}
    assert any(name.endswith(".xlsx") for name in parts.namelist())  # 编辑数据


def test_every_table_of_an_annex_repeats_its_heading_and_fits_its_page(june):
    body = etree.fromstring(
        zipfile.ZipFile(io.BytesIO(june.made.content)).read("word/document.xml")
    )
    sections = [one.find(W + "pgSz").get(W + "w") for one in body.iter(W + "sectPr")]
    assert sections == ["11906", "16838", "11906"]
    tables = [one for one in body.iter(W + "tbl") if one.find(f".//{W}tblHeader") is not None]
    assert len(tables) == 5
    for table in tables:
        wide = [int(one.get(W + "w")) for one in table.find(W + "tblGrid")]
        assert sum(wide) == 12756  # 225 mm
        assert all(one.find(f"{W}trPr/{W}cantSplit") is not None for one in table.iter(W + "tr"))
