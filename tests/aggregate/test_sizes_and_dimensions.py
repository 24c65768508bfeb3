"""Bands by size, what an indicator is told apart by, fronts, and composite targets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.aggregate.contradictions import remarks
from pipeline.aggregate.figures import figures
from pipeline.model.composite import Line, held_against
from pipeline.model.figure import Scope
from pipeline.scheme.measures import mixed_measures
from tests.aggregate.office import (
    CITY,
    CONFIRMED,
    PROJECTS,
    REPORTED,
    TRADES,
    UNITS,
    arrived,
    catalogue,
    ground_of,
    made,
    of,
    passed,
    project,
    scheme_of,
    value,
)

BANDED = """
    指标:
      新签约:
        计量单位: 个
        自报: {表: 项目表, 条件: 期内(签约) 且 规模 ≥ 10000}
        规模: 规模
        分档:
          依据: 规模
          界: [10000, 50000, 100000]
          代号: [一到五, 五到十, 十以上]
          名称: [1—5亿元项目, 5—10亿元项目, 10亿元以上项目]
          说明: 按签约时总投资分档
    """
TOLD = """
    指标:
      个数:
        计量单位: 个
        维度: {门类: {各单位: 是}, 档: {取: 规模, 界: [0, 10000, 50000], 名称: [小, 中, 大]}, 投资方: {}}
        自报: {表: 项目表, 条件: 期内(签约)}
      到位:
        计量单位: 万元
        维度: [门类]
        自报: {表: 到位表, 求和: 期内(各月)}
        核定: {表: 结果表, 条件: 期内(期间), 求和: 核定数}
      开工率:
        计量单位: '%'
        维度: [门类]
        自报: {表: 项目表, 条件: 开工 ≤ 期末(), 分母: {说明: 全部项目}}
      投资方数:
        计量单位: 家
        维度: [门类]
        自报: {表: 项目表, 去重: [投资方]}
    """


class TestBands:
    @pytest.mark.parametrize(
        ("size", "band"),
        [
            ("9999.99", ""),
            (10000, "一到五"),
            ("49999.999999", "一到五"),
            (50000, "五到十"),
            ("99999.99", "五到十"),
            (100000, "十以上"),
            (10**9, "十以上"),
        ],
    )
    def test_the_lower_bound_is_in_and_the_upper_is_out(self, size, band):
        figures = made(BANDED, {"ZJ01": [project(size=size)]})
        counts = {name: value(figures, "ZJ01", name) for name in ("一到五", "五到十", "十以上")}
        assert counts == {name: int(name == band) for name in counts}
        assert value(figures, "ZJ01", "新签约") == int(bool(band))

    def test_each_band_is_an_indicator_of_its_own_behind_its_parent(self):
        read, faults = catalogue(BANDED)
        assert faults == []
        assert list(read) == ["新签约", "一到五", "五到十", "十以上"]
        assert read["新签约"].parts == ("一到五", "五到十", "十以上")
        band = read["五到十"]
        assert (band.parent, band.title, band.measure) == ("新签约", "5—10亿元项目", "个")
        assert band.note == "按签约时总投资分档"

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("[10000, 50000, 100000]", "[50000, 10000, 100000]", "“界”应从小到大；现在是50000、10000、100000"),
            ("[一到五, 五到十, 十以上]", "[一到五, 五到十]", "“界”“代号”“名称”的个数不同；每个下界写一个代号和一个名称"),
            ("依据: 规模", "依据: ''", "没有“依据”；请写明按什么金额分档，例如“依据: 计划总投资”"),
            ("依据: 规模", "依据: 规模 +", "公式“规模 +”写法有误，请检查括号和符号"),
        ],
    )  # fmt: skip
    def test_a_wrong_declaration_is_a_fault(self, old, new, fault):
        _, faults = catalogue(BANDED.replace(old, new))
        assert len(faults) == 1
        assert faults[0].partition("：")[2] == f"指标“新签约”的“分档”里{fault}"

    def test_parts_that_do_not_close_and_parts_greater_than_their_whole_are_findings(self):
        # 12 亿 and 2 亿: the whole counts 2; with 五到十 counted from 1亿 on the bands come to 3
        text = """
            指标:
              总数: {计量单位: 个, 各档: [大, 小], 自报: {表: 项目表, 条件: 规模 ≥ 50000}}
              大: {计量单位: 个, 父指标: 总数, 自报: {表: 项目表, 条件: 规模 ≥ 100000}}
              小: {计量单位: 个, 父指标: 总数, 自报: {表: 项目表, 条件: 规模 ≥ 10000}}
            """
        ground = ground_of({"ZJ01": [project("一", 120000), project("二", 20000)]})
        scheme = scheme_of(text)
        found = remarks(scheme, ground, figures(scheme, ground.stock, ground))
        assert [(one.rule.code, one.message) for one in found] == [
            ("A02", "甲镇总数自报3≠1"),
            ("A02", "农业总数自报3≠1"),
            ("A02", "镇总数自报3≠1"),
            ("A02", "全市总数自报3≠1"),
            ("A01", "甲镇小自报2>总数1"),
            ("A01", "农业小自报2>总数1"),
            ("A01", "镇小自报2>总数1"),
            ("A01", "全市小自报2>总数1"),
        ]
        assert all(one.unit == "" for one in found)

    def test_bands_that_close_are_no_finding(self):
        ground = ground_of({"ZJ01": [project(str(n), n) for n in (1, 10000, 50000, 100000)]})
        scheme = scheme_of(BANDED)
        assert remarks(scheme, ground, figures(scheme, ground.stock, ground)) == []


class TestDimensions:
    SENT: ClassVar = {
        "ZJ01": [
            project("一", 20000, 门类="工业", 投资方="A"),
            project("二", 60000, 门类="商贸", 投资方="A"),
            project("三", 5000, 门类=None, 投资方=None),
        ],
        "KF01": [project("四", "9999.99", 门类="工业", 投资方="B", 开工="2026-02-01")],
    }

    def test_the_city_is_told_apart_by_every_choice_and_what_has_none_stands_apart(self):
        figures = made(TOLD, self.SENT)
        counts = {
            code: figures[Scope("门类", code), "个数", REPORTED].value
            for code in (*TRADES, "未分类")
        }
        assert counts == {"一产": 0, "工业": 2, "商贸": 1, "未分类": 1}

    def test_a_form_without_the_field_takes_it_from_the_register(self):
        paid = {"ZJ01": [arrived("一", 10), arrived("二", 20), arrived("无此项目", 5)]}
        judged = [passed("ZJ01", 1, 7, "二")]
        figures = made(TOLD, self.SENT, paid, judged=judged)
        found = {code: figures[Scope("门类", code), "到位", REPORTED].value for code in TRADES}
        assert found == {"一产": 0, "工业": 10, "商贸": 20}
        assert figures[Scope("门类", "未分类"), "到位", REPORTED].value == 5
        assert figures[Scope("门类", "商贸"), "到位", CONFIRMED].value == 7

    def test_every_unit_is_told_apart_where_that_is_asked_for(self):
        figures = made(TOLD, self.SENT)
        assert figures[Scope("单位·门类", "ZJ01·工业"), "个数", REPORTED].value == 1
        assert figures[Scope("单位·门类", "KF01·商贸"), "个数", REPORTED].value == 0
        assert not any(scope.kind == "单位·档" for scope, _, _ in figures)

    def test_size_bands_and_names_are_dimensions_too(self):
        figures = made(TOLD, self.SENT)
        sizes = {c: figures[Scope("档", c), "个数", REPORTED].value for c in ("小", "中", "大")}
        assert sizes == {"小": 2, "中": 1, "大": 1}
        names = {s.code: f.value for (s, _, _), f in figures.items() if s.kind == "投资方"}
        assert names == {"A": 2, "B": 1, "未分类": 1}

    def test_a_text_field_has_all_values_of_the_register_whatever_is_counted(self):
        # 一 of A was signed last year: nothing of A counts, and 未分类 stands too
        last_year = project("一", signed="2025-05-01", 投资方="A")
        sent = {"ZJ01": [last_year, project("二", 投资方="B")]}
        figures = made(TOLD, sent)
        names = {s.code: f.value for (s, _, _), f in figures.items() if s.kind == "投资方"}
        assert names == {"A": 0, "B": 1, "未分类": 0}

    def test_a_rate_and_a_distinct_count_are_told_apart_by_their_own_rows(self):
        # 工业: 一 and 四, 四 started: 50 %. 商贸: 0 of 1; 一产: none
        figures = made(TOLD, self.SENT)
        rates = [figures[Scope("门类", one), "开工率", REPORTED] for one in TRADES]
        assert [one.value for one in rates] == [None, 50, 0]
        assert [one.parts for one in rates] == [(0, 0), (1, 2), (0, 1)]
        assert figures[Scope("门类", "工业"), "投资方数", REPORTED].value == 2

    def test_fronts_add_up_their_units(self):
        figures = made(TOLD, self.SENT)
        assert value(figures, "战线:工业", "个数") == 1
        assert value(figures, "战线:农业", "个数") == 3


rows = some.lists(
    some.tuples(
        some.sampled_from([unit.code for unit in UNITS]),
        some.one_of(some.none(), some.integers(0, 12_000_000)),
        some.sampled_from((*TRADES, None)),
        some.sampled_from(("A", "B", None)),
        some.one_of(some.none(), some.integers(-100, 100_000)),
    ),
    max_size=12,
)


def sent_of(drawn: list) -> tuple[dict, dict]:
    projects: dict[str, list] = {}
    paid: dict[str, list] = {}
    for number, (unit, cents, trade, investor, amount) in enumerate(drawn):
        size = None if cents is None else Fraction(cents, 100)
        name = f"第{number}号"
        projects.setdefault(unit, []).append(project(name, size, 门类=trade, 投资方=investor))
        paid.setdefault(unit, []).append(arrived(name, amount))
    return projects, paid


@settings(max_examples=60, deadline=None)
@given(rows)
def test_the_scopes_of_a_dimension_add_up_to_the_whole_and_a_units_to_the_unit(drawn):
    found = made(TOLD, *sent_of(drawn))
    for name in ("个数", "到位"):
        for kind in {scope.kind for scope, one, _ in found if one == name}:
            values = [
                f.value
                for (s, one, _), f in found.items()
                if (s.kind, one, _) == (kind, name, REPORTED)
            ]
            if kind != "战线":
                assert sum(values) == found[CITY, name, REPORTED].value, (kind, name)
    for unit in UNITS:
        own = [
            f.value
            for (s, one, _), f in found.items()
            if (s.kind, one) == ("单位·门类", "个数") and s.code.startswith(f"{unit.code}·")
        ]
        assert sum(own) == value(found, unit.code, "个数")


@settings(max_examples=60, deadline=None)
@given(rows, some.randoms())
def test_the_order_of_units_and_of_rows_changes_nothing(drawn, rng):
    projects, paid = sent_of(drawn)
    before = made(TOLD, projects, paid)
    codes = list(projects)
    rng.shuffle(codes)
    for kept in (projects, paid):
        for code in kept:
            rng.shuffle(kept[code])
    after = made(TOLD, {c: projects[c] for c in codes}, {c: paid[c] for c in codes})
    assert {k: f.value for k, f in after.items()} == {k: f.value for k, f in before.items()}


@settings(max_examples=60, deadline=None)
@given(rows)
def test_bands_add_up_to_what_they_are_bands_of(drawn):
    found = made(BANDED, sent_of(drawn)[0])
    for scope in {scope for scope, _, _ in found}:
        bands = [found[scope, name, REPORTED].value for name in ("一到五", "五到十", "十以上")]
        assert sum(bands) == found[scope, "新签约", REPORTED].value


class TestCompositeTargets:
    """S003: sign 2 of 10亿 and 3 of 5亿."""

    LINES: ClassVar = (Line(Fraction(100000), 2), Line(Fraction(50000), 3))

    @pytest.mark.parametrize(
        ("sizes", "counted", "short"),
        [
            ([100000, 100000, 50000, 50000, 50000], [2, 3], [0, 0]),
            # a third of 10亿 stands in for one of 5亿
            ([100000] * 3 + [50000] * 2, [2, 3], [0, 0]),
            # one of 10亿 satisfies one line only: five of 5亿 in all are not enough
            ([100000, 100000, 50000, 50000], [2, 2], [0, 1]),
            # below the bound is not 以上
            (["99999.99", 100000, 50000, 50000, 50000], [1, 4], [1, 0]),
            ([], [0, 0], [2, 3]),
        ],
    )
    def test_each_project_satisfies_one_line(self, sizes, counted, short):
        met = held_against([Fraction(one) for one in sizes], self.LINES)
        assert [one.counted for one in met] == counted
        assert [one.short for one in met] == short

    def test_it_can_be_switched_so_that_it_satisfies_every_line_it_fits(self):
        met = held_against([Fraction(100000)] * 3, self.LINES, disjoint=False)
        assert [one.counted for one in met] == [3, 3]

    def test_figures_bring_the_sizes_of_what_they_count_largest_first(self):
        sent = {
            "ZJ01": [project("一", 50000), project("二", 100000)],
            "ZJ02": [project("三", 70000)],
        }
        found = made(BANDED, sent)
        assert of(found, "ZJ01", "新签约").sizes == (100000, 50000)
        assert of(found, "镇", "新签约").sizes == (100000, 70000, 50000)
        assert [one.short for one in held_against(of(found, "镇", "新签约").sizes, self.LINES)] == [
            1,
            1,
        ]


class TestMeasures:
    TEXT = """
        指标:
          甲: {计量单位: 万元, 自报: {表: 项目表, 求和: 规模}}
          乙: {计量单位: 万美元, 自报: {表: 项目表, 求和: 外资}}
          丙: {计量单位: 万元, 自报: {表: 项目表, 求和: 规模 + 外资 × 7.1}}
        """

    def test_each_in_its_own_measure_and_a_conversion_by_hand_are_no_fault(self):
        read, _ = catalogue(self.TEXT)
        assert list(mixed_measures(read, {"项目表": PROJECTS})) == []

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("求和: 规模}", "求和: 规模 + 外资}", "指标“甲”把万元和万美元加在了一起"),
            ("求和: 规模}", "求和: '首个(外资, 规模)'}", "指标“甲”把万美元和万元加在了一起"),
            (
                "求和: 规模}",
                "求和: '若(规模 > 0, 外资, 规模)'}",
                "指标“甲”把万美元和万元加在了一起",
            ),
            ("求和: 外资}", "求和: 规模}", "指标“乙”的计量单位是万美元，算出来的却是万元"),
            (
                "自报: {表: 项目表, 求和: 规模 + 外资 × 7.1}",
                "公式: 甲 + 乙",
                "指标“丙”把万元和万美元加在了一起",
            ),
            ("自报: {表: 项目表, 求和: 规模 + 外资 × 7.1}", "公式: 乙 + 乙",
             "指标“丙”的计量单位是万元，算出来的却是万美元"),
        ],
    )  # fmt: skip
    def test_foreign_capital_never_adds_to_renminbi(self, old, new, what):
        read, faults = catalogue(self.TEXT.replace(old, new))
        assert faults == []
        found = list(mixed_measures(read, {"项目表": PROJECTS}))
        assert [one.problem for one in found] == [what]


@settings(max_examples=40, deadline=None)
@given(rows, some.permutations([unit.code for unit in UNITS]))
def test_units_that_exchange_their_codes_exchange_their_figures(drawn, codes):
    other = dict(zip([unit.code for unit in UNITS], codes, strict=True))
    projects, paid = sent_of(drawn)
    before = made(TOLD, projects, paid)
    after = made(
        TOLD,
        {other[code]: rows for code, rows in projects.items()},
        {other[code]: rows for code, rows in paid.items()},
        units=[replace(unit, code=other[unit.code]) for unit in UNITS],
    )
    for (scope, name, status), figure in before.items():
        where = Scope("单位", other[scope.code]) if scope.kind == "单位" else scope
        if "·" not in scope.kind:
            assert after[where, name, status].value == figure.value


@settings(max_examples=40, deadline=None)
@given(rows, some.lists(some.booleans(), min_size=12, max_size=12))
def test_splitting_a_unit_in_two_changes_neither_its_group_nor_the_city(drawn, halves):
    projects, paid = sent_of(drawn)
    before = made(TOLD, projects, paid)
    half = replace(UNITS[1], code="ZJ11", name="甲新镇", short="甲新镇", aliases=())
    split = [
        ("ZJ11" if unit == "ZJ01" and new else unit, *rest)
        for (unit, *rest), new in zip(drawn, halves, strict=False)
    ]
    after = made(TOLD, *sent_of(split), units=[*UNITS, half])
    for (scope, name, status), figure in before.items():
        if scope.kind in ("全市", "组", "战线", "门类"):
            assert after[scope, name, status].value == figure.value
    parts = [of(after, code, "到位").value for code in ("ZJ01", "ZJ11")]
    assert sum(parts) == of(before, "ZJ01", "到位").value
