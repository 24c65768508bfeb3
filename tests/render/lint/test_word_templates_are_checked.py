"""A Word template is judged before there are figures: every fault at once, each in its place."""

from __future__ import annotations

import pytest

from pipeline.scheme.styles import Styles
from tests.render.lint.checked import FUNDS, WORD, said
from tests.render.word.letter import SPACES, cell, letter, p, row, run, table

GUARD = (
    "没有写明没有数或为零时怎么说，会印出“未报送”“0”一类的字（V63）；"
    "请用{{% if {0}.有数 %}}…{{% else %}}…{{% endif %}}分开写，为零的用“.为零”判断"
)
SECRET = "请删去；只供内部使用的文件，请在documents.yaml里写“公开: 否”"


def complaints(*blocks: str, **settings: object) -> list[str]:
    return said(letter(*blocks), WORD, **settings)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ 全市.名 }}", "正文 第1段 {{ 全市.名 }}：没有“名”这一项；是不是想写“名称”？"),
        ("{{ 全是.名称 }}", "正文 第1段 {{ 全是.名称 }}：没有“全是”这个名称；是不是想写“全市”？"),
        ("{{ 单位['ZJ03'].名称 }}", "正文 第1段 {{ 单位['ZJ03'].名称 }}：没有“ZJ03”这一项；是不是想写“ZJ02”？"),
        ("{{ 参数.地去 }}", "正文 第1段 {{ 参数.地去 }}：没有“地去”这一项；是不是想写“地区”？"),
        ("{{ 阶段.百日攻尖.天数 }}", "正文 第1段 {{ 阶段.百日攻尖.天数 }}：没有“百日攻尖”这一项；是不是想写“百日攻坚”？"),
        ("{{ 本期.累计|汉子 }}", "正文 第1段 {{ 本期.累计|汉子 }}：没有“|汉子”这种格式；是不是想写“汉字”？"),
        ("{% for 项 in 清单.标志性项目 %}{{ 项.项目名 }}{% endfor %}", "正文 第1段 {{ 项.项目名 }}：没有“项目名”这一项；是不是想写“项目名称”？"),
        ("{% for 组 in 清单.大项目集中度 %}{{ 组.规模 }}{% endfor %}", "正文 第1段 {{ 组.规模 }}：没有“规模”这一项；是不是想写“规模合计”？"),
        ("{% for 单 in 清单.未达序时单位 %}{{ 单.超序 }}{% endfor %}", "正文 第1段 {{ 单.超序 }}：没有“超序”这一项；是不是想写“超序时”？"),
        ("{% for 战 in 各战线 %}{{ 战.名字 }}{% endfor %}", "正文 第1段 {{ 战.名字 }}：没有“名字”这一项；是不是想写“名称”？"),
        ("{{ 战线.工业.名字 }}", "正文 第1段 {{ 战线.工业.名字 }}：没有“名字”这一项；是不是想写“名称”？"),
        ("{% for 人 in 各人员 %}{{ 人.姓 }}{% endfor %}", "正文 第1段 {{ 人.姓 }}：没有“姓”这一项；是不是想写“姓名”？"),
        ("{% for 项 in 维度.产业门类 %}{{ 项.名字 }}{% endfor %}", "正文 第1段 {{ 项.名字 }}：没有“名字”这一项；是不是想写“名称”？"),
        ("｛｛ 本期.名称 ｝｝", "正文 第1段 ｛｛ 本期.名称 ｝｝：用了全角括号；请改成半角：{{ 本期.名称 }}"),
        ("{{ 本期.名称｜汉字 }}", "正文 第1段 {{ 本期.名称｜汉字 }}：标签里有全角字符“｜”；请改成：{{ 本期.名称|汉字 }}"),
        ("{ 本期.名称 }", "正文 第1段 { 本期.名称 }：花括号没有写全；请写成：{{ 本期.名称 }}"),
        ("{% if 清单.退回单位 %}有", "正文 第1段 {% if 清单.退回单位 %}：{% if %}没有闭合；请在后面补上{% endif %}"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_the_nearest_name(text: str, complaint: str) -> None:
    assert complaints(text) == [f"错误 {complaint}"]


def test_crossed_blocks_are_told_at_both_ends() -> None:
    text = "{% if 本期.月 == 6 %}{% for 单 in 各单位 %}{% endif %}{% endfor %}"
    assert complaints(text) == [
        "错误 正文 第1段 {% endif %}：与正文 第1段的{% for %}交叉；请先用{% endfor %}闭合",
        "错误 正文 第1段 {% endfor %}：与正文 第1段的{% if %}交叉；请先用{% endif %}闭合",
    ]


def test_a_loop_that_cannot_be_read_leaves_what_stands_in_it_unjudged() -> None:
    assert complaints(
        "{% for 单 在 各单位 %}{{ 单.名称 }}{{ loop.index }}{% endfor %}{{ 单.名称 }}"
    ) == [
        "错误 正文 第1段 {% for 单 在 各单位 %}：标签写法有误（应为“in”处却是“在”）；请对照手册检查",
        "错误 正文 第1段 {{ 单.名称 }}：没有“单”这个名称；是不是想写“清单”？",
    ]


def test_faults_of_every_kind_are_told_at_once_in_the_order_of_the_text() -> None:
    assert complaints(
        "｛｛ 本期.名称 ｝｝",
        "{{ 本期.名称 }",
        "{{ 本期.名称 + }}",
        "{{ 本期.名 }}",
        "{% if 清单.退回单位 %}",
        table(row("{%tr for r", "in 各单位 %}"), row("{{ r.名 }}"), row("{%tr endfor %}", "")),
    ) == [
        "错误 正文 第1段 ｛｛ 本期.名称 ｝｝：用了全角括号；请改成半角：{{ 本期.名称 }}",
        "错误 正文 第2段 {{ 本期.名称 }：花括号没有写全；请写成：{{ 本期.名称 }}",
        "错误 正文 第3段 {{ 本期.名称 + }}：标签写法有误（内容不完整或多了符号）；请对照手册检查",
        "错误 正文 第4段 {{ 本期.名 }}：没有“名”这一项；是不是想写“名称”？",
        "错误 正文 第5段 {% if 清单.退回单位 %}：{% if %}没有闭合；请在后面补上{% endif %}",
        "错误 正文 表1第1行第1列 {%tr for r：标签被拆在两个单元格里，后一半在正文 表1第1行第2列；"
        "请把整个标签写在同一段里：{%tr for r in 各单位 %}",
        "错误 正文 表1第2行第1列 {{ r.名 }}：没有“名”这一项；是不是想写“名称”？",
    ]


def test_what_hinders_the_weaving_is_told_beside_a_tag_that_cannot_be_read() -> None:
    link = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    loop = p("{% for 单 in 各单位 %}{{ 单.名称 }}", link, "{% endfor %}")
    assert complaints("{{ 本期.名称 + }}", loop) == [
        "错误 正文 第1段 {{ 本期.名称 + }}：标签写法有误（内容不完整或多了符号）；请对照手册检查",
        "错误 正文 第2段 {% for 单 in 各单位 %}：循环里有脚注、尾注或批注；请移到循环外面",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{% for 项 in 清单.在谈项目 %}{{ 项.投资企业 }}{% endfor %}",
        "{% for 项 in 单位['ZJ01'].清单.在谈项目 %}{{ 项['投资企业'] }}{% endfor %}",
        "{% for 组 in 各组 %}{% for 项 in 组.清单.在谈项目 %}{{ 项.投资企业 }}{% endfor %}{% endfor %}",
        "{{ 清单.在谈项目|map(attribute='投资企业')|列举 }}",
        "{% for 项 in 清单.在谈项目 %}{% set 谁 = 项.投资企业 %}{% endfor %}",
    ],
)
def test_a_confidential_field_is_refused_however_it_is_named(text: str) -> None:
    (complaint,) = complaints(text)
    assert complaint.endswith(f"：通报模板引用了保密字段“投资企业”（V62）；{SECRET}")


@pytest.mark.parametrize("whose", ["各单位", "各组[0].单位", "分组['一类'].单位"])
def test_the_telephone_of_a_unit_is_refused_wherever_the_unit_is_met(whose: str) -> None:
    assert complaints(f"{{% for 单 in {whose} %}}{{{{ 单.联系电话 }}}}{{% endfor %}}") == [
        f"错误 正文 第1段 {{{{ 单.联系电话 }}}}：通报模板引用了保密字段“联系电话”（V62）；{SECRET}"
    ]


def test_a_document_for_the_office_alone_has_the_fields_of_its_lists_and_no_others() -> None:
    text = "{% for 项 in 清单.在谈项目 %}{{ 项.下步打算 }}{{ 项.投资企业 }}{% endfor %}"
    assert complaints(text, is_published=False) == [
        "错误 正文 第1段 {{ 项.投资企业 }}：没有“投资企业”这一项；是不是想写“意向投资”？"
    ]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        (f"完成{{{{ {FUNDS}.完成数 }}}}。", FUNDS),
        (f"完成{{{{ {FUNDS}.完成|亿元 }}}}。", FUNDS),
        (f"{{% if 全市.入统项目.有数 %}}完成{{{{ {FUNDS}.完成数 }}}}{{% endif %}}。", FUNDS),
        (f"{{% if {FUNDS}.有数 %}}有{{% endif %}}完成{{{{ {FUNDS}.完成数 }}}}。", FUNDS),
        ("{% for 单 in 各单位 %}{{ 单.入统项目.完成数 }}{% endfor %}", "单.入统项目"),
        ("{{ '共' ~ 全市.入统项目.完成数 }}", "全市.入统项目"),
    ],
)  # fmt: skip
def test_a_figure_in_a_sentence_needs_words_for_when_there_is_none(text: str, holder: str) -> None:
    (complaint,) = complaints(text)
    assert complaint.startswith("提醒 正文 第1段 {{ ")
    assert complaint.endswith(f"：{GUARD.format(holder)}")


@pytest.mark.parametrize(
    "text",
    [
        f"{{% if {FUNDS}.有数 %}}完成{{{{ {FUNDS}.完成数 }}}}{{% else %}}暂无{{% endif %}}。",
        f"{{% if {FUNDS}.为零 %}}暂无{{% else %}}完成{{{{ {FUNDS}.完成数 }}}}{{% endif %}}。",
        f"{{% if not {FUNDS}.有数 %}}未知{{% elif {FUNDS}.为零 %}}暂无{{% else %}}{{{{ {FUNDS}.完成数 }}}}{{% endif %}}",
        f"{{{{ {FUNDS}.完成数 if {FUNDS}.有数 else '暂无' }}}}。",
        f"{{{{ {FUNDS}.完成率措辞 }}}}，{{{{ {FUNDS}.上报措辞 }}}}。",
        "{% for 单 in 各单位|selectattr('入统项目.有数') %}{{ 单.入统项目.完成数 }}{% endfor %}",
        "{% for 单 in 各单位 if 单.入统项目.有数 %}{{ 单.入统项目.完成数 }}{% endfor %}",
        "{% if not 全市.拟上报工业项目.为零 %}{{ 全市.拟上报五至十亿元工业项目.完成数 }}{% endif %}",
        "{% if 全市.入统项目.待审核.期 %}{{ 全市.开工项目.待审核.完成数 }}{% endif %}",
        "{% for 项 in 清单.标志性项目 %}{{ 项.计划总投资|亿元 }}{% endfor %}",
    ],
)  # fmt: skip
def test_a_figure_with_words_for_when_there_is_none_is_in_order(text: str) -> None:
    assert complaints(text) == []


def test_a_figure_alone_in_a_cell_needs_no_words_beside_it() -> None:
    assert complaints(table(row(cell(f"{{{{ {FUNDS}.完成 }}}}"), cell("甲")))) == []


STYLES = Styles(chinese=("仿宋_GB2312",), western=("Times New Roman",), styles=("正文段落",))


def _fonts(east: str, west: str) -> str:
    return f'<w:rFonts w:eastAsia="{east}" w:ascii="{west}"/>'


def test_a_font_off_the_list_is_told_once_with_the_number_of_places() -> None:
    odd = _fonts("微软雅黑", "Arial")
    blocks = [
        p(run("标准2026", _fonts("仿宋_GB2312", "Times New Roman"))),
        p(run("一共", odd)),
        p(run("两处", odd), run("2", odd)),
    ]
    remedy = "请改用styles.yaml里列出的字体，或在那里加上"
    assert complaints(*blocks, styles=STYLES) == [
        f"提醒 正文 第2段：这里等2处用了字体“微软雅黑”，不在规定的字体里；{remedy}",
        f"提醒 正文 第3段：用了字体“Arial”，不在规定的字体里；{remedy}",
    ]


def test_fonts_come_from_the_style_where_the_run_has_none() -> None:
    looks = '<w:rPr><w:rFonts w:eastAsia="隶书"/></w:rPr>'
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="底样"/>' + looks + "</w:style>"
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="花样"/>'
        '<w:basedOn w:val="a"/></w:style>'
    )
    block = '<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    made = letter(block, parts={"word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>"})
    assert said(made, WORD, styles=STYLES) == [
        "提醒 正文 第1段：用了样式“花样”，不在规定的样式里；请改用styles.yaml里列出的样式，或在那里加上",
        "提醒 正文 第1段：用了字体“隶书”，不在规定的字体里；请改用styles.yaml里列出的字体，或在那里加上",
    ]  # fmt: skip


def test_where_nothing_is_declared_every_font_is_in_order() -> None:
    assert complaints(p(run("甲", _fonts("微软雅黑", "Arial")))) == []


def test_a_file_that_is_no_word_file_is_told_so() -> None:
    assert said(b"\xd0\xcf\x11\xe0", WORD) == [
        "错误 ：是旧版.doc文件，或设有密码；请用Word或WPS打开，另存为.docx后再试"
    ]
