"""What finished documents say in words and typed numbers is held against the figures."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest

from pipeline.assess.claims import Text, judged
from pipeline.assess.twice import printed_twice
from pipeline.model.edition import Printed
from pipeline.model.interval import Interval, may_be
from pipeline.render.papers.known import known_of
from tests.shipped import month_of


def said(sentence: str, *trace: Printed) -> list[str]:
    scheme, month = month_of("2026-06")
    return [one.message for one in judged(scheme, month, [Text("甲.docx", [("正文 第3段", sentence)], trace)])]  # fmt: skip


def test_a_quoted_per_cent_is_judged_by_what_the_printed_part_can_stand_for():
    # F42: 25.47 of 42.5; 25.465/42.5 = 59.918 %, 25.475/42.5 = 59.941 %
    whole = Interval(Fraction("42.5"), Fraction("42.5"))
    assert may_be("59.93", "25.47", whole)
    assert may_be("59.94", "25.47", whole)
    assert not may_be("59.95", "25.47", whole)
    assert not may_be("59.91", "25.47", whole)


def test_each_clause_says_it_of_its_own_units():
    assert said("注：沙棠镇未报送，柳汀镇报表退回，柳汀镇、沙棠镇沿用上次采纳数。") == []


def test_a_print_stands_for_everything_that_rounds_to_it():
    assert Fraction("12.345") in Interval.of("12.35")
    assert Fraction("12.355") in Interval.of("12.35")
    assert Fraction("12.356") not in Interval.of("12.35")
    assert Fraction("12.4") in Interval.of("12")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # June's truth: 208 474.88 万元 of 省外资金; 59 入统项目, 46.83 % of 126
        ("1—5月，全市实际利用省外资金21.85亿元。", "全市实际利用省外资金的完成是208547.88万元"),
        ("全市实际利用省外资金达208548万元，完成年度任务的44.9%。", "完成率是44.09%"),
        ("全市入统项目60个。", "全市入统项目的完成是59个"),
        ("经开区实际利用省外资金同比增长30.1%。", "经开区实际利用省外资金的同比是37.36%"),
        ("全市各项指标实现双过半。", "全市的入统项目"),
        ("全市入统项目均完成年度任务。", "全市的入统项目不符合“全部完成年度任务”"),
        ("柳汀镇、沙棠镇等3个单位未报送报表。", "写的是3个单位，按数是1个"),
        ("柳汀镇未报送报表。", "柳汀镇不在其中"),
        ("柳汀镇未报送，沙棠镇报表退回。", "柳汀镇不在其中"),
        # typed beside the indicator's name, some words between
        ("全市入统项目上半年累计新增60个。", "全市入统项目的完成是59个"),
        ("全市实际利用省外资金累计到位21.85亿元。", "全市实际利用省外资金的完成是208547.88万元"),
        ("到位25.47亿元，占全市42.5亿元的59.80%。", "25.47占42.5不是59.80%"),
    ],
)  # fmt: skip
def test_what_the_figures_do_not_bear_out_is_told(sentence, told):
    found = said(sentence)
    assert any(told in one for one in found), found
    assert all(sentence in one and one.startswith("正文 第3段") for one in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "全市实际利用省外资金20.9亿元。",
        "全市实际利用省外资金208547.9万元，同比增长29.4%，完成年度任务的44.09%。",
        "沙棠镇未报送报表。",
        "全市入统项目累计新增59个。",
        "全市入统项目任务共126个，去年同期53个。",
        "全市实际利用省外资金任务为47.3亿元。",
        "柳汀镇报表经审核退回。",
        "下半年力争实际利用省外资金50亿元，实现双过半。",
        "到位25.47亿元，占全市42.5亿元的59.94%。",
        "麦垄镇、榉桥镇新签约亿元以上项目3个。",
    ],
)
def test_what_is_true_planned_or_unsure_is_let_be(sentence):
    assert said(sentence) == []


def test_a_number_that_the_program_printed_there_is_not_judged_again():
    sentence = "6月份上报实际利用省外资金9.99亿元。"
    printed = Printed("正文 第3段", "9.99亿元", "全市/实际利用省外资金/待审核")
    assert said(sentence)
    assert said(sentence, printed) == []


def test_a_typed_number_is_told_with_the_place_where_the_annex_prints_the_figure():
    scheme, month = month_of("2026-06")
    annex = Text("附表.xlsx", (), (Printed("完成情况!V31", "59", "全市/入统项目/完成"),))
    text = Text("正文.docx", [("正文 第3段", "全市入统项目新增60个。")])
    (one,) = judged(scheme, month, [text, annex])
    assert one.message.endswith("入统项目的完成是59个，《附表.xlsx》完成情况!V31印的是59")


def twice(first: str, second: str, code: str = "全市/实际利用省外资金/完成") -> list[str]:
    scheme, month = month_of("2026-06")
    texts = [
        Text("正文.docx", (), (Printed("正文 第8段", first, code),)),
        Text("附表.xlsx", (), (Printed("完成情况!D31", second, code),)),
    ]
    means = partial(known_of, scheme, month)
    return [one.message for one in printed_twice(scheme, month, texts, means)]


def test_two_prints_of_one_figure_have_to_hold_one_value_between_them():
    # 20.85亿元 is 208 450 to 208 550 万元; 20.9 is 208 500 to 209 500
    assert twice("20.85亿元", "208547.88") == []
    assert twice("20.85亿元", "20.9亿元") == []
    assert twice("20.85亿元", "约21亿元") == []
    (one,) = twice("20.85亿元", "208551")
    assert one.startswith("完成情况!D31“208551”与数不符：《正文.docx》正文 第8段印的是20.85亿元")
    assert len(twice("20.84亿元", "208547.88")) == 1


def test_a_gap_may_print_otherwise_with_other_decimals():
    # F04: each print is the difference of two rates rounded as they print
    assert twice("2.38个百分点", "2.3", "全市/实际利用省外资金/超序时") == []
