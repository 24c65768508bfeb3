"""Columns between {%tc for %} and {%tc endfor %} come once for each item, on the whole sheet."""

import io

import pytest
import xlsxwriter
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from pipeline.model.finding import Faulty
from tests.render.excel.workbook import (
    amount,
    formulas,
    grid,
    one,
    part,
    problems,
    render,
    shared,
    sheet_xml,
    template,
    values,
)

QUARTERS = [{"名": "一季度", "号": 0}, {"名": "二季度", "号": 1}, {"名": "三季度", "号": 2}]
UNITS = [{"名": "甲", "数": [1, 2, 3]}, {"名": "乙", "数": [10, 20, 30]}]
CELLS = {
    "A2": "单位", "B2": "{%tc for q in 季 %}{{ q.名 }}{%tc endfor %}", "C2": "合计",
    "A3": "{% for u in 各 %}{{ u.名 }}", "B3": "{{ u.数[q.号] }}", "C3": "=SUM(B3:B3)", "D3": "{% endfor %}",
    "A4": "合计", "B4": "=SUM(B3:B3)", "C4": "=SUM(C3:C3)",
}  # fmt: skip
DATA = {"季": QUARTERS, "各": UNITS}


def test_a_column_comes_for_each_item_in_every_row_of_the_sheet():
    made = render(one(CELLS), DATA)
    assert [row[:5] for row in grid(made)[1:]] == [
        ["单位", "一季度", "二季度", "三季度", "合计"],
        ["甲", 1, 2, 3, "=SUM(B3:D3)"],
        ["乙", 10, 20, 30, "=SUM(B4:D4)"],
        ["合计", "=SUM(B3:B4)", "=SUM(C3:C4)", "=SUM(D3:D4)", "=SUM(E3:E4)"],
    ]
    assert [row[4] for row in grid(made, cached=True)[2:]] == [6, 60, 66]


def test_texts_that_excel_shares_between_cells_are_bound_to_their_own_item():
    data = shared({key: text for key, text in CELLS.items() if not text.startswith("=")})
    made = render(data, DATA)
    assert [row[1:4] for row in grid(made)[1:3]] == [["一季度", "二季度", "三季度"], [1, 2, 3]]
    assert "{%" not in part(made.content, "xl/sharedStrings.xml")
    assert "{{" not in part(made.content, "xl/sharedStrings.xml")


def test_an_item_may_take_several_columns_and_each_formula_keeps_to_its_item():
    cells = {
        "A1": "{%tc for q in 季 %}{{ q.名 }}", "B1": "率{%tc endfor %}", "C1": "合计",
        "A2": "{{ q.号 + 1 }}", "B2": "=A2*2", "C2": "=SUM(A2)", "D2": "=SUM(A2:B2)", "E2": "=SUM(B2)+F2", "F2": 7,
    }  # fmt: skip
    made = render(one(cells), {"季": QUARTERS})
    assert grid(made)[1] == [
        1, "=A2*2", 2, "=C2*2", 3, "=E2*2",
        "=SUM(A2,C2,E2)", "=SUM(A2:F2)", "=SUM(B2,D2,F2)+J2", 7,
    ]  # fmt: skip
    assert grid(made, cached=True)[1] == [1, 2, 2, 4, 3, 6, 6, 18, 19, 7]


def test_widths_merges_styles_formats_names_and_views_follow_the_columns():
    def touch(book):
        sheet = book["表"]
        sheet.merge_cells("A1:C1")
        sheet.column_dimensions["B"].width = 20
        sheet.column_dimensions["C"].width = 30
        sheet["B3"].font = Font(bold=True)
        sheet.conditional_formatting.add("B3", FormulaRule(["B3>$C$4"]))
        sheet.freeze_panes = "B3"
        sheet.print_area = "A1:D4"
        sheet.auto_filter.ref = "A2:C3"
        book.defined_names["总"] = DefinedName("总", attr_text="表!$C$4")

    made = render(template(("表", {**CELLS, "A1": "表"}), touch=touch), DATA)
    book = formulas(made)
    sheet = book["表"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:E1"]
    assert [sheet.column_dimensions[c].width for c in "BE"] == [20, 30]
    assert sheet.column_dimensions["B"].max == 4 or sheet.column_dimensions["D"].width == 20
    assert [sheet.cell(3, c).font.bold for c in range(1, 6)] == [False, True, True, True, False]
    rule = next(iter(sheet.conditional_formatting))
    assert (str(rule.sqref), rule.rules[0].formula) == ("B3:D4", ["B3>$E$5"])
    assert sheet.freeze_panes == "B3"
    assert sheet.print_area == "'表'!$A$1:$F$5"
    assert sheet.auto_filter.ref == "A2:E4"
    assert book.defined_names["总"].attr_text == "表!$E$5"


def test_a_merge_within_the_block_comes_with_each_item():
    cells = {"A1": "{%tc for q in 季 %}{{ q.名 }}", "B2": "{%tc endfor %}", "A2": "数"}
    lines = problems(one(cells), {"季": QUARTERS})
    assert any("与表!A1的开头不在同一行" in line for line in lines)
    cells = {"A1": "{%tc for q in 季 %}{{ q.名 }}", "A2": "数", "B1": "{%tc endfor %}"}
    made = render(one(cells, lambda sheet: sheet.merge_cells("A2:B2")), {"季": QUARTERS})
    assert sorted(map(str, formulas(made)["表"].merged_cells.ranges)) == ["A2:B2", "C2:D2", "E2:F2"]


def test_columns_of_a_condition_come_or_go():
    cells = {"A1": "甲", "B1": "{%tc if 有 %}乙{%tc endif %}", "C1": "丙", "D1": "=A1&C1"}
    assert grid(render(one(cells), {"有": True}))[0][:3] == ["甲", "乙", "丙"]
    assert grid(render(one(cells), {"有": False})) == [["甲", "丙", "=A1&B1"]]


def test_a_loop_without_items_leaves_its_columns_blank():
    made = render(one(CELLS), {"季": [], "各": UNITS})
    assert grid(made)[1][:3] == ["单位", None, "合计"]
    assert [row[2] for row in grid(made, cached=True)[2:]] == [0, 0, 0]


def test_other_sheets_and_charts_follow_the_columns():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet("表"), book.add_worksheet("二")
        for address, text in CELLS.items():
            (sheet.write_formula if text[0] == "=" else sheet.write_string)(address, text)
        other.write_formula("A1", "=SUM(表!B4:B4)+表!C4")
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "=表!$B$4:$B$4", "categories": "=表!$B$2:$B$2"})
        sheet.insert_chart("F6", chart)
    made = render(out.getvalue(), DATA)
    assert grid(made, "二") == [["=SUM(表!B5:D5)+表!E5"]]
    assert grid(made, "二", cached=True) == [[132]]
    xml = part(made.content, "xl/charts/chart1.xml")
    assert "<c:f>表!$B$5:$D$5</c:f>" in xml
    assert "<c:v>11</c:v>" in xml
    assert "<xdr:col>7</xdr:col>" in part(made.content, "xl/drawings/drawing1.xml")


def test_a_sheet_for_each_item_may_have_columns_of_its_own():
    data = template(
        ("{% for t in 表 %}{{ t.n }}", {"A1": "{%tc for q in t.季 %}{{ q }}{%tc endfor %}"})
    )
    made = render(data, {"表": [{"n": "甲", "季": [1, 2]}, {"n": "乙", "季": [3]}]})
    assert [grid(made, name) for name in ("甲", "乙")] == [[[1, 2]], [[3]]]


def test_the_number_of_the_column_is_loop_index_outside_row_loops():
    cells = {
        "A1": "{%tc for q in 季 %}{{ loop.index }}{%tc endfor %}",
        "A2": "{{ loop.index }}/{{ q.号 }}", "B2": "{% for u in 各 %}", "C2": "{% endfor %}",
    }  # fmt: skip
    made = render(one(cells), DATA)
    assert [row[:3] for row in grid(made)] == [[1, 2, 3], ["1/0", "1/1", "1/2"], ["2/0", "2/1", "2/2"]]  # fmt: skip


def test_the_trace_names_the_cell_of_the_output():
    cells = {"A1": "{%tc for q in 季 %}{{ q }}{%tc endfor %}"}
    made = render(one(cells), {"季": [amount(1, figure="a"), amount(2, figure="b")]})
    assert [(one.place, one.figure) for one in made.trace] == [("表!A1", "a"), ("表!B1", "b")]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"B2": "{%tc for q in 季节 %}{{ q }}{%tc endfor %}"}, "表!B2 {% for q in 季节 %}：没有“季节”这个名称"),
        ({**CELLS, "B3": "{{ u.数[q.号 }}"}, "表!B3"),
        ({**CELLS, "C3": "{{ q.名 }}"}, "表!C3 {{ q.名 }}：没有“q”这个名称"),
        ({**CELLS, "B3": "{{ q.没有 }}"}, "表!B3 {{ q.没有 }}：没有“没有”这一项"),
        ({**CELLS, "E4": "=B4*2"}, "表!E4 =B4*2：引用的B4在列循环里，展开后有多列，不知取哪一列；要合计请写SUM(B4:B4)"),
        ({"A1": "{%tc for q in 季 %}"}, "列循环没有结尾"),
        ({**CELLS, "A3": "{{ 1 }}", "B3": "{% for u in 各 %}{{ 1 }}"}, "表!B3 {% for u in 各 %}：管整行的标签写在了列循环的列里"),
        ({"A1": "{%tc endfor %}"}, "没有对应的列循环开头"),
        ({"A1": "{%tc for q in 季 %}{%tc for p in 季 %}", "B1": "{%tc endfor %}"}, "列循环不能套"),
        ({"A1": "{%tc if 季 %}甲{%tc endif %}", "B1": "=A1"}, "所在的列因条件不成立没有印出"),
    ],
)  # fmt: skip
def test_column_tags_that_do_not_fit_are_refused_with_their_cell(cells, message):
    lines = problems(one(cells), DATA)
    assert any(message in line for line in lines), lines


def test_more_columns_than_a_sheet_has_are_refused():
    data = one({"A1": "{%tc for q in 季 %}{{ q }}{%tc endfor %}"})
    with pytest.raises(Faulty, match="列循环展开后有16385列，超过一张工作表的上限16384列"):
        render(data, {"季": range(16_385)})


def test_a_value_that_fails_in_one_column_names_the_template_cell_and_tag():
    data = one({"A1": "甲", "B1": "{%tc for q in 季 %}{{ q.v }}{%tc endfor %}"})
    with pytest.raises(Faulty) as raised:
        render(data, {"季": [{"v": 1}, {}]})
    assert raised.value.faults[0].line.startswith("《模板.xlsx》表!B1 {{ q.v }}：没有“v”这一项")


def test_what_it_makes_is_read_by_openpyxl_with_unbroken_columns():
    xml = sheet_xml(render(one(CELLS), DATA))
    assert xml.index('r="B3"') < xml.index('r="C3"') < xml.index('r="D3"') < xml.index('r="E3"')
    assert values(render(one(CELLS), DATA))["表"].max_column == 6
