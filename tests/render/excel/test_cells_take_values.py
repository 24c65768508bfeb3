"""A tag that fills a cell takes the value as it is; amid text it is printed."""

import re
from datetime import date, datetime
from fractions import Fraction

import pytest
from markupsafe import Markup

from pipeline.model.edition import Printed
from pipeline.model.figure import Phrase, Quantity
from pipeline.model.finding import Faulty
from pipeline.render import excel
from tests.render.excel.workbook import (
    NAME,
    amount,
    cell_xml,
    changed,
    formulas,
    one,
    part,
    rate,
    render,
    shared,
    values,
)  # fmt: skip


def shown(value, cell="{{ x }}", **options):
    return cell_xml(render(one({"A1": cell}), {"x": value}, **options), "A1")


def text_cell(text):
    return f'<c r="A1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (12, '<c r="A1"><v>12</v></c>'),
        (-3, '<c r="A1"><v>-3</v></c>'),
        (Fraction(1, 8), '<c r="A1"><v>0.125</v></c>'),
        (amount("12.345678"), '<c r="A1"><v>12.345678</v></c>'),
        (rate("99.996"), '<c r="A1"><v>100</v></c>'),
        (Quantity(None, "%", 2, word="未报送"), text_cell("未报送")),
        (Phrase("同比增长5%"), text_cell("同比增长5%")),
        ("", '<c r="A1"/>'),
        (True, text_cell("是")),
        (False, text_cell("否")),
        ("12", text_cell("12")),
        (110101199001011234, text_cell("110101199001011234")),
        (date(2026, 6, 30), text_cell("2026年6月30日")),
        (Markup("甲&amp;乙"), text_cell("甲&amp;乙")),
    ],
)
def test_a_cell_takes_the_value_in_its_own_type(value, xml):
    assert shown(value) == xml


def test_a_date_is_a_date_where_the_cell_is_formatted_as_one():
    def touch(sheet):
        sheet["A1"].number_format = 'yyyy"年"m"月"'
        sheet["A2"].number_format = "0.00"
        sheet["A3"].number_format = "m/d/yy h:mm"

    data = one({"A1": "{{ d }}", "A2": "{{ d }}", "A3": "{{ t }}"}, touch)
    made = render(data, {"d": date(2026, 6, 30), "t": datetime(2026, 6, 30, 12)})
    sheet = values(made)["表"]
    assert [cell.value for cell in sheet["A"]] == [
        datetime(2026, 6, 30), "2026年6月30日", datetime(2026, 6, 30, 12),
    ]  # fmt: skip
    assert "<v>46203</v>" in cell_xml(made, "A1")


def test_a_workbook_that_counts_from_1904_gets_its_own_serial_numbers():
    data = one({"A1": "{{ d }}"}, lambda sheet: setattr(sheet["A1"], "number_format", "yyyy-mm-dd"))
    data = changed(
        data,
        {
            "xl/workbook.xml": lambda xml: re.sub(
                "<workbookPr ?/>", '<workbookPr date1904="1"/>', xml
            )
        },
    )
    assert "<v>44741</v>" in cell_xml(render(data, {"d": date(2026, 6, 30)}), "A1")


@pytest.mark.parametrize("value", [None, 1.5, float("nan"), Fraction(1, 3), {"甲": 1}, [1]])
def test_what_has_no_printed_form_is_refused_with_its_cell(value):
    for cell in ("{{ x }}", "共{{ x }}项"):
        with pytest.raises(Faulty, match="表!A1"):
            render(one({"A1": cell}), {"x": value})


def test_text_amid_tags_is_printed_as_the_language_prints_it():
    made = render(
        one({"A1": "截至{{ d }}，到位{{ q }}万元（{{ n }}个）"}),
        {"d": date(2026, 6, 30), "q": amount("12.345"), "n": 3},
    )
    assert values(made)["表"]["A1"].value == "截至2026年6月30日，到位12.35万元（3个）"


def test_every_printed_figure_is_traced_to_its_output_cell():
    data = one({"A1": "{{ 标题 }}情况", "A3": "{% for u in 各 %}{{ u.n }}", "B3": "{{ u.q }}{% endfor %}",
                "A4": "合计{{ t }}万元"})  # fmt: skip
    made = render(
        data,
        {
            "标题": Phrase("甲<乙>&", "词"),
            "各": [{"n": "甲", "q": amount("1.005", "甲/到位")}, {"n": "乙", "q": amount(2)}],
            "t": amount("3.005", "全市/到位"),
        },
    )
    assert made.trace == (
        Printed("表!A1", "甲<乙>&", "词"),
        Printed("表!B3", "1.01", "甲/到位"),
        Printed("表!A5", "3.01", "全市/到位"),
    )
    assert values(made)["表"]["A5"].value == "合计3.01万元"
    assert not set("\ufdd0\ufdd1\ufdd2") & set(part(made.content, "xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("=1+1", "=1+1"),
        ("=cmd|'/c calc'!A0", "=cmd|'/c calc'!A0"),
        ("<c>&amp;]]>", "<c>&amp;]]>"),
        ("甲\x00\x07\x1b\x1c\x1d\x1e乙", "甲\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd乙"),
        ("\ud800x\udfff\uffff", "\ufffdx\ufffd\ufffd"),
        ("两\r\n行\r又\n行", "两\n行\n又\n行"),
        ("  前后有空格  ", "  前后有空格  "),
        ("\ufdd0假\ufdd1冒", "\ufffd假\ufffd冒"),
        ("{{ 7*7 }}{% for %}", "{{ 7*7 }}{% for %}"),
        ("𠮷田镇", "𠮷田镇"),
    ],
)
def test_hostile_text_stays_text(text, read):
    for cell, expected in (("{{ x }}", read), ("a{{ x }}b", f"a{read}b")):
        sheet = formulas(render(one({"A1": cell}), {"x": text}))["表"]
        assert sheet["A1"].value == expected
        assert sheet["A1"].data_type == "s"


def test_text_that_looks_like_an_escape_is_not_decoded_by_the_spreadsheet():
    assert "_x005F_x0041_" in shown("_x0041_")
    assert "_x005F_x0041_" in shown("_x0041_", "见{{ x }}")


def test_text_beyond_what_a_cell_holds_is_refused_with_the_cell():
    assert shown("字" * 32_767)
    for cell, text in (
        ("{{ x }}", "字" * 32_768),
        ("共{{ x }}", "字" * 32_767),
        ("{{ x }}", "𠮷" * 16_384),
    ):
        with pytest.raises(Faulty, match=r"表!A1.*32767"):
            render(one({"A1": cell}), {"x": text})


def test_a_tag_split_over_rich_text_runs_is_one_tag_and_other_runs_keep_their_font():
    runs = (
        "<si><r><t>合计{</t></r><r><rPr><b/></rPr><t>{ x </t></r>"
        "<r><rPr><i/></rPr><t xml:space=\"preserve\">}} 万元</t></r></si>"
    )  # fmt: skip
    data = shared({"A1": "占位"})
    data = changed(
        data, {"xl/sharedStrings.xml": lambda xml: xml.replace("<si><t>占位</t></si>", runs)}
    )
    assert (
        '<is><r><t xml:space="preserve">合计3</t></r><r><rPr><i/></rPr><t xml:space="preserve"> 万元</t></r></is>'
        in cell_xml(render(data, {"x": 3}), "A1")
    )


def test_a_whole_tag_in_one_rich_run_is_still_typed():
    data = shared({"A1": "占位"})
    runs = '<si><r><rPr><b/></rPr><t>{{ </t></r><r><t>x }}</t></r><phoneticPr fontId="1"/></si>'
    data = changed(
        data, {"xl/sharedStrings.xml": lambda xml: xml.replace("<si><t>占位</t></si>", runs)}
    )
    assert cell_xml(render(data, {"x": 3}), "A1") == '<c r="A1"><v>3</v></c>'


def test_statements_within_one_cell_belong_to_that_cell():
    data = one(
        {
            "A1": "{% for u in 各 %}{{ u }}、{% endfor %}",
            "A2": "{% if x %}是{% else %}否{% endif %}",
        }
    )
    made = render(data, {"各": ["甲", "乙"], "x": False})
    assert [cell.value for cell in values(made)["表"]["A"]] == ["甲、乙、", "否"]


def test_comments_vanish_and_settings_print_nothing():
    data = one(
        {"A1": "{# 填表说明 #}", "A2": "{% set k = 2 %}", "A3": "{{ k }}", "A4": "见{# 注 #}表"}
    )
    assert [cell.value for cell in values(render(data))["表"]["A"]] == [None, None, 2, "见表"]


def test_newlines_in_the_template_and_in_tags_are_kept_out_of_each_others_way():
    made = render(one({"A1": "第一行\n{{\n x\n}}行"}), {"x": 2})
    assert values(made)["表"]["A1"].value == "第一行\n2行"


def test_the_templates_tags_are_wiped_from_the_shared_strings():
    made = render(shared({"A1": "{{ x }}", "A2": "留下"}), {"x": 1})
    strings = part(made.content, "xl/sharedStrings.xml")
    assert "{{" not in strings
    assert "留下" in strings


def test_tags_are_told_with_their_cells_in_the_order_in_which_they_work():
    data = one({"A1": "{{ 标题 }}", "A3": "{{ loop.index }}", "B3": "{% for u in 各 %}{{ u.n }}",
                "C3": "共{{ u.k }}个{% endfor %}"})  # fmt: skip
    assert [(tag.text, tag.place) for tag in excel.tags(data, NAME)] == [
        ("{{ 标题 }}", "表!A1"),
        ("{% for u in 各 %}", "表!B3"),
        ("{{ loop.index }}", "表!A3"),
        ("{{ u.n }}", "表!B3"),
        ("{{ u.k }}", "表!C3"),
        ("{% endfor %}", "表!C3"),
    ]


def test_a_fault_while_rendering_names_the_tag_and_its_cell():
    data = one({"A1": "{{ 标题 }}", "B7": "\n合计{{ 各[x].名称 }}"})
    with pytest.raises(Faulty) as raised:
        render(data, {"标题": "六月", "各": [{"名称": "甲"}], "x": 3})
    assert raised.value.faults[0].line == (
        "《模板.xlsx》表!B7 {{ 各[x].名称 }}：清单里没有这么多项；请先用{% if %}判断，或改用循环"
    )


def test_all_static_faults_come_in_one_pass():
    data = one(
        {"A1": "{{ 标题x }}", "A2": "{{ 标题|没有 }}", "A3": "{{ 标题", "A4": "{% for u in 标题 %}"}
    )
    lines = [fault.line for fault in excel.faults(data, NAME, {"标题": "六月"}, {})]
    assert len(lines) == 4
    assert any(
        "表!A1 {{ 标题x }}：没有“标题x”这个名称；是不是想写“标题”？" in line for line in lines
    )
    assert any("表!A2" in line and "没有“|没有”这种格式" in line for line in lines)
    assert any("表!A3" in line and "标签没有写完整" in line for line in lines)
    assert any("表!A4" in line and "没有闭合" in line for line in lines)


def test_full_width_brackets_are_pointed_out():
    lines = [fault.line for fault in excel.faults(one({"A1": "｛｛ x ｝｝"}), NAME, None, {})]
    assert lines == ["《模板.xlsx》表!A1 ｛｛ x ｝｝：标签里有全角字符“｛｝”；请改成：{{ x }}"]


def test_filters_of_the_house_reach_the_cells():
    made = render(
        one({"A1": "{{ x|加一 }}", "A2": "{{ x|加一 }}个"}), {"x": 1}, 加一=lambda n: n + 1
    )
    assert [cell.value for cell in values(made)["表"]["A"]] == [2, "2个"]
