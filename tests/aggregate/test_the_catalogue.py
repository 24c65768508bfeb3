"""What figures.yaml can say: distinct counts, cohort rates, formulas, bands, terms, measures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.figure import Missing, Nature
from pipeline.model.period import Period
from pipeline.model.unit import UnitState
from pipeline.scheme.indicators import told
from tests.aggregate.office import (
    CONFIRMED,
    PENDING,
    REPORTED,
    arrived,
    catalogue,
    made,
    of,
    passed,
    project,
    value,
)

RATES = """
    设:
      项目表:
        在册: {式: '空(参数("终止")) 或 参数("终止") = "保留" 或 阶段 ≠ "终止"', 说明: '终止项目{终止|保留}'}
        本年签约: 期内(签约) 且 在册
    指标:
      开工率:
        计量单位: '%'
        口径: '终止项目{终止|保留}'
        自报: {表: 项目表, 条件: 本年签约 且 开工 ≤ 期末(), 分母: {条件: 本年签约, 说明: 本年新签约}}
      资金到位率:
        计量单位: '%'
        自报:
          表: 到位表
          求和: 期内(各月)
          分母: {表: 项目表, 条件: 在册, 求和: 规模, 说明: 合同额}
    """
"""F13 with the terminated kept or removed, F16 over the contracts of another form."""


class TestDistinctCounts:
    TEXT = """
        指标:
          投资方:
            计量单位: 家
            自报: {表: 项目表, 条件: 期内(签约), 去重: [投资方]}
        """

    def test_an_investor_counts_once_in_a_unit_once_in_its_group_and_once_in_the_city(self):
        # 甲镇 A, A, B: 2; 乙镇 B: 1; 镇 A and B: 2; 经开区 A, C: 2; 全市 A, B, C: 3
        figures = made(
            self.TEXT,
            {
                "ZJ01": [
                    project("一", 投资方="A"),
                    project("二", 投资方="A"),
                    project("三", 投资方="B"),
                ],
                "ZJ02": [project("四", 投资方="B")],
                "KF01": [project("五", 投资方="A"), project("六", 投资方="C")],
            },
        )
        found = [
            value(figures, where, "投资方") for where in ("ZJ01", "ZJ02", "镇", "KF01", "全市")
        ]
        assert found == [2, 1, 2, 2, 3]

    def test_the_same_name_in_other_brackets_is_the_same_and_an_empty_one_is_none(self):
        rows = [
            project(投资方="甲（集团）公司"),
            project(投资方="甲(集团) 公司"),
            project(投资方=None),
        ]
        assert value(made(self.TEXT, {"ZJ01": rows}), "ZJ01", "投资方") == 1

    def test_it_is_not_additive_and_has_no_rate_to_be_written_with_it(self):
        read, _ = catalogue(self.TEXT)
        assert not read["投资方"].additive
        _, faults = catalogue(self.TEXT.replace("去重: [投资方]", "去重: [投资方], 求和: 规模"))
        assert faults == [
            "《figures.yaml》第5行：指标“投资方”“自报”里的“去重”是计个数，不能与“求和”“除以”“分母”同写；请只留一种"
        ]


class TestCohortRates:
    def test_the_sibling_citys_quarter_is_recomputed_from_its_seventeen_projects(self):
        # domain.md 1.5: 17 signed, 16 started: 16/17 = 94.1 %
        rows = [project(str(n), 开工="2026-03-01") for n in range(16)] + [project("末")]
        figure = of(made(RATES, {"ZJ01": rows}, month=3), "ZJ01", "开工率")
        assert figure.parts == (16, 17)
        assert figure.value == Fraction(1600, 17)
        assert len(figure.rows["项目表"]) == 16
        assert len(figure.against["项目表"]) == 17

    def test_groups_add_up_both_sides(self):
        # 甲镇 1 of 2 = 50 %, 乙镇 1 of 1; 镇 2 of 3 = 66.67 %, not 75 %
        sent = {"ZJ01": [project("一", 开工="2026-02-01"), project("二")]}
        sent["ZJ02"] = [project("三", 开工="2026-02-01")]
        assert value(made(RATES, sent), "镇", "开工率") == Fraction(200, 3)

    def test_an_empty_cohort_has_no_rate(self):
        figures = made(RATES, {"ZJ01": [project(signed="2025-12-31", 开工="2026-02-01")]})
        assert value(figures, "ZJ01", "开工率") is Missing.NOT_APPLICABLE
        assert of(figures, "ZJ01", "开工率").parts == (0, 0)

    def test_what_starts_after_the_period_has_not_started(self):
        rows = [project(开工="2026-07-01"), project("二", 开工="2026-06-30")]
        assert value(made(RATES, {"ZJ01": rows}), "ZJ01", "开工率") == 50

    @pytest.mark.parametrize(
        ("said", "rate"), [({}, 25), ({"终止": "保留"}, 25), ({"终止": "剔除"}, Fraction(100, 3))]
    )
    def test_terminated_projects_are_kept_or_removed_by_parameter(self, said, rate):
        rows = [project(str(n)) for n in range(2)]
        rows += [project("开", 开工="2026-02-01"), project("终", 阶段="终止")]
        assert value(made(RATES, {"ZJ01": rows}, **said), "ZJ01", "开工率") == rate

    def test_arrived_over_contracts_of_another_form(self):
        # 300 + 60 arrived of 1 000 + 200: 30 %
        projects = {"ZJ01": [project("一", 1000), project("二", 200)]}
        paid = {"ZJ01": [arrived("一", 100, 200), arrived("二", 60)]}
        assert value(made(RATES, projects, paid), "ZJ01", "资金到位率") == 30

    def test_its_definition_and_its_denominator_are_printed_as_the_parameters_say(self):
        read, _ = catalogue(RATES)
        assert read["开工率"].denominator == "本年新签约"
        assert told(read["开工率"].note, {}) == "终止项目保留"
        assert told(read["开工率"].note, {"终止": "剔除"}) == "终止项目剔除"
        assert read["开工率"].nature is Nature.RATE


class TestConjunctions:
    TEXT = """
        设:
          项目表:
            到资: '项目总和("到位表", 期内(各月))'
        指标:
          完成:
            计量单位: 个
            自报: {表: 项目表, 条件: 规模 ≥ 10000 且 期内(签约) 且 投产 ≤ 期末() 且 到资 > 0}
        """

    def test_a_project_is_done_only_if_signed_and_producing_and_paid(self):
        # S000-B: one 亿元 project counts if 签约 and 投产 and 到资
        rows = [
            project("全", 投产="2026-05-01"),
            project("无资", 投产="2026-05-01"),
            project("未产"),
            project("未签", signed=None, 投产="2026-05-01"),
            project("不足", "9999.99", 投产="2026-05-01"),
        ]
        paid = [arrived(name, 1) for name in ("全", "未产", "未签", "不足")]
        figures = made(self.TEXT, {"ZJ01": rows}, {"ZJ01": paid})
        assert value(figures, "ZJ01", "完成") == 1
        assert list(of(figures, "ZJ01", "完成").rows["项目表"]) == [0]


class TestFormulas:
    TEXT = """
        指标:
          到位:
            计量单位: 万元
            自报: {表: 到位表, 求和: 期内(各月)}
            核定: {表: 结果表, 条件: 期内(期间), 求和: 核定数}
          合同:
            计量单位: 万元
            自报: {表: 项目表, 求和: 规模}
          个数:
            计量单位: 个
            自报: {表: 项目表}
          均额: {计量单位: 万元, 公式: 合同 ÷ 个数}
          比重: {计量单位: '%', 公式: 到位 ÷ 合同 × 100}
          合起来: {计量单位: 万元, 公式: 到位 + 合同 - 到位}
        """

    def test_a_mean_is_that_of_the_sums_of_each_scope(self):
        # 甲镇 10 and 20: 15; 乙镇 60: 60; 镇 90 / 3 = 30
        sent = {"ZJ01": [project("一", 10), project("二", 20)], "ZJ02": [project("三", 60)]}
        figures = made(self.TEXT, sent)
        assert [value(figures, one, "均额") for one in ("ZJ01", "ZJ02", "镇")] == [15, 60, 30]

    def test_without_anything_to_divide_by_there_is_none(self):
        assert value(made(self.TEXT, {}), "ZJ01", "均额") is Missing.NOT_APPLICABLE

    def test_a_missing_part_makes_it_missing_with_the_parts_reason(self):
        sent = {"ZJ01": [project("一", 10)]}
        figures = made(self.TEXT, sent, states={"ZJ02": UnitState.RETURNED})
        assert value(figures, "ZJ02", "均额") is Missing.RETURNED
        assert value(figures, "镇", "均额") == 10

    def test_a_share_keeps_the_two_sums_that_it_is_made_of(self):
        figures = made(self.TEXT, {"ZJ01": [project("一", 400)]}, {"ZJ01": [arrived("一", 100)]})
        assert of(figures, "ZJ01", "比重").parts == (100, 400)
        assert value(figures, "ZJ01", "比重") == 25

    def test_it_is_made_in_every_status_that_all_its_parts_share(self):
        read, _ = catalogue(self.TEXT)
        assert set(read["到位"].definitions) == {REPORTED, CONFIRMED, PENDING}
        assert set(read["比重"].definitions) == {REPORTED}
        assert read["合起来"].additive
        assert not read["均额"].additive

    def test_it_may_stand_before_what_it_is_made_of(self):
        text = """
            指标:
              两倍: {计量单位: 万元, 公式: 二 × 个}
              二: {计量单位: 倍, 公式: 个 ÷ 个 + 1}
              个: {计量单位: 个, 自报: {表: 项目表}}
            """
        assert value(made(text, {"ZJ01": [project()] * 3}), "ZJ01", "两倍") == 6

    @pytest.mark.parametrize(
        ("formula", "fault"),
        [
            (
                "到位 ÷ 个数量",
                "第13行：指标“均额”的公式里没有“个数量”这个指标，是不是想写“个数”？",
            ),
            ("均额 + 到位", "第13行：指标的公式绕成了圈：均额 → 均额；请改掉其中一个"),
            (
                "'到位 > 合同'",
                "第13行：指标“均额”的公式只能用指标、数和加减乘除；带条件的请写成“表”“条件”“求和”",
            ),
            ("1 + 2", "第13行：指标“均额”的公式里没有指标"),
        ],
    )
    def test_a_wrong_formula_is_a_fault_with_its_line(self, formula, fault):
        _, faults = catalogue(self.TEXT.replace("合同 ÷ 个数", formula))
        assert faults == [f"《figures.yaml》{fault}"]

    def test_a_circle_over_two_indicators_is_found(self):
        text = """
            指标:
              甲: {计量单位: 个, 公式: 乙 + 乙}
              乙: {计量单位: 个, 公式: 甲 + 甲}
            """
        assert catalogue(text)[1] == [
            "《figures.yaml》第3行：指标的公式绕成了圈：甲 → 乙 → 甲；请改掉其中一个"
        ]

    def test_parts_without_a_common_status_are_a_fault(self):
        text = """
            指标:
              甲: {计量单位: 个, 自报: {表: 项目表}}
              乙: {计量单位: 个, 核定: {表: 结果表}}
              丙: {计量单位: 个, 公式: 甲 + 乙}
            """
        assert catalogue(text)[1] == [
            "《figures.yaml》第5行：指标“丙”公式里的各指标没有共同的状态；"
            "请改用同有“自报”或同有“核定”的指标"
        ]

    def test_a_formula_of_one_status_names_the_part_that_lacks_it(self):
        text = """
            指标:
              甲: {计量单位: 个, 自报: {表: 项目表}}
              丙: {计量单位: 个, 核定: {公式: 甲 + 甲}}
            """
        assert catalogue(text)[1] == [
            "《figures.yaml》第4行：指标“丙”的核定公式里，“甲”没有核定数；公式各部分应是同一状态"
        ]

    def test_confirmed_sums_are_of_the_confirmed_months(self):
        text = """
            指标:
              甲: {计量单位: 万元, 核定: {表: 结果表, 条件: 期内(期间), 求和: 核定数}}
              乙: {计量单位: 万元, 公式: 甲 + 甲}
            """
        figures = made(text, judged=[passed("ZJ01", 2, 30)])
        assert value(figures, "ZJ01", "乙", CONFIRMED) == 60
        assert of(figures, "ZJ01", "乙", CONFIRMED).span.last == 2


class TestTerms:
    def test_a_term_that_needs_itself_is_a_fault(self):
        text = """
            设:
              项目表: {甲: 乙 > 1, 乙: 规模 + 甲}
            指标: {丙: {计量单位: 个, 自报: {表: 项目表, 条件: 甲}}}
            """
        assert catalogue(text)[1] == [
            "《figures.yaml》第3行：“设”里“甲”绕回到自己，无法计算；请改掉其中一个"
        ]

    def test_what_a_figure_says_of_its_months_is_told_by_its_functions(self):
        text = """
            设:
              项目表: {今年: 期内(签约)}
            指标:
              累计: {计量单位: 个, 自报: {表: 项目表, 条件: 今年}}
              时点: {计量单位: 个, 自报: {表: 项目表, 条件: '阶段 = "开工"'}}
              当月: {计量单位: 万元, 自报: {表: 到位表, 求和: 当月(各月)}}
              写明: {计量单位: 个, 性质: 累计, 自报: {表: 项目表}}
            """
        read, faults = catalogue(text)
        assert faults == []
        assert [one.nature.value for one in read.values()] == ["累计", "时点", "当月", "累计"]


class TestTheTimeInWhichAnIndicatorHolds:
    TEXT = """
        指标:
          甲: {计量单位: 个, 自: 2026-03, 至: 2026-05, 口径变化: 2026, 自报: {表: 项目表}}
        """

    @pytest.mark.parametrize(("month", "known"), [(2, False), (3, True), (5, True), (6, False)])
    def test_outside_it_the_figure_is_not_applicable(self, month, known):
        found = value(made(self.TEXT, {"ZJ01": [project()]}, month=month), "全市", "甲")
        assert found == (1 if known else Missing.NOT_APPLICABLE)

    def test_a_change_of_its_definition_is_known_by_its_year(self):
        read, _ = catalogue(self.TEXT)
        assert read["甲"].changed == 2026
        assert read["甲"].holds_in(Period(2026, 4))
