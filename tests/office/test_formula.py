"""Formulas: references found and moved, all else left as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.place import column_letter
from pipeline.office.formula import FormulaError, parse, reference, references


@pytest.mark.parametrize(
    "text",
    [
        "SUM(C5:C5)", "'汇总 表'!$C$5:$C$9/汇总!D6", "IF(A1>=3,\"A1与\"\"B2\"\"\",#N/A)",
        "SUM( A1 , B1 )", "-A1^2%", "{1,2;3,4}", "T[[#All],[x]]", "$A:$B", "$1:$4", "'a''b'!A1",
        "_xlfn.XLOOKUP(A1,B:B,C:C)", "1.5E+3+A$1", "#REF!+表!#REF!",
    ],
)  # fmt: skip
def test_a_formula_that_nobody_moves_is_written_back_as_it_was(text):
    assert parse(text).rewritten(lambda operand: str(operand.reference)) == text


def test_references_are_found_with_their_sheets_and_dollars():
    found = reference("'甲''乙 表'!$C5:D$9")
    assert found.sheet == "甲'乙 表"
    assert (found.first_column, found.first_row, found.last_column, found.last_row) == (3, 5, 4, 9)
    assert found.fixed == (True, False, False, True)
    assert reference("C5").single
    assert not reference("C5:C5").single


def test_a_range_written_backwards_is_the_same_range():
    assert str(reference("$D9:C$5")) == "C$5:$D9"


@pytest.mark.parametrize(
    "text",
    [
        "完成列",
        "XFE1",
        "A1048577",
        "A0",
        "ABCD1",
        "A1:B",
        "",
        "Sheet1:Sheet3!A1",
        "'[1]a'!A1:",
        "A1:B2:C3",
    ],
)
def test_what_is_no_area_is_no_reference(text):
    assert reference(text) is None


def test_text_and_names_that_look_like_cells_are_left_alone():
    formula = parse('IF(完成列>0,"C5","见B2")&税率2')
    assert formula.operands == ()
    assert formula.names == ("完成列", "税率2")


def test_the_function_around_a_reference_is_known_and_whether_it_is_its_whole_argument():
    formula = parse("SUM(A1,2*B1,(C1))+ROUND(D1:D2,0)+E1")
    assert [(str(one.reference), one.function, one.direct) for one in formula.operands] == [
        ("A1", "SUM", True),
        ("B1", "SUM", False),
        ("C1", "", False),
        ("D1:D2", "ROUND", True),
        ("E1", "", False),
    ]


@pytest.mark.parametrize(
    "text", ["SUM(一月:三月!A1)", "A1:INDEX(B1:B3,2)", "INDEX(B1:B3,2):A5", "SUM(表!A1:表!B2)"]
)
def test_references_beyond_plain_areas_are_named_as_strange(text):
    assert parse(text).strange


def test_functions_are_listed_without_their_prefix():
    assert parse("_xlfn.IFS(SUM(A1)>1,subtotal(9,B1))").functions == {"IFS", "SUM", "SUBTOTAL"}


@pytest.mark.parametrize("text", ["SUM(A1", '"x', "'表!A1"])
def test_a_formula_that_does_not_close_is_an_error(text):
    with pytest.raises(FormulaError):
        parse(text)


def test_filling_down_and_right_moves_what_is_not_fixed():
    formula = parse("SUM(C$5:C5)/$D5+'表 二'!E6:E$6")
    assert formula.shifted(2, 1) == "SUM(D$5:D7)/$D7+'表 二'!F8:F$6"


def test_filling_beyond_the_sheet_gives_the_error_a_spreadsheet_gives():
    assert parse("A1+B2").shifted(-1, 0) == "#REF!+B1"


def test_a_single_cell_that_grows_becomes_a_range_and_keeps_its_dollars():
    assert str(reference("$C5").at_rows(5, 8)) == "$C5:$C8"
    assert str(reference("表!C5:C5").at_rows(7, 7)) == "表!C7:C7"
    assert str(reference("C5").at_rows(7, 7)) == "C7"


def test_a_list_of_areas_is_read_whole_or_not_at_all():
    assert [str(one) for one in references("A1:B2 C3")] == ["A1:B2", "C3"]
    assert references("A1 完成列") is None


@given(
    st.integers(1, 16384),
    st.integers(1, 1_048_576),
    st.booleans(),
    st.booleans(),
    st.integers(-9, 9),
)
def test_moving_there_and_back_is_no_move(number, row, column_fixed, row_fixed, by):
    text = f"{'$' * column_fixed}{column_letter(number)}{'$' * row_fixed}{row}"
    there = parse(text).shifted(by, 0)
    if "#REF!" not in there:
        assert parse(there).shifted(-by, 0) == text
