"""`{{ x|合并同类项 }}` makes one cell of equal neighbours below one another."""

import pytest
from openpyxl.styles import Border, Side

from pipeline.model.finding import Faulty
from tests.render.excel.workbook import amount, column, formulas, one, render

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
