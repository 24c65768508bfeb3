"""Rows between {% for %} and {% endfor %} come once for each item, with all that they wear."""

import pytest
from openpyxl.styles import Alignment, Font

from pipeline.model.finding import Faulty
from tests.render.excel.workbook import column, formulas, grid, one, problems, render, template

UNITS = [{"名称": "甲镇", "到位": 1}, {"名称": "乙镇", "到位": 2}, {"名称": "丙镇", "到位": 3}]


def test_one_row_comes_once_for_each_item():
    data = one({"A1": "标题", "A3": "{% for u in 各 %}{{ loop.index }}", "B3": "{{ u.名称 }}",
                "C3": "{{ u.到位 }}{% endfor %}", "A4": "填报人"})  # fmt: skip
    assert grid(render(data, {"各": UNITS})) == [
        ["标题", None, None],
        [None, None, None],
        [1, "甲镇", 1],
        [2, "乙镇", 2],
        [3, "丙镇", 3],
        ["填报人", None, None],
    ]


def test_the_tags_may_stand_in_any_cells_of_the_first_and_last_row():
    data = one({"A3": "{{ u.名称 }}", "B3": "{% for u in 各 %}", "C3": "{% endfor %}"})
    made = render(data, {"各": UNITS[:2]})
    assert column(made, "A") == [None, None, "甲镇", "乙镇"]
    assert column(made, "B")[2:] == [None, None]


def test_an_item_may_take_several_rows_even_rows_that_the_sheet_does_not_hold():
    data = one(
        {
            "A2": "{% for u in 各 %}{{ u.名称 }}",
            "B3": "{{ u.到位 }}",
            "A5": "——{% endfor %}",
            "A6": "完",
        }
    )
    assert grid(render(data, {"各": UNITS[:2]}))[1:] == [
        ["甲镇", None],
        [None, 1],
        [None, None],
        ["——", None],
        ["乙镇", None],
        [None, 2],
        [None, None],
        ["——", None],
        ["完", None],
    ]


def test_styles_heights_and_merges_repeat_and_those_above_and_below_keep_to_their_rows():
    def touch(sheet):
        for area in ("A1:D1", "A3:B3", "A4:B5", "A7:D7"):
            sheet.merge_cells(area)
        sheet["A3"].font = Font(bold=True)
        sheet.row_dimensions[1].height = 40
        sheet.row_dimensions[3].height = 30
        sheet.row_dimensions[7].height = 25

    data = one({"A1": "标题", "A3": "{% for u in 各 %}{{ u.名称 }}", "C3": "{{ u.到位 }}", "A4": "备注",
                "C5": "{% endfor %}", "A7": "填报人"}, touch)  # fmt: skip
    sheet = formulas(render(data, {"各": UNITS[:2]}))["表"]
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == [
        "A10:D10", "A1:D1", "A3:B3", "A4:B5", "A6:B6", "A7:B8",
    ]  # fmt: skip
    assert [sheet.row_dimensions[row].height for row in (1, 3, 4, 6, 10)] == [40, 30, None, 30, 25]
    assert [sheet.cell(row, 1).font.bold for row in (3, 4, 6, 7)] == [True, False, True, False]


def test_loops_stand_one_below_another():
    data = one({"A1": "{% for u in 各 %}{{ u.名称 }}", "B1": "{% endfor %}", "A2": "其中",
                "A3": "{% for u in 各 if u.到位 > 1 %}{{ u.名称 }}", "B3": "{% endfor %}", "A4": "完"})  # fmt: skip
    assert column(render(data, {"各": UNITS}), "A") == [
        "甲镇",
        "乙镇",
        "丙镇",
        "其中",
        "乙镇",
        "丙镇",
        "完",
    ]


GROUPED = {
    "A2": "{% for g in 组 %}{{ g.名称 }}",
    "A3": "{% for u in g.单位 %}{{ u.名称 }}", "B3": "{{ u.到位 }}", "C3": "{% endfor %}",
    "A4": "{{ g.名称 }}小计", "B4": "=SUBTOTAL(9,B3:B3)", "C4": "{% endfor %}",
    "A5": "合计", "B5": "=SUBTOTAL(9,B3:B3)",
}  # fmt: skip


def test_a_loop_within_a_loop_keeps_its_header_and_subtotal_rows():
    groups = [{"名称": "一组", "单位": UNITS[:2]}, {"名称": "二组", "单位": UNITS[2:]}]
    assert grid(render(one(GROUPED), {"组": groups}), cached=True)[1:] == [
        ["一组", None, None],
        ["甲镇", 1, None],
        ["乙镇", 2, None],
        ["一组小计", 3, None],
        ["二组", None, None],
        ["丙镇", 3, None],
        ["二组小计", 3, None],
        ["合计", 6, None],
    ]


def test_both_loops_may_begin_and_end_in_one_row():
    data = one({"A2": "{% for g in 组 %}{% for u in g.单位 %}{{ g.名称 }}{{ u.名称 }}",
                "B2": "{{ u.到位 }}{% endfor %}{% endfor %}", "B3": "=SUM(B2:B2)"})  # fmt: skip
    groups = [{"名称": "一", "单位": UNITS[:2]}, {"名称": "二", "单位": UNITS[2:]}]
    made = render(data, {"组": groups})
    assert column(made, "A")[1:] == ["一甲镇", "一乙镇", "二丙镇", None]
    assert column(made, "B")[1:] == [1, 2, 3, "=SUM(B2:B4)"]


def test_rows_of_a_condition_come_or_go():
    data = one({"A1": "{% if 有 %}甲", "A2": "乙{% endif %}", "A3": "丙", "B3": "=SUM(C3:C9)"})
    assert column(render(data, {"有": True}), "A") == ["甲", "乙", "丙"]
    made = render(data, {"有": False})
    assert grid(made) == [["丙", "=SUM(C1:C7)"]]


def test_a_condition_within_a_loop_drops_rows_of_some_items():
    data = one(
        {
            "A1": "{% for u in 各 %}{{ u.名称 }}",
            "A2": "{% if u.到位 > 1 %}续",
            "B2": "{% endif %}{% endfor %}",
        }
    )
    assert column(render(data, {"各": UNITS}), "A") == ["甲镇", "乙镇", "续", "丙镇", "续"]


@pytest.mark.parametrize(
    ("units", "condition"), [([], ""), (UNITS, "{% if u.到位 > 9 %}"), (UNITS, "if u.到位 > 9")]
)
def test_a_loop_without_rows_leaves_one_blank_row_in_its_style(units, condition):
    def touch(sheet):
        sheet["A3"].font = Font(bold=True)
        sheet.merge_cells("A3:B3")
        sheet.row_dimensions[3].height = 30

    test, row_test = (condition, "") if condition.startswith("if") else ("", condition)
    data = one({"A3": f"{{% for u in 各 {test} %}}{row_test}{{{{ u.名称 }}}}", "C3": "{{ u.到位 }}", "D3": "=C3*2",
                "E3": "元" + ("{% endif %}" if row_test else "") + "{% endfor %}",
                "A4": "合计", "C4": "=SUM(C3:C3)"}, touch)  # fmt: skip
    made = render(data, {"各": units})
    assert grid(made)[2:] == [[None] * 5, ["合计", None, "=SUM(C3:C3)", None, None]]
    assert grid(made, cached=True)[3][2] == 0
    sheet = formulas(made)["表"]
    assert sheet["A3"].font.bold
    assert sheet.row_dimensions[3].height == 30
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A3:B3"]


def test_a_loop_of_groups_without_any_leaves_one_blank_row_that_all_its_references_mean():
    def touch(sheet):
        sheet.merge_cells("A2:C2")

    data = one({**GROUPED, "B6": "=SUM(B4)", "B7": "=SUBTOTAL(2,B2:B4)"}, touch)
    made = render(data, {"组": []})
    assert grid(made)[1:] == [
        [None, None, None],
        ["合计", "=SUBTOTAL(9,B2:B2)", None],
        [None, "=SUM(B2)", None],
        [None, "=SUBTOTAL(2,B2:B2)", None],
    ]
    assert [row[1] for row in grid(made, cached=True)[2:]] == [0, 0, 0]
    assert not formulas(made)["表"].merged_cells.ranges


def test_a_group_without_units_leaves_one_blank_row_between_its_own():
    made = render(one(GROUPED), {"组": [{"名称": "一组", "单位": []}]})
    assert grid(made)[1:] == [
        ["一组", None, None],
        [None, None, None],
        ["一组小计", "=SUBTOTAL(9,B3:B3)", None],
        ["合计", "=SUBTOTAL(9,B3:B3)", None],
    ]


def test_a_vertical_merge_over_a_group_grows_with_its_units():
    data = one({"A2": "{% for g in 组 %}{{ g.名称 }}", "B2": "小计", "B3": "{% for u in g.单位 %}{{ u.名称 }}",
                "C3": "{% endfor %}{% endfor %}"}, lambda sheet: sheet.merge_cells("A2:A3"))  # fmt: skip
    groups = [{"名称": "一组", "单位": UNITS[:2]}, {"名称": "二组", "单位": UNITS[2:]}]
    made = formulas(render(data, {"组": groups}))["表"]
    assert sorted(str(area) for area in made.merged_cells.ranges) == ["A2:A4", "A5:A6"]


def test_several_sheets_have_loops_of_their_own():
    cells = {"A1": "{% for u in 各 %}{{ u.名称 }}", "B1": "{% endfor %}", "A2": "完"}
    made = render(template(("一", cells), ("二", cells)), {"各": UNITS})
    assert column(made, "A", "一") == column(made, "A", "二") == ["甲镇", "乙镇", "丙镇", "完"]


def test_a_fault_in_an_item_names_the_template_cell():
    data = one({"A3": "{% for u in 各 %}{{ u.名称 }}", "B3": "{{ u.到位 }}{% endfor %}"})
    with pytest.raises(Faulty) as raised:
        render(data, {"各": [{"名称": "甲", "到位": 1}, {"名称": "乙"}]})
    assert raised.value.faults[0].line.startswith(
        "《模板.xlsx》表!B3 {{ u.到位 }}：没有“到位”这一项"
    )


def test_more_rows_than_a_sheet_has_are_refused_before_any_is_written():
    data = one({"A1": "{% for u in 各 %}{{ u.没有 }}", "A2": "{% endfor %}"})
    with pytest.raises(Faulty, match=r"表!A1.*共524289项，每项2行，超过一张工作表的上限1048576行"):
        render(data, {"各": range(524_289)})


def test_what_is_pushed_over_the_edge_by_rows_above_is_refused_too():
    data = one({"A1": "{% for u in 各 if u %}", "B1": "{% endfor %}", "A1048576": "{{ 末 }}"})
    with pytest.raises(Faulty, match="超过一张工作表的上限"):
        render(data, {"各": [1, 2], "末": 1})


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"A1": "单位{% for u in 各 %}", "B1": "{% endfor %}"}, "表!A1：管整行的{% for u in 各 %}没有写在这一格文字的最前面"),
        ({"A1": "{% for u in 各 %}", "B1": "{% endfor %}元"}, "表!B1：管整行的{% endfor %}没有写在这一格文字的最后面"),
        ({"A1": "{% for u in 各 %}", "B1": "{% endfor %}", "C1": "{% for v in 各 %}", "D1": "{% endfor %}"}, "表!C1 {% for v in 各 %}：同一行里前一段"),
        ({"A1": "{% if x %}甲", "A2": "{% else %}乙", "A3": "{% endif %}"}, "表!A2：整行的判断里不能用{% else %}"),
        ({"A1": "{% for a in x %}", "A2": "{% for b in x %}", "A3": "{% for c in x %}", "A4": "{% for d in x %}", "A5": "{% for e in x %}", "B5": "{% endfor %}" * 5}, "表!A5 {% for e in x %}：行循环最多套4层"),
        ({"A1": "{% for u in 各 %}", "B2": "{% endif %}"}, "交叉"),
        ({"A1": "{% endfor %}"}, "没有对应的{% for %}"),
        ({"A1": "{%tc set u = 各 %}{{ u }}"}, "这种写法"),
        ({"A1": "{%tr for u in 各 %}{{ u }}{%tr endfor %}"}, "这种写法"),
    ],
)  # fmt: skip
def test_row_tags_that_do_not_fit_are_refused_with_their_cell(cells, message):
    lines = problems(one(cells))
    assert any(message in line for line in lines), lines
    with pytest.raises(Faulty):
        render(one(cells), {"各": [], "x": []})


def test_a_row_is_as_high_as_its_own_texts_need_in_their_own_columns():
    def touch(sheet):
        sheet.column_dimensions["A"].width = 6
        sheet.column_dimensions["B"].width = 24
        for cell in sheet[3]:
            cell.alignment = Alignment(wrap_text=True)

    data = one({"A3": "{% for u in 各 %}", "B3": "{{ u.名称 }}{% endfor %}"}, touch)
    sheet = formulas(render(data, {"各": [{"名称": "机械加工园区"}, {"名称": "招商" * 15}]}))["表"]
    # Six signs of 11 points need 69 of the 122 points of column B, thirty need 347: three lines.
    assert sheet.row_dimensions[3].height is None
    assert sheet.row_dimensions[4].height == pytest.approx(3 * 11 * 1.35 + 4, abs=0.01)
