"""上报表: what a county's edition hands on is a submission that the level above reads back equal."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from pipeline.model.figure import Scope, Status
from pipeline.model.finding import Addressee
from pipeline.model.month import WHOLE
from pipeline.produce import rendered_by
from pipeline.render.context import context
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language
from pipeline.render.lint.leaks import leaks
from pipeline.render.occasions import occasions
from pipeline.scheme.scheme import load_scheme
from tests.documents.two_levels import COUNTIES, PAPER, PERIODS, Levels, levels
from tests.recount.sheets import book, rows
from tests.shipped import TEMPLATES

SHEETS = {
    "项目台账": "项目编码",
    "资金到位": "项目编码",
    "固定资产投资": "项目编码",
    "在谈项目": "线索编码",
    "招商活动": "开始日期",
}
"""The sheets with rows, each with the header of its first column."""
CODES = ("项目编码", "线索编码", "转签约项目编码", "关联线索编码")
WITHIN = (
    *("飞入地单位", "共同引进单位", "共同引进比例（%）", "共同引进单位二", "共同引进比例二（%）"),
    "本单位比例（%）",
)
"""What only matters among the county's own units."""
SUMMED = ("实际利用省外资金", "新增固定资产投资", "新签约亿元以上项目", "入统项目")
LISTS = ("上报台账", "上报到位", "上报固投", "上报在谈", "上报活动")


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Levels:
    yield levels(tmp_path_factory.mktemp("levels"))
    book.cache_clear()


def handed_on(row: dict, code: str) -> dict:
    """A unit's row as its county must hand it on."""
    made = dict.fromkeys(row) | {name: value for name, value in row.items() if name not in WITHIN}
    for name in CODES:
        if made.get(name):
            made[name] = f"{code}-{made[name]}"
    if "落户地" in row:
        made["落户地"] = COUNTIES[code]
        made["是否飞地"] = None if row["飞入地单位"] else row["是否飞地"]
    return made


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("code", COUNTIES)
def test_every_row_of_the_units_workbooks_stands_in_what_the_county_sends(two, code, period):
    for sheet, first in SHEETS.items():
        own = [one for path in two.of_units(code, period) for one in rows(path, sheet, first)]
        sent = rows(two.sent(code, period), sheet, first)
        assert sent == [handed_on(one, code) for one in own], sheet
    assert len(rows(two.sent(code, period), "项目台账", "项目编码")) >= 3


def test_the_drawn_counties_hold_what_their_city_must_not_see(two):
    """Otherwise the tests above would show nothing."""
    own = [
        row
        for code in COUNTIES
        for path in two.of_units(code, "2026-02")
        for row in rows(path, "项目台账", "项目编码")
    ]
    assert any(row["共同引进单位"] for row in own)
    assert any(row["飞入地单位"] for row in own)
    assert any(row["项目编码"] is None for row in own)
    assert two.counties["BX"].state("ZJ03", 2) == "退回"


@pytest.mark.parametrize("period", PERIODS)
def test_the_city_accepts_every_county_and_asks_only_what_the_county_was_asked(two, period):
    """By rule and project; what is asked of a city's file as a whole has no project."""
    city = two.months["", period]
    assert {unit.code: city.states[unit.code].value for unit in city.units} == dict.fromkeys(
        COUNTIES, "通过"
    )
    asked = {
        (code, one.rule.code, one.key.split("\x1f")[0])
        for code in COUNTIES
        for one in two.months[code, period].findings
        if one.rule.addressee is Addressee.UNIT
    }
    again = {
        (one.unit, one.rule.code, one.key.split("\x1f")[0].removeprefix(f"{one.unit}-"))
        for one in city.findings
    }
    assert again <= asked
    assert {rule for _, rule, _ in again} <= {"V43"}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("code", COUNTIES)
def test_the_city_reads_back_the_rows_that_the_county_uses(two, code, period):
    """All cells equal: numbers to the last digit, days, months and years; codes of the city."""
    for name in LISTS:
        own = two.months[code, period].lists[WHOLE, name].entries
        read = two.months["", period].lists[Scope("单位", code), name].entries
        assert len(own) == len(read)
        for mine, theirs in zip(own, read, strict=True):
            changed = {cell for cell, value in mine.cells.items() if theirs.cells[cell] != value}
            assert changed <= {
                *("项目编码", "线索编码", "转签约项目编码", "落户地", "是否飞地", "飞入地单位"),
                *("共同引进单位", "共同引进比例", "共同引进单位二", "共同引进比例二"),
            }


@pytest.mark.parametrize("period", PERIODS)
def test_the_citys_figure_of_a_county_is_the_countys_own_total(two, period):
    city = two.months["", period].figures
    for name in SUMMED:
        total = Fraction(0)
        for code in COUNTIES:
            own = two.months[code, period].figures[WHOLE, name, Status.REPORTED].value
            assert city[Scope("单位", code), name, Status.REPORTED].value == own
            total += own
        assert city[WHOLE, name, Status.REPORTED].value == total


def test_the_sums_of_the_summary_are_those_of_the_drawn_county(two):
    """By the drawing's own count (tests/county), not by the program."""
    for code, county in two.counties.items():
        truth = county.truth("2026-02")["全市"]
        sheet = openpyxl.load_workbook(two.sent(code, "2026-02"), data_only=True)["自报汇总"]
        said = {row[0]: row[3] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]}
        assert {name: Fraction(str(said[name])) for name in SUMMED} == {
            name: truth[name]["自报"] for name in SUMMED
        }


def test_the_cover_names_the_county_in_the_city_and_says_that_it_is_internal(two):
    sheet = openpyxl.load_workbook(two.sent("YX", "2026-02"))["封面"]
    said = {row[0]: row[1] for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert (said["单位代码"], said["填报单位"], said["所属期"]) == ("YX", "乙县", "2026-02")
    assert sheet["A2"].value.startswith("内部文件：含保密内容，只报上一级，不印发、不外传。")
    assert sheet["A2"].value.endswith("沿用上次采纳数的单位：无。")
    carried = openpyxl.load_workbook(two.sent("BX", "2026-02"))["封面"]["A2"].value
    assert carried.endswith("沿用上次采纳数的单位：柳汀镇。")


def test_the_summary_tells_the_months_own_amount_and_what_was_reported_before(two):
    """February's own and January's, as the units' workbooks add up: 省外 in the column 2月."""
    for code in COUNTIES:
        own = [
            row
            for path in two.of_units(code, "2026-02")
            for row in rows(path, "资金到位", "项目编码")
            if row["资金来源"] == "省外"
        ]
        now, before = (sum(Fraction(str(row[one] or 0)) for row in own) for one in ("2月", "1月"))
        sheet = openpyxl.load_workbook(two.sent(code, "2026-02"), data_only=True)["自报汇总"]
        said = next(row for row in sheet.iter_rows(min_row=4, values_only=True))
        assert said[0] == "实际利用省外资金"
        assert (Fraction(str(said[2])), Fraction(str(said[5]))) == (now, before)


def test_a_county_with_nothing_at_all_reports_zero(two):
    scheme = load_scheme(TEMPLATES)
    plan, language = scheme.documents[PAPER], Language(FILTERS)
    known = context(scheme.indicators, two.months["BX", "2026-02"], ())
    empty = {**known["清单"], **{one: [] for one in (*LISTS, "上报更正")}}
    for names, said in ((known, "否"), ({**known, "清单": empty}, "是")):
        content = rendered_by(scheme, plan, names, language).content
        cover = openpyxl.load_workbook(BytesIO(content))["封面"]
        assert (cover["A10"].value, cover["B10"].value) == ("是否零报送", said)


def test_an_office_with_no_code_in_the_level_above_makes_none(two):
    """In the city nothing is filled in, so its own edition holds no 上报表."""
    scheme = load_scheme(TEMPLATES)
    names = context(scheme.indicators, two.months["", "2026-02"], ())
    assert list(occasions(scheme.documents[PAPER], names, Language(FILTERS))) == []


def test_it_is_internal_and_would_be_refused_as_a_published_document():
    scheme = load_scheme(TEMPLATES)
    plan = scheme.documents[PAPER]
    assert not plan.published
    language = Language(FILTERS)
    assert list(leaks(scheme, [plan], language)) == []
    found = {one.problem for one in leaks(scheme, [replace(plan, published=True)], language)}
    assert found == {
        f"通报模板引用了保密字段“{name}”（V62）"
        for name in ("联系电话", "投资企业", "关键人", "关键人电话")
    }
