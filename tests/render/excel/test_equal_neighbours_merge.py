"""`{{ x|合并同类项 }}` makes one cell of equal neighbours below one another."""

import pytest
from openpyxl.styles import Border, Side

from pipeline.model.finding import Faulty
from tests.render.excel.workbook import amount, column, formulas, one, problems, render

CELLS = {"A2": "{% for u in 各 %}{{ u.组|合并同类项 }}", "B2": "{{ u.n }}{% endfor %}", "A3": "完"}


def units(*pairs):
    return [{"组": group, "n": name} for group, name in pairs]


def merges(made):
    return sorted(str(area) for area in formulas(made)["表"].merged_cells.ranges)


def test_equal_neighbours_become_one_cell_and_others_stay_alone():
    given = units(
        ("一", "甲"), ("一", "乙"), ("二", "丙"), ("一", "丁"), ("一", "戊"), ("一", "己")
    )
    made = render(one(CELLS), {"各": given})
    assert merges(made) == ["A2:A3", "A5:A7"]
    assert column(made, "A")[1:] == ["一", None, "二", "一", None, None, "完"]


def test_numbers_that_are_merged_away_are_counted_once():
    cells = {**CELLS, "A2": "{% for u in 各 %}{{ u.组|合并同类项 }}", "A3": "=SUM(A2:A2)"}
    made = render(
        one(cells), {"各": units((amount(5), "甲"), (amount(5), "乙"), (amount(7), "丙"))}
    )
    assert column(made, "A", cached=True)[1:] == [5, None, 7, 12]


def test_empty_texts_are_not_merged():
    assert merges(render(one(CELLS), {"各": units(("", "甲"), ("", "乙"))})) == []


def test_a_merge_never_reaches_into_the_next_group():
    cells = {
        "A2": "{% for g in 组 %}{% for u in g %}{{ u.组|合并同类项 }}",
        "B2": "{{ u.n }}{% endfor %}{% endfor %}",
    }
    given = [units(("一", "甲"), ("一", "乙")), units(("一", "丙"), ("一", "丁"))]
    assert merges(render(one(cells), {"组": given})) == ["A2:A3", "A4:A5"]


def test_a_merge_across_columns_grows_down_and_merges_elsewhere_stay():
    def touch(sheet):
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A2:B2")
        sheet.merge_cells("C2:D2")
        sheet["B2"].border = Border(right=Side(style="thin"))

    cells = {
        "A2": "{% for u in 各 %}{{ u.组|合并同类项 }}",
        "C2": "{{ u.n }}",
        "E2": "{% endfor %}",
    }
    made = render(one(cells, touch), {"各": units(("一", "甲"), ("一", "乙"), ("二", "丙"))})
    assert merges(made) == ["A1:D1", "A2:B3", "A4:B4", "C2:D2", "C3:D3", "C4:D4"]


def test_two_columns_merge_each_by_itself():
    cells = {
        "A1": "{% for u in 各 %}{{ u.a|合并同类项 }}",
        "B1": "{{ u.b|合并同类项 }}{% endfor %}",
    }
    given = [{"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}]
    assert merges(render(one(cells), {"各": given})) == ["A1:A2", "B2:B3"]


def test_only_the_figure_that_is_seen_is_in_the_trace():
    given = units((amount(5, figure="x"), "甲"), (amount(5, figure="x"), "乙"))
    assert [one.place for one in render(one(CELLS), {"各": given}).trace] == ["表!A2"]


def test_amid_text_it_is_refused_with_its_cell():
    data = one({"A1": "{% for u in 各 %}第{{ u|合并同类项 }}{% endfor %}", "B1": "x"})
    with pytest.raises(Faulty, match=r"表!A1 .*“\|合并同类项”要单独写在一格里"):
        render(data, {"各": ["一"]})


SEVERAL = {
    "A2": "{% for u in 各 %}{{ u.组|合并同类项 }}", "B2": "{{ u.n }}计划", "B3": "{{ u.n }}完成",
    "C3": "{% endfor %}", "A4": "完",
}  # fmt: skip


def two_rows(sheet):
    sheet.merge_cells("A2:A3")


def test_items_of_several_rows_merge_where_the_cell_goes_over_all_of_them():
    given = units(("一", "甲"), ("一", "乙"), ("二", "丙"), ("一", "丁"), ("一", "戊"))
    made = render(one(SEVERAL, two_rows), {"各": given})
    assert merges(made) == ["A2:A5", "A6:A7", "A8:A11"]
    assert column(made, "A")[1:] == ["一", *[None] * 3, "二", None, "一", *[None] * 3, "完"]
    assert column(made, "B")[1:5] == ["甲计划", "甲完成", "乙计划", "乙完成"]


def test_numbers_of_several_rows_are_counted_once():
    given = units((amount(5), "甲"), (amount(5), "乙"), (amount(7), "丙"))
    made = render(one({**SEVERAL, "A4": "=SUM(A2:A2)"}, two_rows), {"各": given})
    assert column(made, "A", cached=True)[-1] == 12


def test_several_rows_and_columns_of_one_cell_merge_as_one_block():
    def touch(sheet):
        sheet.merge_cells("A2:B3")

    cells = {
        "A2": "{% for u in 各 %}{{ u.组|合并同类项 }}",
        "C2": "{{ u.n }}",
        "D3": "{% endfor %}",
    }
    made = render(one(cells, touch), {"各": units(("一", "甲"), ("一", "乙"), ("二", "丙"))})
    assert merges(made) == ["A2:B5", "A6:B7"]


@pytest.mark.parametrize("touch", [None, lambda sheet: sheet.merge_cells("A2:B2")])
def test_a_cell_that_goes_over_one_of_several_rows_is_refused(touch):
    [line] = problems(one(SEVERAL, touch))
    assert line == (
        "《模板.xlsx》表!A2 {{ u.组|合并同类项 }}：每项有2行，这一格只占1行，合不到一起；"
        "请先把A2:A3合并成一格"
    )


def test_a_cell_of_an_outer_row_is_refused_for_the_rows_of_the_inner_loop_lie_between():
    cells = {
        "A2": "{% for g in 组 %}{{ g.n|合并同类项 }}", "A3": "{% for u in g.u %}{{ u }}",
        "B3": "{% endfor %}{% endfor %}",
    }  # fmt: skip
    [line] = problems(one(cells))
    assert "每项有2行以上" in line
    assert line.endswith("请写到里层循环的那一行")
