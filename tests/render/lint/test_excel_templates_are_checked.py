"""An Excel template is judged before there are figures: every fault at once, each at its cell."""

from __future__ import annotations

from collections.abc import Mapping

import openpyxl
import pytest
from openpyxl.styles import Font

from pipeline.scheme.styles import Styles
from tests.render.excel.workbook import one, shared, template
from tests.render.lint.checked import EXCEL, FUNDS, said

GUARD = (
    "没有写明没有数或为零时怎么说，会印出“未报送”“0”一类的字（V63）；"
    f"请用{{% if {FUNDS}.有数 %}}…{{% else %}}…{{% endif %}}分开写，为零的用“.为零”判断"
)
SECRET = "请删去；只供内部使用的文件，请在documents.yaml里写“公开: 否”"


def complaints(cells: Mapping[str, str], **settings: object) -> list[str]:
    return said(one(cells), EXCEL, **settings)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{{ 全市.名 }}", "表!A1 {{ 全市.名 }}：没有“名”这一项；是不是想写“名称”？"),
        ("{{ 本期.累计|汉子 }}", "表!A1 {{ 本期.累计|汉子 }}：没有“|汉子”这种格式；是不是想写“汉字”？"),
        ("｛｛ 本期.名称 ｝｝", "表!A1 ｛｛ 本期.名称 ｝｝：用了全角括号；请改成半角：{{ 本期.名称 }}"),
        ("{｛ 本期.名称 }}", "表!A1 {｛ 本期.名称 }}：用了全角括号；请改成半角：{{ 本期.名称 }}"),
        ("{{ 本期.名称｜汉字 }}", "表!A1 {{ 本期.名称｜汉字 }}：标签里有全角字符“｜”；请改成：{{ 本期.名称|汉字 }}"),
        ("{{ 本期.名称 } 好", "表!A1 {{ 本期.名称 }：花括号没有写全；请写成：{{ 本期.名称 }}"),
        ("｛本期.名称｝", "表!A1 ｛本期.名称｝：花括号没有写全；请写成：{{ 本期.名称 }}"),
        ("{{ 本期.名称", "表!A1 {{ 本期.名称：标签没有闭合；请在同一格里补上“}}”"),
        ("{% if 本期.月", "表!A1 {% if 本期.月：标签没有闭合；请在同一格里补上“%}”"),
        ("本期.名称 }}", "表!A1 }}：多出标签的后一半；请删去，或在同一格里补上标签的开头"),
        ("甲{乙", "表!A1 {：有单独的花括号；标签请写成{{ … }}；不是标签的，请改用别的括号"),
        ("{{ 本期.名称 + }}", "表!A1 {{ 本期.名称 + }}：标签写法有误（内容不完整或多了符号）；请对照手册检查"),
        ("{% for 单 in 各单位 %}{{ 单.名称 }}", "表!A1 {% for 单 in 各单位 %}：{% for %}没有闭合；请在后面补上{% endfor %}"),
        ("{% for 项 in 清单.在谈项目 %}{{ 项.关键人 }}{% endfor %}", f"表!A1 {{{{ 项.关键人 }}}}：通报模板引用了保密字段“关键人”（V62）；{SECRET}"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("made", [one, shared])
def test_a_fault_is_told_once_at_its_cell(made, text: str, complaint: str) -> None:
    assert said(made({"A1": text}), EXCEL) == [f"错误 {complaint}"]


def test_a_tag_cut_in_two_cells_is_told_once_and_read_whole() -> None:
    cells = {"A1": "{% for 单 in", "B1": "各单位 %}{{ 单.名称 }}", "C1": "{{ 单.名 }}{% endfor %}"}
    assert complaints(cells) == [
        "错误 表!A1 {% for 单 in：标签被拆在两个单元格里，后一半在B1；"
        "请写在同一格里：{% for 单 in 各单位 %}",
        "错误 表!C1 {{ 单.名 }}：没有“名”这一项；是不是想写“名称”？",
    ]


def test_faults_of_all_cells_and_sheets_are_told_at_once() -> None:
    made = template(
        ("甲", {"A1": "｛｛ 本期.名称 ｝｝", "A2": "{{ 本期.名称 }", "A3": "{{ 本期.名 }}"}),
        ("乙", {"B2": "{% if 清单.退回单位 %}有", "C3": "{{ 全市.没有的 }}"}),
    )
    assert [one.partition("：")[0] for one in said(made, EXCEL)] == [
        "错误 甲!A1 ｛｛ 本期.名称 ｝｝",
        "错误 甲!A2 {{ 本期.名称 }",
        "错误 甲!A3 {{ 本期.名 }}",
        "错误 乙!B2 {% if 清单.退回单位 %}",
        "错误 乙!C3 {{ 全市.没有的 }}",
    ]


def test_braces_in_headers_and_names_of_sheets_are_looked_at() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.worksheets[0].oddHeader.center.text = "{{ 本期.名称 }"

    made = template(("表{一", {"A1": "甲"}), touch=touch)
    lone = "有单独的花括号；标签请写成{{ … }}；不是标签的，请改用别的括号"
    assert said(made, EXCEL) == [
        "错误 表{一 页眉页脚 {{ 本期.名称 }：花括号没有写全；请写成：{{ 本期.名称 }}",
        f"错误 工作表“表{{一”的名称 {{：{lone}",
    ]


def test_a_figure_among_words_needs_words_for_when_there_is_none_one_alone_does_not() -> None:
    tag = f"{{{{ {FUNDS}.完成数 }}}}"
    assert complaints({"A1": f"共{tag}", "A2": tag}) == [f"提醒 表!A1 {tag}：{GUARD}"]


def test_a_font_off_the_list_is_told_once_with_the_number_of_cells() -> None:
    def touch(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A1"].font = Font(name="黑体")
        for address in ("A2", "A3", "A4"):
            sheet[address].font = Font(name="微软雅黑")

    made = one({"A1": "甲", "A2": "乙", "A3": "丙"}, touch)
    assert said(made, EXCEL, styles=Styles(cells=("黑体",))) == [
        "提醒 表!A2：这里等2格用了字体“微软雅黑”，不在规定的字体里；"
        "请改用styles.yaml里列出的字体，或在那里加上"
    ]


def test_what_the_engine_refuses_is_told_too() -> None:
    assert said(b"PK", EXCEL)[0].startswith("错误 ")
    assert len(said(b"PK", EXCEL)) == 1
