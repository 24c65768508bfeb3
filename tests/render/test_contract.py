"""Every tag held against the data: every fault at once, in its place, with the nearest name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.model.figure import Phrase, Quantity
from pipeline.render.contract import Tag, faults
from pipeline.render.filters import FILTERS
from pipeline.render.language import Language

LANGUAGE = Language(FILTERS)
DONE = Quantity(Fraction(5), "万元", 2, figure="全市/资金/完成")
FUNDS = {"完成": DONE, "有数": True, "序时措辞": Phrase("与序时进度持平")}
CONTEXT = {
    "全市": {"名称": "栖川市", "资金": FUNDS},
    "各单位": [{"名称": "甲镇", "资金": FUNDS}, {"名称": "乙镇", "资金": FUNDS}],
    "分组": {"一类镇": {"名称": "一类镇", "单位": [{"名称": "甲镇"}]}},
    "本期": {"年": 2026, "月": 6},
    "没人": [],
}
LOOP, END = "{% for 单 in 各单位 %}", "{% endfor %}"


def complaints(*tags: str, context: dict | None = CONTEXT) -> list[str]:
    """The faults of tags that stand in paragraphs 1, 2, …, without the file's name."""
    placed = [Tag(text, f"第{number}段") for number, text in enumerate(tags, start=1)]
    found = faults(placed, context, "通报.docx", LANGUAGE)
    assert {fault.file for fault in found} <= {"通报.docx"}
    return [fault.line.removeprefix("《通报.docx》") for fault in found]


@pytest.mark.parametrize(
    "tags",
    [
        ["{{ 全市.名称 }}", "{{ 全市.资金.完成|亿元(1) }}", "{{ 本期.年 }}"],
        ["{{ 全市['资金']['完成'] }}", "{{ 各单位[0].名称 }}", "{{ 各单位[0]['资金'].完成 }}"],
        [LOOP, "{{ loop.index }}{{ 单.资金.完成 }}", END],
        [LOOP, "{% if 单.资金.有数 %}", "{{ 单.名称 }}", "{% else %}", "无", "{% endif %}", END],
        ["{% if 本期.月 == 6 %}", "{% elif 本期.月 == 3 %}", "{% else %}", "{% endif %}"],
        ["{% for 单 in 各单位 if 单.资金.有数 %}", "{{ 单.名称 }}", END],
        ["{% for 单 in 各单位|sort(attribute='资金.完成') %}", "{{ 单.名称 }}", END],
        ["{% for 单 in 各单位|selectattr('资金.有数') %}", "{{ 单.名称 }}", END],
        ["{% for 单 in 各单位[:3] %}", "{{ 单.资金.完成 }}", END],
        ["{% for 名 in 分组 %}", "{{ 名 }}", "{{ 分组[名].名称 }}", END],
        ["{% for 组 in 分组 %}", "{% for 单 in 分组[组].单位 %}", "{{ 单.名称 }}", END, END],
        ["{% set 首 = 各单位|first %}", "{{ 首.名称 }}"],
        ["{% set 资 = 全市.资金 %}", "{{ 资.完成|亿元 }}"],
        ["{{ 各单位|map(attribute='名称')|列举 }}"],
        ["{{ 全市.名称 if 全市.资金.有数 else '无' }}"],
        ["{{ '（未下达）' ~ 全市.名称 }}"],
        ["{% for 人 in 没人 %}", "{{ 人.姓名 }}", END],
        ["{% for 甲, 乙 in 没人 %}", "{{ 甲 }}{{ 乙 }}", END],
        [LOOP, "{{ 单.名称 }}", "{% else %}", "没有", END],
    ],
)
def test_what_the_data_have_is_in_order(tags):
    assert complaints(*tags) == []


@pytest.mark.parametrize(
    ("tag", "complaint"),
    [
        ("{{ 全是.名称 }}", "没有“全是”这个名称；是不是想写“全市”？"),
        ("{{ 全市.名成 }}", "没有“名成”这一项；是不是想写“名称”？"),
        ("{{ 全市.资经.完成 }}", "没有“资经”这一项；是不是想写“资金”？"),
        ("{{ 全市.资金.完成率 }}", "没有“完成率”这一项；是不是想写“完成”？"),
        ("{{ 全市['资金']['完'] }}", "没有“完”这一项；是不是想写“完成”？"),
        ("{{ 各单位[0].名 }}", "没有“名”这一项；是不是想写“名称”？"),
        ("{{ 全市.资金.有树|亿元 }}", "没有“有树”这一项；是不是想写“有数”？"),
        ("{{ 全市.天气 }}", "没有“天气”这一项；请用 tongbao fields 查看可用的名称"),
        ("{{ 各单位|map(attribute='名成')|列举 }}", "没有“名成”这一项；是不是想写“名称”？"),
        ("{{ 各单位|map(attribute='资金.完')|列举 }}", "没有“完”这一项；是不是想写“完成”？"),
        ("{{ 各单位|sum(attribute='资经') }}", "没有“资经”这一项；是不是想写“资金”？"),
        ("{{ 各单位|selectattr('名成')|length }}", "没有“名成”这一项；是不是想写“名称”？"),
        ("{{ 全市.名称|default(全市.名成) }}", "没有“名成”这一项；是不是想写“名称”？"),
        ("{{ '共' ~ 全市.名成 }}", "没有“名成”这一项；是不是想写“名称”？"),
        ("{{ 全市.资金.完成 > 全市.名成 }}", "没有“名成”这一项；是不是想写“名称”？"),
        ("{{ 全市.资金.完成|亿圆 }}", "没有“|亿圆”这种格式；是不是想写“亿元”？"),
        ("{{ 全市.名称 is 奇怪 }}", "没有“is 奇怪”这种判断；请用 tongbao fields 查看可用的名称"),
        ("{{ 全市.资金 }}", "这里是一组数，还要写明取哪一项，例如：完成、有数、序时措辞"),
        ("{{ 各单位.名称 }}", "清单没有“名称”这一项；请先用循环取出清单里的一行"),
        ("{{ 全市.名称.长度 }}", "“.长度”前面已经是一个值，不能再取下一项；请删去“.长度”"),
        ("{{ 全市.资金.完成.value }}", "“.value”前面已经是一个值，不能再取下一项；请删去“.value”"),
        ("{{ 本期.年.x }}", "“.x”前面已经是一个值，不能再取下一项；请删去“.x”"),
        ("{{ 单.名称 }}", "没有“单”这个名称；是不是想写“各单位”？"),
        ("{{ loop.index }}", "没有“loop”这个名称；请用 tongbao fields 查看可用的名称"),
    ],
)
def test_an_unknown_name_at_any_depth_is_told_with_the_nearest(tag, complaint):
    assert complaints(tag) == [f"第1段 {tag}：{complaint}"]


def test_unknown_names_in_loops_and_conditions():
    near = "是不是想写“名称”？"
    assert complaints("{% for 单 in 各单伟 %}", "{{ 单.任何 }}", END) == [
        "第1段 {% for 单 in 各单伟 %}：没有“各单伟”这个名称；是不是想写“各单位”？"
    ]
    assert complaints(LOOP, "{{ 单.名成 }}", "{{ loop.indx }}", END) == [
        f"第2段 {{{{ 单.名成 }}}}：没有“名成”这一项；{near}",
        "第3段 {{ loop.indx }}：没有“indx”这一项；是不是想写“index”？",
    ]
    assert complaints("{% for 单 in 各单位[:3] %}", "{{ 单.名成 }}", END) == [
        f"第2段 {{{{ 单.名成 }}}}：没有“名成”这一项；{near}"
    ]
    assert complaints("{% for 单 in 各单位 if 单.名成 %}", END) == [
        f"第1段 {{% for 单 in 各单位 if 单.名成 %}}：没有“名成”这一项；{near}"
    ]
    assert complaints("{% if 全市.名成 %}", "{% elif 全市.名城 == 3 %}", "{% endif %}") == [
        f"第1段 {{% if 全市.名成 %}}：没有“名成”这一项；{near}",
        f"第2段 {{% elif 全市.名城 == 3 %}}：没有“名城”这一项；{near}",
    ]
    assert complaints("{% set 资 = 全市.资金 %}", "{{ 资.完 }}") == [
        "第2段 {{ 资.完 }}：没有“完”这一项；是不是想写“完成”？"
    ]
    assert complaints("{% for 名 in 分组 %}", "{{ 名.单位 }}", END) == [
        "第2段 {{ 名.单位 }}：“.单位”前面已经是一个值，不能再取下一项；请删去“.单位”"
    ]


def test_a_loops_names_end_with_the_loop():
    assert complaints(LOOP, END, "{{ 单.名称 }}") == [
        "第3段 {{ 单.名称 }}：没有“单”这个名称；是不是想写“各单位”？"
    ]


def test_all_faults_come_in_one_pass_in_the_order_of_the_tags():
    found = complaints(
        "{{ 全是 }}",
        "{{ 全市.名成 }}",
        "{{ 全市.名称｝}",
        "{{ 全市.名称|列據 }}",
        "{{ 1 + }}",
        END,
        LOOP,
    )
    assert [line.partition(" ")[0] for line in found] == [f"第{n}段" for n in range(1, 8)]


def test_each_name_of_one_tag_is_told():
    tag = "{{ 全市.名成 if 全市.有 else 全市.资经 }}"
    names = [line.partition("没有“")[2][:2] for line in complaints(tag)]
    assert sorted(names) == ["名成", "有”", "资经"]


@pytest.mark.parametrize(
    ("tag", "signs", "better"),
    [
        ("｛｛ 全市.名称 ｝｝", "｛｝", "{{ 全市.名称 }}"),
        ("{{ 全市．名称 }}", "．", "{{ 全市.名称 }}"),
        ("{{ 全市.资金.完成｜亿元 }}", "｜", "{{ 全市.资金.完成|亿元 }}"),
        ("{{ 全市.资金.完成|亿元（1） }}", "（）", "{{ 全市.资金.完成|亿元(1) }}"),
        ("{{ 全市［“名称”］ }}", "“”［］", '{{ 全市["名称"] }}'),
        ("{{ 本期.年 ＋ 1 }}", "＋", "{{ 本期.年 + 1 }}"),
        ("{{ 本期.年 ＞ 1 }}", "＞", "{{ 本期.年 > 1 }}"),
    ],
)
def test_full_width_signs_are_one_fault_with_the_tag_written_right(tag, signs, better):
    assert complaints(tag) == [f"第1段 {tag}：标签里有全角字符“{signs}”；请改成：{better}"]


def test_behind_full_width_signs_the_names_are_judged_all_the_same():
    assert complaints("{{ 全市．名成 }}") == [
        "第1段 {{ 全市．名成 }}：标签里有全角字符“．”；请改成：{{ 全市.名成 }}",
        "第1段 {{ 全市．名成 }}：没有“名成”这一项；是不是想写“名称”？",
    ]
    assert complaints("{％ for 单 in 各单位 ％}", "{{ 单.名称 }}", END) == [
        "第1段 {％ for 单 in 各单位 ％}：标签里有全角字符“％”；请改成：{% for 单 in 各单位 %}"
    ]


def test_full_width_signs_inside_quotes_are_text():
    assert complaints("{{ 全市.名称 ~ '（含开发区）：｛｝' }}") == []


class TestBlocks:
    @pytest.mark.parametrize(
        ("tags", "lines"),
        [
            ([LOOP], [f"第1段 {LOOP}：{{% for %}}没有闭合；请在后面补上{{% endfor %}}"]),
            (
                ["{% if 全市.名称 %}"],
                ["第1段 {% if 全市.名称 %}：{% if %}没有闭合；请在后面补上{% endif %}"],
            ),
            ([END], ["第1段 {% endfor %}：没有对应的{% for %}；请删去，或在前面补上开头"]),
            (
                ["{% endif %}"],
                ["第1段 {% endif %}：没有对应的{% if %}；请删去，或在前面补上开头"],
            ),
            (
                ["{% else %}"],
                ["第1段 {% else %}：{% else %}不在任何判断里；请检查前面的{% if %}"],
            ),
            (
                ["{% elif 全市.名称 %}"],
                ["第1段 {% elif 全市.名称 %}：{% elif %}不在任何判断里；请检查前面的{% if %}"],
            ),
            (
                [LOOP, "{% elif 全市.名称 %}", END],
                ["第2段 {% elif 全市.名称 %}：{% elif %}不在任何判断里；请检查前面的{% if %}"],
            ),
            (
                [LOOP, "{% if 单.名称 %}", END, "{% endif %}"],
                [
                    "第3段 {% endfor %}：与第2段的{% if %}交叉；请先用{% endif %}闭合",
                    "第4段 {% endif %}：与第1段的{% for %}交叉；请先用{% endfor %}闭合",
                ],
            ),
            (
                [LOOP, LOOP, END],
                [f"第1段 {LOOP}：{{% for %}}没有闭合；请在后面补上{{% endfor %}}"],
            ),
        ],
    )
    def test_blocks_that_do_not_close_or_cross(self, tags, lines):
        assert complaints(*tags) == lines

    def test_a_block_whose_opening_cannot_be_read_still_closes(self):
        assert complaints("{% if %}", "{% endif %}", "{% for %}", END) == [
            "第1段 {% if %}：标签写法有误（内容不完整或多了符号）；请对照手册检查",
            "第3段 {% for %}：标签写法有误（内容不完整或多了符号）；请对照手册检查",
        ]


@pytest.mark.parametrize("word", ["include", "extends", "import", "raw"])
def test_statements_that_a_document_cannot_have_are_refused(word):
    tag = {"import": "{% import 'a' as b %}", "raw": "{% raw %}"}.get(word, f"{{% {word} 'a' %}}")
    assert complaints(tag) == [
        f"第1段 {tag}：不支持{{% {word} %}}这种标签；可用的有for、if、elif、else、set"
    ]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ }}",
        "{{ 全市. }}",
        "{{ 全市.名称 全市 }}",
        "{{ 1 + }}",
        "{{ 全市.名称！ }}",
        "{{ (全市.名称 }}",
        "{% fro 单 in 各单位 %}",
        "{% set %}",
        "{% macro m() %}",
        "{% block a %}",
        "{% filter upper %}",
        "{% call 全市() %}",
        "{% do 全市 %}",
        "{% with %}",
        "{% autoescape false %}",
    ],
)
def test_what_cannot_be_read_is_said_in_chinese(tag):
    (line,) = complaints(tag)
    assert line.startswith(f"第1段 {tag}：标签写法有误（")
    assert line.endswith("；请对照手册检查")
    for english in ("expected", "unexpected", "token", "tag", "Encountered", "got", "statement"):
        assert english not in line.replace(tag, "")


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("{{ 全市.名称 全市 }}", "应为“}}”处却是“全市”"),
        ("{% if 全市.名称 全市 %}", "应为“%}”处却是“全市”"),
        ("{{ 全市.名称！ }}", "有不认识的字符 '！'"),
        ("{% fro 单 in 各单位 %}", "没有这种标签"),
        ("{{ 1 + }}", "内容不完整或多了符号"),
    ],
)
def test_what_is_wrong_with_the_writing_is_said_as_exactly_as_known(tag, problem):
    assert complaints(tag)[0] == f"第1段 {tag}：标签写法有误（{problem}）；请对照手册检查"


def test_without_data_only_the_writing_is_judged():
    assert complaints("{{ 任何.东西 }}", "{{ 任何|亿元 }}", context=None) == []
    assert len(complaints("{{ 任何｜亿圆 }}", "{% if %}", context=None)) == 4


def test_the_tag_is_shown_as_the_author_wrote_it():
    tag = Tag("{% for 单 in 各单伟 %}", "表1第2行", "{%tr for 单 in 各单伟 %}")
    (fault, *_) = faults([tag], CONTEXT, "通报.docx", LANGUAGE)
    assert fault.place == "表1第2行 {%tr for 单 in 各单伟 %}"


def test_a_part_of_a_list_is_a_list_and_a_part_of_a_text_a_text():
    first = "{% for 单 in 各单位[:5] %}"
    assert complaints(first, "{{ 单.名称[:2] }}", "{{ 单.资金.完成 }}", END) == []
    assert complaints(first, "{{ 单.名字 }}", END) == [
        "第2段 {{ 单.名字 }}：没有“名字”这一项；是不是想写“名称”？"
    ]
    assert complaints("{{ 本期[:2] }}") == []


def test_a_tag_that_stands_twice_is_judged_where_it_stands():
    assert complaints("{{ 单.名称 }}", LOOP, "{{ 单.名称 }}", END) == [
        "第1段 {{ 单.名称 }}：没有“单”这个名称；是不是想写“各单位”？"
    ]
