"""Every reference to a loop's rows, on every sheet, follows the rows that came of them."""

import io
import re

import pytest
import xlsxwriter
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from tests.render.excel.workbook import (
    cell_xml,
    changed,
    column,
    formulas,
    one,
    part,
    problems,
    render,
    sheet_xml,
    template,
)  # fmt: skip

UNITS = [{"n": "甲", "v": 1}, {"n": "乙", "v": 2}, {"n": "丙", "v": 3}, {"n": "丁", "v": 4}]
LOOP = {"A5": "{% for u in 各 %}{{ u.n }}", "C5": "{{ u.v }}", "D5": "{{ u.v * 2 }}{% endfor %}"}
GROUPS = [{"n": "一", "u": UNITS[:2]}, {"n": "二", "u": UNITS[2:]}]
NESTED = {
    "A5": "{% for g in 组 %}{{ g.n }}", "A6": "{% for u in g.u %}{{ u.n }}", "D6": "{{ u.v }}{% endfor %}",
    "A7": "小计{% endfor %}",
}  # fmt: skip


def moved(formula, address="C8", cells=LOOP):
    """The formula of one more cell after four units (or two groups of two) were put in."""
    made = render(one({**cells, address: formula}), {"各": UNITS, "组": GROUPS})
    found = [c.value for row in formulas(made)["表"].iter_rows() for c in row]
    return [value for value in found if str(value).startswith("=")]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(C5:C5)", "=SUM(C5:C8)"),
        ("=SUM($C$5:$C$5)", "=SUM($C$5:$C$8)"),
        ("=SUM(C5)", "=SUM(C5:C8)"),
        ("=SUM(C4:C5)", "=SUM(C4:C8)"),
        ("=SUM(C5:C6)", "=SUM(C5:C9)"),
        ("=SUM(C4:C6)+C9", "=SUM(C4:C9)+C12"),
        ("=SUM(C3:C4)", "=SUM(C3:C4)"),
        ("=SUM(C:C)*$A$1", "=SUM(C:C)*$A$1"),
        ("=COUNTA(5:5)", "=COUNTA(5:8)"),
        ("=SUM(表!C5:C5,'表'!D5:D5)", "=SUM(表!C5:C8,'表'!D5:D8)"),
        ('=SUMIF(A5:A5,"C5",C5:C5)', '=SUMIF(A5:A8,"C5",C5:C8)'),
        ("=C9&\"见C5\"", "=C12&\"见C5\""),
        ("=SUM(无此表!C5:C5)", "=SUM(无此表!C5:C5)"),
    ],
)  # fmt: skip
def test_a_formula_below_a_loop_follows_it(formula, expected):
    assert moved(formula, "F8") == [expected]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=C5*2", ["=C5*2", "=C6*2", "=C7*2", "=C8*2"]),
        ("=$C5/C$3+$C$9", ["=$C5/C$3+$C$12", "=$C6/C$3+$C$12", "=$C7/C$3+$C$12", "=$C8/C$3+$C$12"]),
        ("=SUM(C5:D5)", ["=SUM(C5:D5)", "=SUM(C6:D6)", "=SUM(C7:D7)", "=SUM(C8:D8)"]),
        ("=SUM(C$5:C5)", ["=SUM(C$5:C5)", "=SUM(C$5:C6)", "=SUM(C$5:C7)", "=SUM(C$5:C8)"]),
        ("=RANK(C5,C$5:C$5)", ["=RANK(C5,C$5:C$8)", "=RANK(C6,C$5:C$8)", "=RANK(C7,C$5:C$8)", "=RANK(C8,C$5:C$8)"]),
        ("=C5/SUM($C$5:$C$5)", [f"=C{row}/SUM($C$5:$C$8)" for row in (5, 6, 7, 8)]),
    ],
)  # fmt: skip
def test_a_formula_in_a_loop_row_is_written_for_each_item(formula, expected):
    assert moved(formula, "E5") == expected


def test_rows_of_an_item_refer_to_their_own_item():
    cells = {
        "A2": "{% for u in 各 %}{{ u.n }}",
        "B2": "{{ u.v }}",
        "B3": "=B2*2",
        "C3": "=$B$2",
        "D3": "{% endfor %}",
    }
    made = render(one(cells), {"各": UNITS[:2]})
    assert column(made, "B")[1:] == [1, "=B2*2", 2, "=B4*2"]
    assert column(made, "C")[1:] == [None, "=$B$2", None, "=$B$4"]


def test_other_sheets_names_and_print_settings_follow():
    def touch(book):
        sheet = book["汇总 表"]
        sheet.print_area = "A1:D8"
        sheet.print_title_rows = "1:4"
        book.defined_names["到位"] = DefinedName("到位", attr_text="'汇总 表'!$C$5:$C$5")
        book.defined_names["总"] = DefinedName("总", attr_text="'汇总 表'!$C$8")
        sheet.defined_names["单位"] = DefinedName("单位", attr_text="'汇总 表'!$A$5")

    other = {
        "A1": "=SUM('汇总 表'!C5:C5)",
        "A2": "='汇总 表'!C8",
        "A3": "=SUM(到位)+总",
        "A4": "=C5",
    }
    made = render(
        template(("汇总 表", {**LOOP, "C8": 7}), ("二", other), touch=touch), {"各": UNITS}
    )
    book = formulas(made)
    assert [cell.value for cell in book["二"]["A"]] == [
        "=SUM('汇总 表'!C5:C8)", "='汇总 表'!C11", "=SUM(到位)+总", "=C5",
    ]  # fmt: skip
    assert column(made, "A", "二", cached=True) == [10, 7, 17, 0]
    assert book["汇总 表"].print_area == "'汇总 表'!$A$1:$D$11"
    assert book["汇总 表"].print_title_rows == "$1:$4"
    assert book.defined_names["到位"].attr_text == "'汇总 表'!$C$5:$C$8"
    assert book.defined_names["总"].attr_text == "'汇总 表'!$C$11"
    assert book["汇总 表"].defined_names["单位"].attr_text == "'汇总 表'!$A$5:$A$8"


def test_conditional_formats_cover_every_item_and_only_its_rows():
    def touch(sheet):
        sheet.conditional_formatting.add("A5:D5", FormulaRule(["$C5<$C$9"]))
        sheet.conditional_formatting.add("A9:D9", FormulaRule(["$C9>SUM($C$5:$C$5)"]))

    sheet = formulas(render(one(LOOP, touch), {"各": UNITS}))["表"]
    found = {str(area.sqref): area.rules[0].formula for area in sheet.conditional_formatting}
    assert found == {"A5:D8": ["$C5<$C$12"], "A12:D12": ["$C12>SUM($C$5:$C$8)"]}


def test_a_conditional_format_on_one_row_of_an_item_skips_the_others():
    def touch(sheet):
        sheet.conditional_formatting.add("A6:D6", FormulaRule(["$D6<0"]))

    sheet = formulas(render(one(NESTED, touch), {"组": GROUPS}))["表"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["A6:D7 A10:D11"]


def test_a_conditional_format_whose_rows_are_gone_is_gone():
    def touch(sheet):
        sheet.conditional_formatting.add("A2:B2", FormulaRule(["$A2<0"]))

    data = one(
        {
            "A1": "甲",
            "A2": "{% if 有 %}{{ 1 }}{% endif %}",
            "B2": "",
            "A3": "{% if 有 %}乙",
            "B3": "{% endif %}",
        },
        touch,
    )
    assert len(formulas(render(data, {"有": False}))["表"].conditional_formatting) == 1
    data = one({"A1": "甲", "A2": "{% if 有 %}乙", "B2": "{% endif %}"}, touch)
    assert len(formulas(render(data, {"有": False}))["表"].conditional_formatting) == 0


def test_validations_filters_breaks_links_and_views_move_with_their_rows():
    def touch(sheet):
        rule = DataValidation(type="list", formula1="$C$9:$C$10", sqref="B8:B9")
        sheet.add_data_validation(rule)
        sheet.auto_filter.ref = "A4:D5"
        sheet.row_breaks.append(Break(id=3))
        sheet.row_breaks.append(Break(id=8))
        sheet["A8"].hyperlink = "#表!C9"
        sheet.freeze_panes = "A6"
        sheet.sheet_view.selection[0].activeCell = "B9"
        sheet.sheet_view.selection[0].sqref = "B9"

    made = render(one({**LOOP, "A8": "返回"}, touch), {"各": UNITS})
    sheet = formulas(made)["表"]
    rule = sheet.data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("B11:B12", "$C$12:$C$13")
    assert sheet.auto_filter.ref == "A4:D8"
    assert [one.id for one in sheet.row_breaks.brk] == [3, 11]
    assert sheet["A11"].hyperlink is not None
    assert sheet.freeze_panes == "A9"
    assert sheet.dimensions == "A5:D11"
    assert 'activeCell="B12"' in sheet_xml(made)


def test_a_page_break_after_a_group_comes_after_every_group():
    data = one(NESTED, lambda sheet: sheet.row_breaks.append(Break(id=7)))
    made = formulas(render(data, {"组": GROUPS}))["表"]
    assert [one.id for one in made.row_breaks.brk] == [8, 12]
    assert 'count="2" manualBreakCount="2"' in sheet_xml(render(data, {"组": GROUPS}))


def test_a_comment_below_a_loop_moves_with_its_box():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for address, text in {**LOOP, "A8": "合计"}.items():
            sheet.write(address, text)
        sheet.write_comment("A2", "标题")
        sheet.write_comment("A8", "请核对")
    before = part(out.getvalue(), "xl/drawings/vmlDrawing1.vml")
    made = render(out.getvalue(), {"各": UNITS})
    sheet = formulas(made)["表"]
    assert "请核对" in sheet["A11"].comment.text
    assert "标题" in sheet["A2"].comment.text
    after = part(made.content, "xl/drawings/vmlDrawing1.vml")
    assert re.findall(r"Row>(\d+)<", after) == ["1", "10"]
    anchors = [re.findall(r"Anchor>([^<]+)<", xml) for xml in (before, after)]
    tops = [[int(one.split(",")[2]) for one in found] for found in anchors]
    assert tops[1] == [tops[0][0], tops[0][1] + 3]


def test_shared_formulas_are_written_out_and_follow():
    data = one({**LOOP, "E9": "=C9*2", "E10": 0, "E11": 0})
    data = changed(data, {"xl/worksheets/sheet1.xml": lambda xml: xml
        .replace("<f>C9*2</f>", '<f t="shared" ref="E9:E11" si="0">C9*$C$9</f>')
        .replace('<c r="E10" t="n"><v>0</v></c>', '<c r="E10"><f t="shared" si="0"/><v>0</v></c>')
        .replace('<c r="E11" t="n"><v>0</v></c>', '<c r="E11"><f t="shared" si="0"/><v>0</v></c>')})  # fmt: skip
    assert column(render(data, {"各": UNITS}), "E")[-3:] == [
        "=C12*$C$12",
        "=C13*$C$12",
        "=C14*$C$12",
    ]


def test_a_sum_over_rows_that_a_condition_removed_is_a_sum_of_nothing():
    data = one(
        {
            "A1": "{% if 有 %}{{ 5 }}",
            "B1": "{% endif %}",
            "A2": 3,
            "A3": "=SUM(A1,A2)",
            "A4": "=SUM(A1:A2)",
        }
    )
    assert column(render(data, {"有": True}), "A") == [5, 3, "=SUM(A1,A2)", "=SUM(A1:A2)"]
    made = render(data, {"有": False})
    assert column(made, "A") == [3, "=SUM(0,A1)", "=SUM(A1:A1)"]
    assert column(made, "A", cached=True) == [3, 3, 3]


def test_any_other_use_of_a_row_that_may_be_gone_is_refused():
    data = one(
        {"A1": "{% if 有 %}{{ 5 }}", "B1": "{% endif %}", "A3": "=A1+1", "A4": "=AVERAGE(A1:A1)"}
    )
    lines = problems(data)
    assert len(lines) == 2
    assert all("条件不成立时那一行就没有了" in line for line in lines)


def test_references_that_cannot_be_followed_are_refused_where_there_are_loops():
    data = one({**LOOP, "F8": '=INDIRECT("C5")', "G8": "=SUM(一月:三月!A1)"})
    lines = problems(data)
    assert any("表!F8" in line and "INDIRECT" in line for line in lines)
    assert any("表!G8" in line and "一月:三月!A1" in line for line in lines)
    assert problems(one({"F8": '=INDIRECT("C5")'})) == []


def test_a_formula_keeps_its_style_and_loses_an_old_value():
    def touch(sheet):
        sheet["C8"].number_format = "0.00%"

    made = render(one({**LOOP, "C8": "=SUM(C5:C5)/20"}, touch), {"各": UNITS})
    assert cell_xml(made, "C11") == '<c r="C11" s="1"><f>SUM(C5:C8)/20</f><v>0.5</v></c>'
