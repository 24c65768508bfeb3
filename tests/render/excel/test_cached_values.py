"""Formulas hold their values, so that a preview without a calculator shows the table whole."""

import re

import pytest

from tests.render.excel.workbook import cell_xml, changed, column, grid, one, part, render, template

DATA = {
    "A1": 0.1, "A2": 0.2, "A3": "文字", "A4": True, "A6": -7, "A7": "12", "A8": "=1/0", "A9": "7月", "B1": "{{ x }}",
}  # fmt: skip


def value(formula):
    """The type attribute and cached text of a formula beside DATA; None where it has none."""
    xml = cell_xml(render(one({**DATA, "D1": formula}), {"x": 1}), "D1")
    if "<v>" not in xml:
        return None
    kind = xml.partition(' t="')[2].partition('"')[0] if ' t="' in xml else ""
    return kind, xml.partition("<v>")[2].partition("</v>")[0]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A1+A2", "0.3"),
        ("=SUM(A1:A7)", "-6.7"),
        ("=SUM(A1:A2,A6,2,TRUE)", "-3.7"),
        ("=2+3*4-6/4", "12.5"),
        ("=(2+3)*4", "20"),
        ("=-A1%", "-0.001"),
        ("=--A6", "-7"),
        ("=2--3", "5"),
        ("=10-4-3", "3"),
        ("=1/3", "0.3333333333333333"),
        ("=2/3", "0.6666666666666666"),
        ("=A5+1", "1"),
        ("=A5", "0"),
        ("=A4+1", "2"),
        ("=A7*2", "24"),
        ("=AVERAGE(A1:A7)", "-2.2333333333333334"),
        ("=COUNT(A1:A8)", "3"),
        ("=COUNTIF(A1:A8,\"文字\")", "1"),
        ("=COUNTIF(A1:A8,\"字\")", "0"),
        ("=MIN(A1:A7)", "-7"),
        ("=MAX(A1:A7,5)", "5"),
        ("=MAX(A3:A5)", "0"),
        ("=ROUND(2.345,2)", "2.35"),
        ("=ROUND(-2.345,2)", "-2.35"),
        ("=ROUND(1.005,2)", "1.01"),
        ("=ROUND(1250,-2)", "1300"),
        ("=SUBTOTAL(9,A1:A7)", "-6.7"),
        ("=SUBTOTAL(109,A1:A2)", "0.3"),
        ("=SUBTOTAL(2,A1:A7)", "3"),
        ("=IF(A1<A2,1,2)", "1"),
        ("=IF(A1>A2,1)", ("b", "0")),
        ("=IF(A5=0,10,20)", "10"),
        ("=IF(A5=\"\",10,20)", "10"),
        ("=IFERROR(1/0,\"—\")", ("str", "—")),
        ("=IFERROR(A1,9)", "0.1"),
        ("=IFERROR(A8,0)", "0"),
        ("=IFERROR(AVERAGE(A3:A3),7)", "7"),
        ("=IF(COUNT(A1:A2)=2,IF(SUM(A1,A2)>1,1,2),3)", "2"),
        ("=ROUND(SUM(A1:A2)/IFERROR(A8,3),4)*100%", "0.1"),
        ("=A3&\"：\"&A1&A4", ("str", "文字：0.1TRUE")),
        ("=\"a<b\"&\"&\"", ("str", "a&lt;b&amp;")),
        ("=A3=\"文字\"", ("b", "1")),
        ("=\"ABC\"=\"abc\"", ("b", "1")),
        ("=1<\"a\"", ("b", "1")),
        ("=A1<>A2", ("b", "1")),
        ("=1=1", ("b", "1")),
        ("=1/0", ("e", "#DIV/0!")),
        ("=A8+1", ("e", "#DIV/0!")),
        ("=SUM(A1:A8)", ("e", "#DIV/0!")),
        ("=AVERAGE(A3:A3)", ("e", "#DIV/0!")),
        ("=A3+1", ("e", "#VALUE!")),
        ("=IF(A3,1,2)", ("e", "#VALUE!")),
        ("=#N/A", ("e", "#N/A")),
        ("=B1+1", "2"),
        ("=SUM(E:E)", "0"),
        ("=SUM(A:A)", ("e", "#DIV/0!")),
        ("=MIN(B:C)", "1"),
        ("=RANK(A1,A1:A7)", "2"),
        ("=RANK(A6,A1:A7,1)", "1"),
        ("=RANK(A6,$A$1:$A$7)", "3"),
        ("=RANK(9,A1:A7)", ("e", "#N/A")),
        ("=_xlfn.RANK.EQ(A2,A1:A7)", "1"),
    ],
)  # fmt: skip
def test_a_formula_holds_the_value_a_spreadsheet_would_show(formula, expected):
    assert value(formula) == (expected if isinstance(expected, tuple) else ("", expected))


@pytest.mark.parametrize(
    "formula",
    [
        "=TODAY()", "=VLOOKUP(1,A1:B2,2)", "=A1:A2", "=2^3", "=SUM(A1,TODAY())", "=A9+1", "=D1+1", "=SUM(未定义)",
        "=SUM(别的!A1)", "=1/3&\"\"", "=\"甲\"<\"乙\"", "=SUM((A1,A2))",
        "=IF(A1,,2)", "=RANK(A1,A1:A8)", "=RANK(A5,A1:A7)",
    ],
)  # fmt: skip
def test_what_we_do_not_compute_is_left_to_the_spreadsheet(formula):
    assert value(formula) is None


def test_formulas_are_computed_after_what_they_need_over_all_sheets():
    data = template(
        ("一", {"A1": "=二!A1+B1", "B1": "=C1*2", "C1": "{{ x }}"}),
        ("二", {"A1": "=一!B1*10", "A2": "=一!A1"}),
    )
    made = render(data, {"x": 3})
    assert grid(made, "一", cached=True) == [[66, 6, 3]]
    assert column(made, "A", "二", cached=True) == [60, 66]


def test_long_chains_and_circles_do_no_harm():
    chain = {f"A{row}": f"=A{row + 1}+1" for row in range(1, 3000)}
    made = render(one({**chain, "A3000": 1, "B1": "=B2", "B2": "=B1", "B3": "=B1+1", "C1": "=1+1"}))
    assert grid(made, cached=True)[0] == [3000, None, 2]


def test_a_running_total_is_computed_row_by_row():
    data = one({"A1": "{% for v in 各 %}{{ v }}", "B1": "=SUM(A$1:A1)", "C1": "{% endfor %}"})
    assert column(render(data, {"各": [1, 2, 3, 4]}), "B", cached=True) == [1, 3, 6, 10]


def test_equal_numbers_share_the_best_rank_and_the_next_is_skipped():
    data = one({"A1": "{% for v in 各 %}{{ v }}", "B1": "=RANK(A1,A$1:A$1)", "C1": "{% endfor %}"})
    made = render(data, {"各": [5, 9, 5, 7]})
    assert column(made, "B", cached=True) == [3, 1, 3, 2]


def test_subtotals_over_hidden_rows_are_left_to_the_spreadsheet():
    def touch(sheet):
        sheet.row_dimensions[2].hidden = True

    data = one({"A1": 1, "A2": 2, "A3": "=SUBTOTAL(9,A1:A2)", "A4": "=SUM(A1:A2)"}, touch)
    assert column(render(data), "A", cached=True) == [1, 2, None, 3]


def test_an_array_formula_and_the_cells_it_fills_are_unknown_to_us():
    data = one({"A1": "=1", "A2": 5, "A3": "=SUM(A1:A2)", "A4": "=A2+1", "B1": "{{ x }}"})
    array = '<f t="array" ref="A1:A2">B1:B2*2</f><v>5</v>'
    data = changed(
        data,
        {"xl/worksheets/sheet1.xml": lambda xml: re.sub("<f>1</f>(<v ?/>|<v></v>)", array, xml)},
    )
    made = render(data, {"x": 1})
    assert cell_xml(made, "A1") == '<c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f></c>'
    assert "<v>" not in cell_xml(made, "A3")
    assert "<v>" not in cell_xml(made, "A4")


def test_every_workbook_is_computed_again_when_it_is_opened():
    made = render(one({"A1": "{{ x }}"}), {"x": 1})
    assert 'fullCalcOnLoad="1"' in part(made.content, "xl/workbook.xml")
