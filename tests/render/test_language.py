"""The template language: data and nothing else, and only what has a printed form."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from jinja2 import TemplateError

from pipeline.model.figure import Phrase, Quantity
from pipeline.model.finding import Faulty
from pipeline.model.number import exact
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language, Unprintable, as_text, line_of, unmarked
from pipeline.render.word import render
from tests.render.word.letter import NAME, letter

LANGUAGE = Language(FILTERS)
MONEY = Quantity(exact("12345.675"), "万元", 2, figure="全市/资金/完成", raw=True)
UNKNOWN = Quantity(None, "万元", 2, "未报送", "全市/资金/完成")
UNITS = [{"名称": "甲镇", "数": 2}, {"名称": "乙镇", "数": 1}]
CONTEXT = {
    "数": MONEY,
    "缺": UNKNOWN,
    "文": "甲镇",
    "表": {"项": 1, "名称": "一组"},
    "单": UNITS,
    "空": None,
    "小": 0.1 + 0.2,
    "三分": Fraction(1, 3),
}

ATTACKS = """
{{ 文.__class__ }}
{{ 文['__class__'] }}
{{ 文|attr('__class__') }}
{{ ''.__class__.__mro__[1].__subclasses__() }}
{{ [].__class__.__base__ }}
{{ 数.value }}
{{ 数['value'] }}
{{ 数.with_(decimals=0) }}
{{ 数.__init__.__globals__ }}
{{ [数]|map(attribute='value')|list }}
{{ [数]|map(attribute='value')|first|string }}
{{ [数]|map(attribute='figure')|join }}
{{ [数]|map(attribute='__class__')|first }}
{{ [数]|map(attribute='with_')|first }}
{{ [数, 数]|sort(attribute='value')|join }}
{{ [数]|sum(attribute='decimals') }}
{{ [数]|selectattr('value')|first }}
{{ [数]|unique(attribute='value')|join }}
{{ [数]|join('', attribute='figure') }}
{{ ([文]|map(attribute='upper')|first)() }}
{{ (['{0.value}']|map(attribute='format')|first)(数) }}
{{ ([表]|map(attribute='items')|first)() }}
{{ ([表]|map(attribute='pop')|first)('项') }}
{{ 表.items() }}
{{ 表.keys }}
{{ 表.get('项') }}
{{ 单.append(1) }}
{{ 单|map('append')|list }}
{{ 文.format(数) }}
{{ '{0.value}'.format(数) }}
{{ '%s'|format(数) }}
{{ '%r' % 数 }}
{{ '%(项)s' % 表 }}
{{ '%s' % 空 }}
{{ 文 * 3 }}
{{ 单 * 2 }}
{{ 9 ** 9 }}
{{ self }}
{{ self.__init__ }}
{{ self._TemplateReference__context }}
{{ cycler('a') }}
{{ joiner(',') }}
{{ namespace(a=1) }}
{{ range(3) }}
{{ lipsum() }}
{{ dict(a=1) }}
{{ config }}
{{ request }}
{{ caller() }}
{{ varargs }}
{{ _ }}
{{ __builtins__ }}
{{ __import__('os') }}
{{ open('/etc/passwd') }}
{{ 文() }}
{{ 数() }}
{{ 表() }}
{{ 文|pprint }}
{{ 文|tojson }}
{{ 文|safe }}
{{ 文|xmlattr }}
{{ 表|items|list }}
{{ 表|dictsort }}
{% include 'a' %}
{% import 'a' as b %}
{% from 'a' import b %}
{% extends 'a' %}
{% do 单.append(1) %}
{% set 表.项 = 5 %}
{% set loop = 数 %}{{ loop.value }}
{% set loop = 文 %}{{ loop.upper() }}
{% for x in 单 %}{{ loop }}{% endfor %}
{% for x in 单 %}{{ loop.__class__ }}{% endfor %}
{% for x in 单 %}{{ loop['__class__'] }}{% endfor %}
{% for x in 单 %}{{ loop._iterable }}{% endfor %}
{% for x in 单 %}{{ loop.cycle }}{% endfor %}
{% for x in 单 %}{{ loop.cycle.__globals__ }}{% endfor %}
{% macro m() %}x{% endmacro %}{{ m }}
{% macro m() %}x{% endmacro %}{{ m.__globals__ }}
{% call 文() %}{% endcall %}
""".strip().splitlines()


def printed(source: str, **names: object) -> str:
    return unmarked(LANGUAGE.from_string(source).render({**CONTEXT, **names}))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("source", ATTACKS)
def test_nothing_of_python_is_in_reach(source):
    with pytest.raises((TemplateError, TypeError, LookupError, Unprintable)):
        printed(source)


def test_data_is_left_as_it_was_by_every_attack():
    assert CONTEXT["表"] == {"项": 1, "名称": "一组"}
    assert UNITS == [{"名称": "甲镇", "数": 2}, {"名称": "乙镇", "数": 1}]


def test_the_language_knows_no_global_names():
    assert LANGUAGE.globals == {}


class TestPrinting:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("甲镇", "甲镇"),
            ("", ""),
            (3, "3"),
            (-3, "-3"),
            (True, "是"),
            (False, "否"),
            (date(2026, 7, 5), "2026年7月5日"),
            (MONEY, "12345.68"),
            (UNKNOWN, "未报送"),
            (Phrase("超序时进度3.33个百分点", "全市/资金/超序时"), "超序时进度3.33个百分点"),
        ],
    )
    def test_what_has_a_printed_form(self, value, text):
        assert unmarked(as_text(value)) == text
        assert printed("{{ 值 }}", 值=value) == text

    @pytest.mark.parametrize(
        ("value", "complaint"),
        [
            (None, "此处没有值（空），请在模板里写明没有时印什么"),
            (0.1 + 0.2, "数值0.30000000000000004未指定小数位，不能直接印出"),
            (float("nan"), "数值nan不是数，不能直接印出"),
            (float("inf"), "数值inf未指定小数位，不能直接印出"),
            (Fraction(1, 3), "数值未指定小数位，请用“|小数(2)”一类的写法"),
            (["甲镇"], "这里是一个清单，请用循环逐项印出"),
            (("甲镇",), "这里是一个清单，请用循环逐项印出"),
            ({"完成": 1, "目标": 2}, "这里是一组数，还要写明取哪一项，例如：完成、目标"),
            (len, "这里的内容不是文字、数或日期，不能直接印出"),
            (object(), "这里的内容不是文字、数或日期，不能直接印出"),
            ({"甲"}, "这里的内容不是文字、数或日期，不能直接印出"),
            (b"x", "这里的内容不是文字、数或日期，不能直接印出"),
        ],
    )
    def test_what_has_none_is_refused_in_chinese(self, value, complaint):
        for source in ("{{ 值 }}", "{{ 值|string }}", "{{ '共' ~ 值 }}", "{{ [值]|join }}"):
            with pytest.raises(Unprintable) as caught:
                printed(source, 值=value)
            assert str(caught.value) == complaint

    @pytest.mark.parametrize(
        "source",
        [
            "{{ none }}",
            "{{ 1.5 }}",
            "{{ 0.1 + 0.2 }}",
            "{{ 1 / 3 }}",
            "{{ [1] }}",
            "{{ (1, 2) }}",
            "{{ {'a': 1} }}",
            "{{ 空|upper }}",
            "{{ 空|trim }}",
            "{{ 空|e }}",
            "{{ 小|lower }}",
            "{{ 单|replace('甲', '乙') }}",
            "{{ 单|join('、') }}",
            "{{ 文|join('、') }}",
            "{{ 单|map(attribute='名称') }}",
            "{{ 单|batch(1) }}",
        ],
    )
    def test_neither_a_literal_nor_a_filter_gets_round_the_refusal(self, source):
        with pytest.raises(Unprintable):
            printed(source)

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("{{ 表.名称 }}", "一组"),
            ("{{ 表['名称'] }}", "一组"),
            ("{{ 单[0].名称 }}", "甲镇"),
            ("{{ 文 ~ '：' ~ 数 }}", "甲镇：12345.68"),
            ("{{ 单|map(attribute='名称')|join('、') }}", "甲镇、乙镇"),
            ("{{ 单|join('、', attribute='名称') }}", "甲镇、乙镇"),
            ("{{ 单|sort(attribute='数')|map(attribute='名称')|join('、') }}", "乙镇、甲镇"),
            ("{{ 单|selectattr('数', 'gt', 1)|map(attribute='名称')|first }}", "甲镇"),
            ("{{ 单|sum(attribute='数') }}", "3"),
            ("{{ 单|length }}", "2"),
            ("{{ 2 * 3 + 7 % 4 }}", "9"),
            ("{{ '12'|int + 1 }}", "13"),
            ("{{ '约300'|int(0) }}", "0"),
            ("{{ 文|replace('镇', '乡') }}", "甲乡"),
            ("{{ 文[0] }}", "甲"),
            ("{{ '有' if 数 > 3 else '无' }}", "有"),
            ("{{ '{' }}", "{"),
            ("{% for x in 单 %}{{ loop.index }}{{ x.名称 }}{% if not loop.last %}，{% endif %}{% endfor %}", "1甲镇，2乙镇"),
            ("{% for x in 单 %}{{ loop.cycle('奇', '偶') }}{% endfor %}", "奇偶"),
            ("{% set 首 = 单|first %}{{ 首.名称 }}", "甲镇"),
            ("{{ 没有|default('无') }}", "无"),
        ],
    )  # fmt: skip
    def test_what_an_author_needs_works(self, source, text):
        assert printed(source) == text

    def test_a_number_never_becomes_a_zero_by_way_of_int(self):
        for value in (MONEY, UNKNOWN, None, 0.5, "约300", [1]):
            with pytest.raises(Unprintable):
                printed("{{ 值|int }}", 值=value)

    def test_text_is_escaped_once(self):
        assert printed("{{ 值 }}", 值="A&B<C>") == "A&amp;B&lt;C&gt;"


class TestComparing:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("{{ 数 > 12345 }}", "是"),
            ("{{ 数 >= 数 }}", "是"),
            ("{{ 数 == 12345 }}", "否"),
            ("{{ 数 < 三分 }}", "否"),
            ("{{ '有' if 数 else '无' }}", "有"),
            ("{{ '有' if 缺 else '无' }}", "无"),
        ],
    )
    def test_known_numbers_compare_by_their_exact_values(self, source, text):
        assert printed(source) == text

    @pytest.mark.parametrize("sign", ["<", ">", "<=", ">=", "==", "!="])
    def test_a_number_that_is_not_known_cannot_be_compared(self, sign):
        for source in (f"{{{{ 缺 {sign} 3 }}}}", f"{{{{ 数 {sign} 缺 }}}}"):
            with pytest.raises(ValueError) as caught:
                printed(source)
            assert (
                str(caught.value) == "“全市/资金/完成”没有数（未报送），不能比较大小，请先判断有无"
            )

    def test_in_a_document_the_comparison_is_a_fault_in_its_place(self):
        with pytest.raises(Faulty) as caught:
            render(letter("题", "{% if 缺 > 3 %}甲{% endif %}"), NAME, CONTEXT, LANGUAGE)
        assert [fault.line for fault in caught.value.faults] == [
            f"《{NAME}》正文 第2段 {{% if 缺 > 3 %}}："
            "“全市/资金/完成”没有数（未报送），不能比较大小，请先判断有无"
        ]


class TestTrace:
    def test_marks_are_stripped_and_every_figure_is_heard_of_once(self):
        heard = []
        source = "资金{{ 数 }}万元，{{ 缺 }}，{{ 表.名称 }}"
        text = LANGUAGE.from_string(source).render(CONTEXT)
        assert unmarked(text, lambda *one: heard.append(one)) == "资金12345.68万元，未报送，一组"
        assert heard == [("全市/资金/完成", "12345.68"), ("全市/资金/完成", "未报送")]

    def test_a_text_without_figures_is_left_alone(self):
        assert unmarked("资金{ }12") == "资金{ }12"

    def test_the_line_of_an_error_is_the_templates(self):
        try:
            LANGUAGE.from_string("{{ 文 }}\n{{ 文 }}\n{{ 空 }}").render(CONTEXT)
        except Unprintable as error:
            assert line_of(error) == 3
        assert line_of(ValueError()) == 0


def test_only_the_filters_of_this_list_are_known():
    numbers = {"abs", "int", "round", "sum"}
    texts = {"e", "escape", "join", "lower", "replace", "string", "trim", "upper"}
    lists = {"batch", "count", "first", "groupby", "last", "length", "list", "map", "reject"}
    lists |= {"rejectattr", "select", "selectattr", "sort", "unique"}
    assert set(LANGUAGE.filters) == numbers | texts | lists | {"default"} | set(FILTERS)
