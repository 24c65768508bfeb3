"""A row is as high as its wrapped texts need, in merged cells too, unless its author fixed it.

Signs of 11 points: a 汉字 takes 11 × 1.05 = 11.55 points, a column unit is 5.25 points less 4 for
both sides, a line 11 × 1.35 = 14.85 points and 4 for the row.
"""

import pytest
from openpyxl.styles import Alignment

from tests.render.excel.workbook import changed, formulas, one, render

LINE = 11 * 1.35


def wrapped(*cells, widths=(), merges=()):
    def touch(sheet):
        for address in cells:
            sheet[address].alignment = Alignment(wrap_text=True)
        for letter, width in widths:
            sheet.column_dimensions[letter].width = width
        for area in merges:
            sheet.merge_cells(area)

    return touch


def heights(made):
    sheet = formulas(made)["表"]
    return [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]


def test_a_note_merged_over_columns_has_the_width_of_all_of_them():
    # 20 + 20 + 20 units are 315 - 4 = 311 points; 60 signs need 693: three lines.
    touch = wrapped("A1", widths=[(one, 20) for one in "ABC"], merges=["A1:C1"])
    made = render(one({"A1": "{{ 注 }}"}, touch), {"注": "招" * 60})
    assert heights(made) == [pytest.approx(3 * LINE + 4, abs=0.01)]


def test_a_text_merged_over_rows_gives_the_last_of_them_what_is_lacking():
    # 10 units are 52.5 - 4 = 48.5 points; 20 signs need 231: five lines, 78.25 points;
    # the first row has its usual 15, so the second gets 63.25.
    touch = wrapped("A1", "B1", "B2", widths=[("A", 10)], merges=["A1:A2"])
    cells = {"A1": "{% for u in 各 %}{{ u }}", "B1": "一", "B2": "{{ loop.index }}{% endfor %}"}
    made = render(one(cells, touch), {"各": ["招" * 20, "商"]})
    assert heights(made) == [None, pytest.approx(5 * LINE + 4 - 15, abs=0.01), None, None]


def test_equal_neighbours_that_were_merged_share_their_height():
    touch = wrapped("A1", widths=[("A", 10)])
    cells = {"A1": "{% for u in 各 %}{{ u|合并同类项 }}", "B1": "{{ loop.index }}{% endfor %}"}
    made = render(one(cells, touch), {"各": ["招" * 20] * 6})
    assert heights(made) == [None] * 6  # six usual rows are 90 points, the text needs 78.25


def test_a_height_that_excel_fitted_to_the_template_text_is_fitted_anew():
    data = one({"A1": "{{ 注 }}"}, wrapped("A1", widths=[("A", 10)]))
    saved = changed(data, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace('<row r="1"', '<row r="1" ht="15.5"')})  # fmt: skip
    assert heights(render(saved, {"注": "招" * 20})) == [pytest.approx(5 * LINE + 4, abs=0.01)]


def test_a_height_that_the_author_fixed_stays():
    def touch(sheet):
        wrapped("A1", widths=[("A", 10)])(sheet)
        sheet.row_dimensions[1].height = 20

    assert heights(render(one({"A1": "{{ 注 }}"}, touch), {"注": "招" * 20})) == [20]
