"""The filters of the template language, alone and inside a template."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from jinja2 import UndefinedError

from pipeline.model.figure import Phrase, Quantity
from pipeline.model.number import exact
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language, Unprintable, unmarked

LANGUAGE = Language(FILTERS)
UNKNOWN = Quantity(None, "万元", 2, "未报送", "全市/到位资金/完成")

RATE = Quantity(exact("99.996"), "%", 3, under=Fraction(100))
GAP = Quantity(exact("-1.67"), "个百分点", 2, terms=(exact("40.004"), Fraction(500, 12)))


def money(value: object, measure: str = "万元") -> Quantity:
    return Quantity(exact(value), measure, 2, figure="全市/到位资金/完成", raw=True)


def said(tag: str, **names: object) -> str:
    return unmarked(LANGUAGE.from_string("{{ " + tag + " }}").render(names))


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        ("数|亿元", money("208474.88"), "20.85亿元"),
        # 14 450 万元 = 1.445 亿元, rounded once
        ("数|亿元(1)", money(14450), "1.4亿元"),
        ("数|亿元(0)", money(14450), "1亿元"),
        ("数|亿元(3)", money(14450), "1.445亿元"),
        ("数|亿元", money("1.445", "亿元"), "1.45亿元"),
        ("数|万元", money("1.445", "亿元"), "14450.00万元"),
        ("数|万元", money("208474.885"), "208474.89万元"),
        ("数|万元(0)", money("0.5"), "1万元"),
        ("数|小数(1)", money("12.25"), "12.3"),
        ("数|小数(2)", money("2.675"), "2.68"),
        ("数|小数(1)", money("-0.25"), "-0.3"),
        ("数|小数(2)", money("1.005"), "1.01"),
        ("数|小数(1)", money("68.75"), "68.8"),
        ("数|小数(2)", money("-0.004"), "0.00"),
        ("数|小数(0)", 3, "3"),
        ("数|小数(2)", 3, "3.00"),
        ("数|带单位", Quantity(Fraction(23), "个", 0), "23个"),
        ("数|带单位", Quantity(exact("45.234"), "%", 2), "45.23%"),
        ("数|带单位(1)", Quantity(exact("45.25"), "%", 2), "45.3%"),
        ("数|个百分点", Quantity(exact("-3.333"), "个百分点", 2), "3.33个百分点"),
        ("数|个百分点(1)", Quantity(exact("3.35"), "个百分点", 2), "3.4个百分点"),
        ("数|绝对值", Quantity(exact("-3.335"), "个百分点", 2), "3.34"),
        ("数|绝对值|带单位", Quantity(Fraction(-5), "个", 0), "5个"),
        ("数|约数", Quantity(Fraction(137), "家", 0), "130余家"),
        ("数|约数", Quantity(Fraction(1268), "份", 0), "1200余份"),
        ("数|约数", Quantity(Fraction(30), "家", 0), "30家"),
        ("数|日期", date(2026, 7, 5), "2026年7月5日"),
        ("数|汉字", Quantity(Fraction(123), "个", 0), "一百二十三"),
        ("数|汉字", 23, "二十三"),
        ("数|汉字(1)", Quantity(exact("12.25"), "%", 2), "十二点三"),
        ("数|千分位", money("1234567.891"), "1,234,567.89"),
        ("数|千分位(0)", money("1234567.891"), "1,234,568"),
        ("数|序号", 3, "三、"),
        ("数|序号('（一）')", 12, "（十二）"),
        # 99.996 never becomes a hundred, whatever decimals a template asks for
        ("数|带单位", RATE, "99.996%"),
        ("数|带单位(0)", RATE, "99.996%"),
        ("数|小数(1)", RATE, "99.996"),
        # 40.004 − 41.666…: re-added at the decimals asked for, never rounded twice
        ("数|个百分点", GAP, "1.67个百分点"),
        ("数|个百分点(1)", GAP, "1.7个百分点"),
        ("数|绝对值|小数(0)", GAP, "2"),
        ("数|列举(1, '个单位')", ["甲镇", "乙镇", "丙镇"], "甲镇等3个单位"),
        ("数|列举", ["甲镇", "乙镇"], "甲镇、乙镇"),
        ("数|列举(1)", ["甲镇", "乙镇"], "甲镇等2个"),
        ("数|列举", [], ""),
        ("数|列举", [money(1), 2], "1.00、2"),
    ],
)
def test_a_filter_says_a_number_in_words(tag, value, text):
    assert said(tag, 数=value) == text


@pytest.mark.parametrize(
    "tag",
    [
        *("数|亿元", "数|万元", "数|小数(2)", "数|带单位", "数|个百分点", "数|约数"),
        *("数|绝对值|亿元", "数|汉字", "数|千分位"),
    ],
)
def test_a_number_that_is_not_known_is_printed_as_a_gap_that_names_its_figure(tag):
    assert said(tag, 数=UNKNOWN) == "【缺：全市/到位资金/完成（未报送）】"


def test_a_gap_is_traced_to_its_figure():
    heard = []
    text = LANGUAGE.from_string("{{ 数|亿元 }}").render(数=UNKNOWN)
    unmarked(text, lambda figure, shown: heard.append((figure, shown)))
    assert heard == [("全市/到位资金/完成", "【缺：全市/到位资金/完成（未报送）】")]


def test_a_known_number_without_a_filter_prints_its_word_where_it_is_missing():
    assert said("数", 数=UNKNOWN) == "未报送"
    assert said("数|绝对值", 数=UNKNOWN) == "未报送"


def test_what_a_filter_prints_is_traced_to_its_figure():
    heard = []
    text = LANGUAGE.from_string("{{ 数|亿元(1) }}").render(数=money(14450))
    assert unmarked(text, lambda *one: heard.append(one)) == "1.4亿元"
    assert heard == [("全市/到位资金/完成", "1.4亿元")]


@pytest.mark.parametrize(
    ("tag", "value", "complaint"),
    [
        ("数|亿元", Quantity(Fraction(3), "个", 0), "“|亿元”只用于金额，这里的计量单位是“个”"),
        ("数|万元", Quantity(Fraction(3), "%", 2), "“|万元”只用于金额，这里的计量单位是“%”"),
        ("数|小数(2)", "12", "这种格式只用于数，前面却不是数"),
        ("数|小数(2)", True, "这种格式只用于数，前面却不是数"),
        ("数|小数(2)", 0.5, "这种格式只用于数，前面却不是数"),
        ("数|小数(2)", None, "这种格式只用于数，前面却不是数"),
        ("数|约数", [1], "这种格式只用于数，前面却不是数"),
        ("数|带单位", Phrase("3个"), "这种格式只用于数，前面却不是数"),
        ("数|序号", 0, "“|序号”前面应是从1起的整数，例如loop.index"),
        ("数|序号('①')", 21, "带圈的序号只到20，这里是21"),
        ("数|汉字", "三", "这种格式只用于数，前面却不是数"),
        ("数|日期", "2026-07-05", "“|日期”前面不是日期"),
        ("数|日期", None, "“|日期”前面不是日期"),
        ("数|列举", "甲镇", "“|列举”前面不是清单"),
        ("数|列举", None, "“|列举”前面不是清单"),
        ("数|列举", [None], "此处没有值（空），请在模板里写明没有时印什么"),
        ("数|列举", [{"名称": "甲镇"}], "这里是一组数，还要写明取哪一项，例如：名称"),
    ],
)
def test_what_a_filter_cannot_say_is_refused_in_chinese(tag, value, complaint):
    with pytest.raises(Unprintable) as caught:
        said(tag, 数=value)
    assert str(caught.value) == complaint


def test_an_unknown_name_stays_unknown_behind_a_filter():
    for tag in ("没有|亿元", "没有|列举", "没有|日期"):
        with pytest.raises((Unprintable, UndefinedError)):
            said(tag)


def rated(tag: str, rate: object, value: Quantity) -> str:
    known = {} if rate is None else {"折算汇率": Quantity(exact(rate), "", 4)}
    return said(tag, 数=value, 参数=known)


@pytest.mark.parametrize(
    ("tag", "rate", "dollars", "text"),
    [
        ("数|折人民币", "7.2", "200", "1440.00万元"),
        # 123.45 × 7.1586 = 883.729 17
        ("数|折人民币", "7.1586", "123.45", "883.73万元"),
        # 0.5 × 7.01 = 3.505, rounded once and away from zero
        ("数|折人民币", "7.01", "0.5", "3.51万元"),
        # 2 020 × 7.15 = 14 443 万元 = 1.4443 亿元
        ("数|折人民币('亿元', 1)", "7.15", "2020", "1.4亿元"),
        ("数|折人民币('万元', 0)", "7.15", "2020", "14443万元"),
        ("数|折人民币", "7.2", "-10", "-72.00万元"),
        ("数|折人民币", None, "200", "【缺：折算汇率（参数表没有填）】"),
        ("数|折人民币", "0", "200", "【缺：折算汇率（参数表没有填）】"),
    ],
)
def test_dollars_are_put_in_renminbi_at_the_rate_of_the_office(tag, rate, dollars, text):
    assert rated(tag, rate, Quantity(exact(dollars), "万美元", 2)) == text


def test_dollars_that_are_not_known_are_a_gap_of_their_own():
    missing = Quantity(None, "万美元", 2, "未报送", "全市/外资/完成")
    assert rated("数|折人民币", "7.2", missing) == "【缺：全市/外资/完成（未报送）】"


@pytest.mark.parametrize(
    ("tag", "measure", "complaint"),
    [
        ("数|折人民币", "万元", "“|折人民币”只用于万美元的数，这里的计量单位是“万元”"),
        ("数|折人民币", "个", "“|折人民币”只用于万美元的数，这里的计量单位是“个”"),
        ("数|折人民币('万美元')", "万美元", "“|折人民币”折成万元或亿元，不能折成“万美元”"),
        # what was converted is words: it can be neither converted again nor taken as an amount
        ("数|折人民币|亿元", "万美元", "这种格式只用于数，前面却不是数"),
    ],
)
def test_only_dollars_are_converted_and_only_to_be_read(tag, measure, complaint):
    with pytest.raises(Unprintable) as caught:
        rated(tag, "7.2", Quantity(Fraction(1), measure, 2))
    assert str(caught.value) == complaint


def test_空白_leaves_a_cell_empty_where_a_number_is_not_known():
    assert said("数|空白", 数=UNKNOWN) == ""
    assert said("数|空白", 数=money("12.3")) == "12.30"
    assert said("数|空白", 数="文字") == "文字"


@pytest.mark.parametrize(
    ("value", "copied"),
    [
        (Quantity(exact("12.345678"), "亩", 2, figure="甲"), exact("12.345678")),
        (Quantity(None, "亩", 2, "—"), ""),
        ("2026", 2026),
        ("2026年7月", "2026-07"),
        ("2026年12月", "2026-12"),
        ("20260", "20260"),
        ("", ""),
        (date(2026, 7, 5), date(2026, 7, 5)),
    ],
)
def test_what_a_unit_wrote_goes_into_a_cell_as_it_stood(value, copied):
    assert FILTERS["原数"](value) == copied
    assert type(FILTERS["原数"](value)) is type(copied)
