"""Projects of two units (F23), figures typed in, figures overridden, and the months one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.aggregate.contradictions import remarks
from pipeline.aggregate.figures import figures
from pipeline.model.figure import Missing, Nature, Override, Scope, alone
from pipeline.model.period import Span
from pipeline.model.unit import UnitState
from tests.aggregate.office import (
    CITY,
    CONFIRMED,
    REPORTED,
    UNITS,
    arrived,
    ground_of,
    line,
    made,
    months,
    of,
    passed,
    project,
    scheme_of,
    value,
)

SHARED = """
    归属:
      项目表:
        - {单位: 伙伴, 比例: 比例, 个数: '参数("计数") = "按比例"'}
        - {单位: 飞入, 条件: '阶段 ≠ "终止"'}
      到位表:
        - {单位: '表("项目表", 伙伴)', 比例: '表("项目表", 比例)'}
        - {单位: '表("项目表", 飞入)'}
    指标:
      到位: {计量单位: 万元, 自报: {表: 到位表, 求和: 期内(各月)}}
      规模: {计量单位: 万元, 自报: {表: 项目表, 求和: 规模}}
      个数: {计量单位: 个, 自报: {表: 项目表}}
      到位率:
        计量单位: '%'
        自报: {表: 到位表, 求和: 期内(各月), 分母: {表: 项目表, 求和: 规模, 说明: 合同额}}
    """


class TestSharedProjects:
    SENT: ClassVar = {"ZJ01": [project("一", 1000, 伙伴="经开区", 比例=40), project("二", 10)]}
    PAID: ClassVar = {"ZJ01": [arrived("一", 100, "0.01"), arrived("二", 7)]}

    def test_each_unit_gets_its_share_and_the_city_counts_once(self):
        # 一 has 100.01: 40 % = 40.004 for 经开区, 60.006 + 7 for 甲镇
        found = made(SHARED, self.SENT, self.PAID)
        assert value(found, "KF01", "到位") == Fraction("40.004")
        assert value(found, "ZJ01", "到位") == Fraction("67.006")
        assert value(found, "园区", "到位") == Fraction("40.004")
        assert value(found, "镇", "到位") == Fraction("67.006")
        assert value(found, "全市", "到位") == Fraction("107.01")

    def test_the_count_goes_to_the_lead_unit_unless_the_office_wants_fractions(self):
        found = made(SHARED, self.SENT, self.PAID)
        assert [value(found, one, "个数") for one in ("ZJ01", "KF01", "全市")] == [2, 0, 2]
        found = made(SHARED, self.SENT, self.PAID, 计数="按比例")
        assert [value(found, one, "个数") for one in ("ZJ01", "KF01", "全市")] == [
            Fraction("1.6"),
            Fraction("0.4"),
            2,
        ]

    def test_shares_of_several_projects_are_exact_beyond_the_machines_integers(self):
        # 33.33 % of 9 000 000 000.01 = 2 999 700 000.003333; 12.5 % of 0.01 = 0.00125;
        # 9 000 000 000 000 in units of one 分 times 3 333 would not fit into 63 bits
        sent = {"ZJ01": [project("一", 1, 伙伴="经开区", 比例="33.33"),
                         project("二", 1, 伙伴="乙镇", 比例="12.5"),
                         project("三", 1, 伙伴="经开区", 比例=100)]}  # fmt: skip
        paid = {"ZJ01": [arrived("一", "9000000000.01"), arrived("二", "0.01"), arrived("三", -5)]}
        found = made(SHARED, sent, paid)
        assert value(found, "KF01", "到位") == Fraction("2999700000.003333") - 5
        assert value(found, "ZJ02", "到位") == Fraction("0.00125")
        # 66.67 % and 87.5 % stay: 6 000 300 000.006667 + 0.00875
        assert value(found, "ZJ01", "到位") == Fraction("6000300000.006667") + Fraction("0.00875")
        assert value(found, "全市", "到位") == Fraction("9000000000.02") - 5

    def test_both_sides_of_a_rate_are_shared(self):
        # 甲镇 67.006 of 600 + 10; 经开区 40.004 of 400
        found = made(SHARED, self.SENT, self.PAID)
        assert of(found, "ZJ01", "到位率").parts == (Fraction("67.006"), 610)
        assert of(found, "KF01", "到位率").parts == (Fraction("40.004"), 400)
        assert of(found, "全市", "到位率").parts == (Fraction("107.01"), 1010)

    def test_both_units_know_the_row_and_which_part_of_it_is_theirs(self):
        found = made(SHARED, self.SENT, self.PAID)
        lead, partner = of(found, "ZJ01", "到位"), of(found, "KF01", "到位")
        assert list(lead.rows["到位表"]) == [0, 1]
        assert list(partner.rows["到位表"]) == [0]
        assert lead.shares == {"到位表": {0: Fraction(3, 5)}}
        assert partner.shares == {"到位表": {0: Fraction(2, 5)}}
        assert list(of(found, "KF01", "个数").rows["项目表"]) == []

    @pytest.mark.parametrize(
        "partner",
        [
            {"伙伴": "某处", "比例": 40},
            {"伙伴": "甲镇", "比例": 40},
            {"伙伴": "经开区", "比例": None},
        ],
    )
    def test_an_unknown_partner_the_unit_itself_or_no_share_moves_nothing(self, partner):
        found = made(SHARED, {"ZJ01": [project("一", 1000, **partner)]})
        assert value(found, "ZJ01", "规模") == 1000
        assert value(found, "全市", "规模") == 1000

    def test_a_partner_that_was_not_heard_gets_nothing_now(self):
        found = made(SHARED, self.SENT, self.PAID, states={"KF01": UnitState.ABSENT})
        assert value(found, "KF01", "到位") is Missing.NOT_REPORTED
        assert value(found, "ZJ01", "到位") == value(found, "全市", "到位") == Fraction("107.01")

    def test_an_enclave_project_goes_to_where_it_stands_with_its_count(self):
        sent = {
            "ZJ01": [
                project("一", 1000, 飞入="经开区"),
                project("终", 5, 飞入="经开区", 阶段="终止"),
            ]
        }
        found = made(SHARED, sent, {"ZJ01": [arrived("一", 9)]})
        assert [value(found, one, "个数") for one in ("ZJ01", "KF01", "全市")] == [1, 1, 2]
        assert [value(found, one, "规模") for one in ("ZJ01", "KF01", "全市")] == [5, 1000, 1005]
        assert list(of(found, "ZJ01", "个数").rows["项目表"]) == [1]
        assert list(of(found, "KF01", "个数").rows["项目表"]) == [0]

    def test_of_a_shared_enclave_project_the_rest_goes_to_where_it_stands(self):
        # 30 % to 乙镇, what is left (70 %) to 经开区
        sent = {"ZJ01": [project("一", 1000, 伙伴="乙镇", 比例=30, 飞入="经开区")]}
        found = made(SHARED, sent)
        assert [value(found, one, "规模") for one in ("ZJ01", "ZJ02", "KF01")] == [0, 300, 700]
        # the project itself is one, and wholly where it stands, unless the office wants fractions
        assert [value(found, one, "个数") for one in ("ZJ01", "ZJ02", "KF01")] == [0, 0, 1]
        found = made(SHARED, sent, 计数="按比例")
        assert [value(found, one, "个数") for one in ("ZJ01", "ZJ02", "KF01")] == [
            0,
            Fraction("0.3"),
            Fraction("0.7"),
        ]


@settings(max_examples=80, deadline=None)
@given(
    some.lists(
        some.tuples(
            some.sampled_from([unit.code for unit in UNITS]),
            some.integers(-(10**9), 10**12),
            some.sampled_from(("经开区", "甲镇", "乙镇", "某处", None)),
            some.one_of(some.none(), some.integers(-500, 20_000)),
            some.sampled_from(("经开区", "乙镇", None)),
        ),
        max_size=10,
    ),
    some.sampled_from(("按比例", "")),
)
def test_however_projects_are_shared_units_groups_fronts_and_the_city_close(drawn, counting):
    sent: dict[str, list] = {}
    for number, (unit, cents, partner, share, enclave) in enumerate(drawn):
        percent = None if share is None else Fraction(share, 100)
        row = project(
            f"第{number}号", Fraction(cents, 100), 伙伴=partner, 比例=percent, 飞入=enclave
        )
        sent.setdefault(unit, []).append(row)
    found = made(SHARED, sent, 计数=counting)
    totals = {"规模": sum(Fraction(one[1], 100) for one in drawn), "个数": len(drawn)}
    for name, total in totals.items():
        for kind in ("单位", "组", "战线", "全市"):
            values = [f.value for (s, one, _), f in found.items() if (s.kind, one) == (kind, name)]
            assert sum(values) == total


TYPED = """
    指标:
      出口: {计量单位: 万美元, 自报: {录入: 是, 滞后: 1}}
      位次: {计量单位: 位, 性质: 时点, 自报: {录入: 是}}
      占比: {计量单位: '%', 公式: 出口 ÷ 外资 × 100}
      外资: {计量单位: 万美元, 自报: {表: 项目表, 求和: 外资}}
    """


class TestFiguresTypedIn:
    def test_the_city_has_what_was_typed_for_it_and_no_unit_has_any(self):
        found = made(TYPED, typed=[line(6, "全市", "出口", "1234.5"), line(6, "全市", "位次", 3)])
        assert value(found, "全市", "出口") == Fraction("1234.5")
        assert value(found, "ZJ01", "出口") is Missing.NOT_ENTERED
        assert value(found, "镇", "出口") is Missing.NOT_ENTERED
        assert value(found, "全市", "位次") == 3
        assert of(found, "全市", "位次").span == Span(2026, 6, 6)
        assert list(of(found, "全市", "位次").rows["录入表"]) == [1]

    def test_what_was_not_typed_is_not_entered_and_never_zero(self):
        assert value(made(TYPED), "全市", "出口") is Missing.NOT_ENTERED

    def test_an_older_one_counts_as_far_as_the_office_allows_with_its_own_months(self):
        late = made(TYPED, typed=[line(5, "全市", "出口", 50), line(5, "全市", "位次", 4)])
        assert of(late, "全市", "出口").span == Span(2026, 1, 5)
        assert value(late, "全市", "出口") == 50
        assert value(late, "全市", "位次") is Missing.NOT_ENTERED
        assert (
            value(made(TYPED, typed=[line(4, "全市", "出口", 50)]), "全市", "出口")
            is Missing.NOT_ENTERED
        )

    def test_a_total_is_the_sum_of_its_units_only_if_all_of_them_have_one(self):
        towns = [line(6, "ZJ01", "出口", 10), line(6, "ZJ02", "出口", 5)]
        found = made(TYPED, typed=towns)
        assert value(found, "镇", "出口") == 15
        assert value(found, "全市", "出口") is Missing.NOT_ENTERED
        found = made(TYPED, typed=[*towns, line(6, "全市", "出口", 99)])
        assert value(found, "全市", "出口") == 99

    def test_levels_of_units_are_never_added(self):
        found = made(TYPED, typed=[line(6, "ZJ01", "位次", 1), line(6, "ZJ02", "位次", 2)])
        assert value(found, "镇", "位次") is Missing.NOT_ENTERED

    def test_a_formula_over_figures_of_other_months_is_not_made(self):
        sent = {"ZJ01": [project(外资=200)]}
        found = made(TYPED, sent, typed=[line(5, "全市", "出口", 50)])
        assert value(found, "全市", "占比") is Missing.OTHER_SPANS
        found = made(TYPED, sent, typed=[line(6, "全市", "出口", 50)])
        assert value(found, "全市", "占比") == 25

    def test_rows_that_make_no_figure_are_told_with_their_reason(self):
        ground = ground_of(
            typed=[
                line(6, "全市", "出扣", 1),
                line(6, "全市", "外资", 1),
                line(6, "某处", "出口", 1),
                line(6, "全市", "出口", 1),
                line(6, "全市", "出口", 2),
            ]
        )
        scheme = scheme_of(TYPED)
        made_of = figures(scheme, ground.stock, ground)
        assert [one.message for one in remarks(scheme, ground, made_of)] == [
            "第4行没有“出扣”这个指标，是不是想写“出口”？",
            "第5行指标“外资”不是录入的",
            "第6行没有“某处”这个单位",
            "第8行“出口”同一期写了两行，用的是后一行",
        ]
        assert made_of[CITY, "出口", REPORTED].value == 2


OVERRIDDEN = """
    指标:
      到位:
        计量单位: 万元
        自报: {表: 到位表, 求和: 期内(各月)}
        核定: {表: 结果表, 条件: 期内(期间), 求和: 核定数}
      两倍: {计量单位: 万元, 自报: {公式: 到位 + 到位}}
      到位率: {计量单位: '%', 自报: {表: 到位表, 求和: 期内(各月), 分母: {表: 项目表, 求和: 规模}}}
    """


def change(unit: str, name: str, amount: object, status: str = "自报", month: int = 6) -> dict:
    return line(month, unit, name, amount, 状态=status, 理由="审计核减", 调整人="王主任")


class TestOverrides:
    PAID: ClassVar = {"ZJ01": [arrived("一", 100)], "ZJ02": [arrived("二", 10)]}

    def test_a_units_override_is_used_carried_upward_and_marked(self):
        found = made(OVERRIDDEN, {}, self.PAID, changed=[change("ZJ01", "到位", "80.5")])
        figure = of(found, "ZJ01", "到位")
        assert figure.value == Fraction("80.5")
        assert figure.adjusted == Override(Fraction(100), "审计核减", "王主任")
        assert value(found, "镇", "到位") == value(found, "全市", "到位") == Fraction("90.5")
        assert of(found, "镇", "到位").altered == of(found, "全市", "到位").altered == ("ZJ01",)
        assert of(found, "镇", "到位").adjusted is None

    def test_a_totals_override_changes_that_total_only(self):
        found = made(OVERRIDDEN, {}, self.PAID, changed=[change("镇", "到位", 105)])
        assert value(found, "镇", "到位") == 105
        assert value(found, "全市", "到位") == 110
        assert value(found, "ZJ01", "到位") == 100

    def test_formulas_are_made_of_the_overridden_figure(self):
        found = made(OVERRIDDEN, {}, self.PAID, changed=[change("ZJ01", "到位", 80)])
        assert value(found, "ZJ01", "两倍") == 160
        assert of(found, "ZJ01", "两倍").altered == ("ZJ01",)

    def test_a_unit_without_a_figure_can_be_given_one(self):
        found = made(
            OVERRIDDEN,
            {},
            self.PAID,
            changed=[change("ZJ01", "到位", 80)],
            states={"ZJ01": UnitState.RETURNED},
        )
        assert value(found, "ZJ01", "到位") == 80
        assert of(found, "ZJ01", "到位").adjusted.before is None
        assert value(found, "镇", "到位") == 90

    def test_an_overridden_rate_stays_with_its_unit(self):
        projects = {"ZJ01": [project("一", 200)], "ZJ02": [project("二", 200)]}
        found = made(OVERRIDDEN, projects, self.PAID, changed=[change("ZJ01", "到位率", 60)])
        assert value(found, "ZJ01", "到位率") == 60
        # 110 of 400
        assert value(found, "镇", "到位率") == Fraction("27.5")

    def test_without_a_status_the_headline_is_meant_and_another_month_is_not(self):
        judged = [passed("ZJ01", 1, 30)]
        rows = [change("ZJ01", "到位", 20, ""), change("ZJ02", "到位", 1, "自报", 5)]
        found = made(OVERRIDDEN, {}, self.PAID, judged=judged, changed=rows)
        assert value(found, "ZJ01", "到位", CONFIRMED) == 20
        assert value(found, "ZJ01", "到位") == 100
        assert value(found, "ZJ02", "到位") == 10

    def test_the_office_is_told_of_each(self):
        ground = ground_of(
            {}, self.PAID, changed=[change("ZJ01", "到位", 80), change("全市", "倒位", 1)]
        )
        scheme = scheme_of(OVERRIDDEN)
        found = remarks(scheme, ground, figures(scheme, ground.stock, ground))
        assert [(one.rule.code, one.message) for one in found] == [
            ("A03", "甲镇到位自报100→80：审计核减（王主任）"),
            ("A04", "第5行没有“倒位”这个指标，是不是想写“到位”？"),
        ]


SERIES = """
    指标:
      到位:
        计量单位: 万元
        自报: {表: 到位表, 求和: 期内(各月)}
        核定: {表: 结果表, 条件: 期内(期间), 求和: 核定数}
      签约: {计量单位: 个, 自报: {表: 项目表, 条件: 期内(签约)}}
      开工率: {计量单位: '%', 自报: {表: 项目表, 条件: 期内(签约) 且 开工 ≤ 期末(), 分母: {条件: 期内(签约)}}}
      现有: {计量单位: 个, 自报: {表: 项目表}}
      本月: {计量单位: 万元, 自报: {表: 到位表, 求和: 当月(各月)}}
      两倍: {计量单位: 万元, 自报: {公式: 到位 + 到位}}
      出口: {计量单位: 万美元, 自报: {录入: 是}}
    """


class TestSeries:
    SENT: ClassVar = {
        "ZJ01": [
            project("一", signed="2026-01-31", 开工="2026-03-01"),
            project("二", signed="2026-02-01"),
        ]
    }
    PAID: ClassVar = {"ZJ01": [arrived("一", 10, None, -3, 5)], "ZJ02": [arrived("三", 1, 1, 1, 1)]}

    def series(self, where: Scope, name: str, status=REPORTED, **more):
        return months(SERIES, self.SENT, self.PAID, month=4, **more)[where, name, status]

    def test_cumulative_values_of_each_month_and_the_months_own(self):
        # 甲镇 10, 10, 7, 12; 全市 adds 1, 2, 3, 4
        own = self.series(Scope("单位", "ZJ01"), "到位")
        assert own == (10, 10, 7, 12)
        assert alone(own, Nature.TO_DATE) == (10, 0, -3, 5)
        assert self.series(CITY, "到位") == (11, 12, 10, 16)
        assert self.series(Scope("组", "镇"), "到位") == (11, 12, 10, 16)
        assert self.series(Scope("战线", "工业"), "到位") == (1, 2, 3, 4)

    def test_counts_follow_their_dates_and_rates_their_cohorts(self):
        assert self.series(CITY, "签约") == (1, 2, 2, 2)
        # of 一 none has started until March
        assert self.series(CITY, "开工率") == (0, 0, 50, 50)
        assert self.series(Scope("单位", "KF01"), "开工率") == (None, None, None, None)
        assert alone((0, 0, 50, 50), Nature.RATE) == (None,) * 4

    def test_of_what_says_nothing_of_months_only_the_present_is_known(self):
        assert self.series(CITY, "现有") == (None, None, None, 2)

    def test_a_figure_of_the_month_is_its_own(self):
        own = self.series(CITY, "本月")
        assert own == (11, 1, -2, 6)
        assert alone(own, Nature.OF_MONTH) == own

    def test_formulas_and_what_is_typed_in_have_their_months_too(self):
        assert self.series(CITY, "两倍") == (22, 24, 20, 32)
        typed = [line(1, "全市", "出口", 5), line(4, "全市", "出口", 20)]
        assert self.series(CITY, "出口", typed=typed) == (5, None, None, 20)

    def test_the_confirmed_months_end_where_the_verdicts_do(self):
        judged = [passed("ZJ01", 1, 8), passed("ZJ01", 2, 1)]
        assert self.series(CITY, "到位", CONFIRMED, judged=judged) == (8, 9)

    def test_the_last_month_is_the_figure_itself_override_and_all(self):
        changed = [change("ZJ01", "到位", 100, month=4)]
        assert self.series(Scope("单位", "ZJ01"), "到位", changed=changed) == (10, 10, 7, 100)

    def test_a_unit_that_is_not_heard_has_none(self):
        states = {"ZJ01": UnitState.ABSENT}
        assert self.series(Scope("单位", "ZJ01"), "到位", states=states) == (None,) * 4
        assert self.series(CITY, "到位", states=states) == (1, 2, 3, 4)


@settings(max_examples=40, deadline=None)
@given(
    some.lists(
        some.tuples(
            some.sampled_from([unit.code for unit in UNITS]),
            some.lists(some.one_of(some.none(), some.integers(-(10**6), 10**6)), max_size=12),
        ),
        max_size=8,
    ),
    some.integers(1, 12),
)
def test_every_month_of_a_series_is_the_figure_that_this_month_would_have_had(drawn, month):
    paid: dict[str, list] = {}
    for number, (unit, amounts) in enumerate(drawn):
        paid.setdefault(unit, []).append(arrived(f"第{number}号", *amounts))
    whole = months(SERIES, {}, paid, month=month)[CITY, "到位", REPORTED]
    assert len(whole) == month
    for number, found in enumerate(whole, 1):
        assert found == value(made(SERIES, {}, paid, month=number), "全市", "到位")
