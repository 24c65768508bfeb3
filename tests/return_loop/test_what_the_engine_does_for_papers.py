"""The Excel engine's part: links with a text, and rows as high as their wrapped texts."""

import pytest
from openpyxl.styles import Alignment, Font

from tests.render.excel.workbook import cell_xml, one, render, values


def _height(text: str, width: float = 20, size: float = 10, **row: float) -> float | None:
    """The height of the repeated row whose cell wraps `text`."""

    def touch(sheet):
        sheet.column_dimensions["A"].width = width
        sheet["A2"].alignment = Alignment(wrap_text=True)
        sheet["A2"].font = Font(name="仿宋_GB2312", size=size)
        for number, height in row.items():
            sheet.row_dimensions[int(number[1:])].height = height

    cells = {"A1": "表头", "A2": "{% for 条 in 问题 %}{{ 条 }}", "B2": "·{% endfor %}"}
    made = values(render(one(cells, touch), {"问题": [text]}))
    return made["表"].row_dimensions[2].height


@pytest.mark.parametrize(
    ("formula", "shown"),
    [('=HYPERLINK("标注副本.xlsx","P8")', "P8"), ('=HYPERLINK("标注副本.xlsx")', "标注副本.xlsx")],
)
def test_a_link_shows_its_text_before_any_program_computes_it(formula, shown):
    xml = cell_xml(render(one({"A1": "{{ x }}", "D1": formula}), {"x": 1}), "D1")
    assert 't="str"' in xml
    assert f"<v>{shown}</v>" in xml


def test_a_link_in_a_loop_takes_its_own_rows_target():
    cells = {
        "A1": "{% for 条 in 问题 %}{{ 条.格 }}",
        "B1": '=IF(C1="",A1,HYPERLINK(C1,A1))',
        "C1": "{{ 条.链接 }}{% endfor %}",
    }
    made = render(one(cells), {"问题": [{"格": "P8", "链接": "x"}, {"格": "D4", "链接": ""}]})
    assert [values(made)["表"][cell].value for cell in ("B1", "B2")] == ["P8", "D4"]
    assert "HYPERLINK(C2,A2)" in cell_xml(made, "B2")


def test_a_repeated_row_grows_with_its_wrapped_text():
    # 20 units are about 105 points: ten signs of 10 points in a line; 25 signs need three lines
    assert _height("字") is None
    assert _height("字" * 25) == pytest.approx(3 * 13.5 + 4)


def test_a_row_with_a_height_of_its_own_keeps_it():
    assert _height("字" * 25, r2=18) == 18


def test_line_breaks_and_bigger_signs_make_a_row_higher():
    assert _height("一\n二\n三\n四") == pytest.approx(4 * 13.5 + 4)
    assert _height("字" * 9, size=20) == pytest.approx(2 * 27 + 4)


def test_no_row_is_higher_than_a_sheet_allows():
    assert _height("字" * 3000) == 409
